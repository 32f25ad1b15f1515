"""Who decides on an event of a grassroots union: the chair, the deputy for a chair who wrote it, the unit above."""

from __future__ import annotations

from typing import Any

import pytest

from services import dossier_views, dossiers, event_issuing, events
from services.cases import case_of
from services.errors import Forbidden, NotFound, Refused
from tests.support import tree
from tests.support import workshop as road


@pytest.fixture
def made(make_app):
    """Yield the sector union; the first hospital's union has a deputy and a secretary as well."""
    found = road.build(make_app())
    with found.app.app_context():
        own = found.units["u1"]
        for name, full, role in (
            ("vice1", "Cù Thị Mai", "vice_chair"),
            ("secretary1", "Lã Thị Yến", "secretary"),
        ):
            found.people[name] = tree.person(full)
            tree.office(found.people[name], own, role)
        road.db.session.commit()
        yield found


def meeting(total: int) -> dict[str, Any]:
    """What is typed in the three parts of the short way; `total` is spent at once."""
    line = road.cost("none", "Thuê hội trường", "buổi", 1, total)
    money = {"spends": "yes", "source": "tài chính công đoàn cơ sở", "lines": [line]}
    return {
        "plan": {"title": "Hội nghị sơ kết", "aims": "Sơ kết", "contents": "Báo cáo"},
        "when": {
            "who": "ủy viên Ban Chấp hành",
            "called": 15,
            "mode": "in_person",
            "first_day": "2025-03-31",
            "start": "14:00",
            "end": "16:30",
            "hall": "Phòng họp",
            "seats": 20,
            "locality": "district",
            "link": "",
            "contact": "",
        },
        "budget": money if total else {"spends": "no", "source": "", "lines": []},
    }


def planned(made, writer: str, total: int) -> None:
    """Let somebody of the hospital's union plan a small meeting and send it up."""
    asked = {
        "kind": "meeting",
        "title": "Hội nghị sơ kết",
        "first_day": road.date(2025, 3, 31),
        "path": "short",
    }
    made.matter_id = events.open_event(who=made.who(writer), **asked)
    made.code = events.plan_code(made.matter_id)
    road.type_all(made, meeting(total), who=writer)
    road.send(made, who=writer)


# writer, what is spent, the titles of the steps that follow, who may decide first, who may not
CASES = [
    ("secretary1", 0, ["Chủ tịch duyệt"], "chair1", "vice1"),
    ("chair1", 0, ["Phó Chủ tịch duyệt"], "vice1", "chair1"),
    ("vice1", 20_000_000, ["Chủ tịch duyệt"], "chair1", "vice1"),
    ("vice1", 20_000_001, ["Chủ tịch duyệt", "Cấp trên duyệt"], "chair1", "head"),
]


@pytest.mark.parametrize(("writer", "total", "steps", "decides", "may_not"), CASES)
def test_who_decides(made, writer, total, steps, decides, may_not):
    with road.at(17, 3):
        planned(made, writer, total)
        view = dossier_views.view(made.code, made.who(writer))
        assert [step.title for step in view.steps[1:-1]] == steps
        with pytest.raises(Forbidden):
            road.act(made, may_not)
        road.act(made, decides)
        one_more = len(steps) > 1
        view = dossier_views.view(made.code, made.who(writer))
        assert view.status == ("in_review" if one_more else "approved")
        assert view.missing_papers == (("event_proposal",) if one_more else ())
        assert [paper.kind for paper in view.procedure.papers] == (["event_proposal"] if one_more else [])


def test_nobody_is_left_to_decide(made):
    with road.at(17, 3):
        asked = {"kind": "meeting", "title": "Họp", "first_day": road.date(2025, 3, 31), "path": "short"}
        made.matter_id = events.open_event(who=made.who("chair2"), **asked)
        made.code = events.plan_code(made.matter_id)
        road.type_all(made, meeting(0), who="chair2")
        with pytest.raises(Refused, match="không tự duyệt"):
            road.send(made, who="chair2")


def test_a_meeting_without_guests_or_units_has_no_letters_to_issue(made):
    with road.at(17, 3):
        planned(made, "secretary1", 0)
        road.act(made, "chair1")
        assert event_issuing.later(made.matter_id, made.who("chair1")) == []
        dossier = events.plan_dossier(made.matter_id)
        assert dossier is not None
        assert case_of(dossier).deciding_unit_id == made.units["u1"]
        assert events.sessions(made.matter_id)[0].start.hour == 14
        assert events.programme(made.matter_id) == ()


def test_only_the_unit_itself_joins_its_event(made):
    with road.at(17, 3):
        road.open_event(made)
        with pytest.raises(NotFound):
            dossiers.open_dossier(made.matter_id, who=made.who("chair1"))
