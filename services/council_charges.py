"""Which matters go through a council, and how many votes their cases need there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from extensions import clock, db
from models import Council, CouncilCharge, CouncilSitting, Matter
from rules import council as rules
from services import access
from services.council_cases import STEPS
from services.councils import members_on, settings
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who

#: Offices that open a round or a cycle, and say whether it goes through a council.
MANAGERS = frozenset({"reviewer", "clerk", "chair", "vice_chair"})


def offered(who: Who) -> list[tuple[int, str]]:
    """Return (council, name) of the councils that the acting unit may charge with a round today."""
    today = clock.today()
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=today)
    return _offered(actor.seats[0].unit_id) if actor.seats else []


def _offered(unit_id: int | None) -> list[tuple[int, str]]:
    today = clock.today()
    rows = db.session.scalars(select(Council).filter_by(unit_id=unit_id).order_by(Council.id.desc()))
    return [(row.id, row.name) for row in rows if row.valid_to is None or row.valid_to >= today]


def charge(matter_id: int, unit_id: int, council_id: int, *, kind: str, num: int, den: int) -> None:
    """Let a matter go through a council of its unit, inside the command that opens it. Errors: `Refused`."""
    row = db.session.get(Council, council_id)
    if row is None or row.unit_id != unit_id:
        raise NotFound
    if row.valid_to is not None and row.valid_to < clock.today():
        raise Refused("Hội đồng đã hết thời hạn. Chọn Hội đồng khác.")
    seats = len(members_on(row, max(clock.today(), row.valid_from)))
    passing = rules.Passing(kind, num, den)
    if (needed := passing.needed(seats, seats)) > seats:
        raise Refused(
            "Cần %(needed)s phiếu đồng ý, nhưng Hội đồng chỉ có %(members)s ủy viên.",
            needed=needed,
            members=seats,
        )
    said = {"pass_kind": kind, "pass_num": num, "pass_den": den}
    db.session.add(CouncilCharge(matter_id=matter_id, council_id=council_id, **said))


@dataclass(frozen=True)
class ChargePage:
    """A matter on the page that lets it go through a council; `kind`, `num` are how many votes it needs there now."""

    matter_id: int
    procedure: str
    title: str
    offered: tuple[tuple[int, str], ...]
    council_id: int | None
    council: str
    kind: str
    num: int
    open: bool


def _managed(matter_id: int, who: Who) -> Matter:
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    matter = db.session.get(Matter, matter_id)
    if matter is None or matter.procedure not in STEPS or matter.unit_id not in access.chain_units(actor):
        raise NotFound
    if not any(seat.unit_id == matter.unit_id and seat.role in MANAGERS for seat in actor.seats):
        raise Forbidden("Việc này của người thẩm định, văn thư hoặc chủ tịch của đơn vị.")
    return matter


def _open(matter_id: int) -> bool:
    """Tell whether the council of a matter may still be chosen: no sitting was called. What is decided stays so."""
    sat = select(CouncilSitting.id).where(
        CouncilSitting.matter_id == matter_id, CouncilSitting.state != "dropped"
    )
    return db.session.scalar(sat.limit(1)) is None


def charging(matter_id: int, who: Who) -> ChargePage:
    """Return a matter for the page that chooses its council. Errors: `NotFound`, `Forbidden`."""
    matter, row = _managed(matter_id, who), charge_of(matter_id)
    name = db.session.get_one(Council, row.council_id).name if row else ""
    return ChargePage(
        matter_id=matter.id,
        procedure=matter.procedure,
        title=matter.title,
        offered=tuple(_offered(matter.unit_id)),
        council_id=row.council_id if row else None,
        council=name,
        kind=row.pass_kind if row else settings()["passing"]["kind"],
        num=row.pass_num if row else 0,
        open=_open(matter.id),
    )


@command
def choose(matter_id: int, *, who: Who, through: Mapping[str, Any] | None) -> None:
    """Let a matter go through a council (arguments of `charge`), or through none.

    Errors: `NotFound`, `Forbidden`, `Conflict` (a sitting was called), `Refused`.
    """
    matter = _managed(matter_id, who)
    if not _open(matter.id):
        raise Conflict("Hội đồng đã mở phiên họp: không đổi được nữa.")
    db.session.execute(delete(CouncilCharge).where(CouncilCharge.matter_id == matter.id))
    if through is not None:
        charge(matter.id, matter.unit_id, **through)


def charge_of(matter_id: int) -> CouncilCharge | None:
    """Return through which council a matter goes, None for the ordinary road."""
    return db.session.get(CouncilCharge, matter_id)
