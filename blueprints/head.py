"""What the head, the navigation and the foot of a page show this visitor (see `page.Shell`)."""

from __future__ import annotations

from flask import current_app, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.entrance import demo_visit, own_path
from blueprints.page import NavLink, SeatChoice, Shell, Tab, msg, url_if
from blueprints.session import Visitor, current_who, visitor
from extensions import clock
from services import access, accounts, event_points, event_tasks, inbox, units
from vietnamese.names import split

# The strip on desks and the bar under the thumb, in order: words, sign, endpoint. A page that the application
# does not have is left out; the seats that have nothing to do there do not see it.
NAVIGATION = (
    (_l("Việc của tôi"), _l("Việc"), "done", "inbox.home"),
    (_l("Hồ sơ"), _l("Hồ sơ"), "note", "inbox.dossiers"),
    (_l("Văn bản"), _l("Văn bản"), "paper", "library.papers"),
    (_l("Đơn vị"), _l("Đơn vị"), "unit", "organisation.unit"),
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
        away = request.endpoint not in ("account.sign_in", "account.first_page")
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
    }


def _letterhead(seat: access.SeatView) -> tuple[str, str | None]:
    """Return the unit acted for in the lines of its papers' head, and the name of the one above."""
    names = units.names_of({one for one in (seat.unit_id, seat.upper_id) if one}, clock.today())
    own = names[seat.unit_id]
    return own.letterhead or own.name, names[seat.upper_id].name if seat.upper_id else None


def _links(me: Visitor) -> dict[str, object]:
    blind = me.seat is None or me.seat.role in access.BLIND_ROLES  # no register opens for this seat
    hidden = {"library.papers"} if blind else set()
    known = [row for row in NAVIGATION if row[3] in current_app.view_functions and row[3] not in hidden]
    here = request.endpoint or ""
    who = current_who()
    mine = inbox.waiting_count(who) + event_tasks.waiting_count(who) + len(event_points.waiting(who))
    waiting = {"inbox.home": mine}
    nav = [NavLink(str(words), url_for(end), here == end, waiting.get(end)) for words, _s, _i, end in known]
    tabs = [
        Tab(str(short), sign, url_for(end), here == end, waiting.get(end)) for _w, short, sign, end in known
    ]
    tabs.append(Tab(_("Tôi"), "person", url_for("account.me"), here == "account.me"))
    return {
        "nav": nav,
        "tabs": tabs,
        "home_url": url_for("account.root"),
        "search_url": url_if("inbox.search") or url_if("inbox.dossiers"),
    }
