"""The code of the procedure «event_plan»: what its manifest cannot say, bound together."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from extensions import db
from models import Dossier, Event, Matter, Paper
from services import (
    event_answers,
    event_choices,
    event_facts,
    event_papers,
    event_people,
    event_reading,
    events,
    issuing,
    procedures,
    search_index,
    standing,
)
from services.cases import Case
from services.errors import Refused
from vietnamese.dates import screen_date
from vietnamese.numbers import group


def _path(case: Case) -> str:
    return events.event_of(case.matter_id).path


def deciders(case: Case) -> tuple[str, bool]:
    """Return who decides, and whether an accountant can look at it first.

    The standing committee decides where there is one, else the head, or the deputy for a head who wrote the dossier.
    Errors: `Refused` where everybody who could decide has written it.
    """
    authors = _authors(case.dossier_id)
    others = {
        role: set(standing.holders(case.unit_id, [role], case.judged_on)) - authors
        for role in ("committee_member", "chair", "vice_chair", "accountant")
    }
    decides = {"committee": "committee_member", "chair": "chair", "vice_chair": "vice_chair"}
    able = [name for name, role in decides.items() if others[role]]
    if not able:
        raise Refused("Người lập kế hoạch không tự duyệt: đơn vị chưa có người khác được duyệt.")
    return able[0], bool(others["accountant"])


def _facts(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """Which steps the plan takes: who decides, whether money is looked at, whether the unit above decides too."""
    decided_by, accountant = deciders(case)
    plan = event_answers.plan(answers, _path(case))
    return {
        "accountant": bool(plan.lines and accountant),
        "decided_by": decided_by,
        "one_more_level": event_facts.one_more_level(case, answers),
    }


def _expected(case: Case, draft: dict[str, Any]) -> dict[str, Any]:
    """Who will decide if it were sent as it is; nothing while nobody could."""
    try:
        return _facts(case, draft)
    except Refused:
        return {}


def _authors(dossier_id: int) -> set[int]:
    dossier = db.session.get_one(Dossier, dossier_id)
    return {dossier.created_by, *(dossier.draft or {}).get("_authors", ())}


def _sent(case: Case, answers: dict[str, Any]) -> None:
    """Keep name, days, form and place of the plan that is sent up, for lists."""
    plan = event_answers.plan(answers, _path(case))
    said = {
        "mode": plan.mode,
        "first_day": plan.first_day,
        "last_day": plan.last_day,
        "locality": plan.locality,
    }
    db.session.execute(
        update(Event)
        .where(Event.matter_id == case.matter_id)
        .values({name: value for name, value in said.items() if value})
    )
    if plan.title:
        titled = procedures.catalogue()[case.procedure].dossier_title % {"matter": plan.title}
        db.session.execute(update(Matter).where(Matter.id == case.matter_id).values(title=plan.title))
        db.session.execute(update(Dossier).where(Dossier.id == case.dossier_id).values(title=titled))
        search_index.note("dossier", case.dossier_id)


def _summary(case: Case, part: str, data: Any) -> tuple[str, dict[str, Any]] | None:
    if not data:
        return None
    plan = event_answers.plan({part: data}, _path(case))
    lines = {
        "plan": ("%(title)s", {"title": plan.title} if plan.title else None),
        "who": (
            "%(called)s đại biểu, %(guests)s khách mời",
            {"called": plan.called or 0, "guests": len(plan.guests)},
        ),
        "when": (
            "%(day)s · %(hall)s",
            {"day": screen_date(plan.first_day), "hall": plan.hall} if plan.first_day else None,
        ),
        "programme": ("%(rows)s mục", {"rows": len(plan.slots)}),
        "budget": (
            ("Không có chi phí", {})
            if plan.spends is False
            else ("%(total)s đồng, %(lines)s khoản", {"total": group(plan.total), "lines": len(plan.lines)})
        ),
        "commissions": ("%(papers)s tham luận", {"papers": len(plan.commissions)}),
        "assignment": ("%(tasks)s việc", {"tasks": len(plan.tasks)}),
    }
    message, params = lines[part]
    return (message, params) if params is not None else None


def _plan_issued(paper: Paper) -> None:
    """When the plan is issued, the people it names become the list that is kept from then on."""
    if paper.matter_id is not None:
        people = event_people.kept(paper.matter_id) or events.planned_people(paper.matter_id)
        event_people.keep(paper.matter_id, people, paper.numbered_by)


issuing.ISSUED["event_plan"] = _plan_issued

procedures.provide(
    events.CODE,
    procedures.Hooks(
        check=event_facts.check,
        choices=event_choices.choices,
        values=event_papers.values,
        facts=_facts,
        summary=_summary,
        reading=event_reading.reading,
        path=_path,
        expected=_expected,
        beside=event_facts.beside,
        sent=_sent,
    ),
)
