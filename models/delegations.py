"""Standing in for the head of a unit: acting heads and what is handed to others to sign."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line, Prose


class Delegation(db.Model):
    """A delegation of one of the kinds deputy (KT.), by_order (TL.), mandate (TUQ.), acting (Q.).

    `power`: sign papers, decide on dossiers, or both; an acting head does both. `covers` are codes of kinds of paper
    to sign, `procedures` of those to decide on, each [] for all. `giver_id` is None where the office of an acting head
    is vacant. `revoked_on` is the first day on which it counts no more; rows are never deleted.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("kind IN ('deputy', 'by_order', 'mandate', 'acting')", name="kind"),
        CheckConstraint("power IN ('sign', 'decide', 'both')", name="power"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        CheckConstraint("giver_id IS NULL OR giver_id <> person_id", name="not_self"),
        CheckConstraint("(revoked_on IS NULL) = (revoked_at IS NULL)", name="revoked"),
        Index("ix_delegation_unit_id", "unit_id"),
        Index("ix_delegation_person_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(20))
    power: Mapped[str] = mapped_column(String(20), default="sign")
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    giver_office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    covers: Mapped[Any] = mapped_column(Document)
    procedures: Mapped[Any] = mapped_column(Document, default=list, server_default="[]")
    paper_no: Mapped[str] = mapped_column(Line(60), default="")
    paper_on: Mapped[date | None]
    paper_by: Mapped[str] = mapped_column(Line(200), default="")
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_why: Mapped[str] = mapped_column(Prose, default="")


class DelegationFile(db.Model):
    """The signed paper by which something was handed over, as a file: who sent it and when; never deleted.

    `replaced_at`: another file took its place; at most one of a delegation has none.
    """

    __tablename__ = "delegation_file"
    __table_args__ = (Index("ix_delegation_file_delegation_id", "delegation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    name: Mapped[str] = mapped_column(Line(200))
    file_sha256: Mapped[str] = mapped_column(ForeignKey("file.sha256"))
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime | None] = mapped_column(Instant)
