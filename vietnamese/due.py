"""A deadline in words, with the tone of its colour and sign (ui.md §4, §6)."""

from dataclasses import dataclass, field
from datetime import date

from vietnamese.dates import screen_date, short_date
from vietnamese.workdays import WorkingCalendar

#: Up to so many working days before it, a deadline asks for attention (ui.md §4, component Due).
SOON = 3


@dataclass(frozen=True)
class Phrase:
    """A message id with its parameters and a tone: "n" plenty of time, "a" soon, "r" over."""

    message: str
    params: dict[str, object] = field(default_factory=dict)
    tone: str = "n"


def due_phrase(today: date, due: date, calendar: WorkingCalendar, *, soon: int = SOON) -> Phrase:
    """`due` as seen on `today`, in working days: «Còn 3 ngày (20/11)», «Hạn hôm nay», «Quá hạn 2 ngày».

    A deadline ends with its day. The date shows its year only when it is another one.
    """
    days = calendar.countdown(today, due)
    if days == 0:
        return Phrase("Hạn hôm nay", tone="a")
    if days < 0:
        return Phrase("Quá hạn %(days)s ngày", {"days": -days}, "r")
    shown = short_date(due) if due.year == today.year else screen_date(due)
    return Phrase("Còn %(days)s ngày (%(date)s)", {"days": days, "date": shown}, "a" if days <= soon else "n")
