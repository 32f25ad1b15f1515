"""kill -9 in mid-work: every paper whole or still numbered, then issued once; files equal their hashes (R3).

A worker is hit 200 times on each database: 50 times here at papers, 150 times in `test_kill_mail` at mails (and a few
times more in `test_kill_batch`). A hit counts when the dead worker's lease was still running and its job not done.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import func, select, update

from extensions import clock, db
from jobs import queue, tidy
from models import Job, Paper, PaperPart, StoredFile
from services import files, registers
from services.registers import Register
from services.transaction import writing
from tests.support.applications import opened
from tests.support.databases import Database
from tests.support.issuing import KINDS, Desk, furnish

pytestmark = pytest.mark.soak

HITS = 50  # of each victim
DAY = date(2025, 12, 9)
SETTINGS = {"DOC_TEMPLATES": str(KINDS), "LEASE_SECONDS": 8}
PATIENT = {
    "LEASE_SECONDS": 120
}  # no lease ends by itself: each that is cut short is one that a dead worker held
PRELOADED = ["app", "jobs.worker", "tests.support.issuing", "tests.soak.test_kill"]


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    path = Path(f"/proc/{process}/task/{process}/children")
    try:
        return [int(word) for word in path.read_text(encoding="ascii").split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def work(database: Database, **settings: Any) -> None:
    """Be a worker process, until killed."""
    from jobs.worker import run_worker

    with opened(database, **SETTINGS | settings, RENDER_WORKERS=1) as app:
        run_worker(app, threading.Event())


class Crowd:
    """Worker processes that are started again when they end."""

    def __init__(self, database: Database, count: int, target: Callable[[Database], None] = work) -> None:
        self.database, self.count, self.target = database, count, target
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(PRELOADED)
        self.processes: list[Any] = []

    def fill(self) -> None:
        """Start workers until there are enough."""
        self.processes = [process for process in self.processes if process.is_alive()]
        while len(self.processes) < self.count:
            process = self.context.Process(target=self.target, args=(self.database,))
            process.start()
            self.processes.append(process)

    def bury(self, victim: int) -> None:
        """Wait until a killed worker is gone, so that it is not hit twice."""
        for process in self.processes:
            if process.pid == victim:
                process.join()

    def end(self) -> None:
        """End all of them."""
        for process in self.processes:
            process.kill()
            process.join()


@contextmanager
def crowd(database: Database, count: int, target: Callable[[Database], None] = work) -> Iterator[Crowd]:
    """Run so many workers beside the block."""
    made = Crowd(database, count, target)
    made.fill()
    try:
        yield made
    finally:
        made.end()


def renderer_at_work(workers: Crowd) -> int | None:
    """Return a render process that is using the processor for a worker with a job in hand, or None."""
    for worker in workers.processes:
        for child in children(worker.pid):
            before = ticks(child)
            time.sleep(0.03)
            if ticks(child) > before > 0 and working(worker.pid):
                return child
    return None


def worker_at_work(workers: Crowd) -> int | None:
    """Return a worker with a job in hand, or None."""
    return next((one.pid for one in workers.processes if working(one.pid)), None)


def kill_worker(workers: Crowd) -> bool:
    """Kill a worker with a job in hand, and let its lease run out now; True when it died in the middle of the job.

    Its row tells: nobody else writes it while the lease runs, and the dead worker has not written that it is done.
    """
    victim = worker_at_work(workers)
    if victim is None:
        return False
    before = clock()
    os.kill(victim, signal.SIGKILL)
    workers.bury(victim)
    held = (Job.state == "running", Job.worker.contains(f"-{victim}-"), Job.lease_until > before)
    with writing():
        return db.session.execute(update(Job).where(*held).values(lease_until=before)).rowcount == 1


def kill_renderer(workers: Crowd) -> bool:
    """Kill a render process at work."""
    target = renderer_at_work(workers)
    if target is not None:
        os.kill(target, signal.SIGKILL)
    return target is not None


def ticks(process: int) -> int:
    """Return the processor time a process has used, in clock ticks; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(fields[11]) + int(fields[12])


def running() -> list[tuple[str, int]]:
    """Return (worker, job id) of the jobs that are being worked at."""
    db.session.rollback()
    query = select(Job.worker, Job.id).where(Job.state == "running")
    return [(row.worker, row.id) for row in db.session.execute(query)]


