"""A unit in its tree and its time: the way up, the units below, and everything that happened to it in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from extensions import clock, db
from models import Office, Paper, Person, Unit, UnitAct, UnitActUnit, UnitLink, UnitName, UnitParent
from rules.finding import N_
from services import organisation, overview, unit_acts, units
from services.who import Who
from services.words import unit_kind_title
from vietnamese.text import search_key


@dataclass(frozen=True)
class Step:
    """A unit on the way up; `unit_id` is None where the reader may not open it."""

    unit_id: int | None
    name: str


@dataclass(frozen=True)
class Moment:
    """Something that happened to a unit on a day: `sign` names its icon, `message` with `params` says what."""

    on: date
    sign: str
    message: str
    params: Mapping[str, str | int]
    source: str = ""
    coming: bool = False


@dataclass(frozen=True)
class Beside:
    """A coordination link: the other union, its days, whether it holds today; `guides`: this unit is the guide."""

    name: str
    valid_from: date
    valid_to: date | None
    now: bool
    guides: bool


@dataclass(frozen=True)
class Past:
    """What a unit's page shows of tree and time. `papers`: (year, number of papers issued), newest first."""

    path: tuple[Step, ...]
    moments: tuple[Moment, ...]
    beside: tuple[Beside, ...]
    papers: tuple[tuple[int, int], ...]
    acts: int
    may_record: bool
    has_overview: bool


@dataclass(frozen=True)
class Node:
    """A unit of the tree page: how deep it stands, chair, members, how many groups it has."""

    unit_id: int
    name: str
    kind: str
    depth: int
    chair: str
    members: int | None
    groups: int


@dataclass(frozen=True)
class Tree:
    """The units below one, in the order of the tree; `total` counts all, `nodes` those that were looked for."""

    unit_id: int
    unit_name: str
    nodes: tuple[Node, ...]
    total: int


def of(unit_id: int, who: Who) -> Past:
    """Return a unit's place in the tree and its past, with a fixed number of queries. Errors: `NotFound`."""
    unit, actor, lineage = organisation.readable(unit_id, who)
    today = clock.today()
    mine = {seat.unit_id for seat in actor.seats} | organisation.memberships(who.person_id, today)
    names = units.names_of(lineage, today)
    path = [
        Step(one if mine.intersection(lineage[at:]) else None, names[one].short_name)
        for at, one in enumerate(lineage)
        if at and one in names
    ]
    counted = select(func.count()).select_from(UnitActUnit).where(UnitActUnit.unit_id == unit_id)
    return Past(
        path=tuple(reversed(path)),
        moments=_moments(unit, today),
        beside=_beside(unit_id, today),
        papers=_papers(unit_id),
        acts=db.session.scalar(counted) or 0,
        may_record=bool(unit_acts.kinds_for(actor, unit, lineage)),
        has_overview=overview.opens(unit_id, actor, lineage),
    )


def _papers(unit_id: int) -> tuple[tuple[int, int], ...]:
    years: dict[int, int] = {}
    for day in db.session.scalars(select(Paper.dated_on).where(Paper.unit_id == unit_id)):
        years[day.year] = years.get(day.year, 0) + 1
    return tuple(sorted(years.items(), reverse=True))


def _moments(unit: Unit, today: date) -> tuple[Moment, ...]:
    """Return what happened, newest first: names, units above, chairs, acts, beginning and end."""
    found = [*_named(unit.id), *_moved(unit.id), *_led(unit.id), *_decided(unit.id)]
    if unit.founded_on:
        found.append((unit.founded_on, "unit", N_("Thành lập"), {}, ""))
    if unit.closed_on:
        found.append((unit.closed_on, "stop", N_("Ngày hoạt động cuối cùng"), {}, ""))
    found.sort(key=lambda one: (one[0], one[1]), reverse=True)
    return tuple(Moment(*one, coming=one[0] > today) for one in found)


_Found = tuple[date, str, str, dict[str, str | int], str]


def _named(unit_id: int) -> list[_Found]:
    rows = db.session.scalars(select(UnitName).where(UnitName.unit_id == unit_id))
    return [(row.valid_from, "note", N_("Mang tên %(name)s"), {"name": row.name}, row.source) for row in rows]


def _moved(unit_id: int) -> list[_Found]:
    rows = list(db.session.scalars(select(UnitParent).where(UnitParent.unit_id == unit_id)))
    days = {row.parent_id: row.valid_from for row in rows}
    names: dict[int, list[UnitName]] = {}
    query = select(UnitName).where(UnitName.unit_id.in_(days)).order_by(UnitName.valid_from)
    for name in db.session.scalars(query):
        names.setdefault(name.unit_id, []).append(name)
    return [
        (row.valid_from, "unit", N_("Trực thuộc %(name)s"), {"name": _at(names, row)}, row.source)
        for row in rows
    ]


def _at(names: Mapping[int, list[UnitName]], link: UnitParent) -> str:
    """Return what the unit above was called when the link began."""
    known = names.get(link.parent_id, [])
    before = [one for one in known if one.valid_from <= link.valid_from]
    return (before or known)[-1 if before else 0].name if known else ""


