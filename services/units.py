"""Units at a date: names, symbols, places, who stands above, who holds which office, how many members.

Everything about a unit is a row with its first and last day. A question about a date is answered by the row
valid on that day; for names, symbols and places of a day before the first or after the last row (a unit that
has ended is still spoken of) the nearest row answers. Who stands above has no such mercy: outside its rows a
unit has no parent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import CTE, BindParameter, ColumnElement, Date, Select, bindparam, or_, select

from extensions import db
from models import Membership, Office, Person, Unit, UnitFigure, UnitName, UnitParent, UnitPlace, UnitSymbol
from services import remembered
from services.errors import Conflict, NotFound
from services.transaction import command
from vietnamese.text import clean, search_key, upper


@dataclass(frozen=True)
class NameView:
    """What a unit is called on a day: official and short name, head of papers (lines), deciding body."""

    unit_id: int
    name: str
    short_name: str
    letterhead: str
    collective: str


@dataclass(frozen=True)
class OfficeView:
    """An office held on a day: who, which role the chains know, which title papers print."""

    office_id: int
    person_id: int
    name: str
    role: str
    title: str
    unit_id: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class MemberView:
    """A member of a unit on a day, with the group and the post in the employer's organisation."""

    person_id: int
    code: str
    name: str
    sort_key: str
    search_key: str
    sex: str | None
    post: str
    leader: bool
    group_id: int | None
    group_name: str
    hired_on: date


@dataclass(frozen=True)
class FigureView:
    """Members of a unit and the women among them, on the last day they were counted."""

    as_of: date
    members: int
    women: int


#: The day of statements that are built once and asked with many days, as {"day": date}.
DAY: BindParameter[date] = bindparam("day", type_=Date)


