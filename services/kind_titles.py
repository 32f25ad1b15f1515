"""What the kinds of paper are called, read from their manifests alone.

Loading a kind checks its template and its schema, which takes seconds for all of them; lists and the search, which are
written inside transactions, want the title only.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from services import preparing


@functools.lru_cache(maxsize=4)
def _read(folder: Path) -> dict[str, str]:
    found = folder.glob("[a-z]*/manifest.toml")
    return {one.parent.name: tomllib.loads(one.read_text(encoding="utf-8"))["title"] for one in found}


def title_of(kind: str) -> str:
    """Return the title of a kind of paper; the word itself where it is none (old registers name kinds freely)."""
    return _read(preparing.templates_folder()).get(kind, kind)
