"""The union year of the unit, and the private calendar that a telephone asks for."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.page import whole
from blueprints.session import current_who, requires, visitor
from extensions import clock
from forms.base import BaseForm
from services import calendar_feeds, union_year

blueprint = Blueprint("calendars", __name__)

#: How far before and after this year the calendar goes.
YEARS = 2


@blueprint.get("/lich")
@requires("signed_in")
def year():
    """Show the union year, month by month, with the unit's own deadlines."""
    today = clock.today()
    asked = request.args.get("nam", today.year, type=whole)
    chosen = asked if abs(asked - today.year) <= YEARS else today.year
    around = range(today.year - YEARS, today.year + YEARS + 1)
    shown = {"page": union_year.page(current_who(), chosen), "years": around, "today": today}
    return render_template("calendars/year.html", feed=_address(), **shown)


def _address() -> str | None:
    key = calendar_feeds.key_of(visitor().account_id)
    if key is None:
        return None
    public = str(current_app.config["PUBLIC_URL"]).rstrip("/")
    path = url_for(".feed", key=key)
    return f"{public}{path}" if public else url_for(".feed", key=key, _external=True)


@blueprint.post("/lich/dia-chi")
@requires("signed_in")
def address():
    """Make, renew or switch off the private address."""
    if BaseForm().validate_on_submit():
        account_id, off = visitor().account_id, request.form.get("do") == "off"
        calendar_feeds.switch_off(account_id) if off else calendar_feeds.renew(account_id)
        flash(_("Đã tắt lịch riêng.") if off else _("Đã tạo địa chỉ lịch riêng mới."), "success")
    return redirect(url_for(".year", _anchor="lich-rieng"))


@blueprint.get("/lich/<key>.ics")
@requires("public")
def feed(key: str):
    """Answer the calendar behind a secret address, without a session."""
    answer = Response(calendar_feeds.file(key), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="lich-cong-doan.ics"'
    return answer
