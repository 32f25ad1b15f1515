"""Batches: one certificate a person from an issued decision or from a list, started, watched and downloaded."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from documents import pictures, schema
from documents.errors import ValuesRefused
from extensions import clock, db, ports
from models import Batch, BatchRow, Paper, Person
from services import access, batches_rows, files, outbox, preparing, signing, units
from services.archives import streamed
from services.errors import Forbidden, NotFound, NotMade, Refused
from services.formats import name_of
from services.issuing import MEDIA_TYPES
from services.papers import Download
from services.transaction import command
from services.who import Who
from vietnamese.text import ascii_filename, filename
from workflows.actors import Actor

#: Offices that may start a batch for their unit.
STARTERS = frozenset({"clerk", "chair", "vice_chair", "secretary"})
MOST_ROWS = 20_000
CALIBRATION = "certificate_calibration"
#: Kinds that say something different of each person than name, post and number.
OWN_TEXTS = frozenset({"certificate_initiative"})


@dataclass(frozen=True)
class BatchLine:
    """A batch in a list."""

    id: int
    title: str
    total: int
    handled: int
    state: str
    created_at: datetime


@dataclass(frozen=True)
class RowView:
    """A row that was refused, or whose files are there; `reason` in the words of the paper's checks."""

    no: int
    name: str
    reason: str
    formats: tuple[str, ...]


