"""What anybody may learn of an issued paper by its code: number, date, issuer, signer, standing, hashes of its files.

Nothing else: no subject, no recipients, no file. A dropped file is only hashed, piece by piece, and never kept.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from documents import mark
from documents.mark import Mark
from extensions import clock, db
from models import Paper, PaperLink, Person, StoredFile
from services import access, files, formats, paper_chain, paper_lists, preparing, signed_scans, units
from services.calendar import local_date
from services.errors import Conflict, NotFound
from services.transaction import writing
from services.who import Who
from vietnamese.text import filename

PIECE = 1 << 20
SCANS = signed_scans.KINDS
MOST_SCANS = 5  # of one paper
CLERKS = frozenset({"clerk", "chair", "vice_chair", "secretary"})  # who may put a signed scan beside a paper


@dataclass(frozen=True)
class FileHash:
    """A file of a paper: its title, format (docx, pdf, scan) and SHA-256."""

    title: str
    fmt: str
    sha256: str


@dataclass(frozen=True)
class Verified:
    """What the public sees of a paper; `standing` valid, replaced or recalled; `replaced_by` its code if it has one."""

    code: str
    title: str
    number: str
    dated_on: date
    issuer: str
    signer: str
    standing: str
    issued_at: datetime
    files: tuple[FileHash, ...]
    recalled_on: date | None = None
    replaced_by: str | None = None
    replaced_number: str | None = None
    signatures: tuple[tuple[str, str], ...] = ()  # (name, form); none: from before these were kept
    issuers: tuple[
        tuple[str, str], ...
    ] = ()  # (unit, its number) of a joint paper, who leads first; else none


@dataclass(frozen=True)
class Scan:
    """A signed scan beside a paper: where it stands among the scans, its hash, who put it there."""

    no: int
    sha256: str
    size: int
    media_type: str
    added_at: datetime
    added_by: str


def new_code() -> str:
    """Return an unguessable code: twelve letters of 32, in groups of four (60 bits)."""
    return mark.grouped("".join(secrets.choice(mark.LETTERS) for _ in range(mark.GROUPS * mark.IN_GROUP)))


def address_for(code: str, unit_id: int, on: date) -> str | None:
    """Return what the QR of a new paper holds: the public address of its code, "" without one, None when not printed.

    A unit switches the mark off on its page of the form of papers; the profile's table [mark] by `show`.
    """
    if not formats.bears_mark(unit_id, on):
        return None
    public = str(current_app.config["PUBLIC_URL"]).rstrip("/")
    return f"{public}/xac-minh/{code}" if public else ""


def mark_of(paper: Paper) -> dict[str, str] | None:
    """Return the mark that the paper's files bear, as the render pool wants it; None for none."""
    if paper.code is None or paper.mark_address is None:
        return None
    drawn = Mark(paper.code, paper.mark_address)
    return {"code": drawn.code, "address": drawn.address}


def look_up(typed: str) -> Verified:
    """Return what the public may know of the paper with this code. Errors: `NotFound`."""
    code = mark.read(typed)
    query = select(Paper).where(Paper.code == code, Paper.state == "issued")
    whole = query.options(selectinload(Paper.parts), selectinload(Paper.signatures))
    paper = db.session.scalar(whole) if code else None
    if paper is None or paper.code is None or paper.issued_at is None:
        raise NotFound
    later = db.session.scalar(select(Paper).where(Paper.replaces_id == paper.id, Paper.state == "issued"))
    known, issuers = preparing.catalogue().kinds, paper_lists.joint_issuers(paper)
    title = known[paper.kind].title if paper.kind in known else paper.kind
    return Verified(
        code=paper.code,
        title=paper.parts[0].title if issuers else title,
        number=paper.number,
        dated_on=paper.dated_on,
        issuer=units.name_of(paper.unit_id, paper.dated_on),
        signer=paper.signer,
        standing=paper.standing,
        issued_at=paper.issued_at,
        files=tuple(_hashes(paper)),
        recalled_on=_recalled_on(paper.id),
        replaced_by=later.code if later else None,
        replaced_number=later.number if later else None,
        signatures=tuple((one.name, one.form) for one in paper.signatures),
        issuers=issuers,
    )


