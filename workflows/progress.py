"""The step strip: every step of the chain that applies, with who did what when and who has it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .conditions import may_hold
from .definition import Step
from .records import Closing, Decision, Waiting
from .state import State


@dataclass(frozen=True)
class ProgressStep:
    """One stage: ``state`` is done, current, next, returned or rejected.

    ``decisions`` are those of its last stay on the revision in hand; ``at`` is when it ended, for the current
    step when it was entered; ``waiting`` tells whom the current step waits for.
    """

    key: str
    title: str
    public_title: str
    state: str
    decisions: tuple[Decision, ...]
    at: datetime | None
    received_by: int | None
    waiting: tuple[Waiting, ...]


def progress(state: State) -> tuple[ProgressStep, ...]:
    """The strip of a dossier; steps that its answers leave out are not shown."""
    steps = [step for step in state.definition.steps if may_hold(step.when, state.answers)]
    return tuple(_stage(state, step, steps) for step in steps)


def _stage(state: State, step: Step, steps: list[Step]) -> ProgressStep:
    current = state.step == step.key
    last = _last_closing(state, step)
    stay = state.stay if current else (last.stay if last else None)
    name = "current" if current else _ended(state, step, steps, last)
    shown = name != "next"
    return ProgressStep(
        key=step.key,
        title=step.title,
        public_title=step.public_title,
        state=name,
        decisions=tuple(d for d in state.all_decisions if shown and d.step == step.key and d.stay == stay),
        at=state.entered_at if current else (last.at if last and shown else None),
        received_by=state.received_by if current else None,
        waiting=state.waiting_on() if current else (),
    )


def _last_closing(state: State, step: Step) -> Closing | None:
    """How the step last ended on the revision in hand; nothing while that is being amended."""
    if state.amending:
        return None
    mine = [c for c in state.closings if c.step == step.key and c.revision == state.revision]
    return mine[-1] if mine else None


def _ended(state: State, step: Step, steps: list[Step], last: Closing | None) -> str:
    if last is None:
        return "next"
    if state.current in steps:
        return "done" if steps.index(step) < steps.index(state.current) else "next"
    return {"approved": "done"}.get(last.outcome, last.outcome)
