"""The answers of an event's plan as plain values, whichever way through the form they were typed.

Half-typed drafts are read as well: what is missing or was not understood is None, "" or (). Rows of lists keep
the number (from 1) under which the form shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

MODES = {
    "in_person": "trực tiếp",
    "online": "trực tuyến",
    "mixed": "trực tiếp kết hợp trực tuyến",
}

# Kinds of row in which people speak by name; in the others «who» may be a body or a group.
SPOKEN = ("opening", "lecture", "remarks", "closing")

# A form of address before a name in the programme. «Ông» may be a family name, too.
ADDRESSED = re.compile(r"^\s*(?:đồng chí|đ/c|bà)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Quota:
    """How many a unit sends; `offices` {role: how many of them}."""

    unit_id: int
    called: int
    offices: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Guest:
    """A guest as typed; `body` and `rank` are codes of reference/events/protocol.toml."""

    no: int
    name: str
    address: str = ""
    post: str = ""
    body: str = ""
    rank: str = ""
    topic: str = ""
    salaried: bool | None = None


@dataclass(frozen=True)
class Session:
    """One sitting."""

    no: int
    day: date | None
    start: time | None
    end: time | None
    title: str = ""


@dataclass(frozen=True)
class Point:
    """A connection point with its keeper; `unit_id` is the unit whose people come there, None where not said."""

    no: int
    name: str
    keeper: str = ""
    called: int | None = None
    capacity: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class Slot:
    """One row of the programme; `who` as printed."""

    no: int
    session: str
    start: time | None
    end: time | None
    content: str
    kind: str
    who: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the estimate (đồng); `item` "" when no norm is meant, `payee`, `approver` keys of people."""

    no: int
    content: str
    item: str = ""
    unit: str = ""
    quantity: int | None = None
    price: int | None = None
    times: int = 1
    basis: str = ""
    exception: str = ""
    payee: str = ""
    approver: str = ""

    @property
    def amount(self) -> int | None:
        """Quantity × price × times; None while one is missing."""
        return None if None in (self.quantity, self.price) else self.quantity * self.price * self.times


@dataclass(frozen=True)
class Commission:
    """A paper (tham luận) asked from a unit."""

    no: int
    unit_id: int | None
    title: str


@dataclass(frozen=True)
class Task:
    """What somebody has to do, and until when."""

    no: int
    text: str
    owner: str = ""
    product: str = ""
    due: date | None = None


@dataclass(frozen=True)
class Plan:
    """Everything that the plan of an event says. Lists of lines are without empty lines."""

    path: str
    title: str = ""
    ordinal: int | None = None
    bases: tuple[str, ...] = ()
    extra_bases: tuple[str, ...] = ()
    in_programme: bool | None = None
    unplanned_reason: str = ""
    need: str = ""
    aims: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    quotas: tuple[Quota, ...] = ()
    guests: tuple[Guest, ...] = ()
    people: str = ""
    staff: int | None = None
    who: str = ""
    called_short: int | None = None
    bring: tuple[str, ...] = ()
    reply_by: date | None = None
    list_closed_on: date | None = None
    contact: str = ""
    mode: str = ""
    first_day: date | None = None
    last_day: date | None = None
    locality: str = ""
    sessions: tuple[Session, ...] = ()
    hall: str = ""
    seats: int | None = None
    link: str = ""
    link_places: int | None = None
    points: tuple[Point, ...] = ()
    clash: str = ""
    clash_title: str = ""
    clash_shared: int | None = None
    chairs: tuple[str, ...] = ()
    secretary: str = ""
    slots: tuple[Slot, ...] = ()
    tight_reason: str = ""
    spends: bool | None = None
    source: str = ""
    lines: tuple[Line, ...] = ()
    asks_papers: bool | None = None
    papers_due: date | None = None
    commissions: tuple[Commission, ...] = ()
    tasks: tuple[Task, ...] = ()
    recipients: tuple[str, ...] = ()

    @property
    def called(self) -> int | None:
        """How many delegates are called in all, guests not counted; None while nobody has said."""
        if self.path == "short":
            return self.called_short
        return sum(quota.called for quota in self.quotas) if self.quotas else None

    @property
    def total(self) -> int:
        """The sum of the estimate's lines in đồng, lines without figures left out; 0 where nothing is spent."""
        return sum(line.amount or 0 for line in self.lines)


def day(value: Any) -> date | None:
    """Return a stored day, None for what is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None


def hour(value: Any) -> time | None:
    """Return a stored hour, None for what is none."""
    try:
        return time.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None


def number(value: Any) -> int | None:
    """Return a stored whole number, None for what is none."""
    return value if type(value) is int else None


def text(value: Any) -> str:
    """Return a stored text without blanks around it."""
    return value.strip() if isinstance(value, str) else ""


def lines(value: Any) -> tuple[str, ...]:
    """Return the lines of a text: list marks and the sign at the end taken off, empty ones left out."""
    found = (one.strip(" -–+•;\t") for one in text(value).split("\n"))
    return tuple(one for one in found if one)


def yes(value: Any) -> bool | None:
    """Return what «Có» or «Không» means."""
    return {"yes": True, "no": False}.get(value) if isinstance(value, str) else None


def rows(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (number from 1, row) of the rows that hold something."""
    for no, row in enumerate(value if isinstance(value, list) else (), start=1):
        if isinstance(row, Mapping) and any(cell not in (None, "", [], False) for cell in row.values()):
            yield no, dict(row)


QUOTA_OFFICES = {"chairs": "chair", "vice_chairs": "vice_chair", "inspectors": "inspector"}


