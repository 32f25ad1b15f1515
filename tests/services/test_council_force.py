"""What a council's vote means: binding or advice by the chain, anew after a return, read by members of other units."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import select

from extensions import clock, db
from models import Definition, Dossier
from services import (
    access,
    bulk_pages,
    council_ballots,
    council_cases,
    council_sittings,
    councils,
    deciding,
    dossier_views,
)
from services.errors import NotFound, Refused
from tests.support import council as house
from tests.support import desk, tree
from tests.support import province as road
from tests.support import reviews as walk
from tests.support.tree import CHEAP_HASH

FIVE = ("head", "reviewer", "seat1", "seat2", "clerk")
PAPER = itertools.count(900_001)
HOUR = timedelta(hours=1)


@pytest.fixture
def made(make_app):
    """Return the province, its council of seven and a dossier that waits for it, its papers on record."""
    province, council_id = house.settled(make_app(**CHEAP_HASH))
    province.council_id = council_id
    with province.app.app_context():
        house.checked(province)
        papers(province)
        yield province


def papers(made):
    """Record the papers that the committee's step asks for; they are not laid out here."""
    for kind in ("award_minutes", "award_proposal"):
        desk.do(made, made.code, "secretary", "record_paper", kind=kind, paper_id=next(PAPER), number="01/X")


def sat(made, agrees=True):
    """Let the council sit over the dossier, five present; `agrees` for every case, or {case: agrees}."""
    sitting_id = house.called(made, made.council_id)
    house.present(made, sitting_id, *FIVE)
    council_ballots.start(sitting_id, who=made.who("reviewer"))
    for name in FIVE:
        house.vote(made, sitting_id, name, agrees)
    return sitting_id


def dossier(made):
    return db.session.scalar(select(Dossier).filter_by(code=made.code))


def standing(made):
    row = dossier(made)
    return council_cases.standing(row.id, row.matter_id, row.revision_no)


def refused(made, name="seat1", **payload):
    """Return the words with which an approval is refused."""
    with pytest.raises(Refused) as found:
        desk.do(made, made.code, name, "approve", **payload)
    return found.value.message % found.value.params


def test_what_a_binding_vote_did_not_pass_is_returned_and_voted_on_anew(made):
    assert "chưa họp xét" in refused(made)
    sat(made, {"Kiều Thị Dung": True, "Phí Đức Long": False})
    assert "không thông qua Phí Đức Long (0/7), nên hồ sơ này không được duyệt" in refused(made)
    assert "không được duyệt" in refused(made, comment="Vẫn đồng ý")
    assert "Điều lệ Công đoàn" in standing(made).basis
    (line,) = bulk_pages.check(made.who("seat1")).able
    assert line.council == "Phí Đức Long (0/7)"
    desk.do(made, made.code, "seat1", "return", comment="Bỏ trường hợp không được thông qua")
    desk.do(made, made.code, "seat2", "return", comment="Như trên")
    with clock.at(clock() + HOUR):
        house.checked(made, ("dung",))
        papers(made)
        there = standing(made)
        assert (there.said, there.earlier.revision_no, len(there.earlier.said)) == ((), 1, 2)
        assert "chưa họp xét" in refused(made)
        sat(made)
        there = standing(made)
        assert ([one.name for one in there.said], there.failed) == (["Kiều Thị Dung"], ())
        desk.do(made, made.code, "seat1", "approve")
        desk.do(made, made.code, "seat2", "approve")
    assert dossier(made).status == "approved"
    assert f"{made.code}: đã đủ ý kiến đồng ý" in desk.told(made, "seat3")


def test_against_advice_one_approves_with_a_reason_that_the_history_keeps(made):
    row = db.session.get(Definition, dossier(made).definition_id)
    row.text = row.text.replace('council = "binding"', 'council = "advisory"')
    db.session.commit()
    sat(made, {"Kiều Thị Dung": True, "Phí Đức Long": False})
    assert "Đồng ý khác với Hội đồng thì ghi rõ lý do" in refused(made)
    assert "ghi rõ lý do" in refused(made, comment="  ")
    desk.do(made, made.code, "seat1", "approve", comment="Đã xác minh thêm thành tích")
    lines = dossier_views.view(made.code, made.who("seat2")).lines
    assert "Đã xác minh thêm thành tích" in str(lines[0])
    desk.do(made, made.code, "seat2", "return", comment="Xem lại")
    assert dossier(made).status == "in_review"


