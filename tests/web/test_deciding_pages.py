"""The pages around a decision: what the unit never reads, a note pinned to an answer, many at once, old pages."""

from __future__ import annotations

import re

import pytest

from extensions import db
from models import Dossier, FindingCount
from tests.support import desk
from tests.support import province as road
from tests.support.dossier_visits import plain, sent, visitor
from tests.support.tree import CHEAP_HASH

SECRET = "Quỹ tương trợ cần xem lại sổ."


@pytest.fixture
def made(make_app):
    """Return the province with accounts."""
    found = road.build(make_app(**CHEAP_HASH))
    road.accounts_for(found)
    return found


def seen(made, who="reviewer"):
    with made.app.app_context(), made.app.test_request_context():
        number = desk.seen(made, made.code, who)
        db.session.rollback()
        return number


def test_what_reviewers_write_among_themselves_stands_on_no_page_of_the_unit(made):
    address = sent(made)
    reviewer, chair = visitor(made, "reviewer"), visitor(made, "chair")
    said = {"say-text": SECRET, "say-readers": "inside", "say-seen": seen(made), "say-once": desk.key()}
    assert reviewer.post(f"{address}/trao-doi/say", data=said).status_code == 302
    assert SECRET in plain(reviewer.get(address))
    for page in (address, f"{address}/lich-su", "/viec", "/ho-so"):
        answer = chair.get(page)
        assert answer.status_code == 200
        assert SECRET not in answer.text, page
        assert "nội bộ" not in plain(answer), page


def test_an_empty_note_comes_back_and_a_stale_one_keeps_its_text(made):
    address = sent(made)
    reviewer = visitor(made, "reviewer")
    body = {"say-text": "", "say-readers": "inside", "say-seen": seen(made), "say-once": desk.key()}
    answer = reviewer.post(f"{address}/trao-doi/say", data=body)
    assert (answer.status_code, "Nhập ghi chú" in plain(answer)) == (422, True)
    answer = reviewer.post(f"{address}/trao-doi/say", data={**body, "say-text": SECRET, "say-seen": 1})
    assert (answer.status_code, SECRET in answer.text) == (409, True)


def test_a_pin_keeps_what_was_typed_and_chooses_the_place(made):
    address = sent(made)
    with made.app.app_context(), made.app.test_request_context():
        desk.do(made, made.code, "reviewer", "receive")
    reviewer = visitor(made, "reviewer")
    body = {
        "seen": seen(made),
        "once": desk.key(),
        "comment": "Gần đủ.",
        "notes": "",
        "do": "pin:round.reason",
    }
    answer = reviewer.post(f"{address}/y-kien", data=body)
    assert answer.status_code == 200
    assert 'data-pinned="round.reason"' in answer.text
    assert re.search(r'name="notes-0-field" value="round.reason"', answer.text)
    assert "Gần đủ." in answer.text


def test_a_nominations_results_have_a_note_button_each(made):
    address = sent(made)
    with made.app.app_context(), made.app.test_request_context():
        desk.do(made, made.code, "reviewer", "receive")
    page = visitor(made, "reviewer").get(address).text
    offered = re.findall(r'data-pin="([\w.]+)"', page)
    key = made.key("dung")
    assert len(offered) == len(set(offered))
    assert {f"results.{key}.summary", f"results.{key}.results", "meeting.held_on", "round.reason"} <= set(
        offered
    )
    assert page.index(f'data-pin="results.{key}.summary"') < page.index('id="tung-o"')


def test_all_of_which_the_machine_says_nothing_are_ticked_when_asked_for(made):
    with made.app.app_context(), made.app.test_request_context():
        loud, quiet, other = desk.many(made, 3)
        for count in db.session.scalars(db.select(FindingCount).join(Dossier).where(Dossier.code != loud)):
            count.warn = count.ask = 0
        db.session.commit()
    reviewer = visitor(made, "reviewer")
    plain_page = reviewer.get("/xet-nhieu")
    assert "Xét cả 2 hồ sơ máy không nhắc gì" in plain(plain_page)
    assert not re.search(r'name="codes"[^>]*checked', plain_page.text), "nothing is ticked by itself"
    asked = reviewer.get("/xet-nhieu?loc=khong-nhac").text
    assert set(re.findall(r'name="codes" value="([^"]+)"[^>]*checked', asked)) == {quiet, other}
    assert loud not in re.findall(r'name="codes" value="([^"]+)"', asked)
    some = f"/xet-nhieu?ma={loud}&ma={quiet}"
    assert "Xét cả 1 hồ sơ máy không nhắc gì" in plain(reviewer.get(some))
    assert re.findall(r'name="codes" value="([^"]+)"', reviewer.get(f"{some}&loc=khong-nhac").text) == [quiet]
    alone = plain(reviewer.get(f"/xet-nhieu?ma={loud}&loc=khong-nhac"))
    assert "Không có hồ sơ nào mà máy không nhắc gì." in alone
