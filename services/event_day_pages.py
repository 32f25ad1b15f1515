"""What the pages of an event's day show: check-in, contributions, minutes, tasks, recommendations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from extensions import clock
from rules.event_contributions import Counts
from rules.event_presence import Attended, attended
from rules.events_facts import Session
from rules.finding import Finding
from services import (
    event_after,
    event_contributions,
    event_days,
    event_delegates,
    event_frame,
    event_minutes,
    event_norms,
    event_presences,
    event_recommendations,
    event_record_issuing,
    event_tasks,
    paper_lists,
)
from services.errors import NotFound
from services.event_frame import EventDay
from services.event_presences import Counters, Line
from services.who import Who
from vietnamese.text import search_key

SHOWN = 40
STATES = ("all", "none", "in")


@dataclass(frozen=True)
class Desk:
    """What every page of the day knows: the event, and whether its records are closed by a report."""

    day: EventDay
    closed: bool

    @property
    def units(self) -> list[tuple[str, str]]:
        """The units that a form offers: those called, then the one that holds the event."""
        called = [(str(one.unit_id), one.name) for one in self.day.units]
        own = (str(self.day.unit_id), self.day.unit_name)
        return called if own in called else [*called, own]


def desk(matter_id: int, who: Who) -> Desk:
    """Return an event for a page of its day. Errors: `NotFound`."""
    return Desk(event_days.day(matter_id, who), event_frame.reported(matter_id))


@dataclass(frozen=True)
class CheckIn:
    """The check-in page: one session, who was found, counters of all; `more` were found and are not shown."""

    desk: Desk
    session: Session | None
    rows: tuple[Line, ...]
    more: int
    counters: Counters
    listed: int


def check_in(matter_id: int, who: Who, *, session: str = "", find: str = "", state: str = "all") -> CheckIn:
    """Return one session's list, narrowed by words (marks not needed) and state. Errors: `NotFound`."""
    everybody = event_delegates.of(matter_id)
    return sheet(desk(matter_id, who), everybody, session=session, find=find, state=state)


def sheet(
    seen: Desk, people: list[event_delegates.Listed], *, session: str = "", find: str = "", state: str = "all"
) -> CheckIn:
    """Return one session's list of these people, narrowed by words and state. Errors: `NotFound` (no such session)."""
    sitting = _session(seen.day, session)
    lines = event_presences.lines(seen.day.matter_id, sitting.key, people) if sitting else []
    found = [line for line in lines if _meant(line, search_key(find), state)]
    return CheckIn(
        desk=seen,
        session=sitting,
        rows=tuple(found[:SHOWN]),
        more=max(len(found) - SHOWN, 0),
        counters=event_presences.counters(seen.day, lines),
        listed=len(people),
    )


def _session(day: EventDay, key: str) -> Session | None:
    """The session asked for; without one that of today, else the first."""
    if key:
        return day.session(key)
    today = [one for one in day.sessions if one.day == clock.today()]
    return next(iter([*today, *day.sessions]), None)


def _meant(line: Line, key: str, state: str) -> bool:
    words = key.split()
    return all(word in line.delegate.search_key for word in words) and state in ("all", line.state)


def line_of(matter_id: int, delegate_id: int, who: Who, session: str = "") -> CheckIn:
    """Return the check-in page of one delegate, whose QR was read. Errors: `NotFound`."""
    page = check_in(matter_id, who, session=session)
    everybody = event_delegates.of(matter_id)
    key = page.session.key if page.session else ""
    mine = [one for one in event_presences.lines(matter_id, key, everybody) if one.delegate.id == delegate_id]
    if not mine or page.session is None:
        raise NotFound
    return CheckIn(page.desk, page.session, tuple(mine), 0, page.counters, page.listed)


@dataclass(frozen=True)
class Opinions:
    """The register of contributions with its counters; `silent` are the units called that gave nothing."""

    desk: Desk
    entries: tuple[event_contributions.Entry, ...]
    counts: Counts
    silent: tuple[str, ...]

    def entry(self, row_id: int) -> event_contributions.Entry:
        """Return one entry that stands. Errors: `NotFound`."""
        for one in self.entries:
            if one.id == row_id:
                return one
        raise NotFound


def opinions(matter_id: int, who: Who) -> Opinions:
    """Return the register of contributions. Errors: `NotFound`."""
    seen = desk(matter_id, who)
    entries = event_contributions.of(matter_id)
    counts = event_contributions.counts(seen.day, entries)
    names = {f"u{one.unit_id}": one.name for one in seen.day.units}
    silent = tuple(names[unit] for unit in counts.silent if unit in names)
    return Opinions(seen, tuple(entries), counts, silent)


@dataclass(frozen=True)
class MinutesPage:
    """The page of the minutes: what is typed, what the plan proposes, who is missing, what the rules say."""

    desk: Desk
    there: event_after.Records
    notes: dict
    slots: tuple[tuple[str, str], ...]
    absent: tuple[tuple[str, str], ...]
    decides: bool
    last: event_minutes.Last | None
    findings: tuple[Finding, ...]
    may_issue: bool
    issued: tuple[paper_lists.PaperRow, ...]


