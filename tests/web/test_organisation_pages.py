"""Pages of units: who may open which, names and heads over time, the people list, a new name and its papers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from extensions import clock, db
from models import Membership, Office, PaperPart, UnitName
from services import units
from tests.support import province as road
from tests.support import tree
from tests.support.dossier_visits import visitor
from tests.support.tree import CHEAP_HASH

DAY = timedelta(days=1)
NEW = "Công đoàn cơ sở Bệnh viện Đa khoa khu vực Sông Lam"


@pytest.fixture
def made(make_app):
    """Return the province with accounts, an administrator of the sector union and a plain member."""
    app = make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH)
    found = road.build(app)
    with app.app_context():
        found.people["keeper"] = tree.person("Bế Văn Toàn")
        tree.office(found.people["keeper"], found.units["sector"], "admin", title="Quản trị hệ thống")
        found.people["boss"] = tree.person("Ngụy Thanh Sơn")
        tree.office(found.people["boss"], found.units["above"], "chair", title="Chủ tịch")
        db.session.commit()
    road.accounts_for(found, "keeper", "boss", "dung")
    return found


def plain(answer):
    """Return the page's text with plain spaces."""
    return answer.text.replace("\u00a0", " ")


OPENS = [
    # who, which unit, status
    ("chair", "own", 200),
    ("secretary", "own", 200),
    ("dung", "own", 200),
    ("chair", "group", 200),
    ("dung", "group", 200),
    ("reviewer", "own", 200),
    ("keeper", "own", 200),
    ("boss", "own", 200),
    ("boss", "group", 200),
    ("boss", "sector", 200),
    ("reviewer", "sister", 200),
    ("sister", "own", 404),
    ("sister", "group", 404),
    ("chair", "sister", 404),
    ("chair", "sector", 404),
    ("reviewer", "above", 404),
    ("dung", "sector", 404),
]


@pytest.mark.parametrize(("name", "unit", "status"), OPENS)
def test_a_unit_is_read_by_its_people_and_from_above(made, name, unit, status):
    answer = visitor(made, name).get(f"/don-vi/{made.units[unit]}")
    assert answer.status_code == status
    told = {
        "own": "Cù Thị Mai",
        "group": "Tổ Công đoàn Khoa Nội",
        "sister": "Nghiêm Thị Hà",
        "sector": "Đinh Thu Hạnh",
    }
    assert (told.get(unit, "Sơn") in plain(answer)) == (status == 200)


@pytest.mark.parametrize("number", [999, 2**31, 2**63, 10**30])
def test_a_unit_that_does_not_exist_is_not_found(made, number):
    assert visitor(made, "chair").get(f"/don-vi/{number}").status_code == 404


def test_the_way_in_leads_to_the_own_unit(made):
    page = plain(visitor(made, "chair").get("/don-vi"))
    assert "Công đoàn cơ sở Bệnh viện Đa khoa tỉnh" in page
    assert "23 đoàn viên, 15 nữ" in page
    assert 'href="/don-vi" aria-current="page"' in page
    assert "Tổ Công đoàn Khoa Nội" in plain(visitor(made, "dung").get("/don-vi"))


def test_a_group_is_as_large_as_its_list(made):
    with made.app.app_context():
        for name in ("dung", "long"):
            row = db.session.query(Membership).filter_by(person_id=made.people[name]).one()
            row.group_id = made.units["group"]
        db.session.commit()
    page = plain(visitor(made, "chair").get("/don-vi"))
    assert re.search(r"Tổ Công đoàn Khoa Nội</a>.*?<td[^>]*>(?:<span>)?2<", page, re.DOTALL)


def test_officers_stand_with_their_terms_and_how_they_sign(made):
    with made.app.app_context():
        past = tree.person("Cao Văn Cũ")
        tree.office(past, made.units["own"], "chair", until=clock.today() - DAY, title="Chủ tịch")
        db.session.commit()
    page = plain(visitor(made, "reviewer").get(f"/don-vi/{made.units['own']}"))
    assert page.index("Doãn Trung Kiên</b>") < page.index("Cù Thị Mai</b>")
    assert "TM. Ban Chấp hành" in page
    assert "từ 01/01/2010" in page
    officers, past = page.split("Diễn biến qua các năm")
    assert "Cao Văn Cũ" not in officers
    assert "Đ/c Cao Văn Cũ làm Chủ tịch" in past


