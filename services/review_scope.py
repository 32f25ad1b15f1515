"""The unions of a cycle with their reviews, read together: who is in it, who stands where before the decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from extensions import clock, db
from models import Dossier, Matter, MatterMove, Rating, ReviewCycle, Unit, UnitParent
from rules import review_rank, review_round
from rules.finding import Finding
from rules.review_round import Allotment, RoundUnit
from rules.review_score import tally
from rules.reviews_facts import SELF, VERIFIED, ReviewFacts, ReviewUnit
from services import review_facts, reviews, units
from services.cases import Case, answers_of, case_of, cases_of


@dataclass(frozen=True)
class Review:
    """One of a cycle's reviews as read with the others: verified where verifiers have given points, else as scored.

    `made` has points, conditions and rank; not papers, nor who did what (`verified_facts` has).
    """

    dossier: Dossier
    answers: Mapping[str, Any]
    known: review_facts.OnRecord
    made: ReviewFacts

    @property
    def verified(self) -> bool:
        """Tell whether verifiers have given points to the present revision."""
        return bool(self.known.scores)

    @property
    def points(self) -> int:
        """The points that rank, in tenths: verified ones once there are some."""
        return tally(self.made.sheet, self.made.scores, self.made.stage).points


def in_scope(matter: Matter, row: ReviewCycle) -> list[int]:
    """Return the grassroots unions that stood under the cycle's unit at some time of what is reviewed, by id."""
    begun = select(MatterMove.from_id).where(MatterMove.matter_id == matter.id).order_by(MatterMove.id)
    query = (
        select(UnitParent.unit_id)
        .join(Unit, Unit.id == UnitParent.unit_id)
        .where(
            UnitParent.parent_id == func.coalesce(begun.limit(1).scalar_subquery(), matter.unit_id),
            Unit.kind == "grassroots",
            UnitParent.valid_from <= row.cutoff,
            or_(UnitParent.valid_to.is_(None), UnitParent.valid_to >= row.begins),
        )
    )
    return sorted(set(db.session.scalars(query)))


def dossiers_of(matter_id: int) -> dict[int, Dossier]:
    """Return {unit id: dossier} of the reviews that were sent in and not withdrawn."""
    query = (
        select(Dossier)
        .where(Dossier.matter_id == matter_id, Dossier.revision_no >= 1, Dossier.status != "withdrawn")
        .order_by(Dossier.id)
    )
    return {row.unit_id: row for row in db.session.scalars(query)}


def ratings_of(unit_ids: Collection[int], year: int) -> dict[int, str]:
    """Return {unit id: rank on record for a year}, with one query."""
    query = select(Rating.unit_id, Rating.code).where(Rating.year == year, Rating.unit_id.in_(unit_ids))
    return dict(db.session.execute(query).all())


def read(dossiers: Collection[Dossier]) -> dict[int, Review]:
    """Return {unit id: Review} of reviews of one cycle, with a fixed number of queries."""
    if not dossiers:
        return {}
    cases, answers, known = cases_of(dossiers), answers_of(dossiers), review_facts.on_record(dossiers)
    return {one.unit_id: _review(one, cases[one.id], answers[one.id], known[one.id]) for one in dossiers}


def _review(dossier: Dossier, case: Case, answers: Mapping[str, Any], known: review_facts.OnRecord) -> Review:
    stage = VERIFIED if known.scores else SELF
    return Review(dossier, answers, known, review_facts.facts(case, answers, stage, known=known))


def verified_facts(dossier: Dossier, signer: int | None = None) -> ReviewFacts:
    """Return the verified review of a dossier's present revision, with its papers and who did what."""
    answers = answers_of([dossier])[dossier.id]
    return review_facts.facts(case_of(dossier), answers, VERIFIED, signer=signer)


def _member(review: Review) -> tuple[RoundUnit, review_rank.Standing]:
    """Return a union of the round from its verified review, and its standing before the quota.

    Errors: `LookupError` where no scale of ranks holds.
    """
    made = review.made
    standing = review_facts.standing(made, review.dossier.matter_id)
    if standing is None:
        raise LookupError("no scale of ranks")
    members = review_facts.number((review.answers.get("unit") or {}).get("members"))
    own_total = tally(made.sheet, made.scores, SELF).total
    votes = review.known.session.votes
    return review_round.entry(made, standing, votes=votes, own_total=own_total, members=members), standing


def _absent(
    matter: Matter, row: ReviewCycle, unit: ReviewUnit, first: datetime | None
) -> tuple[RoundUnit, Finding | None]:
    """Return a union without a review: not ranked for its age or end, else as OV04 says (reminded once, then KHT)."""
    sheet = next(iter(reviews.sheets(row).values()))
    made = ReviewFacts(reviews.rules_cycle(matter, row, sheet, first), unit, stage=VERIFIED)
    rules = reviews.ruleset(matter.id)
    standing = review_rank.standing(made, rules)
    if standing is not None and standing.unranked is not None:
        return review_round.entry(made, standing), standing.unranked
    rule = rules.get("OV04")
    late = matter.deadline_on < clock.today()
    if rule is None or not late:
        return RoundUnit(unit.id, unit.name, sheet.kind, "KXL", bound_by="file"), None
    reminded = row.reminded_on is not None
    return review_round.without_file(unit.id, unit.name, sheet.kind, reminded=reminded, rule=rule)


@dataclass(frozen=True)
class Round:
    """The whole scope of a cycle: {unit id: (union of the round, standing or why it has none)}, reviews by unit id.

    A review that nobody has verified is no member yet. `names`: {unit id: short name on the day of the cut-off}.
    `first_sent`: when the first review came in, None while nobody has sent one.
    """

    members: Mapping[int, tuple[RoundUnit, Any]]
    reviews: Mapping[int, Review]
    names: Mapping[int, str]
    first_sent: datetime | None

    @property
    def units(self) -> tuple[RoundUnit, ...]:
        """The unions as the quota sees them."""
        return tuple(member for member, _standing in self.members.values())


def round_of(matter: Matter, row: ReviewCycle, wanted: Iterable[Dossier] | None = None) -> Round:
    """Return the unions of the whole scope with their reviews, with a fixed number of queries.

    `wanted`: only these dossiers count as reviewed; None takes every one that has been verified.
    """
    there = read(dossiers_of(matter.id).values())
    counted = {one.unit_id for one in wanted} if wanted is not None else None
    without = [unit_id for unit_id in in_scope(matter, row) if unit_id not in there]
    named, lives = units.names_of({*without, *there}, row.cutoff), reviews.lives_of(without)
    names = {unit_id: one.short_name for unit_id, one in named.items()}
    known = next((one.known for one in there.values()), None)
    first = known.first_sent if known else reviews.first_submitted(matter.id)
    found: dict[int, tuple[RoundUnit, Any]] = {}
    for unit_id in sorted({*without, *there}):
        if unit_id not in there:
            life = lives[unit_id]
            unit = ReviewUnit(
                str(unit_id),
                names[unit_id],
                founded_on=life.founded_on,
                closed_on=life.closed_on,
            )
            found[unit_id] = _absent(matter, row, unit, first)
        elif there[unit_id].verified and (counted is None or unit_id in counted):
            found[unit_id] = _member(there[unit_id])
    return Round(found, there, names, first)


def allotted(matter: Matter, members: Iterable[RoundUnit]) -> Allotment | None:
    """Return who keeps the highest rank under the quota; None where no quota holds."""
    rule = reviews.ruleset(matter.id).get("RV11")
    return review_round.allot(members, rule) if rule else None
