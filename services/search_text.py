"""What is found of each thing: its name, the text it holds, and where and when it belongs.

Answers and values of papers are read as people see them: places in the register of people become names, days and
amounts are written as on paper, codes are left out. What is declared private is never indexed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Text, func, select, type_coerce

import reference
from extensions import db
from models import (
    Dossier,
    IncomingEntry,
    Matter,
    Paper,
    PaperPart,
    Person,
    RegisterEntry,
    Revision,
    UnitName,
)
from services.calendar import local_date
from services.kind_titles import title_of
from vietnamese import numbers
from vietnamese.text import clean

#: What every paper of a unit says, and what is nobody's text.
COMMON = frozenset({"letterhead", "bases", "extra_bases", "profile", "pasted"})
#: Amounts below are counts, which nobody looks for by themselves.
LEAST_AMOUNT = 1_000
#: Letters kept of one thing's text.
MOST_TEXT = 60_000

#: So many places of the register are looked for one by one in all answers; more in one reading of them.
FEW_REFS = 3

_REF = re.compile(r"[pu]\d+")
_QUOTED_REF = re.compile(r'"([pu]\d+)"')
_CODE = re.compile(r"[a-z0-9_]*")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@functools.cache
def private() -> frozenset[str]:
    """Return the declared names of values that concern nobody but the person (`reference/privacy.toml`)."""
    return frozenset(name for row in reference.load("privacy.toml")["field"] for name in row["names"])


@dataclass(frozen=True)
class Found:
    """What is kept of one thing: `name` in its words, `text` one thing a line, the unit, year and day it belongs to."""

    ref_id: int
    name: str
    text: str
    unit_id: int | None = None
    year: int | None = None
    day: date | None = None


def _leaves(value: Any, key: str = "") -> Iterator[Any]:
    """Yield what stands in a JSON value and may be indexed, keys of rows that name a person or unit too."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in private() or name in COMMON or name.startswith("_"):
                continue
            if _REF.fullmatch(name):
                yield name
            yield from _leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, key)
    elif isinstance(value, str) or (type(value) is int and value >= LEAST_AMOUNT and key != "year"):
        yield value


def _said(value: Any, names: dict[str, str]) -> str:
    """Return a leaf as people read it, "" for a code."""
    if isinstance(value, int):
        return numbers.group(value)
    if value in names:
        return names[value]
    if day := _DAY.fullmatch(value):
        return "/".join(reversed(day.groups()))
    return "" if _CODE.fullmatch(value) else clean(value, multiline=True)


def _text(values: Iterable[Any], names: dict[str, str]) -> str:
    said = (_said(value, names) for value in values)
    return "\n".join(dict.fromkeys(line for text in said for line in text.split("\n") if line))[:MOST_TEXT]


def _names(leaves: Iterable[Any]) -> dict[str, str]:
    """Return {"p12": a person's name, "u5": a unit's names} for the places named among leaves."""
    refs = {one for one in leaves if isinstance(one, str) and _REF.fullmatch(one)}
    people = [int(one[1:]) for one in refs if one[0] == "p"]
    query = select(Person.id, Person.name).where(Person.id.in_(people))
    found = {f"p{row.id}": row.name for row in db.session.execute(query)}
    called = _called({int(one[1:]) for one in refs if one[0] == "u"})
    return found | {f"u{unit_id}": name for unit_id, name in called.items()}


def _called(unit_ids: Collection[int]) -> dict[int, str]:
    """Return {unit id: all the names it has borne}, the oldest first."""
    query = select(UnitName.unit_id, UnitName.name, UnitName.short_name)
    found: dict[int, dict[str, None]] = {}
    for row in db.session.execute(query.where(UnitName.unit_id.in_(unit_ids)).order_by(UnitName.valid_from)):
        found.setdefault(row.unit_id, {}).update({row.name: None, row.short_name: None})
    return {unit_id: " · ".join(names) for unit_id, names in found.items()}


def dossiers(ids: Collection[int]) -> list[Found]:
    """Dossiers by code, title and unit; the text is what was sent last: answers, names of files."""
    rows = db.session.execute(
        select(Dossier, Matter.year, Matter.title.label("matter"))
        .join(Matter, Matter.id == Dossier.matter_id)
        .where(Dossier.id.in_(ids))
    ).all()
    last = select(Revision.dossier_id, func.max(Revision.no).label("no")).where(Revision.dossier_id.in_(ids))
    newest = last.group_by(Revision.dossier_id).subquery()
    frozen = select(Revision.dossier_id, Revision.snapshot).join(
        newest, (newest.c.dossier_id == Revision.dossier_id) & (newest.c.no == Revision.no)
    )
    sent = {
        row.dossier_id: list(_leaves([row.snapshot.get("answers"), _files(row.snapshot)]))
        for row in db.session.execute(frozen)
    }
    names = _names(one for leaves in sent.values() for one in leaves)
    called = _called({row.Dossier.unit_id for row in rows})
    return [
        Found(
            row.Dossier.id,
            f"{row.Dossier.code} {row.Dossier.title} {called.get(row.Dossier.unit_id, '')}",
            _text([row.matter, *sent.get(row.Dossier.id, ())], names),
            row.Dossier.unit_id,
            row.year,
            local_date(row.Dossier.created_at),
        )
        for row in rows
    ]


