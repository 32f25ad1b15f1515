"""The registers of a unit: incoming papers, papers made elsewhere, cancelled numbers, old books, files to keep."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints import replies
from blueprints.page import whole
from blueprints.session import current_who, requires
from extensions import clock
from forms.base import BaseForm
from forms.registers import ArrivalForm, CancelForm, OldBookForm, OutsidePaperForm, PassOnForm, WayForm
from services import incoming, outgoing, register_files, register_import, series
from services.errors import Conflict, NotFound, Refused

blueprint = Blueprint("registers", __name__, url_prefix="/so/<int:unit_id>")

YEAR = "<int(min=1900, max=2999):year>"


def _form_page(name: str, form: BaseForm, **shown):
    return render_template(f"registers/{name}.html", form=form, **shown), 422 if form.errors else 200


def _outgoing(unit_id: int, year: int):
    return redirect(url_for("library.register", unit_id=unit_id, year=year))


@blueprint.get(f"/den/{YEAR}")
@requires("signed_in")
def arrivals(unit_id: int, year: int):
    """Show the incoming register of a year and what waits to be entered."""
    page = incoming.page(unit_id, year, current_who())
    return render_template("registers/incoming.html", page=page, form=BaseForm(), today=clock.today())


@blueprint.post("/den/van-ban/<int:paper_id>")
@requires("signed_in")
def take_in(unit_id: int, paper_id: int):
    """Enter a paper that another unit issued here."""
    if BaseForm().validate_on_submit():
        seq = incoming.enter(unit_id, who=current_who(), said={}, paper_id=paper_id)
        flash(_("Đã vào sổ, số đến %(seq)s.", seq=f"{seq:02d}"), "success")
    return redirect(url_for(".arrivals", unit_id=unit_id, year=clock.today().year))


@blueprint.route("/den/them", methods=["GET", "POST"])
@requires("signed_in")
def arrival(unit_id: int):
    """Enter a paper that came on paper or by mail."""
    series.keeper(unit_id, current_who())
    form = ArrivalForm(today=clock.today(), data={"arrived_on": clock.today()})
    if form.validate_on_submit():
        seq = incoming.enter(unit_id, who=current_who(), said=form.given())
        flash(_("Đã vào sổ, số đến %(seq)s.", seq=f"{seq:02d}"), "success")
        return redirect(url_for(".arrivals", unit_id=unit_id, year=form.arrived_on.data.year))
    return _form_page("arrival", form, unit_id=unit_id, year=clock.today().year)


@blueprint.route("/den/<int:entry_id>/chuyen", methods=["GET", "POST"])
@requires("signed_in")
def pass_on(unit_id: int, entry_id: int):
    """Write down who got an incoming paper."""
    line = incoming.line_for(unit_id, entry_id, current_who())
    form = PassOnForm(today=clock.today(), obj=line)
    if form.validate_on_submit():
        incoming.pass_on(unit_id, entry_id, who=current_who(), **form.given())
        flash(_("Đã ghi nơi chuyển."), "success")
        return redirect(url_for(".arrivals", unit_id=unit_id, year=line.arrived_on.year))
    return _form_page("pass_on", form, unit_id=unit_id, line=line)


@blueprint.route("/di/ngoai", methods=["GET", "POST"])
@requires("signed_in")
def outside(unit_id: int):
    """Give a number to a paper made outside the product."""
    series.keeper(unit_id, current_who())
    form = OutsidePaperForm(today=clock.today(), data={"dated_on": clock.today()})
    if form.validate_on_submit():
        try:
            entry_id = outgoing.enter(unit_id, who=current_who(), **form.given())
            number = outgoing.entry(entry_id, unit_id, current_who()).number
            flash(_("Đã cấp số %(number)s.", number=number), "success")
            return _outgoing(unit_id, form.dated_on.data.year)
        except Refused as refused:
            form.refuse(refused.message, params=refused.params)
    return _form_page("outside", form, unit_id=unit_id, year=clock.today().year)


@blueprint.route("/di/<int:entry_id>/huy", methods=["GET", "POST"])
@requires("signed_in")
def cancel(unit_id: int, entry_id: int):
    """Cancel the number of a paper made elsewhere."""
    line, form = outgoing.entry(entry_id, unit_id, current_who()), CancelForm()
    if form.validate_on_submit():
        try:
            outgoing.cancel(entry_id, unit_id, who=current_who(), reason=form.reason.data)
            flash(_("Đã hủy số %(number)s; số này không cấp lại nữa.", number=line.number), "success")
            return _outgoing(unit_id, line.year)
        except Conflict as refused:
            form.refuse(refused.message, params=refused.params)
    return _form_page("cancel", form, unit_id=unit_id, line=line)


@blueprint.route("/cach-danh-so", methods=["GET", "POST"])
@requires("signed_in")
def way(unit_id: int):
    """Show and change how the unit numbers its papers."""
    series.keeper(unit_id, current_who())
    year = clock.today().year
    now = series.way(unit_id, year)
    form = WayForm(data={"from_year": year + 1, "mode": now.mode, "committees": ", ".join(now.committees)})
    if form.validate_on_submit():
        try:
            series.decide(unit_id, series.Way(*form.given()), who=current_who())
            flash(_("Đã ghi cách đánh số từ năm %(year)s.", year=form.from_year.data), "success")
            return redirect(url_for(".way", unit_id=unit_id))
        except Refused as refused:
            form.refuse(refused.message, at="from_year", params=refused.params)
    return _form_page("way", form, unit_id=unit_id, ways=series.ways(unit_id)[:-1], now=now, year=year)


@blueprint.route("/nhap", methods=["GET", "POST"])
@requires("signed_in")
def old_book(unit_id: int):
    """Take an older register from Excel: check first, everything that is wrong at once; write by a second press."""
    series.keeper(unit_id, current_who())
    form, checked = OldBookForm(), None
    if form.validate_on_submit():
        try:
            checked = register_import.check(unit_id, form.file.data.read(), who=current_who())
        except Refused as refused:
            form.refuse(refused.message, at="file", params=refused.params)
    return _form_page("old_book", form, unit_id=unit_id, checked=checked, year=clock.today().year)


@blueprint.post("/nhap/<key>")
@requires("signed_in")
def write_old_book(unit_id: int, key: str):
    """Write a register that was checked, all rows or none."""
    series.keeper(unit_id, current_who())
    if not BaseForm().validate_on_submit():
        return redirect(url_for(".old_book", unit_id=unit_id))
    try:
        count = register_import.write(unit_id, register_import.waiting(key), who=current_who())
        flash(_("Đã nhập %(n)s văn bản vào sổ đi.", n=count), "success")
    except (Refused, NotFound, Conflict) as refused:
        flash(_(refused.message or "Tệp gửi đã quá một ngày. Gửi lại.", **refused.params), "error")
        return redirect(url_for(".old_book", unit_id=unit_id))
    return _outgoing(unit_id, clock.today().year)


@blueprint.get("/mau-so-di.xlsx")
@requires("signed_in")
def template(unit_id: int):
    """Return the workbook to copy an older register into."""
    series.keeper(unit_id, current_who())
    return replies.file(register_import.template(), "mau-so-van-ban-di.xlsx", register_files.MEDIA_TYPE)


@blueprint.get(f"/<any(di, den):which>/{YEAR}.xlsx")
@requires("signed_in")
def excel(unit_id: int, which: str, year: int):
    """Return a register of a year as Excel."""
    narrowed = request.args.get("loai"), request.args.get("thang", type=whole)
    content = register_files.EXCEL[which](unit_id, year, current_who(), *narrowed)
    return replies.file(content, f"so-van-ban-{which}-{year}.xlsx", register_files.MEDIA_TYPE)


@blueprint.get(f"/<any(di, den):which>/{YEAR}.<any(pdf, docx):fmt>")
@requires("signed_in")
def book(unit_id: int, which: str, year: int, fmt: str):
    """Return a register of a year as it is printed."""
    content = register_files.book(which, unit_id, year, fmt, current_who())
    return replies.file(content, f"so-van-ban-{which}-{year}.{fmt}", replies.MEDIA_TYPES[fmt])
