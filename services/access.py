"""Who may see what: the seats of a person on a day, and the one filter of dossiers and papers.

A unit's own officers see its drafts and everything else of it. The chain above (the deciding unit and every
unit above the owner) sees a dossier from its first submission on, through the offices that check, decide or
number. Whoever a chain asks besides (an accountant, a person put in somebody's place) sees the dossiers that wait
for them or that they have acted in. Nobody looks sideways, and who only administers the system sees no dossier.
Acting (who may press which button) is the engine's table, not this module's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select

from extensions import clock, db
from models import Dossier, DossierEntry, Office, Paper, PaperDossier, RegisterEntry, Waiting
from services import units
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
    """An office as the head of a page shows it: title, unit, the unit above (short names)."""

    office_id: int
    role: str
    title: str
    unit_id: int
    unit_name: str
    upper_id: int | None
    upper_name: str | None


def _offices(person_id: int, on: date) -> list[Office]:
    """Return the offices a person holds on a day; the first is the seat taken when none was chosen.

    The order is that of recording, with offices that only administer at the end.
    """
    query = (
        select(Office).where(Office.person_id == person_id, units.valid_on(Office, on)).order_by(Office.id)
    )
    return sorted(db.session.scalars(query), key=lambda office: office.role in BLIND_ROLES)


def actor_for(person_id: int, *, office_id: int | None = None, on: date) -> Actor:
    """Return the person with all seats valid on the day; the seat acted in (`office_id`) stands first.

    An office that is not the person's, or not valid on the day, is passed over: the first seat acts.
    """
    offices = sorted(_offices(person_id, on), key=lambda office: office.id != office_id)
    return Actor(person_id, tuple(Seat(o.id, o.role, o.unit_id, None) for o in offices))


def seats_of(person_id: int, on: date) -> list[SeatView]:
    """Return the seats a person may choose from on a day, the default first."""
    offices = _offices(person_id, on)
    parents = units.parents_of({office.unit_id for office in offices}, on)
    names = units.names_of({*parents, *parents.values(), *(office.unit_id for office in offices)}, on)
    return [
        SeatView(
            office_id=office.id,
            role=office.role,
            title=office.title,
            unit_id=office.unit_id,
            unit_name=names[office.unit_id].short_name,
            upper_id=parents.get(office.unit_id),
            upper_name=names[parents[office.unit_id]].short_name if office.unit_id in parents else None,
        )
        for office in offices
    ]


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
    own, chain, day = own_units(actor), chain_units(actor), on or clock.today()
    sent_up = _asked(actor, day)
    if chain:
        sent_up = sent_up | _led_by(chain, day)
    seen = (Dossier.revision_no >= 1) & sent_up
    return Dossier.unit_id.in_(own) | seen if own else seen


def _led_by(unit_ids: frozenset[int], on: date) -> ColumnElement[bool]:
    """Dossiers that these units decide on, or whose unit stands below them."""
    tree = units.below(unit_ids, on)
    return Dossier.deciding_unit_id.in_(unit_ids) | Dossier.unit_id.in_(select(tree.c.unit_id))


def _asked(actor: Actor, on: date) -> ColumnElement[bool]:
    """Dossiers that wait for the actor, by office or name, or in which the actor has acted for a unit still served."""
    if actor.person_id is None:
        return false()
    offices = [
        and_(Waiting.person_id.is_(None), Waiting.unit_id == seat.unit_id, Waiting.role == seat.role)
        for seat in actor.seats
        if seat.role not in BLIND_ROLES
    ]
    waits = select(Waiting.dossier_id).where(or_(Waiting.person_id == actor.person_id, *offices))
    found = Dossier.id.in_(waits)
    if own := own_units(actor):
        acted = select(DossierEntry.dossier_id).where(DossierEntry.person_id == actor.person_id)
        found = found | (Dossier.id.in_(acted) & _led_by(own, on))
    return found


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