def valid_on(model: Any, on: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that a dated row (UnitName, UnitParent, Office …) is valid on a day (or on `DAY`)."""
    return (model.valid_from <= on) & or_(model.valid_to.is_(None), model.valid_to >= on)


def _nearest(model: Any, unit_ids: Collection[int], on: date) -> dict[int, Any]:
    """Return {unit id: row}: valid on the day, else the last one before, else the first one after."""
    found: dict[int, Any] = {}
    if not unit_ids:
        return found
    for row in db.session.scalars(_rows_of(model), {"units": list(set(unit_ids))}):
        if row.unit_id not in found or row.valid_from <= on:
            found[row.unit_id] = row
    return found


@cache
def _rows_of(model: Any) -> Select[Any]:
    """All rows of `units` in a table, by unit and time. Every page asks: the statement is built once for a table."""
    mine = model.unit_id.in_(bindparam("units", expanding=True))
    return select(model).where(mine).order_by(model.unit_id, model.valid_from)


def names_of(unit_ids: Collection[int], on: date) -> dict[int, NameView]:
    """Return {unit id: NameView} in one query; unknown units are left out."""
    wanted, known = set(unit_ids), remembered.table(("names of units", on))
    missing = wanted - known.keys()
    found = _nearest(UnitName, missing, on)
    for unit_id in missing:
        row = found.get(unit_id)
        known[unit_id] = row and NameView(unit_id, row.name, row.short_name, row.letterhead, row.collective)
    return {unit_id: known[unit_id] for unit_id in sorted(wanted) if known[unit_id]}


def named(unit_id: int, on: date) -> NameView:
    """Return all names of one unit on a day. Errors: `NotFound` for a unit without any name."""
    found = names_of([unit_id], on)
    if unit_id not in found:
        raise NotFound
    return found[unit_id]


def name_of(unit_id: int, on: date) -> str:
    """Return the official name on a day."""
    return named(unit_id, on).name


def short_name_of(unit_id: int, on: date) -> str:
    """Return the short name on a day (CĐCS Bệnh viện …)."""
    return named(unit_id, on).short_name


def collective_of(unit_id: int, on: date) -> str:
    """Return the body in whose name papers are signed (Ban Chấp hành, Ban Thường vụ)."""
    return named(unit_id, on).collective


def places_of(unit_ids: Collection[int], on: date) -> dict[int, str]:
    """Return {unit id: place before the date of papers}; units without one are left out."""
    return {unit_id: row.place for unit_id, row in _nearest(UnitPlace, unit_ids, on).items()}


def place_of(unit_id: int, on: date) -> str:
    """Return the place before the date of the unit's papers. Errors: `NotFound` when none is recorded."""
    found = places_of([unit_id], on)
    if unit_id not in found:
        raise NotFound("Chưa ghi địa danh của đơn vị.")
    return found[unit_id]


def symbols_of(unit_ids: Collection[int], on: date) -> dict[int, str]:
    """Return {unit id: its part of a paper's symbol}; units without one are left out."""
    return {unit_id: row.symbol for unit_id, row in _nearest(UnitSymbol, unit_ids, on).items()}


def symbol_of(unit_id: int, on: date) -> str:
    """Return the unit's part of a paper's symbol (CĐCS, CĐN). Errors: `NotFound` when none is recorded."""
    found = symbols_of([unit_id], on)
    if unit_id not in found:
        raise NotFound("Chưa ghi ký hiệu văn bản của đơn vị.")
    return found[unit_id]


def parents_of(unit_ids: Collection[int], on: date) -> dict[int, int]:
    """Return {unit id: id of the unit directly above on the day}; those without one are left out."""
    wanted, known = set(unit_ids), remembered.table(("units above", on))
    if missing := wanted - known.keys():
        rows = db.session.execute(_links_up(), {"units": list(missing), "day": on})
        known |= dict.fromkeys(missing) | dict(rows.all())
    return {unit_id: known[unit_id] for unit_id in sorted(wanted) if known[unit_id] is not None}


@cache
def _links_up() -> Select[Any]:
    """The links of `units` to the units above them on a `day`. Every page asks: the statement is built once."""
    mine = UnitParent.unit_id.in_(bindparam("units", expanding=True))
    return select(UnitParent.unit_id, UnitParent.parent_id).where(mine, valid_on(UnitParent, DAY))


def parent_of(unit_id: int, on: date) -> int | None:
    """Return the unit directly above on the day, None at the top."""
    return parents_of([unit_id], on).get(unit_id)


def ancestors(unit_id: int, on: date) -> list[int]:
    """Return the units above on the day, the nearest first. A ring in the data ends the walk."""
    above: list[int] = []
    step = parent_of(unit_id, on)
    while step is not None and step != unit_id and step not in above:
        above.append(step)
        step = parent_of(step, on)
    return above


def below(unit_ids: Collection[int], on: date) -> CTE:
    """Return a recursive query (column `unit_id`) of all units under the given ones on the day."""
    first = select(UnitParent.unit_id).where(
        UnitParent.parent_id.in_(set(unit_ids)), valid_on(UnitParent, on)
    )
    tree = first.cte(recursive=True)
    further = select(UnitParent.unit_id).join(tree, UnitParent.parent_id == tree.c.unit_id)
    return tree.union(further.where(valid_on(UnitParent, on)))


def below_ids(unit_ids: Collection[int], on: date) -> frozenset[int]:
    """Return the ids of all units under the given ones on the day."""
    key = ("units below", frozenset(unit_ids), on)
    return remembered.once(key, lambda: frozenset(db.session.scalars(select(below(unit_ids, on).c.unit_id))))


def children_of(unit_id: int, on: date) -> list[int]:
    """Return the units directly under this one on the day, groups of members included, by id."""
    query = select(UnitParent.unit_id).where(UnitParent.parent_id == unit_id, valid_on(UnitParent, on))
    return sorted(db.session.scalars(query))


def kinds_of(unit_ids: Collection[int]) -> dict[int, str]:
    """Return {unit id: kind} with one query; unknown units are left out."""
    return dict(db.session.execute(select(Unit.id, Unit.kind).where(Unit.id.in_(set(unit_ids)))).all())


def kind_of(unit_id: int) -> str:
    """Return the kind of a unit (a key of `reference/vocabulary.toml`). Errors: `NotFound`."""
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    return unit.kind


def phone_of(unit_id: int) -> str:
    """Return the telephone number that the unit's pages show, "" when none is recorded."""
    unit = db.session.get(Unit, unit_id)
    return unit.phone if unit else ""


def head_of_paper(unit_id: int, on: date) -> dict[str, str | None]:
    """Return {"parent", "issuer", "place"} for the head of a paper dated `on`; parent None at the top.

    Names are in capitals with line breaks where the unit wants them; the parent is the direct upper union
    of that day (NĐ 30/2020, Phụ lục I: name of the body directly above, then the issuing body).
    """
    parent = parent_of(unit_id, on)
    found = names_of([unit_id] if parent is None else [unit_id, parent], on)
    if unit_id not in found:
        raise NotFound
    return {
        "parent": found[parent].letterhead if parent in found else None,
        "issuer": found[unit_id].letterhead,
        "place": place_of(unit_id, on),
    }


def officers(unit_id: int, roles: Iterable[str] | None, on: date) -> list[OfficeView]:
    """Return who holds offices in a unit on a day: by role in the order given (None: all), then by time."""
    wanted = None if roles is None else list(roles)
    query = (
        select(Office, Person.name)
        .join(Person, Person.id == Office.person_id)
        .where(Office.unit_id == unit_id, valid_on(Office, on))
        .order_by(Office.valid_from, Office.id)
    )
    if wanted is not None:
        query = query.where(Office.role.in_(wanted))
    found = [
        OfficeView(o.id, o.person_id, name, o.role, o.title, o.unit_id, o.valid_from, o.valid_to)
        for o, name in db.session.execute(query)
    ]
    return found if wanted is None else sorted(found, key=lambda one: wanted.index(one.role))


def officer(unit_id: int, role: str, on: date) -> OfficeView | None:
    """Return who holds an office in a unit on a day, the longest-serving where there are several."""
    return next(iter(officers(unit_id, [role], on)), None)


def members(unit_id: int, on: date) -> list[MemberView]:
    """Return the members of a unit on a day, in the order of Vietnamese names."""
    query = (
        select(
            *(Person.id, Person.code, Person.name, Person.sort_key, Person.search_key, Person.sex),
            *(Membership.post, Membership.leader, Membership.group_id, Membership.hired_on),
        )
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.unit_id == unit_id,
            Membership.hired_on <= on,
            or_(Membership.left_on.is_(None), Membership.left_on >= on),
        )
        .order_by(Person.sort_key, Person.id)
    )
    rows = db.session.execute(query).all()
    groups = names_of({row.group_id for row in rows if row.group_id is not None}, on)
    return [
        MemberView(
            person_id=row.id,
            code=row.code,
            name=row.name,
            sort_key=row.sort_key,
            search_key=row.search_key,
            sex=row.sex,
            post=row.post,
            leader=row.leader,
            group_id=row.group_id,
            group_name=groups[row.group_id].short_name if row.group_id in groups else "",
            hired_on=row.hired_on,
        )
        for row in rows
    ]


