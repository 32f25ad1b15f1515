"""Lists as Excel: the rows of their pages and no others, numbers and days as such, no text that becomes a formula."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from extensions import db
from services import lists, lists_units, spreadsheets
from tests.support import tree
from tests.support.dossier_visits import plain, sent, settle, visitor
from tests.support.tree import CHEAP_HASH

NAMES = (
    "Đỗ Thị Ninh Hường",
    "Lê Văn An",
    "Trần Thị Ánh",
    "=1+1",
    "+84 905",
    "-Dấu trừ",
    "@SUM(A1)",
    "H'Mai Niê",
)


@pytest.fixture
def made(make_app):  # noqa: ANN001, ANN201
    """Return the small province with a dossier that was sent and members with odd names."""
    made = settle(make_app(**CHEAP_HASH))
    sent(made)
    with made.app.app_context():
        for name in NAMES:
            tree.member(tree.person(name), made.units["own"], date(2020, 1, 1))
        db.session.commit()
    return made


def _table(client, address: str) -> list[tuple]:  # noqa: ANN001
    """Return the rows under the heading of a file."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer.mimetype == spreadsheets.MEDIA_TYPE
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    return list(sheet.iter_rows(min_row=2, values_only=True))


def test_lists_have_the_rows_of_their_pages(made) -> None:
    chair, reviewer, own = visitor(made, "chair"), visitor(made, "reviewer"), made.units["own"]
    head, *rows = _table(reviewer, "/excel/ho-so.xlsx")
    assert head[:4] == ("Mã hồ sơ", "Hồ sơ", "Đơn vị", "Tình trạng")
    assert [row[0] for row in rows] == [made.code]
    assert rows[0][4] == 1
    assert rows[0][7].date() >= date(2020, 1, 1)
    assert len(_table(reviewer, "/excel/ho-so.xlsx?trang-thai=approved")) == 1
    assert len(_table(reviewer, f"/excel/ho-so.xlsx?q={made.code}&nam={made.code[3:7]}")) == 2
    assert len(_table(reviewer, "/excel/ho-so.xlsx?q=khong-co")) == 1
    assert made.code in [row[0] for row in _table(chair, "/excel/da-xu-ly.xlsx")]
    found = _table(reviewer, "/excel/tim.xlsx?q=kieu+thi+dung")
    assert ("Hồ sơ", made.code) in [row[:2] for row in found]
    assert len(_table(reviewer, "/excel/tim.xlsx?q=kieu&loai=nguoi")) == 1
    assert _table(reviewer, f"/excel/viec/{made.matter_id}/khen-thuong.xlsx")[1][0] == made.code
    assert len(_table(reviewer, "/excel/dot-khen-thuong.xlsx")) == 2
    assert _table(reviewer, f"/excel/don-vi/{own}/chuc-vu.xlsx")[1][0] == "Doãn Trung Kiên"
    for address in ("ky-danh-gia", "in-hang-loat", "van-ban-chung", f"don-vi/{own}/uy-quyen"):
        assert _table(chair, f"/excel/{address}.xlsx")
    assert "/excel/ho-so.xlsx?q=benh&amp;trang-thai=in_review&amp;nam=" in (
        chair.get("/ho-so?q=benh&trang-thai=in_review").text
    )
    assert "/excel/tim.xlsx?q=kieu&amp;loai=ho-so" in reviewer.get("/tim?q=kieu&loai=ho-so").text


def test_names_come_in_their_order_and_stay_text(made) -> None:
    chair, address = visitor(made, "chair"), f"/excel/don-vi/{made.units['own']}/doan-vien.xlsx"
    names = [row[1] for row in _table(chair, address)[1:]]
    assert set(NAMES) <= set(names)
    assert names.index("Lê Văn An") < names.index("Trần Thị Ánh") < names.index("Đỗ Thị Ninh Hường")
    page = plain(chair.get(f"/don-vi/{made.units['own']}/nguoi"))
    assert [page.index(name) for name in names] == sorted(page.index(name) for name in names)
    assert [row[1] for row in _table(chair, address + "?q=ninh+huong")[1:]] == ["Đỗ Thị Ninh Hường"]


def test_rights_are_those_of_the_page(made) -> None:
    own = made.units["own"]
    for name, status in (("sister", 404), ("reviewer", 404), ("chair", 200)):
        assert visitor(made, name).get(f"/excel/don-vi/{own}/doan-vien.xlsx").status_code == status
    assert len(_table(visitor(made, "sister"), "/excel/ho-so.xlsx")) == 1
    assert len(_table(visitor(made, "sister"), f"/excel/tim.xlsx?q={made.code}")) == 1
    assert visitor(made, "chair").get(f"/excel/viec/{made.matter_id}/khen-thuong.xlsx").status_code == 404
    assert visitor(made, "chair").get("/excel/khong-co.xlsx").status_code == 404


STARTS = ("=", "+", "-", "@", "\t", "\r", "=cmd|' /C calc'!A0", "{=", "<f>", "'=", "\x00=", "  =")
BODIES = (
    "1+1",
    "SUM(A1:A9)",
    'HYPERLINK("http://x","y")',
    "<f>1</f>",
    "đồng",
    "&amp;",
    "]]>",
    "\ud83d",
    "x" * 40_000,
)


def _nasty() -> list[str]:
    pairs = [f"{start}{body}" for start, body in itertools.product(STARTS, BODIES)]
    return [f"{pair}{number}" for number in range(10) for pair in pairs][:1_000]


def test_a_thousand_nasty_cells_make_no_formula() -> None:
    cells = [text.encode("utf-8", "ignore").decode() for text in _nasty()]
    columns = [spreadsheets.Column("Chữ", 20), spreadsheets.Column("Số tiền", 12, spreadsheets.MONEY)]
    rows = [(text, 1_000_000 + number) for number, text in enumerate(cells)]
    content = spreadsheets.write("Thử", ["=1+1"], columns, rows)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        texts = [packed.read(name).decode() for name in packed.namelist() if "worksheets/" in name]
    assert texts
    assert not any(re.search(r"<f[ >/]|t=\"str\"", text) for text in texts)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    read = list(sheet.iter_rows(min_row=3))
    assert len(read) == len(cells)
    for (text, number), cell in zip(read, cells, strict=True):
        assert text.data_type in ("s", "inlineStr", "n" if text.value is None else "s")
        kept = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", cell)[:32_767]
        assert text.value.replace("\r\n", "\n").replace("\r", "\n") == kept.replace("\r", "\n")
        assert number.data_type == "n"
        assert number.number_format == "#,##0"
    assert sum(number.value for _text, number in read) == sum(number for _text, number in rows)


def test_points_are_numbers_and_headings_short() -> None:
    content = spreadsheets.write(
        "Điểm", [], [spreadsheets.Column("Điểm", 8, "0.0")], [(Decimal("89.5"),), (None,)]
    )
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [89.5, None]
    for listing in (*lists.LISTS.values(), *lists_units.OF_UNIT.values(), *lists.OF_MATTER.values()):
        assert len(listing.title) <= 31
        assert not re.search(r"[\[\]:*?/\\]", listing.title)
