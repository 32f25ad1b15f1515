"""«Từ sự kiện năm trước»: a draft for this year from the answers of last year's event.

What is emptied, counted on and rechecked is data (`reference/events/renewal.toml`), because the form's answers are a
JSON document: paths are names joined by dots, `*` for every row of a list or of a table of rows.
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.bases import Act, Outdated, outdated
from rules.errors import RuleDataError
from vietnamese.words import in_words


@dataclass(frozen=True)
class Shape:
    """Paths of the answers: emptied, counted on by one, texts that name year or ordinal, and the list of grounds."""

    empty: tuple[str, ...]
    ordinal: str
    texts: tuple[str, ...]
    grounds: str

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Shape":
        """Read `{"empty": […], "ordinal": path, "texts": […], "grounds": path}`; RuleDataError when malformed."""
        for name in ("empty", "texts"):
            value = data.get(name)
            if not isinstance(value, list) or not all(isinstance(path, str) and path for path in value):
                raise RuleDataError(name, "a list of paths is expected")
        for name in ("ordinal", "grounds"):
            if not isinstance(data.get(name), str):
                raise RuleDataError(name, "a path is expected")
        return cls(tuple(data["empty"]), data["ordinal"], tuple(data["texts"]), data["grounds"])


@dataclass(frozen=True)
class Renewed:
    """The new answers, the paths that were emptied or changed, and the grounds that do not hold any more.

    An outdated ground stays in the answers where it was: the form shows it with its successor and asks.
    """

    answers: dict[str, Any]
    emptied: tuple[str, ...]
    changed: tuple[str, ...]
    outdated: tuple[Outdated, ...]


def renewed(
    answers: Mapping[str, Any], shape: Shape, acts: Mapping[str, Act], *, year: int, new_year: int, on: date
) -> Renewed:
    """This year's draft from the answers of `year`; `on`: the day for which the grounds are checked.

    Emptied values become None, the ordinal is counted on by one where there is one, and named texts say the new year
    for the old and the new ordinal for the old («lần thứ hai», «lần 2»).
    """
    made: dict[str, Any] = deepcopy(dict(answers))
    emptied: list[str] = []
    changed: list[str] = []
    for path in shape.empty:
        _change(made, path.split("."), "", lambda value: None, emptied)
    before = _found(made, shape.ordinal)
    if isinstance(before, int) and not isinstance(before, bool):
        _change(made, shape.ordinal.split("."), "", lambda value: value + 1, changed)
    else:
        before = None
    for path in shape.texts:
        _change(made, path.split("."), "", lambda value: _retold(value, year, new_year, before), changed)
    grounds = _found(made, shape.grounds)
    lines = [line if isinstance(line, str) else "" for line in grounds] if isinstance(grounds, list) else []
    return Renewed(made, tuple(emptied), tuple(changed), tuple(outdated(acts, lines, on)))


def _change(node: Any, steps: list[str], trail: str, make: Callable[[Any], Any], paths: list[str]) -> None:
    """Replace every value that the path leads to; values that stay as they are are not noted."""
    step, rest = steps[0], steps[1:]
    for key in _keys(node, step):
        here = f"{trail}.{key}" if trail else str(key)
        if rest:
            _change(node[key], rest, here, make, paths)
            continue
        value = make(node[key])
        if value != node[key]:
            node[key] = value
            paths.append(here)


def _keys(node: Any, step: str) -> list[Any]:
    if isinstance(node, dict):
        return list(node) if step == "*" else [step] if step in node else []
    if isinstance(node, list) and step == "*":
        return list(range(len(node)))
    return []


def _found(node: Any, path: str) -> Any:
    for step in path.split("."):
        if not isinstance(node, dict):
            return None
        node = node.get(step)
    return node


def _retold(value: Any, year: int, new_year: int, ordinal: int | None) -> Any:
    if not isinstance(value, str):
        return value
    # Years of a number of a paper (12/2024) and of a term or school year (2023–2028) are not the event's.
    alone = rf"(?<![0-9/\-–]){year}(?![0-9]|\s?[\-–]\s?[0-9])"
    said = re.sub(alone, str(new_year), value)
    if ordinal is None:
        return said
    said = re.sub(
        rf"\b(lần\s+(?:thứ\s+)?)0?{ordinal}\b(?!/)", rf"\g<1>{ordinal + 1}", said, flags=re.IGNORECASE
    )
    old, new = _ordinal_word(ordinal), _ordinal_word(ordinal + 1)
    return re.sub(rf"\b(lần\s+thứ\s+){old}\b", rf"\g<1>{new}", said, flags=re.IGNORECASE)


def _ordinal_word(number: int) -> str:
    """An ordinal as «lần thứ …» spells it: nhất for the first, tư for the fourth."""
    return {1: "nhất", 4: "tư"}.get(number) or in_words(number)
