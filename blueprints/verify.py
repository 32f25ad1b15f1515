"""The public page of issued papers: what a code stands for, and whether a file is the one that was issued.

No sign-in and no script; what is shown is decided in `services/verification.py`. Search engines stay out.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from blueprints.session import requires
from extensions import limiter
from forms.verify import CompareForm
from services import verification
from services.errors import NotFound

blueprint = Blueprint("verify", __name__, url_prefix="/xac-minh")


def _rate() -> str:
    return str(current_app.config["VERIFY_RATE"])


@blueprint.after_request
def _unlisted(response: Any) -> Any:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.get("")
@requires("public")
@limiter.limit(_rate)
def index() -> Any:
    """Ask for a code; lead to the page of the one that was typed."""
    typed = request.args.get("ma", "").strip()[:60].replace("/", "-")
    if typed:
        return redirect(url_for(".paper", mark=verification.tidied(typed)))
    return render_template("verify/index.html", asked="", known=None)


@blueprint.route("/<mark>", methods=["GET", "POST"])
@requires("public")
@limiter.limit(_rate)
def paper(mark: str) -> Any:
    """Show what the public may know of a paper; compare a sent file with those that were issued."""
    form = CompareForm()
    try:
        known = verification.look_up(mark)
    except NotFound:
        return render_template("verify/index.html", asked=mark[:60], known=None), 404
    compared = form.validate_on_submit()
    match = verification.matching(known, form.file.data.stream) if compared else None
    shown = {"known": known, "asked": "", "form": form, "compared": compared, "match": match}
    return render_template("verify/paper.html", **shown), form.status
