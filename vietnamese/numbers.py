"""Figures: money and counts as people type them; thousands, percentages and document numbers as papers print
them.

Thousands "." and decimals "," (official-documents §12). Integers only: money in đồng, ratios as numerator and
denominator.
"""

import re

from vietnamese.errors import ParseProblem, quoted
from vietnamese.text import clean, search_key

#: The largest amount taken, in đồng: it fits a 64-bit column with room for sums.
LARGEST_AMOUNT = 10**18
LARGEST_COUNT = 10**9

_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")
_FOREIGN_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}(?:\.00?)?|[1-9][0-9]{0,2}(?:,[0-9]{3})+\.00?"
)
_CURRENCY = re.compile(r"\s*(?:đồng(?: việt nam)?|vnđ|vnd|đ|₫|d|dong)(?: chẵn)?[.]?$")
_NO_CENTS = re.compile(r",0{1,2}$")
#: Longer texts are no amounts in words and figures; trying them costs time that grows with the square.
_LONGEST_SCALED = 100
_POWERS = {
    "nghin ty": 10**12,
    "ngan ty": 10**12,
    "trieu ty": 10**15,
    "ty": 10**9,
    "ti": 10**9,
    "trieu": 10**6,
    "tr": 10**6,
    "nghin": 10**3,
    "ngan": 10**3,
    "k": 10**3,
}
_SCALED = re.compile(
    rf"([0-9][0-9.]*(?:,[0-9]+)?) ?({'|'.join(sorted(_POWERS, key=len, reverse=True))})(?![a-z])"
)


def _whole(text: str) -> int | None:
    """The value of digits alone or in groups of three by dots or spaces; None for every other form."""
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text) or _SPACED.fullmatch(text):
        digits = text.replace(".", "").replace(" ", "").lstrip("0")
        return int(digits or "0") if len(digits) <= 40 else 10**40
    return None


def _scaled(text: str) -> int | None:
    """The value of "180 triệu", "1,5 tỷ", "1 tỷ 200 triệu"; None when it is anything else or not a whole
    number of đồng."""
    if len(text) > _LONGEST_SCALED:
        return None
    total, at, last = 0, 0, 10**30
    for match in _SCALED.finditer(text):
        power = _POWERS[match.group(2)]
        if match.start() != at or power >= last:
            return None
        before, _, after = match.group(1).partition(",")
        whole = _whole(before)
        if whole is None or len(after) > 15 or int(after or "0") * power % 10 ** len(after):
            return None
        total += whole * power + int(after or "0") * power // 10 ** len(after)
        last, at = power, match.end()
        at += text[at : at + 1] == " "
    return total if at and at >= len(text) else None


def parse_money(text: str) -> int:
    """The đồng that `text` says, 0 or more: "1.416.882", "1416882 đồng", "1 416 882", "180 triệu đồng", "1,5
    tỷ", "1 tỷ 200 triệu".

    Refuses what could be read in two ways ("1.5", "1,500") or in a foreign way ("1,416,882"), fractions of a
    đồng, negative amounts, and more than LARGEST_AMOUNT. ParseProblem.
    """
    typed = quoted(clean(text))
    bare = _NO_CENTS.sub("", _CURRENCY.sub("", clean(text).lower()))
    if not bare:
        raise ParseProblem("Nhập số đồng, ví dụ 1.200.000")
    if bare[0] in "-–−" and _whole(bare[1:].strip()) is not None:
        raise ParseProblem('"%(typed)s" là số âm. Nhập số đồng từ 0 trở lên, ví dụ 1.200.000', typed=typed)
    value = _whole(bare)
    if value is None:
        value = _scaled(search_key(bare))
    if value is None and _FOREIGN_GROUPED.fullmatch(bare):
        proposal = group(int(re.sub(r"\.00?$", "", bare).replace(",", "")))
        raise ParseProblem(
            '"%(typed)s" viết theo lối nước ngoài. Nếu là %(proposal)s đồng, nhập %(proposal)s',
            typed=typed,
            proposal=proposal,
        )
    if value is None:
        raise ParseProblem('"%(typed)s" là bao nhiêu? Nhập số đồng, ví dụ 1.200.000', typed=typed)
    if value > LARGEST_AMOUNT:
        raise ParseProblem(
            '"%(typed)s" lớn quá. Nhập nhiều nhất %(limit)s đồng', typed=typed, limit=group(LARGEST_AMOUNT)
        )
    return value


