"""Who can be nominated, and what is on record about them: people and groups of a unit, ratings, awards.

A nominee's key is its kind and id («p12» a person, «u34» a group or a unit), so that it survives any reordering.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from extensions import db
from models import AwardRecord, Initiative, Membership, Office, Person, Rating, Unit, UnitName, UnitParent
from services import remembered
from vietnamese.names import sort_key
from vietnamese.text import search_key


@dataclass(frozen=True)
class Candidate:
    """Somebody or some group of the unit that may be nominated; `chairs` marks who leads the unit itself."""

    key: str
    kind: str
    id: int
    name: str
    post: str
    group: str
    sort_key: str
    search_key: str
    sex: str | None = None
    hired_on: date | None = None
    leader: bool = False
    chairs: bool = False
    group_key: str = ""
    born_on: date | None = None


@dataclass(frozen=True)
class OnRecord:
    """What the product knows of a nominee: ratings {year: code}, rating decisions {year: text}, awards, initiatives."""

    ratings: dict[int, str]
    decisions: dict[int, str]
    awards: tuple[AwardRecord, ...]
    initiatives: tuple[Initiative, ...]


NOTHING = OnRecord({}, {}, (), ())
_KEY = re.compile(r"[pu][0-9]{1,9}")


def _valid(table, on: date):
    return (table.valid_from <= on) & or_(table.valid_to.is_(None), table.valid_to >= on)


def candidates(unit_id: int, on: date) -> list[Candidate]:
    """Return the people of the unit on the day, by Vietnamese name order, then its groups and the unit itself."""
    made = remembered.once(
        ("candidates", unit_id, on), lambda: (*people_of(unit_id, on), *groups_of(unit_id, on))
    )
    return list(made)


def people_of(unit_id: int, on: date) -> list[Candidate]:
    """Return the members of the unit on the day, sorted by given name."""
    held = db.session.execute(
        select(Office.person_id, Office.title, Office.role)
        .where(Office.unit_id == unit_id, _valid(Office, on))
        .order_by(Office.id.desc())
    ).all()
    titles = {row.person_id: row.title for row in held}
    chairs = {row.person_id for row in held if row.role == "chair"}
    query = (
        select(
            *(Person.id, Person.name, Person.sort_key, Person.search_key, Person.sex, Person.born_on),
            *(Membership.post, Membership.hired_on, Membership.leader, Membership.group_id),
        )
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.unit_id == unit_id,
            Membership.hired_on <= on,
            or_(Membership.left_on.is_(None), Membership.left_on > on),
        )
        .order_by(Person.sort_key, Person.id)
    )
    rows = db.session.execute(query).all()
    named = select(UnitName.unit_id, UnitName.short_name).where(_valid(UnitName, on))
    named = named.where(UnitName.unit_id.in_({row.group_id for row in rows if row.group_id}))
    groups = dict(db.session.execute(named).all())
    return [
        Candidate(
            key=f"p{row.id}",
            kind="person",
            id=row.id,
            name=row.name,
            post=", ".join(part for part in (titles.get(row.id, ""), row.post) if part),
            group=groups.get(row.group_id, ""),
            sort_key=row.sort_key,
            search_key=row.search_key,
            sex=row.sex,
            hired_on=row.hired_on,
            leader=row.leader,
            chairs=row.id in chairs,
            group_key=f"u{row.group_id}" if row.group_id else "",
            born_on=row.born_on,
        )
        for row in rows
    ]


def groups_of(unit_id: int, on: date) -> list[Candidate]:
    """Return the unit's groups (tổ công đoàn) on the day, and the unit itself as the last one."""
    under = select(UnitParent.unit_id).where(UnitParent.parent_id == unit_id, _valid(UnitParent, on))
    query = (
        select(Unit, UnitName)
        .join(UnitName, UnitName.unit_id == Unit.id)
        .where(or_(Unit.id.in_(under), Unit.id == unit_id), _valid(UnitName, on))
    )
    found = [
        Candidate(
            key=f"u{unit.id}",
            kind="unit" if unit.id == unit_id else "group",
            id=unit.id,
            name=name.name,
            post="",
            group="",
            sort_key=sort_key(name.name),
            search_key=search_key(name.name),
        )
        for unit, name in db.session.execute(query)
        if unit.kind == "group" or unit.id == unit_id
    ]
    return sorted(found, key=lambda candidate: (candidate.kind == "unit", candidate.search_key, candidate.id))


def _by_subject(rows: Iterable) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in rows:
        person_id, unit_id = row.person_id, getattr(row, "unit_id", None)
        found.setdefault(f"p{person_id}" if person_id else f"u{unit_id}", []).append(row)
    return found


def numbers(keys: Iterable[str], letter: str) -> list[int]:
    """Return the ids in the keys of one kind; what no row can be called (a key typed by hand) is left out."""
    return [int(key[1:]) for key in keys if _KEY.fullmatch(key) and key[0] == letter]


def on_record(keys: Iterable[str]) -> dict[str, OnRecord]:
    """Return what is on record about each nominee: {key: OnRecord}; three queries, however many there are."""
    keys = list(keys)
    people, bodies = numbers(keys, "p"), numbers(keys, "u")

    def rows(table):
        about = or_(table.person_id.in_(people), table.unit_id.in_(bodies))
        return db.session.scalars(select(table).where(about).order_by(table.year, table.id))

    ratings, awards = _by_subject(rows(Rating)), _by_subject(rows(AwardRecord))
    own = select(Initiative).where(Initiative.person_id.in_(people)).order_by(Initiative.year, Initiative.id)
    initiatives = _by_subject(db.session.scalars(own))
    return {
        key: OnRecord(
            {row.year: row.code for row in ratings.get(key, ())},
            {row.year: row.decision for row in ratings.get(key, ())},
            tuple(awards.get(key, ())),
            tuple(initiatives.get(key, ())),
        )
        for key in keys
    }
