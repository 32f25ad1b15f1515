"""What an overview counts: the matters of a union, whom each asks, which dossier answers, what is still owed.

A matter is settled once its day is past and its decision stands: a paper, or the awards or ratings that it gave where
the decision itself is from before the papers were kept here. Of a settled matter nobody owes what was never sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, union

from extensions import db
from models import AwardRecord, Dossier, Matter, MatterMove, Paper, Rating, Unit, UnitParent
from services import procedures, units

MISSING, UNSENT = "missing", "unsent"
OWED = frozenset({MISSING, "returned", "amending"})
#: States in the order in which the page counts them.
STATES = ("in_review", "returned", "amending", "approved", "rejected")
#: Dossiers with which something is still to be done.
MOVING = ("draft", "in_review", "returned")


@dataclass(frozen=True)
class Cell:
    """One unit in one procedure: {state: how many matters}, the code where there is one dossier, the worst state."""

    states: Mapping[str, int]
    code: str

    @property
    def worst(self) -> str:
        """The state that needs somebody first."""
        order = (MISSING, "returned", "amending", "in_review", "rejected", UNSENT, "approved")
        return next((one for one in order if one in self.states), "")


@dataclass(frozen=True)
class Answer:
    """Where a unit stands in a matter that asks it; `code` of its dossier, "" where nothing was sent."""

    title: str
    deadline_on: date
    state: str
    code: str


def below(unit_id: int) -> dict[int, list[UnitParent]]:
    """Return {unit: links under this one or under one whose matters it has taken over}, groups apart."""
    gone = select(MatterMove.from_id).where(MatterMove.into_id == unit_id)
    query = (
        select(UnitParent)
        .join(Unit, Unit.id == UnitParent.unit_id)
        .where((UnitParent.parent_id == unit_id) | UnitParent.parent_id.in_(gone), Unit.kind != "group")
    )
    found: dict[int, list[UnitParent]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.unit_id, []).append(row)
    return found


class Work:
    """What the page counts: matters, whom each asks, which dossier answers.

    Without a year: the matters with which something is still to be done, of whatever year; with one: all of that year.
    `matter_id` narrows further. `choices` are the matters before that narrowing, the oldest deadline first.
    """

    def __init__(
        self,
        unit_id: int,
        below: Mapping[int, Sequence[UnitParent]],
        today: date,
        *,
        year: int | None = None,
        matter_id: int | None = None,
    ) -> None:
        self.unit_id, self.year, self.below, self.today = unit_id, year, below, today
        joined = [code for code, one in procedures.catalogue().items() if one.joins == "below"]
        query = select(Matter).where(
            Matter.unit_id == unit_id, Matter.opens_on <= today, Matter.procedure.in_(joined)
        )
        query = query.order_by(Matter.deadline_on, Matter.id)
        begun = list(db.session.scalars(query if year is None else query.where(Matter.year == year)))
        moving = self._statuses([one.id for one in begun])
        self.settled = self._settled(begun, moving)
        self.choices = [
            one
            for one in begun
            if year is not None or one.id not in self.settled or moving.get(one.id, set()) & set(MOVING)
        ]
        self.matter_id = matter_id if matter_id in {one.id for one in self.choices} else None
        self.matters = [one for one in self.choices if self.matter_id in (None, one.id)]
        ids = [one.id for one in self.matters]
        moved = select(MatterMove.matter_id, MatterMove.from_id).where(MatterMove.matter_id.in_(ids))
        self.begun = dict(db.session.execute(moved.order_by(MatterMove.id.desc())).all())
        self.lives = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(below)))}
        sent = select(Dossier.unit_id, Dossier.matter_id, Dossier.status, Dossier.code)
        sent = sent.where(Dossier.matter_id.in_(ids), Dossier.revision_no >= 1)
        rows = db.session.execute(sent.where(Dossier.status != "withdrawn").order_by(Dossier.id))
        self.dossiers = {(row.unit_id, row.matter_id): row for row in rows}
        self.asked = {one.id: self._asked(one) for one in self.matters}
        here = {one for one in below if self._under(one, unit_id, today)}
        wanted = here | {one for ids_ in self.asked.values() for one in ids_}
        self.alive = sorted(one for one in wanted if not self._ended(one))

    def _statuses(self, ids: Sequence[int]) -> dict[int, set[str]]:
        """Return {matter: statuses of the dossiers that were sent}."""
        query = select(Dossier.matter_id, Dossier.status).distinct()
        query = query.where(Dossier.matter_id.in_(ids), Dossier.revision_no >= 1)
        found: dict[int, set[str]] = {}
        for matter_id, status in db.session.execute(query):
            found.setdefault(matter_id, set()).add(status)
        return found

    def _settled(self, matters: Sequence[Matter], statuses: Mapping[int, set[str]]) -> frozenset[int]:
        """Return the matters whose day is past and of which the decision stands, or nothing is left to decide."""
        past = {one.id: one for one in matters if one.deadline_on < self.today}
        kinds = {one.result.kind for one in procedures.catalogue().values() if one.result}
        paper = select(Paper.matter_id).where(
            Paper.matter_id.in_(past), Paper.kind.in_(kinds), Paper.standing == "valid"
        )
        award = select(Dossier.matter_id).join(AwardRecord, AwardRecord.dossier_id == Dossier.id)
        award = award.where(Dossier.matter_id.in_(past))
        years = select(Rating.year).where(Rating.unit_id.in_(self.below))
        rated = select(Matter.id).where(
            Matter.id.in_(past), Matter.procedure == "self_review", Matter.year.in_(years)
        )
        found = set(db.session.scalars(union(paper, award, rated)))
        refused = {each for each, said in statuses.items() if said <= {"rejected", "withdrawn"}}
        return frozenset(found | (refused & set(past)))

    def _under(self, unit_id: int, parent_id: int, on: date) -> bool:
        return any(
            row.parent_id == parent_id and row.valid_from <= on <= (row.valid_to or date.max)
            for row in self.below[unit_id]
        )

    def _ended(self, unit_id: int) -> bool:
        last = self.lives[unit_id].closed_on
        return last is not None and last < self.today

    def _asked(self, matter: Matter) -> list[int]:
        """Return the units that a matter asks: those under its unit on its deadline, or today while it runs."""
        begun = self.begun.get(matter.id)
        on = min(self.today, matter.deadline_on)
        found = {one for one in self.below if begun is None and self._under(one, self.unit_id, on)}
        if begun is not None:
            found |= {one for one in self.below if self._under(one, begun, matter.opens_on)}
        return sorted(
            found
            | {unit for unit, matter_id in self.dossiers if matter_id == matter.id and unit in self.below}
        )

    def state(self, unit_id: int, matter: Matter) -> str:
        """Return where a unit stands in a matter."""
        row = self.dossiers.get((unit_id, matter.id))
        if row is None:
            return UNSENT if matter.id in self.settled else MISSING
        return "amending" if row.status == "draft" else row.status

    def ended(self) -> tuple[tuple[str, date], ...]:
        """Return (name, last day) of units that have ended in the year (this one) or since: they are not counted."""
        first = date(self.year or self.today.year, 1, 1)
        gone = {
            one: unit.closed_on
            for one, unit in self.lives.items()
            if unit.closed_on is not None and first <= unit.closed_on < self.today
        }
        names = units.names_of(gone, self.today)
        return tuple(sorted((names[one].short_name, day) for one, day in gone.items()))

    def columns(self) -> tuple[tuple[str, str, int, int], ...]:
        """Return (procedure, title, sent, asked) of the procedures with matters, in the catalogue's order."""
        known = procedures.catalogue()
        found = []
        for code in sorted({one.procedure for one in self.matters}, key=list(known).index):
            pairs = [
                (unit, one)
                for one in self.matters
                if one.procedure == code
                for unit in self.asked[one.id]
                if unit in set(self.alive)
            ]
            sent = sum((unit, one.id) in self.dossiers for unit, one in pairs)
            found.append((code, known[code].title, sent, len(pairs)))
        return tuple(found)

    def states(self) -> tuple[tuple[str, int], ...]:
        """Return (state, number) of the dossiers that were sent, states without any left out."""
        ids = {one.id: one for one in self.matters}
        there = Counter(
            self.state(unit, ids[matter_id]) for unit, matter_id in self.dossiers if unit in set(self.alive)
        )
        return tuple((one, there[one]) for one in STATES if there[one])

    def answers(self, unit_id: int) -> list[Answer]:
        """Return where a unit stands in each matter that asks it, the oldest deadline first."""
        found = []
        for one in self.matters:
            if unit_id in self.asked[one.id]:
                row = self.dossiers.get((unit_id, one.id))
                state = self.state(unit_id, one)
                found.append(Answer(one.title, one.deadline_on, state, row.code if row else ""))
        return found

    def owed(self, unit_id: int) -> list[Answer]:
        """Return what a unit has not sent or has to complete, the oldest deadline first."""
        return [one for one in self.answers(unit_id) if one.state in OWED]

    def cells(self, unit_id: int) -> dict[str, Cell]:
        """Return {procedure: cell} of the procedures that ask this unit."""
        found: dict[str, Counter[str]] = {}
        codes: dict[str, list[str]] = {}
        for one in self.matters:
            if unit_id in self.asked[one.id]:
                found.setdefault(one.procedure, Counter())[self.state(unit_id, one)] += 1
                if row := self.dossiers.get((unit_id, one.id)):
                    codes.setdefault(one.procedure, []).append(row.code)
        return {
            code: Cell(dict(states), codes[code][0] if len(codes.get(code, ())) == 1 else "")
            for code, states in found.items()
        }
