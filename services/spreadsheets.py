"""Excel files: what the product writes, and what people send, read within limits.

Numbers are written as numbers and days as days; text that looks like a formula stays text. A file that comes in is
a ZIP of XML: its size unpacked is looked at first, and XML that defines entities is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from rules.finding import N_
from services.errors import Refused
from vietnamese.text import clean, search_key

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What one uploaded file may be, unpacked.
MOST_BYTES = 60_000_000
MOST_PARTS = 500
MOST_ROWS = 5_000
MOST_COLUMNS = 60

NOT_EXCEL = N_("Tệp này không đọc được. Gửi tệp Excel dạng .xlsx (trong Excel: Lưu thành, Excel Workbook).")
TOO_LARGE = N_("Tệp Excel quá lớn: đọc được tối đa %(rows)s dòng. Chia thành nhiều tệp rồi gửi lại.")

HEAD_WITHIN = 10  # the headings of a list stand in one of the first rows

A4 = 9  # the number of the paper size in ECMA-376
_LINE = Border(*(Side(style="thin"),) * 4)
_FONT = "Times New Roman"


MONEY = "#,##0"  # Excel shows the separator of its own language

# Excel takes no more letters in a cell, and what begins so for a formula once somebody edits the cell.
MOST_LETTERS = 32_767
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell: the row and column as Excel names them, in words with `params`."""

    row: int
    column: str
    message: str
    params: dict[str, Any]


def heading(value: Any) -> str:
    """Return the words of a heading, marks and signs off: «Số/ ký hiệu» → "so ky hieu"; "" for what is no text."""
    return " ".join(re.findall(r"\w+", search_key(value))) if isinstance(value, str) else ""


@dataclass(frozen=True)
class Column:
    """A column: heading, width in letters, how Excel shows its numbers ("": as they are)."""

    heading: str
    width: int
    shown: str = ""


def write(
    title: str, above: Sequence[str], columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> bytes:
    """Return an .xlsx (sheet `title`, at most 31 letters): lines of text `above` the table, its head on every page."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    head = len(above) + 1
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    for text in above:
        sheet.append([_cell(sheet, text, bold=True)])
    sheet.append([_cell(sheet, column.heading, bold=True, boxed=True) for column in columns])
    for row in rows:
        pairs = zip(row, columns, strict=True)
        sheet.append([_cell(sheet, value, boxed=True, shown=column.shown) for value, column in pairs])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(
    sheet: Any, value: Any, *, bold: bool = False, boxed: bool = False, shown: str = ""
) -> WriteOnlyCell:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST_LETTERS]
    cell = WriteOnlyCell(sheet, value="" if value is None else value)
    if isinstance(value, str):
        cell.data_type = "s"  # «=1+1» is what somebody typed, never a formula
        cell.quotePrefix = value.startswith(_LIKE_FORMULAS)
    elif isinstance(value, date):
        cell.number_format = "DD/MM/YYYY"
    elif shown:
        cell.number_format = shown
    cell.font = Font(name=_FONT, size=12, bold=bold)
    if boxed:
        cell.border, cell.alignment = _LINE, Alignment(wrap_text=True, vertical="top")
    return cell


def read(content: bytes) -> list[list[Any]]:
    """Return the rows of the first sheet as cleaned text, numbers and days; empty rows at the end are left out.

    Formulas give the value that was stored with them. Errors: `Refused` (not an .xlsx, too large).
    """
    _look_inside(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = []
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            if len(rows) > MOST_ROWS:
                raise Refused(TOO_LARGE, rows=MOST_ROWS)
            rows.append([_value(value) for value in row])
    except (InvalidFileException, KeyError, ValueError, IndexError, OSError, SyntaxError) as error:
        raise Refused(NOT_EXCEL) from error
    while rows and not any(value not in (None, "") for value in rows[-1]):
        rows.pop()
    return rows


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    return clean(value) if isinstance(value, str) else value


def _look_inside(content: bytes) -> None:
    """Refuse what is no workbook, what unpacks to too much, and XML with definitions of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise Refused(TOO_LARGE, rows=MOST_ROWS)
            if "xl/workbook.xml" not in packed.namelist():
                raise Refused(NOT_EXCEL)
            for part in parts:
                with packed.open(part) as file:
                    if b"<!DOCTYPE" in file.read(4096).upper():
                        raise Refused(NOT_EXCEL)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refused(NOT_EXCEL) from error
