"""A cycle as its deciding union sees it: points, conditions and quota kept apart; who is not ranked, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from extensions import clock, db
from models import Dossier, Matter, Rating, ReviewCycle, Unit, UnitParent
from rules import review_rank, review_round
from rules.finding import N_, Finding
from rules.review_round import Allotment, RoundUnit
from rules.review_score import tally
from rules.reviews_facts import SELF, VERIFIED, ReviewFacts, ReviewUnit
from services import (
    access,
    approved,
    dossier_views,
    inbox,
    matters,
    paper_lists,
    procedures,
    review_cycles,
    review_facts,
    review_records,
    reviews,
    units,
)
from services.cases import case_of
from services.errors import Conflict, Forbidden
from services.transaction import command
from services.who import Who

# Papers that the deciding union issues for the cycle, beside the decision.
OF_CYCLE = ("review_decision", "review_notice", "review_summary", "verification_minutes")


@dataclass(frozen=True)
class OwnCard:
    """A cycle that is open to the acting unit, and its own dossier there."""

    matter_id: int
    title: str
    deadline_on: date
    dossier_code: str


@dataclass(frozen=True)
class OwnResult:
    """A rank of the acting unit: year, rank in words, the decision that gave it."""

    year: int
    rank: str
    decision: str


@dataclass(frozen=True)
class Own:
    """What the page of reviews shows a unit: open cycles, results, whether it leads cycles itself."""

    open: tuple[OwnCard, ...]
    results: tuple[OwnResult, ...]
    leads: bool


def own(who: Who) -> Own:
    """Return what the acting unit has to do with reviews; nothing for offices that only keep the system."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    seat = next((one for one in actor.seats if one.role not in access.BLIND_ROLES), None)
    if seat is None or seat.unit_id is None:
        return Own((), (), False)
    found = [one for one in matters.open_under(seat.unit_id, clock.today()) if one.procedure == reviews.CODE]
    codes = matters.dossier_codes(seat.unit_id, [one.id for one in found])
    cards = tuple(OwnCard(one.id, one.title, one.deadline_on, codes.get(one.id, "")) for one in found)
    rows = db.session.scalars(
        select(Rating).where(Rating.unit_id == seat.unit_id).order_by(Rating.year.desc())
    )
    results = tuple(OwnResult(row.year, reviews.RANKS.get(row.code, row.code), row.decision) for row in rows)
    leads = bool(access.chain_units(actor)) and matters.has_units_below(seat.unit_id, clock.today())
    return Own(cards, results, leads)


@dataclass(frozen=True)
class Line:
    """A union of the cycle: its place before the decision, its dossier (if any), where that stands."""

    unit_id: int
    name: str
    kind: str
    own: int | None
    points: int | None
    by_points: str
    rank: str
    said: str
    params: Mapping[str, Any]
    row: inbox.Row | None


@dataclass(frozen=True)
class CyclePage:
    """A cycle for its deciding union."""

    matter: Matter
    guidance: str
    cutoff: date
    sheets: tuple[tuple[str, str], ...]
    frozen: bool
    lines: tuple[Line, ...]
    ceilings: tuple[review_round.Ceiling, ...]
    decidable: frozenset[str]
    missing: tuple[tuple[int, str], ...]
    reminded_on: date | None
    may_remind: bool
    papers: tuple[paper_lists.PaperRow, ...]
    may_issue: bool
    may_manage: bool
    may_report: bool
    due: Mapping[str, tuple[tuple[str, str], ...]]
    tied: tuple[tuple[str, str, int | None], ...]
    ranks: Mapping[str, str]


def in_scope(matter: Matter, row: ReviewCycle) -> list[int]:
    """Return the grassroots unions that stood under the cycle's unit at some time of what is reviewed, by id."""
    query = (
        select(UnitParent.unit_id)
        .join(Unit, Unit.id == UnitParent.unit_id)
        .where(
            UnitParent.parent_id == matter.unit_id,
            Unit.kind == "grassroots",
            UnitParent.valid_from <= row.cutoff,
            or_(UnitParent.valid_to.is_(None), UnitParent.valid_to >= row.begins),
        )
    )
    return sorted(set(db.session.scalars(query)))


def dossiers_of(matter_id: int) -> dict[int, Dossier]:
    """Return {unit id: dossier} of the reviews that were sent in and not withdrawn."""
    query = select(Dossier).where(
        Dossier.matter_id == matter_id, Dossier.revision_no >= 1, Dossier.status != "withdrawn"
    )
    return {row.unit_id: row for row in db.session.scalars(query)}


