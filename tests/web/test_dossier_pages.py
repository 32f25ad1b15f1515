"""The pages of a dossier: typing, going back, checking, deciding, issuing, and what bad input gets."""

from __future__ import annotations

import re

import pytest

from extensions import db
from services import dossier_views
from tests.support import province as road
from tests.support.dossier_visits import visitor
from tests.support.tree import CHEAP_HASH


@pytest.fixture
def made(make_app):
    """Return the province with accounts."""
    app = make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH)
    found = road.build(app)
    road.accounts_for(found)
    return found


def opened(made):
    """Open the unit's dossier through the page; return (client of the chair, address)."""
    client = visitor(made, "chair")
    answer = client.post(f"/ho-so/lap/{made.matter_id}")
    made.code = answer.location.rsplit("/", 1)[1]
    return client, answer.location


def state(made):
    """Return the dossier as its chair sees it."""
    with made.app.app_context():
        found = dossier_views.view(made.code, made.who("chair"))
        db.session.rollback()
        return found


def test_the_chair_opens_types_and_comes_back_to_what_was_typed(made):
    client, address = opened(made)
    page = client.get(f"{address}/phan/round")
    assert page.status_code == 200
    typed = {"reason": "dẫn đầu phong trào", "extra_bases": "", "bases": "", "do": "next"}
    answer = client.post(f"{address}/phan/round", data={**typed, "version": state(made).draft_version})
    assert answer.status_code == 422
    assert "Chọn ít nhất một căn cứ" in answer.text
    assert "dẫn đầu phong trào" in client.get(f"{address}/phan/round").text
    assert client.get(address).status_code == 200


def test_every_part_opens_before_and_after_something_was_chosen(made):
    client, address = opened(made)
    for part in ("round", "nominees", "meeting", "attachments"):
        assert client.get(f"{address}/phan/{part}").status_code == 200, part
    dung = made.key("dung")
    data = {
        "people": ["", dung],
        "groups": ["", f"u{made.units['group']}"],
        "pasted": "",
        "do": "next",
        "version": 0,
    }
    answer = client.post(f"{address}/phan/nominees", data=data)
    assert answer.status_code == 302
    for row in (dung, f"u{made.units['group']}"):
        assert client.get(f"{address}/phan/results/{row}").status_code == 200
    assert "Kiều Thị Dung" in client.get(f"{address}/phan/meeting").text
    assert client.get(f"{address}/kiem-tra").status_code == 200
    assert client.get(f"{address}/phan/results/p999").status_code == 404


def test_what_was_wrong_in_the_draft_is_forgotten_once_it_is_mended(made):
    client, address = opened(made)
    client.post(f"{address}/phan/meeting", data={"held_on": "29/02/2025", "version": 0, "do": "next"})
    data = {"held_on": "28/02/2025", "version": state(made).draft_version, "do": "next"}
    answer = client.post(f"{address}/phan/meeting", data=data)
    assert answer.status_code == 422, "the other fields are still empty"
    assert "không có ngày 29" not in answer.text


@pytest.mark.parametrize("kind", ["award_proposal", "award_proposal_list", "award_minutes"])
def test_a_sheet_shows_what_there_is_before_anything_was_typed(made, kind):
    client, address = opened(made)
    assert client.get(f"{address}/xem-truoc/{kind}").status_code == 200


def test_autosave_keeps_invalid_values_and_answers_in_json(made):
    client, address = opened(made)
    answer = client.post(
        f"{address}/phan/meeting", data={"held_on": "29/02/2025", "version": 0, "do": "auto"}
    )
    assert answer.json["ok"] is True
    page = client.get(f"{address}/phan/meeting")
    assert "29/02/2025" in page.text
    assert "không có ngày 29" in page.text


def test_a_stale_page_is_told_and_overwrites_nothing(made):
    client, address = opened(made)
    first = client.post(
        f"{address}/phan/round", data={"reason": "một", "bases": "x", "version": 0, "do": "auto"}
    )
    second = client.post(
        f"{address}/phan/round", data={"reason": "hai", "bases": "x", "version": 0, "do": "auto"}
    )
    assert (first.status_code, second.status_code) == (200, 409)
    assert state(made).draft["round"]["reason"] == "một"


