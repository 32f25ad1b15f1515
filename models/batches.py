"""Batches: many papers of one kind from one list, made by a job that can be left and resumed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line, Prose


class Batch(db.Model):
    """A run: what all of its papers say, which values differ (`varying`), which files are wanted (`formats`).

    `state`: queued → running → done, or failed with `trouble`. `handled` counts rows made or refused, for the bar.
    """

    __tablename__ = "batch"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
        Index("ix_batch_unit_id_id", "unit_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Line(300))
    profile: Mapped[str] = mapped_column(String(40))
    shared: Mapped[Any] = mapped_column(Document)
    varying: Mapped[Any] = mapped_column(Document)
    formats: Mapped[Any] = mapped_column(Document)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    total: Mapped[int]
    handled: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(Prose, default="")
    whole_sha256: Mapped[str | None] = mapped_column(ForeignKey("file.sha256"))
    once: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


class BatchRow(db.Model):
    """One paper of a batch: its own values; made or refused, with the reason and the files."""

    __tablename__ = "batch_row"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'made', 'refused')", name="state"),
        UniqueConstraint("batch_id", "no"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    no: Mapped[int]
    values: Mapped[Any] = mapped_column(Document)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    reason: Mapped[str] = mapped_column(Prose, default="")
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("file.sha256"))
    docx_sha256: Mapped[str | None] = mapped_column(ForeignKey("file.sha256"))
