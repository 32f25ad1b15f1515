"""What is on record about a unit: its members by name, and a new official name.

Names are given to a unit from above, by decision; who keeps the unit's records, or those of a unit above, writes
them down.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from extensions import clock
from services import organisation, unit_acts, unit_naming, units
from services.errors import Forbidden, NotFound
from services.transaction import command
from services.unit_work import Decision, Deed, Work
from services.who import Who
from vietnamese.text import search_key

PAGE_SIZE = 50


@dataclass(frozen=True)
class PeoplePage:
    """One page of a unit's members, in the order of Vietnamese names; `total` counts all that were found."""

    unit_id: int
    unit_name: str
    rows: tuple[units.MemberView, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class NameNow:
    """What the page for a new name starts from: the present name."""

    unit_id: int
    name: str
    short_name: str
    letterhead: str


def people(unit_id: int, who: Who, *, text: str = "", number: int = 1) -> PeoplePage:
    """Return the members of one's own unit, found by words of name, post and group (without marks).

    Errors: `NotFound` for everybody but the unit's own chair, secretary and executives.
    """
    if not organisation.lists_people(organisation.actor_of(who), unit_id):
        raise NotFound
    key, today = search_key(text), clock.today()
    found = [
        one
        for one in units.members(unit_id, today)
        if key in search_key(f"{one.name} {one.post} {one.group_name}")
    ]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    at = min(max(number, 1), pages)
    rows = tuple(found[(at - 1) * PAGE_SIZE : at * PAGE_SIZE])
    return PeoplePage(unit_id, units.short_name_of(unit_id, today), rows, len(found), at, pages)


def name_now(unit_id: int, who: Who) -> NameNow:
    """Return the present name, for the page that gives a new one. Errors: `NotFound`, `Forbidden`."""
    _, actor, lineage = organisation.readable(unit_id, who)
    if not (organisation.keeps(actor, lineage) or organisation.decides(actor, lineage[1:])):
        raise Forbidden("Tên đơn vị do người quản trị hoặc công đoàn cấp trên ghi, theo quyết định.")
    named = units.named(unit_id, clock.today())
    return NameNow(unit_id, named.name, named.short_name, named.letterhead)


@command
def rename(
    unit_id: int,
    *,
    who: Who,
    name: str,
    short_name: str,
    letterhead: str,
    on: date,
    decision: str,
    decided_on: date | None = None,
    once: str = "",
) -> int:
    """Write down a unit's new official name from a day on; returns the id of the act.

    Papers already issued keep their head, papers dated before `on` get the old one. `letterhead` are lines, empty
    for the name itself; `decision` is the number of the decision that gave the name. Errors: `NotFound`,
    `Forbidden`, `Conflict` (a name begins on that day, or the unit bears this name already).
    """
    name_now(unit_id, who)
    unit, actor, lineage = organisation.readable(unit_id, who)
    given = {"name": name, "short_name": short_name, "letterhead": letterhead}
    said = Decision(decision, decided_on, "", on)
    work = Work(unit, lineage, said, given, f"Quyết định {decision}", field="on")
    return unit_acts.write(
        "rename", Deed(unit_naming.rename), work, actor, once=once or secrets.token_hex(16)
    )
