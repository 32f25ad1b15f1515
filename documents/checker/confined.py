"""A process that reads a stranger's file takes all it does not need from itself first: time, memory, disk, network.

Nothing of this can be given back, so it is for a process of its own (`python -m documents.checker`).
"""

import contextlib
import ctypes
import resource
import sys

CPU_SECONDS = 20
MEMORY = 1 << 30  # bytes of address space; a paper of 300 pages needs a third of it
OPEN_FILES = 64
_NEW_NETWORK, _NEW_USERS = 0x40000000, 0x10000000
_CLOSED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "urllib.",
    "ftplib.",
    "http.",
)


def confine() -> None:
    """Limit this process for good: CPU, memory, no file written, no program started, no network."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))
    _leave_network()
    sys.addaudithook(_refuse)


def _leave_network() -> None:
    """Move to an empty network where the kernel lets us; the audit hook closes the same door in Python."""
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        if library.unshare(_NEW_NETWORK) != 0:
            library.unshare(_NEW_NETWORK | _NEW_USERS)


def _refuse(event: str, arguments: tuple) -> None:
    if event.startswith(_CLOSED):
        raise PermissionError(f"{event} is closed to this process")
