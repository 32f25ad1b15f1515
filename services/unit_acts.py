"""Acts about units: rehearsed for the check page, recorded, taken back while nothing stands on them.

Every act is a decision of a union above, written down by an office of it: its administrator, chair or secretary
(annual-reviews.md §10). What an act writes is one table of functions (`unit_deeds.DEEDS`); the check page runs the
same function and rolls back, so that it cannot say anything but what will happen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select

from extensions import ZONE, clock, db
from models import Dossier, Membership, Office, Paper, Unit, UnitAct, UnitActUnit, UnitParent
from rules import tree
from services import organisation, outbox, unit_changes, unit_deeds, unit_dossiers, units
from services.dossier_views import people_named
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.transaction import command, writing
from services.unit_changes import DAY
from services.unit_deeds import ABOVE
from services.unit_work import Decision, Deed, Said, Work
from services.who import Who
from vietnamese.dates import screen_date
from workflows.actors import Actor


class _Rehearsed(Exception):
    """Ends the transaction of a check page: nothing is kept."""


def over(kind: str, lineage: list[int]) -> list[int]:
    """Return the units whose offices may write an act of this kind on the page of the first of a lineage."""
    own = kind in ABOVE or len(lineage) == 1
    return lineage if own else lineage[1:]


def kinds_for(actor: Actor, unit: Unit, lineage: list[int]) -> tuple[str, ...]:
    """Return the kinds of act that the actor may write down on a unit's page, in the order of the menu."""
    ended = unit.closed_on is not None and unit.closed_on < clock.today()
    if ended:
        return ()
    known = [kind for kind, deed in unit_deeds.DEEDS.items() if unit.kind not in deed.not_of]
    return tuple(kind for kind in known if organisation.decides(actor, over(kind, lineage)))


def ground_of(unit_id: int, kind: str, who: Who) -> tuple[Unit, Actor, list[int], Deed]:
    """Return the unit on whose page an act is written, the actor, the lineage, the deed. Errors: as `record`."""
    unit, actor, lineage = organisation.readable(unit_id, who)
    deed = unit_deeds.DEEDS.get(kind)
    if deed is None or unit.kind in deed.not_of:
        raise NotFound
    if not organisation.decides(actor, over(kind, lineage)):
        raise Forbidden(
            "Quyết định về đơn vị do chủ tịch, thư ký hoặc người quản trị của công đoàn cấp trên ghi."
        )
    if kind not in kinds_for(actor, unit, lineage):
        raise Conflict("Đơn vị đã kết thúc hoạt động, không ghi thêm quyết định được.")
    return unit, actor, lineage, deed


def check(
    unit_id: int, kind: str, *, who: Who, decision: Decision, given: Mapping[str, Any]
) -> tuple[Said, ...]:
    """Return what an act would change, without writing it. Errors: as `record`."""
    try:
        with writing():
            _act, said = _perform(unit_id, kind, who, decision, given, once=f"check-{clock().isoformat()}")
            raise _Rehearsed
    except _Rehearsed:
        return said


@command
def record(
    unit_id: int, kind: str, *, who: Who, decision: Decision, given: Mapping[str, Any], once: str
) -> int:
    """Write an act down and do what it says; returns its id. The same `once` again does nothing.

    Errors: `NotFound`, `Forbidden`, `Conflict`; `Refused` with findings (field, message, params) where the tree or
    an office would be wrong on some day (`rules.tree`).
    """
    known = db.session.scalar(select(UnitAct.id).where(UnitAct.once == once))
    return known or _perform(unit_id, kind, who, decision, given, once=once)[0]


def _perform(
    unit_id: int, kind: str, who: Who, decision: Decision, given: Mapping[str, Any], *, once: str
) -> tuple[int, tuple[Said, ...]]:
    unit, actor, lineage, deed = ground_of(unit_id, kind, who)
    work = Work(unit, lineage, decision, given, f"Quyết định {decision.no}")
    return write(kind, deed, work, actor, once=once), tuple(work.said)


