"""Units: their page (names, heads of papers, officers over time), their people, a new name."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.page import whole
from blueprints.session import current_who, requires
from extensions import clock
from forms.organisation import RenameForm
from services import account_rights, organisation, unit_past, unit_records
from services.errors import Conflict, Refused

blueprint = Blueprint("organisation", __name__, url_prefix="/don-vi")


@blueprint.get("", defaults={"unit_id": None})
@blueprint.get("/<int:unit_id>")
@requires("signed_in")
def unit(unit_id: int | None):
    """Show a unit: one's own without a number in the address, otherwise one that stands below."""
    who = current_who()
    chosen = unit_id or organisation.own_unit(who)
    shown = {"page": organisation.page(chosen, who), "past": unit_past.of(chosen, who)}
    shown |= {"looks_after": account_rights.looks_after(chosen, who)}
    return render_template("organisation/unit.html", **shown, today=clock.today())


@blueprint.get("/<int:unit_id>/cay")
@requires("signed_in")
def tree(unit_id: int):
    """Show all units below one, on one page; the search stays in the address."""
    asked = request.args.get("q", "")[:100]
    page = unit_past.tree(unit_id, current_who(), text=asked)
    return render_template("organisation/tree.html", page=page, asked=asked)


@blueprint.get("/<int:unit_id>/nguoi")
@requires("signed_in")
def people(unit_id: int):
    """List the members of one's own unit; the search stays in the address."""
    asked, number = request.args.get("q", "")[:100], request.args.get("trang", 1, type=whole)
    page = unit_records.people(unit_id, current_who(), text=asked, number=number)
    return render_template("organisation/people.html", page=page, asked=asked)


@blueprint.route("/<int:unit_id>/ten-moi", methods=["GET", "POST"])
@requires("signed_in")
def rename(unit_id: int):
    """Write down a new official name from a day on."""
    now, form = unit_records.name_now(unit_id, current_who()), RenameForm(today=clock.today())
    if form.validate_on_submit():
        try:
            unit_records.rename(unit_id, who=current_who(), **form.given())
            flash(_("Đã ghi tên mới. Văn bản lấy tên đúng với ngày ký."), "success")
            return redirect(url_for(".unit", unit_id=unit_id))
        except Conflict as refused:
            form.refuse(refused.message, at="on", params=refused.params)
        except Refused as refused:
            for _field, message, params in refused.findings:
                form.refuse(message, at="on", params=params)
    return render_template("organisation/rename.html", form=form, now=now), 422 if form.errors else 200
