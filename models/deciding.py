"""Deciding on many dossiers at once: the run with one line for each dossier, and what rules found in a revision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Prose


class BulkDecision(db.Model):
    """One press of somebody who judges several dossiers alike; `once` is the key of the page it came from."""

    __tablename__ = "bulk_decision"
    __table_args__ = (CheckConstraint("choice IN ('approve', 'return')", name="choice"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    choice: Mapped[str] = mapped_column(String(10))
    comment: Mapped[str] = mapped_column(Prose, default="")
    once: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(Instant)


class BulkItem(db.Model):
    """One dossier of a run. `seen` is the sequence that the page showed; waiting → done → undone, or refused.

    `reason` and `params` are the message of a refusal: of the decision, or (state done) of taking it back.
    """

    __tablename__ = "bulk_item"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'refused', 'undone')", name="state"),
        UniqueConstraint("bulk_id", "dossier_id"),
        Index("ix_bulk_item_dossier_id", "dossier_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    bulk_id: Mapped[int] = mapped_column(ForeignKey("bulk_decision.id"))
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    no: Mapped[int]
    seen: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    reason: Mapped[str] = mapped_column(Prose, default="")
    params: Mapped[Any] = mapped_column(Document, default=dict)


class FindingCount(db.Model):
    """How many warnings and questions the rules had about a revision when it was sent; what blocks is never sent."""

    __tablename__ = "finding_count"
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    revision_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    warn: Mapped[int]
    ask: Mapped[int]
