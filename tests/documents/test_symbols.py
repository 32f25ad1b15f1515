"""Numbers and symbols: the vectors of NĐ 30/2020 and the odd forms that real papers have."""

import pytest

from documents.symbols import BLANK, Number, number_text, parse, symbol


@pytest.mark.parametrize(
    ("seq", "suffix", "of", "printed"),
    [
        (5, "", ("QĐ", "CĐCS"), "05/QĐ-CĐCS"),
        (10, "", ("KH", "CĐYT"), "10/KH-CĐYT"),
        (123, "", ("KH", "CĐYT"), "123/KH-CĐYT"),
        (1, "", ("QyĐ", "CĐN"), "01/QyĐ-CĐN"),
        (3, "", ("TTr", "CĐCS"), "03/TTr-CĐCS"),
        (7, "", ("", "LĐLĐ", "CSPL"), "07/LĐLĐ-CSPL"),
        (4133, "", ("", "TLĐ", "ToC"), "4133/TLĐ-ToC"),
        (118, "a", ("QĐ", "CĐN"), "118a/QĐ-CĐN"),
        (None, "", ("QĐ", "CĐN"), BLANK + "/QĐ-CĐN"),
    ],
)
def test_printed_number(seq, suffix, of, printed):
    assert number_text(seq, suffix, symbol(*of)) == printed
    assert str(Number(seq, suffix, symbol(*of))) == printed


def test_a_blank_number_has_no_word_in_its_place():
    assert number_text(None, "", "TTr-CĐCS").replace("\u00a0", "") == "/TTr-CĐCS"


@pytest.mark.parametrize("seq", [0, -1])
def test_numbers_start_at_one(seq):
    with pytest.raises(ValueError, match="starts at 1"):
        number_text(seq, "", "QĐ-CĐN")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("05/QĐ-CĐN", Number(5, "", "QĐ-CĐN")),
        ("34 /KH-LĐLĐ", Number(34, "", "KH-LĐLĐ")),
        ("83/ KH-LĐLĐ", Number(83, "", "KH-LĐLĐ")),
        ("Số: 05/QĐ–CĐN", Number(5, "", "QĐ-CĐN")),
        ("số 118A / QĐ - CĐN", Number(118, "a", "QĐ-CĐN")),
        ("4133/TLĐ-ToC", Number(4133, "", "TLĐ-ToC")),
        ("146/Tr-BTC", Number(146, "", "Tr-BTC")),
        ("933/QĐ-TLĐ ", Number(933, "", "QĐ-TLĐ")),
        ("12/LD-LĐ", Number(12, "", "LD-LĐ")),
        ("", None),
        ("QĐ-CĐN", None),
        ("12/2020", None),
        ("05-QĐ", None),
        ("1234567/QĐ-CĐN", None),
        ("05/QĐ-CĐN và 06/QĐ-CĐN", None),
    ],
)
def test_typed_number(typed, read):
    assert parse(typed) == read


def test_what_is_printed_is_read_back():
    for seq in range(1, 1200, 7):
        assert parse(f"Số: {number_text(seq, '', 'TTr-CĐCS')}") == Number(seq, "", "TTr-CĐCS")
