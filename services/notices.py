"""Telling people: a notice in the app always, and a mail as the person wishes. Mails are sent by the workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update

from extensions import clock, db
from models import Dossier, Notice
from services import letters, messages
from services.errors import NotFound
from services.transaction import command

PAGE_SIZE = 20


def tell(
    person_id: int,
    subject: str,
    body: str,
    dossier_id: int | None = None,
    *,
    kind: str = messages.OTHER,
    link: str = "",
    gather: bool = False,
    mail_as: str | None = None,
) -> int:
    """Leave a notice inside the running command; it goes by mail as the person wishes. Returns its id.

    `kind` is a kind of reference/telling.toml, or one of its messages; `link` the path of the page to open (the
    dossier's where none is told); `gather`: wait for this morning's digest where there will be one; `mail_as`: it goes
    by mail as this kind would, "" not at all, None as its own. Without a mail
    server or an address nothing is mailed. Errors: `LookupError` for an unknown kind.
    """
    notice = Notice(
        person_id=person_id,
        dossier_id=dossier_id,
        subject=subject[:200],
        body=body,
        created_at=clock(),
        message=kind,
        link=link or _page_of(dossier_id),
        way="app",
    )
    db.session.add(notice)
    db.session.flush()
    if mail_as != "":
        letters.post(notice, messages.kind_of(mail_as or kind), gather=gather)
    return notice.id


def _page_of(dossier_id: int | None) -> str:
    code = db.session.scalar(select(Dossier.code).where(Dossier.id == dossier_id)) if dossier_id else None
    return f"/ho-so/{code}" if code else ""


def unread(person_id: int, limit: int = 20) -> list[Notice]:
    """Return the newest notices that the person has not read, newest first."""
    query = select(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return list(db.session.scalars(query.order_by(Notice.created_at.desc(), Notice.id.desc()).limit(limit)))


def unread_count(person_id: int) -> int:
    """Return how many notices the person has not read."""
    return db.session.scalar(_unread(), {"person": person_id}) or 0


@cache
def _unread() -> Select[Any]:
    """How many notices a `person` has not read. Every page asks: the statement is built once."""
    mine = Notice.person_id == bindparam("person")
    return select(func.count()).where(mine, Notice.read_at.is_(None)).select_from(Notice)


@dataclass(frozen=True)
class Line:
    """A notice on its page."""

    notice_id: int
    subject: str
    body: str
    link: str
    created_at: datetime
    read: bool


@dataclass(frozen=True)
class Page:
    """One page of a person's notices, the unread first, and how many there are."""

    lines: tuple[Line, ...]
    total: int
    unread: int
    page: int
    pages: int


def page(person_id: int, number: int = 1) -> Page:
    """Return the person's notices: what is unread first, then by time, newest first."""
    own = Notice.person_id == person_id
    total = db.session.scalar(select(func.count()).select_from(Notice).where(own)) or 0
    count = max(1, -(-total // PAGE_SIZE))
    number = min(max(number, 1), count)
    query = (
        select(Notice)
        .where(own)
        .order_by(Notice.read_at.isnot(None), Notice.created_at.desc(), Notice.id.desc())
    )
    rows = db.session.scalars(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    lines = tuple(
        Line(row.id, row.subject, row.body, row.link, row.created_at, row.read_at is not None) for row in rows
    )
    return Page(lines, total, unread_count(person_id), number, count)


def settle(person_id: int, dossier_id: int) -> None:
    """Put what the person was told about a dossier among the read, inside the command by which they acted on it."""
    told = update(Notice).where(Notice.person_id == person_id, Notice.dossier_id == dossier_id)
    db.session.execute(told.where(Notice.read_at.is_(None)).values(read_at=clock()))


@command
def mark_read(person_id: int, notice_ids: list[int] | None = None) -> None:
    """Mark the person's own notices as read: those named, or all."""
    own = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    if notice_ids is not None:
        own = own.where(Notice.id.in_(notice_ids))
    db.session.execute(own.values(read_at=clock()))


@command
def opened(person_id: int, notice_id: int) -> str:
    """Mark one of the person's own notices as read; return the path that it leads to. Errors: `NotFound`."""
    own = select(Notice).where(Notice.id == notice_id, Notice.person_id == person_id)
    notice = db.session.scalar(own)
    if notice is None:
        raise NotFound
    notice.read_at = notice.read_at or clock()
    return notice.link
