"""A review cycle in the small province: its units score themselves as in the demonstration's data, by real commands."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import reference
from extensions import ZONE, clock, db
from forms import reviews as _reviews  # noqa: F401 - registers the forms
from tests.support import province as road

ONCE = itertools.count(1)
DEMO = reference.load("demo/reviews_2025.toml")
SENT = datetime(2025, 11, 20, 9, 0, tzinfo=ZONE)
QUOTA = {"share": [20, 100], "base": "htt_or_better", "rounding": "down", "scope": "all"}
FLAGS = {
    **dict.fromkeys(("disciplined", "warned", "complaint_proven", "finance_breach"), "no"),
    **dict.fromkeys(("unlawful_strike", "false_report"), "no"),
    "opinion_attached": "yes",
    "congress_overdue_months": 0,
}
NAMES = {True: "yes", False: "no"}


def row_of(unit: str) -> dict[str, Any]:
    """Return the demonstration's row of a unit («CS08»)."""
    return next(one for one in DEMO["unit"] if one["unit"] == unit)


def points_of(unit: str) -> dict[str, dict[str, Any]]:
    """Return {item code: row of review_scores.csv} of a unit."""
    return {row["item"]: row for row in reference.load_csv("demo/review_scores.csv") if row["unit"] == unit}


def open_cycle(made: road.Province, **more: Any) -> int:
    """Let the sector union open the cycle of 2025; returns the matter's id."""
    from services import review_cycles

    said: dict[str, Any] = {
        "year": 2025,
        "title": "Đánh giá, xếp loại công đoàn cơ sở năm 2025",
        "guidance": DEMO["cycle"]["guidance"],
        "opens_on": date(2025, 10, 14),
        "deadline_on": DEMO["cycle"]["deadline"],
        "begins": date(2025, 1, 1),
        "ends": date(2025, 12, 31),
        "cutoff": DEMO["cycle"]["cutoff"],
        "kinds": ["SN", "HC", "DN"],
        "confirmed": True,
        "applied": review_cycles.conditions(),
        "quota": QUOTA,
    }
    return review_cycles.open_cycle(who=made.who("reviewer"), **(said | more))


