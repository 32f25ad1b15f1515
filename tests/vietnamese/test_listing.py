"""Rows pasted from Excel and Word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietnamese.errors import ParseProblem
from vietnamese.listing import Column, read_rows

NAME = Column("name", ("Họ và tên", "Họ tên"), required=True, longest=40)
POST = Column("post", ("Chức vụ", "Chức vụ, đơn vị"))
NOTE = Column("note", ("Ghi chú",))
COLUMNS = (NAME, POST, NOTE)
KNOWN = {"Kiều Thị Dung", "Phí Đức Long", "Cù Thị Mai"}


def cells(listing):
    return [tuple(row.cells.values()) for row in listing.rows]


DUNG, LONG = ("Kiều Thị Dung", "Điều dưỡng trưởng", ""), ("Phí Đức Long", "Chủ nhiệm UBKT", "mới")
PASTED = [
    ("Kiều Thị Dung\tĐiều dưỡng trưởng\nPhí Đức Long\tChủ nhiệm UBKT\tmới", [DUNG, LONG]),
    ("Kiều Thị Dung\tĐiều dưỡng trưởng\t\t\t\r\n\r\nPhí Đức Long\tChủ nhiệm UBKT\tmới\r\n", [DUNG, LONG]),
    ("1\tKiều Thị Dung\tĐiều dưỡng trưởng\n2\tPhí Đức Long\tChủ nhiệm UBKT\tmới\n", [DUNG, LONG]),
    ("STT\tHọ và tên\tChức vụ\tGhi chú\n1\tKiều Thị Dung\tĐiều dưỡng trưởng\n", [DUNG]),
    ("GHI CHÚ\tHọ  tên\tChức vụ\nmới\tPhí Đức Long\tChủ nhiệm UBKT", [LONG]),
    ("TT\tHọ và tên người được đề nghị\tChức vụ\n1.\tKiều Thị Dung\tĐiều dưỡng trưởng", [DUNG]),
    ('Kiều Thị Dung\t"Điều dưỡng\ntrưởng"', [DUNG]),
    ('Phí Đức Long\t"Chủ nhiệm ""UBKT"""', [("Phí Đức Long", 'Chủ nhiệm "UBKT"', "")]),
    ('Phí Đức Long\t"Anh cả" của tổ', [("Phí Đức Long", '"Anh cả" của tổ', "")]),
    ('"Phí Đức Long\tChủ nhiệm', [('"Phí Đức Long', "Chủ nhiệm", "")]),
    ("1. Kiều Thị Dung\n2. Phí Đức Long", [("Kiều Thị Dung", "", ""), ("Phí Đức Long", "", "")]),
    ("- Kiều Thị Dung, Điều dưỡng trưởng\n- Phí Đức Long, Chủ nhiệm UBKT, mới", [DUNG, LONG]),
    ("Kie\u0302\u0300u\u00a0Thị Dung\tĐiều dưỡng trưởng\x00", [DUNG]),
    ("", []),
    ("\t\t\n \n", []),
]


@pytest.mark.parametrize(("text", "expected"), PASTED)
def test_pasted_rows(text, expected):
    listing = read_rows(text, COLUMNS)
    assert cells(listing) == expected
    assert listing.odd == ()


def test_columns_found_by_what_they_hold():
    columns = (Column("name", ("Họ và tên",), required=True, matches=KNOWN.__contains__), POST)
    listing = read_rows("Điều dưỡng\tKiều Thị Dung\nBác sĩ\tCù Thị Mai\nY sĩ\tNgười Lạ", columns)
    assert [row.cells["name"] for row in listing.rows] == ["Kiều Thị Dung", "Cù Thị Mai", "Người Lạ"]
    assert [row.cells["post"] for row in listing.rows] == ["Điều dưỡng", "Bác sĩ", "Y sĩ"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Kiều Thị Dung\ta\n\tBác sĩ", 2, "Dòng 2 thiếu ô “Họ và tên”. Điền thêm rồi đọc lại"),
        ("a\tb\tc\td", 1, "Dòng 1 thừa ô “d”. Bỏ ô thừa hoặc thêm tên cột ở dòng đầu"),
        ("Họ tên\tChức vụ\na\tb\tc", 2, "Dòng 2 thừa ô “c”. Bỏ ô thừa hoặc thêm tên cột ở dòng đầu"),
        ("x" * 42, 1, "Dòng 1, ô “Họ và tên” dài 42 chữ, tối đa 40. Bớt 2 chữ"),
        ("DANH SÁCH\nHọ tên\tChức vụ\nLê An\tY tá", 1, "Dòng 1 nằm trên dòng tên cột, không đọc"),
    ],
)
def test_odd_rows_say_why(text, line, words):
    (odd,) = read_rows(text, COLUMNS).odd
    assert (odd.line, odd.message % odd.params) == (line, words)


def test_an_odd_row_keeps_what_was_read():
    (odd,) = read_rows("a\tb\tc\td", COLUMNS).odd
    assert odd.cells == {"name": "a", "post": "b", "note": "c"}
    assert odd.text == "a | b | c | d"


def test_columns_nobody_asked_for_are_named():
    listing = read_rows("STT\tHọ và tên\tNăm sinh\tChức vụ\n1\tKiều Thị Dung\t1980\tY tá", COLUMNS)
    assert listing.ignored == ("Năm sinh",)
    assert listing.header == 1
    assert cells(listing) == [("Kiều Thị Dung", "Y tá", "")]


def test_too_many_rows():
    assert len(read_rows("a\n" * 5, COLUMNS, most=5).rows) == 5
    with pytest.raises(ParseProblem) as caught:
        read_rows("a\n" * 6, COLUMNS, most=5)
    assert str(caught.value) == "Danh sách có 6 dòng, mỗi lần dán tối đa 5. Chia ra dán nhiều lần"


@settings(deadline=None, max_examples=300)
@given(st.text() | st.text(alphabet='\t\n"aĐ1. ,;'))
def test_no_row_is_lost(text):
    everything = (Column("a", ("Cột a",)), Column("b", ("Cột b",), longest=3))
    listing = read_rows(text, everything)
    lines = [row.line for row in listing.rows] + [row.line for row in listing.odd]
    assert len(lines) == len(set(lines))
    read = "".join("".join(row.cells.values()) for row in listing.rows) + "".join(
        row.text for row in listing.odd
    )
    if "Đ" in text:
        assert "Đ" in read or any("…" in row.text for row in listing.odd)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(*[st.text(alphabet='aĐ"\n\t ,é1', min_size=1, max_size=8)] * 3), min_size=1, max_size=5
    )
)
def test_what_excel_copies_comes_back(rows):
    """Excel's own quoting, undone."""
    plain = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    text = "\n".join("\t".join(_as_excel(cell) for cell in row) for row in rows)
    listing = read_rows(text, (Column("x", ("X cột",)), POST, NOTE), numbered=False)
    expected = [row for row in plain if any(row)]
    if all(not any(row[1:]) for row in expected):
        return  # one column: read as lines out of Word
    assert cells(listing) == expected


def _as_excel(cell):
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('"\n\t') else cell
