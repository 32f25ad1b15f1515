"""Papers of two units before they have a number: one leads and types, the other agrees or returns, both are told.

Who keeps a unit's registers acts for it. The partner sees the paper from the moment it is asked; what it agreed to
cannot be changed without asking it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

import reference
from extensions import clock, db
from models import JointDraft, Office, Paper, Person, Unit
from services import access, notices, organisation, series, signing, units
from services.calendar import local_date
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who
from vietnamese.text import search_key
from workflows.actors import Actor

KIND = "joint_form"

#: Move of the unit that leads → states in which it may be made, and the state that follows.
MOVES: Mapping[str, tuple[frozenset[str], str]] = {
    "ask": (frozenset({"draft", "returned"}), "asked"),
    "take_back": (frozenset({"asked", "agreed"}), "draft"),
    "drop": (frozenset({"draft", "returned"}), "dropped"),
}
TYPING = frozenset({"draft", "returned"})
SHOWN = frozenset({"asked", "agreed", "numbered"})  # to the partner


@dataclass(frozen=True)
class Joint:
    """A joint paper as its page shows it; `leads`: the reader's unit leads it, else it is asked to agree."""

    id: int
    version: int
    state: str
    leads: bool
    title: str
    subject: str
    unit_id: int
    unit_name: str
    partner_id: int
    partner_name: str
    answers: Mapping[str, Any]
    signer: str
    signers: tuple[tuple[str, str, str], ...]  # of the reader's unit: (key, name, form)
    note: str
    changed_at: datetime
    answered_by: str
    answered_at: datetime | None
    paper_id: int | None
    replaces: str

    def can(self, move: str) -> bool:
        """Tell whether the reader may make a move now: one of `MOVES`, edit, answer or issue."""
        if not self.leads:
            return move == "answer" and self.state == "asked"
        if move in MOVES:
            return self.state in MOVES[move][0]
        return self.state in {"edit": TYPING, "issue": {"agreed"}}.get(move, ())


@dataclass(frozen=True)
class JointRow:
    """A joint paper in a list: `other` is the other unit, `days` since it last changed."""

    id: int
    title: str
    subject: str
    other: str
    state: str
    leads: bool
    days: int


def titles() -> dict[str, str]:
    """Return {abbreviation: title} of the kinds of paper that two units may issue together."""
    return {one["abbreviation"]: one["title"] for one in reference.load("joint_papers.toml")["kind"]}


def partners(unit_id: int) -> list[tuple[int, str]]:
    """Return (id, name) of the units that may be asked: somebody keeps their registers today; by name."""
    today = clock.today()
    kept = select(Office.unit_id).where(Office.role.in_(series.KEEPERS), units.valid_on(Office, today))
    names = units.names_of(set(db.session.scalars(kept.distinct())) - {unit_id}, today)
    return sorted(((one.unit_id, one.name) for one in names.values()), key=lambda row: search_key(row[1]))


def signers(unit_id: int) -> list[tuple[str, str, str]]:
    """Return (key, name, form) of who may sign a joint paper of a unit today, who is proposed first."""
    today = clock.today()
    collective = units.collective_of(unit_id, today)
    return [
        (one.key, one.name, signing.form_of(signing.block(one, collective, unit_id, today)["lines"]))
        for one in signing.who(unit_id, today, KIND)
    ]


def unit_of(who: Who) -> int:
    """Return the unit for which somebody may start a joint paper. Errors: `NotFound`, `Forbidden`."""
    unit_id = organisation.own_unit(who)
    series.keeper(unit_id, who)
    return unit_id


def kept(joint_id: int, who: Who, *, move: str = "") -> tuple[JointDraft, bool]:
    """Return a joint paper and whether the reader leads it; with `move`, only where that may be made now.

    Errors: `NotFound` (of other units, or not sent to this one), `Forbidden` (an office that keeps no registers),
    `Conflict` (not the time for the move, or not this unit's).
    """
    row = db.session.get(JointDraft, joint_id)
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    own = access.own_units(actor)
    if row is None or not (row.unit_id in own or (row.partner_id in own and row.state in SHOWN)):
        raise NotFound
    leads = series.keeps(row.unit_id, actor)
    if not leads and not (series.keeps(row.partner_id, actor) and row.state in SHOWN):
        raise Forbidden("Việc này của văn thư, thư ký hoặc chủ tịch của đơn vị.")
    if move and not _shown(row, leads).can(move):
        raise Conflict("Chưa làm được việc này lúc này. Mở lại trang để xem văn bản đang ở đâu.")
    return row, leads


