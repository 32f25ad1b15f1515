"""Pages that list things ask the database as often on a grown sector as on the small province."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from blueprints.inbox import GROUPS
from extensions import clock, db
from models import Unit
from services import units
from tests.support.applications import opened
from tests.support.visits import token

pytestmark = pytest.mark.soak

#: Cards of the demonstration: reviewer, chair and members of the sector's committee, clerk, a chair below.
CARDS = ("P04", "P01", "P02", "P25", "P09")
#: A page may show something that the small province has none of: a few more questions. A question for each row is
#: many more: the shortest list of the sector that is longer than the province's has 87 rows, or the 20 of its page.
MORE = 8
#: What an address may leave open, and what is asked for each: every one of these pages exists in both provinces.
OPEN = ({"unit_id"}, {"unit_id", "unit_sheet"}, {"sheet"}, {"group"}, set())


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements inside the block."""
    found: list[str] = []

    def look(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", look)


def addresses(app: Flask) -> list[str]:
    """Return every address that needs nothing, or no more than the sector union, a name of a list or a group."""
    found: set[str] = set()
    with app.app_context():
        sector = db.session.scalar(select(Unit.id).where(Unit.code == "CDN"))
        assert units.children_of(sector, clock.today())
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.arguments not in OPEN:
            continue
        names = {
            name: getattr(converter, "items", None) or {"unit_id": [sector], "group": GROUPS}[name]
            for name, converter in rule._converters.items()
        }
        filled: list[dict[str, Any]] = [{}]
        for name, values in names.items():
            filled = [{**one, name: value} for one in filled for value in values]
        found |= {urls.build(rule.endpoint, values) for values in filled}
    return sorted(found)


def costs(app: Flask) -> dict[tuple[str, str], int]:
    """Return {(card, address): statements of a page that answers}, asked a second time: words are read by then."""
    found, lists = {}, addresses(app)
    for card in CARDS:
        client: FlaskClient = app.test_client()
        page = client.get("/dang-nhap")
        client.post("/vao-vai", data={"as": card, "csrf_token": token(page)})
        for address in lists:
            if client.get(address).status_code == 200:
                with counted() as statements:
                    client.get(address)
                found[card, address] = len(statements)
    return found


def test_queries_do_not_grow_with_rows(database_kind, templates, tmp_path_factory):
    asked = {}
    for size in ("sector", "demo"):  # the sector takes minutes to grow, and other processes will want it
        folder = tmp_path_factory.mktemp(size) / "instance"
        for database in templates(database_kind, size).copy(folder):
            with opened(database) as app:
                asked[size] = costs(app)
    both = asked["demo"].keys() & asked["sector"].keys()
    assert len({address for _card, address in both}) > 60
    dear = {one: (asked["demo"][one], asked["sector"][one]) for one in both}
    assert {one: pair for one, pair in dear.items() if pair[1] > pair[0] + MORE} == {}
