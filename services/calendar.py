"""Working days of Vietnam, from the dated list of holidays that ships."""

from __future__ import annotations

import functools
from datetime import date, datetime

import reference
from extensions import ZONE
from vietnamese.workdays import WorkingCalendar


@functools.cache
def working_calendar() -> WorkingCalendar:
    """Return the calendar of all years that the list of holidays covers."""
    data = reference.load("holidays.toml")
    holidays = [date.fromisoformat(str(row["date"])) for row in data["day"]]
    swapped = [date.fromisoformat(str(row["date"])) for row in data.get("workday", ())]
    return WorkingCalendar(holidays, swapped)


def local_date(instant: datetime) -> date:
    """Return the date in Vietnam of an aware instant."""
    return instant.astimezone(ZONE).date()


def due_after(instant: datetime, days: int) -> date:
    """Return the day that is `days` working days after the instant's day in Vietnam."""
    return working_calendar().add(local_date(instant), days)
