"""Papers that two units draw up together, before they have a number."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line, Prose


class JointDraft(db.Model):
    """A paper of two units on its way: the unit that leads types it, its partner agrees, then both number it.

    `state`: draft → asked → agreed → numbered; asked → returned and asked or agreed → draft when it is taken back;
    dropped at the end of one that nobody wants. `answers` is what was typed; `signer` and `partner_signer` are keys
    of `workflows.signers.Signer`, "" for the one proposed. `note` is why the partner returned it. `version` counts
    the changes: what somebody agreed to is what they saw.
    """

    __tablename__ = "joint_draft"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'asked', 'returned', 'agreed', 'numbered', 'dropped')", name="state"
        ),
        CheckConstraint("unit_id <> partner_id", name="two_units"),
        CheckConstraint("(state = 'numbered') = (paper_id IS NOT NULL)", name="numbered"),
        Index("ix_joint_draft_unit_id", "unit_id"),
        Index("ix_joint_draft_partner_id", "partner_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    answers: Mapped[Any] = mapped_column(Document)
    signer: Mapped[str] = mapped_column(Line(60), default="")
    partner_signer: Mapped[str] = mapped_column(Line(60), default="")
    note: Mapped[str] = mapped_column(Prose, default="")
    once: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    asked_on: Mapped[date | None]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), unique=True)
