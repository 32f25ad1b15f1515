"""What the forms of a nomination may offer: people, groups, officers, legal bases, what is on record, the quota."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from models import AwardRound as RoundRow
from services import award_facts, nominees, units
from services.awards import bases, catalogue, chosen, committee_keys, round_of
from services.cases import Case


def committee(unit_id: int, on: date) -> list[tuple[str, str]]:
    """Return (key, «name, title») of the officers who may chair a meeting or take its minutes."""
    roles = ("chair", "vice_chair", "secretary", "executive", "inspector")
    people = units.officers(unit_id, roles, on)
    return [(f"p{one.person_id}", f"{one.name}, {one.title}") for one in people]


def choices(case: Case, draft: dict[str, Any]) -> dict[str, Any]:
    """Return what the forms may offer: people, groups, officers, ratings, legal bases, what is on record."""
    everybody = nominees.candidates(case.unit_id, case.judged_on)
    picked = chosen({"nominees": draft.get("nominees") or {}})
    round_ = round_of(case.matter_id)
    kept = [one for one in everybody if one.key in picked]
    listed_ = sorted(kept, key=lambda one: (one.kind == "person", one.sort_key, one.id))
    return {
        "rows": {"nominees": [(one.key, one.name) for one in listed_]},
        "labels": {one.key: one.name for one in everybody},
        "people": [one for one in everybody if one.kind == "person"],
        "groups": [one for one in everybody if one.kind != "person"],
        "nominees": listed_,
        "records": nominees.on_record(picked),
        "committee": committee(case.unit_id, case.on),
        "secretary": _secretary(case.unit_id, case.on),
        "bases": bases(case.on),
        "year": case.year,
        "award": catalogue()[round_.award],
        "round": round_,
        "place": units.place_of(case.unit_id, case.on),
        "quota": _quota_words(case, round_),
        "sizes": _sizes(everybody),
        "members_total": len(committee_keys(case.unit_id, case.on)),
        "sitting": committee_keys(case.unit_id, case.judged_on),
    }


def _secretary(unit_id: int, on: date) -> str:
    """Return the key of the unit's secretary, who usually takes the minutes; empty where there is none."""
    found = units.officer(unit_id, "secretary", on)
    return f"p{found.person_id}" if found else ""


def _sizes(everybody: list[nominees.Candidate]) -> dict[str, tuple[int, int]]:
    """Return {key of a group or of the unit: (members, women)}, counted from the people of the unit."""
    people = [one for one in everybody if one.kind == "person"]
    found = {}
    for body in everybody:
        if body.kind == "person":
            continue
        mine = people if body.kind == "unit" else [one for one in people if one.group_key == body.key]
        found[body.key] = (len(mine), sum(one.sex == "f" for one in mine))
    return found


@dataclass(frozen=True)
class Said:
    """A message with its parameters, for the templates' filter `msg`."""

    message: str
    params: dict[str, Any]


def _quota_words(case: Case, round_: RoundRow) -> Said | None:
    """Say how many people the unit may nominate, and why (share of members, rounded down)."""
    quota = award_facts.quota(round_)
    if quota is None:
        return None
    figure = units.figure(case.unit_id, round_.cut_off)
    members = figure.members if figure else None
    limit = quota.limit(members)
    if quota.kind == "fixed":
        return Said("Đợt này mỗi đơn vị được đề nghị tối đa %(limit)s cá nhân.", {"limit": limit})
    if limit is None:
        return Said("Đợt này giới hạn theo tỷ lệ đoàn viên; chưa có số đoàn viên của đơn vị.", {})
    share = f"{round_.quota_num}/{round_.quota_den}" if round_.quota_den != 100 else f"{round_.quota_num}%"
    words = "Đơn vị có %(members)s đoàn viên, tỷ lệ %(share)s: được đề nghị tối đa %(limit)s cá nhân."
    return Said(words, {"members": members, "share": share, "limit": limit})
