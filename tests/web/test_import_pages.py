"""The pages of lists from Excel: sent, looked at, put right, written, taken back; refusals in words at their place."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from extensions import db
from services import import_writing, imports
from tests.support import province as road
from tests.support.dossier_visits import plain, settle, visitor
from tests.support.lists import opened, xlsx
from tests.support.tree import CHEAP_HASH

HEADS = ("Mã", "Họ và tên", "Ngày sinh", "Ngày vào làm")
ROWS = [
    (f"A{no}", f"Vương Thị {name}", f"1/{no}/1990", "2/3/2015")
    for no, name in enumerate(("Hoa", "Mơ", "Lan"), 1)
]


@pytest.fixture
def made(make_app: Any) -> road.Province:
    return settle(make_app(**CHEAP_HASH))


def base(made: road.Province) -> str:
    return f"/don-vi/{made.units['own']}/nhap-excel"


def send(
    client: Any, made: road.Province, content: bytes, name: str = "ds.xlsx", kind: str = "doan-vien"
) -> Any:
    return client.post(f"{base(made)}/{kind}", data={"file": (io.BytesIO(content), name)})


def seen(page: Any) -> str:
    return re.search(r'name="seen" value="([0-9a-f]+)"', page.text)[1]


def test_the_way_there_and_the_template(made: road.Province) -> None:
    client = visitor(made, "chair")
    assert base(made) in client.get("/don-vi").text
    index = plain(client.get(base(made)))
    assert "Đoàn viên" in index
    assert "Đơn vị, tổ công đoàn" not in index
    for kind in ("doan-vien", "chuc-vu", "khen-thuong"):
        assert client.get(f"{base(made)}/{kind}/mau.xlsx").data.startswith(b"PK")
    assert client.get(f"{base(made)}/don-vi/mau.xlsx").status_code == 403
    assert base(made) not in visitor(made, "reviewer").get(f"/don-vi/{made.units['own']}").text


def test_what_is_no_list_comes_back_at_its_field(made: road.Province) -> None:
    client = visitor(made, "chair")
    assert "Chọn tệp Excel hoặc CSV" in plain(client.post(f"{base(made)}/doan-vien", data={}))
    refused = send(client, made, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cu.xls")
    assert refused.status_code == 422
    assert "đời cũ (.xls)" in plain(refused)
    assert "mở không được" in plain(send(client, made, b"MZ", "virus.exe"))


def test_from_the_file_to_the_record_and_back(made: road.Province) -> None:
    client = visitor(made, "chair")
    wrong = [*ROWS, ("A9", "<script>alert(1)</script>", "31/2/1990", "2/3/2015")]
    look = send(client, made, xlsx(wrong, HEADS)).location
    page = client.get(look)
    words = plain(page)
    assert "3 dòng thêm mới" in words
    assert "Dòng 5, cột C Tháng 2 năm 1990 không có ngày 31" in words
    assert "<script>alert" not in page.text
    assert "Vương Thị Hoa" in words
    assert "Lỗi" in opened(client.get(f"{look}/loi.xlsx").data)[0]
    assert "ds.xlsx" in plain(client.get(base(made)))
    run = client.post(look, data={"do": "write", "seen": seen(page)}).location
    done = plain(client.get(run))
    assert "Đã nhập: 3 dòng thêm mới, 0 dòng cập nhật" in done
    assert "1 dòng để lại chưa nhập" in done
    assert client.post(look, data={"do": "write", "seen": seen(page)}).location == run, "pressed twice"
    assert client.get(look).status_code == 404
    assert "Vương Thị Mơ" in plain(client.get(f"/don-vi/{made.units['own']}/nguoi"))
    back = client.post(f"{run}/hoan-tac", follow_redirects=True)
    assert "Đã hoàn tác" in plain(back)
    assert "hoàn tác rồi" in plain(client.post(f"{run}/hoan-tac", follow_redirects=True))


def test_a_question_is_answered_with_the_press(made: road.Province) -> None:
    client = visitor(made, "chair")
    look = send(client, made, xlsx([("A1", "KIỀU THỊ DUNG", None, "1/1/2020")], HEADS)).location
    page = client.get(look)
    assert "Cùng một người với Kiều Thị Dung" in plain(page)
    nothing = client.post(look, data={"do": "write", "seen": seen(page)}, follow_redirects=True)
    assert "Không có dòng nào để nhập" in nothing.text
    kept = client.post(look, data={"do": "look", "dong-2": "other"}, follow_redirects=True)
    assert re.search(r'value="other" checked', kept.text)
    stale = client.post(
        look, data={"do": "write", "seen": seen(page), "dong-2": "other"}, follow_redirects=True
    )
    assert "vừa đổi ở trang khác" in stale.text
    assert client.post(look, data={"do": "write", "seen": seen(kept)}).status_code == 302


def test_columns_are_chosen_by_hand(made: road.Province) -> None:
    client = visitor(made, "chair")
    look = send(client, made, xlsx(ROWS, ("a", "b", "c", "d"))).location
    assert "Chưa biết cột nào là" in plain(client.get(look))
    twice = client.post(look, data={"do": "look", "cot-code": "0", "cot-name": "0"}, follow_redirects=True)
    assert "cùng một cột" in twice.text
    chosen = {"cot-code": "0", "cot-name": "1", "cot-born_on": "2", "cot-hired_on": "3", "cot-sex": ""}
    read = client.post(look, data={"do": "write", "seen": "x", **chosen}, follow_redirects=True)
    assert "3 dòng thêm mới" in plain(read), "another column is looked at before it is written"
    junk = {"do": "letters-klingon", "sheet": "99", "cot-code": "x" * 300, "dong-x": "1", "dong-2": "y" * 300}
    assert client.post(look, data=junk).status_code == 302


def test_old_fonts_are_offered_and_changed_by_a_press(made: road.Province) -> None:
    client = visitor(made, "chair")
    look = send(
        client,
        made,
        xlsx([("A1", "V­¬ng ThÞ Hoµ", None, "2/3/2015")], ("M·", "Hä vµ tªn", "Ngµy sinh", "Ngµy vµo lµm")),
    ).location
    page = client.get(look)
    assert "phông cũ" in plain(page)
    assert "Vương Thị Hoà" in page.text
    changed = client.post(look, data={"do": "letters-tcvn3"}, follow_redirects=True)
    assert "1 dòng thêm mới" in plain(changed)


def test_a_list_is_thrown_away(made: road.Province) -> None:
    client = visitor(made, "chair")
    look = send(client, made, xlsx(ROWS, HEADS)).location
    assert "Đã bỏ danh sách" in client.post(f"{look}/bo", follow_redirects=True).text
    assert client.get(look).status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_rows(made: road.Province) -> None:
    client = visitor(made, "chair")

    def asked(address: str) -> int:
        said: list[str] = []
        event.listen(Engine, "before_cursor_execute", lambda *args: said.append(args[2]))
        assert client.get(address).status_code == 200
        return len(said)

    counts = []
    for many in (3, 90):
        rows = [
            (
                f"B{many}-{no}",
                f"Vương Thị {'Hoa' if no % 2 else 'Mai'}",
                f"{1 + no % 28}/{1 + no % 12}/{1930 + no}",
                "2/3/2015",
            )
            for no in range(many)
        ]
        look = send(client, made, xlsx(rows, HEADS)).location
        shown = asked(look)
        with made.app.app_context():
            staged_id, unit_id, who = int(look.rsplit("/", 1)[1]), made.units["own"], made.who("chair")
            found = imports.considered(unit_id, staged_id, who=who)
            run_id = import_writing.write(unit_id, staged_id, who=who, seen=found.seen)
            db.session.rollback()
        counts.append((shown, asked(f"{base(made)}/lan/{run_id}"), asked(base(made))))
    assert counts[1] <= tuple(one + 3 for one in counts[0])
