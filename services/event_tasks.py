"""Conclusions that are tasks: given to units with a day, waiting in their inboxes, reported done by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select, update

from extensions import clock, db
from models import EventTask, EventTaskReport, EventTaskUnit, Matter
from rules.event_followup import Progress, progress
from rules.events_after import Task
from services import event_frame, notices, telling, units
from services.calendar import working_calendar
from services.errors import Conflict, NotFound, Refused
from services.event_frame import EventDay
from services.transaction import command
from services.who import Who
from vietnamese.due import Phrase, due_phrase

OWN, ALL = "own", "all"
MOST = 100

# Offices of a unit that are told of a new task.
TOLD = ("chair", "secretary")


@dataclass(frozen=True)
class UnitState:
    """How far one unit is: the day on which it was done (None: not yet), what it reported, its state in words' code."""

    unit_id: int
    name: str
    done_on: date | None
    note: str


@dataclass(frozen=True)
class Entry:
    """A task: what, by whom (as printed), the units that are to do it, by when, what is handed in."""

    id: int
    no: int
    text: str
    owner: str
    product: str
    due_on: date | None
    given: bool
    units: tuple[UnitState, ...]

    def facts(self) -> tuple[Task, ...]:
        """Return the task once per unit as the rules read it; once without a unit where it has none."""
        named = [(f"u{one.unit_id}", one.done_on) for one in self.units] or [(None, None)]
        return tuple(Task(str(self.no), self.text, unit, self.due_on, done) for unit, done in named)

    def progress(self, today: date) -> Progress:
        """Return how many units have done it in time, which are late, which still have time."""
        return progress(self.facts(), today)


def of(matter_id: int) -> list[Entry]:
    """Return the tasks of an event in order, those taken back left out."""
    query = select(EventTask).where(EventTask.matter_id == matter_id, EventTask.dropped_at.is_(None))
    return _entries(list(db.session.scalars(query.order_by(EventTask.no))))


def _entries(rows: list[EventTask]) -> list[Entry]:
    ids = {row.id for row in rows}
    asked = db.session.execute(
        select(EventTaskUnit.task_id, EventTaskUnit.unit_id)
        .where(EventTaskUnit.task_id.in_(ids))
        .order_by(EventTaskUnit.unit_id)
    ).all()
    names = units.names_of({unit_id for _task, unit_id in asked}, clock.today())
    said = select(EventTaskReport).where(EventTaskReport.task_id.in_(ids)).order_by(EventTaskReport.id)
    last = {(row.task_id, row.unit_id): row for row in db.session.scalars(said)}
    by_task: dict[int, list[UnitState]] = {row.id: [] for row in rows}
    for task_id, unit_id in asked:
        report = last.get((task_id, unit_id))
        state = UnitState(
            unit_id,
            names[unit_id].short_name,
            report.done_on if report else None,
            report.note if report else "",
        )
        by_task[task_id].append(state)
    return [
        Entry(
            id=row.id,
            no=row.no,
            text=row.text,
            owner=row.owner,
            product=row.product,
            due_on=row.due_on,
            given=row.given_at is not None,
            units=tuple(by_task[row.id]),
        )
        for row in rows
    ]


@command
def add(day: EventDay, *, who: Who, once: str, said: dict[str, Any], to: Iterable[str]) -> int:
    """Write a task down; returns its id. `said`: text, owner, product, due_on (None: not known yet).

    `to`: «own» for the unit that holds the event, «all» for every unit called, else ids of units called. A task that
    names no unit or no day cannot be given yet (EV27). Errors: `NotFound`, `Conflict`, `Refused`.
    """
    event_frame.readable(day.matter_id, who)
    known = select(EventTask.id).where(EventTask.matter_id == day.matter_id, EventTask.once == once)
    if (row_id := db.session.scalar(known)) is not None:
        return row_id
    unit_ids = addressed(day, to)
    last = db.session.scalar(select(func.max(EventTask.no)).where(EventTask.matter_id == day.matter_id)) or 0
    if last >= MOST:
        raise Refused("Đã đủ %(most)s nhiệm vụ.", most=MOST)
    row = EventTask(
        matter_id=day.matter_id,
        no=last + 1,
        once=once,
        recorded_at=clock(),
        recorded_by=who.person_id,
        **said,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(EventTaskUnit(task_id=row.id, unit_id=one) for one in unit_ids)
    return row.id


def addressed(day: EventDay, to: Iterable[str]) -> list[int]:
    """Return the ids of the units meant by the choices of a form. Errors: `Refused` for others than those offered."""
    called = [one.unit_id for one in day.units]
    offered = {OWN: [day.unit_id], ALL: called, **{str(one): [one] for one in called}}
    found: list[int] = []
    for choice in to:
        if choice not in offered:
            raise Refused("Chọn lại đơn vị trong danh sách.")
        found += offered[choice]
    return list(dict.fromkeys(found))


@command
def drop(matter_id: int, task_id: int, *, who: Who) -> None:
    """Take a task back that was not given yet. Errors: `NotFound`, `Conflict`."""
    event_frame.readable(matter_id, who)
    row = _task(matter_id, task_id)
    if row.given_at is not None:
        raise Conflict("Nhiệm vụ đã giao nên không bỏ được.")
    row.dropped_at, row.dropped_by = clock(), who.person_id


def _task(matter_id: int, task_id: int) -> EventTask:
    row = db.session.get(EventTask, task_id)
    if row is None or row.matter_id != matter_id or row.dropped_at is not None:
        raise NotFound
    return row


def give(matter_id: int, giver_id: int | None = None) -> int:
    """Let all tasks of an event wait for their units from now on, inside the running command; returns how many.

    Chair and secretary of each unit are told once, the one who gives (`giver_id`) not.
    """
    new = [one for one in of(matter_id) if not one.given]
    rows = update(EventTask).where(EventTask.id.in_([one.id for one in new]))
    db.session.execute(rows.values(given_at=clock()))
    matter = db.session.get_one(Matter, matter_id)
    by_unit: dict[int, list[str]] = {}
    for one in new:
        for unit in one.units:
            by_unit.setdefault(unit.unit_id, []).append(one.text)
    for unit_id, texts in by_unit.items():
        subject = _("Có %(n)s nhiệm vụ mới: %(event)s", n=len(texts), event=matter.title)
        for person_id in telling.holders(unit_id, TOLD):
            if person_id != giver_id:
                notices.tell(person_id, subject, "\n".join(f"- {text}" for text in texts), link="/viec")
    return len(new)


@command
def give_by_hand(matter_id: int, *, who: Who) -> int:
    """Give the tasks where no notice of conclusions is issued. Errors: `NotFound`, `Refused` (EV27)."""
    event_frame.readable(matter_id, who)
    for one in of(matter_id):
        if not one.units or one.due_on is None:
            raise Refused("Nhiệm vụ %(no)s chưa có đơn vị hoặc hạn nên chưa giao được.", no=one.no)
    return give(matter_id, who.person_id)


@dataclass(frozen=True)
class Waiting:
    """A task that waits for a unit: what, from which event, by when."""

    task_id: int
    text: str
    product: str
    event: str
    giver: str
    due_on: date | None
    due: Phrase | None


def waiting(who: Who) -> list[Waiting]:
    """Return the tasks that wait for the unit of the acting seat, by their day."""
    unit_id = event_frame.acting_unit(who)
    if unit_id is None:
        return []
    query = (
        select(EventTask, Matter)
        .join(Matter, Matter.id == EventTask.matter_id)
        .where(EventTask.id.in_(_asked(unit_id)))
    )
    asked = db.session.execute(query).all()
    done = _done({task.id for task, _matter in asked}, unit_id)
    rows = [(task, matter) for task, matter in asked if task.id not in done]
    names = units.names_of({matter.unit_id for _task_row, matter in rows}, clock.today())
    found = [_waiting(task, matter, names[matter.unit_id].short_name) for task, matter in rows]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.task_id))


