"""For which offices signing in takes two steps: set for a unit by its administrator, it holds for all units below."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

import reference
from extensions import clock, db
from models import Account, AccountPolicy, Office
from services import account_rights, sign_in, units
from services.errors import Refused
from services.transaction import command
from services.who import Who


def roles() -> list[tuple[str, str]]:
    """Return (role, title) of the offices that a policy may name, in the order of the vocabulary."""
    return list(reference.load("vocabulary.toml")["roles"].items())


def set_for(unit_id: int) -> list[str]:
    """Return the roles that the unit itself has set."""
    row = db.session.get(AccountPolicy, unit_id)
    return list(row.roles) if row is not None else []


def page(unit_id: int, who: Who) -> tuple[str, list[str]]:
    """Return (name of the unit, roles set). Errors: `NotFound`, `Forbidden` (no administrator of it)."""
    account_rights.administered(unit_id, who)
    return units.short_name_of(unit_id, clock.today()), set_for(unit_id)


@command
def decide(unit_id: int, wanted: list[str], *, who: Who) -> None:
    """Set for which offices two steps are asked. Errors: `NotFound`, `Forbidden`, `Refused` (an unknown office)."""
    account_rights.administered(unit_id, who)
    if set(wanted) - {role for role, _title in roles()}:
        raise Refused("Chọn lại: chức danh này không có trong danh sách.", ["roles"])
    row = db.session.get(AccountPolicy, unit_id) or AccountPolicy(unit_id=unit_id)
    row.roles, row.set_at, row.set_by = wanted, clock(), who.person_id
    db.session.add(row)


def asked_of(person_id: int, on: date) -> bool:
    """Tell whether one of the person's offices asks for two steps."""
    if db.session.scalar(select(AccountPolicy.unit_id).limit(1)) is None:
        return False
    offices = select(Office.unit_id, Office.role).where(
        Office.person_id == person_id, units.valid_on(Office, on)
    )
    held = [tuple(row) for row in db.session.execute(offices)]
    lines = account_rights.lineages({unit_id for unit_id, _role in held}, on)
    wanted = {row.unit_id: set(row.roles) for row in db.session.scalars(select(AccountPolicy))}
    return any(
        role in wanted.get(above, ()) for unit_id, role in held for above in lines.get(unit_id, [unit_id])
    )


def lacks_second_step(account_id: int, on: date) -> bool:
    """Tell whether the person must set up a second step before anything else; the demonstration's people never."""
    account = db.session.get_one(Account, account_id)
    return not account.demo and asked_of(account.person_id, on) and not sign_in.takes_two_steps(account_id)
