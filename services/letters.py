"""Mails: which notice goes at once and which waits for the morning, the digest, and never more than a few a day.

A mail takes one of the places that a person has on a day (`Letter.place`); no place, no mail: the notice waits for
the next digest. Place 0 is the digest's until the day's digests were made, the last ones are kept for what is urgent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update

import reference
from extensions import ZONE, clock, db
from models import Account, DailyHead, Letter, Notice, Office, Person, SweepMark, TellingWish, Waiting
from services import daily_head, messages, outbox, units
from services.inserting import insert_if_absent
from services.messages import Kind
from services.transaction import command
from vietnamese.dates import screen_date


@dataclass(frozen=True)
class Limits:
    """How many mails a person may get on a day, how many of them only what is urgent, and when the digest goes."""

    most: int
    urgent: int
    digest_at: time


@dataclass(frozen=True)
class Envelope:
    """A letter as it goes out. `sent_at` is set when it already went; `content` as `Letter.content`."""

    letter_id: int
    address: str
    subject: str
    content: dict[str, Any]
    created_at: datetime
    sent_at: datetime | None


def limits(on: date) -> Limits:
    """Return the limits of mail of a day."""
    rows = [row for row in reference.load("telling.toml")["limits"] if row["valid_from"] <= on]
    row = max(rows, key=lambda one: one["valid_from"])
    return Limits(row["most_a_day"], row["kept_for_urgent"], time.fromisoformat(row["digest_at"]))


def morning_is_here() -> bool:
    """Tell whether the hour of the digest has come today."""
    return clock().astimezone(ZONE).time() >= limits(clock.today()).digest_at


def digest_key(day: date) -> str:
    """Return the name under which the digests of a day are made once."""
    return f"digest:{day.isoformat()}"


def digests_are_made(day: date) -> bool:
    """Tell whether the sweep has made the digests of a day."""
    return db.session.get(SweepMark, digest_key(day)) is not None


def address_of(person_id: int) -> str | None:
    """Return the address that a person's mail goes to, None without one or with a closed account."""
    query = select(Account.email).where(Account.person_id == person_id, Account.active.is_(True))
    return db.session.scalar(query)


def post(notice: Notice, kind: Kind, *, gather: bool = False) -> None:
    """Decide how a new notice goes by mail, inside the running command, and leave the mail that goes at once."""
    if not current_app.config["MAIL_SERVER"] or address_of(notice.person_id) is None:
        return
    own = db.session.get(TellingWish, (notice.person_id, kind.key))
    wish = own.wish if own else kind.default
    if wish == "none":
        return
    notice.way = "digest"
    if wish == "now" and not (gather and not digests_are_made(clock.today())):
        _at_once(notice, kind)


def _at_once(notice: Notice, kind: Kind) -> None:
    allowed, today = limits(clock.today()), clock.today()
    last = allowed.most if kind.urgent else allowed.most - allowed.urgent
    first = 0 if digests_are_made(today) else 1
    locale = messages.locales([notice.person_id])[notice.person_id]
    content = {"locale": locale, "intro": "", "items": [_item(notice)], "foot": ""}
    for place in range(first, last):
        letter_id = _write(notice.person_id, place, "now", notice.subject, content)
        if letter_id is not None:
            notice.way, notice.letter_id = "now", letter_id
            return


def _item(notice: Notice) -> dict[str, str]:
    return {"subject": notice.subject, "body": notice.body, "link": notice.link}


def _write(person_id: int, place: int, kind: str, subject: str, content: dict[str, Any]) -> int | None:
    """Take a place of today and leave the mail for the workers; None when the place is taken."""
    said = {"kind": kind, "subject": subject, "content": content, "created_at": clock()}
    if not insert_if_absent(Letter, person_id=person_id, day=clock.today(), place=place, **said):
        return None
    taken = select(Letter.id).where(
        Letter.person_id == person_id, Letter.day == clock.today(), Letter.place == place
    )
    letter_id = db.session.scalar(taken)
    outbox.add("mail", {"letter": letter_id}, key=f"mail:{letter_id}")
    return letter_id


