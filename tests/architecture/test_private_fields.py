"""Every field that asks for or prints what concerns only a person is declared, so that nobody finds it by searching."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import forms
import reference
from services import search_text
from vietnamese.text import search_key

KINDS = Path(__file__).parents[2] / "doc_templates"
#: Words of headings that ask for something private.
PRIVATE = re.compile(
    r"\b(ngay sinh|nam sinh|dien thoai|so tai khoan|ngan hang|dan toc|ton giao|dang vien|vao dang|suc khoe|benh"
    r"|khuyet tat|hoan canh|can cuoc|cccd|cmnd|thu dien tu|e mail|email|que quan)\b"
)
#: Names that say so in English, whatever stands above the field.
NAMED = re.compile(
    r"^(born\w*|birth\w*|phone|email|id_number|ethnic\w*|religion|party\w*|health|illness|disab\w*|\w*account)$"
)
#: Fields whose words sound private, with the reason why they are not; signing in is never part of a dossier.
NOT_PRIVATE = {
    **dict.fromkeys(
        ("SignInForm.identity", "ForgottenForm.identity", "FirstForm.username"), "a name for signing in"
    ),
    **dict.fromkeys(("StepForm.number", "NumbersForm.number"), "a number that a telephone shows"),
    "FirstForm.mail": "whether the machine sends mail",
}


@pytest.fixture
def declared() -> frozenset[str]:
    """The names of `reference/privacy.toml`."""
    return search_text.private()


def _fields() -> Iterator[tuple[str, str, str]]:
    """Yield (form, field, label) of every form."""
    for module in pkgutil.iter_modules(forms.__path__):
        there = importlib.import_module(f"forms.{module.name}")
        for form in vars(there).values():
            if isinstance(form, type) and form.__module__ == there.__name__:
                for name in dir(form):
                    field = getattr(form, name, None)
                    if type(field).__name__ == "UnboundField":
                        yield form.__name__, name, str(field.args[0]) if field.args else ""


def _properties(node: Any, title: str = "") -> Iterator[tuple[str, str]]:
    """Yield (property, its title) of a schema."""
    if isinstance(node, dict):
        for name, inner in node.get("properties", {}).items():
            yield name, str(inner.get("title", "")) if isinstance(inner, dict) else ""
        for inner in node.values():
            yield from _properties(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _properties(inner)


def test_private_fields_of_forms_are_declared(declared: frozenset[str]) -> None:
    app = Flask("labels")
    from flask_babel import Babel

    Babel(app, default_locale="vi")
    with app.test_request_context():
        rows = list(_fields())
    found = {
        f"{form}.{name}"
        for form, name, label in rows
        if name not in declared and (PRIVATE.search(search_key(label)) or NAMED.match(name))
    }
    assert len(rows) > 300
    assert found == set(NOT_PRIVATE)


def test_private_values_of_papers_are_declared(declared: frozenset[str]) -> None:
    found = {}
    for path in sorted(KINDS.glob("*/*schema.json")):
        for name, title in _properties(json.loads(path.read_text(encoding="utf-8"))):
            if PRIVATE.search(search_key(title)) or NAMED.match(name):
                found[f"{path.parent.name}: {name}"] = name in declared
    assert found
    assert not [one for one, known in found.items() if not known]


def test_what_is_declared_is_left_out() -> None:
    values = dict.fromkeys(sorted(search_text.private()), "điều không ai khác biết")
    assert list(search_text._leaves({"persons": [{"name": "Vi Thị Sen", **values}]})) == ["Vi Thị Sen"]
    assert all(row["names"] and row["what"] for row in reference.load("privacy.toml")["field"])
