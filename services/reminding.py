"""Reminders around a due day, and the step that goes to whom its chain names when nobody has acted.

Each reminder happens once: its name stands in `sweep_mark`. A day on which no sweep ran is caught up with the newest
reminder only; those that it overtook are marked with it. What arrived after a reminder's day was told on arrival.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

import reference
from extensions import clock, db
from models import Dossier, Matter, SweepMark, Unit
from services import definitions, dossiers, history, letters, matters, procedures, telling, units
from services.calendar import local_date, working_calendar
from services.inserting import insert_if_absent
from services.transaction import command
from services.words import role_title
from workflows import engine
from workflows.engine import State

#: What is reminded: a dossier that is judged, or has come back.
REMINDED = ("in_review", "returned")

#: Who of a unit is told that it has not sent anything.
SENDERS = ("chair", "secretary")


@dataclass(frozen=True)
class Plan:
    """On which working days around the due day people are reminded, and after how many a step goes up."""

    days: tuple[int, ...]
    escalate_after: int


def plan(on: date) -> Plan:
    """Return the reminders that hold on a day."""
    rows = [row for row in reference.load("telling.toml")["reminders"] if row["valid_from"] <= on]
    row = max(rows, key=lambda one: one["valid_from"])
    return Plan(tuple(sorted(row["days"])), row["escalate_after"])


def mark(key: str) -> bool:
    """Note inside the running command that something was done; False when it was done before, by whomever."""
    return insert_if_absent(SweepMark, key=key, at=clock())


def _passed(due_on: date, since: date, today: date) -> list[int]:
    """Return the reminders whose day has come, oldest first; those before `since` (the arrival) never come."""
    return [offset for offset in plan(today).days if since < _day_of(due_on, offset) <= today]


def _day_of(due_on: date, offset: int) -> date:
    """Return the day of a reminder; before a due day that is off, the days are those that are left to work."""
    calendar = working_calendar()
    if offset == 0:
        return due_on
    early = offset < 0 and not calendar.is_working(due_on)
    return calendar.add(due_on, offset - 1 if early else offset)


def _horizon(today: date) -> date:
    """Return the last due day of which a reminder may have come (one more for due days that are off)."""
    return working_calendar().add(today, 1 - min(plan(today).days))


def _once(prefix: str, offsets: list[int]) -> bool:
    """Mark reminders as given; tell whether the newest of them was still to be given."""
    fresh = [mark(f"{prefix}:{offset}") for offset in offsets]
    return bool(fresh) and fresh[-1]


def _wording(family: str, due_on: date, today: date) -> tuple[str, int]:
    """Return the message and the number of working days, to go or gone by."""
    days = working_calendar().countdown(today, due_on)
    word = "today" if days == 0 else "soon" if days > 0 else "late"
    return f"{family}_{word}", abs(days)


def due_dossiers() -> list[int]:
    """Return the ids of the dossiers whose first reminder has come, the oldest due day first."""
    query = select(Dossier.id).where(Dossier.status.in_(REMINDED), Dossier.due_on <= _horizon(clock.today()))
    return list(db.session.scalars(query.order_by(Dossier.due_on, Dossier.id)))


@command
def remind(dossier_id: int) -> bool:
    """Remind those a dossier waits for, if a reminder's day has come; the history says so. True when it did."""
    dossier = db.session.get_one(Dossier, dossier_id, with_for_update=True)
    state, today = _state(dossier), clock.today()
    if dossier.status not in REMINDED or dossier.due_on is None or state.since is None:
        return False
    arrived = local_date(state.due_from if dossier.step and state.due_from else state.since)
    offsets = _passed(dossier.due_on, arrived, today)
    prefix = f"remind:{dossier.id}:{state.revision}:{dossier.step or dossier.status}:{dossier.due_on}"
    if not offsets or not _once(prefix, offsets):
        return False
    message, days = _wording("deadline", dossier.due_on, today)
    said = telling.facts(dossier) | {"days": days}
    waiting = [(one.unit_id, people) for one, people in _asked(state) if people]
    payload = {"to": sorted({person for _unit, people in waiting for person in people})}
    if payload["to"]:
        dossiers.by_itself(dossier, "remind", once=f"{prefix}:{offsets[-1]}"[-64:], payload=payload)
    for unit_id, people in waiting:
        telling.send(people, message, said, unit_id, dossier.id, gather=True)
    return True


