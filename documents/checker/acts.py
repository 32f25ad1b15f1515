"""Grounds that cite an act which is not in force on the paper's day: told with the act that stands in its place.

The dated list of acts is data that the caller hands in (reference/legal_bases.toml).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vietnamese.citing import cites

from .components import Found
from .faults import LIST, Fault
from .pieces import Piece
from .wording import grounds
from .words import Words


@dataclass(frozen=True, slots=True)
class Act:
    """An act: its name (Luật 12/2012/QH13), number, printed line, days in force (None: not known, no end).

    `successors`: the acts that took its place, one after the other.
    """

    name: str
    number: str
    printed: str
    begins: date | None
    ends: date | None
    successors: tuple["Act", ...] = ()

    def holds(self, day: date) -> bool:
        """Whether the act is in force on a day."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)


def read(data: Mapping[str, Any]) -> tuple[Act, ...]:
    """The acts of a list: {"act": [{code, type, number, printed, date, in_force_from, in_force_to, replaced_by}]}."""
    rows = {row["code"]: row for row in data.get("act", ())}
    plain = {code: _act(row) for code, row in rows.items()}
    return tuple(
        Act(one.name, one.number, one.printed, one.begins, one.ends, tuple(_after(code, rows, plain)))
        for code, one in plain.items()
        if one.number
    )


def _act(row: Mapping[str, Any]) -> Act:
    begins = row.get("in_force_from") or row.get("date")
    name = f"{row['type']} {row['number']}"
    return Act(name, row["number"], row["printed"], begins, row.get("in_force_to"))


def _after(code: str, rows: Mapping[str, Any], plain: Mapping[str, Act]) -> Iterator[Act]:
    met = {code}
    while (code := rows[code].get("replaced_by", "")) in rows and code not in met:
        met.add(code)
        yield plain[code]


def check(pieces: list[Piece], found: Found, acts: Sequence[Act], on: date | None) -> Iterator[Fault]:
    """A fault for each act among the grounds that is not in force on the day; none for a paper without a day."""
    met: set[str] = set()
    for row in grounds(pieces, found) if on else ():
        for act in acts:
            if act.number not in met and not act.holds(on) and cites(row.text, act.number):
                met.add(act.number)
                yield Fault("ended-act", row.place, _said(act, on), _instead(act, on), source=LIST)


def _said(act: Act, on: date) -> str:
    if act.begins is not None and on < act.begins:
        return Words("%(act)s tới ngày %(day)s mới có hiệu lực", act=act.name, day=f"{act.begins:%d/%m/%Y}")
    return Words("%(act)s hết hiệu lực sau ngày %(day)s", act=act.name, day=f"{act.ends:%d/%m/%Y}")


def _instead(act: Act, on: date) -> str:
    """The line of the successor that is in force, where one is known."""
    return next((one.printed for one in act.successors if one.holds(on)), "")
