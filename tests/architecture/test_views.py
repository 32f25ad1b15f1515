"""A view parses, calls one service, answers: it is short, and it says who may come."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture import sources

LONGEST_VIEW = 15
ROUTES = {"get", "post", "put", "patch", "delete", "route"}


def views(source: str) -> list[ast.FunctionDef]:
    """Return the functions of a source that answer an address."""
    return [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
        and any(
            isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ROUTES
            for call in node.decorator_list
        )
    ]


def length(view: ast.FunctionDef) -> int:
    """Return the lines of a view from `def` to its end, without its docstring."""
    first = view.body[0]
    text = first.end_lineno - first.lineno + 1 if ast.get_docstring(view) else 0
    return view.end_lineno - view.lineno + 1 - text


def test_views_are_short() -> None:
    long = [
        f"{sources.name(path)}:{view.lineno} {view.name}: {length(view)} lines"
        for path in sources.files(".py")
        if sources.room(path) == "blueprints"
        for view in views(path.read_text(encoding="utf-8"))
        if length(view) >= LONGEST_VIEW
    ]
    assert not long, f"views of {LONGEST_VIEW} lines or more:\n" + "\n".join(long)


def test_a_long_view_is_seen() -> None:
    body = "\n".join(f"    x = {number}" for number in range(14))
    (view,) = views(f'@blueprint.get("/")\ndef page():\n    """Text\n    more."""\n{body}\n')
    assert length(view) == 15


@pytest.fixture
def bare_app(tmp_path: Path) -> Flask:
    """Return the application without a database behind it: enough to read its routes."""
    from app import create_app

    return create_app({"INSTANCE": str(tmp_path), "TESTING": True})


def test_every_address_says_who_may_come(bare_app: Flask) -> None:
    from blueprints.session import guard_of

    with bare_app.app_context():
        silent = [rule.rule for rule in bare_app.url_map.iter_rules() if not guard_of(rule.endpoint)]
    assert not silent, f"no @requires: {silent}"


def test_public_addresses_are_the_known_ones(bare_app: Flask) -> None:
    """A page that anybody may read is a decision: it is made here, too."""
    from blueprints.session import guard_of

    with bare_app.app_context():
        public = {
            rule.endpoint
            for rule in bare_app.url_map.iter_rules()
            if guard_of(rule.endpoint) in ("public", "always")
        }
    assert (
        public
        == {
            *("static", "bootstrap.static", "health.healthz", "health.readyz"),
            *("account.sign_in", "account.language", "account.new_password"),
            *(
                "ways_in.by_code",
                "ways_in.forgotten",
                "ways_in.second_step",
                "ways_in.by_key",
            ),  # further ways in
            "ways_in.ask_key",  # what a passkey is asked to sign: for strangers a challenge that nobody knows
            *("verify.index", "verify.paper"),  # who holds a paper may ask whether it is genuine
            "calendars.feed",  # a telephone that asks for its owner's calendar has no session, but a secret address
            "library.sheet_css",  # the stylesheet of papers, made from the format profile
        }
    )
