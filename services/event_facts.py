"""The facts of an event for the rules, from the answers of its plan and from what is on record; their findings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from rules import events as event_rules
from rules.event_budget import in_words
from rules.events_after import Named
from rules.events_facts import (
    Approval,
    BudgetLine,
    Clash,
    Commission,
    Delegate,
    Estimate,
    Event,
    EventFacts,
    PaperState,
    Place,
    Point,
    Session,
    Slot,
    UnitQuota,
)
from rules.finding import Finding
from services import (
    citations,
    event_answers,
    event_choices,
    event_norms,
    events,
    history,
    paper_lists,
    units,
)
from services.calendar import local_date, working_calendar
from services.cases import Case
from services.words import role_title

# Where the paths of the rules lead in the forms; a row's key is the number under which the form shows it.
PLACES = {
    "plan.grounds": "plan.bases",
    "plan.aim": "plan.aims",
    "plan.content": "plan.contents",
    "plan.participants": "who.who",
    "plan.time": "when.first_day",
    "plan.place": "when.hall",
    "plan.costs": "budget.spends",
    "plan.assignment": "assignment.rows",
    "plan.programme": "plan.in_programme",
    "when.clashes": "when.clash",
    "programme.secretaries": "programme.secretary",
    "programme": "programme.rows",
    "budget": "budget.spends",
    "budget.total": "budget.lines",
    "commissions": "commissions.asks",
    "delegates": "who.people",
    "papers.event_plan": "when.first_day",
    "papers.event_estimate": "when.first_day",
    "papers.invitation": "when.first_day",
}
_PREFIXES = (
    (re.compile(r"^plan\.grounds\..*"), "plan.bases"),
    (re.compile(r"^where\."), "when."),
    (re.compile(r"^delegates\..*"), "who.people"),
    (re.compile(r"\.speakers$"), ".who"),
    (re.compile(r"\.payees$"), ".payee"),
)


def place_of(path: str | None, way: str) -> str | None:
    """Return the field of the form that a rule's path means; on the short way who comes stands beside when."""
    if path is None:
        return None
    found = PLACES.get(path, path)
    for pattern, instead in _PREFIXES:
        found = pattern.sub(instead, found)
    return re.sub(r"^who\.", "when.", found) if way == "short" else found


def facts(case: Case, answers: dict[str, Any]) -> EventFacts:
    """Return the plain facts of an event up to its first day. What nobody has told is None: rules then ask."""
    event, on = events.event_of(case.matter_id), case.judged_on
    plan = event_answers.plan(answers, event.path)
    persons = _persons(plan)
    return EventFacts(
        event=_event(case, event, plan),
        today=on,
        sections=_sections(plan),
        texts=_texts(plan),
        grounds=_grounds(plan),
        acts=citations.acts(),
        sessions=tuple(Session(str(s.no), s.day, s.start, s.end, s.title) for s in plan.sessions) or None,
        programme=_programme(case, plan),
        chairs=_people(case, plan.chairs),
        secretaries=_people(case, (plan.secretary,) if plan.secretary else ()),
        place=Place(
            hall=plan.hall or None,
            seats=plan.seats,
            in_room=_in_room(plan, persons),
            link=bool(plan.link),
            link_places=plan.link_places,
            on_link=_on_link(plan, persons),
            points=tuple(
                Point(str(p.no), p.name, p.keeper or None, p.called, p.capacity) for p in plan.points
            ),
        ),
        quotas=_quotas(plan, on),
        offices={code: role_title(code) for code in event_answers.QUOTA_OFFICES.values()},
        delegates=_delegates(case, plan),
        list_closed_on=plan.list_closed_on,
        guests=len(plan.guests),
        staff=plan.staff if plan.path == "full" else 0,
        commissions=_commissions(plan),
        estimate=_estimate(case, plan),
        approvals=dict.fromkeys(("event_plan", "event_estimate"), approval_of(case)),
        papers=paper_states(case.matter_id),
        norms=event_norms.table(),
        calendar=working_calendar(),
    )


