"""The road of one nomination, told as the regulations tell it."""

import pytest

from tests.workflows.road import (
    BOTH,
    CHAIR,
    CLERK,
    DRAFTED,
    LEADER,
    MACHINE,
    MEMBER,
    NOMINATION,
    OWNER,
    PROVINCE,
    REVIEWER,
    REVIEWER_2,
    SECRETARY,
    SECTOR,
    SECTOR_CLERK,
    STRANGER,
    Dossier,
    approved,
    checked,
    person,
    submitted,
    with_papers,
)
from workflows.errors import (
    AlreadyDone,
    BadPayload,
    CommentRequired,
    NotAllowed,
    OnceReused,
    StaleCommand,
)
from workflows.progress import progress


def where(dossier):
    state = dossier.state
    return state.status, state.step, state.revision


def waits_for(dossier):
    return {(w.unit_id, w.role, w.kind) for w in dossier.state.waiting_on()}


def test_the_whole_road_from_draft_to_decision_paper():
    dossier = Dossier().do("draft", SECRETARY)
    assert where(dossier) == ("draft", None, 0)
    assert waits_for(dossier) == {(OWNER, "chair", "amend"), (OWNER, "secretary", "amend")}

    dossier.do("submit", CHAIR)
    assert where(dossier) == ("in_review", "check", 1)
    assert waits_for(dossier) == {(SECTOR, "reviewer", "decide")}

    dossier.do("receive", REVIEWER)
    dossier.do("return", REVIEWER, notes=[{"field": "ballot.for", "text": "Tổng phiếu chưa khớp."},
                                          {"field": "nominees.0.rating", "text": "Bổ sung xếp loại."}])  # fmt: skip
    assert where(dossier) == ("returned", None, 1)
    notes = [(n.field, n.person_id) for n in dossier.state.notes]
    assert notes == [("ballot.for", REVIEWER.person_id), ("nominees.0.rating", REVIEWER.person_id)]

    dossier.do("submit", CHAIR)
    assert where(dossier) == ("in_review", "check", 2)
    assert len(dossier.state.notes) == 2, "the next reviewer still sees what was asked"

    dossier.do("approve", REVIEWER)
    assert where(dossier) == ("in_review", "committee", 2)
    assert waits_for(dossier) == {(OWNER, role, "paper") for role in ("chair", "secretary", "clerk")}

    with_papers(dossier)
    assert waits_for(dossier) == {(SECTOR, "committee_member", "decide")}
    dossier.do("approve", LEADER)
    assert where(dossier) == ("in_review", "committee", 2), "one of three seats is no quorum"
    dossier.do("approve", MEMBER)
    assert where(dossier) == ("approved", None, 2)
    assert waits_for(dossier) == {(SECTOR, "clerk", "paper")}

    dossier.do("record_paper", SECTOR_CLERK, kind="award_decision")
    assert waits_for(dossier) == set()
    assert dossier.may(CHAIR) == {"note"}, "after the decision paper nothing is amended"
    assert dossier.kinds() == [
        "drafted", "submitted", "received", "returned", "step_closed", "submitted", "approved", "step_closed",
        "paper_issued", "paper_issued", "approved", "approved", "step_closed", "paper_issued",
    ]  # fmt: skip


def test_the_same_chain_serves_a_provincial_federation():
    """A unit directly under the federation: the same definition, other units."""
    reviewer, two = person(("reviewer", PROVINCE)), [person(("committee_member", PROVINCE)) for _ in range(2)]
    dossier = Dossier(NOMINATION, {**DRAFTED, "deciding_unit_id": PROVINCE})
    dossier.submission = {}
    dossier.do("draft", CHAIR).do("submit", CHAIR)
    assert dossier.may(REVIEWER) == set(), "the sector union has nothing to do with it"
    with_papers(dossier.do("approve", reviewer)).do("approve", two[0]).do("approve", two[1])
    assert where(dossier) == ("approved", None, 1)
    assert {w.unit_id for w in dossier.state.waiting_on()} == {PROVINCE}


