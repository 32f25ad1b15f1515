"""reference/holidays.toml: its form, its lunar dates against the moon, what the law fixes, its calendar."""

import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from math import radians, sin
from pathlib import Path

import pytest

from vietnamese.workdays import WorkingCalendar

FILE = Path(__file__).parents[2] / "reference" / "holidays.toml"
DATA = tomllib.loads(FILE.read_text(encoding="utf-8"))
DAYS, WORKDAYS = DATA["day"], DATA["workday"]
YEARS = range(DATA["first_year"], DATA["last_year"] + 1)


def dated(beginning):
    return {row["date"] for row in DAYS if row["name"].startswith(beginning)}


def test_every_row_is_whole_and_dates_differ():
    for row in DAYS + WORKDAYS:
        assert type(row["date"]) is date
        assert row["date"].year in YEARS
        assert row["name"]
        assert row["basis"]
        assert row["status"] in ("sourced", "unverified")
    assert {row["kind"] for row in DAYS} == {"holiday", "compensation", "swap"}
    assert max(Counter(row["date"] for row in DAYS + WORKDAYS).values()) == 1
    assert [row["date"] for row in DAYS] == sorted(row["date"] for row in DAYS)


@pytest.mark.parametrize("year", YEARS)
def test_what_the_labour_code_fixes(year):
    """Điều 112 khoản 1: 1 + 5 + 1 + 1 + 2 + 1 days; Tết is longer here where days off in lieu join it."""
    for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
        assert date(year, month, day) in {row["date"] for row in DAYS}
    assert len([day for day in dated("Giỗ Tổ") if day.year == year]) == 1
    assert len([day for day in dated("Tết Nguyên đán") if day.year == year]) >= 5
    national = sorted(day for day in dated("Quốc khánh") if day.year == year)
    assert (national[1] - national[0]).days == 1


def test_swaps_pair_with_weekend_days_that_are_worked():
    swaps = [row["date"] for row in DAYS if row["kind"] == "swap"]
    assert len(swaps) == len(WORKDAYS)
    assert all(day.weekday() < 5 for day in swaps)
    assert all(row["date"].weekday() >= 5 for row in WORKDAYS)
    assert all(row["status"] == "unverified" for row in DAYS if row["kind"] == "swap")


@pytest.mark.parametrize(
    "row", [row for row in DAYS if row["kind"] == "compensation"], ids=lambda row: str(row["date"])
)
def test_a_day_in_lieu_follows_a_holiday_on_a_weekend(row):
    before = row["date"]
    off = {each["date"] for each in DAYS} - {before}
    lost = []
    while True:
        before -= timedelta(days=1)
        if before.weekday() < 5:
            break
        lost.append(before)
    assert off & set(lost)


def new_moon(number):
    """UTC instant of new moon `number` (0 = January 2000), to some minutes: mean lunation and great terms."""
    t = number / 1236.85
    day = 2451550.09766 + 29.530588861 * number + 0.00015437 * t * t
    sun = radians(2.5534 + 29.10535670 * number)
    moon = radians(201.5643 + 385.81693528 * number)
    node = radians(160.7108 + 390.67050284 * number)
    day += -0.40720 * sin(moon) + 0.17241 * sin(sun) + 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * node)
    day += 0.00739 * sin(moon - sun) - 0.00514 * sin(moon + sun) + 0.00208 * sin(2 * sun)
    return datetime(2000, 1, 1, 12, tzinfo=UTC) + timedelta(days=day - 2451545.0)


def first_of_lunar_month(number):
    return (new_moon(number) + timedelta(hours=7)).date()


@pytest.mark.parametrize("year", YEARS)
def test_lunar_dates_follow_the_moon_over_vietnam(year):
    """Tết: the new moon between 21 January and 20 February; two later (no leap month) the third month begins."""
    (number,) = [
        number
        for number in range(280, 360)
        if date(year, 1, 21) <= first_of_lunar_month(number) <= date(year, 2, 20)
    ]
    assert first_of_lunar_month(number) in dated("Tết Nguyên đán, mùng 1")
    assert first_of_lunar_month(number + 2) + timedelta(days=9) in dated("Giỗ Tổ")


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ((2025, 1, 24), (2025, 2, 3), 1),
        ((2026, 2, 13), (2026, 2, 23), 1),
        ((2026, 4, 24), (2026, 5, 4), 3),
        ((2025, 3, 21), (2025, 4, 15), 16),
        ((2026, 8, 21), (2026, 9, 3), 7),
    ],
)
def test_calendar_made_of_the_file(start, end, count):
    calendar = WorkingCalendar((row["date"] for row in DAYS), (row["date"] for row in WORKDAYS))
    assert calendar.between(date(*start), date(*end)) == count
    assert all(calendar.knows(year) for year in YEARS)
