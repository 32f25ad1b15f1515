"""The letters themselves, and the fonts that draw them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from .faults import Fault
from .words import Words

TIMES = re.compile(r"times ?new ?roman|tinos|liberation ?serif|times|nimbus ?rom", re.IGNORECASE)
LEGACY = re.compile(r"\.?vn[a-z]|vni[- ]", re.IGNORECASE)
_LOOKALIKE = re.compile(r"[\u00d0\u00f0\u0189]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2061-\u2064\ufeff]")


def fonts(used: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Fonts that are not Times New Roman or its metric twins; each (font, place) is looked at once."""
    seen = set()
    for font, place in used:
        if TIMES.search(font) or font in seen:
            continue
        seen.add(font)
        yield Fault(
            "legacy" if LEGACY.match(font) else "font", place, font or Words("không rõ"), "Times New Roman"
        )


def check(texts: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Faults of (text, place): not composed, invisible, look-alike, without a shape; one of each a place."""
    seen: set[tuple[str, str]] = set()
    for text, place in texts:
        for rule in _wrong(text):
            if (rule, place) not in seen:
                seen.add((rule, place))
                yield Fault(rule, place, ascii(text[:40]) if rule in ("glyph", "invisible") else text[:40])


def _wrong(text: str) -> Iterator[str]:
    if text.isascii():
        if any(letter < " " and letter not in "\t\n" for letter in text):
            yield "glyph"
        return
    if unicodedata.normalize("NFC", text) != text:
        yield "nfc"
    if _LOOKALIKE.search(text):
        yield "lookalike"
    if _INVISIBLE.search(text):
        yield "invisible"
    if any(_shapeless(letter) for letter in text):
        yield "glyph"


def _shapeless(letter: str) -> bool:
    return letter in "\ufffd\u25af" or unicodedata.category(letter) in ("Co", "Cs", "Cn", "Cc")
