"""Acts that change the union tree: what was decided, what was written because of it; reminders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from extensions import db
from models.types import Document, Instant, Line, Prose


class UnitAct(db.Model):
    """One decision about units, as recorded: its number, its days, who wrote it down, what it changed.

    `effective_on` is the first day on which it counts (the earliest, where units follow on different days).
    `changes` is the journal of rows: [{"table", "id", "set": {column: [old, new]}}], a row that was made has
    {"made": {…}} instead; a correcting act reads it backwards. `said` are the sentences of the check page, as
    [message id, params], so that the record tells what the person saw. `undone_…` belong to the correcting act.
    """

    __tablename__ = "unit_act"
    __table_args__ = (
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone"),
        Index("ix_unit_act_effective_on", "effective_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    decision_no: Mapped[str] = mapped_column(Line(60))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(Line(200), default="")
    effective_on: Mapped[date]
    changes: Mapped[Any] = mapped_column(Document)
    said: Mapped[Any] = mapped_column(Document)
    once: Mapped[str] = mapped_column(String(64), unique=True)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_why: Mapped[str] = mapped_column(Prose, default="")
    units: Mapped[list[UnitActUnit]] = relationship(order_by="UnitActUnit.id", lazy="raise_on_sql")


class UnitActUnit(db.Model):
    """A unit that an act names: `subject` (what it is about), `above` (where from), `into` (who takes over)."""

    __tablename__ = "unit_act_unit"
    __table_args__ = (
        CheckConstraint("part IN ('subject', 'above', 'into')", name="part"),
        Index("ix_unit_act_unit_act_id", "act_id"),
        Index("ix_unit_act_unit_unit_id", "unit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("unit_act.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    part: Mapped[str] = mapped_column(String(10))
    effective_on: Mapped[date]


class MatterMove(db.Model):
    """A matter that an act handed on: the unit that began it is asked whose dossiers it gathers."""

    __tablename__ = "matter_move"
    __table_args__ = (Index("ix_matter_move_matter_id", "matter_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("unit_act.id"))


class UnitReminder(db.Model):
    """A unit was reminded by the one above of what it still owes: who did it, when, how many things it owed."""

    __tablename__ = "unit_reminder"
    __table_args__ = (Index("ix_unit_reminder_unit_id_by_unit_id", "unit_id", "by_unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    by_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    owed: Mapped[int]
    reminded_at: Mapped[datetime] = mapped_column(Instant)
    reminded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
