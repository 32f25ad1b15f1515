"""Private calendars (iCalendar, RFC 5545): a secret address per account, renewed or switched off by its owner.

The address carries the row's number and a keyed hash (160 bits) of its secret, so that neither guessing nor a copy of
the database opens a calendar. The file names codes, kinds and days, never people.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, date, datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from icalendar import Calendar, Timezone
from icalendar import Event as Entry
from sqlalchemy import select

import reference
from extensions import ZONE, clock, db
from models import Account, CalendarFeed
from services import access, union_year, units
from services.errors import NotFound
from services.transaction import command

#: Letters of the hash in an address: 160 bits.
_LETTERS = 40


def _key(row: CalendarFeed) -> str:
    said = f"calendar:{row.id}:{row.secret}".encode()
    digest = hmac.new(str(current_app.secret_key).encode(), said, hashlib.sha256).hexdigest()
    return f"{row.id}-{digest[:_LETTERS]}"


def key_of(account_id: int) -> str | None:
    """Return what stands in the address of an account's calendar, None while it is switched off."""
    row = db.session.scalar(select(CalendarFeed).where(CalendarFeed.account_id == account_id))
    return _key(row) if row else None


@command
def renew(account_id: int) -> None:
    """Give an account's calendar a new address; the old one is dead at once."""
    row = db.session.scalar(select(CalendarFeed).where(CalendarFeed.account_id == account_id))
    if row is None:
        row = CalendarFeed(account_id=account_id)
        db.session.add(row)
    row.secret, row.made_at = secrets.token_hex(20), clock()


@command
def switch_off(account_id: int) -> None:
    """Take an account's calendar away; its address leads nowhere."""
    row = db.session.scalar(select(CalendarFeed).where(CalendarFeed.account_id == account_id))
    if row is not None:
        db.session.delete(row)


def _person(key: str) -> int:
    """Return whose calendar a key opens. Errors: `NotFound` for a wrong, old or switched-off one."""
    number = key.partition("-")[0]
    row = db.session.get(CalendarFeed, int(number)) if number.isdecimal() and len(number) < 10 else None
    if row is None or not hmac.compare_digest(_key(row).encode(), key.encode()):
        raise NotFound
    account = db.session.get_one(Account, row.account_id)
    if not account.active:
        raise NotFound
    return account.person_id


def file(key: str) -> bytes:
    """Return the calendar behind a key: deadlines of all the person's seats and days of the union year."""
    person_id, today = _person(key), clock.today()
    said = reference.load("desk.toml")["calendar"]
    first, last = today - timedelta(days=said["days_back"]), today + timedelta(days=said["days_ahead"])
    actor = access.actor_for(person_id, on=today)
    seats = [seat for seat in actor.every if not seat.rests]
    kinds = {units.kind_of(seat.unit_id) for seat in seats if seat.unit_id is not None}
    calendar = Calendar()
    calendar.add("prodid", "-//Trinh Ky//vi")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Trình Ký: hạn và sự kiện"))
    calendar.add("x-wr-timezone", str(ZONE))
    calendar.add_component(Timezone.from_tzinfo(ZONE, str(ZONE), first, last))
    for one in union_year.deadlines(actor, seats, first, last):
        known = f"{one.kind}-{one.code or one.matter_id}-{one.title}"
        calendar.add_component(_entry(known, one.day, one.last, _summary(one)))
    for day, text in union_year.fixed_days(kinds, first, last):
        calendar.add_component(_entry(f"year-{text}", day, None, text))
    return calendar.to_ical()


def _summary(one: union_year.Deadline) -> str:
    if one.kind == "dossier":
        return _("Hạn: %(code)s, %(title)s", code=one.code, title=one.title)
    return _("Nhiệm vụ: %(title)s", title=one.title) if one.kind == "task" else one.title


def _entry(known: str, day: date, last: date | None, summary: str) -> Entry:
    """Return an all-day entry; the same thing on the same day keeps its UID, so that telephones update it."""
    entry = Entry()
    mark = hashlib.sha256(f"{known}:{day}".encode()).hexdigest()[:32]
    entry.add("uid", f"{mark}@trinhky")
    entry.add("dtstamp", datetime.combine(day, datetime.min.time(), UTC))
    entry.add("dtstart", day)
    entry.add("dtend", (last or day) + timedelta(days=1))
    entry.add("summary", summary)
    entry.add("transp", "TRANSPARENT")
    return entry
