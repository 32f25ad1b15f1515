"""Housekeeping of the workers: old job rows, laid-out drafts nobody numbered, leftovers of killed processes."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from jobs import queue
from services import preparing

KEEP_PREPARED = 7 * 24 * 3600
KEEP_LEFTOVERS = 3600


def when_due(app: Flask, due: float, every: float) -> float:
    """Tidy when the time has come (seconds of `time.monotonic()`); return the next time."""
    if time.monotonic() < due:
        return due
    with app.app_context():
        tidy(Path(app.config["INSTANCE"]))
    return time.monotonic() + every


def tidy(instance: Path) -> None:
    """Delete what is over: rows of work done long ago, drafts laid out and never numbered, half-written files."""
    queue.forget_done()
    for path in _older(preparing.folder().glob("*"), KEEP_PREPARED):
        shutil.rmtree(path, ignore_errors=True)
    for path in _older(preparing.folder().glob(".new-*"), KEEP_LEFTOVERS):
        shutil.rmtree(path, ignore_errors=True)
    for path in _older((instance / "files").glob("*/.new-*"), KEEP_LEFTOVERS):
        path.unlink(missing_ok=True)


def _older(paths: Iterator[Path], seconds: float) -> Iterator[Path]:
    now = time.time()
    for path in paths:
        try:
            age = now - path.stat().st_mtime
        except FileNotFoundError:
            continue  # another worker was quicker
        if age > seconds:
            yield path
