"""Beside a decision: notes, opinions, handing on, taking back; and deciding on many dossiers at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints import desk_forms, dossiers, reading, replies
from blueprints.session import current_who, requires
from forms import deciding as forms
from forms.base import BaseForm
from services import bulk, bulk_pages, deciding, deciding_pages, dossier_views
from services.errors import Conflict, Refused

blueprint = Blueprint("deciding", __name__)


@blueprint.record
def _globals(state: Any) -> None:
    """What the first page shows of what was decided just now."""
    state.app.jinja_env.globals["decided_just_now"] = lambda: deciding_pages.just_now(current_who())


def _say(code: str, form: Any, **sent: Any) -> None:
    inside = "readers" in form and form.readers.data == "inside"
    deciding.say(code, form.text.data, inside=inside, **sent)


def _reassign(code: str, form: Any, **sent: Any) -> None:
    giver = int(form.giver.data) if form.giver.data else None
    deciding.reassign(code, int(form.person.data), form.reason.data, instead_of=giver, **sent)


#: Word in the address → what it does with a form that is in order.
TALKS: dict[str, Callable[..., None]] = {
    "say": _say,
    "ask": lambda code, form, **sent: deciding.ask(code, int(form.person.data), form.text.data, **sent),
    "answer": lambda code, form, **sent: deciding.answer(code, form.text.data, **sent),
    "reassign": _reassign,
    "take_over": lambda code, form, **sent: deciding.take_over(code, form.reason.data, **sent),
    "undo": lambda code, form, **sent: deciding.undo(code, **sent),
}
SAID = {
    "say": _l("Đã ghi chú."),
    "ask": _l("Đã gửi câu hỏi. Hồ sơ vẫn ở bước này; câu trả lời sẽ hiện ở đây."),
    "answer": _l("Đã gửi ý kiến cho người hỏi."),
    "reassign": _l("Đã chuyển người xét. Cả hai người đã được báo."),
    "take_over": _l("Đồng chí đã nhận xét thay. Mọi người liên quan đã được báo."),
    "undo": _l("Đã rút lại ý kiến. Hồ sơ trở lại như trước khi đồng chí ghi."),
}


@blueprint.post("/ho-so/<code>/trao-doi/<any(say, ask, answer, reassign, take_over, undo):talk>")
@requires("signed_in")
def talk(code: str, talk: str):
    """Do one of the things beside a decision; what is wrong comes back beside its field, nothing typed is lost."""
    form = desk_forms.make(talk, dossier_views.view(code, current_who()))
    if not form.validate_on_submit():
        deciding.require(code, "note" if talk == "say" else talk, who=current_who())
        return _again(code, talk, form, 422)
    failed = _done(code, talk, form)
    return _again(code, talk, form, failed) if failed else redirect(url_for("dossiers.show", code=code))


def _done(code: str, talk: str, form: Any) -> int:
    """Do it: 0, or the status of the page that says why not."""
    try:
        TALKS[talk](code, form, who=current_who(), seen=form.seen.data, once=form.once.data)
    except Refused as refused:
        form.refuse(refused.message, params=refused.params)
        return 422
    except Conflict as stale:
        form.refuse(stale.message, params=stale.params)
        return 409
    flash(str(SAID[talk]), "success")
    return 0


def _again(code: str, talk: str, form: Any, status: int):
    """The dossier as it is now, with what was typed."""
    found = reading.read(dossier_views.view(code, current_who()))
    form.seen.data = found.view.seq
    shown = dossiers.reading_page(found, sent=(talk, form))
    return render_template("dossiers/show.html", **shown, failed=True, failed_form=form), status


def _bulk_form(page: bulk_pages.Check) -> forms.BulkForm:
    labels = {name: str(words[1]) for name, words in replies.CHOICES.items() if name != "reject"}
    return forms.bulk_form(labels, [(line.code, line.title) for line in page.able])


@blueprint.get("/xet-nhieu")
@requires("signed_in")
def many():
    """Show the dossiers that were ticked, or all that wait to be judged, on one page to check.

    Nobody's tick is put there by us: where none was chosen, none is, but when all were asked for (`?tat-ca=1`), or all
    of which the machine says nothing (`?loc=khong-nhac`).
    """
    chosen, quiet = request.args.getlist("ma")[:1000], request.args.get("loc") == "khong-nhac"
    page = bulk_pages.check(current_who(), chosen, quiet=quiet)
    form = _bulk_form(page)
    asked = chosen or quiet or request.args.get("tat-ca")
    form.codes.data = [line.code for line in page.able] if asked else []
    return render_template("deciding/many.html", page=page, form=form, chosen=chosen)


@blueprint.post("/xet-nhieu")
@requires("signed_in")
def decide_many():
    """Record one opinion on every ticked dossier, and tell what became of each."""
    shown = request.form.getlist("shown")[:1000]
    page = bulk_pages.check(current_who(), shown)
    form = _bulk_form(page)
    if form.validate_on_submit():
        codes = forms.seen_of(form.codes.data, request.form)
        said = {"who": current_who(), "once": form.once.data}
        bulk_id = bulk.start(codes, form.choice.data, form.comment.data or "", **said)
        bulk.run(bulk_id, who=current_who())
        return redirect(url_for(".told", bulk_id=bulk_id))
    return render_template("deciding/many.html", page=page, form=form), 422


@blueprint.get("/xet-nhieu/<int:bulk_id>")
@requires("signed_in")
def told(bulk_id: int):
    """Tell what became of each dossier."""
    return render_template(
        "deciding/told.html", result=bulk_pages.result(bulk_id, current_who()), form=BaseForm()
    )


#: What the buttons under a result do with the run.
MOVES = {"back": bulk.take_back, "on": bulk.run}


@blueprint.post("/xet-nhieu/<int:bulk_id>/<any(back, on):turn>")
@requires("signed_in")
def move_many(bulk_id: int, turn: str):
    """Take the whole run back, or go on with one that was cut short."""
    if BaseForm().validate_on_submit():
        MOVES[turn](bulk_id, who=current_who())
        flash(_("Đã làm. Kết quả của từng hồ sơ ở dưới đây."), "success")
    return redirect(url_for(".told", bulk_id=bulk_id))
