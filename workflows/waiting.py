"""Whom a dossier waits for, by status. Services store it as the projection that fills the inboxes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from . import voting
from .records import Waiting

if TYPE_CHECKING:
    from .state import State


def waiting_on(state: State) -> tuple[Waiting, ...]:
    """Whom the dossier waits for now; empty when nothing more is to be done."""
    return WAITING.get(state.status or "", lambda _: ())(state)


def _since(state: State) -> datetime:
    """Since when the dossier is where it is; raises LookupError before it was drafted."""
    if state.since is None:
        raise LookupError("nothing waits before the draft")
    return state.since


def _waiting_for_applicant(state: State) -> tuple[Waiting, ...]:
    roles = state.definition.applicant_roles
    return tuple(Waiting(state.owner_unit_id, role, None, _since(state), "amend") for role in roles)


def _waiting_in_review(state: State) -> tuple[Waiting, ...]:
    step = state.here
    unit, out = state.unit_of(step.scope), voting.excluded(state)
    found: list[Waiting] = []
    if voting.is_short(state):
        found.append(Waiting(unit, step.escalate_to, None, _since(state), "reassign"))
    if state.missing_papers():
        roles = state.definition.paper_roles
        found += [Waiting(state.owner_unit_id, role, None, _since(state), "paper") for role in roles]
    elif not found:
        since = state.due_from or _since(state)
        found.append(Waiting(unit, step.role, None, since, "decide", out))
        named = sorted(p for key, p in state.substitutes if key == step.key and p not in out)
        found += [Waiting(unit, step.role, person, since, "decide") for person in named]
        if state.escalated:
            found.append(Waiting(unit, step.escalate_to, None, since, "decide", out))
    found += [Waiting(one.unit_id, one.role, one.person_id, one.at, "opinion") for one in state.asked()]
    return tuple(found)


def _waiting_for_decision_paper(state: State) -> tuple[Waiting, ...]:
    decision = state.definition.decision
    if decision is None or not state.missing_decision_papers():
        return ()
    unit = state.unit_of(decision.scope)
    return tuple(Waiting(unit, role, None, _since(state), "paper") for role in decision.roles)


WAITING = {
    "draft": _waiting_for_applicant,
    "returned": _waiting_for_applicant,
    "in_review": _waiting_in_review,
    "approved": _waiting_for_decision_paper,
}
