"""The outgoing register beside the product's own papers: numbers for papers made elsewhere, numbers cancelled."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from documents import symbols
from extensions import clock, db
from models import Person, RegisterEntry
from services import issuing, registers, series
from services.errors import Conflict, NotFound, Refused
from services.transaction import command
from services.who import Who
from vietnamese.dates import screen_date


@command
def enter(
    unit_id: int,
    *,
    who: Who,
    once: str,
    symbol: str,
    dated_on: date,
    reason: str,
    kind: str,
    subject: str,
    signer: str,
    recipients: str,
) -> int:
    """Give the next number to a paper that was made outside the product; returns the entry's id.

    `symbol` is what stands behind the number (KH-CĐCS); `kind` the type's name in words. Asked again with the
    same `once`, nothing new happens. Errors: `NotFound`, `Forbidden`, `Refused` (symbol, date without a reason).
    """
    series.keeper(unit_id, who)
    known = db.session.scalar(select(RegisterEntry.id).where(RegisterEntry.once == once))
    if known is not None:
        return known
    read = symbols.parse(f"1/{symbol}")
    if read is None:
        raise Refused("“%(symbol)s” không phải ký hiệu. Nhập dạng KH-CĐCS.", symbol=symbol)
    issuing.check_date(dated_on, reason)
    register = registers.for_symbol(unit_id, read.symbol, dated_on.year)
    registers.hold(register)
    number = symbols.Number(*registers.allocate(register, dated_on), read.symbol)
    entry = registers.enter(
        register,
        number=number,
        dated_on=dated_on,
        kind=kind,
        subject=subject,
        signer=signer,
        recipients=recipients,
        person_id=who.person_id,
        note=f"Lùi ngày: {reason}" if reason else "",
        once=once,
    )
    return entry.id


def entry(entry_id: int, unit_id: int, who: Who) -> RegisterEntry:
    """Return a line of the unit's register for who keeps it. Errors: `NotFound`, `Forbidden`."""
    row = db.session.get(RegisterEntry, entry_id)
    if row is None or row.unit_id != unit_id:
        raise NotFound
    series.keeper(unit_id, who)
    return row


@command
def cancel(entry_id: int, unit_id: int, *, who: Who, reason: str) -> None:
    """Cancel a number of a paper made elsewhere: the line stays with its reason, nobody gets the number again.

    Errors: `NotFound`, `Forbidden`, `Conflict` (cancelled already; a paper issued here is replaced, not cancelled).
    """
    row = entry(entry_id, unit_id, who)
    if row.cancelled_at is not None:
        raise Conflict("Số này đã hủy rồi.")
    if row.paper_id is not None:
        raise Conflict("Văn bản đã ban hành trong hệ thống không hủy số được: ban hành văn bản mới thay thế.")
    name = db.session.scalar(select(Person.name).where(Person.id == who.person_id))
    said = f"Hủy ngày {screen_date(clock.today())}, {name}: {reason}"
    row.cancelled_at, row.note = clock(), "; ".join(text for text in (row.note, said) if text)
