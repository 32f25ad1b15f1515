"""Rounds, ratios and verdicts."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping

Round = Mapping[str, float]


def tuned() -> None:
    """Keep the collector away from what stays, as a render process does."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def untuned() -> None:
    """Set the collector back to what Python begins with."""
    gc.unfreeze()
    gc.set_threshold(700, 10, 10)


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call in this process."""
    gc.collect()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def rounds(
    contenders: Mapping[str, Callable[[int], object]], count: int, data: Callable[[int], object] | None = None
) -> list[Round]:
    """Let the contenders take turns; each is called with the number of the round, which tells it the data.

    `data`, called with the number before each round, makes what all of them are given: nobody's time.

    The first round, unmeasured, loads what each keeps; who begins changes from round to round.
    """
    names = list(contenders)
    for name in names:
        contenders[name](-1)
    measured = []
    for number in range(count):
        if data:
            data(number)
        turn = names[number % len(names) :] + names[: number % len(names)]
        measured.append({name: cpu(lambda n=name, at=number: contenders[n](at)) for name in turn})
    return measured


def ratio(measured: list[Round], one: str, other: str) -> float:
    """Return the median of the rounds' ratios of one contender's time to the other's."""
    return statistics.median(done[one] / done[other] for done in measured)


def medians(measured: list[Round]) -> None:
    """Print the median time of each contender."""
    for name in sorted(measured[0]):
        print(f"  {name:34} {statistics.median(done[name] for done in measured) * 1000:10.2f} ms")


def verdict(goal: str, reached: float, holds: bool) -> None:
    """Print what was asked, what was reached, and whether that is enough."""
    print(f"  {goal}: {reached:.4g}: {'holds' if holds else 'FALLS SHORT'}")


def times_faster(goal: str, measured: list[Round], ours: str, rival: str, least: float) -> None:
    """Print how many times faster than the rival we are; `least` is asked."""
    reached = ratio(measured, rival, ours)
    verdict(f"{goal} ≥ {least:g} ×", reached, reached >= least)


def share(goal: str, measured: list[Round], ours: str, rival: str, most: float) -> None:
    """Print our share of the rival's time; at most `most` is asked."""
    reached = ratio(measured, ours, rival)
    verdict(f"{goal} ≤ {most:g}", reached, reached <= most)
