"""Ruled tables: widths, head rows, bands, totals, and which rows stay together on a page."""

import math
from dataclasses import replace

from . import tree
from .errors import TemplateFault
from .finish import split_lines
from .layout import EMPTY, Cell, Gap, Paragraph, PlainRows, Row, Run, Table, balanced_lines, runs
from .profile import Page, Profile
from .tree import Node
from .widths import MM, filled, text_width

SHORT_ROWS = 4  # a table of so few rows is not torn between pages …
SHORT_SHARE = 0.3  # … if it takes no more than this share of one
TALLEST = 0.95  # share of a page, less the head, above which a row may be split


def grid(node: Node, profile: Profile, page: Page) -> list:
    """A finished <table> with the gaps around it; raises TemplateFault if its columns do not fit the page."""
    columns = node.nodes("column")
    widths = _widths([column.get("width") for column in columns], page)
    small = "_small" if node.get("size") == "small" else ""
    aligns = [column.get("align") for column in columns]
    head = _head(node.nodes("head"), small, widths, profile)
    room = page.text_height / MM - sum(_head_height(row, profile) for row in head)
    tags, rows = [], []
    for part in node.nodes("band", "row", "rows", "total"):
        drawn = _rows(part, small, aligns, room, profile)
        tags += [part.tag] * len(drawn)
        rows += drawn
    following = [*tags[1:], ""][: len(tags)]  # a last band has no row of its own
    kept = [
        after == "total" or (tag == "band" and after != "")
        for tag, after in zip(tags, following, strict=True)
    ]
    short = 0 < len(rows) <= SHORT_ROWS and "rows" not in tags
    if short and _height(rows, widths, profile) < page.text_height / MM * SHORT_SHARE:
        kept = [True] * (len(rows) - 1) + [False]
    held = tuple(
        row
        if isinstance(row, PlainRows)
        else replace(row, keep_next=keep, split=_height([row], widths, profile) > room * TALLEST)
        for row, keep in zip(rows, kept, strict=True)
    )
    around = profile.table["around"]
    return [Gap(around / 2, keep_next=True), Table("grid", widths, head, held), Gap(around)]


