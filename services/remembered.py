"""What one page asks for many times is read once: kept while the page is made, forgotten when a command writes.

Nothing outlives a request: rights, offices and names are read anew for every page. Outside a page (a worker, a
command line) and inside a command nothing is kept at all, so that whoever writes sees what is written.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import g

T = TypeVar("T")


def begin() -> None:
    """Begin to keep what is read for this page."""
    g.remembered = {}


def forget() -> None:
    """Forget what was kept, and go on keeping: something was written."""
    if "remembered" in g:
        g.remembered = {}


def end() -> None:
    """Keep nothing any more: the page is made."""
    g.pop("remembered", None)


def once(key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` gives, asked once for a page and key. It must be plain, unchanging data, no rows."""
    kept = None if g.get("in_command") else g.get("remembered")
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    return kept[key]


def table(key: Hashable) -> dict[Any, Any]:
    """Return a table to fill with what was read row by row, the same one for a page; else an empty one."""
    return once(key, dict)
