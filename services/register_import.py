"""An older outgoing register from Excel: columns found by their headings, all faults at once, then written whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app
from openpyxl.utils import get_column_letter
from sqlalchemy import select

from documents import symbols
from extensions import clock, db
from models import RegisterEntry
from rules.finding import N_
from services import registers, series, spreadsheets
from services.errors import NotFound, Refused
from services.spreadsheets import Column, Fault
from services.transaction import command
from services.who import Who
from vietnamese.dates import parse_date
from vietnamese.errors import ParseProblem

# Name → what its heading may be called (search keys), the heading of the template, its width, whether it is needed.
HEADINGS: dict[str, tuple[tuple[str, ...], str, int, bool]] = {
    "number": (("so ky hieu", "so va ky hieu", "so van ban"), "Số, ký hiệu", 18, True),
    "dated_on": (("ngay", "ngay thang", "ngay van ban", "ngay ban hanh"), "Ngày", 13, True),
    "kind": (("loai", "ten loai", "loai van ban"), "Loại", 18, False),
    "subject": (
        ("trich yeu", "noi dung", "ten loai va trich yeu", "loai va trich yeu"),
        "Trích yếu",
        60,
        True,
    ),
    "signer": (("nguoi ky", "ky"), "Người ký", 24, False),
    "recipients": (("noi nhan", "noi nhan van ban"), "Nơi nhận", 40, False),
    "note": (("ghi chu",), "Ghi chú", 24, False),
}
EXAMPLE = (
    "34/KH-CĐCS",
    date(2024, 3, 8),
    "Kế hoạch",
    "Tổ chức Tháng Công nhân",
    "Đinh Thị Lan",
    "Như kính gửi",
    "",
)
LONGEST = {"number": 60, "kind": 60, "signer": 100}

# A file between its check and its writing is kept this long, seconds.
KEPT_FOR = 24 * 3600


@dataclass(frozen=True)
class Checked:
    """A read register: rows ready to write ({name: value}), faults, the key under which the file waits."""

    rows: tuple[dict[str, Any], ...]
    faults: tuple[Fault, ...]
    key: str


def template() -> bytes:
    """Return the empty workbook to fill in, one example row in it."""
    columns = [Column(heading, width) for _names, heading, width, _needed in HEADINGS.values()]
    return spreadsheets.write("Sổ văn bản đi", [], columns, [EXAMPLE])


def _folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "uploads"


def _keep(content: bytes) -> str:
    """Keep a sent file until it is written; what lay longer than a day goes."""
    _folder().mkdir(parents=True, exist_ok=True)
    for old in _folder().iterdir():
        if old.stat().st_mtime < clock().timestamp() - KEPT_FOR:
            old.unlink(missing_ok=True)
    key = hashlib.sha256(content).hexdigest()
    (_folder() / key).write_bytes(content)
    return key


def waiting(key: str) -> bytes:
    """Return a file that was checked before. Errors: `NotFound`."""
    path = _folder() / key
    if len(key) != 64 or not key.isalnum() or not path.exists():
        raise NotFound
    return path.read_bytes()


def check(unit_id: int, content: bytes, *, who: Who) -> Checked:
    """Read a register from Excel and say everything that is wrong with it. Errors: `Refused` (no table in it)."""
    series.keeper(unit_id, who)
    rows = spreadsheets.read(content)
    at, places = _head(rows)
    taken = _taken(unit_id)
    column = get_column_letter(places["number"] + 1)
    good: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if not any(value not in (None, "") for value in row):
            continue
        found, wrong = _row(row, places, number)
        faults += wrong
        if not wrong:
            faults += _twice(unit_id, found, taken, Fault(number, column, "", {}))
            good.append(found)
    if not good and not faults:
        raise Refused("Tệp không có dòng nào dưới dòng tên cột.")
    return Checked(tuple(good) if not faults else (), tuple(faults), _keep(content))


def _head(rows: list[list[Any]]) -> tuple[int, dict[str, int]]:
    """Return where the headings stand: (row, {name: column})."""
    for at, row in enumerate(rows[: spreadsheets.HEAD_WITHIN]):
        keys = [spreadsheets.heading(value) for value in row]
        places = {
            name: keys.index(next(key for key in names if key in keys))
            for name, (names, *_rest) in HEADINGS.items()
            if any(key in keys for key in names)
        }
        if len(places) >= 2 and "number" in places:
            missing = [
                heading
                for name, (_n, heading, _w, needed) in HEADINGS.items()
                if needed and name not in places
            ]
            if missing:
                raise Refused("Tệp thiếu cột %(columns)s.", columns=", ".join(missing))
            return at, places
    raise Refused("Không thấy dòng tên cột. Tải tệp mẫu, chép sổ cũ vào rồi gửi lại.")


def _row(row: list[Any], places: dict[str, int], number: int) -> tuple[dict[str, Any], list[Fault]]:
    """Return what a row says, and what is wrong with it."""

    def cell(name: str) -> Any:
        at = places.get(name)
        return row[at] if at is not None and at < len(row) else None

    def fault(name: str, message: str, **params: Any) -> Fault:
        return Fault(number, get_column_letter(places[name] + 1), message, params)

    said = {name: str(cell(name) or "").strip() for name in HEADINGS if name != "dated_on"}
    wrong = [
        fault(name, N_("Ô này để trống."))
        for name, (_names, _heading, _width, needed) in HEADINGS.items()
        if needed and cell(name) in (None, "")
    ]
    wrong += [
        fault(name, N_("Dài quá %(limit)s chữ."), limit=limit)
        for name, limit in LONGEST.items()
        if len(said[name]) > limit
    ]
    read = symbols.parse(said["number"]) if said["number"] else None
    if said["number"] and (read is None or not read.seq):
        wrong.append(fault("number", N_("“%(text)s” không phải số và ký hiệu."), text=said["number"][:60]))
    dated_on, problem = _day(cell("dated_on"))
    if problem:
        wrong.append(fault("dated_on", problem.message, **problem.params))
    return {**said, "dated_on": dated_on, "read": read}, wrong


def _day(value: Any) -> tuple[date | None, ParseProblem | None]:
    if isinstance(value, date) or value in (None, ""):
        return value or None, None
    try:
        return parse_date(str(value), today=clock.today()), None
    except ParseProblem as problem:
        return None, problem


def _taken(unit_id: int) -> dict[tuple[str, int, int, str], int]:
    """Return the numbers that the unit's registers have: {(series, year, seq, suffix): 0}."""
    query = select(RegisterEntry.series, RegisterEntry.year, RegisterEntry.seq, RegisterEntry.suffix)
    return {tuple(row): 0 for row in db.session.execute(query.where(RegisterEntry.unit_id == unit_id))}


