"""The test at the end of a training: an average of integer tenths of a point, rounded half up."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.errors import ScoreOutOfRange


@dataclass(frozen=True)
class Average:
    """`tenths`: the average in tenths of a point, None without papers; `total` and `papers` are what it comes from."""

    papers: int
    total: int
    tenths: int | None


def average(scores: Iterable[int], highest: int = 100) -> Average:
    """The average of scores in tenths of a point (81 is 8,1); `highest` the most that can be reached, in tenths."""
    listed = list(scores)
    for score in listed:
        if not 0 <= score <= highest:
            raise ScoreOutOfRange(score, highest)
    papers, total = len(listed), sum(listed)
    return Average(papers, total, (2 * total + papers) // (2 * papers) if papers else None)
