"""Lists as offices send them: rows as .xlsx and .csv, and files that are broken in many ways."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

HEADS = ("Mã NV", "Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ", "Ngày vào làm")


def xlsx(rows: Iterable[Sequence[Any]], heads: Sequence[Any] = HEADS, title: str = "Danh sách") -> bytes:
    """Return an .xlsx with one sheet: headings, rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in (heads, *rows):
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def opened(content: bytes) -> list[list[Any]]:
    """Return the cells of the first sheet, formulas as they are."""
    return [list(row) for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def repacked(content: bytes, **changes: bytes | None) -> bytes:
    """Return an archive with parts put in the place of others (None: left out); `__` in a name is a slash."""
    wanted = {name.replace("__", "/"): data for name, data in changes.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, data in wanted.items():
            if data is not None:
                new.writestr(name, data)
    return made.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes | None]) -> bytes:
    """Return an archive with parts put in the place of others (None: left out)."""
    return repacked(content, **{name.replace("/", "__"): data for name, data in parts.items()})


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return an archive of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()
