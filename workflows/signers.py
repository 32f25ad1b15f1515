"""Who may sign a unit's papers on a day, and in which form.

Source: NĐ 30/2020, Điều 13. The head may sign everything. A deputy signs KT. what the head has handed over; where a
unit has no head on the day and nobody acts as one, its deputies sign KT. by their office, so that the unit is not left
without a signature (the house's own rule). TL., TUQ. and Q. need a delegation that counts on the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .delegations import Delegation, Held, Roles, heads_on, in_force

#: The ways of signing, in the order in which they are offered; the first one is proposed.
MODES = ("acting", "head", "deputy", "by_order", "mandate")


@dataclass(frozen=True)
class Signer:
    """Somebody who may sign, and how. `mode`: acting | head | deputy | by_order | mandate; `title` is the signer's
    own, `head_title` that of the head; `delegation_id` None for who signs by office.
    """

    mode: str
    person_id: int
    office_id: int
    name: str
    title: str
    head_title: str
    delegation_id: int | None = None

    @property
    def key(self) -> str:
        """What a form sends: the same way of the same person has the same key on every day."""
        return f"{self.mode}-{self.office_id}-{self.delegation_id or 0}"


def signers(
    day: date,
    kind: str | None,
    held: Sequence[Held],
    given: Sequence[Delegation],
    roles: Roles,
    head_title: str,
) -> list[Signer]:
    """Return everybody who may sign a paper of `kind` (None: any kind) dated `day`, who is proposed first.

    `head_title` is what the head is called where the unit has none («Chủ tịch»).
    """
    chairs = [one for one in held if one.role in roles.heads and one.on(day)]
    called = chairs[0].title if chairs else head_title
    heads = {one.office_id for one in heads_on(day, held, given, roles)}
    found = [_by_office("head", one, called) for one in chairs if one.office_id in heads]
    found += [
        Signer(one.kind, office.person_id, office.office_id, office.name, office.title, called, one.id)
        for office, one in in_force(day, held, given, roles)
        if one.is_about(kind)
    ]
    if not heads:
        found += [
            _by_office("deputy", one, called) for one in held if one.role in roles.deputies and one.on(day)
        ]
    return sorted(found, key=lambda one: MODES.index(one.mode))


def _by_office(mode: str, one: Held, head_title: str) -> Signer:
    return Signer(mode, one.person_id, one.office_id, one.name, one.title, head_title)
