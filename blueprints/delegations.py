"""Standing in for a unit's head: the list over time, a new delegation, the file of its paper, its early end."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from blueprints import replies
from blueprints.session import current_who, requires
from extensions import clock
from forms.base import BaseForm
from forms.delegations import DelegationForm, EndForm, HandOverForm, MandateFileForm, ScanForm
from services import delegations, handing_over, mandate_files, signed_scans
from services.errors import Refused

blueprint = Blueprint("delegations", __name__, url_prefix="/don-vi/<int:unit_id>/uy-quyen")


@blueprint.get("")
@requires("signed_in")
def index(unit_id: int):
    """Show who may sign today, and everything that was handed over, newest first."""
    return render_template("delegations/index.html", page=delegations.page(unit_id, current_who()))


@blueprint.route("/moi", methods=["GET", "POST"])
@requires("signed_in")
def new(unit_id: int):
    """Write a delegation down."""
    there = delegations.offered(unit_id, current_who())
    form = DelegationForm(today=clock.today(), data={"giver": there.head, "valid_from": clock.today()})
    form.offer(there.officers, there.kinds)
    if form.validate_on_submit():
        try:
            delegations.record(unit_id, who=current_who(), scan=_scan(form), **form.given())
            flash(_("Đã ghi việc giao ký."), "success")
            return redirect(url_for(".index", unit_id=unit_id))
        except Refused as refused:
            _tell(form, refused)
    return _page("new", form, there=there)


@blueprint.route("/<int:delegation_id>/gui-tep", methods=["GET", "POST"])
@requires("signed_in")
def send_file(unit_id: int, delegation_id: int):
    """Send the signed paper of a delegation, or a better file of it."""
    line, form = mandate_files.sending(unit_id, delegation_id, current_who()), MandateFileForm()
    if form.validate_on_submit():
        try:
            mandate_files.send(unit_id, delegation_id, _scan(form), who=current_who())
            flash(_("Đã nhận tệp văn bản giao."), "success")
            return redirect(url_for(".index", unit_id=unit_id))
        except Refused as refused:
            _tell(form, refused)
    return _page("file", form, line=line)


@blueprint.get("/<int:delegation_id>/tep")
@requires("signed_in")
def take_file(unit_id: int, delegation_id: int):
    """Download the file of a delegation's paper; who may read the list may."""
    taken = mandate_files.take(unit_id, delegation_id, who=current_who())
    return replies.file(taken.content, taken.name, taken.media_type)


@blueprint.route("/<int:delegation_id>/ket-thuc", methods=["GET", "POST"])
@requires("signed_in")
def end(unit_id: int, delegation_id: int):
    """End a delegation early."""
    line = delegations.ending(unit_id, delegation_id, current_who())
    form = EndForm(today=clock.today(), data={"on": clock.today()})
    if form.validate_on_submit():
        try:
            delegations.end(unit_id, delegation_id, who=current_who(), **form.given())
            flash(_("Đã chấm dứt việc giao."), "success")
            return redirect(url_for(".index", unit_id=unit_id))
        except Refused as refused:
            _tell(form, refused)
    shown = {"form": form, "line": line, "unit_id": unit_id}
    return render_template("delegations/end.html", **shown), 422 if form.errors else 200


@blueprint.route("/lam-thay", methods=["GET", "POST"])
@requires("signed_in")
def hand_over(unit_id: int):
    """Hand what waits for the head to somebody, from one day to another."""
    there = delegations.offered(unit_id, current_who())
    form = HandOverForm(today=clock.today(), data={"valid_from": clock.today(), "power": "decide"})
    form.offer(handing_over.receivers(there), there.procedures, there.kinds)
    if form.validate_on_submit():
        try:
            handing_over.hand_over(unit_id, who=current_who(), scan=_scan(form), **form.given())
            flash(_("Đã giao. Người nhận được báo tin và thấy việc từ ngày bắt đầu."), "success")
            return redirect(url_for(".index", unit_id=unit_id))
        except Refused as refused:
            _tell(form, refused)
    return _page("hand_over", form, there=there)


def _page(name: str, form: ScanForm, **shown):
    """Show a form with what was typed, also when it came back."""
    form.ask_again()
    return render_template(f"delegations/{name}.html", form=form, **shown), 422 if form.errors else 200


def _scan(form: ScanForm) -> signed_scans.Scan | None:
    """Keep the file that came with a form. Errors: `Refused` with the reason at its field."""
    sent = form.sent()
    return signed_scans.kept(*sent) if sent else None


def _tell(form: BaseForm, refused: Refused) -> None:
    """Show each reason at the field that it is about."""
    for field, message, params in refused.findings:
        form.refuse(message, at=field if field in form else None, params=params)
