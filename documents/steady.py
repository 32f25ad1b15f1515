"""Line breaks that do not hang on a hair: Word, LibreOffice and the PDF engine then break alike.

Two engines that agree on widths to a tenth of a point still part company where a word just fits; LibreOffice moreover
keeps a twelfth of the letters' height free on lines of italics and widens no-break spaces. So each paragraph is filled
here with the known widths; if some word fits, or fails to fit, by less than the tolerance, the right edge is drawn in
by as little as clears it: half a point to a few points, which nobody sees. Where no such step clears all lines (many
lines of italics in a narrow column), the edge that leaves the most to spare is taken.
"""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from .layout import Cell, Gap, Paragraph, Photo, PlainRows, Row, Run, Table
from .profile import Profile, Style
from .widths import EM, MM, WIDTHS, WORDS

TOLERANCE = 0.35  # pt, to both sides
ITALIC = 1.107 / 12  # of the size: what LibreOffice keeps free at the end of a line of italics
NO_BREAK_SPACE = 0.1  # of the size: by how much LibreOffice widens one
STEP = 0.5
MOST = 6.0
FINE_STEP, FINE_MOST = 0.25, 10.0  # where none of those steps clears the paragraph
_HYPHENATED = re.compile(r"[^-]*-(?=[^\W\d_])|[^-]*-+(?![^\W\d_])[^-]*|[^-]+|-")


def steadied(blocks: tuple, room: float, profile: Profile) -> tuple:
    """The blocks with insets where needed; `room` is the width of their column, mm."""
    return tuple(_STEPS[type(block)](block, room, profile) for block in blocks)


def _paragraph(paragraph: Paragraph, room: float, profile: Profile) -> Paragraph:
    style = profile.styles[paragraph.style]
    inset = _inset(paragraph.runs, paragraph.flush, style, (room - style.left) / MM)
    return replace(paragraph, inset=inset) if inset else paragraph


def _as_it_is(block: Gap | Photo, room: float, profile: Profile) -> Gap | Photo:
    return block


def _table(table: Table, room: float, profile: Profile) -> Table:
    return replace(
        table,
        head=tuple(_row(row, table, profile) for row in table.head),
        rows=tuple(_ROWS[type(row)](row, table, profile) for row in table.rows),
    )


def _row(row: Row, table: Table, profile: Profile) -> Row:
    if row in table.head:  # headings are broken into lines already, see `grids`
        return row
    padding, cells, place = _padding(table, profile), [], 0
    for cell in row.cells:
        width = sum(table.widths[place : place + cell.span]) - padding
        cells.append(Cell(steadied(cell.blocks, width, profile), cell.span, cell.rows))
        place += cell.span
    return replace(row, cells=tuple(cells))


def _padding(table: Table, profile: Profile) -> float:
    return 2 * profile.table["padding_side"] * MM if table.kind == "grid" else 0


def _plain_rows(rows: PlainRows, table: Table, profile: Profile) -> PlainRows:
    """Most lines of a long list end far from the edge, and many come again: only the others are filled."""
    style, insets = profile.styles[rows.style], {}
    for number, (column, width) in enumerate(zip(zip(*rows.cells, strict=True), table.widths, strict=True)):
        room = (width - _padding(table, profile) - style.left) / MM
        clear = _clear(style, room)
        doubtful = {lines for lines in set(column) if not all(map(clear, lines))}
        drawn_in = {
            lines: tuple(_inset((Run(line),), False, style, room) for line in lines) for lines in doubtful
        }
        if any(any(found) for found in drawn_in.values()):
            insets |= {
                (place, number): drawn_in[lines]
                for place, lines in enumerate(column)
                if lines in drawn_in and any(drawn_in[lines])
            }
    return replace(rows, insets=insets)


