"""The facts of a report on an event for the rules, and what they say: counts of the registers, settlement, news."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from extensions import db
from models import Matter
from rules import events as event_rules
from rules.event_presence import certified
from rules.events_after import Named, News, Photo, Reported, SettledLine, Settlement
from rules.events_facts import EventFacts, PaperState
from rules.finding import Finding
from services import (
    event_after,
    event_day_pages,
    event_days,
    event_norms,
    event_people,
)
from services.cases import Case
from services.event_after import Records
from services.event_frame import EventDay
from vietnamese.text import search_key

# Papers that the dossier itself makes: they are there once it is approved and issued.
OWN_PAPERS = {"event_report": "report", "event_settlement": "settlement", "news_item": "news"}

# «đồng chí Đinh Thu Hạnh»: a form of address, then words that begin with a capital.
_WORD = r"[A-ZÀ-ỴĐ][^\W\d_]*"
_NAMED = re.compile(rf"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)\s+({_WORD}(?:\s+{_WORD}){{1,5}})")


@dataclass(frozen=True)
class Reporting:
    """An event with its records, for its report."""

    day: EventDay
    there: Records
    base: EventFacts
    matter: Matter


def reporting(matter_id: int) -> Reporting:
    """Read the event of a report."""
    matter = db.session.get_one(Matter, matter_id)
    day = event_days.of(matter)
    return Reporting(day, event_after.records(day), event_days.facts(matter), matter)


def approved_total(one: Reporting) -> int:
    """Return the sum of the estimate that was approved, in đồng; 0 where nothing is spent."""
    return (one.base.estimate.total or 0) if one.base.estimate else 0


def settlement(one: Reporting, answers: Mapping[str, Any]) -> Settlement | None:
    """Return the settlement as typed; None where nothing was to be spent."""
    said = answers.get("settlement") or {}
    if not one.day.lines:
        return None
    spent = said.get("lines") or {}
    rows = []
    for line in one.day.lines:
        mine = spent.get(line.key) or {}
        rows.append(
            SettledLine(line.key, line.content, line.amount, _money(mine.get("actual")), mine.get("reason"))
        )
    actual = [row.actual for row in rows]
    return Settlement(
        lines=tuple(rows),
        total=None if None in actual else sum(actual),
        advance=_money(said.get("advance")),
        paid_on=_day(said.get("paid_on")),
        more_approved_on=_day(said.get("more_approved_on")),
    )


def _money(value: Any) -> int | None:
    return value if type(value) is int else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None


def news(case: Case, one: Reporting, answers: Mapping[str, Any]) -> News | None:
    """Return the news as typed; None while there is none. A photo that no row names has no caption."""
    said = answers.get("news") or {}
    if not said.get("headline"):
        return None
    captions = {row.get("photo"): row.get("caption") for row in said.get("photos") or () if row.get("photo")}
    files = [(str(file.id), file.name) for file in case.attachments if file.purpose == "photo"]
    return News(
        day=_day(said.get("day")),
        names=tuple(_names(case, one, said)),
        photos=tuple(Photo(name, captions.get(key)) for key, name in files),
    )


def _names(case: Case, one: Reporting, said: Mapping[str, Any]) -> list[Named]:
    """Everybody whom the text names, looked up among people with an office near the unit and on the event's list."""
    text = "\n".join(str(said.get(name) or "") for name in ("lead", "guests", "content", "conclusion"))
    known = {
        key: f"p{person_id}" for key, (person_id, _n) in event_people.registry(case.unit_id, case.on).items()
    }
    listed = {search_key(each.name): each.key for each in one.there.delegates}
    found = dict.fromkeys(match.group(1) for match in _NAMED.finditer(text))
    return [Named(name, _id(search_key(name), known | listed)) for name in found]


def _id(key: str, known: Mapping[str, str]) -> str | None:
    """The longest known name with which a found one begins: «Đinh Thu Hạnh Chủ tịch» names Đinh Thu Hạnh."""
    words = key.split()
    return next(
        (known[name] for n in range(len(words), 1, -1) if (name := " ".join(words[:n])) in known), None
    )


def facts(case: Case, answers: Mapping[str, Any]) -> tuple[Reporting, EventFacts]:
    """Return the event of a report and its facts: plan, records, and what the report itself says."""
    one = reporting(case.matter_id)
    counts = one.there.counts
    base = event_after.facts(one.day, one.there, one.base)
    estimate = base.estimate and replace(base.estimate, approved=base.estimate.total)
    made = replace(
        base,
        today=case.judged_on,
        estimate=estimate,
        settlement=settlement(one, answers),
        news=news(case, one, answers),
        reported=Reported(counts.spoken, counts.written, counts.total, counts.fields_spoken),
        certificates=certified(event_day_pages.earned(one.day, one.there))
        if one.day.kind == "training"
        else (),
        papers=_papers(one, answers),
    )
    return one, made


def _papers(one: Reporting, answers: Mapping[str, Any]) -> dict[str, PaperState]:
    """Papers of the event; those of the report itself count as there when their part is filled."""
    typed = {
        "event_report": bool((answers.get("report") or {}).get("general")),
        "event_settlement": settlement(one, answers) is not None,
        "news_item": bool((answers.get("news") or {}).get("headline")),
    }
    own = {kind: PaperState("issued") for kind, there in typed.items() if there}
    return {**(one.base.papers or {}), **own}


# Rules of the plan that were answered when it was approved: the settlement asks only what spending adds.
_SETTLED = ("EV21", "EV24")
_STAGES = ("minutes", "report", "closing")


def check(case: Case, answers: Mapping[str, Any], stage: str) -> list[Finding]:
    """Return the findings about a report: its counts, its settlement, its news, and the papers that must be there."""
    _one, made = facts(case, answers)
    wired = list(dict.fromkeys(rule for name in _STAGES for rule in event_norms.stage(name)))
    settled = [*_SETTLED, "EV19", "EV23"] if made.settlement is not None else []
    found = event_rules.check(made, event_norms.ruleset(case.judged_on), [*wired, *settled])
    return [replace(one, field=place(one.field), subject=None) for one in found]


def place(path: str | None) -> str | None:
    """Return the field of the form that a rule's path means."""
    if path is None:
        return None
    first, _dot, rest = path.partition(".")
    if first == "papers" and rest in OWN_PAPERS:
        return {"report": "report.general", "settlement": "settlement.advance", "news": "news.headline"}[
            OWN_PAPERS[rest]
        ]
    if first == "settlement" and re.match(r"l\d+\.", rest):
        return f"settlement.lines.{rest}"
    if path.startswith("news.photos"):
        return "news.photos"
    return {"settlement.total": "settlement.more_approved_on", "news.text": "news.content"}.get(path, path)


def beside(case: Case, answers: Mapping[str, Any]) -> list[Finding]:
    """Return what would keep the report from being sent, for the fields of the page being typed."""
    own = tuple(OWN_PAPERS.values())
    found = check(case, answers, "submission")
    return [one for one in found if one.level == "block" and (one.field or "").partition(".")[0] in own]