def write(kind: str, deed: Deed, work: Work, actor: Actor, *, once: str) -> int:
    """Do a deed inside the running command and keep the act; returns its id. Who may is decided before."""
    decision = work.decision
    deed.do(work)
    _sound(work)
    act = UnitAct(
        kind=kind,
        decision_no=decision.no,
        decided_on=decision.on,
        decided_by=decision.by,
        effective_on=min(work.days, default=decision.effective_on),
        changes=[],
        said=[one.as_json() for one in work.said],
        once=once,
        recorded_at=clock(),
        recorded_by=actor.person_id,
    )
    db.session.add(act)
    db.session.flush()
    for (part, one), day in work.concerned.items():
        db.session.add(UnitActUnit(act_id=act.id, unit_id=one, part=part, effective_on=day))
    for gone, into, whole, day in work.gone:
        if day <= clock.today():
            said = {"act_id": act.id, "reason": work.source, "actor": actor, "journal": work.journal}
            unit_dossiers.settle(gone, into, whole=whole, **said)
        else:
            payload = {"act": act.id, "unit": gone, "into": into, "whole": whole}
            morning = datetime.combine(day, time(0, 1), ZONE)
            outbox.add("unit_act", payload, key=f"unit_act:{act.id}:{gone}", run_after=morning)
    act.changes = work.journal.lines
    db.session.flush()
    return act.id


def _sound(work: Work) -> None:
    """Errors: `Refused` when the tree or the offices of the units would be wrong on some day."""
    touched = {one for _part, one in work.concerned} | work.touched
    links = [
        tree.Link(row.unit_id, row.parent_id, row.valid_from, row.valid_to)
        for row in db.session.scalars(select(UnitParent))
    ]
    near = (
        touched
        | {x.parent_id for x in links if x.unit_id in touched}
        | {x.unit_id for x in links if x.parent_id in touched}
    )
    lives = lives_of(near)
    under = {link.unit_id for link in links}
    lives = [
        one if one.unit_id in under else tree.Life(one.unit_id, one.first, one.last, root=True)
        for one in lives
    ]
    first = min(work.concerned.values(), default=work.on) - DAY
    wrong = tree.wrong_links(lives, links, work.touched)
    held = [
        tree.Held(o.person_id, o.unit_id, o.role, o.valid_from, o.valid_to, o.id)
        for o in db.session.scalars(select(Office).where(Office.unit_id.in_(work.touched)))
    ]
    wrong += [one for one in tree.wrong_offices(lives, held, ()) if one.rule in ("TR01", "TR02")]
    # What was wrong before the act is not held against it.
    wrong = [one for one in wrong if one.params["day"] >= first]
    if wrong:
        raise Refused(
            "Chưa ghi được quyết định này.", findings_of(wrong, work.decision.effective_on, work.field)
        )


def lives_of(unit_ids: Collection[int]) -> list[tree.Life]:
    """Return the lives of units: closed on record; begun where a founding is on record, else before all records."""
    query = select(Unit).where(Unit.id.in_(list(unit_ids)))
    return [tree.Life(unit.id, unit.founded_on, unit.closed_on) for unit in db.session.scalars(query)]


def findings_of(
    wrong: Collection[tree.Wrong], on: date, at: str | None
) -> list[tuple[str | None, str, dict[str, Any]]]:
    """Return (field, message, params) for a form, the names as on the day, each sentence once."""
    names = units.names_of({one for each in wrong for one in each.units}, on)
    people = people_named({one for each in wrong for one in each.people})
    found = []
    for each in wrong:
        params: dict[str, Any] = {name: screen_date(day) for name, day in each.params.items()}
        for name, unit_id in zip(("unit", "other"), each.units, strict=False):
            params[name] = names[unit_id].short_name if unit_id in names else ""
        if each.people:
            params["person"] = people.get(each.people[0], "")
        if (at, each.message, params) not in found:
            found.append((at, each.message, params))
    return found


