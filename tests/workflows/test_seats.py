"""Seats in the nomination's chain: recusal, handing on, taking over, delegation; and what a history must be."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.workflows.road import (
    BOTH,
    CHAIR,
    LEADER,
    MACHINE,
    MEMBER,
    NOMINATION,
    OWNER,
    REVIEWER,
    REVIEWER_2,
    SECTOR,
    Dossier,
    checked,
    person,
    submitted,
    with_papers,
)  # fmt: skip
from workflows import engine
from workflows.actors import Actor, Command, Seat
from workflows.entries import Entry
from workflows.errors import REASONS, BadPayload, CorruptHistory, NotAllowed


def kinds_of_waiting(dossier):
    return [(w.role, w.person_id, w.kind) for w in dossier.state.waiting_on()]


def test_a_recused_reviewer_leaves_it_to_the_other_one():
    dossier = submitted().do("recuse", REVIEWER, reason="Người thân của một cá nhân được đề nghị")
    assert engine.kept_out(dossier.state, REVIEWER) == REASONS["recused"]
    assert engine.kept_out(dossier.state, REVIEWER_2) == ""
    assert dossier.may(REVIEWER) == {"note"}
    assert dossier.state.waiting_on()[0].excluded == (CHAIR.person_id, REVIEWER.person_id)
    assert dossier.do("approve", REVIEWER_2).state.step == "committee"


def test_a_committee_below_its_quorum_decides_nothing_until_somebody_is_assigned():
    dossier = with_papers(checked(interested=[MEMBER.person_id])).do("recuse", BOTH)
    assert kinds_of_waiting(dossier) == [("chair", None, "reassign")]
    with pytest.raises(NotAllowed) as refused:
        dossier.do("approve", LEADER)
    assert refused.value.reason == "short"
    other = person(("committee_member", SECTOR))
    dossier.do("reassign", LEADER, person_id=other.person_id, instead_of=MEMBER.person_id, reason="Vắng")
    dossier.do("approve", LEADER)
    assert dossier.do("approve", other).state.status == "approved"


def test_a_split_committee_that_loses_its_third_seat_waits_for_another():
    dossier = (
        with_papers(checked()).do("approve", LEADER).do("return", MEMBER, comment="x").do("recuse", BOTH)
    )
    assert kinds_of_waiting(dossier) == [("chair", None, "reassign")]
    other = person(("committee_member", SECTOR))
    dossier.do("reassign", LEADER, person_id=other.person_id)
    assert dossier.do("approve", other).state.status == "approved"


def test_a_reviewer_hands_the_dossier_on():
    colleague = person(("secretary", SECTOR))
    dossier = submitted().do("reassign", REVIEWER, person_id=colleague.person_id, reason="Đi công tác")
    assert dossier.may(REVIEWER) == {"note", "remark"}
    assert ("reviewer", colleague.person_id, "decide") in kinds_of_waiting(dossier)
    assert dossier.do("approve", colleague).state.step == "committee"


def test_nobody_is_put_beside_a_full_committee():
    friend = person(("committee_member", SECTOR))
    dossier = with_papers(checked())
    for instead_of in (None, 999):
        with pytest.raises(BadPayload):
            dossier.do("reassign", LEADER, person_id=friend.person_id, instead_of=instead_of)
    for nobody in (LEADER, REVIEWER, CHAIR):
        with pytest.raises(NotAllowed) as refused:
            dossier.do("reassign", LEADER, person_id=nobody.person_id, instead_of=MEMBER.person_id)
        assert refused.value.reason == "not_eligible"


def test_whoever_was_replaced_can_be_asked_again():
    dossier = submitted().do("reassign", REVIEWER, person_id=REVIEWER_2.person_id)
    dossier.do("reassign", REVIEWER_2, person_id=REVIEWER.person_id)
    assert "approve" in dossier.may(REVIEWER)
    assert "approve" not in dossier.may(REVIEWER_2)


def test_whoever_was_replaced_and_then_checked_is_not_asked_again():
    dossier = with_papers(checked()).do("reassign", BOTH, person_id=person(("clerk", SECTOR)).person_id)
    dossier.do("amend", CHAIR).do("submit", CHAIR).do("approve", BOTH)
    with pytest.raises(NotAllowed) as refused:
        dossier.do("reassign", MEMBER, person_id=BOTH.person_id)
    assert refused.value.reason == "not_eligible"


def test_nobody_is_replaced_after_deciding_nor_steps_aside_from_a_seat_not_held():
    stand_in = person(("clerk", SECTOR))
    dossier = with_papers(checked()).do("approve", MEMBER)
    with pytest.raises(BadPayload) as bad:
        dossier.do("reassign", LEADER, person_id=stand_in.person_id, instead_of=MEMBER.person_id)
    assert bad.value.field == "instead_of"
    overseer = person(("chair", SECTOR))
    with pytest.raises(BadPayload):
        submitted(seated={}).do(
            "reassign", overseer, person_id=stand_in.person_id, instead_of=overseer.person_id
        )


def test_an_unknown_holder_counts_when_the_votes_left_are_reckoned():
    """Two known holders and a third elected since: after two refusals to agree the third still decides."""
    new, late = (
        person(("committee_member", SECTOR)),
        {"check": [], "committee": [LEADER.person_id, BOTH.person_id]},
    )
    dossier = with_papers(checked(seated=late)).do("return", new, comment="x")
    assert dossier.state.status == "in_review"
    assert dossier.do("approve", LEADER).do("approve", BOTH).state.status == "approved"


def test_an_escalated_step_may_be_taken_over_once():
    dossier = submitted().do("escalate", MACHINE, to=[LEADER.person_id])
    assert kinds_of_waiting(dossier) == [("reviewer", None, "decide"), ("chair", None, "decide")]
    dossier.do("take_over", LEADER)
    assert "take_over" not in dossier.may(LEADER)
    dossier.do("approve", LEADER)
    assert dossier.state.step == "committee"
    assert "approve" not in with_papers(dossier).may(LEADER), "who checked does not sit in the committee"


def test_an_office_votes_once_whoever_holds_its_seat():
    office = LEADER.seats[1].office_id
    deputy = Actor(9001, (Seat(office, "committee_member", SECTOR, delegation_of=7),))
    dossier = with_papers(checked()).do("approve", LEADER)
    with pytest.raises(NotAllowed) as refused:
        dossier.do("approve", deputy)
    assert refused.value.reason == "office_used"


def test_the_entry_names_the_seat_and_the_delegation():
    deputy = Actor(9002, (Seat(55, "reviewer", SECTOR, delegation_of=7), Seat(56, "reviewer", SECTOR)))
    delegated = Actor(9003, (Seat(55, "reviewer", SECTOR, delegation_of=7),))
    own, borrowed = (submitted().do("approve", actor).history[2].seat for actor in (deputy, delegated))
    assert own == {"office_id": 56, "role": "reviewer", "unit_id": SECTOR, "delegation_id": None}
    assert borrowed["delegation_id"] == 7


def test_a_new_holder_of_a_seat_may_decide_though_unknown_at_submission():
    new = person(("reviewer", SECTOR))
    assert submitted().do("approve", new).state.step == "committee"


def test_without_known_holders_all_seats_count_but_the_recused():
    dossier = with_papers(checked(seated={})).do("recuse", MEMBER).do("approve", LEADER)
    assert dossier.do("return", BOTH, comment="x").state.status == "returned", "two cannot agree any more"


BAD_SUBMISSIONS = [
    ("revision", {"revision": 2}), ("revision", {"revision": None}), ("revision", {"revision": True}),
    ("interested", {"interested": ["1"]}), ("authors", {"authors": 5}), ("check", {"seated": {"check": 4}}),
    ("answers", {"answers": []}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "payload"), BAD_SUBMISSIONS)
def test_bad_submissions_name_the_field(field, payload):
    with pytest.raises(BadPayload) as bad:
        submitted(**payload)
    assert bad.value.field == field


def test_a_draft_belongs_to_a_unit_of_its_author():
    with pytest.raises(NotAllowed) as refused:
        Dossier().do("draft", CHAIR, owner_unit_id=OWNER + 1)
    assert refused.value.reason == "unit"


def test_an_empty_note_is_refused():
    with pytest.raises(BadPayload):
        submitted().do("note", CHAIR, text=" ")


def _swapped(history):
    return [history[0], history[2], history[1]]


BROKEN = {
    "a gap": lambda history: [history[0], history[2]],
    "another order": _swapped,
    "no beginning": lambda history: [replace(history[1], seq=1)],
    "a second beginning": lambda history: [*history, replace(history[0], seq=4)],
    "an unknown kind": lambda history: [*history, replace(history[2], seq=4, kind="blessed")],
    "a decision by nobody": lambda history: [
        *history,
        replace(history[2], seq=4, kind="approved", person_id=None, payload={"step": "check", "revision": 1}),
    ],
    "another version": lambda history: [
        replace(history[0], payload={**history[0].payload, "definition": {"code": "x", "version": 1}})
    ],
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_history_is_not_folded(name):
    history = submitted().do("receive", REVIEWER).history
    with pytest.raises(CorruptHistory):
        engine.fold(NOMINATION, BROKEN[name](history))


def test_the_clock_must_know_its_zone():
    with pytest.raises(ValueError, match="aware"):
        engine.handle(NOMINATION, [], Command("draft", CHAIR, 0, "k", {}), now=datetime(2026, 1, 1))  # noqa: DTZ001


def test_handling_changes_nothing_it_was_given():
    dossier = submitted()
    history: tuple[Entry, ...] = tuple(dossier.history)
    command = Command("approve", REVIEWER, 2, "k", {"notes": [{"field": None, "text": "được"}]})
    first = engine.handle(NOMINATION, history, command, now=dossier.now)
    assert first == engine.handle(NOMINATION, history, command, now=dossier.now)
    assert [entry.seq for entry in first] == [3, 4]
