"""The minutes of an event: they grow from its programme, field by field; every version of a field is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from extensions import clock, db
from models import EventNote, Person
from services import event_frame
from services.event_frame import EventDay
from services.transaction import command
from services.who import Who

# Slots of the programme that the minutes pass over unless somebody writes about them, and those in which a person
# speaks by name.
QUIET = frozenset({"break"})
SPOKEN = frozenset({"opening", "lecture", "remarks", "closing"})


@dataclass(frozen=True)
class Last:
    """Who wrote in the minutes last, and when."""

    name: str
    at: datetime


def notes(matter_id: int) -> dict[str, Any]:
    """Return {field: what it says now}; fields never written are left out."""
    query = select(EventNote.place, EventNote.value).where(EventNote.matter_id == matter_id)
    return dict(db.session.execute(query.order_by(EventNote.id)).all())


def last(matter_id: int) -> Last | None:
    """Return who wrote in the minutes last."""
    query = (
        select(Person.name, EventNote.recorded_at)
        .join(EventNote, EventNote.recorded_by == Person.id)
        .where(EventNote.matter_id == matter_id)
        .order_by(EventNote.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).first()
    return Last(*row) if row else None


@command
def write(matter_id: int, typed: Mapping[str, Any], *, who: Who) -> int:
    """Keep what was typed in the minutes, valid or not: a row for every field that changed; returns how many.

    What the page did not send stays as it was. Two people may write at once: only fields that both changed meet, and
    both versions are kept. Errors: `NotFound`.
    """
    event_frame.readable(matter_id, who)
    now = notes(matter_id)
    changed = {place: value for place, value in typed.items() if now.get(place, "") != value}
    for place, value in changed.items():
        row = EventNote(
            matter_id=matter_id,
            place=place,
            value=value,
            recorded_at=clock(),
            recorded_by=who.person_id,
        )
        db.session.add(row)
    return len(changed)


def prefilled(day: EventDay) -> dict[str, Any]:
    """Return what the plan knows already: when, where, who leads and writes, guests, a line for each slot."""
    begins = [one.start for one in day.sessions if one.start]
    ends = [one.end for one in day.sessions if one.end]
    said: dict[str, Any] = {
        "begins": f"{min(begins):%H:%M}" if begins else "",
        "ends": f"{max(ends):%H:%M}" if ends else "",
        "place": day.place,
        "secretary": day.secretary[0],
        "secretary_post": day.secretary[1],
        "guests": "\n".join(day.guests),
    }
    if day.chairs:
        said |= {"chair": day.chairs[0][0], "chair_post": day.chairs[0][1]}
    for slot in day.programme:
        if slot.kind not in QUIET:
            said[f"slot_{slot.key}"] = proposed(day, slot.key)
    return said


def proposed(day: EventDay, key: str) -> str:
    """Return the line proposed for a slot: who does what («Đồng chí … trình bày: …»)."""
    slot = next(one for one in day.programme if one.key == key)
    content = slot.content.strip().rstrip(".")
    names = ", ".join(f"đồng chí {one.name}" for one in slot.speakers or () if slot.kind in SPOKEN)
    words = f"{content} ({names})." if names else f"{content}."
    return words[:1].upper() + words[1:]
