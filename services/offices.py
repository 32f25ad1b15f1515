"""Offices of a unit over time: appointed, ended, elected anew with a term; people who are new to the records.

Who heads a unit is recognised by the union above, so its offices write the chair and the administrator down; a unit's
own chair and secretary write down all others. One person may hold several offices, in several units.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

import reference
from extensions import clock, db
from models import Membership, Office, Person, Unit
from rules import tree
from rules.finding import N_
from services import organisation, unit_acts, units
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.transaction import command
from services.unit_changes import DAY
from services.who import Who
from services.words import role_order, role_title
from vietnamese.dates import screen_date
from vietnamese.text import clean, search_key
from workflows.actors import Actor

#: Offices of the unit itself that write its officers down, and the roles that only the union above writes.
OWN_RECORDERS = frozenset({"chair", "secretary"})
FROM_ABOVE = frozenset({"chair", "admin"})
#: How many people a search by name offers.
FOUND = 12


@dataclass(frozen=True)
class Line:
    """An office: whose, its title and days, its term; `state`: past, present or future; `beside`: other offices."""

    office_id: int
    person_id: int
    name: str
    role: str
    title: str
    valid_from: date
    valid_to: date | None
    term: str
    source: str
    state: str
    beside: tuple[str, ...]
    may_end: bool


@dataclass(frozen=True)
class Page:
    """The offices of a unit: those of today and to come by their order, then those of the past, newest first."""

    unit_id: int
    unit_name: str
    now: tuple[Line, ...]
    past: tuple[Line, ...]
    may_record: bool
    may_elect: bool


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be given an office: where they belong tells people of one name apart."""

    person_id: int
    name: str
    about: str


@dataclass(frozen=True)
class Offered:
    """What the form of an appointment offers: roles as (role, title), people found by name or code."""

    unit_id: int
    unit_name: str
    roles: tuple[tuple[str, str], ...]
    people: tuple[Candidate, ...]


def single_roles() -> frozenset[str]:
    """Return the roles that one person holds at a time: the heads (`reference/vocabulary.toml`)."""
    return frozenset(reference.load("vocabulary.toml")["signing"]["heads"])


def _standing(unit_id: int, who: Who) -> tuple[Unit, Actor, list[int], bool, bool]:
    """Return unit, actor, lineage, whether the actor records officers, and the chair among them."""
    unit, actor, lineage = organisation.readable(unit_id, who)
    above = organisation.decides(actor, lineage[1:]) or organisation.keeps(actor, lineage[:1])
    own = any(seat.unit_id == unit_id and seat.role in OWN_RECORDERS for seat in actor.seats)
    return unit, actor, lineage, above or own, above


def _recording(unit_id: int, who: Who) -> tuple[Unit, list[int], bool]:
    unit, _actor, lineage, may, above = _standing(unit_id, who)
    if not may:
        raise Forbidden("Cán bộ do chủ tịch, thư ký của đơn vị hoặc công đoàn cấp trên ghi.")
    return unit, lineage, above


def page(unit_id: int, who: Who) -> Page:
    """Return the offices of a unit with its past, with a fixed number of queries. Errors: `NotFound`."""
    _unit, _actor, _lineage, may, above = _standing(unit_id, who)
    today = clock.today()
    query = select(Office, Person.name).join(Person, Person.id == Office.person_id)
    rows = db.session.execute(query.where(Office.unit_id == unit_id)).all()
    beside = _beside({office.person_id for office, _name in rows}, unit_id, today)
    lines = [
        Line(
            office_id=office.id,
            person_id=office.person_id,
            name=name,
            role=office.role,
            title=office.title,
            valid_from=office.valid_from,
            valid_to=office.valid_to,
            term=office.term,
            source=office.source,
            state=organisation.state_of(office, today),
            beside=beside.get(office.person_id, ()),
            may_end=may and (above or office.role not in FROM_ABOVE),
        )
        for office, name in rows
    ]
    now = sorted(
        (one for one in lines if one.state != "past"),
        key=lambda one: (role_order(one.role), one.valid_from, one.office_id),
    )
    past = sorted(
        (one for one in lines if one.state == "past"),
        key=lambda one: (one.valid_to or today, -role_order(one.role), one.office_id),
        reverse=True,
    )
    return Page(unit_id, units.short_name_of(unit_id, today), tuple(now), tuple(past), may, above)


def _beside(people: Collection[int], unit_id: int, today: date) -> dict[int, tuple[str, ...]]:
    """Return {person: «title, unit» of the offices held elsewhere today}."""
    query = select(Office).where(
        Office.person_id.in_(people), Office.unit_id != unit_id, units.valid_on(Office, today)
    )
    rows = list(db.session.scalars(query.order_by(Office.id)))
    names = units.names_of({row.unit_id for row in rows}, today)
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        words = f"{row.title}, {names[row.unit_id].short_name}"
        found[row.person_id] = (*found.get(row.person_id, ()), words)
    return found


