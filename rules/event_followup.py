"""What became of conclusions and recommendations: how many in time, late and open, for reports and registers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.events_after import Recommendation, Task


@dataclass(frozen=True)
class Progress:
    """Tasks of one conclusion, one per unit: how many are done in time, and the units that are late or still open.

    `late`: done after the day, or not done while the day is past; `waiting`: not done, the day is not past.
    """

    total: int
    in_time: int
    late: tuple[str, ...]
    waiting: tuple[str, ...]


def progress(tasks: Iterable[Task], today: date) -> Progress:
    """How far a task is that was given to several units; a task without unit or day is not counted (EV27)."""
    listed = [(task, task.unit, task.due) for task in tasks]
    given = [(task, unit, due) for task, unit, due in listed if unit and due is not None]
    late = [unit for task, unit, due in given if (task.done_on or today) > due]
    waiting = [unit for task, unit, due in given if task.done_on is None and today <= due]
    return Progress(len(given), len(given) - len(late) - len(waiting), tuple(late), tuple(waiting))


@dataclass(frozen=True)
class Handled:
    """Recommendations that went to one level: `overdue` are part of `open`."""

    level: str
    received: int
    answered_in_time: int
    answered_late: int
    open: int
    overdue: int


def handled(rows: Iterable[Recommendation], today: date, days: int) -> tuple[Handled, ...]:
    """The register by level, in the order of first appearance.

    `days`: calendar days that an answer may take, counted as EV28 counts them. What was merged or rejected counts as
    received only; a reopened recommendation counts as open.
    """
    by_level: dict[str, list[Recommendation]] = {}
    for row in rows:
        by_level.setdefault(row.level or "", []).append(row)
    return tuple(_handled(level, listed, today, timedelta(days=days)) for level, listed in by_level.items())


def _handled(level: str, rows: list[Recommendation], today: date, term: timedelta) -> Handled:
    answered = [row for row in rows if row.answered_on is not None and not row.open]
    late = [row for row in answered if row.begun and row.answered_on and row.answered_on - row.begun > term]
    waiting = [row for row in rows if row.open]
    overdue = [row for row in waiting if row.begun and today - row.begun > term]
    return Handled(level, len(rows), len(answered) - len(late), len(late), len(waiting), len(overdue))