def parts(
    unit: str, *, chair: str, secretary: str, members: int = 188, own: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Return {place: what is typed there} of a unit's whole self-review; `own` changes points of items."""
    row = row_of(unit)
    kind = row["sheet"].upper()
    year = {
        name: NAMES.get(value, value) if isinstance(value, bool) else value
        for name, value in row["year"].items()
    }
    year["conference_on"] = row["year"]["conference_on"].isoformat()
    agree, disagree, other = row["meeting"]["rank"]
    typed: dict[str, Any] = {
        "unit": {
            "sheet": kind,
            "members": members,
            "women": None,
            "staff": members + 2,
            "term": "2023-2028",
            "founded_on": "2010-01-01",
            "merged_on": "",
        },
        "year": {**FLAGS, **year},
        "meeting": {
            "held_on": row["papers"]["minutes_on"].isoformat(),
            "starts": "14:00",
            "ends": "16:15",
            "place": "Phòng họp tầng 2",
            "chair": chair,
            "secretary": secretary,
            "members_total": row["meeting"]["members_total"],
            "present": row["meeting"]["present"],
            "absent": "",
            "reported": "Chủ tịch trình bày Phiếu tự chấm điểm năm 2025 theo bốn nhóm tiêu chí.",
            "discussion": "",
            "contested": [],
            "rank": row["asked"],
            "agree": agree,
            "disagree": disagree,
            "other": other,
            "conclusions": "",
        },
        "report": {
            "situation": "Đơn vị có 188 đoàn viên.",
            "care": "Tổ chức hội nghị đúng hạn; thăm hỏi 45 lượt đoàn viên.",
            "organisation": "Kết nạp 6 đoàn viên; 30/34 cán bộ được tập huấn.",
            "good": "Chăm lo đoàn viên kịp thời.",
            "limits": "",
        },
        "proposal": {"bases": ["hd_1294_2019"], "extra_bases": "", "late_reason": ""},
        "attachments": {"remark": ""},
    }
    for code, said in points_of(unit).items():
        card = {"own": int(said["own"]), "excluded": False, "evidence": _shown(said)}
        if own and code in own:
            card["own"] = own[code]
        group = code.partition(".")[0]
        typed.setdefault(f"scores/g{group}", {})[f"i{code.replace('.', '_')}"] = card
    return typed


def _shown(said: Mapping[str, str]) -> str:
    day = date.fromisoformat(said["dated_on"]) if said["dated_on"] else None
    return f"{said['evidence']}, ngày {day:%d/%m/%Y}" if day else said["evidence"]


def fill(
    made: road.Province,
    matter_id: int,
    unit: str,
    name: str = "chair",
    secretary: str = "secretary",
    **more: Any,
) -> str:
    """Open a unit's dossier and type everything; returns its code."""
    from services import dossiers

    who = made.who(name)
    code = dossiers.open_dossier(matter_id, who=who)
    keys = {"chair": made.key(name), "secretary": made.key(secretary)}
    for place, typed in parts(unit, **keys, **more).items():
        dossiers.save_part(code, place, typed, who=who, version=None)
    return code


def send(made: road.Province, code: str, name: str = "chair") -> None:
    """Send the dossier up, read through its forms as the pages do. Raises AssertionError with what the forms say."""
    from cli.demo import answers_of
    from services import dossier_views, dossiers

    seen = dossier_views.view(code, made.who(name))
    dossiers.submit(
        code,
        who=made.who(name),
        seen=seen.seq,
        once=f"send-{next(ONCE)}",
        version=seen.draft_version,
        answers=answers_of(seen),
    )


def act(made: road.Province, code: str, name: str, command: str, **payload: Any) -> None:
    """Give one command of the chain."""
    from services import dossier_views, dossiers

    who = made.who(name)
    seen = dossier_views.view(code, who)
    dossiers.act(code, command, who=who, seen=seen.seq, once=f"act-{next(ONCE)}", payload=payload)


def papers_recorded(made: road.Province, code: str, name: str = "chair") -> None:
    """Record the union's three papers as issued; they are not laid out here."""
    from models import Dossier
    from services import access, dossiers
    from services.transaction import writing

    with writing():
        row = db.session.scalar(db.select(Dossier).where(Dossier.code == code))
        actor = access.actor_for(made.people[name], on=clock.today())
        for no, kind in enumerate(("review_minutes", "review_report", "review_proposal"), start=1):
            payload = {"kind": kind, "paper_id": 900_000 + no, "number": f"{no:02}/X-CĐCS"}
            dossiers.record_paper(row, actor=actor, once=f"paper-{next(ONCE)}", payload=payload)


def save_points(
    made: road.Province,
    code: str,
    unit: str,
    name: str = "reviewer",
    changed: Mapping[str, tuple[int, str]] | None = None,
    version: int | None = None,
    **more: Any,
) -> int:
    """Type the verified points of the demonstration, `changed` put over them, and the session; returns the version."""
    from services import review_verification

    row = row_of(unit)
    points = {item: (int(said["verified"]), said["reason"]) for item, said in points_of(unit).items()}
    said = {
        "held_on": DEMO["cycle"]["opened_on"],
        "begins": "08:00",
        "ends": "10:40",
        "place": "Trung tâm",
        "people": "",
        "visited_on": row.get("visited_on"),
        "second_reader": made.people["seat3"] if "second_reader" in row else None,
        "rank": row["verified"],
        "good": "Chăm lo đoàn viên kịp thời.",
        "fix": "",
        **more,
    }
    return review_verification.save(
        code, {**points, **(changed or {})}, said, who=made.who(name), version=version
    )


def verify(made: road.Province, code: str, unit: str, name: str = "reviewer", **more: Any) -> None:
    """Type the verified points and hand them on."""
    from services import dossier_views, review_verification

    save_points(made, code, unit, name, **more)
    who = made.who(name)
    seen = dossier_views.view(code, who)
    review_verification.finish(code, who=who, seen=seen.seq, once=f"finish-{next(ONCE)}")


def second(made: road.Province, code: str, name: str = "seat1") -> None:
    """Let the second verifier hand on what the first has given."""
    from services import dossier_views, review_verification

    who = made.who(name)
    seen = dossier_views.view(code, who)
    review_verification.finish(code, who=who, seen=seen.seq, once=f"second-{next(ONCE)}")


def answer(made: road.Province, code: str, name: str = "chair", again: bool = False, **items: str) -> None:
    """Let the unit answer; `items` are words by item key («i1_3»)."""
    from services import dossier_views, review_verification

    who = made.who(name)
    seen = dossier_views.view(code, who)
    said = {key[1:].replace("_", "."): text for key, text in items.items()}
    whole = "Đề nghị xem lại." if again else ""
    review_verification.answer(
        code, said, whole, who=who, seen=seen.seq, once=f"answer-{next(ONCE)}", again=again
    )


def copies(made: road.Province, code: str, count: int) -> list[str]:
    """Write as many unions of the sector as wanted, each with a copy of a review as it stands; returns the codes."""
    from models import Dossier, DossierEntry, ReviewScore, ReviewVerification, Revision
    from tests.support import tree

    first = db.session.scalar(db.select(Dossier).where(Dossier.code == code))
    tables = (Revision, DossierEntry, ReviewScore, ReviewVerification)
    kept = [
        row for one in tables for row in db.session.scalars(db.select(one).filter_by(dossier_id=first.id))
    ]
    codes = []
    for _copy in range(count):
        no = next(ONCE)
        codes.append(f"XL-2025-9{no:04}")
        unit_id = tree.unit(f"Công đoàn cơ sở số {no}", "grassroots", made.units["sector"])
        new = _copied(first, code=codes[-1], unit_id=unit_id)
        for row in kept:
            own = {"hash": f"{no}-{row.hash}"[:64]} if isinstance(row, DossierEntry) else {}
            _copied(row, dossier_id=new.id, **own)
    db.session.commit()
    return codes


def _copied(row: Any, **changed: Any) -> Any:
    values = {one.key: getattr(row, one.key) for one in db.inspect(type(row)).column_attrs if one.key != "id"}
    new = type(row)(**{**values, **changed})
    db.session.add(new)
    db.session.flush()
    return new
