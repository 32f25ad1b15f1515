"""Job rows: one hand at a time, leases, delays, keys."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from extensions import clock, db
from jobs import queue
from models import Job
from services import outbox
from services.transaction import writing

pytestmark = pytest.mark.sql

START = datetime(2025, 12, 9, 8, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def after(**how: float) -> datetime:
    return START + timedelta(**how)


def add(kind: str = "mail", key: str | None = None, **more: object) -> bool:
    with writing():
        return outbox.add(kind, {"n": 1}, key=key, **more)


def row() -> Job:
    db.session.rollback()
    return db.session.scalar(select(Job))


def claim(at: datetime, worker: str = "w1") -> queue.Claim | None:
    with clock.at(at):
        return queue.claim(worker, ["mail", "paper"], LEASE)


@pytest.fixture(autouse=True)
def context(app: Flask) -> object:
    with app.app_context(), clock.at(START):
        yield


def test_nothing_to_do() -> None:
    assert claim(START) is None


def test_oldest_first_and_each_once() -> None:
    with clock.at(after(seconds=5)):
        add(key="later")
    add(key="sooner")
    taken = [claim(after(seconds=10), worker).id for worker in ("w1", "w2")]
    keys = {job.id: job.key for job in db.session.scalars(select(Job))}
    assert [keys[job_id] for job_id in taken] == ["sooner", "later"]
    assert claim(after(seconds=10), "w3") is None


def test_not_before_its_time() -> None:
    add(run_after=after(minutes=5))
    assert claim(after(minutes=4)) is None
    assert claim(after(minutes=5)).tries == 1


def test_same_key_is_written_once() -> None:
    assert [add(key="paper:1"), add(key="paper:1"), add(key="paper:2"), add(), add()] == [
        True,
        False,
        True,
        True,
        True,
    ]


def test_a_rolled_back_command_leaves_no_job() -> None:
    with pytest.raises(ZeroDivisionError), writing():
        outbox.add("mail", {})
        raise ZeroDivisionError
    assert row() is None


def test_lease_runs_out_and_the_late_worker_changes_nothing() -> None:
    add()
    first = claim(START)
    assert claim(after(seconds=60), "w2") is None
    second = claim(after(seconds=61), "w2")
    assert (second.id, second.tries) == (first.id, 2)
    assert [queue.finish(first), queue.fail(first, "late"), queue.renew(first, LEASE)] == [False] * 3
    assert (row().state, row().worker) == ("running", "w2")
    assert queue.finish(second)
    assert row().state == "done"


def test_same_worker_does_not_finish_its_own_lost_try() -> None:
    add()
    first = claim(START)
    claim(after(seconds=61))
    assert not queue.finish(first)


def test_renewed_lease_lasts() -> None:
    add()
    job = claim(START)
    with clock.at(after(seconds=50)):
        assert queue.renew(job, LEASE)
    assert claim(after(seconds=100), "w2") is None
    assert claim(after(seconds=111), "w2") is not None


DELAYS = {
    "paper": ([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600], None),
    "mail": ([60, 120, 240, 480, 960, 1920, 3600, 3600], 77),
}


@pytest.mark.parametrize("kind", DELAYS)
def test_delays_double_up_to_an_hour(kind: str) -> None:
    delays, limit = DELAYS[kind]
    add(kind)
    now = START
    for delay in delays:
        job = claim(now)
        with clock.at(now):
            assert queue.fail(job, "no server")
        assert (row().state, row().error, row().run_after) == (
            "queued",
            "no server",
            now + timedelta(seconds=delay),
        )
        now += timedelta(seconds=delay)
    assert queue.RETRIES[kind].tries == limit


def test_a_busy_machine_does_not_lengthen_the_delay() -> None:
    add("paper")
    for lost in range(12):  # tries of killed workers
        claim(after(seconds=61 * lost))
    job = claim(after(seconds=61 * 12))
    with clock.at(after(seconds=61 * 12)):
        assert queue.fail(job, "busy", soon=True)
    assert row().run_after == after(seconds=61 * 12 + 5)


def test_mail_is_given_up_a_paper_never() -> None:
    for kind, state in (("mail", "failed"), ("paper", "queued")):
        add(kind)
        job = claim(START)
        used_up = queue.Claim(job.id, kind, job.payload, 77, job.worker, job.lease_until)
        with writing():
            db.session.get(Job, job.id).tries = 77
        assert queue.fail(used_up, "no server")
        assert db.session.get(Job, job.id).state == state


def test_hopeless_job_is_given_up_at_once() -> None:
    add()
    assert queue.fail(claim(START), "no such recipient", for_good=True)
    assert (row().state, row().error) == ("failed", "no such recipient")
    assert claim(after(days=9)) is None


def test_hurry_wakes_the_waiting_of_one_kind() -> None:
    add("paper", run_after=after(hours=1))
    add("mail", run_after=after(hours=1))
    assert queue.hurry("paper") == 1
    assert claim(START).kind == "paper"
    assert claim(START) is None


def test_done_rows_are_forgotten_after_a_month() -> None:
    add()
    queue.finish(claim(START))
    with clock.at(after(days=29)):
        assert queue.forget_done() == 0
    with clock.at(after(days=31)):
        assert queue.forget_done() == 1


def test_eight_hands_take_each_job_once(app: Flask) -> None:
    with writing():
        for number in range(40):
            outbox.add("mail", {"n": number})
    taken: list[int] = []

    def work(name: str) -> None:
        with app.app_context():
            while (job := queue.claim(name, ["mail"], LEASE)) is not None:
                taken.append(job.id)
                queue.finish(job)

    hands = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(taken) == len(set(taken)) == 40
