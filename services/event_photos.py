"""Photos of an event's news as papers hold them: small, upright, without what the camera wrote beside them."""

from __future__ import annotations

import base64
import functools
from collections.abc import Iterable

from documents import pictures
from documents.errors import ValuesRefused
from services import files
from services.cases import Attached

PURPOSE = "photo"


@functools.lru_cache(maxsize=64)
def _small(sha256: str) -> str:
    return base64.b64encode(pictures.scaled(files.read(sha256))).decode("ascii")


def printed(attached: Iterable[Attached], key: str) -> str | None:
    """Return the photo with this key (the id of its file) in base64, None for one that no paper can hold (HEIC)."""
    sha256 = next((one.sha256 for one in attached if str(one.id) == key and one.purpose == PURPOSE), None)
    if sha256 is None:
        return None
    try:
        return _small(sha256)
    except ValuesRefused:
        return None
