"""The letters that a paper may hold: what Times New Roman and its metric twins all have, so that no box is printed.

Emoji, right-to-left scripts and other alphabets are refused with the name of the field; invisible characters that
XML or Word cannot carry are dropped.
"""

import re

_RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0xFF),  # Latin-1: signs, degrees, French
    (0x100, 0x17F),  # Latin Extended-A: đ ă ĩ ũ
    (0x1A0, 0x1A1), (0x1AF, 0x1B0),  # ơ ư
    (0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C9),  # Greek, for formulas and units
    (0x1EA0, 0x1EF9),  # toned Vietnamese letters
    (0x2012, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030),
    (0x2032, 0x2033), (0x2039, 0x203A), (0x20AB, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122),
    (0x2190, 0x2193), (0x2211, 0x2212), (0x221A, 0x221A), (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265),
    (0x25A0, 0x25A1), (0x25CB, 0x25CB), (0x25CF, 0x25CF),
)  # fmt: skip

LETTERS = "".join(chr(code) for first, last in _RANGES for code in range(first, last + 1))

_LETTERS = frozenset(LETTERS)
# Control characters, soft hyphen, zero-width and bidi marks, surrogates, private use, non-characters.
_PLAIN = {0x2010: "-", 0x2011: "-"}
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff]"
)


def printable(text: str) -> str:
    """The text without characters that have no shape and that XML, Word or PDF cannot carry; blanks stay."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN))


def strangers(text: str) -> list[str]:
    """Characters that cannot be printed, each once, in the order met."""
    return list(dict.fromkeys(letter for letter in text if letter not in _LETTERS and letter not in "\t\n"))


_PLAIN_TEXT = re.compile(f"[{re.escape(LETTERS)}]*")


def plain(text: str) -> bool:
    """Whether every character is a letter of the repertoire, so that nothing needs to be cleaned (NFC included)."""
    return _PLAIN_TEXT.fullmatch(text) is not None