def figures(unit_ids: Collection[int], on: date) -> dict[int, FigureView]:
    """Return {unit id: the last count on or before the day}; units never counted are left out."""
    query = (
        select(UnitFigure)
        .where(UnitFigure.unit_id.in_(set(unit_ids)), UnitFigure.as_of <= on)
        .order_by(UnitFigure.as_of)
    )
    return {row.unit_id: FigureView(row.as_of, row.members, row.women) for row in db.session.scalars(query)}


def figure(unit_id: int, on: date) -> FigureView | None:
    """Return the last count of members on or before the day, None when never counted."""
    return figures([unit_id], on).get(unit_id)


@command
def rename(
    unit_id: int,
    *,
    name: str,
    on: date,
    short_name: str | None = None,
    letterhead: str | None = None,
    collective: str | None = None,
    source: str = "",
) -> int:
    """Give a unit a new name from a day on; return the id of the new row. Earlier papers keep the old head.

    What is not given stays as it was, but the letterhead follows the new name (in capitals, one line).
    Errors: `NotFound` for an unknown unit, `Conflict` when a name already begins on that day.
    """
    rows = list(
        db.session.scalars(select(UnitName).where(UnitName.unit_id == unit_id).order_by(UnitName.valid_from))
    )
    if not rows:
        raise NotFound
    if any(row.valid_from == on for row in rows):
        raise Conflict("Đơn vị đã có một tên bắt đầu từ ngày này.")
    previous = max((row for row in rows if row.valid_from < on), key=lambda row: row.valid_from, default=None)
    following = next((row for row in rows if row.valid_from > on), None)
    ends = [following.valid_from - timedelta(days=1)] if following else []
    if previous and (previous.valid_to is None or previous.valid_to >= on):
        ends += [previous.valid_to] if previous.valid_to else []
        previous.valid_to = on - timedelta(days=1)
    like = previous or following
    return add_name(
        unit_id,
        name=name,
        short_name=short_name or like.short_name,
        letterhead=letterhead,
        collective=collective or like.collective,
        valid_from=on,
        valid_to=min(ends, default=None),
        source=source,
    )


def add_name(
    unit_id: int,
    *,
    name: str,
    short_name: str,
    collective: str,
    valid_from: date,
    valid_to: date | None = None,
    letterhead: str | None = None,
    source: str = "",
) -> int:
    """Write a name row inside the running command; return its id. No letterhead: the name in capitals."""
    row = UnitName(
        unit_id=unit_id,
        name=name,
        short_name=short_name,
        letterhead=letterhead or upper(clean(name)),
        collective=collective,
        search_key=search_key(f"{name} {short_name}")[:400],
        valid_from=valid_from,
        valid_to=valid_to,
        source=source,
    )
    db.session.add(row)
    db.session.flush()
    return row.id
