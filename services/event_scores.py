"""Results of the test at the end of a training: one per delegate, in tenths of a point; the average is computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from extensions import clock, db
from models import EventScore
from rules.event_quiz import Average, average
from services import event_delegates, event_frame
from services.transaction import command
from services.who import Who

#: The most that can be reached, in tenths of a point.
HIGHEST = 100


@dataclass(frozen=True)
class Scored:
    """A row of the pasted results: its place, whose, how many tenths of a point."""

    line: int
    name: str
    tenths: int


@dataclass(frozen=True)
class Taken:
    """What became of the rows: how many were recorded, and the rows of which nobody or several are meant."""

    taken: int
    unknown: tuple[Scored, ...]


def of(matter_id: int) -> dict[int, int]:
    """Return {delegate id: tenths of a point}, the latest result of each."""
    query = select(EventScore.delegate_id, EventScore.tenths).where(EventScore.matter_id == matter_id)
    return dict(db.session.execute(query.order_by(EventScore.id)).all())


def mean(matter_id: int) -> Average:
    """Return the average of the papers that were handed in."""
    return average(of(matter_id).values(), HIGHEST)


@command
def take(matter_id: int, rows: Iterable[Scored], *, who: Who) -> Taken:
    """Record results by name; a result that is there already is not written again. Errors: `NotFound`, `Conflict`."""
    event_frame.counted(matter_id, who)
    names = event_delegates.Names(event_delegates.of(matter_id))
    there, unknown, taken = of(matter_id), [], 0
    for row in rows:
        meant = names.meant(row.name)
        if len(meant) != 1:
            unknown.append(row)
            continue
        taken += 1
        if there.get(meant[0].id) != row.tenths:
            _write(matter_id, meant[0].id, row.tenths, who)
    return Taken(taken, tuple(unknown))


def _write(matter_id: int, delegate_id: int, tenths: int, who: Who) -> None:
    row = EventScore(
        matter_id=matter_id,
        delegate_id=delegate_id,
        tenths=tenths,
        recorded_at=clock(),
        recorded_by=who.person_id,
    )
    db.session.add(row)
