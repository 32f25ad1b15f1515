"""The overview: who opens it, what it counts, that its queries do not grow, reminders and their limits."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import event
from sqlalchemy.engine import Engine

from extensions import clock, db
from models import AwardRound, Matter, Notice, Paper, UnitReminder
from services import overview
from tests.support import province as road
from tests.support import tree
from tests.support.dossier_visits import visitor
from tests.support.tree import CHEAP_HASH


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


OPENS = [
    ("reviewer", 200),
    ("clerk", 200),
    ("boss", 200),
    ("chair", 404),
    ("sister", 404),
    ("secretary", 404),
]


@pytest.mark.parametrize(("name", "status"), OPENS)
def test_the_overview_belongs_to_the_chain_above(made, name, status):
    assert visitor(made, name).get(f"/tien-do/{made.units['sector']}").status_code == status


def test_laggards_stand_first_and_drafts_are_not_told(made):
    with made.app.app_context():
        road.type_all(made, ["dung"])
        client = visitor(made, "reviewer")
        page = plain(client.get("/tien-do"))
        assert "2 đơn vị trực thuộc" in page
        assert "2 đơn vị còn nợ việc" in page
        assert made.code not in page
        road.send(made)
    page = plain(client.get("/tien-do"))
    assert "1 đơn vị còn nợ việc" in page
    assert page.index("CĐCS Bệnh viện Phổi" if "CĐCS" in page else "Bệnh viện Phổi") < page.index(
        "Bệnh viện Đa khoa tỉnh</a>"
    )
    assert made.code in page
    only = plain(client.get("/tien-do?con-no=1"))
    assert "Bệnh viện Đa khoa tỉnh</a>" not in only
    assert "Bệnh viện Phổi</a>" in only
    found = plain(client.get("/tien-do?q=phoi"))
    assert "Bệnh viện Phổi</a>" in found
    assert "Bệnh viện Đa khoa tỉnh</a>" not in found


def queries(made, call):
    """Return how many statements a call sends."""
    seen = []

    def look(connection, cursor, statement, *rest):
        seen.append(statement)

    with made.app.app_context():
        event.listen(Engine, "before_cursor_execute", look)
        try:
            call()
        finally:
            event.remove(Engine, "before_cursor_execute", look)
    return len(seen)


def test_as_many_queries_for_two_units_as_for_eighty_seven(made):
    def call():
        overview.page(made.units["sector"], made.who("reviewer"))

    few = queries(made, call)
    with made.app.app_context():
        for n in range(85):
            one = tree.unit(f"Công đoàn cơ sở Đơn vị số {n}", "grassroots", made.units["sector"])
            tree.office(tree.person(f"Lò Văn Số {n}"), one, "chair")
        db.session.commit()
    assert queries(made, call) == few
    assert few < 20


def test_the_chosen_are_reminded_once_a_day_and_told_why_not(made):
    client, sector = visitor(made, "reviewer"), made.units["sector"]
    address, sister, own = f"/tien-do/{sector}/nhac", made.units["sister"], made.units["own"]
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
        before = db.session.query(Notice).count()
    sent = {"units": [own, sister, 999_999, "x"], "nam": clock.today().year}
    page = plain(client.post(address, data=sent, follow_redirects=True))
    assert "Đã nhắc 1 đơn vị: Công đoàn cơ sở Bệnh viện Phổi." in page
    assert "Không còn nợ việc." in page
    again = plain(client.post(address, data={"units": [sister]}, follow_redirects=True))
    assert "Đã nhắc trong 24 giờ qua" in again
    assert "Chọn ít nhất một đơn vị" in plain(client.post(address, data={}, follow_redirects=True))
    with made.app.app_context():
        assert db.session.query(Notice).count() == before + 1
        told = db.session.query(Notice).order_by(Notice.id.desc()).first()
        assert told.person_id == made.people["sister"]
        assert "chưa nộp" in told.body
        assert db.session.query(UnitReminder).one().owed == 1


@pytest.mark.parametrize(("name", "status"), [("boss", 403), ("clerk", 403), ("chair", 404), ("sister", 404)])
def test_nobody_else_reminds(made, name, status):
    address = f"/tien-do/{made.units['sector']}/nhac"
    assert visitor(made, name).post(address, data={"units": [made.units["sister"]]}).status_code == status
    with made.app.app_context():
        assert db.session.query(UnitReminder).count() == 0


def _decided(made, *, awarded: bool):
    """Put an earlier round of this year beside the open one; returns its id."""
    today = clock.today()
    said = {"procedure": "award_nomination", "unit_id": made.units["sector"], "title": "Giấy khen đợt trước"}
    past = Matter(
        **said,
        year=today.year,
        opens_on=today - timedelta(days=90),
        deadline_on=today - timedelta(days=60),
        created_at=clock(),
    )
    db.session.add(past)
    db.session.flush()
    db.session.add(AwardRound(matter_id=past.id, award="giay_khen_ctt", cut_off=today))
    if awarded:
        values = dict.fromkeys(("profile", "profile_sha256", "values_sha256"), "")
        paper = {
            "kind": "award_decision",
            "unit_id": made.units["sector"],
            "matter_id": past.id,
            "once": "x1",
        }
        shown = {"subject": "Tặng Giấy khen", "number": "07/QĐ-CĐN", "signer": "Đinh Thu Hạnh"}
        when = {"dated_on": today - timedelta(days=50), "numbered_at": clock()}
        by = made.people["clerk"]
        db.session.add(Paper(**values, **paper, **shown, **when, numbered_by=by, state="issued"))
    db.session.commit()
    return past.id


def test_what_was_decided_long_ago_is_owed_no_more_and_shown_by_choice(made):
    with made.app.app_context():
        before = _decided(made, awarded=False)
    client, year = visitor(made, "reviewer"), clock.today().year
    page = plain(client.get("/tien-do"))
    assert "Tiến độ các đợt, kỳ đang làm" in page
    assert "Chưa nộp: 2" in page
    assert "tk-due r" in page
    narrowed = plain(client.get(f"/tien-do?dot={before}"))
    assert "Chưa nộp: 2" not in narrowed
    with made.app.app_context():
        db.session.delete(db.session.get(AwardRound, before))
        db.session.delete(db.session.get(Matter, before))
        decided = _decided(made, awarded=True)
    page = plain(client.get("/tien-do"))
    assert "Chưa nộp: 2" not in page
    assert "tk-due r" not in page
    assert "Giấy khen đợt trước" not in page
    older = plain(client.get(f"/tien-do?nam={year}"))
    assert f"Tiến độ năm {year}" in older
    assert "Không gửi" in older
    assert "tk-due r" not in older
    assert "Giấy khen đợt trước" in older
    only = plain(client.get(f"/tien-do?nam={year}&dot={decided}"))
    assert "Không đơn vị nào còn nợ việc." in only
    sent = {"units": [made.units["sister"]], "nam": year, "dot": decided}
    told = client.post(f"/tien-do/{made.units['sector']}/nhac", data=sent, follow_redirects=True)
    assert "Không còn nợ việc." in plain(told)
    rows = _rows(client.get(f"/excel/don-vi/{made.units['sector']}/tien-do.xlsx?nam={year}"))
    assert [row[2] for row in rows].count("Giấy khen đợt trước") == 2
    assert {row[4] for row in rows} == {"Chưa nộp", "Không gửi"}


def _rows(answer):
    """Return the rows under the heading of a file."""
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    return list(sheet.iter_rows(min_row=3, values_only=True))
