"""A dossier as one ZIP: papers, attachments, answers of every revision, history; as seen by who takes it.

What is in it for a reader is decided here; the index page is drawn by the view. The same data give the same bytes:
nothing in it tells when or by whom it was taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from extensions import clock, db
from models import Attachment, Dossier, Paper, PaperDossier, Person, Revision
from services import access, definitions, dossier_views, files, history, units, verification
from services.archives import streamed
from services.dossier_views import View
from services.who import Who
from vietnamese.text import filename
from workflows import engine
from workflows.actors import Actor
from workflows.entries import KINDS, Entry

SCANS = verification.SCANS
PAPERS, ATTACHED, DATA = "van-ban", "dinh-kem", "du-lieu"


@dataclass(frozen=True)
class File:
    """A file of the archive: its place in it, what it is, how large; `path` where its bytes lie (None: lost)."""

    name: str
    title: str
    size: int
    sha256: str
    path: Path | None


@dataclass(frozen=True)
class PaperFiles:
    """A paper with its files."""

    number: str
    title: str
    subject: str
    dated_on: Any
    badge: str
    files: tuple[File, ...]


@dataclass(frozen=True)
class Pack:
    """What goes into a dossier's archive for a reader; `data` are JSON texts by their place in it."""

    view: View
    papers: tuple[PaperFiles, ...]
    attachments: tuple[File, ...]
    lines: tuple[dossier_views.Line, ...]
    data: dict[str, str]
    changed_at: datetime

    @property
    def name(self) -> str:
        """The archive's file name."""
        return filename(f"{self.view.code} {self.view.title}", "zip")


def pack(code: str, who: Who) -> Pack:
    """Return what the reader takes away. Errors: `NotFound` when there is none or it may not be read."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    dossier = access.dossier_for(code, actor)
    view = dossier_views.view(code, who)
    past = history.entries_of(dossier.id)
    state = engine.fold(definitions.chain_of(dossier.definition_id), past)
    entries = engine.readable(state, actor, past)
    revisions = db.session.scalars(
        select(Revision).where(Revision.dossier_id == dossier.id).order_by(Revision.no)
    ).all()
    return Pack(
        view=view,
        papers=tuple(_papers(dossier.id, actor)),
        attachments=tuple(_attachments(dossier.id, revisions, view.own)),
        lines=tuple(reversed(view.lines)),
        data=dict(_data(dossier, view, revisions, entries)),
        changed_at=dossier.changed_at,
    )


def members(taken: Pack, pages: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, Path | bytes]]:
    """Yield (place in the archive, bytes or where they lie): the drawn pages first."""
    yield from pages
    for name, text in taken.data.items():
        yield name, text.encode()
    for paper in taken.papers:
        yield from ((file.name, file.path) for file in paper.files if file.path)
    yield from ((file.name, file.path) for file in taken.attachments if file.path)


def stream(taken: Pack, pages: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield the ZIP piece by piece: memory holds one file at a time."""
    return streamed(members(taken, pages), taken.changed_at)


def _file(folder: str, place: int, title: str, ending: str, sha256: str) -> File:
    path = files.path_of(sha256)
    there = path if path.exists() else None
    size = path.stat().st_size if there else 0
    return File(f"{folder}/{place:02d} {filename(title, ending)}", title, size, sha256, there)


def _papers(dossier_id: int, actor: Actor) -> Iterator[PaperFiles]:
    """The papers about the dossier that the reader may see, oldest first, signed scans beside them."""
    about = select(PaperDossier.paper_id).where(PaperDossier.dossier_id == dossier_id)
    query = select(Paper).where(Paper.id.in_(about), access.visible_papers(actor)).order_by(Paper.id)
    place = 0
    for paper in db.session.scalars(query.options(selectinload(Paper.parts))):
        found = []
        for part in paper.parts:
            place += 1
            hashes = (("pdf", part.pdf_sha256), ("docx", part.docx_sha256))
            found += [
                _file(PAPERS, place, f"{paper.number} {part.title}", ending, sha256)
                for ending, sha256 in hashes
                if sha256
            ]
        for scan in verification.scans(paper.id):
            place += 1
            said = f"{paper.number} bản đã ký {scan.no}"
            found.append(_file(PAPERS, place, said, SCANS[scan.media_type], scan.sha256))
        badge = paper.state if paper.standing == "valid" else paper.standing
        title = paper.parts[0].title if paper.parts else ""
        yield PaperFiles(paper.number, title, paper.subject, paper.dated_on, badge, tuple(found))


def _attachments(dossier_id: int, revisions: Iterable[Revision], own: bool) -> Iterator[File]:
    """The files that went up with a revision; for the dossier's own unit those of the draft too."""
    sent = {one["id"] for row in revisions for one in row.snapshot.get("attachments", ())}
    query = select(Attachment).where(Attachment.dossier_id == dossier_id).order_by(Attachment.id)
    rows = [row for row in db.session.scalars(query) if row.id in sent or (own and row.removed_at is None)]
    for place, row in enumerate(rows, start=1):
        stem, _dot, ending = row.name.rpartition(".")
        known = ENDINGS.get(files.media_type(row.file_sha256))
        yield _file(ATTACHED, place, stem or row.name, known or ending or "bin", row.file_sha256)


#: Media type of an attachment → the ending its name gets, whatever it was sent as.
ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


def _data(
    dossier: Dossier, view: View, revisions: Iterable[Revision], entries: list[Entry]
) -> Iterator[tuple[str, str]]:
    """The dossier, every revision and the history as JSON, with the names behind the numbers of people and units."""
    people = {entry.person_id for entry in entries if entry.person_id is not None}
    names = dict(
        tuple(row) for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    )
    frame = {
        "code": dossier.code,
        "title": dossier.title,
        "procedure": dossier.procedure,
        "status": dossier.status,
        "revision": dossier.revision_no,
        "unit": units.name_of(dossier.unit_id, clock.today()),
        "decided_by": units.name_of(dossier.deciding_unit_id, clock.today()),
        "created_at": _instant(dossier.created_at),
        "changed_at": _instant(dossier.changed_at),
        "people": {str(one): name for one, name in sorted(names.items())},
        "labels": dict(sorted(_labels(view).items())),
    }
    yield f"{DATA}/ho-so.json", _json(frame)
    for row in revisions:
        said = {"no": row.no, "at": _instant(row.at), "sha256": row.sha256, "snapshot": row.snapshot}
        yield f"{DATA}/lan-trinh-{row.no:02d}.json", _json(said)
    if view.own and view.status in ("draft", "returned"):
        yield f"{DATA}/ban-dang-soan.json", _json({"answers": view.draft})
    told = [entry.as_json() | {"title": KINDS[entry.kind]} for entry in entries]
    yield f"{DATA}/lich-su.json", _json(told)


def _labels(view: View) -> dict[str, str]:
    """Names behind the places of people and units in the answers («p12»)."""
    return {key: str(label) for key, label in dossier_views.choices(view).get("labels", {}).items()}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n"
