"""The columns of a pasted list of nominees: which field a heading means, what a cell says, what goes into a page.

Pure: the words come from `reference/awards/sheet.toml`. What cannot be read is told and left for typing; what stands
on a nominee's page already is never replaced.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import reference
from vietnamese import dates, numbers
from vietnamese.errors import ParseProblem, quoted
from vietnamese.listing import heading_key
from vietnamese.text import clean, search_key

_OPEN = (None, "", [])


@dataclass(frozen=True)
class Heads:
    """The line of headings: {position: field}, {position: what tells people apart}, headings of no use, all titles."""

    at: dict[int, str]
    telling: dict[int, str]
    unused: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def used(self) -> tuple[str, ...]:
        """The headings of the columns that fill a field."""
        return tuple(self.titles[at] for at in self.at)


@dataclass(frozen=True)
class Trouble:
    """A cell that was not understood: its line in the pasted text, whose, its heading, its text and why."""

    line: int
    name: str
    title: str
    typed: str
    message: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Filled:
    """What a page gets: `values` for its open fields, `beside` = {field: text of the cell told beside it}."""

    values: dict[str, Any]
    beside: dict[str, str]


@functools.cache
def _data() -> dict[str, Any]:
    """Return the file that ships, its words turned into keys; read once, never changed."""
    read = reference.load("awards/sheet.toml")
    columns = {row["field"]: row for row in read["column"]}
    words = {
        field: {_key(word): code for code, said in codes.items() for word in said}
        for field, codes in read["words"].items()
    }
    headings = {heading_key(one): field for field, row in columns.items() for one in row["headings"]}
    telling = {heading_key(one): what for what, said in read["telling"].items() for one in said}
    nothing = {field: {_key(one) for one in said} for field, said in read["nothing"].items()}
    units = {field: tuple(search_key(one) for one in said) for field, said in read["units"].items()}
    return {
        "columns": columns, "words": words, "headings": headings,
        "telling": telling, "nothing": nothing, "units": units,
    }  # fmt: skip


def _key(text: str) -> str:
    return search_key(clean(text)).strip(" .;,")


def fields() -> tuple[str, ...]:
    """Return the fields that a column may fill, in the order of the data."""
    return tuple(field for field, row in _data()["columns"].items() if row["reads"] != "award")


def telling(cell: str) -> str | None:
    """Return what a heading tells about who is meant («names», «born» …), None for any other cell."""
    return _data()["telling"].get(heading_key(cell))


def heads(cells: Sequence[str], year: int = 0) -> Heads:
    """Read a line of headings; the first of two that mean the same counts.

    What stands in brackets does not matter, nor «năm 2026» in the dossier's own `year`; any other year, or any more
    words, make it another column: last year's rating is not this year's.
    """
    at: dict[int, str] = {}
    who: dict[int, str] = {}
    unused = []
    for position, cell in enumerate(cells):
        field, what = _field(cell, year), telling(cell)
        if what is not None:
            who[position] = what
        elif field is not None and field not in at.values():
            at[position] = field
        elif clean(cell):
            unused.append(clean(cell))
    return Heads(at, who, tuple(unused), tuple(clean(cell) for cell in cells))


def _field(cell: str, year: int) -> str | None:
    key, known = heading_key(cell.partition("(")[0]), _data()["headings"]
    return known.get(key) or known.get(key.removesuffix(f" nam {year}"))


def cells_of(found: Heads, row: Sequence[str]) -> dict[str, str]:
    """Return {field: text of the cell} of the cells that say something."""
    return {field: row[at] for at, field in found.at.items() if at < len(row) and row[at].strip()}


def read_cell(field: str, text: str, award: str = "") -> Any:
    """Return what a cell says, as a draft stores it; None where it says that there is none. Errors: `ParseProblem`."""
    column = _data()["columns"][field]
    return _READS[column["reads"]](column, clean(text, multiline=True), award)


def _text(column: Mapping[str, Any], text: str, award: str) -> str:
    return text


def _code(column: Mapping[str, Any], text: str, award: str) -> str:
    found = _data()["words"][column["field"]].get(_key(text))
    if found is None:
        raise ParseProblem("“%(typed)s” chưa rõ là mức nào", typed=quoted(text))
    return found


def _count(column: Mapping[str, Any], text: str, award: str) -> int:
    bare = _key(text)
    for unit in _data()["units"].get(column["field"], ()):
        bare = bare.removesuffix(unit).strip()
    try:
        return numbers.parse_count(bare, largest=column["most"])
    except ParseProblem as problem:
        most = numbers.group(column["most"])
        raise ParseProblem(
            "“%(typed)s” không phải là số từ 0 đến %(most)s", typed=quoted(text), most=most
        ) from problem


def _day(column: Mapping[str, Any], text: str, award: str) -> str:
    try:
        return dates.parse_date(text).isoformat()
    except ParseProblem as problem:
        raise ParseProblem("“%(typed)s” không phải là ngày", typed=quoted(text)) from problem


def _initiative(column: Mapping[str, Any], text: str, award: str) -> list[dict[str, Any]] | None:
    name = clean(text)
    return None if _key(name) in _data()["nothing"]["initiatives"] else [{"name": name}]


def _award(column: Mapping[str, Any], text: str, award: str) -> None:
    asked, given = _key(text), _key(award)
    if given and asked and not (asked in given or given in asked):
        raise ParseProblem("“%(typed)s” khác đợt này: %(award)s", typed=quoted(text), award=award)


_READS = {
    "text": _text, "code": _code, "count": _count, "day": _day, "initiative": _initiative, "award": _award,
}  # fmt: skip


def troubles(
    line: int, key: str, name: str, found: Heads, cells: Mapping[str, str], award: str = ""
) -> tuple[Trouble, ...]:
    """Return the cells of a nominee's row that cannot be read, in words; what their page does not ask is left."""
    title = {field: found.titles[at] for at, field in found.at.items()}
    told = []
    for field, text in cells.items():
        if _data()["columns"][field].get("asks", key[0]) != key[0]:
            continue
        try:
            read_cell(field, text, award)
        except ParseProblem as problem:
            told.append(Trouble(line, name, title[field], clean(text), problem.message, problem.params))
    return tuple(told)


