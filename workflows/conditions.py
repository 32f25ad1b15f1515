"""``when``: the closed vocabulary by which answers choose the steps of a chain. All conditions must hold."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .errors import AnswerMissing

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda answer, value: answer == value,
    "ne": lambda answer, value: answer != value,
    "in": lambda answer, value: answer in value,
    "gt": lambda answer, value: answer > value,
    "ge": lambda answer, value: answer >= value,
    "lt": lambda answer, value: answer < value,
    "le": lambda answer, value: answer <= value,
}
ORDERED = frozenset({"gt", "ge", "lt", "le"})

#: Types of answers a chain may ask for: type name -> Python type (money, points and counts are integers).
TYPES: dict[str, type] = {"text": str, "number": int, "flag": bool}


@dataclass(frozen=True)
class Condition:
    """``field operator value``, e.g. ``amount gt 50000000``."""

    field: str
    operator: str
    value: Any


def is_of_type(value: Any, kind: str) -> bool:
    """Whether a value is of a type of ``TYPES``; True is no number."""
    return type(value) is TYPES[kind]


def holds(conditions: Sequence[Condition], answers: Mapping[str, Any]) -> bool:
    """Whether all conditions hold; raises AnswerMissing for one not there or of another type."""
    for condition in conditions:
        sample = condition.value[0] if condition.operator == "in" else condition.value
        if type(answers.get(condition.field)) is not type(sample):
            raise AnswerMissing(condition.field)
        if not OPERATORS[condition.operator](answers[condition.field], condition.value):
            return False
    return True


def may_hold(conditions: Sequence[Condition], answers: Mapping[str, Any]) -> bool:
    """False only when an answer that is there already excludes the step."""
    known = [c for c in conditions if answers.get(c.field) is not None]
    return holds(known, answers)


#: type -> the answers worth trying, given the values that conditions name.
CANDIDATES: dict[str, Callable[[list[Any]], list[Any]]] = {
    "number": lambda named: [value + near for value in named for near in (-1, 0, 1)],
    "flag": lambda named: [True, False],
    "text": lambda named: [*named, "".join(named) + "?"],
}


def contradiction(conditions: Sequence[Condition], kinds: Mapping[str, str]) -> str | None:
    """The field on which no answer can meet all conditions, or None.

    Tries every value at which a condition can change its mind: the values named, for numbers their neighbours
    too, for flags both, for texts one that nobody named.
    """
    for name in {c.field for c in conditions}:
        mine = [c for c in conditions if c.field == name]
        named = [v for c in mine for v in (c.value if c.operator == "in" else [c.value])]
        candidates = CANDIDATES[kinds[name]](named)
        if not any(holds(mine, {name: candidate}) for candidate in candidates):
            return name
    return None


def uncovered(whens: Sequence[Sequence[Condition]], kinds: Mapping[str, str]) -> dict[str, Any] | None:
    """Answers that meet none of several lists of conditions, or None when every dossier meets at least one.

    Tries every combination of the answers at which a condition can change its mind; an empty list is always met.
    """
    if not all(whens):
        return None
    conditions = [condition for when in whens for condition in when]
    named = {
        name: [
            value
            for c in conditions
            if c.field == name
            for value in (c.value if c.operator == "in" else [c.value])
        ]
        for name in sorted({c.field for c in conditions})
    }
    tried = [CANDIDATES[kinds[name]](values) for name, values in named.items()]
    for values in itertools.product(*tried):
        answers = dict(zip(named, values, strict=True))
        if not any(holds(when, answers) for when in whens):
            return answers
    return None
