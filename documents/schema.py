"""Values against the schema of a kind: what is wrong, where, and how to mend it, in Vietnamese.

`check` also returns the values as templates see them: NFC, without characters that cannot be printed, and with every
optional field that was left out present as null, an empty list or its default.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError, ValidationError

from . import repertoire
from .errors import Refusal, TemplateFault, ValuesRefused

if TYPE_CHECKING:
    from .catalogue import Kind

DEEPEST = 12
FORMATS = FormatChecker(formats=())

_KINDS = {
    "string": "chữ", "integer": "số nguyên", "number": "số", "boolean": "true hoặc false",
    "object": "một nhóm giá trị", "array": "một danh sách", "null": "null",
}  # fmt: skip

# Keyword of the schema → Vietnamese msgid; %(limit)s is the keyword's value.
REASONS = {
    "type": "Phải là %(expected)s.",
    "minLength": "Không được để trống.",
    "maxLength": "Dài quá %(limit)s ký tự (đang có %(length)s).",
    "pattern": "Không đúng dạng %(limit)s.",
    "format": "Không phải ngày có thật. Ghi theo dạng 2025-12-31.",
    "enum": "Phải là một trong các giá trị: %(choices)s.",
    "const": "Phải là %(limit)s.",
    "minimum": "Phải từ %(limit)s trở lên.",
    "maximum": "Không được quá %(limit)s.",
    "minItems": "Phải có ít nhất %(limit)s mục.",
    "maxItems": "Không được quá %(limit)s mục (đang có %(length)s).",
    "uniqueItems": "Có mục trùng nhau.",
    "anyOf": "Không đúng dạng nào được phép.",
}
MISSING = "Thiếu giá trị này."
UNKNOWN_FIELD = "Loại văn bản này không có trường «%(name)s»."
UNPRINTABLE = "Có ký tự không in được trên văn bản: %(letters)s. Hãy xóa hoặc thay ký tự đó."
TOO_DEEP = "Lồng quá nhiều tầng."
NOT_PLAIN = "Chỉ nhận chữ, số, true/false, null, danh sách và nhóm giá trị."


@FORMATS.checks("date")
def is_date(value: Any) -> bool:
    """Whether a text is a day that exists (2025-12-31); other kinds of values are not judged."""
    if not isinstance(value, str):
        return True
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def expanded(schema: Any, files: Mapping[str, Mapping], place: str) -> Any:
    """The schema with every `$ref` ("common.schema.json#/$defs/date") replaced by what it names."""
    if isinstance(schema, list):
        return [expanded(part, files, place) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "$ref" in schema:
        return {**_referred(schema["$ref"], files, place), **{k: v for k, v in schema.items() if k != "$ref"}}
    return {key: expanded(part, files, place) for key, part in schema.items()}


def _referred(address: str, files: Mapping[str, Mapping], place: str) -> dict:
    name, _, pointer = address.partition("#/")
    try:
        found: Any = files[name]
        for step in pointer.split("/"):
            found = found[step]
    except KeyError as error:
        raise TemplateFault(place, f"$ref to nothing: {address}") from error
    return expanded(found, files, place)


def check_schema(schema: Any, place: str) -> None:
    """Raise TemplateFault if a schema itself is wrong. What it refers to is not looked at."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise TemplateFault(place, error.message) from error


def validator(schema: Mapping) -> Draft202012Validator:
    """A validator for a kind's schema, which has been checked."""
    return Draft202012Validator(schema, format_checker=FORMATS)


def check(kind: "Kind", values: Mapping) -> dict:
    """The values, clean and complete; raises ValuesRefused with (JSON path, Vietnamese reason) of every fault."""
    problems: list[Refusal] = []
    clean = _clean(values, "$", 0, problems)
    if not problems and not kind.fits(clean):
        for error in kind.validator.iter_errors(clean):
            problems += _refusals(error)
    if problems:
        raise ValuesRefused(_once(problems))
    return kind.whole(clean)


