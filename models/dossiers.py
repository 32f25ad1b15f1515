"""Dossiers, their revisions and their append-only, hash-chained history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line

STATUSES = ("draft", "in_review", "returned", "approved", "rejected", "withdrawn")


class Definition(db.Model):
    """A version of a chain as its TOML text; immutable, and a dossier keeps its own for life."""

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    loaded_at: Mapped[datetime] = mapped_column(Instant)


class Dossier(db.Model):
    """One thing sent up for one decision. Status, step and due date repeat the fold, for lists.

    `draft` is what is being typed, invalid values too; `draft_version` rises with every save.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        UniqueConstraint("code"),
        Index("ix_dossier_unit_id_status", "unit_id", "status"),
        Index("ix_dossier_deciding_unit_id_status", "deciding_unit_id", "status"),
        Index("ix_dossier_matter_id", "matter_id"),
        # What a list of all dossiers asks: who may read which, without the rows; the newest first.
        Index("ix_dossier_seen", "unit_id", "deciding_unit_id", "revision_no", "status", "matter_id"),
        Index("ix_dossier_changed_at", "changed_at", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    deciding_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    procedure: Mapped[str] = mapped_column(String(60))
    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id"))
    title: Mapped[str] = mapped_column(Line(300))
    status: Mapped[str] = mapped_column(String(20), default="draft")
    step: Mapped[str | None] = mapped_column(String(60))
    due_on: Mapped[date | None]
    seq: Mapped[int] = mapped_column(default=0)
    revision_no: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(String(64), default="")
    draft: Mapped[Any] = mapped_column(Document)
    draft_version: Mapped[int] = mapped_column(default=0)
    draft_saved_at: Mapped[datetime | None] = mapped_column(Instant)
    draft_saved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)


class Revision(db.Model):
    """A frozen snapshot made by *submit*: the canonical JSON text and its SHA-256."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("dossier_id", "no"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    no: Mapped[int]
    snapshot: Mapped[Any] = mapped_column(Document)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class DossierEntry(db.Model):
    """A past-tense record of a command; never changed. The chain covers sha256(salt + payload)."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("dossier_id", "seq"),
        Index("ix_entry_dossier_id_once", "dossier_id", "once"),
        Index("ix_entry_person_id_at", "person_id", "at", "dossier_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    seat: Mapped[Any] = mapped_column(Document)
    once: Mapped[str | None] = mapped_column(String(64))
    payload: Mapped[Any] = mapped_column(Document)
    salt: Mapped[str] = mapped_column(String(32))
    payload_sha256: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class Waiting(db.Model):
    """Who a dossier waits for now: a projection of the fold that fills the inboxes.

    `excluded` are people of the role for whom it does not wait (authors, nominees, those who have decided).
    """

    __tablename__ = "waiting"
    __table_args__ = (
        Index("ix_waiting_unit_id_role", "unit_id", "role"),
        Index("ix_waiting_dossier_id", "dossier_id"),
        Index("ix_waiting_person_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime] = mapped_column(Instant)
    due_on: Mapped[date | None]
    excluded: Mapped[Any] = mapped_column(Document, default=list)


class Attachment(db.Model):
    """A file given with a dossier: for a nominee's report, as evidence, or for the whole dossier."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_dossier_id", "dossier_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    subject: Mapped[str] = mapped_column(String(40), default="")
    purpose: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(Line(200))
    file_sha256: Mapped[str] = mapped_column(ForeignKey("file.sha256"))
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class Counter(db.Model):
    """A running number by name (dossier codes of a year); raised by one UPDATE … RETURNING."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
