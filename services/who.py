"""Who asks: the person signed in and the office they act in. The actor is reloaded inside each command."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Who:
    """A person, and the office (seat) chosen; no office means the person's first seat."""

    person_id: int
    office_id: int | None = None
