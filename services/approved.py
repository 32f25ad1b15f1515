"""Approved dossiers of a matter that wait for one decision over them all: which of them somebody may put into it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from extensions import db
from models import Dossier, Matter, Paper
from services import definitions, dossiers, history
from services.errors import Conflict, Refused
from workflows import engine
from workflows.actors import Actor


def decidable(matter: Matter, actor: Actor) -> dict[str, Dossier]:
    """Return {code: dossier} of the approved ones that this actor may put into a decision now."""
    query = (
        select(Dossier)
        .where(Dossier.matter_id == matter.id, Dossier.status == "approved")
        .order_by(Dossier.code)
    )
    approved = list(db.session.scalars(query))
    past = history.histories([row.id for row in approved])
    found = {}
    for row in approved:
        state = engine.fold(definitions.chain_of(row.definition_id), past[row.id])
        if state.missing_decision_papers() and "record_paper" in engine.allowed(state, actor):
            found[row.code] = row
    return found


def chosen(matter: Matter, codes: Sequence[str], actor: Actor) -> list[Dossier]:
    """Return the dossiers with these codes. Errors: `Refused` (none), `Conflict` (one does not wait any more)."""
    waiting = decidable(matter, actor)
    if not codes:
        raise Refused("Chọn ít nhất một hồ sơ đã duyệt.")
    if unknown := [code for code in codes if code not in waiting]:
        raise Conflict(
            "Hồ sơ %(codes)s không còn chờ quyết định. Mở lại trang để chọn.", codes=", ".join(unknown)
        )
    return [waiting[code] for code in sorted(set(codes))]


def write_down(ids: Sequence[int], paper: Paper, *, actor: Actor, once: str) -> None:
    """Write into each dossier of a decision that the paper was issued, inside the command that numbers it."""
    payload = {"kind": paper.kind, "paper_id": paper.id, "number": paper.number}
    for no, dossier_id in enumerate(ids):
        dossier = db.session.get_one(Dossier, dossier_id)
        dossiers.record_paper(dossier, actor=actor, once=f"{once}-{no}", payload=payload)
