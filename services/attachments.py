"""Files given with a dossier: judged by their content, kept by their hash, replaced but not lost."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import filetype
from flask import current_app
from sqlalchemy import select

from extensions import clock, db
from models import Attachment, Dossier
from services import access, dossiers, files, procedures
from services.errors import Conflict, NotFound, Refused
from services.transaction import writing
from services.who import Who

# What may be sent: by the first bytes → (media type, endings). Office files are looked into as well.
PICTURES = {"jpg": "image/jpeg", "png": "image/png", "heic": "image/heic"}
OFFICE = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
MOST_FILES = 60
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2000
MOST_RATIO = 100

_REFUSED = "Tệp này mở không được. Gửi ảnh, PDF, Word hoặc Excel không có macro, tối đa 10 MB"


@dataclass(frozen=True)
class Taken:
    """A file for download."""

    content: bytes
    name: str
    media_type: str


def media_type_of(content: bytes) -> str:
    """Return the media type judged by the content. Errors: `Refused` for everything that is not on the list."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    kind = filetype.guess(content)
    if kind is None or kind.extension not in PICTURES:
        raise Refused(_REFUSED)
    return PICTURES[kind.extension]


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
        raise Refused(_REFUSED) from broken
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    bomb = len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked / packed > MOST_RATIO
    macro = any("vbaproject" in name.lower() or name.lower().endswith(".bin") for name in names)
    outside = any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names)
    found = next((media for inner, media in OFFICE.values() if inner in names), None)
    if bomb or macro or outside or found is None:
        raise Refused(_REFUSED)
    return found


def add(code: str, content: bytes, name: str, *, purpose: str, subject: str, who: Who) -> int:
    """Keep a file with the dossier; returns its id. A signed report takes the place of the nominee's earlier one.

    The bytes are written before the transaction, but not for somebody who may not type here. Errors: `Refused`,
    `Conflict`, `NotFound`.
    """
    wanted = _part(_typing(code, who))
    too_large = len(content) > current_app.config["UPLOAD_LIMIT"]
    if not content or too_large or wanted is None or purpose not in wanted.files:
        raise Refused(_REFUSED)
    media_type = media_type_of(content)
    sha256 = files.keep(content)
    with writing():
        dossier = _typing(code, who)
        there = select(Attachment).where(Attachment.dossier_id == dossier.id, Attachment.removed_at.is_(None))
        kept = list(db.session.scalars(there))
        if len(kept) >= MOST_FILES:
            raise Refused("Đã có %(count)s tệp. Bỏ bớt tệp rồi gửi tiếp.", count=len(kept))
        files.register(sha256, media_type)
        for row in kept:
            if purpose == "report" and row.purpose == "report" and row.subject == subject:
                row.removed_at = clock()
        row = Attachment(
            dossier_id=dossier.id,
            subject=subject[:40],
            purpose=purpose,
            name=name[:200] or "tep",
            file_sha256=sha256,
            added_at=clock(),
            added_by=who.person_id,
        )
        db.session.add(row)
        dossier.draft_version += 1
        db.session.flush()
        return row.id


def remove(code: str, attachment_id: int, *, who: Who) -> None:
    """Take a file away from the draft; revisions that were sent keep theirs. Errors: `NotFound`, `Conflict`."""
    with writing():
        dossier = _typing(code, who)
        row = db.session.get(Attachment, attachment_id)
        if row is None or row.dossier_id != dossier.id or row.removed_at is not None:
            raise NotFound
        row.removed_at = clock()
        dossier.draft_version += 1


def _part(dossier: Dossier) -> procedures.Part | None:
    return procedures.catalogue()[dossier.procedure].files_part


def part_of(code: str, *, who: Who) -> str | None:
    """Return the key of the part on whose page files are sent, None where there is none. Errors: `NotFound`."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    part = _part(access.dossier_for(code, actor))
    return part.key if part else None


def _typing(code: str, who: Who) -> Dossier:
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    dossier = access.dossier_for(code, actor)
    if not dossiers.editable(dossier, actor):
        raise Conflict("Hồ sơ đang ở bước khác, không gửi thêm tệp được lúc này.")
    return dossier


def take(code: str, attachment_id: int, *, who: Who) -> Taken:
    """Return a file of a dossier that the person may read. Errors: `NotFound`."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    dossier = access.dossier_for(code, actor)
    row = db.session.get(Attachment, attachment_id)
    if row is None or row.dossier_id != dossier.id:
        raise NotFound
    content = files.read(row.file_sha256)
    return Taken(content, row.name, files.media_type(row.file_sha256))
