"""Too much, too late, twice, not theirs: what pages answer, and that nothing is lost or done a second time."""

from __future__ import annotations

import io
import re

import pytest

from extensions import clock, db
from models import Dossier, DossierEntry, Paper, Revision
from tests.support import province as road
from tests.support.dossier_visits import count, plain, sent, settle, state, submit, typed, visitor
from tests.support.tree import CHEAP_HASH

MEGABYTE = 1_000_000


@pytest.fixture
def made(make_app):
    """Return the province with accounts; a member of the sister unit."""
    return settle(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))


# Too much -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize("script", [False, True])
def test_ten_megabytes_of_text_are_refused_in_words_and_the_draft_stays(made, protected, script):
    client, address = typed(made)
    made.app.config["WTF_CSRF_ENABLED"] = protected
    before = state(made).draft
    headers = {"Accept": "application/json", "X-Requested-With": "fetch"} if script else {}
    page = f"{address}/phan/results/{made.key('dung')}"
    answer = client.post(page, data={"results": "x" * 10 * MEGABYTE, "version": 0}, headers=headers)
    assert answer.status_code == 413
    if script:
        assert answer.json["error"] == "too_large"
    else:
        assert "Phần vừa gửi quá lớn" in plain(answer)
        assert "tối đa 2,5 MB" in plain(answer)
        assert "Bản nháp đã lưu trước đó vẫn còn nguyên" in plain(answer)
    assert state(made).draft == before


def test_ten_megabytes_are_refused_at_every_door(made):
    client, address = typed(made)
    big = "x" * 10 * MEGABYTE
    for path in (
        f"{address}/trinh",
        f"{address}/y-kien",
        f"{address}/thao-tac/withdraw",
        "/khen-thuong/dot/moi",
        "/vai",
    ):
        assert client.post(path, data={"reason": big}).status_code == 413, path
    assert made.app.test_client().post("/dang-nhap", data={"identity": big}).status_code == 413
    assert made.app.test_client().post(f"{address}/trinh", data={"reason": big}).status_code in (401, 413)


def test_a_file_that_is_too_large_is_refused_and_the_page_says_so(made):
    made.app.config.update(MAX_CONTENT_LENGTH=300_000, UPLOAD_LIMIT=100_000)
    client, address = typed(made)
    for size, status in ((150_000, 422), (400_000, 413)):
        file = (io.BytesIO(b"%PDF-1.4\n" + b"0" * size), "to.pdf")
        answer = client.post(f"{address}/tep/", data={"purpose": "other", "subject": "", "file": file})
        assert answer.status_code == status
        assert ("tối đa 10 MB" if status == 422 else "tối đa 300 kB") in plain(answer)
    assert state(made).case.attachments == ()


# Too late, twice ------------------------------------------------------------------------------------------------


def test_a_stale_part_is_told_and_both_texts_are_there(made):
    client, address = typed(made)
    version = state(made).draft_version
    first = client.post(
        f"{address}/phan/attachments", data={"remark": "bản một", "version": version, "do": "save"}
    )
    second = client.post(
        f"{address}/phan/attachments", data={"remark": "bản hai", "version": version, "do": "save"}
    )
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Giữ bản của tôi" in plain(second)
    assert "Lời nhắn cho người thẩm định bản một bản hai" in plain(second), "both texts, side by side"
    assert "Người lưu: Doãn Trung Kiên, lúc" in plain(second)
    assert state(made).draft["attachments"]["remark"] == "bản một"
    kept = client.post(
        f"{address}/phan/attachments", data={"remark": "bản hai", "version": version, "do": "keep"}
    )
    assert kept.status_code == 302
    assert state(made).draft["attachments"]["remark"] == "bản hai"


def test_an_opinion_on_a_page_that_has_grown_old_is_not_lost(made):
    address, reviewer = sent(made), visitor(made, "reviewer")
    seen = state(made).seq
    chair = visitor(made, "chair")
    assert chair.post(f"{address}/thao-tac/recall", data={"seen": seen, "once": "b" * 32}).status_code == 302
    said = {
        "choice": "return",
        "comment": "Bổ sung số liệu quỹ xã hội.",
        "notes": "",
        "seen": seen,
        "once": "c" * 32,
    }
    said |= {"notes-0-field": "meeting.place", "notes-0-text": "Ghi rõ phòng."}
    answer = reviewer.post(f"{address}/y-kien", data=said)
    assert answer.status_code == 409
    assert "Hồ sơ vừa có thay đổi" in plain(answer)
    assert "Bổ sung số liệu quỹ xã hội." in answer.text
    assert "Ghi rõ phòng." in answer.text
    assert state(made).status == "draft"


