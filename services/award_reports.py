"""The values of a report on achievements (báo cáo thành tích): no number, made from what was typed and is on record."""

from __future__ import annotations

from datetime import date
from typing import Any

from extensions import db
from models import Person
from services import awards, nominees, signing, units
from services.errors import NotFound
from vietnamese.dates import screen_date

SEXES = {"m": "Nam", "f": "Nữ"}
# Titles of emulation (danh hiệu) are listed apart from other forms of award.
TITLE_FAMILY = "title"


def _named(a: Any, key: str | None, kinds: tuple[str, ...]) -> nominees.Candidate:
    """Return the nominee with this key. Errors: `NotFound`, also where a report of this kind is not for them."""
    found = next((one for one in a.listed if one.key == key and one.kind in kinds), None)
    if found is None:
        raise NotFound
    return found


def person(a: Any, key: str | None) -> dict[str, Any]:
    """Return the values of the report on the person with this key; `a` are the answers as papers read them."""
    one = _named(a, key, ("person",))
    said, row = a.answer(one), db.session.get_one(Person, one.id)
    head = units.head_of_paper(a.case.unit_id, a.around.on)
    return {
        **_shared(a, one, head),
        "person": {
            "name": one.name,
            "born": row.born_on.isoformat() if row.born_on else None,
            "sex": SEXES.get(row.sex or ""),
            "native_place": None,
            "home": None,
            "unit": ", ".join(text for text in (one.group, a.case.unit_name) if text),
            "post": one.post or None,
            "union_post": None,
            "education": None,
            "degree": None,
        },
        "duties": None,
        "results": said.get("results") or "……",
        "signatures": [
            {"lines": ["XÁC NHẬN CỦA", "THỦ TRƯỞNG ĐƠN VỊ"], "hint": "(Ký tên, đóng dấu)", "name": None},
            {**a.around.signature, "hint": "(Xác nhận, đề nghị)"},
            {"lines": ["NGƯỜI BÁO CÁO"], "hint": "(Ký, ghi rõ họ tên)", "name": one.name},
        ],
    }


def group(a: Any, key: str | None) -> dict[str, Any]:
    """Return the values of the report on the group or union with this key."""
    one = _named(a, key, ("group", "unit"))
    said = a.answer(one)
    own = units.head_of_paper(one.id, a.around.on)
    above = units.head_of_paper(a.case.unit_id, a.around.on)
    head = {**own, "place": own["place"] or above["place"]}
    confirming = [] if one.kind == "unit" else [{**a.around.signature, "hint": "(Xác nhận, đề nghị)"}]
    score = f"\nĐiểm chấm trong năm: {said['score']}." if said.get("score") else ""
    return {
        **_shared(a, one, head),
        "group": {
            "name": one.name,
            "unit": None if one.kind == "unit" else a.case.unit_name,
            "address": None,
            "founded": None,
            "members": said.get("members"),
            "women": said.get("women"),
            "duties": None,
        },
        "figures": [],
        "results": (said.get("results") or "……") + score,
        "measures": None,
        "union_work": None,
        "signatures": [*confirming, {**_reporting(one, a.around.on), "hint": None}],
    }


def _reporting(one: nominees.Candidate, on: date) -> dict[str, Any]:
    """Return the block {"lines", "name"} of who reports: a union's signer of the day, or the leader of a group."""
    if one.kind == "unit":
        block = signing.proposed_block(one.id, on, units.collective_of(one.id, on))
        return {**block, "name": block["name"] or None}
    leader = units.officer(one.id, "group_leader", on)
    return {"lines": ["TỔ TRƯỞNG"], "name": leader.name if leader else None}


def _shared(a: Any, one: nominees.Candidate, head: dict[str, Any]) -> dict[str, Any]:
    had = [(_titled(row.award), _had(row)) for row in a.records[one.key].awards]
    return {
        "letterhead": head,
        "date": a.meeting.get("held_on"),
        "year": a.around.on.year,
        "subject": f"Đề nghị tặng {a.award} {a.period}",
        "ratings": a.ratings(one),
        "initiatives": [_made(row, a.case.year) for row in a.initiatives(one)],
        "titles_had": [row for is_title, row in had if is_title],
        "awards_had": [row for is_title, row in had if not is_title],
    }


def _titled(award: str) -> bool:
    known = awards.catalogue().get(award)
    return known is not None and known.get("family") == TITLE_FAMILY


def _had(row: Any) -> dict[str, Any]:
    on = f" ngày {screen_date(row.decided_on)}" if row.decided_on else ""
    decision = f"Quyết định số {row.decision}{on} của {row.issuer}" if row.decision else ""
    return {"year": row.year, "award": row.title, "decision": decision or None}


def _made(row: dict[str, Any], year: int) -> dict[str, Any]:
    on = f" ngày {screen_date(date.fromisoformat(row['decision_on']))}" if row.get("decision_on") else ""
    return {
        "year": row.get("year") or year,
        "name": row["name"],
        "level": row.get("recognised_by") or None,
        "decision": f"{row['decision_no']}{on}" if row.get("decision_no") else None,
        "effect": None,
    }
