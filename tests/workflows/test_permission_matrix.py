"""The printed matrix says what `allowed` says: no more in any state reached, and nothing that no state reaches."""

from collections import defaultdict

from tests.workflows.road import (
    CHAIR,
    LEADER,
    MACHINE,
    MEMBER,
    NOMINATION,
    OWNER,
    REVIEWER,
    SECTOR,
    Dossier,
    approved,
    checked,
    person,
    submitted,
    with_papers,
)
from workflows import engine
from workflows.actors import SYSTEM
from workflows.errors import REASONS
from workflows.permissions import PERMISSIONS, why_not

ROADS = [
    Dossier(),
    Dossier().do("draft", CHAIR),
    submitted(),
    submitted().do("receive", REVIEWER),
    submitted().do("escalate", MACHINE),
    submitted().do("return", REVIEWER, comment="x"),
    submitted().do("reject", REVIEWER, comment="x"),
    submitted().do("withdraw", CHAIR),
    checked(),
    checked().do("escalate", MACHINE),
    with_papers(checked()),
    with_papers(checked()).do("approve", LEADER),
    approved(),
]
UNITS = {"owner_unit": OWNER, "deciding_unit": SECTOR}


def newcomer(scope, role):
    """Somebody the dossier has never met, in exactly that seat."""
    return SYSTEM if role == "system" else person((role, UNITS.get(scope, OWNER)))


def test_the_matrix_is_what_newcomers_may_do_in_the_states_reached():
    matrix = engine.permission_matrix(NOMINATION)
    printed = {(row.status, row.step, row.scope, row.role): {c for c, _ in row.commands} for row in matrix}
    seats = {(row.scope, row.role) for row in matrix}
    reached = defaultdict(set)
    for dossier in ROADS:
        state = dossier.state
        for scope, role in seats:
            if scope is None and role != "system" and state.status is not None:
                continue
            found = engine.allowed(state, newcomer(scope, role))
            if found and not (scope and state.status is None):
                reached[state.status, state.step, scope, role] |= found
    named = {"undo"}  # for one person only: whoever decided last
    assert {seat: found | (printed[seat] & named) for seat, found in reached.items()} == printed


def test_who_decided_last_may_take_it_back_wherever_the_matrix_says_so():
    matrix = engine.permission_matrix(NOMINATION)
    printed = {(row.status, row.step) for row in matrix if "undo" in {name for name, _ in row.commands}}
    reached = set()
    for dossier in ROADS:
        state = dossier.state
        able = {one.person_id for one in (CHAIR, REVIEWER, LEADER, MEMBER) if "undo" in dossier.may(one)}
        assert able == ({state.undoable.person_id} if state.undoable else set())
        reached |= {(state.status, state.step)} if able else set()
    assert reached == printed - {("in_review", "check")}  # a step of one seat: nobody has decided before it


def test_every_reason_that_a_guard_gives_has_a_sentence():
    reasons = {
        why_not(dossier.state, actor, row.command)
        for dossier in ROADS
        for actor in (CHAIR, REVIEWER, LEADER, MEMBER, MACHINE)
        for row in PERMISSIONS
    }
    assert reasons - {None} <= set(REASONS)
    assert len(reasons) > 10
