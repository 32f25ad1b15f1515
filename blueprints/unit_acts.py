"""Acts about units: what has been decided, a new act with its check page, taking one back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.session import current_who, requires
from extensions import clock
from forms.unit_acts import DecisionForm, UndoForm, form_for
from services import unit_act_pages, unit_acts
from services.errors import Conflict, Refused

blueprint = Blueprint("unit_acts", __name__, url_prefix="/don-vi/<int:unit_id>/quyet-dinh")

#: Fields of the page that the check page does not repeat.
NOT_REPEATED = frozenset({"csrf_token", "do"})


@blueprint.get("")
@requires("signed_in")
def index(unit_id: int):
    """List what has been decided about a unit, and the acts that may be written down."""
    page = unit_act_pages.page(unit_id, current_who())
    return render_template("unit_acts/index.html", page=page, titles=unit_act_pages.TITLES)


@blueprint.route("/<deed>", methods=["GET", "POST"])
@requires("signed_in")
def act(unit_id: int, deed: str):
    """Write an act down: the form, the page that tells what will change, then the record."""
    ground = unit_act_pages.ground(unit_id, deed, current_who())
    form = form_for(deed, ground, today=clock.today())
    if request.form.get("do") == "edit" or not form.validate_on_submit():
        return _form(form, deed, ground)
    try:
        return _go_on(unit_id, deed, form, ground)
    except Refused as refused:
        for field, message, params in refused.findings:
            form.refuse(message, at=field if field in form else None, params=params)
    except Conflict as refused:
        form.refuse(refused.message, at="effective_on", params=refused.params)
    return _form(form, deed, ground)


def _form(form: DecisionForm, deed: str, ground: unit_act_pages.Ground):
    shown = {"form": form, "ground": ground, "title": _(unit_act_pages.TITLES[deed]), "deed": deed}
    return render_template("unit_acts/act.html", **shown), 422 if form.errors or form.form_errors else 200


def _go_on(unit_id: int, deed: str, form: DecisionForm, ground: unit_act_pages.Ground):
    """Show the check page, or record and go back to the list."""
    asked = {"who": current_who(), "decision": unit_acts.decided(**form.decision()), "given": form.given()}
    if request.form.get("do") == "write":
        unit_acts.record(unit_id, deed, once=form.once.data, **asked)
        flash(_("Đã ghi quyết định."), "success")
        return redirect(url_for(".index", unit_id=unit_id))
    said = unit_acts.check(unit_id, deed, **asked)
    typed = [one for one in request.form.items(multi=True) if one[0] not in NOT_REPEATED]
    shown = {
        "said": said,
        "typed": typed,
        "ground": ground,
        "title": _(unit_act_pages.TITLES[deed]),
        "form": form,
    }
    return render_template("unit_acts/check.html", **shown)


@blueprint.route("/<int:act_id>/rut", methods=["GET", "POST"])
@requires("signed_in")
def undo(unit_id: int, act_id: int):
    """Take an act back, with a reason."""
    line, form = unit_act_pages.undoing(unit_id, act_id, current_who()), UndoForm()
    if form.validate_on_submit():
        try:
            unit_acts.undo(unit_id, act_id, who=current_who(), why=form.why.data)
            flash(_("Đã rút quyết định."), "success")
            return redirect(url_for(".index", unit_id=unit_id))
        except Conflict as refused:
            form.refuse(refused.message, at="why", params=refused.params)
    shown = {"form": form, "line": line, "unit_id": unit_id, "titles": unit_act_pages.TITLES}
    return render_template("unit_acts/undo.html", **shown), 422 if form.errors else 200