def drafts(typed: Mapping[int, Any]) -> dict[int, str]:
    """Return {dossier: what its draft says as people read it} of {dossier: draft}."""
    leaves = {one: list(_leaves(draft or {})) for one, draft in typed.items()}
    names = _names(one for each in leaves.values() for one in each)
    return {one: _text(each, names) for one, each in leaves.items()}


def _files(snapshot: dict[str, Any]) -> list[str]:
    return [row["name"] for row in snapshot.get("attachments", ())]


def papers(ids: Collection[int]) -> list[Found]:
    """Papers by number, kind and subject; the text is what they say."""
    parts = select(PaperPart.paper_id, PaperPart.title, PaperPart.values).where(PaperPart.paper_id.in_(ids))
    held: dict[int, list[Any]] = {}
    for part in db.session.execute(parts.order_by(PaperPart.paper_id, PaperPart.no)):
        held.setdefault(part.paper_id, []).extend([part.title, *_leaves(part.values)])
    rows = db.session.scalars(select(Paper).where(Paper.id.in_(ids))).all()
    return [
        Found(
            row.id,
            f"{row.number} {title_of(row.kind)} {row.subject}",
            _text([row.signer, *held.get(row.id, ())], {}),
            row.unit_id,
            row.dated_on.year,
            row.dated_on,
        )
        for row in rows
    ]


def lines(ids: Collection[int]) -> list[Found]:
    """Lines of outgoing registers that no paper here stands behind."""
    query = select(RegisterEntry).where(RegisterEntry.id.in_(ids), RegisterEntry.paper_id.is_(None))
    return [
        Found(
            row.id,
            f"{row.number} {title_of(row.kind)} {row.subject}",
            _text([row.signer, row.recipients, row.note], {}),
            row.unit_id,
            row.year,
            row.dated_on,
        )
        for row in db.session.scalars(query)
    ]


def arrivals(ids: Collection[int]) -> list[Found]:
    """Lines of incoming registers."""
    query = select(IncomingEntry).where(IncomingEntry.id.in_(ids))
    return [
        Found(
            row.id,
            f"{row.number} {row.kind} {row.subject}",
            _text([row.author, row.handler, row.note], {}),
            row.unit_id,
            row.year,
            row.arrived_on,
        )
        for row in db.session.scalars(query)
    ]


def people(ids: Collection[int]) -> list[Found]:
    """People by name."""
    query = select(Person.id, Person.name).where(Person.id.in_(ids))
    return [Found(row.id, row.name, "") for row in db.session.execute(query)]


def units(ids: Collection[int]) -> list[Found]:
    """Units by every name they have borne."""
    return [Found(unit_id, name, "", unit_id) for unit_id, name in _called(ids).items()]


#: Kind → the reader of its things.
READERS: dict[str, Callable[[Collection[int]], list[Found]]] = {
    "dossier": dossiers,
    "paper": papers,
    "line": lines,
    "arrival": arrivals,
    "person": people,
    "unit": units,
}


def _naming(refs: Collection[str]) -> set[int]:
    """Return the dossiers in whose answers these places of the register stand («p12», «u5»).

    Answers have no index: each question reads all of them, so that many places are looked for in one reading.
    """
    text = type_coerce(Revision.snapshot, Text)
    if len(refs) > FEW_REFS:
        wanted = frozenset(refs)
        rows = db.session.execute(select(Revision.dossier_id, text).execution_options(yield_per=500))
        return {one for one, said in rows if not wanted.isdisjoint(_QUOTED_REF.findall(said))}
    found: set[int] = set()
    for ref in refs:
        found.update(db.session.scalars(select(Revision.dossier_id).where(text.like(f'%"{ref}"%'))))
    return found


def of_people(person_ids: Collection[int]) -> set[int]:
    """Return the dossiers whose answers name these people."""
    return _naming([f"p{one}" for one in person_ids])


def of_units(unit_ids: Collection[int]) -> set[int]:
    """Return the dossiers of these units, and those whose answers name them."""
    own = set(db.session.scalars(select(Dossier.id).where(Dossier.unit_id.in_(unit_ids))))
    return own | _naming([f"u{one}" for one in unit_ids])


def of_matters(matter_ids: Collection[int]) -> set[int]:
    """Return the dossiers of these matters."""
    return set(db.session.scalars(select(Dossier.id).where(Dossier.matter_id.in_(matter_ids))))
