"""1,000 papers numbered by 16 processes at once: no number twice, none missing (reliability.md R2)."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from extensions import db
from models import Job, Paper, PaperPart, RegisterCounter, RegisterEntry
from services import issuing, registers
from services.registers import Register
from tests.support.applications import opened
from tests.support.databases import Database
from tests.support.issuing import KINDS, Desk, furnish, noon

pytestmark = pytest.mark.soak

PROCESSES = 16
PAPERS = 1000
DAY = date(2025, 12, 9)


def number_some(database: Database, ids: tuple[int, int], first: int, start: Any, answers: Any) -> None:
    """Number every 16th paper, each one twice (a double click), as one of the processes."""
    from extensions import clock

    with opened(database, DOC_TEMPLATES=str(KINDS)) as app, app.app_context(), clock.at(noon(DAY)):
        draft = Desk(app, *ids).draft()
        seen = issuing.fingerprint(draft)
        start.wait()
        longest = 0.0
        for place in range(first, PAPERS, PROCESSES):
            begun = time.monotonic()
            given = {
                issuing.number(draft, person_id=ids[1], once=f"paper-{place}", dated_on=DAY, seen_hash=seen)
                for _ in range(2)
            }
            longest = max(longest, time.monotonic() - begun)
            assert len(given) == 1
        answers.put(longest)


@pytest.mark.sql
def test_a_thousand_papers_by_sixteen_processes(
    database: Database, renderers: Any, capsys: pytest.CaptureFixture
) -> None:
    with opened(database, DOC_TEMPLATES=str(KINDS)) as app:
        app.extensions["render_pool"] = renderers
        desk = furnish(app)
        with app.app_context():
            issuing.prepare(desk.draft(), timeout=240)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["app", "tests.support.issuing"])  # imported once, not sixteen times
    start, answers = context.Barrier(PROCESSES), context.Queue()
    ids = (desk.unit_id, desk.person_id)
    hands = [
        context.Process(target=number_some, args=(database, ids, first, start, answers))
        for first in range(PROCESSES)
    ]
    for hand in hands:
        hand.start()
    waits = [answers.get(timeout=600) for _ in hands]
    for hand in hands:
        hand.join()
    assert [hand.exitcode for hand in hands] == [0] * PROCESSES
    with opened(database, DOC_TEMPLATES=str(KINDS)) as app, app.app_context():
        numbers = Counter(db.session.scalars(select(RegisterEntry.seq)))
        assert numbers == Counter(range(1, PAPERS + 1))
        register = Register(desk.unit_id, "all", 2025)
        assert registers.gaps(register) == []
        assert registers.verify(register) is None
        assert db.session.scalar(select(RegisterCounter.last)) == PAPERS
        for table in (Paper, PaperPart, Job):
            assert db.session.scalar(select(func.count()).select_from(table)) == PAPERS
        frozen = {part.values["number"]["seq"] for part in db.session.scalars(select(PaperPart))}
        assert frozen == set(range(1, PAPERS + 1))
    with capsys.disabled():
        sys.stdout.write(f"\n{database.kind}: longest wait for a number (pressed twice) {max(waits):.2f} s\n")
