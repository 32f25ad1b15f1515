"""What somebody in the chair's place may do besides deciding: open, write, send up, recall, answer, take back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from extensions import clock, db
from models import Dossier, Office
from services import deciding, delegations, dossier_views, dossiers, handing_over
from services.errors import Forbidden
from services.who import Who
from tests.support import desk, tree
from tests.support import province as road
from tests.support import reviews as walk

DAY = timedelta(days=1)


@pytest.fixture
def made(app):
    """Return the province in November 2025; the hospital's union has a deputy and an accountant."""
    found = road.build(app)
    with app.app_context(), clock.at(walk.SENT):
        for name, full, role, title in (
            ("vice", "Lương Văn Bảo", "vice_chair", "Phó Chủ tịch"),
            ("accountant", "Lã Thị Yến", "accountant", "Kế toán"),
        ):
            found.people[name] = tree.person(full)
            tree.office(found.people[name], found.units["own"], role, title=title)
        db.session.commit()
        found.matter_id = walk.open_cycle(found)
        yield found


def office(made, name):
    query = db.select(Office.id).filter_by(person_id=made.people[name], unit_id=made.units["own"])
    return db.session.scalar(query)


def lent(made, *handles):
    """Let the secretary write down that the accountant stands in for the chair for three days; return the seat."""
    today = clock.today()
    days = {"valid_from": today, "valid_to": today + 2 * DAY}
    paper = {"paper_no": "05/GUQ-CĐCS", "paper_on": today - DAY}
    given = handing_over.hand_over(
        made.units["own"],
        who=made.who("secretary"),
        receiver=office(made, "accountant"),
        power="decide",
        handles=handles,
        **days,
        **paper,
    )
    return Who(made.people["accountant"], -given)


def acting(made):
    """Let the union above make the deputy acting head of the same days; return the seat."""
    today = clock.today()
    given = delegations.record(
        made.units["own"],
        who=made.who("reviewer"),
        kind="acting",
        giver=office(made, "chair"),
        receiver=office(made, "vice"),
        valid_from=today,
        valid_to=today + 2 * DAY,
        paper_no="57/QĐ-CĐN",
        paper_on=today,
    )
    return Who(made.people["vice"], -given)


FOR_THE_CHAIR = "Lã Thị Yến, thay mặt đ/c Doãn Trung Kiên (ủy quyền số 05/GUQ-CĐCS)"
SEATS = [
    pytest.param(lambda made: lent(made, "self_review"), FOR_THE_CHAIR, id="lent for reviews"),
    pytest.param(lent, FOR_THE_CHAIR, id="lent for all", marks=pytest.mark.soak),
    pytest.param(
        acting,
        "Lương Văn Bảo, quyền chủ tịch (quyết định số 57/QĐ-CĐN)",
        id="acting head",
        marks=pytest.mark.soak,
    ),
]


@pytest.mark.parametrize(("give", "words"), SEATS)
def test_a_chair_who_is_ill_is_stood_in_for_from_the_first_page_to_the_answer(made, give, words):
    """Opened, written, sent, recalled, answered, taken back; history names both; when it ended it is over."""
    who = give(made)
    made.people["stand_in"] = who.person_id
    made.who = lambda name: who if name == "stand_in" else Who(made.people[name])
    made.code = code = dossiers.open_dossier(made.matter_id, who=who)
    keys = {"chair": made.key("chair"), "secretary": made.key("secretary")}
    for place, typed in walk.parts("CS08", **keys).items():
        dossiers.save_part(code, place, typed, who=who, version=None)
    walk.send(made, code, "stand_in")
    walk.act(made, code, "stand_in", "recall")
    walk.send(made, code, "stand_in")
    walk.act(made, code, "reviewer", "receive")
    walk.act(made, code, "reviewer", "approve")
    walk.papers_recorded(made, code, "secretary")
    walk.verify(made, code, "CS08")
    walk.second(made, code)
    with clock.at(walk.SENT + 3 * DAY):
        assert "approve" not in dossier_views.view(code, Who(who.person_id)).can, "the day after"
        assert "approve" in dossier_views.view(code, made.who("chair")).can
    walk.act(made, code, "stand_in", "approve")
    said = {"who": who, "seen": dossier_views.view(code, who).seq}
    deciding.undo(code, once=desk.key(), **said)
    walk.act(made, code, "stand_in", "approve")
    lines = dossier_views.view(code, made.who("secretary")).lines
    kinds = {line.kind for line in lines if line.person == words}
    assert kinds >= {"drafted", "submitted", "recalled", "approved", "undone"}
    ends = {"who": made.who("secretary"), "why": "Chủ tịch đã đi làm lại"}
    delegations.end(made.units["own"], -who.office_id, on=clock.today(), **ends)
    later = Who(who.person_id)
    with pytest.raises(Forbidden):
        deciding.undo(code, who=later, seen=dossier_views.view(code, later).seq, once=desk.key())
    assert db.session.scalar(db.select(Dossier.step).filter_by(code=code)) == "committee"


def test_a_seat_for_other_dossiers_opens_none(made):
    who = lent(made, "event_plan")
    with pytest.raises(Forbidden):
        dossiers.open_dossier(made.matter_id, who=who)
