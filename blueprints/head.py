"""What the head, the navigation and the foot of a page show this visitor (see `page.Shell`)."""

from __future__ import annotations

from flask import current_app, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.entrance import demo_visit, own_path
from blueprints.page import NavLink, SeatChoice, Shell, Tab, msg, url_if, vi_date
from blueprints.session import Visitor, current_who, visitor
from extensions import clock
from services import access, accounts, event_points, event_tasks, inbox, notices, overview, units
from vietnamese.names import split

# The strip on desks and the bar under the thumb, in order: words, sign, endpoint. A page that the application
# does not have is left out; the seats that have nothing to do there do not see it. Without short words: on desks only.
NAVIGATION = (
    (_l("Việc của tôi"), _l("Việc"), "done", "inbox.home"),
    (_l("Hồ sơ"), _l("Hồ sơ"), "note", "inbox.dossiers"),
    (_l("Văn bản"), _l("Văn bản"), "paper", "library.papers"),
    (_l("Tiến độ"), "", "half", "overview.index"),
    (_l("Đơn vị"), _l("Đơn vị"), "unit", "organisation.unit"),
    (_l("Lịch năm"), "", "clock", "calendars.year"),
)

# Pages before the sign-in: a button that leads to it would only stand in the way there.
AT_THE_DOOR = frozenset(
    {
        *("account.sign_in", "account.first_page", "account.new_password"),
        *("ways_in.by_code", "ways_in.forgotten", "ways_in.second_step", "ways_in.by_key"),
    }
)


def shell() -> Shell:
    """Return the shell of this request; the bare one with sign-in link and language for the public."""
    me = visitor()
    demo = accounts.is_demo()
    common = {
        "demo": demo,
        "locale": str(get_locale() or "vi"),
        "language_url": url_for("account.language", next=own_path(request.full_path.rstrip("?"))),
        "clear_demo_url": url_for("account.clear_demo") if demo and demo_visit() else None,
        "guide_url": url_if("help.guide"),
    }
    if me is None:
        away = request.endpoint not in AT_THE_DOOR
        sign_in = url_for("account.sign_in") if away else None
        return Shell(**common, help_phone=current_app.config["HELP_PHONE"] or None, sign_in_url=sign_in)
    return Shell(**common, **_person(me), **_links(me))


def _person(me: Visitor) -> dict[str, object]:
    seat = me.seat
    phone = units.phone_of(seat.upper_id or seat.unit_id) if seat else ""
    own, upper = _letterhead(seat) if seat else (None, None)
    return {
        "person_id": me.person_id,
        "person_name": me.name,
        "given_name": split(me.name).given,
        "seat_title": msg(seat.title) if seat else None,
        "seat_id": seat.office_id if seat else None,
        "seats": [SeatChoice(one.office_id, msg(one.title), one.unit_name) for one in me.seats],
        "upper_name": upper,
        "unit_name": own,
        "help_name": (upper or own) if seat and phone else None,
        "help_phone": phone or current_app.config["HELP_PHONE"] or None,
        "seat_url": url_for("account.take_seat"),
        "sign_out_url": url_for("account.sign_out"),
        "keep_typed": session.permanent,
        "away_url": _away(seat) if seat else None,
        "acting": _acting(seat) if seat and seat.stand_in else None,
        "acting_url": url_for("delegations.index", unit_id=seat.unit_id) if seat and seat.stand_in else None,
    }


def _away(seat: access.SeatView) -> str | None:
    """Return where a seat hands over what waits for the head, None for seats that may not."""
    may = seat.role in access.DELEGATES and (seat.stand_in is None or seat.stand_in.kind == "acting")
    return url_for("delegations.hand_over", unit_id=seat.unit_id) if may else None


def _acting(seat: access.SeatView) -> str:
    """Return the sentence of the strip: in whose place one acts, until when, for what."""
    one = seat.stand_in
    said = {"unit": seat.unit_name, "name": one.giver, "last": vi_date(one.last)}
    if one.kind == "acting":
        first = _("Đồng chí đang là quyền chủ tịch %(unit)s", **said)
    else:
        first = _("Đồng chí đang làm thay đ/c %(name)s, Chủ tịch %(unit)s", **said)
    until = _(", đến hết %(last)s", **said) if one.last else ""
    only = _(" Chỉ: %(titles)s.", titles="; ".join(msg(title) for title in one.titles)) if one.titles else ""
    return f"{first}{until}.{only}"


def _letterhead(seat: access.SeatView) -> tuple[str, str | None]:
    """Return the unit acted for in the lines of its papers' head, and the name of the one above."""
    names = units.names_of({one for one in (seat.unit_id, seat.upper_id) if one}, clock.today())
    own = names[seat.unit_id]
    return own.letterhead or own.name, names[seat.upper_id].name if seat.upper_id else None


def _links(me: Visitor) -> dict[str, object]:
    blind = me.seat is None or me.seat.role in access.BLIND_ROLES  # no register opens for this seat
    hidden = {"library.papers"} if blind else set()
    hidden |= set() if overview.offered(current_who()) else {"overview.index"}
    known = [row for row in NAVIGATION if row[3] in current_app.view_functions and row[3] not in hidden]
    here = request.endpoint or ""
    who = current_who()
    mine = inbox.waiting_count(who) + event_tasks.waiting_count(who) + len(event_points.waiting(who))
    waiting = {"inbox.home": mine}
    nav = [NavLink(str(words), url_for(end), here == end, waiting.get(end)) for words, _s, _i, end in known]
    tabs = [
        Tab(str(short), sign, url_for(end), here == end, waiting.get(end))
        for _w, short, sign, end in known
        if short
    ]
    tabs.insert(1, Tab(_("Tìm"), "find", url_for("search.index"), here == "search.index"))
    tabs.append(Tab(_("Tôi"), "person", url_for("account.me"), here == "account.me"))
    return {
        "nav": nav,
        "tabs": tabs,
        "home_url": url_for("account.root"),
        "bell_url": url_if("telling.notices"),
        "bell_count": notices.unread_count(me.person_id),
        "search_url": url_if("search.index"),
    }
