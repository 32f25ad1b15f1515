"""The engine: commands give entries, entries fold into a state, one table says who may.

entries = handle(definition, history, command, now=now)
state = fold(definition, [*history, *entries])
buttons = allowed(state, actor)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from .actors import Command
from .conditions import may_hold
from .definition import Definition
from .entries import Entry
from .errors import NotAllowed, OnceReused, StaleCommand
from .handlers import HANDLERS, LEAVES, Case
from .inside import readable
from .permissions import PERMISSIONS, allowed, kept_out, permission_matrix, permit, why_not
from .state import State, advance, fold

__all__ = [
    "PERMISSIONS",
    "State",
    "advance",
    "allowed",
    "fold",
    "handle",
    "kept_out",
    "permission_matrix",
    "readable",
    "wanted_papers",
    "why_not",
]


def wanted_papers(state: State) -> frozenset[str]:
    """Kinds of paper that the steps ask of the owner unit, as far as the answers do not leave the steps out."""
    steps = (step for step in state.definition.steps if may_hold(step.when, state.answers))
    return frozenset(kind for step in steps for kind in step.requires_papers)


def handle(
    definition: Definition, history: Sequence[Entry], command: Command, *, now: datetime
) -> list[Entry]:
    """The entries a command leaves, to be appended to the history; [] if it was done before.

    ``now`` is an aware instant. Raises StaleCommand, NotAllowed, OnceReused, CommentRequired, AlreadyDone,
    BadPayload, AnswerMissing, ScopeUnresolved, CorruptHistory. No side effect.
    """
    if now.utcoffset() is None:
        raise ValueError("now must be an aware instant")
    for entry in history:
        if entry.payload.get("once") == command.once:
            same = entry.person_id == command.actor.person_id and entry.kind in LEAVES.get(command.name, ())
            if not same:
                raise OnceReused(command.once)
            return []
    state = fold(definition, history)
    missed = readable(state, command.actor, history[max(command.seen, 0) :])  # unseen: not old
    if command.seen > state.seq or missed:
        raise StaleCommand(state.seq, missed)
    found = permit(state, command.actor, command.name)
    if isinstance(found, str):
        raise NotAllowed(command.name, state.status, found)
    if command.name not in HANDLERS:
        raise NotAllowed(command.name, state.status, "unknown_command")
    row, seat = found
    drafted = HANDLERS[command.name](Case(state, command, row, now))
    return [
        Entry(
            seq=state.seq + number,
            kind=kind,
            at=now.astimezone(UTC),
            person_id=command.actor.person_id,
            seat=seat.as_json(),
            payload={**payload, "once": command.once} if number == 1 else payload,
        )
        for number, (kind, payload) in enumerate(drafted, start=1)
    ]
