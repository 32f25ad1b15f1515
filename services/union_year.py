"""The union year of a seat's unit: what is done every month, and the unit's own deadlines of the year.

A deadline is a day that is on record: of a dossier, a round, a cycle, an event or a task. The steps before and after
an event are computed from the rule EV05 (proposed lead times) and say so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

import reference
from extensions import clock, db
from models import Dossier, Event, EventTask, EventTaskUnit, Matter
from services import access, desk, event_norms, procedures, units
from services.calendar import working_calendar
from services.who import Who
from workflows.actors import Actor, Seat

#: Kinds of unit that have unions below them.
UPPER = frozenset({"national", "province", "district", "sector"})

#: Steps of an event with a lead time → what the calendar calls them.
STEPS = {
    "submitted": "Trình Kế hoạch, Dự toán",
    "decided": "Duyệt Kế hoạch, Dự toán",
    "invited": "Gửi giấy mời, triệu tập",
    "papers_received": "Nhận tham luận",
    "papers_reviewed": "Duyệt tham luận",
    "list_closed": "Chốt danh sách đại biểu",
    "programme_final": "Chốt chương trình",
    "minutes": "Xong biên bản",
    "report": "Xong báo cáo",
    "settlement": "Quyết toán",
}


@dataclass(frozen=True)
class Duty:
    """What is done in a month: text, the day where there is a fixed one, «theo …» ("" for custom)."""

    text: str
    day: int | None
    basis: str


@dataclass(frozen=True)
class Deadline:
    """A day of the unit's own: `kind` dossier, round, event, step, task; `last` where it lasts several days.

    `code` leads to a dossier, `matter_id` to a round (with `matter`, kind of matter) or an event; `proposed` where the
    day follows from proposed lead times.
    """

    day: date
    title: str
    kind: str
    code: str = ""
    matter_id: int = 0
    matter: str = ""
    last: date | None = None
    proposed: bool = False
    led: bool = False


@dataclass(frozen=True)
class Month:
    """A month of the calendar."""

    number: int
    duties: tuple[Duty, ...]
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True)
class Year:
    """The year of a unit; `unit_name` is "" for a person without office."""

    year: int
    unit_name: str
    months: tuple[Month, ...] = field(default_factory=tuple)


def page(who: Who, year: int) -> Year:
    """Return the union year of the unit acted for, month by month."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    seat = access.seat_acted(actor, who.office_id)
    if seat is None or seat.unit_id is None:
        return Year(year, "")
    own = deadlines(actor, [seat], date(year, 1, 1), date(year, 12, 31))
    duties = _duties(units.kind_of(seat.unit_id))
    months = (
        Month(
            number,
            tuple(duties.get(number, ())),
            tuple(one for one in own if one.day.month == number),
        )
        for number in range(1, 13)
    )
    return Year(year, units.short_name_of(seat.unit_id, clock.today()), tuple(months))


def _duties(kind: str) -> dict[int, list[Duty]]:
    """Return {month: what a unit of this kind does}, fixed days first."""
    level = "upper" if kind in UPPER else "grassroots"
    found: dict[int, list[Duty]] = {}
    for row in reference.load("union_year.toml")["line"]:
        if level in row.get("for", (level,)):
            basis = row.get("basis", "") if row["mark"] == "src" else ""
            found.setdefault(row["month"], []).append(Duty(row["text"], row.get("day"), basis))
    return found


def fixed_days(kinds: Collection[str], first: date, last: date) -> Iterator[tuple[date, str]]:
    """Yield (day, text) of the duties with a fixed day between two days, for units of these kinds, each once."""
    wanted = {"upper" if kind in UPPER else "grassroots" for kind in kinds}
    for year in range(first.year, last.year + 1):
        for row in reference.load("union_year.toml")["line"]:
            if "day" in row and wanted & set(row.get("for", wanted)):
                day = date(year, row["month"], row["day"])
                if first <= day <= last:
                    yield day, row["text"]


