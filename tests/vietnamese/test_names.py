"""Order of names: the 20 rows of official-documents §15 under both orders, ICU's order, parts, overrides."""

import itertools
import random
import sqlite3
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietnamese.names import Name, address, initials, sort_key, split

BOTH_ORDERS = [
    ("Lê Văn Anh", "Lê Văn Ánh"),
    ("Bùi Văn Anh", "Đỗ Văn Ảnh"),
    ("Lê Văn Ăn", "Lê Văn Ân"),
    ("Trần Thị Ánh", "Lê Văn Ân"),
    ("Đinh Văn Dũng", "Bùi Văn Đạt"),
    ("Nguyễn Văn Dư", "Nguyễn Văn Đa"),
    ("Lê Thị Hoa", "Lê Thị Hòa"),
    ("Lê Thị Hòa", "Lê Thị Hoan"),
    ("Lê Thị Hương", "Lê Thị Hường"),
    ("Đỗ Thị Kim Hường", "Lê Thị Hưởng"),
    ("Phạm Văn Ô", "Phạm Văn Ơ"),
    ("Phạm Thị Oanh", "Phạm Thị Ơn"),
    ("Vũ Văn Tụ", "Vũ Văn Tư"),
    ("Trần Minh Tuân", "Lê Minh Tuấn"),
    ("Đỗ Văn Ý", "Nguyễn Thị Yến"),
    ("Trịnh Thị Lan Phấn", "Cao Thị Bích Phương"),
    ("Lê An", "Lê Văn An"),
]
ONE_ORDER = [
    ("A", "Trần Thị An", "Nguyễn Văn An"),
    ("B", "Nguyễn Văn An", "Trần Thị An"),
    ("A", "Bùi Minh Đức", "An Văn Đức"),
    ("B", "An Văn Đức", "Bùi Minh Đức"),
]


@pytest.mark.parametrize(
    ("order", "first", "second"),
    [(order, *row) for row in BOTH_ORDERS for order in "AB"] + ONE_ORDER,
)
def test_first_stands_before_second(order, first, second):
    assert sort_key(first, order) < sort_key(second, order)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Phạm Thị Hoà", "Phạm Thị Hòa"),
        ("Nguyễn Văn Thuý", "Nguyễn Văn Thúy"),
        ("NGUYỄN VĂN ĐẠT", "Nguyễn Văn Đạt"),
        ("  Lê\u00a0Thị   Hoa ", "Lê Thị Hoa"),
        ("H'Mai Niê", "H’Mai Niê"),
        ("Ðỗ Văn Ðạt", "Đỗ Văn Đạt"),
    ],
)
@pytest.mark.parametrize("order", ["A", "B"])
def test_equal_keys(name, same, order):
    assert sort_key(name, order) == sort_key(same, order)


def icu_order():
    return Path(__file__).with_name("icu_order.txt").read_text(encoding="utf-8").split()


def test_given_names_in_the_order_of_icu():
    """icu_order.txt: ICU 72.1, collation `vi`, no two equal."""
    expected = icu_order()
    assert len(set(expected)) == 240
    shuffled = random.Random(3).sample(expected, len(expected))
    assert sorted(shuffled, key=sort_key) == expected


def test_the_same_order_in_sqlite_and_in_nfd():
    names = [f"Lê Văn {given}" for given in icu_order()]
    rows = [(sort_key(unicodedata.normalize("NFD", name)), name) for name in reversed(names)]
    with sqlite3.connect(":memory:") as database:
        database.execute("create table person (key text, name text)")
        database.executemany("insert into person values (?, ?)", rows)
        stored = [name for (name,) in database.execute("select name from person order by key")]
    database.close()
    assert stored == names


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Đỗ Thị Ninh Hường", Name("Đỗ", "Thị Ninh", "Hường")),
        ("Lê An", Name("Lê", "", "An")),
        ("Hương", Name("", "", "Hương")),
        ("", Name("", "", "")),
        ("  Trần  Trung\u00a0Kiên ", Name("Trần", "Trung", "Kiên")),
    ],
)
def test_parts(name, parts):
    assert split(name) == parts


@pytest.mark.parametrize(
    ("name", "family", "given", "parts"),
    [
        ("H'Mai Niê", "Niê", "H'Mai", Name("Niê", "", "H'Mai")),
        ("Y Thanh Ênuôl", "Ênuôl", "Thanh", Name("Ênuôl", "Y", "Thanh")),
        ("Tôn Nữ Thị Ninh", "Tôn Nữ", None, Name("Tôn Nữ", "Thị", "Ninh")),
        ("Lê Lê", "Lê", "Lê", Name("Lê", "", "Lê")),
        ("K'Long", None, "Khác", Name("K'Long", "", "Khác")),
    ],
)
def test_parts_that_a_person_has_told(name, family, given, parts):
    assert split(name, family=family, given=given) == parts
    assert sort_key(name, family=family, given=given) == sort_key(parts)


def test_unknown_order_is_refused():
    with pytest.raises(ValueError, match="order"):
        sort_key("Lê An", "C")


NAMES = st.lists(
    st.text(alphabet="aăâbcdđeêhimnoôơpqtuưyzwAĐÊ'’-̣́̀̉̃ñ1Ж", min_size=1, max_size=6), max_size=5
).map(" ".join)


@settings(deadline=None, max_examples=300)
@given(NAMES, NAMES, NAMES)
def test_keys_are_plain_and_do_not_depend_on_form(first, second, third):
    for name, order in itertools.product((first, second, third), "AB"):
        key = sort_key(name, order)
        assert set(key) <= set("0123456789abcdef")
        for form in ("NFC", "NFD"):
            assert sort_key(unicodedata.normalize(form, name), order) == key


@settings(deadline=None, max_examples=300)
@given(st.permutations(["Lê", "Lê Văn", "Lê Văn An", "An", "Bùi An", "Đa", "Dư", "Ăn", "Ân", "Văn Ân"]))
def test_sorting_does_not_depend_on_the_input_order(names):
    expected = ["An", "Bùi An", "Lê Văn An", "Ăn", "Ân", "Văn Ân", "Dư", "Đa", "Lê", "Lê Văn"]
    assert sorted(names, key=sort_key) == expected


@pytest.mark.parametrize(
    ("name", "short"), [("Nguyễn Văn Đạt", "NVĐ"), ("ứng thị bích", "ỨTB"), ("H'Mai", "H"), ("", "")]
)
def test_initials(name, short):
    assert initials(name) == short


@pytest.mark.parametrize(
    ("name", "words"),
    [("Trần Trung Kiên", "đ/c Kiên"), (split("H'Mai Niê", given="H'Mai"), "đ/c H'Mai"), ("  ", "")],
)
def test_address(name, words):
    assert address(name) == words
