"""Keeps what can be found in step with the rows themselves, in the same transaction.

Whatever is added, changed or removed through the session is noted when it is flushed; before the commit its row is
written again. Rows written past the session (in bulk) are found after `rebuild`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from flask_sqlalchemy.session import Session
from sqlalchemy import delete, event, insert, inspect, select

from extensions import db
from models import (
    Dossier,
    IncomingEntry,
    Matter,
    Paper,
    PaperPart,
    Person,
    RegisterEntry,
    Revision,
    SearchRow,
    Unit,
    UnitName,
)
from models.search import KINDS
from services import search_text
from services.search_text import Found
from services.transaction import writing
from vietnamese.terms import folded, toned

#: Table → (kind, the column that names the thing, columns whose change counts; none: every change).
WATCHED: dict[type, tuple[str, str, tuple[str, ...]]] = {
    Dossier: ("dossier", "id", ("code", "title", "unit_id", "matter_id")),
    Revision: ("dossier", "dossier_id", ()),
    Paper: ("paper", "id", ("number", "subject", "dated_on", "signer", "unit_id")),
    PaperPart: ("paper", "paper_id", ("title", "values")),
    RegisterEntry: ("line", "id", ("subject", "signer", "recipients", "note", "paper_id")),
    IncomingEntry: ("arrival", "id", ()),
    Person: ("person", "id", ("name",)),
    UnitName: ("unit", "unit_id", ()),
    Matter: ("matter", "id", ("title", "year")),
}
#: Kind → (the column with its things).
TABLES = {
    "dossier": Dossier.id,
    "paper": Paper.id,
    "line": RegisterEntry.id,
    "arrival": IncomingEntry.id,
    "person": Person.id,
    "unit": Unit.id,
}
#: Kind → which dossiers tell of such things.
DEPENDENT: dict[str, Callable[[Collection[int]], set[int]]] = {
    "person": search_text.of_people,
    "unit": search_text.of_units,
    "matter": search_text.of_matters,
}
AT_ONCE = 500

_NOTED = "search_noted"


def row_of(kind: str, found: Found) -> dict[str, Any]:
    """Return the row that is kept of a thing."""
    both = f"{found.name}\n{found.text}"
    name = folded(found.name)
    return {
        "kind": kind,
        "ref_id": found.ref_id,
        "unit_id": found.unit_id,
        "year": found.year,
        "day": found.day,
        "head": f" {' '.join(name)} ",
        "terms": " ".join(dict.fromkeys([*folded(both), *toned(both)])),
        "text": found.text,
    }


def rows_of(kind: str, ids: Collection[int]) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of things in lots."""
    for lot in _lots(sorted(ids)):
        yield [row_of(kind, found) for found in search_text.READERS[kind](lot)]


def _lots(ids: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(ids), AT_ONCE):
        yield ids[at : at + AT_ONCE]


def put(kind: str, ids: Collection[int]) -> None:
    """Write the rows of things again inside the running transaction; of what is gone the row goes."""
    for lot in _lots(sorted(ids)):
        db.session.execute(delete(SearchRow).where(SearchRow.kind == kind, SearchRow.ref_id.in_(lot)))
    for rows in rows_of(kind, ids):
        if rows:
            db.session.execute(insert(SearchRow), rows)


def note(kind: str, ref_id: int) -> None:
    """Note a thing that a command has changed by a statement of its own, past the session."""
    db.session().info.setdefault(_NOTED, {}).setdefault(kind, set()).add(ref_id)


def rebuild() -> dict[str, int]:
    """Write everything that can be found anew, in one transaction; returns {kind: rows}."""
    counted = {}
    with writing():
        db.session.execute(delete(SearchRow))
        for kind in KINDS:
            counted[kind] = 0
            for rows in rows_of(kind, db.session.scalars(select(TABLES[kind])).all()):
                if rows:
                    db.session.execute(insert(SearchRow), rows)
                counted[kind] += len(rows)
    return counted


def differences() -> list[tuple[str, int]]:
    """Return (kind, id) of what is kept otherwise than a rebuild would write it."""
    wrong = []
    for kind in KINDS:
        kept = {
            row.ref_id: tuple(getattr(row, name) for name in _COMPARED)
            for row in db.session.scalars(select(SearchRow).where(SearchRow.kind == kind))
        }
        ids = db.session.scalars(select(TABLES[kind])).all()
        meant = {
            row["ref_id"]: tuple(row[name] for name in _COMPARED)
            for rows in rows_of(kind, ids)
            for row in rows
        }
        wrong += [
            (kind, one) for one in sorted(kept.keys() | meant.keys()) if kept.get(one) != meant.get(one)
        ]
    return wrong


_COMPARED = ("unit_id", "year", "day", "head", "terms", "text")


def _counts(row: Any, columns: tuple[str, ...]) -> bool:
    """Tell whether a changed row is to be found by other words now."""
    history = inspect(row).attrs
    return not columns or any(history[name].history.has_changes() for name in columns)


@event.listens_for(Session, "after_flush")
def _note(session: Any, _context: Any) -> None:
    """Note what was written, while the session still knows what has changed."""
    noted: dict[str, set[int]] = session.info.setdefault(_NOTED, {})
    for row in (*session.new, *session.deleted):
        if type(row) in WATCHED:
            kind, column, _columns = WATCHED[type(row)]
            noted.setdefault(kind, set()).add(getattr(row, column))
    for row in session.dirty:
        if type(row) in WATCHED:
            kind, column, columns = WATCHED[type(row)]
            if _counts(row, columns):
                noted.setdefault(kind, set()).add(getattr(row, column))


@event.listens_for(Session, "before_commit")
def _keep(session: Any) -> None:
    """Write the rows of what was noted, behind everything else of the transaction."""
    session.flush()
    noted: dict[str, set[int]] = session.info.pop(_NOTED, {})
    for kind, told in DEPENDENT.items():
        if noted.get(kind):
            noted.setdefault("dossier", set()).update(told(noted[kind]))
    for kind in KINDS:
        if noted.get(kind):
            put(kind, noted[kind])


@event.listens_for(Session, "after_rollback")
def _forget(session: Any) -> None:
    """What was rolled back was never written."""
    session.info.pop(_NOTED, None)
