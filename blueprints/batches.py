"""Printing in bulk: certificates from a decision or a list, a job with a bar, its files."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for

from blueprints.replies import attached, attached_stream
from blueprints.session import current_who, requires
from extensions import clock
from forms.batches import ListForm, PrintForm
from services import batches
from services.errors import Refused

blueprint = Blueprint("batches", __name__, url_prefix="/in-hang-loat")


@blueprint.get("/")
@requires("signed_in")
def index():
    """List the unit's batches."""
    return render_template("batches/index.html", lines=batches.of_unit(current_who()))


@blueprint.route("/moi", methods=["GET", "POST"])
@requires("signed_in")
def new():
    """Start a batch from a list of people."""
    form = ListForm(today=clock.today())
    form.kind.offer(batches.kinds())
    if form.validate_on_submit():
        try:
            listed = batches.of_list(**form.listed())
            batch_id = batches.start(listed, who=current_who(), **form.sent())
            return redirect(url_for(".show", batch_id=batch_id))
        except Refused as refused:
            _tell(form, refused)
    return _list_page(form)


@blueprint.route("/van-ban/<int:paper_id>", methods=["GET", "POST"])
@requires("signed_in")
def of_paper(paper_id: int):
    """Show what an issued decision makes; with the button pressed, start it."""
    form, listed = PrintForm(), batches.of_paper(paper_id, current_who())
    if form.validate_on_submit():
        try:
            batch_id = batches.start(listed, who=current_who(), **form.sent())
            return redirect(url_for(".show", batch_id=batch_id))
        except Refused as refused:
            _tell(form, refused)
    status = 422 if form.errors else 200
    return render_template("batches/of_paper.html", listed=listed, form=form, paper_id=paper_id), status


@blueprint.get("/<int:batch_id>")
@requires("signed_in")
def show(batch_id: int):
    """Show how far a batch is, who was left out and why, and its files."""
    return render_template("batches/show.html", batch=batches.view(batch_id, current_who()))


@blueprint.get("/<int:batch_id>/de-in.pdf")
@requires("signed_in")
def whole(batch_id: int) -> Response:
    """Download the one PDF for the printer."""
    return attached(batches.whole(batch_id, current_who()))


@blueprint.get("/<int:batch_id>/<int:row_no>.<any(docx, pdf):fmt>")
@requires("signed_in")
def single(batch_id: int, row_no: int, fmt: str) -> Response:
    """Download the file of one person."""
    return attached(batches.single(batch_id, row_no, fmt, current_who()))


@blueprint.get("/<int:batch_id>/<any(docx, pdf):fmt>.zip")
@requires("signed_in")
def archive(batch_id: int, fmt: str) -> Response:
    """Send the files of all people as they are read from disk."""
    name, pieces = batches.archive(batch_id, fmt, current_who())
    return attached_stream(name, pieces)


@blueprint.get("/to-can-chinh.pdf")
@requires("signed_in")
def calibration() -> Response:
    """Download the sheet that is held against pre-printed stock."""
    offsets = {name: request.args.get(name, 0, type=float) for name in ("dx", "dy")}
    return attached(batches.calibration(**offsets))


def _tell(form: PrintForm, refused: Refused) -> None:
    """Show a refusal with its findings on top of the page."""
    form.refuse(refused.message, params=refused.params)
    for _path, reason in refused.findings:
        form.refuse(reason)


def _list_page(form: ListForm):
    if not form.is_submitted():
        form.propose(**batches.proposal(current_who()))
    return render_template("batches/new.html", form=form), 422 if form.errors else 200
