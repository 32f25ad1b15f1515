"""The values of the papers of a report: Báo cáo kết quả, Bảng quyết toán, Sổ kiến nghị, Tin bài.

Planned and done stand side by side as they were said: a share is printed only of two exact counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.event_contributions import Counts
from rules.said import compare, parse_said
from services import (
    event_day_pages,
    event_photos,
    event_record_issuing,
    event_record_papers,
    event_report_facts,
    event_scores,
    units,
)
from services.cases import Case
from services.event_record_papers import BLANK, fitting, lines
from services.event_report_facts import Reporting
from services.naming import cited
from vietnamese.dates import screen_date, weekday
from vietnamese.errors import ParseProblem
from vietnamese.numbers import decimal_comma, group, percent, two_digits
from vietnamese.text import clean


def plan_cited(one: Reporting) -> dict[str, Any] | None:
    """Return the plan as papers cite it, None where none is in force."""
    plan = event_record_issuing.in_force(one.day.matter_id, "event_plan")
    return {**cited(plan), "year": plan.dated_on.year} if plan else None


def compared(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return one row of plan and result: both as said, a share as a note only of two exact counts."""
    note = row.get("note") or None
    try:
        share = compare(parse_said(row["planned"]), parse_said(row["done"])).share
    except ParseProblem:
        share = None
    return {
        "content": row["content"],
        "planned": row["planned"],
        "done": row["done"],
        "note": note or (percent(*share, 1) if share else None),
    }