def _clean(value: Any, path: str, depth: int, problems: list[Refusal]) -> Any:
    if depth > DEEPEST:
        problems.append(Refusal(path, TOO_DEEP))
        return None
    if isinstance(value, str):
        return clean_text(value, path, problems)
    if isinstance(value, Mapping):
        return {
            str(name): part if _is_clean(part) else _clean(part, f"{path}.{name}", depth + 1, problems)
            for name, part in value.items()
        }
    if isinstance(value, list | tuple):
        if _are_clean(value):
            return list(value)
        return [
            part if _is_clean(part) else _clean(part, f"{path}[{place}]", depth + 1, problems)
            for place, part in enumerate(value)
        ]
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    problems.append(Refusal(path, NOT_PLAIN))
    return None


def _is_clean(value: Any) -> bool:
    """Most values need nothing: this spares them the writing of their paths."""
    kind = type(value)
    return repertoire.plain(value) if kind is str else kind is int or value is None


def _are_clean(rows: Iterable) -> bool:
    """Whether all are groups of plain values; their texts are looked at as one, which is ten times faster."""
    texts = []
    for row in rows:
        if type(row) is not dict:
            return False
        for part in row.values():
            kind = type(part)
            if kind is str:
                texts.append(part)
            elif kind is not int and part is not None:
                return False
    return repertoire.plain("".join(texts))


def clean_text(value: str, path: str, problems: list[Refusal]) -> str:
    """One text in NFC without invisible characters; what cannot be printed is added to `problems`."""
    if repertoire.plain(value):
        return value
    text = unicodedata.normalize("NFC", repertoire.printable(value))
    strangers = repertoire.strangers(text)
    if strangers:
        shown = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in strangers[:5])
        problems.append(Refusal(path, UNPRINTABLE, letters=shown))
    return text


def _path(error: ValidationError) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    return "$" + "".join(steps)


def _refusals(error: ValidationError) -> Iterator[Refusal]:
    path, rule, limit = _path(error), error.validator, error.validator_value
    if rule == "anyOf":
        yield from _of_options(error)
    elif rule == "required":
        for name in limit:
            if name not in error.instance:
                yield Refusal(f"{path}.{name}", MISSING)
    elif rule == "additionalProperties":
        for name in error.instance:
            if name not in error.schema.get("properties", {}):
                yield Refusal(f"{path}.{name}", UNKNOWN_FIELD, name=name)
    else:
        message = error.schema.get("x-reason") if rule in ("pattern", "enum") else None
        yield Refusal(path, message or REASONS.get(rule, REASONS["anyOf"]), **_figures(error, limit))


def _figures(error: ValidationError, limit: Any) -> dict:
    expected = [limit] if isinstance(limit, str) else limit if isinstance(limit, list) else []
    return {
        "limit": limit,
        "length": len(error.instance) if isinstance(error.instance, str | list) else 0,
        "expected": " hoặc ".join(_KINDS.get(str(name), str(name)) for name in expected),
        "choices": ", ".join(str(choice) for choice in expected),
    }


def _of_options(error: ValidationError) -> Iterator[Refusal]:
    """Of a value that may be null or a thing: why it is not the thing."""
    options: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        options.setdefault(inner.schema_path[0], []).append(inner)
    told = [group for group in options.values() if not all(_wrong_kind(inner, error) for inner in group)]
    for inner in min(told or options.values(), key=len, default=[]):
        yield from _refusals(inner)


def _wrong_kind(inner: ValidationError, outer: ValidationError) -> bool:
    return inner.validator == "type" and list(inner.absolute_path) == list(outer.absolute_path)


def _once(problems: list[Refusal]) -> list[Refusal]:
    """One reason for a place and message: a wrong kind of value needs no second complaint."""
    return list({(problem.path, problem.message): problem for problem in problems}.values())