def _widths(asked: list[str], page: Page) -> tuple[float, ...]:
    """Widths in mm; the columns marked * share what the others leave of the text width."""
    fixed = sum(int(width) for width in asked if width != "*")
    stars = asked.count("*")
    rest = page.text_width - fixed
    if not stars or rest / stars < 15:
        raise TemplateFault(
            "table", f"columns of {fixed} mm and {stars} open ones do not fill {page.text_width} mm"
        )
    share = int(rest // stars)
    widths = [share if width == "*" else int(width) for width in asked]
    widths[asked.index("*")] += page.text_width - sum(widths)
    return tuple(widths)


def _room(width: float, profile: Profile) -> float:
    return width - 2 * profile.table["padding_side"] * MM - 0.5


def _paragraphs(node: Node, style: str, align: str) -> list[Paragraph]:
    return [Paragraph(style, runs(line), align=align) for line in split_lines(node) if line.text.strip()]


def _head(
    parts: tuple[Node, ...], small: str, widths: tuple[float, ...], profile: Profile
) -> tuple[Row, ...]:
    """One or two head rows; headings break into lines of about the same length, and no word of them is torn."""
    style = "table_head" + small
    free = set(range(len(widths)))  # columns that the second row has to fill
    rows = []
    for depth, part in enumerate(parts):
        places = iter(sorted(free) if depth else range(len(widths)))
        cells = []
        for cell in part.nodes("cell"):
            span, deep = int(cell.get("span", "1")), int(cell.get("rows", "1"))
            taken = [next(places) for _ in range(span)]
            if deep == len(parts):
                free -= set(taken)
            room = _room(sum(widths[place] for place in taken), profile)
            lines = balanced_lines(_paragraphs(cell, style, ""), room, profile)
            _fits(lines, room, profile)
            cells.append(Cell(tuple(lines) or (Gap(EMPTY),), span, deep))
        rows.append(Row(tuple(cells), keep_next=True))
    return _levelled(rows, profile)


def _levelled(rows: list[Row], profile: Profile) -> tuple[Row, ...]:
    """Two head rows are together as high as their deepest cell: engines share out a shortage differently."""
    if len(rows) < 2:
        return tuple(rows)
    around = 2 * profile.table["padding_line"] + profile.table["border"]
    deep = max((_cell_height(cell, profile) for cell in rows[0].cells if cell.rows > 1), default=0) + around
    upper = max((_cell_height(cell, profile) for cell in rows[0].cells if cell.rows == 1), default=0) + around
    lower = max(_cell_height(cell, profile) for cell in rows[1].cells) + around
    short = math.ceil(deep - upper - lower)
    if short <= 0:
        return tuple(rows)
    tallest = max(rows[1].cells, key=lambda cell: _cell_height(cell, profile))
    half = Gap(math.ceil(short / 2))
    taller = replace(tallest, blocks=(half, *tallest.blocks, half))
    cells = [taller if cell is tallest else cell for cell in rows[1].cells]
    return rows[0], replace(rows[1], cells=tuple(cells))


def _head_height(row: Row, profile: Profile) -> float:
    """Height that a head row adds: its tallest cell that is one row deep."""
    around = 2 * profile.table["padding_line"] + profile.table["border"]
    return max((_cell_height(cell, profile) for cell in row.cells if cell.rows == 1), default=0) + around


def _cell_height(cell: Cell, profile: Profile) -> float:
    return sum(
        block.height if isinstance(block, Gap) else profile.styles[block.style].line for block in cell.blocks
    )


def _fits(lines: list[Paragraph], room: float, profile: Profile) -> None:
    for line in lines:
        style = profile.styles[line.style]
        if text_width(line.text, style.size, style.face) > room + 0.5:
            raise TemplateFault("table", f"the heading {line.text!r} does not fit a column of {room:.0f} mm")


def _rows(part: Node, small: str, aligns: list[str], room: float, profile: Profile) -> list[Row | PlainRows]:
    """What a part of the table draws. The last of many plain rows stands by itself: a total may hold it."""
    if not isinstance(part, tree.PlainRows):
        return [_row(part, small, aligns)]
    for cells in part.cells:
        if len(cells) != len(aligns):
            raise TemplateFault("table", f"a row of {len(cells)} cells in a table of {len(aligns)} columns")
    plain = PlainRows("table_cell" + small, tuple(aligns), part.cells)
    last = len(part.cells) - 1
    if _surely_low(plain, room * TALLEST, profile):
        return [replace(plain, cells=part.cells[:last]), plain.row(last)]
    return [plain.row(place) for place in range(last + 1)]


def _surely_low(rows: PlainRows, room: float, profile: Profile) -> bool:
    """Whether no row can be higher than the room: even with one word on each line."""
    around = 2 * profile.table["padding_line"] + profile.table["border"]
    most = (room - around) / profile.styles[rows.style].line
    lines = set().union(*rows.cells)
    long = (each for each in lines if sum(map(len, each)) > most)
    return all(sum(line.count(" ") + 1 for line in each) <= most for each in long)


def _row(node: Node, small: str, aligns: list[str]) -> Row:
    """One row; a band runs over all columns, the words of bands and totals are bold."""
    style = "table_cell" + small
    if node.tag == "band":
        return Row((Cell((_bold(Paragraph(style, runs(node))),), span=len(aligns)),))
    cells, place = [], 0
    for cell in node.nodes("cell"):
        span = int(cell.get("span", "1"))
        align = cell.get("align") or aligns[min(place, len(aligns) - 1)]
        lines = _paragraphs(cell, style, align)
        blocks = tuple(_bold(line) for line in lines) if node.tag == "total" else tuple(lines)
        cells.append(Cell(blocks or (Gap(EMPTY),), span))
        place += span
    if place != len(aligns):
        raise TemplateFault("table", f"a row of {place} cells in a table of {len(aligns)} columns")
    return Row(tuple(cells))


def _bold(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, runs=tuple(Run(run.text, True, run.italic) for run in paragraph.runs))


def _height(rows: list[Row], widths: tuple[float, ...], profile: Profile) -> float:
    """Estimated height of rows, pt."""
    total = 0.0
    for row in rows:
        place, tallest = 0, 0.0
        for cell in row.cells:
            room = _room(sum(widths[place : place + cell.span]), profile)
            place += cell.span
            tallest = max(tallest, sum(_block_height(block, room, profile) for block in cell.blocks))
        total += tallest + 2 * profile.table["padding_line"] + profile.table["border"]
    return total


def _block_height(block, room: float, profile: Profile) -> float:
    if isinstance(block, Gap):
        return block.height
    style = profile.styles[block.style]
    return len(filled(block.text.split(" "), style, room)) * style.line
