"""One cell read by its column: text, code, name, day, year, one of a list, yes or no.

A reader gets the value as it stands and gives it typed; `ParseProblem` says what is wrong in words. What was
understood otherwise than it is written is added to `Look.notes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rules.finding import N_
from rules.importing.kinds import Column
from rules.importing.rows import DAY, ERROR, FORMULA, MERGED
from vietnamese.dates import parse_date, screen_date
from vietnamese.errors import ParseProblem, quoted
from vietnamese.legacy import looks_legacy
from vietnamese.text import clean, search_key

#: Day 0 of Excel's numbers for days; its day 60 never was (1900 is no leap year), later ones are right.
EPOCH = date(1899, 12, 30)
#: Numbers that are taken for a day where a day is expected: 01/01/1920 – 31/12/2099.
SERIALS = range(7306, 73051)
FIRST_YEAR, LAST_YEAR = 1930, 2100
MOST_CHOICES = 6

_NO_WORDS = re.compile(r"[^\w]+")
_CODE = re.compile(r"[\w./\-]+(?: [\w./\-]+)*")
_LETTER = r"[^\W\d_]|[\u0300-\u036f]"
_NAME = re.compile(rf"(?:{_LETTER})+(?:[ '’.\-](?:{_LETTER})*)*")


@dataclass
class Look:
    """What a reader may know and tell: today, {table: {words: value}}, notes (message, params) to add.

    Beside each table `t` stands `t:titles`, {value: title}, for what is said about a value that is not in it.
    """

    today: date
    choices: Mapping[str, Mapping[str, str]]
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def tell(self, message: str, **params: Any) -> None:
        """Add a note about the cell."""
        self.notes.append((message, params))


def value_of(raw: Any, look: Look) -> Any:
    """Return what a raw cell holds: formulas give the value stored with them, and that is told.

    Errors: `ParseProblem` for a formula without a value and for an error of Excel.
    """
    if not isinstance(raw, dict):
        return raw
    if ERROR in raw:
        raise ParseProblem(
            "Ô báo lỗi %(text)s của Excel. Ghi lại giá trị vào ô này", text=str(raw[ERROR])[:20]
        )
    if DAY in raw:
        return date.fromisoformat(raw[DAY])
    if MERGED in raw:
        look.tell(N_("Ô gộp: máy lấy giá trị của ô đầu cho dòng này."))
        return value_of(raw[MERGED], look)
    if raw[FORMULA] is None:
        raise ParseProblem("Ô là công thức chưa có kết quả. Trong Excel, chép rồi dán dạng Giá trị (Values)")
    look.tell(N_("Ô là công thức: máy lấy kết quả đã lưu trong tệp."))
    return value_of(raw[FORMULA], look)


def line(value: Any, column: Column, look: Look) -> str:
    """Return one line of clean text; numbers and days as people write them."""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, date):
        return screen_date(value)
    if isinstance(value, float):
        value = int(value) if value.is_integer() else str(value).replace(".", ",")
    found = clean(str(value))
    if len(found) > column.longest:
        raise ParseProblem("Dài quá %(limit)s chữ", limit=column.longest)
    if not found.isascii() and looks_legacy(found):
        raise ParseProblem(
            "“%(text)s” viết bằng phông cũ. Bấm “Đổi phông chữ cũ” ở đầu trang", text=quoted(found)
        )
    return found


def code(value: Any, column: Column, look: Look) -> str:
    """Return a code: letters, digits, dots, dashes and slashes."""
    found = line(value, column, look)
    if found and not _CODE.fullmatch(found):
        raise ParseProblem(
            "“%(text)s” không phải mã: chỉ dùng chữ, số, dấu chấm, gạch ngang", text=quoted(found)
        )
    return found


def name(value: Any, column: Column, look: Look) -> str:
    """Return a person's name; one in capitals only is written in the usual case, and that is told."""
    found = line(value, column, look)
    if found and not _NAME.fullmatch(found):
        raise ParseProblem("“%(text)s” không phải họ tên: có số hoặc dấu lạ", text=quoted(found))
    if " " in found and found.isupper():
        found = " ".join(word.capitalize() if "'" not in word else word.title() for word in found.split(" "))
        look.tell(N_("Tên viết toàn chữ hoa: máy ghi là “%(name)s”."), name=found)
    return found


