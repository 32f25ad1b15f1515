"""What the forms of an event's plan may offer: units, officers, grounds, norms, who may speak."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reference
from rules import bases as legal_bases
from services import access, citations, event_answers, event_norms, event_people, events, units
from services.cases import Case
from vietnamese.dates import screen_date
from vietnamese.text import search_key


@dataclass(frozen=True)
class Speakers:
    """Everybody who may stand by name in the programme: {search key: (person id, name)}; guests have no id."""

    known: Mapping[str, tuple[int | None, str]]

    def named(self, who: str) -> list[tuple[str, int | None]]:
        """Return (name, person id) of the people in a text such as «Đ/c Lục Thị Hòa, Phó Chủ tịch; …»."""
        names = (event_answers.ADDRESSED.sub("", part.partition(",")[0]).strip() for part in who.split(";"))
        return [(name, self.known.get(search_key(name), (None, ""))[0]) for name in names if name]

    def unknown(self, who: str) -> list[str]:
        """Return the names that nobody bears."""
        return [name for name, _id in self.named(who) if search_key(name) not in self.known]


def speakers(case: Case, plan: event_answers.Plan) -> Speakers:
    """Return who may stand in the programme: people with an office near the unit, and the guests."""
    guests = {search_key(one.name): (None, one.name) for one in plan.guests}
    return Speakers(guests | event_people.registry(case.unit_id, case.judged_on))


def officers(case: Case) -> list[tuple[str, str]]:
    """Return (key, «name, title») of everybody with an office in the unit, each once; who only administers is none."""
    found: dict[str, str] = {}
    for one in units.officers(case.unit_id, None, case.judged_on):
        if one.role in access.BLIND_ROLES:
            continue
        found.setdefault(f"p{one.person_id}", f"{one.name}, {one.title}")
    return sorted(found.items(), key=lambda pair: search_key(pair[1]))


def _protocol(name: str) -> list[tuple[str, str]]:
    return [(row["code"], row["title"]) for row in reference.load("events/protocol.toml")[name]]


def _session_label(session: event_answers.Session) -> str:
    day = screen_date(session.day) if session.day else ""
    hours = f"{session.start:%H:%M}–{session.end:%H:%M}" if session.start and session.end else ""
    return ", ".join(text for text in (session.title or f"Buổi {session.no}", day, hours) if text)


def reader(case: Case) -> Any:
    """Return the function that reads a pasted list of delegates, told which units and people there are."""
    ids = [case.unit_id, *units.children_of(case.unit_id, case.judged_on)]
    return functools.partial(
        event_people.read,
        known=event_people.unit_names(ids, case.judged_on),
        people=event_people.people_in(ids, case.judged_on),
    )


def choices(case: Case, draft: dict[str, Any]) -> dict[str, Any]:
    """Return what the forms may offer; `draft` is {part: typed}."""
    event = events.event_of(case.matter_id)
    plan = event_answers.plan(draft, event.path)
    named = {quota.unit_id for quota in plan.quotas}
    called = event_people.callable_units(case.unit_id, case.judged_on, named)
    mine = (f"u{case.unit_id}", units.short_name_of(case.unit_id, case.judged_on), None)
    acts = legal_bases.valid(citations.acts(), case.on, kind="event")
    staff = officers(case)
    return {
        "path": event.path,
        "title": case.matter_title,
        "first_day": plan.first_day or event.first_day,
        "locality": event.locality or event_norms.locality(),
        "bases": [(act.code, act.printed) for act in acts],
        "units": [(f"u{one}", name, closed) for one, name, closed in called] or [mine],
        "officers": staff,
        "labels": {**dict(staff), **{f"u{one}": name for one, name, _closed in called}},
        "bodies": _protocol("bodies"),
        "ranks": _protocol("posts"),
        "sessions": [(str(one.no), _session_label(one)) for one in plan.sessions],
        "speakers": speakers(case, plan),
        "items": event_norms.items(),
        "read_people": reader(case),
    }
