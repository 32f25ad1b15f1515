"""The chain of issued papers, one a register: each link covers the one before, the paper's facts and its files' hashes.

A changed byte, a removed link, a swapped or lost file and an end that was cut off are found and named. A link is
written once, in the transaction that issues the paper, adds its signed scan or recalls it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from extensions import clock, db
from models import Paper, PaperChain, PaperLink, RegisterEntry
from models.types import canonical
from services import files, registers
from services.errors import NotFound
from services.inserting import insert_if_absent
from services.registers import Register

ISSUED, SIGNED, RECALLED = "issued", "signed", "recalled"


@dataclass(frozen=True)
class Fault:
    """What does not hold: the paper's number (empty for the end of a chain), why (msgid), and the register."""

    number: str
    reason: str
    unit_id: int
    series: str
    year: int


def hold(paper_id: int) -> None:
    """Hold the paper's registers until the running command ends; before the paper's own row, as numbering does.

    Errors: `NotFound` (it has no number).
    """
    books = registers.of_paper(paper_id)
    if not books:
        raise NotFound
    registers.hold_all(books)


def append(
    paper: Paper, kind: str, hashes: list[str], person_id: int | None = None, note: str = ""
) -> list[PaperLink]:
    """Write the next link behind each register of the paper, inside the running command; they must be held.

    `note` is why a paper was recalled, as clean text.
    """
    return [_append(book, paper, kind, hashes, person_id, note) for book in registers.of_paper(paper.id)]


def _append(
    register: Register, paper: Paper, kind: str, hashes: list[str], person_id: int | None, note: str
) -> PaperLink:
    key = {"unit_id": register.unit_id, "series": register.series, "year": register.year}
    insert_if_absent(PaperChain, **key, count=0, head_hash="")
    raised = update(PaperChain).filter_by(**key).values(count=PaperChain.count + 1)
    count, head = db.session.execute(raised.returning(PaperChain.count, PaperChain.head_hash)).one()
    salt = secrets.token_hex(16)
    link = PaperLink(
        **key, position=count, kind=kind, paper_id=paper.id, files=hashes, at=clock(), person_id=person_id,
        note=note,
        salt=salt, payload_sha256=_payload(salt, paper, note), previous_hash=head, hash=salt,
    )  # fmt: skip
    db.session.add(link)
    db.session.flush()
    db.session.refresh(link)
    link.hash = _hash(link, paper)
    db.session.flush()
    db.session.execute(update(PaperChain).filter_by(**key).values(head_hash=link.hash))
    return link


def _payload(salt: str, paper: Paper, note: str) -> str:
    said = canonical([paper.subject, paper.signer, *([note] if note else [])])
    return hashlib.sha256((salt + said).encode("utf-8")).hexdigest()


def _hash(link: PaperLink, paper: Paper) -> str:
    """The link before, the facts of the paper that never change, and the files."""
    said: list[Any] = [
        link.unit_id, link.series, link.year, link.position, link.kind, link.files, link.at.isoformat(),
        link.person_id, link.payload_sha256, paper.id, paper.number, paper.dated_on.isoformat(), paper.kind,
        paper.code, paper.replaces_id, paper.profile_sha256, paper.values_sha256,
    ]  # fmt: skip
    return hashlib.sha256((link.previous_hash + canonical(said)).encode("utf-8")).hexdigest()


def file_hashes(paper: Paper) -> list[str]:
    """Return the hashes of the paper's files, part by part, Word before PDF."""
    both = ((part.docx_sha256, part.pdf_sha256) for part in paper.parts)
    return [sha256 for pair in both for sha256 in pair if sha256]


def verify() -> Iterator[Fault]:
    """Walk every register and every chain; yield the first fault of each, then files that are not what they were."""
    for register in registers.every():
        broken = registers.verify(register)
        if broken is not None:
            yield Fault(broken.number, broken.reason, register.unit_id, register.series, register.year)
        yield from _chain(register)


def _chain(register: Register) -> Iterator[Fault]:
    key = {"unit_id": register.unit_id, "series": register.series, "year": register.year}
    links = list(db.session.scalars(select(PaperLink).filter_by(**key).order_by(PaperLink.position)))
    ids = {link.paper_id for link in links}
    rows = select(Paper).where(Paper.id.in_(ids)).options(selectinload(Paper.parts))
    papers = {paper.id: paper for paper in db.session.scalars(rows)}
    previous = ""
    for at, link in enumerate(links, start=1):
        reason = _broken(link, papers.get(link.paper_id), previous, at)
        if reason:
            number = papers[link.paper_id].number if link.paper_id in papers else ""
            yield Fault(number, reason, **key)
            break
        previous = link.hash
    else:
        yield from _end(register, key, previous, len(links))
    yield from _standings(links, papers, key)
    yield from _files(links, papers, key)
    yield from _unlinked(register, ids, key)


def _broken(link: PaperLink, paper: Paper | None, previous: str, at: int) -> str:
    """Return why a link does not hold, empty when it does."""
    if paper is None:
        return "Văn bản của mắt xích này không còn trong cơ sở dữ liệu."
    if link.position != at or link.previous_hash != previous:
        return "Thiếu mắt xích ngay trước văn bản này."
    if link.hash != _hash(link, paper):
        return "Dữ liệu của văn bản này đã bị sửa sau khi phát hành."
    blanked = (paper.subject, paper.signer) == ("", "")
    if not blanked and link.payload_sha256 != _payload(link.salt, paper, link.note):
        return "Trích yếu hoặc người ký của văn bản này đã bị sửa."
    if link.kind == ISSUED and link.files != file_hashes(paper):
        return "Tệp của văn bản này đã bị đổi bằng tệp khác."
    return ""


def _end(register: Register, key: dict[str, Any], previous: str, count: int) -> Iterator[Fault]:
    head = db.session.scalar(select(PaperChain).filter_by(**key))
    if (head.head_hash, head.count) != (previous, count) if head else count:
        yield Fault("", "Cuối chuỗi thiếu văn bản đã phát hành.", **key)


def _standings(links: list[PaperLink], papers: dict[int, Paper], key: dict[str, Any]) -> Iterator[Fault]:
    """Papers that say they are recalled and no link does, or the other way round."""
    recalled = {link.paper_id for link in links if link.kind == RECALLED}
    for paper in sorted(papers.values(), key=lambda one: one.id):
        if (paper.standing == "recalled") != (paper.id in recalled):
            yield Fault(paper.number, "Tình trạng thu hồi của văn bản này đã bị sửa.", **key)


def _files(links: list[PaperLink], papers: dict[int, Paper], key: dict[str, Any]) -> Iterator[Fault]:
    """The bytes on the disk, each file once."""
    for link in links:
        number = papers[link.paper_id].number if link.paper_id in papers else ""
        for sha256 in link.files:
            path = files.path_of(sha256)
            if not path.exists():
                yield Fault(number, "Mất tệp của văn bản này.", **key)
            elif files.sha256_of(path) != sha256:
                yield Fault(number, "Tệp của văn bản này đã bị sửa.", **key)


def _unlinked(register: Register, linked: set[int], key: dict[str, Any]) -> Iterator[Fault]:
    """Issued papers with a code that no link speaks of; papers from before the codes have none."""
    numbered = select(RegisterEntry.paper_id).filter_by(**key)
    query = select(Paper).where(Paper.id.in_(numbered), Paper.state == "issued", Paper.code.is_not(None))
    for paper in db.session.scalars(query.order_by(Paper.id)):
        if paper.id not in linked:
            yield Fault(paper.number, "Văn bản đã phát hành nhưng không có trong chuỗi.", **key)
