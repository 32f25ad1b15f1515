"""What a state is made of: decisions, closings, papers, notes, and whom a dossier waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .state import State


@dataclass(frozen=True)
class Decision:
    """One person's decision at one stay of a step; ``choice`` is None for a secret vote."""

    step: str
    stay: int
    revision: int
    person_id: int
    choice: str | None
    at: datetime
    office_id: int | None
    comment: str
    delegation_id: int | None = None


@dataclass(frozen=True)
class Closing:
    """How a stay at a step ended: approved, returned or rejected, with the counts per choice."""

    step: str
    stay: int
    revision: int
    outcome: str
    counts: Mapping[str, int]
    at: datetime


@dataclass(frozen=True)
class Paper:
    """A paper recorded for a revision; ``replaced_by`` names the later paper that took its place."""

    kind: str
    paper_id: int
    revision: int
    at: datetime
    person_id: int | None
    replaced_by: int | None = None


@dataclass(frozen=True)
class Note:
    """A remark of the last return, pinned to a field of the form (None: to the whole dossier).

    ``reason`` marks the comment of the decision itself: it is read like a note and counted as none.
    """

    field: str | None
    text: str
    person_id: int | None
    at: datetime
    reason: bool = False


@dataclass(frozen=True)
class Waiting:
    """Whom the dossier waits for: a role in a unit (or one person), since when, for what.

    ``kind`` is decide, amend, paper, opinion or reassign (a step without enough people). ``excluded`` names
    holders of the role for whom it does not wait: authors, nominees, recused, replaced, those who have decided.
    """

    unit_id: int | None
    role: str
    person_id: int | None
    since: datetime
    kind: str
    excluded: tuple[int, ...] = ()


@dataclass(frozen=True)
class Opinion:
    """What a colleague was asked at one stay of a step: `person_id` answers, in an office of that unit and role.

    ``seq`` is the number of the entry that asks; ``answer`` is None while it waits.
    """

    seq: int
    stay: int
    asked_by: int | None
    person_id: int
    unit_id: int
    role: str
    question: str
    at: datetime
    answer: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Undoable:
    """The newest decision, as long as nothing was built on it: whose, when, and the state that it met.

    ``seq`` is the number of its entry, ``seat`` the seat in which it was made, as the entry names it.
    """

    seq: int
    step: str
    person_id: int
    seat: Mapping[str, Any]
    at: datetime
    before: State