def offered(unit_id: int, who: Who, text: str) -> Offered:
    """Return what may be chosen for an appointment; people by name or code. Errors: `NotFound`, `Forbidden`."""
    _unit, lineage, above = _recording(unit_id, who)
    known = reference.load("vocabulary.toml")["roles"]
    roles = tuple((role, title) for role, title in known.items() if above or role not in FROM_ABOVE)
    people = _people(lineage, text) if search_key(text) else ()
    return Offered(unit_id, units.short_name_of(unit_id, clock.today()), roles, people)


def _people(lineage: list[int], text: str) -> tuple[Candidate, ...]:
    """Return people of the unit, of those below it, and officers of those above, whose name or code fits."""
    today = clock.today()
    under = units.below(lineage[:1], today)
    near = or_(Membership.unit_id == lineage[0], Membership.unit_id.in_(select(under.c.unit_id)))
    held = or_(Office.unit_id.in_(lineage), Office.unit_id.in_(select(under.c.unit_id)))
    known = or_(
        Person.id.in_(select(Membership.person_id).where(near)),
        Person.id.in_(select(Office.person_id).where(held)),
    )
    key = search_key(text)
    fits = or_(Person.search_key.contains(key, autoescape=True), Person.code == clean(text).upper())
    query = select(Person).where(known, fits).order_by(Person.sort_key, Person.id).limit(FOUND)
    rows = list(db.session.scalars(query))
    return tuple(
        Candidate(one.id, one.name, about) for one, about in zip(rows, _about(rows, today), strict=True)
    )


def _about(rows: list[Person], today: date) -> list[str]:
    """Return where each person belongs: post and unit, else an office, and the year of birth."""
    ids = [one.id for one in rows]
    members = {
        row.person_id: (row.post, row.unit_id)
        for row in db.session.scalars(select(Membership).where(Membership.person_id.in_(ids)))
    }
    held = {
        row.person_id: (row.title, row.unit_id)
        for row in db.session.scalars(
            select(Office).where(Office.person_id.in_(ids), units.valid_on(Office, today))
        )
    }
    where = {**held, **members}
    names = units.names_of({unit_id for _post, unit_id in where.values()}, today)
    said = []
    for one in rows:
        post, unit_id = where.get(one.id, ("", 0))
        born = str(one.born_on.year) if one.born_on else ""
        parts = (post, names[unit_id].short_name if unit_id in names else "", born)
        said.append(", ".join(part for part in parts if part))
    return said


@command
def appoint(
    unit_id: int,
    *,
    who: Who,
    person_id: int,
    role: str,
    title: str,
    valid_from: date,
    valid_to: date | None,
    term: str,
    source: str,
) -> int:
    """Give a person an office; returns its id. Errors: `NotFound`, `Forbidden`, `Refused` beside the fields."""
    unit, lineage, above = _recording(unit_id, who)
    if role in FROM_ABOVE and not above:
        raise Forbidden("Chủ tịch và người quản trị của đơn vị do công đoàn cấp trên ghi.")
    person = db.session.get(Person, person_id)
    if person is None or not any(one.person_id == person_id for one in _people(lineage, person.name)):
        raise NotFound
    if valid_to is not None and valid_to < valid_from:
        raise Refused(
            "Chưa ghi được chức vụ này.", [("valid_to", tree.BACKWARDS, {"day": screen_date(valid_from)})]
        )
    row = Office(
        person_id=person_id,
        unit_id=unit.id,
        role=role,
        title=title or role_title(role),
        valid_from=valid_from,
        valid_to=valid_to,
        term=term,
        source=source,
    )
    db.session.add(row)
    _sound(unit)
    return row.id


def _sound(unit: Unit, at: str = "valid_from") -> None:
    """Errors: `Refused` when the offices of a unit, as they would be, are wrong on some day."""
    db.session.flush()
    rows = db.session.scalars(select(Office).where(Office.unit_id == unit.id))
    held = [tree.Held(o.person_id, o.unit_id, o.role, o.valid_from, o.valid_to, o.id) for o in rows]
    wrong = tree.wrong_offices(unit_acts.lives_of([unit.id]), held, single_roles())
    if wrong:
        raise Refused("Chưa ghi được chức vụ này.", unit_acts.findings_of(wrong, clock.today(), at))


def ending(unit_id: int, office_id: int, who: Who) -> Line:
    """Return an office for the page that ends it. Errors: `NotFound`, `Forbidden`, `Conflict` (ended already)."""
    there = page(unit_id, who)
    line = next((one for one in (*there.now, *there.past) if one.office_id == office_id), None)
    if line is None:
        raise NotFound
    _recording(unit_id, who)
    if not line.may_end:
        raise Forbidden("Chủ tịch và người quản trị của đơn vị do công đoàn cấp trên ghi.")
    if line.state == "past":
        raise Conflict("Chức vụ này đã kết thúc.")
    return line


