"""Telling people: a notice in the app, and a mail for those who have an address. Sent by the workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select, update

from extensions import clock, db
from models import Account, Notice
from services import outbox
from services.transaction import command


@dataclass(frozen=True)
class Letter:
    """A notice as it goes out by mail. `sent_at` is set when it already went."""

    notice_id: int
    address: str
    subject: str
    body: str
    created_at: datetime
    sent_at: datetime | None


def tell(person_id: int, subject: str, body: str, dossier_id: int | None = None) -> int:
    """Leave a notice inside the running command; a mail job follows where the account has an address.

    Without a mail server in the settings no mail is queued: the notice stands in the app. Returns its id.
    """
    notice = Notice(
        person_id=person_id, dossier_id=dossier_id, subject=subject[:200], body=body, created_at=clock()
    )
    db.session.add(notice)
    db.session.flush()
    if current_app.config["MAIL_SERVER"] and _address(person_id) is not None:
        outbox.add("mail", {"notice": notice.id}, key=f"mail:{notice.id}")
    return notice.id


def _address(person_id: int) -> str | None:
    query = select(Account.email).where(Account.person_id == person_id, Account.active.is_(True))
    return db.session.scalar(query)


def letter(notice_id: int) -> Letter | None:
    """Return a notice as a letter; None when the account has lost its address or was closed meanwhile."""
    notice = db.session.get(Notice, notice_id)
    address = _address(notice.person_id) if notice is not None else None
    if address is None:
        return None
    return Letter(notice.id, address, notice.subject, notice.body, notice.created_at, notice.sent_at)


@command
def mark_sent(notice_id: int) -> None:
    """Note that the mail server has taken the letter."""
    untold = update(Notice).where(Notice.id == notice_id, Notice.sent_at.is_(None))
    db.session.execute(untold.values(sent_at=clock()))


def unread(person_id: int, limit: int = 20) -> list[Notice]:
    """Return the newest notices that the person has not read, newest first."""
    query = select(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return list(db.session.scalars(query.order_by(Notice.created_at.desc(), Notice.id.desc()).limit(limit)))


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
