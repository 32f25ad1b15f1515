"""Lists read row by row: headings, cells, lines that are none, letters of old fonts, who looks alike."""

from __future__ import annotations

import time
import unicodedata
from datetime import date
from typing import Any

import pytest

from rules.importing import letters, reading, similar, tables
from rules.importing.kinds import KINDS, PEOPLE
from rules.importing.rows import DAY, ERROR, FORMULA, MERGED, Raw
from rules.importing.rows import letters as letters_of
from vietnamese.legacy import looks_legacy

TODAY = date(2026, 11, 20)
CHOICES = {"sexes": {"nam": "m", "nu": "f"}, "sexes:titles": {"m": "Nam", "f": "Nữ"}}
HEADS = ("STT", "Mã NV", "Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ", "Ngày vào làm")
LINE = (1, "A1", "Vương Thị Hòa", "Nữ", "25/8/1990", "Điều dưỡng", "02/3/2015")


def raws(*rows: Any) -> list[Raw]:
    return [Raw(no, tuple(row)) for no, row in enumerate(rows, start=1)]


def read(*rows: Any, **more: Any) -> reading.ListRead:
    return reading.read(PEOPLE, raws(*rows), today=TODAY, choices=CHOICES, **more)


def told(found: reading.ListRead, level: str = "stop") -> list[str]:
    return [f"{f.row}{f.column}: {f.message % f.params}" for f in found.faults if f.level == level]


def test_a_plain_list() -> None:
    found = read(HEADS, LINE)
    (one,) = found.records
    assert not found.faults
    assert (one.no, one["code"], one["name"], one["sex"]) == (2, "A1", "Vương Thị Hòa", "f")
    assert (one["born_on"], one["hired_on"], one["left_on"]) == (date(1990, 8, 25), date(2015, 3, 2), None)


@pytest.mark.parametrize(
    "above",
    [
        pytest.param([], id="none"),
        pytest.param([("CÔNG ĐOÀN CƠ SỞ",), (None,), ("DANH SÁCH ĐOÀN VIÊN", None)], id="titles"),
        pytest.param([(None,) * 7] * 9, id="blank lines"),
    ],
)
def test_headings_stand_below_titles(above: list[Any]) -> None:
    found = read(*above, HEADS, LINE)
    assert found.head.rows == (len(above) + 1,)
    assert len(found.records) == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("MÃ NHÂN VIÊN", "code"),
        ("Mã  đoàn\nviên (*)", "code"),
        ("Ho va ten", "name"),
        (unicodedata.normalize("NFD", "Họ và tên"), "name"),
        ("Họ & tên", "name"),
        ("Giới\u00a0tính", "sex"),
        ("Ngày, tháng, năm sinh", "born_on"),
        ("Khoa/phòng", "group"),
        ("Ngày vào làm", "hired_on"),
        ("STT", None),
        ("Lỗi", None),
    ],
)
def test_headings_by_many_names(text: str, key: str | None) -> None:
    assert list(tables.guess(PEOPLE, tables.Head((1,), (text,)))) == ([key] if key else [])


def test_two_lines_of_headings_and_numbers_under_them() -> None:
    first = ("Mã NV", "Họ và tên", "Thời gian", {MERGED: "Thời gian"}, "Giới tính")
    second = (None, None, "Ngày vào làm", "Ngày nghỉ", None)
    found = read(
        first, second, ("(1)", "(2)", "(3)", "(4)", "(5)"), ("A1", "An Bình", "01/02/2020", None, "nam")
    )
    assert found.head.rows == (1, 2)
    assert [one["hired_on"] for one in found.records] == [date(2020, 2, 1)]


@pytest.mark.parametrize(
    "heads",
    [
        ("Mã", "Họ đệm", "Tên", "Ngày vào làm"),
        ("Mã", "Họ và tên", {MERGED: "Họ và tên"}, "Ngày vào làm"),
    ],
)
def test_a_name_in_two_columns(heads: Any) -> None:
    assert read(heads, ("A1", "Vương Thị", "Hòa", "2/3/2015")).records[0]["name"] == "Vương Thị Hòa"


