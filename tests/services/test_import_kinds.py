"""Offices, past awards and units from lists; the workbooks around a list; its record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from extensions import clock, db
from models import (
    AwardRecord,
    ImportChange,
    Office,
    Person,
    Unit,
)
from services import import_sheets, import_undo, import_writing, imports, organisation, units
from services.errors import NotFound, Refused
from tests.support import province as road
from tests.support import tree
from tests.support.importing import ROWS, looked, sent, told, written
from tests.support.lists import opened, xlsx
from tests.support.tree import CHEAP_HASH


@pytest.fixture
def made(make_app: Callable[..., Flask]) -> Any:
    """Yield the small province inside its application, with an administrator of the sector union."""
    made = road.build(make_app(**CHEAP_HASH))
    with made.app.app_context():
        made.people["admin"] = tree.person("Hứa Văn Quang")
        tree.office(made.people["admin"], made.units["sector"], "admin")
        db.session.commit()
        yield made


OFFICE = ("Mã", "Họ và tên", "Chức vụ", "Từ ngày", "Đến ngày", "Căn cứ")


def code_of(made: road.Province, name: str) -> str:
    return db.session.get_one(Person, made.people[name]).code


def test_offices(made: road.Province) -> None:
    dung, chair = code_of(made, "dung"), code_of(made, "chair")
    rows = [
        (dung, "Kiều Thị Dung", "Phó CT", "01/7/2025", None, "Đại hội"),
        (dung, "Kiều Thị Dung", "Quản trị hệ thống", "01/7/2025", None, None),
        (dung, "Phí Đức Long", "Thư ký", "01/7/2025", None, None),
        (dung, None, "Chủ tịch", "01/7/2025", None, None),
        (chair, None, "Ủy viên BCH", "01/7/2025", "30/6/2025", None),
        ("Z9", None, "Thư ký", "01/7/2025", None, None),
        (code_of(made, "sister"), None, "Thư ký", "01/7/2025", None, None),
    ]
    found = sent(made, xlsx(rows, OFFICE), "offices")
    assert [step.state for step in found.plan.steps] == ["new", *["stop"] * 6]
    assert [one.split(" ", 1)[0] for one in told(found)] == ["3C", "4B", "5D", "6E", "7A", "8A"]
    assert "Hà" not in told(found)[-1]
    run = written(made, found)
    office = db.session.scalars(select(Office).where(Office.role == "vice_chair")).one()
    assert (office.title, office.valid_from, office.source) == ("Phó Chủ tịch", date(2025, 7, 1), "Đại hội")
    assert sent(made, xlsx(rows[:1], OFFICE), "offices").counts == {"same": 1}
    ended = [(dung, None, "Phó Chủ tịch", "01/7/2025", "31/12/2025", None)]
    second = written(made, sent(made, xlsx(ended, OFFICE), "offices"))
    assert "sửa sau" in import_undo.hindrances(made.units["own"], run.id, made.who("chair"))[0].why
    import_undo.undo(made.units["own"], second.id, who=made.who("chair"))
    import_undo.undo(made.units["own"], run.id, who=made.who("chair"))
    assert db.session.scalar(select(Office.id).where(Office.role == "vice_chair")) is None


@pytest.mark.soak
def test_a_new_chair_follows_when_the_list_ends_the_old_one(made: road.Province) -> None:
    dung, chair = code_of(made, "dung"), code_of(made, "chair")
    rows = [
        (chair, None, "Chủ tịch", tree.LONG_AGO, "30/6/2025", None),
        (dung, None, "Chủ tịch", "01/7/2025", None, None),
    ]
    assert sent(made, xlsx(rows, OFFICE), "offices").counts == {"update": 1, "new": 1}


AWARD = ("Mã", "Họ và tên", "Danh hiệu", "Năm", "Số quyết định", "Ngày quyết định", "Nơi quyết định")


def test_past_awards(made: road.Province) -> None:
    dung, own = code_of(made, "dung"), db.session.get_one(Unit, made.units["own"]).code
    title = "Giấy khen của công đoàn cấp trên trực tiếp cơ sở"
    rows = [
        (dung, "Kiều Thị Dung", title, 2024, "41/QĐ-CĐN", "14/12/2024", "Công đoàn ngành"),
        (own, None, title, 2023, "40/QĐ-CĐN", "14/12/2023", "Công đoàn ngành"),
        (own, None, "Lao động tiên tiến", 2023, "40/QĐ-CĐN", None, "Bệnh viện"),
        (dung, None, "Giải thưởng lạ", 2023, "40/QĐ-CĐN", None, "Bệnh viện"),
        (dung, None, title, 2024, "41/QĐ-CĐN", None, "Công đoàn ngành"),
        (dung, None, title, 2020, "41/QĐ-CĐN", "14/12/2024", "Công đoàn ngành"),
    ]
    found = sent(made, xlsx(rows, AWARD), "awards")
    assert [step.state for step in found.plan.steps] == ["new", "new", "stop", "stop", "stop", "stop"]
    run = written(made, found)
    record = db.session.scalars(select(AwardRecord).where(AwardRecord.person_id == made.people["dung"])).one()
    assert (record.award, record.level, record.decided_on) == (
        "giay_khen_ctt",
        "direct_upper",
        date(2024, 12, 14),
    )
    assert sent(made, xlsx(rows[:2], AWARD), "awards").counts == {"same": 2}
    import_undo.undo(made.units["own"], run.id, who=made.who("chair"))
    assert db.session.scalar(select(AwardRecord.id)) is None


UNIT = ("Mã đơn vị", "Tên đơn vị", "Loại", "Mã cấp trên", "Từ ngày", "Ký hiệu", "Địa danh", "Điện thoại")


def test_units_with_their_parents_in_any_order(made: road.Province) -> None:
    sister = db.session.get_one(Unit, made.units["sister"]).code
    above = db.session.get_one(Unit, made.units["above"]).code
    rows = [
        ("T1", "Tổ Công đoàn Khoa Mắt", "Tổ công đoàn", "N1", "01/02/2020", None, None, None),
        (
            "N1",
            "Công đoàn cơ sở Bệnh viện Mắt",
            "Công đoàn cơ sở",
            None,
            "01/02/2020",
            "CĐCS",
            "Sông Lam",
            "0200 1",
        ),
        (
            "N2",
            "Công đoàn cơ sở Bệnh viện Da liễu",
            "Công đoàn cơ sở",
            "N3",
            "01/02/2020",
            "CĐCS",
            "Sông Lam",
            None,
        ),
        (
            "N3",
            "Công đoàn cơ sở Bệnh viện Da",
            "Công đoàn cơ sở",
            "N2",
            "01/02/2020",
            "CĐCS",
            "Sông Lam",
            None,
        ),
        ("N4", "Công đoàn cơ sở Y", "Công đoàn cơ sở", None, "01/02/2001", "CĐCS", "Sông Lam", None),
        ("N5", "Công đoàn cơ sở Z", "Công đoàn cơ sở", None, "01/02/2020", None, None, None),
        ("N6", "Công đoàn cơ sở V", "Công đoàn cơ sở", above, "01/02/2020", "CĐCS", "Sông Lam", None),
        (
            sister,
            "Công đoàn cơ sở Bệnh viện Phổi",
            "Công đoàn cơ sở",
            None,
            "01/02/2020",
            "CĐCS",
            "X",
            "0200 2",
        ),
        (above, "Liên đoàn", "Công đoàn cơ sở", None, "01/02/2020", "CĐCS", "X", None),
        ("N7", "Công đoàn cơ sở Bệnh viện Phổi", "Công đoàn cơ sở", None, "01/02/2020", "CĐCS", "X", None),
    ]
    found = sent(made, xlsx(rows, UNIT), "units", "head", "sector")
    states = [step.state for step in found.plan.steps]
    assert states == ["new", "new", "stop", "stop", "stop", "stop", "stop", "update", "stop", "ask"], told(
        found
    )
    run = written(made, found, "head")
    ids = dict(db.session.execute(select(Unit.code, Unit.id)).all())
    today = clock.today()
    assert units.ancestors(ids["T1"], today)[:2] == [ids["N1"], made.units["sector"]]
    assert units.head_of_paper(ids["N1"], today)["issuer"] == "CÔNG ĐOÀN CƠ SỞ BỆNH VIỆN MẮT"
    assert organisation.page(ids["N1"], made.who("head")).name == "Công đoàn cơ sở Bệnh viện Mắt"
    assert sent(made, xlsx(rows[:2], UNIT), "units", "head", "sector").counts == {"same": 2}
    import_undo.undo(made.units["sector"], run.id, who=made.who("head"))
    assert db.session.scalar(select(Unit.id).where(Unit.code == "N1")) is None


# Workbooks ----------------------------------------------------------------------------------------------------


def test_a_template_has_headings_and_no_formulas(made: road.Province) -> None:
    for kind in imports.PLANNERS:
        content = import_sheets.template(
            made.units["own"], kind, made.who("admin"), lambda text, **more: text % more
        )
        assert len(opened(content)) == 1
        again = sent(made, content, kind, "admin")
        assert not again.read.missing
        assert not again.plan.steps
        with pytest.raises(Refused, match="Không có dòng"):
            written(made, again, "admin")


def test_a_sent_list_comes_back_with_its_faults_and_can_be_sent_again(made: road.Province) -> None:
    wrong = [("A1", "=1+1", *ROWS[0][2:]), ROWS[1]]
    found = sent(made, xlsx(wrong))
    content = import_sheets.faulty(found, lambda text, **more: text % more)
    rows = opened(content)
    assert rows[0][-1] == "Lỗi"
    assert "công thức" in rows[1][-1] or "họ tên" in rows[1][-1]
    assert rows[2][-1] in (None, "")
    again = sent(made, content)
    assert again.counts == found.counts
    assert not again.read.missing


@pytest.mark.soak
def test_columns_sheets_and_letters_are_put_right(made: road.Province) -> None:
    content = xlsx([("A1", "Bïi ThÞ Hoµ", "02/3/2015")], ("x", "y", "z"))
    found = sent(made, content)
    assert found.offer is not None
    assert found.offer[0] == "tcvn3"
    assert found.read.missing
    staged = {"who": made.who("chair"), "sheet_no": 0, "choices": {}}
    at = (made.units["own"], found.staged.staged_id)
    imports.change(*at, places={}, encoding="tcvn3", **staged)
    imports.change(
        *at, places={"code": 0, "name": 1, "hired_on": 2, "post": None}, encoding="tcvn3", **staged
    )
    assert [step.record["name"] for step in looked(made, at[1]).plan.steps] == ["Bùi Thị Hoà"]
    for bad in ({"sheet_no": 5}, {"places": {"code": 0, "name": 0}}, {"encoding": "klingon"}):
        given = {"places": {}, "encoding": "", **staged, **bad}
        with pytest.raises(Refused):
            imports.change(*at, **given)


def test_the_record_tells_who_when_and_what(made: road.Province) -> None:
    written(made, sent(made, xlsx(ROWS)))
    changed = [("A1", "Bùi Thị Hoà", None, None, "Hộ sinh", date(2015, 4, 2))]
    run = written(made, sent(made, xlsx(changed)))
    page = import_writing.run_page(made.units["own"], run.id, made.who("chair"))
    assert page.line.person == "Doãn Trung Kiên"
    assert page.rows[0].values == (
        ("Chức vụ", "Điều dưỡng viên", "Hộ sinh"),
        ("Ngày vào làm", "02/03/2015", "02/04/2015"),
    )
    assert [one.updated for one in import_writing.runs(made.units["own"], made.who("chair"))] == [1, 0]
    assert import_writing.runs(made.units["own"], made.who("reviewer")) == []
    assert db.session.query(ImportChange).count() == 9
    with pytest.raises(NotFound):
        import_writing.run_page(made.units["sister"], run.id, made.who("admin"))
