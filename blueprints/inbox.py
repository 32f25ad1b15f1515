"""The first page (what waits for me), all dossiers, what was handled, notices."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.page import whole
from blueprints.session import current_who, requires, visitor
from extensions import clock
from forms.base import BaseForm
from services import (
    delegation_lines,
    event_points,
    event_tasks,
    events,
    inbox,
    matters,
    notices,
    other_seats,
    review_cycles,
    rounds,
)
from services.errors import NotFound
from vietnamese.dates import screen_date, weekday

blueprint = Blueprint("inbox", __name__)


@blueprint.record
def _globals(state) -> None:
    """What the first page says about today."""
    state.app.jinja_env.globals["today_words"] = today_words


def today_words() -> str:
    """Return «Thứ Bảy, 21/11/2026»."""
    today = clock.today()
    day = _(weekday(today))
    return f"{day[:1].upper()}{day[1:]}, {screen_date(today)}"


#: Address of a group of the first page → its name in the service, its heading.
GROUPS = {
    "tra-lai": ("returned", _l("Trả lại tôi")),
    "cho-xu-ly": ("waiting", _l("Chờ xử lý")),
    "dang-lam": ("drafts", _l("Đang làm dở")),
    "theo-doi": ("following", _l("Theo dõi: đã gửi, ai đang giữ")),
}

STATUSES = ("draft", "in_review", "returned", "approved", "rejected", "withdrawn")


@blueprint.get("/viec")
@requires("signed_in")
def home():
    """Show what waits for the seat acted in."""
    who = current_who()
    shown = {"inbox": inbox.home(who), "notices": inbox.notices(who), "form": BaseForm()}
    shown |= {"tasks": event_tasks.waiting(who), "points": event_points.waiting(who)}
    shown |= {"matters": matters.open_to(who), "led": rounds.of_unit(who), "plans": events.may_open(who)}
    shown |= {"others": other_seats.waiting(who, visitor().seats)}
    return render_template("inbox/home.html", cycles=review_cycles.of_unit(who), **shown)


@blueprint.get("/viec/<group>")
@requires("signed_in")
def group(group: str):
    """Show one group of the first page whole, page by page; the filters stay in the address."""
    if group not in GROUPS:
        raise NotFound
    name, title = GROUPS[group]
    asked = {"text": request.args.get("q", "")[:100], "procedure": request.args.get("loai", "")[:60]}
    found = inbox.group(current_who(), name, page=request.args.get("trang", 1, type=whole), **asked)
    shown = {"found": found, "asked": asked, "slug": group, "name": name, "title": title}
    shown["others"] = other_seats.waiting(current_who(), visitor().seats) if name == "waiting" else ()
    return render_template("inbox/group.html", procedures=delegation_lines.procedure_titles(), **shown)


@blueprint.get("/ho-so")
@requires("signed_in")
def dossiers():
    """List all dossiers that may be read; the filters stay in the address."""
    asked = {"text": request.args.get("q", "")[:100], "status": request.args.get("trang-thai", "")}
    asked["status"] = asked["status"] if asked["status"] in STATUSES else ""
    year, page = request.args.get("nam", type=whole), request.args.get("trang", 1, type=whole)
    found = inbox.dossiers(current_who(), year=year, page=page, **asked)
    return render_template("inbox/dossiers.html", found=found, asked=asked | {"year": year}, **_filters())


def _filters() -> dict:
    return {"statuses": STATUSES, "years": inbox.years(current_who())}


@blueprint.get("/da-xu-ly")
@requires("signed_in")
def handled():
    """List the dossiers in which the person has acted."""
    found = inbox.handled(current_who(), request.args.get("trang", 1, type=whole))
    return render_template("inbox/handled.html", found=found)


@blueprint.post("/thong-bao/da-doc")
@requires("signed_in")
def read_notices():
    """Mark all notices of the person as read."""
    if BaseForm().validate_on_submit():
        notices.mark_read(visitor().person_id)
    return redirect(url_for(".home"))
