"""The product as people run it: a process of its own, with its workers, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import Database
from tests.support.mail import Mailbox


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`python app.py` on one database. The log stands beside the database, in server.log."""

    def __init__(self, root: Path, database: Database, settings: dict[str, Any]) -> None:
        self.root, self.database, self.settings = root, database, settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = database.instance / "server.log"
        self.environment: dict[str, str] = {}
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it and wait until /healthz answers."""
        own = {key: value for key, value in os.environ.items() if not key.startswith("TRINHKY_")}
        wanted = {**self.database.settings(), **self.settings}
        own |= {f"TRINHKY_{key}": str(value) for key, value in wanted.items()}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "app.py"],
                cwd=self.root,
                env={**own, "PORT": str(self.port), "HOST": "127.0.0.1", **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_healthy()

    def _wait_until_healthy(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        pytest.fail(f"the server does not answer; its log ends:\n{self.log_tail()}")

    def log_tail(self, letters: int = 4000) -> str:
        """Return the end of the log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-letters:]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server and everything it started: SIGTERM asks, SIGKILL does not."""
        if self.process is None:
            return
        self._signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.process.wait(20)
        self._signal(signal.SIGKILL)
        self.process = None

    def _signal(self, how: signal.Signals) -> None:
        try:
            os.killpg(self.process.pid, how)
        except ProcessLookupError:
            return


@contextmanager
def served(root: Path, database: Database, **settings: Any) -> Iterator[Server]:
    """Run the product on a database; stop it afterwards."""
    server = Server(root, database, settings)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def serve(root: Path) -> Iterator[Callable[..., Server]]:
    """Return a function: database, settings → running server; all are stopped at the end."""
    with ExitStack() as stack:

        def start(database: Database, **settings: Any) -> Server:
            return stack.enter_context(served(root, database, **settings))

        yield start


@pytest.fixture
def live_server(serve: Callable[..., Server], demo_database: Database, smtp: Mailbox) -> Server:
    """Return the product with the demonstration province, its mail going to `smtp`."""
    return serve(demo_database, **smtp.settings())


@pytest.fixture
def empty_server(serve: Callable[..., Server], database: Database, smtp: Mailbox) -> Server:
    """Return the product as on its first day: no unit, no account."""
    return serve(database, **smtp.settings())
