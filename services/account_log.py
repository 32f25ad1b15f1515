"""What was done to an account: written inside the command that does it, shown to the account's owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from extensions import clock, db
from models import AccountEvent, Person

#: Kinds of entries; `templates/account/_words.html` has their words.
KINDS = frozenset(
    {
        *("invited", "coded", "reset", "off", "on", "password", "everywhere"),
        *("numbers_on", "numbers_off", "recovery", "recovery_used", "key_on", "key_off"),
    }
)


@dataclass(frozen=True)
class Done:
    """One entry: what was done, when, and who did it ("" for the system itself)."""

    kind: str
    at: datetime
    by: str


def note(account_id: int, kind: str, person_id: int | None) -> None:
    """Write an entry inside the running command. Raises ValueError for an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    db.session.add(AccountEvent(account_id=account_id, at=clock(), person_id=person_id, kind=kind))


def latest(account_id: int, limit: int = 10) -> list[Done]:
    """Return the newest entries of an account, newest first."""
    query = (
        select(AccountEvent.kind, AccountEvent.at, Person.name)
        .outerjoin(Person, Person.id == AccountEvent.person_id)
        .where(AccountEvent.account_id == account_id)
        .order_by(AccountEvent.at.desc(), AccountEvent.id.desc())
        .limit(limit)
    )
    return [Done(kind, at, name or "") for kind, at, name in db.session.execute(query)]