def test_what_went_away_before_the_ballot_is_not_voted_on(made):
    first = house.called(made, made.council_id)
    house.present(made, first, *FIVE)
    for name in ("seat1", "seat2"):
        desk.do(made, made.code, name, "return", comment="Bổ sung biên bản")
    with pytest.raises(Refused, match="đã được trả lại hoặc rút"):
        council_ballots.start(first, who=made.who("reviewer"))
    council_sittings.drop(first, who=made.who("reviewer"))
    with clock.at(clock() + HOUR):
        house.checked(made)
        assert sat(made) != first


def test_a_member_of_another_unit_reads_what_the_vote_is_about(made):
    """From the call until the minutes; internal notes not; not where recused; not after the seat ended."""
    said = {"part": "member", "first": clock.today(), "last": None}
    councils.add_member(made.council_id, who=made.who("head"), person=made.people["sister"], **said)
    note = {"seen": desk.seen(made, made.code, "seat1"), "once": desk.key(), "inside": True}
    deciding.say(made.code, "Hỏi thêm quỹ xã hội", who=made.who("seat1"), **note)
    read = lambda: dossier_views.view(made.code, made.who("sister"))  # noqa: E731
    with pytest.raises(NotFound):
        read()
    sitting_id = house.called(made, made.council_id)
    view = read()
    assert not view.can
    assert "Hỏi thêm quỹ xã hội" not in str(view)
    assert "Hỏi thêm quỹ xã hội" in str(dossier_views.view(made.code, made.who("seat2")))
    with clock.at(clock() + timedelta(days=1)):
        member = next(
            one
            for one in councils.page(made.council_id, made.who("head")).members
            if one.person_id == made.people["sister"]
        )
        assert read()
    councils.end_member(made.council_id, member.id, who=made.who("head"), last=clock.today())
    with clock.at(clock() + timedelta(days=1)), pytest.raises(NotFound):
        read()
    item = {"item": council_sittings.items_of(_row(sitting_id))[0].id, "person": made.people["sister"]}
    council_sittings.recuse(sitting_id, who=made.who("reviewer"), **item, reason="là người thân")
    with pytest.raises(NotFound):
        read()


def _row(sitting_id):
    from models import CouncilSitting

    return db.session.get(CouncilSitting, sitting_id)


def test_a_paper_of_such_a_dossier_is_read_as_long(made):
    actor = access.actor_for(made.people["sister"], on=clock.today())
    assert not access.can_see(actor, dossier(made))
    said = {"part": "member", "first": clock.today(), "last": None}
    councils.add_member(made.council_id, who=made.who("head"), person=made.people["sister"], **said)
    sitting_id = house.called(made, made.council_id)
    assert access.can_see(actor, dossier(made))
    council_sittings.drop(sitting_id, who=made.who("reviewer"))
    assert not access.can_see(actor, dossier(made))


def test_a_review_goes_through_its_council_and_is_voted_on_anew_when_it_was_verified_anew(app):
    """A return inside keeps the revision: the vote was about other points all the same."""
    made = road.build(app)
    with app.app_context(), clock.at(walk.SENT):
        made.people["seventh"] = tree.person("Lò Thị Chiêm")
        tree.office(made.people["seventh"], made.units["sector"], "executive", title="Ủy viên Ban Chấp hành")
        db.session.commit()
        made.matter_id = walk.open_cycle(made)
        made.council_id = house.found(made)
        house.charge(made, made.council_id)
        made.code = code = walk.fill(made, made.matter_id, "CS08")
        walk.send(made, code)
        walk.act(made, code, "reviewer", "receive")
        walk.act(made, code, "reviewer", "approve")
        walk.papers_recorded(made, code)
        _verified(made)
        assert "chưa họp xét" in refused(made, "seat2")
        sat(made, False)
        assert "không thông qua" in refused(made, "seat2")
    with app.app_context(), clock.at(walk.SENT + HOUR):
        desk.do(made, code, "seat2", "return", comment="Thẩm định lại nhóm 2")
        assert (dossier(made).step, dossier(made).revision_no) == ("verify", 1)
        _verified(made)
        there = standing(made)
        assert (there.said, [one.outcome for one in there.earlier.said]) == ((), ["failed"])
        assert "chưa họp xét" in refused(made, "seat2")
        sat(made)
        for name in ("seat2", "seat3"):
            desk.do(made, code, name, "approve")
        assert dossier(made).status == "approved"


def _verified(made):
    """Let both verifiers and the unit agree on the demonstration's points."""
    version = {"version": None}
    walk.verify(made, made.code, "CS08", **version)
    walk.second(made, made.code)
    walk.answer(made, made.code)
