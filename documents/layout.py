"""What the writers draw: paragraphs in named styles, gaps of exact height, and tables with widths in mm.

`compose` makes it from a finished tree; HTML and Word walk the same objects, which is why they cannot differ in
words, order or measure. Heights are points, widths millimetres.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from .profile import Profile
from .tree import Node
from .widths import balanced


class Run(NamedTuple):
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


WIDEST_ROOM = 40  # blanks in a row for which the stylesheet has a class
_BLANKS = re.compile(" +")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in a named style; `align` and `flush` (no first-line indent) override the style where set."""

    style: str
    runs: tuple[Run, ...]
    align: str = ""
    flush: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    inset: float = 0  # pt taken from the right, so that every engine breaks the lines alike (see `steady`)

    @property
    def text(self) -> str:
        """All words of the paragraph."""
        return "".join(run.text for run in self.runs)

    @property
    def widest_room(self) -> int:
        """Most blanks in a row; more than one are room for handwriting."""
        return max(map(len, _BLANKS.findall(self.text)), default=0) if "  " in self.text else 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty height in the style «Khoảng cách»; with `rule`, a solid line of that length (mm) closes it, centred."""

    height: float
    rule: float = 0
    room: float = 0  # width of the column that the rule is centred in, mm
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture behind the text: its bytes, "png" or "jpeg", place and size in mm from the text area's corner."""

    data: bytes
    ending: str
    left: float
    top: float
    width: float
    height: float

    @property
    def address(self) -> str:
        """The name under which the PDF library asks for it."""
        return _address(self.data, self.ending)


def _address(data: bytes, ending: str) -> str:
    return f"asset:{hashlib.sha256(data).hexdigest()}.{ending}"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures that take no room in the flow but the height of one gap of 1 pt."""

    items: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in the flow, in the middle of its line: its width in whole mm, the height of its room in whole pt."""

    data: bytes
    ending: str
    width: int
    height: int
    left: float  # mm from the edge of the text

    @property
    def address(self) -> str:
        """The name under which the PDF library asks for it."""
        return _address(self.data, self.ending)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `span` columns wide, `rows` rows deep (head rows only)."""

    blocks: tuple
    span: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; not split between pages unless it is taller than one."""

    cells: tuple[Cell, ...]
    keep_next: bool = False
    split: bool = False


@dataclass(frozen=True, slots=True)
class PlainRows:
    """Rows of one style whose cells hold lines of plain words: `cells[row][column]` is a tuple of lines.

    "Plain" is without & < > and without room for handwriting, so that no writer has anything to change in them.
    `insets` tells for (row, column) those of its lines, pt. The writers draw one row as a pattern and fill it.
    """

    style: str
    aligns: tuple[str, ...]
    cells: tuple[tuple[tuple[str, ...], ...], ...]
    insets: Mapping[tuple[int, int], tuple[float, ...]] = field(default_factory=dict)

    def row(self, place: int) -> Row:
        """One of the rows, written out."""
        return Row(tuple(self._cell(place, column, lines) for column, lines in enumerate(self.cells[place])))

    def _cell(self, place: int, column: int, lines: tuple[str, ...]) -> Cell:
        insets = self.insets.get((place, column)) or (0,) * len(lines)
        blocks = (
            Paragraph(self.style, (Run(line),), align=self.aligns[column], inset=inset)
            for line, inset in zip(lines, insets, strict=True)
        )
        return Cell(tuple(blocks) or (Gap(EMPTY),))

    def filled(self, drawn: Callable[[Row], str]) -> Iterator[str]:
        """Each row as `drawn` draws it: rows with as many lines in each cell are one pattern with other words."""
        patterns: dict[tuple[int, ...], str] = {}
        inset = {place for place, _ in self.insets}
        for place, cells in enumerate(self.cells):
            if place in inset:
                yield drawn(self.row(place))
                continue
            shape = tuple(map(len, cells))
            if shape not in patterns:
                holes = tuple((_HOLE,) * count for count in shape)
                pattern = drawn(replace(self, cells=(holes,), insets={}).row(0))
                patterns[shape] = pattern.replace("%", "%%").replace(_HOLE, "%s")
            yield patterns[shape] % tuple(chain.from_iterable(cells))


EMPTY = 6  # height of an empty cell's gap, pt
_HOLE = "\ue000"  # not in the repertoire of letters, so in no value


@dataclass(frozen=True, slots=True)
class Table:
    """kind "grid" (ruled, head repeated on every page) or "frame" (no lines, holds head and foot of the paper)."""

    kind: str
    widths: tuple[float, ...]
    head: tuple[Row, ...]
    rows: tuple[Row | PlainRows, ...]
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Appendix:
    """What follows the paper in the same file on pages of its own, numbered from 1 again."""

    orientation: str
    blocks: tuple


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole paper: orientation, blocks, the words for the files' properties, and its appendices.

    No part ends with a table: Word keeps the end of a section in a paragraph.
    """

    orientation: str
    blocks: tuple
    title: str
    author: str
    appendices: tuple[Appendix, ...] = ()
    look: Profile | None = None  # drawn with this instead of the caller's profile


_ROOM = re.compile(
    "\u00a0{2,}"
)  # room for handwriting: drawn with plain blanks, LibreOffice widens the others


def runs(node: Node) -> tuple[Run, ...]:
    """The words of a node, split only where <strong> and <em> begin and end."""
    joined: list[Run] = []
    for text, bold, italic in _faces(node, False, False):
        if joined and (joined[-1].bold, joined[-1].italic) == (bold, italic):
            text = joined.pop().text + text
        joined.append(Run(text, bold, italic))
    return tuple(_roomy(run) if "\u00a0\u00a0" in run.text else run for run in joined)


def _roomy(run: Run) -> Run:
    return run._replace(text=_ROOM.sub(lambda blanks: " " * len(blanks[0]), run.text))


def _faces(node: Node, bold: bool, italic: bool) -> Iterator[tuple[str, bool, bool]]:
    for child in node.children:
        if isinstance(child, str):
            if child:
                yield child, bold, italic
        else:
            yield from _faces(child, bold or child.tag == "strong", italic or child.tag == "em")


def balanced_lines(paragraphs: list[Paragraph], room: float, profile: Profile) -> list[Paragraph]:
    """Centred paragraphs broken to lines of about the same length, each a paragraph; mixed faces stay whole."""
    result: list[Paragraph] = []
    for paragraph in paragraphs:
        if len(paragraph.runs) == 1:
            face = profile.styles[paragraph.style]
            lines = balanced(paragraph.text, face, room)
            whole = len(lines) == 1 and lines[0] == paragraph.runs[0].text
            result += [paragraph] if whole else [replace(paragraph, runs=(Run(line),)) for line in lines]
        else:
            result.append(paragraph)
    return result


def pictures_of(paper: Sheet) -> tuple[Picture | Photo, ...]:
    """All pictures of a sheet, in the order in which they are drawn."""
    found: list[Picture | Photo] = []
    for block in paper.blocks:
        found += block.items if isinstance(block, Pictures) else [block] if isinstance(block, Photo) else []
    return tuple(found)
