"""The history of a dossier: entries read for the engine, appended in a hash chain, verified link by link.

The chain covers sha256(salt + payload) instead of the payload, so that personal data can be blanked by law
and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from sqlalchemy import select

from extensions import db
from models import Dossier, DossierEntry
from models.types import canonical
from workflows.entries import Entry


def _payload_hash(salt: str, payload: object) -> str:
    return hashlib.sha256((salt + canonical(payload)).encode("utf-8")).hexdigest()


def _link(row: DossierEntry) -> str:
    said = [
        row.dossier_id,
        row.seq,
        row.kind,
        row.at.isoformat(),
        row.person_id,
        row.seat,
        row.payload_sha256,
    ]
    return hashlib.sha256((row.previous_hash + canonical(said)).encode("utf-8")).hexdigest()


def entries_of(dossier_id: int) -> list[Entry]:
    """Return the dossier's entries in order, as the engine wants them."""
    return histories([dossier_id]).get(dossier_id, [])


def histories(dossier_ids: Iterable[int]) -> dict[int, list[Entry]]:
    """Return the entries of several dossiers with one query: {dossier id: entries in order}."""
    wanted = list(dossier_ids)
    query = select(
        *(DossierEntry.seq, DossierEntry.kind, DossierEntry.at, DossierEntry.person_id, DossierEntry.seat),
        *(DossierEntry.payload, DossierEntry.dossier_id),
    ).where(DossierEntry.dossier_id.in_(wanted))
    found: dict[int, list[Entry]] = {}
    if not wanted:
        return found
    for *facts, dossier_id in db.session.execute(query.order_by(DossierEntry.dossier_id, DossierEntry.seq)):
        found.setdefault(dossier_id, []).append(Entry(*facts))
    return found


def append(dossier: Dossier, entries: Iterable[Entry]) -> None:
    """Write entries behind the dossier's history, inside the running command."""
    for entry in entries:
        salt = secrets.token_hex(16)
        row = DossierEntry(
            dossier_id=dossier.id,
            seq=entry.seq,
            kind=entry.kind,
            at=entry.at,
            person_id=entry.person_id,
            seat=dict(entry.seat),
            once=entry.payload.get("once"),
            payload=dict(entry.payload),
            salt=salt,
            payload_sha256=_payload_hash(salt, dict(entry.payload)),
            previous_hash=dossier.head_hash,
        )
        row.hash = _link(row)
        db.session.add(row)
        dossier.head_hash, dossier.seq = row.hash, entry.seq
    db.session.flush()


def verify(dossier_id: int) -> int | None:
    """Walk the chain; return the number of the first entry that does not hold, or None."""
    previous, expected = "", 1
    rows = db.session.scalars(
        select(DossierEntry).where(DossierEntry.dossier_id == dossier_id).order_by(DossierEntry.seq)
    ).all()
    for row in rows:
        payload_holds = row.payload is None or _payload_hash(row.salt, row.payload) == row.payload_sha256
        if (
            row.seq != expected
            or row.previous_hash != previous
            or row.hash != _link(row)
            or not payload_holds
        ):
            return expected
        previous, expected = row.hash, expected + 1
    head = db.session.scalar(select(Dossier.head_hash).where(Dossier.id == dossier_id))
    return None if head == previous else expected
