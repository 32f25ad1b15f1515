"""Annual reviews: the cycles, their score sheets, verification and the unit's answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.session import current_who, requires
from extensions import clock
from forms.base import BaseForm
from forms.review_cycles import CycleForm, sheet_form
from forms.review_verification import answer_form, verification_form
from services import review_cycles, review_rounds, review_verification
from services.errors import Conflict, Forbidden, Refused, StaleDraft
from vietnamese.numbers import decimal_comma

blueprint = Blueprint("reviews", __name__, url_prefix="/xep-loai")


@blueprint.record
def _filters(state: Any) -> None:
    """Points as pages print them: tenths → 89,5."""
    points = state.app.jinja_env.filters
    points["points"] = lambda tenths: "–" if tenths is None else decimal_comma(tenths, 1, trim=True)


@blueprint.get("/")
@requires("signed_in")
def index():
    """List the cycles that the unit leads, and its own reviews with their results."""
    who = current_who()
    shown = {"lines": review_cycles.of_unit(who), "own": review_rounds.own(who), "form": BaseForm()}
    return render_template("reviews/index.html", **shown)


@blueprint.route("/ky/moi", methods=["GET", "POST"])
@requires("signed_in")
def open_cycle():
    """Open a cycle for the units below."""
    today = clock.today()
    form = CycleForm(data=CycleForm.usual(today.year), today=today)
    if form.validate_on_submit():
        try:
            matter_id = review_cycles.open_cycle(who=current_who(), **form.particulars())
            return redirect(url_for(".cycle", matter_id=matter_id))
        except (Refused, Forbidden) as refused:
            form.refuse(refused.message, params=refused.params)
    return render_template("reviews/new_cycle.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/ky/<int:matter_id>")
@requires("signed_in")
def cycle(matter_id: int):
    """Show a cycle to the unit that decides: what came in, points, conditions and quota, what can be decided."""
    page = review_rounds.page(matter_id, current_who())
    return render_template("reviews/cycle.html", page=page, form=BaseForm())


@blueprint.route("/ky/<int:matter_id>/bang-diem/<kind>", methods=["GET", "POST"])
@requires("signed_in")
def sheet(matter_id: int, kind: str):
    """Show a score sheet of the cycle; until somebody has sent a review in, change it."""
    page = review_cycles.sheet_page(matter_id, kind, current_who())
    form = sheet_form(page.sheet)
    group = request.form.get("add", "")
    if request.method == "POST" and group in form.codes:
        form[f"g{group}"].form.rows.append_entry()
    elif form.validate_on_submit() and _saved(page, form):
        flash(_("Đã lưu bảng điểm."), "success")
        return redirect(url_for(".sheet", matter_id=matter_id, kind=kind))
    return render_template("reviews/sheet.html", page=page, form=form), 422 if form.errors else 200


def _saved(page: Any, form: Any) -> bool:
    """Take the sheet; what is wrong with it stands beside its fields."""
    try:
        review_cycles.save_sheet(page.matter_id, page.kind, form.typed(), who=current_who())
        return True
    except Refused as refused:
        for one in refused.findings:
            form.blame(one.field, one.message, dict(one.params))
    return False


@blueprint.route("/ho-so/<code>/tham-dinh", methods=["GET", "POST"])
@requires("signed_in")
def verification(code: str):
    """Show own and verified points side by side; keep what verifiers type; hand it on when it is in order."""
    page = review_verification.page(code, current_who())
    form = verification_form(page.made.sheet, page.readers, data=_typed(page), today=clock.today())
    if request.method == "POST" and form.validate_on_submit() and _kept(code, page, form):
        done = request.form.get("do") == "finish"
        return redirect(url_for("inbox.home") if done else url_for(".verification", code=code))
    shown = {"page": page, "form": form, "ranks": review_verification.RANKS}
    return render_template("reviews/verification.html", **shown), 422 if form.errors else 200


def _typed(page: Any) -> dict[str, Any]:
    """Return what stands on the verifiers' page now, in the shape of the form."""
    session, made = page.session, page.made
    names = ("begins", "ends", "place", "people", "rank", "good", "fix", "version")
    cards = {
        f"i{item.key}": {"verified": made.scored(item).verified, "reason": made.scored(item).reason}
        for item in made.sheet.items
    }
    proposed = page.standing.rank if page.standing and not page.standing.tally.missing else ""
    texts = {name: getattr(session, name) for name in names}
    days = {name: getattr(session, name) for name in ("held_on", "visited_on")}
    reader = str(session.second_reader or "")
    return {
        **texts,
        **days,
        **cards,
        "second_reader": reader,
        "rank": session.rank or proposed,
        "seen": page.view.seq,
    }


def _kept(code: str, page: Any, form: Any) -> bool:
    """Save, copy a group, or finish; tell whether everything went through."""
    points, do = form.points(), request.form.get("do", "")
    if do.startswith("copy-"):
        copied = review_verification.copied(page.made, do[5:])
        points |= {code_: new for code_, new in copied.items() if points[code_][0] is None}
    try:
        sent = {"who": current_who(), "version": form.version.data}
        form.version.data = review_verification.save(code, points, form.said(), **sent)
        if do == "finish":
            review_verification.finish(code, who=current_who(), seen=form.seen.data, once=form.once.data)
            flash(_("Đã chuyển kết quả thẩm định."), "success")
        else:
            flash(_("Đã lưu. Đồng chí có thể làm tiếp lúc khác."), "success")
        return True
    except StaleDraft as stale:
        form.refuse(stale.message, params=stale.params)
    except Refused as refused:
        for one in refused.findings:
            form.blame(one.field, one.message, dict(one.params))
        if not refused.findings:
            form.refuse(refused.message, params=refused.params)
    return False


@blueprint.route("/ho-so/<code>/tra-loi", methods=["GET", "POST"])
@requires("signed_in")
def answer(code: str):
    """Show the unit what was verified, and take its answer."""
    page = review_verification.answering(code, current_who())
    differing, spoken = review_verification.differing(page.made), page.spoken
    said = {f"i{item.key}": spoken.items.get(item.code, "") for item in differing}
    form = answer_form(differing, data={**said, "whole": spoken.whole, "seen": page.view.seq})
    if request.method == "POST" and form.validate_on_submit() and _answered(code, form):
        return redirect(url_for("dossiers.show", code=code))
    shown = {"page": page, "form": form, "differing": differing, "ranks": review_verification.RANKS}
    return render_template("reviews/answer.html", **shown), 422 if form.errors else 200


def _answered(code: str, form: Any) -> bool:
    sent = {"who": current_who(), "seen": form.seen.data, "once": form.once.data}
    try:
        again = form.outcome.data == "again"
        review_verification.answer(code, form.words(), form.whole.data, again=again, **sent)
        flash(_("Đã gửi ý kiến của đơn vị."), "success")
        return True
    except (Refused, Conflict) as refused:
        form.refuse(refused.message, params=refused.params)
    return False
