"""The outgoing registers: numbers without doubles or holes, dates that only move forward, a chain of entries.

One register is one unit's series in one year (NĐ 30/2020, Điều 15: from 01 on 1 January to 31 December). Its
counter row is raised by UPDATE … RETURNING, which also holds the row until the commit: whoever numbers a paper
of the same register waits, on both databases. A number is never freed or moved.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, update

from documents import symbols
from extensions import clock, db
from models import RegisterCounter, RegisterEntry
from models.types import canonical
from services import series
from services.errors import Conflict, Refused
from services.inserting import insert_if_absent
from services.transaction import command

# Letters behind a number that is given for an earlier date (118a). What comes after z is a matter for people.
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Register:
    """One unit's series in one year. `series`: see `series.Way`; "in" is the incoming register."""

    unit_id: int
    series: str
    year: int


@dataclass(frozen=True)
class Broken:
    """An entry that does not hold: its number (empty for the register's end) and why, in Vietnamese."""

    entry_id: int | None
    number: str
    reason: str


def for_symbol(unit_id: int, symbol: str, year: int) -> Register:
    """Return the register that numbers a unit's papers with this symbol (QĐ-CĐN) in a year."""
    return Register(unit_id, series.of_symbol(unit_id, symbol, year), year)


def of(register: Register) -> Select[tuple[RegisterEntry]]:
    """Return the query for the entries of a register."""
    return select(RegisterEntry).filter_by(
        unit_id=register.unit_id, series=register.series, year=register.year
    )


def hold(register: Register) -> None:
    """Open the register for writing until the running command ends; others who number in it wait."""
    key = {"unit_id": register.unit_id, "series": register.series, "year": register.year}
    touched = update(RegisterCounter).filter_by(**key).values(last=RegisterCounter.last)
    if db.session.execute(touched).rowcount == 0:
        insert_if_absent(RegisterCounter, **key, last=0, head_hash="")
        db.session.execute(touched)


def hold_all(books: Iterable[Register]) -> None:
    """Hold several registers, always in the same order, so that two papers of the same units never wait in a ring."""
    for register in sorted(set(books), key=astuple):
        hold(register)


def of_paper(paper_id: int) -> list[Register]:
    """Return the registers in which a paper has a number, the one of the unit that leads first."""
    query = select(RegisterEntry).where(RegisterEntry.paper_id == paper_id).order_by(RegisterEntry.id)
    found = [Register(row.unit_id, row.series, row.year) for row in db.session.scalars(query)]
    return list(dict.fromkeys(found))


def allocate(register: Register, dated_on: date) -> tuple[int, str]:
    """Return (number, letter) for a paper of this date; the register must be held.

    The next number, unless a later date has one already: then the earlier date gets the number before it with
    a letter (118a). Errors: `Refused` when there is no earlier number to put a letter behind.
    """
    if _later_than(register, dated_on):
        return _lettered(register, dated_on)
    raised = (
        update(RegisterCounter)
        .filter_by(unit_id=register.unit_id, series=register.series, year=register.year)
        .values(last=RegisterCounter.last + 1)
        .returning(RegisterCounter.last)
    )
    return db.session.execute(raised).scalar_one(), ""


def foresee(register: Register, dated_on: date) -> tuple[int, str]:
    """Return the (number, letter) that a paper of this date would get now, for a page; somebody may be quicker."""
    if _later_than(register, dated_on):
        return _lettered(register, dated_on)
    return (_last(register) or 0) + 1, ""


def next_number(unit_id: int, symbol: str, on: date) -> str:
    """Return the number that a paper with this symbol dated `on` would get now (48/QĐ-CĐN). Errors: `Refused`."""
    return str(symbols.Number(*foresee(for_symbol(unit_id, symbol, on.year), on), symbol))


def _last(register: Register) -> int | None:
    key = {"unit_id": register.unit_id, "series": register.series, "year": register.year}
    return db.session.scalar(select(RegisterCounter.last).filter_by(**key))


def _later_than(register: Register, dated_on: date) -> bool:
    later = of(register).where(RegisterEntry.dated_on > dated_on).with_only_columns(RegisterEntry.id)
    return db.session.scalar(later.limit(1)) is not None


def _lettered(register: Register, dated_on: date) -> tuple[int, str]:
    rows = (
        of(register).where(RegisterEntry.dated_on <= dated_on).with_only_columns(func.max(RegisterEntry.seq))
    )
    seq = db.session.scalar(rows)
    if seq is None:
        raise Refused(
            "Sổ năm %(year)s chưa có số nào trước ngày %(date)s, không có số để thêm chữ. Chọn ngày muộn hơn.",
            year=register.year,
            date=f"{dated_on:%d/%m/%Y}",
        )
    taken = of(register).where(RegisterEntry.seq == seq).with_only_columns(RegisterEntry.suffix)
    used = set(db.session.scalars(taken))
    letter = next((letter for letter in LETTERS if letter not in used), None)
    if letter is None:
        raise Refused("Số %(seq)s đã dùng hết chữ từ a đến z. Chọn ngày khác.", seq=seq)
    return seq, letter