def deadlines(actor: Actor, seats: list[Seat], first: date, last: date) -> list[Deadline]:
    """Return the deadlines between two days that seats of a person may see, by day. A fixed number of queries."""
    seats = [seat for seat in seats if seat.unit_id is not None and seat.role not in access.BLIND_ROLES]
    mine = {seat.unit_id for seat in seats if seat.unit_id is not None}
    if not mine:
        return []
    found = [
        *_of_dossiers(actor, seats, mine, first, last),
        *_of_rounds(mine, first, last),
        *_of_events(mine, first, last),
        *_of_tasks(mine, first, last),
    ]
    return sorted(found, key=lambda one: (one.day, one.kind, one.title))


def _of_dossiers(
    actor: Actor, seats: list[Seat], mine: Collection[int], first: date, last: date
) -> Iterator[Deadline]:
    """What the units have under way, and what waits for the seats."""
    lines = {line.id: line for found in desk.waits(actor, seats).values() for line in found}
    own = select(*desk.COLUMNS).where(
        Dossier.unit_id.in_(mine),
        Dossier.due_on.between(first, last),
        Dossier.status.in_(("draft", "returned", "in_review")),
    )
    lines |= {row.id: desk.Line(*row) for row in db.session.execute(own)}
    for line in lines.values():
        if line.due_on is not None and first <= line.due_on <= last:
            yield Deadline(line.due_on, line.title, "dossier", code=line.code)


def _of_rounds(mine: Collection[int], first: date, last: date) -> Iterator[Deadline]:
    """Rounds and cycles that the units hold, and those open to them."""
    below = {code: one.matter for code, one in procedures.catalogue().items() if one.joins == "below"}
    parents = set(units.parents_of(set(mine), clock.today()).values())
    query = select(Matter).where(
        Matter.unit_id.in_({*mine, *parents}),
        Matter.procedure.in_(below),
        Matter.opens_on <= clock.today(),
        Matter.deadline_on.between(first, last),
    )
    for row in db.session.scalars(query):
        title = _("Hạn nộp: %(title)s", title=row.title)
        led, kind = row.unit_id in mine, below[row.procedure]
        yield Deadline(row.deadline_on, title, "round", matter_id=row.id, matter=kind, led=led)


def _of_events(mine: Collection[int], first: date, last: date) -> Iterator[Deadline]:
    """Events that the units hold, with the days before and after them."""
    query = (
        select(Matter.id, Matter.title, Event.kind, Event.first_day, Event.last_day)
        .join(Event, Event.matter_id == Matter.id)
        .where(Matter.unit_id.in_(mine))
    )
    for matter_id, title, kind, begins, ends in db.session.execute(query):
        days = [Deadline(begins, title, "event", matter_id=matter_id, last=ends if ends > begins else None)]
        days += _steps(matter_id, title, kind, begins, ends)
        yield from (one for one in days if first <= one.day <= last)


def _steps(matter_id: int, title: str, kind: str, begins: date, ends: date) -> Iterator[Deadline]:
    """The days that lead to an event and follow it (EV05); the first day of the event is counted."""
    rule = event_norms.ruleset(begins).get("EV05")
    if rule is None:
        return
    named = next((name for name, kinds in rule.table("classes").items() if kind in kinds), "")
    calendar = working_calendar()
    days = {step: calendar.add(begins, -days) for step, days in rule.table("days").get(named, {}).items()}
    days |= {step: calendar.add(ends, days) for step, days in rule.table("after").get(named, {}).items()}
    for step, day in days.items():
        if step in STEPS:
            said = _("%(step)s: %(title)s", step=_(STEPS[step]), title=title)
            yield Deadline(day, said, "step", matter_id=matter_id, proposed=True)


def _of_tasks(mine: Collection[int], first: date, last: date) -> Iterator[Deadline]:
    """Tasks given to the units."""
    query = (
        select(EventTask)
        .join(EventTaskUnit, EventTaskUnit.task_id == EventTask.id)
        .where(
            EventTaskUnit.unit_id.in_(mine),
            EventTask.given_at.is_not(None),
            EventTask.dropped_at.is_(None),
            EventTask.due_on.between(first, last),
        )
    )
    for row in db.session.scalars(query).unique():
        yield Deadline(row.due_on, row.text, "task")
