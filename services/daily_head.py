"""The daily head: one hash over the histories of all dossiers and registers as they stood at the end of a day.

It is printed in the digests of the next morning. Whoever rewrites an entry, and all hashes after it, cannot rewrite
the mails that many people hold.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from extensions import ZONE, clock, db
from models import DailyHead, DossierEntry, PaperLink
from models.types import canonical
from services.inserting import insert_if_absent
from services.transaction import command


def compute(day: date) -> str:
    """Return the hash over the last entry of each dossier and the last link of each register at the end of a day."""
    end = datetime.combine(day + timedelta(days=1), time.min, ZONE)
    newest = (
        select(DossierEntry.dossier_id, func.max(DossierEntry.seq).label("seq"))
        .where(DossierEntry.at < end)
        .group_by(DossierEntry.dossier_id)
        .subquery()
    )
    same = (DossierEntry.dossier_id == newest.c.dossier_id) & (DossierEntry.seq == newest.c.seq)
    entries = select(DossierEntry.dossier_id, DossierEntry.hash).join(newest, same)
    register = (PaperLink.unit_id, PaperLink.series, PaperLink.year)
    last = (
        select(*register, func.max(PaperLink.position).label("position"))
        .where(PaperLink.at < end)
        .group_by(*register)
        .subquery()
    )
    at_end = (PaperLink.unit_id == last.c.unit_id) & (PaperLink.series == last.c.series)
    at_end &= (PaperLink.year == last.c.year) & (PaperLink.position == last.c.position)
    links = select(*register, PaperLink.hash).join(last, at_end)
    heads = [sorted(list(row) for row in db.session.execute(query)) for query in (entries, links)]
    return hashlib.sha256(canonical([day.isoformat(), *heads]).encode()).hexdigest()


@command
def keep() -> int:
    """Keep the head of yesterday; 1 when it is new, 0 when it is kept already."""
    day = clock.today() - timedelta(days=1)
    if db.session.get(DailyHead, day) is not None:
        return 0
    return int(insert_if_absent(DailyHead, day=day, sha256=compute(day), at=clock()))


def latest() -> DailyHead | None:
    """Return the newest head that is kept."""
    return db.session.scalar(select(DailyHead).order_by(DailyHead.day.desc()).limit(1))


def faults() -> list[date]:
    """Return the days whose kept head is not the one that the histories give now."""
    rows = db.session.scalars(select(DailyHead).order_by(DailyHead.day))
    return [row.day for row in rows if compute(row.day) != row.sha256]


def printed(sha256: str) -> str:
    """Return the head as mails print it: sixteen digits in fours."""
    return "-".join(sha256[start : start + 4] for start in range(0, 16, 4))
