"""Pages of standing in: the list, what comes back at its field, the early end, the choice of who signs a paper."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest

from extensions import clock, db
from models import Delegation, DelegationFile, Dossier, DossierEntry, Office, Paper
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
        far = tree.unit(
            "Công đoàn ngành Y tế tỉnh Sông Giang", "sector", tree.unit("LĐLĐ tỉnh Sông Giang", "province")
        )
        found.people["foreign"] = tree.person("Lều Thị Hậu")
        tree.office(found.people["foreign"], far, "chair")
        found.people["stranger"] = tree.person("Lục Thị Hòa")
        db.session.commit()
    road.accounts_for(found, "dung", "foreign", "stranger")
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


# The signed paper ---------------------------------------------------------------------------------------------

PDF = b"%PDF-1.4\n%%EOF\n"


def scan(content=PDF, name="giấy ủy quyền.pdf"):
    """Return what a form sends with a file chosen."""
    return {"file": (io.BytesIO(content), name)}


def links(client, made, word):
    """Return the addresses on the list that end with a word."""
    return re.findall(rf'href="([^"]+/{word})"', client.get(address(made)).text)


def test_the_signed_paper_comes_with_the_record_and_is_downloaded_by_who_reads_the_page(made):
    client = visitor(made, "chair")
    assert 'enctype="multipart/form-data"' in client.get(address(made, "/moi")).text
    page = plain(client.post(address(made, "/moi"), data=typed(made) | scan(), follow_redirects=True))
    assert "giấy ủy quyền.pdf (1 kB) Doãn Trung Kiên gửi lúc" in page
    assert "Thay tệp văn bản giao" in page
    (file,) = links(client, made, "tep")
    for name in ("chair", "secretary", "reviewer", "clerk", "dung"):
        answer = visitor(made, name).get(file)
        assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf"), name
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert made.app.test_client().get(file).status_code == 302
    for name in ("sister", "foreign", "stranger"):
        assert visitor(made, name).get(file).status_code == 404, name
        assert visitor(made, name).post(f"{address(made)}/1/gui-tep", data=scan()).status_code == 404, name
    assert visitor(made, "chair").get(file.replace("/1/tep", "/99/tep")).status_code == 404


def test_it_is_sent_later_and_replaced_until_it_was_used(made):
    client = visitor(made, "chair")
    page = plain(client.post(address(made, "/moi"), data=typed(made), follow_redirects=True))
    assert "Tệp văn bản giao chưa gửi" in page
    (send,) = links(client, made, "gui-tep")
    assert links(visitor(made, "secretary"), made, "gui-tep") == [], "the receiver"
    assert visitor(made, "secretary").get(send).status_code == 403
    empty = client.post(send, data={})
    assert (empty.status_code, "Chọn tệp của văn bản đã ký" in plain(empty)) == (422, True)
    done = plain(client.post(send, data=scan(), follow_redirects=True))
    assert "Đã nhận tệp văn bản giao." in done
    assert "Thay tệp văn bản giao" in plain(client.get(send))
    done = plain(client.post(send, data=scan(PDF * 2, "rõ hơn.pdf"), follow_redirects=True))
    assert re.search(r"rõ hơn\.pdf .* giấy ủy quyền\.pdf Doãn Trung Kiên gửi lúc .*, đã thay lúc ", done)
    with made.app.app_context():
        row = db.session.query(Delegation).one()
        entry = {"kind": "approved", "at": clock(), "person_id": row.person_id, "payload": {}, "salt": ""}
        hashes = {"payload_sha256": "", "previous_hash": "", "hash": "x"}
        road.type_all(made, ["dung"])
        dossier = db.session.query(Dossier).one()
        seat = {"delegation_id": row.id}
        db.session.add(DossierEntry(dossier_id=dossier.id, seq=99, seat=seat, **entry, **hashes))
        db.session.commit()
    assert links(client, made, "gui-tep") == []
    assert "giữ nguyên" in plain(client.get(send))
    assert client.post(send, data=scan(b"%PDF-3")).status_code == 409
    assert client.get(links(client, made, "tep")[0]).data == PDF * 2


FILES = [
    (b"plain words", "x.pdf", "không phải PDF, JPEG hay PNG"),
    (PDF, "x.docx", "Gửi PDF, JPG, JPEG, PNG, tối đa 10 MB"),
    (b"", "x.pdf", "tối đa 10 MB"),
    (b"%PDF-" + b"0" * 200_000, "x.pdf", "Tệp rỗng hoặc lớn quá"),
]


def test_a_refused_file_loses_nothing_that_was_typed(made):
    made.app.config["UPLOAD_LIMIT"] = 100_000
    client, more = visitor(made, "chair"), {"paper_by": "Ban Chấp hành CĐCS"}
    for content, name, words in FILES:
        answer = client.post(address(made, "/moi"), data=typed(made, **more) | scan(content, name))
        assert (answer.status_code, words in plain(answer)) == (422, True), (content[:10], name)
        assert 'href="#file"' in answer.text
        for kept in ("05/GUQ-CĐCS", "Ban Chấp hành CĐCS", f"{clock.today() + 9 * DAY:%d/%m/%Y}"):
            assert kept in answer.text, kept
        assert re.search(
            r'value="award_proposal"[^>]*checked|checked[^>]*value="award_proposal"', answer.text
        )
    with made.app.app_context():
        assert db.session.query(Delegation).count() == db.session.query(DelegationFile).count() == 0


def test_who_must_mend_another_field_is_told_to_choose_the_file_again(made):
    client = visitor(made, "chair")
    for rest, wrong in (
        ("/moi", {"paper_no": ""}),
        ("/moi", {"receiver": ""}),
        ("/lam-thay", {"valid_to": ""}),
    ):
        answer = client.post(address(made, rest), data=typed(made) | {"power": "decide"} | wrong | scan())
        assert (answer.status_code, "Chọn lại tệp này" in plain(answer)) == (422, True), wrong
    sent = typed(made, receiver="deputy") | {"power": "decide"} | scan()
    page = client.post(address(made, "/lam-thay"), data=sent, follow_redirects=True)
    assert "giấy ủy quyền.pdf" in plain(page)


def test_the_number_of_a_paper_of_ones_own_leads_to_it(made):
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
        road.act(made, "reviewer", "approve", comment="Đủ.")
        paper_id = road.issue(made, "award_minutes")
        road.finish_papers()
        number = db.session.get(Paper, paper_id).number
    client = visitor(made, "chair")
    client.post(address(made, "/moi"), data=typed(made, paper_no=number))
    assert f'href="/van-ban/{paper_id}"' in client.get(address(made)).text
    assert links(client, made, "gui-tep") == [], "the paper itself is there"
    assert f'href="/van-ban/{paper_id}"' not in visitor(made, "dung").get(address(made)).text


# The seat of an acting chair --------------------------------------------------------------------------------------


def test_who_becomes_acting_chair_is_led_to_that_seat(made):
    """The own seat is still the first: its page says what waits in the other, and one press takes it there."""
    road.accounts_for_one(made, "deputy")
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
    client = visitor(made, "deputy")
    assert "Vai khác của đồng chí" not in plain(client.get("/viec"))
    acting = typed(made, "acting", "deputy", covers=[], paper_no="57/QĐ-CĐN")
    assert visitor(made, "reviewer").post(address(made, "/moi"), data=acting).status_code == 302
    page = client.get("/viec")
    until = f"{clock.today() + 9 * DAY:%d/%m/%Y}"
    assert "Ở vai Quyền chủ tịch, Công đoàn cơ sở" in plain(page)
    assert f"(đến hết {until}): chưa có việc chờ" in plain(page)
    with made.app.app_context():
        road.act(made, "reviewer", "return", comment="Bổ sung số liệu.")
    for at in ("/viec", "/viec/cho-xu-ly"):
        page = client.get(at)
        assert f"(đến hết {until}): 1 việc đang chờ" in plain(page)
    assert "Ở vai này không có việc nào chờ đồng chí." in plain(client.get("/viec"))
    (key,) = re.findall(r'name="seat" value="(-\d+)">Chuyển sang vai này', page.text)
    answer = client.post("/vai", data={"seat": key}, follow_redirects=True)
    assert answer.request.path == "/viec"
    assert "Có 1 việc chờ đồng chí." in plain(answer)
    assert "Vai khác" not in plain(answer)
    assert visitor(made, "secretary").post("/vai", data={"seat": key}).status_code == 404
