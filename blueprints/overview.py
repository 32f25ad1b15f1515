"""The overview of a union over those below, and the reminder to the chosen ones."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.page import whole
from blueprints.session import current_who, requires
from extensions import clock
from services import overview
from services.errors import Refused

blueprint = Blueprint("overview", __name__, url_prefix="/tien-do")


def _narrowed(sent: Any) -> dict[str, int | None]:
    """Return the year and the round or cycle of an address or a form."""
    return {"year": sent.get("nam", type=whole), "matter_id": sent.get("dot", type=whole)}


@blueprint.get("", defaults={"unit_id": None})
@blueprint.get("/<int:unit_id>")
@requires("signed_in")
def index(unit_id: int | None):
    """Show units × procedures × states, laggards first; what was asked for stays in the address."""
    who, args = current_who(), request.args
    asked = {**_narrowed(args), "only_owing": args.get("con-no") == "1", "text": args.get("q", "")[:100]}
    page = overview.page(unit_id or overview.unit_of(who), who, **asked)
    return render_template("overview/index.html", page=page, asked=asked, now=clock())


@blueprint.post("/<int:unit_id>/nhac")
@requires("signed_in")
def remind(unit_id: int):
    """Remind the ticked units; tell of each that was left alone why."""
    narrowed = _narrowed(request.form)
    chosen = [one for one in request.form.getlist("units", type=whole) if one]
    back = redirect(url_for(".index", unit_id=unit_id, nam=narrowed["year"], dot=narrowed["matter_id"]))
    try:
        done = overview.remind(unit_id, chosen, who=current_who(), **narrowed)
    except Refused as refused:
        flash(_(refused.message), "error")
        return back
    if done.told:
        flash(_("Đã nhắc %(n)s đơn vị: %(names)s.", n=len(done.told), names=", ".join(done.told)), "success")
    for name, message, params in done.refused:
        flash(f"{name}: {_(message, **params)}", "warning")
    return back
