"""Events as matters of the unit that plans them: what is known of one, its plan, opening one, its list of delegates.

`event_of`, `plan_of`, `sessions`, `programme` and `delegates` are plain values for whatever happens on the day and
afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

import reference
from extensions import clock, db
from models import Dossier, Event, Matter, Revision
from rules import bases as legal_bases
from rules import event_plan
from rules.event_renewal import Shape, renewed
from services import (
    access,
    citations,
    definitions,
    dossiers,
    event_answers,
    event_norms,
    event_people,
    units,
)
from services.calendar import working_calendar
from services.errors import Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who

CODE = "event_plan"
SHORT = ("meeting", "committee_meeting")

KINDS = {
    "workshop": "Hội thảo",
    "seminar": "Tọa đàm",
    "training": "Tập huấn",
    "interim_review": "Hội nghị sơ kết",
    "final_review": "Hội nghị tổng kết",
    "meeting": "Cuộc họp, hội nghị nhỏ",
}


@dataclass(frozen=True)
class EventView:
    """An event as plain values; days are those of the plan sent up last."""

    matter_id: int
    unit_id: int
    title: str
    kind: str
    mode: str
    path: str
    first_day: date
    last_day: date
    province: str
    locality: str
    from_matter_id: int | None
    year: int


def event_of(matter_id: int) -> EventView:
    """Return an event. Errors: `NotFound` where the matter is none."""
    row = db.session.execute(
        select(Event, Matter).join(Matter, Matter.id == Event.matter_id).where(Event.matter_id == matter_id)
    ).first()
    if row is None:
        raise NotFound
    event, matter = row
    return EventView(
        matter_id=matter.id,
        unit_id=matter.unit_id,
        title=matter.title,
        kind=event.kind,
        mode=event.mode,
        path=event.path,
        first_day=event.first_day,
        last_day=event.last_day,
        province=event.province,
        locality=event.locality,
        from_matter_id=event.from_matter_id,
        year=matter.year,
    )


def plan_dossier(matter_id: int) -> Dossier | None:
    """Return the dossier of an event's plan, None before it is opened or after it was withdrawn."""
    query = select(Dossier).where(
        Dossier.matter_id == matter_id, Dossier.procedure == CODE, Dossier.status != "withdrawn"
    )
    return db.session.scalar(query.order_by(Dossier.id.desc()).limit(1))


def plan_code(matter_id: int) -> str:
    """Return the code of the dossier of an event's plan. Errors: `NotFound`."""
    dossier = plan_dossier(matter_id)
    if dossier is None:
        raise NotFound
    return dossier.code


def answers_of(matter_id: int) -> dict[str, Any]:
    """Return the answers of an event's plan: of the revision that was approved last, else what is typed."""
    dossier = plan_dossier(matter_id)
    if dossier is None:
        return {}
    if dossier.status == "approved":
        query = select(Revision.snapshot).where(
            Revision.dossier_id == dossier.id, Revision.no == dossier.revision_no
        )
        return db.session.scalar(query)["answers"]
    return {key: value for key, value in (dossier.draft or {}).items() if not key.startswith("_")}


def plan_of(matter_id: int) -> event_answers.Plan:
    """Return an event's plan as plain values: the approved one, else the draft as far as it can be read."""
    return event_answers.plan(answers_of(matter_id), event_of(matter_id).path)


def sessions(matter_id: int) -> tuple[event_answers.Session, ...]:
    """Return the sittings of an event."""
    return plan_of(matter_id).sessions


def programme(matter_id: int) -> tuple[event_answers.Slot, ...]:
    """Return the rows of an event's programme, session by session in order of time."""
    rows = plan_of(matter_id).slots
    return tuple(sorted(rows, key=lambda row: (int(row.session), row.start is None, row.start or row.end)))


def delegates(matter_id: int) -> list[event_people.Listed]:
    """Return everybody on an event's list: the list kept since the plan was issued, else what the plan names."""
    return event_people.kept(matter_id) or planned_people(matter_id)


