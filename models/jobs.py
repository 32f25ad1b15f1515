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
    """What a person was told: always shown in the app; `way` says how it also goes by mail.

    `message` names the text or the kind it was told by, `link` the page that it leads to. `letter_id` is the mail that
    took it; a notice of way "digest" without one waits for the next digest.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("way IN ('app', 'now', 'digest')", name="way"),
        Index("ix_notice_person_id_read_at", "person_id", "read_at"),
        Index("ix_notice_way_letter_id", "way", "letter_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))
    subject: Mapped[str] = mapped_column(Line(200))
    body: Mapped[str] = mapped_column(Prose)
    created_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    message: Mapped[str] = mapped_column(String(40), default="other")
    way: Mapped[str] = mapped_column(String(10), default="app")
    link: Mapped[str] = mapped_column(String(200), default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))


class Setting(db.Model):
    """A fact about this installation (for example that it bears the demonstration mark)."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(Document)
