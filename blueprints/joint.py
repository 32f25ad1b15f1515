"""«Văn bản chung»: papers that two units draw up and issue together, a number in each register."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints import issue_page, replies
from blueprints.page import whole
from blueprints.session import current_who, requires
from forms.base import BaseForm
from forms.joint import AnswerForm, JointForm, MoveForm
from services import joint_issuing, joint_papers
from services.errors import CannotSign, Conflict, Refused

blueprint = Blueprint("joint", __name__, url_prefix="/van-ban-chung")

DONE = {
    "ask": _l("Đã gửi đơn vị cùng ban hành xác nhận."),
    "take_back": _l("Đã rút lại để sửa. Sửa xong thì gửi xác nhận lại."),
    "drop": _l("Đã bỏ bản soạn này."),
}


@blueprint.get("")
@requires("signed_in")
def index():
    """List the joint papers of the unit acted for."""
    return render_template("joint/index.html", rows=joint_papers.index(current_who()))


@blueprint.route("/moi", methods=["GET", "POST"])
@requires("signed_in")
def new():
    """Type a new joint paper; `?thay=` names the one that it replaces."""
    unit_id, replaces = joint_papers.unit_of(current_who()), request.args.get("thay", type=whole)
    form = JointForm(data=_before(replaces))
    form.offer(joint_papers.titles(), joint_papers.partners(unit_id), joint_papers.signers(unit_id))
    if form.validate_on_submit():
        said = {**form.given(), "once": form.once.data, "replaces_id": replaces}
        joint_id = joint_papers.start(who=current_who(), **said)
        flash(_("Đã lưu. Xem bản in rồi gửi đơn vị cùng ban hành xác nhận."), "success")
        return redirect(url_for(".show", joint_id=joint_id))
    return render_template("joint/edit.html", form=form, joint=None), 422 if form.errors else 200


def _before(replaces: int | None) -> dict[str, Any]:
    """Return what a paper said that is to be replaced."""
    if replaces is None:
        return {}
    row = joint_papers.replaced(replaces, current_who())
    return {**row.answers, "partner": str(row.partner_id), "signer": row.signer}


@blueprint.get("/<int:joint_id>")
@requires("signed_in")
def show(joint_id: int):
    """Show a joint paper: where it is, what it says, what may be done now."""
    return _page(joint_papers.view(joint_id, current_who()), None)


def _page(joint: joint_papers.Joint, answer: AnswerForm | None):
    form = answer
    if form is None and joint.can("answer"):
        form = AnswerForm(formdata=None, data={"version": joint.version})
        form.offer(joint.signers)
    shown = {"joint": joint, "form": form or BaseForm(formdata=None), "move": MoveForm(formdata=None)}
    shown["move"].version.data = joint.version
    return render_template("joint/show.html", **shown), 422 if form and form.errors else 200


def _at(joint_id: int, to: str) -> joint_papers.Joint | None:
    """Return the paper where this may be done with it now; else say why not, and None."""
    try:
        return joint_papers.view(joint_id, current_who(), move=to)
    except Conflict as refused:
        flash(_(refused.message, **refused.params), "error")
        return None


@blueprint.route("/<int:joint_id>/sua", methods=["GET", "POST"])
@requires("signed_in")
def edit(joint_id: int):
    """Change a joint paper that was not sent, or came back."""
    joint = _at(joint_id, "edit")
    if joint is None:
        return redirect(url_for(".show", joint_id=joint_id))
    form = _typed(joint)
    if form.validate_on_submit():
        try:
            joint_papers.save(joint_id, who=current_who(), version=form.version.data, **form.given())
            flash(_("Đã lưu. Xem bản in rồi gửi đơn vị cùng ban hành xác nhận."), "success")
            return redirect(url_for(".show", joint_id=joint_id))
        except (Refused, Conflict) as refused:
            form.refuse(refused.message, params=refused.params)
    return render_template("joint/edit.html", form=form, joint=joint), 422 if form.errors else 200


def _typed(joint: joint_papers.Joint) -> JointForm:
    known = {"partner": str(joint.partner_id), "signer": joint.signer, "version": joint.version}
    form = JointForm(data={**joint.answers, **known})
    form.offer(joint_papers.titles(), joint_papers.partners(joint.unit_id), joint.signers)
    return form


@blueprint.post("/<int:joint_id>/<any(ask, take_back, drop):to>")
@requires("signed_in")
def move(joint_id: int, to: str):
    """Send the paper to the other unit, take it back, or drop it."""
    joint_papers.view(joint_id, current_who(), move=to)
    form = MoveForm()
    if form.validate_on_submit():
        joint_papers.move(joint_id, to, who=current_who(), version=form.version.data)
        flash(str(DONE[to]), "success")
    return redirect(url_for(".index") if to == "drop" else url_for(".show", joint_id=joint_id))


@blueprint.post("/<int:joint_id>/tra-loi")
@requires("signed_in")
def answer(joint_id: int):
    """Agree for one's own unit, or return the paper with a reason."""
    joint, form = joint_papers.view(joint_id, current_who(), move="answer"), AnswerForm()
    form.offer(joint.signers)
    if form.validate_on_submit():
        try:
            joint_papers.answer(joint_id, who=current_who(), **form.given())
            flash(_("Đã trả lời đơn vị chủ trì."), "success")
            return redirect(url_for(".index"))
        except (Refused, CannotSign) as refused:
            at = "note" if isinstance(refused, Refused) else "signer"
            form.refuse(refused.message, at=at, params=refused.params)
    return _page(joint, form)


@blueprint.route("/<int:joint_id>/phat-hanh", methods=["GET", "POST"])
@requires("signed_in")
def issue(joint_id: int):
    """Show the agreed paper laid out; with «issue» pressed, number it in both registers."""
    return issue_page.shown(
        partial(joint_issuing.issue_page, joint_id),
        partial(joint_issuing.issue, joint_id),
        action=url_for(".issue", joint_id=joint_id),
        back=(url_for(".show", joint_id=joint_id), _("Văn bản chung")),
        said=_("Đã cấp số của cả hai đơn vị. Tệp Word và PDF đang được tạo."),
    )


@blueprint.get("/<int:joint_id>/ban-in.<any(pdf, docx):fmt>")
@requires("signed_in")
def print_file(joint_id: int, fmt: str):
    """Return the paper as it would be printed, numbers and date blank."""
    content = joint_issuing.print_file(joint_id, fmt, who=current_who())
    return replies.file(content, f"van-ban-chung-{joint_id}.{fmt}", replies.MEDIA_TYPES[fmt])