def planned_people(matter_id: int) -> list[event_people.Listed]:
    """Return whom the plan names, in the order of its list: guests, who leads and who writes, then the delegates."""
    event, plan = event_of(matter_id), plan_of(matter_id)
    on = clock.today()
    ids = [event.unit_id, *units.children_of(event.unit_id, on)]
    read = event_people.read(plan.people, event_people.unit_names(ids, on), event_people.people_in(ids, on))
    own = units.short_name_of(event.unit_id, on)
    officers = {f"p{one.person_id}": one for one in reversed(units.officers(event.unit_id, None, on))}
    leading = [(key, "chair") for key in plan.chairs] + [(plan.secretary, "staff")]
    found = [
        event_people.Listed(0, one.name, one.post, None, "", "", one.salaried, None, "guest")
        for one in event_people.in_protocol(plan.guests)
    ]
    for key, role in leading:
        if key in officers:
            one = officers[key]
            found.append(
                event_people.Listed(0, one.name, one.title, event.unit_id, own, "", None, one.person_id, role)
            )
    there = {one.person_id for one in found if one.person_id}
    return found + [one for one in read.people if one.person_id not in there]


def _seat(who: Who) -> Any:
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    seat = actor.seats[0] if actor.seats else None
    if seat is None or seat.role not in definitions.present(CODE).applicant_roles:
        raise Forbidden("Sự kiện do cán bộ, ủy viên Ban Chấp hành của đơn vị tạo.")
    return seat


def may_open(who: Who) -> bool:
    """Tell whether the acting seat may create an event."""
    try:
        return _seat(who) is not None
    except Forbidden:
        return False


@command
def open_event(
    *, who: Who, kind: str, title: str, first_day: date, path: str = "full", from_matter_id: int | None = None
) -> int:
    """Create an event of the acting unit and open the dossier of its plan; returns the matter's id.

    With `from_matter_id` (an event of the same unit) the plan begins with that one's answers: days and figures of
    its year emptied, ordinal and year counted on. Errors: `Forbidden`, `Refused`, `NotFound`.
    """
    seat, today = _seat(who), clock.today()
    if first_day < today:
        raise Refused("Ngày dự kiến tổ chức phải từ hôm nay trở đi.")
    if from_matter_id is not None and event_of(from_matter_id).unit_id != seat.unit_id:
        raise NotFound
    matter = Matter(
        procedure=CODE,
        unit_id=seat.unit_id,
        title=title,
        year=first_day.year,
        opens_on=today,
        deadline_on=max(today, _latest(kind, first_day)),
        created_at=clock(),
        created_by=who.person_id,
    )
    db.session.add(matter)
    db.session.flush()
    event = Event(
        matter_id=matter.id,
        kind=kind,
        path=path,
        first_day=first_day,
        last_day=first_day,
        province=event_norms.province(),
        locality=event_norms.locality(),
        from_matter_id=from_matter_id,
    )
    db.session.add(event)
    db.session.flush()
    code = dossiers.open_dossier(matter.id, who=who)
    if from_matter_id is not None:
        _take_over(code, event, from_matter_id, who)
    return matter.id


def _latest(kind: str, first_day: date) -> date:
    """The last day on which plan and estimate of such an event are sent up."""
    rule = event_norms.ruleset(clock.today()).get("EV05")
    days = event_plan.latest_days(kind, first_day, rule, working_calendar()) if rule else {}
    return days.get("submitted", first_day)


def _take_over(code: str, event: Event, from_matter_id: int, who: Who) -> None:
    before = event_of(from_matter_id)
    made = renewed(
        answers_of(from_matter_id),
        Shape.from_dict(reference.load("events/renewal.toml")),
        citations.acts(),
        year=before.year,
        new_year=event.first_day.year,
        on=clock.today(),
    )
    for part, typed in made.answers.items():
        if isinstance(typed, dict):
            kept = {name: "" if value is None else value for name, value in typed.items() if name != "_notes"}
            dossiers.save_part(code, part, _rechecked(kept), who=who, version=None)


def _rechecked(typed: dict[str, Any]) -> dict[str, Any]:
    """Put the successors of acts that have ended into the grounds; an act without one is left out of the ticks."""
    on, acts = clock.today(), citations.acts()
    found = dict(typed)
    if isinstance(typed.get("bases"), list):
        ended = {one.act.code: one.successor for one in legal_bases.replaced(acts, typed["bases"], on)}
        codes = [ended[code].code if ended.get(code) else code for code in typed["bases"]]
        found["bases"] = list(dict.fromkeys(code for code in codes if acts[code].holds(on)))
    if isinstance(typed.get("extra_bases"), str):
        found["extra_bases"] = citations.renewed(typed["extra_bases"], on)
    return found
