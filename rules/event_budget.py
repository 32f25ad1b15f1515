"""Sums of an estimate and of its settlement: integer đồng, amount = quantity × price × times, total = Σ, words."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.events_after import Settlement
from rules.events_facts import BudgetLine
from rules.known import summed
from vietnamese.text import search_key
from vietnamese.words import amount_in_words


def line_amount(line: BudgetLine) -> int | None:
    """quantity × price × times in đồng, or None while one of them is not known."""
    if line.quantity is None or line.price is None or line.times is None:
        return None
    return line.quantity * line.price * line.times


def total(lines: Iterable[BudgetLine]) -> int | None:
    """The sum of the lines in đồng, or None while one cannot be computed."""
    return summed(line_amount(line) for line in lines)


def in_words(amount: int) -> str:
    """A sum as papers spell it: «Tám triệu chín trăm năm mươi nghìn đồng»."""
    return amount_in_words(amount)


def same_words(amount: int, words: str) -> bool:
    """Whether typed words say the sum; lẻ for linh, bốn for tư, ngàn for nghìn and «chẵn» are the same sum."""
    key = _words_key(words)
    return any(
        key == _words_key(amount_in_words(amount, linh=linh, four=four, thousand=thousand))
        for linh in ("linh", "lẻ")
        for four in ("tư", "bốn")
        for thousand in ("nghìn", "ngàn")
    )


def _words_key(words: str) -> str:
    key = search_key(words).strip(" .()")
    return key.removesuffix(" chan").removesuffix(" dong").strip()


@dataclass(frozen=True)
class SettledRow:
    """One line of the settlement: `diff` = actual − estimate in đồng (negative: saved), `over`: more than allowed."""

    key: str
    content: str
    estimate: int
    actual: int
    diff: int
    over: bool


@dataclass(frozen=True)
class Settled:
    """Sums of a settlement in đồng: `left` is what has to be returned of the advance, `owed` what is still to pay."""

    rows: tuple[SettledRow, ...]
    estimate: int
    actual: int
    diff: int
    left: int
    owed: int


def settled(settlement: Settlement, allowed: tuple[int, int]) -> Settled | None:
    """The settlement line by line; None while a figure is missing.

    `allowed`: share (numerator, denominator) by which a line may exceed its estimate without a reason.
    """
    rows = []
    for line in settlement.lines:
        if line.estimate is None or line.actual is None:
            return None
        diff = line.actual - line.estimate
        over = diff * allowed[1] > line.estimate * allowed[0]
        rows.append(SettledRow(line.key, line.content, line.estimate, line.actual, diff, over))
    estimate, actual = sum(row.estimate for row in rows), sum(row.actual for row in rows)
    rest = (settlement.advance or 0) - actual
    return Settled(tuple(rows), estimate, actual, actual - estimate, max(rest, 0), max(-rest, 0))
