"""«Kiểm tra thể thức»: a PDF or Word file of anybody is measured against the format rules, and nothing is kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, render_template

from blueprints.session import requires
from extensions import limiter
from forms.verify import PaperFileForm
from services import checking
from services.errors import Busy, Refused

blueprint = Blueprint("checking", __name__)


def _rate() -> str:
    return str(current_app.config["CHECK_RATE"])


@blueprint.route("/kiem-tra-the-thuc", methods=["GET", "POST"])
@requires("signed_in")
@limiter.limit(_rate, methods=["POST"])
def page() -> Any:
    """Ask for a file; show the faults that were found in it."""
    form, found = PaperFileForm(), None
    if form.validate_on_submit():
        try:
            found = checking.examine(form.file.data.read())
        except (Refused, Busy) as refused:
            form.refuse(refused.message, at="file", params=refused.params)
    name = (form.file.data.filename or "")[:120] if form.file.data else ""
    return render_template("checking/page.html", form=form, found=found, name=name), form.status
