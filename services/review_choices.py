"""What the forms of a self-review may offer, what the product knows already, where the unit stands by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from extensions import db
from models import RegisterEntry
from rules.finding import N_
from rules.review_conditions import Condition
from rules.review_rank import Standing
from rules.review_sheet import shown
from services import award_choices, awards, review_facts, reviews, units
from services.cases import Case
from vietnamese.dates import screen_date

MOST_DOCUMENTS = 200


@dataclass(frozen=True)
class Said:
    """A message with its parameters, for the templates' filter `msg`."""

    message: str
    params: dict[str, Any]


# What keeps a unit below the next rank -> the sentence beside the sum.
BOUND = {
    "points": N_("Điểm quyết định: còn thiếu %(short)s điểm để đạt mức %(next)s."),
    "condition": N_("Đủ điểm, nhưng có điều kiện của mức hoàn thành xuất sắc chưa đạt."),
    "cap": N_("Có việc làm hạ mức xếp loại."),
    "age": N_("Đơn vị chưa đủ thời gian hoạt động để xếp loại."),
}


def bound_words(standing: Standing) -> Said | None:
    """Say what binds: points with what is missing, a condition, a cap, the unit's age; None at the top."""
    if standing.bound_by is None:
        return None
    params = {}
    if standing.bound_by == "points" and standing.short:
        params = {"next": reviews.RANKS[standing.short[0]], "short": shown(standing.short[1])}
    return Said(BOUND[standing.bound_by], params)


def condition_words(one: Condition) -> Said:
    """Say that a condition does not hold, or is not known yet."""
    return Said(one.part.failed if one.holds is False else one.part.asked, dict(one.params))


def choices(case: Case, draft: dict[str, Any]) -> dict[str, Any]:
    """Return what the forms may offer: the sheet, its groups and items, officers, bases, what is known."""
    row, answers = reviews.cycle_of(case.matter_id), reviews.thawed(draft)
    sheet = reviews.sheet_for(row, answers)
    made = review_facts.facts(case, answers)
    standing = review_facts.standing(made, case.matter_id)
    items = [(f"i{item.key}", f"{item.code}. {item.title}") for item in sheet.items]
    groups = [(f"g{group.code}", f"{group.code}. {group.title}") for group in sheet.groups]
    return {
        "rows": {"groups": groups},
        "subjects": items,
        "about": "item",
        "labels": {**dict(groups), **dict(items)},
        "sheet": sheet,
        "sheets": [(kind, one.title) for kind, one in reviews.sheets(row).items()],
        "items": items,
        "committee": award_choices.committee(case.unit_id, case.on),
        "bases": reviews.bases(case.on),
        "standing": standing,
        "bound": bound_words(standing) if standing else None,
        "failing": [condition_words(one) for one in standing.failing] if standing else [],
        "ranks": reviews.RANKS,
        "documents": _documents(case, row),
        "known": _known(case, row, standing),
        "year": case.year,
    }


def _documents(case: Case, row: Any) -> list[str]:
    """The unit's own papers of the reviewed time, as evidence names them; the newest first."""
    query = (
        select(RegisterEntry)
        .where(
            RegisterEntry.unit_id == case.unit_id,
            RegisterEntry.dated_on >= row.begins,
            RegisterEntry.dated_on <= row.ends,
        )
        .order_by(RegisterEntry.dated_on.desc(), RegisterEntry.id.desc())
        .limit(MOST_DOCUMENTS)
    )
    return [
        f"{one.subject}, số {one.number} ngày {screen_date(one.dated_on)}"
        for one in db.session.scalars(query)
    ]


def _known(case: Case, row: Any, standing: Standing | None) -> dict[str, dict[str, Any] | str]:
    """What nobody has to type: {part: values}, and the upper union's guidance as a base of the Tờ trình."""
    figure = units.figure(case.unit_id, row.cutoff)
    founded, kinds = reviews.founded_on(case.unit_id), list(row.sheets)
    unit: dict[str, Any] = {"term": reviews.term_of(case.unit_id, case.on)}
    if figure:
        unit |= {"members": figure.members, "women": figure.women}
    if founded:
        unit["founded_on"] = founded.isoformat()
    if len(kinds) == 1:
        unit["sheet"] = kinds[0]
    size = f"{case.unit_name} có {figure.members} đoàn viên (nữ {figure.women})." if figure else ""
    return {
        "unit": unit,
        "year": {},
        "meeting": _meeting(case, standing),
        "report": {"situation": size},
        "guidance": f"Căn cứ {row.guidance}" if row.guidance else "",
    }


def _meeting(case: Case, standing: Standing | None) -> dict[str, Any]:
    officers = award_choices.committee(case.unit_id, case.on)
    secretary = units.officer(case.unit_id, "secretary", case.on)
    total = len(awards.committee_keys(case.unit_id, case.on))
    known: dict[str, Any] = {
        "reported": f"Chủ tịch trình bày Phiếu tự chấm điểm năm {case.year} theo từng nhóm tiêu chí.",
        "secretary": f"p{secretary.person_id}" if secretary else "",
        "disagree": 0,
        "other": 0,
    }
    if officers:
        known["chair"] = officers[0][0]
    if total:
        known |= {"members_total": total, "present": total, "agree": total}
    if standing and not standing.tally.missing and standing.rank in dict(reviews.RANKS):
        known["rank"] = standing.rank
    return known


def summary(case: Case, part: str, data: Any) -> tuple[str, dict[str, Any]] | None:
    """Return one line (message, params) about a part for the task list."""
    said = data or {}
    if part == "meeting" and review_facts.day(said.get("held_on")):
        held = screen_date(review_facts.day(said["held_on"]))
        return N_("%(date)s · %(agree)s/%(present)s tán thành"), {
            "date": held,
            "agree": said.get("agree"),
            "present": said.get("present"),
        }
    if part == "unit" and said.get("members"):
        return N_("%(members)s đoàn viên"), {"members": said["members"]}
    return None
