"""Texts of chains and procedures for the catalogue: what stands under given keys of a TOML file (see babel.cfg)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any, BinaryIO


def toml_texts(
    fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: dict[str, str]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield (line, function, message, comments) for Babel. `options["keys"]` names the keys, space between."""
    source = fileobj.read().decode("utf-8")
    lines = source.splitlines()
    for text in _texts(tomllib.loads(source), set(options["keys"].split())):
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
