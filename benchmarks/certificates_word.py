"""1,000 certificates as Word files: against docxtpl, the same picture in the head of the page."""

from __future__ import annotations

from benchmarks import data, docxtpl_papers
from benchmarks.measuring import medians, ratio, rounds, verdict
from documents.stamp import Plan, WordPress

COUNT, SAMPLED, ROUNDS = 1000, 50, 3


def ours(seed: int) -> None:
    """Make the files, the document walked anew."""
    press = WordPress(
        Plan(data.kinds().kind("certificate_merit"), data.shared(), data.VARYING, data.profile())
    )
    for row in data.certificates(COUNT, seed):
        press.single(row)


def theirs(seed: int, lean: bool) -> None:
    """Make some of them by docxtpl, whose time grows evenly with their number."""
    for row in data.certificates(COUNT, seed)[:SAMPLED]:
        docxtpl_papers.rendered(docxtpl_papers.certificate(lean), row)


def main() -> None:
    """Print the ratios."""
    contenders = {
        "our Word, 1,000": ours,
        f"docxtpl, {SAMPLED}": lambda at: theirs(at, lean=False),
        f"docxtpl, {SAMPLED}, lean document": lambda at: theirs(at, lean=True),
    }
    measured = rounds(contenders, ROUNDS)
    medians(measured)
    for name, least in ((f"docxtpl, {SAMPLED}", 100), (f"docxtpl, {SAMPLED}, lean document", 1)):
        reached = ratio(measured, name, "our Word, 1,000") * COUNT / SAMPLED
        verdict(f"1,000 certificates against {name} ≥ {least} ×", reached, reached >= least)
