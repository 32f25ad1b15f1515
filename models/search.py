"""What can be found: one row for each dossier, paper, line of a register, person and unit."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db

#: What the migrations make beside the tables: names of full-text indexes begin so.
FULL_TEXT = ("search_fts", "ix_search_row_terms")

KINDS = ("dossier", "paper", "line", "arrival", "person", "unit")


class SearchRow(db.Model):
    """The words of one thing; `ref_id` is the row of its own table. Kept by `services/search_index.py`.

    `head` are the folded words of its name between spaces, `terms` all its words, folded and toned, each once;
    `text` is the rest as it was written, one thing a line. The databases keep a full-text index of `terms` by
    themselves (`services/search_match.py`).
    """

    __tablename__ = "search_row"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        UniqueConstraint("kind", "ref_id"),
        Index("ix_search_row_unit_id", "unit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    ref_id: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int | None]
    day: Mapped[date | None]
    head: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
