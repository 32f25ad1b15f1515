"""The road of an annual review by real commands: cycle, self-review, verification, answer, committee, decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from extensions import clock, db
from models import Notice, Rating
from rules.reviews_facts import VERIFIED
from services import (
    dossier_views,
    review_appeals,
    review_cycles,
    review_decisions,
    review_facts,
    review_issues,
    review_rounds,
    review_verification,
)
from services.errors import Conflict, Forbidden, NotFound, Refused, StaleDraft
from tests.support import province as road
from tests.support import reviews as walk
from tests.support import tree


@pytest.fixture
def made(app):
    """The small province in November 2025 with an open cycle."""
    made = road.build(app)
    with app.app_context(), clock.at(walk.SENT):
        made.matter_id = walk.open_cycle(made)
        yield made


def told(findings):
    """(rule, item, level) of what is said, without what is settled."""
    return {(one.rule, one.subject, one.level) for one in findings if one.level != "pass"}


def sent(made, unit="CS08", name="chair", **more):
    """A review sent up and checked, its papers issued: it waits for its first verifier."""
    code = walk.fill(made, made.matter_id, unit, name, **more)
    walk.send(made, code, name)
    walk.act(made, code, "reviewer", "receive")
    walk.act(made, code, "reviewer", "approve")
    walk.papers_recorded(made, code, name)
    return code


def answered(made, unit="CS08", name="chair", **more):
    """A review that both verifiers and the unit have agreed on."""
    code = sent(made, unit, name, **more)
    walk.verify(made, code, unit)
    walk.second(made, code)
    walk.answer(made, code, name)
    return code


# Unit → what the rules say of its own review; of the verified one when the union's own rank is asked for; verified
# points, rank before the quota, what binds (annual reviews §14.3; 89,5 is not 90).
CASES = [
    ("CS01", {("RV08", None, "warn")}, set(), 970, "HTXS", None),
    ("CS05", {("RV14", "2.2", "warn")}, set(), 655, "HT", "points"),
    ("CS08", {("RV14", "2.2", "warn")}, {("RV09", None, "block")}, 895, "HTT", "points"),
]


@pytest.mark.parametrize(("unit", "own", "verified", "points", "rank", "bound"), CASES)
def test_the_three_full_reviews(made, unit, own, verified, points, rank, bound):
    code = sent(made, unit)
    case = dossier_views.view(code, made.who("chair")).case
    answers = dossier_views.snapshot(case.dossier_id, 1)["answers"]
    assert told(review_facts.check(case, answers, "submission")) == own
    asked = {"rank": walk.row_of(unit)["asked"]}
    walk.save_points(made, code, unit, **asked)
    found = told(review_facts.judged(case, answers)) - {("RV20", None, "ask")}
    assert found == verified
    made_facts = review_facts.facts(case, answers, VERIFIED)
    standing = review_facts.standing(made_facts, case.matter_id)
    assert (standing.tally.points, standing.rank, standing.bound_by) == (points, rank, bound)


def test_who_verified_does_not_vote_and_two_of_the_others_decide(made):
    code = answered(made)
    # Who decides reads what the machine says of the verified points: 5 points for 10 of 12 minutes are mended by now.
    seen = dossier_views.view(code, made.who("seat2"))
    answers = dossier_views.snapshot(seen.case.dossier_id, 1)["answers"]
    assert told(review_facts.check(seen.case, answers, "submission")) == set()
    with pytest.raises(Forbidden, match="bước trước"):
        walk.act(made, code, "seat1", "approve")
    assert "bước trước" in dossier_views.view(code, made.who("seat1")).kept_out
    assert dossier_views.view(code, made.who("seat3")).kept_out == ""
    walk.act(made, code, "seat2", "approve")
    assert dossier_views.view(code, made.who("chair")).status == "in_review"
    walk.act(made, code, "seat3", "approve")
    assert dossier_views.view(code, made.who("chair")).status == "approved"


def test_nobody_verifies_a_unit_they_belong_to_or_served_in_that_year(made):
    tree.office(made.people["seat1"], made.units["own"], "vice_chair", date(2023, 1, 1), date(2025, 3, 31))
    tree.member(made.people["reviewer"], made.units["own"], date(2020, 1, 1))
    db.session.commit()
    code = walk.fill(made, made.matter_id, "CS08")
    walk.send(made, code)
    for name in ("reviewer", "seat1"):
        assert "approve" not in dossier_views.view(code, made.who(name)).can
    with pytest.raises(Forbidden):
        walk.act(made, code, "reviewer", "approve")


def test_what_hinders_the_verifiers_is_told_and_nothing_moves(made):
    code = sent(made)
    with pytest.raises(Refused) as refused:
        walk.verify(made, code, "CS08", rank="HTXS")
    assert told(refused.value.findings) == {("RV09", None, "block")}
    with pytest.raises(Refused) as refused:
        walk.verify(made, code, "CS08", changed={"1.2": (50, ""), "2.2": (50, ""), "1.1": (20, "ít")})
    assert {one.rule for one in refused.value.findings} == {"RV06", "RV14"}
    with pytest.raises(Refused):  # the generic way is closed as well
        walk.act(made, code, "reviewer", "approve")
    with pytest.raises(Forbidden):
        walk.save_points(made, code, "CS08", name="clerk")
    assert dossier_views.view(code, made.who("reviewer")).step == "verify"


def test_points_are_kept_with_who_and_when_and_a_stale_page_is_refused(made):
    from models import ReviewScore

    code = sent(made)
    version = walk.save_points(made, code, "CS08")
    walk.save_points(made, code, "CS08", changed={"1.2": (45, "Công khai thiếu một mục")}, version=version)
    rows = db.session.scalars(select(ReviewScore).where(ReviewScore.item == "1.2").order_by(ReviewScore.id))
    assert [(row.verified, row.person_id) for row in rows] == [
        (40, made.people["reviewer"]),
        (45, made.people["reviewer"]),
    ]
    with pytest.raises(StaleDraft):
        walk.save_points(made, code, "CS08", version=version)
    page = review_verification.page(code, made.who("reviewer"))
    assert page.may_type and not review_verification.copied(page.made, "1")


def test_the_unit_answers_per_item_and_may_ask_to_look_again(made):
    code = sent(made)
    walk.verify(made, code, "CS08")
    with pytest.raises(NotFound):
        review_verification.answering(code, made.who("chair"))
    with pytest.raises(Forbidden):
        walk.second(made, code, "reviewer")
    walk.second(made, code)
    seen = dossier_views.view(code, made.who("chair"))
    assert seen.step == "answer"
    assert {"approve", "return"} <= seen.can and not {"reject", "recuse"} & seen.can
    page = review_verification.answering(code, made.who("chair"))
    assert [one.code for one in review_verification.differing(page.made)] == [
        *("1.2", "1.3", "1.6", "2.2", "2.4", "2.8", "2.11")
    ]
    walk.answer(made, code, again=True, i1_3="Kiến nghị số 07 đã trả lời trong hạn.")
    assert dossier_views.view(code, made.who("reviewer")).step == "verify"
    again = review_verification.page(code, made.who("reviewer"))
    assert again.spoken.items == {"1.3": "Kiến nghị số 07 đã trả lời trong hạn."}
    subjects = db.session.scalars(select(Notice.subject).where(Notice.person_id == made.people["secretary"]))
    assert not [one for one in subjects if "trả lại" in one]
    walk.verify(made, code, "CS08", changed={"1.3": (40, "")})
    walk.second(made, code)
    walk.answer(made, code)
    assert dossier_views.view(code, made.who("chair")).step == "committee"


def approved(made, unit="CS01", **more):
    """An approved review."""
    code = answered(made, unit, **more)
    for name in ("seat2", "seat3"):
        walk.act(made, code, name, "approve")
    return code


def issued(looked_at, issue, who, *args):
    """Look at a paper of the cycle and issue it; returns its id."""
    page = looked_at(*args, who=who)
    assert page.prepared.faults == ()
    sent_ = {"once": f"issue-{next(walk.ONCE)}", "dated_on": None, "reason": ""}
    return issue(*args, who=who, **sent_, seen_hash=page.prepared.seen_hash)


@pytest.mark.sql
def test_points_conditions_and_quota_stay_apart(made):
    """One unit of two sent its review: HTXS by points and conditions, HTT by the quota of floor(0,2 × 1) = 0."""
    code, clerk = approved(made), made.who("clerk")
    with pytest.raises(Refused, match="Thông báo lập khi"):
        review_issues.issue_page(made.matter_id, "review_notice", code, who=clerk)
    page = review_rounds.page(made.matter_id, clerk)
    (ceiling,) = page.ceilings
    assert (ceiling.base, ceiling.limit) == (1, 0)
    line = next(one for one in page.lines if one.unit_id == made.units["own"])
    assert (line.own, line.points, line.by_points, line.rank) == (990, 970, "HTXS", "HTT")
    assert line.said % line.params == "97,0 điểm, đủ điều kiện HTXS nhưng hết chỉ tiêu (0/1 đơn vị)."
    # The sister has sent nothing: reminded once after the last day, then it is KHT and stands in the decision.
    with clock.at(walk.SENT + timedelta(days=1)):
        missing = [unit_id for unit_id, _name in review_rounds.page(made.matter_id, clerk).missing]
        assert missing == [made.units["sister"]]
        review_cycles.remind(made.matter_id, missing, who=clerk)
        with pytest.raises(Conflict):
            review_cycles.remind(made.matter_id, missing, who=clerk)
        lines = {one.unit_id: one.rank for one in review_rounds.page(made.matter_id, clerk).lines}
    assert lines == {made.units["own"]: "HTT", made.units["sister"]: "KHT"}


def test_among_equals_the_committee_votes_the_order(app):
    """Two unions with 97,0, one place: nobody has it until the committee has voted."""
    made = road.build(app)
    with app.app_context(), clock.at(walk.SENT):
        tree.office(made.people["dung"], made.units["sister"], "secretary")
        db.session.commit()
        made.matter_id = walk.open_cycle(made, quota={**walk.QUOTA, "share": [50, 100]})
        first, other = approved(made), approved(made, name="sister", secretary="dung")
        clerk = made.who("clerk")
        page = review_rounds.page(made.matter_id, clerk)
        assert [one.rank for one in page.lines] == ["HTT", "HTT"]
        assert {code for code, _name, _votes in page.tied} == {first, other}
        with pytest.raises(Forbidden):
            review_rounds.vote(made.matter_id, {first: 1, other: 2}, who=made.who("seat1"))
        with pytest.raises(Conflict):
            review_rounds.vote(made.matter_id, {first: 1}, who=clerk)
        review_rounds.vote(made.matter_id, {first: 1, other: 2}, who=clerk)
        ranks = {one.unit_id: one.rank for one in review_rounds.page(made.matter_id, clerk).lines}
        assert ranks == {made.units["sister"]: "HTXS", made.units["own"]: "HTT"}


@pytest.mark.soak
def test_recognition_notice_appeal_and_roll_up(made):
    """The papers of the deciding union, laid out and numbered; the rank on record."""
    code, clerk = approved(made), made.who("clerk")
    decision = review_decisions.decision_page, review_decisions.issue_decision
    issued(*decision, clerk, made.matter_id, [code])
    rating = db.session.scalar(select(Rating).where(Rating.unit_id == made.units["own"], Rating.year == 2025))
    assert (rating.code, rating.decision) == ("HTT", "Quyết định số 01/QĐ-CĐCS ngày 20/11/2025")
    with pytest.raises(Conflict):
        review_decisions.decision_page(made.matter_id, [code], who=clerk)
    papers = review_issues.issue_page, review_issues.issue
    issued(*papers, clerk, made.matter_id, "verification_minutes", code)
    issued(*papers, clerk, made.matter_id, "review_notice", code)
    with pytest.raises(Conflict):
        review_issues.issue_page(made.matter_id, "review_notice", code, who=clerk)
    _appeal(made, code)
    with clock.at(walk.SENT + timedelta(days=1)):
        assert review_rounds.page(made.matter_id, clerk).may_remind
        issued(*papers, clerk, made.matter_id, "review_summary")


def _appeal(made, code):
    chair, reviewer = made.who("chair"), made.who("reviewer")
    page = review_appeals.page(code, chair)
    # Five working days after the notice of Thursday 20/11/2025.
    assert (page.appeal_by, page.may_file, page.may_answer) == (date(2025, 11, 27), True, False)
    with pytest.raises(NotFound):
        review_appeals.page(code, made.who("sister"))
    with pytest.raises(Refused, match="vượt điểm tối đa"):
        review_appeals.file(code, [("1.10", 35, "Đã có báo cáo")], who=chair)
    with pytest.raises(Forbidden):
        review_appeals.file(code, [("1.10", 30, "Đã có báo cáo")], who=reviewer)
    with clock.at(walk.SENT + timedelta(days=11)):
        review_appeals.file(code, [("1.10", 30, "Báo cáo số 12 đã gửi ngày 14/8/2025")], who=chair)
        with pytest.raises(Conflict):
            review_appeals.file(code, [("1.10", 30, "Lần nữa")], who=chair)
        late = review_appeals.page(code, reviewer)
        assert [one.rule for one in late.findings] == ["OV09"] and late.may_answer
        review_appeals.answer(code, "Giữ nguyên điểm 2,5: báo cáo không có chữ ký.", who=reviewer)
        done = review_appeals.page(code, chair)
    assert done.filed.answer.startswith("Giữ nguyên") and not done.may_file
    assert review_appeals.values(done)["items"][0]["asked"] == 30


def test_facts_of_a_new_unit_are_not_ranked(made):
    code = sent(made)
    case = dossier_views.view(code, made.who("chair")).case
    answers = dossier_views.snapshot(case.dossier_id, 1)["answers"]
    young = {**answers, "unit": {**answers["unit"], "founded_on": "2025-05-01"}}
    found = review_facts.check(case, young, "submission")
    assert ("RV12", None, "block") in told(found)
    said = next(one for one in found if one.rule == "RV12")
    assert said.message % said.params == (
        "Thành lập ngày 01/05/2025, đến ngày chốt 30/11/2025 được 7 tháng, chưa đủ 12 tháng."
    )
    standing = review_facts.standing(replace(review_facts.facts(case, young)), case.matter_id)
    assert (standing.rank, standing.bound_by) == ("KXL", "age")


# What is changed in a draft → what is then said of it: (part, field, value), (rule, item, level).
WRONG = [
    ("report", "good", "Kết quả nhiệm kỳ 2018-2023 tốt.", ("RV32", None, "block")),
    ("meeting", "present", 4, ("RV18", None, "block")),
    ("meeting", "agree", 3, ("RV18", None, "block")),
    ("year", "minutes", 9, ("RV14", "2.2", "warn")),
    ("year", "trained", 20, ("RV15", "2.7", "warn")),
    ("year", "settlement_in_time", "no", ("RV16", "2.9", "warn")),
    ("year", "open_overdue", 1, ("RV17", "1.3", "warn")),
]


def test_what_is_wrong_in_a_draft_is_said_at_its_place(made):
    """CS02, of whose review nothing is said, with one answer changed at a time; and sent a day late."""
    code = walk.fill(made, made.matter_id, "CS02")
    from cli.demo import answers_of

    seen = dossier_views.view(code, made.who("chair"))
    answers = answers_of(seen)
    assert told(review_facts.check(seen.case, answers, "submission")) == set()
    for part, field, value, expected in WRONG:
        changed = {**answers, part: {**answers[part], field: value}}
        found = review_facts.check(seen.case, changed, "submission")
        assert expected in told(found), (part, field)
    cards = answers["scores"]["g1"]
    full = {**answers["scores"], "g1": {**cards, "i1_2": {**cards["i1_2"], "own": 50}}}
    late = {**answers["year"], "conference_on": "2025-04-17"}
    found = review_facts.check(seen.case, {**answers, "scores": full, "year": late}, "submission")
    assert told(found) == {("RV13", "1.2", "warn")}
    bare = {**answers["scores"], "g1": {**cards, "i1_8": {**cards["i1_8"], "evidence": ""}}}
    found = review_facts.check(seen.case, {**answers, "scores": bare}, "submission")
    assert [(one.rule, one.field) for one in found if one.level == "warn"] == [
        ("RV04", "scores.g1.i1_8.evidence")
    ]
    with clock.at(walk.SENT + timedelta(days=1)):
        late = dossier_views.view(code, made.who("chair"))
        assert told(review_facts.check(late.case, answers, "submission")) == {("RV31", None, "warn")}
