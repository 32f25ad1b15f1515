"""What a list would do, row by row, before anything is written: rows to make, rows to change, questions, refusals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from extensions import db
from models import (
    AwardRecord,
    Membership,
    Office,
    Person,
    Unit,
    UnitName,
    UnitParent,
    UnitPlace,
    UnitSymbol,
)
from rules.finding import N_
from rules.importing.rows import Fault, Record
from services import units
from services.errors import Forbidden
from services.organisation import brings_in, keeps
from workflows.actors import Actor

#: Tables that a list may write, by the word under which a change is kept, in the order in which rows are made.
TARGETS: dict[str, Any] = {
    "person": Person,
    "membership": Membership,
    "office": Office,
    "award": AwardRecord,
    "unit": Unit,
    "unit_name": UnitName,
    "unit_parent": UnitParent,
    "unit_symbol": UnitSymbol,
    "unit_place": UnitPlace,
}

#: Kinds of units below which nothing is founded by their own chair.
LOWEST = frozenset({"grassroots", "group"})

DROP, OTHER, SAME = "drop", "other", "same"
FOREIGN = N_("Mã này đã dùng ở đơn vị khác. Dùng mã khác, ví dụ thêm ký hiệu của đơn vị ở trước.")
PIECE = 400  # values in one question to the database


@dataclass(frozen=True)
class Place:
    """Where a list goes: the unit, the units it may speak of, whether the writer keeps records, today."""

    unit_id: int
    reach: frozenset[int]
    keeper: bool
    today: date


@dataclass
class Op:
    """One row of a table to make, or to change (`row`): its new values; `refs`: columns filled by other new rows."""

    target: str
    values: dict[str, Any]
    row: Any = None
    refs: dict[str, Op] = field(default_factory=dict)

    def differing(self) -> dict[str, Any]:
        """Return the values that are not there yet; None never erases what is known."""
        if self.row is None:
            return self.values
        return {
            name: value
            for name, value in self.values.items()
            if value is not None and getattr(self.row, name) != value
        }


@dataclass(frozen=True)
class Option:
    """One answer to a question about a row: its mark, words with `params`."""

    mark: str
    message: str
    params: dict[str, Any]


@dataclass
class Step:
    """What one row does. `state`: new, update, same, drop, ask, stop."""

    record: Record
    label: str
    ops: list[Op] = field(default_factory=list)
    options: tuple[Option, ...] = ()
    chosen: str = ""
    stopped: bool = False

    @property
    def state(self) -> str:
        """Return what becomes of the row."""
        if self.stopped:
            return "stop"
        if self.chosen == DROP:
            return "drop"
        if self.options and not self.chosen:
            return "ask"
        if any(op.row is None for op in self.ops[:1]):
            return "new"
        return "update" if any(op.row is None or op.differing() for op in self.ops) else "same"


@dataclass
class Plan:
    """All rows of a list, and what is said about them besides what the reading said."""

    steps: list[Step] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def stop(self, step: Step, fault: Fault) -> None:
        """Keep a row out, with the reason."""
        step.stopped = step.stopped or fault.level == "stop"
        self.faults.append(fault)


def allowed(actor: Actor, lineage: Sequence[int], kind: str) -> bool:
    """Tell whether somebody may bring a list into the first unit of a lineage.

    Who keeps the records of it or of a unit above may; its own chair and secretary as well, but the units below only
    where the unit is an upper union: what a unit is called and where it stands is decided above it.
    """
    if kind != "units" or keeps(actor, lineage):
        return brings_in(actor, lineage)
    return brings_in(actor, lineage) and units.kind_of(lineage[0]) not in LOWEST


def place_of(actor: Actor, lineage: Sequence[int], kind: str, today: date) -> Place:
    """Return what a list for the first unit of a lineage may speak of. Errors: `Forbidden`."""
    if not allowed(actor, lineage, kind):
        raise Forbidden("Việc này của chủ tịch, thư ký của đơn vị hoặc người quản trị.")
    unit_id, keeper = lineage[0], keeps(actor, lineage)
    tree = units.below([unit_id], today)
    under = select(Unit.id, Unit.kind).join(tree, tree.c.unit_id == Unit.id)
    deep = keeper or kind == "units"
    found = {row.id for row in db.session.execute(under) if deep or row.kind == "group"}
    return Place(unit_id, frozenset({unit_id, *found}), keeper, today)


def in_pieces(values: Collection[Any]) -> Iterator[list[Any]]:
    """Yield values in pieces that both databases take in one question."""
    listed = sorted(values)
    for at in range(0, len(listed), PIECE):
        yield listed[at : at + PIECE]


def fold(code: str) -> str:
    """Return a code as it is compared: «dv 01» and «DV01» are one."""
    return code.casefold().replace(" ", "")


def same_code(column: Any, codes: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a column has one of the codes as they are compared.

    SQLite folds the letters of ASCII only, so codes with Đ are looked for as they are written, too.
    """
    written = {text for code in codes for text in (code, code.upper(), code.lower())}
    return func.replace(func.lower(column), " ", "").in_({fold(code) for code in codes}) | column.in_(written)


def people_by_code(records: Iterable[Record]) -> dict[str, Person]:
    """Return {folded code: person} of the codes in a list, wherever the person belongs."""
    found: dict[str, Person] = {}
    for piece in in_pieces({one["code"] for one in records if one["code"]}):
        query = select(Person).where(same_code(Person.code, piece))
        found |= {fold(person.code): person for person in db.session.scalars(query)}
    return found


def belonging(unit_ids: Collection[int]) -> set[int]:
    """Return the people who are or were members or officers of units."""
    found: set[int] = set()
    for piece in in_pieces(unit_ids):
        found |= set(db.session.scalars(select(Membership.person_id).where(Membership.unit_id.in_(piece))))
        found |= set(db.session.scalars(select(Office.person_id).where(Office.unit_id.in_(piece))))
    return found
