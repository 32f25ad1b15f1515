"""Lists from Excel into a unit: choose what, send, look and put right, write, take back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints import replies
from blueprints.session import current_who, requires
from forms.base import BaseForm
from forms.imports import ListForm, answers, number, places
from services import import_sheets, import_undo, import_writing, imports, spreadsheets
from services.errors import Conflict, Refused

blueprint = Blueprint("imports", __name__, url_prefix="/don-vi/<int:unit_id>/nhap-excel")

# The word of the address → the kind of list.
KINDS = {"doan-vien": "people", "chuc-vu": "offices", "khen-thuong": "awards", "don-vi": "units"}
WORDS = {kind: word for word, kind in KINDS.items()}
WHAT = f"<any({', '.join(repr(word) for word in KINDS)}):what>"


@blueprint.context_processor
def words_of_addresses():
    """Let templates write addresses of kinds."""
    return {"word_of": WORDS}


@blueprint.get("")
@requires("signed_in")
def index(unit_id: int):
    """Show what may be brought in, what waits, what was brought in."""
    who = current_who()
    runs = import_writing.runs(unit_id, who)
    return render_template(
        "imports/index.html",
        unit_id=unit_id,
        unit_name=imports.unit_name(unit_id),
        kinds=imports.kinds_for(unit_id, who),
        waiting=imports.waiting(unit_id, who),
        runs=runs,
    )


@blueprint.get(f"/{WHAT}/mau.xlsx")
@requires("signed_in")
def template(unit_id: int, what: str):
    """Return the workbook to fill in."""
    content = import_sheets.template(unit_id, KINDS[what], current_who(), _)
    return replies.file(content, f"mau-{what}.xlsx", spreadsheets.MEDIA_TYPE)


@blueprint.route(f"/{WHAT}", methods=["GET", "POST"])
@requires("signed_in")
def send(unit_id: int, what: str):
    """Take a file; nothing is written but the list that waits."""
    who, form = current_who(), ListForm()
    imports.place_for(unit_id, KINDS[what], who)
    if form.validate_on_submit():
        try:
            sent = form.file.data
            staged_id = imports.stage(unit_id, KINDS[what], sent.read(), sent.filename, who=who)
            return redirect(url_for(".look", unit_id=unit_id, staged_id=staged_id))
        except Refused as refused:
            form.refuse(refused.message, at="file", params=refused.params)
    shown = {"unit_id": unit_id, "unit_name": imports.unit_name(unit_id), "what": what, "kind": KINDS[what]}
    return render_template("imports/send.html", form=form, **shown), 422 if form.errors else 200


@blueprint.get("/cho/<int:staged_id>")
@requires("signed_in")
def look(unit_id: int, staged_id: int):
    """Show what a waiting list would do, everything that is wrong with it, and the questions."""
    found = imports.considered(unit_id, staged_id, who=current_who())
    return render_template(
        "imports/look.html", page=found, unit_name=imports.unit_name(unit_id), form=BaseForm()
    )


@blueprint.post("/cho/<int:staged_id>")
@requires("signed_in")
def put_right(unit_id: int, staged_id: int):
    """Write down columns, letters and answers; with «Nhập», write the list."""
    written = import_writing.done(unit_id, request.form.get("seen", ""), who=current_who())
    if written is None:
        found = imports.considered(unit_id, staged_id, who=current_who())
        written = _pressed(found) if BaseForm().validate_on_submit() else None
    if written is not None:
        return redirect(url_for(".run", unit_id=unit_id, run_id=written))
    return redirect(url_for(".look", unit_id=unit_id, staged_id=staged_id))


def _pressed(found: imports.Considered) -> int | None:
    """Do what the button says; return the id of what was written, None when the page is to be looked at again."""
    staged, said = found.staged, {"who": current_who(), "choices": answers(request.form)}
    try:
        if request.form.get("do") == "write" and not _moved(found):
            seen = request.form.get("seen", "")
            return import_writing.write(staged.unit_id, staged.staged_id, seen=seen, **said)
        _change(found)
    except Refused as refused:
        flash(_(refused.message, **refused.params), "error")
    except Conflict as refused:
        flash(_(refused.message, **refused.params), "error")
        _change(found)
    return None


def _moved(found: imports.Considered) -> bool:
    """Tell whether the page was sent with another column, sheet or way of letters than it showed."""
    chosen = {key: at for key, at in places(request.form, found.staged.kind.by_key).items() if at is not None}
    there = number(request.form.get("sheet", "")) in (None, found.staged.sheet_no)
    return not there or (bool(chosen) and chosen != dict(found.read.places))


def _change(found: imports.Considered) -> None:
    sheet = number(request.form.get("sheet", ""))
    do = request.form.get("do", "")
    imports.change(
        found.staged.unit_id,
        found.staged.staged_id,
        who=current_who(),
        sheet_no=found.staged.sheet_no if sheet is None else sheet,
        places=places(request.form, found.staged.kind.by_key),
        encoding=do.removeprefix("letters-") if do.startswith("letters-") else found.staged.encoding,
        choices=answers(request.form),
    )


@blueprint.post("/cho/<int:staged_id>/bo")
@requires("signed_in")
def discard(unit_id: int, staged_id: int):
    """Take a waiting list away."""
    if BaseForm().validate_on_submit():
        imports.discard(unit_id, staged_id, who=current_who())
        flash(_("Đã bỏ danh sách, không ghi gì."), "success")
    return redirect(url_for(".index", unit_id=unit_id))


@blueprint.get("/cho/<int:staged_id>/loi.xlsx")
@requires("signed_in")
def faults(unit_id: int, staged_id: int):
    """Return a waiting list with what is wrong beside each row."""
    found = imports.considered(unit_id, staged_id, who=current_who())
    stem = found.staged.file_name.rpartition(".")[0] or "danh-sach"
    return replies.file(import_sheets.faulty(found, _), f"{stem} - cần sửa.xlsx", spreadsheets.MEDIA_TYPE)


@blueprint.get("/lan/<int:run_id>")
@requires("signed_in")
def run(unit_id: int, run_id: int):
    """Show what a list did, and what stands in the way of taking it back."""
    who = current_who()
    page = import_writing.run_page(unit_id, run_id, who)
    hindrances = [] if page.line.undone_at else import_undo.hindrances(unit_id, run_id, who)
    names = {"unit_id": unit_id, "unit_name": imports.unit_name(unit_id)}
    return render_template("imports/run.html", page=page, hindrances=hindrances, form=BaseForm(), **names)


@blueprint.post("/lan/<int:run_id>/hoan-tac")
@requires("signed_in")
def undo(unit_id: int, run_id: int):
    """Take a list back."""
    if BaseForm().validate_on_submit():
        try:
            import_undo.undo(unit_id, run_id, who=current_who())
            flash(_("Đã hoàn tác: số liệu trở lại như trước lần nhập này."), "success")
        except Conflict as refused:
            flash(_(refused.message, **refused.params), "error")
    return redirect(url_for(".run", unit_id=unit_id, run_id=run_id))
