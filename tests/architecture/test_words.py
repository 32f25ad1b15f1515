"""Names, words and habits that the house has agreed on."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture import sources

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}
MAY_PRINT = {"cli", "benchmarks"}


def test_no_module_with_a_name_that_says_nothing() -> None:
    found = [sources.name(p) for p in sources.files(".py", ".html", ".js") if p.stem in SAYS_NOTHING]
    found += [
        sources.name(p)
        for p in sources.files(".py")
        if SAYS_NOTHING & set(p.parts[len(sources.ROOT.parts) :])
    ]
    assert found == []


def test_every_package_says_what_it_is_for() -> None:
    silent = []
    for path in sources.files(".py"):
        if path.name == "__init__.py" and sources.room(path) not in {"tests", "migrations"}:
            text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
            if not text or len(text) < 60:
                silent.append(sources.name(path))
    assert not silent, f"no opening paragraph (what it is for, what it must not know): {silent}"


def test_public_functions_are_described() -> None:
    silent = []
    for path in sources.files(".py"):
        if sources.room(path) in {"tests", "migrations"}:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                silent.append(f"{sources.name(path)}:{node.lineno} {node.name}")
    assert not silent, "no docstring:\n" + "\n".join(silent)


def test_nobody_prints_but_the_commands() -> None:
    found = []
    for path in sources.files(".py"):
        if sources.room(path) in MAY_PRINT | {"tests", "migrations"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print":
                found.append(f"{sources.name(path)}:{node.lineno}")
    assert found == []


# A page never carries code, style or unescaped text of its own: the content security policy would stop it,
# silently, on somebody's telephone.
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "text declared safe": re.compile(r"\|\s*safe\b"),
    "something from another host": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
}


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_nothing_inline(what: str) -> None:
    found = []
    for path in sources.files(".html"):
        if sources.room(path) == "templates":
            text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            found += [f"{sources.name(path)}: {match[0][:80]}" for match in INLINE[what].finditer(text)]
    assert not found, f"{what}:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a style attribute", '<p class="a" style="color:red">'),
        ("a style element", "<style>p{}</style>"),
        ("a script without src", "<script>alert(1)</script>"),
        ("a script without src", '<script type="module">'),
        ("an event attribute", '<button type="button" onclick="go()">'),
        ("text declared safe", "{{ name | safe }}"),
        ("something from another host", '<link rel="stylesheet" href="https://cdn.example/x.css">'),
    ],
)
def test_inline_things_are_seen(what: str, text: str) -> None:
    assert INLINE[what].search(text)
