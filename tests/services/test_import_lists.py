"""Lists brought into a unit: again is an update, near-duplicates ask, nothing is half done, all can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from extensions import clock, db
from models import (
    ImportRun,
    Membership,
    Person,
    StagedImport,
    StagedRow,
)
from services import accounts, import_undo, imports, units
from services.errors import Conflict, Forbidden, NotFound, Refused
from tests.architecture.crowd import fingerprint
from tests.support import province as road
from tests.support import tree
from tests.support.importing import ROWS, counted, looked, sent, told, written
from tests.support.lists import HEADS, xlsx
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


@pytest.mark.sql
def test_the_same_file_twice_adds_nobody(made: road.Province) -> None:
    first = written(made, sent(made, xlsx(ROWS)))
    assert counted(first) == (4, 0, 0, 0)
    assert db.session.scalar(select(Person.name).where(Person.code == "A1")) == "Bùi Thị Hoà"
    again = sent(made, xlsx(ROWS))
    assert again.counts == {"same": 4}
    with pytest.raises(Refused, match="Không có dòng nào để nhập"):
        written(made, again)
    assert len(units.members(made.units["own"], clock.today())) == 8


def test_again_with_changes_is_an_update_and_a_blank_erases_nothing(made: road.Province) -> None:
    written(made, sent(made, xlsx(ROWS)))
    changed = [("A1", "Bùi Thị Hoà", None, None, "Hộ sinh", date(2015, 3, 2)), *ROWS[1:]]
    assert counted(written(made, sent(made, xlsx(changed)))) == (0, 1, 3, 0)
    person = db.session.scalars(select(Person).where(Person.code == "A1")).one()
    row = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    assert (person.sex, person.born_on, row.post) == ("f", date(1981, 3, 5), "Hộ sinh")


def test_good_rows_go_in_and_faulty_ones_stay_out(made: road.Province) -> None:
    wrong = [ROWS[0], ("A2", None, *ROWS[1][2:]), ("A3", *ROWS[2][1:3], "31/02/1990", *ROWS[2][4:]), ROWS[3]]
    found = sent(made, xlsx(wrong))
    assert [one.split()[0] for one in told(found)] == ["3B", "4D"]
    assert counted(written(made, found)) == (2, 0, 0, 2)
    mended = sent(made, xlsx(ROWS))
    assert mended.counts == {"same": 2, "new": 2}


CASES = [
    (("A1", "Kiều Thị Dung", "Nữ", None, "", date(2020, 1, 1)), "ask"),
    (("A1", "KIỀU THỊ DUNG", "Nữ", None, "", date(2020, 1, 1)), "ask"),
    (("A1", "Kiều Thị Dũng", "Nữ", None, "", date(2020, 1, 1)), "new"),
    (("A1", "Nghiêm Thị Hà", "Nữ", None, "", date(2020, 1, 1)), "new"),
]


def test_who_may_be_somebody_known_is_asked_about(made: road.Province) -> None:
    for row, state in CASES:
        assert sent(made, xlsx([row])).plan.steps[0].state == state, row


def test_the_answer_decides(made: road.Province) -> None:
    content, dung = xlsx([CASES[0][0]]), made.people["dung"]
    old = db.session.get_one(Person, dung).code
    found = sent(made, content)
    assert [one.mark for one in found.plan.steps[0].options] == [f"p{dung}", "other"]
    with pytest.raises(Refused):
        written(made, found)
    run = written(made, found, choices={2: f"p{dung}"})
    assert counted(run) == (0, 1, 0, 0)
    assert db.session.get_one(Person, dung).code == "A1"
    assert sent(made, content).counts == {"same": 1}
    import_undo.undo(made.units["own"], run.id, who=made.who("chair"))
    assert db.session.get_one(Person, dung).code == old
    other = sent(made, content)
    assert counted(written(made, other, choices={2: "other"})) == (1, 0, 0, 0)


@pytest.mark.soak
def test_two_rows_of_one_file_that_may_be_one_person(made: road.Province) -> None:
    twin = ("B9", "Bùi  Thị Hòa", *ROWS[0][2:])
    found = sent(made, xlsx([ROWS[0], twin]))
    assert found.counts == {"new": 1, "ask": 1}
    run = written(made, found, choices={3: "r2"})
    assert counted(run) == (1, 0, 0, 1)


@pytest.mark.soak
def test_a_known_code_with_quite_another_name_is_asked_about(made: road.Province) -> None:
    written(made, sent(made, xlsx(ROWS)))
    found = sent(made, xlsx([("A1", "Trịnh Công Phú", *ROWS[0][2:3], date(1999, 9, 9), *ROWS[0][4:])]))
    assert found.counts == {"ask": 1}
    assert [one.mark for one in found.plan.steps[0].options] == ["same", "drop"]


def test_codes_of_other_units_are_refused_and_tell_nobody(made: road.Province) -> None:
    other = tree.person("Lã Thị Yến", code="X7")
    tree.member(other, made.units["sister"], date(2020, 1, 1))
    db.session.commit()
    found = sent(made, xlsx([("x7", *ROWS[0][1:])]))
    assert ["đơn vị khác" in one for one in told(found)] == [True]
    assert "Yến" not in str(told(found))
    with pytest.raises(Refused):
        written(made, found)


@pytest.mark.soak
def test_codes_are_compared_without_case_and_spaces(made: road.Province) -> None:
    written(made, sent(made, xlsx([("ĐV01", *ROWS[0][1:]), ("nv 2", *ROWS[1][1:])])))
    assert sent(made, xlsx([("ĐV01", *ROWS[0][1:]), ("NV2", *ROWS[1][1:])])).counts == {"same": 2}
    assert sent(made, xlsx([("đv01", *ROWS[0][1:])])).counts == {"same": 1}


@pytest.mark.soak
def test_groups_are_found_by_name_or_the_row_is_faulty(made: road.Province) -> None:
    heads = (*HEADS, "Tổ công đoàn")
    found = sent(made, xlsx([(*ROWS[0], "khoa nội"), (*ROWS[1], "Khoa Mắt")], heads))
    assert [step.state for step in found.plan.steps] == ["new", "stop"]
    written(made, found)
    assert (
        db.session.scalar(select(Membership.group_id).order_by(Membership.id.desc())) == made.units["group"]
    )


def test_nothing_is_written_before_and_a_changed_page_is_told(made: road.Province) -> None:
    before = fingerprint(made.app)
    found = sent(made, xlsx(ROWS))
    after = fingerprint(made.app)
    assert {name for name in after if after[name] != before[name]} == {"import_staged", "import_staged_row"}
    tree.member(tree.person("Ai Đó", code="A2"), made.units["sister"], date(2020, 1, 1))
    db.session.commit()
    with pytest.raises(Conflict, match="vừa đổi"):
        written(made, found)
    assert db.session.scalar(select(ImportRun.id)) is None
    fresh = looked(made, found.staged.staged_id)
    first = written(made, fresh)
    assert written(made, fresh).id == first.id, "a second press finds the first"


def test_a_list_waits_for_its_sender_and_not_for_ever(made: road.Province) -> None:
    found = sent(made, xlsx(ROWS))
    with pytest.raises(NotFound):
        looked(made, found.staged.staged_id, "secretary")
    with pytest.raises(NotFound):
        looked(made, found.staged.staged_id, "admin", "sister")
    with clock.at(clock() + timedelta(hours=25)):
        with pytest.raises(NotFound):
            looked(made, found.staged.staged_id)
        assert (imports.expire(), imports.expire()) == (1, 0)
        sent(made, xlsx(ROWS[:1]))
        assert db.session.query(StagedImport).count() == 1
        assert db.session.query(StagedRow).count() == 2


RIGHTS = [
    ("chair", "own", "people", None),
    ("secretary", "own", "awards", None),
    ("chair", "own", "units", Forbidden),
    ("dung", "own", "people", Forbidden),
    ("reviewer", "own", "people", Forbidden),
    ("head", "own", "offices", Forbidden),
    ("admin", "own", "people", None),
    ("admin", "own", "units", None),
    ("admin", "sector", "units", None),
    ("admin", "above", "units", NotFound),
    ("head", "sector", "units", None),
    ("sister", "own", "people", NotFound),
    ("chair", "sister", "people", NotFound),
    ("chair", "own", "nothing", NotFound),
]


def test_who_may(made: road.Province) -> None:
    for who, unit, kind, error in RIGHTS:
        with pytest.raises(error) if error else nullcontext():
            imports.place_for(made.units[unit], kind, made.who(who))
        if error:
            with pytest.raises(error):
                imports.stage(made.units[unit], kind, xlsx(ROWS), "x.xlsx", who=made.who(who))


# Taking back --------------------------------------------------------------------------------------------------


@pytest.mark.sql
def test_taking_back_leaves_no_trace_but_the_record(made: road.Province) -> None:
    before = fingerprint(made.app)
    run = written(made, sent(made, xlsx(ROWS)))
    assert import_undo.undo(made.units["own"], run.id, who=made.who("secretary")) == 8
    after = fingerprint(made.app)
    assert {name for name in after if after[name] != before[name]} == {"import_run", "import_change"}
    with pytest.raises(Conflict, match="hoàn tác rồi"):
        import_undo.undo(made.units["own"], run.id, who=made.who("chair"))
    assert sent(made, xlsx(ROWS)).counts == {"new": 4}


def _account(made: road.Province, person_id: int) -> None:
    accounts.create(person_id, "moi", password="bốn con cá vàng bơi")


def _office(made: road.Province, person_id: int) -> None:
    tree.office(person_id, made.units["own"], "executive")


def _named(made: road.Province, person_id: int) -> None:
    made.people["new"] = person_id
    road.type_all(made, ["new"])


def _edited(made: road.Province, person_id: int) -> None:
    db.session.get_one(Person, person_id).name = "Bùi Thị Hòe"


def _gone(made: road.Province, person_id: int) -> None:
    for row in db.session.scalars(select(Membership).where(Membership.person_id == person_id)):
        db.session.delete(row)


HINDERED = [
    (_account, "tài khoản"),
    (_named, "hồ sơ"),
    pytest.param(_office, "chức vụ", marks=pytest.mark.soak),
    pytest.param(_edited, "sửa sau", marks=pytest.mark.soak),
    pytest.param(_gone, "không còn", marks=pytest.mark.soak),
]


@pytest.mark.parametrize(("use", "words"), HINDERED)
def test_what_was_built_on_a_list_keeps_it(made: road.Province, use: Any, words: str) -> None:
    run = written(made, sent(made, xlsx(ROWS)))
    person_id = db.session.scalar(select(Person.id).where(Person.code == "A1"))
    use(made, person_id)
    db.session.commit()
    found = import_undo.hindrances(made.units["own"], run.id, made.who("chair"))
    assert found
    assert {one.row_no for one in found} == {2}
    assert any(words in one.why for one in found), found
    with pytest.raises(Conflict):
        import_undo.undo(made.units["own"], run.id, who=made.who("chair"))
    assert db.session.get_one(ImportRun, run.id).undone_at is None
