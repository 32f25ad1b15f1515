"""Number and symbol of a paper ("05/QĐ-CĐN"): print, compose, read what people typed.

Rules: NĐ 30/2020, Điều 15 and Phụ lục I, Phần I, mục II, khoản 3 – Arabic number, a zero before numbers below
ten, "/" between number and symbol, "-" inside the symbol, no spaces, and the letters' case as the list of
abbreviations has it (TTr, QyĐ, CTr, ToC): never put into capitals blindly.
"""

import re
from dataclasses import dataclass

BLANK = "\u00a0" * 5  # room for a number that the clerk has not given yet

_TYPED = re.compile(
    r"""^\s*(?:số\s*:?\s*)?
        (?P<seq>\d{1,6})\s*(?P<suffix>[a-zđ](?=\s*/))?\s*
        /\s*(?P<symbol>[^\W\d_][\w.]*(?:\s*[-\u2010-\u2015]\s*[\w.]+)*)\s*$""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as data: seq 118, suffix "a" (a lettered number) or "", symbol "QĐ-CĐN"."""

    seq: int | None
    suffix: str
    symbol: str

    def __str__(self) -> str:
        return number_text(self.seq, self.suffix, self.symbol)


def number_text(seq: int | None, suffix: str, symbol: str) -> str:
    """What stands after "Số:": 5 → "05/QĐ-CĐN", 118 with "a" → "118a/QĐ-CĐN"; None → a blank before the "/"."""
    if seq is None:
        return f"{BLANK}/{symbol}"
    if seq < 1:
        raise ValueError(f"a paper's number starts at 1, not {seq}")
    return f"{seq:02d}{suffix}/{symbol}"


def symbol(abbreviation: str, body: str, unit: str = "") -> str:
    """Compose the symbol: ("QĐ", "CĐN") → "QĐ-CĐN"; a công văn has no abbreviation: ("", "LĐLĐ", "CSPL")."""
    return "-".join(part for part in (abbreviation, body, unit) if part)


def parse(text: str) -> Number | None:
    """Read "34 /KH-LĐLĐ", "Số: 05/QĐ–CĐN", "118a/QĐ-CĐN": spaces and dashes are forgiven; None if it is no number."""
    match = _TYPED.match(text)
    if match is None:
        return None
    written = re.sub(r"\s*[-\u2010-\u2015]\s*", "-", match["symbol"])
    return Number(int(match["seq"]), (match["suffix"] or "").lower(), written)
