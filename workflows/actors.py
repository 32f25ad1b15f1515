"""Who acts, and what they ask: seats, actors, commands. Made by services, read by the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Role of the sweep and of whoever else acts without being a person. No office can bear it.
SYSTEM_ROLE = "system"


@dataclass(frozen=True)
class Seat:
    """A role that a person may use in one unit on the day: by an office, or by a delegation."""

    office_id: int | None
    role: str
    unit_id: int | None
    delegation_of: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The shape that entries store."""
        return {
            "office_id": self.office_id,
            "role": self.role,
            "unit_id": self.unit_id,
            "delegation_id": self.delegation_of,
        }


@dataclass(frozen=True)
class Actor:
    """A person with the seats valid on the day (offices and delegations together)."""

    person_id: int | None
    seats: tuple[Seat, ...] = ()


#: The machine itself: reminds, escalates, counts secret ballots.
SYSTEM = Actor(None, (Seat(None, SYSTEM_ROLE, None),))


@dataclass(frozen=True)
class Command:
    """What somebody asks.

    ``seen`` is the sequence number that the page showed; ``once`` a key made when the page was drawn, so that
    a double click does nothing twice; ``payload`` is JSON-able (shapes: ``engine.py``).
    """

    name: str
    actor: Actor
    seen: int
    once: str
    payload: Mapping[str, Any] = field(default_factory=dict)
