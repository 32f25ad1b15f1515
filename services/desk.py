"""What waits for a seat: cheap lines to count and sort, before any history is read.

A line waits for a seat by unit and office, or for the person by name. Who stands in for somebody does not get what
that somebody may not judge; a seat that rests gets nothing (`workflows/permissions.py` refuses the same).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Text, and_, bindparam, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Bundle, aliased

import reference
from extensions import clock, db
from models import Dossier, DossierEntry, Matter, Waiting
from services import access, matters, procedures, remembered, units
from services.calendar import working_calendar
from services.who import Who
from vietnamese.due import Phrase, due_phrase
from vietnamese.text import search_key
from workflows.actors import Actor, Seat


@dataclass(frozen=True)
class Line:
    """A dossier as far as it is counted and sorted: by due date, then by age.

    `sent_back`: the person has returned it and waits for others to mend it, though the own office may mend it as well.
    """

    id: int
    code: str
    title: str
    status: str
    due_on: date | None
    changed_at: datetime
    procedure: str
    unit_id: int
    kinds: frozenset[str] = frozenset()
    sent_back: bool = False

    @property
    def order(self) -> tuple[date, datetime, str]:
        """Overdue first, without a deadline last."""
        return (self.due_on or date.max, self.changed_at, self.code)

    @property
    def asks(self) -> bool:
        """Whether it needs this person now: what is only begun, or was sent back by them, does not."""
        return self.status != "draft" and not self.sent_back


COLUMNS = (
    *(Dossier.id, Dossier.code, Dossier.title, Dossier.status, Dossier.due_on, Dossier.changed_at),
    *(Dossier.procedure, Dossier.unit_id),
)


@dataclass(frozen=True)
class Soon:
    """Something due within a few working days: an open round not yet answered, a draft, a round of the own unit.

    `code` is that of the dossier there is ("": none yet); `matter` what kind of matter (`Procedure.matter`); `led`
    tells that the own unit holds it.
    """

    title: str
    due: Phrase
    due_on: date
    code: str = ""
    matter_id: int = 0
    matter: str = ""
    led: bool = False


def page_size() -> int:
    """Return how many rows of a group stand on one page."""
    return int(reference.load("desk.toml")["rows"])


def soon_until(today: date) -> date:
    """Return the last day that counts as soon."""
    return working_calendar().add(today, int(reference.load("desk.toml")["soon_days"]))


def _matches(seat: Seat) -> Any:
    """The condition that a row waits for the office of a seat."""
    return and_(Waiting.unit_id == seat.unit_id, Waiting.role == seat.role, access.lent_for(seat))


def waits(actor: Actor, seats: Sequence[Seat]) -> dict[int | None, list[Line]]:
    """Return {seat's key: what waits for it}, by due date, each dossier once per seat. One query for all seats."""
    return remembered.once(("waits", actor, tuple(seats)), lambda: _waits(actor, seats))


def _waits(actor: Actor, seats: Sequence[Seat]) -> dict[int | None, list[Line]]:
    seats = [seat for seat in seats if not seat.rests]
    found: dict[int | None, dict[int, Line]] = {seat.key: {} for seat in seats}
    if not seats:
        return {}
    row_of = Bundle("waiting", Waiting.unit_id, Waiting.role, Waiting.person_id, Waiting.kind)
    ids = sorted({actor.person_id, *(seat.giver_id for seat in seats)} - {None})
    query = (
        select(*COLUMNS, _sent_back_by_me(), row_of, *(_excludes(one) for one in ids))
        .join(Dossier, Dossier.id == Waiting.dossier_id)
        .where(or_(Waiting.person_id == actor.person_id, *(_matches(seat) for seat in seats)))
    )
    own = {seat.unit_id for seat in actor.every}
    known = procedures.catalogue()
    for found_row in db.session.execute(query, {"me": actor.person_id}):
        plain, (sent_back, row, *out) = found_row[: len(COLUMNS)], found_row[len(COLUMNS) :]
        line = Line(*plain, sent_back=bool(sent_back))
        excluded = {one for one, is_out in zip(ids, out, strict=True) if is_out}
        for seat in seats:
            covered = not seat.covers or known[line.procedure].definition in seat.covers
            if not covered or not _for(row, excluded, seat, actor, own):
                continue
            kinds = found[seat.key].get(line.id, line).kinds
            found[seat.key][line.id] = replace(line, kinds=kinds | {row.kind})
    return {key: ordered(lines.values()) for key, lines in found.items()}


@cache
def _sent_back_by_me() -> Any:
    """The condition that a returned dossier was returned by person `me`, since it was sent up last; built once."""
    sent, back = aliased(DossierEntry), aliased(DossierEntry)
    last = select(func.max(sent.seq)).where(sent.dossier_id == Dossier.id, sent.kind == "submitted")
    mine = exists().where(
        back.dossier_id == Dossier.id,
        back.kind == "returned",
        back.person_id == bindparam("me"),
        back.seq > last.correlate(Dossier).scalar_subquery(),
    )
    return and_(Dossier.status == "returned", mine.correlate(Dossier))


def _excludes(person_id: int) -> Any:
    """The condition that a row does not wait for a person: the lists are long, and stay in the database."""
    ids = func.replace(func.replace(type_coerce(Waiting.excluded, Text), "[", ","), "]", ",")
    return ids.like(f"%,{person_id},%")


def _for(row: Row, excluded: Collection[int], seat: Seat, actor: Actor, own: Collection[int | None]) -> bool:
    if actor.person_id in excluded or seat.giver_id in excluded:
        return False
    if (
        row.person_id is not None
    ):  # named: in the seat of that unit, or in any where the person has none there
        here = row.unit_id == seat.unit_id or row.unit_id not in own
        return row.person_id == actor.person_id and here and seat.giver_id is None
    return (row.unit_id, row.role) == (seat.unit_id, seat.role)


def ordered(lines: Iterable[Line]) -> list[Line]:
    """Return lines by due date, then by age."""
    return sorted(lines, key=lambda line: line.order)


def filtered(lines: Sequence[Line], text: str, procedure: str) -> list[Line]:
    """Return the lines of a procedure ("": all) whose code, title or unit has the words of a text."""
    key = search_key(text)
    names = units.names_of({line.unit_id for line in lines}, clock.today()) if key else {}
    return [
        line
        for line in lines
        if procedure in ("", line.procedure)
        and (not key or key in search_key(f"{line.code} {line.title} {_named(names[line.unit_id])}"))
    ]


def _named(name: units.NameView) -> str:
    return f"{name.name} {name.short_name}"


def sent(seat: Seat | None, asked: Collection[int]) -> list[Line]:
    """Return what the unit of the seat has sent up and others hold now, by due date; what it is asked itself is not."""
    if seat is None or seat.role in access.BLIND_ROLES:
        return []
    query = select(*COLUMNS).where(Dossier.unit_id == seat.unit_id, Dossier.status == "in_review")
    return ordered(Line(*row) for row in db.session.execute(query) if row.id not in asked)


def soon(who: Who, seat: Seat | None, drafts: Sequence[Line], busy: Collection[str]) -> list[Soon]:
    """Return what is due within a few working days and not yet sent; `busy` are codes that stand higher on the page.

    Open rounds and cycles the unit may join, its drafts with a deadline, and the rounds it holds itself.
    """
    if seat is None or seat.unit_id is None:
        return []
    today, calendar = clock.today(), working_calendar()
    last = soon_until(today)
    typing = {line.code: line for line in drafts}
    found = [
        Soon(line.title, due_phrase(today, line.due_on, calendar), line.due_on, line.code)
        for line in drafts
        if line.due_on is not None and line.due_on <= last
    ]
    there = {one.code for one in found} | set(busy)
    for card in matters.open_to(who):
        sent_up = bool(card.dossier_code) and card.dossier_code not in typing
        if card.deadline_on <= last and not sent_up and card.dossier_code not in there:
            due = due_phrase(today, card.deadline_on, calendar)
            found.append(Soon(card.title, due, card.deadline_on, card.dossier_code, card.matter_id))
    return sorted([*found, *_led(seat, today, last)], key=lambda one: (one.due_on, one.title))


def _led(seat: Seat, today: date, last: date) -> list[Soon]:
    """Rounds and cycles of the own unit that close soon, for those who read what is sent to it."""
    if seat.role not in access.CHAIN_ROLES:
        return []
    below = {code: one for code, one in procedures.catalogue().items() if one.joins == "below"}
    query = select(Matter).where(
        Matter.unit_id == seat.unit_id,
        Matter.procedure.in_(below),
        Matter.opens_on <= today,
        Matter.deadline_on.between(today, last),
    )
    return [
        Soon(
            title=row.title,
            due=due_phrase(today, row.deadline_on, working_calendar()),
            due_on=row.deadline_on,
            matter_id=row.id,
            matter=below[row.procedure].matter,
            led=True,
        )
        for row in db.session.scalars(query)
    ]
