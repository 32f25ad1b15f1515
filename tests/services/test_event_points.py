"""Connection points: who keeps one, whom they see and check in, when the point waits for them."""

from __future__ import annotations

from datetime import time

import pytest

from extensions import db
from models import Dossier
from services import event_delegates, event_facts, event_points, event_presences, events
from services.cases import case_of
from services.errors import Conflict, NotFound, Refused
from tests.support import points
from tests.support import workshop as road
from tests.support import workshop_after as after

KEEPERS = (
    ("chair2", "Điểm cầu Sản - Nhi"),
    ("scribe3", "Điểm cầu Y học cổ truyền"),
    ("chair3", None),  # the plan names somebody else of the unit
    ("chair4", "Điểm cầu Phổi"),
    ("chair5", None),  # the plan names somebody of the holding unit, which keeps the point itself
    ("chair6", None),
    ("writer", None),
    ("boss", None),
)


@pytest.fixture
def made(make_app):
    """Yield the workshop as an event online, its plan sent up."""
    found = road.build(make_app())
    with found.app.app_context():
        points.plan(found)
        yield found


def test_a_point_is_kept_by_its_unit_alone(made):
    with road.at(15, 4, 8), pytest.raises(NotFound):
        event_points.kept(made.matter_id, made.who("chair2"))  # nobody has approved the plan yet
    points.approve(made)
    with road.at(15, 4, 8):
        for name, point in KEEPERS:
            waits = [one.name for one in event_points.waiting(made.who(name))]
            assert waits == ([point] if point else []), name
            if point is None:
                with pytest.raises(NotFound):
                    event_points.page(made.matter_id, made.who(name))
                continue
            page = event_points.page(made.matter_id, made.who(name))
            unit_id = page.point.unit_id
            assert page.point.name == point
            assert {line.delegate.unit_id for line in page.sheet.rows} == {unit_id}
            assert page.sheet.counters.listed == len(page.sheet.rows)
    for day in (14, 16):
        with road.at(day, 4):
            assert event_points.waiting(made.who("chair2")) == []
    checked_in(made)
    nothing_after_the_report(made)


def checked_in(made) -> None:
    listed = event_delegates.of(made.matter_id)
    mine = next(one for one in listed if one.name == "Nguyễn Văn Số 2")
    other = next(one for one in listed if one.unit_id == made.units["u3"])
    keeper = made.who("chair2")
    said = {"session": "1", "who": keeper, "move": "in"}
    with road.at(14, 4), pytest.raises(Refused):
        event_points.tap(made.matter_id, mine.id, once=after.once(), **said)
    with road.at(14, 4), pytest.raises(Refused):
        event_points.take_log(made.matter_id, (), session="1", who=keeper, once=after.once())
    with road.at(15, 4, 8):
        event_points.tap(made.matter_id, mine.id, once=after.once(), at=time(7, 20), **said)
        with pytest.raises(NotFound):
            event_points.tap(made.matter_id, other.id, once=after.once(), **said)
        with pytest.raises(NotFound):
            event_points.tap(made.matter_id, mine.id, once=after.once(), **said | {"who": made.who("chair4")})
        with pytest.raises(NotFound):
            both = {"session": "1", "who": keeper, "once": after.once()}
            event_points.tap_many(made.matter_id, [mine.id, other.id], **both)
        rows = [
            event_presences.Logged(1, "Trần Thị Số 2 Thứ 2", time(7, 30), time(11, 30)),
            event_presences.Logged(2, other.name, time(7, 30), time(11, 30)),
        ]
        taken = event_points.take_log(made.matter_id, rows, session="1", who=keeper, once=after.once())
        assert (taken.taken, [row.line for row in taken.unknown]) == (1, [2])
        page = event_points.page(made.matter_id, keeper)
        assert (page.sheet.counters.present, page.sheet.counters.listed) == (2, 9)


def nothing_after_the_report(made) -> None:
    with road.at(16, 4):
        after.open_report(made)
    row = db.session.query(Dossier).filter_by(code=made.code).one()
    row.status = "in_review"
    db.session.commit()
    with road.at(15, 4, 9):
        keeper = made.who("chair2")
        assert event_points.waiting(keeper) == []
        page = event_points.page(made.matter_id, keeper)
        assert page.sheet.desk.closed
        line = page.sheet.rows[0]
        said = {"session": "1", "who": keeper, "move": "in", "once": after.once()}
        with pytest.raises(Conflict):
            event_points.tap(made.matter_id, line.delegate.id, **said)


CONNECTIONS = (
    ("online", (12, 9, 6, 6, 5), 5 + 95 - 38),  # who is called to no point joins alone
    ("mixed", (12, 9, 6, 6, 5), 5 + 1),  # the others sit in the hall, which is one connection
    ("online", (60, 35), 2),
    ("mixed", (60, 35), 2),
    ("online", (12, None), 2),
    ("online", (), 95),
)


def test_a_point_is_one_connection(made):
    answers = events.answers_of(made.matter_id)
    case = case_of(events.plan_dossier(made.matter_id))
    for mode, called, connections in CONNECTIONS:
        rows = [{"name": "Điểm cầu", "keeper": "A", "unit": "", "called": one} for one in called]
        typed = {**answers, "when": {**answers["when"], "mode": mode, "points": rows}}
        place = event_facts.facts(case, typed).place
        assert place is not None
        assert place.on_link == connections, (mode, called)
