"""Figures: official-documents §14 rows 12–19, money and counts as typed, percentages without floats."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietnamese.errors import ParseProblem
from vietnamese.numbers import (
    LARGEST_AMOUNT,
    decimal_comma,
    document_mark,
    document_number,
    group,
    next_number,
    parse_count,
    parse_decimal,
    parse_money,
    percent,
    two_digits,
)

MONEY = [
    ("2.270.495.000 đồng", 2_270_495_000),
    ("180 triệu đồng", 180_000_000),
    ("1,5 tỷ", 1_500_000_000),
    ("1.416.882", 1_416_882),
    ("1416882", 1_416_882),
    ("1 416 882", 1_416_882),
    ("1\u00a0416\u00a0882 đồng", 1_416_882),
    ("1.416.882đ", 1_416_882),
    ("1.416.882 ₫", 1_416_882),
    ("1.416.882 VNĐ", 1_416_882),
    ("1.416.882 vnd.", 1_416_882),
    ("1.416.882,00 đồng", 1_416_882),
    ("5.000.000 đồng chẵn", 5_000_000),
    ("1 tỷ 200 triệu", 1_200_000_000),
    ("1 tỷ 200 triệu 500 nghìn đồng", 1_200_500_000),
    ("1,5 tỉ", 1_500_000_000),
    ("1.500 triệu", 1_500_000_000),
    ("1,25 nghìn tỷ", 1_250_000_000_000),
    ("500k", 500_000),
    ("50 ngàn đồng", 50_000),
    ("20tr", 20_000_000),
    ("0", 0),
    ("0 đồng", 0),
    ("007", 7),
    ("1.500", 1_500),
    ("10" + "0" * 17, LARGEST_AMOUNT),
]


@pytest.mark.parametrize(("typed", "amount"), MONEY)
def test_typed_money(typed, amount):
    assert parse_money(typed) == amount


HOW_MUCH = "là bao nhiêu? Nhập số đồng, ví dụ 1.200.000"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1,416,882", '"1,416,882" viết theo lối nước ngoài. Nếu là 1.416.882 đồng, nhập 1.416.882'),
        ("1,416,882.00", '"1,416,882.00" viết theo lối nước ngoài. Nếu là 1.416.882 đồng, nhập 1.416.882'),
        ("1.5", f'"1.5" {HOW_MUCH}'),
        ("1,5", f'"1,5" {HOW_MUCH}'),
        ("1,500", f'"1,500" {HOW_MUCH}'),
        ("1.5 triệu", f'"1.5 triệu" {HOW_MUCH}'),
        ("12.34.567", f'"12.34.567" {HOW_MUCH}'),
        ("1.416.88", f'"1.416.88" {HOW_MUCH}'),
        ("0.500", f'"0.500" {HOW_MUCH}'),
        ("1 triệu 2", f'"1 triệu 2" {HOW_MUCH}'),
        ("200 triệu 1 tỷ", f'"200 triệu 1 tỷ" {HOW_MUCH}'),
        ("0,0001 nghìn", f'"0,0001 nghìn" {HOW_MUCH}'),
        ("hai triệu", f'"hai triệu" {HOW_MUCH}'),
        ("1e6", f'"1e6" {HOW_MUCH}'),
        ("=1+1", f'"=1+1" {HOW_MUCH}'),
        ("١٢٣", f'"١٢٣" {HOW_MUCH}'),
        ("-5.000", '"-5.000" là số âm. Nhập số đồng từ 0 trở lên, ví dụ 1.200.000'),
        (
            "1" + "0" * 24,
            '"1000000000000000000000000" lớn quá. Nhập nhiều nhất 1.000.000.000.000.000.000 đồng',
        ),
        ("", "Nhập số đồng, ví dụ 1.200.000"),
        ("đồng", "Nhập số đồng, ví dụ 1.200.000"),
    ],
)
def test_refused_money_says_how_to_mend(typed, words):
    with pytest.raises(ParseProblem) as caught:
        parse_money(typed)
    assert str(caught.value) == words


@settings(deadline=None)
@given(st.integers(0, LARGEST_AMOUNT))
def test_parse_undoes_group(amount):
    for text in (group(amount), f"{group(amount)} đồng", str(amount), group(amount).replace(".", "\u202f")):
        assert parse_money(text) == amount


@settings(deadline=None, max_examples=400)
@given(st.text() | st.text(alphabet="0123456789., triệutỷnghìnđ-k") | st.integers().map(str))
def test_any_text_is_read_or_refused(text):
    for parse in (parse_money, parse_count, lambda typed: parse_decimal(typed, 1)):
        try:
            assert 0 <= parse(text) <= LARGEST_AMOUNT
        except ParseProblem as problem:
            assert problem.message % problem.params == str(problem)


@pytest.mark.parametrize(("typed", "count"), [("8", 8), ("08", 8), ("1.795", 1_795), (" 12 ", 12), ("0", 0)])
def test_typed_count(typed, count):
    assert parse_count(typed) == count


@pytest.mark.parametrize("typed", ["", "1,5", "-1", "1.5", "mười", "12 người", "99999999999999999999999999"])
def test_refused_count(typed):
    with pytest.raises(ParseProblem):
        parse_count(typed)


def test_count_names_its_limit():
    with pytest.raises(ParseProblem, match="nhiều nhất 1.000$"):
        parse_count("1001", largest=1_000)


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [
        ("8,5", 85),
        ("8", 80),
        ("8.5", 85),
        ("8,50", 85),
        ("0,5", 5),
        ("1.000", 10_000),
        ("1.000,5", 10_005),
        ("100", 1_000),
    ],
)
def test_typed_points_are_tenths(typed, tenths):
    assert parse_decimal(typed, 1) == tenths


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [
        ("8,55", '"8,55" lẻ quá. Nhập nhiều nhất 1 chữ số'),
        ("8,", '"8," là bao nhiêu'),
        (",5", '",5" là bao nhiêu'),
        ("", "Nhập số"),
    ],
)
def test_refused_points(typed, beginning):
    with pytest.raises(ParseProblem) as caught:
        parse_decimal(typed, 1)
    assert str(caught.value).startswith(beginning)


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (7_007, "7.007"),
        (1_795, "1.795"),
        (999, "999"),
        (-5_000, "-5.000"),
        (0, "0"),
        (10**12, "1.000.000.000.000"),
    ],
)
def test_group(n, text):
    assert group(n) == text


@pytest.mark.parametrize(
    ("value", "places", "trim", "text"),
    [
        (95, 1, False, "9,5"),
        (90, 1, False, "9,0"),
        (90, 1, True, "9"),
        (-5, 1, False, "-0,5"),
        (0, 2, False, "0,00"),
        (1_234_567, 2, False, "12.345,67"),
        (12, 0, False, "12"),
    ],
)
def test_decimal_comma(value, places, trim, text):
    assert decimal_comma(value, places, trim=trim) == text


@pytest.mark.parametrize(
    ("num", "den", "digits", "text"),
    [
        (951, 1_000, 1, "95,1%"),
        (1, 1, 1, "100%"),
        (0, 7, 1, "0%"),
        (1, 3, 1, "33,3%"),
        (2, 3, 1, "66,7%"),
        (1, 8, 1, "12,5%"),
        (1, 16, 1, "6,3%"),  # 6,25 half up; float formatting says 6,2
        (1, 16, 2, "6,25%"),
        (9_995, 10_000, 1, "100%"),
        (-1, 16, 1, "-6,3%"),
        (3, 2, 0, "150%"),
        (123_456, 100, 1, "123.456%"),
    ],
)
def test_percent(num, den, digits, text):
    assert percent(num, den, digits) == text


def test_percent_keeps_zeros_in_a_column():
    assert percent(1, 1, trim=False) == "100,0%"


def test_share_of_nothing():
    with pytest.raises(ZeroDivisionError):
        percent(1, 0)


@settings(deadline=None)
@given(st.integers(0, 10**12), st.integers(1, 10**9), st.integers(0, 3))
def test_percent_is_within_half_a_unit(num, den, digits):
    text = percent(num, den, digits, trim=False)
    shown = Fraction(text.removesuffix("%").replace(".", "").replace(",", "."))
    error = shown - Fraction(num, den) * 100
    half = Fraction(1, 2 * 10**digits)
    assert -half < error <= half


@pytest.mark.parametrize(
    ("n", "text"), [(8, "08"), (1, "01"), (0, "00"), (10, "10"), (1_795, "1.795"), (-3, "-3")]
)
def test_two_digits(n, text):
    assert two_digits(n) == text


@pytest.mark.parametrize(
    ("number", "parts", "printed"),
    [
        (5, {"kind": "QĐ", "body": "CĐCS"}, "05/QĐ-CĐCS"),
        (10, {"kind": "KH", "body": "CĐYT"}, "10/KH-CĐYT"),
        (123, {"kind": "KH", "body": "CĐYT"}, "123/KH-CĐYT"),
        (7, {"body": "LĐLĐ", "drafter": "CSPL"}, "07/LĐLĐ-CSPL"),
        (3, {"kind": "TTr", "body": "CĐCS"}, "03/TTr-CĐCS"),
        (118, {"kind": "QĐ", "body": "CĐN", "suffix": "a"}, "118a/QĐ-CĐN"),
        (None, {"kind": "KH", "body": "CĐCS"}, "      /KH-CĐCS"),
    ],
)
def test_document_mark(number, parts, printed):
    assert document_mark(number, **parts) == printed


def test_document_numbers_are_never_grouped():
    assert document_number(1795) == "1795"


def test_numbers_begin_again_each_year():
    assert document_number(next_number(187, 2024, 2025)) == "01"
    assert next_number(187, 2024, 2024) == 188
    assert next_number(None, None, 2026) == 1
    with pytest.raises(ValueError, match="2024"):
        next_number(1, 2025, 2024)
