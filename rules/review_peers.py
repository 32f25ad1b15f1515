"""Items whose points lie far from those of the other unions: OV07 points them out, a person looks.

Definition (values of the rule): an item of a union is far when its points differ from the MEDIAN of the OTHER unions
with the same sheet by more than `share` of the item's maximum; with fewer than `peers` others nothing is said. Bonus
items are left out: they are meant to differ. A median, not a mean: one union that gives itself everything does not
move it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rules.finding import N_, Finding
from rules.review_sheet import Item, shown
from rules.reviews_facts import ReviewFacts
from rules.ruleset import Rule
from vietnamese.numbers import decimal_comma


@dataclass(frozen=True)
class Far:
    """One item far from its peers: points and median in tenths, `peers` how many others were compared."""

    unit: str
    item: Item
    points: int
    median: Fraction
    peers: int

    @property
    def above(self) -> bool:
        """Whether the union has more than the others."""
        return self.points > self.median


def median(values: Sequence[int]) -> Fraction:
    """The middle one, or half the sum of the two in the middle; ValueError for none."""
    if not values:
        raise ValueError("no values")
    ordered, middle = sorted(values), len(values) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle], 2)


def far_items(reviews: Mapping[str, ReviewFacts], rule: Rule) -> list[Far]:
    """Items far from their peers in the reviews of a round ({id of unit: facts}), by unit, then as in the sheet.

    Points of the stage of each review; unions without points for an item, or to which it does not apply, are neither
    judged nor peers.
    """
    num, den = rule.ratio("share")
    found = []
    for unit, facts in reviews.items():
        alike = [
            other for key, other in reviews.items() if key != unit and other.sheet.code == facts.sheet.code
        ]
        for item in facts.sheet.items:
            points = facts.points(item)
            others = [given for other in alike if (given := other.points(item)) is not None]
            if facts.sheet.is_bonus(item) or points is None or len(others) < rule.number("peers"):
                continue
            middle = median(others)
            if abs(points - middle) * den > item.max * num:
                found.append(Far(unit, item, points, middle, len(others)))
    return found


def far_from_peers(reviews: Mapping[str, ReviewFacts], unit: str, rule: Rule) -> list[Finding]:
    """OV07: what is told of one union; how to mend it is to look, not to copy the others."""
    return [
        rule.fail(
            N_(
                "Tiêu chí %(code)s: %(points)s điểm, cao hơn hẳn trung vị %(median)s của %(peers)s đơn vị khác."
            )
            if far.above
            else N_(
                "Tiêu chí %(code)s: %(points)s điểm, thấp hơn hẳn trung vị %(median)s của %(peers)s đơn vị khác."
            ),
            field=reviews[unit].where(far.item),
            subject=far.item.code,
            fix=N_("Xem lại minh chứng của tiêu chí này."),
            code=far.item.code,
            points=shown(far.points),
            median=decimal_comma(int(far.median * 10), 2, trim=True),
            peers=far.peers,
        )
        for far in far_items(reviews, rule)
        if far.unit == unit
    ]