#: Where the dossier is × who -> what they may do. Whoever is not named in a row may do nothing.
CLOSED_ROOM = {"note"}
EDIT = {"edit", "submit", "withdraw"}
JUDGE = {"approve", "return", "reject", "recuse", "reassign", "note", "ask", "remark"}
ROADS = {
    "draft": lambda: Dossier().do("draft", CHAIR),
    "submitted": submitted,
    "received": lambda: submitted().do("receive", REVIEWER),
    "returned": lambda: submitted().do("return", REVIEWER, comment="Thiếu biên bản"),
    "checked": checked,
    "papers": lambda: with_papers(checked()),
    "one vote": lambda: with_papers(checked()).do("approve", LEADER),
    "approved": approved,
    "decided": lambda: approved().do("record_paper", SECTOR_CLERK, kind="award_decision"),
    "rejected": lambda: submitted().do("reject", REVIEWER, comment="Không đủ tiêu chuẩn"),
    "withdrawn": lambda: submitted().do("withdraw", CHAIR),
    "recalled": lambda: submitted().do("recall", SECRETARY),
    "amending": lambda: approved().do("amend", CHAIR),
    "escalated": lambda: submitted().do("escalate", MACHINE),
}
SENT = {"withdraw", "recall", "note"}
UNDER_WAY = {"withdraw", "amend", "note"}
WHO_MAY = [
    ("draft", CHAIR, EDIT), ("draft", SECRETARY, EDIT), ("draft", CLERK, set()), ("draft", REVIEWER, set()),
    ("submitted", CHAIR, SENT), ("submitted", SECRETARY, SENT), ("submitted", CLERK, {"note"}),
    ("submitted", REVIEWER, JUDGE | {"receive"}), ("submitted", BOTH, JUDGE | {"receive"}),
    ("submitted", LEADER, {"reassign", "ask", "note", "remark"}), ("submitted", MEMBER, {"note", "remark"}),
    ("submitted", MACHINE, {"remind", "escalate"}), ("submitted", STRANGER, set()),
    ("received", CHAIR, UNDER_WAY), ("received", REVIEWER, JUDGE), ("received", REVIEWER_2, JUDGE),
    ("returned", CHAIR, EDIT | {"note"}), ("returned", SECRETARY, EDIT | {"note"}),
    ("returned", REVIEWER, {"note", "remark", "undo"}), ("returned", MACHINE, {"remind"}),
    ("checked", CHAIR, UNDER_WAY | {"record_paper"}), ("checked", CLERK, {"record_paper", "note"}),
    ("checked", MEMBER, {"receive", "recuse", "reassign", "ask", "note", "remark"}),
    ("checked", REVIEWER, {"note", "remark", "undo"}),
    ("papers", MEMBER, JUDGE | {"receive"}), ("papers", LEADER, JUDGE | {"receive"}),
    ("papers", REVIEWER, {"note", "remark"}), ("papers", CLERK, {"record_paper", "note"}),
    ("one vote", LEADER, {"note", "reassign", "ask", "remark", "undo"}), ("one vote", MEMBER, JUDGE),
    ("one vote", CLERK, {"note"}),
    ("approved", CHAIR, {"amend", "note"}), ("approved", SECTOR_CLERK, {"record_paper", "note", "remark"}),
    ("approved", CLERK, {"note"}), ("approved", MEMBER, {"note", "remark", "undo"}), ("approved", MACHINE, set()),
    ("decided", CHAIR, {"note"}), ("decided", SECTOR_CLERK, {"record_paper", "note", "remark"}),
    ("rejected", CHAIR, {"note"}), ("rejected", REVIEWER, {"note", "remark", "undo"}),
    ("withdrawn", CHAIR, set()), ("withdrawn", REVIEWER, set()),
    ("recalled", CHAIR, EDIT), ("recalled", REVIEWER, set()),
    ("amending", CHAIR, EDIT), ("amending", MEMBER, set()), ("amending", SECTOR_CLERK, set()),
    ("escalated", LEADER, {"reassign", "take_over", "ask", "note", "remark"}), ("escalated", MACHINE, {"remind"}),
]  # fmt: skip


@pytest.mark.parametrize(("road", "actor", "commands"), WHO_MAY)
def test_who_may_do_what_where(road, actor, commands):
    assert ROADS[road]().may(actor) == commands


