"""A quick yes or no to values, made once from a kind's schema; whoever is told no asks the validator why.

Knows exactly the keywords that schemas of kinds use. A schema with any other keyword has no quick check.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]

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
    if len(checks) == 1:
        return checks[0]
    return lambda value: all(check(value) for check in checks)


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
        return all(checks[name](part) for name, part in value.items() if name in checks)

    return check


def _closed(value: Any, schema: Mapping, formats: Mapping) -> Check:
    if value is not False or "properties" not in schema:
        raise UnknownKeyword("additionalProperties")
    return lambda value: True


def _items(part: Mapping, schema: Mapping, formats: Mapping) -> Check:
    check = _checked(part, formats)
    return lambda value: not isinstance(value, list) or all(check(item) for item in value)


def _any_of(options: list, schema: Mapping, formats: Mapping) -> Check:
    checks = [_checked(option, formats) for option in options]
    return lambda value: any(check(value) for check in checks)


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