def _twice(
    unit_id: int, found: dict[str, Any], taken: dict[tuple[str, int, int, str], int], at: Fault
) -> list[Fault]:
    """Name a number that the register or an earlier row has (row 0 is the register)."""
    read, year = found["read"], found["dated_on"].year
    key = (series.of_symbol(unit_id, read.symbol, year), year, read.seq, read.suffix)
    if key not in taken:
        taken[key] = at.row
        return []
    words = N_("Trùng số với dòng %(row)s.") if taken[key] else N_("Sổ đã có số này.")
    return [replace(at, message=words, params={"row": taken[key]})]


@command
def write(unit_id: int, content: bytes, *, who: Who) -> int:
    """Write a checked register, all rows or none; returns how many. Errors: `Refused` (faults after all)."""
    checked = check(unit_id, content, who=who)
    if checked.faults:
        raise Refused("Sổ còn %(n)s chỗ sai, chưa ghi dòng nào.", n=len(checked.faults))
    for row in sorted(checked.rows, key=lambda one: (one["dated_on"], one["read"].seq, one["read"].suffix)):
        registers.import_entry(
            unit_id,
            row["number"],
            row["dated_on"],
            row["kind"] or row["read"].symbol.partition("-")[0],
            row["subject"],
            signer=row["signer"],
            recipients=row["recipients"],
            note=row["note"],
            person_id=who.person_id,
        )
    return len(checked.rows)
