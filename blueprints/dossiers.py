"""A dossier's pages: task list, parts, check, decision, history, preview. The same for every procedure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints import beside, desk_forms, part_actions, pins, reading, replies, task_list
from blueprints.reading import Page, Reading
from blueprints.session import current_who, requires
from extensions import talisman
from forms import dossiers as forms
from forms.base import BaseForm
from forms.uploads import UploadForm
from services import citations, dossier_papers, dossier_views, dossiers, paper_lists
from services.errors import Conflict, NotFound, Refused, StaleDraft
from vietnamese.dates import screen_date

blueprint = Blueprint("dossiers", __name__, url_prefix="/ho-so")


@blueprint.record
def _globals(state: Any) -> None:
    """What the templates of dossiers call: macros are imported without the page's context."""
    state.app.jinja_env.globals.update(
        next_page=task_list.next_page,
        button_words=task_list.button_words,
        progress=task_list.progress,
        kept_answers=reading.kept_answers,
        answers_of=reading.answers_of,
        beside_of=reading.beside_of,
        row_states=task_list.row_states,
        people_of=reading.people_of,
        upload_form=_upload_form,
        decision_url=reading.decision_url,
        pins_of=pins.pins,
        pinning=pins.Pinning,
        matter_url=reading.matter_url,
        work_url=reading.work_url,
        once_key=lambda: uuid4().hex,
    )
    state.app.jinja_env.filters["instant"] = lambda text: datetime.fromisoformat(text) if text else None
    state.app.jinja_env.filters["day"] = lambda text: screen_date(date.fromisoformat(text)) if text else ""


def _upload_form(found: Reading, sent: UploadForm | None = None) -> UploadForm:
    """The form for one more file: what it can be in this procedure, whom of the dossier it can be about."""
    part = found.view.procedure.files_part
    rows = [found.choices["subjects"]] if "subjects" in found.choices else found.choices["rows"].values()
    form = sent or UploadForm(formdata=None)
    pairs = [pair for row in rows for pair in row]
    return form.offer(part.files if part else (), pairs, found.choices.get("about", ""))


def _read(code: str) -> Reading:
    return reading.read(dossier_views.view(code, current_who()))


def _draft(code: str) -> Reading:
    """The dossier for typing; who may not type gets its reading page instead (404 for strangers)."""
    found = _read(code)
    if not found.view.own:
        raise NotFound
    return found


def _page(found: Reading, part: str, row: str | None) -> Page:
    return found.page(part, row) or abort(404)


@blueprint.post("/lap/<int:matter_id>")
@requires("signed_in")
def start(matter_id: int):
    """Open the unit's dossier in a matter of any procedure, or go on with the one it has."""
    if not BaseForm().validate_on_submit():
        return redirect(url_for("inbox.home"))
    return redirect(url_for(".show", code=dossiers.open_dossier(matter_id, who=current_who())))


@blueprint.get("/<code>")
@requires("signed_in")
def show(code: str):
    """Return the task list to who is typing, the reading page to everybody else."""
    found = _read(code)
    if "edit" in found.view.can:
        shown = {
            "papers": paper_lists.of_dossier(found.view.case.dossier_id),
            "tasks": task_list.tasks(found),
        }
        return render_template("dossiers/tasks.html", r=found, v=found.view, **shown)
    return render_template("dossiers/show.html", **reading_page(found))


def reading_page(found: Reading, sent: tuple[str, Any] | None = None) -> dict[str, Any]:
    """What the reading and deciding pages share: frozen answers, findings, changes, forms for what may be done.

    `sent` is (word, form) of a form beside the decision that comes back.
    """
    view = found.view
    frozen = dossier_views.frozen(view)
    stage = "before_committee" if view.wants_papers else "submission"
    findings = (
        dossier_views.findings(view, frozen["answers"], stage)
        if frozen and view.status == "in_review"
        else []
    )
    if view.missing_papers:  # said above the findings, with the way on
        findings = [one for one in findings if not (one.field or "").startswith("papers.")]
    return {
        "r": found,
        "v": view,
        "frozen": frozen,
        "read": dossier_views.read_page(view, frozen["answers"]) if frozen else {},
        "findings": findings,
        "changes": _changes(found),
        "form": _decision(found),
        "desk": desk_forms.forms_of(found.view, sent),
        "papers": paper_lists.of_dossier(view.case.dossier_id),
        "papers_due": dossier_papers.due_kinds(view),
    }


def _decision(found: Reading) -> forms.DecisionForm:
    """The decision's form with all its choices: whether this person may make one now, the engine says."""
    labels = replies.choices(found.view.following)
    of = found.view.procedure
    ready, sentences = ([_(one) for one in said] for said in (of.ready, of.notes or of.ready))
    return forms.decision_form(labels, reading.places(found), ready, sentences=sentences, seen=found.view.seq)