def view(joint_id: int, who: Who, *, move: str = "") -> Joint:
    """Return a joint paper as its page shows it. Errors: as `kept`."""
    return _shown(*kept(joint_id, who, move=move))


def _shown(row: JointDraft, leads: bool) -> Joint:
    names = units.names_of({row.unit_id, row.partner_id}, clock.today())
    older = db.session.get(Paper, row.replaces_id) if row.replaces_id else None
    answered = db.session.get(Person, row.answered_by) if row.answered_by else None
    return Joint(
        id=row.id,
        version=row.version,
        state=row.state,
        leads=leads,
        title=titles()[row.answers["kind"]],
        subject=row.answers["subject"],
        unit_id=row.unit_id,
        unit_name=names[row.unit_id].name,
        partner_id=row.partner_id,
        partner_name=names[row.partner_id].name,
        answers=row.answers,
        signer=row.signer if leads else row.partner_signer,
        signers=tuple(signers(row.unit_id if leads else row.partner_id)),
        note=row.note,
        changed_at=row.changed_at,
        answered_by=answered.name if answered else "",
        answered_at=row.answered_at,
        paper_id=row.paper_id,
        replaces=older.number if older else "",
    )


def replaced(paper_id: int, who: Who) -> JointDraft:
    """Return the draft of a joint paper in force that the reader's unit led. Errors: `NotFound`, `Conflict`."""
    row = db.session.scalar(select(JointDraft).where(JointDraft.paper_id == paper_id))
    paper = db.session.get(Paper, paper_id)
    if row is None or paper is None or row.unit_id != unit_of(who):
        raise NotFound
    if paper.standing != "valid" or paper.state != "issued":
        raise Conflict("Văn bản này chưa phát hành xong, đã được thay, hoặc đã thu hồi.")
    return row


