"""Amounts in words: the vectors of official-documents §13, more rows, 10,000 amounts read back."""

import random

import pytest

from vietnamese.words import amount_in_words, in_words

AMOUNTS = [
    (0, "Không"),
    (15, "Mười lăm"),
    (21, "Hai mươi mốt"),
    (24, "Hai mươi tư"),
    (55, "Năm mươi lăm"),
    (101, "Một trăm linh một"),
    (104, "Một trăm linh bốn"),
    (110, "Một trăm mười"),
    (1_001, "Một nghìn không trăm linh một"),
    (1_010, "Một nghìn không trăm mười"),
    (105_000, "Một trăm linh năm nghìn"),
    (1_050_000, "Một triệu không trăm năm mươi nghìn"),
    (1_416_882, "Một triệu bốn trăm mười sáu nghìn tám trăm tám mươi hai"),
    (143_410_000, "Một trăm bốn mươi ba triệu bốn trăm mười nghìn"),
    (215_125_000, "Hai trăm mười lăm triệu một trăm hai mươi lăm nghìn"),
    (2_270_495_000, "Hai tỷ hai trăm bảy mươi triệu bốn trăm chín mươi lăm nghìn"),
    (1_000_000_005, "Một tỷ không trăm linh năm"),
    (
        21_004_005_024,
        "Hai mươi mốt tỷ không trăm linh bốn triệu không trăm linh năm nghìn không trăm hai mươi tư",
    ),
    (
        1_234_567_890_123,
        "Một nghìn hai trăm ba mươi tư tỷ năm trăm sáu mươi bảy triệu tám trăm chín mươi nghìn một trăm hai mươi ba",
    ),
    (10**15, "Một triệu tỷ"),
    # Outputs that libraries get wrong (libraries.md §4) and the ends of the range.
    (1_015, "Một nghìn không trăm mười lăm"),
    (1_005_000_000, "Một tỷ không trăm linh năm triệu"),
    (2_005_000_000_015, "Hai nghìn không trăm linh năm tỷ không trăm mười lăm"),
    (1_000_001, "Một triệu không trăm linh một"),
    (-5_000, "Âm năm nghìn"),
    (10**18, "Một tỷ tỷ"),
    (10**18 + 10**9, "Một tỷ không trăm linh một tỷ"),
    (10**24, "Một triệu tỷ tỷ"),
    (14, "Mười bốn"),
    (31, "Ba mươi mốt"),
    (11, "Mười một"),
]


@pytest.mark.parametrize(("amount", "words"), AMOUNTS)
def test_amount_as_papers_print_it(amount, words):
    assert amount_in_words(amount) == f"{words} đồng"


@pytest.mark.parametrize(
    ("amount", "options", "words"),
    [
        (105_004, {"linh": "lẻ"}, "một trăm lẻ năm nghìn không trăm lẻ bốn"),
        (24, {"four": "bốn"}, "hai mươi bốn"),
        (14, {"four": "bốn"}, "mười bốn"),
        (24_000, {"thousand": "ngàn"}, "hai mươi tư ngàn"),
    ],
)
def test_settings_of_the_office(amount, options, words):
    assert in_words(amount, **options) == words


@pytest.mark.parametrize(
    ("amount", "end"),
    [
        (1_000_000, "triệu đồng chẵn"),
        (1_000_500, "năm trăm đồng"),
        (0, "Không đồng"),
        (-2_000, "nghìn đồng chẵn"),
    ],
)
def test_even_is_said_of_whole_thousands(amount, end):
    assert amount_in_words(amount, even=True).endswith(end)


@pytest.mark.parametrize("wrong", [1.0, "12", None, True])
def test_only_whole_numbers_have_words(wrong):
    with pytest.raises(TypeError):
        in_words(wrong)


READER_DIGITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}
READER_SCALES = {"nghìn": 10**3, "triệu": 10**6}


def read_back(words):
    """Words → number, from left to right, sharing nothing with the code that wrote them."""
    tokens = words.split()
    sign = -1 if tokens[0] == "âm" else 1
    total = section = below_thousand = 0
    digit = None
    for token in tokens[1:] if sign < 0 else tokens:
        if token in READER_DIGITS:
            assert digit is None, words
            digit = READER_DIGITS[token]
        elif token == "trăm":
            below_thousand, digit = digit * 100, None
        elif token == "mươi":
            below_thousand, digit = below_thousand + digit * 10, None
        elif token == "mười":
            below_thousand += 10
        elif token == "linh":
            assert below_thousand % 100 == 0, words
        elif token in READER_SCALES:
            section += (below_thousand + (digit or 0)) * READER_SCALES[token]
            below_thousand, digit = 0, None
        elif token == "tỷ":
            total = (total + section + below_thousand + (digit or 0)) * 10**9
            section, below_thousand, digit = 0, 0, None
        else:
            raise AssertionError(f"unknown word {token!r} in {words!r}")
    return sign * (total + section + below_thousand + (digit or 0))


def test_ten_thousand_random_amounts_read_back():
    rng = random.Random(20261121)
    amounts = [rng.randrange(10 ** rng.randint(1, 18)) for _ in range(6_000)]
    # Numbers full of empty groups are where readers go wrong.
    amounts += [rng.randrange(1_000) * 10**9 + rng.choice((0, 5, 15, 10**6, 7_000)) for _ in range(2_000)]
    amounts += [sum(rng.choice((0, 0, 1, 4, 5)) * 10**power for power in range(18)) for _ in range(2_000)]
    amounts = [-amount if rng.random() < 0.2 else amount for amount in amounts] + [10**18, -(10**18)]
    for amount in amounts:
        assert read_back(in_words(amount)) == amount
    assert len(amounts) >= 10_000
    assert any(amount < 0 for amount in amounts)


def test_reader_refuses_a_misspelt_number():
    with pytest.raises(AssertionError):
        read_back("một nghìn lẻ một")
