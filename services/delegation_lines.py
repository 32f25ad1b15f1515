"""Delegations as their page shows them: each with its state, what it was used for, its paper and the file of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from extensions import clock, db
from models import Delegation, DelegationFile, Paper, PaperSignature, Person, RegisterEntry, StoredFile
from services import access, organisation, preparing, procedures, signing, standing
from services.errors import Forbidden
from services.who import Who
from workflows import delegations as rules
from workflows.actors import Actor

#: The mark that stands on papers, by kind (NĐ 30/2020, Điều 13).
MARKS = {"acting": "Q.", "deputy": "KT.", "by_order": "TL.", "mandate": "TUQ."}


@dataclass(frozen=True)
class MandateFile:
    """A file of the paper by which something was handed over: size in bytes, who sent it when, when it was replaced."""

    name: str
    size: int
    added_by: str
    added_at: datetime
    replaced_at: datetime | None


@dataclass(frozen=True)
class Line:
    """A delegation as its page shows it. `state`: future, present, rests (its giver is not head today), past, ended.

    `covers` are titles of kinds of paper to sign, `procedures` of those to decide on, none for all; `last` is its last
    day, the early end counted in. `paper_id` is the paper that the unit itself issued under `paper_no` on `paper_on`,
    where the reader may open it. `files` begin with the one in force; `used`: something was signed or decided by it;
    `may_send`: the reader may send the file of its paper, or a better one.
    """

    id: int
    unit_id: int
    kind: str
    mark: str
    name: str
    title: str
    giver: str
    valid_from: date
    valid_to: date | None
    last: date | None
    signs: bool
    decides: bool
    covers: tuple[str, ...]
    procedures: tuple[str, ...]
    paper_no: str
    paper_on: date | None
    paper_by: str
    recorded_at: datetime
    recorded_by: str
    revoked_on: date | None
    revoked_by: str
    revoked_why: str
    state: str
    papers: int
    paper_id: int | None
    files: tuple[MandateFile, ...]
    used: bool
    may_send: bool


def kinds() -> list[tuple[str, str]]:
    """Return (code, title) of the kinds of paper that are numbered and bear one signature."""
    return [
        (kind.code, kind.title)
        for kind in preparing.catalogue()
        if {"number", "signature"} <= kind.schema["properties"].keys()
        and not kind.code.startswith(("copy_", "certificate_"))
    ]


def procedure_titles() -> list[tuple[str, str]]:
    """Return (code, title) of the procedures whose dossiers may be handed over."""
    return [(one.code, _(one.title)) for one in procedures.catalogue().values()]


def may_record(unit_id: int, who: Who) -> bool:
    """Tell whether the person may write delegations of a unit down. Errors: `NotFound` (not to be read)."""
    _unit, actor, lineage = organisation.readable(unit_id, who)
    today = clock.today()
    heads = rules.heads_on(today, signing.held_in(unit_id), standing.given_in(unit_id), signing.roles())
    return access.delegates(actor, lineage, {one.person_id for one in heads})


def recorder(unit_id: int, who: Who) -> None:
    """Let only those pass who may write delegations of a unit down. Errors: `NotFound`, `Forbidden`."""
    if not may_record(unit_id, who):
        raise Forbidden(
            "Chủ tịch, thư ký của đơn vị hoặc công đoàn cấp trên ghi việc giao ký, giao làm thay."
        )


def lines(unit_id: int, who: Who) -> list[Line]:
    """Return the unit's delegations as the person sees them, newest first. Errors: `NotFound` (not to be read)."""
    recording, actor, today = may_record(unit_id, who), organisation.actor_of(who), clock.today()
    held, given = signing.held_in(unit_id), standing.given_in(unit_id)
    counting = {one.id for _office, one in rules.in_force(today, held, given, signing.roles())}
    titles, offices = dict(kinds()), {one.office_id: one for one in held}
    handled, read = dict(procedure_titles()), {one.id: one for one in given}
    query = select(Delegation).where(Delegation.unit_id == unit_id)
    rows = list(db.session.scalars(query.order_by(Delegation.valid_from.desc(), Delegation.id.desc())))
    names, papers = people(rows), signed_by([row.id for row in rows])
    issued, sent = _issued(unit_id, rows, actor), _files([row.id for row in rows])
    used = {*papers, *standing.decided_by(rows)}
    return [
        Line(
            id=row.id,
            unit_id=row.unit_id,
            kind=row.kind,
            mark=MARKS[row.kind],
            name=names[row.person_id],
            title=offices[row.office_id].title,
            giver=names.get(row.giver_id, ""),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            last=read[row.id].last,
            signs=read[row.id].signs,
            decides=read[row.id].decides,
            covers=tuple(titles.get(code, code) for code in row.covers),
            procedures=tuple(handled.get(code, code) for code in row.procedures or ()),
            paper_no=row.paper_no,
            paper_on=row.paper_on,
            paper_by=row.paper_by,
            recorded_at=row.recorded_at,
            recorded_by=names.get(row.recorded_by, ""),
            revoked_on=row.revoked_on,
            revoked_by=names.get(row.revoked_by, ""),
            revoked_why=row.revoked_why,
            state=_state(row, today, counting),
            papers=len(papers.get(row.id, ())),
            paper_id=issued.get(_issue_key(row.paper_no, row.paper_on)),
            files=tuple(sent.get(row.id, ())),
            used=row.id in used,
            may_send=recording
            and row.person_id != who.person_id
            and not (row.id in used and sent.get(row.id)),
        )
        for row in rows
    ]


