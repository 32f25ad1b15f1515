"""Advance widths of the Times metrics: how long a line of text is, known without any font file.

Times New Roman, Tinos and Liberation Serif 2 share these numbers (units of 1/2048 of the size; a test compares
them with the font that the PDF embeds). Toned letters are as wide as their base letter, so that only the base
letters stand here. Used for rules that are as long as their text, for hanging indents, and by the checker.
"""

import unicodedata
from functools import lru_cache

_ASCII = "".join(map(chr, range(32, 127)))
_OTHERS = "đĐơƠưƯ–—‘’“”…₫«»−□•°×±§≤≥→"

# fmt: off
_UNITS = {
    "regular": (
        512, 682, 836, 1024, 1024, 1706, 1593, 369, 682, 682, 1024, 1155, 512, 682, 512, 569, 1024, 1024,
        1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024, 569, 569, 1155, 1155, 1155, 909, 1886, 1479, 1366,
        1366, 1479, 1251, 1139, 1479, 1479, 682, 797, 1479, 1251, 1821, 1479, 1479, 1139, 1479, 1366, 1139,
        1251, 1479, 1479, 1933, 1479, 1479, 1251, 682, 569, 682, 961, 1024, 682, 909, 1024, 909, 1024, 909,
        682, 1024, 1024, 569, 569, 1024, 569, 1593, 1024, 1024, 1024, 1024, 682, 797, 569, 1024, 1024, 1479,
        1024, 1024, 909, 983, 410, 983, 1108, 1024, 1479, 1083, 1479, 1110, 1589, 1024, 2048, 682, 682, 909,
        909, 2048, 1050,
        1024, 1024, 1155, 1237, 717, 819, 1155, 1124, 1024, 1124, 1124, 2048,
    ),
    "bold": (
        512, 682, 1137, 1024, 1024, 2048, 1706, 569, 682, 682, 1024, 1167, 512, 682, 512, 569, 1024, 1024,
        1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024, 682, 682, 1167, 1167, 1167, 1024, 1905, 1479, 1366,
        1479, 1479, 1366, 1251, 1593, 1593, 797, 1024, 1593, 1366, 1933, 1479, 1593, 1251, 1593, 1479, 1139,
        1366, 1479, 1479, 2048, 1479, 1479, 1366, 682, 569, 682, 1190, 1024, 682, 1024, 1139, 909, 1139,
        909, 682, 1024, 1139, 569, 682, 1139, 569, 1706, 1139, 1024, 1139, 1139, 909, 797, 682, 1139, 1024,
        1479, 1024, 1024, 909, 807, 451, 807, 1065, 1139, 1479, 1134, 1593, 1229, 1630, 1024, 2048, 682,
        682, 1024, 1024, 2048, 1050,
        1024, 1024, 1167, 1237, 717, 819, 1167, 1124, 1024, 1124, 1124, 2048,
    ),
    "italic": (
        512, 682, 860, 1024, 1024, 1706, 1593, 438, 682, 682, 1024, 1382, 512, 682, 512, 569, 1024, 1024,
        1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024, 682, 682, 1382, 1382, 1382, 1024, 1884, 1251, 1251,
        1366, 1479, 1251, 1251, 1479, 1479, 682, 909, 1366, 1139, 1706, 1366, 1479, 1251, 1479, 1251, 1024,
        1139, 1479, 1251, 1706, 1251, 1139, 1139, 797, 569, 797, 864, 1024, 682, 1024, 1024, 909, 1024, 909,
        569, 1024, 1024, 569, 569, 909, 569, 1479, 1024, 1024, 1024, 1024, 797, 797, 569, 1024, 909, 1366,
        909, 909, 797, 819, 563, 819, 1108, 1024, 1479, 1093, 1479, 1117, 1544, 1024, 1821, 682, 682, 1139,
        1139, 1821, 1050,
        1024, 1024, 1382, 1237, 717, 819, 1382, 1124, 1024, 1124, 1124, 2048,
    ),
    "bold_italic": (
        512, 797, 1137, 1024, 1024, 1706, 1593, 569, 682, 682, 1024, 1167, 512, 682, 512, 569, 1024, 1024,
        1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024, 682, 682, 1167, 1167, 1167, 1024, 1704, 1366, 1366,
        1366, 1479, 1366, 1366, 1479, 1593, 797, 1024, 1366, 1251, 1821, 1479, 1479, 1251, 1479, 1366, 1139,
        1251, 1479, 1366, 1821, 1366, 1251, 1251, 682, 569, 682, 1167, 1024, 682, 1024, 1024, 909, 1024,
        909, 682, 1024, 1139, 569, 569, 1024, 569, 1593, 1139, 1024, 1024, 1024, 797, 797, 569, 1139, 909,
        1366, 1024, 909, 797, 713, 451, 713, 1167, 1024, 1479, 1099, 1479, 1227, 1587, 1024, 2048, 682, 682,
        1024, 1024, 2048, 1050,
        1024, 1024, 1241, 1237, 717, 819, 1167, 1124, 1024, 1124, 1124, 2048,
    ),
}
# fmt: on

