"""What the writers draw: paragraphs in named styles, gaps of exact height, and tables with widths in mm.

`compose` makes it from a finished tree; HTML and Word walk the same objects, which is why they cannot differ in
words, order or measure. Heights are points, widths millimetres.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .profile import Profile
from .tree import Node
from .widths import balanced


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


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
    def spaced(self) -> bool:
        """Whether several blanks in a row must be kept."""
        return "  " in self.text


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty height in the style «Khoảng cách»; with `rule`, a solid line of that length (mm) closes it, centred."""

    height: float
    rule: float = 0
    room: float = 0  # width of the column that the rule is centred in, mm
    keep_next: bool = False


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
class Table:
    """kind "grid" (ruled, head repeated on every page) or "frame" (no lines, holds head and foot of the paper)."""

    kind: str
    widths: tuple[float, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Appendix:
    """What follows the paper in the same file on pages of its own, numbered from 1 again."""

    orientation: str
    blocks: tuple


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole paper: orientation, blocks, the words for the files' properties, and its appendices.

    Every part but the last ends with a Gap: Word keeps the end of a section in a paragraph.
    """

    orientation: str
    blocks: tuple
    title: str
    author: str
    appendices: tuple[Appendix, ...] = ()


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
    return tuple(
        replace(run, text=_ROOM.sub(lambda blanks: " " * len(blanks[0]), run.text)) for run in joined
    )


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
            result += [replace(paragraph, runs=(Run(line),)) for line in balanced(paragraph.text, face, room)]
        else:
            result.append(paragraph)
    return result
