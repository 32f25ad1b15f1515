"""Long texts made to be slow: each reader's work must grow with the length, not with its square."""

import pytest

from vietnamese.dates import parse_date, parse_time
from vietnamese.errors import ParseProblem
from vietnamese.listing import Column, read_rows
from vietnamese.names import sort_key
from vietnamese.numbers import parse_count, parse_decimal, parse_money
from vietnamese.text import clean, filename, looks_legacy, search_key, visible_length

LENGTH = 100_000
HEAVY = {
    "one word": "a" * LENGTH,
    "one digit": "1" * LENGTH,
    "wrong đ": "ð " * (LENGTH // 2),
    "wrong đ in one word": "ð" * LENGTH,
    "soft hyphens": "T\u00ad vÊn " * (LENGTH // 8),
    "marks": "e" + "\u0323" * 10_000,
    "quotes": '"\t' * (LENGTH // 2),
    "quotes unclosed": '\t"a""' * (LENGTH // 5),
    "bullets": "•" * LENGTH,
    "empty lines": "\n" * LENGTH,
    "groups": "1." * (LENGTH // 2),
}


def refused(parse, text):
    try:
        parse(text)
    except ParseProblem:
        return True
    return False


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY.keys())
def test_long_text_is_only_long(text):
    """No clock is read: work that grew with the square would take this test minutes."""
    assert len(clean(text)) <= len(text)
    assert len(clean(text, multiline=True)) <= len(text) + text.count("\n") + 2
    assert visible_length(text) <= len(text)
    assert looks_legacy(text) in (None, "tcvn3", "vni")
    assert len(search_key(text)) <= len(text)
    assert len(filename(text, "pdf").encode()) <= 255
    assert sort_key(text)
    listing = read_rows(text, (Column("name", ("Họ tên",)), Column("post", ("Chức vụ",))))
    assert len(listing.rows) + len(listing.odd) <= text.count("\n") + 1
    for parse in (parse_date, parse_time, parse_money, parse_count, lambda typed: parse_decimal(typed, 1)):
        assert refused(parse, text)
