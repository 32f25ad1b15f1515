"""The workbooks around a list: the template to fill in, and a sent list with what is wrong beside each row."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from rules.importing.kinds import KINDS
from rules.importing.rows import bare
from services import imports
from services.imports import Considered
from services.spreadsheets import Column, write
from services.who import Who

FAULTS = "Lỗi"
LONGEST_LIST = 60
_FONT, _SIZE = "Times New Roman", 12
_NEEDED = PatternFill("solid", fgColor="FDF0D5")

#: Words of a message in the reader's language; given by the page.
Words = Callable[..., str]


def template(unit_id: int, kind: str, who: Who, words: Words) -> bytes:
    """Return the workbook to fill in: headings alone; an example and what each column wants on a second sheet.

    Errors: `NotFound`, `Forbidden`.
    """
    place = imports.place_for(unit_id, kind, who)
    chosen, tables = KINDS[kind], imports.choices_of(place)
    columns = [one for one in chosen.columns if one.width]
    book = Workbook(write_only=True)
    sheet, told = book.create_sheet(chosen.sheet), book.create_sheet("Hướng dẫn")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        # Codes and days stay as they are typed: a code keeps its noughts, a day its order.
        sheet.column_dimensions[get_column_letter(number)].number_format = "@"
    sheet.append([_cell(sheet, one.heading, bold=True, needed=one.required) for one in columns])
    for at, width in (("A", 28), ("B", 12), ("C", 34), ("D", 90)):
        told.column_dimensions[at].width = width
    heads = ("Cột", "Bắt buộc", "Ví dụ", "Cách ghi")
    told.append([_cell(told, text, bold=True) for text in heads])
    for one in columns:
        some = ", ".join(tables[f"{one.choices}:titles"].values()) if one.choices else ""
        says = words(one.explain, choices=some) if "%(choices)s" in one.explain else words(one.explain)
        said = (one.heading, "x" if one.required else "", _shown(one.example), says)
        told.append([_cell(told, text) for text in said])
    for one in columns:
        if one.choices and "%(choices)s" not in one.explain:
            told.append([])
            told.append([_cell(told, one.heading, bold=True)])
            for title in list(tables[f"{one.choices}:titles"].values())[:LONGEST_LIST]:
                told.append([_cell(told, title)])
    return _bytes(book)


def _shown(example: Any) -> str:
    return f"{example:%d/%m/%Y}" if hasattr(example, "year") else str(example)


def _cell(sheet: Any, text: str, *, bold: bool = False, needed: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.font, cell.alignment = (
        Font(name=_FONT, size=_SIZE, bold=bold),
        Alignment(wrap_text=True, vertical="top"),
    )
    if needed:
        cell.fill = _NEEDED
    return cell


def _bytes(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def faulty(found: Considered, words: Words) -> bytes:
    """Return a sent list as it was, with a last column «Lỗi» of what is wrong or open about each row, to mend there."""
    said: dict[int, list[str]] = defaultdict(list)
    for fault in found.faults:
        if fault.row and fault.level == "stop":
            at = f"{fault.column}: " if fault.column else ""
            said[fault.row].append(at + words(fault.message, **fault.params))
    for step in found.plan.steps:
        if step.state == "ask":
            said[step.record.no] += [_asked(one, words) for one in step.options[:-1]]
    width = max(
        [len(found.read.head.names), *(len(raw.cells) for raw in found.read.raws.values())], default=1
    )
    names = [*found.read.head.names, *[""] * (width - len(found.read.head.names))]
    kept = [at for at in range(width) if names[at] != FAULTS]
    columns = [Column(names[at] or get_column_letter(at + 1), 20) for at in kept] + [Column(FAULTS, 70)]
    rows: list[Sequence[Any]] = [
        [*(bare(raw.cell(at)) for at in kept), "; ".join(said[no])]
        for no, raw in sorted(found.read.raws.items())
    ]
    return write(found.staged.kind.sheet, [], columns, rows)


def _asked(option: Any, words: Words) -> str:
    params = {**option.params}
    if "why" in params:
        params["why"] = words(params["why"])
    return words(option.message, **params) + "?"