def test_a_colleague_was_quicker_and_the_second_press_counts(made):
    """Two members of the committee have the page open; the second is told, and then judges what is there now."""
    address = sent(made)
    with made.app.app_context():
        road.act(made, "reviewer", "approve", comment="Đủ.")
        road.issue(made, "award_minutes")
        road.issue(made, "award_proposal")
    seen = state(made).seq
    data = {"choice": "approve", "comment": "Nhất trí.", "notes": "", "seen": seen}
    assert (
        visitor(made, "seat1").post(f"{address}/y-kien", data={**data, "once": "1" * 32}).status_code == 302
    )
    second = visitor(made, "seat2")
    late = second.post(f"{address}/y-kien", data={**data, "once": "2" * 32})
    assert late.status_code == 409
    assert "Nhất trí." in late.text
    fresh = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', late.text)[1] for name in ("seen", "once")
    }
    assert second.post(f"{address}/y-kien", data={**data, **fresh}).status_code == 302
    assert state(made).status == "approved"


def test_a_stale_command_leads_to_the_dossier_as_it_is(made):
    address = sent(made)
    seen = state(made).seq
    reviewer, chair = visitor(made, "reviewer"), visitor(made, "chair")
    assert (
        reviewer.post(f"{address}/thao-tac/receive", data={"seen": seen, "once": "d" * 32}).status_code == 302
    )
    late = chair.post(f"{address}/thao-tac/recall", data={"seen": seen, "once": "e" * 32})
    assert late.status_code == 409
    assert f'href="{address}"' in late.text
    assert state(made).status == "in_review"


def test_pressing_twice_sends_once(made):
    client, _address = typed(made)
    seen = state(made)
    data = {"seen": seen.seq, "version": seen.draft_version, "once": "f" * 32}
    answers = [submit(made, client, **data) for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(302, f"/ho-so/{made.code}")] * 2
    assert count(made, Revision) == 1
    assert state(made).revision_no == 1


def test_pressing_twice_opens_one_dossier(made):
    client = visitor(made, "chair")
    places = {client.post(f"/ho-so/lap/{made.matter_id}").location for _ in range(3)}
    assert len(places) == 1
    assert count(made, Dossier) == 1


def test_pressing_twice_says_one_opinion_and_numbers_one_paper(made):
    address, reviewer = sent(made), visitor(made, "reviewer")
    data = {"choice": "approve", "comment": "Đủ.", "notes": "", "seen": state(made).seq, "once": "1" * 32}
    assert [reviewer.post(f"{address}/y-kien", data=data).status_code for _ in range(2)] == [302, 302]
    with made.app.app_context():
        assert db.session.query(DossierEntry).filter_by(kind="approved").count() == 1
    secretary = visitor(made, "secretary")
    page = secretary.get(f"{address}/van-ban/award_minutes").text
    seen = re.search(r'name="seen_hash" value="(\w{64})"', page)[1]
    once = re.search(r'name="once"[^>]*value="(\w{32})"', page)[1]
    form = {
        "do": "issue",
        "seen_hash": seen,
        "once": once,
        "reason": "",
        "dated_on": f"{clock.today():%d/%m/%Y}",
    }
    answers = [secretary.post(f"{address}/van-ban/award_minutes", data=form) for _ in range(2)]
    assert len({answer.location for answer in answers}) == 1
    assert count(made, Paper) == 1


# Not theirs -----------------------------------------------------------------------------------------------------


def test_somebody_elses_dossier_looks_like_one_that_does_not_exist(made):
    address = sent(made)
    sister = visitor(made, "sister")
    for path in (
        "",
        "/phan/round",
        "/kiem-tra",
        "/lich-su",
        "/xem-truoc/award_proposal",
        "/van-ban/award_minutes",
    ):
        theirs, nobodys = sister.get(f"{address}{path}"), sister.get(f"/ho-so/KT-1999-00001{path}")
        assert (theirs.status_code, nobodys.status_code) == (404, 404)
        assert plain(theirs) == plain(nobodys)
    before = state(made)
    for path in ("/phan/meeting", "/trinh", "/y-kien", "/thao-tac/withdraw", "/tep/"):
        assert sister.post(f"{address}{path}", data={"place": "x", "seen": before.seq}).status_code == 404
    assert state(made) == before