def day(value: Any, column: Column, look: Look) -> date | None:
    """Return a day: a day of Excel, its number, or text with the day before the month."""
    if isinstance(value, date):
        return _sane(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if FIRST_YEAR <= value <= LAST_YEAR:
            raise ParseProblem(
                "Chỉ có năm %(year)s. Ghi đủ ngày dạng 20/11/1990, hoặc để trống", year=str(value)
            )
        if value in SERIALS:
            found = EPOCH + timedelta(days=value)
            look.tell(
                N_("Ô ghi số %(number)s: máy hiểu là ngày %(day)s."),
                number=str(value),
                day=screen_date(found),
            )
            return found
        value = str(value).zfill(8) if 7 <= len(str(value)) <= 8 else str(value)
    text = line(value, column, look)
    if not text:
        return None
    if re.fullmatch(r"(?:19|20)\d\d", text):
        raise ParseProblem("Chỉ có năm %(year)s. Ghi đủ ngày dạng 20/11/1990, hoặc để trống", year=text)
    return _sane(parse_date(re.sub(r"[ T]0{1,2}:00(?::00(?:\.0+)?)?$", "", text)))


def _sane(found: date) -> date:
    if not FIRST_YEAR - 30 <= found.year <= LAST_YEAR:
        raise ParseProblem("Năm %(year)s không đúng", year=str(found.year))
    return found


def year(value: Any, column: Column, look: Look) -> int | None:
    """Return a year."""
    if isinstance(value, date):
        look.tell(N_("Ô ghi ngày: máy lấy năm %(year)s."), year=str(value.year))
        return value.year
    text = line(value, column, look)
    found = re.fullmatch(r"(?:năm )?(\d{4})", text, re.IGNORECASE)
    if text and (found is None or not FIRST_YEAR <= int(found[1]) <= look.today.year):
        raise ParseProblem("“%(text)s” không phải năm. Ghi bốn chữ số, ví dụ 2024", text=quoted(text))
    return int(found[1]) if found else None


def choice(value: Any, column: Column, look: Look) -> str | None:
    """Return the value of one of the choices, found by its words without marks and signs."""
    text = line(value, column, look)
    if not text:
        return None
    table = look.choices[column.choices]
    found = table.get(words(text))
    if found is None:
        titles = list(look.choices[f"{column.choices}:titles"].values())
        some = ", ".join(titles[:MOST_CHOICES]) + (" …" if len(titles) > MOST_CHOICES else "")
        raise ParseProblem(
            "“%(text)s” không có trong danh sách. Ghi một trong: %(some)s", text=quoted(text), some=some
        )
    return found


_YES = frozenset({"x", "co", "1", "v", "dung", "yes"})
_NO = frozenset({"khong", "0", "no", "k", "ko"})


def yes(value: Any, column: Column, look: Look) -> bool | None:
    """Return True for x, có, 1; False for không, 0."""
    key = words(line(value, column, look))
    if key and key not in _YES | _NO:
        raise ParseProblem("Ghi x hoặc để trống")
    return key in _YES if key else None


def words(text: str) -> str:
    """Return the words of a text without marks and signs: «Số/ ký hiệu (cũ)» → "so ky hieu cu"."""
    return " ".join(_NO_WORDS.sub(" ", search_key(text)).split())


READERS: dict[str, Callable[[Any, Column, Look], Any]] = {
    "line": line,
    "code": code,
    "name": name,
    "day": day,
    "year": year,
    "choice": choice,
    "yes": yes,
}
