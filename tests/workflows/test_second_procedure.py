"""A made-up second procedure: a TOML and nothing else. Conditions, unanimity, a secret ballot, an earlier step."""

import json
from pathlib import Path

import pytest

from tests.workflows.road import MACHINE, OWNER, PROVINCE, SECTOR, VOCABULARY, Dossier, person
from workflows.definition import load
from workflows.errors import AnswerMissing, BadPayload, CommentRequired, NotAllowed, ScopeUnresolved
from workflows.progress import progress

PLAN = load(Path(__file__).with_name("event_plan.toml").read_text(encoding="utf-8"), vocabulary=VOCABULARY)
CHAIR = person(("chair", OWNER))
ABROAD = person(("reviewer", PROVINCE))
ACCOUNTANTS = [person(("accountant", SECTOR)) for _ in range(2)]
VOTERS = [person(("committee_member", SECTOR)) for _ in range(3)]
LEADER = person(("chair", SECTOR))
SEATED = {
    "abroad": [ABROAD.person_id],
    "money": [a.person_id for a in ACCOUNTANTS],
    "ballot": [v.person_id for v in VOTERS],
}
UNITS = {"parent": SECTOR, "above:provincial_federation": PROVINCE}
SMALL = {"amount": 50_000_000, "route": "đột xuất", "abroad": False}
BIG = {**SMALL, "amount": 50_000_001}


def plan(answers, **payload):
    dossier = Dossier(PLAN).do("draft", CHAIR)
    dossier.submission = {"seated": SEATED, "scopes": UNITS}
    return dossier.do("submit", CHAIR, answers=answers, **payload)


def at_ballot(**payload):
    dossier = plan(BIG, **payload)
    for accountant in ACCOUNTANTS:
        dossier.do("approve", accountant)
    return dossier


@pytest.mark.parametrize(
    ("answers", "steps"),
    [
        (SMALL, ["money"]),
        (BIG, ["money", "ballot"]),
        ({**BIG, "route": "thường xuyên"}, ["money"]),
        ({**BIG, "abroad": True}, ["abroad", "money", "ballot"]),
        ({**SMALL, "abroad": True}, ["abroad", "money"]),
    ],
)
def test_answers_choose_the_steps(answers, steps):
    dossier = plan(answers)
    assert [stage.key for stage in progress(dossier.state)] == steps
    assert dossier.state.step == steps[0]


def test_new_answers_do_not_skip_a_step_that_now_applies():
    dossier = plan(SMALL).do("return", ACCOUNTANTS[0])
    dossier.do("submit", CHAIR, answers={**SMALL, "abroad": True})
    assert dossier.state.step == "abroad"


@pytest.mark.parametrize("answers", [{}, {"amount": 1, "abroad": None}, {**SMALL, "amount": "1"}])
def test_an_answer_that_chooses_must_be_there_and_of_its_type(answers):
    with pytest.raises(AnswerMissing):
        plan(answers)


def test_a_step_needs_its_unit_only_when_it_applies():
    assert plan(SMALL, scopes={"parent": SECTOR}).state.step == "money"
    with pytest.raises(ScopeUnresolved) as missing:
        plan({**SMALL, "abroad": True}, scopes={"parent": SECTOR})
    assert (missing.value.step, missing.value.scope) == ("abroad", "above:provincial_federation")


def test_unanimity_needs_all_and_breaks_at_once():
    dossier = plan(SMALL).do("approve", ACCOUNTANTS[0])
    assert dossier.state.status == "in_review"
    assert dossier.do("approve", ACCOUNTANTS[1]).state.status == "approved"
    assert plan(SMALL).do("return", ACCOUNTANTS[1]).state.status == "returned"
    assert plan(SMALL).do("reject", ACCOUNTANTS[1], comment="Vượt dự toán").state.status == "rejected"


def test_those_with_an_interest_do_not_count_in_unanimity():
    dossier = plan(SMALL, interested=[ACCOUNTANTS[0].person_id])
    assert dossier.do("approve", ACCOUNTANTS[1]).state.status == "approved"
    dossier = plan(SMALL).do("approve", ACCOUNTANTS[1])
    with pytest.raises(CommentRequired):
        dossier.do("recuse", ACCOUNTANTS[0])
    dossier.do("recuse", ACCOUNTANTS[0], reason="Có người nhà trong đoàn")
    assert dossier.state.status == "approved", "the one who is left had approved"


