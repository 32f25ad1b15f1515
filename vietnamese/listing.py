"""Rows pasted from Excel or Word: read into named cells, and those not understood said row by row. Nothing is
dropped silently."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vietnamese.errors import ParseProblem, quoted
from vietnamese.text import clean, search_key, visible_length


@dataclass(frozen=True)
class Column:
    """One wanted column. `titles`: headings it may bear, the first is the one shown to people (Vietnamese).

    `matches` tells whether a cell looks like this column's; it finds the column where there is no heading.
    `longest`: characters seen.
    """

    key: str
    titles: tuple[str, ...]
    required: bool = False
    longest: int | None = None
    matches: Callable[[str], bool] | None = None


@dataclass(frozen=True)
class Row:
    """A row understood: its place in the pasted text (from 1) and a cleaned cell per column key ("" where
    empty)."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class OddRow:
    """A row not understood: its text as one line, why (message id, params), and what could be read of it as a
    proposal."""

    line: int
    text: str
    message: str
    params: dict[str, object] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """What was read. `header`: the place of the heading row or None; `ignored`: headings of columns nobody
    asked for."""

    rows: tuple[Row, ...]
    odd: tuple[OddRow, ...]
    header: int | None = None
    ignored: tuple[str, ...] = ()


_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Excel quotes a cell that holds a tab, a line end or a quote. A quote that never closes before a cell's end
# is a letter like others.
_CELL = re.compile(r'[ ]*"((?:[^"]|"")*+)"[ ]*(?=[\t\n]|\Z)|([^\t\n]*)')
_LIST_MARK = re.compile(r"^(?:[0-9]{1,4}[.)]|[-+*•–])[ \t]+(?=\S)")
_NUMBER_HEADINGS = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "#"})
_SEPARATORS = (";", "|", ",", " - ", " – ")
_HEADING_WITHIN = 5
_PUNCTUATION = re.compile(r"[^0-9a-z#]+")


def grid(text: str, *, multiline: bool = False) -> list[tuple[int, list[str]]]:
    """(place, cells) of each row that is not empty, as Excel copies them: tabs, quotes around cells with line ends.

    Places count rows from 1, empty ones too. Cells are cleaned (`multiline`: their line ends stay), empty ones at the
    end are gone.
    """
    source, at, place, rows = _LINE_ENDS.sub("\n", text), 0, 1, []
    cells: list[str] = []
    while at <= len(source):
        match = _CELL.match(source, at)
        assert match is not None  # the second alternative takes an empty cell
        inner = match.group(1)
        cell = match.group(2) if inner is None else inner.replace('""', '"')
        cells.append(clean(cell, multiline=multiline))
        at = match.end() + 1
        if source[match.end() : match.end() + 1] != "\t":
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                rows.append((place, cells))
            cells, place = [], place + 1
    return rows


def _split_lines(rows: list[tuple[int, list[str]]], width: int) -> list[tuple[int, list[str]]]:
    """Lines without tabs (a list out of Word): numbering off, cut at the sign that most lines bear."""
    lines = [(place, _LIST_MARK.sub("", cells[0])) for place, cells in rows]
    bearing = {sign: sum(sign in line for _, line in lines) for sign in _SEPARATORS}
    sign = max(_SEPARATORS, key=lambda each: bearing[each])
    if width < 2 or 2 * bearing[sign] < len(lines) or not bearing[sign]:
        return [(place, [line]) for place, line in lines]
    return [(place, [part.strip() for part in line.split(sign, width - 1)]) for place, line in lines]


def heading_key(cell: str) -> str:
    """What headings are compared by: the search key of the words, punctuation left out."""
    return _PUNCTUATION.sub(" ", search_key(cell)).strip()


def as_copied(cells: Sequence[str]) -> str:
    """Return cells as one row that `grid` reads to the same cells again."""
    return "\t".join(_copied(cell) for cell in cells)


def _copied(cell: str) -> str:
    quoting = cell.startswith('"') or "\n" in cell or "\t" in cell
    return '"' + cell.replace('"', '""') + '"' if quoting else cell


def _column_of(cell: str, columns: Sequence[Column]) -> tuple[Column | None, bool]:
    """The column that a heading names, and whether it names it exactly."""
    key = heading_key(cell)
    titles = [(column, heading_key(title)) for column in columns for title in column.titles]
    for column, title in titles:
        if key == title:
            return column, True
    longest = max(
        (pair for pair in titles if key.startswith(pair[1] + " ")),
        key=lambda pair: len(pair[1]),
        default=None,
    )
    return (longest[0] if longest else None), False


def _heading(cells: list[str], columns: Sequence[Column]) -> dict[int, Column] | None:
    """Position → column when `cells` is a heading row: at least half of its cells name columns, one of them
    exactly."""
    found: dict[int, Column] = {}
    exactly, filled = False, 0
    for position, cell in enumerate(cells):
        if not cell or heading_key(cell) in _NUMBER_HEADINGS:
            continue
        filled += 1
        column, exact = _column_of(cell, columns)
        if column is not None and column not in found.values():
            found[position] = column
            exactly = exactly or exact
    return found if exactly and 2 * len(found) >= filled else None