def parse_count(text: str, *, largest: int = LARGEST_COUNT) -> int:
    """The whole number from 0 to `largest` that `text` says: "8", "08", "1.795". ParseProblem."""
    bare = clean(text)
    if not bare:
        raise ParseProblem("Nhập số, ví dụ 12")
    value = _whole(bare)
    if value is None:
        raise ParseProblem(
            '"%(typed)s" là bao nhiêu? Nhập số nguyên từ 0 trở lên, ví dụ 12', typed=quoted(bare)
        )
    if value > largest:
        raise ParseProblem(
            '"%(typed)s" lớn quá. Nhập nhiều nhất %(limit)s', typed=quoted(bare), limit=group(largest)
        )
    return value


def parse_decimal(text: str, places: int) -> int:
    """A number with at most `places` decimals in units of its last one: parse_decimal("8,5", 1) → 85 (points
    are tenths). 0 or more.

    A dot before one or two last digits is taken for the comma ("8.5" from a phone's keypad); before three it
    groups. ParseProblem.
    """
    bare = clean(text)
    if not bare:
        raise ParseProblem("Nhập số, ví dụ 8,5")
    bare = re.sub(r"^([0-9]+)\.([0-9]{1,2})$", r"\1,\2", bare)
    before, comma, after = bare.partition(",")
    whole = _whole(before)
    if whole is None or bool(comma) != bool(re.fullmatch(r"[0-9]+", after)):
        raise ParseProblem('"%(typed)s" là bao nhiêu? Nhập số như 8,5', typed=quoted(clean(text)))
    if len(after.rstrip("0")) > places:
        raise ParseProblem(
            '"%(typed)s" lẻ quá. Nhập nhiều nhất %(places)s chữ số sau dấu phẩy',
            typed=quoted(clean(text)),
            places=places,
        )
    if whole > LARGEST_COUNT:
        raise ParseProblem(
            '"%(typed)s" lớn quá. Nhập nhiều nhất %(limit)s', typed=quoted(bare), limit=group(LARGEST_COUNT)
        )
    return whole * 10**places + int((after.rstrip("0") or "0").ljust(places, "0"))


def group(n: int) -> str:
    """`n` with dots between thousands: 1416882 → "1.416.882", -5000 → "-5.000". Not for years, document
    numbers, telephones."""
    return f"{n:,}".replace(",", ".")


def decimal_comma(value: int, places: int, *, trim: bool = False) -> str:
    """A scaled integer as a decimal number: decimal_comma(95, 1) → "9,5"; `trim` drops zeros at the end
    ("9,0" → "9")."""
    whole, fraction = divmod(abs(value), 10**places)
    digits = f"{fraction:0{places}d}" if places else ""
    digits = digits.rstrip("0") if trim else digits
    sign = "-" if value < 0 and (whole or digits.strip("0")) else ""
    return f"{sign}{group(whole)}{',' + digits if digits else ''}"


def percent(num: int, den: int, digits: int = 1, *, trim: bool = True) -> str:
    """num / den in per cent, half up away from zero: percent(951, 1000) → "95,1%"; 100%, not 100,0%, unless
    `trim` is off.

    Integers only. ZeroDivisionError when `den` is 0: a share of nothing is for the caller to word.
    """
    scale = 100 * 10**digits
    twice = 2 * abs(num) * scale + abs(den)
    rounded = twice // (2 * abs(den))
    sign = -1 if (num < 0) != (den < 0) else 1
    return decimal_comma(sign * rounded, digits, trim=trim) + "%"


def two_digits(n: int) -> str:
    """A count in office prose: below 10 with a 0 before it ("08 nhà", "00 phiếu"), from 1.000 with dots."""
    return f"{n:02d}" if 0 <= n < 10 else group(n)


# --- numbers of documents (NĐ 30/2020, Phụ lục I, II.3; official-documents §7, §14) ---

_BLANK = " " * 6


def document_number(number: int | None, suffix: str = "") -> str:
    """The number of a paper: below 10 with a 0, never grouped; `suffix` as in 118a; None (not numbered yet) →
    six spaces."""
    return _BLANK if number is None else f"{number:02d}{suffix}"


def document_mark(
    number: int | None, *, body: str, kind: str = "", drafter: str = "", suffix: str = ""
) -> str:
    """Number and symbol: "05/QĐ-CĐCS" (kind QĐ, body CĐCS); a công văn has no kind but its drafting part:
    "07/LĐLĐ-CSPL"."""
    symbol = "-".join(part for part in (kind, body, drafter) if part)
    return f"{document_number(number, suffix)}/{symbol}"


def next_number(last_number: int | None, last_year: int | None, year: int) -> int:
    """The number after `last_number` of `last_year` in the register of `year`: 1 in a new year. ValueError
    when years run back."""
    if last_number is None or last_year is None:
        return 1
    if year < last_year:
        raise ValueError(f"register {year} is closed: {last_year} has begun")
    return last_number + 1 if year == last_year else 1
