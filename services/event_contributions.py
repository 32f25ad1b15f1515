"""The register of contributions: spoken and written, by group of questions, unit and person, with the gist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from extensions import clock, db
from models import EventContribution
from rules.event_contributions import Counts, count
from rules.events_after import Contribution
from services import event_frame, units
from services.errors import NotFound, Refused
from services.event_frame import EventDay
from services.transaction import command
from services.who import Who

CHANNELS = ("spoken", "written", "online")
NATURES = ("experience", "proposal", "remark", "question")
MOST = 1000


@dataclass(frozen=True)
class Entry:
    """A contribution as it stands now; `corrected` tells that an earlier row was corrected."""

    id: int
    no: int
    channel: str
    field: str
    unit_id: int | None
    unit_name: str
    person: str
    gist: str
    nature: str
    minutes: int | None
    recorded_at: datetime
    corrected: bool

    def fact(self) -> Contribution:
        """Return the contribution as the rules read one."""
        unit = f"u{self.unit_id}" if self.unit_id else self.unit_name or None
        return Contribution(str(self.no), self.channel, self.field or None, unit, self.person)


def of(matter_id: int) -> list[Entry]:
    """Return the contributions that stand, in the order of the register."""
    query = select(EventContribution).where(EventContribution.matter_id == matter_id)
    rows = list(db.session.scalars(query.order_by(EventContribution.no, EventContribution.id)))
    gone = {row.replaces_id for row in rows if row.replaces_id}
    there = [row for row in rows if row.id not in gone and not row.dropped]
    names = units.names_of({row.unit_id for row in there if row.unit_id}, clock.today())
    return [
        Entry(
            id=row.id,
            no=row.no,
            channel=row.channel,
            field=row.field,
            unit_id=row.unit_id,
            unit_name=names[row.unit_id].short_name if row.unit_id in names else row.body,
            person=row.person,
            gist=row.gist,
            nature=row.nature,
            minutes=row.minutes,
            recorded_at=row.recorded_at,
            corrected=row.replaces_id is not None,
        )
        for row in there
    ]


def counts(day: EventDay, entries: Iterable[Entry]) -> Counts:
    """Return the counters of the register: by channel, by group of questions, by unit called."""
    facts = [one.fact() for one in entries]
    return count(facts, day.fields, [f"u{one.unit_id}" for one in day.units])


def _next(matter_id: int) -> int:
    query = select(func.max(EventContribution.no)).where(EventContribution.matter_id == matter_id)
    return (db.session.scalar(query) or 0) + 1


@command
def add(day: EventDay, *, who: Who, once: str, said: dict[str, Any], replaces: int | None = None) -> int:
    """Write a contribution into the register, or a correction of the row `replaces`; returns the id of the row.

    `said`: channel, field, unit_id (of those called) or body, person, gist, nature, minutes. The same `once` writes
    nothing twice. Errors: `NotFound`, `Conflict` (reported already, or the row was corrected meanwhile), `Refused`.
    """
    event_frame.counted(day.matter_id, who)
    known = select(EventContribution.id).where(
        EventContribution.matter_id == day.matter_id, EventContribution.once == once
    )
    if (row_id := db.session.scalar(known)) is not None:
        return row_id
    if said.get("unit_id") is not None and said["unit_id"] not in day.known:
        raise Refused("Chọn lại đơn vị trong danh sách.")
    if replaces is None and _next(day.matter_id) > MOST:
        raise Refused("Sổ đã đủ %(most)s ý kiến.", most=MOST)
    no = standing(day.matter_id, replaces).no if replaces is not None else _next(day.matter_id)
    return _write(day.matter_id, no, said, who, once, replaces)


def _write(matter_id: int, no: int, said: dict[str, Any], who: Who, once: str, replaces: int | None) -> int:
    row = EventContribution(
        matter_id=matter_id,
        no=no,
        replaces_id=replaces,
        once=once,
        recorded_at=clock(),
        recorded_by=who.person_id,
        **said,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def standing(matter_id: int, row_id: int) -> Entry:
    """Return a contribution that stands. Errors: `NotFound` (none of this event, or corrected meanwhile)."""
    for one in of(matter_id):
        if one.id == row_id:
            return one
    raise NotFound


@command
def drop(matter_id: int, row_id: int, *, who: Who, once: str) -> None:
    """Take a contribution out of the register by a row that says so. Errors: `NotFound`, `Conflict`."""
    event_frame.counted(matter_id, who)
    one = standing(matter_id, row_id)
    said = {
        "channel": one.channel,
        "field": one.field,
        "person": one.person,
        "gist": "",
        "nature": one.nature,
    }
    _write(matter_id, one.no, {**said, "dropped": True}, who, once, row_id)
