"""A list from Excel: 40 members with three faults and one who may be known, mended, brought in, again, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.support.lists import xlsx
from tests.support.stage import Person, Stage

HEADS = ("STT", "Mã NV", "Họ và tên", "Giới tính", "Ngày sinh", "Khoa/phòng", "Chức vụ", "Ngày vào làm")
#: Somebody of the demonstration, as another office would spell the name.
KNOWN = ("BÙI VĂN  ANH", date(1970, 2, 12))
MEMBERS = 40
GIVEN = ("Ân", "Bình", "Chính", "Dung", "Diệp", "Giao", "Hiên", "Khôi")


def rows(*, mended: bool) -> list[tuple[object, ...]]:
    """Return the lines of the list, faulty or put right."""
    names = ("An Thái Hòa", "Bế Thị Ngân", "Chử Văn Tuệ", "Đàm Thị Quế", "Giàng A Páo")
    made: list[list[object]] = [
        [
            no,
            f"BV{no:03d}",
            f"{names[no % 5]} {GIVEN[no // 5]}",
            "Nữ" if no % 5 in (1, 3) else "Nam",
            date(1971 + no, 1 + no % 12, 1 + no % 28),
            "Khoa Nội",
            "Điều dưỡng viên",
            date(2016, 5, 3),
        ]
        for no in range(MEMBERS)
    ]
    made[4][2], made[4][4] = KNOWN
    if not mended:
        made[7][4] = "31/02/1990"
        made[8][2] = None
        made[9][5] = "Khoa Vũ trụ"
    return [tuple(row) for row in made]


def send(chair: Person, folder: Path, *, mended: bool) -> None:
    """Choose the file and have it checked."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "doan-vien.xlsx"
    path.write_bytes(xlsx(rows(mended=mended), HEADS))
    chair.hand_in(path)
    chair.press("Kiểm tra danh sách")


def bring_in(stage: Stage, folder: Path) -> None:
    """The chair brings in a list twice over, and takes the first one back."""
    chair = stage("P09")
    chair.open("/don-vi")
    chair.follow("Nhập từ Excel")
    chair.look("80-lists")
    chair.follow("Gửi danh sách Đoàn viên")
    chair.look("81-list-to-send")
    chair.press("Kiểm tra danh sách")
    chair.refused("Tệp danh sách", "Chọn tệp Excel hoặc CSV")
    send(chair, folder, mended=False)
    chair.sees("3 dòng còn sai, để lại chưa nhập")
    chair.sees("1 dòng cần đồng chí chọn")
    for words in (
        "Tháng 2 năm 1990 không có ngày 31",
        "Ô này để trống",
        "không có tổ công đoàn “Khoa Vũ trụ”",
    ):
        chair.sees(words)
    chair.look("82-list-with-faults")
    chair.reach()
    chair.follow("Gửi tệp khác")
    send(chair, folder, mended=True)
    chair.sees("39 dòng thêm mới")
    chair.tick(chair.page.get_by_label("Người khác, thêm mới"))
    chair.press("Nhập các dòng đã rõ")
    chair.sees("Đã nhập: 40 dòng thêm mới, 0 dòng cập nhật")
    chair.look("83-list-brought-in")
    chair.reach()
    record = chair.address
    chair.follow("Nhập từ Excel")
    chair.follow("Gửi danh sách Đoàn viên")
    send(chair, folder, mended=True)
    chair.sees("40 dòng đã có trên máy, không đổi gì")
    assert chair.page.get_by_role("button", name="Nhập").count() == 0
    chair.look("84-list-again")
    chair.open(record)
    chair.press("Hoàn tác lần nhập này")
    chair.sees("Đã hoàn tác: số liệu trở lại như trước lần nhập này.")
    chair.look("85-list-taken-back")