def is_open(value: Any) -> bool:
    """Tell whether a field holds no answer: empty, or rows of which none is named."""
    if isinstance(value, list):
        return not any(row.get("name") if isinstance(row, dict) else row for row in value)
    return value in _OPEN


def filled(shown: Mapping[str, Any], cells: Mapping[str, str], same: Mapping[str, Any]) -> Filled:
    """Fill a nominee's page: `shown` is what stands on it {field: stored value}, `cells` the texts of the sheet, `same`
    the answers given once for all. Only open fields are filled; cells come before what is said for all, and where a
    cell cannot be read nothing is filled at all. Fields that the page does not have are passed over.
    """
    values: dict[str, Any] = {}
    beside: dict[str, str] = {}
    for field, text in cells.items():
        if field in shown:
            _fill(field, text, shown, values, beside)
    for field, text in cells.items():
        for other, longest in _data()["columns"].get(field, {}).get("also", {}).items():
            if other in shown and other not in cells and is_open(shown[other]) and len(text) <= longest:
                values[other] = clean(text, multiline=True)
    for field, value in same.items():
        if field in shown and is_open(shown[field]) and field not in values and field not in beside:
            values[field] = value
    if same.get("used") and "initiatives" in shown:
        _unused(shown, values, same["used"])
    return Filled(values, beside)


def _fill(field: str, text: str, shown: Mapping[str, Any], values: dict, beside: dict) -> None:
    try:
        value = read_cell(field, text)
    except ParseProblem:
        beside[field] = clean(text, multiline=True)
        return
    if value is None:
        return
    if is_open(shown[field]):
        values[field] = value
    elif not _same(shown[field], value):
        beside[field] = clean(text, multiline=True)


def _same(stands: Any, said: Any) -> bool:
    if isinstance(said, list):
        key = _key(said[0]["name"])
        return any(_key(str(row.get("name", ""))) == key for row in stands)
    return stands == said


def _unused(shown: Mapping[str, Any], values: dict[str, Any], answer: str) -> None:
    """Give the answer to the initiatives that have none: whether they were used before."""
    rows = values.get("initiatives") or shown["initiatives"] or []
    answered = [{**row, "used": answer} if row.get("name") and not row.get("used") else row for row in rows]
    if answered != rows:
        values["initiatives"] = answered
