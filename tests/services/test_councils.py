"""Councils: set up and changed, a sitting with its quorum, the secret ballot, ties, recusal, what waits for it."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import select

from extensions import clock, db
from models import CouncilCount, CouncilItem, CouncilSeat, CouncilSitting, Notice
from services import (
    access,
    council_ballots,
    council_cases,
    council_minutes,
    council_pages,
    council_sittings,
    councils,
    urn,
)
from services.errors import Conflict, Forbidden, NotFound, Refused
from tests.support import council as house
from tests.support import province as road
from tests.support import tree
from tests.support.tree import CHEAP_HASH

DAY = timedelta(days=1)
FIVE = ("head", "reviewer", "seat1", "seat2", "clerk")


@pytest.fixture
def made(make_app):
    """Return the province, its council of seven and a dossier that waits for it."""
    province, council_id = house.settled(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))
    province.council_id = council_id
    with province.app.app_context():
        house.checked(province)
        yield province


@pytest.fixture
def sitting(made):
    """Return a sitting over the dossier, five present."""
    sitting_id = house.called(made, made.council_id)
    house.present(made, sitting_id, *FIVE)
    return sitting_id


def outcomes(sitting_id):
    """Return {name: [(agree, disagree, outcome) by ballot]}."""
    query = (
        select(CouncilItem.name, CouncilCount)
        .join(CouncilCount, CouncilCount.item_id == CouncilItem.id)
        .where(CouncilItem.sitting_id == sitting_id)
        .order_by(CouncilCount.ballot_no)
    )
    found = {}
    for name, one in db.session.execute(query):
        found.setdefault(name, []).append((one.agree, one.disagree, one.outcome))
    return found


def test_four_of_seven_cannot_start_and_five_can(made, sitting):
    house.present(made, sitting, *FIVE[:4])
    with pytest.raises(Refused) as refused:
        council_ballots.start(sitting, who=made.who("reviewer"))
    said = refused.value.message % refused.value.params
    assert said == "Có mặt 4/7 ủy viên, cần ít nhất 5: chưa bỏ phiếu được."
    house.present(made, sitting, *FIVE)
    council_ballots.start(sitting, who=made.who("reviewer"))
    assert db.session.get(CouncilSitting, sitting).state == "voting"


@pytest.mark.soak
def test_the_step_waits_for_the_council_and_then_goes_on(made, sitting):
    road.issue(made, "award_minutes")
    road.issue(made, "award_proposal")
    with pytest.raises(Refused) as refused:
        road.act(made, "seat1", "approve")
    assert "chưa họp xét" in refused.value.findings[0].message
    council_ballots.start(sitting, who=made.who("reviewer"))
    for name in FIVE:
        house.vote(made, sitting, name)
    assert outcomes(sitting) == {
        "Kiều Thị Dung": [(5, 0, "passed")],
        "Phí Đức Long": [(5, 0, "passed")],
    }
    road.act(made, "seat1", "approve")
    road.act(made, "seat2", "approve")


@pytest.mark.soak
def test_a_matter_without_a_council_goes_as_before(make_app):
    province = road.build(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))
    with province.app.app_context():
        house.checked(province, ("dung",))
        road.issue(province, "award_minutes")
        road.issue(province, "award_proposal")
        road.act(province, "seat1", "approve")
        assert council_cases.standing(1, province.matter_id, 1) is None


@pytest.mark.soak
def test_the_share_is_of_all_members_and_the_rest_are_told(made, sitting):
    council_ballots.start(sitting, who=made.who("reviewer"))
    for name, agrees in zip(FIVE, (True, True, True, False, False), strict=True):
        house.vote(made, sitting, name, agrees)
    # three of five present are more than half of those present, but not of the seven members
    assert set(outcomes(sitting)["Kiều Thị Dung"]) == {(3, 2, "failed")}
    told = db.session.scalars(
        select(Notice.person_id).where(Notice.subject.like("Đã có kết quả bỏ phiếu%"))
    ).all()
    assert sorted(told) == sorted(made.people[name] for name in house.SEVEN)


def test_nothing_says_who_voted_what(made, sitting):
    """Whatever order the same votes come in, every table holds the same, but for the seal itself."""
    council_ballots.start(sitting, who=made.who("reviewer"))
    house.vote(made, sitting, "head", False)
    house.vote(made, sitting, "seat1", True)
    row = db.session.get(CouncilSitting, sitting)
    assert urn.counted(row.urn) == {item.id: (1, 1) for item in council_sittings.items_of(row)}
    assert db.session.scalars(select(CouncilCount)).all() == []
    seats = db.session.execute(db.select(CouncilSeat.__table__).where(CouncilSeat.voted == 1)).all()
    assert {one.person_id for one in seats} == {made.people["head"], made.people["seat1"]}
    assert {one[2:] for one in seats} == {("chair", True, "", 1), ("vice_chair", True, "", 1)}
    kept = {column.name for table in db.metadata.tables.values() for column in table.columns}
    assert not kept & {"choice_by", "voted_at", "vote", "ballot_choice"}


def test_the_sealed_text_has_one_length_whatever_is_in_it(made):
    votes = [{1: True, 2: False}, {1: False, 2: False}, {1: True, 2: True}]
    lengths = set()
    for order in itertools.permutations(votes):
        sealed = urn.empty([1, 2])
        for one in order:
            lengths.add(len(sealed))
            sealed = urn.dropped(sealed, one)
        lengths.add(len(sealed))
        assert urn.counted(sealed) == {1: (2, 1), 2: (1, 2)}
    assert len(lengths) == 1


@pytest.mark.soak
def test_nobody_sees_a_count_before_the_closing(made, sitting):
    council_ballots.start(sitting, who=made.who("reviewer"))
    house.vote(made, sitting, "head", False)
    for name in (*FIVE, "seventh"):
        page = council_pages.page(sitting, made.who(name))
        assert (page.cast, [one.counts for one in page.items]) == (1, [(), ()])


@pytest.mark.soak
def test_twice_late_absent_and_strangers(made, sitting):
    council_ballots.start(sitting, who=made.who("reviewer"))
    house.vote(made, sitting, "head")
    cases = [("head", Conflict), ("seventh", Forbidden), ("sister", NotFound), ("chair", NotFound)]
    for name, error in cases:
        with pytest.raises(error):
            council_ballots.voting(sitting, made.who(name))
    with pytest.raises(Refused):
        council_ballots.vote(sitting, who=made.who("seat1"), votes={})
    with pytest.raises(Forbidden):
        council_ballots.close(sitting, who=made.who("seat1"))


@pytest.mark.soak
def test_too_few_votes_are_never_counted_but_thrown_away_unread(made, sitting):
    council_ballots.start(sitting, who=made.who("reviewer"))
    house.vote(made, sitting, "head")
    with pytest.raises(Refused) as refused:
        council_ballots.close(sitting, who=made.who("reviewer"))
    assert (
        refused.value.message % refused.value.params == "Mới có 1 phiếu, cần ít nhất 5 phiếu mới kiểm được."
    )
    council_ballots.cancel(sitting, who=made.who("reviewer"))
    row = db.session.get(CouncilSitting, sitting)
    assert (row.state, row.urn, row.ballot_no) == ("preparing", "", 0)
    council_ballots.start(sitting, who=made.who("reviewer"))
    for name in FIVE:
        house.vote(made, sitting, name)
    assert row.state == "closed"


@pytest.mark.soak
def test_the_secretary_counts_when_enough_have_voted(made, sitting):
    house.present(made, sitting, *FIVE, "seventh")
    council_ballots.start(sitting, who=made.who("reviewer"))
    for name in FIVE:
        house.vote(made, sitting, name)
    council_ballots.close(sitting, who=made.who("reviewer"))
    assert outcomes(sitting)["Kiều Thị Dung"] == [(5, 0, "passed")]
    with pytest.raises(Conflict):
        house.vote(made, sitting, "seventh")


def test_a_tie_gets_one_second_ballot(made, sitting):
    house.present(made, sitting, *FIVE, "seventh")
    council_ballots.start(sitting, who=made.who("reviewer"))
    six = (*FIVE, "seventh")
    for number, name in enumerate(six):
        house.vote(made, sitting, name, {"Kiều Thị Dung": True, "Phí Đức Long": number % 2 == 0})
    row = db.session.get(CouncilSitting, sitting)
    assert (row.state, outcomes(sitting)["Phí Đức Long"]) == ("counted", [(3, 3, "tie")])
    assert council_cases.hindering(_case(made), {}, "committee")
    with pytest.raises(Conflict):
        council_minutes.issue_page(sitting, who=made.who("reviewer"))
    council_ballots.start(sitting, who=made.who("reviewer"))
    for name in six:
        _row, items = council_ballots.voting(sitting, made.who(name))
        assert [one.name for one in items] == ["Phí Đức Long"]
        house.vote(made, sitting, name, name != "seventh")
    assert row.state == "closed"
    assert outcomes(sitting)["Phí Đức Long"] == [(3, 3, "tie"), (5, 1, "passed")]


@pytest.mark.soak
def test_a_second_tie_is_not_passed(made, sitting):
    house.present(made, sitting, *FIVE, "seventh")
    for _ballot in (1, 2):
        council_ballots.start(sitting, who=made.who("reviewer"))
        for number, name in enumerate((*FIVE, "seventh")):
            house.vote(made, sitting, name, number % 2 == 0)
    assert outcomes(sitting)["Phí Đức Long"] == [(3, 3, "tie"), (3, 3, "failed")]
    assert db.session.get(CouncilSitting, sitting).state == "closed"


def _case(made):
    from models import Dossier
    from services.cases import case_of

    return case_of(db.session.scalar(select(Dossier).filter_by(code=made.code)))


def test_who_is_nominated_sees_nothing_of_the_own_case(make_app):
    made, council_id = house.settled(make_app(**CHEAP_HASH))
    with made.app.app_context():
        tree.office(made.people["long"], made.units["sector"], "executive")
        db.session.commit()
        said = {"part": "member", "first": clock.today(), "last": None}
        councils.add_member(council_id, who=made.who("head"), person=made.people["long"], **said)
        house.checked(made)
        sitting = house.called(made, council_id)
        page = council_pages.page(sitting, made.who("long"))
        assert ([one.name for one in page.items], page.hidden) == (["Kiều Thị Dung"], 1)
        other = council_pages.page(sitting, made.who("seat1"))
        out = {one.name: [o.reason for o in one.out] for one in other.items}
        assert out["Phí Đức Long"] == ["Là người được đề nghị"]
        house.present(made, sitting, *FIVE, "seventh", "long")
        council_ballots.start(sitting, who=made.who("reviewer"))
        _row, items = council_ballots.voting(sitting, made.who("long"))
        assert [one.name for one in items] == ["Kiều Thị Dung"]


@pytest.mark.soak
def test_recusal_needs_its_reason_and_counts_in_the_quorum(made, sitting):
    page = council_pages.page(sitting, made.who("reviewer"))
    first = page.items[0].id
    for name in ("seat1", "seat2"):
        said = {"item": first, "person": made.people[name], "reason": "là người thân"}
        council_sittings.recuse(sitting, who=made.who("reviewer"), **said)
    with pytest.raises(
        Refused
    ) as refused:  # three of the five who may vote on it; two thirds of five are four
        council_ballots.start(sitting, who=made.who("reviewer"))
    said = refused.value.message % refused.value.params
    assert "có mặt 3/5 ủy viên được bỏ phiếu về trường hợp này, cần ít nhất 4" in said
    assert len(council_pages.page(sitting, made.who("seat1")).items) == 1
    with pytest.raises(Refused):
        council_sittings.recuse(
            sitting, who=made.who("reviewer"), item=first, person=made.people["seat1"], reason="x"
        )


@pytest.mark.soak
def test_a_nominee_with_a_chain_office_does_not_find_the_dossier(made, sitting):
    from models import CouncilRecusal, Dossier

    item = council_pages.page(sitting, made.who("reviewer")).items[0].id
    dossier = db.session.scalar(select(Dossier).filter_by(code=made.code))
    actor = access.actor_for(made.people["seat3"], on=clock.today())
    assert access.can_see(actor, dossier)
    reason = "Là người được đề nghị"
    db.session.add(CouncilRecusal(item_id=item, person_id=made.people["seat3"], own=True, reason=reason))
    db.session.flush()
    assert not access.can_see(actor, dossier)


REFUSED = [
    ({"quorum_kind": "count", "quorum_num": 8}, "Cần 8 người có mặt, nhưng Hội đồng chỉ có 7 ủy viên."),
    ({"quorum_num": 4, "quorum_den": 3}, "Phần phải có mặt không quá toàn bộ ủy viên."),
    ({"valid_to": "before"}, "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
    ({"decision_on": "after"}, "Hội đồng không bắt đầu trước ngày quyết định thành lập."),
    ({"parts": "no chair"}, "Chọn đúng một Chủ tịch Hội đồng."),
    ({"parts": "two secretaries"}, "Chọn đúng một Thư ký Hội đồng."),
]


def test_what_no_council_can_be(made):
    parts = {made.people[name]: part for name, part in house.SEVEN.items()}
    table = {
        "before": clock.today() - 40 * DAY,
        "after": clock.today(),
        "no chair": {**parts, made.people["head"]: "member"},
        "two secretaries": {**parts, made.people["clerk"]: "secretary"},
    }
    for typed, words in REFUSED:
        with pytest.raises(Refused) as refused:
            house.found(made, **{key: table.get(value, value) for key, value in typed.items()})
        assert words in [message % params for _field, message, params in refused.value.findings]


@pytest.mark.soak
def test_seats_do_not_overlap_and_end_in_time(made):
    add = {"who": made.who("head"), "part": "member", "first": clock.today(), "last": None}
    with pytest.raises(Refused) as refused:
        councils.add_member(made.council_id, person=made.people["clerk"], **add)
    assert refused.value.findings[0][0] == "person"
    with pytest.raises(Refused) as refused:
        councils.add_member(
            made.council_id, person=made.people["sister"], **{**add, "part": "chair", "last": clock.today()}
        )
    assert refused.value.findings[0][0] == "part"
    councils.add_member(made.council_id, person=made.people["sister"], **add)
    page = councils.page(made.council_id, made.who("sister"))
    assert (page.seats, page.needed, page.own_part) == (8, 6, "member")
    line = next(one for one in page.members if one.person_id == made.people["sister"])
    with pytest.raises(Refused):
        councils.end_member(made.council_id, line.id, who=made.who("head"), last=clock.today() - DAY)
    councils.end_member(made.council_id, line.id, who=made.who("head"), last=clock.today())
    with pytest.raises(Forbidden):
        councils.end_member(made.council_id, line.id, who=made.who("reviewer"), last=clock.today())


def test_minutes_come_from_the_ballot(made, sitting):
    council_ballots.start(sitting, who=made.who("reviewer"))
    for name in FIVE:
        house.vote(made, sitting, name, {"Kiều Thị Dung": True, "Phí Đức Long": name == "head"})
    page = council_minutes.issue_page(sitting, who=made.who("reviewer"))
    assert page.prepared.faults == ()
    values = page.draft.parts[0].values
    assert [(one["name"], one["agree"], one["disagree"], one["passed"]) for one in values["cases"]] == [
        ("Kiều Thị Dung", 5, 0, True),
        ("Phí Đức Long", 1, 4, False),
    ]
    assert (values["meeting"]["members"], values["meeting"]["quorum"]) == (7, 5)
    assert {one["reason"] for one in values["absent"]} == {"đi công tác"}
    paper_id = council_minutes.issue(
        sitting,
        who=made.who("clerk"),
        once="minutes",
        dated_on=None,
        reason="",
        seen_hash=page.prepared.seen_hash,
    )
    road.finish_papers()
    with pytest.raises(Conflict):
        council_minutes.issue_page(sitting, who=made.who("clerk"))
    there = council_cases.standing(1, made.matter_id, 1)
    assert (there.vote.minutes, there.vote.paper_id) == (page.number, paper_id)


@pytest.mark.soak
def test_a_dossier_stands_before_one_sitting_at_a_time(made, sitting):
    with pytest.raises(Refused):
        house.called(made, made.council_id)
    council_sittings.drop(sitting, who=made.who("reviewer"))
    house.called(made, made.council_id)


@pytest.mark.soak
def test_the_same_member_twice_at_once_votes_once(made, sitting):
    council_ballots.start(sitting, who=made.who("reviewer"))
    house.vote(made, sitting, "head")
    row = db.session.get(CouncilSitting, sitting)
    ids = [one.id for one in council_sittings.items_of(row)]
    db.session.rollback()
    with pytest.raises(Conflict):
        council_ballots.vote(sitting, who=made.who("head"), votes=dict.fromkeys(ids, True))
    db.session.rollback()
    row = db.session.get(CouncilSitting, sitting)
    assert set(urn.counted(row.urn).values()) == {(1, 0)}
