"""Telling people: mails and what each holds, what each person wishes, edited texts, what was done once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line, Prose


class Letter(db.Model):
    """One mail to one person: a notice that goes at once, or the day's digest.

    `place` is one of the few that a person has on a day (0: the digest's): no two letters share one, so that nobody
    gets more mails than places. `content` is what the mail says, frozen: {locale, intro, items, foot}.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("person_id", "day", "place"),
        CheckConstraint("kind IN ('now', 'digest')", name="kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(Line(200))
    content: Mapped[Any] = mapped_column(Document)
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


class TellingWish(db.Model):
    """How a person wants to hear of one kind of notice by mail; no row: as the kind says."""

    __tablename__ = "telling_wish"
    __table_args__ = (CheckConstraint("wish IN ('now', 'digest', 'none')", name="wish"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    wish: Mapped[str] = mapped_column(String(10))


class MessageText(db.Model):
    """A version of a message's text for a unit and those below it; the newest counts, without words the shipped one."""

    __tablename__ = "message_text"
    __table_args__ = (Index("ix_message_text_unit_id_message", "unit_id", "message"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    message: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str | None] = mapped_column(Line(200))
    body: Mapped[str | None] = mapped_column(Prose)
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class SweepMark(db.Model):
    """Something that the sweep does once, by name: a reminder of a step, the digests of a day."""

    __tablename__ = "sweep_mark"
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)


class DailyHead(db.Model):
    """One hash over all histories as they stood at the end of a day; it is printed in the digests."""

    __tablename__ = "daily_head"
    day: Mapped[date] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class Contact(db.Model):
    """The telephone number by which colleagues reach a person; signing in does not depend on it."""

    __tablename__ = "contact"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    phone: Mapped[str] = mapped_column(String(20), default="")
