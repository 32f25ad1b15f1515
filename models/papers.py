"""Papers, their parts and files, and the registers that number them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from extensions import db
from models.types import Document, Instant, Line, Prose


class StoredFile(db.Model):
    """Bytes kept under instance/files by their hash."""

    __tablename__ = "file"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(Instant)


class Paper(db.Model):
    """An official paper from the moment it has a number. Its values, profile and files never change.

    `state`: numbered (number given, files being made) → issued. `standing`: valid, replaced or recalled.
    `trouble` says why a numbered paper cannot be issued yet; empty while nothing is wrong. `code` is what the public
    looks it up by (None: issued before there were codes); `mark_address` what its QR holds: "" for the code alone,
    None when nothing is printed.
    """

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("state IN ('numbered', 'issued')", name="state"),
        CheckConstraint("standing IN ('valid', 'replaced', 'recalled')", name="standing"),
        Index("ix_paper_unit_id_dated_on", "unit_id", "dated_on"),
        Index("ix_paper_matter_id", "matter_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"))
    subject: Mapped[str] = mapped_column(Prose)
    number: Mapped[str] = mapped_column(Line(60))
    dated_on: Mapped[date]
    signer: Mapped[str] = mapped_column(Line(100))
    state: Mapped[str] = mapped_column(String(20), default="numbered")
    standing: Mapped[str] = mapped_column(String(20), default="valid")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    profile: Mapped[str] = mapped_column(String(40))
    profile_sha256: Mapped[str] = mapped_column(String(64))
    values_sha256: Mapped[str] = mapped_column(String(64))
    backdate_reason: Mapped[str] = mapped_column(Prose, default="")
    trouble: Mapped[str] = mapped_column(Prose, default="")
    once: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str | None] = mapped_column(String(20), index=True, unique=True)
    mark_address: Mapped[str | None] = mapped_column(String(300))
    numbered_at: Mapped[datetime] = mapped_column(Instant)
    numbered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime | None] = mapped_column(Instant)
    parts: Mapped[list[PaperPart]] = relationship(order_by="PaperPart.no", lazy="raise_on_sql")
    dossiers: Mapped[list[PaperDossier]] = relationship(lazy="raise_on_sql")
    signatures: Mapped[list[PaperSignature]] = relationship(order_by="PaperSignature.no", lazy="raise_on_sql")


class PaperSignature(db.Model):
    """Who signs a paper and in which form, in the order of importance; none: from before these were kept.

    `form` are the lines above the name («TM. BAN CHẤP HÀNH / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH»); `mode` is a way of
    `workflows/signers.py`, or the part taken at a meeting (chair, secretary).
    """

    __tablename__ = "paper_signature"
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Line(100))
    form: Mapped[str] = mapped_column(Line(300))
    mode: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)


class PaperDossier(db.Model):
    """A dossier that a paper speaks of, and the revision it speaks of."""

    __tablename__ = "paper_dossier"
    __table_args__ = (Index("ix_paper_dossier_dossier_id", "dossier_id"),)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    revision_no: Mapped[int]


class PaperPart(db.Model):
    """A part of a paper (the decision; its list), with frozen values, its Word and PDF by hash."""

    __tablename__ = "paper_part"
    __table_args__ = (UniqueConstraint("paper_id", "no"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    no: Mapped[int]
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Line(200))
    template_version: Mapped[str] = mapped_column(String(64))
    values: Mapped[Any] = mapped_column(Document)
    docx_sha256: Mapped[str | None] = mapped_column(ForeignKey("file.sha256"))
    pdf_sha256: Mapped[str | None] = mapped_column(ForeignKey("file.sha256"))


class RegisterCounter(db.Model):
    """The last number and the head of the hash chain of one unit's series in one year."""

    __tablename__ = "register_counter"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(String(64), default="")


class RegisterEntry(db.Model):
    """A line of the outgoing register; imported lines of earlier papers have no paper.

    The chain covers sha256(salt + subject, signer, recipients), so that these can be blanked by law. `note` is
    a mark added later (replaced by …, cancelled because …) and stands outside the chain, like `cancelled_at`: a
    cancelled number is explained and never given again.
    """

    __tablename__ = "register_entry"
    __table_args__ = (UniqueConstraint("unit_id", "series", "year", "seq", "suffix"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    series: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    seq: Mapped[int]
    suffix: Mapped[str] = mapped_column(String(4), default="")
    number: Mapped[str] = mapped_column(Line(60))
    dated_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(Prose)
    signer: Mapped[str] = mapped_column(Line(100), default="")
    recipients: Mapped[str] = mapped_column(Prose, default="")
    note: Mapped[str] = mapped_column(Prose, default="")
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    once: Mapped[str | None] = mapped_column(String(64), unique=True)
    entered_at: Mapped[datetime] = mapped_column(Instant)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    salt: Mapped[str] = mapped_column(String(32))
    payload_sha256: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class IncomingEntry(db.Model):
    """A line of the incoming register (NĐ 30/2020, Phụ lục IV). `paper_id` where the paper was issued here.

    `seq` counts the arrivals of the year. What happened with the paper afterwards (`handler`, `forwarded_on`,
    `receipt`) is filled in later; the rest never changes.
    """

    __tablename__ = "incoming_entry"
    __table_args__ = (UniqueConstraint("unit_id", "year", "seq"), UniqueConstraint("unit_id", "paper_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    seq: Mapped[int]
    arrived_on: Mapped[date]
    author: Mapped[str] = mapped_column(Line(200))
    number: Mapped[str] = mapped_column(Line(60), default="")
    dated_on: Mapped[date | None]
    kind: Mapped[str] = mapped_column(Line(100))
    subject: Mapped[str] = mapped_column(Prose)
    handler: Mapped[str] = mapped_column(Line(200), default="")
    forwarded_on: Mapped[date | None]
    receipt: Mapped[str] = mapped_column(Line(100), default="")
    note: Mapped[str] = mapped_column(Prose, default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    entered_at: Mapped[datetime] = mapped_column(Instant)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PaperChain(db.Model):
    """How many links the chain of one register's issued papers has, and the hash of the last one."""

    __tablename__ = "paper_chain"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(String(64), default="")


class PaperLink(db.Model):
    """What happened to a paper once it had files: issued, its signed scan added, recalled; one chain a register.

    `files` are hashes; `note` is the reason of a recall. The chain covers sha256(salt + subject, signer, note), so
    that these can be blanked by law.
    """

    __tablename__ = "paper_link"
    __table_args__ = (
        UniqueConstraint("unit_id", "series", "year", "position"),
        CheckConstraint("kind IN ('issued', 'signed', 'recalled')", name="kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    series: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    files: Mapped[Any] = mapped_column(Document)
    note: Mapped[str] = mapped_column(Prose, default="", server_default="")
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    salt: Mapped[str] = mapped_column(String(32))
    payload_sha256: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
