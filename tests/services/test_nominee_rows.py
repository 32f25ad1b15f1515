"""Rows pasted from Excel or typed by hand: headings, ordinals, doubtful names."""

import pytest

from forms.base import PartForm
from forms.typed import RowsTextField
from services import nominee_rows
from services.nominees import Candidate
from vietnamese.names import sort_key
from vietnamese.text import search_key

NAMES = {"p1": "Kiều Thị Dung", "p2": "Phạm Thị Hoà", "p3": "Phạm Thị Hòa", "p4": "Đỗ Văn Ý"}


def candidates():
    """Return the unit's people as the matcher takes them."""
    return [
        Candidate(key, "person", int(key[1:]), name, "", "", sort_key(name), search_key(name))
        for key, name in NAMES.items()
    ]


SHEET = (
    "CÔNG ĐOÀN CƠ SỞ BỆNH VIỆN\nDANH SÁCH đề nghị khen thưởng\tĐỗ Văn Ý\nSTT\tHọ và tên\tXếp loại\n"
    "1\tKiều Thị Dung\tHTXSNV\nDanh sách này có 01 người.\n\tPhạm Thị Hòa"
)
UNION = Candidate("u1", "group", 1, "Công đoàn cơ sở Bệnh viện", "", "", "", "cong doan co so benh vien")


def test_the_letterhead_nominates_nobody_and_who_signs_is_asked_about():
    read = nominee_rows.read(SHEET, candidates(), [UNION])
    assert (read.people, read.groups) == (("p1",), ())
    asked = {row.typed: row for row in read.asked}
    assert list(asked) == [
        "DANH SÁCH đề nghị khen thưởng · Đỗ Văn Ý",
        "Danh sách này có 01 người.",
        "Phạm Thị Hòa",
    ]
    assert [one.key for one in asked["Phạm Thị Hòa"].proposals] == ["p2", "p3"]
    again = nominee_rows.read(read.rest, candidates(), [UNION])
    assert (again.people, [row.typed for row in again.asked]) == ((), list(asked)), (
        "sent again they are asked again"
    )
    answers = {str(row.no): nominee_rows.SKIP for row in read.asked}
    assert nominee_rows.read(read.rest, candidates(), [UNION], answers).asked == ()


@pytest.mark.parametrize(
    ("text", "understood", "asked"),
    [
        ("STT\tHọ và tên\tNgày sinh\tXếp loại\n1\tKiều Thị Dung\t\tHTXSNV", ("p1",), ()),
        ("1. Kiều Thị Dung\n2) Đỗ Văn Ý\n\n3 do van y", ("p1", "p4"), ()),
        ("3\tPham Thi Hoa\tDược sĩ", (), ("Pham Thi Hoa · Dược sĩ",)),
        ("Phạm Thị Hòa", ("p3",), ()),
        ("5\tĐỗ Văn Ý\t29/02/2025", ("p4",), ()),
        ("Người Lạ\t29/02/2025", (), ("Người Lạ · 29/02/2025",)),
        ("1\n2\n", (), ()),
    ],
)
def test_rows(text, understood, asked):
    read = nominee_rows.read(text, candidates(), [])
    assert read.people == understood
    assert tuple(row.typed for row in read.asked) == asked


def test_a_draft_keeps_the_columns_of_pasted_rows(app):
    class Rows(PartForm):
        pasted = RowsTextField("Rows")

    kept = "1\tKiều  Thị Dung\r\n2\tĐỗ Văn Ý"
    with app.test_request_context():
        assert Rows(data={"pasted": kept}).pasted.data == "1\tKiều Thị Dung\n2\tĐỗ Văn Ý"
