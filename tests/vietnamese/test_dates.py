"""Dates and times: official-documents §14 rows 1–11 and 20, what people type, what is refused and how."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietnamese.dates import (
    in_vietnam,
    official_date,
    parse_date,
    parse_time,
    place_and_date,
    register_year,
    screen_date,
    short_date,
    signing_stamp,
    spoken_time,
    weekday,
)
from vietnamese.errors import ParseProblem

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2020, 3, 5), "ngày 05 tháng 3 năm 2020"),
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2020, 5, 20), "ngày 20 tháng 5 năm 2020"),
        (date(2024, 2, 1), "ngày 01 tháng 02 năm 2024"),
        (date(2023, 12, 9), "ngày 09 tháng 12 năm 2023"),
        (date(2024, 10, 10), "ngày 10 tháng 10 năm 2024"),
        (date(2024, 2, 29), "ngày 29 tháng 02 năm 2024"),
    ],
)
def test_official_date(day, printed):
    assert official_date(day) == printed
    assert parse_date(printed) == day


def test_place_and_date():
    printed = "Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019"
    assert place_and_date("Thành phố Hồ Chí Minh", date(2019, 6, 29)) == printed


def test_undated():
    assert official_date(None, year=2025) == "ngày      tháng      năm 2025"
    assert official_date(None) == "ngày      tháng      năm      "
    assert place_and_date("Hà Nội", None, year=2025) == "Hà Nội, ngày      tháng      năm 2025"


TYPED = [
    ("03/10/2020", date(2020, 10, 3)),
    ("25-8-2011", date(2011, 8, 25)),
    ("25.8.2011", date(2011, 8, 25)),
    ("ngày 25 tháng 8 năm 2011", date(2011, 8, 25)),
    ("Ngày 25 tháng 08 năm 2011.", date(2011, 8, 25)),
    ("ngay 25 thang 8 nam 2011", date(2011, 8, 25)),
    ("25 tháng 8, 2011", date(2011, 8, 25)),
    ("mồng 2 tháng chín năm 1945", date(1945, 9, 2)),
    ("5 tháng tư năm 2026", date(2026, 4, 5)),
    ("5 tháng năm năm 2026", date(2026, 5, 5)),
    ("5 tháng mười hai năm 2026", date(2026, 12, 5)),
    ("20/11/2026", date(2026, 11, 20)),
    ("2/11/26", date(2026, 11, 2)),
    ("2-11-2026", date(2026, 11, 2)),
    (" 20 / 11 / 2026 ", date(2026, 11, 20)),
    ("20 11 2026", date(2026, 11, 20)),
    ("ngày 20/11/2026", date(2026, 11, 20)),
    ("20112026", date(2026, 11, 20)),
    ("2026-11-20", date(2026, 11, 20)),
    ("5/3/85", date(1985, 3, 5)),
    ("5/3/49", date(2049, 3, 5)),
    ("5/3/50", date(1950, 3, 5)),
    ("29/02/2024", date(2024, 2, 29)),
    ("20–11–2026", date(2026, 11, 20)),
    ("20\u00a0/11/2026\u200b", date(2026, 11, 20)),
    ("thứ Sáu, ngày 20 tháng 11 năm 2026", date(2026, 11, 20)),
    ("thứ 6, 20/11/2026", date(2026, 11, 20)),
    ("chủ nhật 22/11/2026", date(2026, 11, 22)),
    ("hôm nay", date(2026, 11, 21)),
    ("HÔM QUA", date(2026, 11, 20)),
    ("ngay mai", date(2026, 11, 22)),
    ("hôm kia", date(2026, 11, 19)),
    ("ngày kia", date(2026, 11, 23)),
]


@pytest.mark.parametrize(("typed", "day"), TYPED)
def test_typed_date(typed, day):
    assert parse_date(typed, today=TODAY) == day


ENOUGH = "chưa đủ ngày. Nhập ngày dạng 20/11/2026"
REFUSED = [
    ("29/02/2025", "Tháng 2 năm 2025 không có ngày 29"),
    ("31/4/2026", "Tháng 4 năm 2026 không có ngày 31"),
    ("0/4/2026", "Tháng 4 năm 2026 không có ngày 0"),
    ("11/20/2026", "Không có tháng 20. Nhập ngày trước, tháng sau, dạng 20/11/2026"),
    ("1/0/2026", "Không có tháng 0. Nhập ngày trước, tháng sau, dạng 20/11/2026"),
    ("20/11/0206", "Năm 0206 ngoài khoảng 1900 đến 2199. Nhập ngày dạng 20/11/2026"),
    ("20/11", f'"20/11" {ENOUGH}'),
    ("thang 3/2019", f'"thang 3/2019" {ENOUGH}'),
    ("2026", f'"2026" {ENOUGH}'),
    ("20/11/202", f'"20/11/202" {ENOUGH}'),
    ("20/11-2026", f'"20/11-2026" {ENOUGH}'),
    ("tuần sau", f'"tuần sau" {ENOUGH}'),
    ("=1+1", f'"=1+1" {ENOUGH}'),
    ("٢٠/١١/٢٠٢٦", f'"٢٠/١١/٢٠٢٦" {ENOUGH}'),
    ("x" * 100, f'"{"x" * 59}…" {ENOUGH}'),
    ("  ", "Nhập ngày dạng 20/11/2026"),
    ("thứ Năm, 20/11/2026", "Ngày 20/11/2026 là thứ Sáu. Sửa ngày hoặc thứ cho khớp"),
]


@pytest.mark.parametrize(("typed", "words"), REFUSED)
def test_refused_date_says_how_to_mend(typed, words):
    with pytest.raises(ParseProblem) as caught:
        parse_date(typed, today=TODAY)
    assert str(caught.value) == words
    assert caught.value.message % caught.value.params == words


def test_today_is_not_guessed():
    with pytest.raises(ParseProblem):
        parse_date("hôm nay")


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_parse_undoes_print(day):
    for text in (
        screen_date(day),
        official_date(day),
        f"{weekday(day)}, {screen_date(day)}",
        day.isoformat(),
    ):
        assert parse_date(text) == day


@settings(deadline=None, max_examples=400)
@given(st.text() | st.text(alphabet="0123456789/.- ngàythángnămgiờh:'"))
def test_any_text_is_read_or_refused(text):
    for parse, kind in ((parse_date, date), (parse_time, time)):
        try:
            assert isinstance(parse(text), kind)
        except ParseProblem as problem:
            assert problem.message % problem.params == str(problem)


def test_short_forms_and_weekdays():
    assert screen_date(date(2026, 1, 2)) == "02/01/2026"
    assert short_date(date(2026, 1, 2)) == "02/01"
    week = [weekday(date(2026, 11, day)) for day in range(16, 23)]
    assert week == ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("8h30", (8, 30)),
        ("8:30", (8, 30)),
        ("08:30:00", (8, 30)),
        ("14 giờ", (14, 0)),
        ("14h", (14, 0)),
        ("8g30", (8, 30)),
        ("8 giờ 30", (8, 30)),
        ("08 giờ 30 phút", (8, 30)),
        ("8 giờ rưỡi", (8, 30)),
        ("9 giờ kém 15", (8, 45)),
        ("0830", (8, 30)),
        ("2 giờ chiều", (14, 0)),
        ("7h15 tối", (19, 15)),
        ("7h15 sáng", (7, 15)),
        ("12h trưa", (12, 0)),
        ("1h trưa", (13, 0)),
        ("12 giờ đêm", (0, 0)),
        ("8:30 PM", (20, 30)),
        ("12:05 AM", (0, 5)),
        ("0:00", (0, 0)),
        ("23h59'", (23, 59)),
    ],
)
def test_typed_time(typed, clock):
    assert parse_time(typed) == time(*clock)


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [
        ("25:00", "Không có giờ"),
        ("24h", "Không có giờ"),
        ("8h60", "Không có giờ"),
        ("0 giờ kém 15", "Không có giờ"),
        ("8", '"8" chưa rõ giờ'),
        ("8:", '"8:" chưa rõ giờ'),
        ("sáng mai", '"sáng mai" chưa rõ giờ'),
        ("", "Nhập giờ dạng 8h30"),
    ],
)
def test_refused_time(typed, beginning):
    with pytest.raises(ParseProblem) as caught:
        parse_time(typed)
    assert str(caught.value).startswith(beginning)


@settings(deadline=None)
@given(st.times())
def test_parse_undoes_spoken_time(clock):
    minute = clock.replace(second=0, microsecond=0)
    assert parse_time(spoken_time(clock)) == minute
    assert parse_time(spoken_time(clock, padded=False)) == minute


def test_spoken_time():
    assert spoken_time(time(8, 30)) == "08 giờ 30 phút"
    assert spoken_time(time(8, 0), padded=False) == "8 giờ 00"
    assert spoken_time(time(14, 5), padded=False) == "14 giờ 05"


def test_signing_stamp_and_register_year():
    assert signing_stamp(datetime(2020, 5, 20, 1, 5, 9, tzinfo=UTC)) == "20-05-2020; 08:05:09; +07:00"
    assert register_year(datetime(2019, 12, 31, 17, 0, 0, tzinfo=UTC)) == 2020
    assert register_year(datetime(2019, 12, 31, 16, 59, 59, tzinfo=UTC)) == 2019


def test_naive_instants_are_refused():
    with pytest.raises(ValueError, match="zone"):
        in_vietnam(datetime(2020, 5, 20))  # noqa: DTZ001 - the naive one is the case
