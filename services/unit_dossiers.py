"""What becomes of dossiers and matters when a unit goes: taken over by another, withdrawn, or left where they are.

Who has received a dossier decides on it: a unit that moves to another one above takes nothing with it. Only where
the deciding unit itself ends does its successor take over what is open, as the entry `moved` in each history tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from extensions import clock, db
from models import Dossier, Matter, MatterMove, Waiting
from services import definitions, dossiers, history, telling
from services.errors import Conflict
from services.unit_changes import BUILT_ON, Journal
from workflows import engine
from workflows.actors import Actor
from workflows.entries import Entry

UNFINISHED = ("draft", "returned", "in_review")


@dataclass(frozen=True)
class Fate:
    """Codes of dossiers by what happens to them when a unit ends; `matters` are ids of matters handed on."""

    moved: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    matters: tuple[int, ...] = ()


def open_at(unit_ids: Sequence[int]) -> list[Dossier]:
    """Return the unfinished dossiers that these units own or decide on, approved ones that wait for their paper too."""
    to_come = select(Waiting.id).where(Waiting.dossier_id == Dossier.id, Waiting.kind == "paper")
    query = select(Dossier).where(
        or_(Dossier.unit_id.in_(unit_ids), Dossier.deciding_unit_id.in_(unit_ids)),
        or_(Dossier.status.in_(UNFINISHED), (Dossier.status == "approved") & to_come.exists()),
    )
    return list(db.session.scalars(query.order_by(Dossier.code)))


def sent_up(unit_ids: Sequence[int], deciding: Sequence[int]) -> list[str]:
    """Return the codes of open dossiers of units that those above have received or that are being typed for them."""
    return [
        one.code for one in open_at(unit_ids) if one.unit_id in unit_ids and one.deciding_unit_id in deciding
    ]


def fate(unit_id: int, into: int | None, *, whole: bool) -> tuple[Fate, list[tuple[Dossier, str]]]:
    """Return what would happen to the dossiers of a unit that ends, and [(dossier, move | withdraw)].

    `whole`: the unit goes into another one (merger), which becomes the owner of its dossiers as well.
    """
    done: list[tuple[Dossier, str]] = []
    stays: list[str] = []
    for one in open_at([unit_id]):
        own, typing = one.unit_id == unit_id, one.status in ("draft", "returned")
        if own and not whole and (typing or one.deciding_unit_id == unit_id):
            done.append((one, "withdraw"))
        elif into is not None and (whole or not own):
            done.append((one, "move"))
        else:
            stays.append(one.code)
    mine = select(Matter.id).where(Matter.unit_id == unit_id).order_by(Matter.id)
    concerned = {one.matter_id for one, _what in done}
    later = select(Matter.id).where(Matter.unit_id == unit_id, Matter.deadline_on >= clock.today())
    concerned |= set(db.session.scalars(later))
    matters = tuple(one for one in db.session.scalars(mine) if one in concerned) if into is not None else ()
    by = {what: tuple(one.code for one, done_ in done if done_ == what) for what in ("move", "withdraw")}
    return Fate(by["move"], by["withdraw"], tuple(stays), matters), done


def settle(
    unit_id: int, into: int | None, *, whole: bool, act_id: int, reason: str, actor: Actor, journal: Journal
) -> None:
    """Do what `fate` says, inside the running command; each history and the journal tell of it."""
    told, done = fate(unit_id, into, whole=whole)
    for dossier, what in done:
        if what == "move" and into is not None:
            _move(dossier, unit_id, into, whole=whole, act_id=act_id, reason=reason, actor=actor)
        else:
            _write(dossier, "withdrawn", actor, {"step": dossier.step, "reason": reason, "act": act_id})
        line = {"dossier": dossier.id, "did": what, "seq": dossier.seq, "from": unit_id, "into": into}
        journal.lines.append({**line, "whole": whole})
    for matter_id in told.matters:
        if into is not None:
            journal.change(db.session.get_one(Matter, matter_id), unit_id=into)
            moved = {"matter_id": matter_id, "from_id": unit_id, "into_id": into, "act_id": act_id}
            journal.make(MatterMove(**moved))


def take_back(lines: Sequence[dict], *, act_id: int, reason: str, actor: Actor) -> None:
    """Move back what an act had moved. Errors: `Conflict` when something has happened to one of them since."""
    for line in [one for one in lines if "dossier" in one]:
        dossier = db.session.get_one(Dossier, line["dossier"])
        if line["did"] != "move" or dossier.seq != line["seq"]:
            raise Conflict(BUILT_ON)
        said = {"act_id": act_id, "reason": reason, "actor": actor, "whole": line["whole"]}
        _move(dossier, line["into"], line["from"], **said)


def _move(
    dossier: Dossier, gone: int, into: int, *, whole: bool, act_id: int, reason: str, actor: Actor
) -> None:
    chain = definitions.chain_of(dossier.definition_id)
    state = engine.fold(chain, history.entries_of(dossier.id))
    kept = set() if whole else {"owner_unit"}
    scopes = {
        scope: into if unit == gone and scope not in kept else unit for scope, unit in state.scopes.items()
    }
    seated = {step.key: telling.holders(scopes.get(step.scope), [step.role]) for step in chain.steps}
    if whole and dossier.unit_id == gone:
        dossier.unit_id = into
    if dossier.deciding_unit_id == gone:
        dossier.deciding_unit_id = into
    voided = sorted(state.decisions)
    payload = {"from": gone, "into": into, "as_owner": whole, "seated": seated, "voided": voided}
    _write(dossier, "moved", actor, {**payload, "reason": reason, "act": act_id})


def _write(dossier: Dossier, kind: str, actor: Actor, payload: dict) -> None:
    """Write an entry that no chain gives away, make the projection equal to it, tell those for whom it now waits."""
    chain, past = definitions.chain_of(dossier.definition_id), history.entries_of(dossier.id)
    seat = actor.seats[0].as_json() if actor.seats else {}
    entry = Entry(dossier.seq + 1, kind, clock(), actor.person_id, seat, payload)
    history.append(dossier, [entry])
    state, before = engine.fold(chain, [*past, entry]), dossiers.waiting_rows(dossier.id)
    dossiers.project(dossier, chain, state)
    telling.tell(dossier, chain, state, [entry], before)
