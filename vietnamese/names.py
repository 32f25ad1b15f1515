"""Personal names: parts, order of lists, initials, how a person is addressed.

Order: official-documents §15. Letters a ă â … y z with đ after d; tones level, huyền, hỏi, ngã, sắc, nặng, as
ICU's `vi` has them. A syllable is compared by its letters first and by its tone only then, and before the
next syllable is looked at. hoà and hòa are equal; case, NFD and spaces do not count.
"""

import unicodedata
from typing import NamedTuple

from vietnamese.syllables import TONE_MARKS
from vietnamese.text import clean

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_LETTER_MARKS = {"a" + _BREVE, "a" + _HAT, "e" + _HAT, "o" + _HAT, "o" + _HORN, "u" + _HORN}

# Units of two hex digits. An end is lower than anything that could stand in its place, so shorter goes before
# longer.
_PART_END = "01"
_LETTERS_END = "02"
_TONE = "1{}"
_APOSTROPHE, _HYPHEN = "08", "09"
_UNITS = (
    {char: f"{0x10 + place:02x}" for place, char in enumerate("0123456789")}
    | {char: f"{0x20 + place:02x}" for place, char in enumerate(_LETTERS)}
    | dict.fromkeys("'’‘ʼ`´", _APOSTROPHE)
    | dict.fromkeys("-‐‑–—", _HYPHEN)
)
_FOREIGN = "7f{:06x}"
_FOREIGN_LETTERS = {"ð": "đ", "ɖ": "đ", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ı": "i"}

_ORDERS = {"A": ("given", "middle", "family"), "B": ("given", "family", "middle")}


class Name(NamedTuple):
    """The parts of a name as they are sorted: họ, đệm, tên. Absent parts are empty."""

    family: str
    middle: str
    given: str


def _without(words: list[str], part: list[str], last: bool) -> list[str]:
    """`words` without the first (or last) place where `part` stands in it."""
    places = [at for at in range(len(words) - len(part) + 1) if words[at : at + len(part)] == part]
    if not part or not places:
        return words
    at = places[-1 if last else 0]
    return words[:at] + words[at + len(part) :]


def split(name: str, *, family: str | None = None, given: str | None = None) -> Name:
    """The parts of `name`: first syllable family, last given, the rest middle; a single syllable is given.

    `family` and `given`, when a person has told them, replace the guess (H'Mai Niê: family "Niê", given
    "H'Mai"); the middle is what then remains of the name.
    """
    words = clean(name).split(" ") if clean(name) else []
    given_words = clean(given).split() if given else words[-1:]
    rest = _without(words, given_words, last=True)
    family_words = clean(family).split() if family else rest[:1]
    rest = _without(rest, family_words, last=False)
    return Name(" ".join(family_words), " ".join(rest), " ".join(given_words))


def _syllable_key(syllable: str) -> str:
    letters: list[str] = []
    tone = 0
    lower = "".join(
        _FOREIGN_LETTERS.get(char, char) for char in unicodedata.normalize("NFC", syllable).lower()
    )
    for char in unicodedata.normalize("NFD", lower):
        if not unicodedata.combining(char):
            letters.append(char)
        elif char in TONE_MARKS:
            tone = tone or TONE_MARKS.index(char) + 1
        elif letters and letters[-1] + char in _LETTER_MARKS:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        # Other marks (Ênuôl's neighbours: č, ĕ, ŏ) are not letters of the order: such names differ in the
        # tie-break.
    units = [
        _UNITS.get(char) or _FOREIGN.format(ord(char)) for char in letters if char in _UNITS or char.isalnum()
    ]
    return "".join(units) + _LETTERS_END + _TONE.format(tone)


def sort_key(
    name: str | Name, order: str = "A", *, family: str | None = None, given: str | None = None
) -> str:
    """A key of [0-9a-f] whose plain order is the order of the paper list: in Python, SQLite, PostgreSQL under
    any collation.

    Order "A": given, middle, family. Order "B" (rosters with a column «Họ đệm»): given, family, middle. Equal
    keys are equal names but for tone place and case: break ties by the NFC text, then by id. Length: 2 per
    letter, 4 per syllable, 6 per name. ValueError: unknown order.
    """
    if order not in _ORDERS:
        raise ValueError(f"unknown order {order!r}")
    parts = name if isinstance(name, Name) else split(name, family=family, given=given)
    chosen = (getattr(parts, part) for part in _ORDERS[order])
    return "".join("".join(map(_syllable_key, part.split())) + _PART_END for part in chosen)


def initials(name: str) -> str:
    """First letters of all syllables in capitals: "Nguyễn Văn Đạt" → "NVĐ"."""
    return "".join(
        next((char for char in word if char.isalnum()), "") for word in clean(name).split()
    ).upper()


def address(name: str | Name) -> str:
    """How a colleague is spoken of on pages: "đ/c Kiên". The given name alone; an empty name gives an empty
    text."""
    given = (name if isinstance(name, Name) else split(name)).given
    return f"đ/c {given}" if given else ""
