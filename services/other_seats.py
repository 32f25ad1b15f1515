"""What waits in the other seats of whoever looks at the first page: who acts for a chair lands in the own seat first.

Dossiers wait for a seat. Joint papers, tasks and check-in points wait for a unit: they are told once, and not where
the seat acted in shows them already. The seat of an acting head is named even while nothing waits: the head's rights
are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extensions import clock
from services import access, desk, event_points, event_tasks, joint_papers, series
from services.access import SeatView
from services.who import Who


@dataclass(frozen=True)
class Other:
    """Another seat of the person, and how many things wait there (drafts not counted)."""

    seat: SeatView
    count: int


def waiting(who: Who, seats: Sequence[SeatView]) -> tuple[Other, ...]:
    """Return those of the person's `seats` (`access.seats_of`), but the one acted in, that are worth a look."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    acted = access.seat_acted(actor, who.office_id)
    if acted is None or len(seats) < 2:
        return ()
    lines = desk.waits(actor, actor.every)
    shown = {(seat.unit_id, _keeps(seat.role)) for seat in actor.seats[:1]}
    found = []
    for seat in seats:
        if seat.office_id == acted.key:
            continue
        count = sum(line.asks for line in lines.get(seat.office_id, ()))
        found.append(Other(seat, count + _beside(who, seat, shown)))
    return tuple(one for one in found if one.count or _acts(one.seat))


def _acts(seat: SeatView) -> bool:
    return seat.stand_in is not None and seat.stand_in.kind == "acting"


def _keeps(role: str) -> bool:
    """Tell whether joint papers wait for an office."""
    return role in series.KEEPERS


def _beside(who: Who, seat: SeatView, shown: set[tuple[int | None, bool]]) -> int:
    """Count what waits for the unit of a seat besides dossiers, as far as no seat before (`shown`) has shown it."""
    if seat.role in access.BLIND_ROLES or (seat.stand_in is not None and not _acts(seat)):
        return 0
    there, count = Who(who.person_id, seat.office_id), 0
    if not {(seat.unit_id, True), (seat.unit_id, False)} & shown:
        count += event_tasks.waiting_count(there) + len(event_points.waiting(there))
    if _keeps(seat.role) and (seat.unit_id, True) not in shown:
        count += joint_papers.waiting_count(
            access.actor_for(who.person_id, office_id=seat.office_id, on=clock.today())
        )
    shown.add((seat.unit_id, _keeps(seat.role)))
    return count
