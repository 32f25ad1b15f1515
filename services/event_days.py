"""An event as its plan has it, made ready for its day; the check-in list taken over from the plan."""

from __future__ import annotations

from extensions import clock
from models import Matter
from rules.events_after import Named
from rules.events_facts import BudgetLine, EventFacts, Session, Slot
from services import event_answers, event_facts, event_frame, event_people, events, units
from services.cases import case_of
from services.errors import Conflict
from services.event_choices import Speakers
from services.event_frame import Called, EventDay
from services.transaction import command
from services.who import Who


def day(matter_id: int, who: Who) -> EventDay:
    """Return an event for whoever may read its records. Errors: `NotFound`."""
    return of(event_frame.readable(matter_id, who))


def of(matter: Matter) -> EventDay:
    """Return an event as its plan has it: the approved one, else what is typed of it."""
    event, plan = events.event_of(matter.id), events.plan_of(matter.id)
    called = {one.unit_id: one.called for one in plan.quotas}
    others = {one.unit_id for one in event_people.kept(matter.id) if one.unit_id and one.role != "staff"}
    named = units.names_of({matter.unit_id, *called, *others}, clock.today())
    ids = [*sorted(called), *sorted(others - called.keys() - {matter.unit_id})]
    officers = {
        f"p{one.person_id}": (one.name, one.title)
        for one in reversed(units.officers(matter.unit_id, None, clock.today()))
    }
    return EventDay(
        matter_id=matter.id,
        title=plan.title or matter.title,
        unit_id=matter.unit_id,
        unit_name=named[matter.unit_id].short_name,
        kind=event.kind,
        first_day=plan.first_day or event.first_day,
        last_day=plan.last_day or event.last_day,
        place=plan.hall,
        sessions=tuple(Session(str(one.no), one.day, one.start, one.end, one.title) for one in plan.sessions),
        programme=tuple(_slot(one) for one in events.programme(matter.id)),
        units=tuple(Called(one, named[one].short_name, called.get(one)) for one in ids if one in named),
        fields=plan.contents,
        chairs=tuple(officers[key] for key in plan.chairs if key in officers),
        secretary=officers.get(plan.secretary, ("", "")),
        guests=tuple(_guest(one) for one in event_people.in_protocol(plan.guests) if one.name),
        points=plan.points,
        lines=tuple(BudgetLine(f"l{one.no}", one.content, amount=one.amount) for one in plan.lines),
    )


def _guest(one: event_answers.Guest) -> str:
    """«đồng chí Lục Thị Hòa, Phó Chủ tịch Liên đoàn Lao động tỉnh»."""
    address = one.address[:1].lower() + one.address[1:]
    return ", ".join(part for part in (f"{address} {one.name}".strip(), one.post) if part)


def _slot(row: event_answers.Slot) -> Slot:
    """A row of the programme with the names that it says; who they are is not asked here."""
    names = tuple(Named(name) for name, _id in Speakers({}).named(row.who))
    return Slot(f"r{row.no}", row.session, row.start, row.end, row.content, row.kind, names)


def facts(matter: Matter) -> EventFacts:
    """Return the facts of the event's plan as the rules read them."""
    dossier = events.plan_dossier(matter.id)
    if dossier is None:
        raise Conflict("Sự kiện chưa có kế hoạch.")
    return event_facts.facts(case_of(dossier), events.answers_of(matter.id))


@command
def take_over(matter_id: int, *, who: Who) -> int:
    """Let the plan's list be the check-in list where none is kept; returns its length. Errors: as `counted`."""
    event_frame.counted(matter_id, who)
    if not event_people.kept(matter_id):
        event_people.keep(matter_id, events.planned_people(matter_id), who.person_id)
    return len(event_people.kept(matter_id))
