"""Councils of a unit: written down with their members, changed by days, charged with matters.

A council is written down by the chair or the secretary of its unit after the decision that founded it. Its secretary
and its chair lead its sittings (`services/council_sittings.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

import reference
from extensions import clock, db
from models import Council, CouncilMember, Office, Person
from rules import council as rules
from services import access, notices, organisation, units
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who
from workflows.actors import Actor

#: Offices of a unit that write its councils down.
SETTERS = frozenset({"chair", "secretary"})

#: Parts of a council that call and lead its sittings.
LEADERS = frozenset({"chair", "secretary"})

#: Parts in the order in which lists and minutes name them.
PARTS = ("chair", "vice_chair", "secretary", "member")


@dataclass(frozen=True)
class MemberLine:
    """A seat in a council as pages show it; `state`: past, present, future."""

    id: int
    person_id: int
    name: str
    post: str
    part: str
    first: date
    last: date | None
    state: str


@dataclass(frozen=True)
class CouncilPage:
    """A council with its members; `needed` of `seats` must be present today. `own_part` is the reader's part, ""."""

    id: int
    unit_id: int
    unit_name: str
    name: str
    decision_no: str
    decision_on: date
    valid_from: date
    valid_to: date | None
    quorum: rules.Quorum
    members: tuple[MemberLine, ...]
    seats: int
    needed: int
    may_set: bool
    own_part: str
    ended: bool

    @property
    def may_lead(self) -> bool:
        """Tell whether the reader calls its sittings today."""
        return self.own_part in LEADERS and not self.ended


@dataclass(frozen=True)
class UnitCouncils:
    """The councils of a unit, those that last first."""

    unit_id: int
    unit_name: str
    councils: tuple[CouncilPage, ...]
    may_set: bool


def settings() -> Mapping[str, Any]:
    """Return the proposals that ship: the quorum, the ways of passing (`reference/councils.toml`)."""
    return reference.load("councils.toml")


def quorum_of(row: Council) -> rules.Quorum:
    """Return a council's quorum as the rules count it."""
    return rules.Quorum(row.quorum_kind, row.quorum_num, row.quorum_den)


def seats_of(council_ids: Iterable[int]) -> dict[int, list[rules.Seat]]:
    """Return {council: its seats of all times}, by part and by time."""
    query = (
        select(CouncilMember, Person.name)
        .join(Person, Person.id == CouncilMember.person_id)
        .where(CouncilMember.council_id.in_(set(council_ids)))
        .order_by(CouncilMember.valid_from, CouncilMember.id)
    )
    found: dict[int, list[rules.Seat]] = {}
    for row, name in db.session.execute(query):
        seat = rules.Seat(row.person_id, name, row.part, row.valid_from, row.valid_to)
        found.setdefault(row.council_id, []).append(seat)
    return {key: sorted(seats, key=lambda one: PARTS.index(one.part)) for key, seats in found.items()}


def members_on(row: Council, day: date) -> list[rules.Seat]:
    """Return who sits in a council on a day, by part; nobody outside its own days."""
    if day < row.valid_from or (row.valid_to is not None and day > row.valid_to):
        return []
    return [one for one in seats_of([row.id]).get(row.id, []) if one.on(day)]


def part_of(row: Council, person_id: int, day: date) -> str:
    """Return a person's part in a council on a day, "" for who does not sit in it."""
    return next((one.part for one in members_on(row, day) if one.person_id == person_id), "")


def _actor(who: Who) -> Actor:
    return access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())


def sets(actor: Actor, unit_id: int) -> bool:
    """Tell whether an actor writes the councils of a unit down."""
    return any(seat.unit_id == unit_id and seat.role in SETTERS for seat in actor.seats)


def readable(council_id: int, who: Who) -> Council:
    """Return a council for its members of any time and for those who may look at its unit. Errors: `NotFound`."""
    row = db.session.get(Council, council_id)
    if row is None:
        raise NotFound
    sat = select(CouncilMember.id).filter_by(council_id=row.id, person_id=who.person_id)
    if db.session.scalar(sat.limit(1)) is None:
        organisation.readable(row.unit_id, who)
    return row


def _pages(rows: list[Council], who: Who) -> list[CouncilPage]:
    today, actor = clock.today(), _actor(who)
    ids = [row.id for row in rows]
    query = (
        select(CouncilMember, Person.name)
        .join(Person, Person.id == CouncilMember.person_id)
        .where(CouncilMember.council_id.in_(ids))
        .order_by(CouncilMember.valid_from, CouncilMember.id)
    )
    found = db.session.execute(query).all()
    names = units.names_of({row.unit_id for row in rows}, today)
    titles = titles_of({member.person_id for member, _name in found}, {row.unit_id for row in rows})
    lines: dict[int, list[MemberLine]] = {}
    for member, name in found:
        lines.setdefault(member.council_id, []).append(_line(member, name, titles, today))
    return [_page(row, lines.get(row.id, []), names[row.unit_id].short_name, actor, today) for row in rows]