EM = 2048
MM = 25.4 / 72


class _Face(dict):
    """Widths of one face; a letter met for the first time takes the width of its base letter, else of a capital M."""

    def __missing__(self, letter: str) -> int:
        base = base_letter(letter)
        self[letter] = self[base] if base != letter else self["M"]
        return self[letter]


def base_letter(letter: str) -> str:
    """The letter without its tone and without ^ or ˘, but with its horn: ở → ơ, ệ → e, đ → đ."""
    parts = unicodedata.normalize("NFD", letter)
    kept = "".join(part for part in parts if part == "\u031b" or not unicodedata.combining(part))
    return unicodedata.normalize("NFC", kept)


WIDTHS = {face: _Face(zip(_ASCII + _OTHERS, units, strict=True)) for face, units in _UNITS.items()}
for _face in WIDTHS.values():
    _face["\u00a0"] = _face[" "]


class _Words(dict[str, int]):
    """Widths of words of one face: the same few thousand syllables come again and again."""

    def __init__(self, letters: dict[str, int]) -> None:
        super().__init__()
        self.letters = letters

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_WORDS:
            self.clear()
        units = self[word] = sum(map(self.letters.__getitem__, word))
        return units


MOST_WORDS = 16_384
WORDS = {face: _Words(letters) for face, letters in WIDTHS.items()}


def units(text: str, face: str = "regular") -> int:
    """Length of `text` on one line in units of 1/EM of its size."""
    words = text.split(" ")
    return sum(map(WORDS[face].__getitem__, words)) + (len(words) - 1) * WIDTHS[face][" "]


def text_width(text: str, size: float, face: str = "regular") -> float:
    """Length of `text` on one line, in mm, at `size` pt; an unknown letter counts as a capital M."""
    return units(text, face) / EM * size * MM


