"""One command = one transaction, opened for writing before anything is read.

SQLite: a transaction that reads first and writes later fails at once when somebody wrote between, whatever the
timeout; therefore a command ends the request's read transaction and opens an IMMEDIATE one. SQLite's own
waiting sleeps and polls, so writers queue at a thread lock and a file lock instead, where they wake at once.
"""

from __future__ import annotations

import fcntl
import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import ParamSpec, TypeVar

from flask import current_app, g

from extensions import db, ports
from services import remembered

P = ParamSpec("P")
R = TypeVar("R")

_thread_lock = threading.Lock()


@contextmanager
def _one_writer() -> Iterator[None]:
    """Hold the writers' lock of this database (SQLite only)."""
    path = Path(current_app.config["INSTANCE"]) / "write.lock"
    with _thread_lock, path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def writing() -> Iterator[None]:
    """Open the write transaction, commit at the end, roll back on any error, ring the bells afterwards.

    Nested use joins the outer transaction, so that one command may call another's body.
    """
    if g.get("in_command"):
        yield
        return
    g.in_command, g.bells = True, set()
    sqlite = db.engine.dialect.name == "sqlite"
    try:
        with _one_writer() if sqlite else nullcontext():
            db.session.rollback()
            db.session.connection(execution_options={"immediate": True} if sqlite else {})
            try:
                yield
                db.session.commit()
            except BaseException:
                db.session.rollback()
                raise
        bells = set(g.bells)
    finally:
        g.in_command, g.bells = False, set()
        remembered.forget()
    for kind in sorted(bells):
        ports.ring(kind)


def ring_after(kind: str) -> None:
    """Wake the workers of `kind` once the running command has committed."""
    g.bells.add(kind)


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Run a service function as one transaction (see `writing`). Return ids, never rows."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with writing():
            return function(*args, **kwargs)

    return run
