"""Job rows (the outbox is one kind of them), notices to people, and settings of the installation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line, Prose


class Job(db.Model):
    """Work that happens after a commit, at least once. `lease_until` says who has it until when."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
        Index("ix_job_state_run_after", "state", "run_after"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    payload: Mapped[Any] = mapped_column(Document)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    worker: Mapped[str] = mapped_column(String(60), default="")
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    run_after: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)


class Notice(db.Model):
    """What a person was told: shown in the app, and sent by mail where there is an address."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_person_id_read_at", "person_id", "read_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))
    subject: Mapped[str] = mapped_column(Line(200))
    body: Mapped[str] = mapped_column(Prose)
    created_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


class Setting(db.Model):
    """A fact about this installation (for example that it bears the demonstration mark)."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(Document)
