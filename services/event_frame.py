"""The event as its records need it, and who may read and write them.

The records belong to the unit that holds the event: its officers read and write them, and to everybody else they do
not exist. While a report on the event is judged, and once it is approved, what it counts stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from extensions import clock, db
from models import Dossier, Matter
from rules.events_facts import BudgetLine, Session, Slot
from services import access, event_answers
from services.errors import Conflict, NotFound
from services.who import Who

PLAN, REPORT = "event_plan", "event_report"


@dataclass(frozen=True)
class Called:
    """A unit that is called: how many of its people, None where the plan does not say."""

    unit_id: int
    name: str
    called: int | None


@dataclass(frozen=True)
class EventDay:
    """An event as its plan has it: sessions, programme, units called, groups of questions, points, estimate.

    `chairs` and `secretary` are (name, post), `guests` lines as the minutes print them.
    """

    matter_id: int
    title: str
    unit_id: int
    unit_name: str
    kind: str
    first_day: date
    last_day: date
    place: str
    sessions: tuple[Session, ...]
    programme: tuple[Slot, ...] = ()
    units: tuple[Called, ...] = ()
    fields: tuple[str, ...] = ()
    lines: tuple[BudgetLine, ...] = ()
    points: tuple[event_answers.Point, ...] = ()
    chairs: tuple[tuple[str, str], ...] = ()
    secretary: tuple[str, str] = ("", "")
    guests: tuple[str, ...] = ()

    @property
    def known(self) -> frozenset[int]:
        """The units that somebody at the event may come from: those called, and the one that holds it."""
        return frozenset({self.unit_id, *(one.unit_id for one in self.units)})

    def session(self, key: str) -> Session:
        """Return the session with this key. Errors: `NotFound`."""
        for session in self.sessions:
            if session.key == key:
                return session
        raise NotFound


def readable(matter_id: int, who: Who) -> Matter:
    """Return the matter of an event that the person may read. Errors: `NotFound`."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    matter = db.session.get(Matter, matter_id)
    if matter is None or matter.procedure != PLAN or matter.unit_id not in access.own_units(actor):
        raise NotFound
    return matter


def reported(matter_id: int) -> bool:
    """Tell whether a report on the event is being judged or is approved."""
    query = select(Dossier.id).where(
        Dossier.matter_id == matter_id,
        Dossier.procedure == REPORT,
        Dossier.status.in_(("in_review", "approved")),
    )
    return db.session.scalar(query) is not None


def counted(matter_id: int, who: Who) -> Matter:
    """Return the matter for writing what its report counts. Errors: `NotFound`, `Conflict` (it is reported already)."""
    matter = readable(matter_id, who)
    unreported(matter_id)
    return matter


def unreported(matter_id: int) -> None:
    """Let what the report counts be written. Errors: `Conflict` (a report is being judged or is approved)."""
    if reported(matter_id):
        raise Conflict("Báo cáo kết quả đã trình nên số liệu này không đổi được. Thu hồi báo cáo rồi sửa.")


def acting_unit(who: Who) -> int | None:
    """Return the unit of the seat acted in, None for seats that only administer."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    seat = actor.seats[0] if actor.seats else None
    return seat.unit_id if seat is not None and seat.role not in access.BLIND_ROLES else None
