"""«Nhập»: the good rows of a waiting list become rows of the tables, in one transaction, each with what was before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from extensions import clock, db
from models import ImportChange, ImportRun, Person
from rules.finding import N_
from rules.importing.kinds import KINDS
from services import imports, organisation, units
from services.errors import Conflict, NotFound, Refused
from services.import_plans import TARGETS, Op, Step, allowed
from services.transaction import command
from services.who import Who
from vietnamese.dates import screen_date

SHOWN = 50
_MARK = re.compile("[0-9a-f]{64}")  # what a page showed
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# Columns of tables as pages call them.
COLUMNS = {
    "code": N_("Mã"),
    "name": N_("Họ và tên"),
    "sex": N_("Giới tính"),
    "born_on": N_("Ngày sinh"),
    "group_id": N_("Tổ công đoàn"),
    "post": N_("Chức vụ"),
    "leader": N_("Lãnh đạo, quản lý"),
    "hired_on": N_("Ngày vào làm"),
    "left_on": N_("Ngày nghỉ, chuyển"),
    "title": N_("Chức danh ghi trên văn bản"),
    "valid_to": N_("Đến ngày"),
    "source": N_("Căn cứ"),
    "decided_on": N_("Ngày quyết định"),
    "decision": N_("Số quyết định"),
    "issuer": N_("Nơi quyết định"),
    "merit": N_("Thành tích"),
    "phone": N_("Điện thoại"),
}
NOTHING = "Không có dòng nào để nhập: các dòng đều đã có trên máy, còn sai hoặc chưa chọn."


@dataclass(frozen=True)
class RunLine:
    """A list that was brought in, as lists show it."""

    run_id: int
    kind: str
    title: str
    file_name: str
    person: str
    written_at: datetime
    created: int
    updated: int
    same: int
    left_out: int
    undone_at: datetime | None
    undone_by: str
    sha256: str = ""


@dataclass(frozen=True)
class RowLine:
    """What one row did; `values` of what was changed: (column in words, before, after), as people read them."""

    row_no: int
    label: str
    made: bool
    target: str
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class RunPage:
    """A list that was brought in, with what its rows did."""

    line: RunLine
    rows: tuple[RowLine, ...]
    total: int


@command
def write(
    unit_id: int, staged_id: int, *, who: Who, seen: str, choices: Mapping[int, str] | None = None
) -> int:
    """Write the good rows of a waiting list; return the id of the record. A second press finds the first.

    `seen` is the mark of what the page showed, `choices` are answers given with the press. Errors: `NotFound`,
    `Forbidden`, `Conflict` (something changed meanwhile), `Refused` (no row to write).
    """
    finished = done(unit_id, seen, who=who)
    if finished is not None:
        return finished
    found = imports.considered(unit_id, staged_id, who=who)
    imports.same_as_seen(found, seen)
    if choices and {**found.staged.choices, **choices} != found.staged.choices:
        imports.answer(staged_id, choices)
        found = imports.considered(unit_id, staged_id, who=who)
    steps, counts = found.writable, found.counts
    if not steps:
        raise Refused(NOTHING)
    run = ImportRun(
        unit_id=unit_id,
        person_id=who.person_id,
        kind=found.staged.kind.key,
        file_name=found.staged.file_name,
        sha256=found.staged.sha256,
        written_at=clock(),
        created=counts["new"],
        updated=counts["update"],
        same=counts["same"],
        left_out=counts["stop"] + counts["ask"] + counts["drop"],
        once=seen,
    )
    db.session.add(run)
    try:
        db.session.flush()
        changes = _write(steps)
    except IntegrityError as error:
        raise Conflict(imports.STALE) from error
    db.session.execute(insert(ImportChange), [{"run_id": run.id, **change} for change in changes])
    imports.forget(staged_id)
    return run.id


def done(unit_id: int, seen: str, *, who: Who) -> int | None:
    """Return the record that a press on this page has made already, None for the first press. Errors: `NotFound`."""
    mine = (ImportRun.unit_id == unit_id) & (ImportRun.person_id == who.person_id)
    organisation.readable(unit_id, who)
    if not _MARK.fullmatch(seen):
        return None
    return db.session.scalar(select(ImportRun.id).where(ImportRun.once == seen, mine))


def _write(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Make and change rows, tables in the order in which they refer to each other; return what was done."""
    todo = [(step, op) for step in steps for op in step.ops]
    changes = [
        _changed(step, op, values) for step, op in todo if op.row is not None and (values := op.differing())
    ]
    made: dict[int, Any] = {}
    for target, model in TARGETS.items():
        fresh = [(step, op) for step, op in todo if op.row is None and op.target == target]
        for _step, op in fresh:
            op.values |= {column: made[id(other)].id for column, other in op.refs.items()}
            made[id(op)] = model(**op.values)
        db.session.add_all(made[id(op)] for _step, op in fresh)
        db.session.flush()
        changes += [_kept(step, op.target, made[id(op)].id, {}, op.values) for step, op in fresh]
    return sorted(changes, key=lambda one: one["row_no"])