def _is_numbering(cells: list[str]) -> bool:
    numbers = [int(cell.rstrip(".")) for cell in cells if re.fullmatch(r"[0-9]{1,6}\.?", cell)]
    return len(numbers) == len(cells) > 0 and all(a < b for a, b in zip(numbers, numbers[1:], strict=False))


@dataclass(frozen=True)
class _Plan:
    """Which position holds which column, and which positions are passed over knowingly."""

    at: dict[int, Column]
    passed_over: frozenset[int] = frozenset()


def _plan_by_look(rows: list[tuple[int, list[str]]], columns: Sequence[Column], numbered: bool) -> _Plan:
    """Without a heading: columns by what their cells look like, the others from left to right."""
    width = max(len(cells) for _, cells in rows)
    free = list(range(width))
    if numbered and width > 1 and _is_numbering([cells[0] for _, cells in rows if cells[0]]):
        free.pop(0)
    passed_over = frozenset(range(width)) - frozenset(free)
    found: dict[int, Column] = {}
    for column in columns:
        if column.matches is None or not free:
            continue
        hits = {at: sum(len(cells) > at and column.matches(cells[at]) for _, cells in rows) for at in free}
        best = max(free, key=lambda at: hits[at])
        if hits[best]:
            found[best] = column
            free.remove(best)
    rest = (column for column in columns if column not in found.values())
    return _Plan(found | dict(zip(free, rest, strict=False)), passed_over)


def _read(place: int, cells: list[str], plan: _Plan, columns: Sequence[Column]) -> Row | OddRow:
    text = _as_line(cells)
    named = {column.key: "" for column in columns}
    named |= {column.key: cells[position] for position, column in plan.at.items() if position < len(cells)}
    known = plan.at.keys() | plan.passed_over
    extra = [cell for position, cell in enumerate(cells) if cell and position not in known]
    if extra:
        return OddRow(
            place,
            text,
            "Dòng %(line)s thừa ô “%(cell)s”. Bỏ ô thừa hoặc thêm tên cột ở dòng đầu",
            {"line": place, "cell": quoted(extra[0])},
            named,
        )
    for column in columns:
        length, longest, shown = visible_length(named[column.key]), column.longest, column.titles[0]
        if column.required and not length:
            return OddRow(
                place,
                text,
                "Dòng %(line)s thiếu ô “%(column)s”. Điền thêm rồi đọc lại",
                {"line": place, "column": shown},
                named,
            )
        if longest is not None and length > longest:
            over = length - longest
            return OddRow(
                place,
                text,
                "Dòng %(line)s, ô “%(column)s” dài %(length)s chữ, tối đa %(longest)s. Bớt %(over)s chữ",
                {"line": place, "column": shown, "length": length, "longest": longest, "over": over},
                named,
            )
    return Row(place, named)


def _as_line(cells: list[str]) -> str:
    return quoted(" | ".join(cell for cell in cells if cell))


def read_rows(
    text: str, columns: Sequence[Column], *, numbered: bool = True, most: int | None = None
) -> Listing:
    """Rows of cells out of `text` as Excel copies it (tabs, quotes around cells with line ends), or lines out
    of Word.

    A heading row among the first five maps columns in any order, and what stands above it is odd; without one,
    `matches` and then the order of `columns` decide. With `numbered`, a leading column of rising numbers (STT) is
    passed over. Empty rows, and empty cells at a row's end, do not count. ParseProblem when there are more than
    `most` rows. Messages stand third in `OddRow`: the catalogue's keyword is `OddRow:3`.
    """
    rows = grid(text)
    if most is not None and len(rows) > most:
        raise ParseProblem(
            "Danh sách có %(found)s dòng, mỗi lần dán tối đa %(most)s. Chia ra dán nhiều lần",
            found=len(rows),
            most=most,
        )
    if not rows:
        return Listing((), ())
    if all(len(cells) == 1 for _, cells in rows):
        rows = _split_lines(rows, len(columns))
    for index, (place, cells) in enumerate(rows[:_HEADING_WITHIN]):
        found = _heading(cells, columns)
        if found is not None:
            plan = _Plan(found, frozenset(range(len(cells))) - found.keys())
            unasked = [cells[position] for position in sorted(plan.passed_over) if cells[position]]
            ignored = tuple(title for title in unasked if heading_key(title) not in _NUMBER_HEADINGS)
            return _listing(
                rows[index + 1 :], plan, columns, above=rows[:index], header=place, ignored=ignored
            )
    return _listing(rows, _plan_by_look(rows, columns, numbered), columns)


def _listing(
    rows: list[tuple[int, list[str]]],
    plan: _Plan,
    columns: Sequence[Column],
    *,
    above: Sequence[tuple[int, list[str]]] = (),
    header: int | None = None,
    ignored: tuple[str, ...] = (),
) -> Listing:
    odd = [
        OddRow(place, _as_line(cells), "Dòng %(line)s nằm trên dòng tên cột, không đọc", {"line": place})
        for place, cells in above
    ]
    read = [_read(place, cells, plan, columns) for place, cells in rows]
    odd += [row for row in read if isinstance(row, OddRow)]
    return Listing(tuple(row for row in read if isinstance(row, Row)), tuple(odd), header, ignored)
