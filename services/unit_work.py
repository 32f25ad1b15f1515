"""The work of an act about units: what it was given, what it has written and said so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models import Unit
from services import units
from services.unit_changes import Journal
from vietnamese.dates import screen_date

#: How many names a sentence lists at most.
LISTED = 8


@dataclass(frozen=True)
class Decision:
    """The paper behind an act: number, day, who issued it, the first day on which it counts."""

    no: str
    on: date | None
    by: str
    effective_on: date


@dataclass(frozen=True)
class Said:
    """One sentence of the check page: topic (tree, offices, dossiers, papers), message id, params, names to list."""

    topic: str
    message: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    items: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what the record of the act keeps."""
        return {
            "topic": self.topic,
            "message": self.message,
            "params": dict(self.params),
            "items": list(self.items),
        }


@dataclass
class Work:
    """An act while it is done. `given` is what the form gave; `field` the form's field to which refusals belong.

    `concerned`: {(part, unit id): first day}; `touched`: units whose links or offices are to be checked; `gone`:
    [(unit, successor, whole, first day)] of those that end.
    """

    unit: Unit
    lineage: Sequence[int]
    decision: Decision
    given: Mapping[str, Any]
    source: str
    journal: Journal = field(default_factory=Journal)
    said: list[Said] = field(default_factory=list)
    concerned: dict[tuple[str, int], date] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    gone: list[tuple[int, int | None, bool, date]] = field(default_factory=list)
    field: str | None = "effective_on"

    @property
    def on(self) -> date:
        """The first day on which the act counts."""
        return self.decision.effective_on

    @property
    def days(self) -> list[date]:
        """The first days of the units that the act is about."""
        return [day for (part, _unit), day in self.concerned.items() if part == "subject"]

    def name(self, unit_id: int, on: date | None = None) -> str:
        """Return a unit's short name on a day."""
        return units.short_name_of(unit_id, on or self.on)

    def about(self, part: str, unit_id: int, on: date | None = None) -> None:
        """Note that the act names a unit."""
        self.concerned[part, unit_id] = on or self.on
        if part != "above":
            self.touched.add(unit_id)

    def say(self, topic: str, message: str, items: Sequence[str] = (), **params: Any) -> None:
        """Add a sentence; days are printed as on screens."""
        plain = {k: screen_date(v) if isinstance(v, date) else v for k, v in params.items()}
        self.said.append(Said(topic, message, plain, tuple(items)))


@dataclass(frozen=True)
class Deed:
    """How a kind of act is done, and on the pages of which kinds of unit it is not offered."""

    do: Callable[[Work], None]
    not_of: frozenset[str] = frozenset()


def shown(names: Sequence[str]) -> list[str]:
    """Return the names that a sentence lists, with a mark where there are more."""
    return [*names[:LISTED], *(["…"] if len(names) > LISTED else [])]
