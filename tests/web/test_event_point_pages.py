"""The page of a connection point: its keeper finds the people of that point, and nobody else finds anything."""

from __future__ import annotations

import html
import re

import pytest

from services import accounts, event_delegates
from tests.support import points
from tests.support import workshop as road
from tests.support.tree import CHEAP_HASH
from tests.support.visits import PASSWORD

VISITORS = ("chair2", "scribe3", "chair3", "chair5", "boss", "writer")
KEEPERS = {"chair2": "u2", "scribe3": "u3"}
PAGES = ("diem-cau", "diem-cau/nhat-ky", "diem-cau/ca-doan")
# What the holding unit sees and a keeper does not.
OTHERS = (
    *("", "diem-danh", "diem-danh/1", "the-dai-bieu", "dai-bieu/moi", "nhat-ky", "y-kien", "bien-ban"),
    *("nhiem-vu", "kien-nghi", "chung-nhan", "kiem-tra", "dai-bieu", "in/attendance_list.pdf"),
)


@pytest.fixture
def made(make_app):
    """Return the event online on its day, and a client for each of a few people."""
    app = make_app(**CHEAP_HASH)
    found = road.build(app)
    with app.app_context():
        points.plan(found)
        points.approve(found)
        with road.at(15, 4, 8):
            for name in VISITORS:
                accounts.create(found.people[name], name, password=PASSWORD)
    found.clients = {name: app.test_client() for name in VISITORS}
    with road.at(15, 4, 8):
        for name, client in found.clients.items():
            client.post("/dang-nhap", data={"identity": name, "password": PASSWORD, "shared": ""})
    return found


def words(answer) -> str:
    """Return the text of a page without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def test_the_point_of_a_unit_on_the_day(made):
    at = f"/su-kien/{made.matter_id}"
    with road.at(15, 4, 8):
        for name, client in made.clients.items():
            keeps = name in KEEPERS
            link = f'href="{at}/diem-cau"'
            assert (link in client.get("/viec").text) is keeps, name
            for page in PAGES:
                assert client.get(f"{at}/{page}").status_code == (200 if keeps else 404), (name, page)
                if not keeps:
                    assert client.post(f"{at}/{page}", data={"in": "1", "buoi": "1"}).status_code == 404
        for page in OTHERS:
            for name in ("chair2", "chair5"):
                answer = made.clients[name].get(f"{at}/{page}".rstrip("/"))
                assert answer.status_code == 404, (name, page)
        tapped(made, f"{at}/diem-cau")
    with road.at(14, 4):
        assert f'href="{at}/diem-cau"' not in made.clients["chair2"].get("/viec").text


def tapped(made, at: str) -> None:
    with made.app.app_context():
        listed = event_delegates.of(made.matter_id)
        mine = [one for one in listed if one.unit_id == made.units["u2"]]
        others = [one.name for one in listed if one.unit_id not in (made.units["u2"], None)]
        foreign = next(one for one in listed if one.unit_id == made.units["u3"])
    client = made.clients["chair2"]
    page = words(client.get(at))
    assert "Điểm cầu Sản - Nhi" in page
    assert "0/9" in page
    assert all(one.name in page for one in mine)
    assert not [name for name in others if f"{name} " in page]
    sent = {"once": "1" * 32, "buoi": "1", "tim": "", "loc": "all", "at": ""}
    assert client.post(at, data={**sent, "in": foreign.id}).status_code == 404
    assert client.post(at, data={**sent, "in": mine[0].id}).status_code == 302
    wrong = client.post(at, data={**sent, "once": "2" * 32, "in": mine[1].id, "at": "7 rưỡi sáng"})
    assert wrong.status_code == 422
    assert 'value="7 rưỡi sáng"' in wrong.text
    again = client.get(f"{at}?loc=none")
    assert "1/9" in words(again)
    assert f'value="{mine[0].id}"' not in again.text
    every = client.get(f"{at}/ca-doan?chon=het")
    assert every.text.count(" checked") == 8
    ticked = {"once": "4" * 32, "buoi": "1", "at": "", "came": [mine[2].id, foreign.id]}
    assert client.post(f"{at}/ca-doan", data=ticked).status_code in (404, 422)
    assert client.post(f"{at}/ca-doan", data=ticked | {"came": [mine[2].id]}).status_code == 302
    assert "2/9" in words(client.get(at))
    log = {"once": "3" * 32, "buoi": "1", "pasted": f"{mine[1].name}\t7:30\t11:30\n{foreign.name}\t7:30\t"}
    taken = words(client.post(f"{at}/nhat-ky", data=log))
    assert "Đã ghi 1 người" in taken
    assert f"Dòng 2: {foreign.name}" in taken
    assert "3/9" in words(client.get(at))
