"""Working days: Monday to Friday without public holidays, with Saturdays that make up for swapped days.

Counting follows the Civil Code 2015, Điều 147–148: the day of the event is not counted, a term that ends on a
day off ends on the next working day. Holidays (Labour Code 2019, Điều 112) are arguments.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


class WorkingCalendar:
    """Which dates are worked on. `holidays`: dates off; `extra_workdays`: weekend dates that are worked (they
    win over holidays)."""

    def __init__(self, holidays: Iterable[date], extra_workdays: Iterable[date] = ()) -> None:
        self._extra = frozenset(extra_workdays)
        self._holidays = frozenset(holidays) - self._extra
        self._off = sorted(day for day in self._holidays if day.weekday() < _SATURDAY)
        self._worked = sorted(day for day in self._extra if day.weekday() >= _SATURDAY)

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is a public holiday or a day off given for one, weekends included only where the list
        names them."""
        return day in self._holidays

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`."""
        return day in self._extra or (day.weekday() < _SATURDAY and day not in self._holidays)

    def knows(self, year: int) -> bool:
        """Whether holidays of `year` are on the list; otherwise only weekends are left out and the reader
        should be told."""
        return any(day.year == year for day in self._holidays)

    def add(self, start: date, days: int) -> date:
        """The working day `days` working days after `start` (before it when negative); `start` is not
        counted.

        0: `start`, or the next working day when it is off. OverflowError beyond the year 9999.
        """
        day = start
        if days == 0:
            while not self.is_working(day):
                day += _DAY
        step = _DAY if days > 0 else -_DAY
        for _ in range(abs(days)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def _until(self, day: date) -> int:
        """Working days from the first Monday of the calendar to `day`, both counted."""
        weeks, left = divmod(day.toordinal(), 7)  # ordinal 1 was a Monday
        return 5 * weeks + min(left, 5) - bisect_right(self._off, day) + bisect_right(self._worked, day)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative, counting from `end` to `start`, when
        `end` is earlier."""
        return self._until(end) - self._until(start)

    def countdown(self, today: date, due: date) -> int:
        """Days to go as they are told: 0 today; at least 1 before and at most -1 after, working days beyond
        that."""
        if due == today:
            return 0
        days = self.between(today, due)
        return max(1, days) if due > today else min(-1, days)
