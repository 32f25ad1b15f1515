"""The worker: takes one job after another and does it. Several run beside the web process.

An error that a handler is known to raise puts the job back with a delay; any other is written to the row as well,
and then ends the worker: it is started afresh, with a clean memory.
"""

from __future__ import annotations

import os
import smtplib
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType

from flask import Flask
from sqlalchemy.exc import OperationalError

from extensions import db
from jobs import account_mail, bell, mailer, queue, tidy
from jobs.errors import MailRefused
from jobs.queue import Claim
from jobs.wiring import bells
from services import batches_run, issuing, preparing, unit_acts
from services.errors import Busy, ServiceError

POLL_SECONDS = 1.0
TIDY_SECONDS = 3600.0
IDLE_SECONDS = 300.0

# What is expected to go wrong, and to be mended by time: a busy machine, a dead mail server, a database in restart.
EXPECTED = (ServiceError, smtplib.SMTPException, OSError, OperationalError)


def _paper(job: Claim, lease: timedelta) -> None:
    issuing.complete(
        job.payload["paper"],
        timeout=lease.total_seconds() * 0.9,
        before_part=lambda: queue.renew(job, lease),
    )


def _prepare(job: Claim, lease: timedelta) -> None:
    preparing.prepare_now(job.payload["draft"], lease.total_seconds() * 0.9)


def _batch(job: Claim, lease: timedelta) -> None:
    batches_run.complete(
        job.payload["batch"],
        timeout=lease.total_seconds() * 0.9,
        before_rows=lambda: queue.renew(job, lease),
    )


def _mail(job: Claim, lease: timedelta) -> None:
    mailer.send(job.payload["letter"])


def _unit_act(job: Claim, lease: timedelta) -> None:
    said = job.payload
    unit_acts.carry_out(said["act"], said["unit"], said["into"], said["whole"])


def _account_mail(job: Claim, lease: timedelta) -> None:
    account_mail.send(job.payload)


HANDLERS: dict[str, Callable[[Claim, timedelta], None]] = {
    "paper": _paper,
    "prepare": _prepare,
    "batch": _batch,
    "mail": _mail,
    "unit_act": _unit_act,
    "account_mail": _account_mail,
}


class _Outcome:
    """Writes down how a job ended; lets only expected errors pass in silence."""

    def __init__(self, app: Flask, job: Claim) -> None:
        self.app, self.job = app, job

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        db.session.rollback()
        if error is None:
            queue.finish(self.job)
            return True
        said = f"{type(error).__name__}: {_words(error)}"
        queue.fail(self.job, said, for_good=isinstance(error, MailRefused), soon=isinstance(error, Busy))
        self.app.logger.warning("job %s (%s), try %s: %s", self.job.id, self.job.kind, self.job.tries, said)
        return isinstance(error, (*EXPECTED, MailRefused))


def _words(error: BaseException) -> str:
    """Return what the row says of an error: the message with its figures, and the findings one a line."""
    if not isinstance(error, ServiceError):
        return str(error)
    text = error.message % error.params if error.params else error.message
    return "\n".join([text, *(str(finding) for finding in getattr(error, "findings", ()))])


def name() -> str:
    """Return this worker's name: machine, process, and a letter or two against processes of the same number."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{os.urandom(3).hex()}"


def work_once(app: Flask, worker: str) -> bool:
    """Do one job that is due, in an application context of its own; False when there is none."""
    lease = timedelta(seconds=app.config["LEASE_SECONDS"])
    with app.app_context():
        job = queue.claim(worker, HANDLERS, lease)
        if job is None:
            return False
        with _Outcome(app, job):
            HANDLERS[job.kind](job, lease)
        return True


def drain(app: Flask) -> int:
    """Do all jobs that are due now, in this process; returns how many were tried."""
    worker, count = name(), 0
    while work_once(app, worker):
        count += 1
    return count


def run_worker(app: Flask, stop: threading.Event, lifeline: int | None = None) -> None:
    """Do jobs until `stop` is set, or `lifeline` (a pipe whose other end the parent holds) ends.

    The job in hand is finished first. Between jobs it sleeps until the bell rings, and looks each second anyway.
    """
    worker, next_tidy, last_job = name(), 0.0, time.monotonic()
    with app.app_context():
        queue.hurry("paper")  # what was missing (the PDF library, a mended template) may be here now
    with bell.listening(bells(app)) as own_bell:
        while not stop.is_set():
            if work_once(app, worker):
                last_job = time.monotonic()
                if not bell.wait(None, 0, lifeline):
                    return
                continue
            if time.monotonic() - last_job > IDLE_SECONDS and "render_pool" in app.extensions:
                app.extensions["render_pool"].close()  # gives 90 MB back; the next paper starts it again
            next_tidy = tidy.when_due(app, next_tidy, TIDY_SECONDS)
            if not bell.wait(own_bell, POLL_SECONDS, lifeline):
                return
