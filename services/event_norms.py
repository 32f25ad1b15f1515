"""Spending norms and confirmed thresholds of events: what ships, with what this installation has set beside it."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import reference
from extensions import db
from models import Setting
from models.types import canonical
from rules.event_norms import NormTable
from rules.events import wired
from rules.ruleset import RuleSet
from services import remembered

#: The setting: {"province": code, "locality": code, "norms": [rows], "rules": [rows]}, days as ISO text.
SETTING = "events"

_DAYS = ("effective_from", "effective_to", "confirmed_on")


def _said() -> Mapping[str, Any]:
    return remembered.once("norms of events", _setting)


def _setting() -> Mapping[str, Any]:
    row = db.session.get(Setting, SETTING)
    return row.value if row is not None and isinstance(row.value, Mapping) else {}


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(row[name]) for name in _DAYS if isinstance(row.get(name), str)}
    return {**row, **days}


def province() -> str:
    """Return the code under which this installation keeps its province's norms, "" where none is set."""
    return str(_said().get("province", ""))


def locality() -> str:
    """Return where events are held as a rule (city, district, commune), "" where none is set."""
    return str(_said().get("locality", ""))


def table() -> NormTable:
    """Return all spending norms: those that ship and the rows of this installation."""
    return _table(canonical(_said().get("norms", ())))


@functools.lru_cache(maxsize=4)
def _table(local: str) -> NormTable:
    return NormTable.from_dict(_data("norms"), [_dated(row) for row in json.loads(local)])


@functools.cache
def _data(name: str) -> dict[str, Any]:
    """Return a file that ships, read once; what is made of it is shared and never changed."""
    return reference.load(f"events/{name}.toml")


def ruleset(on: date) -> RuleSet:
    """Return the rules of events that hold on a day, with what this installation has confirmed."""
    return _ruleset(on, canonical(_said().get("rules", ())))


@functools.lru_cache(maxsize=64)
def _ruleset(on: date, local: str) -> RuleSet:
    return RuleSet.from_dict(_data("rules"), on, [_dated(row) for row in json.loads(local)])


def stage(name: str) -> tuple[str, ...]:
    """Return the ids of the rules that run at a stage (reference/events/procedures.toml)."""
    return wired(_data("procedures"), name)


def items() -> list[tuple[str, str]]:
    """Return (code, title) of the kinds of line that have norms."""
    return [(one.code, one.title) for one in table().items.values()]


def setting(
    province: str, locality: str, norms: list[dict[str, Any]], rules: list[dict[str, Any]]
) -> Setting:
    """Return the setting's row; days of the rows are written as ISO text."""

    def plain(row: Mapping[str, Any]) -> dict[str, Any]:
        return {key: one.isoformat() if isinstance(one, date) else one for key, one in row.items()}

    value = {
        "province": province,
        "locality": locality,
        "norms": [plain(row) for row in norms],
        "rules": [plain(row) for row in rules],
    }
    return Setting(key=SETTING, value=value)
