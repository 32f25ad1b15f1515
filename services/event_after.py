"""The facts of an event's day and of what follows it, for the rules; findings by stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from extensions import clock
from rules import events as event_rules
from rules.event_contributions import Counts
from rules.events_after import Minutes, Vote
from rules.events_facts import EventFacts
from rules.finding import Finding
from services import (
    event_contributions,
    event_delegates,
    event_minutes,
    event_norms,
    event_presences,
    event_recommendations,
    event_tasks,
)
from services.event_contributions import Entry as Said
from services.event_delegates import Listed
from services.event_frame import EventDay
from services.event_presences import Counters
from services.event_recommendations import Entry as Recommended
from services.event_tasks import Entry as Given


@dataclass(frozen=True)
class Records:
    """Everything that was written down about an event, read once; counters are computed from it."""

    delegates: list[Listed]
    present: Counters
    said: list[Said]
    counts: Counts
    notes: Mapping[str, Any]
    tasks: list[Given]
    recommended: list[Recommended]


def records(day: EventDay) -> Records:
    """Read the records of an event as they stand now."""
    delegates, said = event_delegates.of(day.matter_id), event_contributions.of(day.matter_id)
    return Records(
        delegates=delegates,
        present=event_presences.whole(day, delegates),
        said=said,
        counts=event_contributions.counts(day, said),
        notes=event_minutes.notes(day.matter_id),
        tasks=event_tasks.of(day.matter_id),
        recommended=event_recommendations.of(day.matter_id),
    )


def facts(day: EventDay, there: Records, base: EventFacts) -> EventFacts:
    """Return the facts of the plan (`base`) with what came of it."""
    return replace(
        base,
        today=clock.today(),
        delegates=tuple(one.fact() for one in there.delegates) or base.delegates,
        attendance=event_presences.attendance(there.present) or None,
        presences=event_presences.presences(day.matter_id, there.delegates),
        minutes=_minutes(there),
        contributions=tuple(one.fact() for one in there.said),
        tasks=tuple(fact for one in there.tasks for fact in one.facts()),
        recommendations=tuple(one.fact for one in there.recommended),
    )


def _minutes(there: Records) -> Minutes:
    decides = {"yes": True, "no": False}.get(there.notes.get("decides") or "")
    return Minutes(
        total=there.present.listed,
        present=there.present.present,
        absent=there.present.absent,
        decides=decides,
        votes=votes(there.notes),
    )


def votes(notes: Mapping[str, Any]) -> tuple[Vote, ...]:
    """Return the votes that the minutes record; a row without a subject is none."""
    return tuple(
        Vote(
            str(no),
            row["subject"],
            _count(row, "agree"),
            _count(row, "against"),
            _count(row, "other"),
            _count(row, "cast"),
        )
        for no, row in enumerate(notes.get("votes") or (), start=1)
        if row.get("subject")
    )


def _count(row: Mapping[str, Any], name: str) -> int | None:
    return row.get(name) if isinstance(row.get(name), int) else None


def check(made: EventFacts, stage: str) -> list[Finding]:
    """Return the findings of the rules wired for a stage, by the rules of today."""
    return event_rules.check(made, event_norms.ruleset(clock.today()), event_norms.stage(stage))
