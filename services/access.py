"""Who may see what: the seats of a person on a day, and the one filter of dossiers and papers.

A unit's own officers see its drafts and everything else of it. The chain above (the deciding unit and every
unit above the owner) sees a dossier from its first submission on, through the offices that check, decide or
number. Whoever a chain asks besides (an accountant, a person put in somebody's place) sees the dossiers that wait
for them or that they have acted in; a member of a council, from whatever unit, the dossiers of the sittings they vote
at. Nobody looks sideways, and who only administers the system sees no dossier.
Acting (who may press which button) is the engine's table, not this module's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select, true

from extensions import clock, db
from models import (
    CouncilItem,
    CouncilMember,
    CouncilRecusal,
    CouncilSeat,
    CouncilSitting,
    Dossier,
    DossierEntry,
    Office,
    Paper,
    PaperDossier,
    RegisterEntry,
    Waiting,
)
from services import procedures, remembered, standing, units
from services.errors import NotFound
from workflows.actors import Actor, Seat

#: Offices of a unit above through which its people see what was sent up to them.
CHAIN_ROLES = frozenset({"reviewer", "lead_reviewer", "committee_member", "clerk", "chair"})

#: Offices that keep the system running and give no right to read dossiers or papers.
BLIND_ROLES = frozenset({"admin"})

#: Offices of the unit itself, and of the unit directly above it, that write down who stands in for its head.
DELEGATES = frozenset({"chair", "secretary"})
DELEGATES_ABOVE = frozenset({"chair", "vice_chair", "secretary", "lead_reviewer", "reviewer"})


#: Offices of a unit that decide how its papers look; who keeps its records, or those above it, may as well.
FORMAT_ROLES = frozenset({"chair"})


@dataclass(frozen=True)
class SeatView:
    """A seat as the head of a page shows it: title, unit, the unit above (short names).

    `office_id` is the seat's key: the office, or −n for the seat of delegation n, of which `stand_in` tells.
    """

    office_id: int
    role: str
    title: str
    unit_id: int
    unit_name: str
    upper_id: int | None
    upper_name: str | None
    stand_in: standing.StandIn | None = None


@dataclass(frozen=True)
class _Held:
    """The seats of a person on a day: own and acting ones, lent ones, {office: title} of the own."""

    held: tuple[Seat, ...]
    lent: tuple[Seat, ...]
    titles: Mapping[int, str]


def _held(person_id: int, on: date) -> _Held:
    """Return the seats of a person on a day; the first is the seat taken when none was chosen.

    The order is that of recording, with offices that only administer at the end.
    """
    asked = {"person": person_id, "day": on}
    rows = sorted(db.session.execute(_offices(), asked).all(), key=lambda office: office.role in BLIND_ROLES)
    held, lent = standing.seats(person_id, [Seat(row.id, row.role, row.unit_id) for row in rows], on)
    return _Held(tuple(held), tuple(lent), {row.id: row.title for row in rows})


@cache
def _offices() -> Select[Any]:
    """The offices of a `person` on a `day`. Every page asks: the statement is built once."""
    return (
        select(Office.id, Office.role, Office.unit_id, Office.title)
        .where(Office.person_id == bindparam("person"), units.valid_on(Office, units.DAY))
        .order_by(Office.id)
    )


def actor_for(person_id: int, *, office_id: int | None = None, on: date) -> Actor:
    """Return the person with all seats valid on the day; the seat acted in (`office_id`) stands first.

    −n for `office_id` is the seat of delegation n; while it is lent, the person's own office in its unit stands first
    among the seats, for whatever is no dossier. An office that is not the person's, or not valid on the day, is passed
    over: the first seat acts.
    """
    found = remembered.once(("seats", person_id, on), lambda: _held(person_id, on))
    lent = sorted(found.lent, key=lambda seat: seat.key != office_id)
    there = lent[0].unit_id if lent and lent[0].key == office_id else None
    held = sorted(found.held, key=lambda seat: (seat.key != office_id, seat.unit_id != there))
    return Actor(person_id, tuple(held), tuple(lent))


def seat_acted(actor: Actor, office_id: int | None) -> Seat | None:
    """Return the seat in which dossiers are handled: the lent one where it was chosen, else the first."""
    lent = next((seat for seat in actor.lent if seat.key == office_id), None)
    return lent or next(iter(actor.seats), None)


def seats_of(person_id: int, on: date) -> list[SeatView]:
    """Return the seats a person may choose from on a day, the default first, those in another's place last."""
    found = remembered.once(("seats", person_id, on), lambda: _held(person_id, on))
    every = [*found.held, *found.lent]
    told = standing.stand_ins([seat.delegation_of for seat in every if seat.delegation_of])
    parents = units.parents_of({seat.unit_id for seat in every}, on)
    names = units.names_of({*parents, *parents.values(), *(seat.unit_id for seat in every)}, on)
    return [
        SeatView(
            office_id=seat.key,
            role=seat.role,
            title=_title(found.titles.get(seat.key, ""), told.get(seat.delegation_of)),
            unit_id=seat.unit_id,
            unit_name=names[seat.unit_id].short_name,
            upper_id=parents.get(seat.unit_id),
            upper_name=names[parents[seat.unit_id]].short_name if seat.unit_id in parents else None,
            stand_in=told.get(seat.delegation_of),
        )
        for seat in every
    ]


