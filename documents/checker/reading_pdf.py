"""A finished PDF as what a reader sees: pages, words and lines with their places, faces and sizes."""

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as raw

from ..text import JOINER
from ..widths import MM
from .guard import LONG, MOST_PAGES, Unreadable

_SAME_LINE = 3.5  # pt between the base lines of two words of one line
_HYPHEN_AT_END = "\x02"  # what pdfium makes of a hyphen at the end of a line
_DARK = 40  # of 255: what is darker counts as black
_FLAT = 4.5  # pt: a path no higher than this is a line (a border comes with its empty box)
_LONG = 15  # pt
_WIDE = 8  # pt between two letters that cannot be of one word


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page: edges and base line in pt from the top left, font name as embedded, size in pt.

    `colour` is "" for black, else six hex digits.
    """

    text: str
    left: float
    right: float
    base: float
    font: str
    size: float
    colour: str = ""

    @property
    def bold(self) -> bool:
        """Whether the face is a bold one, by its name."""
        return "bold" in self.font.lower()

    @property
    def italic(self) -> bool:
        """Whether the face is an italic one, by its name."""
        return any(name in self.font.lower() for name in ("italic", "oblique"))


@dataclass(frozen=True, slots=True)
class Line:
    """Words with the same base line that stand side by side, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words, single blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Left edge, pt."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Right edge, pt."""
        return self.words[-1].right

    @property
    def base(self) -> float:
        """Base line, pt from the top."""
        return self.words[0].base


class Rule(NamedTuple):
    """A horizontal line drawn on a page, pt from the top left."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page: size in mm, its words in the order of the file, and on the first page the lines drawn."""

    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()

    def flow(self) -> list[Line]:
        """Words gathered to lines in the order of the file: what stands in one block (or cell) stays together."""
        rows: list[list[Word]] = []
        for word in self.words:
            last = rows[-1][-1] if rows else None
            if last and abs(last.base - word.base) < _SAME_LINE and word.left > last.left:
                rows[-1].append(word)
            else:
                rows.append([word])
        return [Line(tuple(row)) for row in rows]

    def lines(self) -> list[Line]:
        """Words gathered to lines, from the top; words of two columns at one height make one line."""
        rows: list[list[Word]] = []
        for word in sorted(self.words, key=lambda word: (word.base, word.left)):
            if rows and abs(rows[-1][0].base - word.base) < _SAME_LINE:
                rows[-1].append(word)
            else:
                rows.append([word])
        return [Line(tuple(sorted(row, key=lambda word: word.left))) for row in rows]


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A whole file."""

    pages: tuple[PdfPage, ...]
    fonts: tuple[str, ...] = field(default=())


def read(data: bytes, only: Sequence[int] | None = None) -> PdfFile:
    """Read a PDF, or `only` some of its pages (from 0).

    Raises pypdfium2.PdfiumError if it is none, Unreadable if it is too long to be read whole.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        if only is None and len(document) > MOST_PAGES:
            raise Unreadable(LONG, pages=len(document), most=MOST_PAGES)
        numbers = range(len(document)) if only is None else only
        pages = tuple(_page(document[number], number == 0) for number in numbers)
    finally:
        document.close()
    fonts = sorted({word.font for page in pages for word in page.words})
    return PdfFile(pages, tuple(fonts))


def _page(page, first: bool) -> PdfPage:
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        words = tuple(_words(text, height))
        rules = tuple(_rules(page, height)) if first else ()
    finally:
        text.close()
        page.close()
    return PdfPage(width * MM, height * MM, words, rules)


def _rules(page, height: float) -> Iterator[Rule]:
    """Long flat paths: strokes and filled boxes alike."""
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = path.get_bounds()
        if top - bottom < _FLAT and right - left > _LONG:
            yield Rule(left, right, height - (top + bottom) / 2)


def _words(text, height: float) -> Iterator[Word]:
    """Characters joined to words: a blank, a jump back or to another line, or a wide gap ends one."""
    letters: list[_Letter] = []
    for place in range(text.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(text, place))
        if sign == JOINER:
            continue
        sign = "-" if sign == _HYPHEN_AT_END else sign
        blank = sign.isspace() or raw.FPDFText_IsGenerated(text, place) == 1
        letter = None if blank else _letter(text, place, sign)
        if letters and (letter is None or _torn(letters[-1], letter)):
            yield _word(text, letters, height)
            letters = []
        if letter:
            letters.append(letter)
    if letters:
        yield _word(text, letters, height)


class _Letter(NamedTuple):
    sign: str
    left: float
    right: float
    base: float
    place: int


def _letter(text, place: int, sign: str) -> _Letter:
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetLooseCharBox(text, place, box)
    raw.FPDFText_GetCharOrigin(text, place, x, y)
    return _Letter(sign, box.left, box.right, y.value, place)


def _torn(before: _Letter, now: _Letter) -> bool:
    """Two letters that do not belong to one word though no blank stands between them in the file."""
    return abs(before.base - now.base) > 1 or now.left < before.left - 1 or now.left - before.right > _WIDE


def _word(text, letters: list[_Letter], height: float) -> Word:
    first = letters[0]
    font, size = _face(text, first.place)
    return Word(
        "".join(letter.sign for letter in letters),
        first.left,
        letters[-1].right,
        height - first.base,
        font,
        size,
        _colour(text, first.place),
    )


def _colour(text, place: int) -> str:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(text, place, red, green, blue, alpha)
    return (
        ""
        if max(red.value, green.value, blue.value) < _DARK
        else f"{red.value:02x}{green.value:02x}{blue.value:02x}"
    )


def _face(text, place: int) -> tuple[str, float]:
    """Font name without the tag of its subset, and the size as printed (pt)."""
    name, flags, matrix = ctypes.create_string_buffer(256), ctypes.c_int(), raw.FS_MATRIX()
    raw.FPDFText_GetFontInfo(text, place, name, 256, flags)
    raw.FPDFText_GetMatrix(text, place, matrix)
    size = raw.FPDFText_GetFontSize(text, place) * math.hypot(matrix.b, matrix.d)
    return name.value.decode("utf-8", "replace").split("+")[-1], round(size, 2)
