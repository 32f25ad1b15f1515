"""Points of a review: totals by group, the total, the rank that the points alone give. Integer tenths throughout."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.awards_facts import RATING_ORDER
from rules.errors import RuleDataError
from rules.review_sheet import Sheet
from rules.reviews_facts import SELF, Scored
from rules.ruleset import Rule


@dataclass(frozen=True)
class GroupTotal:
    """Points of a group, what it could be at most, and what of that applies to the union (all in tenths)."""

    code: str
    title: str
    points: int
    max: int
    applies: int
    bonus: bool = False


@dataclass(frozen=True)
class Tally:
    """Totals of a sheet. `total` is the plain sum and `applies` what could be reached; `points` is what ranks.

    `points` differs from `total` where items cannot apply: re-based to the sheet's maximum and rounded down to a
    tenth, so that what is printed never reaches a threshold that the exact number does not (papers print both).
    `missing`: codes of items that apply and have no points yet.
    """

    groups: tuple[GroupTotal, ...]
    total: int
    applies: int
    points: int
    missing: tuple[str, ...]

    @property
    def rebased(self) -> bool:
        """Whether items were left out and the total was re-based."""
        return self.points != self.total

    def group(self, code: str) -> GroupTotal | None:
        """The totals of one group."""
        return next((group for group in self.groups if group.code == code), None)


def tally(sheet: Sheet, scores: Mapping[str, Scored], stage: str) -> Tally:
    """Totals of the union's own points (`stage` self) or of the verified ones; items without points count 0."""
    groups, missing = [], []
    for group in sheet.groups:
        points = applies = 0
        for item in sheet.items_of(group.code):
            scored = scores.get(item.code, Scored())
            if not scored.applies:
                if sheet.not_applicable == "full":
                    points, applies = points + item.max, applies + item.max
                continue
            applies += item.max
            given = scored.own if stage == SELF else scored.verified
            if given is None:
                missing.append(item.code)
            points += given or 0
        groups.append(GroupTotal(group.code, group.title, points, group.max, applies, group.bonus))
    total, applies = sum(each.points for each in groups), sum(each.applies for each in groups)
    points = total if applies in (0, sheet.max) else total * sheet.max // applies
    return Tally(tuple(groups), total, applies, points, tuple(missing))


def rank_of(points: int, rule: Rule) -> str:
    """The rank that points give: the highest whose threshold they reach (RV09's `ranks`, tenths); no rounding."""
    thresholds = _thresholds(rule)
    return next((rank for rank in reversed(RATING_ORDER) if points >= thresholds[rank]), RATING_ORDER[0])


def short_of_next(points: int, rule: Rule) -> tuple[str, int] | None:
    """The next higher rank and the tenths that are missing to it; None at the top."""
    thresholds = _thresholds(rule)
    return next(
        ((rank, thresholds[rank] - points) for rank in RATING_ORDER if points < thresholds[rank]),
        None,
    )


def threshold(rank: str, rule: Rule) -> int:
    """The tenths from which a rank is reached."""
    return _thresholds(rule)[rank]


def _thresholds(rule: Rule) -> dict[str, int]:
    table = {RATING_ORDER[0]: 0, **rule.table("ranks")}
    if set(table) != set(RATING_ORDER) or [table[rank] for rank in RATING_ORDER] != sorted(table.values()):
        raise RuleDataError(f"{rule.id}.values.ranks", "rising thresholds of HT, HTT and HTXS are expected")
    return table