PEOPLE = [
    ("chair", "own", 200),
    ("secretary", "own", 200),
    ("dung", "own", 404),
    ("reviewer", "own", 404),
    ("keeper", "own", 404),
    ("boss", "own", 404),
    ("sister", "own", 404),
    ("chair", "sister", 404),
]


@pytest.mark.parametrize(("name", "unit", "status"), PEOPLE)
def test_the_list_of_people_is_for_the_units_own_officers(made, name, unit, status):
    answer = visitor(made, name).get(f"/don-vi/{made.units[unit]}/nguoi")
    assert answer.status_code == status
    assert ("Phí Đức Long" in plain(answer)) == (status == 200)


def test_people_stand_in_vietnamese_order_and_are_found_without_marks(made):
    with made.app.app_context():
        for full in ("Lê Văn Ân", "Lê Văn An", "Lê Văn Ẩn", "Đỗ Thị Ánh"):
            tree.member(tree.person(full), made.units["own"], clock.today() - DAY)
        db.session.commit()
    client = visitor(made, "chair")
    page = plain(client.get(f"/don-vi/{made.units['own']}/nguoi"))
    wanted = ["Lê Văn An<", "Đỗ Thị Ánh<", "Lê Văn Ân<", "Lê Văn Ẩn<", "Ứng Thị Bích<", "Kiều Thị Dung<"]
    assert sorted(wanted, key=page.index) == wanted
    found = client.get(f"/don-vi/{made.units['own']}/nguoi?q=do+thi+anh").text
    assert "Đỗ" in found
    assert "Phí" not in found
    assert "Chưa có ai tên này" in client.get(f"/don-vi/{made.units['own']}/nguoi?q=zzz").text


def new_name(made, **more):
    """Return what the page for a new name sends."""
    return {
        "name": NEW,
        "short_name": "CĐCS BVĐK khu vực",
        "letterhead": "Công đoàn cơ sở\nBệnh viện Đa khoa khu vực",
        "on": (clock.today() + 10 * DAY).strftime("%d/%m/%Y"),
        "decision": "41/QĐ-CĐN",
        **more,
    }


RENAMES = [
    ("keeper", "own", 302),
    ("keeper", "sector", 302),
    ("keeper", "above", 404),
    ("chair", "own", 403),
    ("reviewer", "own", 403),
    ("boss", "own", 302),
    ("dung", "own", 403),
    ("sister", "own", 404),
]


@pytest.mark.parametrize(("name", "unit", "status"), RENAMES)
def test_only_the_keeper_of_records_and_the_union_above_write_a_new_name(made, name, unit, status):
    client, address = visitor(made, name), f"/don-vi/{made.units[unit]}/ten-moi"
    assert client.get(address).status_code == (200 if status == 302 else status)
    with made.app.app_context():
        before = db.session.query(UnitName).count()
    assert client.post(address, data=new_name(made)).status_code == status
    with made.app.app_context():
        assert db.session.query(UnitName).count() == before + (status == 302)


def test_a_keeper_of_a_sister_unit_finds_nothing(made):
    with made.app.app_context():
        tree.office(made.people["sister"], made.units["sister"], "admin")
        db.session.commit()
    client = visitor(made, "sister")
    assert client.post(f"/don-vi/{made.units['own']}/ten-moi", data=new_name(made)).status_code == 404
    assert client.post(f"/don-vi/{made.units['sister']}/ten-moi", data=new_name(made)).status_code == 302


def test_a_future_name_waits_for_its_day_beside_the_old_head(made):
    client, address = visitor(made, "keeper"), f"/don-vi/{made.units['own']}"
    answer = client.post(f"{address}/ten-moi", data=new_name(made), follow_redirects=True)
    page = plain(answer)
    assert "Đã ghi tên mới" in page
    assert "Chưa tới ngày" in page
    assert 'Quyết định <span class="text-nowrap">41/QĐ-CĐN' in page
    assert page.index("CÔNG ĐOÀN CƠ SỞ BỆNH VIỆN ĐA KHOA TỈNH<") < page.index("BỆNH VIỆN ĐA KHOA KHU VỰC<")
    with clock.at(clock() + 11 * DAY):
        after = plain(visitor(made, "keeper").get(address))  # a session does not last eleven days
    assert f"<h1>{NEW}" in after
    assert "Đầu văn bản trước" not in after


