"""The unions of a grown sector: units, officers with their offices, members, accounts, put together from name lists.

Everything is drawn from one seeded generator: the same data file gives the same province.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import func, select

from extensions import db
from models import Account, Membership, Office, Person, Unit, UnitFigure, UnitParent, UnitPlace, UnitSymbol
from services import accounts, units
from workflows.actors import Actor, Seat

FOUNDED = date(2013, 1, 1)
TERM_BEGAN = date(2023, 3, 1)
TERM = "Đại hội công đoàn cơ sở, nhiệm kỳ 2023-2028"
WOMEN_OF_TEN = 7
SMALLEST, SPREAD = 120, 280


@dataclass(frozen=True)
class Union:
    """A union with its officers (role → actor in that seat, the first of a role) and the ids of its members."""

    unit_id: int
    name: str
    officers: Mapping[str, Actor]
    members: tuple[int, ...]
    women: int

    def person(self, role: str) -> int:
        """Return the id of the officer of a role."""
        found = self.officers[role].person_id
        if found is None:
            raise LookupError(role)
        return found


def grow(said: Mapping[str, Any], sector_id: int, on: date) -> list[Union]:
    """Add unions under the sector union until it has as many as the data say; returns the new ones.

    Runs inside the caller's command.
    """
    rng = Random(said["seed"])
    there = sum(units.kind_of(one) == "grassroots" for one in units.children_of(sector_id, on))
    wanted = said["units"] - there
    names = list(islice(_names(said), wanted))
    left = said["members"] - (db.session.scalar(select(func.count(Membership.id))) or 0)
    sizes = _sizes(rng, wanted, left)
    return [
        _union(said, rng, sector_id, no, name, size, on)
        for no, (name, size) in enumerate(zip(names, sizes, strict=True))
    ]


def _names(said: Mapping[str, Any]) -> Iterator[str]:
    for kind in said["kind"]:
        for place in kind["places"]:
            yield f"{kind['name']} {place}"


def _sizes(rng: Random, wanted: int, left: int) -> list[int]:
    """Sizes of unions that add up to `left`."""
    rough = [SMALLEST + rng.randrange(SPREAD) for _one in range(wanted)]
    scaled = [max(1, size * left // sum(rough)) for size in rough]
    scaled[0] += left - sum(scaled)
    return scaled


def _union(
    said: Mapping[str, Any], rng: Random, sector_id: int, no: int, place: str, size: int, on: date
) -> Union:
    unit = Unit(code=f"SX{no + 1:02d}", kind="grassroots", founded_on=FOUNDED, phone=f"0200 3877 {no:03d}")
    db.session.add(unit)
    db.session.flush()
    name = f"Công đoàn cơ sở {place}"
    units.add_name(
        unit.id,
        name=name,
        short_name=f"CĐCS {place}",
        letterhead=f"Công đoàn cơ sở\n{place}".upper(),
        collective="Ban Chấp hành",
        valid_from=FOUNDED,
    )
    db.session.add_all(
        [
            UnitParent(unit_id=unit.id, parent_id=sector_id, valid_from=FOUNDED),
            UnitSymbol(unit_id=unit.id, symbol="CĐCS", valid_from=FOUNDED),
            UnitPlace(unit_id=unit.id, place="Sông Lam", valid_from=FOUNDED),
        ]
    )
    people = [_person(said, rng, f"{unit.code}-{n:03d}") for n in range(size)]
    db.session.add_all(people)
    db.session.flush()
    women = sum(one.sex == "f" for one in people)
    hired = [FOUNDED + timedelta(days=rng.randrange(3000)) for _one in people]
    db.session.add_all(
        Membership(person_id=one.id, unit_id=unit.id, post=rng.choice(said["people"]["posts"]), hired_on=day)
        for one, day in zip(people, hired, strict=True)
    )
    for year in range(TERM_BEGAN.year, on.year + 1):
        if date(year, 11, 30) <= on:
            db.session.add(UnitFigure(unit_id=unit.id, as_of=date(year, 11, 30), members=size, women=women))
    db.session.add(UnitFigure(unit_id=unit.id, as_of=date(on.year, 5, 31), members=size, women=women))
    officers = _officers(said, unit.id, people)
    return Union(unit.id, name, officers, tuple(one.id for one in people), women)


def _person(said: Mapping[str, Any], rng: Random, code: str) -> Person:
    lists, sex = said["people"], "f" if rng.randrange(10) < WOMEN_OF_TEN else "m"
    parts = (lists["families"], lists[f"middles_{sex}"], lists[f"givens_{sex}"])
    born = date(1968, 1, 1) + timedelta(days=rng.randrange(12_000))
    return Person(code=code, name=" ".join(rng.choice(one) for one in parts), sex=sex, born_on=born)


def _officers(said: Mapping[str, Any], unit_id: int, people: list[Person]) -> dict[str, Actor]:
    held = [
        Office(
            person_id=person.id,
            unit_id=unit_id,
            role=row["role"],
            title=row["title"],
            valid_from=TERM_BEGAN,
            source=TERM,
        )
        for person, row in zip(people, said["office"], strict=False)
    ]
    db.session.add_all(held)
    db.session.flush()
    found: dict[str, Actor] = {}
    for office in held:
        seat = Seat(office.id, office.role, unit_id)
        found.setdefault(office.role, Actor(office.person_id, (seat,)))
    return found


def open_accounts(said: Mapping[str, Any], unions: list[Union]) -> None:
    """Give officers accounts, the same office in every union before the next one, until there are enough.

    Runs inside the caller's command.
    """
    left = said["accounts"] - (db.session.scalar(select(func.count(Account.id))) or 0)
    roles = dict.fromkeys(row["role"] for row in said["office"])
    seats = ((one, role) for role in roles for one in unions)
    for union, role in islice(seats, left):
        person = db.session.get_one(Person, union.person(role))
        name = person.code.lower()
        accounts.add(person.id, name, None, email=f"{name}@songlam.example", demo=True)
