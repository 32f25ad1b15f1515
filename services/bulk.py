"""Deciding on many dossiers at once: one run, and for each dossier a transaction of its own.

What one dossier refuses stops no other. A run that was cut short goes on where it stopped; pressed twice it does
nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from sqlalchemy import select

from extensions import clock, db
from models import BulkDecision, BulkItem, Dossier
from services import access, bulk_pages, deciding, desk_view, dossiers
from services.errors import NotFound, Refused, ServiceError
from services.transaction import command
from services.who import Who
from workflows.errors import WorkflowError

GONE = "Hồ sơ này không còn ở chỗ đồng chí."


@command
def start(codes: Mapping[str, int], choice: str, comment: str, *, who: Who, once: str) -> int:
    """Write the run down: {code: the sequence that the page showed}. Returns its id, that of an earlier press as well.

    `choice` is approve or return. Errors: `Refused` (nothing chosen, more than the most, a reason is missing).
    """
    query = select(BulkDecision.id).where(BulkDecision.once == once, BulkDecision.person_id == who.person_id)
    if (there := db.session.scalar(query)) is not None:
        return there
    most = desk_view.setting("together", "most")
    if not codes:
        raise Refused("Chọn ít nhất một hồ sơ.")
    if len(codes) > most:
        raise Refused("Mỗi lần xét tối đa %(most)s hồ sơ. Bớt hồ sơ rồi làm lại.", most=most)
    if choice == "return" and not comment:
        raise Refused("Ghi chỗ cần sửa, để đơn vị biết phải làm gì")
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    known = select(Dossier.code, Dossier.id).where(Dossier.code.in_(codes), access.visible_dossiers(actor))
    ids = dict(tuple(row) for row in db.session.execute(known))
    if not ids:
        raise NotFound
    bulk = BulkDecision(
        person_id=who.person_id,
        office_id=who.office_id,
        choice=choice,
        comment=comment,
        once=once,
        at=clock(),
    )
    db.session.add(bulk)
    db.session.flush()
    mine = [(code, seen) for code, seen in codes.items() if code in ids]
    for no, (code, seen) in enumerate(mine, start=1):
        db.session.add(BulkItem(bulk_id=bulk.id, dossier_id=ids[code], no=no, seen=seen, params={}))
    return bulk.id


def run(bulk_id: int, *, who: Who, seconds: float | None = None) -> None:
    """Decide on every dossier of the run that still waits, each in its own transaction.

    After some `seconds` (None: as the house has set) it stops between two of them: the rest waits for the next press,
    so that no request lasts long. At least one is decided. Errors: `NotFound`.
    """
    _each(bulk_id, who, "waiting", _decide, "refused", seconds)


def take_back(bulk_id: int, *, who: Who, seconds: float | None = None) -> None:
    """Take every decision of the run back, each in its own transaction; what cannot go back is named.

    `seconds` as in `run`. Errors: `NotFound`.
    """
    _each(bulk_id, who, "done", _undo, "done", seconds)


def _each(
    bulk_id: int,
    who: Who,
    state: str,
    do: Callable[[int, Who], None],
    failed: str,
    seconds: float | None,
) -> None:
    bulk = bulk_pages.own(bulk_id, who)
    most = desk_view.setting("together", "seconds") if seconds is None else seconds
    begun = time.monotonic()
    mine = Who(bulk.person_id, bulk.office_id)
    query = select(BulkItem.id).where(BulkItem.bulk_id == bulk_id, BulkItem.state == state)
    for item_id in list(db.session.scalars(query.order_by(BulkItem.no))):
        try:
            do(item_id, mine)
        except (ServiceError, WorkflowError) as refused:
            _tell(item_id, state, failed, refused.message or GONE, dict(refused.params))
        if time.monotonic() - begun >= most:
            return


@command
def _decide(item_id: int, who: Who) -> None:
    item, bulk, code = _row(item_id)
    if item.state == "waiting":
        once, payload = f"{bulk.once}-{item.no}", {"comment": bulk.comment}
        dossiers.act(code, bulk.choice, who=who, seen=item.seen, once=once, payload=payload)
        item.state = "done"


@command
def _undo(item_id: int, who: Who) -> None:
    item, bulk, code = _row(item_id)
    if item.state == "done":
        seen = db.session.scalar(select(Dossier.seq).where(Dossier.id == item.dossier_id)) or 0
        deciding.undo(code, who=who, seen=seen, once=f"{bulk.once}-{item.no}-back")
        item.state, item.reason = "undone", ""


@command
def _tell(item_id: int, state: str, failed: str, reason: str, params: dict[str, object]) -> None:
    item = db.session.get_one(BulkItem, item_id)
    if item.state == state:
        item.state, item.reason, item.params = failed, reason, params


def _row(item_id: int) -> tuple[BulkItem, BulkDecision, str]:
    item = db.session.get_one(BulkItem, item_id)
    code = db.session.scalar(select(Dossier.code).where(Dossier.id == item.dossier_id))
    return item, db.session.get_one(BulkDecision, item.bulk_id), str(code)
