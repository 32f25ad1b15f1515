"""Badges with a QR for each delegate: whoever is in charge of the list opens it and records the tap."""

from __future__ import annotations

from dataclasses import dataclass

from documents import mark
from services import event_days, event_delegates
from services.event_delegates import Listed
from services.event_frame import EventDay
from services.who import Who


@dataclass(frozen=True)
class Badge:
    """A badge: the delegate, and the QR of the own address as (side in modules, path of the black ones)."""

    delegate: Listed
    side: int
    path: str


@dataclass(frozen=True)
class Sheet:
    """All badges of an event."""

    day: EventDay
    badges: tuple[Badge, ...]


def sheet(matter_id: int, who: Who, address: str) -> Sheet:
    """Return the badges of an event; a QR leads to `address` with the delegate's id behind it. Errors: `NotFound`."""
    day = event_days.day(matter_id, who)
    made = ((one, mark.modules(f"{address}{one.id}")) for one in event_delegates.of(matter_id))
    return Sheet(day, tuple(Badge(one, *drawn) for one, drawn in made))
