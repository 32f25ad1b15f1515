"""The pool of render processes: a few single-threaded ones with warm fonts and styles; web threads only wait.

Each is a program of its own (`python -m jobs.render`), started, not forked: nothing of a threaded web server is
carried over. A process that dies is replaced and its request asked once more; one that takes too long is ended.
"""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jobs import wire
from jobs.errors import PoolBusy, RendererDied, RenderFailed
from services.errors import Refused

# Memory that the layout library does not give back is given back by ending the process (performance.md §2).
RECYCLE_AFTER = 500

# How long a process may take to load its fonts and styles, on a slow machine under load.
WARM_SECONDS = 120

ROOT = Path(__file__).resolve().parent.parent


class _Died(Exception):
    """The process ended without an answer."""


class _NotAsked(Exception):
    """The time was over while the process still loaded its fonts and styles; it did nothing wrong."""


class _Child:
    """One render process and the socket to it. The first thing it says is that it is warm."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self.channel, theirs = socket.socketpair()
        # The layout library writes the fonts in use to files and forgets them when its process is killed.
        self._place = tempfile.TemporaryDirectory(prefix="trinhky-render-", ignore_cleanup_errors=True)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jobs.render", *arguments, self._place.name],
                cwd=ROOT,
                stdin=theirs,
                stdout=subprocess.DEVNULL,
            )
        self.served = 0
        self._warm = False
        self._started = time.monotonic()

    @property
    def usable(self) -> bool:
        """Alive, and warm or on the way to it."""
        late = not self._warm and time.monotonic() - self._started > WARM_SECONDS
        return self.process.poll() is None and not late

    def _await_warmth(self, deadline: float) -> None:
        if not self._warm:
            seconds = max(deadline - time.monotonic(), 0)
            if not select.select([self.channel], [], [], seconds)[0]:
                raise _NotAsked
            _judged(wire.receive(self.channel, time.monotonic() + WARM_SECONDS))
            self._warm = True
        if time.monotonic() >= deadline:
            raise _NotAsked

    def ask(self, request: Mapping[str, Any], deadline: float) -> dict[str, Any]:
        """Return the answer. Errors: `TimeoutError`, `_NotAsked`, `_Died`."""
        try:
            self._await_warmth(deadline)
            self.served += 1
            self.channel.settimeout(wire.left(deadline))
            wire.send(self.channel, request)
            return wire.receive(self.channel, deadline)
        except (EOFError, ConnectionError) as error:
            raise _Died from error

    def end(self) -> None:
        """End the process now; it holds nothing that could be lost."""
        self.process.kill()
        self.process.wait()
        self.channel.close()
        self._place.cleanup()


def _end_all(children: set[_Child]) -> None:
    while children:
        children.pop().end()


class Pool:
    """`size` render processes, started when first needed (or by `start`), shared by the threads of this process.

    They end with the pool: when it is closed or collected, when this process ends, and also when it is killed.
    """

    def __init__(self, size: int, templates: Path, profiles: Path, profile: str) -> None:
        self.size = size
        self._arguments = [str(templates), str(profiles), profile]
        self._reset()

    def _reset(self) -> None:
        self._owner = os.getpid()
        self._free: list[_Child] = []
        self._all: set[_Child] = set()
        self._line: deque[object] = deque()  # who waits, first come first served
        self._changed = threading.Condition()
        weakref.finalize(self, _end_all, self._all)

    def _new(self) -> _Child:
        child = _Child(self._arguments)
        self._all.add(child)
        return child

    def _drop(self, child: _Child) -> None:
        child.end()
        self._all.discard(child)

    def start(self) -> None:
        """Start all processes now, so that the first request finds them warm."""
        with self._changed:
            while len(self._all) < self.size:
                self._free.append(self._new())

    def processes(self) -> list[int]:
        """Return the process ids of the pool."""
        with self._changed:
            return [child.process.pid for child in self._all]

    def render(self, request: Mapping[str, Any], timeout: float) -> dict[str, Any]:
        """Return the finished files of one request, within `timeout` seconds.

        `request`: {kind, values, profile (code), formats, check (bool)}; may have mark ({code, address}) and
        settings ({place: value} of a unit in the profile).
        Answer: {files: {format: bytes}, faults: [checker.Fault.data()], template (version), profile_sha256,
        pdf_missing (reason or None)}. Errors:
        `PoolBusy`, `Refused` (findings: (JSON path, reason)), `RenderFailed`, `RendererDied`.
        """
        deadline = time.monotonic() + timeout
        for _ in range(2):
            try:
                return _judged(self._once(request, deadline))
            except _Died:
                continue
            except TimeoutError as error:
                raise PoolBusy(timeout) from error
        raise RendererDied

    def _once(self, request: Mapping[str, Any], deadline: float) -> dict[str, Any]:
        child = self._take(deadline)
        usable = False
        try:
            answer = child.ask(request, deadline)
            usable = child.served < RECYCLE_AFTER and "crash" not in answer
        except _NotAsked as error:
            # Ended now, its successor would be as cold, and a slow machine would never get one warm.
            usable = True
            raise TimeoutError from error
        finally:
            self._give_back(child, usable=usable)
        return answer

    def _take(self, deadline: float) -> _Child:
        if self._owner != os.getpid():
            self._reset()  # a forked web process must not share its parent's sockets
        with self._changed:
            self._stand_in_line(deadline)
            child = self._free.pop() if self._free else self._new()
            if not child.usable:
                self._drop(child)
                child = self._new()
            return child

    def _stand_in_line(self, deadline: float) -> None:
        """Return when a process is free and whoever came before has one; who asks again begins at the end."""
        place = object()
        self._line.append(place)
        try:
            while self._line[0] is not place or not (self._free or len(self._all) < self.size):
                self._changed.wait(wire.left(deadline))
        finally:
            self._line.remove(place)
            self._changed.notify_all()

    def _give_back(self, child: _Child, *, usable: bool) -> None:
        with self._changed:
            if not usable:
                self._drop(child)
                child = self._new()
            self._free.append(child)
            self._changed.notify_all()

    def close(self) -> None:
        """End the processes; a later request starts new ones."""
        with self._changed:
            self._free.clear()
            _end_all(self._all)


def _judged(answer: dict[str, Any]) -> dict[str, Any]:
    """Return a good answer; raise what a bad one says."""
    if "refused" in answer:
        findings = [tuple(problem) for problem in answer["refused"]]
        raise Refused("Văn bản thiếu hoặc sai số liệu, chưa dựng được.", findings)
    if "crash" in answer or "failed" in answer:
        raise RenderFailed(answer.get("crash") or answer["failed"])
    return answer
