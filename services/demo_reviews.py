"""The demonstration's annual reviews: a cycle opened, sheets typed, verified and answered by real commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from services import demo_rows, dossier_views, review_cycles, review_verification, reviews
from vietnamese.dates import screen_date

CYCLE = "XL2025"
QUOTA = {"share": [20, 100], "base": "htt_or_better", "rounding": "down", "scope": "all"}
NAMES = {True: "yes", False: "no"}
#: What nobody in the demonstration's year has done or suffered.
QUIET: dict[str, Any] = {
    **dict.fromkeys(("disciplined", "warned", "complaint_proven", "finance_breach"), "no"),
    **dict.fromkeys(("unlawful_strike", "false_report"), "no"),
    "opinion_attached": "yes",
    "congress_overdue_months": 0,
}
#: Lines of the registers that the replay writes itself: unit, and from which day on (None: this number only).
REPLACED = {("CDN", "45/QĐ-CĐN"), *(("CS01", f"{no}-CĐCS") for no in ("17/BC", "18/BB", "19/QĐ", "20/KH"))}
REPLACED |= {("CS08", "09/BC-CĐCS"), ("CS08", "10/BB-CĐCS")}


@dataclass(frozen=True)
class Told:
    """What the data say of one union's review."""

    row: dict[str, Any]
    points: dict[str, dict[str, str]]


def told(unit: str) -> Told:
    """Return the row and the points of a unit («CS08»)."""
    row = next(one for one in demo_rows.story("reviews_2025")["unit"] if one["unit"] == unit)
    points = {one["item"]: one for one in demo_rows.table("review_scores") if one["unit"] == unit}
    return Told(row, points)


def open_cycle(replay: Any, row: dict[str, Any], opens: date) -> int:
    """Open a cycle as the file says; returns the matter's id."""
    year = row.get("year", replay.today.year)
    deadline = row.get("deadline_on") or replay.today + timedelta(days=row["deadline_in"])
    cutoff = row.get("cutoff") or date(year, 11, 30)
    return review_cycles.open_cycle(
        who=replay.who(row["by"]),
        year=year,
        title=row["title"],
        guidance=row.get("guidance", ""),
        opens_on=opens,
        deadline_on=deadline,
        begins=date(year, 1, 1),
        ends=date(year, 12, 31),
        cutoff=cutoff,
        kinds=list(reviews.shipped()),
        confirmed=True,
        applied=review_cycles.conditions(),
        quota=QUOTA,
    )


def parts(replay: Any, unit: str, on: date) -> dict[str, Any]:
    """Return {place: what is typed there} of a unit's review, in the shape that the forms keep."""
    said = told(unit)
    row = said.row
    figures = _figures(unit)
    year = {name: NAMES[value] if isinstance(value, bool) else value for name, value in row["year"].items()}
    agree, disagree, other = row["meeting"]["rank"]
    chair, secretary = _officers(replay, unit, row["papers"]["minutes_on"])
    guidance = demo_rows.story("reviews_2025")["cycle"]["guidance"]
    typed: dict[str, Any] = {
        "unit": {
            "sheet": row["sheet"].upper(),
            "members": figures[0],
            "women": figures[1],
            "staff": row.get("staff"),
            "term": "2023-2028",
            "founded_on": (reviews.founded_on(replay.codes.units[unit]) or on).isoformat(),
            "merged_on": "",
        },
        "year": {**QUIET, **year, "conference_on": row["year"]["conference_on"].isoformat()},
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
            "reported": "Chủ tịch trình bày Phiếu tự chấm điểm; Ủy ban Kiểm tra báo cáo việc đối chiếu minh chứng.",
            "discussion": "",
            "contested": [],
            "rank": row["asked"],
            "agree": agree,
            "disagree": disagree,
            "other": other,
            "conclusions": "Giao Thư ký hoàn thiện hồ sơ, gửi Công đoàn ngành đúng hạn",
        },
        "report": _report(row, figures),
        "proposal": {
            "bases": [code for code, _text in reviews.bases(on)],
            "extra_bases": guidance,
            "late_reason": "",
        },
        "attachments": {"remark": ""},
    }
    for code, line in said.points.items():
        card = {"own": int(line["own"]), "excluded": False, "evidence": _shown(line)}
        group = code.partition(".")[0]
        typed.setdefault(f"scores/g{group}", {})[f"i{code.replace('.', '_')}"] = card
    return typed


def _shown(line: dict[str, str]) -> str:
    if not line["dated_on"]:
        return line["evidence"]
    return f"{line['evidence']}, ngày {screen_date(date.fromisoformat(line['dated_on']))}"


def _figures(unit: str) -> tuple[int, int]:
    rows = [one for one in demo_rows.table("figures") if one["unit"] == unit]
    last = next(one for one in rows if one["as_of"] == "2025-11-30")
    return int(last["members"]), int(last["women"])


def _officers(replay: Any, unit: str, on: date) -> tuple[str, str]:
    rows = [one for one in demo_rows.table("offices") if one["unit"] == unit]
    held = {one["role"]: one["person"] for one in rows if one["valid_from"] <= on.isoformat()}
    return replay.codes.key(held["chair"]), replay.codes.key(held["secretary"])


