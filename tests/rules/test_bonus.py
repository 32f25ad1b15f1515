"""Prize money: every example of the domain table, dates, rounding, households, totals, bad data."""

from datetime import date

import pytest

import reference
from rules.bonus import Bonus, BonusTable, amount, totals
from rules.errors import RuleDataError
from tests.rules.samples import BONUS

DAY = date(2025, 12, 15)


@pytest.mark.parametrize(
    ("award", "kind", "expected"),
    [
        ("ldtt", "person", 710_000),
        ("cstdcs", "person", 2_340_000),
        ("cstd_bo", "person", 7_020_000),
        ("cstdtq", "person", 10_530_000),
        ("ttldtt", "group", 1_880_000),
        ("ttldxs", "group", 3_510_000),
        ("co_bo", "unit", 18_720_000),
        ("co_cp", "unit", 28_080_000),
        ("hcld_ba", "person", 10_530_000),
        ("hcld_ba", "unit", 21_060_000),
        ("hcld_nhi", "person", 17_550_000),
        ("hcld_nhi", "unit", 35_100_000),
        ("hcld_nhat", "person", 21_060_000),
        ("hcld_nhat", "unit", 42_120_000),
        ("bk_ttg", "person", 8_190_000),
        ("bk_ttg", "unit", 16_380_000),
        ("bk_bo", "person", 3_510_000),
        ("bk_bo", "group", 7_020_000),
        ("giay_khen", "person", 710_000),
        ("giay_khen", "group", 1_410_000),
        ("knc", "person", 1_410_000),
    ],
)
def test_examples_of_the_domain_table(award, kind, expected):
    prize = amount(award, kind, DAY, BONUS)
    assert isinstance(prize, Bonus) and prize.amount == expected and prize.base == 2_340_000


def test_a_household_has_one_and_a_half_times_a_persons_prize():
    prize = amount("bk_bo", "household", DAY, BONUS)
    assert isinstance(prize, Bonus)
    assert (prize.amount, prize.coefficient) == (5_270_000, 225)


@pytest.mark.parametrize(
    ("award", "kind", "day"),
    [
        ("giay_khen_ctt", "person", DAY),
        ("ldtt", "group", DAY),
        ("co_bo", "person", DAY),
        ("ldtt", "person", None),
        ("ldtt", "person", date(2024, 6, 30)),
        ("ldtt", "nobody", DAY),
    ],
)
def test_what_is_not_known_needs_review(award, kind, day):
    assert amount(award, kind, day, BONUS) == "NEEDS_REVIEW"


@pytest.mark.parametrize(
    ("day", "base", "status"),
    [
        (date(2025, 7, 1), 2_340_000, "sourced"),
        (date(2026, 6, 30), 2_340_000, "sourced"),
        (date(2026, 7, 1), 2_530_000, "unverified"),
    ],
)
def test_the_base_is_that_of_the_day_and_brings_its_status(day, base, status):
    prize = amount("cstdcs", "person", day, BONUS)
    assert isinstance(prize, Bonus) and (prize.base, prize.amount, prize.status) == (base, base, status)


def test_an_administrators_coefficient_goes_before_the_shipped_one():
    local = [
        {
            "award": "giay_khen_ctt",
            "person": 30,
            "collective": 60,
            "basis": "Quy chế 2025",
            "status": "confirmed",
        },
        {"award": "giay_khen", "person": 40, "basis": "Quy chế 2025", "status": "confirmed"},
    ]
    table = BonusTable.from_dict(reference.load("awards/bonus.toml"), local)
    own, changed = amount("giay_khen_ctt", "group", DAY, table), amount("giay_khen", "person", DAY, table)
    assert isinstance(own, Bonus) and (own.amount, own.status) == (1_410_000, "confirmed")
    assert isinstance(changed, Bonus) and changed.amount == 940_000


def test_totals_of_a_list():
    listed = [("giay_khen", "person")] * 4 + [("giay_khen", "group"), ("co_bo", "unit")]
    sums = totals(listed, DAY, BONUS)
    assert [(each.award, each.kind, each.count, each.amount) for each in sums.groups] == [
        ("giay_khen", "person", 4, 2_840_000),
        ("giay_khen", "group", 1, 1_410_000),
        ("co_bo", "unit", 1, 18_720_000),
    ]
    assert sums.amount == 22_970_000
    assert totals([], DAY, BONUS).amount == 0
    assert totals([*listed, ("giay_khen_ctt", "person")], DAY, BONUS).amount is None


@pytest.mark.parametrize(
    ("table", "key", "value", "place"),
    [
        ("coefficient", "person", 0.3, "coefficient[0].person"),
        ("coefficient", "person", 0, "coefficient[0].person"),
        ("coefficient", "status", "guessed", "coefficient[0].status"),
        ("base_salary", "amount", "2.340.000", "base_salary[0].amount"),
        ("base_salary", "status", "", "base_salary[0].status"),
    ],
)
def test_bad_rows_are_refused_with_their_place(table, key, value, place):
    data = reference.load("awards/bonus.toml")
    data[table][0][key] = value
    with pytest.raises(RuleDataError) as refused:
        BonusTable.from_dict(data)
    assert refused.value.place == place


def test_a_table_without_rounding_is_refused():
    data = reference.load("awards/bonus.toml")
    data["rounding"]["up_to"] = 0
    with pytest.raises(RuleDataError, match="rounding.up_to"):
        BonusTable.from_dict(data)
    del data["rounding"]
    with pytest.raises(RuleDataError, match="incomplete"):
        BonusTable.from_dict(data)
