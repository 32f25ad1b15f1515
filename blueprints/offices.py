"""Officers of a unit over time, and people who are new to its records."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.session import current_who, requires
from extensions import clock
from forms.base import BaseForm
from forms.offices import AppointForm, EndForm, PersonForm, TermForm
from services import offices
from services.errors import Refused

blueprint = Blueprint("offices", __name__, url_prefix="/don-vi/<int:unit_id>/can-bo")


@blueprint.get("")
@requires("signed_in")
def index(unit_id: int):
    """List the officers of a unit, those of the past as well."""
    return render_template("offices/index.html", page=offices.page(unit_id, current_who()))


@blueprint.route("/moi", methods=["GET", "POST"])
@requires("signed_in")
def appoint(unit_id: int):
    """Find a person, give them an office."""
    asked = request.values.get("q", "")[:100]
    there, form = offices.offered(unit_id, current_who(), asked), AppointForm(today=clock.today())
    form.offer(there)
    if form.validate_on_submit():
        try:
            offices.appoint(unit_id, who=current_who(), **form.given())
            flash(_("Đã ghi chức vụ."), "success")
            return redirect(url_for(".index", unit_id=unit_id))
        except Refused as refused:
            _tell(form, refused)
    shown = {"form": form, "there": there, "asked": asked}
    return render_template("offices/appoint.html", **shown), 422 if form.errors else 200


@blueprint.route("/<int:office_id>/ket-thuc", methods=["GET", "POST"])
@requires("signed_in")
def end(unit_id: int, office_id: int):
    """End an office with a day."""
    line, form = offices.ending(unit_id, office_id, current_who()), EndForm(today=clock.today())
    if form.validate_on_submit():
        try:
            offices.end(unit_id, office_id, who=current_who(), **form.given())
            flash(_("Đã ghi ngày kết thúc chức vụ."), "success")
            return redirect(url_for(".index", unit_id=unit_id))
        except Refused as refused:
            _tell(form, refused)
    shown = {"form": form, "line": line, "unit_id": unit_id}
    return render_template("offices/end.html", **shown), 422 if form.errors else 200


@blueprint.route("/nhiem-ky", methods=["GET", "POST"])
@requires("signed_in")
def elect(unit_id: int):
    """Begin a new term."""
    page, form = offices.electing(unit_id, current_who()), TermForm(today=clock.today())
    form.offer(page.now)
    if form.validate_on_submit():
        try:
            on, off = offices.elect(unit_id, who=current_who(), **form.given())
            flash(
                _("Nhiệm kỳ mới: %(on)s chức vụ tiếp tục, %(off)s chức vụ kết thúc.", on=on, off=off),
                "success",
            )
            return redirect(url_for(".index", unit_id=unit_id))
        except Refused as refused:
            _tell(form, refused)
    return render_template("offices/elect.html", form=form, page=page), 422 if form.errors else 200


@blueprint.route("/nguoi-moi", methods=["GET", "POST"])
@requires("signed_in")
def add_person(unit_id: int):
    """Write somebody new down, then offer them an office."""
    (name, groups), form = offices.joining(unit_id, current_who()), PersonForm(today=clock.today())
    form.group.offer(groups)
    if form.validate_on_submit():
        try:
            offices.add_person(unit_id, who=current_who(), **form.given())
            flash(_("Đã thêm đ/c %(name)s vào đơn vị.", name=form.name.data), "success")
            return redirect(url_for(".appoint", unit_id=unit_id, q=form.name.data))
        except Refused as refused:
            _tell(form, refused)
    shown = {"form": form, "unit_id": unit_id, "unit_name": name}
    return render_template("offices/person.html", **shown), 422 if form.errors else 200


def _tell(form: BaseForm, refused: Refused) -> None:
    """Show each reason at the field that it is about."""
    for field, message, params in refused.findings:
        form.refuse(message, at=field, params=params)
