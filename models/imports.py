"""Lists from Excel: what waits to be brought in, what was brought in, and what each row changed.

A sent list waits as rows for a term; it belongs to a unit and to the person who sent it. What was brought in is kept
with the values of before, so that it can be taken back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Document, Instant, Line

_KIND = "kind IN ('people', 'offices', 'awards', 'units')"


class StagedImport(db.Model):
    """A list that waits: which sheet, which column is what, how letters are converted.

    `places`: {column: place from 0}, empty: as guessed. `choices`: the answers about rows that may mean somebody
    known, {row: mark}. `notes`: what is told about the file.
    """

    __tablename__ = "import_staged"
    __table_args__ = (
        CheckConstraint(_KIND, name="kind"),
        Index("ix_import_staged_unit_id_person_id", "unit_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(Line(200))
    sha256: Mapped[str] = mapped_column(String(64))
    sheets: Mapped[Any] = mapped_column(Document)
    sheet_no: Mapped[int] = mapped_column(default=0)
    places: Mapped[Any] = mapped_column(Document)
    encoding: Mapped[str] = mapped_column(String(10), default="")
    choices: Mapped[Any] = mapped_column(Document)
    notes: Mapped[Any] = mapped_column(Document)
    version: Mapped[int] = mapped_column(default=1)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class StagedRow(db.Model):
    """One row of a sheet as it was sent; `no` is its number in Excel."""

    __tablename__ = "import_staged_row"
    __table_args__ = (UniqueConstraint("staged_id", "sheet_no", "no"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    staged_id: Mapped[int] = mapped_column(ForeignKey("import_staged.id", ondelete="CASCADE"))
    sheet_no: Mapped[int]
    no: Mapped[int]
    hidden: Mapped[bool] = mapped_column(default=False)
    cells: Mapped[Any] = mapped_column(Document)


class ImportRun(db.Model):
    """A list that was brought in: who, when, which file, how many rows did what; and when it was taken back."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint(_KIND, name="kind"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone"),
        Index("ix_import_run_unit_id_id", "unit_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(Line(200))
    sha256: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime] = mapped_column(Instant)
    created: Mapped[int]
    updated: Mapped[int]
    same: Mapped[int]
    left_out: Mapped[int]
    once: Mapped[str] = mapped_column(String(64), unique=True)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ImportChange(db.Model):
    """What one row of a list did to one row of a table: `before` empty: it was made; `after`: what was written."""

    __tablename__ = "import_change"
    __table_args__ = (Index("ix_import_change_run_id", "run_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    row_no: Mapped[int]
    label: Mapped[str] = mapped_column(Line(300))
    target: Mapped[str] = mapped_column(String(40))
    target_id: Mapped[int]
    before: Mapped[Any] = mapped_column(Document)
    after: Mapped[Any] = mapped_column(Document)