def comparison(one: Reporting, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return plan and result row by row: delegates and money counted, the rest as typed."""
    present, money = one.there.present, event_report_facts.settlement(one, answers)
    called = sum(unit.called or 0 for unit in present.by_unit) or present.listed
    rows = [
        {
            "content": "Đại biểu được triệu tập có mặt",
            "planned": f"{group(called)} người",
            "done": f"{group(present.present)} người",
        }
    ]
    rows += _trained(one)
    said = (answers.get("report") or {}).get("compared") or ()
    rows += [row for row in said if row.get("content") and row.get("planned") and row.get("done")]
    if money is not None and money.total is not None:
        planned = event_report_facts.approved_total(one)
        rows.append(
            {
                "content": "Kinh phí",
                "planned": f"{group(planned)} đồng",
                "done": f"{group(money.total)} đồng",
                "note": " ",
            }
        )
    return [{**compared(row), **({"note": None} if row.get("note") == " " else {})} for row in rows]


def _trained(one: Reporting) -> list[dict[str, Any]]:
    """Of a training: who was there long enough for a certificate (EV14), and the test at the end; both counted."""
    if one.day.kind != "training" or not one.there.present.present:
        return []
    earned, listed = event_day_pages.numbers(event_day_pages.earned(one.day, one.there))
    rows = [
        {
            "content": "Học viên dự đủ thời gian, được cấp giấy chứng nhận",
            "planned": f"{group(listed)} người",
            "done": f"{group(earned)} người",
            "source": _checked_in(one),
        }
    ]
    mean = event_scores.mean(one.day.matter_id)
    if mean.tenths is not None:
        points = f"{decimal_comma(mean.tenths, 1)}/10 ({group(mean.papers)} bài)"
        rows.append(
            {
                "content": "Kiểm tra cuối khóa, điểm trung bình",
                "planned": "–",
                "done": points,
                "source": "Bài kiểm tra cuối khóa",
            }
        )
    return rows


def _fields(counts: Counts) -> list[dict[str, Any]]:
    return [
        {"field": row.field, "spoken": row.spoken, "written": row.written}
        for row in counts.by_field
        if row.spoken or row.written
    ]


def _attendance(one: Reporting) -> list[dict[str, Any]]:
    return [
        {
            "unit": row.name or BLANK,
            "called": row.called if row.called is not None else row.listed,
            "present": row.present,
        }
        for row in one.there.present.by_unit
        if row.listed or row.called
    ]


def report(case: Case, one: Reporting, answers: Mapping[str, Any], around: Any) -> dict[str, Any]:
    """Return the values of the report (D19)."""
    said, money = answers.get("report") or {}, event_report_facts.settlement(one, answers)
    counts = one.there.counts
    values = {
        **around.common(),
        "event": one.day.title,
        "subject": f"Kết quả tổ chức {one.day.title}",
        "addressees": lines(said.get("addressees")),
        "plan": plan_cited(one),
        "issuer": f"{around.collective} {around.unit_name}",
        "general": said.get("general") or BLANK,
        "preparation": said.get("preparation") or None,
        "attendance": _attendance(one),
        "spoken": counts.spoken,
        "written": counts.written,
        "fields": _fields(counts),
        "comparison": comparison(one, answers),
        "good": said.get("good") or BLANK,
        "limits": said.get("limits") or None,
        "effects": said.get("effects") or None,
        "approved": event_report_facts.approved_total(one),
        "spent": (money.total or 0) if money else 0,
        "requests": lines(said.get("requests")),
        "next_steps": lines(said.get("next_steps")),
        "signature": around.signature,
        "recipients": lines(said.get("recipients")),
    }
    return fitting("event_report", values)


def settlement(case: Case, one: Reporting, answers: Mapping[str, Any], around: Any) -> dict[str, Any] | None:
    """Return the values of the settlement (D24), None where nothing was to be spent."""
    money, said = event_report_facts.settlement(one, answers), answers.get("settlement") or {}
    if money is None:
        return None
    spent = said.get("lines") or {}
    signers = (("Người lập", "maker"), ("Kế toán", "accountant"))
    values = {
        **around.common(),
        "event": one.day.title,
        "plan": plan_cited(one),
        "advance": money.advance or 0,
        "rows": [
            {
                "content": row.content or BLANK,
                "estimate": row.estimate or 0,
                "actual": row.actual or 0,
                "voucher": (spent.get(row.key) or {}).get("voucher") or None,
                "reason": row.reason or None,
            }
            for row in money.lines
        ],
        "estimate": sum(row.estimate or 0 for row in money.lines),
        "actual": sum(row.actual or 0 for row in money.lines),
        "signatures": [
            *({"lines": [title], "hint": None, "name": _name(case, said.get(key))} for title, key in signers),
            {"lines": ["Chủ tịch"], "hint": None, "name": _chair(case, around.on)},
        ],
    }
    return fitting("event_settlement", values)


def _name(case: Case, key: Any) -> str | None:
    found = {f"p{one.person_id}": one.name for one in units.officers(case.unit_id, None, case.on)}
    return found.get(str(key or ""))


def _chair(case: Case, on: date) -> str | None:
    chair = units.officer(case.unit_id, "chair", on)
    return chair.name if chair else None


def register(case: Case, one: Reporting, answers: Mapping[str, Any], around: Any) -> dict[str, Any] | None:
    """Return the recommendation register (D21) as it stands, None where nothing was recommended."""
    if not one.there.recommended:
        return None
    return event_record_papers.register(one.day, one.there.recommended, around)


def news(case: Case, one: Reporting, answers: Mapping[str, Any], around: Any) -> dict[str, Any] | None:
    """Return the values of the news (D22), None where there is none; figures come from the registers."""
    said = answers.get("news") or {}
    if not said.get("headline"):
        return None
    photos = [row for row in said.get("photos") or () if row.get("photo") and row.get("caption")]
    values = {
        **around.common(),
        "headline": said["headline"],
        "lead": said.get("lead") or BLANK,
        "guests": said.get("guests") or None,
        "content": said.get("content") or BLANK,
        "conclusion": said.get("conclusion") or None,
        "figures": _figures(one),
        "photos": [_photo(case, row) for row in photos],
        "published": _published(said),
        "signatures": [
            {"lines": [title], "hint": None, "name": _name(case, said.get(key))}
            for title, key in (("Người viết", "author"), ("Người duyệt", "approver"))
        ],
    }
    return fitting("news_item", values)


def _photo(case: Case, row: Mapping[str, Any]) -> dict[str, Any]:
    """A photo with its caption; without the picture where its file cannot be drawn: then it is listed."""
    kept = {str(file.id): file.sha256 for file in case.attachments if file.purpose == "photo"}
    image = event_photos.printed(kept[row["photo"]]) if row["photo"] in kept else None
    return {"caption": row["caption"], "author": row.get("author") or None, "image": image}


def _published(said: Mapping[str, Any]) -> str | None:
    day = said.get("day")
    on = f", ngày {screen_date(date.fromisoformat(day))}" if isinstance(day, str) and _is_day(day) else ""
    return clean(f"{said['published']}{on}") if said.get("published") else None


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _checked_in(one: Reporting) -> str:
    return f"Danh sách điểm danh ngày {screen_date(one.day.first_day)}"


def _figures(one: Reporting) -> list[dict[str, Any]]:
    """Figures that the news may state, each with its source."""
    present, counts = one.there.present, one.there.counts
    minutes = event_record_issuing.in_force(one.day.matter_id, "event_minutes")
    book = f"Biên bản số {minutes.number}" if minutes else "Sổ ý kiến"
    rows = [
        {
            "name": "Đại biểu có mặt",
            "value": f"{present.present}/{present.listed}",
            "source": _checked_in(one),
        },
    ]
    for row in _trained(one):
        share = compared(row)["note"]
        value = f"{row['done']} ({share})" if share else row["done"]
        rows.append({"name": row["content"], "value": value, "source": row["source"]})
    if counts.total:
        said = f"{counts.spoken}; {counts.written}"
        rows.append({"name": "Ý kiến phát biểu; bằng văn bản", "value": said, "source": book})
    if one.there.tasks:
        told = event_record_issuing.in_force(one.day.matter_id, "event_conclusions")
        source = f"Thông báo số {told.number}" if told else None
        rows.append({"name": "Nhiệm vụ giao", "value": two_digits(len(one.there.tasks)), "source": source})
    return rows


def general(one: Reporting) -> str:
    """Return the first sentence proposed for a report: when, where, who led it, who came as a guest."""
    day, notes = one.day, one.there.notes
    begins = [session.start for session in day.sessions if session.start]
    part = "sáng" if begins and min(begins).hour < 12 else "chiều" if begins else ""
    when = " ".join(
        word for word in (part, weekday(day.first_day) + ",", f"ngày {screen_date(day.first_day)}") if word
    )
    chair = event_record_papers.person(notes.get("chair"), notes.get("chair_post"))
    led = f"; đồng chí {chair['name']}{', ' + chair['post'] if chair['post'] else ''} chủ trì"
    guests = lines(notes.get("guests"))
    word = event_record_papers.WORDS.get(day.kind, "Hội nghị")
    place = f" tại {notes.get('place') or day.place}" if notes.get("place") or day.place else ""
    text = f"{word} được tổ chức {when}{place}{led if chair['name'] != BLANK else ''}."
    return text + (f" Tới dự có {'; '.join(guests)}." if guests else "")


BUILDERS = {
    "event_report": report,
    "event_settlement": settlement,
    "recommendation_register": register,
    "news_item": news,
}


def values(case: Case, answers: Mapping[str, Any], kind: str, around: Any) -> dict[str, Any] | None:
    """Return the values of one of a report's papers; None for an annex that has no content."""
    return BUILDERS[kind](case, event_report_facts.reporting(case.matter_id), answers, around)