def test_pasted_rows_are_understood_or_asked_row_by_row(made):
    client, address = opened(made)
    rows = "STT\tHọ và tên\tChức vụ\n1\tkiều thị dung\tĐiều dưỡng\n2\tPhí Đức Lonh\tBác sĩ"
    data = {"people": "", "groups": "", "pasted": rows, "version": 0, "do": "read"}
    answer = client.post(f"{address}/phan/nominees", data=data)
    assert "Đọc được 1 dòng, 1 dòng chưa hiểu" in answer.text
    assert re.search(rf'value="{made.key("dung")}"[^>]*checked', answer.text)
    assert "Phí Đức Lonh" in answer.text


def test_preview_shows_what_is_typed_and_user_text_stays_text(made):
    client, address = opened(made)
    with made.app.app_context():
        road.type_all(made, ["dung"])
    for kind in ("award_proposal", "award_minutes", "award_proposal_list"):
        assert client.get(f"{address}/xem-truoc/{kind}").status_code == 200, kind
    typed = {
        "reason": "{{ 7*7 }} <script>alert(1)</script>",
        "bases": "luat_tdkt_2022",
        "extra_bases": "=1+1",
    }
    answer = client.post(f"{address}/xem-truoc/award_proposal?part=round", data={**typed, "version": 0})
    assert "{{ 7*7 }} &lt;script&gt;" in answer.text
    assert "=1+1" in answer.text
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_reviewer_reads_returns_with_notes_and_the_chair_sees_them_at_the_fields(made):
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
    address = f"/ho-so/{made.code}"
    reviewer = visitor(made, "reviewer")
    assert made.code in reviewer.get("/viec").text
    assert reviewer.get(address).status_code == 200
    data = {
        "choice": "return",
        "comment": "",
        "notes-0-field": f"results.{made.key('dung')}.summary",
        "notes-0-text": "Ghi rõ số liệu.",
        "notes-1-field": "meeting.place",
        "notes-1-text": "Phòng nào?",
        "notes": "",
        "seen": state(made).seq,
        "once": "0" * 32,
    }
    answer = reviewer.post(f"{address}/y-kien", data=data)
    assert answer.status_code == 302, answer.text
    chair = visitor(made, "chair")
    assert "Ghi rõ số liệu." in chair.get("/viec").text
    assert "Ghi rõ số liệu." in chair.get(f"{address}/phan/results/{made.key('dung')}").text
    assert "Phòng nào?" in chair.get(f"{address}/phan/meeting").text


def test_returning_without_a_word_is_refused_beside_the_field(made):
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
    reviewer = visitor(made, "reviewer")
    data = {"choice": "return", "comment": "", "notes": "", "seen": state(made).seq, "once": "1" * 32}
    answer = reviewer.post(f"/ho-so/{made.code}/y-kien", data=data)
    assert answer.status_code == 422
    assert "Ghi chỗ cần sửa" in answer.text


@pytest.mark.parametrize("path", ["", "/phan/round", "/kiem-tra", "/lich-su", "/xem-truoc/award_proposal"])
def test_a_sister_unit_finds_nothing(made, path):
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
    assert visitor(made, "sister").get(f"/ho-so/{made.code}{path}").status_code == 404


def test_lists_and_first_pages_open_for_everybody(made):
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
    for name in ("chair", "secretary", "reviewer", "seat1", "clerk"):
        client = visitor(made, name)
        for path in ("/viec", "/ho-so", "/da-xu-ly", "/khen-thuong/", "/khen-thuong/dot"):
            assert client.get(path).status_code == 200, (name, path)
        assert client.get("/van-ban", follow_redirects=True).status_code == 200, name
    assert visitor(made, "clerk").get(f"/khen-thuong/dot/{made.matter_id}").status_code == 200
    assert visitor(made, "chair").get(f"/khen-thuong/dot/{made.matter_id}").status_code == 404
