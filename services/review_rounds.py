"""A cycle as its deciding union sees it: points, conditions and quota kept apart; who is not ranked, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from extensions import clock, db
from models import Dossier, Matter, Rating
from rules import review_round
from rules.finding import N_
from rules.review_round import Allotment, Place, RoundUnit
from services import (
    access,
    approved,
    inbox,
    matters,
    paper_lists,
    procedures,
    review_cycles,
    review_records,
    review_scope,
    reviews,
)
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

    @property
    def notices(self) -> int:
        """How many notices of results can be issued now."""
        return sum(kind == "review_notice" for rows in self.due.values() for kind, _words in rows)


def page(matter_id: int, who: Who) -> CyclePage:
    """Return a cycle for its deciding union, with a fixed number of queries. Errors: `NotFound` for everybody else."""
    matter, row, actor = review_cycles.led(matter_id, who)
    found = review_scope.round_of(matter, row)
    allotment = review_scope.allotted(matter, found.units)
    codes = {one.code: one for one in inbox.of_matter(matter.id, actor)}
    waiting = approved.decidable(matter, actor)
    lines = _lines(found, allotment, codes)
    order = {place.unit.id: no for no, place in enumerate(allotment.places)} if allotment else {}
    missing = [(one.unit_id, one.name) for one in lines if one.row is None and one.said != AGE]
    papers = _papers(matter)
    return CyclePage(
        matter=matter,
        guidance=row.guidance,
        cutoff=row.cutoff,
        sheets=tuple((kind, sheet.title) for kind, sheet in reviews.sheets(row).items()),
        frozen=found.first_sent is not None,
        lines=tuple(sorted(lines, key=lambda one: order.get(str(one.unit_id), len(order)))),
        ceilings=tuple(one for one in allotment.ceilings if one.base) if allotment else (),
        decidable=frozenset(waiting),
        missing=tuple(sorted(missing, key=lambda one: one[1])),
        reminded_on=row.reminded_on,
        may_remind=bool(missing) and row.reminded_on is None and matter.deadline_on < clock.today(),
        papers=papers,
        may_issue=bool(waiting),
        may_manage=review_cycles.manages(matter, actor),
        may_report=any(one.kind == "review_decision" and one.standing == "valid" for one in papers),
        due=due([one.dossier for one in found.reviews.values()]),
        tied=_tied(found, allotment),
        ranks=reviews.RANKS,
    )


def _papers(matter: Matter) -> tuple[paper_lists.PaperRow, ...]:
    """Return the papers that the deciding union has issued for the cycle: by kind, the newest first."""
    kinds = (procedures.catalogue()[matter.procedure].result.kind, *OF_CYCLE[1:])
    issued = [one for one in paper_lists.of_matter(matter.id) if one.kind in kinds]
    return tuple(sorted(issued, key=lambda one: kinds.index(one.kind)))


def _tied(found: review_scope.Round, allotment: Allotment | None) -> tuple[tuple[str, str, int | None], ...]:
    """Return (dossier code, union, votes) of the unions that are equal at the last place of the quota."""
    return tuple(
        (found.reviews[int(place.unit.id)].dossier.code, place.unit.name, place.unit.votes)
        for place in (allotment.places if allotment else ())
        if place.bound_by == "tie" and int(place.unit.id) in found.reviews
    )


@command
def vote(matter_id: int, votes: Mapping[str, int], *, who: Who) -> None:
    """Record how many of the committee are for each of the unions that are equal: {dossier code: votes}.

    Errors: `NotFound`, `Forbidden`, `Conflict` (they are not equal any more).
    """
    matter, row, actor = review_cycles.led(matter_id, who)
    if not review_cycles.manages(matter, actor):
        raise Forbidden("Kết quả biểu quyết do người thẩm định, văn thư hoặc chủ tịch của đơn vị ghi.")
    found = review_scope.round_of(matter, row)
    tied = {code for code, _name, _votes in _tied(found, review_scope.allotted(matter, found.units))}
    if set(votes) != tied:
        raise Conflict("Các đơn vị bằng điểm vừa thay đổi. Mở lại trang.")
    for review in found.reviews.values():
        dossier = review.dossier
        said = review_records.verification(dossier.id, dossier.revision_no) if dossier.code in votes else None
        if said is not None:
            said.said = {**said.said, "votes": votes[dossier.code]}


# Paper about one dossier → its words on the page's links.
DUE = (("verification_minutes", N_("Lập Biên bản")), ("review_notice", N_("Lập Thông báo")))


def due(dossiers: Collection[Dossier]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return {dossier code: (kind, words) of the papers about it that can be issued now}."""
    papers, found = paper_lists.of_dossiers([one.id for one in dossiers]), {}
    for dossier in dossiers:
        there = {
            one.kind
            for one in papers.get(dossier.id, ())
            if one.standing == "valid" and one.revision_no == dossier.revision_no
        }
        able = {
            "verification_minutes": review_records.behind_verifying(dossier),
            "review_notice": "review_decision" in there,
        }
        rows = tuple((kind, words) for kind, words in DUE if able[kind] and kind not in there)
        found[dossier.code] = rows
    return found


#: Said of a union that is not ranked for its age or its end.
AGE = review_round.SAID["age"]


def _lines(
    found: review_scope.Round, allotment: Allotment | None, rows: Mapping[str, inbox.Row]
) -> list[Line]:
    """Return a line for each union of the scope, named as on the day of the cut-off."""
    lines = []
    for unit_id in sorted({*found.members, *found.reviews}):
        review = found.reviews.get(unit_id)
        row = rows.get(review.dossier.code) if review else None
        member, standing = found.members.get(unit_id, (None, None))
        place = allotment.place(str(unit_id)) if allotment else None
        lines.append(_line(unit_id, found.names[unit_id], member, standing, place, row))
    return lines


def _line(
    unit_id: int,
    name: str,
    member: RoundUnit | None,
    standing: Any,
    place: Place | None,
    row: inbox.Row | None,
) -> Line:
    if member is None or standing is None:  # not verified, or nothing sent yet and there is still time
        return Line(unit_id, name, "", None, None, "", "", "", {}, row)
    reviewed = row is not None
    return Line(
        unit_id=unit_id,
        name=name,
        kind=member.kind,
        own=member.own_total if reviewed else None,
        points=member.points if reviewed else None,
        by_points=standing.by_points if reviewed else "",
        rank=place.rank if place else member.rank,
        said=place.message if place else "",
        params=dict(place.params) if place else {},
        row=row,
    )
