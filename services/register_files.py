"""The registers as files: Excel today's way, ten columns as the decree prints them (NĐ 30/2020, Phụ lục IV)."""

from __future__ import annotations

from extensions import clock
from services import incoming, papers, spreadsheets
from services.access import actor_for
from services.spreadsheets import MEDIA_TYPE, Column
from services.who import Who

__all__ = ["EXCEL", "MEDIA_TYPE", "incoming_excel", "outgoing_excel"]

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


def outgoing_excel(unit_id: int, year: int, who: Who) -> bytes:
    """Return the outgoing register of a year, first number first. Errors: `NotFound`."""
    page = papers.register_page(
        unit_id, year, actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    )
    rows = [
        (
            line.seq, line.number, line.dated_on, f"{line.title}: {line.subject}", line.signer, line.recipients,
            "VT", "", "", "", line.note,
        )
        for line in reversed(page.lines)
    ]  # fmt: skip
    return spreadsheets.write("Sổ văn bản đi", _above("SỔ VĂN BẢN ĐI", page.unit_name, year), OUTGOING, rows)


def incoming_excel(unit_id: int, year: int, who: Who) -> bytes:
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


# By the word of the address: sổ đi, sổ đến.
EXCEL = {"di": outgoing_excel, "den": incoming_excel}
