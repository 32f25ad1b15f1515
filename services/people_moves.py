"""A person over time: posts and memberships of the past and now; the decision that moves one member elsewhere.

A move is an act like those about units (`unit_acts.write`): its number and days are kept, and it can be taken back.
Dossiers, papers and awards stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from extensions import clock, db
from models import AwardRecord, Membership, Office, Person, Unit, UnitAct, UnitActUnit
from rules.finding import N_
from services import organisation, unit_acts, units
from services.errors import Forbidden, NotFound, Refused
from services.transaction import command
from services.unit_changes import DAY
from services.unit_work import Decision, Deed, Work
from services.who import Who
from vietnamese.dates import screen_date
from vietnamese.text import search_key
from workflows.actors import Actor

KIND = "member"
NOT_DONE = N_("Chưa ghi được việc chuyển.")


@dataclass(frozen=True)
class Post:
    """Where a person belonged, or an office that was held: days, what, in which unit, by which term and paper."""

    first: date
    last: date | None
    kind: str
    title: str
    unit_name: str
    term: str
    source: str
    state: str


@dataclass(frozen=True)
class Praise:
    """An award on record."""

    year: int
    title: str
    decision: str
    issuer: str


@dataclass(frozen=True)
class PersonPage:
    """A person as a unit's records show them; posts newest first, several of today stand beside each other."""

    unit_id: int
    unit_name: str
    person_id: int
    name: str
    code: str
    posts: tuple[Post, ...]
    awards: tuple[Praise, ...]
    may_move: bool


@dataclass(frozen=True)
class Moving:
    """What the page of a move starts from: who, from where, the post there, offices that end, where one may go."""

    unit_id: int
    unit_name: str
    person_id: int
    name: str
    post: str
    offices: tuple[str, ...]
    targets: tuple[tuple[int, str], ...]


def page(unit_id: int, person_id: int, who: Who) -> PersonPage:
    """Return a person's past and present, with a fixed number of queries.

    An officer of the unit is shown to who may look at the unit; where somebody is a member, and members without an
    office, only to those who may see the unit's members or who record its officers. Errors: `NotFound`.
    """
    _unit, actor, lineage = organisation.readable(unit_id, who)
    person, today = db.session.get(Person, person_id), clock.today()
    held = list(db.session.scalars(select(Office).where(Office.person_id == person_id)))
    belongs = list(db.session.scalars(select(Membership).where(Membership.person_id == person_id)))
    sees = _sees(actor, lineage)
    there = any(row.unit_id == unit_id for row in (*held, *(belongs if sees else ())))
    if person is None or not there:
        raise NotFound
    belongs = belongs if sees else []
    names = units.names_of({row.unit_id for row in (*held, *belongs)} | _groups(belongs) | {unit_id}, today)
    papers = _papers(belongs)
    posts = [_office(row, names, today) for row in held]
    posts += [_member(row, names, papers.get(row.id, ""), today) for row in belongs]
    posts.sort(key=lambda one: (one.first, one.kind == "office", one.title), reverse=True)
    mine = any(row.unit_id == unit_id and (row.left_on is None or row.left_on >= today) for row in belongs)
    return PersonPage(
        unit_id=unit_id,
        unit_name=names[unit_id].short_name,
        person_id=person_id,
        name=person.name,
        code=person.code if sees else "",
        posts=tuple(posts),
        awards=_awards(person_id) if sees else (),
        may_move=mine and _moves(actor, lineage),
    )


def _sees(actor: Actor, lineage: list[int]) -> bool:
    """Tell whether the actor may see who is a member: officers of the unit, and who records its officers."""
    return organisation.lists_people(actor, lineage[0]) or _moves(actor, lineage)


def _moves(actor: Actor, lineage: list[int]) -> bool:
    """Tell whether the actor writes down decisions of the unions above about the people of a unit."""
    return organisation.decides(actor, lineage[1:]) or organisation.keeps(actor, lineage)


