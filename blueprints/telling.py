"""Being told: the person's notices, how they wish to be told, what they got; texts and log of a unit."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.page import whole
from blueprints.session import current_who, requires, visitor
from forms.base import BaseForm
from forms.telling import MessageForm, ReadForm, WishesForm, as_data, for_kinds
from services import message_texts, notices, telling_log, wishes
from services.errors import Conflict, Refused

blueprint = Blueprint("telling", __name__)


def _page_asked() -> int:
    return request.args.get("trang", 1, type=whole)


@blueprint.get("/thong-bao", endpoint="notices")
@requires("signed_in")
def show_notices():
    """List the person's notices, the unread first."""
    page = notices.page(visitor().person_id, _page_asked())
    return render_template("telling/notices.html", page=page, form=BaseForm())


@blueprint.post("/thong-bao/mo")
@requires("signed_in")
def read():
    """Mark one notice as read and lead to what it is about; without a number all are marked."""
    form, me = ReadForm(), visitor().person_id
    if not form.validate_on_submit():
        return redirect(url_for(".notices"))
    if form.notice.data:
        return redirect(notices.opened(me, form.notice.data) or url_for(".notices"))
    notices.mark_read(me)
    flash(_("Đã đánh dấu đọc hết."), "success")
    return redirect(url_for(".notices"))


@blueprint.route("/toi/bao-tin", methods=["GET", "POST"], endpoint="wishes")
@requires("signed_in")
def choose():
    """Choose how one is told: address, number, and a way for each kind."""
    me = visitor().person_id
    page = wishes.page(me)
    kinds = [(kind.key, _(kind.title), _(kind.hint)) for kind in page.kinds]
    form = for_kinds(kinds)(data={"email": page.email, "phone": page.phone, **as_data(page.chosen)})
    if form.validate_on_submit() and _chosen(me, form):
        return redirect(url_for(".wishes"))
    return render_template("telling/wishes.html", form=form, page=page), 422 if form.errors else 200


def _chosen(person_id: int, form: WishesForm) -> bool:
    try:
        wishes.choose(person_id, form.chosen(), email=form.email.data, phone=form.phone.data)
    except Conflict as refused:
        form.refuse(refused.message, at="email", params=refused.params)
        return False
    flash(_("Đã ghi cách nhận tin của đồng chí."), "success")
    return True


@blueprint.get("/toi/nhat-ky-tin")
@requires("signed_in")
def log():
    """List what one was told, and how it went by mail."""
    page = telling_log.own(visitor().person_id, _page_asked())
    return render_template("telling/log.html", page=page, unit_id=None)


@blueprint.get("/don-vi/<int:unit_id>/nhat-ky-tin")
@requires("signed_in")
def unit_log(unit_id: int):
    """List what the people of a unit were told of, for its administrators: kinds and states."""
    page = telling_log.of_unit(unit_id, current_who(), _page_asked())
    return render_template("telling/log.html", page=page, unit_id=unit_id)


@blueprint.get("/don-vi/<int:unit_id>/loi-tin")
@requires("signed_in")
def texts(unit_id: int):
    """List the messages with their subjects, for the administrators of a unit."""
    name, lines = message_texts.lines(unit_id, current_who())
    return render_template("telling/texts.html", unit_id=unit_id, unit_name=name, lines=lines)


@blueprint.route("/don-vi/<int:unit_id>/loi-tin/<message>", methods=["GET", "POST"])
@requires("signed_in")
def text(unit_id: int, message: str):
    """Edit a message: see it with sample data first, keep it, or take the shipped words back."""
    page = message_texts.page(unit_id, message, current_who())
    form = MessageForm(data={"subject": page.text.subject, "body": page.text.body})
    preview = message_texts.preview(message, page.text.subject, page.text.body)
    if form.validate_on_submit():
        if request.form.get("do") == "save" and _written(unit_id, message, form):
            return redirect(url_for(".text", unit_id=unit_id, message=message))
        preview = _previewed(message, form)
    shown = {"form": form, "page": page, "preview": preview}
    return render_template("telling/text.html", **shown), 422 if form.errors else 200


def _previewed(message: str, form: MessageForm) -> message_texts.Text | None:
    try:
        return message_texts.preview(message, form.subject.data, form.body.data)
    except Refused as refused:
        if not form.errors:
            form.refuse(refused.message, at=refused.findings[0], params=refused.params)
        return None


def _written(unit_id: int, message: str, form: MessageForm) -> bool:
    try:
        message_texts.edit(unit_id, message, form.subject.data, form.body.data, who=current_who())
    except Refused as refused:
        form.refuse(refused.message, at=refused.findings[0], params=refused.params)
        return False
    flash(_("Đã ghi lời mới. Tin gửi từ bây giờ dùng lời này."), "success")
    return True


@blueprint.post("/don-vi/<int:unit_id>/loi-tin/<message>/lay-lai")
@requires("signed_in")
def take_back(unit_id: int, message: str):
    """Take the shipped words of a message back."""
    page = message_texts.page(unit_id, message, current_who())
    if BaseForm().validate_on_submit():
        message_texts.reset(unit_id, page.message.key, who=current_who())
        flash(_("Đã lấy lại lời có sẵn. Lời đã viết vẫn còn trong các lần sửa."), "success")
    return redirect(url_for(".text", unit_id=unit_id, message=message))
