"""The outbox: what must happen outside after a commit leaves as a job row, written by the command itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from extensions import clock
from models import Job
from services.inserting import insert_if_absent
from services.transaction import ring_after


def add(kind: str, payload: Any, *, key: str | None = None, run_after: datetime | None = None) -> bool:
    """Leave a job inside the running command; the workers hear of it once the command has committed.

    `key` names the work: a second job of the same key is not written (False is returned). `run_after` is an
    aware instant before which nobody starts.
    """
    now = clock()
    written = insert_if_absent(
        Job, kind=kind, key=key, payload=payload, state="queued", run_after=run_after or now, created_at=now
    )
    ring_after(kind)
    return written
