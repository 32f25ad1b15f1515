"""The texts of messages as an administrator edits them for a unit and those below it: seen first, kept by version.

A text may use the names of its message and nothing else; it is filled by `messages.fill`, which runs no code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from extensions import clock, db
from models import MessageText, Person
from services import messages, organisation, units
from services.errors import Forbidden, NotFound, Refused
from services.messages import Message, Text
from services.transaction import command
from services.who import Who

LONGEST_SUBJECT, LONGEST_BODY = 200, 2000

#: A beginning of a name that is not one: «%(code)», «%code», «% (code)s».
_BROKEN = re.compile(r"%\s?\(\w*\)?\w?|%[A-Za-z_]\w*")


@dataclass(frozen=True)
class Line:
    """A message on the list: `at` and `by` where the unit has edited it."""

    key: str
    title: str
    subject: str
    at: datetime | None
    by: str


@dataclass(frozen=True)
class Version:
    """A text that the unit had; without a subject the shipped one was taken back."""

    subject: str | None
    body: str | None
    at: datetime
    by: str


@dataclass(frozen=True)
class EditPage:
    """A message with the text in use, the shipped one, what its names stand for, its versions (newest first)."""

    unit_id: int
    unit_name: str
    message: Message
    text: Text
    shipped: Text
    own: bool
    names: tuple[tuple[str, str, str], ...]
    versions: tuple[Version, ...]


def may(unit_id: int, who: Who) -> None:
    """Let the administrators of a unit pass. Errors: `NotFound` (may not be read), `Forbidden`."""
    _unit, actor, lineage = organisation.readable(unit_id, who)
    if not organisation.keeps(actor, lineage):
        raise Forbidden("Phần này do người quản trị của đơn vị làm.")


def _rows(unit_id: int) -> list[tuple[MessageText, str]]:
    query = (
        select(MessageText, Person.name)
        .join(Person, Person.id == MessageText.person_id)
        .where(MessageText.unit_id == unit_id)
        .order_by(MessageText.id.desc())
    )
    return [(row, name) for row, name in db.session.execute(query)]


def lines(unit_id: int, who: Who) -> tuple[str, list[Line]]:
    """Return the unit's short name and its messages. Errors: `NotFound`, `Forbidden`."""
    may(unit_id, who)
    newest: dict[str, tuple[MessageText, str]] = {}
    for row, name in _rows(unit_id):
        newest.setdefault(row.message, (row, name))
    found = []
    for key, message in messages.catalogue().items():
        row, name = newest.get(key, (None, ""))
        edited = row is not None and row.subject is not None
        subject = messages.text_of(key, unit_id).subject
        found.append(Line(key, message.title, subject, row.at if edited else None, name if edited else ""))
    return units.short_name_of(unit_id, clock.today()), found


def page(unit_id: int, key: str, who: Who) -> EditPage:
    """Return the page of one message. Errors: `NotFound`, `Forbidden`."""
    may(unit_id, who)
    message = messages.catalogue().get(key)
    if message is None:
        raise NotFound
    versions = tuple(
        Version(row.subject, row.body, row.at, name) for row, name in _rows(unit_id) if row.message == key
    )
    about = messages.names()
    return EditPage(
        unit_id=unit_id,
        unit_name=units.short_name_of(unit_id, clock.today()),
        message=message,
        text=messages.text_of(key, unit_id),
        shipped=messages.shipped(key),
        own=bool(versions) and versions[0].subject is not None,
        names=tuple((name, _(about[name][0]), _(about[name][1])) for name in message.names),
        versions=versions,
    )


def preview(key: str, subject: str, body: str) -> Text:
    """Return a text filled with sample data. Errors: `NotFound`, `Refused` (see `check`)."""
    check(key, subject, body)
    values = {name: _(sample) for name, (_about, sample) in messages.names().items()}
    filled = messages.fill(body.replace("\r\n", "\n"), values)
    return Text(" ".join(messages.fill(subject, values).split()), filled)


def check(key: str, subject: str, body: str) -> None:
    """Refuse a text with a name that the message does not have, one that is not closed, or no words at all.

    Errors: `NotFound`, `Refused` (its findings name the field).
    """
    message = messages.catalogue().get(key)
    if message is None:
        raise NotFound
    for field, text, longest in (("subject", subject, LONGEST_SUBJECT), ("body", body, LONGEST_BODY)):
        _checked(message, field, text, longest)


def _checked(message: Message, field: str, text: str, longest: int) -> None:
    if not text.strip():
        raise Refused("Nhập nội dung, hoặc lấy lại lời có sẵn.", [field])
    if len(text) > longest:
        raise Refused("Lời này dài %(size)s chữ, tối đa %(most)s chữ.", [field], size=len(text), most=longest)
    for name in messages.NAME.findall(text):
        if name not in message.names:
            raise Refused(
                "“%(name)s” không có trong tin này. Chỉ dùng các chữ ghi ở bảng bên.",
                [field],
                name=f"%({name})s",
            )
    broken = _BROKEN.search(messages.NAME.sub("", text))
    if broken:
        raise Refused(
            "“%(name)s” viết chưa đủ. Viết đúng như trong bảng, ví dụ %%(code)s.", [field], name=broken[0]
        )


@command
def edit(unit_id: int, key: str, subject: str, body: str, *, who: Who) -> None:
    """Write a new version of a message for the unit. Errors: `NotFound`, `Forbidden`, `Refused`."""
    may(unit_id, who)
    check(key, subject, body)
    _add(unit_id, key, subject, body, who)


@command
def reset(unit_id: int, key: str, *, who: Who) -> None:
    """Take the shipped text back; what was written stays among the versions. Errors: `NotFound`, `Forbidden`."""
    may(unit_id, who)
    if key not in messages.catalogue():
        raise NotFound
    newest = next((row for row, _name in _rows(unit_id) if row.message == key), None)
    if newest is not None and newest.subject is not None:
        _add(unit_id, key, None, None, who)


def _add(unit_id: int, key: str, subject: str | None, body: str | None, who: Who) -> None:
    said = {"message": key, "subject": subject, "body": body, "at": clock(), "person_id": who.person_id}
    db.session.add(MessageText(unit_id=unit_id, **said))
