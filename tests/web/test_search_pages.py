"""The page of the search box: groups, filters in the address, what is said where nothing is found, its cost."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from extensions import db
from services import search_index
from tests.support import tree
from tests.support.dossier_visits import plain, sent, settle, visitor
from tests.support.tree import CHEAP_HASH


@pytest.fixture
def made(make_app):  # noqa: ANN001, ANN201
    """Return the small province with a dossier that was sent."""
    made = settle(make_app(**CHEAP_HASH))
    sent(made)
    return made


def test_the_page_finds_filters_and_repeats_what_was_typed_as_text(made) -> None:
    client = visitor(made, "reviewer")
    page = client.get("/tim?q=kieu+thi+dung&trang=99")
    assert made.code in page.text
    assert "<mark>Kiều</mark> <mark>Thị</mark> <mark>Dung</mark>" in page.text
    own, year = made.units["own"], int(made.code[3:7])
    kept = client.get(f"/tim?q=kieu&loai=ho-so&don-vi={own}&nam={year}&trang-thai=in_review")
    assert made.code in kept.text
    for chosen in (
        f'value="{own}" selected',
        f"selected>{year}",
        'value="in_review" selected',
        'value="ho-so"',
    ):
        assert chosen in kept.text
    assert re.search(rf"/tim\?q=kieu&amp;don-vi={own}&amp;nam={year}&amp;trang-thai=in_review", kept.text)
    assert "Không thấy gì khớp" in plain(client.get("/tim?q=khongcogi"))
    assert "Bỏ các điều kiện lọc" in plain(client.get("/tim?q=kieu&nam=1999"))
    odd = client.get(
        "/tim", query_string={"q": "<script>x</script>", "loai": "x", "nam": "x", "don-vi": "-1"}
    )
    assert odd.status_code == 200
    assert "<script>x" not in odd.text
    assert "Gõ được gì" in plain(client.get("/tim"))
    assert 'action="/tim"' in client.get("/viec").text
    assert '<a href="/tim">' in client.get("/viec").text


def _statements(client, address: str) -> int:  # noqa: ANN001
    found: list[str] = []

    def look(connection, cursor, statement, *rest) -> None:  # noqa: ANN001
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", look)
    return len(found)


def test_more_rows_cost_no_more_queries(made) -> None:
    client, address = visitor(made, "chair"), "/tim?q=le"
    with made.app.app_context():
        tree.member(tree.person("Lê Thị Một"), made.units["own"], tree.LONG_AGO)
        db.session.commit()
    client.get(address)
    before = _statements(client, address)
    with made.app.app_context():
        for number in range(30):
            tree.member(tree.person(f"Lê Thị {number}"), made.units["own"], tree.LONG_AGO)
        db.session.commit()
        assert search_index.differences() == []
    assert _statements(client, address) == before
    assert _statements(client, f"{address}&loai=nguoi&trang=2") <= before
    assert "Trang 2/2" in plain(client.get(f"{address}&loai=nguoi&trang=2"))
