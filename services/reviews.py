"""Annual reviews: the cycle with its sheets and rules, who is tied to a unit, how a draft reads as answers."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

import reference
from extensions import db
from models import Dossier, Matter, Membership, Office, ReviewCycle, Revision, Unit, UnitName, UnitParent
from models.types import canonical
from rules import bases as legal_bases
from rules import review_sheet
from rules.review_sheet import Sheet
from rules.reviews_facts import Cycle
from rules.ruleset import RuleSet
from services import citations
from services.cases import Case
from services.errors import NotFound

CODE = "self_review"
SHIPPED = ("sn", "hc", "dn")
# Ranks as papers print them, the highest first.
RANKS = {
    "HTXS": "Hoàn thành xuất sắc nhiệm vụ",
    "HTT": "Hoàn thành tốt nhiệm vụ",
    "HT": "Hoàn thành nhiệm vụ",
    "KHT": "Không hoàn thành nhiệm vụ",
    "KXL": "Không xếp loại",
}
# Kinds of union as papers print them.
KINDS = {"SN": "đơn vị sự nghiệp", "HC": "cơ quan hành chính", "DN": "doanh nghiệp"}
_TERM = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")


@functools.cache
def shipped() -> dict[str, Sheet]:
    """Return the score sheets that ship, by kind of union."""
    found = [review_sheet.read(reference.load(f"reviews/sheets/{code}.toml")) for code in SHIPPED]
    return {sheet.kind: sheet for sheet in found}


def stored(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as a cycle keeps it: plain JSON."""
    data = review_sheet.as_data(sheet)
    since = data.get("effective_from")
    return data | ({"effective_from": since.isoformat()} if since else {})


def _read(data: Mapping[str, Any]) -> Sheet:
    since = data.get("effective_from")
    return review_sheet.read({**data, "effective_from": date.fromisoformat(since) if since else None})


def cycle_of(matter_id: int) -> ReviewCycle:
    """Return the particulars of a review cycle. Errors: `NotFound` for a matter of another procedure."""
    row = db.session.get(ReviewCycle, matter_id)
    if row is None:
        raise NotFound
    return row


def sheets(row: ReviewCycle) -> dict[str, Sheet]:
    """Return the cycle's own sheets by kind of union."""
    return _sheets(canonical(row.sheets))


@functools.lru_cache(maxsize=64)
def _sheets(text: str) -> dict[str, Sheet]:
    """The sheets of a cycle, read once per text; nobody changes what comes out."""
    data = json.loads(text)
    return {kind: _read(data[kind]) for kind in shipped() if kind in data}


def sheet_for(row: ReviewCycle, answers: Mapping[str, Any]) -> Sheet:
    """Return the sheet that a unit has chosen; the cycle's first one before it has."""
    known = sheets(row)
    chosen = (answers.get("unit") or {}).get("sheet")
    return known[chosen] if chosen in known else next(iter(known.values()))


def ruleset(matter_id: int) -> RuleSet:
    """Return the rules of a cycle: of its last day for sending, with what its union has set laid over them.

    An old cycle keeps its scale and thresholds, whatever holds today.
    """
    matter, row = db.session.get_one(Matter, matter_id), cycle_of(matter_id)
    return _ruleset(matter.deadline_on, canonical(row.local))


@functools.lru_cache(maxsize=64)
def _ruleset(on: date, text: str) -> RuleSet:
    """The rules of a day with rows laid over them, read once per day and rows."""
    local = [{**one, "confirmed_on": date.fromisoformat(one["confirmed_on"])} for one in json.loads(text)]
    return RuleSet.from_dict(reference.load("reviews/rules.toml"), on, local)


def first_submitted(matter_id: int) -> datetime | None:
    """Return the instant at which the first union sent its review in, None while nobody has."""
    query = (
        select(func.min(Revision.at))
        .join(Dossier, Dossier.id == Revision.dossier_id)
        .where(Dossier.matter_id == matter_id)
    )
    return db.session.scalar(query)