# Words that begin a new part of a Vietnamese phrase: a centred line is best broken before one of them.
PARTICLES = frozenset(
    [
        "của",
        "về",
        "tại",
        "cho",
        "và",
        "theo",
        "năm",
        "ngày",
        "do",
        "trong",
        "với",
        "từ",
        "để",
        "được",
        "đối",
        "bởi",
        "giữa",
    ]
)
DATED = frozenset(["ngày"])  # a particle before a number only: «ngày 12», but «ngày quyết định»
# First words of the names of bodies and places, where they are written with a capital.
HEADS = frozenset(
    [
        "bệnh",
        "trung",
        "trường",
        "công",
        "liên",
        "tổng",
        "ban",
        "tỉnh",
        "huyện",
        "xã",
        "phường",
        "thành",
        "phục",
        "đa",
    ]
)
# Two-word terms that are never torn.
TERMS = frozenset(
    [("công", "đoàn"), ("liên", "đoàn"), ("cơ", "sở"), ("bệnh", "viện"), ("trung", "tâm"), ("y", "tế"), ("đa", "khoa"),
     ("lao", "động"), ("công", "ty"), ("cổ", "phần"), ("ban", "thường"), ("thường", "vụ"), ("ban", "chấp"),
     ("chấp", "hành"), ("phục", "hồi"), ("chức", "năng"), ("bệnh", "tật"), ("kiểm", "soát"), ("giấy", "khen"),
     ("trường", "cao"), ("cao", "đẳng"), ("quyết", "định"), ("cơ", "quan"), ("hình", "thức"),
     ("khen", "thưởng"), ("đại", "học"), ("đơn", "vị"), ("danh", "hiệu"), ("trích", "yếu"), ("nội", "dung"),
     ("ký", "hiệu"), ("thành", "tích"), ("sáng", "kiến"), ("cá", "nhân"), ("tập", "thể"), ("chức", "vụ")]
)  # fmt: skip
TORN_TERM = 0.5  # price of tearing one, or of ending a line with "của"
EXTRA_LINE = 0.25
TORN_NAME = 0.12  # price of a break inside a phrase, in shares of the room squared
BEFORE_NAME = 0.04  # price of a break before a word in capitals


def balanced(text: str, style, room: float) -> list[str]:
    """Lines of centred words, see `_balanced`; heads and titles come back, so that answers are remembered."""
    return list(_balanced(text, style, room))


@lru_cache(maxsize=2048)
def _balanced(text: str, style, room: float) -> list[str]:
    """Break centred words into as few lines as `room` (mm) asks for: of about the same length, phrases kept whole.

    A name in capitals may take one line more where that saves a term from being torn. `style` has size (pt) and
    face; a word that is longer than the room stays whole.
    """
    words = text.split(" ")
    count = len(filled(words, style, room))
    if count == 1:
        return [text]
    lengths = [text_width(word, style.size, style.face) for word in words]
    blank = text_width(" ", style.size, style.face)
    tries = (count, count + 1) if text == text.upper() and len(words) > count else (count,)
    found = [(_cheapest(words, lengths, blank, room, lines), lines) for lines in tries]
    return min(found, key=lambda one: one[0][0] + EXTRA_LINE * one[1])[0][1]


def _cheapest(
    words: list[str], lengths: list[float], blank: float, room: float, count: int
) -> tuple[float, list[str]]:
    """Price and lines, by a dynamic programme over (words set, lines used); a line's goal is its even share."""
    shouted = all(word == word.upper() for word in words)
    goal = (sum(lengths) + blank * (len(words) - count)) / count
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for line in range(1, count + 1):
        for end in range(1, len(words) + 1):
            length = -blank
            for start in range(end - 1, -1, -1):
                length += lengths[start] + blank
                if length > room and end - start > 1:
                    break
                before = best.get((start, line - 1))
                if before is None:
                    continue
                price = (
                    before[0]
                    + ((length - goal) / room) ** 2
                    + (_price(words[start - 1], words[start], shouted) if start else 0.0)
                )
                if (end, line) not in best or price < best[end, line][0]:
                    best[end, line] = (price, start)
    lines, end = [], len(words)
    for line in range(count, 0, -1):
        start = best[end, line][1]
        lines.append(" ".join(words[start:end]))
        end = start
    return best[len(words), count][0], lines[::-1]


def _price(last: str, first: str, shouted: bool) -> float:
    """Price of a break between two words; in a text all in capitals a capital tells nothing."""
    pair = (last.casefold().lstrip("("), first.casefold().rstrip(",;:.)"))
    dangling = pair[0] in PARTICLES and (pair[0] not in DATED or first[:1].isdigit())
    if dangling or pair in TERMS:
        return TORN_TERM
    capital = first[:1].isupper()
    if first.casefold() in PARTICLES or first.startswith("(") or (capital and first.casefold() in HEADS):
        return 0.0
    return BEFORE_NAME if capital and not shouted else TORN_NAME


def filled(words: list[str], style, room: float) -> list[str]:
    """Greedy lines of at most `room` mm."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if text_width(longer, style.size, style.face) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