def _asked(unit_id: int) -> Select[tuple[int]]:
    """Ids of the tasks that were given to a unit."""
    return (
        select(EventTask.id)
        .join(EventTaskUnit, EventTaskUnit.task_id == EventTask.id)
        .where(
            EventTaskUnit.unit_id == unit_id, EventTask.given_at.is_not(None), EventTask.dropped_at.is_(None)
        )
    )


def waiting_count(who: Who) -> int:
    """Return how many tasks wait for the unit of the acting seat; two queries."""
    unit_id = event_frame.acting_unit(who)
    if unit_id is None:
        return 0
    asked = set(db.session.scalars(_asked(unit_id)))
    return len(asked - _done(asked, unit_id)) if asked else 0


def _waiting(task: EventTask, matter: Matter, giver: str) -> Waiting:
    due = due_phrase(clock.today(), task.due_on, working_calendar()) if task.due_on else None
    return Waiting(task.id, task.text, task.product, matter.title, giver, task.due_on, due)


def _done(task_ids: set[int], unit_id: int) -> set[int]:
    """Return which of the tasks the unit has reported done, by its last report on each."""
    query = select(EventTaskReport.task_id, EventTaskReport.done_on).where(
        EventTaskReport.task_id.in_(task_ids), EventTaskReport.unit_id == unit_id
    )
    last = dict(db.session.execute(query.order_by(EventTaskReport.id)).all())
    return {task_id for task_id, done_on in last.items() if done_on is not None}


def waiting_for(task_id: int, who: Who) -> Waiting:
    """Return one task that waits for the acting unit. Errors: `NotFound`."""
    for one in waiting(who):
        if one.task_id == task_id:
            return one
    raise NotFound


@command
def report_done(task_id: int, *, who: Who, once: str, done_on: date, note: str) -> None:
    """Let a unit report a task done. Errors: `NotFound` (no such task of this unit), `Refused` (a day to come)."""
    if db.session.scalar(select(EventTaskReport.id).where(EventTaskReport.once == once)) is not None:
        return
    waiting_for(task_id, who)
    if done_on > clock.today():
        raise Refused("Ngày này ở sau hôm nay.", field="done_on")
    _report(task_id, event_frame.acting_unit(who), done_on, note, who, once)


@command
def reopen(matter_id: int, task_id: int, unit_id: int, *, who: Who, once: str, note: str) -> None:
    """Let who gave a task open it again for a unit whose result is not enough. Errors: `NotFound`, `Conflict`."""
    event_frame.readable(matter_id, who)
    entry = next((one for one in of(matter_id) if one.id == task_id), None)
    state = next((one for one in entry.units if one.unit_id == unit_id), None) if entry else None
    if state is None:
        raise NotFound
    if state.done_on is None:
        raise Conflict("Đơn vị chưa báo xong nhiệm vụ này.")
    _report(task_id, unit_id, None, note, who, once)


def _report(task_id: int, unit_id: int | None, done_on: date | None, note: str, who: Who, once: str) -> None:
    row = EventTaskReport(
        task_id=task_id,
        unit_id=unit_id,
        done_on=done_on,
        note=note,
        once=once,
        recorded_at=clock(),
        recorded_by=who.person_id,
    )
    db.session.add(row)
    db.session.flush()
