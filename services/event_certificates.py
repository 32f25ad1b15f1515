"""Certificates of a training for those who were there long enough (EV14), made by the batches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extensions import clock
from rules.event_presence import Attended
from services import (
    batches,
    batches_rows,
    event_after,
    event_day_pages,
    event_delegates,
    event_frame,
    units,
)
from services.errors import Forbidden, Refused
from services.who import Who
from vietnamese.numbers import percent


@dataclass(frozen=True)
class Row:
    """A delegate with the minutes present out of all; `enough` is None while nobody knows."""

    delegate: event_delegates.Listed
    held: Attended

    @property
    def share(self) -> str:
        """«92,4%», «–» where the sessions have no time."""
        return percent(self.held.present, self.held.whole, 1) if self.held.whole else "–"


@dataclass(frozen=True)
class Page:
    """Who gets a certificate and who does not."""

    desk: event_day_pages.Desk
    earned: tuple[Row, ...]
    short: tuple[Row, ...]
    course: str


def page(matter_id: int, who: Who) -> Page:
    """Return who has earned a certificate. Errors: `NotFound`."""
    seen = event_day_pages.desk(matter_id, who)
    there = event_after.records(seen.day)
    named = event_day_pages.named(there)
    rows = [Row(named[one.delegate], one) for one in event_day_pages.earned(seen.day, there)]
    return Page(
        desk=seen,
        earned=tuple(row for row in rows if row.held.enough is True),
        short=tuple(row for row in rows if row.held.enough is not True),
        course=seen.day.title,
    )


def start(matter_id: int, *, who: Who, once: str, course: str, on: date) -> int:
    """Start the batch of certificates for those who have earned one; returns its id.

    Errors: `NotFound`, `Forbidden`, `Refused` (nobody has, or a day before the last of the event).
    """
    event_frame.readable(matter_id, who)
    found = page(matter_id, who)
    day = found.desk.day
    if on < day.last_day or on > clock.today():
        raise Refused("Ghi ngày từ ngày kết thúc sự kiện đến hôm nay.", field="dated_on")
    if batches.starting_unit(who) != day.unit_id:
        raise Forbidden("Văn thư, thư ký hoặc chủ tịch của đơn vị mới in hàng loạt được.")
    said = batches.proposal(who)
    rows = [
        {"name": row.delegate.name, "about": _about(row.delegate), "book_no": f"CN-{no:03d}"}
        for no, row in enumerate(found.earned, start=1)
    ]
    shared = {
        "authority": said["authority"],
        "course": course,
        "from": day.first_day.isoformat(),
        "until": day.last_day.isoformat() if day.last_day != day.first_day else None,
        "sessions": len(day.sessions) or None,
        "held_at": None,
        "decision": None,
        "place": said["place"] or units.place_of(day.unit_id, on),
        "date": on.isoformat(),
        "year": on.year,
        "signature": {"lines": said["signer_lines"].split("\n"), "name": said["signer_name"]},
    }
    title = f"Giấy chứng nhận: {course} ({len(rows)} người)"
    listed = batches_rows.Listed("certificate_training", title[:300], shared, tuple(rows))
    return batches.start(listed, who=who, once=once, formats=())


def _about(one: event_delegates.Listed) -> str:
    return ", ".join(part for part in (one.post, one.unit_name) if part)