def rules_cycle(matter: Matter, row: ReviewCycle, sheet: Sheet, first: datetime | None) -> Cycle:
    """Return the cycle as the rules read it; `first`: when the first review came in (`first_submitted`)."""
    return Cycle(
        year=matter.year,
        sheet=sheet,
        begins=row.begins,
        ends=row.ends,
        cutoff=row.cutoff,
        deadline=matter.deadline_on,
        first_submitted_at=first,
        criteria_changed_at=tuple(datetime.fromisoformat(one) for one in row.changed),
    )


def founded_on(unit_id: int) -> date | None:
    """Return when a unit was founded: as recorded, else the first day on which it had a name."""
    return lives_of([unit_id])[unit_id].founded_on


@dataclass(frozen=True)
class Life:
    """When a unit was founded (as recorded, else the first day on which it had a name) and closed."""

    founded_on: date | None
    closed_on: date | None


def lives_of(unit_ids: Collection[int]) -> dict[int, Life]:
    """Return {unit id: Life} with one query."""
    first = (
        select(func.min(UnitName.valid_from))
        .where(UnitName.unit_id == Unit.id)
        .correlate(Unit)
        .scalar_subquery()
    )
    query = select(Unit.id, Unit.founded_on, Unit.closed_on, first).where(Unit.id.in_(unit_ids))
    return {
        unit_id: Life(known or named, closed) for unit_id, known, closed, named in db.session.execute(query)
    }


def tied(unit_id: int, begins: date, ends: date) -> dict[int, str]:
    """Return {person id: member | officer | former_officer} of a unit in a period; its groups count with it.

    None of them verifies the unit's review or decides on it (RV20).
    """
    groups = select(UnitParent.unit_id).where(UnitParent.parent_id == unit_id)
    member = select(Membership.person_id).where(
        Membership.unit_id == unit_id,
        Membership.hired_on <= ends,
        or_(Membership.left_on.is_(None), Membership.left_on >= begins),
    )
    found = dict.fromkeys(db.session.scalars(member), "member")
    office = select(Office.person_id, Office.valid_to).where(
        or_(Office.unit_id == unit_id, Office.unit_id.in_(groups)),
        Office.valid_from <= ends,
        or_(Office.valid_to.is_(None), Office.valid_to >= begins),
    )
    for person_id, until in db.session.execute(office):
        present = until is None or until > ends
        if present or found.get(person_id) != "officer":
            found[person_id] = "officer" if present else "former_officer"
    return found


def term_of(unit_id: int, on: date) -> str:
    """Return the unit's term («2023-2028») as the record of its chair's election says it; "" where it does not."""
    query = select(Office.source).where(
        Office.unit_id == unit_id,
        Office.role == "chair",
        Office.valid_from <= on,
        or_(Office.valid_to.is_(None), Office.valid_to >= on),
    )
    found = (_TERM.search(source) for source in db.session.scalars(query))
    return next((f"{term[1]}-{term[2]}" for term in found if term), "")


def thawed(draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft in the shape of answers: {part: values}, {"scores": {group: values}}."""
    answers: dict[str, Any] = {}
    for place, typed in draft.items():
        part, slash, row = place.partition("/")
        if slash:
            answers.setdefault(part, {})[row] = typed
        else:
            answers[part] = typed
    return answers


def bases(on: date) -> list[tuple[str, str]]:
    """Return (code, text as printed) of the legal bases that papers of a review cite on a date."""
    return [(act.code, act.printed) for act in legal_bases.valid(citations.acts(), on, kind="review")]


def related(case: Case) -> list[int]:
    """Return the ids of everybody tied to the unit in the reviewed time."""
    row = cycle_of(case.matter_id)
    return sorted(tied(case.unit_id, row.begins, max(row.ends, case.on)))
