"""TCVN3 (ABC: .VnTime, .VnArial) and VNI text that arrived as Latin letters: recognising and converting it.

Both encodings put Vietnamese letters on the code points of Western ones, so "Công đoàn" shows as "C«ng ®oµn"
or "Coâng ñoaøn" without the font. Nothing here converts by itself: the caller shows the result and asks («Chữ
này viết bằng phông cũ. Đổi thành …?»).
"""

import re
import unicodedata
from typing import Literal

from vietnamese.syllables import is_syllable

Encoding = Literal["tcvn3", "vni"]

# TCVN 5712:1993, set VN3; its letters were compared with the C library's converter TCVN5712-1.
_TCVN3_RUNS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộ"),
    (0xEA, "ờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
_TCVN3 = {chr(start + place): letter for start, run in _TCVN3_RUNS for place, letter in enumerate(run)}
_TCVN3["\u03bc"] = "à"  # the micro sign as some editors rewrite it

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"

_VNI_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_HATS = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_VNI_BREVES = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_VNI_SINGLES = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    """Every VNI spelling of one letter, one or two code points, in both cases and with a mark of either
    case."""
    table = dict(_VNI_SINGLES)
    for base in "aeouyôö":
        letter = _VNI_SINGLES.get(base, base)
        for mark, tone in _VNI_TONES.items():
            table[base + mark] = letter + tone
    for base in "aeo":
        for mark, tone in _VNI_HATS.items():
            table[base + mark] = base + _CIRCUMFLEX + tone
    for mark, tone in _VNI_BREVES.items():
        table["a" + mark] = "a" + _BREVE + tone
    for spelling, letter in list(table.items()):
        composed = unicodedata.normalize("NFC", letter)
        table[spelling] = composed
        for upper in (spelling.upper(), spelling[0].upper() + spelling[1:]):
            table[upper] = composed.upper()
    return table


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_VNI_LETTERS = frozenset("".join(_VNI)) - frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SUSPECT = {"tcvn3": frozenset(_TCVN3), "vni": _VNI_LETTERS}

# Words end at ASCII signs, digits and spaces, but not at « or ®: those are letters here.
_WORD = re.compile(r"[^\s\x00-\x40\x5b-\x60\x7b-\x7f–—…“”‘’]+")


def _tcvn3_word(match: re.Match[str]) -> str:
    word = match.group()
    converted = "".join(_TCVN3.get(char, char) for char in word)
    plain = [char for char in word if char not in _TCVN3 and char.isalpha()]
    # Toned capitals exist only as a capital font (.VnTimeH): the rest of the word tells their case.
    capital_font = len(plain) > 1 and all(char.isupper() for char in plain)
    return converted.upper() if capital_font else converted


def convert_legacy(value: str, encoding: str) -> str:
    """`value`, typed in `encoding` ("tcvn3" or "vni"), as NFC Unicode. What the encoding does not know stays.
    ValueError for others.

    Give it the text as it came: `clean` keeps legacy text whole, but a soft hyphen (TCVN3's ư) does not
    survive other programs.
    """
    if encoding == "tcvn3":
        return unicodedata.normalize("NFC", _WORD.sub(_tcvn3_word, value))
    if encoding == "vni":
        composed = unicodedata.normalize("NFC", value)
        return unicodedata.normalize("NFC", _VNI_PATTERN.sub(lambda found: _VNI[found.group()], composed))
    raise ValueError(f"unknown encoding {encoding!r}")


def _evidence(words: list[str], encoding: Encoding) -> tuple[int, int]:
    """How many words become Vietnamese by conversion, and how many speak against it (Vietnamese already, or
    nonsense after)."""
    for_it, against = 0, 0
    for word in words:
        if is_syllable(word):
            # đ, ư, ộ … exist in Unicode alone; ê or ã could be signs of the old encoding, but read well as they are.
            against += max(word) > "\u00ff" or bool(_SUSPECT[encoding].intersection(word))
        elif _SUSPECT[encoding].intersection(word):
            converts = len(word) > 1 and is_syllable(convert_legacy(word, encoding))
            for_it, against = for_it + converts, against + (not converts)
    return for_it, against


def looks_legacy(value: str) -> Encoding | None:
    """The legacy encoding that `value` seems to be written in, by the shape of its words; None when it reads
    as it stands.

    A guess to offer, not to act upon: one foreign name can look like it. Only the first 400 words are
    weighed.
    """
    if value.isascii():
        return None
    composed = unicodedata.normalize("NFC", value)
    words = [found.group() for found, _ in zip(_WORD.finditer(composed), range(400), strict=False)]
    scores: dict[Encoding, tuple[int, int]] = {name: _evidence(words, name) for name in ("tcvn3", "vni")}
    best = max(scores, key=lambda name: scores[name][0] - scores[name][1])
    for_it, against = scores[best]
    return best if for_it and for_it >= against else None
