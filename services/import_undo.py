"""Taking a list back: what it made goes, what it changed gets its values of before, while nothing was built on it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, delete, inspect, select, type_coerce

from extensions import clock, db
from models import Dossier, DossierEntry, ImportChange, ImportRun, Revision, SearchRow
from rules.finding import N_
from services.errors import Conflict
from services.import_plans import TARGETS, in_pieces
from services.import_writing import plain, run_for
from services.transaction import command
from services.who import Who

MOST_TOLD = 20

# What a row may have been used for, by the table that refers to it.
USES: dict[str, str] = {
    "account": N_("đã có tài khoản"),
    "membership": N_("đã có nơi làm việc khác"),
    "office": N_("đã giữ chức vụ"),
    "award_record": N_("đã có khen thưởng"),
    "rating": N_("đã được xếp loại"),
    "initiative": N_("đã có sáng kiến"),
    "delegation": N_("đã có ủy quyền"),
    "dossier": N_("đã có hồ sơ"),
    "entry": N_("đã làm việc với hồ sơ"),
    "paper": N_("đã có văn bản"),
    "unit_parent": N_("đã có đơn vị trực thuộc"),
    "matter": N_("đã mở đợt, kỳ"),
    "event_delegate": N_("đã là đại biểu của sự kiện"),
}
#: Tables that only repeat what stands elsewhere: records of lists, what can be found.
NO_USE = ("import_", "search_")
OTHER_USE = N_("đã được dùng ở việc khác")
IN_DOSSIER = N_("đã được nêu trong hồ sơ")
ACTED = N_("đã dùng chức vụ này để xử lý hồ sơ")
EDITED = N_("đã được sửa sau lần nhập này")
LOST = N_("không còn trên máy")

_NAMED = re.compile(r'"([pu])(\d+)"')


@dataclass(frozen=True)
class Hindrance:
    """Why a list cannot be taken back: the row, who or what, why in words."""

    row_no: int
    label: str
    why: str


def hindrances(unit_id: int, run_id: int, who: Who) -> list[Hindrance]:
    """Return what stands in the way of taking a list back, by row. Errors: `NotFound`, `Forbidden`."""
    run = run_for(unit_id, run_id, who)
    return _hindrances(_changes(run), run.written_at)


@command
def undo(unit_id: int, run_id: int, *, who: Who) -> int:
    """Take a list back; return the number of rows put right.

    Errors: `NotFound`, `Forbidden`, `Conflict` (taken back already, or something was built on it).
    """
    run = run_for(unit_id, run_id, who)
    if run.undone_at is not None:
        raise Conflict("Lần nhập này đã hoàn tác rồi.")
    changes = _changes(run)
    if _hindrances(changes, run.written_at):
        raise Conflict("Chưa hoàn tác được: có dòng đã được dùng hoặc đã sửa sau lần nhập này.")
    rows = _rows(changes)
    for change in changes:
        if change.before:
            row = rows[change.target, change.target_id]
            for name, value in change.before.items():
                setattr(row, name, _typed(row, name, value))
    db.session.flush()
    _forget_words(changes)
    for target in reversed(TARGETS):
        for change in changes:
            if change.target == target and not change.before:
                db.session.delete(rows[change.target, change.target_id])
        db.session.flush()
    run.undone_at, run.undone_by = clock(), who.person_id
    return len(changes)


def _forget_words(changes: Iterable[ImportChange]) -> None:
    """Take away what is kept to find new units: those rows point at them and are written again at the commit."""
    made = [change.target_id for change in changes if change.target == "unit" and not change.before]
    for piece in in_pieces(made):
        db.session.execute(delete(SearchRow).where(SearchRow.unit_id.in_(piece)))


def _changes(run: ImportRun) -> list[ImportChange]:
    query = select(ImportChange).where(ImportChange.run_id == run.id)
    return list(db.session.scalars(query.order_by(ImportChange.row_no, ImportChange.id)))


def _rows(changes: Sequence[ImportChange]) -> dict[tuple[str, int], Any]:
    """Return {(target, id): row} of everything that a list touched, a question a table."""
    found = {}
    for target in {change.target for change in changes}:
        query = select(TARGETS[target]).where(TARGETS[target].id.in_(_touched(changes[0].run_id, target)))
        found.update({(target, row.id): row for row in db.session.scalars(query)})
    return found


def _touched(run_id: int, target: str) -> Any:
    """Return a query of the ids of a table that a list touched."""
    return select(ImportChange.target_id).where(ImportChange.run_id == run_id, ImportChange.target == target)


def _hindrances(changes: list[ImportChange], since: datetime) -> list[Hindrance]:
    rows = _rows(changes)
    found = []
    for change in changes:
        row = rows.get((change.target, change.target_id))
        if row is None:
            found.append(Hindrance(change.row_no, change.label, LOST))
        elif any(plain(getattr(row, name)) != value for name, value in change.after.items()):
            found.append(Hindrance(change.row_no, change.label, EDITED))
    by_row = {(one.target, one.target_id): one for one in changes if not one.before}
    for target, target_id, why in (
        *_uses(by_row, changes[0].run_id),
        *_named(by_row, rows, since),
        *_acted(by_row, rows, since),
    ):
        one = by_row[target, target_id]
        found.append(Hindrance(one.row_no, one.label, why))
    return sorted(set(found), key=lambda one: (one.row_no, one.why))


def _uses(made: Collection[tuple[str, int]], run_id: int) -> Iterable[tuple[str, int, str]]:
    """Yield rows that other rows refer to, but those of the same list: a question a column that refers."""
    ours: dict[str, set[int]] = defaultdict(set)
    for target, target_id in made:
        ours[target].add(target_id)
    tables = {TARGETS[target].__table__: target for target in ours}
    same = {TARGETS[target].__table__.name: ids for target, ids in ours.items()}
    for table in db.metadata.sorted_tables:
        for column in () if table.name.startswith(NO_USE) else table.columns:
            for target in {
                tables[key.column.table] for key in column.foreign_keys if key.column.table in tables
            }:
                for used, own in _referring(table, column, _touched(run_id, target)):
                    if used in ours[target] and own not in same.get(table.name, set()):
                        yield target, used, USES.get(table.name, OTHER_USE)


def _referring(table: Any, column: Any, touched: Any) -> Iterable[tuple[int, int | None]]:
    """Return (what is referred to, the id of the row that refers, None where it has none)."""
    own = table.columns.get("id")
    if own is None:
        return [(used, None) for used in db.session.scalars(select(column).where(column.in_(touched)))]
    return [(used, by) for used, by in db.session.execute(select(column, own).where(column.in_(touched)))]


def _named(
    made: Collection[tuple[str, int]], rows: dict[tuple[str, int], Any], since: datetime
) -> Iterable[tuple[str, int, str]]:
    """Yield people and units whose keys stand in what was typed or sent since then (p12, u34)."""
    keys: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for target, target_id in made:
        row = rows.get((target, target_id))
        if target == "person":
            keys[f"p{target_id}"].append((target, target_id))
        elif target == "unit":
            keys[f"u{target_id}"].append((target, target_id))
        elif target == "membership" and row is not None:
            keys[f"p{row.person_id}"].append((target, target_id))
    if not keys:
        return
    saved = (Dossier.draft_saved_at >= since) | (Dossier.changed_at >= since)
    drafts = select(type_coerce(Dossier.draft, Text)).where(saved)
    sent = select(type_coerce(Revision.snapshot, Text)).where(Revision.at >= since)
    for query in (drafts, sent):
        for text in db.session.scalars(query):
            for key in {"".join(one) for one in _NAMED.findall(text or "")} & keys.keys():
                for target, target_id in keys[key]:
                    yield target, target_id, IN_DOSSIER


def _acted(
    made: Collection[tuple[str, int]], rows: dict[tuple[str, int], Any], since: datetime
) -> Iterable[tuple[str, int, str]]:
    """Yield offices in which somebody has acted on a dossier."""
    offices = {
        target_id: rows[target, target_id]
        for target, target_id in made
        if target == "office" and (target, target_id) in rows
    }
    for piece in in_pieces({one.person_id for one in offices.values()}):
        query = select(DossierEntry.seat).where(DossierEntry.person_id.in_(piece), DossierEntry.at >= since)
        for seat in db.session.scalars(query):
            office_id = (seat or {}).get("office_id")
            if office_id in offices:
                yield "office", office_id, ACTED


def _typed(row: Any, name: str, value: Any) -> Any:
    kind = inspect(type(row)).columns[name].type.python_type
    return date.fromisoformat(value) if kind is date and value is not None else value
