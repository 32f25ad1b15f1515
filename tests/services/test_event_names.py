"""Names that differ by a mark are two people, on every list of an event."""

from __future__ import annotations

from datetime import date, time

import pytest

from extensions import db
from services import event_delegates, event_people, event_presences
from services.errors import Refused
from tests.support import workshop as road
from tests.support import workshop_after as after

AN = ("Lê Văn Ăn", "Lê Văn Ân")
ON = date(2025, 4, 15)


@pytest.fixture
def made(make_app):
    """Yield the sector union with a workshop of which nothing is typed yet."""
    found = road.build(make_app())
    with found.app.app_context():
        with road.at(14, 3):
            road.open_event(found)
            road.type_all(found, road.parts(found))
        yield found


def read(made, *names):
    """Read a pasted list of these names, all of one unit."""
    rows = [f"{name}\tỦy viên\tCông đoàn cơ sở {road.UNITS[1]}" for name in names]
    unit = [made.units["u2"]]
    typed = "\n".join(["Họ và tên\tChức vụ\tĐơn vị", *rows])
    return event_people.read(typed, event_people.unit_names(unit, ON), event_people.people_in(unit, ON))


def test_a_mark_makes_two_people_of_one_unit(made):
    assert read(made, *AN).faults == ()
    for same in ("Lê Văn Ân", "LÊ VĂN ÂN"):
        (fault,) = read(made, *AN, same).faults
        assert (fault.params["line"], fault.params["first"]) == ("4", "3")
    (officer,) = read(made, "Nguyễn Văn Số 2").people
    assert officer.person_id == made.people["chair2"]
    with road.at(15, 4, 8):
        for _again in range(2):
            event_people.keep(made.matter_id, list(read(made, *AN).people), made.people["writer"])
        db.session.commit()
        assert sorted(one.name for one in event_delegates.of(made.matter_id)) == sorted(AN)
        day, log = after.day(made), event_presences.Logged
        rows = [log(1, "Lê Văn Ân", time(7, 30), None), log(2, "le van an", None, None)]
        taken = event_presences.take_log(day, rows, session="1", who=made.who("writer"), once="log")
        assert (taken.taken, [one.line for one in taken.unclear]) == (1, [2])
        added = {"who": made.who("writer"), "unit_id": made.units["u2"]}
        with pytest.raises(Refused, match="đã có trong danh sách"):
            event_delegates.add_at_door(day, name="Lê Văn Ân", **added)
        assert event_delegates.add_at_door(day, name="Lê Văn An", **added)