#: A road, a command that is refused there, and why.
REFUSED = [
    ("submitted", "approve", CHAIR, {}, "seat"),
    ("submitted", "approve", STRANGER, {}, "unit"),
    ("submitted", "edit", CHAIR, {}, "status"),
    ("draft", "edit", CHAIR, {}, "unknown_command"),
    ("draft", "publish", CHAIR, {}, "unknown_command"),
    ("received", "recall", CHAIR, {}, "touched"),
    ("received", "receive", REVIEWER_2, {}, "received"),
    ("submitted", "amend", CHAIR, {}, "not_touched"),
    ("checked", "approve", MEMBER, {}, "papers"),
    ("checked", "record_paper", CHAIR, {"kind": "award_decision"}, "paper_kind"),
    ("checked", "record_paper", CHAIR, {"kind": "award_proposal"}, "paper_order"),
    ("submitted", "record_paper", CHAIR, {"kind": "award_minutes"}, "papers_not_wanted"),
    ("one vote", "record_paper", CHAIR, {"kind": "award_proposal"}, "papers_not_wanted"),
    ("one vote", "approve", LEADER, {}, "decided"),
    ("papers", "approve", REVIEWER, {}, "seat"),
    ("decided", "amend", CHAIR, {}, "decision_issued"),
    ("submitted", "take_over", LEADER, {}, "not_escalated"),
    ("escalated", "escalate", MACHINE, {}, "escalated"),
    ("submitted", "close_vote", MACHINE, {}, "ballot_open"),
    ("withdrawn", "submit", CHAIR, {}, "status"),
    ("submitted", "reassign", REVIEWER, {"person_id": CHAIR.person_id}, "not_eligible"),
]


@pytest.mark.parametrize(("road", "command", "actor", "payload", "reason"), REFUSED)
def test_refusals_say_why(road, command, actor, payload, reason):
    dossier = ROADS[road]()
    before = list(dossier.history)
    with pytest.raises(NotAllowed) as refused:
        dossier.do(command, actor, **payload)
    assert (refused.value.command, refused.value.reason) == (command, reason)
    assert refused.value.status == dossier.state.status
    assert dossier.history == before


def test_whoever_checked_does_not_sit_in_the_committee():
    dossier = with_papers(submitted().do("approve", BOTH))
    assert dossier.may(BOTH) == {"note", "remark"}
    with pytest.raises(NotAllowed) as refused:
        dossier.do("approve", BOTH)
    assert refused.value.reason == "distinct"
    assert BOTH.person_id in dossier.state.waiting_on()[0].excluded
    assert where(dossier.do("approve", LEADER).do("approve", MEMBER))[0] == "approved"


def test_nobody_decides_on_what_they_wrote_or_are_named_in():
    author = person(("chair", OWNER), ("reviewer", SECTOR), ("committee_member", SECTOR))
    own = Dossier().do("draft", author).do("submit", CHAIR)
    assert own.may(author) == {"withdraw", "recall", "note"}
    helper = submitted(authors=[REVIEWER.person_id])
    assert helper.may(REVIEWER) == {"note"}
    nominee = with_papers(checked(interested=[MEMBER.person_id]))
    assert nominee.may(MEMBER) == {"note"}
    assert MEMBER.person_id in nominee.state.waiting_on()[0].excluded


def test_a_nominee_on_the_first_revision_only_may_judge_the_second():
    dossier = submitted(interested=[REVIEWER.person_id])
    dossier.do("return", REVIEWER_2, comment="Bỏ một trường hợp").do("submit", CHAIR, interested=[])
    assert "approve" in dossier.may(REVIEWER)


def test_a_return_from_the_committee_asks_for_a_new_check_and_a_new_proposal():
    dossier = with_papers(checked())
    dossier.do("return", LEADER, comment="Bổ sung thành tích").do("return", MEMBER, comment="Như trên")
    assert where(dossier) == ("returned", None, 1)
    assert [n.text for n in dossier.state.notes] == ["Bổ sung thành tích", "Như trên"]
    dossier.do("submit", CHAIR)
    assert where(dossier) == ("in_review", "check", 2)
    dossier.do("approve", REVIEWER)
    assert dossier.state.missing_papers() == ("award_minutes", "award_proposal")
    minutes = next(p.paper_id for p in dossier.state.papers if p.kind == "award_minutes")
    dossier.do("record_paper", CHAIR, kind="award_minutes", paper_id=minutes)
    dossier.do("record_paper", CHAIR, kind="award_proposal", paper_id=500)
    assert dossier.state.missing_papers() == ()
    old = {p.paper_id: p.replaced_by for p in dossier.state.papers if p.kind == "award_proposal"}
    assert old == {101: 500, 500: None}, "the old number stays, marked"
    assert {p.replaced_by for p in dossier.state.papers if p.paper_id == minutes} == {None}


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ("aa", "approved"), ("ara", "approved"), ("rr", "returned"), ("jj", "rejected"),
        ("arj", "returned"), ("rj", "returned"), ("ajr", "returned"), ("jaj", "rejected"), ("a", "in_review"),
        ("r", "in_review"), ("ar", "in_review"),
    ],
)  # fmt: skip
def test_two_of_three_decide(votes, outcome):
    """The second equal vote decides; when two can no longer agree to approve, it goes back."""
    names = {"a": "approve", "r": "return", "j": "reject"}
    dossier = with_papers(checked())
    for actor, vote in zip((LEADER, MEMBER, BOTH), votes, strict=False):
        dossier.do(names[vote], actor, comment="Ý kiến")
    assert dossier.state.status == outcome


