"""The demonstration province: loaded into an empty installation, and taken away again.

While it is being loaded the installation bears the mark «loading»; a load that was cut off is cleared by the next
one. Accounts come last, so that nobody can come in earlier and no mail leaves for what happened long ago.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, select

from extensions import ZONE, clock, db
from models import Account, Dossier, Paper, Person, Setting, StoredFile, Unit
from services import (
    accounts,
    demo_events,
    demo_replay,
    demo_reviews,
    demo_rows,
    demo_sector,
    files,
    preparing,
    search_index,
)
from services.demo_replay import AnswersOf, Replay
from services.demo_rows import Codes
from services.errors import Conflict
from services.transaction import command

MARK = "demo"
LOADING = "loading"


class NotEmpty(Conflict):
    """The installation holds data already; nothing was loaded."""


@dataclass(frozen=True)
class Loaded:
    """How much was loaded."""

    units: int
    people: int
    dossiers: int
    papers: int
    unfinished: int


def begun() -> bool:
    """Tell whether the installation holds data: a unit, person or account, other than of a load cut off."""
    return _mark() != LOADING and not _is_empty()


def _is_empty() -> bool:
    return all(db.session.scalar(select(table.id).limit(1)) is None for table in (Unit, Person, Account))


def load(
    answers_of: AnswersOf, *, reviews: bool = False, events: bool = False, sector: bool = False
) -> Loaded:
    """Load the province, replay 2025 at its dates and this year's rounds from today on.

    `reviews`: replay the annual reviews of 2025 too, all eleven of them (a few minutes). `events`: replay the workshop
    and the training of 2025 too. `sector`: grow the province to a sector of real size, with the reviews (several
    minutes). `answers_of` reads a draft through its forms (`forms/parts.assemble`). Errors:
    `NotEmpty` unless the installation is empty; what a command refuses is raised as it comes, and the next load
    starts afresh.
    """
    with _alone():
        if _mark() == LOADING:
            _empty()
        if not _is_empty():
            raise NotEmpty("Máy đã có dữ liệu nên không nạp dữ liệu mẫu.")
        today = clock.today()
        codes = _write()
        replay = Replay(codes, answers_of, today)
        told = [one for one, wanted in ((demo_reviews, reviews or sector), (demo_events, events)) if wanted]
        replaced = set().union(*(one.REPLACED for one in told))
        lines = demo_rows.table("register")
        lines = [one for one in lines if (one["unit"], one["number"]) not in replaced]
        stories = [demo_rows.story("year_2025"), *(one.story() for one in told)]
        replay.play("year_2025", _together(stories), lines)
        demo_replay.settle()
        replay.run("this_year")
        grown = demo_sector.grow(codes, answers_of) if sector else []
        _open_doors(codes)
        demo_sector.open_doors(grown)
        if sector:
            search_index.rebuild()  # most of it was written past the session
    return _counted()


def load_as_of(day: date) -> None:
    """Load the province as it stood at the end of a day: units, people, registers, accounts; nothing is replayed.

    Errors: `NotEmpty` unless the installation is empty.
    """
    with _alone(), clock.at(datetime.combine(day, time(18), ZONE)):
        if not _is_empty():
            raise NotEmpty("Máy đã có dữ liệu nên không nạp dữ liệu mẫu.")
        codes = _write()
        enter_lines(codes.units, date.min, day)
        _open_doors(codes)


def enter_lines(
    units: dict[str, int], after: date, until: date, without: Collection[tuple[str, str]] = ()
) -> None:
    """Enter the lines of the registers that are dated after one day and not after another, each on its day.

    `units`: {code: id}. `without`: (unit, number) of lines in whose place a story numbers papers itself.
    """
    for line in demo_rows.table("register"):
        on = date.fromisoformat(line["dated_on"])
        if after < on <= until and (line["unit"], line["number"]) not in without:
            with clock.at(datetime.combine(on, demo_replay.REGISTER_HOUR, ZONE)):
                demo_replay.enter(units, line)


def _together(stories: list[dict[str, Any]]) -> dict[str, Any]:
    """Return several files of the replay as one: lists of the same name one behind the other."""
    found: dict[str, Any] = {}
    for story in stories:
        for name, rows in story.items():
            found.setdefault(name, []).extend(rows)
    return found


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process of this machine load at a time; others wait, and then find the installation filled."""
    with (Path(current_app.config["INSTANCE"]) / "demo.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def _mark() -> object:
    row = db.session.get(Setting, MARK)
    return None if row is None else row.value


@command
def _write() -> Codes:
    db.session.add(Setting(key=MARK, value=LOADING))
    return demo_rows.write()


@command
def _open_doors(codes: Codes) -> None:
    """Make the accounts that the cards open (without a password nobody else can), and set the mark."""
    for row in demo_rows.table("accounts"):
        accounts.add(codes.people[row["person"]], row["username"], None, email=row["email"], demo=True)
    db.session.get_one(Setting, MARK).value = True


def _counted() -> Loaded:
    def count(query: object) -> int:
        return db.session.scalar(query) or 0

    return Loaded(
        units=count(select(func.count(Unit.id)).where(Unit.kind != "group")),
        people=count(select(func.count(Person.id))),
        dossiers=count(select(func.count(Dossier.id))),
        papers=count(select(func.count(Paper.id))),
        unfinished=count(select(func.count(Paper.id)).where(Paper.state == "numbered")),
    )


def clear() -> None:
    """Empty an installation that bears the demonstration's mark, files included; the first page opens again.

    Errors: `Conflict` without the mark.
    """
    if _mark() is None:
        raise Conflict("Dữ liệu trên máy này không phải dữ liệu mẫu nên không xóa.")
    _empty()


def _empty() -> None:
    hashes = list(db.session.scalars(select(StoredFile.sha256)))
    _delete_everything()
    for sha256 in hashes:
        files.path_of(sha256).unlink(missing_ok=True)
    shutil.rmtree(preparing.folder(), ignore_errors=True)


@command
def _delete_everything() -> None:
    """Delete the rows of all tables, those that are referred to last; the mark is read again, under the lock."""
    if _mark() is None:
        raise Conflict("Dữ liệu trên máy này không phải dữ liệu mẫu nên không xóa.")
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(delete(table))
    db.session.expire_all()
