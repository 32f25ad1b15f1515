"""Papers of the demonstration: laid out with patience, numbered, their files made at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import update

from extensions import clock, db
from models import Job
from services import issuing
from services.errors import Busy, NotMade, Refused
from services.issue_pages import IssuePage
from services.transaction import command

T = TypeVar("T")

# A render process that starts on a slow machine needs longer than a page may wait.
PATIENCE_TRIES = 12
PATIENCE_SECONDS = 120


def issue(lay_out: Callable[[], IssuePage], number: Callable[..., int], once: str) -> int:
    """Lay a paper out, number it as of today and make its files; returns its id. Errors: `Refused` for a fault."""
    page = patiently(lay_out)
    paper_id = number(once=once, dated_on=None, reason="", seen_hash=_faultless(page))
    _finish(paper_id)
    return paper_id


def patiently(lay_out: Callable[[], T]) -> T:
    """Ask again while the render processes are still starting. Errors: `Busy` when they never come."""
    for _try in range(PATIENCE_TRIES - 1):
        try:
            return lay_out()
        except Busy:
            continue
    return lay_out()


def _faultless(page: IssuePage) -> str:
    if page.prepared.faults:
        raise Refused(
            "Văn bản mẫu “%(title)s” chưa đúng thể thức.", list(page.prepared.faults), title=page.title
        )
    return page.prepared.seen_hash


def _finish(paper_id: int) -> None:
    """Make the files at once; where that cannot be done here the paper stays numbered, and its job waits."""
    try:
        issuing.complete(paper_id, timeout=PATIENCE_SECONDS)
    except (NotMade, Busy):
        return
    work_done(f"paper:{paper_id}")


@command
def work_done(key: str) -> None:
    """Mark a job as done: what it was for has been made already."""
    done: dict[str, Any] = {"state": "done", "done_at": clock()}
    db.session.execute(update(Job).where(Job.key == key).values(**done))
