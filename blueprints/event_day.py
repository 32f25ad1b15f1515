"""The day of an event, on a phone: check-in by list, QR and log, contributions, minutes."""

from __future__ import annotations

import functools
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.event_acts import done, status_of
from blueprints.session import current_who, requires
from extensions import clock
from forms.base import BaseForm
from forms.event_day import ArrivalsForm, ContributionForm, DoorForm, LogForm, TapForm
from forms.event_minutes import minutes_form
from services import (
    event_arrivals,
    event_badges,
    event_contributions,
    event_day_pages,
    event_days,
    event_delegates,
    event_minutes,
    event_points,
    event_presences,
)

blueprint = Blueprint("event_day", __name__, url_prefix="/su-kien")

MOVES = ("in", "out", "undo")


def _told(move: str, name: str) -> str:
    """What is said after a tap."""
    if move == "undo":
        return _("%(name)s: đã bỏ lần ghi cuối.", name=name)
    return _("%(name)s: đã ghi vào.", name=name) if move == "in" else _("%(name)s: đã ghi ra.", name=name)


def _asked() -> dict[str, str]:
    """The filters of the check-in page, which stay in its address."""
    state = request.values.get("loc", "")
    return {
        "session": request.values.get("buoi", "")[:40],
        "find": request.values.get("tim", "")[:100],
        "state": state if state in event_day_pages.STATES else "all",
    }


def _address(asked: dict[str, str]) -> dict[str, str]:
    names = {"session": "buoi", "find": "tim", "state": "loc"}
    return {names[key]: value for key, value in asked.items() if value and value != "all"}


@blueprint.get("/<int:matter_id>/diem-danh")
@requires("signed_in")
def check_in(matter_id: int):
    """Show a session's list, to be searched by name; one tap in or out each."""
    return _check_in_page(matter_id, TapForm(formdata=None))


def _check_in_page(matter_id: int, form: TapForm, status: int = 200):
    asked = _asked()
    page = event_day_pages.check_in(matter_id, current_who(), **asked)
    shown_ = {"page": page, "asked": asked, "address": _address(asked), "form": form}
    return render_template("events/day/check_in.html", **shown_), status


@blueprint.post("/<int:matter_id>/diem-danh")
@requires("signed_in")
def tap(matter_id: int):
    """Record one tap: the pressed button names the move and the delegate."""
    form, day = TapForm(), event_days.day(matter_id, current_who())
    move, delegate_id = _pressed()
    said = {"session": request.form.get("buoi", ""), "move": move, "way": _way(), "at": form.at.data}
    name = done(
        form,
        lambda: event_presences.tap(day, delegate_id, who=current_who(), once=form.once.data, **said),
    )
    if not name:
        return _check_in_page(matter_id, form, 422)
    flash(_told(move, name), "success")
    return redirect(url_for(".check_in", matter_id=matter_id, **_address(_asked())))


def _pressed() -> tuple[str, int]:
    """The move and the delegate's id of the pressed button («in=17»)."""
    for move in MOVES:
        value = request.form.get(move, "")
        if value.isascii() and value.isdigit() and len(value) < 10:
            return move, int(value)
    return "in", 0


def _way() -> str:
    return "qr" if request.form.get("way") == "qr" else "list"


@blueprint.post("/<int:matter_id>/diem-danh/danh-sach")
@requires("signed_in")
def take_over(matter_id: int):
    """Let the plan's list be the check-in list."""
    if BaseForm().validate_on_submit():
        taken = event_days.take_over(matter_id, who=current_who())
        flash(_("Danh sách điểm danh có %(n)s người.", n=taken), "success")
    return redirect(url_for(".check_in", matter_id=matter_id))


@blueprint.get("/<int:matter_id>/diem-danh/<int:delegate_id>")
@requires("signed_in")
def badge(matter_id: int, delegate_id: int):
    """Show the delegate whose QR was read, with the one button that records the tap."""
    page = event_day_pages.line_of(matter_id, delegate_id, current_who(), _asked()["session"])
    return render_template("events/day/badge.html", page=page, form=TapForm(formdata=None))


@blueprint.get("/<int:matter_id>/theo-don-vi")
@requires("signed_in")
def arrivals(matter_id: int):
    """Show the delegations of a session with how many of each are there."""
    page = event_arrivals.page(matter_id, current_who(), _asked()["session"])
    return render_template("events/day/arrivals.html", page=page)