@command
def carry_out(act_id: int, unit_id: int, into: int | None, whole: bool) -> None:
    """On the day on which a unit ends: hand its open dossiers on. Doing it again does nothing."""
    act = db.session.get_one(UnitAct, act_id)
    done = any(line.get("did") and line["from"] == unit_id for line in act.changes)
    if act.undone_at is not None or done:
        return
    journal = unit_changes.Journal()
    actor = Actor(act.recorded_by, ())
    reason = f"Quyết định {act.decision_no}"
    said = {"act_id": act_id, "reason": reason, "actor": actor, "journal": journal}
    unit_dossiers.settle(unit_id, into, whole=whole, **said)
    act.changes = [*act.changes, *journal.lines]


@command
def undo(unit_id: int, act_id: int, *, who: Who, why: str) -> None:
    """Take an act back by a correcting one while nothing has been built on it.

    Errors: `NotFound`, `Forbidden`, `Conflict` (undone already, or something was built on it since).
    """
    act, actor = mine(unit_id, act_id, who)
    if act.undone_at is not None:
        raise Conflict("Quyết định này đã được rút.")
    concerned = _concerned(act_id)
    if _built_on(act, concerned):
        raise Conflict(unit_changes.BUILT_ON)
    reason = f"Rút quyết định {act.decision_no}"
    unit_dossiers.take_back(act.changes, act_id=act_id, reason=reason, actor=actor)
    unit_changes.take_back(act.changes)
    db.session.flush()
    act.undone_at, act.undone_by, act.undone_why = clock(), who.person_id, why
    # A unit that the act had made is gone: what names it would point at nothing.
    gone = {line["id"] for line in act.changes if line.get("table") == "unit" and "made" in line}
    for row in db.session.scalars(select(UnitActUnit).where(UnitActUnit.act_id == act_id)):
        if row.unit_id in gone:
            db.session.delete(row)


def mine(unit_id: int, act_id: int, who: Who) -> tuple[UnitAct, Actor]:
    """Return an act that the person may take back, with the actor. Errors: `NotFound`, `Forbidden`."""
    _unit, actor, lineage = organisation.readable(unit_id, who)
    act = db.session.get(UnitAct, act_id)
    if act is None or unit_id not in _concerned(act_id):
        raise NotFound
    if not organisation.decides(actor, over(act.kind, lineage)):
        raise Forbidden(
            "Quyết định về đơn vị do chủ tịch, thư ký hoặc người quản trị của công đoàn cấp trên ghi."
        )
    return act, actor


def _concerned(act_id: int) -> set[int]:
    return set(db.session.scalars(select(UnitActUnit.unit_id).where(UnitActUnit.act_id == act_id)))


def _built_on(act: UnitAct, concerned: set[int]) -> bool:
    """Whether papers, dossiers, people or later acts of the units stand on an act by now."""
    subjects = select(UnitActUnit.unit_id).where(
        UnitActUnit.act_id == act.id, UnitActUnit.part.in_(["subject", "into"])
    )
    made = [line["id"] for line in act.changes if line.get("table") == "unit" and "made" in line]
    rows = {line["id"] for line in act.changes if line.get("table") in ("office", "membership")}
    asked = (
        select(func.count())
        .select_from(Paper)
        .where(
            Paper.unit_id.in_(subjects),
            Paper.dated_on >= act.effective_on,
            Paper.numbered_at >= act.recorded_at,
        ),
        select(func.count())
        .select_from(Dossier)
        .where(Dossier.unit_id.in_(subjects), Dossier.created_at >= act.recorded_at),
        select(func.count())
        .select_from(UnitAct)
        .join(UnitActUnit, UnitActUnit.act_id == UnitAct.id)
        .where(
            UnitActUnit.unit_id.in_(concerned),
            UnitActUnit.part != "above",
            UnitAct.id > act.id,
            UnitAct.undone_at.is_(None),
        ),
        *(
            select(func.count()).select_from(model).where(model.unit_id.in_(made), model.id.not_in(rows))
            for model in (Office, Membership)
        ),
    )
    return any(db.session.scalar(query) for query in asked)


def decided(no: str, on: date | None, by: str, effective_on: date) -> Decision:
    """Return the paper behind an act, as a form gave it."""
    return Decision(no, on, by, effective_on)
