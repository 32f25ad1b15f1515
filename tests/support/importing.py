"""A list walked through the services: sent, looked at, written, what was told about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from extensions import db
from models import ImportRun
from services import import_writing, imports
from tests.support import province as road

ROWS = [
    (f"A{no}", name, "Nữ", date(1980 + no, 3, 5), "Điều dưỡng viên", date(2015, 3, 2))
    for no, name in enumerate(("Bùi Thị Hoà", "Cao Văn Lâm", "Doãn Thị Mơ", "Lý Văn Nam"), start=1)
]


def sent(
    made: road.Province, content: bytes, kind: str = "people", who: str = "chair", unit: str = "own"
) -> imports.Considered:
    """Send a list; return what it would do."""
    staged_id = imports.stage(made.units[unit], kind, content, "ds.xlsx", who=made.who(who))
    return looked(made, staged_id, who, unit)


def looked(made: road.Province, staged_id: int, who: str = "chair", unit: str = "own") -> imports.Considered:
    """Return what a waiting list would do."""
    return imports.considered(made.units[unit], staged_id, who=made.who(who))


def written(made: road.Province, found: imports.Considered, who: str = "chair", **choices: Any) -> ImportRun:
    """Press «Nhập»; return the record."""
    staged = found.staged
    run_id = import_writing.write(
        staged.unit_id, staged.staged_id, who=made.who(who), seen=found.seen, **choices
    )
    return db.session.get_one(ImportRun, run_id)


def told(found: imports.Considered) -> list[str]:
    """Return what keeps rows out: place and words."""
    return [f"{f.row}{f.column} {f.message % f.params}" for f in found.faults if f.level == "stop"]


def counted(run: ImportRun) -> tuple[int, ...]:
    """Return how many rows were made, changed, known already, left out."""
    return run.created, run.updated, run.same, run.left_out
