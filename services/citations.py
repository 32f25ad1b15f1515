"""Acts that papers cite as grounds: which are not in force on the paper's day, and what stands in their place."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import reference
from rules import bases
from rules.bases import Act
from rules.finding import Finding

NAME = "bases"  # the grounds of a paper, in values; answers also have extra_bases, typed line by line


@functools.lru_cache(maxsize=1)
def acts() -> Mapping[str, Act]:
    """Return the dated list of acts that ships, by code."""
    return bases.read(reference.load("legal_bases.toml"))


def of_answers(answers: Mapping[str, Any], on: date) -> list[Finding]:
    """Return a warning for each act that the answers cite and that does not hold on the day."""
    return bases.findings(acts(), dict(_grounds(answers)), on)


def of_values(parts: Iterable[Mapping[str, Any]], on: date) -> list[Finding]:
    """Return the same for the values of a paper's parts, each act once."""
    found = {one.params["act"]: one for values in parts for one in of_answers(values, on)}
    return list(found.values())


def renewed(text: str, on: date) -> str:
    """Return typed grounds, line by line, with those that have ended replaced by their successors' lines."""
    return "\n".join(bases.renewed(acts(), line, on) for line in text.split("\n"))


def _grounds(node: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every field whose name ends in "bases": a list of codes or lines, or a text of lines."""
    if not isinstance(node, Mapping):
        return
    for name, below in node.items():
        place = f"{path}.{name}" if path else str(name)
        if not str(name).endswith(NAME):
            yield from _grounds(below, place)
        elif isinstance(below, str):
            yield place, below.split("\n")
        elif isinstance(below, list):
            yield place, [line for line in below if isinstance(line, str)]
