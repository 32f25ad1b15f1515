"""Papers made from the records of an event: minutes, notice of conclusions, lists and registers.

Minutes and conclusions are issued for the event itself: who chaired it signs them, no chain decides. Nothing is typed
a second time: texts are those of the minutes, counts those of the registers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from rules.event_contributions import SPOKEN
from services import event_presences
from services.event_after import Records, votes
from services.event_frame import EventDay
from services.event_recommendations import STATUSES
from services.event_recommendations import Entry as Recommended
from services.event_tasks import Entry as Given
from services.preparing import catalogue
from vietnamese.dates import screen_date
from vietnamese.numbers import two_digits

BLANK = "……"

# What an event of a kind is called inside a sentence that begins with it.
WORDS = {
    "workshop": "Hội thảo",
    "seminar": "Tọa đàm",
    "training": "Lớp tập huấn",
    "interim_review": "Hội nghị",
    "final_review": "Hội nghị",
    "meeting": "Cuộc họp",
    "committee_meeting": "Cuộc họp",
    "staff_conference": "Hội nghị",
    "congress": "Đại hội",
}
MOST_ABSENT = 200


def lines(text: Any) -> list[str]:
    """Return the lines of a typed text without their dashes and empty ones."""
    return [line.strip(" -–•;\t") for line in str(text or "").split("\n") if line.strip(" -–•;\t")]


def fitting(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a kind of paper knows."""
    known = catalogue().kind(kind).schema["properties"]
    return {name: value for name, value in values.items() if name in known}


def person(name: Any, post: Any) -> dict[str, Any]:
    """Return a person as papers want one; a blank while nobody is named."""
    bare = str(name or "").strip()
    for title in ("đồng chí ", "đ/c ", "đ.c "):
        if bare.casefold().startswith(title):
            bare = bare[len(title) :].strip()
    return {"name": bare or BLANK, "post": str(post or "").strip() or None}


def minutes(day: EventDay, there: Records, around: Any) -> dict[str, Any]:
    """Return the values of the minutes (D15); what is not typed yet prints as a blank."""
    notes = there.notes
    chair = person(notes.get("chair"), notes.get("chair_post"))
    secretary = person(notes.get("secretary"), notes.get("secretary_post"))
    slots = [lines_ for slot in day.programme if (lines_ := lines(notes.get(f"slot_{slot.key}")))]
    values = {
        **around.common(),
        "subject": day.title,
        "day": day.first_day.isoformat(),
        "begins": _clock(notes.get("begins")),
        "ends": _clock(notes.get("ends")),
        "place": notes.get("place") or day.place or BLANK,
        "members": there.present.listed,
        "present": there.present.present,
        "absent": absent(day, there),
        "chair": chair,
        "secretary": secretary,
        "member_word": "đại biểu được triệu tập",
        "event_word": WORDS.get(day.kind, "Hội nghị"),
        "guests": lines(notes.get("guests")),
        "agenda": [" ".join(slot) for slot in slots] or lines(notes.get("agenda")) or [BLANK],
        "opinions": [
            {"name": one.person, "unit": one.unit_name or BLANK, "gist": one.gist}
            for one in there.said
            if one.channel in SPOKEN
        ],
        "directions": notes.get("directions") or None,
        "conclusions": lines(notes.get("conclusions")) or [BLANK],
        "tasks": [task(one) for one in there.tasks],
        "votes": [
            {
                "subject": one.title,
                "agree": one.agree or 0,
                "disagree": one.against or 0,
                "other": one.other or 0,
            }
            for one in votes(notes)
        ],
        "recipients": ["Như thành phần dự"],
    }
    return fitting("event_minutes", values)


def _clock(value: Any) -> str | None:
    try:
        return f"{time.fromisoformat(str(value)):%H:%M}" if value else None
    except ValueError:
        return None


def absent(day: EventDay, there: Records) -> list[dict[str, Any]]:
    """Return the called delegates who came to no session, with the reason that the minutes give."""
    came = {one.delegate for one in event_presences.presences(day.matter_id, there.delegates)}
    away = [one for one in there.delegates if one.category in event_presences.CALLED and one.key not in came]
    return [
        {"name": one.name, "reason": there.notes.get(f"why_{one.key}") or None} for one in away[:MOST_ABSENT]
    ]


