"""Deciding on many dossiers at once: the page to check them on, and the page that tells what became of each.

Both take a fixed number of queries, however many dossiers they show.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, tuple_

from extensions import clock, db
from models import BulkDecision, BulkItem, Dossier, FindingCount, Waiting
from services import access, council_cases, definitions, desk_view, history, procedures, units
from services.calendar import working_calendar
from services.errors import NotFound
from services.who import Who
from vietnamese.due import Phrase, due_phrase
from workflows import engine
from workflows.actors import Actor
from workflows.errors import REASONS

OWN_PAGE = "Bước này có phiếu riêng: mở hồ sơ để làm."
SECRET = "Bước này bỏ phiếu kín: mở hồ sơ để bỏ phiếu."


@dataclass(frozen=True)
class Line:
    """One dossier of the page. `warn` and `ask` count what rules found when it was sent (None: not counted then);
    `barred` says why this person cannot judge it from here, "" where they can; `council` whom its council did not pass.
    """

    code: str
    title: str
    unit_name: str
    step: str
    revision_no: int
    seq: int
    due: Phrase | None
    warn: int | None
    ask: int | None
    barred: str
    council: str = ""

    @property
    def quiet(self) -> bool:
        """Whether the machine found nothing to look at when it was sent, and its council passed everybody."""
        return self.warn == 0 and self.ask == 0 and not self.council


@dataclass(frozen=True)
class Check:
    """The page: those that can be judged, those that cannot, how many more wait; the latest run that can go back.

    `quiet` counts those of them all that can be judged and of which the machine says nothing; `narrowed`: only these
    are in `able`.
    """

    able: tuple[Line, ...]
    barred: tuple[Line, ...]
    more: int
    latest: int | None
    quiet: int = 0
    narrowed: bool = False


def check(who: Who, codes: Sequence[str] = (), *, quiet: bool = False) -> Check:
    """Return the dossiers asked for, or all that wait for this person to judge, by due date, up to the most.

    With `quiet` only those of which the machine says nothing.
    """
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    condition = Dossier.code.in_(codes) if codes else Dossier.id.in_(_waiting(actor))
    query = select(Dossier).where(condition, access.visible_dossiers(actor))
    found = sorted(
        db.session.scalars(query), key=lambda one: (one.due_on or date.max, one.changed_at, one.code)
    )
    most = desk_view.setting("together", "most")
    lines = _lines(found[:most], actor)
    able, barred = (tuple(one for one in lines if bool(one.barred) is out) for out in (False, True))
    still = tuple(one for one in able if one.quiet)
    shown = still if quiet else able
    return Check(shown, barred, max(0, len(found) - most), latest(who), len(still), quiet)


def _waiting(actor: Actor) -> list[int]:
    """Return the ids of the dossiers that wait for the actor, in the seat acted in or by name, to be judged."""
    if not actor.seats:
        return []
    seat = actor.seats[0]
    rows = db.session.scalars(
        select(Waiting).where(
            Waiting.kind == "decide",
            ((Waiting.unit_id == seat.unit_id) & (Waiting.role == seat.role) & Waiting.person_id.is_(None))
            | (Waiting.person_id == actor.person_id),
        )
    )
    return [row.dossier_id for row in rows if actor.person_id not in (row.excluded or ())]


def _lines(found: Collection[Dossier], actor: Actor) -> list[Line]:
    today, past = clock.today(), history.histories([one.id for one in found])
    chains = {one: definitions.chain_of(one) for one in {each.definition_id for each in found}}
    names = units.names_of({one.unit_id for one in found}, today)
    counts, against = _counts(found), council_cases.against(list(found))
    lines = []
    for one in found:
        state = engine.fold(chains[one.definition_id], past.get(one.id, []))
        counted = counts.get((one.id, one.revision_no))
        lines.append(
            Line(
                code=one.code,
                title=one.title,
                unit_name=names[one.unit_id].short_name,
                step=state.current.title if state.current else "",
                revision_no=one.revision_no,
                seq=state.seq,
                due=due_phrase(today, one.due_on, working_calendar()) if one.due_on else None,
                warn=counted.warn if counted else None,
                ask=counted.ask if counted else None,
                barred=_barred(one, state, actor),
                council=against.get(one.id, ""),
            )
        )
    return lines


def _counts(found: Collection[Dossier]) -> dict[tuple[int, int], FindingCount]:
    keys = [(one.id, one.revision_no) for one in found]
    query = select(FindingCount).where(tuple_(FindingCount.dossier_id, FindingCount.revision_no).in_(keys))
    return {(row.dossier_id, row.revision_no): row for row in db.session.scalars(query)} if keys else {}


def _barred(dossier: Dossier, state: engine.State, actor: Actor) -> str:
    reason = engine.why_not(state, actor, "approve")
    if reason:
        return REASONS[reason]
    if state.step in procedures.hooks(dossier.procedure).own_pages:
        return OWN_PAGE
    return SECRET if state.here.secret else ""


@dataclass(frozen=True)
class Told:
    """What became of one dossier: `state` waiting, done, refused or undone; why not, as message and params."""

    code: str
    title: str
    unit_name: str
    state: str
    reason: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Result:
    """A run: its lines in the order of the page; `undo_until` while the person may take it back."""

    bulk_id: int
    choice: str
    comment: str
    lines: tuple[Told, ...]
    undo_until: datetime | None

    def of(self, *states: str) -> tuple[Told, ...]:
        """Return the lines in these states."""
        return tuple(one for one in self.lines if one.state in states)


def own(bulk_id: int, who: Who) -> BulkDecision:
    """Return a run of this person. Errors: `NotFound`, somebody else's included."""
    found = db.session.scalar(
        select(BulkDecision).where(BulkDecision.id == bulk_id, BulkDecision.person_id == who.person_id)
    )
    if found is None:
        raise NotFound
    return found


def _end(bulk: BulkDecision) -> datetime:
    return bulk.at + timedelta(minutes=desk_view.setting("undo", "minutes"))


def latest(who: Who) -> int | None:
    """Return the person's newest run while it may be taken back, None without one."""
    query = select(BulkDecision).where(BulkDecision.person_id == who.person_id)
    found = db.session.scalar(query.order_by(BulkDecision.id.desc()).limit(1))
    return found.id if found is not None and clock() <= _end(found) else None


def result(bulk_id: int, who: Who) -> Result:
    """Return what became of each dossier of a run. Errors: `NotFound`."""
    bulk = own(bulk_id, who)
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    query = select(BulkItem, Dossier).join(Dossier, Dossier.id == BulkItem.dossier_id)
    query = query.where(BulkItem.bulk_id == bulk_id, access.visible_dossiers(actor))
    rows = db.session.execute(query.order_by(BulkItem.no)).all()
    names = units.names_of({dossier.unit_id for _item, dossier in rows}, clock.today())
    lines = tuple(
        Told(
            dossier.code,
            dossier.title,
            names[dossier.unit_id].short_name,
            item.state,
            item.reason,
            item.params or {},
        )
        for item, dossier in rows
    )
    back = any(item.state == "done" for item, _dossier in rows) and clock() <= _end(bulk)
    return Result(bulk.id, bulk.choice, bulk.comment, lines, _end(bulk) if back else None)
