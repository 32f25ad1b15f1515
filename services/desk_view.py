"""What stands beside a decision: notes and opinions among those who judge, who may be asked, what can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

import reference
from extensions import clock
from models import Dossier
from services import access, units
from workflows import engine
from workflows.actors import Actor
from workflows.inside import may_take, reads_inside, why_not_asked
from workflows.permissions import seat_of


@dataclass(frozen=True)
class Said:
    """A question to a colleague with its answer (`answer` "" while it waits); `mine`: the reader is to answer."""

    asker: str
    person: str
    question: str
    at: datetime
    answer: str
    answered_at: datetime | None
    mine: bool


@dataclass(frozen=True)
class Desk:
    """`inside`: the reader judges or reads along with those who do. Choices are (key, words).

    `undo_until` is when the reader's last decision can no longer be taken back, None where it cannot be now.
    `asked` may be asked for an opinion (keys: offices), `takers` may take the task over (keys: people), from one of
    `givers` (keys: people; empty where one hands on the own task).
    """

    inside: bool
    undo_until: datetime | None
    opinions: tuple[Said, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    takers: tuple[tuple[str, str], ...] = ()
    givers: tuple[tuple[str, str], ...] = ()


def setting(table: str, name: str) -> int:
    """Return a number of `reference/deciding.toml` as it holds today: the newest in force, else the oldest."""
    known = sorted(reference.load("deciding.toml")[table], key=lambda row: row["valid_from"])
    holding = [row for row in known if row["valid_from"] <= clock.today()] or known[:1]
    return int(holding[-1][name])


def undo_until(dossier: Dossier, state: engine.State) -> datetime | None:
    """Return until when the newest decision may be taken back; None when its time is over or something was built on it.

    What the dossier's unit has typed since is built on it as well, although typing leaves no entry.
    """
    last = state.undoable
    if last is None or (dossier.draft_saved_at and dossier.draft_saved_at > last.at):
        return None
    end = last.at + timedelta(minutes=setting("undo", "minutes"))
    return end if clock() <= end else None


def desk_of(dossier: Dossier, state: engine.State, actor: Actor, names: Mapping[int | None, str]) -> Desk:
    """Return the desk of a reader of the dossier."""
    can, inside = engine.allowed(state, actor), reads_inside(state, actor)
    until = undo_until(dossier, state) if "undo" in can else None
    if not inside and not can & {"ask", "reassign"}:
        return Desk(inside, until)
    return Desk(
        inside,
        until,
        opinions=_opinions(state, actor, names) if inside else (),
        **(_colleagues(state, actor) if can & {"ask", "reassign"} else {}),
    )


def _opinions(state: engine.State, actor: Actor, names: Mapping[int | None, str]) -> tuple[Said, ...]:
    open_ = {one.seq for one in state.asked() if one.person_id == actor.person_id}
    return tuple(
        Said(
            names.get(one.asked_by, ""),
            names.get(one.person_id, ""),
            one.question,
            one.at,
            one.answer or "",
            one.answered_at,
            one.seq in open_,
        )
        for one in reversed(state.opinions)
    )


def _colleagues(state: engine.State, actor: Actor) -> dict[str, tuple[tuple[str, str], ...]]:
    """The officers of the step's unit: who may be asked, who may take the task, and from whom."""
    unit_id, me = state.unit_of(state.here.scope), actor.person_id
    held = units.officers(unit_id, None, clock.today()) if unit_id is not None else []
    able = [one for one in held if one.role not in access.BLIND_ROLES]
    firsts = {one.person_id: one for one in reversed(able)}  # one line a person, by the longest-held office
    oversees = seat_of(state, actor, "overseer")[0] is not None
    sitting = {one.person_id for one in able if one.role == state.here.role}
    sitting |= {person for key, person in state.substitutes if key == state.step}
    sitting -= {person for key, person in state.replaced if key == state.step} | set(state.decisions)
    return {
        "asked": tuple(
            (str(one.office_id), _words(one))
            for one in firsts.values()
            if why_not_asked(state, me, one.person_id, unit_id) is None
        ),
        "takers": tuple(
            (str(one.person_id), _words(one))
            for one in firsts.values()
            if may_take(state, one.person_id, None if oversees else me)
        ),
        "givers": tuple((str(p), _words(one)) for p, one in firsts.items() if p in sitting)
        if oversees
        else (),
    }


def _words(one: units.OfficeView) -> str:
    return f"{one.name}, {_(one.title)}"
