"""Whose certificates a batch makes: the people of an issued decision, or rows pasted or sent as a file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from sqlalchemy import select

from extensions import db
from models import Paper, PaperPart
from services.errors import NotFound, Refused
from vietnamese.text import clean, search_key

MOST_READ = 20_000
VARYING = ("name", "about", "book_no")
# Form of praise as the list says it → kind of certificate; any other form is a title.
KINDS = {"Giấy khen": "certificate_merit", "Bằng khen": "certificate_commendation"}
TITLE_KIND = "certificate_title"
# What a column is called in a heading line → the value it fills.
HEADINGS = {
    "ho va ten": "name", "ho ten": "name", "ten": "name", "ho va ten nguoi nhan": "name", "nguoi nhan": "name",
    "chuc vu, don vi": "about", "chuc vu": "about", "don vi": "about", "chuc vu - don vi": "about",
    "so so": "book_no", "so so vang": "book_no", "so": "book_no", "so vao so": "book_no",
    "stt": "", "tt": "",
}  # fmt: skip
_ORDINAL = re.compile(r"\d{1,5}[.)]?")


@dataclass(frozen=True)
class Listed:
    """What a batch is made of: kind, title, what all say, which values differ, and those of each person."""

    kind: str
    title: str
    shared: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...]
    varying: tuple[str, ...] = VARYING
    paper_id: int | None = None


def of_decision(paper_id: int) -> Listed:
    """Return the certificates of everybody whom an issued decision praises. Errors: `NotFound`, `Refused`."""
    paper = db.session.get(Paper, paper_id)
    query = select(PaperPart.kind, PaperPart.values).where(PaperPart.paper_id == paper_id)
    parts = dict(db.session.execute(query).all())
    if paper is None or not {"award_decision", "award_decision_list"} <= parts.keys():
        raise NotFound
    if paper.state != "issued" or paper.standing != "valid":
        raise Refused("Quyết định chưa phát hành xong hoặc không còn hiệu lực.")
    said, people = parts["award_decision"], parts["award_decision_list"]
    form = said.get("award_short") or "Giấy khen"
    kind = KINDS.get(form, TITLE_KIND)
    merit = f"Đã {said.get('merit') or 'có thành tích xuất sắc trong hoạt động công đoàn'} {said['period']}"
    shared = {
        "authority": _named(said["authority"], said["letterhead"]["issuer"]),
        "place": said["letterhead"]["place"],
        "date": said["date"],
        "year": said["year"],
        "signature": said["signature"],
        "merit": merit,
        "decision": {"number": said["number"], "date": said["date"]},
        **({"title": form} if kind == TITLE_KIND else {}),
    }
    praised = [*people["groups"], *people["persons"]]
    rows = [
        {"name": one["name"], "about": _about(one), "book_no": f"{place:02d}"}
        for place, one in enumerate(praised, start=1)
    ]
    return Listed(kind, f"{form} {paper.number}", shared, tuple(rows), paper_id=paper_id)


def _named(authority: str, issuer: str) -> str:
    """Return the authority with the breaks that the unit chose for its letterhead."""
    collective, _break, _unit = authority.partition("\n")
    return f"{collective}\n{issuer}" if _break else authority


def _about(one: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (one.get("post"), one.get("unit")) if part)


def read_text(text: str) -> tuple[dict[str, str], ...]:
    """Read pasted rows: columns parted by tabs (Excel) or semicolons. Errors: `Refused`."""
    lines = [line for line in text.splitlines() if line.strip()]
    mark = "\t" if any("\t" in line for line in lines) else ";"
    return _rows([clean(cell) for cell in line.split(mark)] for line in lines)


def read_file(name: str, content: bytes) -> tuple[dict[str, str], ...]:
    """Read the rows of a CSV file or of the first sheet of an Excel file. Errors: `Refused`."""
    if name.lower().endswith(".xlsx"):
        return _rows(_sheet(content))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("Tệp CSV phải lưu ở dạng UTF-8.") from error
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    return _rows([clean(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=mark))


def _sheet(content: bytes) -> Iterable[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > 100_000_000:
                raise Refused("Tệp Excel lớn quá.")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            rows = book.worksheets[0].iter_rows(max_col=8, max_row=MOST_READ + 2, values_only=True)
            return [[clean("" if cell is None else str(cell)) for cell in row] for row in rows]
        finally:
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError) as error:
        raise Refused("Tệp này không phải Excel (.xlsx) hoặc đã hỏng.") from error


def _rows(lines: Iterable[list[str]]) -> tuple[dict[str, str], ...]:
    columns: tuple[str, ...] = ()
    found: list[dict[str, str]] = []
    for cells in lines:
        if not any(cells):
            continue
        if not columns and not found and (columns := _heading(cells)):
            continue
        found.append(_row(cells, columns))
        if len(found) > MOST_READ:
            raise Refused("Danh sách dài quá %(most)s người; chia làm nhiều lần.", most=MOST_READ)
    if not found:
        raise Refused("Danh sách chưa có ai.")
    return tuple(found)


def _heading(cells: list[str]) -> tuple[str, ...]:
    named = tuple(HEADINGS.get(search_key(cell).strip(" .:"), "") for cell in cells)
    return named if "name" in named else ()


def _row(cells: list[str], columns: tuple[str, ...]) -> dict[str, str]:
    """Return the values of a line; without headings: (ordinal), name, post and unit, number."""
    if not columns:
        ordinal = len(cells) > 1 and _ORDINAL.fullmatch(cells[0]) is not None
        columns = ("", *VARYING) if ordinal else VARYING
    row = dict.fromkeys(VARYING, "")
    for column, cell in zip(columns, cells, strict=False):
        if column and cell:
            row[column] = f"{row[column]}, {cell}" if row[column] else cell
    return row
