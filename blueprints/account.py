"""The way in and out: signing in, seats, language, passwords, the first page, the demonstration's cards."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_security import current_user

from blueprints import arriving, half, kept, session
from blueprints.arriving import rate
from blueprints.entrance import own_path, sign_in_page, sits_here
from blueprints.page import msg, url_if
from blueprints.session import requires, visitor
from extensions import limiter
from forms.account import (
    ChangePasswordForm,
    FirstForm,
    FirstPasswordForm,
    LanguageForm,
    PasswordForm,
    SignInForm,
    StepForm,
)
from services import accounts, demo, first_run
from services import sign_in as door
from services.errors import NotFound, ServiceError

blueprint = Blueprint("account", __name__)


def _home() -> Any:
    return redirect(url_for("account.root"))


@blueprint.get("/")
@requires("signed_in")
def root() -> Any:
    """Lead to the first page of the person."""
    return redirect(url_if("inbox.home") or url_for("account.me"))


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
@requires("public")
@limiter.limit(rate, methods=["POST"])
def sign_in() -> Any:
    """Sign in by name and password; go where one wanted to go, or send again what was typed."""
    if request.method != "POST":
        return sign_in_page() if visitor() is None else arriving.go_on(own_path(request.args.get("next")))
    form = SignInForm()
    if not form.validate():
        return sign_in_page(form), 422
    attempt = door.authenticate(form.identity.data, form.password.data, request.remote_addr or "")
    if attempt.problem:
        return _refused(form, attempt)
    target, carried = own_path(form.next.data), kept.unseal(form.kept.data)
    if not attempt.second:
        return arriving.enter(attempt.account_id, shared=form.shared.data, target=target, carried=carried)
    half.hold(attempt.account_id, shared=form.shared.data)
    return _second(StepForm(formdata=None, next=target, kept=form.kept.data))


def _refused(form: SignInForm, attempt: door.Attempt) -> Any:
    status = arriving.refuse(form, attempt, at="password")
    return sign_in_page(form), status


def _second(form: StepForm) -> Any:
    return arriving.step_page(half.held(), form)


@blueprint.post("/dang-xuat")
@requires("signed_in")
def sign_out() -> Any:
    """Sign out on this machine."""
    session.end()
    flash(_("Đã đăng xuất."), "success")
    answer = redirect(url_for("account.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache"'  # refused forms are kept for «Back» until now
    return answer


@blueprint.post("/vai")
@requires("signed_in")
def take_seat() -> Any:
    """Act in another of one's seats."""
    seat = next((s for s in visitor().seats if str(s.office_id) == request.form.get("seat")), None)
    if seat is None:
        raise NotFound
    cookie["seat"] = seat.office_id
    flash(
        _("Đồng chí đang làm việc với vai %(title)s, %(unit)s.", title=msg(seat.title), unit=seat.unit_name),
        "success",
    )
    return _home()


@blueprint.route("/ngon-ngu", methods=["GET", "POST"])
@requires("always")
def language() -> Any:
    """Choose the language of the pages; a signed-in person's choice is remembered."""
    form = LanguageForm(next=own_path(request.args.get("next")))
    if not form.validate_on_submit():
        return render_template("account/language.html", form=form)
    cookie["locale"] = form.locale.data
    if current_user.is_authenticated:
        accounts.set_locale(current_user.id, form.locale.data)
    return redirect(own_path(form.next.data) or url_for("account.root"))


@blueprint.route("/toi", methods=["GET", "POST"])
@requires("signed_in")
def me() -> Any:
    """Who I am here: seats, language, sign-out; a new password ends all other sessions."""
    form, own = ChangePasswordForm(), accounts.account(current_user.id)
    if form.validate_on_submit() and _changed(form, own):
        flash(_("Đã đổi mật khẩu. Các máy khác phải đăng nhập lại."), "success")
        return redirect(url_for("account.me"))
    return render_template("account/me.html", form=form, own=own, me=visitor()), 422 if form.errors else 200


def _changed(form: ChangePasswordForm, own: accounts.AccountView) -> bool:
    attempt = door.authenticate(own.username, form.current.data, request.remote_addr or "")
    if attempt.problem:
        arriving.refuse(form, attempt, at="current")
        return False
    if not _set_password(form, own.account_id):
        return False
    session.begin(own.account_id, shared=not cookie.permanent)
    return True


def _set_password(form: PasswordForm, account_id: int) -> bool:
    try:
        accounts.set_password(account_id, form.password.data)
    except ServiceError as refused:
        form.refuse(refused.message, at="password", params=refused.params)
        return False
    return True


@blueprint.route("/mat-khau/<key>", methods=["GET", "POST"])
@requires("public")
@limiter.limit(rate)
def new_password(key: str) -> Any:
    """Choose a password through a one-time link; it is used up by that, and signs in (to the second step, if any)."""
    form, own = FirstPasswordForm(), accounts.account_of_key(key)
    if form.validate_on_submit() and _set_password(form, own.account_id):
        return _after_password(own.account_id, shared=form.shared.data)
    return render_template("account/password.html", form=form, own=own), 422 if form.errors else 200


def _after_password(account_id: int, *, shared: bool) -> Any:
    if door.takes_two_steps(account_id):
        half.hold(account_id, shared=shared)
        return redirect(url_for("ways_in.second_step"))
    session.begin(account_id, shared=shared)
    half.prove()
    flash(_("Đã đặt mật khẩu."), "success")
    return _home()


@blueprint.post("/vao-vai")
@requires("demo")
def enter_demo() -> Any:
    """Enter as a person of the demonstration, without a password."""
    account_id, office_id = accounts.enter_demo(request.form.get("as", ""), request.remote_addr or "")
    session.begin(account_id, shared=False, office_id=office_id)
    return _home()


@blueprint.route("/xoa-du-lieu-mau", methods=["GET", "POST"])
@requires("demo")
def clear_demo() -> Any:
    """Empty the installation of the demonstration, after naming what that means."""
    if request.method != "POST":
        return render_template("account/clear_demo.html")
    session.leave()  # before the row of the account is gone
    demo.clear()
    flash(_("Đã xóa dữ liệu mẫu."), "success")
    return redirect(url_for("account.first_page"))


@blueprint.route("/bat-dau", methods=["GET", "POST"])
@requires("no_account")
@limiter.limit(rate, methods=["POST"])
def first_page() -> Any:
    """Ask the four questions of an empty installation: at this machine, or with the key that it printed."""
    key = request.args.get("khoa", "")
    if not sits_here() and not first_run.key_is_good(key):
        return render_template("account/first_closed.html"), 403
    form = FirstForm()
    if form.validate_on_submit() and (account_id := _started(form)) is not None:
        session.begin(account_id, shared=True)
        return _home()
    return render_template("account/first.html", form=form), 422 if form.errors else 200


def _started(form: FirstForm) -> int | None:
    try:
        return first_run.start(first_run.Answers(**form.answers()))
    except ServiceError as refused:
        at = next(iter(getattr(refused, "findings", [])), None)
        form.refuse(refused.message, at=at, params=refused.params)
        return None
