"""The journal of an act about units: rows made and changed, so that a correcting act can read it backwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from extensions import db
from models import (
    Delegation,
    Matter,
    MatterMove,
    Membership,
    Office,
    Unit,
    UnitLink,
    UnitName,
    UnitParent,
    UnitPlace,
    UnitSymbol,
)
from services.errors import Conflict

DAY = timedelta(days=1)
MODELS: dict[str, Any] = {
    model.__tablename__: model
    for model in (
        *(Unit, UnitName, UnitParent, UnitSymbol, UnitPlace, UnitLink, Office, Membership, Delegation),
        *(Matter, MatterMove),
    )
}
BUILT_ON = (
    "Sau quyết định này đã ghi thay đổi khác dựa trên nó, nên không rút lại được. Ghi một quyết định mới."
)


class Journal:
    """Writes rows inside the running command and remembers how they were. `lines` is what is kept of it."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def change(self, row: Any, **values: Any) -> None:
        """Set columns of a row; what stays the same is not written down."""
        new = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not new:
            return
        old = {name: getattr(row, name) for name in new}
        for name, value in new.items():
            setattr(row, name, value)
        told = {name: [_plain(old[name]), _plain(new[name])] for name in new}
        self.lines.append({"table": row.__tablename__, "id": row.id, "set": told})

    def make(self, row: Any) -> int:
        """Add a row; return its id."""
        db.session.add(row)
        db.session.flush()
        self.lines.append({"table": row.__tablename__, "id": row.id, "made": _values(row)})
        return row.id

    def begin(self, model: Any, unit_id: int, on: date, **values: Any) -> int:
        """Let a dated fact of a unit (name, parent, symbol, place) be another from a day on; return the new row's id.

        The fact of the day before ends there; one that is known to come later stays. Errors: `Conflict` when one
        begins on that very day.
        """
        rows = list(
            db.session.scalars(select(model).where(model.unit_id == unit_id).order_by(model.valid_from))
        )
        if any(row.valid_from == on for row in rows):
            raise Conflict("Đơn vị đã có một thay đổi loại này bắt đầu từ đúng ngày đó. Chọn ngày khác.")
        following = next((row for row in rows if row.valid_from > on), None)
        ends = [following.valid_from - DAY] if following else []
        for row in rows:
            if row.valid_from < on and (row.valid_to is None or row.valid_to >= on):
                ends += [row.valid_to] if row.valid_to else []
                self.change(row, valid_to=on - DAY)
        db.session.flush()
        return self.make(model(unit_id=unit_id, valid_from=on, valid_to=min(ends, default=None), **values))

    def end(self, rows: Iterable[Any], last: date, column: str = "valid_to") -> list[Any]:
        """Let rows end with a day unless they have ended before; return those that were cut."""
        cut = [row for row in rows if getattr(row, column) is None or getattr(row, column) > last]
        for row in cut:
            self.change(row, **{column: last})
        return cut


def take_back(lines: Iterable[dict[str, Any]]) -> None:
    """Undo what a journal did, the last line first. Errors: `Conflict` when a row is no longer as it was left."""
    for line in reversed([one for one in lines if "table" in one]):
        model = MODELS[line["table"]]
        row = db.session.get(model, line["id"])
        left = line.get("made") or {name: new for name, (_old, new) in line["set"].items()}
        if row is None or any(_plain(getattr(row, name)) != value for name, value in left.items()):
            raise Conflict(BUILT_ON)
        if "made" in line:
            db.session.delete(row)
        else:
            for name, (old, _new) in line["set"].items():
                setattr(row, name, _read(model, name, old))
        db.session.flush()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _values(row: Any) -> dict[str, Any]:
    return {column.name: _plain(getattr(row, column.name)) for column in row.__table__.columns}


def _read(model: Any, name: str, value: Any) -> Any:
    """Return a value as the column holds it."""
    if value is None or model.__table__.columns[name].type.python_type is not date:
        return value
    return date.fromisoformat(value)