def _clear(style: Style, room: float) -> Callable[[str], bool]:
    """Whether a whole line fits, with more to spare than any engine could take."""
    widths, blank = WORDS[style.face], WIDTHS[style.face][" "]
    most = ((room - TOLERANCE - style.indent / MM) / style.size - ITALIC) * EM

    def fits(line: str) -> bool:
        words = line.split(" ")
        loose = line.count("\u00a0") * NO_BREAK_SPACE * EM if "\u00a0" in line else 0
        return sum(map(widths.__getitem__, words)) + len(words) * blank + loose < most

    return fits


_ROWS = {Row: _row, PlainRows: _plain_rows}
_STEPS = {Paragraph: _paragraph, Gap: _as_it_is, Photo: _as_it_is, Table: _table}


# Of two decisions most paragraphs are alike, and of a list most cells: what was found is remembered.
@lru_cache(maxsize=16_384)
def _inset(runs: tuple[Run, ...], flush: bool, style: Style, room: float) -> float:
    """Points to draw the right edge in, 0 when no break is in doubt."""
    pieces = _pieces(runs, style)
    first = 0 if flush else style.indent / MM
    inset = 0.0
    while inset <= MOST:
        if _spare(pieces, room - inset, first, style, TOLERANCE) >= TOLERANCE:
            return inset
        inset += STEP
    most = min(max(room - max(piece[1] for piece in pieces), 0.0), FINE_MOST)  # so that no word is torn by it
    steps = [place * FINE_STEP for place in range(int(most / FINE_STEP) + 1)]
    return max(steps, key=lambda step: _spare(pieces, room - step, first, style, -math.inf))


# Something no line break can tear: the blank before it and its own width, pt; by how much an engine may find it
# wider; whether any of it slants.
_Piece = tuple[float, float, float, bool]


def _pieces(runs: tuple[Run, ...], style: Style) -> list[_Piece]:
    """Pieces in order; those that meet without a blank or hyphen between them (a bold word and its comma) are one."""
    pieces: list[_Piece] = []
    blank, width, loose, italic, begun = 0.0, 0.0, 0.0, False, False
    for run in runs:
        face, slanted, scale = _face(run, style), run.italic or style.italic, style.size / EM
        widths, space = WORDS[face], WIDTHS[face][" "] * scale
        for place, word in enumerate(run.text.split(" ")):
            if place:
                if begun:
                    pieces.append((blank, width, loose, italic))
                    blank, width, loose, italic, begun = 0.0, 0.0, 0.0, False, False
                blank += space
            for part in _HYPHENATED.findall(word) if "-" in word else (word,) if word else ():
                width += widths[part] * scale
                if "\u00a0" in part:
                    loose += part.count("\u00a0") * NO_BREAK_SPACE * style.size
                italic, begun = italic or slanted, True
                if part[-1] == "-":
                    pieces.append((blank, width, loose, italic))
                    blank, width, loose, italic, begun = 0.0, 0.0, 0.0, False, False
    if begun:
        pieces.append((blank, width, loose, italic))
    return pieces


def _face(run: Run, style: Style) -> str:
    bold, italic = run.bold or style.bold, run.italic or style.italic
    return {(0, 0): "regular", (1, 0): "bold", (0, 1): "italic", (1, 1): "bold_italic"}[(bold, italic)]


def _spare(pieces: list[_Piece], room: float, first: float, style: Style, least: float) -> float:
    """By how much (pt) the word of a greedy filling that is nearest to it keeps clear of a doubtful break.

    Negative where an engine that finds words wider breaks elsewhere. Below `least` it is not told exactly.
    """
    line, loose, italic, slant, spare = first, 0.0, False, style.size * ITALIC, room
    for blank, width, looseness, slants in pieces:
        longer, slanted = line + blank + width, italic or slants
        slack = room - longer
        clear = -slack if slack < 0 else slack - loose - looseness - (slant if slanted else 0.0)
        if clear < spare:
            spare = clear
            if spare < least:
                return spare
        if slack < 0:
            line, loose, italic = width, looseness, slants
        else:
            line, loose, italic = longer, loose + looseness, slanted
    return spare
