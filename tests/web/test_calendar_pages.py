"""The private calendar over the web: without a session, renewed, switched off, without names; and the year's page."""

from __future__ import annotations

import re

import pytest
from icalendar import Calendar

from extensions import db
from models import Account
from tests.support import province as road
from tests.support.dossier_visits import plain, visitor
from tests.support.tree import CHEAP_HASH


@pytest.fixture
def made(make_app):
    """Return the province with accounts and a dossier of the hospital's union that was sent up."""
    found = road.build(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))
    with found.app.app_context():
        road.type_all(found, ["dung"])
        road.send(found)
    road.accounts_for(found)
    return found


def address(client, do="renew"):
    """Press a button of the private calendar; return the path of the address that then stands there, if any."""
    page = client.post("/lich/dia-chi", data={"do": do}, follow_redirects=True)
    found = re.search(r'id="feed" value="https?://[^/]+([^"]+)"', page.text)
    return found[1] if found else None


def test_it_is_read_without_a_session_and_tells_no_name(made):
    path = address(visitor(made, "chair"))
    answer = made.app.test_client().get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.text.replace("\r\n ", "")
    assert made.code in text
    assert "Kiều Thị Dung" not in text
    found = Calendar.from_ical(answer.data)
    assert [str(zone["tzid"]) for zone in found.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    uids = [str(one["uid"]) for one in found.walk("VEVENT")]
    assert len(uids) == len(set(uids)) > 5


def test_each_sees_their_own_only(made):
    sister = made.app.test_client().get(address(visitor(made, "sister")))
    assert sister.status_code == 200
    assert made.code not in sister.text
    reviewer = made.app.test_client().get(address(visitor(made, "reviewer")))
    assert made.code in reviewer.text.replace("\r\n ", "")


def test_it_is_renewed_and_switched_off(made):
    client, public = visitor(made, "chair"), made.app.test_client()
    first, second = address(client), address(client)
    assert first != second
    assert [public.get(one).status_code for one in (first, second)] == [404, 200]
    assert address(client, "off") is None
    assert public.get(second).status_code == 404
    third = address(client)
    with made.app.app_context():
        db.session.query(Account).filter_by(username="chair").one().active = False
        db.session.commit()
    assert public.get(third).status_code == 404


def test_the_years_page_and_its_bad_years(made):
    client = visitor(made, "chair")
    page = plain(client.get("/lich"))
    assert "Lịch năm công đoàn" in page
    assert made.code in page
    for year in ("9999", "0", "x", "-1", ""):
        assert client.get(f"/lich?nam={year}").status_code == 200
    assert client.get("/viec/khong-co").status_code == 404
    assert client.get("/viec/theo-doi?trang=x&loai=%27").status_code == 200