def task(one: Given) -> dict[str, Any]:
    """Return a task as papers print it: without a typed owner, the units that are to do it."""
    names = [unit.name for unit in one.units]
    whole = "; ".join(names) if len(names) <= 3 else f"{two_digits(len(names))} đơn vị được triệu tập"
    return {
        "text": one.text,
        "owner": one.owner or whole or BLANK,
        "product": one.product or None,
        "due": screen_date(one.due_on) if one.due_on else None,
    }


def conclusions(day: EventDay, there: Records, around: Any) -> dict[str, Any]:
    """Return the values of the notice of conclusions (D20): heard is what was presented and what was counted."""
    notes, counts = there.notes, there.counts
    said = [
        f"{two_digits(number)} ý kiến {word}"
        for number, word in ((counts.spoken, "phát biểu"), (counts.written, "bằng văn bản"))
        if number
    ]
    opinions = f"{' và '.join(said)} của đại biểu" if said else ""
    heard = ", ".join(part for part in (str(notes.get("heard") or "").strip(" ,."), opinions) if part)
    values = {
        **around.common(),
        "event": day.title,
        "chair": person(notes.get("chair"), notes.get("chair_post")),
        "day": day.first_day.isoformat(),
        "place": notes.get("place") or day.place or BLANK,
        "heard": heard or BLANK,
        "conclusions": lines(notes.get("conclusions")) or [BLANK],
        "tasks": [task(one) for one in there.tasks],
        "informer": f"{around.collective} {around.unit_name}",
        "signature": around.signature,
        "recipients": lines(notes.get("recipients")) or ["Các đơn vị dự (để thực hiện)"],
    }
    return fitting("event_conclusions", values)


def register(day: EventDay, entries: list[Recommended], around: Any) -> dict[str, Any]:
    """Return the values of the recommendation register (D21) as of the paper's day."""
    rows = [
        {
            "code": one.code,
            "received": one.received_on.isoformat(),
            "text": one.text,
            "unit": one.unit_name or BLANK,
            "addressee": one.addressee or BLANK,
            "field": one.field or None,
            "due": one.due_on.isoformat() if one.due_on else None,
            "answer": "\n".join(_told(one)) or None,
            "status": "Quá hạn" if one.overdue else STATUSES[one.fact.status or "received"],
            "closed": not one.fact.open,
            "overdue": one.overdue,
        }
        for one in entries
    ]
    values = {**around.common(), "subject": day.title, "until": around.on.isoformat(), "entries": rows}
    return fitting("recommendation_register", values)


_TOLD = {
    "forward": "Chuyển ngày",
    "answer": "Trả lời ngày",
    "reopen": "Mở lại ngày",
    "merge": "Gộp ngày",
    "reject": "Không tiếp nhận ngày",
}


def _told(one: Recommended) -> list[str]:
    """Return a line for every move that the register prints: «Chuyển ngày 22/4/2025 (Công văn số …)»."""
    found = []
    for move in one.moves:
        if move.move in _TOLD:
            paper = f" ({move.paper})" if move.paper else ""
            text = f": {move.text}" if move.text else ""
            found.append(f"{_TOLD[move.move]} {screen_date(move.on)}{paper}{text}")
    return found


def attendance(day: EventDay, session: str, there: Records, around: Any) -> dict[str, Any]:
    """Return the values of a session's check-in list (D14)."""
    sitting = day.session(session)
    held = event_presences.lines(day.matter_id, session, there.delegates)
    people = [
        {
            "code": line.delegate.code,
            "name": line.delegate.name,
            "post": line.delegate.post or None,
            "unit": line.delegate.unit_name or BLANK,
            "came": _said(line.came) if line.state != "none" else None,
            "left": _said(line.left) if line.left else None,
        }
        for line in held
    ]
    secretary = person(there.notes.get("secretary"), None)["name"]
    values = {
        **around.common(),
        "date": None,
        "subject": f"Điểm danh {day.title}",
        "day": (sitting.day or day.first_day).isoformat(),
        "session": sitting.title or _session(sitting.start),
        "people": people or [{"code": None, "name": BLANK, "unit": BLANK}],
        "signatures": [
            {"lines": ["Thư ký"], "hint": None, "name": None if secretary == BLANK else secretary}
        ],
    }
    return fitting("attendance_list", values)


def _said(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


def _session(start: time | None) -> str:
    if start is None:
        return "Cả ngày"
    return "Buổi sáng" if start.hour < 12 else "Buổi chiều"


def cited_plan(number: str, dated_on: date) -> str:
    """Return how a text names the plan: «Kế hoạch số 18/KH-CĐN ngày 21/03/2025»."""
    return f"Kế hoạch số {number} ngày {screen_date(dated_on)}"
