"""Standing in for a unit's head: offices and delegations as the rules read them, and the seats they give today.

Who holds a delegation of deciding has a seat of the head besides their own: lent, in the giver's place, for the
procedures named, until it ends. An acting head (Q.) holds the head's seat itself; the head's own seat rests meanwhile
(`workflows/delegations.py` says who counts on a day). Docs: decisions/0013.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select

import reference
from extensions import db
from models import Delegation, Dossier, DossierEntry, Office, Person
from services import procedures, units
from services.calendar import local_date
from workflows import delegations as rules
from workflows.actors import Seat


@dataclass(frozen=True)
class StandIn:
    """Somebody in the head's place today: by which delegation, for whom ("" where the office is vacant), until when.

    `titles` are the procedures it is for, none for all.
    """

    delegation_id: int
    kind: str
    unit_id: int
    giver: str
    last: date | None
    titles: tuple[str, ...] = ()


@functools.cache
def roles() -> rules.Roles:
    """Return which roles of the vocabulary sign papers, and how."""
    said = reference.load("vocabulary.toml")["signing"]
    return rules.Roles(
        **{name: frozenset(said[name]) for name in ("heads", "deputies", "office_heads", "never")}
    )


@functools.cache
def head_role() -> str:
    """Return the role of a unit's head."""
    return reference.load("vocabulary.toml")["signing"]["heads"][0]


def held_in(unit_id: int) -> list[rules.Held]:
    """Return all offices of a unit, of whatever time, the longest-serving first."""
    query = (
        select(Office, Person.name)
        .join(Person, Person.id == Office.person_id)
        .where(Office.unit_id == unit_id)
        .order_by(Office.valid_from, Office.id)
    )
    return [
        rules.Held(o.id, o.person_id, name, o.role, o.title, o.valid_from, o.valid_to)
        for o, name in db.session.execute(query)
    ]


def given(row: Delegation) -> rules.Delegation:
    """Return a row as the rules read it."""
    return rules.Delegation(
        kind=row.kind,
        giver_id=row.giver_id,
        person_id=row.person_id,
        office_id=row.office_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        covers=frozenset(row.covers),
        paper_no=row.paper_no,
        paper_on=row.paper_on,
        revoked_on=row.revoked_on,
        id=row.id,
        power=row.power,
        procedures=frozenset(row.procedures or ()),
    )


def given_in(unit_id: int) -> list[rules.Delegation]:
    """Return all delegations in a unit, of signing and of deciding, ended ones included."""
    query = select(Delegation).where(Delegation.unit_id == unit_id)
    return [given(row) for row in db.session.scalars(query.order_by(Delegation.valid_from, Delegation.id))]


def _counting(rows: Iterable[Delegation], on: date) -> dict[int, rules.Held]:
    """Return {delegation: receiver's office} of those rows by which dossiers are decided on the day."""
    found: dict[int, rules.Held] = {}
    for unit_id in sorted({row.unit_id for row in rows}):
        counting = rules.deciding_on(on, held_in(unit_id), given_in(unit_id), roles())
        found |= {one.id: office for office, one in counting}
    return found