def waiting_people() -> list[int]:
    """Return who has something for the next digest."""
    query = select(Notice.person_id).where(
        Notice.way == "digest", Notice.letter_id.is_(None), Notice.read_at.is_(None)
    )
    return sorted(set(db.session.scalars(query)))


@command
def digest(person_id: int) -> int:
    """Make the person's digest of today out of what waits; returns how many items it has, 0 for none.

    What was read or done meanwhile is left out, and what nobody waits for any more is put among the read.
    """
    query = select(Notice).where(
        Notice.person_id == person_id,
        Notice.way == "digest",
        Notice.letter_id.is_(None),
        Notice.read_at.is_(None),
    )
    rows = list(db.session.scalars(query.order_by(Notice.id)))
    open_ones = _still_waiting(person_id, rows)
    for row in rows:
        if row not in open_ones:
            row.read_at = clock()
    if not open_ones or address_of(person_id) is None or not current_app.config["MAIL_SERVER"]:
        return 0
    subject, content = _gathered(person_id, open_ones)
    letter_id = _write(person_id, 0, "digest", subject, content)
    if letter_id is None:
        return 0
    taken = update(Notice).where(Notice.id.in_([row.id for row in open_ones]))
    db.session.execute(taken.values(letter_id=letter_id))
    return len(open_ones)


def _still_waiting(person_id: int, rows: Sequence[Notice]) -> list[Notice]:
    """Leave out what asked for something that is done: the dossier waits for the person no longer."""
    today = clock.today()
    asking = [row.dossier_id for row in rows if row.dossier_id and messages.kind_of(row.message).asks]
    offices = db.session.execute(
        select(Office.unit_id, Office.role).where(
            Office.person_id == person_id, units.valid_on(Office, today)
        )
    ).all()
    seats = {(row.unit_id, row.role) for row in offices}
    waits = db.session.scalars(select(Waiting).where(Waiting.dossier_id.in_(asking)))
    waiting = {
        row.dossier_id
        for row in waits
        if row.person_id == person_id
        or (row.person_id is None and (row.unit_id, row.role) in seats)
        and person_id not in (row.excluded or ())
    }
    over = set(asking) - waiting
    return [row for row in rows if not (row.dossier_id in over and messages.kind_of(row.message).asks)]


def _gathered(person_id: int, rows: Sequence[Notice]) -> tuple[str, dict[str, Any]]:
    """Return subject and content of a digest; one item alone lends it its own subject."""
    today, locale = clock.today(), messages.locales([person_id])[person_id]
    unit_id = db.session.scalar(
        select(Office.unit_id)
        .where(Office.person_id == person_id, units.valid_on(Office, today))
        .order_by(Office.id)
    )
    values = {
        "count": len(rows),
        "date": screen_date(today),
        "name": db.session.get_one(Person, person_id).name,
    }
    text = messages.said("digest", values, unit_id=unit_id, locale=locale)
    head = daily_head.latest()
    foot = _sealed(head, locale) if head else ""
    alone = len(rows) == 1
    intro = "" if alone else text.body
    content = {"locale": locale, "intro": intro, "items": [_item(row) for row in rows], "foot": foot}
    return (rows[0].subject if alone else text.subject), content


def _sealed(head: DailyHead, locale: str) -> str:
    """Return the line by which whoever keeps the mail can prove later what the histories were."""
    said = {"date": screen_date(head.day), "code": daily_head.printed(head.sha256)}
    with force_locale(locale):
        return _("Mã niêm phong nhật ký hết ngày %(date)s: %(code)s. Giữ thư này để sau đối chiếu.", **said)


def envelope(letter_id: int) -> Envelope | None:
    """Return a letter for sending; None when the account has lost its address or was closed meanwhile."""
    row = db.session.get(Letter, letter_id)
    address = address_of(row.person_id) if row is not None else None
    if row is None or address is None:
        return None
    return Envelope(row.id, address, row.subject, row.content, row.created_at, row.sent_at)


@command
def mark_sent(letter_id: int) -> None:
    """Note that the mail server has taken the letter."""
    unsent = update(Letter).where(Letter.id == letter_id, Letter.sent_at.is_(None))
    db.session.execute(unsent.values(sent_at=clock()))
