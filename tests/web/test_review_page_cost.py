"""What the pages of a cycle ask of the database: the same for three unions as for eleven."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from extensions import clock
from tests.support import province as road
from tests.support import reviews as walk
from tests.support.tree import CHEAP_HASH
from tests.support.visits import PASSWORD

MOST = 25


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements inside the block."""
    found: list[str] = []

    def look(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", look)


@pytest.fixture
def reviewer(make_app):
    """The small province in November 2025 with one review at its second verifier, and who opens its pages."""
    app = make_app(**CHEAP_HASH)
    with clock.at(walk.SENT):
        made = road.build(app)
        road.accounts_for(made)
        with app.app_context():
            made.matter_id = walk.open_cycle(made)
            made.code = walk.fill(made, made.matter_id, "CS08")
            walk.send(made, made.code)
            walk.act(made, made.code, "reviewer", "approve")
            walk.papers_recorded(made, made.code)
            walk.verify(made, made.code, "CS08")
        client = app.test_client()
        client.post("/dang-nhap", data={"identity": "reviewer", "password": PASSWORD, "shared": ""})
        yield made, client


def test_the_pages_of_a_cycle_cost_the_same_for_any_number_of_unions(reviewer):
    made, client = reviewer
    pages = {
        "cycle": f"/xep-loai/ky/{made.matter_id}",
        "verification": f"/xep-loai/ho-so/{made.code}/tham-dinh",
        "inbox": "/viec",
        "cycles": "/xep-loai/",
        "bare": "/xep-loai/ky/moi",  # what the head of every page costs
    }

    def asked():
        found = {}
        for name, path in pages.items():
            with statements() as said:
                assert client.get(path).status_code == 200
            found[name] = len(said)
        return found

    asked()  # what is read once per process
    with made.app.app_context():
        walk.copies(made, made.code, 1)
    few = asked()
    with made.app.app_context():
        walk.copies(made, made.code, 8)
    many = asked()
    assert client.get(pages["cycle"]).text.count("Công đoàn cơ sở số") >= 9
    grown = {name: (few[name], many[name]) for name in pages if many[name] - few[name] > 2}
    assert not grown, grown
    assert many["cycle"] - many["bare"] <= MOST, many