@dataclass(frozen=True)
class BatchView:
    """A batch as its page shows it; `seconds_left` is an estimate, None before the first rows are done."""

    id: int
    title: str
    paper_id: int | None
    state: str
    total: int
    handled: int
    made: int
    refused: tuple[RowView, ...]
    shown: tuple[RowView, ...]
    formats: tuple[str, ...]
    has_whole: bool
    trouble: str
    created_at: datetime
    created_by: str
    seconds_left: int | None

    @property
    def minutes_left(self) -> int | None:
        """Minutes left, at least one; None where nothing is known yet."""
        return None if self.seconds_left is None else max(-(-self.seconds_left // 60), 1)


def _actor(who: Who) -> Actor:
    return access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())


def starting_unit(who: Who) -> int:
    """Return the unit for which the person may start a batch. Errors: `Forbidden`."""
    seats = [seat for seat in _actor(who).seats if seat.role in STARTERS and seat.unit_id is not None]
    if not seats:
        raise Forbidden("Văn thư, thư ký hoặc chủ tịch của đơn vị mới in hàng loạt được.")
    return seats[0].unit_id


def of_paper(paper_id: int, who: Who) -> batches_rows.Listed:
    """Return what an issued decision makes: kind, shared values, rows. Errors: `NotFound`, `Refused`."""
    actor = _actor(who)
    paper = access.paper_for(paper_id, actor)
    if paper.kind != "award_decision" or paper.unit_id not in access.own_units(actor):
        raise NotFound
    return batches_rows.of_decision(paper_id)


def kinds() -> list[tuple[str, str]]:
    """Return (code, title) of the certificates that can be made from a list."""
    return [
        (kind.code, kind.title)
        for kind in preparing.catalogue()
        if kind.design
        and set(batches_rows.VARYING) <= kind.schema["properties"].keys()
        and kind.code not in OWN_TEXTS
    ]


def of_list(
    kind: str, shared: Mapping[str, Any], text: str = "", file: tuple[str, bytes] | None = None
) -> batches_rows.Listed:
    """Return what a typed list, or a file (name, bytes) of one, makes. Errors: `Refused`."""
    known = preparing.catalogue().kind(kind)
    rows = batches_rows.read_file(*file) if file else batches_rows.read_text(text)
    said = {name: value for name, value in shared.items() if name in known.schema["properties"]}
    return batches_rows.Listed(kind, f"{known.title} ({len(rows)} người)", said, rows)


def proposal(who: Who) -> dict[str, str]:
    """Return what the form proposes for the person's unit: authority, place, signer. Errors: `Forbidden`."""
    unit_id, today = starting_unit(who), clock.today()
    collective = units.collective_of(unit_id, today)
    block = signing.proposed_block(unit_id, today, collective)
    return {
        "authority": f"{collective}\n{units.name_of(unit_id, today)}",
        "place": units.place_of(unit_id, today) or "",
        "signer_lines": "\n".join(block["lines"]),
        "signer_name": block["name"],
    }


def calibration(dx: float, dy: float) -> Download:
    """Return the sheet that is held against printed stock, moved by dx and dy mm. Errors: `NotMade`, `Refused`."""
    request = preparing.request(CALIBRATION, {"dx": dx, "dy": dy}, preparing.profile_code(), ("pdf",))
    answer = ports.render({**request, "check": False})
    if "pdf" not in answer["files"]:
        raise NotMade("Máy chủ này chưa tạo được PDF: %(why)s", why=answer["pdf_missing"] or "")
    return Download(answer["files"]["pdf"], "Tờ căn chỉnh.pdf", "to-can-chinh.pdf", MEDIA_TYPES["pdf"], "")


@command
def start(
    listed: batches_rows.Listed,
    *,
    who: Who,
    once: str,
    formats: Sequence[str],
    stock: Mapping[str, Any] | None = None,
    logo: bytes | None = None,
) -> int:
    """Write a batch and its job; returns its id. The same `once` gives the same batch.

    `formats`: files wanted for each person ("pdf", "docx") besides the one for the printer. `stock`: offsets on
    pre-printed paper. `logo`: a PNG or JPEG. Errors: `Forbidden`, `Refused` (no rows, too many, shared values that
    do not fit the kind, no picture).
    """
    known = db.session.scalar(select(Batch.id).where(Batch.once == once))
    if known is not None:
        return known
    unit_id = starting_unit(who)
    if listed.paper_id is not None:
        unit_id = db.session.scalar(select(Paper.unit_id).where(Paper.id == listed.paper_id))
        if not any(seat.unit_id == unit_id and seat.role in STARTERS for seat in _actor(who).seats):
            raise Forbidden("Văn thư, thư ký hoặc chủ tịch của đơn vị mới in hàng loạt được.")
    if not listed.rows:
        raise Refused("Danh sách chưa có ai.")
    if len(listed.rows) > MOST_ROWS:
        raise Refused("Danh sách dài quá %(most)s người; chia làm nhiều lần.", most=MOST_ROWS)
    shared = {**listed.shared, "stock": dict(stock) if stock else None, "logo": _picture(logo)}
    _fits(listed.kind, shared, listed.varying)
    batch = Batch(
        unit_id=unit_id,
        paper_id=listed.paper_id,
        kind=listed.kind,
        title=listed.title,
        profile=name_of(unit_id),
        shared=shared,
        varying=list(listed.varying),
        formats=[fmt for fmt in ("pdf", "docx") if fmt in formats],
        total=len(listed.rows),
        once=once,
        created_at=clock(),
        created_by=who.person_id,
    )
    db.session.add(batch)
    db.session.flush()
    rows = [{"batch_id": batch.id, "no": no, "values": row} for no, row in enumerate(listed.rows, start=1)]
    db.session.execute(db.insert(BatchRow), rows)
    outbox.add("batch", {"batch": batch.id}, key=f"batch:{batch.id}")
    return batch.id


def _picture(logo: bytes | None) -> str | None:
    if not logo:
        return None
    try:
        pictures.checked(logo)
    except ValuesRefused as error:
        raise Refused(error.problems[0].reason) from error
    return base64.b64encode(logo).decode("ascii")


def _fits(code: str, shared: Mapping[str, Any], varying: Sequence[str]) -> None:
    kind = preparing.catalogue().kind(code)
    try:
        schema.check(kind, {**{name: kind.sample[name] for name in varying}, **shared})
    except ValuesRefused as error:
        raise Refused(
            "Văn bản thiếu hoặc sai số liệu, chưa dựng được.", [tuple(one) for one in error.problems]
        ) from error


def _readable(batch_id: int, actor: Actor) -> Batch:
    query = select(Batch).where(Batch.id == batch_id, Batch.unit_id.in_(access.own_units(actor)))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def of_unit(who: Who) -> list[BatchLine]:
    """Return the latest batches of the person's units, newest first."""
    query = (
        select(Batch.id, Batch.title, Batch.total, Batch.handled, Batch.state, Batch.created_at)
        .where(Batch.unit_id.in_(access.own_units(_actor(who))))
        .order_by(Batch.id.desc())
        .limit(100)
    )
    return [BatchLine(*row) for row in db.session.execute(query)]


def view(batch_id: int, who: Who) -> BatchView:
    """Return a batch as its page shows it: the bar, who was left out and why, files. Errors: `NotFound`."""
    batch = _readable(batch_id, _actor(who))
    counts = dict(
        db.session.execute(
            select(BatchRow.state, func.count()).where(BatchRow.batch_id == batch.id).group_by(BatchRow.state)
        ).all()
    )
    made = _rows(batch, "made", 200) if batch.formats and batch.state == "done" else ()
    return BatchView(
        id=batch.id,
        title=batch.title,
        paper_id=batch.paper_id,
        state=batch.state,
        total=batch.total,
        handled=batch.handled,
        made=counts.get("made", 0),
        refused=_rows(batch, "refused", 500),
        shown=made,
        formats=tuple(batch.formats),
        has_whole=batch.whole_sha256 is not None,
        trouble=batch.trouble,
        created_at=batch.created_at,
        created_by=db.session.scalar(select(Person.name).where(Person.id == batch.created_by)) or "",
        seconds_left=_left(batch),
    )


def _rows(batch: Batch, state: str, most: int) -> tuple[RowView, ...]:
    query = select(BatchRow).where(BatchRow.batch_id == batch.id, BatchRow.state == state)
    return tuple(
        RowView(
            row.no,
            str(row.values.get("name") or ""),
            row.reason,
            tuple(fmt for fmt in ("pdf", "docx") if getattr(row, f"{fmt}_sha256")),
        )
        for row in db.session.scalars(query.order_by(BatchRow.no).limit(most))
    )


def _left(batch: Batch) -> int | None:
    """Estimate the seconds left from the pace so far."""
    if batch.state != "running" or not batch.handled or batch.started_at is None:
        return None
    spent = (clock() - batch.started_at).total_seconds()
    return round(spent / batch.handled * (batch.total - batch.handled))


def whole(batch_id: int, who: Who) -> Download:
    """Return the one PDF for the printer. Errors: `NotFound`."""
    batch = _readable(batch_id, _actor(who))
    if batch.whole_sha256 is None:
        raise NotFound
    return _download(batch.whole_sha256, batch.title, "pdf")


def single(batch_id: int, no: int, fmt: str, who: Who) -> Download:
    """Return the file of one person. Errors: `NotFound`."""
    batch = _readable(batch_id, _actor(who))
    row = db.session.scalar(select(BatchRow).where(BatchRow.batch_id == batch.id, BatchRow.no == no))
    sha256 = getattr(row, f"{fmt}_sha256", None) if fmt in MEDIA_TYPES else None
    if sha256 is None:
        raise NotFound
    return _download(sha256, f"{no:03d} {row.values.get('name', '')}", fmt)


def _download(sha256: str, said: str, fmt: str) -> Download:
    return Download(
        content=files.read(sha256),
        name=filename(said, fmt),
        ascii_name=ascii_filename(said, fmt),
        media_type=MEDIA_TYPES[fmt],
        sha256=sha256,
    )


def archive(batch_id: int, fmt: str, who: Who) -> tuple[str, Iterator[bytes]]:
    """Return (name, pieces of a ZIP) with everybody's file, read from disk as it is sent. Errors: `NotFound`."""
    batch = _readable(batch_id, _actor(who))
    column = {"pdf": BatchRow.pdf_sha256, "docx": BatchRow.docx_sha256}[fmt]
    query = select(BatchRow.no, BatchRow.values, column).where(
        BatchRow.batch_id == batch.id, column.is_not(None)
    )
    rows = db.session.execute(query.order_by(BatchRow.no)).all()
    if not rows or batch.state != "done":
        raise NotFound
    members: list[tuple[str, Path]] = [
        (filename(f"{no:03d} {values.get('name', '')}", fmt), files.path_of(sha256))
        for no, values, sha256 in rows
    ]
    return filename(f"{batch.title} {fmt}", "zip"), streamed(members, batch.created_at)
