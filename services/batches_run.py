"""The work of a batch: rows by the handful, each handful written down, then one file of all for the printer.

A worker that dies leaves what it has written; the next one goes on with the first row that still waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from extensions import clock, db, ports
from models import Batch, BatchRow
from services import batches_measured, files, preparing
from services.errors import NotFound, NotMade, Refused
from services.issuing import MEDIA_TYPES
from services.transaction import command

ROWS_AT_ONCE = 40


@dataclass(frozen=True)
class Task:
    """What does not change while a batch runs."""

    id: int
    kind: str
    rules: Mapping[str, Any]
    shared: Mapping[str, Any]
    varying: tuple[str, ...]
    formats: tuple[str, ...]
    count: int

    def asked(
        self, rows: list[Mapping[str, Any]], measure: list[int], *, whole: bool = False
    ) -> dict[str, Any]:
        """Return the request to the render pool for these rows; `measure`: places of those measured whole."""
        return {
            "kind": self.kind,
            **self.rules,
            "shared": self.shared,
            "varying": list(self.varying),
            "formats": list(self.formats),
            "rows": rows,
            "whole": whole,
            "measure": measure,
        }


def complete(batch_id: int, *, timeout: float, before_rows: Callable[[], bool] = lambda: True) -> None:
    """Make what is still to be made. Safe to repeat, and to be killed anywhere.

    `before_rows` lengthens the lease; when it says False somebody else has the batch, and this call leaves it.
    Errors: `Busy` (ask again later). What cannot be helped is written down as the batch's trouble.
    """
    task = _begun(batch_id)
    if task is None:
        return
    try:
        while rows := _waiting(task.id):
            if not before_rows():
                return
            measure = batches_measured.among([no for no, _values in rows], task.count, clock.today())
            answer = ports.render(task.asked([values for _no, values in rows], measure), timeout)
            _write(task, rows, answer)
        if before_rows():
            _finish(task, _whole(task, timeout))
    except (NotMade, Refused) as error:
        _fail(task.id, error.message % error.params if error.params else error.message)


@command
def _begun(batch_id: int) -> Task | None:
    batch = db.session.get(Batch, batch_id)
    if batch is None:
        raise NotFound
    if batch.state not in ("queued", "running"):
        return None
    batch.state = "running"
    batch.started_at = batch.started_at or clock()
    rules = preparing.ruled(batch.profile)
    count = db.session.scalar(select(func.count()).where(BatchRow.batch_id == batch.id)) or 0
    return Task(batch.id, batch.kind, rules, batch.shared, tuple(batch.varying), tuple(batch.formats), count)


def _waiting(batch_id: int) -> list[tuple[int, Mapping[str, Any]]]:
    query = (
        select(BatchRow.no, BatchRow.values)
        .where(BatchRow.batch_id == batch_id, BatchRow.state == "waiting")
        .order_by(BatchRow.no)
        .limit(ROWS_AT_ONCE)
    )
    return [(no, values) for no, values in db.session.execute(query)]


def _write(task: Task, rows: list[tuple[int, Mapping[str, Any]]], answer: Mapping[str, Any]) -> None:
    """Keep the files, then write down what became of the rows."""
    kept = {name: files.keep(content) for name, content in answer["files"].items()}
    refused = {
        place: "\n".join(reason for _path, reason in problems) for place, problems in answer["left_out"]
    }
    found = []
    for place, (no, _values) in enumerate(rows):
        made = {fmt: kept.get(f"{place}.{fmt}") for fmt in ("pdf", "docx")}
        found.append((no, refused.get(place), made))
    _note(task.id, found)


@command
def _note(batch_id: int, found: list[tuple[int, str | None, Mapping[str, str | None]]]) -> None:
    for no, reason, made in found:
        for fmt, sha256 in made.items():
            if sha256:
                files.register(sha256, MEDIA_TYPES[fmt])
        state = "made" if reason is None else "refused"
        db.session.execute(
            update(BatchRow)
            .where(BatchRow.batch_id == batch_id, BatchRow.no == no)
            .values(state=state, reason=reason or "", pdf_sha256=made["pdf"], docx_sha256=made["docx"])
        )
    handled = select(func.count()).where(BatchRow.batch_id == batch_id, BatchRow.state != "waiting")
    db.session.execute(update(Batch).where(Batch.id == batch_id).values(handled=handled.scalar_subquery()))


def _whole(task: Task, timeout: float) -> bytes | None:
    """Return the one file of all rows that were made; None where there is no PDF.

    A row whose page is not right when it is read back is written down as refused.
    """
    query = (
        select(BatchRow.no, BatchRow.values)
        .where(BatchRow.batch_id == task.id, BatchRow.state == "made")
        .order_by(BatchRow.no)
    )
    rows = [(no, values) for no, values in db.session.execute(query)]
    if not rows:
        return None
    measure = batches_measured.places(len(rows), clock.today())
    answer = ports.render(task.asked([values for _no, values in rows], measure, whole=True), timeout)
    wrong = [
        (rows[place][0], "\n".join(reason for _path, reason in said)) for place, said in answer["left_out"]
    ]
    _note(task.id, [(no, reason, {"pdf": None, "docx": None}) for no, reason in wrong])
    return answer["files"].get("whole")


def _finish(task: Task, whole: bytes | None) -> None:
    _close(task.id, files.keep(whole) if whole else None)


@command
def _close(batch_id: int, sha256: str | None) -> None:
    if sha256:
        files.register(sha256, MEDIA_TYPES["pdf"])
    batch = db.session.get(Batch, batch_id)
    batch.state, batch.whole_sha256, batch.finished_at = "done", sha256, clock()


@command
def _fail(batch_id: int, trouble: str) -> None:
    batch = db.session.get(Batch, batch_id)
    batch.state, batch.trouble, batch.finished_at = "failed", trouble, clock()
