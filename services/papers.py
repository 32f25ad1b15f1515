"""Papers and registers as pages show them, and the downloads. Who may read what is decided in `access`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from extensions import clock, db
from models import Dossier, Paper, PaperDossier, PaperPart, Person, RegisterEntry, StoredFile
from services import (
    access,
    files,
    paper_lists,
    preparing,
    recalls,
    registers,
    series,
    units,
    verification,
)
from services.errors import NotFound
from services.issuing import MEDIA_TYPES
from vietnamese.text import ascii_filename, filename
from workflows.actors import Actor


@dataclass(frozen=True)
class FileView:
    """A file that can be downloaded: `fmt` is docx or pdf, `size` in bytes."""

    fmt: str
    size: int
    sha256: str


@dataclass(frozen=True)
class PartView:
    """A part of a paper with the files that are there."""

    no: int
    kind: str
    title: str
    files: tuple[FileView, ...]

    def file(self, fmt: str) -> FileView | None:
        """Return the file of a format, or None."""
        return next((file for file in self.files if file.fmt == fmt), None)


@dataclass(frozen=True)
class OtherPaper:
    """A paper that replaces or is replaced by another."""

    id: int
    number: str
    dated_on: date


@dataclass(frozen=True)
class PaperView:
    """A paper as its page shows it. `state` numbered or issued; `standing` valid, replaced or recalled."""

    id: int
    kind: str
    title: str
    number: str
    dated_on: date
    unit_id: int
    unit_name: str
    matter_id: int | None
    subject: str
    signer: str
    recipients: str
    state: str
    standing: str
    trouble: str
    backdate_reason: str
    numbered_at: datetime
    numbered_by: str
    issued_at: datetime | None
    code: str | None
    parts: tuple[PartView, ...]
    scans: tuple[verification.Scan, ...]
    dossiers: tuple[tuple[str, str, int], ...]
    replaces: OtherPaper | None
    replaced_by: OtherPaper | None
    own: bool = False  # issued by a unit of the reader
    signatures: tuple[tuple[str, str], ...] = ()  # (name, form); none: from before these were kept
    recalled: recalls.Recalled | None = None
    may_recall: bool = False
    issuers: tuple[
        tuple[str, str], ...
    ] = ()  # (unit, its number) of a joint paper, who leads first; else none
    book_unit_id: int = 0  # whose register the reader opens: of two issuers the reader's own

    @property
    def may_replace(self) -> bool:
        """Whether the reader may draw up a joint paper in its place."""
        return self.may_recall and bool(self.issuers)

    @property
    def badge(self) -> str:
        """The code of the state's badge."""
        return self.state if self.standing == "valid" else self.standing


@dataclass(frozen=True)
class Download:
    """The bytes of a file and how to name it: in full, and in plain ASCII for old browsers."""

    content: bytes
    name: str
    ascii_name: str
    media_type: str
    sha256: str

    @property
    def disposition(self) -> str:
        """The value of Content-Disposition, both names in it (RFC 6266, RFC 5987)."""
        return f"attachment; filename=\"{self.ascii_name}\"; filename*=UTF-8''{quote(self.name, safe='')}"


@dataclass(frozen=True)
class RegisterLine:
    """A line of the register; `paper_id` where the reader may open the paper, `cancellable` if numbered by hand."""

    seq: int
    suffix: str
    number: str
    dated_on: date
    kind: str
    title: str
    subject: str
    signer: str
    recipients: str
    note: str
    state: str
    standing: str
    paper_id: int | None
    parts: tuple[PartView, ...]
    entry_id: int
    cancelled: bool
    cancellable: bool
    form: str = ""  # in which form one person signed, the part each took at a meeting; "": not known

    @property
    def signed(self) -> str:
        """The signer as files of the register write it, with the form in brackets."""
        return f"{self.signer} ({self.form})" if self.form else self.signer