def _changes(found: Reading) -> list[dict[str, str]]:
    rows = []
    for change in dossier_views.changes_since_last(found.view):
        place, where = reading.label_of_path(found, change.path)
        old, new = (reading.words_of(found, change.path, value) for value in (change.old, change.new))
        rows.append({"place": place, "where": where, "old": old, "new": new, "answer": change.answer})
    return rows


@blueprint.get("/<code>/phan/<part>", defaults={"row": None})
@blueprint.get("/<code>/phan/<part>/<row>")
@requires("signed_in")
def part(code: str, part: str, row: str | None):
    """Show one part as it was typed; errors are shown once the part has been saved before."""
    found = _draft(code)
    page = _page(found, part, row)
    opened = page.place in found.assembly.opened
    form = reading.form_for(found, page, formdata=None)
    if opened:
        form.validate()
        beside.put(found, page, form)
    return _part_page(found, page, form)


def upload_sent(code: str) -> tuple[Reading, UploadForm]:
    """Return the dossier and the form of the file being sent to it. Errors: `NotFound`."""
    found = _draft(code)
    return found, _upload_form(found, UploadForm())


def files_page(found: Reading, upload: UploadForm):
    """Return the page from which files are sent, with the reasons against one at its fields."""
    part = found.view.procedure.files_part
    page = _page(found, part.key if part else "", None)
    return _part_page(found, page, reading.form_for(found, page, formdata=None), 422, upload=upload)


def _part_page(found: Reading, page: Page, form: Any, status: int = 200, **more: Any):
    specific = f"dossiers/parts/{found.view.procedure.code}/{page.part}.html"
    notes = reading.notes_at(found.view, page)
    more = part_actions.shown(found, page, form) | more
    shown = {"r": found, "v": found.view, "page": page, "form": form, "notes": notes, **more}
    shown["names"] = [specific, "dossiers/parts/any.html"]
    shown["spec"] = found.view.procedure.part(page.part)
    shown["cited"] = citations.of_answers({page.part: form.data}, found.view.case.on)
    return render_template("dossiers/part.html", **shown), status


@blueprint.post("/<code>/phan/<part>", defaults={"row": None})
@blueprint.post("/<code>/phan/<part>/<row>")
@requires("signed_in")
def save(code: str, part: str, row: str | None):
    """Keep what was typed, whatever it is; go on when it is complete, else show what to mend."""
    found = _draft(code)
    page = _page(found, part, row)
    form = reading.form_for(found, page)
    complete = form.validate_on_submit()
    if "csrf_token" in form.errors:
        return _part_page(found, page, form, 400)
    act = "auto" if request.headers.get("X-Requested-With") == "fetch" else request.form.get("do", "")
    if (action := part_actions.of(act)) is not None:
        return _part_page(found, page, form, **action(form, found))
    complete = (act == "auto" or beside.put(found, page, form)) and complete
    return _saved(found, page, form, complete, act)


def _saved(found: Reading, page: Page, form: Any, complete: bool, act: str):
    typed = forms.typed(form, request.form)
    version = None if act == "keep" else form.version.data
    try:
        saved = dossiers.save_part(found.view.code, page.place, typed, who=current_who(), version=version)
    except StaleDraft as stale:
        if act == "auto":
            return jsonify(conflict=True), 409
        now = _draft(found.view.code)
        return _part_page(now, page, form, 409, stale=stale, versions=reading.two_versions(now, page, form))
    if act == "auto":
        said = beside.told(found, page, form)
        return jsonify(ok=True, version=saved.version, saved_at=saved.at.isoformat(), beside=said)
    if complete:
        part_actions.spread(found, page, _draft, current_who())
    if act == "save":
        flash(_("Đã lưu nháp. Đồng chí có thể làm tiếp lúc khác, trên máy khác."), "success")
        return redirect(url_for(".show", code=found.view.code))
    if not complete:
        return _part_page(_draft(found.view.code), page, form, 422)
    after = task_list.onward(_draft(found.view.code), page)
    return redirect(after.url if after else url_for(".check", code=found.view.code))


@blueprint.route("/<code>/xem-truoc/<kind>", methods=["GET", "POST"])
@requires("signed_in")
@talisman(content_security_policy=replies.SHEET_POLICY, frame_options="SAMEORIGIN")
def preview(code: str, kind: str):
    """Return the paper as an HTML sheet: of the saved draft, or (POST) of what is being typed."""
    found = _draft(code)
    answers = dict(found.assembly.answers)
    part, row = request.args.get("part"), request.args.get("row")
    page = found.page(part, row) if part else None
    if request.method == "POST" and page:
        form = reading.form_for(found, page)
        form.validate()
        answers = reading.overlaid(answers, page, form.understood())
    style = url_for("library.sheet_css")
    try:
        return dossier_papers.sheet(found.view.case, answers, kind, style, row=row)
    except Refused as missing:
        return render_template("dossiers/no_sheet.html", missing=missing, style=style)


