"""The delegates of an event on its day: those of the plan's list and those who are added at the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from extensions import clock, db
from models import EventDelegate, EventPresence
from rules.events_facts import Delegate
from services import event_frame, units
from services.errors import Conflict, NotFound, Refused
from services.event_frame import EventDay
from services.transaction import command
from services.who import Who
from vietnamese.names import sort_key
from vietnamese.text import search_key

CATEGORIES = ("delegate", "guest", "chair", "staff")
MOST = 2000


@dataclass(frozen=True)
class Listed:
    """A delegate as pages and papers show one; `unit_name` is the short name, or what the list says of a guest."""

    id: int
    no: int
    name: str
    post: str
    unit_id: int | None
    unit_name: str
    category: str
    person_id: int | None
    salaried: bool | None
    search_key: str

    @property
    def key(self) -> str:
        """The delegate's key in facts and findings."""
        return f"d{self.id}"

    @property
    def code(self) -> str:
        """What stands on the badge: «ĐB-007»."""
        return f"ĐB-{self.no:03d}"

    def fact(self) -> Delegate:
        """Return the delegate as the rules read one."""
        person = f"p{self.person_id}" if self.person_id else None
        unit = f"u{self.unit_id}" if self.unit_id else self.unit_name or None
        return Delegate(self.key, self.name, person, unit, self.post or None, self.category, self.salaried)


class Names:
    """Whom a written name means: who bears it letter by letter, else everybody who bears it without its marks."""

    def __init__(self, people: Iterable[Listed]) -> None:
        self._exact: dict[str, list[Listed]] = {}
        self._folded: dict[str, list[Listed]] = {}
        for one in people:
            self._exact.setdefault(sort_key(one.name), []).append(one)
            self._folded.setdefault(search_key(one.name), []).append(one)

    def meant(self, name: str) -> list[Listed]:
        """Return whom a name means; nobody, one or several."""
        return self._exact.get(sort_key(name)) or self._folded.get(search_key(name), [])


def of(matter_id: int) -> list[Listed]:
    """Return the delegates of an event, those taken off the list left out, in the order of Vietnamese names."""
    query = select(EventDelegate).where(
        EventDelegate.matter_id == matter_id, EventDelegate.removed_at.is_(None)
    )
    rows = sorted(db.session.scalars(query), key=lambda row: (sort_key(row.name), row.id))
    names = units.names_of({row.unit_id for row in rows if row.unit_id}, clock.today())
    return [
        _listed(row, names[row.unit_id].short_name if row.unit_id in names else row.unit_name) for row in rows
    ]


def _listed(row: EventDelegate, unit_name: str) -> Listed:
    return Listed(
        id=row.id,
        no=row.no,
        name=row.name,
        post=row.post,
        unit_id=row.unit_id,
        unit_name=unit_name,
        category=row.role,
        person_id=row.person_id,
        salaried=row.salaried,
        search_key=search_key(f"{row.name} {row.post} {unit_name}"),
    )


@command
def add_at_door(
    day: EventDay,
    *,
    who: Who,
    name: str,
    post: str = "",
    unit_id: int | None = None,
    body: str = "",
    category: str = "delegate",
) -> int:
    """Add somebody who came without standing on the list; returns the id.

    `unit_id` is one of the units known at the event, or None with the name of a `body`. Errors: `NotFound`,
    `Conflict`, `Refused` (on the list already, no such unit, too many).
    """
    event_frame.counted(day.matter_id, who)
    there = of(day.matter_id)
    if len(there) >= MOST:
        raise Refused("Danh sách đã đủ %(most)s người.", most=MOST)
    if unit_id is not None and unit_id not in day.known:
        raise Refused("Chọn lại đơn vị trong danh sách.")
    same = sort_key(name)
    if any(sort_key(one.name) == same and one.unit_id == unit_id for one in there):
        raise Refused("%(name)s đã có trong danh sách. Tìm theo tên rồi bấm “Vào”.", name=name)
    last = select(func.max(EventDelegate.no)).where(EventDelegate.matter_id == day.matter_id)
    row = EventDelegate(
        matter_id=day.matter_id,
        no=(db.session.scalar(last) or 0) + 1,
        role=category,
        name=name,
        post=post,
        unit_id=unit_id,
        unit_name=body,
        added_at=clock(),
        added_by=who.person_id,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


@command
def strike(matter_id: int, delegate_id: int, *, who: Who) -> None:
    """Take off the list somebody of whom nothing is recorded. Errors: `NotFound`, `Conflict`."""
    event_frame.counted(matter_id, who)
    row = found(matter_id, delegate_id)
    if db.session.scalar(select(EventPresence.id).where(EventPresence.delegate_id == delegate_id).limit(1)):
        raise Conflict("Người này đã có điểm danh nên không bỏ khỏi danh sách được.")
    row.removed_at = clock()


def found(matter_id: int, delegate_id: int) -> EventDelegate:
    """Return a delegate of this event who stands on the list. Errors: `NotFound`."""
    row = db.session.get(EventDelegate, delegate_id)
    if row is None or row.matter_id != matter_id or row.removed_at is not None:
        raise NotFound
    return row
