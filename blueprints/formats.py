"""«Thể thức văn bản của đơn vị»: the profile chosen, values set in it, the line KT., code and QR on papers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from blueprints.session import current_who, requires
from extensions import clock
from forms.formats import FormatForm, for_values, grouped, stored
from services import formats
from services.errors import Refused

blueprint = Blueprint("formats", __name__, url_prefix="/don-vi/<int:unit_id>/the-thuc")


@blueprint.route("", methods=["GET", "POST"])
@requires("signed_in")
def page(unit_id: int):
    """Show how the unit's papers look and what it may set; write down what it set."""
    shown = formats.page(unit_id, current_who())
    groups = grouped(shown.values, shown.styles)
    lines = [line for group in groups.values() for line in group]
    form = for_values(lines, formats.LONGEST_TEXT)(
        today=clock.today(), data={**stored(shown), "valid_from": clock.today()}
    )
    form.show(shown.profiles)
    if form.validate_on_submit() and _decided(unit_id, shown.code, form):
        return redirect(url_for(".page", unit_id=unit_id))
    status = 422 if form.errors else 200
    return render_template("organisation/format.html", page=shown, form=form, groups=groups), status


def _decided(unit_id: int, code: str, form: FormatForm) -> bool:
    try:
        formats.decide(unit_id, who=current_who(), code=code, **form.given())
    except Refused as refused:
        if refused.findings:
            form.refuse_values(refused.findings)
        else:
            form.refuse(refused.message, at="valid_from", params=refused.params)
        return False
    flash(_("Đã ghi thể thức văn bản của đơn vị. Văn bản đã ban hành giữ nguyên."), "success")
    return True
