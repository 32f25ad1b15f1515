"""Units of the union tree; everything that can change about one is a row with validity dates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from extensions import db
from models.types import Line


class Unit(db.Model):
    """A node of the union tree (federation, sector union, grassroots union, group …); kinds are data."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    founded_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    phone: Mapped[str] = mapped_column(Line(40), default="")
    names: Mapped[list[UnitName]] = relationship(order_by="UnitName.valid_from", lazy="raise_on_sql")
    parents: Mapped[list[UnitParent]] = relationship(
        foreign_keys="UnitParent.unit_id", order_by="UnitParent.valid_from", lazy="raise_on_sql"
    )


class _Dated:
    """Validity: from the first day to the last day, both included; no last day means still valid."""

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Line(300), default="")


class UnitName(_Dated, db.Model):
    """Official name, short name, head of papers and the collective that decides, at a time.

    `letterhead` is the name as the head of a paper prints it, in capitals, with line breaks where the unit
    wants them. `collective` is the body in whose name papers are signed (Ban Chấp hành, Ban Thường vụ).
    """

    __tablename__ = "unit_name"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        UniqueConstraint("unit_id", "valid_from"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(Line(200))
    short_name: Mapped[str] = mapped_column(Line(100))
    letterhead: Mapped[str] = mapped_column(String(240))
    collective: Mapped[str] = mapped_column(Line(100))
    search_key: Mapped[str] = mapped_column(String(400), default="")


class UnitParent(_Dated, db.Model):
    """The unit directly above, at a time."""

    __tablename__ = "unit_parent"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        CheckConstraint("unit_id <> parent_id", name="not_self"),
        UniqueConstraint("unit_id", "valid_from"),
        Index("ix_unit_parent_parent_id", "parent_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    parent_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))


class UnitLink(_Dated, db.Model):
    """«Phối hợp chỉ đạo»: a unit beside the one above that guides another without standing above it, at a time."""

    __tablename__ = "unit_link"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        CheckConstraint("unit_id <> with_id", name="not_self"),
        Index("ix_unit_link_unit_id", "unit_id"),
        Index("ix_unit_link_with_id", "with_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    with_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))


class UnitSymbol(_Dated, db.Model):
    """The unit's part of a paper's symbol (CĐCS, CĐN, LĐLĐ), at a time."""

    __tablename__ = "unit_symbol"
    __table_args__ = (UniqueConstraint("unit_id", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    symbol: Mapped[str] = mapped_column(Line(20))


class UnitPlace(_Dated, db.Model):
    """The place name before the date on the unit's papers, at a time."""

    __tablename__ = "unit_place"
    __table_args__ = (UniqueConstraint("unit_id", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    place: Mapped[str] = mapped_column(Line(100))


class UnitFigure(db.Model):
    """Members of a unit on a day (the base of quotas)."""

    __tablename__ = "unit_figure"
    __table_args__ = (
        UniqueConstraint("unit_id", "as_of"),
        CheckConstraint("women <= members", name="women_of_members"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    as_of: Mapped[date]
    members: Mapped[int] = mapped_column(Integer)
    women: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(Line(300), default="")
