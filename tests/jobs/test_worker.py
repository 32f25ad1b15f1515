"""The worker: woken by the bell, found by polling without it, unharmed by expected errors, ended by others."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from extensions import db
from jobs import bell, queue, tidy, worker
from jobs.errors import MailRefused
from jobs.pool import Pool
from jobs.wiring import bells
from models import Job
from services import outbox
from services.errors import Refused
from services.transaction import writing
from tests.support.issuing import KINDS


def add(kind: str = "trial", **more: object) -> None:
    with writing():
        outbox.add(kind, {}, **more)


def rows() -> list[Job]:
    db.session.rollback()
    return list(db.session.scalars(select(Job).order_by(Job.id)))


def wait_for(condition, seconds: float = 20) -> bool:  # noqa: ANN001
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch):  # noqa: ANN201
    """Return a function that sets what jobs of kind "trial" do."""
    return lambda work: monkeypatch.setitem(worker.HANDLERS, "trial", lambda job, lease: work())


@contextmanager
def running(app: Flask, lifeline: int | None = None) -> Iterator[threading.Thread]:
    stop = threading.Event()
    thread = threading.Thread(target=worker.run_worker, args=(app, stop, lifeline))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def test_bell_wakes_at_once(app: Flask, handler, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN001
    monkeypatch.setattr(worker, "POLL_SECONDS", 3600)
    done = threading.Event()
    handler(done.set)
    with running(app):
        assert wait_for(lambda: list(bells(app).glob("worker-*")))
        add()
        assert done.wait(20)
        bell.ring(bells(app))
        stopper = threading.Timer(0.1, bell.ring, (bells(app),))
        stopper.start()  # so that the worker looks at `stop`
    stopper.join()
    assert list(bells(app).glob("worker-*")) == []


def test_lost_bell_is_made_good_by_looking(app: Flask, handler, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN001
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(bell, "ring", lambda folder: None)
    done = threading.Event()
    handler(done.set)
    with running(app):
        add()
        assert done.wait(20)


def test_command_does_what_is_due(app: Flask, handler) -> None:  # noqa: ANN001
    done: list[int] = []
    handler(lambda: done.append(1))
    add()
    add()
    result = app.test_cli_runner().invoke(args=["worker", "--drain"])
    assert (result.exit_code, result.output.strip(), len(done)) == (0, "2", 2)


def test_several_workers_do_each_job_once(app: Flask, handler) -> None:  # noqa: ANN001
    done: list[float] = []
    handler(lambda: done.append(time.monotonic()))
    for _ in range(20):
        add()
    with running(app), running(app), running(app):
        assert wait_for(lambda: {job.state for job in rows()} == {"done"})
    assert len(done) == 20


def test_ended_lifeline_ends_the_worker_after_its_job(app: Flask, handler) -> None:  # noqa: ANN001
    started, go_on = threading.Event(), threading.Event()
    handler(lambda: (started.set(), go_on.wait(20)))
    mine, theirs = os.pipe()
    add()
    add()
    with running(app, mine) as thread:
        assert started.wait(20)
        os.close(theirs)
        go_on.set()
        thread.join(20)
        assert not thread.is_alive()
    os.close(mine)
    assert [job.state for job in rows()] == ["done", "queued"]


def raising(error: BaseException):  # noqa: ANN201
    def work() -> None:
        raise error

    return work


EXPECTED = {
    "refused": (Refused("Thiếu %(what)s.", [("$.a", "thiếu")], what="số liệu"), "queued", "Thiếu số liệu."),
    "server gone": (ConnectionRefusedError("no server"), "queued", "no server"),
    "never": (MailRefused("no such recipient"), "failed", "no such recipient"),
}


@pytest.mark.parametrize(("error", "state", "said"), EXPECTED.values(), ids=EXPECTED)
def test_expected_error_puts_the_job_back(app: Flask, handler, error, state: str, said: str) -> None:  # noqa: ANN001
    handler(raising(error))
    add()
    assert worker.work_once(app, "w1")
    (job,) = rows()
    assert (job.state, job.tries) == (state, 1)
    assert said in job.error
    if isinstance(error, Refused):
        assert "('$.a', 'thiếu')" in job.error


def test_unforeseen_error_is_written_down_and_ends_the_worker(app: Flask, handler) -> None:  # noqa: ANN001
    handler(raising(ZeroDivisionError("a fault of ours")))
    add()
    with pytest.raises(ZeroDivisionError):
        worker.work_once(app, "w1")
    (job,) = rows()
    assert (job.state, job.error) == ("queued", "ZeroDivisionError: a fault of ours")
    assert job.run_after > job.created_at


def test_half_done_work_of_a_failed_job_is_rolled_back(app: Flask, handler) -> None:  # noqa: ANN001
    def work() -> None:
        db.session.add(
            Job(kind="x", payload={}, run_after=rows()[0].run_after, created_at=rows()[0].created_at)
        )
        db.session.flush()
        raise Refused("nein")

    handler(work)
    add()
    worker.work_once(app, "w1")
    assert [job.kind for job in rows()] == ["trial"]


def test_papers_waiting_for_an_hour_are_tried_when_a_worker_starts(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()
    monkeypatch.setitem(worker.HANDLERS, "paper", lambda job, lease: done.set())
    add("paper")
    with pytest.MonkeyPatch.context():
        job = queue.claim("w1", ["paper"], timedelta(seconds=60))
        queue.fail(job, "no PDF here")
    with writing():
        db.session.get(Job, job.id).run_after += timedelta(hours=1)
    with running(app):
        assert done.wait(20)


def test_idle_worker_gives_its_render_process_back(
    app: Flask, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.05)
    app.extensions["render_pool"] = pool = Pool(1, KINDS, root / "reference" / "profiles", "tld-933")
    pool.start()
    with running(app):
        assert wait_for(lambda: pool.processes() == [])


def test_unknown_kinds_are_left_alone(app: Flask) -> None:
    add("of a later version")
    assert not worker.work_once(app, "w1")
    assert rows()[0].state == "queued"


def test_pipe_nobody_listens_on_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "bells"
    folder.mkdir()
    os.mkfifo(folder / "worker-1-dead")
    with bell.listening(folder) as own:
        bell.ring(folder)
        assert len(list(folder.glob("worker-*"))) == 1
        assert bell.wait(own, 20)
        for _ in range(70_000):  # more rings than a pipe holds
            bell.ring(folder)
        assert bell.wait(own, 20)
    assert list(folder.iterdir()) == []


def test_leftovers_are_swept_and_nothing_else(app: Flask) -> None:
    instance = Path(app.config["INSTANCE"])
    old, young = time.time() - 30 * 24 * 3600, time.time()
    made = {}
    for name, age in {
        "files/ab/.new-old": old,
        "files/ab/.new-young": young,
        "files/ab/whole": old,
        "prepared/aa/result.json": old,
        "prepared/bb/result.json": young,
        "prepared/.new-x/1.pdf": old,
    }.items():
        path = instance / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
        os.utime(path, (age, age))
        if name.startswith("prepared"):
            os.utime(path.parent, (age, age))
        made[name] = path
    tidy.tidy(instance)
    assert {name for name, path in made.items() if path.exists()} == {
        "files/ab/.new-young",
        "files/ab/whole",
        "prepared/bb/result.json",
    }
