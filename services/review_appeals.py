"""Appeals: a union asks to look again after the notice, the deciding union answers; each has its last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from extensions import clock, db, ports
from models import Dossier, Paper, Person, ReviewAppeal
from rules import review_committee
from rules.finding import Finding
from rules.reviews_facts import ReviewFacts
from services import (
    access,
    dossier_papers,
    dossier_views,
    formats,
    notices,
    paper_lists,
    preparing,
    review_cycles,
    review_issues,
    review_scope,
    reviews,
    telling,
)
from services.calendar import local_date, working_calendar
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.naming import committee, number
from services.transaction import command
from services.who import Who

KIND = "review_appeal"
FILERS = ("chair", "secretary")


@dataclass(frozen=True)
class Filed:
    """An appeal as read: [(item code, title, verified, asked, reason)], its answer, who and when."""

    items: tuple[tuple[str, str, int, int, str], ...]
    filed_at: datetime
    filed_by: str
    answer: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True)
class AppealPage:
    """The result of a review with its appeal: last days, what was filed, who may file or answer now."""

    view: dossier_views.View
    made: ReviewFacts
    rank: str
    decision: paper_lists.PaperRow
    notice: Paper
    appeal_by: date | None
    answer_by: date | None
    filed: Filed | None
    findings: tuple[Finding, ...]
    may_file: bool
    may_answer: bool


def _known(code: str, who: Who) -> tuple[Dossier, dossier_views.View, Paper, paper_lists.PaperRow]:
    view = dossier_views.view(code, who)
    if view.procedure.code != reviews.CODE or not view.revision_no:
        raise NotFound
    dossier = db.session.get_one(Dossier, view.case.dossier_id)
    notice = review_issues.notice_of(dossier)
    decision = paper_lists.valid_of(dossier.id, "review_decision")
    if notice is None or decision is None:
        raise NotFound
    return dossier, view, notice, decision


def _row(dossier: Dossier, notice: Paper) -> ReviewAppeal | None:
    query = select(ReviewAppeal).where(
        ReviewAppeal.dossier_id == dossier.id, ReviewAppeal.notice_id == notice.id
    )
    return db.session.scalar(query)


def page(code: str, who: Who) -> AppealPage:
    """Return the published result of a review. Errors: `NotFound` before the notice, and for who may not read it."""
    dossier, view, notice, decision = _known(code, who)
    row = _row(dossier, notice)
    made = review_scope.verified_facts(dossier)
    rank = review_issues.rating_of(dossier.unit_id, view.case.year)
    rule = reviews.ruleset(dossier.matter_id).get("OV09")
    acts = {
        "noticed_on": notice.dated_on,
        "filed_on": local_date(row.filed_at) if row else None,
    }
    running = review_committee.clock(decision.dated_on, working_calendar(), rule, **acts) if rule else None
    answered_on = local_date(row.answered_at) if row and row.answered_at else None
    findings = (
        review_committee.in_time(running, rule, **acts, answered_on=answered_on) if rule and running else []
    )
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    return AppealPage(
        view=view,
        made=made,
        rank=reviews.RANKS[rank.code] if rank else "",
        decision=decision,
        notice=notice,
        appeal_by=running.appeal_by if running else None,
        answer_by=running.answer_by if running else None,
        filed=_filed(row, made) if row else None,
        findings=tuple(findings),
        may_file=row is None and _files(dossier, actor),
        may_answer=row is not None and row.answered_at is None and _answers(dossier, actor),
    )


def _files(dossier: Dossier, actor: Any) -> bool:
    return any(seat.unit_id == dossier.unit_id and seat.role in FILERS for seat in actor.seats)


def _answers(dossier: Dossier, actor: Any) -> bool:
    managers = review_cycles.MANAGERS
    return any(seat.unit_id == dossier.deciding_unit_id and seat.role in managers for seat in actor.seats)


def _filed(row: ReviewAppeal, made: ReviewFacts) -> Filed:
    people = select(Person.id, Person.name).where(Person.id.in_([row.filed_by, row.answered_by or 0]))
    named = dict(db.session.execute(people).all())
    items = {item.code: item for item in made.sheet.items}
    return Filed(
        items=tuple(
            (
                one["item"],
                items[one["item"]].title,
                made.scored(items[one["item"]]).verified or 0,
                one["asked"],
                one["reason"],
            )
            for one in row.items
            if one["item"] in items
        ),
        filed_at=row.filed_at,
        filed_by=named.get(row.filed_by, ""),
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=named.get(row.answered_by or 0, ""),
    )


@command
def file(code: str, items: Sequence[tuple[str, int, str]], *, who: Who) -> None:
    """File the appeal: [(item code, points asked in tenths, reason)]. A late one is taken, and told as late.

    Errors: `NotFound`, `Forbidden`, `Conflict` (filed already), `Refused` (no item, an unknown one, too many points).
    """
    dossier, _view, notice, _decision = _known(code, who)
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    if not _files(dossier, actor):
        raise Forbidden("Phiếu đề nghị phúc tra do chủ tịch hoặc thư ký của đơn vị gửi.")
    if _row(dossier, notice) is not None:
        raise Conflict("Đơn vị đã gửi phiếu đề nghị phúc tra.")
    known = {item.code: item for item in review_scope.verified_facts(dossier).sheet.items}
    if not items or any(item not in known for item, _asked, _reason in items):
        raise Refused("Chọn ít nhất một tiêu chí của bảng điểm.")
    if over := next((one for one in items if one[1] > known[one[0]].max), None):
        raise Refused("Tiêu chí %(code)s: điểm đề nghị vượt điểm tối đa.", code=over[0])
    row = ReviewAppeal(
        dossier_id=dossier.id,
        notice_id=notice.id,
        items=[{"item": item, "asked": asked, "reason": reason} for item, asked, reason in items],
        filed_at=clock(),
        filed_by=who.person_id,
        answer="",
    )
    db.session.add(row)
    subject = _("%(code)s: đơn vị đề nghị phúc tra", code=dossier.code)
    for person_id in telling.holders(dossier.deciding_unit_id, ["reviewer", "chair"]):
        notices.tell(
            person_id, subject, _("Xem và trả lời phiếu đề nghị phúc tra."), dossier.id, kind="asked"
        )


@command
def answer(code: str, text: str, *, who: Who) -> None:
    """Answer the appeal. Errors: `NotFound`, `Forbidden`, `Conflict` (none filed, or answered already)."""
    dossier, _view, notice, _decision = _known(code, who)
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    if not _answers(dossier, actor):
        raise Forbidden("Phúc tra do người thẩm định, văn thư hoặc chủ tịch của đơn vị xét trả lời.")
    row = _row(dossier, notice)
    if row is None or row.answered_at is not None:
        raise Conflict("Không có phiếu đề nghị phúc tra nào chờ trả lời.")
    row.answer, row.answered_at, row.answered_by = text, clock(), who.person_id
    subject = _("%(code)s: đã có trả lời phúc tra", code=dossier.code)
    for person_id in telling.holders(dossier.unit_id, FILERS):
        notices.tell(person_id, subject, text, dossier.id, kind="decided")


def values(found: AppealPage) -> dict[str, Any]:
    """Return the values of the appeal (M9), with its answer once there is one."""
    assert found.filed is not None
    case, filed = found.view.case, found.filed
    on = local_date(filed.filed_at)
    around = dossier_papers.frame(case.unit_id, on, "PPT")
    return {
        "letterhead": around.letterhead,
        "date": on.isoformat(),
        "year": on.year,
        "addressees": [committee(case.deciding_unit_id, on)],
        "unit": case.unit_name,
        "review_year": case.year,
        "notice": {"number": number(found.notice.number), "date": found.notice.dated_on.isoformat()},
        "items": [
            {"code": code, "text": title, "verified": verified, "asked": asked, "reason": reason}
            for code, title, verified, asked, reason in filed.items
        ],
        "answer": filed.answer or None,
        "answered_on": local_date(filed.answered_at).isoformat() if filed.answered_at else None,
        "answered_by": filed.answered_by or None,
        "signature": around.signature,
    }


def printed(code: str, fmt: str, *, who: Who) -> bytes:
    """Return the appeal as PDF or Word. Errors: `NotFound` (none filed), `Busy`."""
    found = page(code, who)
    if found.filed is None:
        raise NotFound
    asked = preparing.request(KIND, values(found), formats.name_of(found.view.case.unit_id), (fmt,))
    answered = ports.render(asked | {"check": False}, current_app.config["RENDER_WAIT_SECONDS"])
    if fmt not in answered["files"]:
        raise NotFound
    return answered["files"][fmt]
