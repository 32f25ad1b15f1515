"""The columns of a pasted list: headings, cells, what goes into a nominee's page, what is only told."""

import pytest

from services import nominee_rows, nominee_sheet
from services.nominees import Candidate
from vietnamese.errors import ParseProblem
from vietnamese.names import sort_key
from vietnamese.text import search_key

NAMES = {"p1": "Kiều Thị Dung", "p2": "Phí Đức Long", "u9": "Tổ Công đoàn Khoa Nội"}
PAGE = {
    "rating": "", "summary": "", "results": "", "registered": "", "absent_days": "", "discipline": "",
    "open_case": "", "initiatives": [{"name": "", "used": ""}], "report": "made",
}  # fmt: skip


def candidates(names=NAMES):
    """Return the unit's people and groups as the matcher takes them."""
    kinds = {"p": "person", "u": "group"}
    return [
        Candidate(key, kinds[key[0]], int(key[1:]), name, "", "", sort_key(name), search_key(name))
        for key, name in names.items()
    ]


def read(text, **known):
    """Read rows of these people and this group."""
    everybody = candidates()
    return nominee_rows.read(text, everybody[:2], everybody[2:], **known)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Xếp loại", "rating"),
        ("KẾT QUẢ XẾP LOẠI", "rating"),
        ("ket qua xep loai", "rating"),
        ("Xếp loại năm 2026", "rating"),
        ("Xếp loại năm 2025", None),
        ("Tóm tắt thành tích (không quá 3 dòng)", "summary"),
        ("Thành tích", "results"),
        ("Thành tích các năm trước", None),
        ("Số ngày\nnghỉ", "absent_days"),
        ("Kỷ luật, xử phạt trong năm", "discipline"),
        ("Hình thức đề nghị", "award"),
        ("Ghi chú", None),
        ("Năm sinh", None),
    ],
)
def test_headings(heading, field):
    assert nominee_sheet.heads(["Họ và tên", heading], 2026).at.get(1) == field


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("rating", "HTXSNV", "HTXS"),
        ("rating", "hoàn thành tốt nhiệm vụ.", "HTT"),
        ("rating", "Loại A", ParseProblem),
        ("absent_days", "03", 3),
        ("absent_days", "2 ngày", 2),
        ("absent_days", "hai", ParseProblem),
        ("absent_days", "400", ParseProblem),
        ("absent_days", "-1", ParseProblem),
        ("discipline", "Không", "none"),
        ("discipline", "Khiển trách", "khien_trach"),
        ("discipline", "nhắc nhở", ParseProblem),
        ("discipline_from", "05/3/2026", "2026-03-05"),
        ("discipline_from", "30/02/2026", ParseProblem),
        ("registered", "x", "yes"),
        ("open_case", "Không", "no"),
        ("initiatives", "Không", None),
        ("initiatives", "Quy trình tiêm an toàn", [{"name": "Quy trình tiêm an toàn"}]),
        ("summary", "Hiến máu\n- 3 lần", "Hiến máu\n- 3 lần"),
    ],
)
def test_cells(field, text, value):
    if value is ParseProblem:
        with pytest.raises(ParseProblem):
            nominee_sheet.read_cell(field, text)
    else:
        assert nominee_sheet.read_cell(field, text) == value


@pytest.mark.parametrize(
    ("shown", "cells", "same", "values", "beside"),
    [
        ({}, {"rating": "HTT"}, {}, {"rating": "HTT"}, {}),
        ({"rating": "HTXS"}, {"rating": "HTT"}, {}, {}, {"rating": "HTT"}),
        ({"rating": "HTT"}, {"rating": "HTTNV"}, {}, {}, {}),
        ({}, {"absent_days": "hai"}, {"absent_days": 0}, {}, {"absent_days": "hai"}),
        ({"absent_days": 0}, {"absent_days": "3"}, {"absent_days": 0}, {}, {"absent_days": "3"}),
        ({}, {}, {"absent_days": 0, "discipline": "none"}, {"absent_days": 0, "discipline": "none"}, {}),
        ({"discipline": "canh_cao"}, {}, {"discipline": "none"}, {}, {}),
        ({}, {"results": "Hiến máu"}, {}, {"results": "Hiến máu", "summary": "Hiến máu"}, {}),
        ({}, {"results": "x" * 301}, {}, {"results": "x" * 301}, {}),
        ({"summary": "đã gõ"}, {"results": "Hiến máu"}, {}, {"results": "Hiến máu"}, {}),
        (
            {}, {"results": "Dài", "summary": "Ngắn"}, {}, {"results": "Dài", "summary": "Ngắn"}, {},
        ),
        ({}, {"members": "26"}, {}, {}, {}),
        (
            {"initiatives": [{"name": "A", "used": ""}, {"name": "B", "used": "yes"}]}, {}, {"used": "no"},
            {"initiatives": [{"name": "A", "used": "no"}, {"name": "B", "used": "yes"}]}, {},
        ),
        ({}, {"initiatives": "A"}, {"used": "no"}, {"initiatives": [{"name": "A", "used": "no"}]}, {}),
        ({}, {}, {"used": "no"}, {}, {}),
    ],
)  # fmt: skip
def test_only_what_is_open_is_filled_and_the_rest_is_told(shown, cells, same, values, beside):
    found = nominee_sheet.filled(PAGE | shown, cells, same)
    assert (found.values, found.beside) == (values, beside)