def test_a_step_with_nobody_left_waits_for_an_assignment():
    dossier = plan(SMALL, interested=SEATED["money"])
    assert [(w.unit_id, w.role, w.kind) for w in dossier.state.waiting_on()] == [
        (SECTOR, "chair", "reassign")
    ]
    stand_in = person(("administrator", 77))
    assert dossier.may(stand_in) == set()
    dossier.do("reassign", LEADER, person_id=stand_in.person_id, reason="Cả hai kế toán là người trong đoàn")
    assert "approve" in dossier.may(stand_in)
    assert dossier.do("approve", stand_in).state.status == "approved"


def test_an_approved_plan_without_decision_paper_is_final():
    dossier = plan(SMALL).do("approve", ACCOUNTANTS[0]).do("approve", ACCOUNTANTS[1])
    assert dossier.may(CHAIR) == {"note"}
    assert dossier.state.waiting_on() == ()


def test_the_history_of_a_secret_vote_tells_who_voted_and_never_what():
    histories = []
    for command in ("approve", "return", "reject"):
        dossier = at_ballot().do(command, VOTERS[0], once="same", comment="lý do riêng",
                                 notes=[{"field": "amount", "text": "quá cao"}])  # fmt: skip
        assert [d.choice for d in dossier.state.decisions.values()] == [None]
        histories.append([json.dumps(entry.as_json()) for entry in dossier.history])
    assert histories[0] == histories[1] == histories[2]


@pytest.mark.parametrize(
    ("counts", "status", "step"),
    [
        ({"approve": 2, "return": 1, "reject": 0}, "approved", None),
        ({"approve": 1, "return": 1, "reject": 1}, "in_review", "money"),
        ({"approve": 0, "return": 2, "reject": 1}, "in_review", "money"),
        ({"approve": 1, "return": 0, "reject": 2}, "rejected", None),
    ],
)
def test_a_secret_ballot_is_counted_once_when_all_have_voted(counts, status, step):
    dossier = at_ballot()
    for voter in VOTERS:
        assert "close_vote" not in dossier.may(MACHINE)
        dossier.do("approve", voter)
    assert dossier.state.step == "ballot", "the ballots are counted by a command of their own"
    dossier.do("close_vote", MACHINE, counts=counts, notes=[{"field": "amount", "text": "Giảm kinh phí"}])
    assert (dossier.state.status, dossier.state.step) == (status, step)
    assert dict(dossier.state.closings[-1].counts) == counts
    assert "close_vote" not in dossier.may(MACHINE)


@pytest.mark.parametrize(
    "counts",
    [
        None,
        {"approve": 2},
        {"approve": 4, "return": -1},
        {"approve": 3, "abstain": 0},
        {"approve": True, "reject": 2},
    ],
)
def test_counts_that_do_not_add_up_are_refused(counts):
    dossier = at_ballot()
    for voter in VOTERS:
        dossier.do("reject", voter, comment="x")
    with pytest.raises(BadPayload):
        dossier.do("close_vote", MACHINE, counts=counts)


def test_whoever_oversees_may_count_once_the_quorum_has_voted():
    dossier = at_ballot().do("approve", VOTERS[0])
    with pytest.raises(NotAllowed):
        dossier.do("close_vote", LEADER, counts={"approve": 1})
    dossier.do("approve", VOTERS[1])
    assert dossier.do("close_vote", LEADER, counts={"approve": 2}).state.status == "approved"


def test_back_at_an_earlier_step_everybody_decides_anew():
    dossier = at_ballot()
    for voter in VOTERS:
        dossier.do("return", voter, comment="x")
    dossier.do("close_vote", MACHINE, counts={"return": 3}, comment="Tính lại phần thuê xe")
    assert (dossier.state.step, dossier.state.revision, dossier.state.decisions) == ("money", 1, {})
    assert [(n.text, n.person_id) for n in dossier.state.notes] == [("Tính lại phần thuê xe", None)]
    assert [s.state for s in progress(dossier.state)] == ["current", "next"]
    for accountant in ACCOUNTANTS:
        dossier.do("approve", accountant)
    assert dossier.state.step == "ballot"
    assert "approve" in dossier.may(VOTERS[0])
