"""Files that go with a dossier: send one, take one away, download one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _

from blueprints import replies
from blueprints.dossiers import files_page, upload_sent
from blueprints.session import current_who, requires
from forms.base import BaseForm
from services import attachments
from services.errors import Refused

blueprint = Blueprint("attachments", __name__, url_prefix="/ho-so/<code>/tep")


def _back(code: str) -> str:
    """Return the page from which files are sent; the dossier's own where its procedure takes none."""
    part = attachments.part_of(code, who=current_who())
    return url_for("dossiers.part", code=code, part=part) if part else url_for("dossiers.show", code=code)


@blueprint.post("/")
@requires("signed_in")
def add(code: str):
    """Keep a file with the dossier and go back to the part it was sent from."""
    found, form = upload_sent(code)
    if form.validate_on_submit():
        sent = {"purpose": form.purpose.data, "subject": form.subject.data or "", "who": current_who()}
        try:
            attachments.add(code, form.file.data.read(), form.file.data.filename, **sent)
            flash(_("Đã nhận tệp."), "success")
            return redirect(_back(code))
        except Refused as refused:
            form.refuse(refused.message, at="file", params=refused.params)
    return files_page(found, form)


@blueprint.post("/<int:attachment_id>/bo")
@requires("signed_in")
def remove(code: str, attachment_id: int):
    """Take a file away from the draft."""
    back = _back(code)
    if BaseForm().validate_on_submit():
        attachments.remove(code, attachment_id, who=current_who())
        flash(_("Đã bỏ tệp khỏi hồ sơ."), "success")
    return redirect(back)


@blueprint.get("/<int:attachment_id>")
@requires("signed_in")
def take(code: str, attachment_id: int):
    """Download a file of a dossier that may be read."""
    taken = attachments.take(code, attachment_id, who=current_who())
    return replies.file(taken.content, taken.name, taken.media_type)
