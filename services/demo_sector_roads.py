"""The roads of a grown sector's dossiers: which commands a dossier has met, by whom and when.

A road is a list of steps; a stage says how far a dossier has come on it. The commands go through the engine, so the
histories are what real use leaves; only the forms and the rendering are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from extensions import ZONE
from workflows import engine
from workflows.actors import Actor, Command
from workflows.definition import Definition
from workflows.entries import Entry


@dataclass(frozen=True)
class Act:
    """A command at an hour. `paper`: the kind it records; its number is filled in when all are known."""

    at: datetime
    name: str
    actor: Actor
    payload: Mapping[str, Any] = field(default_factory=dict)
    paper: str = ""


@dataclass(frozen=True)
class Desk:
    """Who works on a dossier: author, the union's other officers, and the deciding union's people."""

    author: Actor
    chair: Actor
    secretary: Actor
    reviewer: Actor
    committee: tuple[Actor, ...]
    clerk: Actor


#: A step of a road: command, who, working hours after the step before, kind of paper recorded, remark.
Step = tuple[str, Callable[[Desk], Actor], int, str, str]

SUBMIT: Step = ("submit", lambda desk: desk.author, 3, "", "")
RECEIVE: Step = ("receive", lambda desk: desk.reviewer, 6, "", "")
CHECK: Step = ("approve", lambda desk: desk.reviewer, 9, "", "Hồ sơ đủ, khớp danh sách.")
REFUSE: Step = ("reject", lambda desk: desk.reviewer, 9, "", "Chưa đủ tiêu chuẩn.")
TAKE_BACK: Step = ("withdraw", lambda desk: desk.author, 7, "", "")
BACK: Step = ("return", lambda desk: desk.reviewer, 9, "", "Bổ sung theo ghi chú rồi gửi lại.")


def _paper(kind: str) -> Step:
    return ("record_paper", lambda desk: desk.secretary, 5, kind, "")


def _seat(no: int, comment: str = "Đồng ý.") -> Step:
    return ("approve", lambda desk: desk.committee[no], 8, "", comment)


#: Roads by procedure: (stage reached after the step, step). The decision of a round or cycle follows by itself.
ROADS: dict[str, tuple[tuple[str, Step], ...]] = {
    "award_nomination": (
        ("sent", SUBMIT),
        ("received", RECEIVE),
        ("checked", CHECK),
        ("", _paper("award_minutes")),
        ("proposed", _paper("award_proposal")),
        ("", _seat(1)),
        ("approved", _seat(2, "")),
    ),
    "self_review": (
        ("sent", SUBMIT),
        ("received", RECEIVE),
        ("checked", CHECK),
        ("", _paper("review_minutes")),
        ("", _paper("review_report")),
        ("proposed", _paper("review_proposal")),
        ("", CHECK),
        ("verified", _seat(2, "")),
        ("answered", ("approve", lambda desk: desk.chair, 8, "", "")),
        ("", _seat(0)),
        ("approved", _seat(1, "")),
    ),
    "event_plan": (
        ("sent", SUBMIT),
        ("received", ("receive", lambda desk: desk.chair, 2, "", "")),
        ("approved", ("approve", lambda desk: desk.chair, 3, "", "Đồng ý.")),
        ("issued", _paper("event_plan")),
    ),
}

#: What stands in the way of a straight road: sent back once, refused by those who check, taken back by the author.
DETOURS: dict[str, tuple[tuple[str, Step], ...]] = {
    "returned": (("", SUBMIT), ("", RECEIVE), ("returned", BACK)),
    "rejected": (("", SUBMIT), ("", RECEIVE), ("rejected", REFUSE)),
    "withdrawn": (("", SUBMIT), ("withdrawn", TAKE_BACK)),
}


def stages(procedure: str, stage: str, *, once_returned: bool = False) -> list[Step]:
    """Return the steps that lead to a stage; with `once_returned` after a first return."""
    if stage == "draft":
        return []
    if stage in DETOURS:
        return [step for _reached, step in DETOURS[stage]]
    road = ROADS[procedure]
    reached = [name for name, _step in road].index(stage) + 1
    before = [step for _reached, step in DETOURS["returned"]] if once_returned else []
    return before + [step for _reached, step in road[:reached]]


def hour_after(at: datetime, hours: int) -> datetime:
    """Return a working hour of the union's day: seven hours a day from half past seven, no weekends."""
    day, used = at.date(), max(0, min(at.hour - 7, 7))
    days, hour = divmod(used + hours, 7)
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return datetime.combine(day, time(7 + hour, at.minute), ZONE)


def acts(
    steps: Iterable[Step], desk: Desk, begins: datetime, notes: Mapping[str, Any], until: datetime
) -> list[Act]:
    """Return the acts of a road from `begins` on, each at its hour; what would lie after `until` is left out.

    `notes` are the notes pinned to fields when it is sent back.
    """
    found, at = [], begins
    for name, who, hours, paper, comment in steps:
        at = hour_after(at, hours)
        if at > until:
            break
        said: dict[str, Any] = {"comment": comment} if name in ("approve", "return", "reject") else {}
        said |= {"reason": "Lùi sang đợt sau."} if name == "withdraw" else {}
        said |= {"notes": [dict(notes)]} if name == "return" else {}
        found.append(Act(at, name, who(desk), said, paper))
    return found


def told(
    chain: Definition,
    acts_: Iterable[Act],
    *,
    code: str,
    submission: Callable[[int], Mapping[str, Any]],
    drafted: Act,
) -> list[Entry]:
    """Return the history that the acts leave. `submission(no)` is the payload of the no-th submission."""
    entries: list[Entry] = []
    revision = 0
    for no, act in enumerate([drafted, *acts_]):
        payload = dict(act.payload)
        if act.name == "submit":
            revision += 1
            payload = dict(submission(revision))
        if act.name == "record_paper":
            payload["kind"] = act.paper
        once = f"open-{code}" if act is drafted else f"sector-{code}-{no}"
        asked = Command(act.name, act.actor, len(entries) and entries[-1].seq, once, payload)
        entries += engine.handle(chain, entries, asked, now=act.at)
    return entries