def _groups(rows: Iterable[Membership]) -> set[int]:
    return {row.group_id for row in rows if row.group_id is not None}


def _state(first: date, last: date | None, today: date) -> str:
    if first > today:
        return "future"
    return "past" if last is not None and last < today else "now"


def _office(row: Office, names: dict[int, units.NameView], today: date) -> Post:
    state = _state(row.valid_from, row.valid_to, today)
    unit = names[row.unit_id].short_name
    return Post(row.valid_from, row.valid_to, "office", row.title, unit, row.term, row.source, state)


def _member(row: Membership, names: dict[int, units.NameView], source: str, today: date) -> Post:
    state, unit = _state(row.hired_on, row.left_on, today), names[row.unit_id].short_name
    if row.group_id in names:
        unit = f"{names[row.group_id].short_name}, {unit}"
    return Post(row.hired_on, row.left_on, "member", row.post, unit, "", source, state)


def _papers(rows: Iterable[Membership]) -> dict[int, str]:
    """Return {membership: «Quyết định …»} of those that an act began and that still stands."""
    by_day = {(row.unit_id, row.hired_on): row.id for row in rows}
    query = (
        select(UnitAct.decision_no, UnitActUnit.unit_id, UnitActUnit.effective_on, UnitAct.changes)
        .join(UnitActUnit, UnitActUnit.act_id == UnitAct.id)
        .where(
            UnitAct.kind == KIND,
            UnitAct.undone_at.is_(None),
            UnitActUnit.part == "into",
            UnitActUnit.unit_id.in_({unit_id for unit_id, _day in by_day}),
            UnitActUnit.effective_on.in_({day for _unit, day in by_day}),
        )
    )
    found = {}
    for no, unit_id, day, changes in db.session.execute(query):
        made = {line["id"] for line in changes if line.get("table") == "membership" and "made" in line}
        if by_day.get((unit_id, day)) in made:
            found[by_day[unit_id, day]] = f"Quyết định {no}"
    return found


def _awards(person_id: int) -> tuple[Praise, ...]:
    query = select(AwardRecord).where(AwardRecord.person_id == person_id)
    rows = db.session.scalars(query.order_by(AwardRecord.year.desc(), AwardRecord.id.desc()))
    return tuple(Praise(row.year, row.title, row.decision, row.issuer) for row in rows)


def moving(unit_id: int, person_id: int, who: Who) -> Moving:
    """Return what the page of a move starts from. Errors: `NotFound`, `Forbidden` (reads, but may not move)."""
    there, (_unit, actor, lineage) = page(unit_id, person_id, who), organisation.readable(unit_id, who)
    if not _moves(actor, lineage):
        raise Forbidden(
            "Việc chuyển đoàn viên do công đoàn cấp trên hoặc người quản trị ghi, theo quyết định."
        )
    if not there.may_move:
        raise NotFound
    today = clock.today()
    row = next(iter(_open(unit_id, person_id, today)))
    offices = tuple(f"{one.title}, {one.unit_name}" for one in there.posts if _ends(one, unit_id, today))
    return Moving(
        unit_id, there.unit_name, person_id, there.name, row.post, offices, _targets(actor, unit_id, today)
    )


def _ends(one: Post, unit_id: int, today: date) -> bool:
    return (
        one.kind == "office" and one.state == "now" and one.unit_name == units.short_name_of(unit_id, today)
    )


def _targets(actor: Actor, unit_id: int, today: date) -> tuple[tuple[int, str], ...]:
    """Return the grassroots unions below the units for which the actor decides or keeps records."""
    roots = [
        seat.unit_id for seat in actor.seats if seat.role in organisation.DECIDERS | organisation.KEEPERS
    ]
    under = units.below(roots, today)
    query = select(Unit.id).join(under, under.c.unit_id == Unit.id).where(Unit.kind == "grassroots")
    query = query.where(or_(Unit.closed_on.is_(None), Unit.closed_on >= today), Unit.id != unit_id)
    names = units.names_of(set(db.session.scalars(query)), today)
    found = ((one, named.short_name) for one, named in names.items())
    return tuple(sorted(found, key=lambda each: search_key(each[1])))


