"""Officers over time and people new to the records, at their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from extensions import clock, db
from models import Membership, Office, Person
from services import signing
from tests.support import province as road
from tests.support import tree
from tests.support.dossier_visits import visitor
from tests.support.tree import CHEAP_HASH
from vietnamese.dates import screen_date

DAY = timedelta(days=1)


@pytest.fixture
def made(make_app):
    """Return the province with accounts, the chair of the federation among them."""
    found = road.build(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))
    with found.app.app_context():
        found.people["boss"] = tree.person("Ngụy Thanh Sơn")
        tree.office(found.people["boss"], found.units["above"], "chair", title="Chủ tịch")
        db.session.commit()
    road.accounts_for(found, "boss")
    return found


def plain(answer):
    """Return the page's text with plain spaces."""
    return answer.text.replace("\u00a0", " ")


def office(made, name, unit="own", **more):
    """Return a body that gives a person an office from today."""
    said = {"person": made.people[name], "q": "dung", "role": "executive", "title": "Ủy viên Ban Chấp hành"}
    return {
        **said,
        "valid_from": screen_date(clock.today()),
        "valid_to": "",
        "term": "2023-2028",
        "source": "",
        **more,
    }


def test_people_are_found_without_marks_and_given_an_office(made):
    client, address = visitor(made, "chair"), f"/don-vi/{made.units['own']}/can-bo"
    page = plain(client.get(f"{address}/moi?q=kieu thi dung"))
    assert "Kiều Thị Dung" in page
    assert "Phí Đức Long" not in page
    page = plain(client.post(f"{address}/moi", data=office(made, "dung"), follow_redirects=True))
    assert "Đã ghi chức vụ." in page
    assert "2023-2028" in page


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"role": ""}, "Chọn chức vụ"),
        ({"person": ""}, "Tìm rồi chọn một người"),
        ({"valid_to": "01/01/2020"}, "Ngày kết thúc trước ngày bắt đầu"),
        ({"valid_from": "31/02/2026"}, "không có ngày 31"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(made, more, words):
    client = visitor(made, "chair")
    answer = client.post(f"/don-vi/{made.units['own']}/can-bo/moi", data=office(made, "dung", **more))
    assert answer.status_code == 422
    assert words in plain(answer)
    assert "Ủy viên Ban Chấp hành" in answer.text


def test_a_unit_has_one_chair_at_a_time_and_the_day_decides_who_signs(made):
    boss, own, today = visitor(made, "boss"), made.units["own"], clock.today()
    address = f"/don-vi/{own}/can-bo"
    body = office(made, "dung", role="chair", title="Chủ tịch")
    assert "đang giữ chức vụ này" in plain(boss.post(f"{address}/moi", data=body))
    with made.app.app_context():
        old = db.session.query(Office).filter_by(unit_id=own, role="chair").one().id
    last = screen_date(today - DAY)
    assert (
        boss.post(f"{address}/{old}/ket-thuc", data={"last": last, "source": "nghỉ hưu"}).status_code == 302
    )
    assert boss.post(f"{address}/moi", data=body).status_code == 302
    page = plain(boss.get(address))
    assert page.index("Kiều Thị Dung") < page.index("Trước đây") < page.index("Doãn Trung Kiên")
    with made.app.app_context():
        assert signing.who(own, today - DAY)[0].name == "Doãn Trung Kiên"
        assert signing.who(own, today)[0].name == "Kiều Thị Dung"


@pytest.mark.parametrize(
    ("name", "role", "status"), [("chair", "chair", 422), ("secretary", "admin", 422), ("boss", "chair", 422)]
)
def test_the_chair_is_written_down_above(made, name, role, status):
    client = visitor(made, name)
    answer = client.post(f"/don-vi/{made.units['own']}/can-bo/moi", data=office(made, "dung", role=role))
    assert answer.status_code == status
    with made.app.app_context():
        assert db.session.query(Office).filter_by(person_id=made.people["dung"]).count() == 0


def test_a_new_term_keeps_the_chosen_and_ends_the_rest(made):
    boss, own = visitor(made, "boss"), made.units["own"]
    with made.app.app_context():
        rows = db.session.query(Office).filter_by(unit_id=own).all()
        for row in rows:
            row.term = "2018-2023"
        stays = next(row.id for row in rows if row.role == "chair")
        db.session.commit()
    body = {
        "term": "2023-2028",
        "begins": screen_date(clock.today()),
        "source": "Đại hội",
        "stays": ["", stays],
    }
    page = plain(boss.post(f"/don-vi/{own}/can-bo/nhiem-ky", data=body, follow_redirects=True))
    assert "1 chức vụ tiếp tục, 1 chức vụ kết thúc" in page
    assert page.index("2023-2028") < page.index("Trước đây") < page.index("2018-2023")
    none = boss.post(f"/don-vi/{own}/can-bo/nhiem-ky", data={**body, "stays": ""})
    assert none.status_code == 422


NAMES = ["H'Hen Niê", "Nhàn", "Đỗ Thị Ninh Hường", "Y Moan Êban"]


@pytest.mark.parametrize("name", NAMES)
def test_names_survive_and_are_found_again(made, name):
    client = visitor(made, "secretary")
    body = {
        "name": name,
        "hired_on": "01/03/2026",
        "sex": "F",
        "born_on": "",
        "post": "điều dưỡng",
        "group": "",
    }
    page = plain(
        client.post(f"/don-vi/{made.units['own']}/can-bo/nguoi-moi", data=body, follow_redirects=True)
    )
    assert page.count(name.replace("'", "&#39;")) > 0
    with made.app.app_context():
        assert db.session.query(Person).filter_by(name=name).count() == 1


def test_a_namesake_is_pointed_out_and_may_be_somebody_else(made):
    client, address = visitor(made, "chair"), f"/don-vi/{made.units['own']}/can-bo/nguoi-moi"
    body = {"name": "kiều thị DUNG", "hired_on": "01/03/2026"}
    answer = client.post(address, data=body)
    assert answer.status_code == 422
    assert "Đã có: Kiều Thị Dung" in plain(answer)
    assert "Đây là người khác" in plain(answer)
    assert client.post(address, data={**body, "another": "y"}).status_code == 302
    with made.app.app_context():
        assert db.session.query(Membership).filter_by(unit_id=made.units["own"]).count() == 5
    assert "bằng chữ" in plain(client.post(address, data={"name": "Dung 2", "hired_on": "01/03/2026"}))
