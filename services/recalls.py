"""Recalling a paper issued here: it loses its force, its number stays used and explained, its files stay as they are.

The register's line says why, the public page says so, the chain of papers gets a link, and every dossier that the
paper spoke of waits for it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from extensions import clock, db
from models import Dossier, IncomingEntry, Paper, PaperDossier, PaperLink, Person, RegisterEntry
from services import access, dossiers, paper_chain, series
from services.errors import Conflict, Forbidden
from services.transaction import command
from services.who import Who
from vietnamese.dates import screen_date
from vietnamese.text import clean
from workflows.actors import Actor

# What follows when a paper of a kind is recalled, in the same transaction; filled by the journeys' services.
RECALLED: dict[str, Callable[[Paper], None]] = {}


@dataclass(frozen=True)
class Recalled:
    """When a paper was recalled, by whom and why."""

    at: datetime
    by: str
    reason: str


def of(paper_id: int) -> Recalled | None:
    """Return the recall of a paper, None for one that was not recalled."""
    query = (
        select(PaperLink.at, Person.name, PaperLink.note)
        .join(Person, Person.id == PaperLink.person_id)
        .where(PaperLink.paper_id == paper_id, PaperLink.kind == paper_chain.RECALLED)
    )
    row = db.session.execute(query).first()
    return Recalled(row.at, row.name, row.note) if row else None


def recallable(paper: Paper, actor: Actor) -> bool:
    """Tell whether the actor may recall the paper now: issued, in force, and of a unit whose registers they keep."""
    return paper.state == "issued" and paper.standing == "valid" and series.keeps(paper.unit_id, actor)


def asked(paper_id: int, *, who: Who) -> Paper:
    """Return the paper for the page that recalls it. Errors: `NotFound`, `Forbidden`, `Conflict` (not in force)."""
    paper, actor = _read(paper_id, who)
    if not series.keeps(paper.unit_id, actor):
        raise Forbidden("Việc này của văn thư, thư ký hoặc chủ tịch của đơn vị.")
    if not recallable(paper, actor):
        raise Conflict("Văn bản này chưa phát hành xong, đã được thay, hoặc đã thu hồi.")
    return paper


def _read(paper_id: int, who: Who) -> tuple[Paper, Actor]:
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    return access.paper_for(paper_id, actor), actor


@command
def recall(paper_id: int, *, who: Who, reason: str, notice: str = "") -> None:
    """Recall a paper; `notice` is the paper that says so («Thông báo số 12/TB-CĐN»), empty where there is none.

    Errors: `NotFound`, `Forbidden`, `Conflict` (not issued yet, replaced, recalled already).
    """
    asked(paper_id, who=who)
    paper_chain.hold(paper_id)
    valid = update(Paper).where(Paper.id == paper_id, Paper.standing == "valid", Paper.state == "issued")
    if db.session.execute(valid.values(standing="recalled")).rowcount == 0:
        raise Conflict("Văn bản này chưa phát hành xong, đã được thay, hoặc đã thu hồi.")
    paper, actor = _read(paper_id, who)
    db.session.refresh(paper)
    why = clean(f"{reason} ({notice})" if notice else reason)
    paper_chain.append(paper, paper_chain.RECALLED, [], who.person_id, why)
    name = db.session.scalar(select(Person.name).where(Person.id == who.person_id))
    _explain(paper_id, f"Thu hồi ngày {screen_date(clock.today())}, {name}: {why}")
    for dossier in _dossiers(paper_id):
        payload = {"kind": paper.kind, "paper_id": paper_id, "number": paper.number, "reason": why}
        dossiers.paper_recalled(dossier, actor=actor, payload=payload)
    if paper.kind in RECALLED:
        RECALLED[paper.kind](paper)


def _explain(paper_id: int, said: str) -> None:
    """Note it at the line of the outgoing register and of every incoming register that holds the paper."""
    for model in (RegisterEntry, IncomingEntry):
        for row in db.session.scalars(select(model).where(model.paper_id == paper_id)):
            row.note = "; ".join(text for text in (row.note, said) if text)


def _dossiers(paper_id: int) -> list[Dossier]:
    named = select(PaperDossier.dossier_id).where(PaperDossier.paper_id == paper_id)
    return list(db.session.scalars(select(Dossier).where(Dossier.id.in_(named)).order_by(Dossier.id)))