def test_lines_that_are_no_data_are_told() -> None:
    found = read(
        HEADS,
        ("I", None, "Khoa Nội"),
        LINE,
        (),
        HEADS,
        (2, "A2", *LINE[2:]),
        (None, None, "Tổng cộng: 2 người"),
        (None, None, None, None, "Người lập biểu"),
    )
    assert [one.no for one in found.records] == [3, 6]
    assert len(told(found, "note")) == 4
    assert "Tổng cộng" in told(found, "note")[2]


CELLS = [
    ("born_on", {DAY: "1990-08-25"}, date(1990, 8, 25), None),
    ("born_on", "25.8.1990", date(1990, 8, 25), None),
    ("born_on", "1990-08-25 00:00:00", date(1990, 8, 25), None),
    ("born_on", 33110, date(1990, 8, 25), "máy hiểu là ngày 25/08/1990"),
    ("born_on", 25081990, date(1990, 8, 25), None),
    ("born_on", 5081990, date(1990, 8, 5), None),
    ("born_on", 1990, None, "Chỉ có năm 1990"),
    ("born_on", "1990", None, "Chỉ có năm 1990"),
    ("born_on", "31/02/1990", None, "không có ngày 31"),
    ("born_on", "08/25/1990", None, "Không có tháng 25"),
    ("born_on", "không rõ", None, "chưa đủ ngày"),
    ("born_on", {FORMULA: {DAY: "1990-08-25"}}, date(1990, 8, 25), "lấy kết quả đã lưu"),
    ("born_on", {FORMULA: None}, None, "công thức chưa có kết quả"),
    ("born_on", {ERROR: "#N/A"}, None, "Ô báo lỗi #N/A"),
    ("born_on", {FORMULA: {ERROR: "#REF!"}}, None, "Ô báo lỗi #REF!"),
    ("name", "  Vương\u00a0Thị \u200bHòa ", "Vương Thị Hòa", None),
    ("name", unicodedata.normalize("NFD", "Vương Thị Hòa"), "Vương Thị Hòa", None),
    ("name", "VƯƠNG THỊ HÒA", "Vương Thị Hòa", "toàn chữ hoa"),
    ("name", "H'Mai Niê Kđăm", "H'Mai Niê Kđăm", None),
    ("name", "=cmd|' /C calc'!A0", None, "không phải họ tên"),
    ("name", "Hòa 2", None, "không phải họ tên"),
    ("name", "N" * 101, None, "Dài quá 100 chữ"),
    ("name", "V­¬ng ThÞ Hßa", None, "phông cũ"),
    ("code", 123.0, "123", None),
    ("code", "007", "007", None),
    ("code", "A;1", None, "không phải mã"),
    ("hired_on", None, None, "Ô này để trống"),
    ("name", "\u00a0", None, "Ô này để trống"),
    ("sex", "NỮ", "f", None),
    ("sex", "khác", None, "Ghi một trong: Nam, Nữ"),
    ("leader", "X", True, None),
    ("leader", "không", False, None),
    ("leader", True, True, None),
    ("leader", "có lẽ", None, "Ghi x hoặc để trống"),
    ("post", 3.5, "3,5", None),
]


@pytest.mark.parametrize(("key", "raw", "value", "words"), CELLS)
def test_cells(key: str, raw: Any, value: Any, words: str | None) -> None:
    columns = {"code": "A1", "name": "An Bình", "hired_on": "2/3/2015", "post": "Y tá", key: raw}
    heads = [PEOPLE.by_key[one].heading for one in columns]
    found = read(heads, columns.values())
    assert found.records[0][key] == value
    said = told(found) + told(found, "note")
    assert len(said) == bool(words), said
    assert all(words in one for one in said)


def test_month_first_makes_the_whole_column_doubtful() -> None:
    found = read(HEADS, (*LINE[:4], "05/21/1990", *LINE[5:]), (2, "A2", *LINE[2:4], "03/04/1990", *LINE[5:]))
    assert [one.split(":")[0] for one in told(found)] == ["2E", "3E"]
    assert "ghi tháng trước" in told(found)[1]


def test_days_that_excel_turned_round_are_told() -> None:
    days = ["21/05/1990", {DAY: "1990-04-03"}, "30/12/1991", {DAY: "1985-11-02"}]
    found = read(HEADS, *((no, f"A{no}", *LINE[2:4], day, *LINE[5:]) for no, day in enumerate(days)))
    assert any("đảo ngày với tháng" in one for one in told(found, "note"))


