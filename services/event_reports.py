"""The code of the procedure «event_report»: what its manifest cannot say, bound together."""

from __future__ import annotations

from datetime import date
from typing import Any

from extensions import db
from models import Dossier
from rules.finding import N_
from services import (
    event_norms,
    event_plans,
    event_report_facts,
    event_report_papers,
    events,
    procedures,
    units,
)
from services.calendar import working_calendar
from services.cases import Case
from services.errors import Refused
from services.event_choices import officers
from vietnamese.numbers import group

CODE = "event_report"


def _choices(case: Case, draft: dict[str, Any]) -> dict[str, Any]:
    one = event_report_facts.reporting(case.matter_id)
    dossier = db.session.get_one(Dossier, case.dossier_id)
    accountant = units.officer(case.unit_id, "accountant", case.on)
    return {
        "rows": {},
        "labels": {},
        "general": event_report_papers.general(one),
        "lines": [(line.key, line.content, f"{group(line.amount or 0)} đồng") for line in one.day.lines],
        "approved": event_report_facts.approved_total(one) or None,
        "officers": officers(case),
        "me": f"p{dossier.created_by}",
        "accountant": f"p{accountant.person_id}" if accountant else "",
        "photos": [(str(file.id), file.name) for file in case.attachments if file.purpose == "photo"],
        "counts": one.there.counts,
        "present": one.there.present,
    }


def _facts(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """Who decides on the report: as on the plan; the accountant looks where something was spent."""
    money = event_report_facts.settlement(event_report_facts.reporting(case.matter_id), answers)
    decided_by, accountant = event_plans.deciders(case)
    return {"accountant": accountant and bool(money and money.total), "decided_by": decided_by}


def _summary(case: Case, part: str, data: Any) -> tuple[str, dict[str, Any]] | None:
    one = event_report_facts.reporting(case.matter_id)
    if part == "report":
        present, counts = one.there.present, one.there.counts
        params = {"present": present.present, "listed": present.listed, "said": counts.total}
        return N_("%(present)s/%(listed)s đại biểu, %(said)s ý kiến"), params
    if part == "settlement":
        money = event_report_facts.settlement(one, {"settlement": data or {}})
        if money is None:
            return N_("Không có chi phí"), {}
        return (
            (N_("Thực chi %(total)s đồng"), {"total": group(money.total)})
            if money.total is not None
            else None
        )
    return ("%(headline)s", {"headline": data["headline"]}) if (data or {}).get("headline") else None


def deadline(matter_id: int) -> date:
    """Return the day by which the report is due: working days after the event, by its kind (EV05)."""
    event, rule = (
        events.event_of(matter_id),
        event_norms.ruleset(events.event_of(matter_id).last_day).get("EV05"),
    )
    days = 0
    for name, kinds in (rule.table("classes") if rule else {}).items():
        if event.kind in kinds:
            after = rule.table("after").get(name, {})
            days = after.get("report", after.get("settlement", 0))
    return working_calendar().add(event.last_day, days)


def _expected(case: Case, draft: dict[str, Any]) -> dict[str, Any]:
    """Who will decide if it were sent as it is; nothing while nobody could."""
    try:
        return _facts(case, draft)
    except Refused:
        return {}


def _reading(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """What the reading page shows: what was counted, plan and result, the settlement line by line, the news."""
    one = event_report_facts.reporting(case.matter_id)
    money, said = event_report_facts.settlement(one, answers), answers.get("settlement") or {}
    names = dict(officers(case))
    news = answers.get("news") or {}
    return {
        "report": answers.get("report") or {},
        "counts": one.there.counts,
        "present": one.there.present,
        "comparison": event_report_papers.comparison(one, answers),
        "money": money,
        "approved": event_report_facts.approved_total(one),
        "vouchers": {key: row.get("voucher") for key, row in (said.get("lines") or {}).items()},
        "recommended": len(one.there.recommended),
        "news": news,
        "author": names.get(news.get("author") or "", ""),
        "approver": names.get(news.get("approver") or "", ""),
    }


procedures.provide(
    CODE,
    procedures.Hooks(
        check=event_report_facts.check,
        choices=_choices,
        values=event_report_papers.values,
        facts=_facts,
        summary=_summary,
        reading=_reading,
        expected=_expected,
        beside=event_report_facts.beside,
        deadline=deadline,
    ),
)
