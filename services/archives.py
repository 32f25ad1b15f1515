"""ZIP archives sent while they are read from disk: memory holds one file at a time."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from extensions import ZONE


class _Pipe:
    """What the archive writes to: it cannot be rewound, and is emptied after each file."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing waits."""

    def emptied(self) -> bytes:
        """Return what was written since the last time."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def streamed(members: Iterable[tuple[str, Path | bytes]], at: datetime) -> Iterator[bytes]:
    """Yield a ZIP of (name inside, path or bytes) with names in UTF-8; files are packed already and only stored."""
    pipe = _Pipe()
    moment = at.astimezone(ZONE).timetuple()[:6]
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, moment)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content if isinstance(content, bytes) else content.read_bytes())
            yield pipe.emptied()
    yield pipe.emptied()