@dataclass(frozen=True)
class RegisterPage:
    """A unit's outgoing register of a year, newest line first; `counts` are (kind's title, lines)."""

    unit_id: int
    unit_name: str
    year: int
    years: tuple[int, ...]
    lines: tuple[RegisterLine, ...]
    counts: tuple[tuple[str, int], ...]
    gaps: tuple[int, ...]
    keeps: bool


def _title(kind: str) -> str:
    known = preparing.catalogue().kinds
    return known[kind].title if kind in known else kind


def _part(part: PaperPart, sizes: dict[str, int]) -> PartView:
    hashes = (("pdf", part.pdf_sha256), ("docx", part.docx_sha256))
    there = tuple(FileView(fmt, sizes[sha256], sha256) for fmt, sha256 in hashes if sha256)
    return PartView(part.no, part.kind, part.title, there)


def _parts(papers: list[Paper]) -> dict[int, tuple[PartView, ...]]:
    """Return {paper id: parts}, with one query for the files' sizes."""
    parts = [part for paper in papers for part in paper.parts]
    hashes = {sha256 for part in parts for sha256 in (part.docx_sha256, part.pdf_sha256) if sha256}
    known = select(StoredFile.sha256, StoredFile.size).where(StoredFile.sha256.in_(hashes))
    sizes = {row.sha256: row.size for row in db.session.execute(known)} if hashes else {}
    return {paper.id: tuple(_part(part, sizes) for part in paper.parts) for paper in papers}


def paper(paper_id: int, actor: Actor) -> PaperView:
    """Return a paper with parts, dossiers and what it replaces. Errors: `NotFound`, also where it may not be read."""
    row = _readable(paper_id, actor)
    named = (
        select(Dossier.code, Dossier.title, PaperDossier.revision_no)
        .join(PaperDossier, PaperDossier.dossier_id == Dossier.id)
        .where(PaperDossier.paper_id == paper_id, access.visible_dossiers(actor))
        .order_by(Dossier.code)
    )
    issuers = paper_lists.joint_issuers(row)
    books = [book.unit_id for book in registers.of_paper(row.id)]
    own = [unit_id for unit_id in books if unit_id in access.own_units(actor)]
    recipients = select(RegisterEntry.recipients).where(RegisterEntry.paper_id == paper_id)
    return PaperView(
        id=row.id,
        kind=row.kind,
        title=row.parts[0].title if issuers else _title(row.kind),
        number=row.number,
        dated_on=row.dated_on,
        unit_id=row.unit_id,
        unit_name=units.name_of(row.unit_id, row.dated_on),
        matter_id=row.matter_id,
        subject=row.subject,
        signer=row.signer,
        recipients=db.session.scalar(recipients) or "",
        state=row.state,
        standing=row.standing,
        trouble=row.trouble,
        backdate_reason=row.backdate_reason,
        numbered_at=row.numbered_at,
        numbered_by=db.session.scalar(select(Person.name).where(Person.id == row.numbered_by)) or "",
        issued_at=row.issued_at,
        code=row.code,
        parts=_parts([row])[row.id],
        scans=tuple(verification.scans(row.id)),
        dossiers=tuple((code, title, revision) for code, title, revision in db.session.execute(named)),
        replaces=_other(Paper.id == row.replaces_id),
        replaced_by=_other(Paper.replaces_id == row.id),
        own=bool(own) or row.unit_id in access.own_units(actor),
        signatures=tuple((one.name, one.form) for one in row.signatures),
        recalled=recalls.of(row.id) if row.standing == "recalled" else None,
        may_recall=recalls.recallable(row, actor),
        issuers=issuers,
        book_unit_id=next(iter(own), row.unit_id),
    )


def _readable(paper_id: int, actor: Actor) -> Paper:
    query = select(Paper).where(Paper.id == paper_id, access.visible_papers(actor))
    row = db.session.scalar(query.options(selectinload(Paper.parts), selectinload(Paper.signatures)))
    if row is None:
        raise NotFound
    return row