WRONG = [
    ({"name": ""}, "Nhập tên mới của đơn vị"),
    ({"short_name": ""}, "Nhập tên gọi tắt"),
    ({"on": "29/02/2025"}, "không có ngày 29"),
    ({"on": ""}, "Nhập ngày tên mới có hiệu lực"),
    ({"decision": ""}, "Nhập số quyết định"),
    ({"letterhead": "a\nb\nc\nd\ne"}, "tối đa 4 dòng"),
    ({"name": "x" * 201}, "tối đa 200"),
    ({"on": "01/01/2010"}, "đã có một tên bắt đầu từ ngày này"),
    ({"name": "Công đoàn cơ sở Bệnh viện Đa khoa tỉnh"}, "đã mang đúng tên đó"),
]


@pytest.mark.parametrize(("more", "words"), WRONG)
def test_a_wrong_name_comes_back_with_everything_typed(made, more, words):
    client = visitor(made, "keeper")
    answer = client.post(f"/don-vi/{made.units['own']}/ten-moi", data=new_name(made, **more))
    assert answer.status_code == 422
    assert words in answer.text
    assert "CĐCS BVĐK khu vực" in answer.text or "short_name" in more
    assert 'class="tk-sum"' in answer.text


def test_a_paper_before_a_rename_shows_the_old_head_one_after_it_the_new(made):
    """Two papers by real commands: the minutes today, the proposal after the new name has begun."""
    client = visitor(made, "keeper")
    assert client.post(f"/don-vi/{made.units['own']}/ten-moi", data=new_name(made)).status_code == 302
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
        road.act(made, "reviewer", "approve", comment="Đủ.")
        first = road.issue(made, "award_minutes")
        old = head_of(first)
        db.session.rollback()
        with clock.at(clock() + 11 * DAY):
            second = road.issue(made, "award_proposal")
            new = head_of(second)
        road.finish_papers()
        assert (old, new) == (
            "CÔNG ĐOÀN CƠ SỞ BỆNH VIỆN ĐA KHOA TỈNH",
            "CÔNG ĐOÀN CƠ SỞ\nBỆNH VIỆN ĐA KHOA KHU VỰC",
        )
        assert head_of(first) == old
    reader = visitor(made, "secretary")
    assert reader.get(f"/van-ban/{first}/1.pdf").status_code == 200
    page = reader.get("/don-vi").text
    assert "1 văn bản mang tên này" in page


def head_of(paper_id):
    """Return the issuer's lines in the frozen values of a paper's first part."""
    part = db.session.scalar(db.select(PaperPart).where(PaperPart.paper_id == paper_id, PaperPart.no == 1))
    return part.values["letterhead"]["issuer"]


def test_a_backdated_name_leaves_issued_papers_alone(made):
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
        road.act(made, "reviewer", "approve", comment="Đủ.")
        paper_id = road.issue(made, "award_minutes")
    client = visitor(made, "keeper")
    answer = client.post(
        f"/don-vi/{made.units['own']}/ten-moi", data=new_name(made, on=clock.today().strftime("%d/%m/%Y"))
    )
    assert answer.status_code == 302
    with made.app.app_context():
        assert head_of(paper_id) == "CÔNG ĐOÀN CƠ SỞ BỆNH VIỆN ĐA KHOA TỈNH"
        assert units.name_of(made.units["own"], clock.today()) == NEW


def test_an_ended_unit_is_still_read_from_above(made):
    from models import Unit, UnitParent

    with made.app.app_context():
        unit = db.session.get(Unit, made.units["sister"])
        unit.closed_on = clock.today() - 5 * DAY
        row = db.session.query(UnitParent).filter_by(unit_id=unit.id).one()
        row.valid_to = unit.closed_on
        for office in db.session.query(Office).filter_by(unit_id=unit.id):
            office.valid_to = unit.closed_on
        db.session.commit()
    page = visitor(made, "reviewer").get(f"/don-vi/{made.units['sister']}")
    assert page.status_code == 200
    assert "Đã kết thúc ngày" in page.text
