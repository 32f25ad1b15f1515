"""How a list becomes Excel: columns over the rows that its page shows, and the states in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from services import spreadsheets
from services.calendar import local_date
from services.who import Who

MOST_ROWS = 5_000


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to, as in its page's address; `of` is the unit or matter it is a list of."""

    of: int = 0
    text: str = ""
    kind: str = ""
    unit_id: int | None = None
    status: str = ""
    year: int | None = None
    session: str = ""
    matter_id: int | None = None
    only: bool = False
    group: str = ""
    procedure: str = ""


@dataclass(frozen=True)
class Field:
    """A column: heading (message id), width in letters, what it takes of a row; `shown`: format of its numbers."""

    heading: str
    width: int
    value: Callable[[Any], Any]
    shown: str = ""


@dataclass(frozen=True)
class Listing:
    """A list: its title (message id, at most 31 letters), the name of its file, columns, rows."""

    title: str
    file: str
    fields: tuple[Field, ...]
    rows: Callable[[Who, Asked], Iterable[Any]]


def words(table: dict[str, str], code: str) -> str:
    """Return the word for a code of a table of message ids; the code itself where the table has none."""
    return _(table[code]) if code in table else code


def plain(value: Any) -> Any:
    """A value as a cell holds it: instants become days, points in tenths are given as `Decimal` already."""
    return local_date(value) if isinstance(value, datetime) else value


def every(page_at: Callable[[int], Any], rows: str = "rows") -> list[Any]:
    """Return the rows of all pages of a list; `page_at` gives a page by its number, `rows` is where its rows are."""
    first = page_at(1)
    later = (getattr(page_at(number), rows) for number in range(2, first.pages + 1))
    return [*getattr(first, rows), *(row for each in later for row in each)]


def points(tenths: int | None) -> Decimal | None:
    """Return points given in tenths as a number."""
    return None if tenths is None else Decimal(tenths) / 10


def workbook(listing: Listing, who: Who, asked: Asked) -> bytes:
    """Return a list as .xlsx: numbers as numbers, days as days, text as text. Errors: those of its page."""
    columns = [spreadsheets.Column(_(field.heading), field.width, field.shown) for field in listing.fields]
    rows = (
        tuple(plain(field.value(row)) for field in listing.fields)
        for row in list(listing.rows(who, asked))[:MOST_ROWS]
    )
    title = _(listing.title)
    return spreadsheets.write(title[:31], [title.upper()], columns, rows)
