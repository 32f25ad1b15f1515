"""A dossier to keep: one ZIP with an index page that opens offline."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, render_template
from flask_babel import gettext as _

from blueprints import reading
from blueprints.replies import attached_stream
from blueprints.session import current_who, requires
from services import dossier_archive

blueprint = Blueprint("archive", __name__, url_prefix="/ho-so")

#: The look of the index page, as a file beside it.
STYLE = "archive.css"


@blueprint.get("/<code>/ho-so.zip")
@requires("signed_in")
def dossier(code: str) -> Response:
    """Send a dossier with its papers, attachments, data and history."""
    taken = dossier_archive.pack(code, current_who())
    found = reading.read(taken.view)
    answers = [(_(page.title), reading.answers_of(found, page)) for page in found.pages]
    index = render_template("archive/index.html", pack=taken, v=taken.view, answers=answers, style=STYLE)
    style = (Path(current_app.static_folder) / STYLE).read_bytes()
    return attached_stream(
        taken.name, dossier_archive.stream(taken, [("index.html", index.encode()), (STYLE, style)])
    )