def _changed(step: Step, op: Op, values: dict[str, Any]) -> dict[str, Any]:
    before = {name: getattr(op.row, name) for name in values}
    for name, value in values.items():
        setattr(op.row, name, value)
    return _kept(step, op.target, op.row.id, before, values)


def _kept(
    step: Step, target: str, target_id: int, before: dict[str, Any], after: dict[str, Any]
) -> dict[str, Any]:
    return {
        "row_no": step.record.no,
        "label": step.label[:300],
        "target": target,
        "target_id": target_id,
        "before": {name: plain(value) for name, value in before.items()},
        "after": {name: plain(value) for name, value in after.items()},
    }


def plain(value: Any) -> Any:
    """Return a value of a column as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def _place(item: tuple[str, Any]) -> int:
    """Return where a column stands among those that pages name."""
    known = list(COLUMNS)
    return known.index(item[0]) if item[0] in known else len(known)


def _groups(changes: Iterable[ImportChange]) -> dict[int, str]:
    """Return the names of the groups that changes speak of."""
    held = [kept.get("group_id") for change in changes for kept in (change.before, change.after)]
    return {
        one: named.short_name
        for one, named in units.names_of({at for at in held if at}, clock.today()).items()
    }


def told(value: Any, column: str, groups: dict[int, str]) -> str:
    """Return a kept value as people read it."""
    if column == "group_id":
        return groups.get(value, "")
    if isinstance(value, bool):
        return "x" if value else ""
    day = isinstance(value, str) and _DAY.fullmatch(value)
    return screen_date(date.fromisoformat(value)) if day else "" if value is None else str(value)


# Reading ------------------------------------------------------------------------------------------------------


def runs(unit_id: int, who: Who) -> list[RunLine]:
    """Return the last lists brought into a unit, of the kinds somebody may bring in. Errors: `NotFound`."""
    _unit, actor, lineage = organisation.readable(unit_id, who)
    kinds = [kind for kind in KINDS if allowed(actor, lineage, kind)]
    query = select(ImportRun).where(ImportRun.unit_id == unit_id, ImportRun.kind.in_(kinds))
    rows = list(db.session.scalars(query.order_by(ImportRun.id.desc()).limit(SHOWN)))
    names = _names({one.person_id for one in rows} | {one.undone_by for one in rows if one.undone_by})
    return [_line(one, names) for one in rows]


def _names(ids: set[int]) -> dict[int, str]:
    return dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())


def _line(run: ImportRun, names: dict[int, str]) -> RunLine:
    return RunLine(
        run.id, run.kind, KINDS[run.kind].title, run.file_name, names[run.person_id], run.written_at, run.created,
        run.updated, run.same, run.left_out, run.undone_at, names.get(run.undone_by or 0, ""), run.sha256,
    )  # fmt: skip


def run_for(unit_id: int, run_id: int, who: Who) -> ImportRun:
    """Return the record of a list. Errors: `NotFound`, `Forbidden` (read the unit, but may not bring lists in)."""
    run = db.session.get(ImportRun, run_id)
    if run is None or run.unit_id != unit_id:
        organisation.readable(unit_id, who)
        raise NotFound
    imports.place_for(unit_id, run.kind, who)
    return run


def run_page(unit_id: int, run_id: int, who: Who) -> RunPage:
    """Return the record of a list with its first rows. Errors: `NotFound`, `Forbidden`."""
    run = run_for(unit_id, run_id, who)
    query = (
        select(ImportChange)
        .where(ImportChange.run_id == run.id)
        .order_by(ImportChange.row_no, ImportChange.id)
    )
    total = db.session.scalar(
        select(func.count()).select_from(ImportChange).where(ImportChange.run_id == run.id)
    )
    changes = list(db.session.scalars(query.limit(4 * SHOWN)))
    groups = _groups(changes)
    rows = [
        RowLine(
            one.row_no,
            one.label,
            not one.before,
            one.target,
            tuple(
                (COLUMNS.get(name, name), told(one.before.get(name), name, groups), told(value, name, groups))
                for name, value in sorted(one.after.items(), key=_place)
                if one.before
            ),
        )
        for one in changes
    ]
    line = _line(run, _names({run.person_id, *([run.undone_by] if run.undone_by else [])}))
    return RunPage(line, tuple(rows), total or 0)
