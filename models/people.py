"""People, where they belong, the offices they hold, and what is on record about them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from extensions import db
from models.types import Line, Prose
from vietnamese.names import sort_key
from vietnamese.text import clean, search_key


class Person(db.Model):
    """A person; the name is one field, its sort and search keys are stored beside it."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(Line(100))
    sort_key: Mapped[str] = mapped_column(String(600), index=True)
    search_key: Mapped[str] = mapped_column(String(200), index=True)
    sex: Mapped[str | None] = mapped_column(String(1))
    born_on: Mapped[date | None]


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _keep_keys(mapper: object, connection: object, person: Person) -> None:
    """Sort and search keys always follow the name."""
    person.name = clean(person.name)
    person.sort_key = sort_key(person.name)
    person.search_key = search_key(person.name)


class Membership(db.Model):
    """A person's place in a grassroots union: unit, group, post in the employer's organisation, from when."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("ix_membership_unit_id", "unit_id"),
        UniqueConstraint("person_id", "unit_id", "hired_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    post: Mapped[str] = mapped_column(Line(120), default="")
    leader: Mapped[bool] = mapped_column(default=False)
    hired_on: Mapped[date]
    left_on: Mapped[date | None]


class Office(db.Model):
    """An office held for a term. `role` is what the chain knows, `title` what papers print.

    `term` is the label of the congress's term (nhiệm kỳ, «2023-2028»), "" for offices that no congress gives.
    """

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        Index("ix_office_unit_id_role", "unit_id", "role"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Line(100))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Line(300), default="")
    term: Mapped[str] = mapped_column(Line(20), default="")


_ONE_SUBJECT = "(person_id IS NULL) <> (unit_id IS NULL)"


class Rating(db.Model):
    """The year's rating of a person or a unit (HTXS, HTT, HT, KHT) and the decision that gave it."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint(_ONE_SUBJECT, name="one_subject"),
        UniqueConstraint("person_id", "year"),
        UniqueConstraint("unit_id", "year"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    decision: Mapped[str] = mapped_column(Line(200), default="")


class Initiative(db.Model):
    """A recognised initiative or research topic of a person."""

    __tablename__ = "initiative"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    year: Mapped[int]
    name: Mapped[str] = mapped_column(Prose)
    recognised_by: Mapped[str] = mapped_column(Line(200), default="")
    decision_no: Mapped[str] = mapped_column(Line(60), default="")
    decision_on: Mapped[date | None]
    scope: Mapped[str] = mapped_column(String(20), default="unit")


class AwardRecord(db.Model):
    """An award given to a person or a unit: written by the command that issues the decision, or imported."""

    __tablename__ = "award_record"
    __table_args__ = (
        CheckConstraint(_ONE_SUBJECT, name="one_subject"),
        Index("ix_award_record_person_id", "person_id"),
        Index("ix_award_record_unit_id", "unit_id"),
        UniqueConstraint("paper_id", "person_id"),
        UniqueConstraint("paper_id", "unit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    award: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Line(200))
    level: Mapped[str] = mapped_column(String(40))
    form: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    decision: Mapped[str] = mapped_column(Line(100))
    decided_on: Mapped[date | None]
    issuer: Mapped[str] = mapped_column(Line(200))
    merit: Mapped[str] = mapped_column(Prose, default="")
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))
    revision_no: Mapped[int | None]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
