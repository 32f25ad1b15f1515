"""Processes beside the first web process: workers, and other web processes that answer at the same door.

They are started, started again when they end, and gone when their parent is: each holds the reading end of a pipe
whose other end is here. When this process ends, however it ends, the pipe closes and they leave after what they have
in hand.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from flask import Flask

from jobs.pool import ROOT
from jobs.wiring import render_pool
from services import preparing

LOOK_SECONDS = 0.5
LEAVE_SECONDS = 20

# A worker that ends sooner than this has something wrong with its settings: the next one waits, ever longer.
HEALTHY_SECONDS = 10
LONGEST_DELAY = 30

# Settings of this application that the worker would not find by itself; passwords go the same way as they came.
PASSED_ON = (
    "SQLALCHEMY_DATABASE_URI",
    "SECRET_KEY",
    "PUBLIC_URL",
    "MAIL_SERVER",
    "MAIL_PORT",
    "MAIL_USERNAME",
    "MAIL_PASSWORD",
    "MAIL_USE_TLS",
    "MAIL_USE_SSL",
    "MAIL_DEFAULT_SENDER",
    "MAIL_TIMEOUT",
    "LEASE_SECONDS",
    "FORMAT_PROFILE",
    "DOC_TEMPLATES",
    "SQLITE_BUSY_TIMEOUT_MS",
)


def environment(app: Flask) -> dict[str, str]:
    """Return the environment of a worker that has the same settings as `app`."""
    passed = {key: app.config[key] for key in PASSED_ON if app.config.get(key) is not None}
    written = {f"TRINHKY_{key}": json.dumps(value) for key, value in passed.items()}
    return {
        **os.environ,
        **written,
        "TRINHKY_INSTANCE": app.config["INSTANCE"],
    }  # read before the others, as it is


class _Place:
    """One place for a process that runs a command of `flask`: who has it, and when it may be given to the next.

    `door` is the number of a listening socket that the process is handed, None for a worker.
    """

    def __init__(self, settings: Mapping[str, str], command: Sequence[str], door: int | None = None) -> None:
        self._settings, self._command, self._delay = settings, command, 0.0
        self._doors = () if door is None else (door,)
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "flask", "--app", "app", *self._command]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self._settings, stdin=subprocess.PIPE, pass_fds=self._doors
        )
        self._started, self._next = time.monotonic(), None

    def look(self) -> None:
        """Start another process where this one has ended: at once, or after a while if it has just begun."""
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if self._next is None:
            healthy = now - self._started > HEALTHY_SECONDS
            self._delay = 0.0 if healthy else min(self._delay * 2 or LOOK_SECONDS, LONGEST_DELAY)
            self._next = now + self._delay
        if now >= self._next:
            self.process.stdin.close()
            self._start()

    def ask_to_leave(self) -> None:
        """Let the process finish the job in hand."""
        self.process.send_signal(signal.SIGTERM)
        self.process.stdin.close()

    def wait(self) -> None:
        """Wait until it has left; end it when it does not."""
        try:
            self.process.wait(LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """`count` worker processes of an application, kept running until `close`; beside them `webs` web processes.

    The web processes answer at `door`, the number of a socket that listens already.
    """

    def __init__(
        self, settings: Mapping[str, str], count: int, webs: int = 0, door: int | None = None
    ) -> None:
        self._environment, self._count = dict(settings), count
        self._webs, self._door = webs, door
        self._places: list[_Place] = []
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="workers", daemon=True)

    def start(self) -> None:
        """Start the processes and watch them."""
        self._places = [_Place(self._environment, ("worker", "--one")) for _ in range(self._count)]
        for _web in range(self._webs):
            self._places.append(_Place(self._environment, ("web", "--door", str(self._door)), self._door))
        self._watcher.start()

    def _watch(self) -> None:
        while not self._closing.wait(LOOK_SECONDS):
            for place in self._places:
                place.look()

    def processes(self) -> list[int]:
        """Return the process ids: the workers first, then the web processes."""
        return [place.process.pid for place in self._places]

    def close(self) -> None:
        """Let the processes finish what they have in hand and leave; end those that do not."""
        self._closing.set()
        self._watcher.join()
        for place in self._places:
            place.ask_to_leave()
        for place in self._places:
            place.wait()
        self._places = []


@contextmanager
def beside(app: Flask, door: int | None = None) -> Iterator[Supervisor]:
    """Run the application's workers (setting WORKERS) beside the block; render processes are started warm.

    With a `door` (the number of a listening socket) the other web processes of the setting WEB_PROCESSES run too;
    the block itself is the first.
    """
    with app.app_context():
        preparing.catalogue()  # a fault in an office's own kinds of paper is told before anything starts
    webs = 0 if door is None else app.config["WEB_PROCESSES"] - 1
    supervisor = Supervisor(environment(app), app.config["WORKERS"], webs, door)
    supervisor.start()
    renderers = render_pool(app)
    renderers.start()
    try:
        yield supervisor
    finally:
        renderers.close()
        supervisor.close()
