"""Papers about a dossier or a matter, as rows for pages and rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from extensions import db
from models import DossierEntry, Paper, PaperDossier, RegisterEntry
from services import units


@dataclass(frozen=True)
class PartRow:
    """A part of a paper and whether its files are there."""

    no: int
    kind: str
    title: str
    has_docx: bool
    has_pdf: bool


@dataclass(frozen=True)
class PaperRow:
    """A numbered or issued paper; `revision_no` is the dossier's revision it speaks of."""

    id: int
    kind: str
    number: str
    dated_on: date
    subject: str
    state: str
    standing: str
    replaced_by: str
    revision_no: int
    parts: tuple[PartRow, ...]

    @property
    def badge(self) -> str:
        """The code of the state's badge."""
        return self.state if self.standing == "valid" else self.standing


def _row(paper: Paper, revision_no: int, later: dict[int, str]) -> PaperRow:
    return PaperRow(
        id=paper.id,
        kind=paper.kind,
        number=paper.number,
        dated_on=paper.dated_on,
        subject=paper.subject,
        state=paper.state,
        standing=paper.standing,
        replaced_by=later.get(paper.id, ""),
        revision_no=revision_no,
        parts=tuple(
            PartRow(part.no, part.kind, part.title, part.docx_sha256 is not None, part.pdf_sha256 is not None)
            for part in paper.parts
        ),
    )


def joint_issuers(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Return (unit, its number) of every issuer of a joint paper, who leads first; nothing for a paper of one unit."""
    query = select(RegisterEntry.unit_id, RegisterEntry.number).where(RegisterEntry.paper_id == paper.id)
    rows = db.session.execute(query.order_by(RegisterEntry.id)).all()
    if len(rows) < 2:
        return ()
    names = units.names_of({row.unit_id for row in rows}, paper.dated_on)
    return tuple((names[row.unit_id].name, row.number) for row in rows)


def of_dossier(dossier_id: int) -> list[PaperRow]:
    """Return all papers that speak of a dossier, oldest first."""
    return of_dossiers([dossier_id]).get(dossier_id, [])


def of_dossiers(dossier_ids: Collection[int]) -> dict[int, list[PaperRow]]:
    """Return {dossier id: all papers that speak of it, oldest first}, with two queries."""
    query = (
        select(Paper, PaperDossier.dossier_id, PaperDossier.revision_no)
        .join(PaperDossier, PaperDossier.paper_id == Paper.id)
        .where(PaperDossier.dossier_id.in_(dossier_ids))
        .options(selectinload(Paper.parts))
        .order_by(Paper.id)
    )
    rows = db.session.execute(query).all()
    later = {paper.replaces_id: paper.number for paper, _id, _no in rows if paper.replaces_id}
    found: dict[int, list[PaperRow]] = {}
    for paper, dossier_id, revision_no in rows:
        found.setdefault(dossier_id, []).append(_row(paper, revision_no, later))
    return found


def of_matter(matter_id: int, kind: str | None = None) -> list[PaperRow]:
    """Return the papers of a kind (None: all) that a matter has led to, newest first."""
    query = select(Paper).where(Paper.matter_id == matter_id)
    if kind is not None:
        query = query.where(Paper.kind == kind)
    query = query.options(selectinload(Paper.parts)).order_by(Paper.id.desc())
    papers = db.session.scalars(query).all()
    later = {paper.replaces_id: paper.number for paper in papers if paper.replaces_id}
    return [_row(paper, 0, later) for paper in papers]


def valid_of(dossier_id: int, kind: str) -> PaperRow | None:
    """Return the paper of a kind that stands for the dossier now (any revision), or None."""
    found = [row for row in of_dossier(dossier_id) if row.kind == kind and row.standing == "valid"]
    return found[-1] if found else None


def standing(dossier_id: int, revision_no: int) -> dict[str, int]:
    """Return {kind: paper id} of the papers that stand for a revision, as the dossier's history says.

    A paper of an earlier revision stands again when it was recorded again because nothing in it had changed.
    """
    query = (
        select(DossierEntry.kind, DossierEntry.payload)
        .where(
            DossierEntry.dossier_id == dossier_id,
            DossierEntry.kind.in_(("paper_issued", "paper_replaced", "paper_recalled")),
        )
        .order_by(DossierEntry.seq)
    )
    found: dict[str, int] = {}
    for entry, said in db.session.execute(query):
        if entry == "paper_issued" and said["revision"] == revision_no:
            found[said["kind"]] = said["paper_id"]
        elif entry != "paper_issued":
            found = {kind: paper_id for kind, paper_id in found.items() if paper_id != said["paper_id"]}
    return found


def issued_kinds(dossier_id: int, revision_no: int) -> set[str]:
    """Return the kinds of papers that stand for this revision of the dossier."""
    return set(standing(dossier_id, revision_no))
