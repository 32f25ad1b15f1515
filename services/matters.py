"""Matters: which are open to a unit, and which units a chain's scopes mean for a dossier."""

from __future__ import annotations

from datetime import date
from typing import Any

from extensions import db
from models import Matter, Unit
from services import units


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
    """True when a unit may open a dossier in the matter: it stands directly under the matter's unit on the day."""
    return matter.opens_on <= on and units.parent_of(unit_id, on) == matter.unit_id


def has_units_below(unit_id: int, on: date) -> bool:
    """True when units (groups apart) stand directly under this one on the day."""
    return any(units.kind_of(one) != "group" for one in units.children_of(unit_id, on))