def _event(case: Case, event: events.EventView, plan: event_answers.Plan) -> Event:
    clashes: tuple[Clash, ...] | None = {"no": ()}.get(plan.clash)
    if plan.clash == "yes":
        clashes = (Clash(plan.clash_title, plan.clash_shared),)
    return Event(
        title=plan.title or event.title,
        kind=event.kind,
        mode=plan.mode or None,
        path=event.path,
        first_day=plan.first_day,
        last_day=plan.last_day,
        dated_on=case.judged_on,
        province=event.province or None,
        locality=plan.locality or None,
        unit_kind=units.kind_of(case.unit_id),
        in_programme=plan.in_programme,
        unplanned_reason=plan.unplanned_reason or ("" if plan.in_programme is False else None),
        tight_reason=plan.tight_reason,
        clashes=() if plan.path == "short" else clashes,
    )


def _sections(plan: event_answers.Plan) -> dict[str, bool]:
    return {
        "grounds": bool(plan.bases or plan.extra_bases),
        "aim": bool(plan.aims),
        "content": bool(plan.contents),
        "participants": bool(plan.who or plan.called),
        "time": bool(plan.first_day and plan.sessions),
        "place": bool(plan.hall),
        "costs": plan.spends is False or bool(plan.lines),
        "assignment": bool(plan.tasks),
    }


def _texts(plan: event_answers.Plan) -> dict[str, str]:
    """Texts in which somebody may have typed a weekday beside a date."""
    names = ("aims", "demands", "contents", "questions")
    found = {f"plan.{name}": "\n".join(getattr(plan, name)) for name in names}
    return found | {"plan.title": plan.title, "plan.need": plan.need, "who.bring": "\n".join(plan.bring)}


def _grounds(plan: event_answers.Plan) -> tuple[str, ...]:
    acts = citations.acts()
    return tuple(acts[code].printed for code in plan.bases if code in acts) + plan.extra_bases


def _programme(case: Case, plan: event_answers.Plan) -> tuple[Slot, ...] | None:
    known = event_choices.speakers(case, plan)
    return (
        tuple(
            Slot(
                key=f"rows.{one.no}",
                session=one.session,
                start=one.start,
                end=one.end,
                content=one.content,
                kind=one.kind,
                speakers=tuple(
                    Named(name, f"p{person_id}" if person_id else f"guest {name}")
                    for name, person_id in known.named(one.who)
                    if one.kind in event_answers.SPOKEN
                ),
            )
            for one in plan.slots
        )
        or None
    )


def _people(case: Case, keys: Iterable[str]) -> tuple[Named, ...]:
    names = {f"p{one.person_id}": one.name for one in units.officers(case.unit_id, None, case.judged_on)}
    return tuple(Named(names[key], key) for key in keys if key in names)


def _persons(plan: event_answers.Plan) -> int | None:
    """Everybody who is meant to be there, guests and staff included."""
    if plan.called is None:
        return None
    return plan.called + len(plan.guests) + (plan.staff or 0)


def _in_room(plan: event_answers.Plan, persons: int | None) -> int | None:
    """Who sits in the hall: everybody, less those who are called to connection points."""
    if persons is None or plan.mode != "mixed":
        return persons
    return max(persons - sum(point.called or 0 for point in plan.points), 0)


def _on_link(plan: event_answers.Plan, persons: int | None) -> int | None:
    """How many connections there are: one for each point and, of those called to none, one for everybody.

    Who sits in the hall of an event held in both ways shares the hall's connection. A point that does not say how
    many come takes in whoever is called to no other.
    """
    if persons is None or not plan.points:
        return persons
    at_points = [point.called for point in plan.points]
    alone = 0 if None in at_points else max(persons - sum(called or 0 for called in at_points), 0)
    return len(plan.points) + (min(alone, 1) if plan.mode == "mixed" else alone)


def _quotas(plan: event_answers.Plan, on: date) -> tuple[UnitQuota, ...] | None:
    if plan.path == "short":
        return None if plan.called is None else (UnitQuota("own", "", plan.called),)
    names = units.names_of([quota.unit_id for quota in plan.quotas], on)
    return (
        tuple(
            UnitQuota(f"u{q.unit_id}", names[q.unit_id].short_name, q.called, q.offices)
            for q in plan.quotas
            if q.unit_id in names
        )
        or None
    )


def _delegates(case: Case, plan: event_answers.Plan) -> tuple[Delegate, ...] | None:
    """Who is listed by name: guests and the pasted list. Without a list nobody knows who comes (None)."""
    people = event_choices.reader(case)(plan.people).people
    if not people and not any(guest.salaried is not None for guest in plan.guests):
        return None
    guests = [
        Delegate(f"guests.{one.no}", one.name, None, None, None, "guest", one.salaried) for one in plan.guests
    ]
    listed = [
        Delegate(
            key=str(one.line),
            name=one.name,
            id=f"p{one.person_id}" if one.person_id else None,
            unit=f"u{one.unit_id}" if one.unit_id else None,
            salaried=one.salaried,
        )
        for one in people
    ]
    return (*guests, *listed)


