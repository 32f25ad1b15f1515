"""One person as a unit's records show them: posts over time, and the decision that moves a member elsewhere."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from blueprints.session import current_who, requires
from extensions import clock
from forms.people import MoveForm
from services import people_moves, unit_acts
from services.errors import Conflict, Refused

blueprint = Blueprint("people", __name__, url_prefix="/don-vi/<int:unit_id>/nguoi/<int:person_id>")


@blueprint.get("")
@requires("signed_in")
def show(unit_id: int, person_id: int):
    """Show a person's offices and memberships, of today and of the past."""
    return render_template("people/show.html", page=people_moves.page(unit_id, person_id, current_who()))


@blueprint.route("/chuyen", methods=["GET", "POST"])
@requires("signed_in")
def move(unit_id: int, person_id: int):
    """Write the decision down that moves a member to another unit."""
    there, form = people_moves.moving(unit_id, person_id, current_who()), MoveForm(today=clock.today())
    form.offer(there)
    if form.validate_on_submit() and _moved(there, form):
        flash(_("Đã ghi quyết định chuyển đ/c %(name)s.", name=there.name), "success")
        return redirect(url_for(".show", unit_id=unit_id, person_id=person_id))
    return render_template("people/move.html", form=form, there=there), 422 if form.errors else 200


def _moved(there: people_moves.Moving, form: MoveForm) -> bool:
    """Tell whether the decision was written; what stands in the way is shown at its field."""
    said = {"decision": unit_acts.decided(**form.decision()), "once": form.once.data, **form.given()}
    try:
        people_moves.move(there.unit_id, there.person_id, who=current_who(), **said)
    except Refused as refused:
        for field, message, params in refused.findings:
            form.refuse(message, at=field if field in form else None, params=params)
    except Conflict as refused:
        form.refuse(refused.message, at="effective_on", params=refused.params)
    return not form.errors