def _may_count(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """The condition on rows that may let somebody decide on the day; the rules say whether they do."""
    decides = (Delegation.kind == "acting") | Delegation.power.in_(("decide", "both"))
    return and_(
        decides,
        Delegation.valid_from <= on,
        or_(Delegation.valid_to.is_(None), Delegation.valid_to >= on),
        or_(Delegation.revoked_on.is_(None), Delegation.revoked_on > on),
    )


def seats(person_id: int, own: Collection[Seat], on: date) -> tuple[list[Seat], list[Seat]]:
    """Return the person's seats of the day, those by office (`own`) given: (own and acting, lent)."""
    units_led = [seat.unit_id for seat in own if seat.role in roles().heads]
    asked = {"person": person_id, "led": units_led, "day": on}
    rows = list(db.session.scalars(_by_which_one_decides(), asked))
    if not rows:
        return list(own), []
    counting = _counting(rows, on)
    rows = [row for row in rows if row.id in counting]
    filled = {row.unit_id for row in rows if row.kind == "acting" and row.person_id != person_id}
    held = [
        replace(seat, rests=True) if seat.role in roles().heads and seat.unit_id in filled else seat
        for seat in own
    ]
    held += [_seat(row) for row in rows if row.kind == "acting" and row.person_id == person_id]
    return held, [_seat(row) for row in rows if row.kind != "acting" and row.person_id == person_id]


@functools.cache
def _by_which_one_decides() -> Select[Any]:
    """What may let a `person` decide on a `day`, or acts in units that are `led`. Asked by every page, built once."""
    acting = and_(Delegation.kind == "acting", Delegation.unit_id.in_(bindparam("led", expanding=True)))
    mine = Delegation.person_id == bindparam("person")
    return select(Delegation).where(_may_count(units.DAY), or_(mine, acting))


def _seat(row: Delegation) -> Seat:
    if row.kind == "acting":
        return Seat(row.office_id, head_role(), row.unit_id, row.id)
    known = procedures.catalogue()
    chains = frozenset(known[code].definition for code in row.procedures or () if code in known)
    return Seat(row.giver_office_id, head_role(), row.unit_id, row.id, row.giver_id, chains)


def stand_ins(ids: Collection[int]) -> dict[int, StandIn]:
    """Return what the head of a page says of delegations, by id."""
    if not ids:
        return {}
    query = (
        select(Delegation, Person.name)
        .outerjoin(Person, Person.id == Delegation.giver_id)
        .where(Delegation.id.in_(ids))
    )
    known = procedures.catalogue()
    return {
        row.id: StandIn(
            delegation_id=row.id,
            kind=row.kind,
            unit_id=row.unit_id,
            giver=name or "",
            last=given(row).last,
            titles=tuple(known[code].title for code in row.procedures or () if code in known),
        )
        for row, name in db.session.execute(query)
    }


def holders(unit_id: int, wanted: Iterable[str], on: date) -> list[int]:
    """Return the people who hold one of the roles in a unit on a day; who acts as head takes the head's place."""
    wanted, heads = set(wanted), roles().heads
    query = select(Office.person_id, Office.role).where(
        Office.unit_id == unit_id, Office.role.in_(wanted), units.valid_on(Office, on)
    )
    rows = db.session.execute(query).all()
    acting = _standing(unit_id, on, acting=True) if wanted & heads else []
    people = {person for person, role in rows if not (acting and role in heads)}
    return sorted(people | set(acting))


def receivers(unit_id: int, wanted: Iterable[str], on: date, chain: str) -> list[int]:
    """Return who may decide in the head's place on a day by a delegation for a chain, where the head is wanted."""
    return _standing(unit_id, on, acting=False, chain=chain) if set(wanted) & roles().heads else []


def _standing(unit_id: int, on: date, *, acting: bool, chain: str = "") -> list[int]:
    query = select(Delegation).where(_may_count(on), Delegation.unit_id == unit_id)
    rows = [row for row in db.session.scalars(query) if (row.kind == "acting") == acting]
    counting = _counting(rows, on)
    there = (row for row in rows if row.id in counting)
    return [row.person_id for row in there if not (found := _seat(row)).covers or chain in found.covers]


def last_decision(row: Delegation) -> tuple[date, str] | None:
    """Return the day and the dossier's code of the last entry left by a delegation, None where there is none."""
    query = (
        select(DossierEntry.at, DossierEntry.seat, Dossier.code)
        .join(Dossier, Dossier.id == DossierEntry.dossier_id)
        .where(DossierEntry.person_id == row.person_id, DossierEntry.at >= row.recorded_at)
        .order_by(DossierEntry.at.desc(), DossierEntry.id.desc())
    )
    for at, seat, code in db.session.execute(query):
        if seat.get("delegation_id") == row.id:
            return local_date(at), code
    return None


def decided_by(rows: Collection[Delegation]) -> set[int]:
    """Return which of the delegations have left an entry in a dossier's history. One query."""
    if not rows:
        return set()
    query = select(DossierEntry.seat).where(
        DossierEntry.person_id.in_({row.person_id for row in rows}),
        DossierEntry.at >= min(row.recorded_at for row in rows),
    )
    return {row.id for row in rows} & {
        seat.get("delegation_id") for seat in db.session.scalars(query.distinct())
    }