@blueprint.route("/<int:matter_id>/theo-don-vi/<int:unit_id>", methods=["GET", "POST"])
@requires("signed_in")
def arrive(matter_id: int, unit_id: int):
    """Show the people of one unit; record that all those ticked have come."""
    page, form = event_arrivals.page(matter_id, current_who(), _asked()["session"]), ArrivalsForm()
    group, at = page.group(unit_id), {"matter_id": matter_id, "buoi": page.session.key}
    back = url_for(".arrivals", **at)
    urls = _urls(back, ".arrive", unit_id=unit_id, **at)
    return _ticked(page, group, form, urls, functools.partial(event_presences.tap_many, page.desk.day))


def _urls(back: str, endpoint: str, **at: Any) -> dict[str, Any]:
    """Where the page of those who come together leads."""
    return {
        "back": back,
        "here": url_for(endpoint, **at),
        "all": url_for(endpoint, chon="het", **at),
        "point": False,
    }


def _ticked(page: Any, group: event_arrivals.Group, form: ArrivalsForm, urls: dict, tap_many: Any):
    """Show the people of a group; record that those ticked have come."""
    form.came.offer([(line.delegate.id, line.delegate.name) for line in group.rows])
    if not form.is_submitted() and request.args.get("chon") == "het":
        form.came.process_data([line.delegate.id for line in group.waiting])
    said = {"session": page.session.key, "who": current_who(), "once": form.once.data, "at": form.at.data}
    came = done(form, lambda: tap_many([int(one) for one in form.came.data], **said))
    if came is not None:
        flash(_("%(unit)s: đã ghi vào %(n)s người.", unit=_(group.name), n=int(came)), "success")
        return redirect(urls["back"])
    shown = {"page": page, "group": group, "form": form, "urls": urls}
    return render_template("events/day/arrive.html", **shown), status_of(form)


@blueprint.get("/<int:matter_id>/the-dai-bieu")
@requires("signed_in")
def badges(matter_id: int):
    """Show a sheet of badges to be printed, one QR for each delegate."""
    address = url_for(".badge", matter_id=matter_id, delegate_id=0, _external=True).removesuffix("0")
    page = event_badges.sheet(matter_id, current_who(), address)
    return render_template("events/day/badges.html", page=page)


@blueprint.route("/<int:matter_id>/dai-bieu/moi", methods=["GET", "POST"])
@requires("signed_in")
def door(matter_id: int):
    """Add somebody who stands on no list, and record that they came."""
    desk = event_day_pages.desk(matter_id, current_who())
    form = DoorForm()
    form.offer_units(desk.units)
    added = done(form, lambda: event_delegates.add_at_door(desk.day, who=current_who(), **form.added()))
    if added:
        flash(_("Đã thêm %(name)s vào danh sách.", name=form.name.data), "success")
        return redirect(url_for(".badge", matter_id=matter_id, delegate_id=added))
    return render_template("events/day/door.html", desk=desk, form=form), status_of(form)


@blueprint.route("/<int:matter_id>/nhat-ky", methods=["GET", "POST"])
@requires("signed_in")
def log(matter_id: int):
    """Take over the log of an online meeting; rows of which nobody is meant are told."""
    form, page = LogForm(), event_day_pages.check_in(matter_id, current_who(), session=_asked()["session"])
    session = page.session.key if page.session else ""
    said = {"session": session, "who": current_who(), "once": form.once.data}
    taken = done(form, lambda: event_presences.take_log(page.desk.day, _logged(form), **said))
    status = 200 if taken else status_of(form)
    return render_template("events/day/log.html", page=page, form=form, taken=taken, parent=""), status


def _logged(form: LogForm) -> list[event_presences.Logged]:
    return [event_presences.Logged(*row) for row in form.rows]


# Contributions ------------------------------------------------------------------------------------------------


@blueprint.route("/<int:matter_id>/y-kien", methods=["GET", "POST"])
@requires("signed_in")
def opinions(matter_id: int):
    """Show the register of contributions; write one more into it."""
    page, form = event_day_pages.opinions(matter_id, current_who()), ContributionForm()
    form.offer(page.desk.units, page.desk.day.fields)
    if done(form, lambda: _say(page, form)):
        flash(_("Đã ghi ý kiến của %(name)s.", name=form.person.data), "success")
        return redirect(url_for(".opinions", matter_id=matter_id, tiep="co"))
    shown = {"page": page, "form": form, "entry": None, "going_on": "tiep" in request.args}
    return render_template("events/day/opinions.html", **shown), status_of(form)


def _say(page: event_day_pages.Opinions, form: ContributionForm, replaces: int | None = None) -> int:
    said = {"once": form.once.data, "said": form.said(), "replaces": replaces}
    return event_contributions.add(page.desk.day, who=current_who(), **said)


