"""What the pages of events show: the unit's events, one event with its phase, papers and next steps, its delegates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select

import reference
from extensions import clock, db
from models import Dossier, Event, Matter
from services import (
    access,
    dossier_papers,
    event_answers,
    event_issuing,
    event_norms,
    event_people,
    event_plans,  # noqa: F401 - registers what follows when a plan is issued
    events,
    inbox,
    paper_lists,
    units,
)
from services.calendar import working_calendar
from services.cases import case_of
from services.errors import Forbidden, NotFound
from services.event_people import Listed, RowFault
from services.transaction import command
from services.who import Who

# Phase of an event, from its dossier and papers; the first that fits counts.
PHASES = {
    "plan_draft": "Đang lập kế hoạch",
    "submitted": "Kế hoạch đang chờ duyệt",
    "returned": "Kế hoạch bị trả lại",
    "approved": "Kế hoạch đã duyệt, chờ phát hành",
    "planned": "Đã có kế hoạch, chưa mời",
    "invited": "Đã gửi triệu tập, giấy mời",
    "held": "Đã tới ngày tổ chức",
    "closing": "Đã có biên bản, chờ báo cáo kết quả",
    "closed": "Đã kết thúc",
    "stopped": "Không tổ chức",
}


@dataclass(frozen=True)
class EventLine:
    """An event in the unit's list."""

    matter_id: int
    title: str
    kind: str
    first_day: date
    phase: str
    code: str


@dataclass(frozen=True)
class EventPage:
    """An event as the people of its unit, and those above who read its plan, see it.

    `later` are papers that may be issued now or say what stands against them; `wanted` are the kinds that must be
    there before the first day, by its size, and are not. `days_left`: working days until the first day, that day
    counted; 0 once it has come.
    """

    event: events.EventView
    phase: str
    own: bool
    rows: tuple[inbox.Row, ...]
    code: str
    papers: tuple[paper_lists.PaperRow, ...]
    later: tuple[event_issuing.Later, ...]
    wanted: tuple[str, ...]
    plan: event_answers.Plan
    delegates: int
    issued: bool
    may_open: bool
    days_left: int


def phase_of(matter_id: int, last_day: date) -> str:
    """Return where an event stands (a key of `PHASES`), from its plan's dossier and its papers."""
    dossier = events.plan_dossier(matter_id)
    if dossier is None or dossier.status == "rejected":
        return "stopped"
    if dossier.status != "approved":
        return {"draft": "plan_draft", "in_review": "submitted", "returned": "returned"}[dossier.status]
    there = {paper.kind for paper in paper_lists.of_matter(matter_id) if paper.standing == "valid"}
    if "event_plan" not in there:
        return "approved"
    after = {"event_report": "closed", "event_minutes": "closing"}
    if found := next((phase for kind, phase in after.items() if kind in there), None):
        return found
    if last_day < clock.today():
        return "held"
    return "invited" if there & {"summons_letter", "invitation"} else "planned"


def of_unit(who: Who) -> list[EventLine]:
    """Return the events of the acting person's units, the latest day first."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    query = (
        select(Event, Matter)
        .join(Matter, Matter.id == Event.matter_id)
        .where(Matter.unit_id.in_(access.own_units(actor)))
        .order_by(Event.first_day.desc(), Event.matter_id.desc())
    )
    return [
        EventLine(
            matter.id,
            matter.title,
            event.kind,
            event.first_day,
            phase_of(matter.id, event.last_day),
            getattr(events.plan_dossier(matter.id), "code", ""),
        )
        for event, matter in db.session.execute(query)
    ]


def earlier(who: Who) -> list[tuple[int, str]]:
    """Return (id, title) of the acting unit's events from which a new one may be made."""
    return [(line.matter_id, f"{line.title} ({line.first_day:%d/%m/%Y})") for line in of_unit(who)]


