"""Matters: one event, one award round, one review cycle; here the award round."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from extensions import db
from models.types import Instant, Line


class Matter(db.Model):
    """What several dossiers belong to; owned by a unit. Its phase is computed, never stored."""

    __tablename__ = "matter"
    __table_args__ = (
        CheckConstraint("deadline_on >= opens_on", name="dates"),
        Index("ix_matter_unit_id_procedure", "unit_id", "procedure"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    procedure: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(Line(300))
    year: Mapped[int]
    opens_on: Mapped[date]
    deadline_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    award_round: Mapped[AwardRound | None] = relationship(back_populates="matter", lazy="raise_on_sql")


class AwardRound(db.Model):
    """What is particular to a round of one award: which award, up to when achievements count, the quota.

    A quota of kind `share` is members × num / den of each unit; `fixed` is num per unit; `none` has no limit.
    `bonus_person` and `bonus_collective` are the prize money in đồng that the deciding unit has set, `purse` its
    source.
    """

    __tablename__ = "award_round"
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    award: Mapped[str] = mapped_column(String(40))
    cut_off: Mapped[date]
    quota_kind: Mapped[str] = mapped_column(String(10), default="none")
    quota_num: Mapped[int] = mapped_column(default=0)
    quota_den: Mapped[int] = mapped_column(default=1)
    purse: Mapped[str] = mapped_column(Line(200), default="")
    bonus_person: Mapped[int | None] = mapped_column(BigInteger)
    bonus_collective: Mapped[int | None] = mapped_column(BigInteger)
    matter: Mapped[Matter] = relationship(back_populates="award_round", lazy="raise_on_sql")