def test_a_sheet_as_excel_copies_it():
    text = (
        "DANH SÁCH ĐỀ NGHỊ\n"
        'TT\tHọ và tên\t"Thành tích\ntrong năm"\tXếp loại\tSố ngày nghỉ\tGhi chú\n'
        '1\tKiều Thị Dung\t"Hiến máu ""tình nguyện""\nThăm hỏi 3 lượt"\tHTXSNV\t\tmới\n'
        "2\tPhí Đức Long\tTrực 12 ca\tLoại A\thai ngày\t\n"
        "3\tTổ Công đoàn Khoa Nội\tVững mạnh\tHTT\tkhông\t\n"
        "4\tKiều Thị Dung\tkhác\tHTT\t\t\n"
        "5\tPhí Đức Lonh\tGì đó\tHTT\t\t"
    )
    found = read(text)
    assert found.cells == {
        "p1": {"results": 'Hiến máu "tình nguyện"\nThăm hỏi 3 lượt', "rating": "HTXSNV"},
        "p2": {"results": "Trực 12 ca", "rating": "Loại A", "absent_days": "hai ngày"},
        "u9": {"results": "Vững mạnh", "rating": "HTT", "absent_days": "không"},
    }
    told = [(one.line, one.name, one.title, one.typed) for one in found.troubles]
    assert told == [
        (4, "Phí Đức Long", "Xếp loại", "Loại A"),
        (4, "Phí Đức Long", "Số ngày nghỉ", "hai ngày"),
    ], "a group is not asked for its days"
    assert (found.heads.unused, found.twice) == (("Ghi chú",), ((6, "Kiều Thị Dung"),))
    again = read(found.rest, chosen={str(found.asked[-1].no): "p2"})
    assert again.cells == {"p2": {"results": "Gì đó", "rating": "HTT"}}, "its columns stay with the row"


@pytest.mark.parametrize(
    ("cell", "told"),
    [("Giấy khen", 0), ("Giấy khen của Công đoàn ngành", 0), ("Bằng khen", 1), ("", 0)],
)
def test_another_award_is_told(cell, told):
    text = f"Họ và tên\tHình thức đề nghị\nKiều Thị Dung\t{cell}"
    assert len(read(text, award="Giấy khen của Công đoàn ngành").troubles) == told


def test_without_headings_cells_are_nobody_s_answers():
    assert read("Kiều Thị Dung\tHTXSNV\t3").cells == {"p1": {}}


def test_what_is_left_is_copied_as_excel_would():
    text = 'Họ và tên\tThành tích\nNgười Lạ\t"hai\ndòng"'
    found = read(text)
    assert found.rest == text
    assert read(found.rest).rest == text


def test_namesakes_come_with_group_and_year_the_likely_one_first():
    from dataclasses import replace
    from datetime import date

    one, other = candidates({"p1": "Nguyễn Thị Yến", "p2": "Nguyễn Thị Yến"})
    one = replace(one, group="Khoa Nội", born_on=date(1980, 5, 1))
    other = replace(other, group="Khoa Dược", born_on=date(1994, 5, 1))
    text = "TT\tHọ và tên\tNăm sinh\n1\tNguyễn Thị Yến\t1994"
    asked = nominee_rows.read(text, [one, other], []).asked
    assert [each.key for each in asked[0].proposals] == ["p2", "p1"]


def test_a_second_row_of_one_name_means_somebody_else():
    both = candidates({"p1": "Nguyễn Thị Yến", "p2": "Nguyễn Thị Yến"})
    found = nominee_rows.read("Nguyễn Thị Yến\nNguyễn Thị Yến", both, [], there=["p2"])
    assert ([one.key for one in found.taken], len(found.asked)) == (["p2"], 1)