@command
def start(
    *,
    who: Who,
    once: str,
    partner_id: int,
    signer: str,
    answers: dict[str, Any],
    replaces_id: int | None = None,
) -> int:
    """Write down a new joint paper; the same `once` makes only one. Returns its id.

    `answers`: kind (abbreviation), subject, bases, body and recipients as typed. A paper that replaces another keeps
    its two units. Errors: `NotFound`, `Forbidden`, `Refused` (the partner cannot be asked), `Conflict`.
    """
    unit_id = unit_of(who)
    db.session.get_one(Unit, unit_id, with_for_update=True)  # a second press waits here for the first
    known = db.session.scalar(select(JointDraft.id).where(JointDraft.once == once))
    if known is not None:
        return known
    if replaces_id is not None:
        partner_id = replaced(replaces_id, who).partner_id
    _askable(unit_id, partner_id)
    now = clock()
    row = JointDraft(
        unit_id=unit_id,
        partner_id=partner_id,
        state="draft",
        version=1,
        answers=answers,
        signer=signer,
        once=once,
        created_at=now,
        created_by=who.person_id,
        changed_at=now,
        replaces_id=replaces_id,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _askable(unit_id: int, partner_id: int) -> None:
    if partner_id not in dict(partners(unit_id)):
        raise Refused("Đơn vị này chưa có văn thư, thư ký hoặc chủ tịch trong hệ thống để xác nhận.")


@command
def save(
    joint_id: int, *, who: Who, version: int, partner_id: int, signer: str, answers: dict[str, Any]
) -> None:
    """Write down what was typed. Errors: as `kept`; `Conflict` (somebody was quicker); `Refused` (partner)."""
    row, _leads = kept(joint_id, who, move="edit")
    _fresh(row, version)
    _askable(row.unit_id, partner_id)
    if row.replaces_id is None:
        row.partner_id = partner_id
    row.signer, row.answers = signer, answers
    _changed(row, row.state)


@command
def move(joint_id: int, name: str, *, who: Who, version: int) -> None:
    """Make a move of the unit that leads (see `MOVES`). Errors: as `kept`, `Conflict` (somebody was quicker)."""
    row, _leads = kept(joint_id, who, move=name)
    _fresh(row, version)
    before = row.state
    _changed(row, MOVES[name][1])
    if name == "ask":
        row.asked_on, row.asked_by, row.note = clock.today(), who.person_id, ""
        said = _("%(unit)s đề nghị cùng ban hành văn bản", unit=_unit(row.unit_id))
        tell(row.partner_id, row, said, kind="asked")
    if name == "take_back" and before == "agreed":
        tell(row.partner_id, row, _("%(unit)s rút lại văn bản để sửa", unit=_unit(row.unit_id)))


@command
def answer(joint_id: int, *, who: Who, version: int, agree: bool, signer: str, note: str) -> None:
    """Let the partner agree, with its signer's key ("": the one proposed), or return the paper with a reason.

    Errors: as `kept`; `Conflict` (somebody was quicker; nobody signs); `CannotSign`; `Refused` (no reason).
    """
    row, _leads = kept(joint_id, who, move="answer")
    _fresh(row, version)
    if not agree and not note.strip():
        raise Refused("Ghi lý do trả lại để đơn vị chủ trì biết chỗ cần sửa.")
    if agree:
        row.partner_signer = signing.chosen(row.partner_id, clock.today(), KIND, signer).key
    row.note, row.answered_at, row.answered_by = note.strip(), clock(), who.person_id
    _changed(row, "agreed" if agree else "returned")
    unit = _unit(row.partner_id)
    if agree:
        tell(row.unit_id, row, _("%(unit)s đồng ý cùng ban hành", unit=unit))
    else:
        tell(row.unit_id, row, _("%(unit)s trả lại văn bản soạn chung", unit=unit), kind="returned")


def _fresh(row: JointDraft, version: int) -> None:
    db.session.refresh(row, with_for_update=True)
    if row.version != version:
        raise Conflict("Văn bản này vừa có người sửa hoặc gửi. Mở lại trang để xem bản mới nhất.")


def _changed(row: JointDraft, state: str) -> None:
    row.state, row.changed_at, row.version = state, clock(), row.version + 1


def _unit(unit_id: int) -> str:
    return units.short_name_of(unit_id, clock.today())


def tell(unit_id: int, row: JointDraft, subject: str, *, kind: str = "other") -> None:
    """Tell whoever keeps the unit's registers, each once."""
    told = {one.person_id for one in units.officers(unit_id, series.KEEPERS, clock.today())}
    for person_id in sorted(told):
        body = f"{titles()[row.answers['kind']]}: {row.answers['subject']}"
        notices.tell(person_id, subject, body, kind=kind, link=f"/van-ban-chung/{row.id}")


def numbered(row: JointDraft, paper: Paper) -> None:
    """Bind a joint paper to its numbers, inside the command that gives them, and tell the partner."""
    row.paper_id = paper.id
    _changed(row, "numbered")
    tell(row.partner_id, row, _("Văn bản ban hành chung đã có số %(number)s", number=paper.number))


def _concerning(actor: Actor, now: bool) -> ColumnElement[bool] | None:
    """The joint papers of the seat acted in: all of its unit's, or (`now`) those that wait for it."""
    seat = actor.seats[0] if actor.seats else None
    if seat is None or seat.role not in series.KEEPERS:
        return None
    led, asked = JointDraft.unit_id == seat.unit_id, JointDraft.partner_id == seat.unit_id
    if now:
        return or_(
            and_(led, JointDraft.state.in_(("returned", "agreed"))), and_(asked, JointDraft.state == "asked")
        )
    return or_(and_(led, JointDraft.state != "dropped"), and_(asked, JointDraft.state.in_(SHOWN)))


def rows(actor: Actor, *, waiting: bool = False) -> tuple[JointRow, ...]:
    """Return the joint papers of the seat acted in, newest first; with `waiting` those it has to act on now."""
    condition = _concerning(actor, waiting)
    if condition is None:
        return ()
    found = db.session.scalars(select(JointDraft).where(condition).order_by(JointDraft.id.desc())).all()
    return _listed(found, actor.seats[0].unit_id)


def _listed(found: Iterable[JointDraft], unit_id: int | None) -> tuple[JointRow, ...]:
    found, today = list(found), clock.today()
    if not found:
        return ()
    names = units.names_of({one for row in found for one in (row.unit_id, row.partner_id)}, today)
    return tuple(
        JointRow(
            id=row.id,
            title=titles()[row.answers["kind"]],
            subject=row.answers["subject"],
            other=names[row.partner_id if row.unit_id == unit_id else row.unit_id].short_name,
            state=row.state,
            leads=row.unit_id == unit_id,
            days=_days(row.changed_at, today),
        )
        for row in found
    )


def _days(since: datetime, today: date) -> int:
    return (today - local_date(since)).days


def index(who: Who) -> tuple[JointRow, ...]:
    """Return the joint papers of the seat acted in. Errors: `NotFound`, `Forbidden`."""
    unit_of(who)
    return rows(access.actor_for(who.person_id, office_id=who.office_id, on=clock.today()))


def waiting_count(actor: Actor) -> int:
    """Return how many joint papers wait for the seat acted in."""
    condition = _concerning(actor, now=True)
    if condition is None:
        return 0
    return db.session.scalar(select(func.count()).select_from(JointDraft).where(condition)) or 0
