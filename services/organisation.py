"""Units as their pages show them: names over time, heads of papers, who stands above and below, officers, members.

A unit's page is read by its own people (officers, administrators, members) and by those of the units above it,
never sideways or upwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from extensions import clock, db
from models import (
    Membership,
    Office,
    Paper,
    Person,
    Unit,
    UnitFigure,
    UnitName,
    UnitParent,
    UnitPlace,
    UnitSymbol,
)
from services import access, remembered, signing, units
from services.errors import NotFound
from services.who import Who
from services.words import role_order, unit_kind_title
from vietnamese.text import search_key
from workflows.actors import Actor

#: Offices of a unit through which its people see the names of all its members.
PEOPLE_READERS = frozenset({"chair", "vice_chair", "secretary", "executive", "committee_member"})

#: Offices that keep the records of a unit and of every unit below it. They decide nothing: a name is decided by
#: the union above (annual-reviews.md §10: what a unit is judged by is set above it, not by its own chair).
KEEPERS = frozenset({"admin"})

#: Offices of a union that write down what it decides about the units below it.
DECIDERS = frozenset({"admin", "chair", "secretary"})
#: Offices of a unit that bring in lists of its own people, offices and past awards.
BRINGERS = frozenset({"chair", "secretary"})

GROUP = "group"
YEARS_SHOWN = 3
HEADS_SHOWN = 3


@dataclass(frozen=True)
class Period:
    """Something that was so for a time; `state` is past, present or future. `papers` were dated in it."""

    text: str
    valid_from: date
    valid_to: date | None
    state: str
    source: str = ""
    short: str = ""
    papers: int = 0
    unit_id: int | None = None


@dataclass(frozen=True)
class Head:
    """The head of a paper dated `on`, as lines: the unit above (none at the top), the unit itself."""

    on: date
    parent: tuple[str, ...]
    issuer: tuple[str, ...]


@dataclass(frozen=True)
class Officer:
    """An office with its term; `signs` says how its holder signs papers, empty for those who do not."""

    name: str
    title: str
    valid_from: date
    valid_to: date | None
    signs: str


@dataclass(frozen=True)
class Under:
    """A unit or group directly below."""

    unit_id: int
    name: str
    members: int | None


@dataclass(frozen=True)
class UnitPage:
    """A unit as of today. `own`: the reader may open its register; `may_…`: what else the reader may do."""

    unit_id: int
    name: str
    short_name: str
    kind: str
    closed_on: date | None
    chair: str
    figure: units.FigureView | None
    names: tuple[Period, ...]
    heads: tuple[Head, ...]
    above: tuple[Period, ...]
    symbols: tuple[Period, ...]
    places: tuple[Period, ...]
    officers: tuple[Officer, ...]
    groups: tuple[Under, ...]
    below: tuple[Under, ...]
    years: tuple[tuple[int, int], ...]
    own: bool
    may_see_dossiers: bool
    may_list_people: bool
    may_rename: bool
    may_set_format: bool = False
    may_bring_in: bool = False


def actor_of(who: Who) -> Actor:
    """Return the person with today's seats."""
    return access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())


def _member_on(on: date) -> ColumnElement[bool]:
    """The condition that a membership lasts on a day."""
    return (Membership.hired_on <= on) & or_(Membership.left_on.is_(None), Membership.left_on >= on)


def memberships(person_id: int, on: date) -> set[int]:
    """Return the units and groups that a person is a member of on a day."""
    return set(remembered.once(("memberships", person_id, on), lambda: _memberships(person_id, on)))


def _memberships(person_id: int, on: date) -> set[int]:
    query = select(Membership.unit_id, Membership.group_id).where(
        Membership.person_id == person_id, _member_on(on)
    )
    return {one for row in db.session.execute(query) for one in row if one is not None}


def _lineage(unit: Unit, on: date) -> list[int]:
    """Return the unit and all units above it; of a unit that has ended, those of its last day."""
    last = min(on, unit.closed_on) if unit.closed_on else on
    return [unit.id, *units.ancestors(unit.id, last)]


def readable(unit_id: int, who: Who) -> tuple[Unit, Actor, list[int]]:
    """Return the unit, the actor and the unit's lineage. Errors: `NotFound`, also where it may not be read."""
    unit, actor, today = db.session.get(Unit, unit_id), actor_of(who), clock.today()
    if unit is None:
        raise NotFound
    mine = {seat.unit_id for seat in actor.seats} | memberships(who.person_id, today)
    lineage = _lineage(unit, today)
    if not mine.intersection(lineage):
        raise NotFound
    return unit, actor, lineage


