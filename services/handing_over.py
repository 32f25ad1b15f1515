"""Handing what waits for the head to another officer: few questions, the form of it follows from the offices.

A deputy stands in as deputy (KT.), anybody else by mandate (TUQ.); the giver is whoever is head today. What stands
against it is said by `delegations.record`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from extensions import clock
from services import delegations, standing
from services.errors import Refused
from services.signed_scans import Scan
from services.transaction import command
from services.who import Who
from workflows import delegations as rules


def receivers(there: delegations.Offered) -> list[tuple[str, str]]:
    """Return the officers to whom something may be handed: all but the head."""
    return [(office, words) for office, words in there.officers if office != there.head]


@command
def hand_over(
    unit_id: int,
    *,
    who: Who,
    receiver: int,
    power: str,
    valid_from: date,
    valid_to: date,
    handles: Collection[str] = (),
    covers: Collection[str] = (),
    paper_no: str = "",
    paper_on: date | None = None,
    scan: Scan | None = None,
) -> int:
    """Let the holder of an office (`receiver`) stand in for the unit's head; returns the delegation's id.

    `power` is decide or both; `handles` are procedures, `covers` kinds of paper, none for all, `scan` the mandate
    paper. Errors: as `delegations.record`; `Refused` where the unit has no head on the first day.
    """
    held, given, roles = standing.held_in(unit_id), standing.given_in(unit_id), standing.roles()
    head = next(iter(rules.heads_on(max(valid_from, clock.today()), held, given, roles)), None)
    role = next((one.role for one in held if one.office_id == receiver), "")
    signs = power == "both"
    if head is None:
        delegations.offered(unit_id, who)
        said = "Đơn vị chưa có chủ tịch vào ngày này. Ghi quyền chủ tịch (Q.) trước."
        raise Refused("Chưa ghi được việc giao này.", [("receiver", said, {})])
    return delegations.record(
        unit_id,
        who=who,
        kind="deputy" if role in roles.deputies else "mandate",
        power=power,
        giver=head.office_id,
        receiver=receiver,
        valid_from=valid_from,
        valid_to=valid_to,
        covers=covers if signs else (),
        handles=handles,
        paper_no=paper_no,
        paper_on=paper_on,
        scan=scan,
    )
