"""Who may look after whose account: the administrator of a unit or above it, and the office of the union above.

Whoever may give somebody a new code could sign in as that person. Therefore an account may only be changed by who
looks after *all* units in which its person holds an office today, and never by the person.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from extensions import clock, db
from models import Account, Membership, Office, Person, Unit
from rules.finding import N_
from services import access, organisation, units
from services.errors import Forbidden, NotFound
from services.who import Who
from workflows.actors import Actor

#: Offices of the union directly above through which it looks after the accounts of its grassroots unions.
OFFICES_ABOVE = access.DELEGATES_ABOVE | {"clerk", "office_head"}
ADMINISTRATORS = access.BLIND_ROLES
ELSEWHERE = N_(
    "Đồng chí không đổi được tài khoản này: là của chính mình, hoặc của người giữ chức vụ cả ở nơi khác. "
    "Người quản trị của cấp trên mới đổi được."
)
GRASSROOTS, GROUP = "grassroots", "group"


@dataclass(frozen=True)
class Charge:
    """Whom an actor looks after, as of a day; made once for a page."""

    actor: Actor
    lines: dict[int, list[int]]
    kinds: dict[int, str]

    def covers(self, unit_id: int) -> bool:
        """Tell whether the actor looks after the accounts of a unit that was asked for."""
        line = self.lines.get(unit_id, [unit_id])
        if any(seat.role in ADMINISTRATORS and seat.unit_id in line for seat in self.actor.seats):
            return True
        line = [one for one in line if self.kinds.get(one) != GROUP]
        led = self.kinds.get(line[0]) == GRASSROOTS if line else False
        return led and any(
            seat.role in OFFICES_ABOVE and seat.unit_id in line[1:2] for seat in self.actor.seats
        )

    def may_change(self, person_id: int, held: Collection[int], at: int) -> bool:
        """Tell whether the actor may change an account: `held` its person's units of today, `at` where it is listed.

        Of somebody who serves nowhere any more the unit where the account is listed decides.
        """
        return person_id != self.actor.person_id and all(self.covers(one) for one in held or [at])

    def opens(self, unit_id: int) -> bool:
        """Tell whether the actor may open a unit's accounts: to look after them, or to invite those of its unions."""
        leads = any(seat.role in OFFICES_ABOVE and seat.unit_id == unit_id for seat in self.actor.seats)
        return self.covers(unit_id) or (leads and self.kinds.get(unit_id) not in (GRASSROOTS, GROUP))


def lineages(unit_ids: Collection[int], on: date) -> dict[int, list[int]]:
    """Return {unit id: [itself, the unit above, …]}, level by level: a few queries, however many units."""
    lines = {unit_id: [unit_id] for unit_id in unit_ids}
    step = {unit_id: unit_id for unit_id in unit_ids}
    while step:
        parents = units.parents_of(set(step.values()), on)
        step = {
            unit_id: parents[at]
            for unit_id, at in step.items()
            if at in parents and parents[at] not in lines[unit_id]
        }
        for unit_id, above in step.items():
            lines[unit_id].append(above)
    return lines


def charge(actor: Actor, unit_ids: Collection[int]) -> Charge:
    """Return what tells whom of these units the actor looks after, as of today."""
    lines = lineages(set(unit_ids), clock.today())
    known = {one for line in lines.values() for one in line}
    kinds = {row.id: row.kind for row in db.session.scalars(select(Unit).where(Unit.id.in_(known)))}
    return Charge(actor, lines, kinds)


def looked_after(unit_id: int, who: Who) -> tuple[Actor, Sequence[int]]:
    """Return the actor and the unit's lineage. Errors: `NotFound` (not to be read), `Forbidden` (not to be opened)."""
    _unit, actor, lineage = organisation.readable(unit_id, who)
    if not charge(actor, [unit_id]).opens(unit_id):
        raise Forbidden
    return actor, lineage


def administered(unit_id: int, who: Who) -> Actor:
    """Return the actor, an administrator of the unit or above it. Errors: `NotFound`, `Forbidden`."""
    _unit, actor, lineage = organisation.readable(unit_id, who)
    if not any(seat.role in ADMINISTRATORS and seat.unit_id in lineage for seat in actor.seats):
        raise Forbidden
    return actor


def looks_after(unit_id: int, who: Who) -> bool:
    """Tell whether the person may open the accounts of a unit that they may read."""
    return charge(organisation.actor_of(who), [unit_id]).opens(unit_id)


def offices_of(person_ids: Collection[int], on: date) -> dict[int, list[Office]]:
    """Return {person id: offices held on the day}, in one query."""
    found: dict[int, list[Office]] = {one: [] for one in person_ids}
    query = select(Office).where(Office.person_id.in_(set(person_ids)), units.valid_on(Office, on))
    for office in db.session.scalars(query.order_by(Office.id)):
        found[office.person_id].append(office)
    return found


def people_of(unit_id: int) -> Select[tuple[int]]:
    """Return the query of the ids of people who serve or have served in a unit or its groups, or are its members.

    Who has left is among them: the account stays, and somebody must be able to switch it off.
    """
    below = select(Unit.id).where(Unit.id.in_(units.children_of(unit_id, clock.today())), Unit.kind == GROUP)
    groups = db.session.scalars(below).all()
    served = select(Office.person_id).where(Office.unit_id.in_([unit_id, *groups]))
    member = select(Membership.person_id).where(Membership.unit_id == unit_id)
    return select(Person.id).where(Person.id.in_(served.union(member)))


def may_change(account_id: int, unit_id: int, who: Who) -> Account:
    """Return an account that the person may change, seen from a unit.

    Errors: `NotFound`, `Forbidden` (also one's own account, and one whose person serves elsewhere as well).
    """
    actor, _lineage = looked_after(unit_id, who)
    row = db.session.get(Account, account_id)
    if row is None or db.session.scalar(people_of(unit_id).where(Person.id == row.person_id)) is None:
        raise NotFound
    held = {office.unit_id for office in offices_of([row.person_id], clock.today())[row.person_id]}
    if not charge(actor, {*held, unit_id}).may_change(row.person_id, held, unit_id):
        raise Forbidden(ELSEWHERE)
    return row
