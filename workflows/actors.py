"""Who acts, and what they ask: seats, actors, commands. Made by services, read by the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Role of the sweep and of whoever else acts without being a person. No office can bear it.
SYSTEM_ROLE = "system"


@dataclass(frozen=True)
class Seat:
    """A role that a person may use in one unit on the day: by an office, or by a delegation.

    `giver_id` is the person in whose place a lent seat decides (None: own office, or acting head); `covers` are codes
    of the chains that a lent seat is for, none for all; a seat that `rests` reads and decides nothing: somebody acts
    as head in its place.
    """

    office_id: int | None
    role: str
    unit_id: int | None
    delegation_of: int | None = None
    giver_id: int | None = None
    covers: frozenset[str] = frozenset()
    rests: bool = False

    @property
    def key(self) -> int | None:
        """What tells a person's seats apart: the office, or −n for the seat of delegation n."""
        return self.office_id if self.delegation_of is None else -self.delegation_of

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
    """A person with the seats valid on the day.

    `seats` are held by office or as acting head; `lent` ones, in another's place, count for dossiers only.
    """

    person_id: int | None
    seats: tuple[Seat, ...] = ()
    lent: tuple[Seat, ...] = ()

    @property
    def every(self) -> tuple[Seat, ...]:
        """All seats, those of the person first."""
        return (*self.seats, *self.lent)


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
