"""Beside the decision itself: notes among reviewers, opinions, handing on, taking back. Each is one command."""

from __future__ import annotations

from sqlalchemy import select

from extensions import clock, db
from models import Office
from services import access, definitions, desk_view, dossiers, history, units
from services.errors import Conflict, Forbidden, Refused
from services.transaction import command
from services.who import Who
from workflows import engine
from workflows.errors import REASONS


def require(code: str, name: str, *, who: Who) -> None:
    """Do nothing where this person may give a command now. Errors: `NotFound`, `Forbidden`, `Conflict`."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    dossier = access.dossier_for(code, actor)
    state = engine.fold(definitions.chain_of(dossier.definition_id), history.entries_of(dossier.id))
    reason = engine.why_not(state, actor, name)
    if reason:
        raise (Forbidden if reason in dossiers.PERSONAL else Conflict)(REASONS[reason])


def say(code: str, text: str, *, who: Who, seen: int, once: str, inside: bool) -> None:
    """Leave a note: `inside` for those who judge alone, else for everybody who takes part.

    Errors: `NotFound`, `Forbidden`, `Conflict`.
    """
    name = "remark" if inside else "note"
    dossiers.act(code, name, who=who, seen=seen, once=once, payload={"text": text})


@command
def ask(code: str, office_id: int, question: str, *, who: Who, seen: int, once: str) -> None:
    """Ask an officer of the deciding unit for an opinion; the dossier waits in their list and stays where it is.

    Errors: `Refused` (nobody holds that office today), `NotFound`, `Forbidden`, `Conflict`.
    """
    query = select(Office).where(Office.id == office_id, units.valid_on(Office, clock.today()))
    office = db.session.scalar(query)
    if office is None or office.role in access.BLIND_ROLES:
        reason = REASONS["ask_outside"]
        raise Refused(reason)
    post = {"person_id": office.person_id, "unit_id": office.unit_id, "role": office.role}
    dossiers.act(code, "ask", who=who, seen=seen, once=once, payload={**post, "text": question})


def answer(code: str, text: str, *, who: Who, seen: int, once: str) -> None:
    """Answer the question one was asked. Errors: `NotFound`, `Forbidden`, `Conflict`."""
    dossiers.act(code, "answer", who=who, seen=seen, once=once, payload={"text": text})


@command
def reassign(
    code: str, person_id: int, reason: str, *, who: Who, seen: int, once: str, instead_of: int | None = None
) -> None:
    """Hand the task of the step to an officer of its unit; `instead_of` whom, where one oversees the step.

    Errors: `Refused` (no officer of that unit today), `NotFound`, `Forbidden`, `Conflict`.
    """
    dossier = access.dossier_for(
        code, access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    )
    state = engine.fold(definitions.chain_of(dossier.definition_id), history.entries_of(dossier.id))
    unit_id = state.unit_of(state.here.scope) if state.current else None
    held = units.officers(unit_id, None, clock.today()) if unit_id is not None else []
    if unit_id is not None and not any(
        one.person_id == person_id and one.role not in access.BLIND_ROLES for one in held
    ):
        raise Refused("Chọn người đang giữ chức vụ trong đơn vị xét hồ sơ.")
    payload = {"person_id": person_id, "reason": reason}
    payload |= {"instead_of": instead_of} if instead_of is not None else {}
    dossiers.act(code, "reassign", who=who, seen=seen, once=once, payload=payload)


def take_over(code: str, reason: str, *, who: Who, seen: int, once: str) -> None:
    """Take an overdue step over from those below. Errors: `NotFound`, `Forbidden`, `Conflict`."""
    dossiers.act(code, "take_over", who=who, seen=seen, once=once, payload={"reason": reason})


@command
def undo(code: str, *, who: Who, seen: int, once: str) -> None:
    """Take the own last decision back, in its time and while nothing was built on it.

    Errors: `NotFound`, `Forbidden` (somebody else's), `Conflict` (too late, or the next step has begun).
    """
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    dossier = access.dossier_for(code, actor)
    if not dossiers.repeated(dossier, once):
        state = engine.fold(definitions.chain_of(dossier.definition_id), history.entries_of(dossier.id))
        last = state.undoable
        if last and dossier.draft_saved_at and dossier.draft_saved_at > last.at:
            raise Conflict("Đơn vị đã bắt đầu sửa hồ sơ, ý kiến không rút lại được nữa.")
    minutes = desk_view.setting("undo", "minutes")
    dossiers.act(code, "undo", who=who, seen=seen, once=once, payload={"minutes": minutes})