@blueprint.route("/<int:matter_id>/y-kien/<int:row_id>", methods=["GET", "POST"])
@requires("signed_in")
def opinion(matter_id: int, row_id: int):
    """Correct a contribution: a new row takes its place, the old one is kept."""
    page, form = event_day_pages.opinions(matter_id, current_who()), ContributionForm()
    entry = page.entry(row_id)
    form.offer(page.desk.units, page.desk.day.fields)
    if not form.is_submitted():
        form.show(entry)
    elif done(form, lambda: _say(page, form, row_id)):
        flash(_("Đã sửa ý kiến số %(no)s.", no=entry.no), "success")
        return redirect(url_for(".opinions", matter_id=matter_id))
    return render_template("events/day/opinions.html", page=page, form=form, entry=entry), status_of(form)


@blueprint.post("/<int:matter_id>/y-kien/<int:row_id>/bo")
@requires("signed_in")
def drop(matter_id: int, row_id: int):
    """Take a contribution out of the register."""
    form = TapForm()
    if form.validate_on_submit():
        event_contributions.drop(matter_id, row_id, who=current_who(), once=form.once.data)
        flash(_("Đã bỏ ý kiến khỏi sổ."), "success")
    return redirect(url_for(".opinions", matter_id=matter_id))


# Minutes ------------------------------------------------------------------------------------------------------


@blueprint.route("/<int:matter_id>/bien-ban", methods=["GET", "POST"])
@requires("signed_in")
def minutes(matter_id: int):
    """Show the minutes as they grow; keep what was typed, valid or not."""
    page, status = event_day_pages.minutes(matter_id, current_who()), 200
    kind = minutes_form(page.slots, page.absent, page.decides)
    form = kind(data=page.notes, today=clock.today())
    complete = form.validate_on_submit()
    if form.is_submitted() and "csrf_token" not in form.errors:
        event_minutes.write(matter_id, form.stored(), who=current_who())
        if complete:
            flash(_("Đã lưu biên bản."), "success")
            return redirect(url_for(".minutes", matter_id=matter_id))
        page, status = event_day_pages.minutes(matter_id, current_who()), 422
    return render_template("events/day/minutes.html", page=page, form=form), status


# A connection point ------------------------------------------------------------------------------------------------


@blueprint.get("/<int:matter_id>/diem-cau")
@requires("signed_in")
def point(matter_id: int):
    """Show who keeps a connection point the people of that point; one tap in or out each."""
    return _point_page(matter_id, TapForm(formdata=None))


def _point_page(matter_id: int, form: TapForm, status: int = 200):
    asked = _asked()
    page = event_points.page(matter_id, current_who(), **asked)
    shown = {"page": page, "asked": asked, "address": _address(asked), "form": form}
    return render_template("events/day/point.html", **shown), status


@blueprint.post("/<int:matter_id>/diem-cau")
@requires("signed_in")
def tap_at_point(matter_id: int):
    """Record one tap of the keeper of a connection point."""
    form, who, (move, delegate_id) = TapForm(), current_who(), _pressed()
    event_points.kept(matter_id, who)
    said = {"session": request.form.get("buoi", ""), "move": move, "at": form.at.data, "once": form.once.data}
    name = done(form, lambda: event_points.tap(matter_id, delegate_id, who=who, **said))
    if not name:
        return _point_page(matter_id, form, 422)
    flash(_told(move, name), "success")
    return redirect(url_for(".point", matter_id=matter_id, **_address(_asked())))


@blueprint.route("/<int:matter_id>/diem-cau/ca-doan", methods=["GET", "POST"])
@requires("signed_in")
def arrive_at_point(matter_id: int):
    """Show the people of a connection point; record that all those ticked have come."""
    page = event_points.together(matter_id, current_who(), _asked()["session"])
    at = {"matter_id": matter_id, "buoi": page.session.key}
    urls = _urls(url_for(".point", **at), ".arrive_at_point", **at) | {"point": True}
    tap_many = functools.partial(event_points.tap_many, matter_id)
    return _ticked(page, page.group, ArrivalsForm(), urls, tap_many)


@blueprint.route("/<int:matter_id>/diem-cau/nhat-ky", methods=["GET", "POST"])
@requires("signed_in")
def point_log(matter_id: int):
    """Take over a list of names with hours for the people of a connection point."""
    form, page = LogForm(), event_points.page(matter_id, current_who(), session=_asked()["session"]).sheet
    session = page.session.key if page.session else ""
    said = {"session": session, "who": current_who(), "once": form.once.data}
    taken = done(form, lambda: event_points.take_log(matter_id, _logged(form), **said))
    shown = {"page": page, "form": form, "taken": taken, "parent": url_for(".point", matter_id=matter_id)}
    return render_template("events/day/log.html", **shown), 200 if taken else status_of(form)
