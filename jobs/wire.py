"""How the pool and a render process talk: one header of JSON, then the bytes of the files it names.

JSON and raw bytes, never pickle: what lays out the text of users is not to be trusted with more.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

_LENGTH = struct.Struct(">Q")


def send(channel: socket.socket, header: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> None:
    """Write a message; the channel's timeout holds for the whole."""
    files = files or {}
    whole = {**header, "files": {name: len(content) for name, content in files.items()}}
    text = json.dumps(whole, ensure_ascii=False).encode("utf-8")
    channel.sendall(b"".join([_LENGTH.pack(len(text)), text, *files.values()]))


def receive(channel: socket.socket, deadline: float | None = None) -> dict[str, Any]:
    """Read a message; `files` holds the bytes by name. Errors: `EOFError`, `TimeoutError` after the deadline.

    `deadline` is in seconds of `time.monotonic()`; None waits for ever.
    """
    (length,) = _LENGTH.unpack(_exactly(channel, _LENGTH.size, deadline))
    message = json.loads(_exactly(channel, length, deadline))
    message["files"] = {name: _exactly(channel, size, deadline) for name, size in message["files"].items()}
    return message


def _exactly(channel: socket.socket, count: int, deadline: float | None) -> bytes:
    read = bytearray()
    while len(read) < count:
        channel.settimeout(None if deadline is None else left(deadline))
        piece = channel.recv(min(count - len(read), 1 << 20))
        if not piece:
            raise EOFError
        read += piece
    return bytes(read)


def left(deadline: float) -> float:
    """Return the seconds until the deadline. Errors: `TimeoutError` when it has passed."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