def assert_whole(app: Any) -> int:
    """Every paper is either issued with all its files, or still numbered without a PDF. Returns the issued.

    One statement reads papers and parts: two would see a paper before and its parts after it was issued.
    """
    db.session.rollback()
    query = select(Paper.id, Paper.state, PaperPart.docx_sha256, PaperPart.pdf_sha256)
    issued = set()
    for row in db.session.execute(query.join(PaperPart, PaperPart.paper_id == Paper.id)):
        hashes = [row.docx_sha256, row.pdf_sha256]
        if row.state == "numbered":
            assert hashes == [None, None]
            continue
        issued.add(row.id)
        for sha256 in hashes:
            assert hashlib.sha256(files.path_of(sha256).read_bytes()).hexdigest() == sha256
    return len(issued)


# How each is killed, the settings of its workers, and the longest pause between two hits (seconds): a new worker has
# to warm its render process before it comes to anything.
VICTIMS = {"render process": (kill_renderer, {}, 0.6), "worker": (kill_worker, PATIENT, 1.6)}


@pytest.mark.sql
@pytest.mark.parametrize("victim", VICTIMS)
def test_fifty_kills_at_papers(
    database: Database, renderers: Any, victim: str, capsys: pytest.CaptureFixture
) -> None:
    kill, settings, longest = VICTIMS[victim]
    chance = random.Random(20251209)
    with (
        opened(database, **SETTINGS) as app,
        app.app_context(),
        crowd(database, 3, partial(work, **settings)) as workers,
    ):
        app.extensions["render_pool"] = renderers
        desk = furnish(app)
        hits, made = 0, 0
        end = time.monotonic() + 1200
        while hits < HITS:
            assert time.monotonic() < end, f"{hits} hits only"
            workers.fill()
            if len(running_or_waiting()) < 6:
                add_paper(desk, made)
                made += 1
            time.sleep(chance.uniform(0, longest))  # so that some are finished between the hits
            if kill(workers):
                hits += 1
                if hits % 10 == 0:
                    assert_whole(app)
        while assert_whole(app) < made:
            assert time.monotonic() < end
            workers.fill()
            queue.hurry("paper")  # as workers do when they start
            time.sleep(0.2)
        finished(app, made)
        tries = db.session.scalar(select(func.max(Job.tries)))
        with capsys.disabled():
            said = f"{hits} hits, {made} papers issued, at most {tries} tries"
            sys.stdout.write(f"\n{database.kind}, {victim}: {said}\n")


def working(worker: int) -> bool:
    """True while a worker has a job in hand (its name holds its process id)."""
    return any(f"-{worker}-" in name for name, _ in running())


def running_or_waiting() -> list[int]:
    """Return the ids of jobs that are not done."""
    db.session.rollback()
    return list(db.session.scalars(select(Job.id).where(Job.state != "done")))


def add_paper(desk: Desk, place: int) -> None:
    """Number one more paper, of a page or two, with words of its own."""
    paragraphs = [f"Văn bản thứ {place}, đoạn {number}, dài chừng một dòng." for number in range(60)]
    desk.number(desk.draft(f"Về việc thứ {place}", values={"paragraphs": paragraphs}), DAY, f"paper-{place}")


def finished(app: Any, made: int) -> None:
    """Nothing is missing, nothing is double, each file says its own number, leftovers can be swept."""
    register = registers.registers_of(db.session.scalar(select(Paper.unit_id)))[0]
    assert register == Register(register.unit_id, "all", 2025)
    assert (registers.gaps(register), registers.verify(register)) == ([], None)
    assert db.session.scalar(select(func.count()).select_from(Paper)) == made
    assert set(db.session.scalars(select(Job.state))) == {"done"}
    for paper in db.session.scalars(select(Paper)):
        part = db.session.scalar(select(PaperPart).where(PaperPart.paper_id == paper.id))
        with pypdfium2.PdfDocument(files.read(part.pdf_sha256)) as document:
            text = document[0].get_textpage().get_text_bounded().replace("\u2060", "")
        assert paper.number in text
        assert paper.subject in " ".join(text.split())
    stored = set(db.session.scalars(select(StoredFile.sha256)))
    instance = Path(app.config["INSTANCE"])
    for path in (instance / "files").glob("*/.new-*"):
        os.utime(path, (0, 0))
    tidy.tidy(instance)
    assert {path.name for path in (instance / "files").glob("*/*")} == stored
