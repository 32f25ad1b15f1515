"""Check-in of whole delegations: the units of a session with who is there, and the people of one unit to be ticked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rules.events_facts import Session
from rules.finding import N_
from services import event_day_pages, event_delegates, event_presences
from services.errors import NotFound
from services.event_day_pages import Desk
from services.event_presences import Line
from services.who import Who

#: The group of those who come from no unit of the union.
OTHERS, OTHERS_NAME = 0, N_("Khách mời, cơ quan khác")


@dataclass(frozen=True)
class Group:
    """Who comes from one unit, in the order of the list; `unit_id` is `OTHERS` for guests and other bodies."""

    unit_id: int
    name: str
    rows: tuple[Line, ...]

    @property
    def there(self) -> int:
        """How many were recorded in this session."""
        return sum(1 for line in self.rows if line.state != "none")

    @property
    def waiting(self) -> tuple[Line, ...]:
        """Those who are not inside."""
        return tuple(line for line in self.rows if line.state != "in")


@dataclass(frozen=True)
class Arrivals:
    """The delegations of one session, in the order of the plan; guests last."""

    desk: Desk
    session: Session
    groups: tuple[Group, ...]
    counters: event_presences.Counters

    def group(self, unit_id: int) -> Group:
        """Return one delegation. Errors: `NotFound`."""
        for one in self.groups:
            if one.unit_id == unit_id:
                return one
        raise NotFound


def page(matter_id: int, who: Who, session: str = "") -> Arrivals:
    """Return the delegations of a session (today's, else the first). Errors: `NotFound`."""
    shown = event_day_pages.check_in(matter_id, who, session=session)
    if shown.session is None:
        raise NotFound
    lines = event_presences.lines(matter_id, shown.session.key, event_delegates.of(matter_id))
    return Arrivals(shown.desk, shown.session, _groups(shown.desk, lines), shown.counters)


def _groups(seen: Desk, lines: Iterable[Line]) -> tuple[Group, ...]:
    names = {one.unit_id: one.name for one in seen.day.units} | {seen.day.unit_id: seen.day.unit_name}
    found: dict[int, list[Line]] = {one: [] for one in names}
    for line in lines:
        unit_id = line.delegate.unit_id if line.delegate.unit_id in names else OTHERS
        found.setdefault(unit_id, []).append(line)
    names[OTHERS] = OTHERS_NAME
    return tuple(Group(one, names[one], tuple(rows)) for one, rows in found.items() if rows)
