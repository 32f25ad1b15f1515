"""A connection point of an event online, kept by somebody of the unit that comes there: its people, and only they.

Who keeps a point is the officer of that unit whom the plan names; where it names nobody of the unit, its chair and its
secretary do. A point for which the plan names an officer of the holding unit is kept by that unit alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time

from sqlalchemy import select

from extensions import clock, db
from models import Event, Matter
from rules.events_facts import Session
from services import (
    access,
    event_day_pages,
    event_days,
    event_delegates,
    event_frame,
    event_presences,
    events,
    remembered,
    units,
)
from services.errors import NotFound
from services.event_answers import Point
from services.event_arrivals import Group
from services.event_choices import Speakers
from services.event_frame import EventDay
from services.transaction import command
from services.who import Who
from vietnamese.text import search_key

#: Offices of a unit that keep its point where the plan names nobody of the unit.
KEEPERS = ("chair", "secretary")
MODES = ("online", "mixed")


@dataclass(frozen=True)
class Kept:
    """A point and its event, for who keeps it."""

    day: EventDay
    point: Point

    @property
    def people(self) -> list[event_delegates.Listed]:
        """The people of the list who come to this point: those of its unit."""
        return [one for one in event_delegates.of(self.day.matter_id) if one.unit_id == self.point.unit_id]


def kept(matter_id: int, who: Who) -> Kept:
    """Return the point that the acting seat keeps at an event with an approved plan. Errors: `NotFound`."""
    matter = db.session.get(Matter, matter_id)
    unit_id = event_frame.acting_unit(who)
    if matter is None or unit_id is None or matter.procedure != event_frame.PLAN:
        raise NotFound
    point = next(_points(matter, unit_id, who.person_id), None)
    if point is None:
        raise NotFound
    return Kept(event_days.of(matter), point)


def _points(matter: Matter, unit_id: int, person_id: int) -> Iterator[Point]:
    """The points of an event that a person keeps for a unit other than the one that holds it."""
    dossier = events.plan_dossier(matter.id)
    if dossier is None or dossier.status != "approved" or unit_id == matter.unit_id:
        return
    for point in events.plan_of(matter.id).points:
        if point.unit_id == unit_id and person_id in _keepers(point, unit_id, matter.unit_id):
            yield point


def _keepers(point: Point, unit_id: int, holder_id: int) -> set[int]:
    """The people of a unit who keep its point."""
    names = {search_key(name) for name, _id in Speakers({}).named(point.keeper)}
    own = units.officers(holder_id, None, clock.today())
    if any(search_key(one.name) in names for one in own):
        return set()
    there = [
        one for one in units.officers(unit_id, None, clock.today()) if one.role not in access.BLIND_ROLES
    ]
    named = {one.person_id for one in there if search_key(one.name) in names}
    return named or {one.person_id for one in there if one.role in KEEPERS}


@dataclass(frozen=True)
class Waiting:
    """A point that waits on its day: of which event, held by whom, from when."""

    matter_id: int
    name: str
    event: str
    giver: str
    starts: time | None


def waiting(who: Who) -> list[Waiting]:
    """Return the points that the acting seat keeps today, of events that nobody has reported on yet."""
    return list(remembered.once(("points", who, clock.today()), lambda: _waiting_for(who)))


def _waiting_for(who: Who) -> list[Waiting]:
    unit_id, today = event_frame.acting_unit(who), clock.today()
    if unit_id is None:
        return []
    held = (
        select(Matter)
        .join(Event, Event.matter_id == Matter.id)
        .where(Event.first_day <= today, Event.last_day >= today, Event.mode.in_(MODES))
        .where(Matter.unit_id != unit_id)
        .order_by(Matter.id)
    )
    found = []
    for matter in db.session.scalars(held):
        point = next(_points(matter, unit_id, who.person_id), None)
        if point is not None and not event_frame.reported(matter.id):
            found.append(_waiting(matter, point))
    return found


def _waiting(matter: Matter, point: Point) -> Waiting:
    today = clock.today()
    starts = [one.start for one in events.sessions(matter.id) if one.day == today and one.start]
    giver = units.short_name_of(matter.unit_id, today)
    return Waiting(matter.id, point.name, matter.title, giver, min(starts, default=None))


@dataclass(frozen=True)
class PointPage:
    """The check-in page of one point: only its people, only their count; `link` is the address of the meeting."""

    point: Point
    sheet: event_day_pages.CheckIn
    link: str


@dataclass(frozen=True)
class Together:
    """The people of a point to be ticked at once, as `event_arrivals.Arrivals` shows those of a unit."""

    desk: event_day_pages.Desk
    session: Session
    group: Group


def together(matter_id: int, who: Who, session: str = "") -> Together:
    """Return all people of the point that the acting seat keeps, in one session. Errors: `NotFound`."""
    mine, found = kept(matter_id, who), page(matter_id, who, session=session)
    if found.sheet.session is None:
        raise NotFound
    lines = event_presences.lines(matter_id, found.sheet.session.key, mine.people)
    group = Group(mine.point.unit_id or 0, mine.point.name, tuple(lines))
    return Together(found.sheet.desk, found.sheet.session, group)


def page(matter_id: int, who: Who, *, session: str = "", find: str = "", state: str = "all") -> PointPage:
    """Return the people of the point that the acting seat keeps, in one session. Errors: `NotFound`."""
    mine = kept(matter_id, who)
    desk = event_day_pages.Desk(mine.day, event_frame.reported(matter_id))
    found = event_day_pages.sheet(desk, mine.people, session=session, find=find, state=state)
    return PointPage(mine.point, found, events.plan_of(matter_id).link)


@command
def tap(
    matter_id: int,
    delegate_id: int,
    *,
    session: str,
    move: str,
    who: Who,
    once: str,
    at: time | None = None,
) -> str:
    """Record a tap for somebody of the point; the rest as `event_presences.tap`. Errors: as there."""
    mine = kept(matter_id, who)
    event_frame.unreported(matter_id)
    if delegate_id not in {one.id for one in mine.people}:
        raise NotFound
    said = {"session": session, "move": move, "who": who, "once": once, "at": at}
    return event_presences.record(mine.day, delegate_id, **said)


@command
def tap_many(
    matter_id: int,
    delegate_ids: Iterable[int],
    *,
    session: str,
    who: Who,
    once: str,
    at: time | None = None,
) -> int:
    """Record that several people of the point came; the rest as `event_presences.tap_many`. Errors: as there."""
    mine, ids = kept(matter_id, who), list(delegate_ids)
    event_frame.unreported(matter_id)
    if not {one.id for one in mine.people}.issuperset(ids):
        raise NotFound
    return event_presences.record_many(mine.day, ids, session=session, who=who, once=once, at=at)


@command
def take_log(
    matter_id: int, rows: Iterable[event_presences.Logged], *, session: str, who: Who, once: str
) -> event_presences.Matched:
    """Record a list of names with hours for the people of the point; the rest as `event_presences.take_log`."""
    mine = kept(matter_id, who)
    event_frame.unreported(matter_id)
    return event_presences.record_log(mine.day, mine.people, rows, session=session, who=who, once=once)
