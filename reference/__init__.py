"""Shipped, dated data with its legal basis (TOML and CSV), and the one door to it.

This package finds and parses files below its own folder and checks that they have the shape of a table; what
the values mean is the business of the room that receives them as plain data. It must not know rules, papers,
the database or the clock.
"""

import csv
import tomllib
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent


class ReferenceProblem(ValueError):
    """A shipped data file is missing, lies outside the folder, or is not what its name promises.

    `relative` is the path that was asked for, `reason` one English sentence for the person who edits the file.
    """

    def __init__(self, relative: str, reason: str) -> None:
        super().__init__(f"reference/{relative}: {reason}")
        self.relative = relative
        self.reason = reason


def path(relative: str) -> Path:
    """Absolute path of a shipped file such as `awards/rules.toml`; raises ReferenceProblem when it is not there."""
    found = (_ROOT / relative).resolve()
    if not found.is_relative_to(_ROOT):
        raise ReferenceProblem(relative, "the path leaves the folder of reference data")
    if not found.is_file():
        raise ReferenceProblem(relative, "there is no such file")
    return found


@lru_cache(maxsize=256)
def _parsed(relative: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path(relative).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ReferenceProblem(relative, f"not TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise ReferenceProblem(relative, f"not UTF-8: {error}") from error


def load(relative: str) -> dict[str, Any]:
    """Parsed TOML file as a dict of its own: read once per process, and what a caller changes stays with the caller."""
    if not relative.endswith(".toml"):
        raise ReferenceProblem(relative, "load() reads .toml files; use load_csv() for tables")
    return deepcopy(_parsed(relative))


@lru_cache(maxsize=64)
def _rows(relative: str) -> tuple[dict[str, str], ...]:
    try:
        text = path(relative).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReferenceProblem(relative, f"not UTF-8: {error}") from error
    reader = csv.DictReader(text.splitlines())
    if not reader.fieldnames or any(not name.strip() for name in reader.fieldnames):
        raise ReferenceProblem(relative, "the first line must name every column")
    rows = []
    for number, row in enumerate(reader, start=2):
        if None in row or None in row.values():
            raise ReferenceProblem(relative, f"line {number} has not {len(reader.fieldnames)} cells")
        rows.append(dict(row))
    return tuple(rows)


def load_csv(relative: str) -> list[dict[str, str]]:
    """Rows of a comma-separated table with a header line, as dicts of text; every row must be complete."""
    if not relative.endswith(".csv"):
        raise ReferenceProblem(relative, "load_csv() reads .csv files")
    return [dict(row) for row in _rows(relative)]