def own_unit(who: Who) -> int:
    """Return the unit acted for, else the one the person is a member of. Errors: `NotFound` for neither."""
    seat = next(iter(actor_of(who).seats), None)
    if seat is not None and seat.unit_id is not None:
        return seat.unit_id
    query = select(Membership.unit_id).where(Membership.person_id == who.person_id, _member_on(clock.today()))
    found = db.session.scalar(query.order_by(Membership.hired_on.desc(), Membership.id))
    if found is None:
        raise NotFound
    return found


def page(unit_id: int, who: Who) -> UnitPage:
    """Return a unit's page. Errors: `NotFound`, also for units beside and above the reader's."""
    unit, actor, lineage = readable(unit_id, who)
    today = clock.today()
    named = units.named(unit_id, today)
    under = _under(unit_id, today)
    chair = units.officer(unit_id, "chair", today)
    return UnitPage(
        unit_id=unit_id,
        name=named.name,
        short_name=named.short_name,
        kind=unit_kind_title(unit.kind),
        closed_on=unit.closed_on,
        chair=chair.name if chair else "",
        figure=units.figure(unit_id, today),
        names=_names(unit_id, today),
        heads=_heads(unit_id, today),
        above=_above(unit_id, today, set(lineage), {seat.unit_id for seat in actor.seats}),
        symbols=_periods(UnitSymbol, unit_id, today, "symbol"),
        places=_periods(UnitPlace, unit_id, today, "place"),
        officers=_officers(unit_id, named.collective, today),
        groups=tuple(one for kind, one in under if kind == GROUP),
        below=tuple(one for kind, one in under if kind != GROUP),
        years=_years(unit_id, today),
        own=unit_id in access.own_units(actor),
        may_see_dossiers=unit_id in access.own_units(actor)
        or not access.chain_units(actor).isdisjoint(lineage),
        may_list_people=lists_people(actor, unit_id),
        may_rename=keeps(actor, lineage) or decides(actor, lineage[1:]),
        may_set_format=bool(units.places_of([unit_id], today)) and access.sets_format(actor, lineage),
        may_bring_in=brings_in(actor, lineage),
    )


def state_of(row: Any, today: date) -> str:
    """Return past, present or future: where a dated row stands on a day."""
    if row.valid_from > today:
        return "future"
    return "present" if row.valid_to is None or row.valid_to >= today else "past"


def _rows(model: Any, unit_id: int) -> list[Any]:
    query = select(model).where(model.unit_id == unit_id).order_by(model.valid_from.desc())
    return list(db.session.scalars(query))


def _periods(model: Any, unit_id: int, today: date, column: str) -> tuple[Period, ...]:
    return tuple(
        Period(getattr(row, column), row.valid_from, row.valid_to, state_of(row, today), row.source)
        for row in _rows(model, unit_id)
    )


def _names(unit_id: int, today: date) -> tuple[Period, ...]:
    """Return the names, newest first, with how many papers of the unit are dated in the time of each."""
    dated = list(db.session.scalars(select(Paper.dated_on).where(Paper.unit_id == unit_id)))
    return tuple(
        Period(
            row.name,
            row.valid_from,
            row.valid_to,
            state_of(row, today),
            row.source,
            row.short_name,
            sum(row.valid_from <= day <= (row.valid_to or date.max) for day in dated),
        )
        for row in _rows(UnitName, unit_id)
    )


def _above(unit_id: int, today: date, lineage: set[int], mine: set[int | None]) -> tuple[Period, ...]:
    """Return the units directly above over time, newest first; `unit_id` only where the reader may open it."""
    rows = _rows(UnitParent, unit_id)
    found = []
    for row in rows:
        on = min(max(today, row.valid_from), row.valid_to or date.max)
        open_to = row.parent_id in lineage and _open_above(row.parent_id, today, mine)
        found.append(
            Period(
                units.name_of(row.parent_id, on),
                row.valid_from,
                row.valid_to,
                state_of(row, today),
                row.source,
                unit_id=row.parent_id if open_to else None,
            )
        )
    return tuple(found)


def _open_above(parent_id: int, today: date, mine: set[int | None]) -> bool:
    return bool(mine.intersection([parent_id, *units.ancestors(parent_id, today)]))


