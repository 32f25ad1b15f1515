"""Who comes to an event: the list pasted from Excel read row by row, the register of names, the list that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

import reference
from extensions import clock, db
from models import EventDelegate, Office, Person, Unit
from rules.event_people import Guest, Protocol, listed_twice
from rules.events_facts import Delegate
from services import units
from services.units import valid_on
from vietnamese.errors import ParseProblem
from vietnamese.listing import Column, read_rows
from vietnamese.names import sort_key
from vietnamese.text import search_key

MOST_PEOPLE = 500

COLUMNS = (
    Column("name", ("Họ và tên", "Họ tên", "Tên"), required=True, longest=200),
    Column("post", ("Chức vụ", "Chức danh"), longest=200),
    Column("unit", ("Đơn vị", "Công đoàn cơ sở", "CĐCS"), required=True, longest=200),
    Column("sex", ("Giới tính", "Nam/Nữ", "Giới"), longest=10),
    Column("salaried", ("Hưởng lương", "Hưởng lương ngân sách"), longest=20),
)
_SEX = {"nam": "m", "nu": "f", "": ""}
_SALARIED = {"co": True, "x": True, "khong": False, "": None}


@dataclass(frozen=True)
class Listed:
    """Somebody on a list; `line` is the row of the pasted text or the place on the kept list."""

    line: int
    name: str
    post: str = ""
    unit_id: int | None = None
    unit_name: str = ""
    sex: str = ""
    salaried: bool | None = None
    person_id: int | None = None
    role: str = "delegate"
    id: int | None = None


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row: a message id with its parameters."""

    message: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadList:
    """What became of a pasted list."""

    people: tuple[Listed, ...]
    faults: tuple[RowFault, ...]


def read(
    text: str, known: Mapping[int, tuple[str, ...]], people: Mapping[str, set[tuple[int, int]]]
) -> ReadList:
    """Read a pasted list. `known`: {unit id: its names}; `people`: {sort key of a name: (person, unit)}.

    Every fault is told with its row: what is not understood, an unknown unit, a name that stands twice.
    """
    if not text.strip():
        return ReadList((), ())
    try:
        listing = read_rows(text, COLUMNS, most=MOST_PEOPLE)
    except ParseProblem as problem:
        return ReadList((), (RowFault(problem.message, dict(problem.params)),))
    by_name = {search_key(name): unit_id for unit_id, names in known.items() for name in names}
    faults = [(odd.line, RowFault(odd.message, dict(odd.params))) for odd in listing.odd]
    found = []
    for row in listing.rows:
        unit_id = by_name.get(search_key(row.cells["unit"]))
        faults += [(row.line, fault) for fault in _faults(row.line, row.cells, unit_id)]
        same = {person for person, unit in people.get(sort_key(row.cells["name"]), ()) if unit == unit_id}
        found.append(
            Listed(
                line=row.line,
                name=row.cells["name"],
                post=row.cells["post"],
                unit_id=unit_id,
                unit_name=row.cells["unit"],
                sex=_SEX.get(search_key(row.cells["sex"]), ""),
                salaried=_SALARIED.get(search_key(row.cells["salaried"])),
                person_id=same.pop() if len(same) == 1 else None,
            )
        )
    # Ăn and Ân are two people until somebody says otherwise: EV12 asks, the list is not refused.
    for twice in listed_twice([_as_delegate(one) for one in found], sort_key):
        faults.append((int(twice.second.key), _twice(twice)))
    return ReadList(tuple(found), tuple(fault for _line, fault in sorted(faults, key=lambda one: one[0])))


def _faults(line: int, cells: Mapping[str, str], unit_id: int | None) -> list[RowFault]:
    found = []
    if unit_id is None:
        params = {"line": line, "unit": cells["unit"]}
        found.append(
            RowFault(
                "Dòng %(line)s: “%(unit)s” không có trong các đơn vị của sự kiện. Ghi đúng tên đơn vị", params
            )
        )
    if search_key(cells["sex"]) not in _SEX:
        found.append(RowFault("Dòng %(line)s: giới tính ghi Nam hoặc Nữ", {"line": line}))
    if search_key(cells["salaried"]) not in _SALARIED:
        found.append(RowFault("Dòng %(line)s: cột hưởng lương ghi Có hoặc Không", {"line": line}))
    return found


def _twice(twice: Any) -> RowFault:
    params = {"line": twice.second.key, "first": twice.first.key, "name": twice.second.name}
    return RowFault("Dòng %(line)s: %(name)s đã có ở dòng %(first)s", params)


def _as_delegate(one: Listed) -> Delegate:
    return Delegate(
        key=str(one.line),
        name=one.name,
        id=f"p{one.person_id}" if one.person_id else None,
        unit=f"u{one.unit_id}" if one.unit_id else one.unit_name,
        group=one.role,
        salaried=one.salaried,
    )


