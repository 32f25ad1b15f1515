"""The pages of the registers: what is wrong comes back at its field, what is right stands in the book."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from openpyxl import Workbook

from extensions import clock
from tests.support import province as road
from tests.support.dossier_visits import plain, settle, visitor
from tests.support.issuing import noon
from tests.support.tree import CHEAP_HASH

TODAY = date(2026, 11, 20)
OUTSIDE = {
    "symbol": "KH-CĐCS",
    "dated_on": "20/11/2026",
    "kind": "Kế hoạch",
    "subject": "<script>alert(1)</script>",
    "signer": "Doãn Trung Kiên",
    "once": "1" * 32,
}


@pytest.fixture
def made(make_app):  # noqa: ANN001, ANN201
    """Return the small province on a day."""
    made = settle(make_app(**CHEAP_HASH))
    with clock.at(noon(TODAY)):
        yield made


def book(made: road.Province, name: str = "chair") -> tuple:
    return visitor(made, name), f"/so/{made.units['own']}"


def test_a_number_for_a_paper_made_elsewhere_and_its_end(made: road.Province) -> None:
    client, base = book(made)
    wrong = client.post(f"{base}/di/ngoai", data={**OUTSIDE, "signer": "", "dated_on": "31/11/2026"})
    assert wrong.status_code == 422
    assert "Tháng 11 năm 2026 không có ngày 31" in plain(wrong)
    assert "&lt;script&gt;" in wrong.text
    assert client.post(f"{base}/di/ngoai", data=OUTSIDE).location == f"/so-di/{made.units['own']}/2026"
    page = client.get(f"/so-di/{made.units['own']}/2026")
    assert "01/KH-CĐCS" in page.text
    assert "<script>alert" not in page.text
    cancel = re.search(rf"{base}/di/\d+/huy", page.text)[0]
    assert "Nhập lý do hủy" in plain(client.post(cancel, data={"reason": ""}))
    assert client.post(cancel, data={"reason": "Không tổ chức nữa"}).status_code == 302
    assert "Hủy ngày 20/11/2026, Doãn Trung Kiên: Không tổ chức nữa" in plain(
        client.get(f"/so-di/{made.units['own']}/2026")
    )
    assert "đã hủy" in plain(client.post(cancel, data={"reason": "Lần nữa"}))


def test_an_arrival_and_where_it_went(made: road.Province) -> None:
    client, base = book(made, "secretary")
    letter = {"arrived_on": "20/11/2026", "author": "Sở Y tế", "number": "12/GM-SYT", "kind": "Giấy mời"}
    assert "Nhập trích yếu" in plain(client.post(f"{base}/den/them", data=letter))
    assert client.post(f"{base}/den/them", data={**letter, "subject": "Dự họp"}).status_code == 302
    page = client.get(f"{base}/den/2026")
    assert "Giấy mời: Dự họp" in plain(page)
    passed = re.search(rf"{base}/den/\d+/chuyen", page.text)[0]
    said = {"handler": "Tổ Khoa Nội", "forwarded_on": "20/11/2026", "receipt": "Mai", "note": ""}
    assert client.post(passed, data=said).status_code == 302
    assert "Tổ Khoa Nội, 20/11/2026 Ký nhận: Mai" in plain(client.get(f"{base}/den/2026"))
    assert client.get(f"{base}/den/2026.xlsx").data.startswith(b"PK")


def test_the_way_of_numbering(made: road.Province) -> None:
    client, base = book(made)
    address = f"{base}/cach-danh-so"
    assert 'value="2027"' in client.get(address).text, "a year has no dots"
    wrong = client.post(address, data={"from_year": "2027", "mode": "by_kind", "committees": "UBKT, =1"})
    assert "“=1” không phải ký hiệu" in plain(wrong)
    past = client.post(address, data={"from_year": "2020", "mode": "by_kind", "committees": ""})
    assert past.status_code == 422
    assert "chỉ đổi được từ đầu một năm" in plain(past)
    client.post(address, data={"from_year": "2027", "mode": "by_kind", "committees": "UBKT"})
    assert "Từ năm 2027: Mỗi loại văn bản một dãy" in plain(client.get(address))


def sheet(*rows: tuple) -> tuple[io.BytesIO, str]:
    made, kept = Workbook(), io.BytesIO()
    for row in (("Số, ký hiệu", "Ngày", "Trích yếu"), *rows):
        made.active.append(row)
    made.save(kept)
    kept.seek(0)
    return kept, "so-cu.xlsx"


def test_an_old_book_is_looked_at_before_it_is_written(made: road.Province) -> None:
    client, base = book(made)
    assert client.get(f"{base}/mau-so-di.xlsx").data.startswith(b"PK")
    nothing = client.post(f"{base}/nhap", data={})
    assert nothing.status_code == 422
    faulty = client.post(f"{base}/nhap", data={"file": sheet(("34/KH-CĐCS", "29/02/2025", "X"))})
    assert "Còn 1 chỗ sai, chưa ghi gì vào sổ" in plain(faulty)
    assert "Dòng 2, cột B" in plain(faulty)
    good = client.post(f"{base}/nhap", data={"file": sheet(("34/KH-CĐCS", "08/3/2026", "Tháng Công nhân"))})
    assert "Đọc được 1 văn bản, không có chỗ sai" in plain(good)
    write = re.search(rf"{base}/nhap/[0-9a-f]{{64}}", good.text)[0]
    assert "34/KH-CĐCS" not in client.get(f"/so-di/{made.units['own']}/2026").text
    assert client.post(write, follow_redirects=True).status_code == 200
    assert "34/KH-CĐCS" in client.get(f"/so-di/{made.units['own']}/2026").text
    assert "Sổ còn 1 chỗ sai" in plain(client.post(write, follow_redirects=True))
    late = client.post(f"{base}/nhap/{'0' * 64}", follow_redirects=True)
    assert "Gửi lại" in plain(late)
