"""kill -9 of workers while they send mail: every letter arrives; what arrives twice is the same letter (R3).

The outbox promises at least once, and one Message-ID for all copies of a letter: a worker that dies after the mail
server has taken a letter, and before it could write so, leaves one copy more. No kill, no second copy.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from extensions import clock, db
from jobs.mailer import message_id
from models import Job, Letter
from services import letters, outbox
from services.transaction import writing
from tests.soak.test_kill import PATIENT, crowd, kill_worker, running_or_waiting, work
from tests.support.applications import opened
from tests.support.databases import Database
from tests.support.issuing import Desk, furnish
from tests.support.mail import Mailbox

pytestmark = pytest.mark.soak

HITS = 150
SLOW = 0.03  # seconds before and after the mail server keeps a letter: kills fall on both sides


def write(desk: Desk, place: int) -> None:
    """Leave one more letter for the workers, in one transaction with its job, as the services do."""
    with writing():
        letter = Letter(
            person_id=desk.person_id, day=clock.today(), place=place, kind="now", subject=f"Việc thứ {place}",
            content={"locale": "vi", "intro": "", "items": [item(place)], "foot": ""}, created_at=clock(),
        )  # fmt: skip
        db.session.add(letter)
        db.session.flush()
        outbox.add("mail", {"letter": letter.id}, key=f"mail:{letter.id}")


def item(place: int) -> dict[str, str]:
    return {"subject": f"Việc thứ {place}", "body": "Đồng chí có việc cần làm.", "link": "/viec"}


@pytest.mark.sql
def test_workers_are_killed_while_they_send(
    database: Database, smtp: Mailbox, capsys: pytest.CaptureFixture
) -> None:
    smtp.pause, chance = SLOW, random.Random(20251210)
    settings: dict[str, Any] = {**PATIENT, **smtp.settings()}
    with (
        opened(database, **settings) as app,
        app.app_context(),
        crowd(database, 3, partial(work, **settings)) as workers,
    ):
        desk = furnish(app)
        hits, written, end = 0, 0, time.monotonic() + 600
        while hits < HITS:
            assert time.monotonic() < end, f"{hits} hits only"
            workers.fill()
            while len(running_or_waiting()) < 6:
                write(desk, written)
                written += 1
            time.sleep(chance.uniform(0, 0.1))
            hits += kill_worker(workers)
        while running_or_waiting():
            assert time.monotonic() < end
            workers.fill()
            time.sleep(0.1)
        twice = arrived(smtp, written, hits)
        tries = db.session.scalar(select(func.max(Job.tries)))
        with capsys.disabled():
            said = f"{hits} hits, {written} letters arrived, {twice} copies more, at most {tries} tries"
            sys.stdout.write(f"\n{database.kind}: {said}\n")


def arrived(smtp: Mailbox, written: int, hits: int) -> int:
    """Each letter came, no other, and each copy is the letter. Returns how many copies were not the first."""
    db.session.rollback()
    kept = db.session.scalars(select(Letter)).all()
    assert (len(kept), set(db.session.scalars(select(Job.state)))) == (written, {"done"})
    assert all(letter.sent_at for letter in kept)
    subjects = {message_id(letters.envelope(letter.id)): letter.subject for letter in kept}
    copies = Counter(str(message["Message-ID"]) for message in smtp.messages)
    assert (len(subjects), copies.keys()) == (written, subjects.keys())
    for message in smtp.messages:
        said = str(message["To"]), str(message["Subject"])
        assert said == ("thuy@cdn.example", subjects[str(message["Message-ID"])])
    assert copies.total() - written <= hits
    return copies.total() - written
