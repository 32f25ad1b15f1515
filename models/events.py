"""Events: what is particular to an event beside its matter, and the list of those who are called to it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from extensions import db
from models.matters import Matter
from models.types import Instant, Line


class Event(db.Model):
    """A workshop, a training, a review: kind, mode, way through the form (full, short), days, where norms hold.

    Days, mode and locality are those of the plan as it was sent up last; before that `first_day` is the day meant.
    `province` is the code under which spending norms are kept, "" where none is set. `from_matter_id` is the earlier
    event from which the plan was taken.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("path IN ('full', 'short')", name="path"),
        CheckConstraint("last_day >= first_day", name="days"),
        Index("ix_event_first_day", "first_day"),
        Index("ix_event_last_day", "last_day"),
    )
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    mode: Mapped[str] = mapped_column(String(20), default="in_person")
    path: Mapped[str] = mapped_column(String(10), default="full")
    first_day: Mapped[date]
    last_day: Mapped[date]
    province: Mapped[str] = mapped_column(String(40), default="")
    locality: Mapped[str] = mapped_column(String(20), default="")
    from_matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"))
    matter: Mapped[Matter] = relationship(foreign_keys=[matter_id], lazy="raise_on_sql")


class EventDelegate(db.Model):
    """Somebody on an event's list. `person_id`, `unit_id` None where the register does not know them.

    Written from the plan when it is issued, kept up to date afterwards; a row taken off the list keeps its day.
    `role` is delegate, guest, chair or staff; `salaried` None while nobody has said.
    """

    __tablename__ = "event_delegate"
    __table_args__ = (
        CheckConstraint("role IN ('delegate', 'guest', 'chair', 'staff')", name="role"),
        Index("ix_event_delegate_matter_id", "matter_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    no: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(Line(200))
    sex: Mapped[str] = mapped_column(String(1), default="")
    post: Mapped[str] = mapped_column(Line(200), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    unit_name: Mapped[str] = mapped_column(Line(200), default="")
    salaried: Mapped[bool | None]
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