@blueprint.get("/<code>/ban-in/<kind>.<any(pdf, docx):fmt>")
@requires("signed_in")
def print_draft(code: str, kind: str, fmt: str):
    """Return the draft's real PDF or Word file, number and date blank («Xem bản in»)."""
    found = _read(code)
    frozen = dossier_views.frozen(found.view)
    answers = (
        found.assembly.answers
        if found.view.own and "edit" in found.view.can
        else frozen and frozen["answers"]
    )
    if not answers:
        raise NotFound
    row = request.args.get("row")
    content = dossier_papers.print_draft(found.view.case, answers, kind, fmt, row=row)
    return replies.file(content, f"{code}-{kind}.{fmt}", replies.MEDIA_TYPES[fmt])


@blueprint.get("/<code>/kiem-tra")
@requires("signed_in")
def check(code: str):
    """Show everything on one page with its findings, before it is sent up."""
    found = _draft(code)
    return _check_page(found, forms.SubmitForm(seen=found.view.seq, version=found.view.draft_version))


def _check_page(found: Reading, form: Any, status: int = 200):
    findings = dossier_views.findings(found.view, found.assembly.answers, "submission")
    urls = {
        one.field: page.url
        for one in findings
        if (page := reading.page_of_path(found, one.field, one.subject))
    }
    problems = [
        (page, found.assembly.problems[page.place])
        for page in found.pages
        if page.place in found.assembly.problems
    ]
    shown = {
        "r": found,
        "v": found.view,
        "form": form,
        "findings": findings,
        "urls": urls,
        "problems": problems,
    }
    shown["read"] = dossier_views.read_page(found.view, found.assembly.answers)
    shown["todo"] = [page for page in found.pages if task_list.never_opened(found, page)]
    shown["tasks"] = task_list.tasks(found)[:-1]
    return render_template("dossiers/check.html", **shown), status


@blueprint.post("/<code>/trinh")
@requires("signed_in")
def submit(code: str):
    """Send the dossier up: nothing is sent while a part is incomplete or a finding blocks."""
    found = _draft(code)
    form = forms.SubmitForm()
    if not form.validate_on_submit() or found.assembly.problems:
        return _check_page(found, form, 422)
    try:
        dossiers.submit(code, who=current_who(), answers=found.assembly.answers, **form.sent())
    except (Refused, StaleDraft) as refused:
        form.refuse(refused.message, params=refused.params)
        return _check_page(_draft(code), form, 422)
    case = found.view.case
    flash(_("Đã trình duyệt.") if case.own else _("Đã trình %(unit)s.", unit=case.deciding_name), "success")
    return redirect(url_for(".show", code=code))


@blueprint.post("/<code>/thao-tac/<any(receive, recall, withdraw, amend, recuse):name>")
@requires("signed_in")
def act(code: str, name: str):
    """Perform one of the commands that need no more than a button (and a reason)."""
    form = forms.CommandForm()
    if not form.validate_on_submit():
        abort(400)
    payload = {"reason": form.reason.data} if form.reason.data else {}
    dossiers.act(code, name, who=current_who(), seen=form.seen.data, once=form.once.data, payload=payload)
    flash(_(replies.DONE[name]), "success")
    return redirect(url_for(".show", code=code))


@blueprint.post("/<code>/y-kien")
@requires("signed_in")
def decide(code: str):
    """Approve, return with notes at fields, or reject with a reason."""
    found = _read(code)
    form = _decision(found)
    if found.view.can & set(replies.CHOICES) and form.grow(request.form.get("do", "")):
        return _decision_page(found, form, 200)
    failed = _decided(code, form) if form.validate_on_submit() else 422
    if failed:
        return _decision_page(_read(code), form, failed)
    return redirect(url_for("inbox.home"))  # where the way to take it back stands as well


def _decided(code: str, form: forms.DecisionForm) -> int:
    """Record the decision: 0, or the status of the page that says at its field why not."""
    sent = {"seen": form.seen.data, "once": form.once.data, "payload": form.payload()}
    try:
        dossiers.act(code, form.choice.data, who=current_who(), **sent)
    except Refused as refused:
        form.refuse(refused.message, params=refused.params, at="comment")
        return 422
    except Conflict as stale:
        form.refuse(stale.message, params=stale.params)
        return 409
    flash(_(replies.DONE[form.choice.data]), "success")
    return 0


def _decision_page(found: Reading, form: forms.DecisionForm, status: int):
    """The dossier as it is now, with what was typed: pressing again judges what this page shows."""
    form.seen.data = form.seen.data if status == 200 else found.view.seq
    shown = reading_page(found) | {"form": form}
    return render_template("dossiers/show.html", **shown), status


@blueprint.get("/<code>/lich-su")
@requires("signed_in")
def timeline(code: str):
    """Show who did what and when, and who has it now."""
    return render_template("dossiers/timeline.html", v=dossier_views.view(code, current_who()))
