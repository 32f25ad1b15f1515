"""The time grid of a programme, and dates in texts: what overlaps, what is left open, which weekday is wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from rules.events_facts import Session, Slot
from vietnamese.dates import parse_date, weekday
from vietnamese.errors import ParseProblem

Trouble = Literal["backwards", "overlap", "gap", "early", "late", "no_session"]

_WEEKDAY_AND_DATE = re.compile(
    r"\b(thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\b[\s,(]*"
    r"(?:ngày\s+)?([0-9]{1,2}\s*[/.\-]\s*[0-9]{1,2}\s*[/.\-]\s*[0-9]{4}"
    r"|[0-9]{1,2}\s+tháng\s+[0-9]{1,2}\s+năm\s+[0-9]{4})",
    re.IGNORECASE,
)


def minutes(start: time | None, end: time | None) -> int | None:
    """Minutes from `start` to `end` of one day, negative when `end` is earlier; None when one is not known."""
    if start is None or end is None:
        return None
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def clock(moment: time | None) -> str:
    """A time of day as programmes print it: 07h30; "…" when it is not known."""
    return "…" if moment is None else f"{moment.hour:02d}h{moment.minute:02d}"


@dataclass(frozen=True)
class GridFault:
    """One fault of the grid, with its two rows where there are two.

    backwards: `row` does not end after it begins. overlap, gap: between `row` and the later `other`. early, late:
    `row` lies outside its session. no_session: its session does not exist. `minutes`: by how much.
    """

    trouble: Trouble
    row: Slot
    other: Slot | None = None
    session: Session | None = None
    minutes: int = 0


def backwards(sessions: Iterable[Session]) -> list[Session]:
    """Sessions that do not end after they begin."""
    lengths = [(each, minutes(each.start, each.end)) for each in sessions]
    return [each for each, length in lengths if length is not None and length <= 0]


def grid_faults(sessions: Iterable[Session], slots: Iterable[Slot]) -> list[GridFault]:
    """Faults of the rows whose times are known, session by session in order of time; every pair that overlaps.

    Gaps are between a row and the next to begin after all before it have ended; the time before the first and after
    the last row is no gap, and none is found while a row of the session has no times: it may fill it.
    """
    rows = list(slots)
    by_key = {session.key: session for session in sessions}
    found = [GridFault("no_session", row) for row in rows if row.session not in by_key]
    for key, session in by_key.items():
        inside = [row for row in rows if row.session == key]
        found += _in_session(session, inside)
    return found


def _in_session(session: Session, rows: list[Slot]) -> list[GridFault]:
    found: list[GridFault] = []
    timed, whole = [], True
    for row in rows:
        length = minutes(row.start, row.end)
        if length is None:
            whole = False
        elif length <= 0:
            found.append(GridFault("backwards", row, session=session, minutes=-length))
        else:
            timed.append(row)
    timed.sort(key=lambda row: (row.start or time.min, row.end or time.max))
    longest: Slot | None = None
    for place, row in enumerate(timed):
        found += _outside(session, row)
        for later in timed[place + 1 :]:
            shared = minutes(later.start, min(row.end or time.max, later.end or time.max)) or 0
            if shared > 0:
                found.append(GridFault("overlap", row, later, session, shared))
        if longest is not None:
            left_open = minutes(longest.end, row.start) or 0
            if whole and left_open > 0:
                found.append(GridFault("gap", longest, row, session, left_open))
        if longest is None or (row.end or time.min) > (longest.end or time.min):
            longest = row
    return found


def _outside(session: Session, row: Slot) -> list[GridFault]:
    before, after = minutes(row.start, session.start) or 0, minutes(session.end, row.end) or 0
    found = []
    if before > 0:
        found.append(GridFault("early", row, session=session, minutes=before))
    if after > 0:
        found.append(GridFault("late", row, session=session, minutes=after))
    return found


def spoken_minutes(slots: Iterable[Slot], session: str, kinds: Iterable[str]) -> int | None:
    """Minutes of the rows of some kinds in one session; None while a time of such a row is not known."""
    wanted = frozenset(kinds)
    lengths = [minutes(row.start, row.end) for row in slots if row.session == session and row.kind in wanted]
    if None in lengths:
        return None
    return sum(length for length in lengths if length is not None)


@dataclass(frozen=True)
class OddWeekday:
    """A date in a text whose weekday is another one: as typed, the day, and the weekday it has."""

    typed: str
    day: date
    weekday: str


def odd_weekdays(text: str) -> list[OddWeekday]:
    """Every «thứ Sáu, 25/7/2025» in a text whose weekday does not fit; dates that do not exist are not judged here."""
    found = []
    for match in _WEEKDAY_AND_DATE.finditer(text):
        try:
            day = parse_date(match[2])
        except ParseProblem:
            continue
        try:
            parse_date(f"{match[1]}, {match[2]}")
        except ParseProblem:
            found.append(OddWeekday(" ".join(match[0].split()), day, weekday(day)))
    return found
