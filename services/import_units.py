"""Units below an upper union, and groups of members, from a list. A new name or place in the tree is another act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

import reference
from extensions import db
from models import Unit, UnitName
from rules.finding import N_
from rules.importing.cells import words
from rules.importing.rows import Record
from services import units
from services.import_plans import (
    DROP,
    FOREIGN,
    OTHER,
    Op,
    Option,
    Place,
    Plan,
    Step,
    fold,
    in_pieces,
    same_code,
)
from vietnamese.text import search_key, upper

GROUP = "group"
#: The body in whose name a unit of a kind signs its papers, where the list cannot say it.
COLLECTIVES = {GROUP: "", "grassroots": "Ban Chấp hành"}
USUAL = "Ban Thường vụ"


class _Tree:
    """The units that a list may speak of, and those whose codes are taken elsewhere."""

    def __init__(self, place: Place, records: Sequence[Record]) -> None:
        self.place = place
        self.by_code: dict[str, Unit] = {}
        wanted = {one[key] for one in records for key in ("code", "parent") if one[key]}
        for piece in in_pieces(wanted):
            query = select(Unit).where(same_code(Unit.code, piece))
            self.by_code |= {fold(unit.code): unit for unit in db.session.scalars(query)}
        self.kinds: dict[int, str] = {}
        self.closed: dict[int, date | None] = {}
        self.first: dict[int, date] = {}
        for piece in in_pieces(place.reach):
            for row in db.session.execute(
                select(Unit.id, Unit.kind, Unit.closed_on).where(Unit.id.in_(piece))
            ):
                self.kinds[row.id], self.closed[row.id] = row.kind, row.closed_on
            days = select(UnitName.unit_id, func.min(UnitName.valid_from)).where(UnitName.unit_id.in_(piece))
            self.first |= dict(db.session.execute(days.group_by(UnitName.unit_id)).all())
        self.names = units.names_of(place.reach, place.today)
        self.parents = units.parents_of(place.reach, place.today)
        self.by_name = {words(one.name): unit_id for unit_id, one in self.names.items()}
        self.rows = {fold(one["code"]): one for one in records if one["code"]}


def titles() -> dict[str, str]:
    """Return {kind: title} of the kinds of units."""
    return dict(reference.load("vocabulary.toml")["unit_kinds"])


def plan(place: Place, records: Sequence[Record], bad: set[int], choices: Mapping[int, str]) -> Plan:
    """Return what a list of units does: new ones are founded, of known ones the telephone number is kept."""
    found, tree = Plan(), _Tree(place, records)
    for record in records:
        step = Step(
            record, " ".join(filter(None, (record["code"], record["name"]))), stopped=record.no in bad
        )
        found.steps.append(step)
        if record.no in bad:
            continue
        unit = tree.by_code.get(fold(record["code"]))
        if unit is None:
            _new(record, step, found, tree, choices.get(record.no, ""))
        elif unit.id not in place.reach or unit.id == place.unit_id:
            found.stop(step, record.fault("code", FOREIGN))
        else:
            _known(record, step, found, tree, unit)
    _settle(found, tree)
    return found


def _known(record: Record, step: Step, found: Plan, tree: _Tree, unit: Unit) -> None:
    named = tree.names[unit.id]
    if words(named.name) != words(record["name"]):
        message = N_("Mã này trên máy là “%(name)s”. Đổi tên đơn vị ở trang của đơn vị, có số quyết định.")
        found.stop(step, record.fault("name", message, name=named.short_name))
    parent = tree.by_code.get(fold(record["parent"])) if record["parent"] else None
    if record["parent"] and (parent is None or tree.parents.get(unit.id) != parent.id):
        found.stop(
            step,
            record.fault(
                "parent", N_("Đơn vị đang thuộc cấp trên khác. Chuyển cấp trên không làm từ Excel.")
            ),
        )
    if record["kind"] != unit.kind:
        found.stop(step, record.fault("kind", N_("Loại khác với loại đang ghi trên máy.")))
    step.ops = [Op("unit", {"phone": record["phone"]}, unit)]


def _new(record: Record, step: Step, found: Plan, tree: _Tree, chosen: str) -> None:
    if record["kind"] != GROUP:
        for key in ("symbol", "place"):
            if not record[key]:
                found.stop(step, record.fault(key, N_("Ghi ô này: đơn vị có văn bản riêng.")))
    if record["since"] > tree.place.today:
        found.stop(step, record.fault("since", N_("Ngày này chưa tới.")))
    double = tree.by_name.get(words(record["name"]))
    if double is not None:
        said = {"name": tree.names[double].name}
        step.options = (
            Option(DROP, N_("Là đơn vị đã có “%(name)s”. Bỏ dòng này"), said),
            Option(OTHER, N_("Đơn vị khác cùng tên, thêm mới"), {}),
        )
        step.chosen = chosen if chosen in (DROP, OTHER) else ""
    if step.state in ("stop", "ask", "drop"):
        return
    name, kind = record["name"], record["kind"]
    short, since = record["short_name"] or name[:100], record["since"]
    dated = {"valid_from": since, "source": record["source"] or ""}
    unit = Op(
        "unit", {"code": record["code"], "kind": kind, "founded_on": since, "phone": record["phone"] or ""}
    )
    said = {
        "name": name,
        "short_name": short,
        "letterhead": upper(name),
        "collective": COLLECTIVES.get(kind, USUAL),
    }
    key = {"search_key": search_key(f"{name} {short}")[:400]}
    step.ops = [unit, Op("unit_name", {**said, **key, **dated}, refs={"unit_id": unit})]
    step.ops.append(Op("unit_parent", dict(dated), refs={"unit_id": unit}))
    if kind != GROUP:
        step.ops.append(Op("unit_symbol", {"symbol": record["symbol"], **dated}, refs={"unit_id": unit}))
        step.ops.append(Op("unit_place", {"place": record["place"], **dated}, refs={"unit_id": unit}))


def _settle(found: Plan, tree: _Tree) -> None:
    """Give every new unit its parent, known or new; refuse rings, parents that are not there or come later."""
    new = {fold(step.record["code"]): step for step in found.steps if step.state == "new"}
    order = list(titles())
    pending = dict(new)
    while pending:
        settled = [code for code, step in pending.items() if _parent(step, found, tree, new, pending, order)]
        for code in settled:
            del pending[code]
        if not settled:
            for step in pending.values():
                found.stop(
                    step,
                    step.record.fault(
                        "parent", N_("Cấp trên đi thành vòng: các dòng này là cấp trên của nhau.")
                    ),
                )
            return


def _parent(
    step: Step,
    found: Plan,
    tree: _Tree,
    new: Mapping[str, Step],
    pending: Mapping[str, Step],
    order: list[str],
) -> bool:
    """Settle one new unit's parent; False while the parent itself is not settled."""
    record, link = step.record, step.ops[2]
    code = fold(record["parent"]) if record["parent"] else ""
    if code in pending:
        return False
    above = new.get(code)
    known = tree.by_code.get(code)
    parent_id = (
        tree.place.unit_id if not code else known.id if known and known.id in tree.place.reach else None
    )
    if above is not None and not above.stopped:
        link.refs["parent_id"], kind, first, closed = (
            above.ops[0],
            above.record["kind"],
            above.record["since"],
            None,
        )
    elif parent_id is not None:
        link.values["parent_id"] = parent_id
        kind, first, closed = (
            tree.kinds[parent_id],
            tree.first.get(parent_id, date.min),
            tree.closed[parent_id],
        )
    else:
        found.stop(step, record.fault("parent", N_("Không thấy đơn vị cấp trên mã này.")))
        return True
    if order.index(kind) >= order.index(record["kind"]):
        found.stop(
            step,
            record.fault(
                "kind", N_("%(kind)s không trực thuộc loại đơn vị này."), kind=titles()[record["kind"]]
            ),
        )
    elif record["since"] < first or (closed and closed < tree.place.today):
        found.stop(step, record.fault("since", N_("Vào ngày này cấp trên chưa có hoặc đã kết thúc.")))
    return True
