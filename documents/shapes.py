"""What is made once from a kind's schema: a quick yes or no to values, and the values with what was left out.

Whoever is told no asks the validator why. The quick check knows exactly the keywords that schemas of
kinds use. A schema with any other keyword has none.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]
MANY = 16  # items from which on a list is checked by columns

_KINDS = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "object": (dict,),
          "array": (list,), "null": (type(None),)}  # fmt: skip
_SILENT = frozenset({"title", "description", "default", "examples", "x-reason", "$defs", "required"})


class UnknownKeyword(ValueError):
    """The schema says something that the quick check does not know."""


def quick(schema: Mapping, formats: Mapping[str, Check]) -> Check | None:
    """The quick check of a self-contained schema; None where it says more than is known here."""
    try:
        return _checked(schema, formats)
    except UnknownKeyword:
        return None


def _checked(schema: Mapping, formats: Mapping[str, Check]) -> Check:
    checks = [
        _KEYWORDS[keyword](value, schema, formats) if keyword in _KEYWORDS else _unknown(keyword)
        for keyword, value in schema.items()
        if keyword not in _SILENT
    ]
    return _both(checks) if checks else lambda value: True


def _both(checks: list[Check]) -> Check:
    """All of them, one after the other; pairs, because a loop costs more than the check of a short text."""
    first, *rest = checks
    if not rest:
        return first
    second = _both(rest)
    return lambda value: first(value) and second(value)


def _unknown(keyword: str) -> Check:
    raise UnknownKeyword(keyword)


def _type(kinds: str | list, schema: Mapping, formats: Mapping) -> Check:
    """True is no number in JSON, though it is an int here."""
    named = [kinds] if isinstance(kinds, str) else kinds
    if not _KINDS.keys() >= set(named):
        raise UnknownKeyword("type")
    allowed = frozenset(known for kind in named for known in _KINDS[kind])
    return lambda value: type(value) in allowed


def _properties(parts: Mapping, schema: Mapping, formats: Mapping) -> Check:
    checks = {name: _checked(part, formats) for name, part in parts.items()}
    required = frozenset(schema.get("required", ()))
    closed = schema.get("additionalProperties") is False

    def check(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        if not required <= value.keys() or (closed and not value.keys() <= checks.keys()):
            return False
        for name, part in value.items():  # a loop: this runs for each row of a long list
            known = checks.get(name)
            if known and not known(part):
                return False
        return True

    return check


def _closed(value: Any, schema: Mapping, formats: Mapping) -> Check:
    if value is not False or "properties" not in schema:
        raise UnknownKeyword("additionalProperties")
    return lambda value: True


def _items(part: Mapping, schema: Mapping, formats: Mapping) -> Check:
    check, rows = _checked(part, formats), _rows(part, formats)

    def items(value: Any) -> bool:
        if not isinstance(value, list):
            return True
        return rows(value) if rows and len(value) >= MANY else all(check(item) for item in value)

    return items


def _rows(part: Mapping, formats: Mapping) -> Check | None:
    """The check of a long list of groups, column by column: what comes again in a column is looked at once."""
    if part.get("type") != "object" or not part.keys() <= {
        "type",
        "properties",
        "additionalProperties",
        *_SILENT,
    }:
        return None
    checks = {name: _checked(field, formats) for name, field in part.get("properties", {}).items()}
    required = frozenset(part.get("required", ()))
    closed = "additionalProperties" in part

    def check(rows: list) -> bool:
        if any(type(row) is not dict for row in rows):
            return False
        for shape in {tuple(row) for row in rows}:
            if not required.issubset(shape) or (closed and not checks.keys() >= set(shape)):
                return False
        return all(fits(value) for name, fits in checks.items() for value in _distinct(rows, name))

    return check


def _distinct(rows: list[dict], name: str) -> list:
    """The values of a column, those that are alike (also in kind: 1 is not True) once."""
    column = [row[name] for row in rows if name in row]
    try:
        return [value for _, value in set(zip(map(type, column), column, strict=True))]
    except TypeError:  # groups and lists have no hash
        return column


def _any_of(options: list, schema: Mapping, formats: Mapping) -> Check:
    checks = [_checked(option, formats) for option in options]
    return lambda value: any(check(value) for check in checks)


def completer(schema: Mapping) -> Callable[[Any], Any] | None:
    """Value → the value with all optional fields of its schema: default, else [] for lists, else null.

    None where there is nothing below that could be left out. Of `anyOf` the option that fits the kind of the value.
    """
    options = schema.get("anyOf", (schema,))
    group = next((option["properties"] for option in options if "properties" in option), {})
    items = next((option["items"] for option in options if "items" in option), None)
    fields = [(name, completer(part), _left_out(part)) for name, part in group.items()]
    item = completer(items) if items else None
    if not fields and not item:
        return None

    names = None if any(step for _, step, _ in fields) else group.keys()

    def whole(value: Any) -> Any:
        if isinstance(value, dict) and value.keys() == names:
            return value
        if fields and isinstance(value, dict):
            return {
                name: (step(value[name]) if step else value[name]) if name in value else missing()
                for name, step, missing in fields
            }
        return [item(part) for part in value] if item and isinstance(value, list) else value

    return whole


def _left_out(schema: Mapping) -> Callable[[], Any]:
    if "default" in schema:
        return lambda: schema["default"]
    return list if schema.get("type") == "array" else lambda: None


def _pattern(pattern: str, schema: Mapping, formats: Mapping) -> Check:
    search = re.compile(pattern).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _format(name: str, schema: Mapping, formats: Mapping) -> Check:
    return formats[name] if name in formats else _unknown(f"format {name}")


def _sized(kind: type | tuple, fits: Callable[[int, int], bool]):
    def step(limit: int, schema: Mapping, formats: Mapping) -> Check:
        return lambda value: not isinstance(value, kind) or fits(len(value), limit)

    return step


def _bounded(fits: Callable[[float, float], bool]):
    def step(limit: float, schema: Mapping, formats: Mapping) -> Check:
        return lambda value: type(value) not in (int, float) or fits(value, limit)

    return step


def _enum(choices: list, schema: Mapping, formats: Mapping) -> Check:
    if not all(isinstance(choice, str | None) for choice in choices):
        raise UnknownKeyword("enum of other things than texts")
    allowed = frozenset(choices)
    return lambda value: isinstance(value, str | None) and value in allowed


_KEYWORDS = {
    "type": _type, "properties": _properties, "additionalProperties": _closed, "items": _items, "anyOf": _any_of,
    "pattern": _pattern, "format": _format, "enum": _enum,
    "minLength": _sized(str, lambda size, limit: size >= limit), "maxLength": _sized(str, lambda s, limit: s <= limit),
    "minItems": _sized(list, lambda size, limit: size >= limit), "maxItems": _sized(list, lambda s, limit: s <= limit),
    "minimum": _bounded(lambda value, limit: value >= limit), "maximum": _bounded(lambda value, limit: value <= limit),
}  # fmt: skip