def _open(unit_id: int, person_id: int, on: date) -> list[Membership]:
    """Return the memberships of a person in a unit that last on a day."""
    query = select(Membership).where(
        Membership.unit_id == unit_id,
        Membership.person_id == person_id,
        Membership.hired_on <= on,
        or_(Membership.left_on.is_(None), Membership.left_on >= on),
    )
    return list(db.session.scalars(query.order_by(Membership.hired_on)))


@command
def move(
    unit_id: int, person_id: int, *, who: Who, decision: Decision, into: int | None, post: str, once: str
) -> int:
    """Let a member belong to another unit from the decision's first day on; returns the id of the act.

    `into` None: the person goes where the product has no unit. Offices in the unit and its groups end the day before.
    The same `once` again does nothing. Errors: `NotFound`, `Forbidden`, `Refused` beside the fields.
    """
    known = db.session.scalar(select(UnitAct.id).where(UnitAct.once == once))
    if known is not None:
        return known
    there = moving(unit_id, person_id, who)
    if into is not None and into not in dict(there.targets):
        raise NotFound
    unit, actor, lineage = organisation.readable(unit_id, who)
    given: dict[str, Any] = {"person_id": person_id, "name": there.name, "into": into, "post": post}
    work = Work(unit, lineage, decision, given, f"Quyết định {decision.no}")
    return unit_acts.write(KIND, Deed(_move), work, actor, once=once)


def _move(work: Work) -> None:
    person_id, into, last = work.given["person_id"], work.given["into"], work.on - DAY
    rows = _open(work.unit.id, person_id, last)
    if not rows:
        words = N_("Trước ngày này đồng chí chưa là đoàn viên của đơn vị. Kiểm tra lại ngày.")
        raise Refused(NOT_DONE, [("effective_on", words, {})])
    if into is not None and _open(into, person_id, work.on):
        raise Refused(NOT_DONE, [("into", N_("Vào ngày này đồng chí đã là đoàn viên của đơn vị đó."), {})])
    groups = [
        one for one in units.children_of(work.unit.id, last) if units.kind_of(one) == organisation.GROUP
    ]
    held = select(Office).where(Office.person_id == person_id, Office.unit_id.in_([work.unit.id, *groups]))
    offices = list(db.session.scalars(held.where(or_(Office.valid_to.is_(None), Office.valid_to > last))))
    later = next((row for row in offices if row.valid_from > last), None)
    if later is not None:
        words = N_("Có chức vụ ở đơn vị bắt đầu từ ngày %(day)s. Kết thúc chức vụ đó trước.")
        raise Refused(NOT_DONE, [("effective_on", words, {"day": screen_date(later.valid_from)})])
    work.journal.end(rows, last, "left_on")
    work.journal.end(offices, last)
    work.about("above", work.unit.id)
    old = work.name(work.unit.id, last)
    if into is None:
        words = N_("Đ/c %(name)s thôi sinh hoạt ở %(old)s từ ngày %(day)s.")
        work.say("offices", words, name=work.given["name"], old=old, day=work.on)
    else:
        work.journal.make(
            Membership(person_id=person_id, unit_id=into, post=work.given["post"], hired_on=work.on)
        )
        work.about("into", into)
        words = N_("Đ/c %(name)s chuyển từ %(old)s về %(new)s từ ngày %(day)s.")
        work.say("offices", words, name=work.given["name"], old=old, new=work.name(into), day=work.on)
    if offices:
        titles = [f"{row.title}, {work.name(row.unit_id, last)}" for row in offices]
        work.say("offices", N_("Thôi các chức vụ sau từ ngày %(day)s:"), titles, day=work.on)
    work.say("dossiers", N_("Hồ sơ, văn bản, khen thưởng đã có giữ nguyên ở nơi đã lập."))
