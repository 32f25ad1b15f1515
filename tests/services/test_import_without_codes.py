"""Lists without codes: people by name and day, again is an update, who is not sure is asked, undo is exact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from extensions import db
from models import AwardRecord, Membership, Office, Person
from services import import_undo
from tests.architecture.crowd import fingerprint
from tests.support import province as road
from tests.support import tree
from tests.support.importing import counted, sent, told, written
from tests.support.lists import xlsx
from tests.support.tree import CHEAP_HASH

HEAD = ("STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Ngày vào làm")
ROWS = [
    (1, "Bùi Thị Hoà", date(1981, 3, 5), "Điều dưỡng viên", date(2015, 3, 2)),
    (2, "Cao Văn Lâm", date(1982, 3, 5), "Bác sĩ", date(2016, 3, 2)),
    (3, "Lý Văn Nam", None, "Hộ lý", date(2017, 3, 2)),
]


@pytest.fixture
def made(make_app: Callable[..., Flask]) -> Any:
    """Yield the small province inside its application."""
    made = road.build(make_app(**CHEAP_HASH))
    with made.app.app_context():
        yield made


def _records(made: road.Province) -> dict[str, str]:
    """Return what stands in the tables, those that tell of lists apart."""
    return {name: rows for name, rows in fingerprint(made.app).items() if not name.startswith("import_")}


def _list(*rows: tuple) -> bytes:
    return xlsx(list(rows), heads=HEAD)


@pytest.mark.sql
def test_again_is_an_update_without_any_code(made: road.Province) -> None:
    before = _records(made)
    first = written(made, sent(made, _list(*ROWS)))
    assert counted(first) == (3, 0, 0, 0)
    codes = db.session.scalars(select(Person.code).where(Person.name == "Lý Văn Nam")).all()
    assert len(codes) == 1
    assert codes[0].endswith("-0003")
    respelt = [
        (1, "BÙI  THỊ HÒA", *ROWS[0][2:3], "Hộ sinh", ROWS[0][4]),
        *ROWS[1:],
        ("", "Tổng cộng", "", 3, ""),
    ]
    assert sent(made, _list(*ROWS)).counts == {"same": 3}
    again = written(made, sent(made, _list(*respelt)))
    assert counted(again) == (0, 1, 2, 0)
    midwife = select(Person.code).join(Membership, Membership.person_id == Person.id)
    assert db.session.scalar(midwife.where(Membership.post == "Hộ sinh")).endswith("-0001")
    for run in (again, first):
        import_undo.undo(made.units["own"], run.id, who=made.who("chair"))
    assert _records(made) == before


ASKED = [
    (("", "Kiều Thị Dung", None, "", date(2020, 1, 1)), "update"),  # the same first day in the unit
    (("", "Kiều Thị Dung", None, "", date(2021, 1, 1)), "ask"),
    (("", "Kiều Thị Dung", date(1990, 5, 1), "", date(2021, 1, 1)), "ask"),
    (("", "Kiều Thị Dũng", None, "", date(2020, 1, 1)), "new"),
    (("", "Nghiêm Thị Hà", None, "", date(2020, 1, 1)), "new"),  # of another union: nothing is told of her
]


def test_who_is_not_sure_is_asked(made: road.Province) -> None:
    for row, state in ASKED:
        found = sent(made, _list(row)).plan.steps[0].state
        assert found == state or {found, state} == {"same", "update"}, row


def test_the_answer_decides_and_the_next_list_knows(made: road.Province) -> None:
    dung, row = made.people["dung"], ("", "Kiều Thị Dung", date(1990, 5, 1), "", date(2021, 1, 1))
    code = db.session.get_one(Person, dung).code
    found = sent(made, _list(row))
    assert [one.mark for one in found.plan.steps[0].options] == [f"p{dung}", "other"]
    run = written(made, found, choices={2: f"p{dung}"})
    assert db.session.get_one(Person, dung).code == code
    assert db.session.get_one(Person, dung).born_on == date(1990, 5, 1)
    import_undo.undo(made.units["own"], run.id, who=made.who("chair"))
    assert db.session.get_one(Person, dung).born_on is None
    other = sent(made, _list(row))
    assert counted(written(made, other, choices={2: "other"})) == (1, 0, 0, 0)
    assert sent(made, _list(row)).counts == {"same": 1}


OFFICES = ("Họ và tên", "Ngày sinh", "Chức vụ", "Từ ngày")


def test_offices_by_name(made: road.Province) -> None:
    rows = [
        ("Kiều Thị Dung", None, "Phó Chủ tịch", date(2024, 6, 1)),
        ("Không Có Ai", None, "Ủy viên BCH", date(2024, 6, 1)),
        (None, None, "Ủy viên BCH", date(2024, 6, 1)),
    ]
    found = sent(made, xlsx(rows, heads=OFFICES), "offices")
    assert [one.split()[0] for one in told(found)] == ["3A", "4A"]
    assert counted(written(made, found)) == (1, 0, 0, 2)
    held = select(Office.title).where(Office.person_id == made.people["dung"])
    assert db.session.scalar(held) == "Phó Chủ tịch"
    twin = tree.person("Kiều Thị Dung")
    db.session.get_one(Person, twin).born_on = date(1970, 1, 1)
    tree.member(twin, made.units["own"], date(2001, 1, 1))
    db.session.commit()
    assert sent(made, xlsx(rows[:1], heads=OFFICES), "offices").counts == {"ask": 1}
    born = [("Kiều Thị Dung", date(1970, 1, 1), *rows[0][2:])]
    assert sent(made, xlsx(born, heads=OFFICES), "offices").counts == {"new": 1}
    found = sent(made, xlsx(rows[:1], heads=OFFICES), "offices")
    assert counted(written(made, found, choices={2: f"p{twin}"})) == (1, 0, 0, 0)


AWARDS = ("Họ và tên, tên tập thể", "Danh hiệu", "Năm", "Số quyết định", "Nơi quyết định")


def test_past_awards_by_name_of_people_and_groups(made: road.Province) -> None:
    said = ("Giấy khen của công đoàn cấp trên trực tiếp cơ sở", 2024, "41/QĐ-CĐN", "Công đoàn ngành Y tế")
    rows = [("Phí Đức  LONG", *said), ("Tổ Công đoàn Khoa Nội", *said), ("Phi Duc Lang", *said)]
    found = sent(made, xlsx(rows, heads=AWARDS), "awards")
    assert [one.split()[0] for one in told(found)] == ["4A"]
    assert counted(written(made, found)) == (2, 0, 0, 1)
    assert sent(made, xlsx(rows[:2], heads=AWARDS), "awards").counts == {"same": 2}
    there = db.session.execute(select(AwardRecord.person_id, AwardRecord.unit_id)).all()
    assert set(map(tuple, there)) == {(made.people["long"], None), (None, made.units["group"])}


def test_a_list_with_neither_code_nor_name_says_what_it_needs(made: road.Province) -> None:
    found = sent(made, xlsx([("Phó Chủ tịch", date(2024, 1, 1))], heads=("Chức vụ", "Từ ngày")), "offices")
    assert found.read.missing == ("Họ và tên",)
