"""Working days and deadlines in words: a table of dates, counting by hand, and a naive count as the witness."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietnamese.due import due_phrase
from vietnamese.workdays import WorkingCalendar


def days(text):
    return [date.fromisoformat(day) for day in text.split()]


HOLIDAYS = days(
    "2025-04-07 2025-04-30 2025-05-01 2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 "
    "2026-04-26 2026-04-27 2026-04-30 2026-05-01 2026-08-31 2026-09-01 2026-09-02 2027-01-01"
)
MADE_UP = days("2026-01-10 2026-08-22")
CALENDAR = WorkingCalendar(HOLIDAYS, MADE_UP)

DUE = [
    ("2026-11-16", "2026-11-16", "Hạn hôm nay", "a"),
    ("2026-11-16", "2026-11-17", "Còn 1 ngày (17/11)", "a"),
    ("2026-11-16", "2026-11-18", "Còn 2 ngày (18/11)", "a"),
    ("2026-11-16", "2026-11-19", "Còn 3 ngày (19/11)", "a"),
    ("2026-11-16", "2026-11-20", "Còn 4 ngày (20/11)", "n"),
    ("2026-11-16", "2026-11-21", "Còn 4 ngày (21/11)", "n"),
    ("2026-11-16", "2026-11-22", "Còn 4 ngày (22/11)", "n"),
    ("2026-11-16", "2026-11-23", "Còn 5 ngày (23/11)", "n"),
    ("2026-11-20", "2026-11-21", "Còn 1 ngày (21/11)", "a"),
    ("2026-11-20", "2026-11-22", "Còn 1 ngày (22/11)", "a"),
    ("2026-11-20", "2026-11-23", "Còn 1 ngày (23/11)", "a"),
    ("2026-11-21", "2026-11-23", "Còn 1 ngày (23/11)", "a"),
    ("2026-11-22", "2026-11-23", "Còn 1 ngày (23/11)", "a"),
    ("2026-11-22", "2026-11-22", "Hạn hôm nay", "a"),
    ("2026-11-20", "2026-11-19", "Quá hạn 1 ngày", "r"),
    ("2026-11-21", "2026-11-20", "Quá hạn 1 ngày", "r"),
    ("2026-11-22", "2026-11-20", "Quá hạn 1 ngày", "r"),
    ("2026-11-23", "2026-11-20", "Quá hạn 1 ngày", "r"),
    ("2026-11-24", "2026-11-20", "Quá hạn 2 ngày", "r"),
    ("2026-11-27", "2026-11-20", "Quá hạn 5 ngày", "r"),
    ("2026-12-31", "2027-01-08", "Còn 5 ngày (08/01/2027)", "n"),
    ("2026-12-28", "2027-01-04", "Còn 4 ngày (04/01/2027)", "n"),
    ("2026-02-13", "2026-02-23", "Còn 1 ngày (23/02)", "a"),
    ("2026-02-13", "2026-02-24", "Còn 2 ngày (24/02)", "a"),
    ("2026-02-14", "2026-02-23", "Còn 1 ngày (23/02)", "a"),
    ("2026-02-16", "2026-02-23", "Còn 1 ngày (23/02)", "a"),
    ("2026-02-18", "2026-02-20", "Còn 1 ngày (20/02)", "a"),
    ("2026-02-23", "2026-02-13", "Quá hạn 1 ngày", "r"),
    ("2026-02-24", "2026-02-13", "Quá hạn 2 ngày", "r"),
    ("2026-02-17", "2026-02-17", "Hạn hôm nay", "a"),
    ("2026-04-24", "2026-04-28", "Còn 1 ngày (28/04)", "a"),
    ("2026-04-24", "2026-05-04", "Còn 3 ngày (04/05)", "a"),
    ("2026-04-29", "2026-05-04", "Còn 1 ngày (04/05)", "a"),
    ("2026-05-04", "2026-04-29", "Quá hạn 1 ngày", "r"),
    ("2026-05-04", "2026-05-01", "Quá hạn 1 ngày", "r"),
    ("2026-08-21", "2026-08-22", "Còn 1 ngày (22/08)", "a"),
    ("2026-08-21", "2026-08-24", "Còn 2 ngày (24/08)", "a"),
    ("2026-08-28", "2026-09-03", "Còn 1 ngày (03/09)", "a"),
    ("2026-08-28", "2026-09-08", "Còn 4 ngày (08/09)", "n"),
    ("2026-09-03", "2026-08-28", "Quá hạn 1 ngày", "r"),
    ("2026-01-09", "2026-01-12", "Còn 2 ngày (12/01)", "a"),
    ("2026-01-12", "2026-01-09", "Quá hạn 2 ngày", "r"),
    ("2026-01-05", "2025-12-31", "Quá hạn 1 ngày", "r"),
]


@pytest.mark.parametrize(("today", "due", "words", "tone"), DUE)
def test_deadline_in_words(today, due, words, tone):
    phrase = due_phrase(date.fromisoformat(today), date.fromisoformat(due), CALENDAR)
    assert (phrase.message % phrase.params, phrase.tone) == (words, tone)


def test_the_table_has_forty_dates():
    assert len({row[:2] for row in DUE}) >= 40


def test_how_soon_is_soon_can_be_set():
    today, due = days("2026-11-16 2026-11-20")
    assert [due_phrase(today, due, CALENDAR, soon=soon).tone for soon in (3, 4)] == ["n", "a"]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-01-02", False),
        ("2026-01-10", True),
        ("2026-08-22", True),
        ("2026-02-18", False),
        ("2026-04-26", False),
    ],
)
def test_is_working(day, works):
    assert CALENDAR.is_working(date.fromisoformat(day)) is works


def test_is_holiday_and_known_years():
    assert CALENDAR.is_holiday(date(2026, 4, 26))
    assert not CALENDAR.is_holiday(date(2026, 11, 22))
    assert [year for year in range(2024, 2029) if CALENDAR.knows(year)] == [2025, 2026, 2027]


def test_a_made_up_day_wins_over_a_holiday():
    calendar = WorkingCalendar(days("2026-08-22 2026-08-24"), days("2026-08-22 2026-08-24"))
    assert calendar.is_working(date(2026, 8, 22))
    assert calendar.between(*days("2026-08-21 2026-08-24")) == 2


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        # The conference of 15/04/2025 (events.md): plan approved 21/03, summons 31/03, holiday 07/04 not counted.
        ("2025-03-21", 16, "2025-04-15"),
        ("2025-03-31", 10, "2025-04-15"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-11-23", -1, "2026-11-20"),
        ("2026-11-21", 0, "2026-11-23"),
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-02-16", 0, "2026-02-23"),
    ],
)
def test_add(start, count, end):
    first, last = days(f"{start} {end}")
    assert CALENDAR.add(first, count) == last
    if count > 0:
        assert CALENDAR.between(first, last) == count
        assert CALENDAR.between(last, first) == -count


def test_no_day_after_the_last():
    with pytest.raises(OverflowError):
        CALENDAR.add(date(9999, 12, 31), 1)


NEAR = st.dates(date(2024, 12, 1), date(2027, 3, 1))
OFF = st.frozensets(NEAR, max_size=60)


@settings(deadline=None, max_examples=200)
@given(NEAR, NEAR, OFF, OFF)
def test_between_counts_as_one_by_one(start, end, holidays, extra):
    calendar = WorkingCalendar(holidays, extra)
    first, last = sorted((start, end))
    naive = sum(
        day in extra or (day.weekday() < 5 and day not in holidays)
        for day in (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
    )
    assert calendar.between(first, last) == naive
    assert calendar.between(last, first) == -naive


@settings(deadline=None, max_examples=200)
@given(NEAR, st.integers(1, 60), OFF)
def test_add_and_between_agree(start, count, holidays):
    calendar = WorkingCalendar(holidays)
    end = calendar.add(start, count)
    assert calendar.is_working(end)
    assert calendar.between(start, end) == count
    assert calendar.add(end, 0) == end


@settings(deadline=None, max_examples=200)
@given(NEAR, NEAR, OFF)
def test_countdown_never_goes_up_and_is_zero_only_on_the_day(today, due, holidays):
    calendar = WorkingCalendar(holidays)
    left = calendar.countdown(today, due)
    assert (left == 0) == (today == due)
    assert (left > 0) == (today < due)
    assert calendar.countdown(today + timedelta(days=1), due) <= left
