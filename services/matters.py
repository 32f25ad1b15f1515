"""Matters: which are open to a unit, and which units a chain's scopes mean for a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from extensions import clock, db
from models import Dossier, Matter, Unit
from services import access, definitions, procedures, remembered, units
from services.who import Who


@dataclass(frozen=True)
class OpenMatter:
    """A matter that the acting unit may join now, and the dossier that it has there (empty: none yet)."""

    matter_id: int
    title: str
    procedure: str
    deadline_on: date
    dossier_code: str


def scopes(owner_id: int, deciding_id: int, on: date) -> dict[str, Any]:
    """Return {scope: unit id} for a dossier: its unit, the unit above, the deciding unit, the nearest of each kind."""
    above = units.ancestors(owner_id, on)
    found: dict[str, Any] = {"owner_unit": owner_id, "deciding_unit": deciding_id}
    if above:
        found["parent"] = above[0]
    for unit_id in reversed(above):
        found[f"above:{db.session.get_one(Unit, unit_id).kind}"] = unit_id
    return found


def may_join(matter: Matter, unit_id: int, on: date) -> bool:
    """True when a unit may open a dossier in the matter on the day.

    It stands directly under the matter's unit, or is that very unit, as the procedure's manifest says (`joins`).
    """
    own = procedures.catalogue()[matter.procedure].joins == "own"
    joining = unit_id if own else units.parent_of(unit_id, on)
    return matter.opens_on <= on and joining == matter.unit_id


def has_units_below(unit_id: int, on: date) -> bool:
    """True when units (groups apart) stand directly under this one on the day."""
    return any(kind != "group" for kind in units.kinds_of(units.children_of(unit_id, on)).values())


def open_under(unit_id: int, on: date) -> list[Matter]:
    """Return the matters of the unit directly above that are open on the day, the nearest deadline first."""
    parent = units.parent_of(unit_id, on)
    led = [code for code, one in procedures.catalogue().items() if one.joins == "below"]
    query = select(Matter).where(Matter.unit_id == parent, Matter.opens_on <= on, Matter.deadline_on >= on)
    query = query.where(Matter.procedure.in_(led))
    return list(db.session.scalars(query.order_by(Matter.deadline_on, Matter.id)))


def dossier_codes(unit_id: int, matter_ids: list[int]) -> dict[int, str]:
    """Return {matter id: code} of the unit's dossiers in matters; withdrawn ones are left out."""
    query = select(Dossier.matter_id, Dossier.code).where(
        Dossier.unit_id == unit_id, Dossier.matter_id.in_(matter_ids), Dossier.status != "withdrawn"
    )
    return dict(db.session.execute(query).all())


def open_to(who: Who) -> list[OpenMatter]:
    """Return what the acting seat may begin now, whatever the procedure: its chain must let that office apply."""
    return list(remembered.once(("open to", who, clock.today()), lambda: _open_to(who)))


def _open_to(who: Who) -> list[OpenMatter]:
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    seat = access.seat_acted(actor, who.office_id)
    if seat is None or seat.unit_id is None:
        return []
    known = procedures.catalogue()
    may = {
        code
        for code, one in known.items()
        if seat.role in definitions.present(one.definition).applicant_roles
        and (not seat.covers or one.definition in seat.covers)
    }
    found = [one for one in open_under(seat.unit_id, clock.today()) if one.procedure in may]
    codes = dossier_codes(seat.unit_id, [one.id for one in found])
    return [
        OpenMatter(one.id, one.title, known[one.procedure].title, one.deadline_on, codes.get(one.id, ""))
        for one in found
    ]
