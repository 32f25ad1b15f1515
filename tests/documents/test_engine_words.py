"""The engine's own words: numbering without gaps, punctuation, «./.» once."""

import pytest

from documents.finish import finish, point_sign, roman
from documents.text import words
from documents.tree import parse


def _words(markup, profile):
    return " ".join(words(finish(parse(markup), profile)))


@pytest.mark.parametrize(
    ("grounds", "printed"),
    [
        (["Căn cứ A"], "Căn cứ A."),
        (["Căn cứ A;", "Căn cứ B"], "Căn cứ A; Căn cứ B."),
        (["Căn cứ A.", "Căn cứ B;", "Căn cứ C,"], "Căn cứ A; Căn cứ B; Căn cứ C."),
        (["Căn cứ A", "  ", "Căn cứ B;."], "Căn cứ A; Căn cứ B."),
        (["Căn cứ Luật số 06/2022/QH15 (sửa đổi);"], "Căn cứ Luật số 06/2022/QH15 (sửa đổi)."),
    ],
)
def test_grounds_end_with_semicolons_and_the_last_with_a_full_stop(profile, grounds, printed):
    body = "".join(f"<ground>{ground}</ground>" for ground in grounds)
    assert _words(f'<paper end="no"><basis>{body}</basis></paper>', profile) == printed


@pytest.mark.parametrize(
    ("places", "printed"),
    [
        ([], "Nơi nhận: - Lưu: VT."),
        (["Như trên"], "Nơi nhận: - Như trên; - Lưu: VT."),
        (
            ["Như trên;", "LĐLĐ tỉnh (để báo cáo)."],
            "Nơi nhận: - Như trên; - LĐLĐ tỉnh (để báo cáo); - Lưu: VT.",
        ),
        (["Như trên", "Lưu: VT, hồ sơ"], "Nơi nhận: - Như trên; - Lưu: VT, hồ sơ."),
        (["Như Điều 3", "như điều 3;", "A"], "Nơi nhận: - như điều 3; - A; - Lưu: VT."),
    ],
)
def test_recipients(profile, places, printed):
    body = "".join(f"<recipient>{place}</recipient>" for place in places)
    assert _words(f'<paper end="no"><recipients>{body}</recipients></paper>', profile) == printed


@pytest.mark.parametrize(
    ("places", "printed"),
    [
        (["Ban Thường vụ"], "Kính gửi: Ban Thường vụ"),
        (["Ban Thường vụ;"], "Kính gửi: Ban Thường vụ"),
        (["A", "B"], "Kính gửi: - A; - B."),
    ],
)
def test_addressees(profile, places, printed):
    body = "".join(f"<addressee>{place}</addressee>" for place in places)
    assert _words(f'<paper end="no"><addressees>{body}</addressees></paper>', profile) == printed


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("<para>Một.</para><para>Hai.</para>", "Một. Hai./."),
        ("<para>Một.</para><para>Hai</para>", "Một. Hai./."),
        ("<para>Một./.</para>", "Một./."),
        ("<para>Một;</para>", "Một./."),
        ("<para>Một <strong>hai.</strong></para>", "Một hai./."),
        ("<article>Một.</article>", "Điều 1. Một./."),
        ("<part heading='A'><clause>Một.</clause></part>", "I. A 1. Một./."),
        ("<para>Một.</para><para> </para>", "Một./."),
        ("<para>Một.</para><closing><recipients/></closing>", "Một./. Nơi nhận: - Lưu: VT."),
        ('<para>Một.</para><table><column width="*">A</column></table>', "Một. A"),
    ],
)
def test_the_text_ends_once(profile, body, printed):
    assert _words(f"<paper>{body}</paper>", profile) == printed


def test_parts_left_out_leave_no_gap_in_the_numbers(profile):
    body = (
        "<part heading='Một'><clause>a</clause><clause> </clause><clause>b</clause></part><part heading='Trống'></part>"
        "<part heading='Hai'><clause>c<em/></clause></part><article>x</article><article></article>"
        "<article heading='y'><point>d</point><point>đ</point></article>"
    )
    printed = "I. MỘT 1. a 2. b II. HAI 1. c Điều 1. x Điều 2. y a) d b) đ"
    assert _words(f'<paper end="no">{body}</paper>', profile) == printed


def test_signs_of_points_follow_the_vietnamese_alphabet():
    assert [point_sign(number) for number in (1, 4, 5, 6, 7, 22, 23, 24)] == [
        "a",
        "d",
        "đ",
        "e",
        "g",
        "x",
        "y",
        "aa",
    ]


def test_roman_numbers():
    assert [roman(number) for number in (1, 4, 9, 14, 40, 49)] == ["I", "IV", "IX", "XIV", "XL", "XLIX"]


def test_the_letterhead_reads_from_left_to_right(profile):
    parent = "<parent><line>Công đoàn ngành</line><line>Y tế</line></parent>"
    markup = (
        f'<paper end="no"><letterhead>{parent}<issuer>Cđcs A</issuer><number>05/QĐ-CĐCS</number>'
        "<place-date>Sông Lam, ngày 05 tháng 3 năm 2025</place-date></letterhead></paper>"
    )
    printed = (
        "CÔNG ĐOÀN NGÀNH Y TẾ CĐCS A CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc "
        "Số: 05/QĐ-CĐCS Sông Lam, ngày 05 tháng 3 năm 2025"
    )
    assert _words(markup, profile) == printed


def test_grouped_columns_share_a_head(profile):
    table = (
        '<paper end="no"><table><column width="20">A</column><column width="20" group="G">B</column>'
        '<column width="20" group="G">C</column><column width="*">D</column></table></paper>'
    )
    heads = finish(parse(table), profile).first("table").nodes("head")
    shape = [[(cell.text, cell.get("span"), cell.get("rows")) for cell in head.nodes()] for head in heads]
    assert shape == [[("A", "1", "2"), ("G", "2", "1"), ("D", "1", "2")], [("B", "", ""), ("C", "", "")]]
