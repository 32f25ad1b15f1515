"""Whole numbers and amounts of money in Vietnamese words.

Rules: official-documents §13. Groups of three with nghìn, triệu, tỷ; above a thousand tỷ the left part is
read whole before one "tỷ"; inside a number an empty hundred is "không trăm" and an empty ten "linh"; an empty
group is silent. Integers only: money is whole đồng.
"""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9
#: «chẵn» is said of sums without hundreds, tens and units.
_EVEN = 1000


def _units(tens: int, units: int, four: str) -> str:
    """The last digit after a digit of tens."""
    after_ten = {5: "lăm"} if tens == 1 else {1: "mốt", 4: four, 5: "lăm"} if tens else {}
    return after_ten.get(units, _DIGITS[units])


def _group(value: int, leading: bool, linh: str, four: str) -> list[str]:
    """Words of 1–999; a group that is not `leading` says its empty hundred."""
    hundreds, tens, units = value // 100, value // 10 % 10, value % 10
    words = []
    if hundreds or not leading:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    elif units and words:
        words.append(linh)
    if units:
        words.append(_units(tens, units, four))
    return words


def _below_billion(value: int, leading: bool, names: tuple[str, ...], linh: str, four: str) -> list[str]:
    words: list[str] = []
    for power, name in zip((10**6, 10**3, 1), names, strict=True):
        part = value // power % 1000
        if part:
            words += _group(part, leading and not words, linh, four)
            words += [name] if name else []
    return words


def in_words(n: int, *, linh: str = "linh", four: str = "tư", thousand: str = "nghìn") -> str:
    """`n` in lower-case words: 1_001 → "một nghìn không trăm linh một"; negative → "âm …". Any size.

    `linh`: "linh" (offices of the north) or "lẻ"; `four`: "tư" or "bốn" after mươi; `thousand`: "nghìn" or
    "ngàn". TypeError for anything but an int (float and bool too).
    """
    if not isinstance(n, int) or isinstance(n, bool):
        raise TypeError(f"whole number expected, not {type(n).__name__}")
    if n == 0:
        return _DIGITS[0]
    names = ("triệu", thousand, "")
    # Nine digits at a time, the highest first; each step to the right turns all that was read into tỷ.
    parts, rest = [], abs(n)
    while rest:
        rest, part = divmod(rest, _BILLION)
        parts.append(part)
    words = ["âm"] if n < 0 else []
    for place in range(len(parts) - 1, -1, -1):
        words += _below_billion(parts[place], place == len(parts) - 1, names, linh, four)
        words += ["tỷ"] if place else []
    return " ".join(words)


def amount_in_words(
    n: int, *, even: bool = False, linh: str = "linh", four: str = "tư", thousand: str = "nghìn"
) -> str:
    """`n` đồng as papers print it: "Một triệu … đồng", capital first letter; `even` adds "chẵn" to whole
    thousands (not to 0)."""
    words = in_words(n, linh=linh, four=four, thousand=thousand)
    end = " đồng chẵn" if even and n and n % _EVEN == 0 else " đồng"
    return words[0].upper() + words[1:] + end
