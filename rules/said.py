"""Counts as people say them («80», «hơn 80», «gần 20.000»); plan and result without a false percentage."""

from dataclasses import dataclass
from typing import Literal

from rules.finding import N_
from vietnamese.errors import ParseProblem, quoted
from vietnamese.numbers import group, parse_count, percent
from vietnamese.text import clean, search_key

Qualifier = Literal["exact", "over", "almost", "about", "at_least", "at_most"]

# Words as they are typed, folded; the first word of a qualifier is printed. "trên dưới" is read before "trên".
_SAID: tuple[tuple[str, Qualifier], ...] = (
    ("tren duoi", "about"),
    ("khong duoi", "at_least"),
    ("it nhat", "at_least"),
    ("khong qua", "at_most"),
    ("nhieu nhat", "at_most"),
    ("toi da", "at_most"),
    ("toi thieu", "at_least"),
    ("xap xi", "about"),
    ("khoang", "about"),
    ("gan", "almost"),
    ("hon", "over"),
    ("tren", "over"),
)


@dataclass(frozen=True)
class Said:
    """A count as said: its number, how exact it is, and the words before and after the number as they were typed."""

    number: int
    qualifier: Qualifier = "exact"
    word: str = ""
    after: str = ""

    @property
    def exact(self) -> bool:
        """Whether the number itself is meant."""
        return self.qualifier == "exact"

    def __str__(self) -> str:
        return " ".join(part for part in (self.word, group(self.number), self.after) if part)


def parse_said(text: str) -> Said:
    """The count that a text says: "80", "hơn 80", "gần 20.000", "trên 7.000 đoàn viên", "80 đại biểu".

    ParseProblem when no number is found or a word before it is not understood.
    """
    words = clean(text).split()
    places = [place for place, word in enumerate(words) if word[:1].isdigit()]
    if len(places) != 1:
        raise ParseProblem('"%(typed)s" là bao nhiêu? Nhập số, ví dụ 80 hoặc hơn 80', typed=quoted(text))
    at = places[0]
    number = parse_count(words[at])
    before = " ".join(words[:at])
    qualifier = dict(_SAID).get(search_key(before)) if before else "exact"
    if qualifier is None:
        raise ParseProblem(
            'Chưa hiểu chữ "%(word)s" trước số. Viết hơn, gần, khoảng, trên hoặc chỉ ghi số',
            word=quoted(before),
        )
    return Said(number, qualifier, before, " ".join(words[at + 1 :]))


_BOTH = N_("Kế hoạch %(planned)s, thực hiện %(actual)s.")
_SHARE = N_("Kế hoạch %(planned)s, thực hiện %(actual)s (%(percent)s).")


@dataclass(frozen=True)
class Compared:
    """Plan and result side by side: sentence with parameters; `share` (part, whole) only where both are exact."""

    planned: Said
    actual: Said
    share: tuple[int, int] | None
    message: str
    params: dict[str, str]


def compare(planned: Said, actual: Said) -> Compared:
    """Both figures as said; a percentage only of two exact counts and of a plan above 0."""
    params = {"planned": str(planned), "actual": str(actual)}
    if not (planned.exact and actual.exact and planned.number):
        return Compared(planned, actual, None, _BOTH, params)
    share = (actual.number, planned.number)
    return Compared(planned, actual, share, _SHARE, {**params, "percent": percent(*share, 1)})
