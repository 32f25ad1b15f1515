"""Pages of a council: who comes to a sitting, the ballot by its form, lists whose cost does not grow."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from extensions import db
from models import CouncilItem, CouncilSitting
from tests.support import council as house
from tests.support.dossier_visits import plain, visitor
from tests.support.tree import CHEAP_HASH

FIVE = ("head", "reviewer", "seat1", "seat2", "clerk")


@pytest.fixture
def made(make_app):
    """Return the province with accounts and a sitting with five present."""
    province, council_id = house.settled(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH), accounts=True)
    with province.app.app_context():
        house.checked(province)
        province.council_id, province.sitting = council_id, house.called(province, council_id)
        house.present(province, province.sitting, *FIVE[:4])
    return province


def statements(client, address):
    """Return how many statements a page costs."""
    found = []
    listen = lambda *args: found.append(args[2])  # noqa: E731
    event.listen(Engine, "before_cursor_execute", listen)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    return len(found)


def test_a_sitting_from_presence_to_result(made):
    at = f"/hoi-dong/phien/{made.sitting}"
    clients = {name: visitor(made, name) for name in (*FIVE, "seat3", "chair", "sister")}
    for name, status in (("seat3", 200), ("clerk", 200), ("chair", 404), ("sister", 404)):
        assert clients[name].get(at).status_code == status, name
    for name, status in (("seat1", 403), ("chair", 404)):
        for rest in ("/co-mat", "/khong-bo-phieu", "/lam/bo-phieu", "/lam/bo-phien"):
            assert clients[name].post(at + rest).status_code == status, (name, rest)
    assert clients["reviewer"].post(at + "/lam/gi-do").status_code == 404
    assert clients["reviewer"].get(at + "/bien-ban").headers["Location"] == at
    assert clients["head"].get(at + "/phieu").status_code == 409

    refused = clients["reviewer"].post(at + "/lam/bo-phieu")
    assert refused.status_code == 422
    assert "Có mặt 4/7 ủy viên, cần ít nhất 5: chưa bỏ phiếu được." in plain(refused)
    here = {f"here_{made.people[name]}": "y" for name in FIVE}
    away = {f"why_{made.people['seat3']}": "đi công tác"}
    clients["reviewer"].post(at + "/co-mat", data=here | away)
    assert clients["reviewer"].post(at + "/lam/bo-phieu").status_code == 302
    assert "Vắng" in plain(clients["seat1"].get(at))
    assert clients["seat3"].get(at + "/phieu").status_code == 403

    assert "Bỏ phiếu kín" in plain(clients["seat1"].get("/viec"))
    page = clients["seat1"].post(at + "/phieu", data={})
    assert page.status_code == 422
    assert "Kiều Thị Dung: chọn Đồng ý hoặc Không đồng ý" in plain(page)
    names = sorted(set(re.findall(r'name="(vote_\d+)"', page.text)))
    assert len(names) == 2
    for name in FIVE:
        votes = dict.fromkeys(names, "agree") | {names[1]: "disagree" if name == "head" else "agree"}
        before = plain(clients["seat3"].get(at))
        assert "Thông qua khi" in before
        assert "(80" not in before
        assert clients[name].post(at + "/phieu", data=votes).status_code == 302, name
    result = plain(clients["seat3"].get(at))
    assert "5/7 (71,4%)" in result
    assert "4/7 (57,1%)" in result
    assert "Bỏ phiếu kín" not in plain(clients["seat1"].get("/viec"))
    assert "5/7 phiếu đồng ý (71,4%), thông qua" in plain(clients["seat1"].get(f"/ho-so/{made.code}"))
    assert "5/7 phiếu" not in plain(clients["chair"].get(f"/ho-so/{made.code}"))
    assert clients["seat1"].get(at + "/bien-ban").status_code == 403
    assert "Cấp số và phát hành" in plain(clients["clerk"].get(at + "/bien-ban"))


@pytest.mark.soak
def test_a_list_costs_the_same_however_long_it_is(made):
    client = visitor(made, "reviewer")
    lists = [f"/hoi-dong/{made.council_id}", "/hoi-dong", f"/hoi-dong/phien/{made.sitting}", "/viec"]
    before = [statements(client, one) for one in lists]
    with made.app.app_context():
        row = db.session.get(CouncilSitting, made.sitting)
        item = db.session.query(CouncilItem).filter_by(sitting_id=row.id).first()
        copied = ("dossier_id", "revision_no", "kind", "name", "unit_name")
        for no in range(10, 16):
            said = {name: getattr(item, name) for name in copied}
            db.session.add(CouncilItem(sitting_id=row.id, no=no, key=f"u{no}", **said))
        db.session.commit()
        house.found(made)
    assert [statements(client, one) for one in lists] == before


@pytest.mark.soak
def test_a_council_is_written_down_by_its_page(made):
    client = visitor(made, "head")
    unit = made.units["sector"]
    assert visitor(made, "reviewer").get(f"/don-vi/{unit}/hoi-dong/moi").status_code == 403
    typed = {
        "name": "Hội đồng xét sáng kiến",
        "decision_no": "15/QĐ-CĐN",
        "decision_on": "05/01/2026",
        "valid_from": "05/01/2026",
        "valid_to": "",
        "quorum_kind": "count",
        "quorum_num": "4",
        "quorum_den": "",
        f"seat_{made.people['head']}": "chair",
        f"seat_{made.people['reviewer']}": "secretary",
        f"seat_{made.people['clerk']}": "member",
    }
    refused = client.post(f"/don-vi/{unit}/hoi-dong/moi", data=typed)
    assert refused.status_code == 422
    assert "Cần 4 người có mặt, nhưng Hội đồng chỉ có 3 ủy viên." in plain(refused)
    assert 'value="15/QĐ-CĐN"' in refused.text
    done = client.post(
        f"/don-vi/{unit}/hoi-dong/moi", data=typed | {"quorum_num": "3"}, follow_redirects=True
    )
    assert "Hội đồng xét sáng kiến" in plain(done)
    charged = client.post(f"/hoi-dong/giao/{made.matter_id}", data={"council": ""})
    assert charged.status_code == 409, "a sitting was called"
