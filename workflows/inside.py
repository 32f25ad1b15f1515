"""Among those who judge: who reads what they write to each other, who may be asked, whom a task may go to."""

from __future__ import annotations

from collections.abc import Iterable

from . import voting
from .actors import Actor
from .entries import INTERNAL, Entry
from .state import State


def seats_inside(state: State) -> frozenset[tuple[int | None, str]]:
    """The (unit, role) pairs on the deciding side: of steps that judge, of who oversees them, of the decision."""
    definition = state.definition
    pairs = {(step.scope, role) for step in definition.steps for role in (step.role, step.escalate_to)
             if not step.answers}  # fmt: skip
    if definition.decision:
        pairs |= {(definition.decision.scope, role) for role in definition.decision.roles}
    found = {(state.unit_of(scope), role) for scope, role in pairs}
    alone = state.owner_unit_id == state.deciding_unit_id
    return frozenset(pair for pair in found if alone or pair[0] != state.owner_unit_id)


def reads_inside(state: State, actor: Actor) -> bool:
    """Whether an actor reads what those who judge write among themselves.

    The dossier's own unit never does, whatever else a person of it is elsewhere; where a unit decides on its own
    dossiers, whoever wrote one or is named in it does not; nobody does who stays out of it. Who was asked for an
    opinion reads along. The house's own rule.
    """
    away = state.authors | state.interested | {person for _, person in state.recused}
    if actor.person_id is None or actor.person_id in away:
        return False
    alone = state.owner_unit_id == state.deciding_unit_id
    if not alone and any(seat.unit_id == state.owner_unit_id for seat in actor.seats):
        return False
    if any(one.person_id == actor.person_id for one in state.opinions):
        return True
    return bool({(seat.unit_id, seat.role) for seat in actor.seats} & seats_inside(state))


def is_internal(entry: Entry) -> bool:
    """Whether an entry is for those who judge alone."""
    return entry.kind in INTERNAL or entry.payload.get("internal") is True


def readable(state: State, actor: Actor, history: Iterable[Entry]) -> list[Entry]:
    """The entries that an actor may read: for pages, exports and the question whether a page is old."""
    inside = reads_inside(state, actor)
    return [entry for entry in history if inside or not is_internal(entry)]


def why_not_asked(state: State, asker: int | None, person_id: int, unit_id: int | None) -> str | None:
    """Why a person cannot be asked for an opinion now (a key of ``errors.REASONS``), or None."""
    if person_id == asker:
        return "ask_oneself"
    if unit_id is None or unit_id != state.unit_of(state.here.scope):
        return "ask_outside"
    if person_id in state.authors | state.interested | {p for _, p in state.recused}:
        return "ask_barred"
    return "ask_again" if any(one.person_id == person_id for one in state.asked()) else None


def may_take(state: State, person_id: int, giver: int | None) -> bool:
    """Whether the task of the current step may go to a person, as far as the dossier knows them."""
    barred = voting.barred(state, person_id, state.here)
    return person_id not in {giver, *state.decisions} and barred in (None, "replaced")
