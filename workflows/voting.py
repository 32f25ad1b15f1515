"""Seats, quorum and who may not sit: the arithmetic of a step's decision.

A step closes as soon as one choice has as many votes as the quorum asks; or, the other way, as soon as
approval can no longer reach it: then it is rejected if more rejected than returned, else returned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from .definition import Step

if TYPE_CHECKING:
    from .state import State

OUTCOMES = {"approve": "approved", "return": "returned", "reject": "rejected"}


def barred(state: State, person_id: int | None, step: Step) -> str | None:
    """Why a person may not judge at a step whatever their seat (a key of ``errors.REASONS``), or None.

    Nobody decides on a dossier they wrote or are named in; a recusal holds for the whole dossier, being
    replaced for the step; whoever decided a step named in ``distinct_from``, on any revision, stays out. Where
    the owner unit answers, it is its own authors who speak.
    """
    if person_id in state.authors and not step.answers:
        return "author"
    if person_id in state.interested and not step.answers:
        return "interested"
    if any(person == person_id for _, person in state.recused):
        return "recused"
    judged = {d.step for d in state.all_decisions if d.person_id == person_id}
    if judged & step.distinct_from:
        return "distinct"
    # Last, because it alone can be undone: who was replaced may be asked again, if nothing else bars them.
    return "replaced" if (step.key, person_id) in state.replaced else None


def excluded(state: State) -> tuple[int, ...]:
    """People known to the dossier for whom the current step does not wait, in ascending order."""
    step = state.here
    known = {*state.authors, *state.interested, *state.decisions}
    known |= {p for _, p in state.recused | state.replaced} | {d.person_id for d in state.all_decisions}
    out = {p for p in known if p in state.decisions or barred(state, p, step)}
    return tuple(sorted(out))


def capacity(state: State, also: int | None = None) -> int:
    """How many of the current step's seats can be filled by people who may judge.

    With ``seated`` (the holders known when the dossier was submitted) they are counted by name; without it
    all seats count as filled but those whose holder was recused or replaced. ``also`` is a person who has
    just shown a seat of the step, known at submission or not.
    """
    step, voted = state.here, {*state.decisions, *(() if also is None else (also,))}
    stand_ins = {p for key, p in state.substitutes if key == step.key and barred(state, p, step) is None}
    holders = state.seated.get(step.key)
    if holders is None:
        gone = {p for key, p in state.recused | state.replaced if key == step.key}
        return min(step.seats, max(len(voted), step.seats - len(gone) + len(stand_ins)))
    able = {p for p in holders if barred(state, p, step) is None}
    return min(step.seats, len(able | stand_ins | voted))


def needed(step: Step, seats: int) -> int:
    """How many equal votes close the step, of ``seats`` that can vote."""
    if isinstance(step.quorum, int):
        return step.quorum
    return max(1, {"one": 1, "all": seats}[step.quorum])


def capacity_without(state: State, person_id: int) -> int:
    """The capacity of the current step once that person is recused from it."""
    return capacity(replace(state, recused=state.recused | {(state.here.key, person_id)}))


def is_short(state: State, also: int | None = None) -> bool:
    """Whether the current step cannot end with the people it has: somebody must be assigned."""
    seats = capacity(state, also)
    voted = len(state.decisions)
    return seats < needed(state.here, seats) or (voted >= seats and not state.here.secret)


def ballot_is_full(state: State) -> bool:
    """Whether everybody who can vote at a secret step has voted."""
    return len(state.decisions) >= capacity(state) > 0


def tally(state: State) -> dict[str, int]:
    """Open votes of the current stay: choice -> count."""
    choices = [decision.choice for decision in state.decisions.values()]
    return {choice: choices.count(choice) for choice in OUTCOMES}


def outcome(counts: Mapping[str, int], *, quorum: int, left: int) -> str | None:
    """approved, returned, rejected, or None while it is open; ``left`` votes may still come."""
    for choice, name in OUTCOMES.items():
        if counts[choice] >= quorum:
            return name
    if counts["approve"] + left >= quorum:
        return None
    return "rejected" if counts["reject"] > counts["return"] else "returned"