def enter(
    register: Register,
    *,
    number: symbols.Number,
    dated_on: date,
    kind: str,
    subject: str,
    signer: str,
    recipients: str,
    person_id: int | None,
    paper_id: int | None = None,
    note: str = "",
    once: str | None = None,
) -> RegisterEntry:
    """Write a line behind the register's chain; the register must be held."""
    key = {"unit_id": register.unit_id, "series": register.series, "year": register.year}
    head = db.session.scalar(select(RegisterCounter.head_hash).filter_by(**key))
    salt = secrets.token_hex(16)
    row = RegisterEntry(
        **key,
        paper_id=paper_id,
        seq=number.seq,
        suffix=number.suffix,
        number=str(number),
        dated_on=dated_on,
        kind=kind,
        subject=subject,
        signer=signer,
        recipients=recipients,
        note=note,
        once=once,
        entered_at=clock(),
        entered_by=person_id,
        salt=salt,
        payload_sha256="",
        previous_hash=head or "",
        hash=salt,
    )
    db.session.add(row)
    db.session.flush()
    db.session.refresh(row)  # what was stored: the columns clean what they are given
    row.payload_sha256 = _payload_hash(row)
    row.hash = _link(row)
    db.session.flush()
    db.session.execute(update(RegisterCounter).filter_by(**key).values(head_hash=row.hash))
    return row


def _payload_hash(row: RegisterEntry) -> str:
    said = canonical([row.subject, row.signer, row.recipients])
    return hashlib.sha256((row.salt + said).encode("utf-8")).hexdigest()


def _link(row: RegisterEntry) -> str:
    said: list[Any] = [
        row.unit_id,
        row.series,
        row.year,
        row.seq,
        row.suffix,
        row.number,
        row.dated_on.isoformat(),
        row.kind,
        row.paper_id,
        row.entered_at.isoformat(),
        row.entered_by,
        row.payload_sha256,
    ]
    return hashlib.sha256((row.previous_hash + canonical(said)).encode("utf-8")).hexdigest()


@command
def import_entry(
    unit_id: int,
    number: str,
    dated_on: date,
    kind: str,
    subject: str,
    *,
    signer: str = "",
    recipients: str = "",
    note: str = "",
    person_id: int | None = None,
) -> int:
    """Enter a paper that was numbered before the product came; the next number follows the highest.

    `number` is read as people write it ("34 /KH-LĐLĐ"). Returns the entry's id. Errors: `Refused` (no number),
    `Conflict` (the register has it).
    """
    read = symbols.parse(number)
    if read is None or not read.seq:
        raise Refused("“%(number)s” không phải số và ký hiệu. Nhập dạng 05/QĐ-CĐCS.", number=number)
    register = for_symbol(unit_id, read.symbol, dated_on.year)
    hold(register)
    same = of(register).where(RegisterEntry.seq == read.seq, RegisterEntry.suffix == read.suffix)
    if db.session.scalar(same) is not None:
        raise Conflict("Sổ năm %(year)s đã có số %(number)s.", year=register.year, number=str(read))
    entry = enter(
        register,
        number=read,
        dated_on=dated_on,
        kind=kind,
        subject=subject,
        signer=signer,
        recipients=recipients,
        person_id=person_id,
        note=note,
    )
    behind = update(RegisterCounter).filter_by(unit_id=unit_id, series=register.series, year=register.year)
    db.session.execute(behind.where(RegisterCounter.last < read.seq).values(last=read.seq))
    return entry.id


def verify(register: Register) -> Broken | None:
    """Walk the register's chain from its first entry; return the first that does not hold, or None.

    Changed, removed, inserted and reordered entries are found, and an end that was cut off.
    """
    previous = ""
    for row in db.session.scalars(of(register).order_by(RegisterEntry.id)):
        blanked = (row.subject, row.signer, row.recipients) == ("", "", "")
        if row.previous_hash != previous:
            return Broken(row.id, row.number, "Dòng này không nối với dòng trước nó.")
        if row.hash != _link(row):
            return Broken(row.id, row.number, "Số, ngày hoặc người ghi của dòng này đã bị sửa.")
        if not blanked and row.payload_sha256 != _payload_hash(row):
            return Broken(row.id, row.number, "Trích yếu, người ký hoặc nơi nhận của dòng này đã bị sửa.")
        previous = row.hash
    key = {"unit_id": register.unit_id, "series": register.series, "year": register.year}
    head = db.session.scalar(select(RegisterCounter.head_hash).filter_by(**key))
    return None if (head or "") == previous else Broken(None, "", "Cuối sổ thiếu dòng đã ghi.")


def gaps(register: Register) -> list[int]:
    """Return the numbers between 1 and the last one that no entry has, in order."""
    used = set(db.session.scalars(of(register).with_only_columns(RegisterEntry.seq)))
    return [seq for seq in range(1, (_last(register) or 0) + 1) if seq not in used]


def every() -> list[Register]:
    """Return all registers, unit by unit and year by year."""
    ordered = select(RegisterCounter).order_by(
        RegisterCounter.unit_id, RegisterCounter.year, RegisterCounter.series
    )
    return [Register(row.unit_id, row.series, row.year) for row in db.session.scalars(ordered)]


def registers_of(unit_id: int) -> list[Register]:
    """Return the unit's outgoing registers, newest year first."""
    query = select(RegisterCounter).where(
        RegisterCounter.unit_id == unit_id, RegisterCounter.series != series.INCOMING
    )
    ordered = query.order_by(RegisterCounter.year.desc(), RegisterCounter.series)
    return [Register(row.unit_id, row.series, row.year) for row in db.session.scalars(ordered)]
