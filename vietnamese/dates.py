"""Dates and times as people type them, as papers print them and as pages show them.

Day first, always. Printed dates: NĐ 30/2020, Phụ lục I, II.4: days below 10 and months 1 and 2 with a 0
before them, other months without.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vietnamese.errors import ParseProblem, quoted
from vietnamese.text import clean, search_key

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

FIRST_YEAR, LAST_YEAR = 1900, 2199
#: Two digits of a year mean 1950–2049: dates of birth and dates of papers both fall inside.
_PIVOT = 50

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_BLANK = " " * 6

_RELATIVE = {
    "hom nay": 0,
    "nay": 0,
    "hom qua": -1,
    "qua": -1,
    "hom kia": -2,
    "ngay mai": 1,
    "mai": 1,
    "ngay kia": 2,
}
_MONTH_WORDS = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_MONTHS = {word: number for number, word in enumerate(_MONTH_WORDS, start=1)} | {"bon": 4}
_MONTH_PATTERN = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY_KEYS = {search_key(name): number for number, name in enumerate(_WEEKDAYS)} | {
    f"thu {number + 2}": number for number in range(6)
}
_WEEKDAY = re.compile(rf"({'|'.join(sorted(_WEEKDAY_KEYS, key=len, reverse=True))})[ ,]+")

_NUMERIC = re.compile(r"(?:ngay )?([0-9]{1,2}) ?([/.-]| ) ?([0-9]{1,2}) ?\2 ?([0-9]{2}|[0-9]{4})")
_COMPACT = re.compile(r"([0-9]{2})()([0-9]{2})([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SPOKEN = re.compile(
    rf"(?:ngay )?(?:mong |mung )?([0-9]{{1,2}}) thang ([0-9]{{1,2}}|{_MONTH_PATTERN}),? "
    r"(?:nam )?([0-9]{2}|[0-9]{4})"
)


def _parts(key: str) -> tuple[int, int, int] | None:
    """(day, month, year) that a folded text names; the numbers may not make a date yet."""
    if match := _ISO.fullmatch(key):
        year, month, day = map(int, match.groups())
        return day, month, year
    if match := _NUMERIC.fullmatch(key) or _COMPACT.fullmatch(key):
        return int(match.group(1)), int(match.group(3)), _year(match.group(4))
    if match := _SPOKEN.fullmatch(key):
        month_text = match.group(2)
        return int(match.group(1)), _MONTHS.get(month_text) or int(month_text), _year(match.group(3))
    return None


def _year(digits: str) -> int:
    value = int(digits)
    if len(digits) == 4:
        return value
    return value + (2000 if value < _PIVOT else 1900)


def parse_date(text: str, *, today: date | None = None) -> date:
    """The date that `text` names, day before month: 20/11/2026, 2/11/26, 2-11-2026, 25.8.2011, 20112026,
    "ngày 25 tháng 8 năm 2011".

    Also "thứ Sáu, 20/11/2026" (the weekday must be right), 2026-11-20, and, when `today` is given, "hôm nay",
    "hôm qua", "ngày mai". Two-digit years are 1950–2049. Marks, case and spaces do not count. ParseProblem,
    which says what is wrong with it.
    """
    typed = quoted(clean(text))
    key = search_key(text).strip(" .,;")
    if not key:
        raise ParseProblem("Nhập ngày dạng 20/11/2026")
    if today is not None and key in _RELATIVE:
        return today + timedelta(days=_RELATIVE[key])
    weekday = _WEEKDAY.match(key)
    parts = _parts(key[weekday.end() :] if weekday else key)
    if parts is None:
        raise ParseProblem('"%(typed)s" chưa đủ ngày. Nhập ngày dạng 20/11/2026', typed=typed)
    found = _real_date(*parts)
    if weekday and _WEEKDAY_KEYS[weekday.group(1)] != found.weekday():
        raise ParseProblem(
            "Ngày %(date)s là %(weekday)s. Sửa ngày hoặc thứ cho khớp",
            date=screen_date(found),
            weekday=_WEEKDAYS[found.weekday()],
        )
    return found


def _real_date(day: int, month: int, year: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ParseProblem(
            "Năm %(year)s ngoài khoảng %(first)s đến %(last)s. Nhập ngày dạng 20/11/2026",
            year=f"{year:04d}",
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    if not 1 <= month <= 12:
        raise ParseProblem(
            "Không có tháng %(month)s. Nhập ngày trước, tháng sau, dạng 20/11/2026", month=month
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise ParseProblem(
            "Tháng %(month)s năm %(year)s không có ngày %(day)s", month=month, year=year, day=day
        ) from None


def official_date(d: date | None, *, year: int | None = None) -> str:
    """`d` as a paper prints it: "ngày 05 tháng 3 năm 2020". Undated (None): "ngày      tháng      năm 2025",
    six spaces each.

    Without a `year` the year of an undated paper is blank too.
    """
    if d is None:
        return f"ngày{_BLANK}tháng{_BLANK}năm{_BLANK if year is None else f' {year}'}"
    month = f"{d.month:02d}" if d.month < 3 else f"{d.month}"
    return f"ngày {d.day:02d} tháng {month} năm {d.year}"


def place_and_date(place: str, d: date | None, *, year: int | None = None) -> str:
    """The line under the letterhead: "Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019"."""
    return f"{place}, {official_date(d, year=year)}"


def screen_date(d: date) -> str:
    """20/11/2026."""
    return f"{d.day:02d}/{d.month:02d}/{d.year:04d}"


def short_date(d: date) -> str:
    """20/11."""
    return f"{d.day:02d}/{d.month:02d}"


def weekday(d: date) -> str:
    """ "thứ Hai" … "thứ Bảy", "Chủ nhật"."""
    return _WEEKDAYS[d.weekday()]


# --- times of day ---

_CLOCK = re.compile(r"([0-9]{1,2}) ?(?::|h|g|gio) ?(?:([0-9]{1,2}) ?(?:p|ph|phut|')?|(ruoi))?(?::[0-9]{2})?")
_CLOCK_TO = re.compile(r"([0-9]{1,2}) ?(?:h|g|gio) ?kem ?([0-9]{1,2}) ?(?:p|ph|phut|')?")
_CLOCK_COMPACT = re.compile(r"([0-9]{2})([0-9]{2})()")
_HALF_DAY = re.compile(r" ?(sang|trua|chieu|toi|dem|sa|ch|am|pm)$")
_NOON = 12
#: Part of the day → which hours of the clock mean an afternoon or evening hour.
_AFTERNOON = {
    "trua": range(1, 4),
    "chieu": range(1, 12),
    "toi": range(1, 12),
    "dem": range(9, 12),
    "ch": range(1, 12),
    "pm": range(1, 12),
}
#: Part of the day → whether its twelve o'clock is midnight.
_MIDNIGHT = ("dem", "sa", "am")


def parse_time(text: str) -> time:
    """The time of day that `text` names: "8h30", "8:30", "14 giờ", "8 giờ 30 phút", "8 rưỡi" with giờ, "9 giờ
    kém 15", "2 giờ chiều", "0830".

    Naive, to the minute. ParseProblem.
    """
    typed = quoted(clean(text))
    key = search_key(text).strip(" .,;")
    if not key:
        raise ParseProblem("Nhập giờ dạng 8h30 hoặc 14:00")
    part = _HALF_DAY.search(key)
    bare = key[: part.start()] if part else key
    to_match = _CLOCK_TO.fullmatch(bare)
    match = to_match or _CLOCK.fullmatch(bare) or _CLOCK_COMPACT.fullmatch(bare)
    if match is None or (bare.endswith(":") and not to_match):
        raise ParseProblem('"%(typed)s" chưa rõ giờ. Nhập giờ dạng 8h30 hoặc 14:00', typed=typed)
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    if not to_match and match.group(3):
        minute = 30
    if part:
        hour = _on_the_dial(hour, part.group(1))
    if to_match:
        hour, minute = (hour - 1, 60 - minute) if hour > 0 and 0 < minute < 60 else (24, 0)
    if hour > 23 or minute > 59:
        raise ParseProblem('Không có giờ "%(typed)s". Nhập từ 0:00 đến 23:59, ví dụ 14:00', typed=typed)
    return time(hour, minute)


def _on_the_dial(hour: int, part: str) -> int:
    if hour == _NOON and part in _MIDNIGHT:
        return 0
    return hour + _NOON if hour in _AFTERNOON.get(part, ()) else hour


def spoken_time(t: time, *, padded: bool = True) -> str:
    """`t` in words of minutes: "08 giờ 30 phút"; not `padded`: "8 giờ 30", "8 giờ 00", as the blanks of the
    decree's form read."""
    return f"{t.hour:02d} giờ {t.minute:02d} phút" if padded else f"{t.hour} giờ {t.minute:02d}"


# --- instants ---


def in_vietnam(instant: datetime) -> datetime:
    """`instant` on the clock of Vietnam (UTC+7, no summer time). ValueError when it bears no zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(VIETNAM)


def register_year(instant: datetime) -> int:
    """The year whose number series `instant` belongs to: that of Vietnam's clock."""
    return in_vietnam(instant).year


def signing_stamp(instant: datetime) -> str:
    """When a paper was signed electronically, as printed beside the signature: "20-05-2020; 08:05:09;
    +07:00".

    Order of the parts: NĐ 30/2020, Phụ lục I, II.8; the separators are custom. ValueError when `instant`
    bears no zone.
    """
    local = in_vietnam(instant)
    return f"{local:%d-%m-%Y; %H:%M:%S}; {local.isoformat()[-6:]}"