def unit_names(unit_ids: list[int], on: date) -> dict[int, tuple[str, ...]]:
    """Return {unit id: full and short name on a day}, the ways in which lists name them."""
    return {one: (view.name, view.short_name) for one, view in units.names_of(unit_ids, on).items()}


def people_in(unit_ids: list[int], on: date) -> dict[str, set[tuple[int, int]]]:
    """Return {sort key of a name: {(person id, unit id)}} of who holds an office in these units on a day."""
    query = (
        select(Person.name, Office.person_id, Office.unit_id)
        .join(Office, Office.person_id == Person.id)
        .where(Office.unit_id.in_(unit_ids), valid_on(Office, on))
    )
    found: dict[str, set[tuple[int, int]]] = {}
    for name, person_id, unit_id in db.session.execute(query):
        found.setdefault(sort_key(name), set()).add((person_id, unit_id))
    return found


def callable_units(unit_id: int, on: date, named: set[int]) -> list[tuple[int, str, date | None]]:
    """Return (id, short name, day closed) of the units under one on a day, and of those that a draft names anyway."""
    ids = {*units.children_of(unit_id, on), *named}
    found = db.session.execute(select(Unit.id, Unit.kind, Unit.closed_on).where(Unit.id.in_(ids))).all()
    names = units.names_of(ids, on)
    ordered = sorted(found, key=lambda row: (row.kind == "group", row.id))
    return [(row.id, names[row.id].short_name, row.closed_on) for row in ordered if row.id in names]


def registry(unit_id: int, on: date) -> dict[str, tuple[int, str]]:
    """Return {search key: (person id, name)} of everybody with an office in the unit, above it or directly below."""
    ids = [unit_id, *units.ancestors(unit_id, on), *units.children_of(unit_id, on)]
    query = (
        select(Person.search_key, Person.id, Person.name)
        .join(Office, Office.person_id == Person.id)
        .where(Office.unit_id.in_(ids), valid_on(Office, on))
        .order_by(Person.id.desc())
    )
    return {key: (person_id, name) for key, person_id, name in db.session.execute(query)}


def kept(matter_id: int) -> list[Listed]:
    """Return the list that is kept since the plan was issued, in its order; empty before."""
    query = select(EventDelegate).where(
        EventDelegate.matter_id == matter_id, EventDelegate.removed_at.is_(None)
    )
    return [
        Listed(
            line=row.no,
            name=row.name,
            post=row.post,
            unit_id=row.unit_id,
            unit_name=row.unit_name,
            sex=row.sex,
            salaried=row.salaried,
            person_id=row.person_id,
            role=row.role,
            id=row.id,
        )
        for row in db.session.scalars(query.order_by(EventDelegate.no, EventDelegate.id))
    ]


def keep(matter_id: int, people: list[Listed], person_id: int | None) -> None:
    """Make the kept list equal to these people, inside a command: who stays keeps the row, who is gone its day."""
    now = clock()
    query = select(EventDelegate).where(
        EventDelegate.matter_id == matter_id, EventDelegate.removed_at.is_(None)
    )
    there = {(sort_key(row.name), row.unit_name, row.role): row for row in db.session.scalars(query)}
    for no, one in enumerate(people, start=1):
        row = there.pop((sort_key(one.name), one.unit_name, one.role), None)
        if row is None:
            row = EventDelegate(matter_id=matter_id, role=one.role, added_at=now, added_by=person_id)
            db.session.add(row)
        row.no, row.name, row.post, row.sex = no, one.name, one.post, one.sex
        row.unit_id, row.unit_name, row.person_id = one.unit_id, one.unit_name, one.person_id
        row.salaried = one.salaried
    for row in there.values():
        row.removed_at = now
    db.session.flush()


def as_rows(people: list[Listed]) -> str:
    """Return a list as rows with tabs and a heading, as Excel would copy it: what the page shows for correcting."""
    words = {"m": "Nam", "f": "Nữ", "": ""}
    paid = {True: "Có", False: "Không", None: ""}
    head = "\t".join(column.titles[0] for column in COLUMNS)
    body = [
        "\t".join((one.name, one.post, one.unit_name, words[one.sex], paid[one.salaried])) for one in people
    ]
    return "\n".join([head, *body]) if people else ""


def in_protocol(guests: Any) -> list[Any]:
    """Return guests (with `no`, `name`, `body`, `rank`) in the order of protocol."""
    order = Protocol.from_dict(reference.load("events/protocol.toml"))
    by_key = {str(one.no): one for one in guests}
    ranked = order.in_order(Guest(key, one.name, one.body, one.rank) for key, one in by_key.items())
    return [by_key[one.key] for one in ranked]