def _led(unit_id: int) -> list[_Found]:
    query = (
        select(Office, Person.name)
        .join(Person, Person.id == Office.person_id)
        .where(Office.unit_id == unit_id, Office.role == "chair")
    )
    found: list[_Found] = []
    for office, name in db.session.execute(query):
        words = (
            N_("Đ/c %(name)s làm %(title)s, nhiệm kỳ %(term)s")
            if office.term
            else N_("Đ/c %(name)s làm %(title)s")
        )
        said = {"name": name, "title": office.title, "term": office.term}
        found.append((office.valid_from, "person", words, said, office.source))
    return found


def _decided(unit_id: int) -> list[_Found]:
    """Return the acts that leave no row of their own on this page: what came into the unit, what left it."""
    query = (
        select(UnitAct, UnitActUnit.part, UnitActUnit.effective_on)
        .join(UnitActUnit, UnitActUnit.act_id == UnitAct.id)
        .where(
            UnitActUnit.unit_id == unit_id,
            UnitAct.undone_at.is_(None),
            or_(UnitActUnit.part != "subject", UnitAct.kind.in_(["split", "merge", "mark"])),
        )
    )
    words = {
        ("transfer", "above"): N_("Chuyển đơn vị trực thuộc đi"),
        ("transfer", "into"): N_("Nhận đơn vị trực thuộc chuyển về"),
        ("merge", "into"): N_("Nhận đơn vị nhập vào"),
        ("merge", "subject"): N_("Nhập vào đơn vị khác"),
        ("merge", "above"): N_("Hợp nhất đơn vị trực thuộc"),
        ("close", "into"): N_("Tiếp nhận bàn giao của đơn vị kết thúc hoạt động"),
        ("close", "above"): N_("Đơn vị trực thuộc kết thúc hoạt động"),
        ("split", "subject"): N_("Chia tách"),
        ("split", "into"): N_("Lập từ việc chia tách"),
        ("found", "above"): N_("Thành lập đơn vị trực thuộc"),
        ("member", "above"): N_("Đoàn viên chuyển đi"),
        ("member", "into"): N_("Nhận đoàn viên chuyển về"),
        ("mark", "subject"): N_("Đổi ký hiệu, địa danh, đầu văn bản"),
    }
    return [
        (day, "seal", words[act.kind, part], {}, f"Quyết định {act.decision_no}")
        for act, part, day in db.session.execute(query)
        if (act.kind, part) in words
    ]


def _beside(unit_id: int, today: date) -> tuple[Beside, ...]:
    mine = or_(UnitLink.unit_id == unit_id, UnitLink.with_id == unit_id)
    rows = list(db.session.scalars(select(UnitLink).where(mine).order_by(UnitLink.valid_from.desc())))
    names = units.names_of({one for row in rows for one in (row.unit_id, row.with_id)}, today)
    return tuple(
        Beside(
            names[row.unit_id if row.with_id == unit_id else row.with_id].short_name,
            row.valid_from,
            row.valid_to,
            row.valid_from <= today <= (row.valid_to or date.max),
            row.with_id == unit_id,
        )
        for row in rows
    )


def tree(unit_id: int, who: Who, *, text: str = "") -> Tree:
    """Return the units below one as they stand today, found by words of name and chair. Errors: `NotFound`."""
    organisation.readable(unit_id, who)
    today = clock.today()
    under = units.below([unit_id], today)
    links = select(UnitParent.unit_id, UnitParent.parent_id, Unit.kind).join(
        Unit, Unit.id == UnitParent.unit_id
    )
    rows = db.session.execute(
        links.where(UnitParent.unit_id.in_(select(under.c.unit_id)), units.valid_on(UnitParent, today))
    ).all()
    children: dict[int, list[int]] = {}
    groups: dict[int, int] = {}
    for one, parent, kind in rows:
        if kind == organisation.GROUP:
            groups[parent] = groups.get(parent, 0) + 1
        else:
            children.setdefault(parent, []).append(one)
    kinds = {one: kind for one, _parent, kind in rows}
    ids = [one for each in children.values() for one in each]
    names, sizes, chairs = (
        units.names_of([unit_id, *ids], today),
        units.figures(ids, today),
        overview.chairs(ids, today),
    )
    nodes: list[Node] = []

    def walk(parent: int, depth: int) -> None:
        for one in sorted(children.pop(parent, []), key=lambda each: search_key(names[each].short_name)):
            size = sizes[one].members if one in sizes else None
            kind = unit_kind_title(kinds[one])
            nodes.append(
                Node(one, names[one].short_name, kind, depth, chairs.get(one, ""), size, groups.get(one, 0))
            )
            walk(one, depth + 1)

    walk(unit_id, 0)
    key = search_key(text)
    found = tuple(one for one in nodes if key in search_key(f"{one.name} {one.chair}"))
    return Tree(unit_id, names[unit_id].short_name, found, len(nodes))
