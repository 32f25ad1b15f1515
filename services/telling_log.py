"""What each person got: when, by which way, and whether it arrived. The words themselves are the receiver's alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from extensions import clock, db
from models import Job, Letter, Notice, Office, Person
from services import message_texts, messages, units
from services.who import Who

PAGE_SIZE = 30


@dataclass(frozen=True)
class Line:
    """A notice in the log. `mail` is a message id with the state of its mail, `tone` the state's colour.

    `subject` is what the receiver was told; others read what kind of message it was.
    """

    at: datetime
    name: str
    subject: str
    digest: bool
    mail: str
    tone: str
    mailed_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Page:
    """One page of a log and how many lines there are."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    unit_name: str = ""


def own(person_id: int, number: int = 1) -> Page:
    """Return what a person got, newest first."""
    return _page(Notice.person_id == person_id, number, shows_subject=True)


def of_unit(unit_id: int, who: Who, number: int = 1) -> Page:
    """Return what the people of a unit got: kinds and states, no words. Errors: `NotFound`, `Forbidden`."""
    message_texts.may(unit_id, who)
    today = clock.today()
    serving = select(Office.person_id).where(Office.unit_id == unit_id, units.valid_on(Office, today))
    return _page(
        Notice.person_id.in_(serving),
        number,
        shows_subject=False,
        unit_name=units.short_name_of(unit_id, today),
    )


def _page(condition: ColumnElement[bool], number: int, *, shows_subject: bool, unit_name: str = "") -> Page:
    total = db.session.scalar(select(func.count()).select_from(Notice).where(condition)) or 0
    count = max(1, -(-total // PAGE_SIZE))
    number = min(max(number, 1), count)
    query = (
        select(Notice, Person.name, Letter)
        .join(Person, Person.id == Notice.person_id)
        .outerjoin(Letter, Letter.id == Notice.letter_id)
        .where(condition)
        .order_by(Notice.created_at.desc(), Notice.id.desc())
    )
    rows = db.session.execute(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    jobs = _jobs({letter.id for _notice, _name, letter in rows if letter is not None})
    lines = tuple(_line(*row, jobs, shows_subject=shows_subject) for row in rows)
    return Page(lines, total, number, count, unit_name)


def _jobs(letter_ids: Collection[int]) -> dict[int, Job]:
    """Return the jobs that send these letters and are still kept, by letter."""
    keys = {f"mail:{letter_id}": letter_id for letter_id in letter_ids}
    return {keys[job.key]: job for job in db.session.scalars(select(Job).where(Job.key.in_(list(keys))))}


def _line(
    notice: Notice, name: str, letter: Letter | None, jobs: dict[int, Job], *, shows_subject: bool
) -> Line:
    mail, tone, reason = _state(notice, letter, jobs.get(letter.id) if letter else None)
    return Line(
        at=notice.created_at,
        name=name,
        subject=notice.subject if shows_subject else _(messages.title_of(notice.message)),
        digest=notice.way == "digest" or (letter is not None and letter.kind == "digest"),
        mail=mail,
        tone=tone,
        mailed_at=letter.sent_at if letter else None,
        reason=reason,
    )


def _state(notice: Notice, letter: Letter | None, job: Job | None) -> tuple[str, str, str]:
    """Return (words, tone, reason) of a notice's mail."""
    if notice.way == "app":
        return _("Chỉ báo trong máy"), "n", ""
    if letter is None:
        seen = notice.read_at is not None
        return (_("Đã xem hoặc đã xong, không gửi thư"), "n", "") if seen else (_("Chờ thư gộp"), "a", "")
    if letter.sent_at is not None:
        return _("Đã gửi thư"), "j", ""
    if job is None or job.state == "done":
        return _("Không gửi: không còn địa chỉ thư"), "r", ""
    if job.state == "failed":
        return _("Không gửi được"), "r", _("Máy chủ thư không nhận. Xem lại địa chỉ thư.")
    again = _("Máy chủ thư chưa trả lời, máy tự gửi lại.") if job.tries else ""
    return _("Đang gửi"), "a", again
