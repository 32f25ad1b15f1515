"""Which pages of a batch are read back and measured whole (`reference/batches.toml`); every line is measured anyway."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import reference


def every(on: date) -> int:
    """Return the distance of measured pages in a batch made on a day: the newest setting in force, else the oldest."""
    known = sorted(reference.load("batches.toml")["measured"], key=lambda row: row["valid_from"])
    holding = [row for row in known if row["valid_from"] <= on] or known[:1]
    return holding[-1]["every"]


def places(count: int, on: date) -> list[int]:
    """Return the places, from 0, of the pages to be measured among `count`: the first, the last, one in so many."""
    return sorted({*range(0, count, every(on)), count - 1} if count else ())


def among(numbers: Sequence[int], count: int, on: date) -> list[int]:
    """Return the places in `numbers` (rows by their number from 1) of those to be measured in a batch of `count`."""
    wanted = {place + 1 for place in places(count, on)}
    return [place for place, number in enumerate(numbers) if number in wanted]
