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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask

from jobs import render_pool
from jobs.pool import ROOT

LOOK_SECONDS = 0.5
LEAVE_SECONDS = 20

# Settings of this application that the worker would not find by itself; passwords go the same way as they came.
PASSED_ON = (
    "INSTANCE",
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


def _plain(value: Any) -> Any:
    return value.total_seconds() if isinstance(value, timedelta) else value


def environment(app: Flask) -> dict[str, str]:
    """Return the environment of a worker that has the same settings as `app`."""
    passed = {key: _plain(app.config[key]) for key in PASSED_ON if app.config.get(key) is not None}
    return {**os.environ, **{f"TRINHKY_{key}": json.dumps(value) for key, value in passed.items()}}


class Supervisor:
    """`count` worker processes of an application, kept running until `close`."""

    def __init__(self, settings: Mapping[str, str], count: int) -> None:
        self._environment, self._count = dict(settings), count
        self._workers: list[subprocess.Popen[bytes]] = []
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="workers", daemon=True)

    def start(self) -> None:
        """Start the workers and watch them."""
        self._workers = [self._new() for _ in range(self._count)]
        self._watcher.start()

    def _new(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flask", "--app", "app", "worker", "--one"]
        return subprocess.Popen(command, cwd=ROOT, env=self._environment, stdin=subprocess.PIPE)

    def _watch(self) -> None:
        while not self._closing.wait(LOOK_SECONDS):
            for place, worker in enumerate(self._workers):
                if worker.poll() is not None:
                    worker.stdin.close()
                    self._workers[place] = self._new()

    def processes(self) -> list[int]:
        """Return the process ids of the workers."""
        return [worker.pid for worker in self._workers]

    def close(self) -> None:
        """Let the workers finish the job in hand and leave; end those that do not."""
        self._closing.set()
        self._watcher.join()
        for worker in self._workers:
            worker.send_signal(signal.SIGTERM)
            worker.stdin.close()
        for worker in self._workers:
            try:
                worker.wait(LEAVE_SECONDS)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        self._workers = []


@contextmanager
def beside(app: Flask) -> Iterator[Supervisor]:
    """Run the application's workers (setting WORKERS) beside the block; render processes are started warm."""
    supervisor = Supervisor(environment(app), app.config["WORKERS"])
    supervisor.start()
    renderers = render_pool(app)
    renderers.start()
    try:
        yield supervisor
    finally:
        renderers.close()
        supervisor.close()