def test_one_code_stands_once_and_the_example_never() -> None:
    found = read(HEADS, LINE, (2, "a1", *LINE[2:]), (3, "DV0123", *LINE[2:]))
    assert told(found) == ["3B: Trùng mã với dòng 2.", "4B: Dòng ví dụ của tệp mẫu. Xóa dòng này."]


def test_needed_columns_that_are_not_there() -> None:
    assert read(("Mã NV", "Họ và tên"), ("A1", "An Bình")).missing == ("Ngày vào làm",)
    given = {"code": 0, "name": 1, "hired_on": 2}
    found = read(("x", "y", "z"), ("A1", "An Bình", "2/3/2015"), places=given)
    assert len(found.records) == 1
    assert "Không nhận ra dòng tên cột" in told(found, "note")[0]


def test_merged_and_hidden_rows_are_told() -> None:
    rows = [
        *raws(HEADS, LINE),
        Raw(3, (2, "A2", "An Bình", "Nam", {MERGED: "25/8/1990"}, None, "2/3/2015"), True),
    ]
    found = reading.read(PEOPLE, rows, today=TODAY, choices=CHOICES)
    assert found.records[1]["born_on"] == date(1990, 8, 25)
    assert len(told(found, "note")) == 2


@pytest.mark.parametrize(
    ("text", "encoding", "after"),
    [
        ("Héi nghÞ", "tcvn3", "Hội nghị"),
        ("Coâng ñoaøn", "vni", "Công đoàn"),
        ("NguyÃªn VÄ\x83n BÃ¬nh", "utf8", "Nguyên Văn Bình"),
        ("Nguyễn Văn Bình", None, None),
        ("Müller, Ênuôl", None, None),
    ],
)
def test_letters_of_old_fonts_are_proposed(text: str, encoding: str | None, after: str | None) -> None:
    found = letters.suspected(raws((text,)))
    assert (found and found[0]) == encoding
    if found:
        assert found[2] == after
        assert letters.converted(Raw(1, (text, 5, {DAY: "1990-01-01"})), found[0]).cells[0] == after
        assert looks_legacy(after) is None


ALIKE = [
    ("Nguyễn Thị Hoà", None, similar.SAME_NAME),
    (unicodedata.normalize("NFD", "NGUYỄN  THỊ HÒA"), None, similar.SAME_NAME),
    ("Nguyễn Thị Hòa", date(1990, 8, 5), similar.SAME_NAME),
    ("Nguyễn Thị Hòa", date(1990, 5, 8), similar.TURNED),
    ("Nguyễn Thị Hòa", date(1991, 8, 5), None),
    ("Nguyen Thi Hoa", date(1990, 8, 5), similar.SAME_LETTERS),
    ("Nguyen Thi Hoa", None, None),
    ("Nguyễn Thị Hoàn", date(1990, 8, 5), similar.ONE_LETTER),
    ("Nguyễn Thị Oha", date(1990, 8, 5), similar.ONE_LETTER),
    ("Nguyễn Thị Hường", date(1990, 8, 5), None),
]


@pytest.mark.parametrize(("name", "born_on", "why"), ALIKE)
def test_who_looks_alike(name: str, born_on: date | None, why: str | None) -> None:
    crowd = similar.Crowd([similar.Known("p1", "Nguyễn Thị Hòa", date(1990, 8, 5))])
    assert [one.why for one in crowd.alike(name, born_on)] == ([why] if why else [])


@pytest.mark.soak
def test_a_long_list_is_read_quickly() -> None:
    """5,000 rows that all share a name: no work that grows with the square of them."""
    began = time.process_time()
    found = read(
        HEADS,
        *((no, f"A{no}", *LINE[2:4], f"{1 + no % 28}/8/{1950 + no % 50}", *LINE[5:]) for no in range(5000)),
    )
    assert len(found.records) == 5000
    assert time.process_time() - began < 20


def test_letters_of_columns() -> None:
    assert [letters_of(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_heading_of_a_template_is_known_again(kind: Any) -> None:
    columns = [one for one in kind.columns if one.width]
    head = tables.Head((1,), tuple(one.heading for one in columns))
    assert list(tables.guess(kind, head)) == [one.key for one in columns]