def _line(member: CouncilMember, name: str, titles: Mapping[int, str], today: date) -> MemberLine:
    past = member.valid_to is not None and member.valid_to < today
    state = "past" if past else "future" if member.valid_from > today else "present"
    post = titles.get(member.person_id, "")
    return MemberLine(
        member.id, member.person_id, name, post, member.part, member.valid_from, member.valid_to, state
    )


def _page(row: Council, lines: list[MemberLine], unit: str, actor: Actor, today: date) -> CouncilPage:
    ended = row.valid_to is not None and row.valid_to < today
    present = [one for one in lines if one.state == "present" and not ended]
    quorum = quorum_of(row)
    own = next((one.part for one in present if one.person_id == actor.person_id), "")
    return CouncilPage(
        id=row.id,
        unit_id=row.unit_id,
        unit_name=unit,
        name=row.name,
        decision_no=row.decision_no,
        decision_on=row.decision_on,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        quorum=quorum,
        members=tuple(sorted(lines, key=lambda one: (one.state == "past", PARTS.index(one.part)))),
        seats=len(present),
        needed=quorum.needed(len(present)),
        may_set=sets(actor, row.unit_id),
        own_part=own,
        ended=ended,
    )


def titles_of(person_ids: Iterable[int], unit_ids: Iterable[int]) -> dict[int, str]:
    """Return {person: title and, where it is another unit's, the unit} of their offices of today."""
    today, own = clock.today(), set(unit_ids)
    rows = [
        (person_id, seat)
        for person_id, seats in _offices(person_ids).items()
        for seat in sorted(seats, key=lambda one: one.unit_id not in own)[:1]
    ]
    names = units.names_of({seat.unit_id for _person, seat in rows}, today)
    return {
        person_id: seat.title if seat.unit_id in own else f"{seat.title} {names[seat.unit_id].short_name}"
        for person_id, seat in rows
    }


def _offices(person_ids: Iterable[int]) -> dict[int, list[Office]]:
    """Return {person: offices of today}, the longest-serving first, with one query."""
    query = (
        select(Office)
        .where(Office.person_id.in_(set(person_ids)), units.valid_on(Office, clock.today()))
        .order_by(Office.id)
    )
    found: dict[int, list[Office]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.person_id, []).append(row)
    return found


def page(council_id: int, who: Who) -> CouncilPage:
    """Return a council for its page. Errors: `NotFound`."""
    return _pages([readable(council_id, who)], who)[0]


def of_unit(unit_id: int, who: Who) -> UnitCouncils:
    """Return the councils of a unit. Errors: `NotFound` for who may not look at the unit."""
    _unit, actor, _lineage = organisation.readable(unit_id, who)
    rows = list(db.session.scalars(select(Council).filter_by(unit_id=unit_id).order_by(Council.id.desc())))
    found = sorted(_pages(rows, who), key=lambda one: one.ended)
    return UnitCouncils(
        unit_id, units.short_name_of(unit_id, clock.today()), tuple(found), sets(actor, unit_id)
    )


def mine(who: Who) -> list[CouncilPage]:
    """Return the councils in which the person sits or has sat, those that last first."""
    sat = select(CouncilMember.council_id).where(CouncilMember.person_id == who.person_id)
    rows = list(db.session.scalars(select(Council).where(Council.id.in_(sat)).order_by(Council.id.desc())))
    return sorted(_pages(rows, who), key=lambda one: one.ended)


def candidates(unit_id: int, *, below: bool = False) -> list[tuple[int, str]]:
    """Return (person, «name, title») of who may sit in a council of the unit: its officers, and with `below` also the
    chairs of the units directly under it."""
    today = clock.today()
    officers = [one for one in units.officers(unit_id, None, today) if one.role not in access.BLIND_ROLES]
    found = {one.person_id: one for one in reversed(officers)}
    lines = [(one.person_id, f"{one.name}, {one.title}") for one in reversed(list(found.values()))]
    if not below:
        return lines
    under = units.children_of(unit_id, today)
    names = units.names_of(under, today)
    for child in under:
        chair = units.officer(child, "chair", today)
        if chair is not None and chair.person_id not in found:
            lines.append((chair.person_id, f"{chair.name}, {chair.title} {names[child].short_name}"))
    return lines


def setting(unit_id: int, who: Who) -> UnitCouncils:
    """Return the unit for the form of a new council. Errors: `NotFound`, `Forbidden`."""
    found = of_unit(unit_id, who)
    if not found.may_set:
        raise Forbidden("Hội đồng do chủ tịch hoặc thư ký của đơn vị ghi.")
    return found


def _names(person_ids: Iterable[int]) -> dict[int, str]:
    query = select(Person.id, Person.name).where(Person.id.in_(set(person_ids)))
    return dict(db.session.execute(query).all())


