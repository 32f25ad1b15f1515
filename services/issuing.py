"""Issuing a paper in four moves, so that no lock is held while a page is laid out.

(a) `prepare` lays the draft out with a blank number and keeps the result by its hash; (b) `number` gives number
and date in one short command, freezes the values and leaves a job; (c) `complete`, in a worker, makes the files
and has them measured; (d) `finish` writes their hashes: issued. (c) is retried until it succeeds; a number is
never freed or moved, and an issued paper is never made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from documents import symbols
from extensions import clock, db, ports
from models import Paper, PaperDossier, PaperPart, PaperSignature, RegisterEntry
from models.types import canonical
from services import (
    files,
    formats,
    notices,
    outbox,
    paper_chain,
    preparing,
    registers,
    signing,
    verification,
)
from services.errors import Conflict, NotFound, NotMade, Refused
from services.preparing import PaperDraft, Part, Prepared, fingerprint, kept, kept_file, prepare
from services.transaction import command

__all__ = [
    "ISSUED",
    "MadePart",
    "PaperChanged",
    "PaperDraft",
    "Part",
    "Prepared",
    "complete",
    "fingerprint",
    "finish",
    "kept",
    "kept_file",
    "number",
    "numbered_already",
    "prepare",
]

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

# What follows when a paper of a kind is issued, in the same transaction; filled by the journeys' services.
ISSUED: dict[str, Callable[[Paper], None]] = {}

# Who pressed the button knows; only a paper that kept them waiting longer than this is reported back.
PATIENCE = timedelta(minutes=5)


class PaperChanged(Conflict):
    """The paper would say something else than what was seen; lay it out and look at it again."""


@dataclass(frozen=True)
class MadePart:
    """The stored files of a part: hashes (None for a PDF that cannot be made here) and the template's version."""

    docx_sha256: str
    pdf_sha256: str | None
    template_version: str


def number(
    draft: PaperDraft,
    *,
    person_id: int,
    once: str,
    dated_on: date,
    seen_hash: str,
    reason: str = "",
    also: Callable[[Paper], None] | None = None,
) -> int:
    """Move (b): number and date the draft, freeze it, leave the job that makes its files. Returns the paper's id.

    The same `once` (at most 64 letters) gives the same paper and does nothing twice. `also` runs in the same
    transaction, with the paper flushed. Errors: `PaperChanged` (not what was prepared as `seen_hash`), `Refused`
    (faults of layout; a date that may not be; an earlier date without `reason`), `Conflict` (replaced already, or a
    delegation by which it is signed was ended).
    """
    if (paper_id := numbered_already(once)) is not None:
        return paper_id
    prepared = kept(seen_hash) if fingerprint(draft) == seen_hash else None
    if prepared is None:
        raise PaperChanged("Nội dung văn bản vừa thay đổi. Xem lại bản in rồi cấp số.")
    if prepared.faults:
        raise Refused("Văn bản chưa đúng thể thức, chưa cấp số được.", list(prepared.faults))
    return _number(draft, person_id, once, dated_on, reason.strip(), also)


def numbered_already(once: str) -> int | None:
    """Return the paper that this key has numbered already, or None."""
    return db.session.scalar(select(Paper.id).where(Paper.once == once))


@command
def _number(
    draft: PaperDraft,
    person_id: int,
    once: str,
    dated_on: date,
    reason: str,
    also: Callable[[Paper], None] | None,
) -> int:
    check_date(dated_on, reason)
    books = [registers.for_symbol(one.unit_id, one.symbol, dated_on.year) for one in draft.issuers]
    registers.hold_all(books)
    if (paper_id := numbered_already(once)) is not None:
        return paper_id
    signing.hold(draft.signatures, dated_on)
    given = [
        symbols.Number(*registers.allocate(book, dated_on), issuer.symbol)
        for book, issuer in zip(books, draft.issuers, strict=True)
    ]
    paper = _write(draft, given, person_id, once, dated_on, reason)
    note = _replace(draft, given, paper) if draft.replaces_id else ""
    for book, issuer, number in zip(books, draft.issuers, given, strict=True):
        registers.enter(
            book,
            number=number,
            dated_on=dated_on,
            kind=draft.kind if draft.partner is None else draft.parts[0].title,
            subject=draft.subject,
            signer=issuer.signer,
            recipients=draft.recipients,
            person_id=person_id,
            paper_id=paper.id,
            note=note,
        )
    outbox.add("paper", {"paper": paper.id}, key=f"paper:{paper.id}")
    if also is not None:
        also(paper)
    return paper.id


