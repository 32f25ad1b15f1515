"""The bell: wakes sleeping workers of this machine after a commit. It may be lost at any time; they also look.

Each worker listens on a named pipe of its own under instance/bells; ringing writes one byte into each.
"""

from __future__ import annotations

import errno
import os
import select
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def ring(folder: Path) -> None:
    """Wake every worker that listens in the folder; remove pipes that nobody listens on any more."""
    if not folder.is_dir():
        return
    for path in folder.glob("worker-*"):
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno == errno.ENXIO:
                path.unlink(missing_ok=True)
            continue
        try:
            os.write(descriptor, b"!")
        except BlockingIOError:
            continue  # the pipe is full of rings: it will wake
        finally:
            os.close(descriptor)


@contextmanager
def listening(folder: Path) -> Iterator[int | None]:
    """Yield the descriptor of an own pipe, or None where the file system has no pipes (then one only looks)."""
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".new-{os.getpid()}-{os.urandom(4).hex()}"
    path = folder / new.name.replace(".new", "worker")
    try:
        os.mkfifo(new, 0o600)
    except OSError:
        yield None
        return
    # Open before it gets its name: whoever rings a pipe without a reader removes it.
    descriptor = os.open(new, os.O_RDWR | os.O_NONBLOCK)
    new.rename(path)
    try:
        yield descriptor
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def wait(descriptor: int | None, seconds: float, lifeline: int | None = None) -> bool:
    """Sleep until the bell rings or the time is over; False when `lifeline` (a pipe from the parent) has ended."""
    watched = [fd for fd in (descriptor, lifeline) if fd is not None]
    ready, _, _ = select.select(watched, [], [], seconds)
    if descriptor in ready:
        os.read(descriptor, 65536)
    return lifeline is None or lifeline not in ready or os.read(lifeline, 1) != b""
