"""Three ways of deciding a step together: any one, so many of all, all. Who is asked, when it ends, and how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workflows.road import BOTH, LEADER, MEMBER, NOMINATION, Dossier, checked, with_papers

PEOPLE = (LEADER, MEMBER, BOTH)
WORD = {"+": "approve", "-": "return", "x": "reject"}

# quorum of three seats, what they say one after the other → when and how the step ends ("": it is still open)
CASES = [
    ("one", "+", "approved"),
    ("one", "-", "returned"),
    ("one", "x", "rejected"),
    (2, "+", ""),
    (2, "++", "approved"),
    (2, "+-", ""),
    (2, "+-+", "approved"),
    (2, "--", "returned"),
    (2, "-x", "returned"),
    (2, "xx", "rejected"),
    (2, "+-x", "returned"),
    (2, "-+-", "returned"),
    (3, "++", ""),
    (3, "+++", "approved"),
    (3, "++-", "returned"),
    ("all", "++", ""),
    ("all", "+++", "approved"),
    ("all", "-", "returned"),
    ("all", "++x", "rejected"),
]


def at_committee(quorum) -> Dossier:
    """A dossier before a committee of three with this quorum."""
    steps = tuple(replace(one, quorum=quorum) if one.key == "committee" else one for one in NOMINATION.steps)
    dossier = with_papers(checked())
    dossier.definition = replace(NOMINATION, steps=steps)
    return dossier


@pytest.mark.parametrize(("quorum", "said", "outcome"), CASES)
def test_when_a_step_of_three_ends(quorum, said, outcome):
    dossier = at_committee(quorum)
    for person, word in zip(PEOPLE, said, strict=False):
        assert dossier.state.step == "committee", "it ended too early"
        dossier.do(WORD[word], person, comment="Lý do")
    state = dossier.state
    if not outcome:
        left = {one.person_id for one in PEOPLE[len(said) :]}
        assert (state.status, state.step) == ("in_review", "committee")
        assert not left & set(state.waiting_on()[0].excluded), "the others are still asked"
        return
    assert (state.status, state.step) == (outcome, None)
    assert state.closings[-1].outcome == outcome
    for person in PEOPLE:
        assert not {"approve", "return", "reject"} & dossier.may(person)
