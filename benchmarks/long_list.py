"""A list of 951 rows: PDF against plain WeasyPrint, Word against docxtpl."""

from __future__ import annotations

from benchmarks import data, docxtpl_papers, naive
from benchmarks.measuring import medians, rounds, share, times_faster, tuned, untuned
from documents import produce

ROWS, ROUNDS = 951, 3


def _kind():
    return data.kinds().kind("award_decision_list")


def _ours(seed: int, fmt: str) -> None:
    tuned()
    produce.produce(_kind(), data.awarded(ROWS, seed), data.profile(), (fmt,), data.renderer())


def _naive(seed: int) -> None:
    untuned()
    naive.pdf(produce.sheet(_kind(), data.awarded(ROWS, seed), data.profile()))


def _docxtpl(seed: int, lean: bool) -> None:
    untuned()
    docxtpl_papers.rendered(docxtpl_papers.listed(lean), data.awarded(ROWS, seed))


def main() -> None:
    """Print the ratios."""
    contenders = {
        "our PDF": lambda at: _ours(at, "pdf"),
        "our Word": lambda at: _ours(at, "docx"),
        "plain WeasyPrint": _naive,
        "docxtpl": lambda at: _docxtpl(at, lean=False),
        "docxtpl, lean document": lambda at: _docxtpl(at, lean=True),
    }
    measured = rounds(contenders, ROUNDS, lambda at: data.awarded(ROWS, at))
    untuned()
    medians(measured)
    share("PDF of 951 rows to plain WeasyPrint", measured, "our PDF", "plain WeasyPrint", 0.75)
    times_faster("Word of 951 rows against docxtpl", measured, "our Word", "docxtpl", 5)
