"""Texts for the catalogue that no call marks (see babel.cfg).

What stands under given keys of a TOML file, and the tables of sentences in Python modules that may not know gettext.
"""

from __future__ import annotations

import ast
import tomllib
import unicodedata
from collections.abc import Iterator
from typing import Any, BinaryIO


def toml_texts(
    fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: dict[str, str]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield (line, function, message, comments) for Babel.

    `options["keys"]` names the keys whose texts are read, `options["tables"]` tables read whole; space between.
    """
    source = fileobj.read().decode("utf-8")
    lines = source.splitlines()
    found = tomllib.loads(source)
    whole = [text for table in options.get("tables", "").split() for text in found[table].values()]
    for text in [*whole, *_texts(found, set(options.get("keys", "").split()))]:
        opening = text.split("\n", 1)[0][:40]
        line = next((n for n, there in enumerate(lines, start=1) if opening in there), 1)
        yield line, "", text, []


def _texts(value: Any, keys: set[str]) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item, keys)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in keys and isinstance(item, str):
                yield item
            elif key in keys and isinstance(item, list) and all(isinstance(one, str) for one in item):
                yield from item
            else:
                yield from _texts(item, keys)


def sentences(
    fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: dict[str, str]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield (line, function, message, comments) for every Vietnamese text of a module that is not a docstring."""
    tree = ast.parse(fileobj.read())
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in parts | told and is_vietnamese(node.value):
            yield node.lineno, "", node.value, []


def is_vietnamese(text: str) -> bool:
    """Tell whether a text has a letter with a Vietnamese mark."""
    return any(
        letter in "đĐ" or unicodedata.combining(letter) for letter in unicodedata.normalize("NFD", text)
    )
