"""What is written down on the day of an event and after it: who was there, what was said, what became of it.

The delegates themselves are rows of `models.events`. Every row bears its author and time. Nothing that was said is
changed in place: a correction is a new row that names the one it replaces, a presence is taken back by a row of its
own, texts of the minutes are kept version by version.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line, Prose


class _Recorded:
    """Who wrote a row down, and when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class EventPresence(_Recorded, db.Model):
    """One tap: a delegate came (`in`) or left (`out`) a session at a time of that day; `undo` takes a tap back.

    `way`: from the list, by the delegate's QR, out of the log of an online meeting.
    """

    __tablename__ = "event_presence"
    __table_args__ = (
        CheckConstraint("move IN ('in', 'out', 'undo')", name="move"),
        CheckConstraint("way IN ('list', 'qr', 'log')", name="way"),
        CheckConstraint("(move = 'undo') = (undoes_id IS NOT NULL)", name="undo"),
        UniqueConstraint("undoes_id"),
        UniqueConstraint("matter_id", "once"),
        Index("ix_event_presence_matter_id_session", "matter_id", "session"),
    )
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    delegate_id: Mapped[int] = mapped_column(ForeignKey("event_delegate.id"))
    session: Mapped[str] = mapped_column(String(40))
    move: Mapped[str] = mapped_column(String(10))
    clock: Mapped[time]
    way: Mapped[str] = mapped_column(String(10))
    once: Mapped[str] = mapped_column(String(80))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("event_presence.id"))


class EventContribution(_Recorded, db.Model):
    """What somebody said or wrote; `no` is its place in the register. A correction names the row it replaces.

    `nature`: experience, proposal (a recommendation), remark, question. A row with `dropped` only takes back.
    """

    __tablename__ = "event_contribution"
    __table_args__ = (
        CheckConstraint("channel IN ('spoken', 'written', 'online')", name="channel"),
        CheckConstraint("nature IN ('experience', 'proposal', 'remark', 'question')", name="nature"),
        UniqueConstraint("replaces_id"),
        UniqueConstraint("matter_id", "once"),
        Index("ix_event_contribution_matter_id_no", "matter_id", "no"),
    )
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    no: Mapped[int]
    channel: Mapped[str] = mapped_column(String(10))
    field: Mapped[str] = mapped_column(Line(200))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    body: Mapped[str] = mapped_column(Line(200), default="")
    person: Mapped[str] = mapped_column(Line(100))
    gist: Mapped[str] = mapped_column(Prose)
    nature: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int | None]
    once: Mapped[str] = mapped_column(String(64))
    dropped: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("event_contribution.id"))


class EventNote(_Recorded, db.Model):
    """A field of the minutes as it was typed at a time; the latest row of a field is what the minutes say."""

    __tablename__ = "event_note"
    __table_args__ = (Index("ix_event_note_matter_id_place", "matter_id", "place"),)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    place: Mapped[str] = mapped_column(String(80))
    value: Mapped[Any] = mapped_column(Document)


class EventTask(_Recorded, db.Model):
    """A conclusion that is a task. `owner` is printed; the units that are to do it stand in rows of their own.

    It waits for its units from `given_at` on: when the conclusions were issued, or by hand where none are.
    """

    __tablename__ = "event_task"
    __table_args__ = (UniqueConstraint("matter_id", "no"), UniqueConstraint("matter_id", "once"))
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    no: Mapped[int]
    text: Mapped[str] = mapped_column(Prose)
    owner: Mapped[str] = mapped_column(Line(200), default="")
    product: Mapped[str] = mapped_column(Line(200), default="")
    due_on: Mapped[date | None]
    once: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime | None] = mapped_column(Instant)
    dropped_at: Mapped[datetime | None] = mapped_column(Instant)
    dropped_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class EventTaskUnit(db.Model):
    """A unit that is to do a task."""

    __tablename__ = "event_task_unit"
    __table_args__ = (Index("ix_event_task_unit_unit_id", "unit_id"),)
    task_id: Mapped[int] = mapped_column(ForeignKey("event_task.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class EventTaskReport(_Recorded, db.Model):
    """What a unit reported on a task: done on a day, or (no day) opened again by who gave it."""

    __tablename__ = "event_task_report"
    __table_args__ = (
        Index("ix_event_task_report_task_id", "task_id", "unit_id"),
        UniqueConstraint("once"),
    )
    task_id: Mapped[int] = mapped_column(ForeignKey("event_task.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Prose, default="")
    once: Mapped[str] = mapped_column(String(64))


class EventRecommendation(_Recorded, db.Model):
    """An entry of the recommendation register (KN1, KN2 …); what became of it are its moves."""

    __tablename__ = "event_recommendation"
    __table_args__ = (UniqueConstraint("matter_id", "no"), UniqueConstraint("matter_id", "once"))
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    no: Mapped[int]
    text: Mapped[str] = mapped_column(Prose)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    body: Mapped[str] = mapped_column(Line(200), default="")
    field: Mapped[str] = mapped_column(Line(200), default="")
    level: Mapped[str] = mapped_column(String(40), default="")
    addressee: Mapped[str] = mapped_column(Line(200), default="")
    received_on: Mapped[date]
    once: Mapped[str] = mapped_column(String(64))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("event_contribution.id"))


class EventRecommendationMove(_Recorded, db.Model):
    """One move of a recommendation: classified, forwarded, answered …, on a day; `paper` is number and day of a letter.

    `level` and `addressee` are set where the move says to whom it goes from now on.
    """

    __tablename__ = "event_recommendation_move"
    __table_args__ = (Index("ix_event_recommendation_move_of", "recommendation_id"), UniqueConstraint("once"))
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("event_recommendation.id"))
    move: Mapped[str] = mapped_column(String(20))
    moved_on: Mapped[date]
    text: Mapped[str] = mapped_column(Prose, default="")
    paper: Mapped[str] = mapped_column(Line(200), default="")
    signer: Mapped[str] = mapped_column(Line(100), default="")
    level: Mapped[str] = mapped_column(String(40), default="")
    addressee: Mapped[str] = mapped_column(Line(200), default="")
    once: Mapped[str] = mapped_column(String(64))


class EventScore(_Recorded, db.Model):
    """The result of a delegate's test at the end of a training, in tenths of a point; the latest row counts."""

    __tablename__ = "event_score"
    __table_args__ = (Index("ix_event_score_matter_id", "matter_id"),)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    delegate_id: Mapped[int] = mapped_column(ForeignKey("event_delegate.id"))
    tenths: Mapped[int]
