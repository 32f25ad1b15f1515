"""Annual reviews: the cycles, their score sheets, verification and the unit's answer."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints import issue_page, replies
from blueprints.session import current_who, requires
from extensions import clock
from forms.base import BaseForm
from forms.review_cycles import CycleForm, sheet_form, votes_form
from forms.review_verification import AppealAnswerForm, AppealForm, answer_form, verification_form
from forms.rounds import IssueForm
from services import (
    review_appeals,
    review_cycles,
    review_decisions,
    review_issues,
    review_notices,
    review_rounds,
    review_verification,
)
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
    return render_template("reviews/cycle.html", page=page, form=votes_form(page.tied))


@blueprint.post("/ky/<int:matter_id>/thu-tu")
@requires("signed_in")
def vote(matter_id: int):
    """Record the committee's votes on the order among unions that are equal."""
    page = review_rounds.page(matter_id, current_who())
    form = votes_form(page.tied)
    if not form.validate_on_submit():
        return render_template("reviews/cycle.html", page=page, form=form), 422
    review_rounds.vote(matter_id, form.votes(), who=current_who())
    flash(_("Đã ghi kết quả biểu quyết."), "success")
    return redirect(url_for(".cycle", matter_id=matter_id))


@blueprint.post("/ky/<int:matter_id>/nhac")
@requires("signed_in")
def remind(matter_id: int):
    """Remind the unions that have sent nothing."""
    page = review_rounds.page(matter_id, current_who())
    if BaseForm().validate_on_submit():
        review_cycles.remind(matter_id, [unit_id for unit_id, _name in page.missing], who=current_who())
        flash(_("Đã nhắc các đơn vị chưa gửi."), "success")
    return redirect(url_for(".cycle", matter_id=matter_id))


@blueprint.route("/ky/<int:matter_id>/quyet-dinh", methods=["GET", "POST"])
@requires("signed_in")
def decision(matter_id: int):
    """Lay the decision over the ticked reviews out; with «issue» pressed, number and issue it."""
    codes = request.values.getlist("codes")
    return issue_page.shown(
        partial(review_decisions.decision_page, matter_id, codes),
        partial(review_decisions.issue_decision, matter_id, codes),
        action=url_for(".decision", matter_id=matter_id),
        back=(url_for(".cycle", matter_id=matter_id), _("Kỳ đánh giá")),
        codes=codes,
    )


@blueprint.route("/ky/<int:matter_id>/van-ban/<kind>", methods=["GET", "POST"])
@requires("signed_in")
def paper(matter_id: int, kind: str):
    """Lay another paper of the cycle out (minutes of verification, notice, roll-up); number and issue it."""
    code = request.values.get("code", "")
    return issue_page.shown(
        partial(review_issues.issue_page, matter_id, kind, code),
        partial(review_issues.issue, matter_id, kind, code),
        action=url_for(".paper", matter_id=matter_id, kind=kind, code=code or None),
        back=(url_for(".cycle", matter_id=matter_id), _("Kỳ đánh giá")),
    )


@blueprint.route("/ky/<int:matter_id>/thong-bao", methods=["GET", "POST"])
@requires("signed_in")
def notices(matter_id: int):
    """List the notices of results that can be issued; with «issue» pressed, number and issue those that are ticked."""
    form = IssueForm(today=clock.today())
    if request.form.get("do") == "issue" and form.validate_on_submit():
        try:
            codes, sent = request.form.getlist("codes"), form.sent() | {"who": current_who()}
            del sent["seen_hash"]
            _tell_all(review_notices.issue(matter_id, codes, **sent))
            return redirect(url_for(".notices", matter_id=matter_id))
        except Refused as refused:
            form.refuse(refused.message, params=refused.params)
    page = review_notices.page(matter_id, who=current_who(), **form.wanted())
    form.show("", page.dated_on, page.signers, page.signer)
    return render_template("reviews/notices.html", page=page, form=form), 422 if form.errors else 200


def _tell_all(told: Any) -> None:
    """Say which numbers were given, and of every other notice why it has none."""
    given = [one.number for one in told if one.number]
    if given:
        words = {"n": len(given), "numbers": ", ".join(given)}
        flash(_("Đã cấp số %(n)s thông báo: %(numbers)s. Tệp Word và PDF đang được tạo.", **words), "success")
    for one in told:
        if not one.number:
            flash(f"{one.unit_name}: {_(one.message, **dict(one.params))}", "error")


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


@blueprint.route("/ho-so/<code>/phuc-tra", methods=["GET", "POST"])
@requires("signed_in")
def appeal(code: str):
    """Show the published result with its last days; take an appeal, and its answer."""
    page = review_appeals.page(code, current_who())
    items = [(item.code, f"{item.code}. {item.title}") for item in page.made.sheet.items]
    form = AppealAnswerForm() if page.may_answer else AppealForm().offer(items)
    if form.validate_on_submit() and _appealed(code, page, form):
        return redirect(url_for(".appeal", code=code))
    return render_template("reviews/appeal.html", page=page, form=form), 422 if form.errors else 200


def _appealed(code: str, page: Any, form: Any) -> bool:
    try:
        if page.may_answer:
            review_appeals.answer(code, form.text.data, who=current_who())
        else:
            review_appeals.file(code, form.filed(), who=current_who())
        flash(_("Đã gửi."), "success")
        return True
    except Refused as refused:
        form.refuse(refused.message, params=refused.params)
    return False


@blueprint.get("/ho-so/<code>/phuc-tra/phieu.<any(pdf, docx):fmt>")
@requires("signed_in")
def appeal_sheet(code: str, fmt: str):
    """Return the appeal as PDF or Word."""
    content = review_appeals.printed(code, fmt, who=current_who())
    return replies.file(content, f"{code}-phuc-tra.{fmt}", replies.MEDIA_TYPES[fmt])
