"""Awards: the catalogue with its open rounds, a unit's own dossier, the rounds a unit leads, the decision."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints import issue_page
from blueprints.session import current_who, requires
from extensions import clock
from forms.base import BaseForm
from forms.rounds import RoundForm
from services import awards, council_charges, rounds
from services.errors import Forbidden, Refused

blueprint = Blueprint("awards", __name__, url_prefix="/khen-thuong")


@blueprint.get("/")
@requires("signed_in")
def index():
    """Show all awards: whom each is for, who decides, which rounds are open."""
    return render_template("awards/index.html", lines=rounds.index(current_who()), form=BaseForm())


@blueprint.get("/dot")
@requires("signed_in")
def led():
    """List the rounds that the unit leads."""
    return render_template("awards/led.html", lines=rounds.of_unit(current_who()))


@blueprint.route("/dot/moi", methods=["GET", "POST"])
@requires("signed_in")
def open_round():
    """Open a round for the units below."""
    form = RoundForm(today=clock.today())
    form.award.offer(awards.with_procedure())
    form.council.offer(council_charges.offered(current_who()))
    if form.validate_on_submit():
        try:
            matter_id = rounds.open_round(who=current_who(), **form.particulars())
            return redirect(url_for(".round", matter_id=matter_id))
        except (Refused, Forbidden) as refused:
            form.refuse(refused.message, params=refused.params)
    return render_template("awards/new_round.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/dot/<int:matter_id>")
@requires("signed_in")
def round(matter_id: int):
    """Show a round to the unit that decides: what came in, what can be decided."""
    return render_template("awards/round.html", page=rounds.page(matter_id, current_who()), form=BaseForm())


@blueprint.route("/dot/<int:matter_id>/quyet-dinh", methods=["GET", "POST"])
@requires("signed_in")
def decision(matter_id: int):
    """Lay the decision over the ticked dossiers out; with «issue» pressed, number and issue it."""
    codes = request.values.getlist("codes")
    return issue_page.shown(
        partial(rounds.decision_page, matter_id, codes),
        partial(rounds.issue_decision, matter_id, codes),
        action=url_for(".decision", matter_id=matter_id),
        back=(url_for(".round", matter_id=matter_id), _("Đợt khen thưởng")),
        codes=codes,
    )
