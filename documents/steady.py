"""Line breaks that do not hang on a hair: Word, LibreOffice and the PDF engine then break alike.

Two engines that agree on widths to a tenth of a point still part company where a word just fits; LibreOffice moreover
keeps a twelfth of the size free on lines of italics and widens no-break spaces. So each paragraph is filled here with
the known widths; if some word fits, or fails to fit, by less than the tolerance, the right edge is drawn in by as
little as clears it: half a point to a few points, which nobody sees.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from .layout import Cell, Gap, Paragraph, Row, Run, Table
from .profile import Profile, Style
from .widths import EM, MM, WIDTHS

TOLERANCE = 0.35  # pt, to both sides
ITALIC = 1 / 12  # of the size: what LibreOffice keeps free at the end of a line of italics
NO_BREAK_SPACE = 0.1  # of the size: by how much LibreOffice widens one
STEP = 0.5
MOST = 6.0
_PIECE = re.compile(r"[^ -]*-(?=[^\W\d_])|[^ -]*-+(?![^\W\d_ ])[^ -]*|[^ -]+|(?<= )-| +")


def steadied(blocks: tuple, room: float, profile: Profile) -> tuple:
    """The blocks with insets where needed; `room` is the width of their column, mm."""
    return tuple(_STEPS[type(block)](block, room, profile) for block in blocks)


def _paragraph(paragraph: Paragraph, room: float, profile: Profile) -> Paragraph:
    style = profile.styles[paragraph.style]
    inset = _inset(paragraph.runs, paragraph.flush, style, (room - style.left) / MM)
    return replace(paragraph, inset=inset) if inset else paragraph


def _gap(gap: Gap, room: float, profile: Profile) -> Gap:
    return gap


def _table(table: Table, room: float, profile: Profile) -> Table:
    return replace(
        table,
        head=tuple(_row(row, table, profile) for row in table.head),
        rows=tuple(_row(row, table, profile) for row in table.rows),
    )


def _row(row: Row, table: Table, profile: Profile) -> Row:
    if row in table.head:  # headings are broken into lines already, see `grids`
        return row
    padding = 2 * profile.table["padding_side"] * MM if table.kind == "grid" else 0
    cells, place = [], 0
    for cell in row.cells:
        width = sum(table.widths[place : place + cell.span]) - padding
        cells.append(Cell(steadied(cell.blocks, width, profile), cell.span, cell.rows))
        place += cell.span
    return replace(row, cells=tuple(cells))


_STEPS = {Paragraph: _paragraph, Gap: _gap, Table: _table}


# Of two decisions most paragraphs are alike, and of a list most cells: what was found is remembered.
@lru_cache(maxsize=16_384)
def _inset(runs: tuple[Run, ...], flush: bool, style: Style, room: float) -> float:
    """Points to draw the right edge in, 0 when no break is in doubt (or none of the steps clears it)."""
    pieces = list(_pieces(runs, style))
    first = 0 if flush else style.indent / MM
    inset = 0.0
    while inset <= MOST:
        if not _doubtful(pieces, room - inset, first, style):
            return inset
        inset += STEP
    return 0.0


@dataclass(slots=True)
class _Piece:
    """Something no line break can tear: width in pt, and by how much an engine may find it wider."""

    width: float = 0.0
    looseness: float = 0.0
    italic: bool = False
    blank: bool = False


def _pieces(runs: tuple[Run, ...], style: Style) -> Iterator[_Piece]:
    """Pieces in order; those that meet without a blank or hyphen between them (a bold word and its comma) are one."""
    current: _Piece | None = None
    for run in runs:
        widths = WIDTHS[_face(run, style)]
        for match in _PIECE.finditer(run.text):
            word = match[0]
            width = sum(widths[letter] for letter in word) / EM * style.size
            if word[0] == " ":
                if current:
                    yield current
                current = None
                yield _Piece(width, blank=True)
                continue
            current = current or _Piece()
            current.width += width
            current.looseness += word.count("\u00a0") * NO_BREAK_SPACE * style.size
            current.italic = current.italic or run.italic or style.italic
            if word[-1] == "-":
                yield current
                current = None
    if current:
        yield current


def _face(run: Run, style: Style) -> str:
    bold, italic = run.bold or style.bold, run.italic or style.italic
    return {(0, 0): "regular", (1, 0): "bold", (0, 1): "italic", (1, 1): "bold_italic"}[(bold, italic)]


def _doubtful(pieces: list[_Piece], room: float, first: float, style: Style) -> bool:
    """Whether any word of a greedy filling fits, or fails to fit, by less than the tolerance."""
    line, blank, loose, italic = first, 0.0, 0.0, False
    for piece in pieces:
        if piece.blank:
            blank += piece.width
            continue
        longer, slanted = line + blank + piece.width, italic or piece.italic
        allowance = loose + piece.looseness + (style.size * ITALIC if slanted else 0.0)
        slack = room - longer
        if -TOLERANCE < slack < TOLERANCE + allowance:
            return True
        if slack < 0:
            line, loose, italic = piece.width, piece.looseness, piece.italic
        else:
            line, loose, italic = longer, loose + piece.looseness, slanted
        blank = 0.0
    return False
