"""The file of the paper by which somebody stands in for a head: sent with the record or later, read with the page.

Sent by whoever may record, but not by the receiver. While nothing was signed or decided by the delegation, a better
file takes its place; afterwards the file stays, as the paper did. Who sent which and when stays on the page.
"""

from __future__ import annotations

from sqlalchemy import func, select

from extensions import clock, db
from models import Delegation, DelegationFile
from rules.finding import N_
from services import files, organisation
from services.attachments import Taken
from services.delegation_lines import Line, lines, recorder
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.signed_scans import Scan
from services.transaction import command
from services.who import Who

MOST_FILES = 5  # of one delegation


def put(delegation_id: int, scan: Scan, who: Who) -> None:
    """Write down the file of a delegation inside the running command; it takes the place of an earlier one.

    Errors: `Refused` with a finding (replaced too often).
    """
    mine = DelegationFile.delegation_id == delegation_id
    if (db.session.scalar(select(func.count()).select_from(DelegationFile).where(mine)) or 0) >= MOST_FILES:
        said = N_("Đã gửi %(count)s tệp của văn bản này, không thay nữa.")
        raise Refused(said, [("file", said, {"count": MOST_FILES})], count=MOST_FILES)
    files.register(scan.sha256, scan.media_type)
    for earlier in db.session.scalars(
        select(DelegationFile).where(mine, DelegationFile.replaced_at.is_(None))
    ):
        earlier.replaced_at = clock()
    row = DelegationFile(delegation_id=delegation_id, name=scan.name, file_sha256=scan.sha256)
    row.added_at, row.added_by = clock(), who.person_id
    db.session.add(row)
    db.session.flush()


def sending(unit_id: int, delegation_id: int, who: Who) -> Line:
    """Return a delegation for the page that sends the file of its paper.

    Errors: `NotFound`, `Forbidden` (also the receiver), `Conflict` (there is a file, and the delegation was used).
    """
    found = next((one for one in lines(unit_id, who) if one.id == delegation_id), None)
    if found is None:
        raise NotFound
    recorder(unit_id, who)
    if found.may_send:
        return found
    if found.used and found.files:
        raise Conflict("Đã ký hoặc xử lý theo việc giao này nên tệp văn bản giữ nguyên.")
    raise Forbidden("Người nhận không tự gửi văn bản giao cho mình. Chủ tịch hoặc công đoàn cấp trên gửi.")


@command
def send(unit_id: int, delegation_id: int, scan: Scan, *, who: Who) -> None:
    """Keep the file of a delegation's paper; the same file again does nothing. Errors: as `sending` and `put`."""
    db.session.get(Delegation, delegation_id, with_for_update=True)  # nobody signs by it meanwhile
    there = _present(unit_id, delegation_id)
    if there is not None and there.file_sha256 == scan.sha256:
        recorder(unit_id, who)
        return
    sending(unit_id, delegation_id, who)
    put(delegation_id, scan, who)


def take(unit_id: int, delegation_id: int, *, who: Who) -> Taken:
    """Return the file in force of a delegation's paper; who reads the unit's page may. Errors: `NotFound`."""
    organisation.readable(unit_id, who)
    row = _present(unit_id, delegation_id)
    if row is None:
        raise NotFound
    return Taken(files.read(row.file_sha256), row.name, files.media_type(row.file_sha256))


def _present(unit_id: int, delegation_id: int) -> DelegationFile | None:
    """Return the file in force of a delegation of this unit."""
    query = select(DelegationFile).join(Delegation, Delegation.id == DelegationFile.delegation_id)
    return db.session.scalar(
        query.where(
            Delegation.id == delegation_id,
            Delegation.unit_id == unit_id,
            DelegationFile.replaced_at.is_(None),
        )
    )