def _title(office: str, stand_in: standing.StandIn | None) -> str:
    if stand_in is None:
        return office
    acting = stand_in.kind == "acting"
    return _("Quyền chủ tịch") if acting else _("Thay mặt đ/c %(name)s", name=stand_in.giver)


def own_units(actor: Actor) -> frozenset[int]:
    """Return the units whose drafts the actor may read: any office but an administrator's."""
    return frozenset(s.unit_id for s in actor.seats if s.role not in BLIND_ROLES and s.unit_id is not None)


def chain_units(actor: Actor) -> frozenset[int]:
    """Return the units as whose checker, decider or clerk the actor reads what was sent up."""
    return frozenset(s.unit_id for s in actor.seats if s.role in CHAIN_ROLES and s.unit_id is not None)


def delegates(actor: Actor, lineage: Sequence[int], heads: Collection[int]) -> bool:
    """Tell whether the actor may write down who stands in for the head of the first unit of a lineage.

    The unit's chair and secretary may, whoever is its head today (`heads`, ids of people), and the office of the unit
    directly above, for a chair who is ill.
    """
    own, above = lineage[:1], lineage[1:2]
    return actor.person_id in heads or any(
        (seat.unit_id in own and seat.role in DELEGATES)
        or (seat.unit_id in above and seat.role in DELEGATES_ABOVE)
        for seat in actor.seats
    )


def sets_format(actor: Actor, lineage: Sequence[int]) -> bool:
    """Tell whether the actor sets the form of papers of the first unit of a lineage (it and the units above it)."""
    return any(
        (seat.role in FORMAT_ROLES and seat.unit_id == lineage[0])
        or (seat.role in BLIND_ROLES and seat.unit_id in lineage)
        for seat in actor.seats
    )


def visible_dossiers(actor: Actor, on: date | None = None) -> ColumnElement[bool]:
    """Return the condition on `Dossier` that the actor may read it, the tree taken as of `on` (today)."""
    day = on or clock.today()
    return remembered.once(("visible dossiers", actor, day), lambda: _visible_dossiers(actor, day))


def _visible_dossiers(actor: Actor, day: date) -> ColumnElement[bool]:
    own, chain = own_units(actor), chain_units(actor)
    sent_up = _asked(actor, day)
    if chain:
        sent_up = sent_up | _led_by(chain, day)
    seen = (Dossier.revision_no >= 1) & sent_up
    seen = seen & ~_own_case(actor)
    return Dossier.unit_id.in_(own) | seen if own else seen


def _own_case(actor: Actor) -> ColumnElement[bool]:
    """Dossiers in which the actor is a nominee before a council they sit in: from above they do not see them."""
    cases = (
        select(CouncilItem.dossier_id)
        .join(CouncilRecusal, CouncilRecusal.item_id == CouncilItem.id)
        .where(CouncilRecusal.person_id == actor.person_id, CouncilRecusal.own.is_(True))
    )
    return Dossier.id.in_(cases)


def _led_by(unit_ids: frozenset[int], on: date) -> ColumnElement[bool]:
    """Dossiers that these units decide on, or whose unit stands below them."""
    return Dossier.deciding_unit_id.in_(unit_ids) | Dossier.unit_id.in_(units.below_ids(unit_ids, on))