MOST_WHYS = 40


def minutes(matter_id: int, who: Who) -> MinutesPage:
    """Return the page of the minutes. Errors: `NotFound`."""
    seen = desk(matter_id, who)
    there = event_after.records(seen.day)
    matter = event_frame.readable(matter_id, who)
    made = event_after.facts(seen.day, there, event_days.facts(matter))
    absent = _absent(seen.day, there)
    quorum = event_norms.ruleset(clock.today()).get("EV13")
    return MinutesPage(
        desk=seen,
        there=there,
        notes={**event_minutes.prefilled(seen.day), **there.notes},
        slots=tuple((one.key, _slot_words(one)) for one in seen.day.programme),
        absent=tuple(absent) if len(absent) <= MOST_WHYS else (),
        decides=quorum is not None and seen.day.kind in quorum.words("kinds"),
        last=event_minutes.last(matter_id),
        findings=tuple(event_after.check(made, "minutes")),
        may_issue=event_record_issuing.may_issue(matter, who),
        issued=tuple(
            one for one in paper_lists.of_matter(matter_id) if one.kind in event_record_issuing.TITLES
        ),
    )


def _slot_words(slot) -> str:
    """«07:30–08:00 Đón tiếp đại biểu»."""
    return f"{_hour(slot.start)}–{_hour(slot.end)} {slot.content}"


def _hour(at: time | None) -> str:
    return f"{at:%H:%M}" if at else "…"


def _absent(day: EventDay, there: event_after.Records) -> list[tuple[str, str]]:
    came = {one.delegate for one in event_presences.presences(day.matter_id, there.delegates)}
    called = [one for one in there.delegates if one.category in event_presences.CALLED]
    return [(one.key, one.name) for one in called if one.key not in came]


@dataclass(frozen=True)
class TasksPage:
    """The tasks of an event with how far each is."""

    desk: Desk
    entries: tuple[event_tasks.Entry, ...]

    @property
    def to(self) -> list[tuple[str, str]]:
        """To whom a task may be given, the units called by name."""
        return [(str(one.unit_id), one.name) for one in self.desk.day.units]

    def state(self, task_id: int, unit_id: int) -> tuple[event_tasks.Entry, event_tasks.UnitState]:
        """Return a task and how far one of its units is. Errors: `NotFound`."""
        for one in self.entries:
            for unit in one.units:
                if (one.id, unit.unit_id) == (task_id, unit_id):
                    return one, unit
        raise NotFound

    @property
    def today(self) -> date:
        """The day for which progress is told."""
        return clock.today()

    @property
    def waiting(self) -> int:
        """How many tasks are not given yet."""
        return sum(1 for one in self.entries if not one.given)


def tasks(matter_id: int, who: Who) -> TasksPage:
    """Return the tasks of an event. Errors: `NotFound`."""
    return TasksPage(desk(matter_id, who), tuple(event_tasks.of(matter_id)))


@dataclass(frozen=True)
class RegisterPage:
    """The recommendation register, by level, with the deadline in days."""

    desk: Desk
    entries: tuple[event_recommendations.Entry, ...]
    levels: tuple[tuple[str, str], ...]
    handled: tuple
    days: int

    def title_of(self, move: str) -> str:
        """Return the words of a move (a message id)."""
        return event_recommendations.MOVE_TITLES[move]

    def status_of(self, entry: event_recommendations.Entry) -> str:
        """Return how the register says where an entry stands (a message id)."""
        return event_recommendations.STATUSES[entry.fact.status or "received"]

    def entry(self, row_id: int) -> event_recommendations.Entry:
        """Return one entry. Errors: `NotFound`."""
        for one in self.entries:
            if one.id == row_id:
                return one
        raise NotFound


def register(matter_id: int, who: Who) -> RegisterPage:
    """Return the recommendation register of an event. Errors: `NotFound`."""
    seen = desk(matter_id, who)
    entries, today = event_recommendations.of(matter_id), clock.today()
    return RegisterPage(
        desk=seen,
        entries=tuple(entries),
        levels=tuple(event_recommendations.levels().items()),
        handled=event_recommendations.by_level(entries, today),
        days=event_recommendations.days_to_answer(today),
    )


def earned(day: EventDay, there: event_after.Records) -> list[Attended]:
    """Return of each delegate called how long they were there and whether it is enough for a certificate (EV14)."""
    share = event_norms.ruleset(clock.today()).get("EV14").ratio("share")
    called = [one for one in there.delegates if one.category == "delegate"]
    held = event_presences.presences(day.matter_id, there.delegates)
    return attended((one.key for one in called), day.sessions, held, share)


def named(there: event_after.Records) -> dict[str, event_delegates.Listed]:
    """Return {key: delegate}."""
    return {one.key: one for one in there.delegates}


def numbers(rows: Iterable[Attended]) -> tuple[int, int]:
    """Return (how many have enough, how many there are)."""
    listed = list(rows)
    return sum(1 for one in listed if one.enough is True), len(listed)
