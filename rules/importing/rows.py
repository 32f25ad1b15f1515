"""What goes through the package: raw rows of a sheet, typed records, what is said about a cell or a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Level = Literal["stop", "ask", "note"]

# A raw cell is None, text, a number, a truth value, or one of these: a day as ISO text, a formula with the value
# stored beside it (None: none was stored), an error of Excel, a value taken over from the first cell of a merge.
DAY, FORMULA, ERROR, MERGED = "day", "formula", "error", "merged"


@dataclass(frozen=True)
class Raw:
    """A row as the file has it: its number as Excel shows it, raw cells, whether it is hidden."""

    no: int
    cells: tuple[Any, ...]
    hidden: bool = False

    def cell(self, at: int | None) -> Any:
        """Return the raw cell of a column counted from 0, None beyond the end."""
        return self.cells[at] if at is not None and at < len(self.cells) else None

    @property
    def blank(self) -> bool:
        """Whether nothing is written in the row itself; what a merge lends it does not count."""
        return all(
            value is None or (isinstance(value, str) and not value.strip()) or _lent(value)
            for value in self.cells
        )


def _lent(value: Any) -> bool:
    return isinstance(value, dict) and MERGED in value


@dataclass(frozen=True)
class Fault:
    """What is said about a cell: its row, its column's letters ("" for the row), words with `params`.

    `stop` keeps the row out, `ask` waits for somebody's choice, `note` only tells.
    """

    row: int
    column: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    level: Level = "stop"


@dataclass(frozen=True)
class Record:
    """One line of the list: the number of its row, {column key: value}; absent and empty cells are None."""

    no: int
    values: dict[str, Any]
    places: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def fault(self, key: str, message: str, level: Level = "stop", **params: Any) -> Fault:
        """Return a fault at this record's cell of a column."""
        return Fault(self.no, self.places.get(key, ""), message, params, level)


def letters(at: int) -> str:
    """Return the letters of a column counted from 0: 0 → A, 27 → AB."""
    found, number = "", at + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def bare(raw: Any) -> Any:
    """Return what a raw cell shows: the value of a formula or a merge, a day as a date, an error as None."""
    if not isinstance(raw, dict):
        return raw
    if DAY in raw:
        return date.fromisoformat(raw[DAY])
    return bare(raw.get(FORMULA, raw.get(MERGED)))


def shown(raw: Any) -> str:
    """Return a raw cell as people read it."""
    if isinstance(raw, dict) and ERROR in raw:
        return str(raw[ERROR])
    value = bare(raw)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
