"""Lists from Excel before they are written: sent, looked at, put right column by column and row by row.

A sent list waits as rows until its term; only the person who sent it sees it. Every look computes anew what the list
would do; nothing else is written before `import_writing.write`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, insert, select

import reference
from extensions import clock, db
from models import StagedImport, StagedRow
from models.types import canonical
from rules.finding import N_
from rules.importing import letters, reading, tables
from rules.importing.cells import words
from rules.importing.kinds import KINDS, Kind
from rules.importing.reading import ListRead
from rules.importing.rows import Fault, Raw, shown
from rules.importing.rows import letters as letters_of
from services import (
    import_awards,
    import_files,
    import_offices,
    import_people,
    import_units,
    organisation,
    units,
)
from services.errors import Conflict, NotFound, Refused
from services.import_plans import Place, Plan, Step, allowed, place_of
from services.transaction import command, writing
from services.who import Who
from vietnamese.text import clean

PLANNERS = {
    "people": import_people.plan,
    "offices": import_offices.plan,
    "awards": import_awards.plan,
    "units": import_units.plan,
}
SEXES = {"m": N_("Nam"), "f": N_("Nữ")}
_SEX_WORDS = {"nam": "m", "m": "m", "trai": "m", "male": "m", "nu": "f", "f": "f", "gai": "f", "female": "f"}
LONGEST_MARK = 20
MOST_LOOKED = 200  # rows that are looked at for what stands in a column
STALE = "Danh sách hoặc số liệu của đơn vị vừa đổi ở trang khác. Xem lại bản mới dưới đây rồi nhập."
GONE = "Danh sách này đã được nhập hoặc đã quá hạn giữ. Gửi lại tệp."


@dataclass(frozen=True)
class Staged:
    """A list that waits, as values; `notes` are about the file."""

    staged_id: int
    unit_id: int
    kind: Kind
    file_name: str
    sha256: str
    sheets: tuple[str, ...]
    sheet_no: int
    places: dict[str, int]
    encoding: str
    choices: dict[int, str]
    notes: tuple[Fault, ...]
    sent_at: datetime


@dataclass(frozen=True)
class Considered:
    """What a waiting list says and would do; `seen` is a mark of exactly this.

    `columns`: (place, letters and heading or first words) of the columns of the sheet. `offer`: (encoding, a text as
    it stands, as it would be) where the letters seem to be of an old font. `titles`: {list: {value: title}}.
    """

    staged: Staged
    read: ListRead
    plan: Plan
    faults: tuple[Fault, ...]
    offer: tuple[str, str, str] | None
    seen: str
    columns: tuple[tuple[int, str], ...] = ()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        """Return {state: rows}."""
        return Counter(step.state for step in self.plan.steps)

    @property
    def writable(self) -> list[Step]:
        """Return the rows that would be made or changed."""
        return [step for step in self.plan.steps if step.state in ("new", "update")]


def place_for(unit_id: int, kind: str, who: Who) -> Place:
    """Return where a list would go. Errors: `NotFound` (not one's own to read), `Forbidden`."""
    if kind not in KINDS:
        raise NotFound
    _unit, actor, lineage = organisation.readable(unit_id, who)
    return place_of(actor, lineage, kind, clock.today())


def kinds_for(unit_id: int, who: Who) -> list[Kind]:
    """Return the kinds of list that somebody may bring into a unit. Errors: `NotFound`."""
    _unit, actor, lineage = organisation.readable(unit_id, who)
    return [kind for kind in KINDS.values() if allowed(actor, lineage, kind.key)]


def choices_of(place: Place) -> dict[str, dict[str, str]]:
    """Return the lists that columns choose from: {words: value}, and {value: title} beside each."""
    found: dict[str, dict[str, str]] = {"sexes": _SEX_WORDS, "sexes:titles": SEXES}
    titles = {
        "roles": import_offices.roles(keeper=place.keeper),
        "awards": import_awards.titles(),
        "unit_kinds": import_units.titles(),
    }
    for name, known in titles.items():
        found[name] = {words(text): value for value, title in known.items() for text in (value, title)}
        found[f"{name}:titles"] = known
    for role, short in reference.load("imports.toml")["roles"].items():
        if role in titles["roles"]:
            found["roles"] |= {words(text): role for text in short}
    return found


def stage(unit_id: int, kind: str, content: bytes, file_name: str, *, who: Who) -> int:
    """Keep a sent list until its term; return its id. The file is read before anything is locked.

    Errors: `NotFound`, `Forbidden`, `Refused` (no list, too big, too long).
    """
    place_for(unit_id, kind, who)
    if len(content) > current_app.config["UPLOAD_LIMIT"]:
        raise Refused("Tệp quá lớn: tối đa 10 MB.")
    most = current_app.config["IMPORT_MOST_ROWS"]
    found = import_files.read(content, most)
    best = max(range(len(found.sheets)), key=lambda no: _known(KINDS[kind], found.sheets[no].rows))
    with writing():
        place_for(unit_id, kind, who)
        _forget(who.person_id, hashlib.sha256(content).hexdigest())
        row = StagedImport(
            unit_id=unit_id,
            person_id=who.person_id,
            kind=kind,
            file_name=clean(file_name)[:200] or "danh-sach",
            sha256=hashlib.sha256(content).hexdigest(),
            sheets=[clean(sheet.name) or str(no + 1) for no, sheet in enumerate(found.sheets)],
            sheet_no=best,
            places={},
            choices={},
            notes=[[note.message, dict(note.params)] for note in found.notes],
            sent_at=clock(),
            expires_at=clock() + timedelta(hours=current_app.config["IMPORT_KEPT_HOURS"]),
        )
        db.session.add(row)
        db.session.flush()
        lines = [
            {
                "staged_id": row.id,
                "sheet_no": no,
                "no": raw.no,
                "hidden": raw.hidden,
                "cells": list(raw.cells),
            }
            for no, sheet in enumerate(found.sheets)
            for raw in sheet.rows
        ]
        db.session.execute(insert(StagedRow), lines)
        return row.id


def _known(kind: Kind, rows: list[Raw]) -> tuple[int, int]:
    return len(tables.guess(kind, tables.find(kind, rows))), len(rows)


def _forget(person_id: int, sha256: str) -> None:
    """Take away lists past their term, the same file sent before, and all but the newest few of one person."""
    own = StagedImport.person_id == person_id
    gone = (StagedImport.expires_at <= clock()) | (own & (StagedImport.sha256 == sha256))
    old = list(db.session.scalars(select(StagedImport.id).where(gone)))
    mine = select(StagedImport.id).where(own).order_by(StagedImport.id.desc())
    old += list(db.session.scalars(mine))[current_app.config["IMPORT_MOST_WAITING"] - 1 :]
    if old:
        db.session.execute(delete(StagedRow).where(StagedRow.staged_id.in_(old)))
        db.session.execute(delete(StagedImport).where(StagedImport.id.in_(old)))


@command
def expire() -> int:
    """Take away every list past its term; return how many. For the daily sweep; safe to repeat."""
    old = list(db.session.scalars(select(StagedImport.id).where(StagedImport.expires_at <= clock())))
    for staged_id in old:
        forget(staged_id)
    return len(old)


def waiting(unit_id: int, who: Who) -> list[StagedImport]:
    """Return one's own lists that wait in a unit, the newest first."""
    mine = (StagedImport.unit_id == unit_id) & (StagedImport.person_id == who.person_id)
    query = select(StagedImport).where(mine, StagedImport.expires_at > clock())
    return list(db.session.scalars(query.order_by(StagedImport.id.desc())))


def _row(unit_id: int, staged_id: int, who: Who) -> StagedImport:
    row = db.session.get(StagedImport, staged_id)
    mine = row is not None and row.unit_id == unit_id and row.person_id == who.person_id
    if row is None or not mine or row.expires_at <= clock():
        organisation.readable(unit_id, who)
        raise NotFound(GONE)
    place_for(unit_id, row.kind, who)
    return row


def considered(unit_id: int, staged_id: int, *, who: Who) -> Considered:
    """Return what a waiting list would do now. Errors: `NotFound`, `Forbidden`."""
    row = _row(unit_id, staged_id, who)
    place = place_for(unit_id, row.kind, who)
    staged = Staged(
        row.id, unit_id, KINDS[row.kind], row.file_name, row.sha256, tuple(row.sheets), row.sheet_no,
        dict(row.places), row.encoding, {int(no): mark for no, mark in row.choices.items()},
        tuple(Fault(0, "", message, params, "note") for message, params in row.notes), row.sent_at,
    )  # fmt: skip
    raws = _raws(staged)
    offer = None if staged.encoding else letters.suspected(raws)
    rows = [letters.converted(raw, staged.encoding) for raw in raws]
    read = reading.read(
        staged.kind, rows, today=place.today, choices=choices_of(place), places=staged.places or None
    )
    plan = PLANNERS[row.kind](place, read.records, set(reading.stopped(read.faults)), staged.choices)
    titles = {name.removesuffix(":titles"): known for name, known in choices_of(place).items() if ":" in name}
    order = {"stop": 0, "ask": 1, "note": 2}
    faults = sorted(
        (*read.faults, *plan.faults), key=lambda one: (order[one.level], one.row, len(one.column), one.column)
    )
    return Considered(
        staged, read, plan, tuple(faults), offer, _mark(staged, plan), _columns(read, rows), titles
    )


def _columns(read: ListRead, rows: list[Raw]) -> tuple[tuple[int, str], ...]:
    """Return the columns in which something is written, as a list to choose from."""
    found = []
    for at in range(max((len(raw.cells) for raw in rows[:MOST_LOOKED]), default=0)):
        named = read.head.names[at] if at < len(read.head.names) else ""
        words_ = named or next((text for raw in rows[:MOST_LOOKED] if (text := shown(raw.cell(at)))), "")
        if words_:
            found.append((at, f"{letters_of(at)}: {words_[:60]}"))
    return tuple(found)


def _raws(staged: Staged) -> list[Raw]:
    query = select(StagedRow.no, StagedRow.cells, StagedRow.hidden).where(
        StagedRow.staged_id == staged.staged_id, StagedRow.sheet_no == staged.sheet_no
    )
    return [
        Raw(no, tuple(cells), hidden)
        for no, cells, hidden in db.session.execute(query.order_by(StagedRow.no))
    ]


def _mark(staged: Staged, plan: Plan) -> str:
    """Return a mark of what would be done: another for every sending, so that it serves once."""
    sending = [staged.unit_id, staged.staged_id, staged.sent_at.isoformat(), staged.sha256]
    states = [[step.record.no, step.state, len(step.ops)] for step in plan.steps]
    return hashlib.sha256(
        canonical([*sending, staged.sheet_no, staged.encoding, states]).encode()
    ).hexdigest()


@command
def change(
    unit_id: int,
    staged_id: int,
    *,
    who: Who,
    sheet_no: int,
    places: Mapping[str, int | None],
    encoding: str,
    choices: Mapping[int, str],
) -> int:
    """Write down what was put right on the page; another sheet or another way of letters is guessed anew.

    Errors: `NotFound`, `Refused` (two columns at one place, a sheet or encoding that is none).
    """
    row = _row(unit_id, staged_id, who)
    if not 0 <= sheet_no < len(row.sheets) or encoding not in ("", *letters.ENCODINGS):
        raise Refused("Chọn lại trang tính.")
    moved = sheet_no != row.sheet_no or encoding != row.encoding
    kept = {key: at for key, at in places.items() if at is not None and key in KINDS[row.kind].by_key}
    if len(set(kept.values())) < len(kept):
        raise Refused("Hai mục đang chọn cùng một cột. Mỗi cột chỉ dùng cho một mục.")
    if moved:
        row.places, row.choices = {}, {}
    else:
        row.places = kept if places else row.places
        answer(staged_id, choices)
    row.sheet_no, row.encoding = sheet_no, encoding
    row.version += 1
    return row.id


def answer(staged_id: int, choices: Mapping[int, str]) -> None:
    """Write down answers about rows inside the running command."""
    row = db.session.get_one(StagedImport, staged_id)
    row.choices = {
        **row.choices,
        **{str(no): mark for no, mark in choices.items() if len(mark) < LONGEST_MARK},
    }
    db.session.flush()


@command
def discard(unit_id: int, staged_id: int, *, who: Who) -> None:
    """Take a waiting list away. Errors: `NotFound`."""
    forget(_row(unit_id, staged_id, who).id)


def forget(staged_id: int) -> None:
    """Take a list away inside the running command."""
    db.session.execute(delete(StagedRow).where(StagedRow.staged_id == staged_id))
    db.session.execute(delete(StagedImport).where(StagedImport.id == staged_id))


def unit_name(unit_id: int) -> str:
    """Return what pages call the unit today."""
    return units.short_name_of(unit_id, clock.today())


def same_as_seen(found: Considered, seen: str) -> None:
    """Refuse when the page showed something else. Errors: `Conflict`."""
    if found.seen != seen:
        raise Conflict(STALE)