def _asked(state: State) -> Iterator[tuple[object, list[int]]]:
    """Yield (what it waits for, the people who can do it); each person once."""
    seen: set[int] = set()
    for one in state.waiting_on():
        people = [one.person_id] if one.person_id else telling.holders(one.unit_id, [one.role])
        asked = [person for person in people if person not in one.excluded and person not in seen]
        seen.update(asked)
        yield one, asked


def _state(dossier: Dossier) -> State:
    return engine.fold(definitions.chain_of(dossier.definition_id), history.entries_of(dossier.id))


@command
def escalate(dossier_id: int) -> bool:
    """Hand a step that is late to whom its chain names, with an entry in the history. True when it did."""
    dossier = db.session.get_one(Dossier, dossier_id, with_for_update=True)
    today = clock.today()
    if dossier.status != "in_review" or dossier.due_on is None or dossier.step is None:
        return False
    if working_calendar().countdown(today, dossier.due_on) > -plan(today).escalate_after:
        return False
    state = _state(dossier)
    if state.escalated or state.missing_papers():
        return False
    step = state.here
    unit_id = state.unit_of(step.scope)
    people = telling.holders(unit_id, [step.escalate_to])
    once = f"escalate:{dossier.id}:{state.revision}:{step.key}:{dossier.due_on}"[-64:]
    if not people or not dossiers.by_itself(dossier, "escalate", once=once, payload={"to": people}):
        return False
    said = telling.facts(dossier) | {
        "days": -working_calendar().countdown(today, dossier.due_on),
        "holder": f"{_(role_title(step.role))}, {units.short_name_of(unit_id, today)}",
    }
    telling.send(people, "escalated", said, unit_id, dossier.id, gather=True)
    return True


def due_matters() -> list[tuple[int, int]]:
    """Return (matter, unit) of each unit that has not sent what a round or cycle above it waits for."""
    today = clock.today()
    oldest = working_calendar().add(today, -max(plan(today).days) - CAUGHT_UP)
    below = [code for code, one in procedures.catalogue().items() if one.joins == "below"]
    query = select(Matter).where(
        Matter.procedure.in_(below),
        Matter.opens_on <= today,
        Matter.deadline_on.between(oldest, _horizon(today)),
    )
    found = []
    for matter in db.session.scalars(query.order_by(Matter.deadline_on, Matter.id)):
        children = units.children_of(matter.unit_id, today)
        kinds = dict(db.session.execute(select(Unit.id, Unit.kind).where(Unit.id.in_(children))).all())
        sent = select(Dossier.unit_id).where(Dossier.matter_id == matter.id, Dossier.revision_no >= 1)
        missing = set(children) - set(db.session.scalars(sent))
        found += [(matter.id, unit_id) for unit_id in sorted(missing) if kinds[unit_id] != "group"]
    return found


#: For how many working days after its last day a reminder about a matter is caught up.
CAUGHT_UP = 5


@command
def remind_unit(matter_id: int, unit_id: int) -> bool:
    """Remind a unit that has sent nothing to a round or cycle, if a reminder's day has come. True when it did."""
    matter, today = db.session.get_one(Matter, matter_id), clock.today()
    offsets = _passed(matter.deadline_on, matter.opens_on, today)
    if not offsets or not _once(f"matter:{matter.id}:{unit_id}:{matter.deadline_on}", offsets):
        return False
    message, days = _wording("matter", matter.deadline_on, today)
    said = {
        "title": matter.title,
        "unit": units.name_of(matter.unit_id, today),
        "due": telling.day(matter.deadline_on),
        "days": days,
    }
    code = matters.dossier_codes(unit_id, [matter.id]).get(matter.id)
    link = f"/ho-so/{code}" if code else "/viec"
    telling.send(telling.holders(unit_id, SENDERS), message, said, unit_id, link=link, gather=True)
    return True


def digests() -> int:
    """Make today's digests, each in its own transaction; returns how many mails they are."""
    made = sum(letters.digest(person_id) > 0 for person_id in letters.waiting_people())
    _digests_made()
    return made


@command
def _digests_made() -> None:
    mark(letters.digest_key(clock.today()))