def _commissions(plan: event_answers.Plan) -> tuple[Commission, ...] | None:
    if plan.asks_papers is None:
        return None
    return tuple(
        Commission(f"rows.{one.no}", one.title, f"u{one.unit_id}" if one.unit_id else None)
        for one in plan.commissions
    )


def _estimate(case: Case, plan: event_answers.Plan) -> Estimate | None:
    if plan.spends is None:
        return None
    paid = {one.payee: each for one in plan.lines for each in _people(case, (one.payee,))}
    lines = tuple(
        BudgetLine(
            key=f"lines.{one.no}",
            content=one.content,
            item=one.item or None,
            quantity=one.quantity,
            price=one.price,
            times=one.times,
            amount=one.amount,
            payees=(paid.get(one.payee, Named("", one.payee)),) if one.payee else (),
            approver=one.approver or None,
            exception=one.exception or None,
        )
        for one in plan.lines
    )
    return Estimate(lines, plan.total, in_words(plan.total), None)


def approval_of(case: Case) -> Approval:
    """How plan and estimate were decided: one dossier, one decision; while it is typed, as if sent on the day."""
    past = history.entries_of(case.dossier_id)
    sent = [entry for entry in past if entry.kind == "submitted"]
    made = [entry for entry in past if entry.kind == "approved"]
    maker = f"p{sent[-1].person_id}" if sent else None
    if case.status != "approved" or not made:
        return Approval(submitted_on=case.judged_on, approved=False, maker=maker)
    return Approval(
        submitted_on=local_date(sent[-1].at),
        decided_on=local_date(made[-1].at),
        approved=True,
        maker=maker,
        approver=f"p{made[-1].person_id}",
    )


def paper_states(matter_id: int) -> dict[str, PaperState]:
    """Return {kind: state} of the papers issued for an event and of their annexes."""
    found: dict[str, PaperState] = {}
    for paper in paper_lists.of_matter(matter_id):
        if paper.standing == "valid":
            for part in paper.parts:
                found.setdefault(part.kind, PaperState("issued", paper.dated_on))
    return found


def check(case: Case, answers: dict[str, Any], stage: str) -> list[Finding]:
    """Return the findings of a stage: `submission` and later the plan's rules, else the stage of that name."""
    way = events.event_of(case.matter_id).path
    name = {"full": "plan", "short": "plan_short"}[way]
    return _found(
        case, facts(case, answers), name if stage in ("submission", "before_committee") else stage, way
    )


def _found(case: Case, made: EventFacts, stage: str, way: str) -> list[Finding]:
    rules = event_norms.ruleset(case.judged_on)
    found = event_rules.check(made, rules, event_norms.stage(stage))
    # The sentence names the row already: keys of rows are no subjects that a page could name.
    return [replace(one, field=place_of(one.field, way), subject=None) for one in found]


def inviting(case: Case, answers: dict[str, Any], kind: str) -> list[Finding]:
    """Return what stands against issuing a paper that calls people now (stage «invitation», EV01)."""
    way = events.event_of(case.matter_id).path
    made = replace(facts(case, answers), inviting=(kind,))
    return _found(case, made, "invitation", way)


def beside(case: Case, answers: dict[str, Any]) -> list[Finding]:
    """Return what would keep the plan from being sent, and prices above a norm, for the fields of the page being typed.

    What is not filled in yet (EV02) the fields themselves say. A norm that was not read in full warns only, and is told
    where the price is typed all the same (EV17); other warnings stand on the page of the check.
    """
    found = check(case, answers, "submission")
    here = [one for one in found if one.field and one.rule != "EV02"]
    return [one for one in here if one.level == "block" or (one.level == "warn" and one.rule == "EV17")]


def one_more_level(case: Case, answers: dict[str, Any]) -> bool:
    """Tell whether the unit above decides as well: the sum is over the limit, or its guests come."""
    plan = event_answers.plan(answers, events.event_of(case.matter_id).path)
    bodies = [guest.body for guest in plan.guests]
    kind = units.kind_of(case.unit_id)
    limit = event_norms.table().one_more_level(plan.total, kind, case.judged_on, bodies)
    return limit is not None and units.parent_of(case.unit_id, case.judged_on) is not None