@command
def end(unit_id: int, office_id: int, *, who: Who, last: date, source: str) -> None:
    """End an office with a day. Errors: as `ending`; `Refused` where the day is before the first."""
    line = ending(unit_id, office_id, who)
    if last < line.valid_from:
        params = {"day": screen_date(line.valid_from)}
        raise Refused(
            "Chưa ghi được chức vụ này.",
            [("last", N_("Nhập ngày từ %(day)s trở đi, là ngày bắt đầu chức vụ."), params)],
        )
    row = db.session.get_one(Office, office_id)
    row.valid_to = last
    row.source = "; ".join(part for part in (row.source, source) if part)[:300]


def electing(unit_id: int, who: Who) -> Page:
    """Return the officers for the page that begins a term. Errors: `NotFound`, `Forbidden`."""
    there = page(unit_id, who)
    if not there.may_elect:
        raise Forbidden("Nhiệm kỳ mới do công đoàn cấp trên công nhận và ghi.")
    return there


@command
def elect(
    unit_id: int, *, who: Who, term: str, begins: date, stays: Collection[int], source: str
) -> tuple[int, int]:
    """Begin a new term: offices of `stays` go on in it, all others that a term gave end the day before.

    Returns (how many go on, how many end). Errors: `NotFound`, `Forbidden`, `Refused`.
    """
    unit, _lineage, above = _recording(unit_id, who)
    if not above:
        raise Forbidden("Nhiệm kỳ mới do công đoàn cấp trên công nhận và ghi.")
    rows = db.session.scalars(select(Office).where(Office.unit_id == unit_id, units.valid_on(Office, begins)))
    on, off = 0, 0
    for row in list(rows):
        if not (row.term or row.id in stays):
            continue
        if row.valid_from >= begins:
            raise Refused(
                "Chưa ghi được chức vụ này.",
                [("begins", N_("Ngày này đã có chức vụ bắt đầu. Chọn ngày sau đó."), {})],
            )
        row.valid_to = begins - DAY
        db.session.flush()
        if row.id in stays:
            kept = {"person_id": row.person_id, "unit_id": unit_id, "role": row.role, "title": row.title}
            db.session.add(Office(**kept, valid_from=begins, valid_to=None, term=term, source=source))
            on += 1
        else:
            off += 1
    if not on:
        raise Refused(
            "Chưa ghi được chức vụ này.",
            [("stays", N_("Chọn ít nhất một người tiếp tục, rồi thêm người mới sau."), {})],
        )
    _sound(unit, "begins")
    return on, off


# People -------------------------------------------------------------------------------------------------------


def joining(unit_id: int, who: Who) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return the unit's short name and its groups, for the page that adds a person. Errors: `NotFound`, `Forbidden`."""
    _recording(unit_id, who)
    today = clock.today()
    kinds = units.kinds_of(units.children_of(unit_id, today))
    ids = sorted(one for one, kind in kinds.items() if kind == organisation.GROUP)
    names = units.names_of(ids, today)
    return units.short_name_of(unit_id, today), tuple((one, names[one].short_name) for one in ids)


@command
def add_person(
    unit_id: int,
    *,
    who: Who,
    name: str,
    sex: str | None,
    born_on: date | None,
    post: str,
    group_id: int | None,
    hired_on: date,
    another: bool,
) -> int:
    """Write a new member of a unit down; returns the person's id.

    `another`: the writer has seen that somebody bears this name already, and says it is somebody else. Errors:
    `NotFound`, `Forbidden`, `Refused` (the same name, told with where they belong; a day outside the unit's life).
    """
    unit, lineage, _above = _recording(unit_id, who)
    known = [one for one in _people(lineage, name) if search_key(one.name) == search_key(name)]
    if known and not another:
        people = "; ".join(f"{one.name} ({one.about})" if one.about else one.name for one in known)
        words = N_("Đã có: %(people)s. Nếu là người khác thì đánh dấu ô ở dưới rồi ghi lại.")
        raise Refused("Chưa ghi được chức vụ này.", [("name", words, {"people": people})])
    if unit.founded_on and hired_on < unit.founded_on:
        first = {"day": screen_date(unit.founded_on)}
        raise Refused(
            "Chưa ghi được chức vụ này.",
            [("hired_on", N_("Đơn vị thành lập ngày %(day)s. Nhập ngày từ đó trở đi."), first)],
        )
    person = Person(code=_code(unit), name=name, sex=sex or None, born_on=born_on)
    db.session.add(person)
    db.session.flush()
    belongs = {"unit_id": unit_id, "group_id": group_id, "post": post, "hired_on": hired_on}
    db.session.add(Membership(person_id=person.id, **belongs))
    return person.id


def _code(unit: Unit) -> str:
    """Return a staff code that nobody bears: that of the unit with a running number."""
    taken = set(db.session.scalars(select(Person.code).where(Person.code.startswith(f"{unit.code}-"))))
    number = len(taken) + 1
    while f"{unit.code}-{number:04d}" in taken:
        number += 1
    return f"{unit.code}-{number:04d}"
