"""One decision as Word, from values to bytes: against docxtpl on python-docx's default and on our lean document."""

from __future__ import annotations

from benchmarks import data, docxtpl_papers
from benchmarks.measuring import medians, rounds, times_faster, tuned, untuned
from documents import produce

TURNS, ROUNDS = 10, 9


def _values(seed: int) -> None:
    for turn in range(TURNS):
        data.decision(seed * TURNS + turn)


def ours(seed: int) -> None:
    """Make some decisions, all different."""
    tuned()
    for turn in range(TURNS):
        values = data.decision(seed * TURNS + turn)
        produce.produce(data.kinds().kind("award_decision"), values, data.profile(), ("docx",))


def theirs(seed: int, lean: bool) -> None:
    """Make the same by docxtpl."""
    untuned()
    for turn in range(TURNS):
        values = docxtpl_papers.decision_values(data.decision(seed * TURNS + turn))
        docxtpl_papers.rendered(docxtpl_papers.decision(lean), values)


def main() -> None:
    """Print the ratios."""
    contenders = {
        "our Word": ours,
        "docxtpl, default document": lambda at: theirs(at, lean=False),
        "docxtpl, lean document": lambda at: theirs(at, lean=True),
    }
    measured = rounds(contenders, ROUNDS, _values)
    medians(measured)
    times_faster("Word of a decision against docxtpl", measured, "our Word", "docxtpl, default document", 15)
    times_faster("the same, on the lean document (beside)", measured, "our Word", "docxtpl, lean document", 1)
