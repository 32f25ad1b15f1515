"""Addresses are those that the library itself would build; what builds them is made when it is first needed."""

from __future__ import annotations

import pytest
from werkzeug.routing import BuildError, Map, Rule

from blueprints.addresses import Address

WRITTEN = (
    ("/", "home", {}),
    ("/ho-so/<code>", "dossier", {}),
    ("/ho-so/<code>/phan/<int:part>", "part", {}),
    ("/tep/<path:name>", "file", {}),
    ("/khoa/<any(add, prove):purpose>", "key", {}),
    ("/so", "registers", {"defaults": {"year": 2025}}),
    ("/so/<int:year>", "registers", {}),
    ("/quy-tac/<rule>", "rule", {}),
)
ASKED = (
    ("home", {}),
    ("home", {"q": "Đinh Thu Hạnh", "trang": 2}),
    ("dossier", {"code": "KT-2026-00042", "muc": "a b"}),
    ("part", {"code": "KT/1", "part": 3}),
    ("file", {"name": "a/b c.pdf"}),
    ("key", {"purpose": "add"}),
    ("registers", {"year": 2025}),
    ("registers", {"year": 2026}),
    ("rule", {"rule": "AW01"}),
    ("part", {"code": "KT"}),
    ("nowhere", {}),
)


def built(kind: type[Rule], endpoint: str, values: dict) -> list[str] | type:
    rules = [kind(text, endpoint=name, **more) for text, name, more in WRITTEN]
    adapter = Map(rules).bind("example.vn")
    try:
        return [adapter.build(endpoint, values), adapter.build(endpoint, values, append_unknown=False)]
    except BuildError:
        return BuildError


@pytest.mark.parametrize(("endpoint", "values"), ASKED)
def test_addresses_are_the_librarys_own(endpoint: str, values: dict) -> None:
    assert built(Address, endpoint, values) == built(Rule, endpoint, values)
