"""What follows a try to come in: words for a refusal, the second step, or the page that was wanted."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import current_user

from blueprints import half, kept, session
from forms.account import PasskeyForm, StepForm
from forms.base import BaseForm
from services import one_time_numbers, passkeys
from services.sign_in import Attempt

# How a try that failed is answered: status and words. Everything that could tell who has an account is "wrong".
REFUSALS = {
    "wrong": (
        401,
        _l(
            "Tên hoặc mật khẩu chưa đúng, hoặc tài khoản đang tạm nghỉ vì gõ sai nhiều lần. Xem lại bộ gõ "
            "tiếng Việt và phím Caps Lock. Vẫn chưa vào được: chờ 15 phút, hoặc gọi công đoàn cấp trên."
        ),
    ),
    "paused": (429, _l("Đã gõ sai nhiều lần. Chờ %(minutes)s phút rồi thử lại.")),
    "busy": (503, _l("Đang có nhiều người vào cùng lúc. Chờ ít giây rồi bấm lần nữa.")),
}
WRONG_CODE = _l(
    "Tên hoặc mã chưa đúng, mã đã dùng hoặc quá hạn, hoặc tài khoản đang tạm nghỉ vì gõ sai nhiều lần. "
    "Xem lại từng chữ trên giấy. Vẫn chưa vào được: gọi công đoàn cấp trên để lấy mã mới."
)
WRONG_NUMBER = _l(
    "Số chưa đúng, đã dùng rồi, hoặc tài khoản đang tạm nghỉ vì gõ sai nhiều lần. Chờ số mới hiện trên điện "
    "thoại rồi gõ lại; mất điện thoại thì dùng một mã khôi phục, hoặc gọi công đoàn cấp trên."
)
WRONG_KEY = _l("Khóa chưa đúng, hoặc tài khoản đang tạm nghỉ. Thử lại, hoặc đăng nhập bằng mật khẩu.")


def rate() -> str:
    """Return how often one address may try."""
    return current_app.config["SIGN_IN_RATE"]


def refuse(form: BaseForm, attempt: Attempt, *, at: str | None, wrong: Any = None) -> int:
    """Put the words of a failed try at its field (pauses belong to the whole form); return the status."""
    status, words = REFUSALS[attempt.problem or "wrong"]
    is_wrong = attempt.problem == "wrong"
    said = wrong if is_wrong and wrong is not None else words
    form.refuse(str(said), at=at if is_wrong else None, params={"minutes": attempt.minutes})
    return status


def enter(account_id: int, *, shared: bool, target: str | None, carried: kept.Kept | None = None) -> Any:
    """Begin the session and lead on: to the form that was carried along, to the page wanted, or home."""
    session.begin(account_id, shared=shared)
    return go_on(target, carried)


def go_on(target: str | None, carried: kept.Kept | None = None) -> Any:
    """Lead on somebody who is signed in."""
    if carried is not None and carried.account_id == current_user.id:
        return render_template("account/send_again.html", carried=carried, may_send=True, back=True)
    if carried is not None:
        flash(_("Chữ gõ trước đó là của người khác, máy không gửi đi."), "warning")
        return redirect(url_for("account.root"))
    return redirect(target or url_for("account.root"))


def step_page(found: half.Half, form: StepForm | None = None, key_form: PasskeyForm | None = None) -> str:
    """Draw the page of the second step; where one goes afterwards stands in its hidden fields."""
    source = form or key_form
    hidden = {"next": source.next.data, "kept": source.kept.data} if source else {}
    return render_template(
        "account/second_step.html",
        form=form or StepForm(formdata=None, **hidden),
        key_form=key_form or PasskeyForm(formdata=None, **hidden),
        numbers=one_time_numbers.is_on(found.account_id),
        keys=bool(passkeys.of(found.account_id)),
        minutes=current_app.config["SECOND_STEP_MINUTES"],
    )
