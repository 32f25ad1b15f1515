"""Pages of standing in: the list, what comes back at its field, the early end, the choice of who signs a paper."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from extensions import clock, db
from models import Delegation, Office
from tests.support import province as road
from tests.support import tree
from tests.support.dossier_visits import plain, visitor
from tests.support.tree import CHEAP_HASH

DAY = timedelta(days=1)


@pytest.fixture
def made(make_app):
    """Return the province with accounts, and a deputy of the hospital's union."""
    found = road.build(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))
    with found.app.app_context():
        found.people["deputy"] = tree.person("Lương Văn Bảo")
        tree.office(found.people["deputy"], found.units["own"], "vice_chair", title="Phó Chủ tịch")
        db.session.commit()
    road.accounts_for(found, "dung")
    return found


def address(made, rest=""):
    """Return an address of the hospital's delegations."""
    return f"/don-vi/{made.units['own']}/uy-quyen{rest}"


def typed(made, kind="mandate", receiver="secretary", **more):
    """Return what the form of a new delegation sends."""
    with made.app.app_context():
        rows = db.session.query(Office).filter_by(unit_id=made.units["own"])
        offices = {row.person_id: str(row.id) for row in rows}
    day = clock.today()
    return {
        "kind": kind,
        "giver": offices[made.people["chair"]],
        "receiver": offices[made.people[receiver]],
        "valid_from": f"{day:%d/%m/%Y}",
        "valid_to": f"{day + 9 * DAY:%d/%m/%Y}",
        "covers": ["award_proposal"],
        "paper_no": "05/GUQ-CĐCS",
        "paper_on": f"{day:%d/%m/%Y}",
        "paper_by": "",
        **more,
    }


def test_a_mandate_is_written_down_shown_and_ended(made):
    client = visitor(made, "chair")
    assert "Chủ tịch ký mọi văn bản" in plain(client.get(address(made)))
    page = plain(client.post(address(made, "/moi"), data=typed(made), follow_redirects=True))
    for words in ("Đã ghi việc giao ký.", "Cù Thị Mai, Thư ký", "Đang có hiệu lực", "05/GUQ-CĐCS"):
        assert words in page
    assert "TUQ. CHỦ TỊCH / THƯ KÝ" in page
    assert "TUQ. Chủ tịch" in plain(client.get(f"/don-vi/{made.units['own']}"))

    link = re.search(r'href="([^"]+/ket-thuc)"', client.get(address(made)).text)[1]
    late = f"{clock.today() + 30 * DAY:%d/%m/%Y}"
    refused = client.post(link, data={"on": late, "why": "x"})
    assert (refused.status_code, "tự hết vào ngày" in refused.text) == (422, True)
    assert client.post(link, data={"on": "", "why": ""}).status_code == 422
    done = plain(
        client.post(link, data={"on": f"{clock.today():%d/%m/%Y}", "why": "Xong việc"}, follow_redirects=True)
    )
    assert "Đã chấm dứt" in done
    assert "Xong việc" in done
    assert "Chấm dứt trước hạn" not in done
    assert client.get(link).status_code == 409


REFUSED = [
    ({"kind": ""}, "Chọn hình thức ký"),
    ({"receiver": ""}, "Chọn người nhận"),
    ({"valid_from": ""}, "Nhập ngày bắt đầu"),
    ({"valid_to": ""}, "Ủy quyền phải có ngày kết thúc."),
    ({"valid_to": "01/01/2020"}, "Ngày kết thúc ở trước ngày bắt đầu."),
    ({"valid_from": "01/01/2020", "valid_to": "02/01/2020"}, "Thời hạn này đã qua."),
    ({"covers": []}, "Chọn ít nhất một loại."),
    ({"paper_no": ""}, "Ghi số giấy ủy quyền."),
    ({"paper_on": ""}, "Ghi ngày của văn bản giao."),
    ({"kind": "by_order"}, "chỉ giao cho trưởng ban, chánh văn phòng"),
    ({"kind": "deputy"}, "chỉ giao cho cấp phó"),
    ({"giver": ""}, "Chọn người giao."),
    ({"receiver": "99999"}, "Chọn lại"),
]


def test_what_is_wrong_comes_back_at_its_field(made):
    client = visitor(made, "chair")
    for more, words in REFUSED:
        answer = client.post(address(made, "/moi"), data=typed(made) | more)
        assert (answer.status_code, words in plain(answer)) == (422, True), more
        assert 'class="tk-sum"' in answer.text
    with made.app.app_context():
        assert db.session.query(Delegation).count() == 0


def test_nobody_hands_to_oneself_or_writes_down_what_they_receive(made):
    own = typed(made, receiver="chair")
    assert "Không giao cho chính mình" in plain(visitor(made, "chair").post(address(made, "/moi"), data=own))
    mine = visitor(made, "secretary").post(address(made, "/moi"), data=typed(made))
    assert "Người nhận không tự ghi" in plain(mine)


def test_who_may_only_look_sees_no_button(made):
    assert visitor(made, "chair").post(address(made, "/moi"), data=typed(made)).status_code == 302
    for name, buttons in (("secretary", True), ("reviewer", True), ("clerk", False), ("dung", False)):
        page = plain(visitor(made, name).get(address(made)))
        assert "Cù Thị Mai" in page
        assert ("Ghi việc giao ký mới" in page, "Chấm dứt trước hạn" in page) == (buttons, buttons)
    assert visitor(made, "sister").get(address(made)).status_code == 404


def test_the_page_of_issuing_offers_who_may_sign_on_the_day(made):
    """Two may sign today; yesterday, before the mandate began, one: the choice is taken back in words."""
    visitor(made, "chair").post(address(made, "/moi"), data=typed(made))
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
        road.act(made, "reviewer", "approve", comment="Đủ.")
        road.issue(made, "award_minutes")
    client, paper = visitor(made, "secretary"), f"/ho-so/{made.code}/van-ban/award_proposal"
    keys = re.findall(r'name="signer"[^>]*value="([^"]+)"', client.get(paper).text)
    assert [key.split("-")[0] for key in keys] == ["head", "mandate"]
    sent = {"do": "look", "signer": keys[1], "dated_on": f"{clock.today():%d/%m/%Y}", "reason": ""}
    looked = client.post(paper, data=sent)
    assert looked.status_code == 200
    assert re.search(rf'checked[^>]*value="{keys[1]}"', looked.text)
    before = client.post(paper, data={**sent, "dated_on": f"{clock.today() - DAY:%d/%m/%Y}"})
    assert before.status_code == 422
    assert "Người đã chọn không ký được vào ngày này" in plain(before)
    assert "Doãn Trung Kiên TM. BAN CHẤP HÀNH / CHỦ TỊCH" in plain(before)
