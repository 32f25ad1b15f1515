"""One decision as PDF by the worker, against the naive call of WeasyPrint; both from values to bytes."""

from __future__ import annotations

import gc

from benchmarks import data, naive
from benchmarks.measuring import medians, rounds, share
from documents import produce

ROUNDS = 12


def _tuned() -> None:
    """Keep the collector away from what stays, as a render process does."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _untuned() -> None:
    gc.unfreeze()
    gc.set_threshold(700, 10, 10)


def ours(seed: int) -> None:
    """Make a decision as a render process does: all kept, the collector tuned."""
    _tuned()
    kind = data.kinds().kind("award_decision")
    produce.produce(kind, data.decision(seed), data.profile(), ("pdf",), data.renderer())


def theirs(seed: int) -> None:
    """Make the same by the naive call."""
    _untuned()
    naive.pdf(produce.sheet(data.kinds().kind("award_decision"), data.decision(seed), data.profile()))


def main() -> None:
    """Print the ratio."""
    measured = rounds({"worker": ours, "naive WeasyPrint": theirs}, ROUNDS)
    _untuned()
    medians(measured)
    share("a decision to the naive call", measured, "worker", "naive WeasyPrint", 0.8)
