"""Past awards, ratings and runs of years of a nominee: how rules judge what was only partly told.

A gap in the years breaks a run only where the year is known to be without the result; otherwise it is not known.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rules.awards_facts import RATING_ORDER, UNRATED, Nominee, PastAward
from rules.finding import Finding, Proof
from rules.known import Known, Part, at_least, below, every, reaches, same, some, weigh
from rules.ruleset import Rule

# What is asked of a nominee is weighed in the same logic: award rules take both from here.
__all__ = [
    "NOT_A_STEP",
    "Known",
    "Part",
    "Span",
    "at_least",
    "below",
    "counts_as_step",
    "every",
    "full_months",
    "judge",
    "proofs",
    "rated",
    "reaches",
    "run",
    "same",
    "some",
    "span",
    "titled",
]

# No working life is longer: a bound for looking back over years about which nothing is known.
_FURTHEST = 60

# Results of these forms are no step towards a higher award of merit (Nghị định 152/2025/NĐ-CP, Điều 4).
NOT_A_STEP = ("dot_xuat", "chuyen_de")


def rated(nominee: Nominee, year: int, floor: str) -> Known:
    """Whether the rating of the year is `floor` or better; a special year without a good rating is not known."""
    code = nominee.ratings.get(year)
    if not code or (code != UNRATED and code not in RATING_ORDER):
        return None
    good = code != UNRATED and RATING_ORDER.index(code) >= RATING_ORDER.index(floor)
    return None if not good and year in nominee.special_years else good


def counts_as_step(award: PastAward) -> Known:
    """Whether an award may serve as a prerequisite of merit; not known while its form is."""
    return None if award.form is None else award.form not in NOT_A_STEP


def titled(nominee: Nominee, award_class: str, year: int) -> Known:
    """Whether an award of the class was won for the year."""
    if nominee.past_awards is None:
        return None
    found: list[Known] = [
        None if award.year is None else counts_as_step(award)
        for award in nominee.past_awards
        if award.classed == award_class and award.year in (year, None)
    ]
    if nominee.awards_complete or year in nominee.award_years:
        return some(*found)
    return some(*found, None)


def run(holds: Callable[[int], Known], last: int, need: int) -> Known:
    """Whether the result holds in each of the `need` years that end with `last`."""
    return every(*(holds(year) for year in range(last - need + 1, last + 1)))


@dataclass(frozen=True)
class Span:
    """Consecutive years ending with `last`: how many are sure and how many are possible."""

    last: int
    sure: int
    possible: int

    def long_enough(self, need: int) -> Known:
        """Whether the run has `need` years."""
        return True if self.sure >= need else None if self.possible >= need else False

    def holding(self, holds: Callable[[int], Known], need: int) -> Known:
        """Whether `holds` is true in at least `need` years of the run."""
        years = range(self.last, self.last - self.possible, -1)
        sure = self.last - self.sure
        return at_least(
            need, (holds(year) if year > sure or holds(year) is False else None for year in years)
        )


def span(holds: Callable[[int], Known], last: int) -> Span:
    """The run of years ending with `last` in which `holds` is true, and the longest that may be."""
    sure = possible = 0
    for year in range(last, last - _FURTHEST, -1):
        value = holds(year)
        if value is False:
            break
        sure += value is True and sure == possible
        possible += 1
    return Span(last, sure, possible)


def full_months(start: date, end: date) -> int:
    """Full months from `start` to `end`, both days included: 10/02 to 30/11 are 9, 01/02 to 30/11 are 10."""
    after = date.fromordinal(min(end.toordinal() + 1, date.max.toordinal()))
    months = (after.year - start.year) * 12 + after.month - start.month
    return months - (after.day < start.day)


def proofs(awards: Iterable[PastAward]) -> tuple[Proof, ...]:
    """Awards as lines of evidence, oldest first."""
    lines = [
        Proof(
            award.year,
            award.title or award.award,
            award.decision_no,
            award.decision_date.isoformat() if award.decision_date else None,
        )
        for award in awards
    ]
    return tuple(sorted(lines, key=lambda line: (line.year or 0, line.label)))


def judge(
    rule: Rule,
    nominee: Nominee,
    parts: Iterable[Part],
    *,
    firm: bool = True,
    proof: tuple[Proof, ...] = (),
    figures: Mapping[str, str | int] | None = None,
    **params: str | int,
) -> list[Finding]:
    """Findings about a nominee, whose name every sentence may say; the rest as `rules.known.weigh`."""
    said = {"name": nominee.name, **(figures or {})}
    return weigh(rule, parts, subject=nominee.key, firm=firm, proof=proof, figures=said, **params)