def verified_facts(dossier: Dossier, signer: int | None = None) -> ReviewFacts:
    """Return the verified review of a dossier's present revision."""
    answers = dossier_views.snapshot(dossier.id, dossier.revision_no)["answers"]
    return review_facts.facts(case_of(dossier), answers, VERIFIED, signer=signer)


def of_dossier(dossier: Dossier) -> tuple[RoundUnit, review_rank.Standing]:
    """Return a union of the round from its verified review, and its standing before the quota.

    Errors: `LookupError` where no scale of ranks holds.
    """
    answers = dossier_views.snapshot(dossier.id, dossier.revision_no)["answers"]
    made = review_facts.facts(case_of(dossier), answers, VERIFIED, whole=False)
    standing = review_facts.standing(made, dossier.matter_id)
    if standing is None:
        raise LookupError("no scale of ranks")
    members = review_facts.number((answers.get("unit") or {}).get("members"))
    own_total = tally(made.sheet, made.scores, SELF).total
    votes = review_records.session_of(dossier.id, dossier.revision_no).votes
    return review_round.entry(made, standing, votes=votes, own_total=own_total, members=members), standing


def absent(matter: Matter, row: ReviewCycle, unit_id: int) -> tuple[RoundUnit, Finding | None]:
    """Return a union without a review: not ranked for its age or end, else as OV04 says (reminded once, then KHT)."""
    name = units.short_name_of(unit_id, row.cutoff)
    unit = db.session.get_one(Unit, unit_id)
    sheet = next(iter(reviews.sheets(row).values()))
    made = ReviewFacts(
        reviews.rules_cycle(matter, row, sheet),
        ReviewUnit(str(unit_id), name, founded_on=reviews.founded_on(unit_id), closed_on=unit.closed_on),
        stage=VERIFIED,
    )
    rules = reviews.ruleset(matter.id)
    standing = review_rank.standing(made, rules)
    if standing is not None and standing.unranked is not None:
        return review_round.entry(made, standing), standing.unranked
    rule = rules.get("OV04")
    late = matter.deadline_on < clock.today()
    if rule is None or not late:
        return RoundUnit(str(unit_id), name, sheet.kind, "KXL", bound_by="file"), None
    return review_round.without_file(
        str(unit_id), name, sheet.kind, reminded=row.reminded_on is not None, rule=rule
    )


def has_scores(dossier: Dossier) -> bool:
    """Tell whether verifiers have given points to the present revision."""
    return bool(review_records.scores(dossier.id, dossier.revision_no))


def round_units(
    matter: Matter, row: ReviewCycle, wanted: Iterable[Dossier] | None = None
) -> dict[int, tuple[RoundUnit, Any]]:
    """Return {unit id: (union of the round, standing or why it has none)} of the whole scope.

    `wanted`: only these dossiers count as reviewed; None takes every one that has been verified.
    """
    there = dossiers_of(matter.id)
    counted = {one.unit_id for one in wanted} if wanted is not None else None
    found: dict[int, tuple[RoundUnit, Any]] = {}
    for unit_id in sorted({*in_scope(matter, row), *there}):
        dossier = there.get(unit_id)
        if dossier is None:
            found[unit_id] = absent(matter, row, unit_id)
        elif has_scores(dossier) and (counted is None or unit_id in counted):
            found[unit_id] = of_dossier(dossier)
    return found


def allotted(matter: Matter, members: Iterable[RoundUnit]) -> Allotment | None:
    """Return who keeps the highest rank under the quota; None where no quota holds."""
    rule = reviews.ruleset(matter.id).get("RV11")
    return review_round.allot(members, rule) if rule else None