def _asked(actor: Actor, on: date) -> ColumnElement[bool]:
    """Dossiers that wait for the actor, by office or name, or in which the actor has acted for a unit still served."""
    if actor.person_id is None:
        return false()
    offices = [
        and_(
            Waiting.person_id.is_(None),
            Waiting.unit_id == seat.unit_id,
            Waiting.role == seat.role,
            lent_for(seat),
        )
        for seat in actor.every
        if seat.role not in BLIND_ROLES and not seat.rests
    ]
    waits = (
        select(Waiting.dossier_id)
        .join(Dossier, Dossier.id == Waiting.dossier_id)
        .where(or_(Waiting.person_id == actor.person_id, *offices))
    )
    found = Dossier.id.in_(waits)
    if own := own_units(actor):
        acted = select(DossierEntry.dossier_id).where(DossierEntry.person_id == actor.person_id)
        found = found | (Dossier.id.in_(acted) & _led_by(own, on))
    return found | _voted_on(actor.person_id, on)


def _voted_on(person_id: int, on: date) -> ColumnElement[bool]:
    """Dossiers that the person votes on as a member of a council: the revision before a sitting of theirs.

    From the day it is called until its minutes are issued, and not where they are recused from one of its cases.
    """
    out = (
        select(CouncilItem.dossier_id)
        .join(CouncilRecusal, CouncilRecusal.item_id == CouncilItem.id)
        .where(CouncilRecusal.person_id == person_id)
    )
    before = (
        select(Dossier.id)
        .join(
            CouncilItem,
            (CouncilItem.dossier_id == Dossier.id) & (CouncilItem.revision_no == Dossier.revision_no),
        )
        .join(CouncilSitting, CouncilSitting.id == CouncilItem.sitting_id)
        .join(CouncilSeat, CouncilSeat.sitting_id == CouncilSitting.id)
        .join(CouncilMember, CouncilMember.council_id == CouncilSitting.council_id)
        .where(
            CouncilSeat.person_id == person_id,
            CouncilMember.person_id == person_id,
            units.valid_on(CouncilMember, on),
            CouncilSitting.state != "dropped",
            CouncilSitting.paper_id.is_(None),
        )
    )
    return Dossier.id.in_(before) & Dossier.id.not_in(out)


def lent_for(seat: Seat) -> ColumnElement[bool]:
    """Return the condition on `Dossier` that a seat is for its procedure; a seat by office is for all."""
    if not seat.covers:
        return true()
    codes = [one.code for one in procedures.catalogue().values() if one.definition in seat.covers]
    return Dossier.procedure.in_(codes)


def can_see(actor: Actor, dossier: Dossier, on: date | None = None) -> bool:
    """Tell whether the actor may read this dossier (the same filter, asked for one row)."""
    query = select(Dossier.id).where(Dossier.id == dossier.id, visible_dossiers(actor, on))
    return db.session.scalar(query) is not None


def dossier_for(code: str, actor: Actor) -> Dossier:
    """Return the dossier with this code. Errors: `NotFound` when there is none or it may not be read."""
    found = db.session.scalar(select(Dossier).where(Dossier.code == code, visible_dossiers(actor)))
    if found is None:
        raise NotFound
    return found


def visible_papers(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Paper` that the actor may read it and take its files.

    Readers are the officers of the unit or units that issued it, the officers of the units whose dossiers the paper
    names, the chain offices of the unit that decides on such a dossier, and whoever is asked about it.
    """
    own, chain = own_units(actor), chain_units(actor)
    if not own:
        return false()
    above = _asked(actor, clock.today())
    if chain:
        above = above | Dossier.deciding_unit_id.in_(chain)
    concerned = Dossier.unit_id.in_(own) | ((Dossier.revision_no >= 1) & above)
    named = (
        select(PaperDossier.paper_id).join(Dossier, Dossier.id == PaperDossier.dossier_id).where(concerned)
    )
    numbered = select(RegisterEntry.paper_id).where(RegisterEntry.unit_id.in_(own))
    return Paper.unit_id.in_(own) | Paper.id.in_(numbered) | Paper.id.in_(named)


def paper_for(paper_id: int, actor: Actor) -> Paper:
    """Return a paper. Errors: `NotFound` when there is none or it may not be read."""
    found = db.session.scalar(select(Paper).where(Paper.id == paper_id, visible_papers(actor)))
    if found is None:
        raise NotFound
    return found
