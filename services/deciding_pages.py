"""What somebody has decided just now and may still take back, for the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from extensions import clock, db
from models import Dossier, DossierEntry
from services import access, bulk_pages, definitions, desk_view, history
from services.who import Who
from workflows import engine
from workflows.entries import KINDS

MOST = 3  # lines; more decisions in ten minutes come from a list, which has a page of its own


@dataclass(frozen=True)
class Recent:
    """One decision that may still be taken back."""

    code: str
    title: str
    said: str
    until: datetime


@dataclass(frozen=True)
class JustNow:
    """The newest single decisions, and the id of the newest run over many (None without one)."""

    lines: tuple[Recent, ...]
    bulk_id: int | None


def just_now(who: Who) -> JustNow:
    """Return what the person may take back now. A fixed number of queries."""
    since = clock() - timedelta(minutes=desk_view.setting("undo", "minutes"))
    query = (
        select(Dossier, DossierEntry.kind)
        .join(DossierEntry, DossierEntry.dossier_id == Dossier.id)
        .where(DossierEntry.person_id == who.person_id, DossierEntry.at >= since)
        .where(DossierEntry.kind.in_(("approved", "returned", "rejected")), DossierEntry.once.not_like("%-%"))
        .order_by(DossierEntry.id.desc())
        .limit(MOST)
    )
    rows = db.session.execute(query).all()
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today()) if rows else None
    past = history.histories({dossier.id for dossier, _kind in rows}) if rows else {}
    found: dict[str, Recent] = {}
    for dossier, kind in rows:
        state = engine.fold(definitions.chain_of(dossier.definition_id), past[dossier.id])
        until = desk_view.undo_until(dossier, state)
        if actor and until and "undo" in engine.allowed(state, actor):
            found.setdefault(dossier.code, Recent(dossier.code, dossier.title, KINDS[kind], until))
    return JustNow(tuple(found.values()), bulk_pages.latest(who))
