"""What a unit chose about the form of its papers, from a day on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line


class FormatChoice(db.Model):
    """One choice of a unit; of those that have begun the last written holds. A row never changes: papers name it.

    `profile` is the format profile preferred ("": the common one); `settings` are {profile: {place: value}};
    `without_kt`: a deputy signs for a collective without the line KT.; `mark`: issued papers bear code and QR.
    """

    __tablename__ = "format_choice"
    __table_args__ = (Index("ix_format_choice_unit_id_valid_from", "unit_id", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    valid_from: Mapped[date]
    profile: Mapped[str] = mapped_column(String(20))
    without_kt: Mapped[bool]
    mark: Mapped[bool]
    settings: Mapped[Any] = mapped_column(Document)
    reason: Mapped[str] = mapped_column(Line(300))
    decided_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