def page(matter_id: int, who: Who) -> CyclePage:
    """Return a cycle for its deciding union. Errors: `NotFound` for everybody else."""
    matter, row, actor = review_cycles.led(matter_id, who)
    found = round_units(matter, row)
    allotment = allotted(matter, [member for member, _standing in found.values()])
    rows = inbox.of_matter(matter.id, actor)
    codes = {one.code: one for one in rows}
    there = {unit_id: one.code for unit_id, one in dossiers_of(matter.id).items()}
    waiting = approved.decidable(matter, actor)
    lines = [_line(unit_id, found, allotment, codes.get(there.get(unit_id, ""))) for unit_id in found]
    lines += [
        _unverified(unit_id, codes.get(code), row) for unit_id, code in there.items() if unit_id not in found
    ]
    order = {place.unit.id: no for no, place in enumerate(allotment.places)} if allotment else {}
    missing = [(one.unit_id, one.name) for one in lines if one.row is None and one.said != AGE]
    kinds = [procedures.catalogue()[matter.procedure].result.kind, *OF_CYCLE[1:]]
    papers = [one for kind in kinds for one in paper_lists.of_matter(matter.id, kind)]
    return CyclePage(
        matter=matter,
        guidance=row.guidance,
        cutoff=row.cutoff,
        sheets=tuple((kind, sheet.title) for kind, sheet in reviews.sheets(row).items()),
        frozen=reviews.first_submitted(matter.id) is not None,
        lines=tuple(sorted(lines, key=lambda one: order.get(str(one.unit_id), len(order)))),
        ceilings=tuple(one for one in allotment.ceilings if one.base) if allotment else (),
        decidable=frozenset(waiting),
        missing=tuple(sorted(missing, key=lambda one: one[1])),
        reminded_on=row.reminded_on,
        may_remind=bool(missing) and row.reminded_on is None and matter.deadline_on < clock.today(),
        papers=tuple(papers),
        may_issue=bool(waiting),
        may_manage=review_cycles.manages(matter, actor),
        may_report=any(one.kind == "review_decision" and one.standing == "valid" for one in papers),
        due=_due(matter),
        tied=_tied(matter, allotment),
        ranks=reviews.RANKS,
    )


def _tied(matter: Matter, allotment: Allotment | None) -> tuple[tuple[str, str, int | None], ...]:
    """Return (dossier code, union, votes) of the unions that are equal at the last place of the quota."""
    there = dossiers_of(matter.id)
    return tuple(
        (there[int(place.unit.id)].code, place.unit.name, place.unit.votes)
        for place in (allotment.places if allotment else ())
        if place.bound_by == "tie" and int(place.unit.id) in there
    )


@command
def vote(matter_id: int, votes: Mapping[str, int], *, who: Who) -> None:
    """Record how many of the committee are for each of the unions that are equal: {dossier code: votes}.

    Errors: `NotFound`, `Forbidden`, `Conflict` (they are not equal any more).
    """
    matter, row, actor = review_cycles.led(matter_id, who)
    if not review_cycles.manages(matter, actor):
        raise Forbidden("Kết quả biểu quyết do người thẩm định, văn thư hoặc chủ tịch của đơn vị ghi.")
    found = round_units(matter, row)
    tied = {
        code for code, _name, _votes in _tied(matter, allotted(matter, [one for one, _why in found.values()]))
    }
    if set(votes) != tied:
        raise Conflict("Các đơn vị bằng điểm vừa thay đổi. Mở lại trang.")
    for dossier in dossiers_of(matter.id).values():
        said = review_records.verification(dossier.id, dossier.revision_no) if dossier.code in votes else None
        if said is not None:
            said.said = {**said.said, "votes": votes[dossier.code]}


# Paper about one dossier → its words on the page's links.
DUE = (("verification_minutes", N_("Lập Biên bản")), ("review_notice", N_("Lập Thông báo")))


def _due(matter: Matter) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return {dossier code: (kind, words) of the papers about it that can be issued now}."""
    found = {}
    for dossier in dossiers_of(matter.id).values():
        there = {
            one.kind
            for one in paper_lists.of_dossier(dossier.id)
            if one.standing == "valid" and one.revision_no == dossier.revision_no
        }
        able = {
            "verification_minutes": dossier.step in review_records.BEHIND_VERIFYING
            or dossier.status == "approved",
            "review_notice": "review_decision" in there,
        }
        rows = tuple((kind, words) for kind, words in DUE if able[kind] and kind not in there)
        found[dossier.code] = rows
    return found


#: Said of a union that is not ranked for its age or its end.
AGE = review_round.SAID["age"]


def _line(unit_id: int, found: Mapping[int, Any], allotment: Allotment | None, row: inbox.Row | None) -> Line:
    member, standing = found[unit_id]
    place = allotment.place(str(unit_id)) if allotment else None
    reviewed = row is not None
    if standing is None:  # nothing sent yet, and there is still time
        return Line(unit_id, member.name, "", None, None, "", "", "", {}, row)
    return Line(
        unit_id=unit_id,
        name=member.name,
        kind=member.kind,
        own=member.own_total if reviewed else None,
        points=member.points if reviewed else None,
        by_points=standing.by_points if reviewed else "",
        rank=place.rank if place else member.rank,
        said=place.message if place else "",
        params=dict(place.params) if place else {},
        row=row,
    )


def _unverified(unit_id: int, row: inbox.Row | None, cycle: ReviewCycle) -> Line:
    name = units.short_name_of(unit_id, cycle.cutoff)
    return Line(unit_id, name, "", None, None, "", "", "", {}, row)
