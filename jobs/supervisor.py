"""Worker processes beside the web process: started, started again when they end, and gone when their parent is.

Each worker holds the reading end of a pipe whose other end is here. When this process ends, however it ends, the
pipe closes and the worker leaves after the job in hand.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
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


class _Worker:
    """One place for a worker process: who has it, and when it may be given to the next."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._settings, self._delay = settings, 0.0
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "flask", "--app", "app", "worker", "--one"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self._settings, stdin=subprocess.PIPE)
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
    """`count` worker processes of an application, kept running until `close`."""

    def __init__(self, settings: Mapping[str, str], count: int) -> None:
        self._environment, self._count = dict(settings), count
        self._workers: list[_Worker] = []
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="workers", daemon=True)

    def start(self) -> None:
        """Start the workers and watch them."""
        self._workers = [_Worker(self._environment) for _ in range(self._count)]
        self._watcher.start()

    def _watch(self) -> None:
        while not self._closing.wait(LOOK_SECONDS):
            for worker in self._workers:
                worker.look()

    def processes(self) -> list[int]:
        """Return the process ids of the workers."""
        return [worker.process.pid for worker in self._workers]

    def close(self) -> None:
        """Let the workers finish the job in hand and leave; end those that do not."""
        self._closing.set()
        self._watcher.join()
        for worker in self._workers:
            worker.ask_to_leave()
        for worker in self._workers:
            worker.wait()
        self._workers = []


@contextmanager
def beside(app: Flask) -> Iterator[Supervisor]:
    """Run the application's workers (setting WORKERS) beside the block; render processes are started warm."""
    with app.app_context():
        preparing.catalogue()  # a fault in an office's own kinds of paper is told before anything starts
    supervisor = Supervisor(environment(app), app.config["WORKERS"])
    supervisor.start()
    renderers = render_pool(app)
    renderers.start()
    try:
        yield supervisor
    finally:
        renderers.close()
        supervisor.close()