def check_date(dated_on: date, reason: str) -> None:
    """A paper may not be dated in the future; an earlier date is malpractice unless somebody says why."""
    today = clock.today()
    if dated_on > today:
        raise Refused(
            "Ngày văn bản %(date)s ở sau hôm nay. Chọn hôm nay hoặc ngày trước.", date=f"{dated_on:%d/%m/%Y}"
        )
    if dated_on < today and not reason:
        raise Refused(
            "Ngày văn bản %(date)s ở trước hôm nay. Ghi lý do lùi ngày; lý do được lưu cùng văn bản.",
            date=f"{dated_on:%d/%m/%Y}",
        )


def _write(
    draft: PaperDraft,
    given: Sequence[symbols.Number],
    person_id: int,
    once: str,
    dated_on: date,
    reason: str,
) -> Paper:
    known, rules = preparing.catalogue(), formats.name_of(draft.unit_id, dated_on)
    frozen = [preparing.stamped(part, given, dated_on) for part in draft.parts]
    code = verification.new_code()
    paper = Paper(
        code=code,
        mark_address=verification.address_for(code, draft.unit_id, dated_on),
        kind=draft.kind,
        unit_id=draft.unit_id,
        matter_id=draft.matter_id,
        subject=draft.subject,
        number=str(given[0]),
        dated_on=dated_on,
        signer=draft.signer,
        state="numbered",
        standing="valid",
        replaces_id=draft.replaces_id,
        profile=rules,
        profile_sha256=formats.sha256(rules),
        values_sha256=hashlib.sha256(canonical(frozen).encode("utf-8")).hexdigest(),
        backdate_reason=reason if dated_on < clock.today() else "",
        once=once,
        numbered_at=clock(),
        numbered_by=person_id,
        parts=[
            PaperPart(
                no=no,
                kind=part.kind,
                title=part.title,
                template_version=known.kind(part.kind).version,
                values=values,
            )
            for no, (part, values) in enumerate(zip(draft.parts, frozen, strict=True), start=1)
        ],
        dossiers=[PaperDossier(dossier_id=dossier_id, revision_no=no) for dossier_id, no in draft.dossiers],
        signatures=[PaperSignature(no=no, **asdict(one)) for no, one in enumerate(draft.signatures, start=1)],
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def _replace(draft: PaperDraft, given: Sequence[symbols.Number], paper: Paper) -> str:
    """Mark the paper that this one replaces, in its row and in every register. Returns the new lines' note."""
    old = db.session.get(Paper, draft.replaces_id)
    if old is None or old.unit_id != paper.unit_id:
        raise NotFound
    valid = update(Paper).where(Paper.id == old.id, Paper.standing == "valid").values(standing="replaced")
    if db.session.execute(valid).rowcount == 0:
        raise Conflict("Văn bản %(number)s đã có văn bản khác thay.", number=old.number)
    own = {issuer.unit_id: str(number) for issuer, number in zip(draft.issuers, given, strict=True)}
    for line in db.session.scalars(select(RegisterEntry).where(RegisterEntry.paper_id == old.id)):
        number = own.get(line.unit_id, paper.number)  # in a partner's register its own number
        line.note = f"Thay bằng số {number} ngày {paper.dated_on:%d/%m/%Y}"
    return f"Thay số {old.number} ngày {old.dated_on:%d/%m/%Y}"


def complete(paper_id: int, *, timeout: float, before_part: Callable[[], None] = lambda: None) -> None:
    """Moves (c) and (d): make the files of a numbered paper, measure them, store them, issue it.

    Runs in a worker, outside any transaction; safe to repeat, does nothing to an issued paper. `timeout` is per
    part, in seconds; `before_part` is called before each. Errors: `NotMade` (faults; or no PDF here: then the
    Word files are stored and the paper stays numbered), `Busy`.
    """
    paper = _loaded(paper_id)
    issued, mark = paper.state == "issued", verification.mark_of(paper)
    asked = {
        part.no: preparing.request(part.kind, part.values, paper.profile, mark=mark) for part in paper.parts
    }
    db.session.rollback()  # no transaction stands open while a page is laid out
    if issued:
        return
    made, found, missing = {}, [], None
    for no, request in asked.items():
        before_part()
        answer = ports.render(request, timeout)
        found += [preparing.Fault.read(no, fault) for fault in answer["faults"]]
        missing = missing or answer["pdf_missing"]
        pdf = answer["files"].get("pdf")
        docx_sha256 = files.keep(answer["files"]["docx"])
        made[no] = MadePart(docx_sha256, files.keep(pdf) if pdf else None, answer["template"])
    if found:
        _report(paper_id, found)
        raise NotMade("Văn bản chưa đúng thể thức.", [asdict(fault) for fault in found])
    finish(paper_id, made, trouble=missing or "")
    if missing:
        raise NotMade("Chưa làm được tệp PDF: %(reason)s", reason=missing)


def _loaded(paper_id: int) -> Paper:
    """Return the paper with parts and dossiers, as it stands in the database now."""
    query = select(Paper).where(Paper.id == paper_id).with_for_update()
    whole = query.options(selectinload(Paper.parts), selectinload(Paper.dossiers))
    paper = db.session.scalar(whole.execution_options(populate_existing=True))
    if paper is None:
        raise NotFound
    return paper


@command
def finish(paper_id: int, made: Mapping[int, MadePart], *, trouble: str = "") -> None:
    """Move (d): write the hashes; with a PDF for every part the paper is issued, and never changes again.

    `trouble` says in Vietnamese why it is not issued yet, where a PDF is missing.
    """
    paper_chain.hold(paper_id)
    paper = _loaded(paper_id)
    if paper.state == "issued":
        return
    for part in paper.parts:
        stored = made[part.no]
        files.register(stored.docx_sha256, MEDIA_TYPES["docx"])
        part.docx_sha256, part.template_version = stored.docx_sha256, stored.template_version
        if stored.pdf_sha256:
            files.register(stored.pdf_sha256, MEDIA_TYPES["pdf"])
            part.pdf_sha256 = stored.pdf_sha256
    paper.trouble = trouble
    if not all(stored.pdf_sha256 for stored in made.values()):
        return
    paper.state, paper.issued_at = "issued", clock()
    db.session.flush()
    paper_chain.append(paper, paper_chain.ISSUED, paper_chain.file_hashes(paper))
    if paper.kind in ISSUED:
        ISSUED[paper.kind](paper)
    if paper.issued_at - paper.numbered_at > PATIENCE:
        subject = _("Văn bản %(number)s đã phát hành", number=paper.number)
        body = _("Tệp Word và PDF đã làm xong, tải về được.")
        notices.tell(paper.numbered_by, subject, body, link=f"/van-ban/{paper.id}")


@command
def _report(paper_id: int, found: list[preparing.Fault]) -> None:
    """Note on the paper that its files do not pass, and tell who numbered it, once; the job goes on trying."""
    paper = _loaded(paper_id)
    lines = "\n".join(f"- {fault.place}: {fault.found} ({fault.rule})" for fault in found)
    if paper.trouble == lines:
        return
    paper.trouble = lines
    subject = _("Văn bản %(number)s chưa phát hành được", number=paper.number)
    first = _("Số đã cấp vẫn giữ nguyên. Chỗ chưa đúng thể thức:")
    notices.tell(
        paper.numbered_by, subject, f"{first}\n{lines}", kind="returned", link=f"/van-ban/{paper.id}"
    )