def _quotas(value: Any) -> tuple[Quota, ...]:
    found = []
    for key, said in (value or {}).items() if isinstance(value, Mapping) else ():
        called = number((said or {}).get("called"))
        if called and key[1:].isdigit():
            offices = {role: said[name] for name, role in QUOTA_OFFICES.items() if number(said.get(name))}
            found.append(Quota(int(key[1:]), called, offices))
    return tuple(
        sorted(found, key=lambda quota: quota.unit_id)
    )  # frozen answers have their keys in another order


def _guest(no: int, row: Mapping[str, Any]) -> Guest:
    names = ("name", "address", "post", "body", "rank", "topic")
    return Guest(no, salaried=yes(row.get("salaried")), **{name: text(row.get(name)) for name in names})


def _sessions(when: Mapping[str, Any], path: str) -> tuple[Session, ...]:
    if path == "short":
        found = Session(1, day(when.get("first_day")), hour(when.get("start")), hour(when.get("end")))
        return (found,) if found.start or found.end else ()
    return tuple(
        Session(
            no,
            day(row.get("day")) or day(when.get("first_day")),
            hour(row.get("start")),
            hour(row.get("end")),
            text(row.get("title")),
        )
        for no, row in rows(when.get("sessions"))
    )


def _slot(no: int, row: Mapping[str, Any]) -> Slot:
    return Slot(
        no=no,
        session=text(row.get("session")) or "1",
        start=hour(row.get("start")),
        end=hour(row.get("end")),
        content=text(row.get("content")),
        kind=text(row.get("kind")) or "other",
        who=text(row.get("who")),
    )


def _line(no: int, row: Mapping[str, Any]) -> Line:
    names = ("content", "unit", "basis", "exception", "payee", "approver")
    item = text(row.get("item"))
    return Line(
        no=no,
        item="" if item == "none" else item,
        quantity=number(row.get("quantity")),
        price=number(row.get("price")),
        times=number(row.get("times")) or 1,
        **{name: text(row.get(name)) for name in names},
    )


def plan(answers: Mapping[str, Any], path: str) -> Plan:
    """Return the plan that the answers make; `path` is full or short."""
    about, when = answers.get("plan") or {}, answers.get("when") or {}
    who = (answers.get("who") or {}) if path == "full" else when
    programme, budget = answers.get("programme") or {}, answers.get("budget") or {}
    asked, assigned = answers.get("commissions") or {}, answers.get("assignment") or {}
    first = day(when.get("first_day"))
    spends = yes(budget.get("spends"))
    return Plan(
        path=path,
        title=text(about.get("title")),
        ordinal=number(about.get("ordinal")),
        bases=tuple(about.get("bases") or ()),
        extra_bases=lines(about.get("extra_bases")),
        in_programme=yes(about.get("in_programme")),
        unplanned_reason=text(about.get("unplanned_reason")),
        need=text(about.get("need")),
        **{name: lines(about.get(name)) for name in ("aims", "demands", "contents", "questions")},
        quotas=_quotas(who.get("quotas")) if path == "full" else (),
        guests=tuple(_guest(no, row) for no, row in rows(who.get("guests"))),
        people=who.get("people") or "" if isinstance(who.get("people"), str) else "",
        staff=number(who.get("staff")),
        who=text(who.get("who")),
        called_short=number(when.get("called")) if path == "short" else None,
        bring=lines(who.get("bring")),
        reply_by=day(who.get("reply_by")),
        list_closed_on=day(who.get("list_closed_on")),
        contact=text(who.get("contact")),
        mode=text(when.get("mode")),
        first_day=first,
        last_day=day(when.get("last_day")) or first,
        locality=text(when.get("locality")),
        sessions=_sessions(when, path),
        hall=text(when.get("hall")),
        seats=number(when.get("seats")),
        link=text(when.get("link")),
        link_places=number(when.get("link_places")),
        points=tuple(_point(no, row) for no, row in rows(when.get("points"))),
        clash=text(when.get("clash")),
        clash_title=text(when.get("clash_title")),
        clash_shared=number(when.get("clash_shared")),
        chairs=tuple(programme.get("chairs") or ()),
        secretary=text(programme.get("secretary")),
        slots=tuple(_slot(no, row) for no, row in rows(programme.get("rows"))),
        tight_reason=text(programme.get("tight_reason")),
        spends=spends,
        source=text(budget.get("source")),
        lines=() if spends is False else tuple(_line(no, row) for no, row in rows(budget.get("lines"))),
        asks_papers=yes(asked.get("asks")),
        papers_due=day(asked.get("due")),
        commissions=()
        if yes(asked.get("asks")) is False
        else tuple(_commission(no, row) for no, row in rows(asked.get("rows"))),
        tasks=tuple(_task(no, row) for no, row in rows(assigned.get("rows"))),
        recipients=lines(assigned.get("recipients")),
    )


def _point(no: int, row: Mapping[str, Any]) -> Point:
    return Point(
        no,
        text(row.get("name")),
        text(row.get("keeper")),
        number(row.get("called")),
        number(row.get("capacity")),
        _unit(row),
    )


def _unit(row: Mapping[str, Any]) -> int | None:
    """The unit that a row chooses («u17»), None where none is chosen."""
    key = text(row.get("unit"))
    return int(key[1:]) if key[1:].isdigit() else None


def _commission(no: int, row: Mapping[str, Any]) -> Commission:
    return Commission(no, _unit(row), text(row.get("title")))


def _task(no: int, row: Mapping[str, Any]) -> Task:
    names = ("text", "owner", "product")
    return Task(no, due=day(row.get("due")), **{name: text(row.get(name)) for name in names})
