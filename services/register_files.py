"""The registers as files: Excel, and the printed book (NĐ 30/2020, Phụ lục IV) as PDF and Word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import current_app

from extensions import clock, ports
from services import formats, incoming, papers, preparing, spreadsheets, units
from services.access import actor_for
from services.errors import NotFound
from services.spreadsheets import MEDIA_TYPE, Column
from services.who import Who

__all__ = ["EXCEL", "MEDIA_TYPE", "book", "incoming_excel", "outgoing_excel"]

OUTGOING = (
    Column("Số", 7),
    Column("Số, ký hiệu", 18),
    Column("Ngày văn bản", 13),
    Column("Tên loại và trích yếu", 60),
    Column("Người ký", 24),
    Column("Nơi nhận văn bản", 40),
    Column("Đơn vị, người nhận bản lưu", 20),
    Column("Số lượng bản", 10),
    Column("Ngày chuyển", 13),
    Column("Ký nhận", 14),
    Column("Ghi chú", 30),
)

LONGEST = 500  # letters in a cell of the printed book (schema of its kind)

INCOMING = (
    Column("Ngày đến", 13),
    Column("Số đến", 8),
    Column("Tác giả", 36),
    Column("Số, ký hiệu", 18),
    Column("Ngày văn bản", 13),
    Column("Tên loại và trích yếu", 60),
    Column("Đơn vị hoặc người nhận", 26),
    Column("Ngày chuyển", 13),
    Column("Ký nhận", 14),
    Column("Ghi chú", 30),
)


def outgoing_excel(
    unit_id: int, year: int, who: Who, kind: str | None = None, month: int | None = None
) -> bytes:
    """Return the outgoing register of a year, first number first, narrowed like its page. Errors: `NotFound`."""
    actor = actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    page = papers.register_page(unit_id, year, actor, kind=kind, month=month)
    rows = [
        (
            line.seq, line.number, line.dated_on, f"{line.title}: {line.subject}", line.signed, line.recipients,
            "VT", "", "", "", line.note,
        )
        for line in reversed(page.lines)
    ]  # fmt: skip
    return spreadsheets.write("Sổ văn bản đi", _above("SỔ VĂN BẢN ĐI", page.unit_name, year), OUTGOING, rows)


def incoming_excel(
    unit_id: int, year: int, who: Who, _kind: str | None = None, _month: int | None = None
) -> bytes:
    """Return the incoming register of a year, first arrival first. Errors: `NotFound`."""
    page = incoming.page(unit_id, year, who)
    rows = [
        (
            line.arrived_on, line.seq, line.author, line.number, line.dated_on, f"{line.kind}: {line.subject}",
            line.handler, line.forwarded_on, line.receipt, line.note,
        )
        for line in reversed(page.lines)
    ]  # fmt: skip
    return spreadsheets.write(
        "Sổ văn bản đến", _above("SỔ VĂN BẢN ĐẾN", page.unit_name, year), INCOMING, rows
    )


def _above(title: str, unit: str, year: int) -> list[str]:
    return [unit.upper(), f"{title} NĂM {year}"]


def _short(text: str) -> str | None:
    """Return what a cell of the printed book holds of a text; Excel has all of it."""
    if len(text) > LONGEST:
        return text[: LONGEST - 1].rstrip() + "…"
    return text or None


def _outgoing_values(unit_id: int, year: int, who: Who) -> list[dict[str, Any]]:
    page = papers.register_page(
        unit_id, year, actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    )
    return [
        {
            "number": line.number,
            "day": line.dated_on.isoformat(),
            "subject": _short(f"{line.title}: {line.subject}"),
            "signer": _short(line.signed),
            "recipients": _short(line.recipients),
            "kept_by": "VT",
            "note": _short(line.note),
        }
        for line in reversed(page.lines)
    ]


def _incoming_values(unit_id: int, year: int, who: Who) -> list[dict[str, Any]]:
    return [
        {
            "arrived": line.arrived_on.isoformat(),
            "arrival_number": line.seq,
            "author": line.author,
            "number": line.number or None,
            "day": line.dated_on.isoformat() if line.dated_on else None,
            "subject": _short(f"{line.kind}: {line.subject}"),
            "handler": line.handler or None,
            "forwarded": line.forwarded_on.isoformat() if line.forwarded_on else None,
            "receipt": line.receipt or None,
            "note": _short(line.note),
        }
        for line in reversed(incoming.page(unit_id, year, who).lines)
    ]


# By the word of the address: sổ đi, sổ đến. (Excel, kind of paper, its entries)
EXCEL = {"di": outgoing_excel, "den": incoming_excel}
BOOKS: dict[str, tuple[str, Callable[[int, int, Who], list[dict[str, Any]]]]] = {
    "di": ("register_out", _outgoing_values),
    "den": ("register_in", _incoming_values),
}


def book(which: str, unit_id: int, year: int, fmt: str, who: Who) -> bytes:
    """Return the register of a year as it is printed, "pdf" or "docx". Errors: `NotFound`, `Busy`, `Refused`."""
    kind, entries = BOOKS[which]
    last = min(date(year, 12, 31), clock.today())
    first = min(date(year, 1, 1), last)
    values = {
        "letterhead": units.head_of_paper(unit_id, last),
        "year": year,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "entries": entries(unit_id, year, who),
    }
    asked = preparing.request(kind, values, formats.name_of(unit_id), (fmt,)) | {"check": False}
    made = ports.render(asked, current_app.config["RENDER_WAIT_SECONDS"])["files"]
    if fmt not in made:
        raise NotFound("Máy này chưa làm được PDF. Tải bản Word hoặc Excel.")
    return made[fmt]
