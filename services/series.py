"""How a unit numbers its outgoing papers: one series or one per kind, own series for committees, from a year on.

NĐ 30/2020, Điều 15: the head of each body decides; a series runs from 01 on 1 January to 31 December. What was
decided holds for whole years: a year that has numbers keeps its way.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

import reference
from extensions import clock, db
from models import RegisterEntry, Setting
from services import access
from services.errors import Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who
from workflows.actors import Actor

ONE_SERIES = "all"
INCOMING = "in"  # the register of incoming papers counts in the same table

# Offices that keep a unit's registers.
KEEPERS = frozenset({"chair", "secretary", "clerk"})


@dataclass(frozen=True)
class Way:
    """From `from_year` on: `mode` one (all kinds together) or by_kind; `committees` are the bodies of symbols
    (UBKT in 03/QĐ-UBKT) that number in a series of their own.
    """

    from_year: int
    mode: str
    committees: tuple[str, ...] = ()

    def series(self, symbol: str) -> str:
        """Return the series of a symbol: "TTr-CĐCS" → "all" or "TTr"; "QĐ-UBKT" → "UBKT" where it stands apart."""
        abbreviation, _dash, body = symbol.partition("-")
        own = [body] if body in self.committees else []
        kind = [abbreviation] if self.mode == "by_kind" else []
        return "/".join([*own, *kind]) or ONE_SERIES


def _key(unit_id: int) -> str:
    return f"register_series.{unit_id}"


def ways(unit_id: int) -> list[Way]:
    """Return what was decided for a unit, the latest first; the shipped way stands at the end."""
    shipped = Way(0, reference.load("registers.toml")["series"]["mode"])
    row = db.session.get(Setting, _key(unit_id))
    decided = [Way(**{**one, "committees": tuple(one["committees"])}) for one in (row.value if row else [])]
    return [*sorted(decided, key=lambda way: -way.from_year), shipped]


def way(unit_id: int, year: int) -> Way:
    """Return how the unit numbers in a year."""
    return next(one for one in ways(unit_id) if one.from_year <= year)


def of_symbol(unit_id: int, symbol: str, year: int) -> str:
    """Return the series in which a unit numbers papers with this symbol (QĐ-CĐN) in a year."""
    return way(unit_id, year).series(symbol)


def keeper(unit_id: int, who: Who) -> Actor:
    """Return who keeps the unit's registers. Errors: `NotFound` (not of the unit), `Forbidden` (another office)."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    if unit_id not in access.own_units(actor):
        raise NotFound
    if not keeps(unit_id, actor):
        raise Forbidden("Việc này của văn thư, thư ký hoặc chủ tịch của đơn vị.")
    return actor


def keeps(unit_id: int, actor: Actor) -> bool:
    """Tell whether the actor keeps the registers of the unit."""
    return any(seat.unit_id == unit_id and seat.role in KEEPERS for seat in actor.seats)


def has_numbers(unit_id: int, year: int) -> bool:
    """Tell whether the unit's outgoing register of the year holds anything."""
    query = select(RegisterEntry.id).where(RegisterEntry.unit_id == unit_id, RegisterEntry.year == year)
    return db.session.scalar(query.limit(1)) is not None


@command
def decide(unit_id: int, new: Way, *, who: Who) -> None:
    """Write down how the unit numbers from a year on. Errors: `Refused` (the year has numbers already), `NotFound`."""
    keeper(unit_id, who)
    if has_numbers(unit_id, new.from_year) or new.from_year < clock.today().year:
        raise Refused(
            "Sổ năm %(year)s đã có số. Cách đánh số chỉ đổi được từ đầu một năm chưa có số nào.",
            year=new.from_year,
        )
    row = db.session.get(Setting, _key(unit_id))
    kept: list[dict[str, Any]] = [
        one for one in (row.value if row else []) if one["from_year"] != new.from_year
    ]
    value = [*kept, {**asdict(new), "committees": list(new.committees)}]
    if row is None:
        db.session.add(Setting(key=_key(unit_id), value=value))
    else:
        row.value = value