def _readable(matter_id: int, who: Who) -> tuple[events.EventView, bool]:
    """An event that the person may read, and whether it is of a unit of theirs. Errors: `NotFound`."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    event = events.event_of(matter_id)
    if event.unit_id in access.own_units(actor):
        return event, True
    seen = select(exists().where(Dossier.matter_id == matter_id).where(access.visible_dossiers(actor)))
    if not db.session.scalar(seen):
        raise NotFound
    return event, False


def page(matter_id: int, who: Who) -> EventPage:
    """Return an event's page. Errors: `NotFound` for who may not read it."""
    event, own = _readable(matter_id, who)
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    dossier = events.plan_dossier(matter_id)
    plan = events.plan_of(matter_id)
    papers = paper_lists.of_matter(matter_id) if own else []
    issued = dossier is not None and paper_lists.valid_of(dossier.id, "event_plan") is not None
    return EventPage(
        event=event,
        phase=PHASES[phase_of(matter_id, event.last_day)],
        own=own,
        rows=inbox.of_matter(matter_id, actor),
        code=dossier.code if dossier else "",
        papers=tuple(papers),
        later=tuple(event_issuing.later(matter_id, who)) if own and issued else (),
        wanted=_wanted(matter_id, plan) if own and issued else (),
        plan=plan,
        delegates=len(events.delegates(matter_id)) if own else 0,
        issued=issued,
        may_open=dossier is None and own and events.may_open(who),
        days_left=max(working_calendar().between(clock.today(), event.first_day), 0),
    )


def _wanted(matter_id: int, plan: event_answers.Plan) -> tuple[str, ...]:
    """Kinds of paper that an event of this size must have before its day (OE03) and has not."""
    rule = event_norms.ruleset(clock.today()).get("OE03")
    if rule is None or plan.called is None:
        return ()
    persons = plan.called + len(plan.guests) + (plan.staff or 0)
    there = {part.kind for paper in paper_lists.of_matter(matter_id) for part in paper.parts}
    listed = {"delegate_list"} if event_people.kept(matter_id) else set()
    titles = {row["code"]: row["title"] for row in reference.load("events/papers.toml")["paper"]}
    return tuple(
        titles.get(kind, kind)
        for kind, least in rule.table("demanded").items()
        if persons >= least and kind not in there | listed and (kind != "event_estimate" or plan.lines)
    )


def delegates_page(matter_id: int, who: Who) -> tuple[events.EventView, list[Listed], str]:
    """Return an event, its list, and the delegates as rows to correct.

    Errors: `NotFound`, `Forbidden` (the list is in the plan until that is issued; another unit's list).
    """
    event, own = _readable(matter_id, who)
    if not own:
        raise NotFound
    people = events.delegates(matter_id)
    return event, people, event_people.as_rows([one for one in people if one.role == "delegate"])


@command
def keep_delegates(matter_id: int, text: str, *, who: Who) -> list[RowFault]:
    """Make the kept list what the rows say; guests and who leads stay. Returns the faults: then nothing is changed.

    Errors: `NotFound`, `Forbidden` (before the plan is issued, or not of the offices that write plans).
    """
    event, own = _readable(matter_id, who)
    dossier = events.plan_dossier(matter_id)
    if not own or dossier is None:
        raise NotFound
    if not events.may_open(who) or paper_lists.valid_of(dossier.id, "event_plan") is None:
        raise Forbidden("Danh sách sửa được sau khi phát hành Kế hoạch, bởi cán bộ của đơn vị.")
    on = clock.today()
    ids = [event.unit_id, *units.children_of(event.unit_id, on)]
    read = event_people.read(
        text, event_people.unit_names(ids, on), event_people.people_in(ids, case_of(dossier).on)
    )
    if read.faults:
        return list(read.faults)
    others = [one for one in events.delegates(matter_id) if one.role != "delegate"]
    guests = [one for one in others if one.role in ("guest", "chair")]
    event_people.keep(
        matter_id, [*guests, *read.people, *(o for o in others if o.role == "staff")], who.person_id
    )
    return []


def print_list(matter_id: int, fmt: str, *, who: Who) -> bytes:
    """Return the list of delegates as PDF or Word. Errors: `NotFound`, `Refused` (nobody is listed), `Busy`."""
    _event, own = _readable(matter_id, who)
    dossier = events.plan_dossier(matter_id)
    if not own or dossier is None:
        raise NotFound
    return dossier_papers.print_draft(case_of(dossier), events.answers_of(matter_id), "delegate_list", fmt)