def test_a_reason_is_required_with_a_return_and_a_rejection():
    dossier = submitted()
    for command in ("return", "reject"):
        with pytest.raises(CommentRequired):
            dossier.do(command, REVIEWER, comment="  ")
    with pytest.raises(CommentRequired):
        dossier.do("reject", REVIEWER, notes=[{"field": "x", "text": "ô này"}])
    assert dossier.do("approve", REVIEWER).state.step == "committee"


def test_recall_only_before_receipt_and_the_revision_goes_on_counting():
    dossier = submitted().do("recall", CHAIR)
    assert where(dossier) == ("draft", None, 1)
    assert not dossier.state.amending
    assert where(dossier.do("submit", CHAIR)) == ("in_review", "check", 2)


@pytest.mark.parametrize("road", ["received", "checked", "one vote", "approved"])
def test_amending_voids_the_decisions_and_begins_with_the_first_step(road):
    dossier = ROADS[road]().do("amend", CHAIR, reason="Sửa danh sách")
    assert where(dossier) == ("draft", None, 1)
    assert dossier.state.amending
    assert [s.state for s in progress(dossier.state)] == ["next", "next"]
    dossier.do("submit", CHAIR)
    assert where(dossier) == ("in_review", "check", 2)
    assert not dossier.state.decisions
    assert not dossier.state.amending


def test_a_second_paper_of_a_kind_must_name_the_one_it_replaces():
    dossier = with_papers(checked())
    with pytest.raises(AlreadyDone):
        dossier.do("record_paper", CHAIR, kind="award_proposal")
    with pytest.raises(BadPayload):
        dossier.do("record_paper", CHAIR, kind="award_proposal", replaces=999)
    first = dossier.state.papers_of(1)[1].paper_id
    dossier.do("record_paper", CHAIR, kind="award_proposal", paper_id=700, replaces=first)
    assert [p.paper_id for p in dossier.state.papers_of(1)] == [100, 700]


def test_a_double_click_does_nothing_twice():
    dossier = submitted().do("approve", REVIEWER, once="click")
    before = list(dossier.history)
    dossier.do("approve", REVIEWER, once="click", seen=2)
    assert dossier.history == before
    with pytest.raises(OnceReused):
        dossier.do("approve", MEMBER, once="click")


def test_a_stale_page_is_told_what_happened_meanwhile():
    dossier = submitted()
    shown = dossier.state.seq
    dossier.do("receive", REVIEWER)
    with pytest.raises(StaleCommand) as stale:
        dossier.do("recall", CHAIR, seen=shown)
    assert stale.value.seq == 3
    assert [entry.kind for entry in stale.value.missed] == ["received"]


def test_deadlines_count_from_the_last_paper_the_committee_waited_for():
    dossier = checked()
    assert dossier.state.due_from is None
    entered = dossier.state.entered_at
    with_papers(dossier)
    assert dossier.state.due_from == dossier.now > entered


def test_the_step_strip_says_who_did_what_and_who_has_it():
    dossier = Dossier().do("draft", CHAIR)
    assert [s.state for s in progress(dossier.state)] == ["next", "next"]
    dossier = checked()
    check, committee = progress(dossier.state)
    assert (check.state, committee.state) == ("done", "current")
    assert [(d.person_id, d.choice) for d in check.decisions] == [(REVIEWER.person_id, "approve")]
    assert {w.kind for w in committee.waiting} == {"paper"}
    with_papers(dossier).do("return", LEADER, comment="x").do("return", MEMBER, comment="y")
    check, committee = progress(dossier.state)
    assert (check.state, committee.state, len(committee.decisions)) == ("done", "returned", 2)
    assert [s.state for s in progress(dossier.do("submit", CHAIR).state)] == ["current", "next"]
    assert [s.state for s in progress(ROADS["rejected"]().state)] == ["rejected", "next"]
    assert [s.state for s in progress(approved().state)] == ["done", "done"]
