"""The incoming register: what reached a unit on paper or by mail, and what other units issued to it here.

NĐ 30/2020, Điều 21–22 and Phụ lục IV: arrival number and date, author, number, date, kind and subject, to whom it
was passed on and when, receipt, note. Arrivals of a year count from 01.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select, update

from extensions import clock, db
from models import Dossier, IncomingEntry, Paper, PaperDossier, RegisterCounter
from services import access, preparing, registers, series, units
from services.errors import Conflict, NotFound
from services.registers import Register
from services.transaction import command
from services.who import Who

# Families of paper that stay with who made them.
INTERNAL = frozenset({"minutes"})


@dataclass(frozen=True)
class Arrival:
    """A paper issued here that concerns the unit and stands in no line of its register yet."""

    paper_id: int
    author: str
    number: str
    dated_on: date
    kind: str
    subject: str


@dataclass(frozen=True)
class Line:
    """A line of the incoming register."""

    id: int
    seq: int
    arrived_on: date
    author: str
    number: str
    dated_on: date | None
    kind: str
    subject: str
    handler: str
    forwarded_on: date | None
    receipt: str
    note: str
    paper_id: int | None


@dataclass(frozen=True)
class IncomingPage:
    """A unit's incoming register of a year, newest line first, and what waits to be entered."""

    unit_id: int
    unit_name: str
    year: int
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    arrivals: tuple[Arrival, ...]
    keeps: bool


LINE = tuple(Line.__dataclass_fields__)


def page(unit_id: int, year: int, who: Who) -> IncomingPage:
    """Return the incoming register of a year. Errors: `NotFound` unless the person holds an office in the unit."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    if unit_id not in access.own_units(actor):
        raise NotFound
    own = select(IncomingEntry).where(IncomingEntry.unit_id == unit_id)
    rows = db.session.scalars(own.where(IncomingEntry.year == year).order_by(IncomingEntry.seq.desc())).all()
    years = db.session.scalars(own.with_only_columns(IncomingEntry.year).distinct()).all()
    return IncomingPage(
        unit_id=unit_id,
        unit_name=units.name_of(unit_id, min(date(year, 12, 31), clock.today())),
        year=year,
        years=tuple(sorted({*years, year, clock.today().year}, reverse=True)),
        lines=tuple(Line(**{name: getattr(row, name) for name in LINE}) for row in rows),
        arrivals=tuple(arrivals(unit_id)),
        keeps=series.keeps(unit_id, actor),
    )


def arrivals(unit_id: int) -> list[Arrival]:
    """Return the issued papers of other units about this unit's dossiers that its register lacks, oldest first."""
    about = (
        select(PaperDossier.paper_id)
        .join(Dossier, Dossier.id == PaperDossier.dossier_id)
        .where(or_(Dossier.unit_id == unit_id, Dossier.deciding_unit_id == unit_id))
    )
    there = select(IncomingEntry.paper_id).where(
        IncomingEntry.unit_id == unit_id, IncomingEntry.paper_id.is_not(None)
    )
    query = (
        select(Paper)
        .where(Paper.id.in_(about), Paper.unit_id != unit_id, Paper.state == "issued", Paper.id.not_in(there))
        .order_by(Paper.dated_on, Paper.id)
    )
    kinds = preparing.catalogue().kinds
    return [
        Arrival(
            paper_id=row.id,
            author=units.name_of(row.unit_id, row.dated_on),
            number=row.number,
            dated_on=row.dated_on,
            kind=kinds[row.kind].title if row.kind in kinds else row.kind,
            subject=row.subject,
        )
        for row in db.session.scalars(query)
        if row.kind not in kinds or kinds[row.kind].manifest["family"] not in INTERNAL
    ]


@command
def enter(unit_id: int, *, who: Who, said: dict[str, Any], paper_id: int | None = None) -> int:
    """Write a line; returns its arrival number. `said` holds the columns of `IncomingEntry` that people fill in.

    With `paper_id` the paper itself says author, number, date, kind and subject. Errors: `NotFound`, `Forbidden`,
    `Conflict` (that paper is in the register already).
    """
    series.keeper(unit_id, who)
    if paper_id is not None:
        said = said | _said_by(unit_id, paper_id)
    arrived_on: date = said.pop("arrived_on", None) or clock.today()
    register = Register(unit_id, series.INCOMING, arrived_on.year)
    registers.hold(register)
    key = {"unit_id": unit_id, "series": series.INCOMING, "year": arrived_on.year}
    raised = update(RegisterCounter).filter_by(**key).values(last=RegisterCounter.last + 1)
    seq = db.session.execute(raised.returning(RegisterCounter.last)).scalar_one()
    row = IncomingEntry(
        unit_id=unit_id,
        year=arrived_on.year,
        seq=seq,
        arrived_on=arrived_on,
        paper_id=paper_id,
        entered_at=clock(),
        entered_by=who.person_id,
        **said,
    )
    db.session.add(row)
    db.session.flush()
    return row.seq


def _said_by(unit_id: int, paper_id: int) -> dict[str, Any]:
    found = next((one for one in arrivals(unit_id) if one.paper_id == paper_id), None)
    if found is None:
        raise Conflict("Văn bản này đã vào sổ, hoặc không gửi đơn vị.")
    return {name: getattr(found, name) for name in ("author", "number", "dated_on", "kind", "subject")}


@command
def pass_on(
    unit_id: int, entry_id: int, *, who: Who, handler: str, forwarded_on: date | None, receipt: str, note: str
) -> None:
    """Write down who got the paper, when, and who signed for it. Errors: `NotFound`, `Forbidden`."""
    row = line_for(unit_id, entry_id, who)
    row.handler, row.forwarded_on, row.receipt, row.note = handler, forwarded_on, receipt, note


def line_for(unit_id: int, entry_id: int, who: Who) -> IncomingEntry:
    """Return a line for who keeps the register. Errors: `NotFound`, `Forbidden`."""
    found = line(unit_id, entry_id)
    series.keeper(unit_id, who)
    return found


def line(unit_id: int, entry_id: int) -> IncomingEntry:
    """Return a line of the unit's register. Errors: `NotFound`."""
    row = db.session.get(IncomingEntry, entry_id)
    if row is None or row.unit_id != unit_id:
        raise NotFound
    return row
