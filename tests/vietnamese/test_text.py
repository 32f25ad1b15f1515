"""Cleaning, search keys, lengths, file names."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vietnamese.text import ascii_filename, clean, filename, search_key, upper, visible_length

ONE_LINE = [
    ("Công đoàn", "Công đoàn"),
    (unicodedata.normalize("NFD", "Công đoàn ngành Y tế"), "Công đoàn ngành Y tế"),
    ("Vi\u00ea\u0323t Nam", "Việt Nam"),  # Windows-1258: ê + dot
    ("tiê\u0341ng", "tiếng"),  # the deprecated tone marks
    ("e\u0323\u0302 e\u0302\u0323", "ệ ệ"),
    ("Ðại hội, Ðỗ Thị Ðào, ðồng chí", "Đại hội, Đỗ Thị Đào, đồng chí"),
    ("Ɖoàn viên", "Đoàn viên"),
    ("Số 05/QÐ-CÐCS, NÐ-CP", "Số 05/QĐ-CĐCS, NĐ-CP"),
    ("ð/c Kiên nhận 1.200.000 ð", "đ/c Kiên nhận 1.200.000 đ"),
    ("Guðrún, Sigurður", "Guðrún, Sigurður"),  # Icelandic names keep their letter
    ("d\u0335oàn", "đoàn"),
    ("a\x00b\x07c\x7f", "abc"),
    ("a\ud800b\udfffc", "abc"),
    ("\ud83d\ude00", "😀"),
    ("tổ\u200bchức\u00ad\ufeff\u2060", "tổchức"),
    ("\u202eabc\u2066def\u2069\u200f", "abcdef"),
    ("Nguyễn\u00a0Văn\u2003 \t A  ", "Nguyễn Văn A"),
    ("dòng một\r\ndòng hai\vdòng ba", "dòng một dòng hai dòng ba"),
    ("\ufffe\uffff\ufdd0x", "x"),
    ("\u3164\u2800", ""),
    ("   ", ""),
    ("– giữ gạch – như gõ", "– giữ gạch – như gõ"),
    ("hoà thuý uỷ hòa thúy ủy", "hoà thuý uỷ hòa thúy ủy"),
    ("{{ 7*7 }} <b>=1+1</b>", "{{ 7*7 }} <b>=1+1</b>"),
    ("t­ vÊn ph¸p luËt", "t­ vÊn ph¸p luËt"),  # TCVN3: its soft hyphen is the letter ư
]


@pytest.mark.parametrize(("typed", "stored"), ONE_LINE)
def test_clean_one_line(typed, stored):
    assert clean(typed) == stored


MANY_LINES = [
    ("một\r\nhai\rba\nbốn", "một\nhai\nba\nbốn"),
    ("đoạn một\n\n\n\nđoạn hai\n\n", "đoạn một\n\nđoạn hai"),
    ("•\tmột\n·  hai\n● ba\n\uf0b7 bốn", "- một\n- hai\n- ba\n- bốn"),
    ("– một\n— hai\n- ba\n+ bốn", "- một\n- hai\n- ba\n+ bốn"),
    ("o\tmột\n§\thai\nüba", "- một\n- hai\nüba"),
    ("–5 độ", "–5 độ"),
    ("ô một\tô hai \x0b ô ba", "ô một ô hai\nô ba"),
    ("   thụt đầu dòng", "thụt đầu dòng"),
    ("\u2028\u2029", ""),
    ("· c¸n bé\n· t\u00ad vÊn", "· c¸n bé\n· t\u00ad vÊn"),  # TCVN3: the dot is the letter ã
]


@pytest.mark.parametrize(("typed", "stored"), MANY_LINES)
def test_clean_many_lines(typed, stored):
    assert clean(typed, multiline=True) == stored


def test_clean_takes_text_only():
    with pytest.raises(TypeError):
        clean(None)


VIETNAMESE = "aăâđêơưọệữÐðƉdo\u0335\u0323\u0302\u0301\u200b\u00ad\u00a0\t\n\r•–- \uf0b7§«®µÊ1/"
ANY_TEXT = st.text() | st.text(alphabet=VIETNAMESE) | st.text(alphabet=st.characters())


@settings(deadline=None, max_examples=600)
@given(ANY_TEXT, st.booleans())
@example("o\t\u200bo\tx", True)
@example("• – o", True)
@example("Ð\u00adð 1ð", False)
@example("A\x08\u00ad", False)
@example("\u00b7n T\u00ad", True)
@example("•T\u00ad vÊn", True)
@example("0\rð", False)
@example("1  ð", False)
@example("A\u00ad\u0323", False)
def test_clean_twice_is_clean_once(text, multiline):
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")
    assert not any(unicodedata.category(char) == "Cc" for char in once.replace("\n", ""))
    assert multiline or "\n" not in once


@settings(deadline=None, max_examples=300)
@given(ANY_TEXT)
def test_search_key_is_stable(text):
    key = search_key(text)
    assert search_key(key) == key
    assert search_key(unicodedata.normalize("NFD", text)) == search_key(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đỗ Thị Ninh Hường", "do thi ninh huong"),
        ("Ðỗ Thị Ninh Hường", "do thi ninh huong"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("Thuỷ – Thủy — thuý", "thuy - thuy - thuy"),
        ("H’Mai Niê", "h'mai nie"),
        ("  CÔNG\u00a0ĐOÀN ", "cong doan"),
        ("KT-2026-00042", "kt-2026-00042"),
    ],
)
def test_search_key(text, key):
    assert search_key(text) == key


def test_upper_takes_either_form():
    assert upper(unicodedata.normalize("NFD", "Cộng hòa xã hội chủ nghĩa")) == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("ệ", 1),
        (unicodedata.normalize("NFD", "Công đoàn"), 9),
        ("", 0),
        ("a\r\nb", 3),
        ("👨\u200d👩\u200d👧", 1),
        ("👍🏽", 1),
        ("🇻🇳🇻🇳", 2),
        ("a\u200bb", 2),
    ],
)
def test_visible_length(text, length):
    assert visible_length(text) == length


@pytest.mark.parametrize(
    ("title", "ascii_name", "full_name"),
    [
        ("Đại hội", "Dai-hoi.docx", "Đại hội.docx"),
        ("đ", "d.docx", "đ.docx"),
        ("05/QĐ-CĐCS", "05-QD-CDCS.docx", "05-QĐ-CĐCS.docx"),
        ("../../etc/passwd", "etc-passwd.docx", "etc-passwd.docx"),
        ("CON", "CON-tep.docx", "CON tep.docx"),
        ("lpt1", "lpt1-tep.docx", "lpt1 tep.docx"),
        ("", "tep.docx", "tep.docx"),
        ("😀", "tep.docx", "😀.docx"),
        ('a"b\r\nSet-Cookie: x', "a-b-Set-Cookie-x.docx", "a-b Set-Cookie- x.docx"),
        ("\u202efdp.exe", "fdp-exe.docx", "fdp-exe.docx"),
    ],
)
def test_file_names(title, ascii_name, full_name):
    assert ascii_filename(title, "docx") == ascii_name
    assert filename(title, ".DOCX") == full_name


@settings(deadline=None, max_examples=400)
@given(ANY_TEXT)
@example("ế" * 400)
@example("Aux.")
def test_any_title_makes_a_safe_file_name(title):
    plain, full = ascii_filename(title, "pdf"), filename(title, "pdf")
    assert set(plain[:-4]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
    for name in (plain, full):
        assert name.endswith(".pdf")
        assert 5 <= len(name.encode()) <= 255
        assert not set(name) & set('/\\:*?"<>|\r\n\x00')
        assert not name.startswith((".", " ", "-"))


@pytest.mark.parametrize("ext", ["", "a/b", "docx\r\n", "exe;x"])
def test_wrong_extension(ext):
    with pytest.raises(ValueError, match="extension"):
        ascii_filename("Tờ trình", ext)
