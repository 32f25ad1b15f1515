"""What is done without anybody asking: called by `flask sweep` from cron, as often as one likes.

`CHORES` is the one list. A chore is a function without arguments that returns how much it did; running it twice, or
in two processes at once, does nothing twice. Another room adds a line here; a chore that fails stops no other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError

from extensions import db
from services import daily_head, imports, letters, query_plans, reminding
from services.errors import ServiceError


@dataclass(frozen=True)
class Done:
    """What a chore did: how many times, or why it could not."""

    chore: str
    count: int
    trouble: str = ""


def _each(ids: list, act: Callable[..., bool]) -> int:
    """Act on one after the other, each in its own transaction; what was changed meanwhile is left for next time."""
    count = 0
    for one in ids:
        try:
            count += act(*one) if isinstance(one, tuple) else act(one)
        except ServiceError:
            continue
    return count


def _in_the_morning(act: Callable[[], int]) -> Callable[[], int]:
    """Nobody is reminded or gathered for before the hour of the digest."""
    return lambda: act() if letters.morning_is_here() else 0


CHORES: list[tuple[str, Callable[[], int]]] = [
    ("daily head kept", daily_head.keep),
    ("dossiers reminded of", _in_the_morning(lambda: _each(reminding.due_dossiers(), reminding.remind))),
    ("steps handed up", _in_the_morning(lambda: _each(reminding.due_dossiers(), reminding.escalate))),
    ("units reminded", _in_the_morning(lambda: _each(reminding.due_matters(), reminding.remind_unit))),
    ("lists past their term taken away", imports.expire),
    ("digests made", _in_the_morning(reminding.digests)),
    ("tables counted anew", query_plans.renew),
]


def run() -> list[Done]:
    """Do every chore in its order; return what each did."""
    found = []
    for chore, act in CHORES:
        try:
            found.append(Done(chore, act()))
        except (ServiceError, OperationalError, OSError) as error:
            db.session.rollback()
            found.append(Done(chore, 0, f"{type(error).__name__}: {error}"))
    return found
