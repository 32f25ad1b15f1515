"""Job rows: claimed by one UPDATE under a lease, finished, put back with a delay, or given up.

A worker that dies leaves its lease to run out; then the row is there for the next one. So every job runs at
least once and every handler is safe to repeat.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from extensions import clock, db
from models import Job
from services.transaction import writing


@dataclass(frozen=True)
class Retry:
    """How a kind of job is tried again: first and longest delay in seconds (doubling), most tries (None: for ever)."""

    first: int
    longest: int
    tries: int | None

    def delay(self, tries: int) -> timedelta:
        """Return the delay after so many tries."""
        return timedelta(seconds=min(self.first * 2 ** min(tries - 1, 20), self.longest))


# A paper has its number already, so its files are tried for ever. A mail is given up after about three days.
RETRIES = {
    "paper": Retry(first=5, longest=3600, tries=None),
    "prepare": Retry(first=5, longest=300, tries=6),
    "batch": Retry(first=5, longest=300, tries=20),
    "mail": Retry(first=60, longest=3600, tries=77),
}
OTHERS = Retry(first=60, longest=3600, tries=20)

# Rows of finished work are kept as long as somebody may ask what became of it.
KEPT_DONE = timedelta(days=30)


@dataclass(frozen=True)
class Claim:
    """A job in this worker's hands until `lease_until`; `tries` counts this one."""

    id: int
    kind: str
    payload: Any
    tries: int
    worker: str
    lease_until: datetime


def _free(now: datetime) -> ColumnElement[bool]:
    queued = and_(Job.state == "queued", Job.run_after <= now)
    return or_(queued, and_(Job.state == "running", Job.lease_until < now))


def claim(worker: str, kinds: Iterable[str], lease: timedelta) -> Claim | None:
    """Take the oldest job that is due, or whose lease ran out; None when there is none."""
    now = clock()
    query = (
        select(Job.id).where(_free(now), Job.kind.in_(list(kinds))).order_by(Job.run_after, Job.id).limit(8)
    )
    ids = list(db.session.scalars(query))
    db.session.rollback()
    return next((taken for job_id in ids if (taken := _take(job_id, worker, lease))), None)


def _take(job_id: int, worker: str, lease: timedelta) -> Claim | None:
    now = clock()
    until = now + lease
    taken = (
        update(Job)
        .where(Job.id == job_id, _free(now))
        .values(state="running", worker=worker, lease_until=until, tries=Job.tries + 1)
        .returning(Job.kind, Job.payload, Job.tries)
    )
    with writing():
        row = db.session.execute(taken).one_or_none()
    return None if row is None else Claim(job_id, row.kind, row.payload, row.tries, worker, until)


def _held(job: Claim) -> ColumnElement[bool]:
    """The row is still in this worker's hands, in this try."""
    return and_(Job.id == job.id, Job.state == "running", Job.worker == job.worker, Job.tries == job.tries)


def _write(job: Claim, **values: Any) -> bool:
    with writing():
        return db.session.execute(update(Job).where(_held(job)).values(**values)).rowcount == 1


def renew(job: Claim, lease: timedelta) -> bool:
    """Lengthen the lease from now; False when somebody else has the job meanwhile."""
    return _write(job, lease_until=clock() + lease)


def finish(job: Claim) -> bool:
    """Note that the work is done; False when somebody else has the job meanwhile."""
    return _write(job, state="done", done_at=clock(), lease_until=None, error="")


def fail(job: Claim, error: str, *, for_good: bool = False, soon: bool = False) -> bool:
    """Put the job back with a delay, or give it up when its tries are used up or nothing can help it.

    `soon` is for what says nothing about the job itself (the machine was busy): the shortest delay, each time.
    """
    retry = RETRIES.get(job.kind, OTHERS)
    if for_good or (retry.tries is not None and job.tries >= retry.tries):
        return _write(job, state="failed", done_at=clock(), lease_until=None, error=error)
    later = clock() + retry.delay(1 if soon else job.tries)
    return _write(job, state="queued", run_after=later, lease_until=None, error=error)


def hurry(kind: str) -> int:
    """Let the waiting jobs of a kind be tried now (something they waited for may have come). Returns how many."""
    now = clock()
    waiting = update(Job).where(Job.kind == kind, Job.state == "queued", Job.run_after > now)
    with writing():
        return db.session.execute(waiting.values(run_after=now)).rowcount


def forget_done() -> int:
    """Delete the rows of work done long ago. Returns how many."""
    old = delete(Job).where(Job.state == "done", Job.done_at < clock() - KEPT_DONE)
    with writing():
        return db.session.execute(old).rowcount
