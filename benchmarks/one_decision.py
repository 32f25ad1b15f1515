"""One decision as PDF by a renderer that stays warm, against a renderer made anew for each paper; and as Word."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import reference
from documents import catalogue, produce
from documents.pdf import Renderer
from documents.profile import Profile

ROUNDS = 12
GOAL = 0.95


def measure(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Print the medians and the ratio of the interleaved rounds."""
    known = catalogue.load(Path(__file__).resolve().parent.parent / "doc_templates")
    kind = known.kind("award_decision")
    profile = Profile.from_dict(reference.load("profiles/tld-933.toml"))
    warm = Renderer()
    contenders = {
        "warm": lambda: produce.produce(kind, kind.sample, profile, ("pdf",), renderer=warm),
        "anew": lambda: produce.produce(kind, kind.sample, profile, ("pdf",), renderer=Renderer()),
        "word": lambda: produce.produce(kind, kind.sample, profile, ("docx",)),
    }
    for work in contenders.values():
        work()
    rounds = [{name: measure(work) for name, work in contenders.items()} for _ in range(ROUNDS)]
    for name in contenders:
        print(f"  {name:6} {statistics.median(one[name] for one in rounds) * 1000:8.1f} ms CPU")
    ratio = statistics.median(one["warm"] / one["anew"] for one in rounds)
    verdict = "holds" if ratio <= GOAL else "falls short"
    print(f"  warm renderer / renderer made anew: {ratio:.2f} (goal {GOAL}): {verdict}")
