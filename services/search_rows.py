"""Lines of what was found, as pages show them: name and text with the words marked, where each leads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from extensions import clock, db
from models import Dossier, IncomingEntry, Membership, Office, Paper, Person, RegisterEntry, SearchRow
from services import units
from services.kind_titles import title_of
from vietnamese.terms import begins, excerpt, marked

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Row:
    """One thing: its name and a line of its text in pieces (text, found). `code` of a dossier, `badge` its status.

    `unit_id` and `year` lead to the register of a line, to a unit, to the unit where a person is; `listed` people
    stand in a list of members that the reader opens.
    """

    kind: str
    ref_id: int
    name: str
    pieces: Pieces
    place: Pieces
    excerpt: Pieces
    number: str = ""
    unit: str = ""
    detail: str = ""
    day: date | None = None
    code: str = ""
    badge: str = ""
    unit_id: int | None = None
    year: int | None = None
    listed: bool = False


@dataclass(frozen=True)
class Typed:
    """What was typed: all words folded, and those with marks in their toned form."""

    words: tuple[str, ...]
    marks: tuple[str, ...]


Made = dict[tuple[str, int], Row]


def made(
    found: Iterable[SearchRow], typed: Typed, readable: Select[tuple[int]], listed: Collection[int]
) -> Made:
    """Return {(kind, id): line}, with a fixed number of queries.

    `readable` are the units whose officers, `listed` those whose members the reader sees.
    """
    rows = {(row.kind, row.ref_id): row for row in found}
    ids: dict[str, list[int]] = {}
    for kind, ref_id in rows:
        ids.setdefault(kind, []).append(ref_id)
    said: dict[tuple[str, int], dict[str, Any]] = {}
    for kind, some in ids.items():
        told = _people(some, readable, listed) if kind == "person" else TELLERS[kind](some)
        said |= {(kind, ref_id): one for ref_id, one in told.items()}
    names = units.names_of({row.unit_id for row in rows.values() if row.unit_id}, clock.today())
    made_rows = {}
    for key, row in rows.items():
        one = {"name": "", "unit_id": row.unit_id, "year": row.year, "day": row.day} | said.get(key, {})
        if row.unit_id in names and "unit" not in one:
            one["unit"] = names[row.unit_id].short_name
        place = " · ".join(part for part in (one.get("detail"), one.get("unit")) if part)
        made_rows[key] = Row(
            kind=row.kind,
            ref_id=row.ref_id,
            pieces=tuple(marked(one["name"], typed.words)),
            place=tuple(marked(place, typed.words)),
            excerpt=_excerpt(row, one, typed),
            **one,
        )
    return made_rows


def _excerpt(row: SearchRow, one: dict[str, Any], typed: Typed) -> Pieces:
    """The line of the text that has the words, where the name has not all of them."""
    there = row.head.split()
    missing = [word for word in typed.words if not any(begins(part, word) for part in there)]
    line = excerpt(row.text, missing, typed.marks) if missing else ""
    return () if line in ("", one.get("unit")) else tuple(marked(line, typed.words))


def _dossiers(ids: list[int]) -> dict[int, dict[str, Any]]:
    query = select(Dossier.id, Dossier.code, Dossier.title, Dossier.status).where(Dossier.id.in_(ids))
    return {
        row.id: {"name": row.title, "number": row.code, "code": row.code, "badge": row.status}
        for row in db.session.execute(query)
    }


def _papers(ids: list[int]) -> dict[int, dict[str, Any]]:
    query = select(Paper.id, Paper.number, Paper.kind, Paper.subject, Paper.standing, Paper.state)
    return {
        row.id: {
            "name": row.subject,
            "number": row.number,
            "detail": title_of(row.kind),
            "badge": row.state if row.standing == "valid" else row.standing,
        }
        for row in db.session.execute(query.where(Paper.id.in_(ids)))
    }


def _lines(ids: list[int]) -> dict[int, dict[str, Any]]:
    query = select(RegisterEntry.id, RegisterEntry.number, RegisterEntry.kind, RegisterEntry.subject)
    return {
        row.id: {"name": row.subject, "number": row.number, "detail": title_of(row.kind)}
        for row in db.session.execute(query.where(RegisterEntry.id.in_(ids)))
    }


def _arrivals(ids: list[int]) -> dict[int, dict[str, Any]]:
    query = select(
        IncomingEntry.id,
        IncomingEntry.number,
        IncomingEntry.kind,
        IncomingEntry.subject,
        IncomingEntry.author,
    )
    return {
        row.id: {"name": row.subject, "number": row.number, "detail": row.kind, "unit": row.author}
        for row in db.session.execute(query.where(IncomingEntry.id.in_(ids)))
    }


def _units(ids: list[int]) -> dict[int, dict[str, Any]]:
    names = units.names_of(ids, clock.today())
    return {one: {"name": names[one].name, "unit": ""} for one in ids if one in names}


def _people(
    ids: list[int], readable: Select[tuple[int]], listed: Collection[int]
) -> dict[int, dict[str, Any]]:
    """People with the offices and memberships that the reader may see."""
    today = clock.today()
    names = select(Person.id, Person.name).where(Person.id.in_(ids))
    found: dict[int, dict[str, Any]] = {
        row.id: {"name": row.name, "unit_id": None} for row in db.session.execute(names)
    }
    offices = select(Office.person_id, Office.title, Office.unit_id).where(
        Office.person_id.in_(ids),
        Office.unit_id.in_(readable),
        or_(Office.valid_to.is_(None), Office.valid_to >= today),
    )
    members = select(Membership.person_id, Membership.post, Membership.unit_id).where(
        Membership.person_id.in_(ids),
        Membership.unit_id.in_(listed),
        Membership.hired_on <= today,
        or_(Membership.left_on.is_(None), Membership.left_on >= today),
    )
    held = [(*row, False) for row in db.session.execute(offices.order_by(Office.id))]
    held += [(*row, True) for row in db.session.execute(members.order_by(Membership.id))]
    called = units.names_of({unit_id for _person, _post, unit_id, _listed in held}, today)
    for person_id, post, unit_id, member in held:
        one = found[person_id]
        place = ", ".join(
            part for part in (post, called[unit_id].short_name if unit_id in called else "") if part
        )
        one["detail"] = "; ".join(part for part in (one.get("detail"), place) if part)
        if member or one["unit_id"] is None:
            one |= {"unit_id": unit_id, "listed": member}
    return found


#: Kind → what is told of its things.
TELLERS = {
    "dossier": _dossiers,
    "paper": _papers,
    "line": _lines,
    "arrival": _arrivals,
    "unit": _units,
}
