"""Awards: the catalogue with its open rounds, a unit's own dossier, the rounds a unit leads, the decision."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.session import current_who, requires
from extensions import clock
from forms.base import BaseForm
from forms.rounds import IssueForm, RoundForm
from services import awards, rounds
from services.errors import Conflict, Forbidden, Refused

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
    form = IssueForm(today=clock.today())
    if request.form.get("do") == "issue" and form.validate_on_submit():
        try:
            sent = {"who": current_who(), **form.sent()}
            paper_id = rounds.issue_decision(matter_id, codes, **sent)
            flash(_("Đã cấp số. Tệp Word và PDF đang được tạo."), "success")
            return redirect(url_for("library.paper", paper_id=paper_id))
        except (Refused, Conflict) as refused:
            form.refuse(refused.message, params=refused.params)
    return _decision_page(matter_id, codes, form)


def _decision_page(matter_id: int, codes: list[str], form: IssueForm):
    try:
        wanted = {**form.wanted(), "queue": request.method == "POST"}
        page = rounds.decision_page(matter_id, codes, who=current_who(), **wanted)
    except (Refused, Conflict) as refused:
        flash(_(refused.message, **refused.params), "error")
        return redirect(url_for(".round", matter_id=matter_id))
    form.show(page.prepared.seen_hash, page.dated_on, page.signers, page.signer)
    shown = {"page": page, "form": form, "action": url_for(".decision", matter_id=matter_id), "codes": codes}
    back = (url_for(".round", matter_id=matter_id), _("Đợt khen thưởng"))
    return render_template("library/issue.html", back=back, **shown), 422 if form.errors else 200
