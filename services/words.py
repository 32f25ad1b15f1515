"""Titles of roles and kinds of unit, from the vocabulary that ships."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import reference


@functools.cache
def _words(table: str) -> Mapping[str, str]:
    """Return a table of the vocabulary, read once: what ships does not change while we run."""
    return reference.load("vocabulary.toml")[table]


def role_title(role: str | None) -> str:
    """Return what pages call a role; the empty text for the machine."""
    return _words("roles").get(role or "", "")


def unit_kind_title(kind: str) -> str:
    """Return what pages call a kind of unit."""
    return _words("unit_kinds").get(kind, kind)


def role_order(role: str) -> int:
    """Return the place of a role among the offices of a unit; roles that nobody knows come last."""
    known = list(_words("roles"))
    return known.index(role) if role in known else len(known)


def inside(title: str) -> str:
    """Return a title as it stands inside a sentence: its first letter small, names in it as they are."""
    return title[:1].lower() + title[1:]