@command
def set_up(
    unit_id: int,
    *,
    who: Who,
    name: str,
    decision_no: str,
    decision_on: date,
    valid_from: date,
    valid_to: date | None,
    quorum_kind: str,
    quorum_num: int,
    quorum_den: int,
    parts: Mapping[int, str],
) -> int:
    """Write a council down; returns its id. `parts`: {person: part}. The members are told.

    Errors: `NotFound`, `Forbidden`, `Refused` with findings (field, message, params).
    """
    setting(unit_id, who)
    known, names = dict(candidates(unit_id)), _names(parts)
    if not parts.keys() <= known.keys():
        raise NotFound
    quorum = rules.Quorum(quorum_kind, quorum_num, quorum_den)
    seats = [rules.Seat(person, names[person], part, valid_from) for person, part in parts.items()]
    faults = rules.setup_faults(seats, quorum, valid_from, valid_to, decision_on)
    if faults:
        raise Refused("Chưa ghi được Hội đồng này.", faults)
    row = Council(
        unit_id=unit_id,
        name=name,
        decision_no=decision_no,
        decision_on=decision_on,
        valid_from=valid_from,
        valid_to=valid_to,
        quorum_kind=quorum_kind,
        quorum_num=quorum_num,
        quorum_den=quorum_den,
        created_at=clock(),
        created_by=who.person_id,
    )
    db.session.add(row)
    db.session.flush()
    for seat in seats:
        _seat(row, seat.person_id, seat.part, valid_from, None, who)
    return row.id


def _seat(row: Council, person_id: int, part: str, first: date, last: date | None, who: Who) -> None:
    said = {"council_id": row.id, "person_id": person_id, "part": part}
    db.session.add(CouncilMember(**said, valid_from=first, valid_to=last))
    if person_id != who.person_id:
        subject = _("Đồng chí là thành viên %(council)s", council=row.name)
        body = _(
            "Theo %(decision)s. Giấy mời họp và phiếu bầu kín hiện ở mục Hội đồng.", decision=row.decision_no
        )
        notices.tell(person_id, subject, body)


def _changeable(council_id: int, who: Who) -> Council:
    row = readable(council_id, who)
    if not sets(_actor(who), row.unit_id):
        raise Forbidden("Hội đồng do chủ tịch hoặc thư ký của đơn vị ghi.")
    return row


def adding(council_id: int, who: Who) -> tuple[CouncilPage, list[tuple[int, str]]]:
    """Return a council and whom its form may offer. Errors: `NotFound`, `Forbidden`."""
    row = _changeable(council_id, who)
    return _pages([row], who)[0], candidates(row.unit_id, below=True)


@command
def add_member(council_id: int, *, who: Who, person: int, part: str, first: date, last: date | None) -> None:
    """Seat one more member. Errors: `NotFound`, `Forbidden`, `Refused` with findings (field, message, params)."""
    row = _changeable(council_id, who)
    if person not in dict(candidates(row.unit_id, below=True)):
        raise NotFound
    new = rules.Seat(person, _names([person])[person], part, first, last)
    seats = seats_of([row.id]).get(row.id, [])
    faults = rules.seat_faults(new, seats, row.valid_from, row.valid_to, clock.today())
    if faults:
        raise Refused("Chưa thêm được ủy viên này.", faults)
    _seat(row, person, part, first, last, who)


def ending(council_id: int, member_id: int, who: Who) -> tuple[CouncilPage, MemberLine]:
    """Return a seat for the page that ends it. Errors: `NotFound`, `Forbidden`, `Conflict` (over)."""
    found = page(council_id, who)
    line = next((one for one in found.members if one.id == member_id), None)
    if line is None:
        raise NotFound
    _changeable(council_id, who)
    if line.state == "past" or found.ended:
        raise Conflict("Đồng chí này đã thôi tham gia Hội đồng.")
    return found, line


@command
def end_member(council_id: int, member_id: int, *, who: Who, last: date) -> None:
    """End a seat: `last` is its last day. Sittings held before keep it.

    Errors: as `ending`; `Refused` with findings: a day before its first, a quorum above the seats that remain.
    """
    found, line = ending(council_id, member_id, who)
    faults: list[rules.Fault] = []
    if last < line.first:
        faults.append(("last", "Ngày kết thúc phải từ ngày bắt đầu trở đi.", {}))
    left = len([one for one in found.members if one.state != "past" and one.id != member_id])
    if not faults and found.quorum.needed(left) > left:
        said = {"needed": found.quorum.needed(left), "members": left}
        faults.append(("last", rules.QUORUM_ABOVE, said))
    if faults:
        raise Refused("Chưa ghi được ngày thôi tham gia.", faults)
    db.session.get_one(CouncilMember, member_id).valid_to = last