def _recalled_on(paper_id: int) -> date | None:
    query = select(PaperLink.at).where(PaperLink.paper_id == paper_id, PaperLink.kind == paper_chain.RECALLED)
    at = db.session.scalar(query)
    return local_date(at) if at else None


def _hashes(paper: Paper) -> list[FileHash]:
    """The files of all parts, and the last signed scan."""
    both = [
        (part.title, fmt, sha)
        for part in paper.parts
        for fmt, sha in (("pdf", part.pdf_sha256), ("docx", part.docx_sha256))
    ]
    found = [FileHash(title, fmt, sha256) for title, fmt, sha256 in both if sha256]
    return found + [FileHash(paper.parts[0].title, "scan", scan.sha256) for scan in scans(paper.id)[-1:]]


def tidied(typed: str) -> str:
    """Return a typed code as it stands on papers; what is no code comes back as it was."""
    return mark.read(typed) or typed


def matching(known: Verified, stream: IO[bytes]) -> FileHash | None:
    """Return the file of the paper that has the bytes of the stream, None when none has; nothing is kept."""
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return next((file for file in known.files if file.sha256 == digest.hexdigest()), None)


def scans(paper_id: int) -> list[Scan]:
    """Return the signed scans of a paper, the one in force last."""
    query = (
        select(PaperLink.files, PaperLink.at, Person.name)
        .join(Person, Person.id == PaperLink.person_id)
        .join(Paper, Paper.id == PaperLink.paper_id)
        .where(PaperLink.paper_id == paper_id, PaperLink.kind == paper_chain.SIGNED)
        .where(PaperLink.unit_id == Paper.unit_id)  # a joint paper has the same link in the other register
    )
    found = []
    for no, (hashes, at, name) in enumerate(db.session.execute(query.order_by(PaperLink.position)), start=1):
        stored = db.session.get_one(StoredFile, hashes[0])
        found.append(Scan(no, stored.sha256, stored.size, stored.media_type, at, name))
    return found


def may_add_scan(paper_id: int, *, who: Who) -> bool:
    """Tell whether this person's office may put a signed scan beside the paper."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    paper = access.paper_for(paper_id, actor)
    return paper.state == "issued" and any(
        seat.unit_id == paper.unit_id and seat.role in CLERKS for seat in actor.seats
    )


def add_scan(paper_id: int, content: bytes, *, who: Who) -> str:
    """Make a signed scan the official file beside its source; returns its hash. Adding the same again does nothing.

    Errors: `NotFound`, `Conflict` (not issued; not this office's paper), `Refused` (no PDF, JPEG or PNG; too large).
    """
    if not may_add_scan(paper_id, who=who):
        raise Conflict("Chỉ văn thư của đơn vị ban hành thêm được bản đã ký.")
    media_type = signed_scans.judged(content)
    sha256 = files.keep(content)
    with writing():
        paper_chain.hold(paper_id)
        there = scans(paper_id)
        if there and there[-1].sha256 == sha256:
            return sha256
        if len(there) >= MOST_SCANS:
            raise Conflict("Văn bản này đã có %(count)s bản ký, không thêm nữa.", count=len(there))
        files.register(sha256, media_type)
        paper = db.session.get_one(Paper, paper_id)
        paper_chain.append(paper, paper_chain.SIGNED, [sha256], who.person_id)
    return sha256


def scan_file(paper_id: int, no: int, *, who: Who) -> tuple[bytes, str, str]:
    """Return (bytes, file name, media type) of a signed scan of a paper that may be read. Errors: `NotFound`."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    paper = access.paper_for(paper_id, actor)
    found = next((scan for scan in scans(paper_id) if scan.no == no), None)
    if found is None:
        raise NotFound
    name = filename(f"{paper.number}_bản đã ký {no}", SCANS[found.media_type])
    return files.read(found.sha256), name, found.media_type
