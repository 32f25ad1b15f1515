"""Issuing what is made from an event's records: minutes and conclusions with a number, lists and registers to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Unpack

from flask import current_app

from extensions import clock, ports
from models import Matter, Paper
from rules.finding import N_
from services import (
    access,
    dossier_papers,
    event_after,
    event_days,
    event_frame,
    event_recommendations,
    event_record_papers,
    event_tasks,
    events,
    formats,
    issue_pages,
    issuing,
    paper_lists,
    preparing,
    signing,
)
from services.errors import Forbidden, NotFound, Refused
from services.event_after import Records
from services.event_frame import EventDay
from services.who import Who

TITLES = {
    "event_minutes": (N_("Biên bản"), "BB"),
    "event_conclusions": (N_("Thông báo kết luận"), "TB"),
}
#: Offices of the unit that may number its papers about an event.
ISSUERS = frozenset({"clerk", "secretary", "chair", "vice_chair", "reviewer"})

# The notice of conclusions says what the minutes have said: they come first.
NEEDS = {"event_conclusions": "event_minutes"}


def _register(day: EventDay, there: Records, around: Any, session: str) -> dict[str, Any]:
    return event_record_papers.register(day, event_recommendations.of(day.matter_id), around)


def _attendance(day: EventDay, there: Records, around: Any, session: str) -> dict[str, Any]:
    key = session or (day.sessions[0].key if day.sessions else "")
    return event_record_papers.attendance(day, key, there, around)


BUILDERS: dict[str, Callable[..., dict[str, Any]]] = {
    "event_minutes": lambda day, there, around, session: event_record_papers.minutes(day, there, around),
    "event_conclusions": lambda day, there, around, session: event_record_papers.conclusions(
        day, there, around
    ),
    "recommendation_register": _register,
    "attendance_list": _attendance,
}


def values(matter: Matter, kind: str, around: Any, session: str = "") -> Mapping[str, Any]:
    """Return the values of a paper made from the records as they stand now. Errors: `NotFound`."""
    day = event_days.of(matter)
    return BUILDERS[kind](day, event_after.records(day), around, session)


def in_force(matter_id: int, kind: str) -> paper_lists.PaperRow | None:
    """Return the paper of a kind that stands for an event, None while there is none."""
    return next((one for one in paper_lists.of_matter(matter_id, kind) if one.standing == "valid"), None)


def may_issue(matter: Matter, who: Who) -> bool:
    """Tell whether the person numbers papers of the event's unit."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    return any(seat.unit_id == matter.unit_id and seat.role in ISSUERS for seat in actor.seats)


def _ready(matter_id: int, kind: str, who: Who) -> Matter:
    """Return the matter where nothing stands against issuing: neither the office nor a rule (EV13, EV15, EV27)."""
    matter = event_frame.readable(matter_id, who)
    if kind not in TITLES:
        raise NotFound
    if not may_issue(matter, who):
        raise Forbidden("Việc này của văn thư, thư ký hoặc chủ tịch của đơn vị.")
    needs = NEEDS.get(kind)
    if needs and in_force(matter_id, needs) is None:
        raise Refused("Ban hành Biên bản trước, rồi mới ban hành Thông báo kết luận.")
    day = event_days.of(matter)
    if day.first_day > clock.today():
        raise Refused("Chưa tới ngày tổ chức.")
    made = event_after.facts(day, event_after.records(day), event_days.facts(matter))
    blocking = [one for one in event_after.check(made, "minutes") if one.level == "block"]
    if blocking:
        raise Refused(blocking[0].message, blocking, **dict(blocking[0].params))
    return matter


def _draft(matter: Matter, kind: str, on: date, signer: str) -> issuing.PaperDraft:
    title, abbreviation = TITLES[kind]
    earlier, dossier = in_force(matter.id, kind), events.plan_dossier(matter.id)
    around = dossier_papers.frame(matter.unit_id, on, abbreviation, kind=kind, signer=signer)
    made = values(matter, kind, around)
    signatures = signing.signed(made, around.signer)
    return issuing.PaperDraft(
        kind=kind,
        unit_id=matter.unit_id,
        subject=f"{title}: {matter.title}"[:300],
        symbol=around.symbol,
        signer=signing.names(signatures),
        signatures=signatures,
        parts=(issuing.Part(kind, title, dict(made)),),
        matter_id=matter.id,
        dossiers=((dossier.id, dossier.revision_no),) if dossier else (),
        replaces_id=earlier.id if earlier else None,
        recipients="; ".join(made.get("recipients") or ()),
        dated=on.isoformat(),
    )


def issue_page(
    matter_id: int,
    kind: str,
    *,
    who: Who,
    **wanted: Unpack[issue_pages.Wanted],
) -> issue_pages.IssuePage:
    """Lay minutes or conclusions out before they get their number; as `dossier_papers.issue_page`.

    Errors: `NotFound`, `Forbidden`, `Refused` (a rule blocks, something is missing), `Conflict`, `Busy`.
    """
    matter = _ready(matter_id, kind, who)
    return issue_pages.lay_out(TITLES[kind][0], partial(_draft, matter, kind), **wanted)


def issue(
    matter_id: int,
    kind: str,
    *,
    who: Who,
    **sent: Unpack[issue_pages.Sent],
) -> int:
    """Number and issue minutes or conclusions; returns the paper's id. Errors as `issue_page`."""

    def ready() -> tuple[issue_pages.Draft, issue_pages.Also | None]:
        matter = _ready(matter_id, kind, who)
        return partial(_from_the_day_on, matter, kind), _given if kind == "event_conclusions" else None

    return issue_pages.number(ready, who=who, **sent)


def _from_the_day_on(matter: Matter, kind: str, on: date, signer: str) -> issuing.PaperDraft:
    if on < event_days.of(matter).first_day:
        raise Refused("Văn bản này không ghi ngày trước ngày tổ chức.", field="dated_on")
    return _draft(matter, kind, on, signer)


def _given(paper: Paper) -> None:
    """With the conclusions the tasks reach their units."""
    event_tasks.give(paper.matter_id, paper.numbered_by)


def print_records(matter_id: int, kind: str, fmt: str, *, who: Who, session: str = "") -> bytes:
    """Return a list or register of the event as it stands now. Errors: `NotFound`, `Busy`."""
    matter = event_frame.readable(matter_id, who)
    if kind not in BUILDERS:
        raise NotFound
    around = dossier_papers.frame(matter.unit_id, clock.today(), TITLES.get(kind, ("", "DS"))[1])
    made = values(matter, kind, around, session)
    asked = preparing.request(kind, made, formats.name_of(matter.unit_id), (fmt,)) | {"check": False}
    answer = ports.render(asked, current_app.config["RENDER_WAIT_SECONDS"])
    if fmt not in answer["files"]:
        raise NotFound
    return answer["files"][fmt]
