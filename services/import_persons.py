"""Whom a row without a code means: somebody of the unit by name and day of birth; who is not sure is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select

from extensions import db
from models import Person
from rules.finding import N_
from rules.importing.rows import Record
from rules.importing.similar import Crowd, Known
from services.import_plans import DROP, Option, Plan, Step, in_pieces
from vietnamese.dates import screen_date
from vietnamese.names import sort_key

NAMELESS = N_("Ghi mã hoặc họ và tên.")
NOT_NAMED = N_("Chưa có người tên này ở đơn vị. Nhập danh sách đoàn viên trước.")
BORN = N_("Là %(name)s, sinh %(day)s (mã %(code)s)")
UNBORN = N_("Là %(name)s (mã %(code)s)")
LEAVE_OUT = N_("Bỏ dòng này")


class Persons:
    """People found by name, whatever the spelling of its letters (NFD, spaces, case, place of a tone)."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_id = {one.id: one for one in people}
        self.crowd = Crowd(Known(f"p{one.id}", one.name, one.born_on) for one in self.by_id.values())
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for one in self.by_id.values():
            self._by_name[sort_key(one.name)].append(one)

    def named(self, record: Record) -> list[Person]:
        """Return who bears the row's name and was not born on another day; who was born that very day comes alone."""
        born = record["born_on"]
        same = [
            one
            for one in self._by_name[sort_key(record["name"])]
            if born in (None, one.born_on) or not one.born_on
        ]
        return [one for one in same if born and one.born_on == born] or same

    def marked(self, mark: str) -> Person | None:
        """Return the person whom an answer («p12») names."""
        return self.by_id.get(int(mark[1:])) if mark[:1] == "p" and mark[1:].isdigit() else None


def load(ids: Collection[int]) -> Persons:
    """Return the people with these ids."""
    found: list[Person] = []
    for piece in in_pieces(ids):
        found += db.session.scalars(select(Person).where(Person.id.in_(piece)))
    return Persons(found)


def wanted(records: Iterable[Record]) -> bool:
    """Tell whether a list has rows without a code."""
    return any(not one["code"] for one in records)


def meant(record: Record, step: Step, found: Plan, known: Persons, chosen: str) -> Person | None:
    """Return the person whom a row without a code means; asks where it may be several, refuses where nobody."""
    if not record["name"]:
        found.stop(step, record.fault("name", NAMELESS))
        return None
    same = known.named(record)
    if len(same) == 1:
        return same[0]
    near = [one.known.mark for one in known.crowd.alike(record["name"], record["born_on"])]
    maybe = same or [person for mark in near if (person := known.marked(mark)) is not None]
    if not maybe:
        found.stop(step, record.fault("name", NOT_NAMED))
        return None
    step.options = (*(_option(one) for one in maybe[:5]), Option(DROP, LEAVE_OUT, {}))
    step.chosen = chosen if chosen in {one.mark for one in step.options} else ""
    return known.marked(step.chosen)


def _option(one: Person) -> Option:
    said = {"name": one.name, "code": one.code}
    if one.born_on is None:
        return Option(f"p{one.id}", UNBORN, said)
    return Option(f"p{one.id}", BORN, {**said, "day": screen_date(one.born_on)})
