"""An event's plan as whoever checks or decides it reads it: sums, people, hours, costs against the norms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services import event_answers, event_norms, event_people, events, units
from services.cases import Case
from vietnamese.dates import screen_date
from vietnamese.words import amount_in_words


@dataclass(frozen=True)
class CostRow:
    """A line of the estimate with the norm that holds for it (đồng, None where there is none), and who is paid."""

    line: event_answers.Line
    cap: int | None
    payee: str
    approver: str


@dataclass(frozen=True)
class SlotRow:
    """A row of the programme: «07:30–08:00» and what happens."""

    hours: str
    content: str
    who: str


def reading(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """Return what the reading page shows. The address of the meeting's link is left out."""
    event = events.event_of(case.matter_id)
    plan = event_answers.plan(answers, event.path)
    names = units.names_of([quota.unit_id for quota in plan.quotas], case.judged_on)
    people = {f"p{one.person_id}": one.name for one in units.officers(case.unit_id, None, case.judged_on)}
    listed = len(plan.people.split("\n")) - 1 if plan.people.strip() else 0
    return {
        "plan": plan,
        "hours": [_hours(one) for one in plan.sessions],
        "quotas": [
            (names[one.unit_id].short_name, one.called) for one in plan.quotas if one.unit_id in names
        ],
        "guests": event_people.in_protocol(plan.guests),
        "chairs": [people[key] for key in plan.chairs if key in people],
        "secretary": people.get(plan.secretary, ""),
        "slots": [_slot(one) for one in plan.slots],
        "costs": _costs(event, plan, people),
        "words": amount_in_words(plan.total) if plan.lines else "",
        "listed": listed,
        "units": _named([one.unit_id for one in plan.commissions if one.unit_id], case),
    }


def _named(unit_ids: list[int], case: Case) -> dict[int, str]:
    return {one: view.short_name for one, view in units.names_of(unit_ids, case.judged_on).items()}


def _hours(session: event_answers.Session) -> str:
    hours = f"{session.start:%H:%M}–{session.end:%H:%M}" if session.start and session.end else ""
    return ", ".join(
        text for text in (hours, screen_date(session.day) if session.day else "", session.title) if text
    )


def _slot(slot: event_answers.Slot) -> SlotRow:
    hours = f"{slot.start:%H:%M}–{slot.end:%H:%M}" if slot.start and slot.end else "–"
    return SlotRow(hours, slot.content, slot.who)


def _costs(event: events.EventView, plan: event_answers.Plan, people: dict[str, str]) -> list[CostRow]:
    table, rows = event_norms.table(), []
    for line in plan.lines:
        norm = None
        if line.item and plan.first_day:
            norm = table.cap(line.item, plan.first_day, event.province or None, plan.locality or None)
        cap = norm.cap if norm else None
        rows.append(CostRow(line, cap, people.get(line.payee, ""), people.get(line.approver, "")))
    return rows
