"""The pages around a decision: what the unit never reads, a note pinned to an answer, many at once, old pages."""

from __future__ import annotations

import pytest

from extensions import db
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
    assert '<option selected value="round.reason">' in answer.text
    assert "Gần đủ." in answer.text
