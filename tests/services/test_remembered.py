"""What a page reads once: kept while the page is made, forgotten by a command, never kept elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from extensions import db
from models import Office, UnitName
from services import access, remembered, units
from services.transaction import writing
from tests.support import tree

TODAY = date(2026, 3, 2)


@pytest.fixture
def chair(app):
    """A person who is chair of a unit, while a page is being made."""
    with app.app_context():
        person, unit = tree.person(), tree.unit("CĐCS Trạm Y tế An Bồi")
        tree.office(person, unit, "chair")
        db.session.commit()
        remembered.begin()
        yield person, unit
        remembered.end()


def roles(person: int) -> list[str]:
    """The roles in which somebody acts."""
    return [seat.role for seat in access.actor_for(person, on=TODAY).seats]


def test_a_page_reads_once_and_a_command_anew(chair):
    person, unit = chair
    assert roles(person) == ["chair"]
    assert units.short_name_of(unit, TODAY) == "CĐCS Trạm Y tế An Bồi"
    with writing():
        db.session.scalars(db.select(Office)).one().role = "secretary"
        db.session.scalars(db.select(UnitName)).one().short_name = "CĐCS An Bồi"
        db.session.flush()
        assert roles(person) == ["secretary"], "a command sees what it writes"
        assert remembered.table("mine") is not remembered.table("mine")
    assert roles(person) == ["secretary"], "what was read before the command is forgotten"
    assert units.short_name_of(unit, TODAY) == "CĐCS An Bồi"


def test_nothing_is_kept_outside_a_page(chair):
    person, _unit = chair
    assert remembered.table("mine") is remembered.table("mine")
    remembered.end()
    assert roles(person) == ["chair"]
    db.session.scalars(db.select(Office)).one().role = "secretary"
    assert roles(person) == ["secretary"]
    assert remembered.once("mine", list) is not remembered.once("mine", list)
    remembered.forget()
    assert remembered.once("mine", list) is not remembered.once("mine", list), "forgetting begins nothing"


def test_a_seat_chosen_and_a_day_are_read_apart(chair):
    person, unit = chair
    other = tree.unit("CĐCS Trung tâm Y tế")
    office = tree.office(person, other, "reviewer", since=date(2026, 3, 3))
    assert roles(person) == ["chair"]
    later = access.actor_for(person, office_id=office, on=date(2026, 3, 4)).seats
    assert [(seat.role, seat.unit_id) for seat in later] == [("reviewer", other), ("chair", unit)]
    assert roles(person) == ["chair"]
