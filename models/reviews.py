"""Annual reviews: the cycle beside its matter, what verifiers and unit said of each item, appeals.

What somebody said is never overwritten: the newest row of an item counts, the earlier ones stay.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line, Prose


class ReviewCycle(db.Model):
    """What is particular to a review cycle; its deadline is the matter's.

    `sheets`: {kind of union: score sheet as data}, the cycle's own copies. `local`: rows laid over the shipped rules
    (thresholds confirmed, conditions switched off, quota). `changed`: instants at which a sheet was changed.
    `reminded_on`: when unions without a file were reminded.
    """

    __tablename__ = "review_cycle"
    __table_args__ = (CheckConstraint("begins <= ends AND cutoff <= ends", name="dates"),)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    begins: Mapped[date]
    ends: Mapped[date]
    cutoff: Mapped[date]
    guidance: Mapped[str] = mapped_column(Line(300), default="")
    sheets: Mapped[Any] = mapped_column(Document)
    local: Mapped[Any] = mapped_column(Document, default=list)
    changed: Mapped[Any] = mapped_column(Document, default=list)
    reminded_on: Mapped[date | None]


class ReviewScore(db.Model):
    """Verified points of one item (tenths) for a revision, with the reason, by whom and when."""

    __tablename__ = "review_score"
    __table_args__ = (
        CheckConstraint("verified >= 0", name="points"),
        Index("ix_review_score_dossier_id_revision_no", "dossier_id", "revision_no"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    revision_no: Mapped[int]
    item: Mapped[str] = mapped_column(String(20))
    verified: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Prose, default="")
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ReviewVerification(db.Model):
    """What verifiers record beside the points: the session, a visit, a second reader, the rank they propose."""

    __tablename__ = "review_verification"
    __table_args__ = (UniqueConstraint("dossier_id", "revision_no"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    revision_no: Mapped[int]
    said: Mapped[Any] = mapped_column(Document)
    version: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ReviewAnswer(db.Model):
    """What the reviewed union says of a verified item, or (item empty) of the whole."""

    __tablename__ = "review_answer"
    __table_args__ = (Index("ix_review_answer_dossier_id_revision_no", "dossier_id", "revision_no"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    revision_no: Mapped[int]
    item: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Prose, default="")
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ReviewAppeal(db.Model):
    """A request to look again after the notice, and its answer. `items`: [{item, asked, reason}]."""

    __tablename__ = "review_appeal"
    __table_args__ = (UniqueConstraint("dossier_id", "notice_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    items: Mapped[Any] = mapped_column(Document)
    filed_at: Mapped[datetime] = mapped_column(Instant)
    filed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(Prose, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
