"""Papers and registers: a paper's page and files, the outgoing register, issuing a dossier's paper."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints import issue_page, replies
from blueprints.page import whole
from blueprints.session import current_actor, current_who, requires, visitor
from extensions import clock
from forms.registers import RecallForm
from forms.rounds import OnceForm
from forms.verify import SignedScanForm
from services import dossier_papers, papers, recalls, verification
from services.errors import NotFound, Refused

blueprint = Blueprint("library", __name__)


@blueprint.get("/van-ban", endpoint="papers")
@requires("signed_in")
def own_register():
    """Lead to this year's register of the unit acted for."""
    seat = visitor().seat
    if seat is None:
        raise NotFound
    return redirect(url_for(".register", unit_id=seat.unit_id, year=clock.today().year))


@blueprint.get("/so-di/<int:unit_id>/<int(min=1900, max=2999):year>")
@requires("signed_in")
def register(unit_id: int, year: int):
    """Show a unit's outgoing register of a year; it prints as the book."""
    kind, month = request.args.get("loai"), request.args.get("thang", type=whole)
    page = papers.register_page(unit_id, year, current_actor(), kind=kind, month=month)
    return render_template("library/register.html", page=page, kind=kind, month=month)


@blueprint.get("/van-ban/<int:paper_id>")
@requires("signed_in")
def paper(paper_id: int):
    """Show a paper: where it stands, its files and hashes, what it belongs to."""
    return _paper_page(paper_id, SignedScanForm())


def _paper_page(paper_id: int, form: SignedScanForm):
    shown = papers.paper(paper_id, current_actor())
    scan_form = form if verification.may_add_scan(paper_id, who=current_who()) else None
    return render_template("library/paper.html", paper=shown, form=form, scan_form=scan_form), form.status


@blueprint.post("/van-ban/<int:paper_id>/ban-ky")
@requires("signed_in")
def sign(paper_id: int):
    """Put the scan of the signed paper beside its source; from then on it is the official file."""
    form = SignedScanForm()
    if form.validate_on_submit():
        try:
            verification.add_scan(paper_id, form.file.data.read(), who=current_who())
            flash(_("Đã nhận bản đã ký. Bản này là bản chính thức."), "success")
            return redirect(url_for(".paper", paper_id=paper_id))
        except Refused as refused:
            form.refuse(refused.message, at="file", params=refused.params)
    return _paper_page(paper_id, form)


@blueprint.route("/van-ban/<int:paper_id>/thu-hoi", methods=["GET", "POST"])
@requires("signed_in")
def recall(paper_id: int):
    """Recall a paper that was issued: it stays in the register with its reason."""
    shown, form = recalls.asked(paper_id, who=current_who()), RecallForm()
    if form.validate_on_submit():
        said = {"reason": form.reason.data, "notice": form.notice.data or ""}
        recalls.recall(paper_id, who=current_who(), **said)
        flash(_("Đã thu hồi văn bản. Sổ văn bản ghi lý do; số này không cấp lại."), "success")
        return redirect(url_for(".paper", paper_id=paper_id))
    return render_template("library/recall.html", paper=shown, form=form), 422 if form.errors else 200


@blueprint.get("/van-ban/<int:paper_id>/ban-ky/<int:no>")
@requires("signed_in")
def scan(paper_id: int, no: int) -> Response:
    """Download a signed scan of a paper that may be read."""
    content, name, media_type = verification.scan_file(paper_id, no, who=current_who())
    return replies.file(content, name, media_type)


@blueprint.get("/van-ban/<int:paper_id>/<int:part_no>.<any(docx, pdf):fmt>")
@requires("signed_in")
def download(paper_id: int, part_no: int, fmt: str) -> Response:
    """Download a file of a paper; its bytes are checked against the hash first."""
    taken = papers.download(paper_id, part_no, fmt, current_actor())
    response = make_response(taken.content)
    response.headers["Content-Type"] = taken.media_type
    response.headers["Content-Disposition"] = taken.disposition
    return response


@blueprint.route("/ho-so/<code>/van-ban/<kind>", methods=["GET", "POST"])
@requires("signed_in")
def issue(code: str, kind: str):
    """Show a dossier's paper laid out; with «issue» pressed, number and issue it."""
    return issue_page.shown(
        partial(dossier_papers.issue_page, code, kind),
        partial(dossier_papers.issue, code, kind),
        action=url_for(".issue", code=code, kind=kind),
        back=(url_for("dossiers.show", code=code), _("Hồ sơ %(code)s", code=code)),
    )


@blueprint.post("/ho-so/<code>/van-ban/<kind>/giu")
@requires("signed_in")
def keep(code: str, kind: str):
    """Let an earlier paper in which nothing has changed stand for the present revision."""
    form = OnceForm()
    if form.validate_on_submit():
        dossier_papers.keep(code, kind, who=current_who(), once=form.once.data)
        flash(_("Đã giữ văn bản cũ cho lần trình này."), "success")
    return redirect(url_for("dossiers.show", code=code))


@blueprint.get("/ban-chuan-bi/<seen_hash>/<int:part_no>.<any(docx, pdf):fmt>")
@requires("signed_in")
def prepared(seen_hash: str, part_no: int, fmt: str) -> Response:
    """Return a file of a laid-out draft: who knows its hash was shown it."""
    response = make_response(dossier_papers.prepared_file(seen_hash, part_no, fmt))
    response.headers["Content-Type"] = dossier_papers.media_type(fmt)
    response.headers["Content-Disposition"] = f"attachment; filename=ban-in-{part_no}.{fmt}"
    return response


@blueprint.get("/to-giay.css")
@requires("always")
def sheet_css() -> Response:
    """Return the stylesheet of preview sheets, made from the format profile."""
    response = make_response(dossier_papers.sheet_css(request.args.get("the-thuc", "")[:40]))
    response.headers["Content-Type"] = "text/css; charset=utf-8"
    return response
