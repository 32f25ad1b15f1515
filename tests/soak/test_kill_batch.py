"""kill -9 in the middle of a batch: another worker goes on where it stopped, nothing is lost, nothing made twice."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
import time
from collections import Counter
from datetime import date

import pypdfium2
import pytest
from sqlalchemy import func, select, update

from extensions import clock, db
from models import Batch, BatchRow, Job, Office
from services import batches, files
from services.batches_rows import Listed
from services.transaction import writing
from services.who import Who
from tests.soak.test_kill import crowd, worker_at_work
from tests.support.applications import opened
from tests.support.databases import Database
from tests.support.issuing import Desk, furnish

pytestmark = pytest.mark.soak

PEOPLE = 240
HITS = 3
SETTINGS = {"LEASE_SECONDS": 60, "RENDER_WAIT_SECONDS": 120}


def work(database: Database) -> None:
    """Be a worker process with the kinds that ship, until killed."""
    from jobs.worker import run_worker

    with opened(database, **SETTINGS, RENDER_WORKERS=1) as app:
        run_worker(app, threading.Event())


def start(desk: Desk) -> int:
    """Order a certificate for each of many people, each with a PDF of their own."""
    db.session.add(
        Office(
            person_id=desk.person_id,
            unit_id=desk.unit_id,
            role="clerk",
            title="Văn thư",
            valid_from=date(2020, 1, 1),
        )
    )
    db.session.commit()
    shared = {
        "authority": "Ban Thường vụ\nCông đoàn ngành Y tế tỉnh Sông Lam", "place": "Sông Lam",
        "date": clock.today().isoformat(), "year": clock.today().year,
        "signature": {"lines": ["CHỦ TỊCH"], "name": "Đinh Thu Hạnh"}, "merit": "Đã có thành tích",
    }  # fmt: skip
    rows = tuple(
        {"name": f"Kiều Thị Dung {no}", "about": "Công đoàn cơ sở Bệnh viện Phổi", "book_no": str(no)}
        for no in range(1, PEOPLE + 1)
    )
    listed = Listed("certificate_merit", "Giấy khen", shared, rows)
    return batches.start(listed, who=Who(desk.person_id), once="batch", formats=("pdf",))


def handled() -> int:
    db.session.rollback()
    query = select(func.count()).select_from(BatchRow).where(BatchRow.state != "waiting")
    return db.session.scalar(query)


def states() -> tuple[str, str]:
    """Return where the batch is, and its job: the worker writes the one, then the other."""
    db.session.rollback()
    batch, job = select(Batch.state), select(Job.state).where(Job.kind == "batch")
    return db.session.scalar(batch), db.session.scalar(job)


def leave(victim: int) -> None:
    """Let the lease of a dead worker run out now, as it would in a minute."""
    dead = update(Job).where(Job.state == "running", Job.worker.contains(f"-{victim}-"))
    with writing():
        db.session.execute(dead.values(lease_until=clock()))
        db.session.execute(update(Job).where(Job.kind == "batch").values(run_after=clock()))


@pytest.mark.sql
def test_a_batch_outlives_its_workers(database: Database) -> None:
    with opened(database, **SETTINGS) as app, app.app_context():
        start(furnish(app))
        end = time.monotonic() + 600
        hits: list[int] = []
        with crowd(database, 2, work) as workers:
            while states() != ("done", "done"):
                assert time.monotonic() < end, f"{handled()} of {PEOPLE}, hits at {hits}"
                workers.fill()
                done = handled()
                goal = (len(hits) + 1) * PEOPLE // (HITS + 2)
                if len(hits) < HITS and goal <= done < PEOPLE:
                    victim = worker_at_work(workers)
                    if victim is not None:
                        os.kill(victim, signal.SIGKILL)
                        workers.bury(victim)
                        hits.append(done)
                        leave(victim)
                time.sleep(0.02)
        assert len(hits) >= HITS - 1, hits
        _all_made_once()


def _all_made_once() -> None:
    rows = db.session.scalars(select(BatchRow).order_by(BatchRow.no)).all()
    assert [row.no for row in rows] == list(range(1, PEOPLE + 1))
    assert Counter(row.state for row in rows) == {"made": PEOPLE}
    assert len({row.pdf_sha256 for row in rows}) == PEOPLE
    for row in rows[:: PEOPLE // 20]:
        content = files.read(row.pdf_sha256)
        assert hashlib.sha256(content).hexdigest() == row.pdf_sha256
        assert f"Dung {row.no}" in _text(content, 0)
    batch = db.session.scalar(select(Batch))
    whole = files.read(batch.whole_sha256)
    assert (batch.handled, len(pypdfium2.PdfDocument(whole))) == (PEOPLE, PEOPLE)
    for place in (0, PEOPLE // 2, PEOPLE - 1):
        assert f"Dung {place + 1}" in _text(whole, place)
    assert list(db.session.scalars(select(Job.state).where(Job.kind == "batch"))) == ["done"]


def _text(content: bytes, page: int) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return document[page].get_textpage().get_text_range()
    finally:
        document.close()
