"""Files by their hash: instance/files/ab/<sha256>. Written beside, synced, renamed: whole or not there."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app

from extensions import clock, db
from models import StoredFile
from services.errors import NotFound


def _folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "files"


def path_of(sha256: str) -> Path:
    """Return where the bytes of this hash lie (64 hex digits; anything else is `NotFound`)."""
    if len(sha256) != 64 or not all(c in "0123456789abcdef" for c in sha256):
        raise NotFound
    return _folder() / sha256[:2] / sha256


def keep(content: bytes) -> str:
    """Store bytes and return their SHA-256. Safe to repeat; does not touch the database."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
    return sha256


def register(sha256: str, media_type: str) -> None:
    """Write the row of a stored file inside the running command, once."""
    if db.session.get(StoredFile, sha256) is None:
        size = path_of(sha256).stat().st_size
        db.session.add(StoredFile(sha256=sha256, size=size, media_type=media_type, created_at=clock()))
        db.session.flush()


def read(sha256: str) -> bytes:
    """Return the bytes, checked against their hash. Errors: `NotFound` when missing or damaged."""
    path = path_of(sha256)
    if not path.exists():
        raise NotFound
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotFound("Tệp trong kho không còn khớp mã băm của nó.")
    return content


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file on the disk, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def size_of(sha256: str) -> int:
    """Return the length in bytes of a stored file."""
    return path_of(sha256).stat().st_size


def media_type(sha256: str) -> str:
    """Return the media type noted for a stored file. Errors: `NotFound`."""
    row = db.session.get(StoredFile, sha256)
    if row is None:
        raise NotFound
    return row.media_type