def _other(condition: object) -> OtherPaper | None:
    row = db.session.execute(select(Paper.id, Paper.number, Paper.dated_on).where(condition)).first()
    return None if row is None else OtherPaper(row.id, row.number, row.dated_on)


def download(paper_id: int, part_no: int, fmt: str, actor: Actor) -> Download:
    """Return a file of a paper, checked against its hash. Errors: `NotFound` (no such file, or not for this reader).

    While a paper is `numbered` its Word files may be there already; what is issued never changes again.
    """
    row = _readable(paper_id, actor)
    part = next((part for part in row.parts if part.no == part_no), None)
    sha256 = getattr(part, f"{fmt}_sha256", None) if fmt in MEDIA_TYPES else None
    if part is None or sha256 is None:
        raise NotFound
    # 05-TTr-CĐCS_Tờ trình_Về việc …: underscores tell the three apart after the spaces have gone.
    said = "_".join((row.number, part.title, row.subject))
    return Download(
        content=files.read(sha256),
        name=filename(said, fmt),
        ascii_name=ascii_filename(said, fmt),
        media_type=MEDIA_TYPES[fmt],
        sha256=sha256,
    )


def register_page(
    unit_id: int, year: int, actor: Actor, *, kind: str | None = None, month: int | None = None
) -> RegisterPage:
    """Return the unit's outgoing register of a year, all its series; `kind` and `month` leave out other lines.

    Errors: `NotFound` unless the actor holds an office in the unit.
    """
    if unit_id not in access.own_units(actor):
        raise NotFound
    entries = list(
        db.session.scalars(
            select(RegisterEntry).where(RegisterEntry.unit_id == unit_id, RegisterEntry.year == year)
        )
    )
    own = [register for register in registers.registers_of(unit_id) if register.year == year]
    shown = [
        entry for entry in entries if kind in (None, entry.kind) and month in (None, entry.dated_on.month)
    ]
    ids = [entry.paper_id for entry in shown if entry.paper_id]
    whole = (selectinload(Paper.parts), selectinload(Paper.signatures))
    papers = list(db.session.scalars(select(Paper).where(Paper.id.in_(ids)).options(*whole)))
    by_id, parts = {paper.id: paper for paper in papers}, _parts(papers)
    shown.sort(key=lambda entry: (entry.series, entry.seq, entry.suffix), reverse=True)
    counts = Counter(_title(entry.kind) for entry in entries)
    return RegisterPage(
        unit_id=unit_id,
        unit_name=units.name_of(unit_id, min(date(year, 12, 31), clock.today())),
        year=year,
        years=tuple(
            sorted({register.year for register in registers.registers_of(unit_id)} | {year}, reverse=True)
        ),
        lines=tuple(_line(entry, by_id.get(entry.paper_id), parts) for entry in shown),
        counts=tuple(counts.most_common()),
        gaps=tuple(seq for register in own for seq in registers.gaps(register)),
        keeps=series.keeps(unit_id, actor),
    )


def _line(entry: RegisterEntry, row: Paper | None, parts: dict[int, tuple[PartView, ...]]) -> RegisterLine:
    return RegisterLine(
        seq=entry.seq,
        suffix=entry.suffix,
        number=entry.number,
        dated_on=entry.dated_on,
        kind=entry.kind,
        title=_title(entry.kind),
        subject=entry.subject,
        signer=entry.signer,
        recipients=entry.recipients,
        note=entry.note,
        state=row.state if row else "issued",
        standing=row.standing if row else "valid",
        paper_id=row.id if row else None,
        parts=parts[row.id] if row else (),
        entry_id=entry.id,
        cancelled=entry.cancelled_at is not None,
        cancellable=entry.cancelled_at is None and entry.once is not None,
        form="; ".join(one.form for one in row.signatures) if row else "",
    )
