"""Old fonts and broken letters in a whole list: what it seems to be written in, and the list converted.

Nothing here converts by itself: the caller shows the proposal and asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rules.importing.rows import DAY, ERROR, Raw
from vietnamese.legacy import convert_legacy, looks_legacy
from vietnamese.syllables import is_syllable
from vietnamese.text import clean

#: UTF-8 that was read as a Western page of letters: «Nguyá»…n».
BROKEN = "utf8"
ENCODINGS = ("tcvn3", "vni", BROKEN)
MOST_CELLS = 2_000  # so many cells are weighed

_TRACE = re.compile("[ÂÃÄÅÆáÃ][\x80-\xbf\u0152-\u2122]|á[º»]")
_WORD = re.compile(r"[^\W\d_]+")


def mended(text: str) -> str | None:
    """Return UTF-8 that was read as Windows-1252, as it was meant; None where the text is none."""
    if not _TRACE.search(text):
        return None
    try:
        found = b"".join(_byte(char) for char in text).decode("utf-8")
    except ValueError:
        return None
    return found if found != text and any(map(is_syllable, _WORD.findall(clean(found)))) else None


def _byte(char: str) -> bytes:
    """Return the byte that Windows-1252 shows as this letter; its five holes show themselves."""
    return char.encode("latin-1") if ord(char) < 0x100 else char.encode("cp1252")


def suspected(rows: Iterable[Raw]) -> tuple[str, str, str] | None:
    """Return (encoding, a text as it stands, as it would be) for a list that seems not to be in Unicode."""
    texts = list(_texts(rows))
    broken = [text for text in texts if mended(text)]
    if broken:
        return BROKEN, broken[0], mended(broken[0]) or ""
    counts: dict[str, list[str]] = {}
    for text in texts:
        if suspect := looks_legacy(text):
            counts.setdefault(suspect, []).append(text)
    if not counts:
        return None
    encoding, found = max(counts.items(), key=lambda one: len(one[1]))
    sample = max(found, key=len)
    return encoding, clean(sample), clean(convert_legacy(sample, encoding))


def _texts(rows: Iterable[Raw]) -> Iterable[str]:
    seen = 0
    for row in rows:
        for value in row.cells:
            if isinstance(value, str) and not value.isascii():
                seen += 1
                yield value
                if seen >= MOST_CELLS:
                    return


def convert(raw: Any, encoding: str) -> Any:
    """Return a raw cell with its letters converted; what reads well as it stands stays."""
    if isinstance(raw, dict):
        inner = next(iter(raw))
        return raw if inner in (DAY, ERROR) else {inner: convert(raw[inner], encoding)}
    if not isinstance(raw, str) or raw.isascii():
        return raw
    if encoding == BROKEN:
        return mended(raw) or raw
    return convert_legacy(raw, encoding) if looks_legacy(raw) else raw


def converted(row: Raw, encoding: str) -> Raw:
    """Return a row with its letters converted; "" leaves it as it is."""
    if not encoding:
        return row
    return Raw(row.no, tuple(convert(value, encoding) for value in row.cells), row.hidden)