def _heads(unit_id: int, today: date) -> tuple[Head, ...]:
    """Return the head of papers dated today, and each different one that is known to come."""
    parent = units.parent_of(unit_id, today)
    concerned = [unit_id] if parent is None else [unit_id, parent]
    starts = select(UnitName.valid_from).where(UnitName.unit_id.in_(concerned), UnitName.valid_from > today)
    moves = select(UnitParent.valid_from).where(UnitParent.unit_id == unit_id, UnitParent.valid_from > today)
    days = sorted({*db.session.scalars(starts), *db.session.scalars(moves)})
    found: list[Head] = []
    for day in [today, *days]:
        head = _head(unit_id, day)
        if head and (not found or (head.parent, head.issuer) != (found[-1].parent, found[-1].issuer)):
            found.append(head)
    return tuple(found[:HEADS_SHOWN])


def _head(unit_id: int, on: date) -> Head | None:
    """Return the head, None for a unit that issues no papers (no place is recorded for a group)."""
    if not units.places_of([unit_id], on):
        return None
    said = units.head_of_paper(unit_id, on)
    parent = tuple(said["parent"].split("\n")) if said["parent"] else ()
    return Head(on, parent, tuple((said["issuer"] or "").split("\n")))


def _officers(unit_id: int, collective: str, today: date) -> tuple[Officer, ...]:
    """Return who holds an office now or will, in the order of the offices, then of the terms."""
    signs: dict[int, list[str]] = {}
    for one in signing.who(unit_id, today):
        signs.setdefault(one.office_id, []).append(signing.short_form(one, collective))
    query = (
        select(Office, Person.name)
        .join(Person, Person.id == Office.person_id)
        .where(Office.unit_id == unit_id, or_(Office.valid_to.is_(None), Office.valid_to >= today))
    )
    rows = db.session.execute(query).all()
    rows.sort(key=lambda row: (role_order(row[0].role), row[0].valid_from, row[0].id))
    return tuple(
        Officer(name, office.title, office.valid_from, office.valid_to, "; ".join(signs.get(office.id, ())))
        for office, name in rows
    )


def _under(unit_id: int, today: date) -> list[tuple[str, Under]]:
    """Return (kind, unit) of what stands directly below, by name; members as counted, of groups as listed."""
    ids = units.children_of(unit_id, today)
    kinds = dict(db.session.execute(select(Unit.id, Unit.kind).where(Unit.id.in_(ids))).all())
    names, sizes = units.names_of(ids, today), _listed(ids, today)
    sizes |= {one: figure.members for one, figure in units.figures(ids, today).items()}
    known = sorted((one for one in ids if one in names), key=lambda one: search_key(names[one].short_name))
    return [(kinds[one], Under(one, names[one].short_name, sizes.get(one))) for one in known]


def _listed(group_ids: list[int], today: date) -> dict[int, int]:
    """Return {group id: how many members it has on the list}."""
    query = select(Membership.group_id, func.count()).where(
        Membership.group_id.in_(group_ids), _member_on(today)
    )
    return dict(db.session.execute(query.group_by(Membership.group_id)).all())


def _years(unit_id: int, today: date) -> tuple[tuple[int, int], ...]:
    """Return (year, members) of the last years counted, oldest first: the last count of each year."""
    query = select(UnitFigure.as_of, UnitFigure.members).where(
        UnitFigure.unit_id == unit_id, UnitFigure.as_of <= today
    )
    last = {as_of.year: members for as_of, members in db.session.execute(query.order_by(UnitFigure.as_of))}
    return tuple(sorted(last.items())[-YEARS_SHOWN:])


def lists_people(actor: Actor, unit_id: int) -> bool:
    """Tell whether the actor may see the names of all members: officers of the unit itself."""
    return any(seat.unit_id == unit_id and seat.role in PEOPLE_READERS for seat in actor.seats)


def keeps(actor: Actor, lineage: Iterable[int]) -> bool:
    """Tell whether the actor keeps the records of the first unit of a lineage."""
    return any(seat.role in KEEPERS and seat.unit_id in lineage for seat in actor.seats)


def decides(actor: Actor, unit_ids: Iterable[int]) -> bool:
    """Tell whether the actor writes down decisions of one of these units about those below."""
    known = set(unit_ids)
    return any(seat.role in DECIDERS and seat.unit_id in known for seat in actor.seats)


def brings_in(actor: Actor, lineage: Sequence[int]) -> bool:
    """Tell whether the actor may bring lists of people, offices and awards into the first unit of a lineage."""
    own = any(seat.unit_id == lineage[0] and seat.role in BRINGERS for seat in actor.seats)
    return own or keeps(actor, lineage)