def _report(row: dict[str, Any], figures: tuple[int, int]) -> dict[str, str]:
    year = row["year"]
    met = screen_date(year["conference_on"])
    return {
        "situation": f"Đơn vị có {figures[0]} đoàn viên (nữ {figures[1]}); cán bộ công đoàn đều kiêm nhiệm.",
        "care": f"Phối hợp tổ chức hội nghị viên chức, người lao động ngày {met}; thăm hỏi đoàn viên ốm đau, khó khăn.",
        "communication": "Tuyên truyền pháp luật, nghị quyết tại các tổ công đoàn và trên trang của đơn vị.",
        "organisation": f"Ban Chấp hành có {year['minutes']}/12 biên bản họp; {year['trained']}/{year['officers']} "
        "cán bộ công đoàn được tập huấn.",
        "good": "Hoàn thành các nhiệm vụ đã đăng ký với công đoàn cấp trên.",
        "limits": "Một số chuyên đề tháng báo cáo chậm.",
        "targets": "Tỷ lệ đoàn viên trên tổng số lao động không thấp hơn năm nay",
        "plan": "Duy trì họp Ban Chấp hành hằng tháng, có biên bản",
        "requests": "",
    }


def verify(replay: Any, act: dict[str, Any], once: str) -> None:
    """Type the verified points and the session, and hand them on; the second verifier hands on what stands."""
    code, who = replay.opened[act["dossier"]], replay.who(act["who"])
    if not act.get("second"):
        said = told(act["unit"])
        reader = said.row.get("second_reader")
        points = {item: (int(line["verified"]), line["reason"]) for item, line in said.points.items()}
        session = {
            "held_on": act["on"],
            "begins": "08:00",
            "ends": "10:40",
            "place": act["place"],
            "people": "",
            "visited_on": said.row.get("visited_on"),
            "second_reader": replay.codes.people[reader] if reader else None,
            "rank": said.row["verified"],
            "good": "Chăm lo đoàn viên kịp thời; hồ sơ gửi đúng hạn.",
            "fix": "\n".join(reason for _points, reason in points.values() if reason),
        }
        review_verification.save(code, points, session, who=who, version=None)
    seen = dossier_views.view(code, who)
    review_verification.finish(code, who=who, seen=seen.seq, once=once)


def answer(replay: Any, act: dict[str, Any], once: str) -> None:
    """Let the unit answer that it agrees."""
    code, who = replay.opened[act["dossier"]], replay.who(act["who"])
    seen = dossier_views.view(code, who)
    review_verification.answer(code, {}, "", who=who, seen=seen.seq, once=once, again=False)


DOES: dict[str, Callable[[Any, dict[str, Any], str], None]] = {"verify": verify, "answer": answer}


def story() -> dict[str, Any]:
    """Return the reviews of 2025 in the shape of a file of the replay: cycle, dossiers, acts with their hours."""
    data = demo_rows.story("reviews_2025")
    cycle = data["cycle"]
    opened = datetime.combine(cycle["opened_on"], time(8, 30))
    return {
        "cycle": [
            {
                "key": CYCLE,
                "by": "P04",
                "at": opened,
                "title": "Đánh giá, xếp loại công đoàn cơ sở năm 2025",
                "year": cycle["year"],
                "opens_on": cycle["opened_on"],
                "deadline_on": cycle["deadline"],
                "cutoff": cycle["cutoff"],
                "guidance": cycle["guidance"],
            }
        ],
        "dossier": [{"key": one["unit"], "round": CYCLE, "review": one["unit"]} for one in data["unit"]],
        "act": [act for no, one in enumerate(data["unit"]) for act in _acts(cycle, one, no)]
        + [
            {
                "at": datetime.combine(cycle["decided_on"], time(9)),
                "do": "recognise",
                "who": "P25",
                "round": CYCLE,
                "dossiers": [one["unit"] for one in data["unit"]],
            }
        ],
    }


def _acts(cycle: dict[str, Any], row: dict[str, Any], no: int) -> Iterator[dict[str, Any]]:
    """The acts of one union's review, each at its hour; unions follow one another by some minutes."""
    sent, later = row["papers"]["sent_on"], timedelta(minutes=no)
    first, other = "P04", next(one for one in row["verifiers"] if one != "P04")
    verified, answered = cycle["verified_on"], cycle["verified_on"] + timedelta(days=2)

    def at(on: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(on, time(hour, minute)) + later

    def act(when: datetime, do: str, who: str, **more: Any) -> dict[str, Any]:
        return {"at": when, "do": do, "who": who, "dossier": row["unit"], **more}

    yield act(at(sent, 8), "open", row["author"])
    yield act(at(sent, 8, 20), "type", row["author"])
    yield act(at(sent, 8, 40), "submit", row["author"])
    yield act(at(sent, 10), "receive", first)
    yield act(at(sent, 10, 20), "approve", first)
    for minute, kind in enumerate(("review_minutes", "review_report", "review_proposal")):
        yield act(at(sent, 14, 15 * minute), "issue", row["author"], kind=kind)
    place = "Trụ sở công đoàn cơ sở"
    yield act(at(verified, 8), "verify", first, unit=row["unit"], on=verified, place=place)
    yield act(at(verified, 14), "verify", other, second=True)
    yield act(at(answered, 9), "answer", row["author"])
    for hour, seat in enumerate(row["deciders"], start=14):
        yield act(at(cycle["committee_on"], hour), "approve", seat)