def people(rows: Collection[Delegation]) -> dict[int | None, str]:
    """Return {person: name} of everybody whom delegations name."""
    ids = {one for row in rows for one in (row.person_id, row.giver_id, row.recorded_by, row.revoked_by)}
    query = select(Person.id, Person.name).where(Person.id.in_(ids - {None}))
    return dict(db.session.execute(query).all())


def signed_by(ids: Collection[int]) -> dict[int, list[tuple[date, str]]]:
    """Return {delegation: (day, number) of the papers signed by it, by day}."""
    query = (
        select(PaperSignature.delegation_id, Paper.dated_on, Paper.number)
        .join(Paper, Paper.id == PaperSignature.paper_id)
        .where(PaperSignature.delegation_id.in_(ids))
        .order_by(Paper.dated_on, Paper.id)
    )
    found: dict[int, list[tuple[date, str]]] = {}
    for delegation_id, dated_on, number in db.session.execute(query):
        found.setdefault(delegation_id, []).append((dated_on, number))
    return found


def _issue_key(number: str, day: date | None) -> tuple[str, date | None]:
    """Return by what a typed number is compared with issued ones: «5/GUQ-CĐCS» is «05/GUQ-CĐCS»."""
    return number.casefold().replace(" ", "").lstrip("0"), day


def _issued(unit_id: int, rows: Collection[Delegation], actor: Actor) -> dict[tuple[str, date | None], int]:
    """Return {number and day: paper} of what the unit issued on the days of its mandates, as far as it may be read."""
    days = {row.paper_on for row in rows if row.paper_no and row.paper_on}
    query = (
        select(RegisterEntry.number, RegisterEntry.dated_on, Paper.id)
        .join(Paper, Paper.id == RegisterEntry.paper_id)
        .where(RegisterEntry.unit_id == unit_id, RegisterEntry.dated_on.in_(days))
        .where(Paper.state == "issued", access.visible_papers(actor))
    )
    found = db.session.execute(query) if days else ()
    return {_issue_key(number, day): paper_id for number, day, paper_id in found}


def _files(ids: Collection[int]) -> dict[int, list[MandateFile]]:
    """Return {delegation: files of its paper}, the one in force first."""
    query = (
        select(DelegationFile, StoredFile.size, Person.name)
        .join(StoredFile, StoredFile.sha256 == DelegationFile.file_sha256)
        .join(Person, Person.id == DelegationFile.added_by)
        .where(DelegationFile.delegation_id.in_(ids))
        .order_by(DelegationFile.id.desc())
    )
    found: dict[int, list[MandateFile]] = {}
    for row, size, name in db.session.execute(query):
        one = MandateFile(row.name, size, name, row.added_at, row.replaced_at)
        found.setdefault(row.delegation_id, []).append(one)
    return found


def _state(row: Delegation, today: date, counting: Collection[int]) -> str:
    last = signing.given(row).last
    if last is not None and last < today:
        return "past" if row.revoked_on is None else "ended"
    if row.valid_from > today:
        return "future"
    return "present" if row.id in counting else "rests"
