"""The day of the demonstration workshop and what followed, walked by real commands (event notes, §9.1)."""

from __future__ import annotations

import itertools
from datetime import date, time
from typing import Any

from tests.support import workshop as road
from tests.support.workshop import Workshop

ONCE = itertools.count(1)
PRESENT = (12, 9, 6, 5, 4, 7, 8, 8, 6, 5, 5, 5)
# field → (units that spoke, units that wrote), by their numbers
FIELDS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "TƯLĐTT và thương lượng": ((12,), (12,)),
    "Quy chế dân chủ, đối thoại": ((1, 7), (3, 8)),
    "Tuyên truyền, mạng xã hội": ((2,), (6, 10)),
    "Chăm lo, Mái ấm": ((8,), (5,)),
    "Cán bộ, tập huấn": ((6,), (9,)),
    "Gắn kết tổ trưởng – BCH": ((3,), (4,)),
    "Kiểm tra, giám sát": ((1,), ()),
    "Tài chính": ((10,), (7,)),
    "Thi đua, sáng kiến": ((7,), (2,)),
    "Nữ công": ((2,), ()),
    "Thanh tra nhân dân": ((9,), ()),
    "Quan hệ với chuyên môn": ((4,), (11,)),
}
SPENT = (1_900_000, 1_740_000, 1_450_000, 1_800_000, 600_000, 450_000, 450_000, 220_000)
TASKS = (
    ("Tổ chức 02 lớp tập huấn nghiệp vụ trong năm", "own", "Văn phòng Công đoàn ngành", date(2025, 11, 30)),
    ("Ban hành mẫu quy chế phối hợp mới", "own", "Văn phòng Công đoàn ngành", date(2025, 5, 15)),
    ("Chuyển kiến nghị về Mái ấm công đoàn", "own", "Ban Nữ công", date(2025, 4, 25)),
    ("Chuyển kiến nghị về thời gian cho cán bộ kiêm nhiệm", "own", "", date(2025, 4, 25)),
    ("Rà soát, sửa đổi quy chế phối hợp", "all", "Các công đoàn cơ sở", date(2025, 6, 30)),
)
# from unit, text, level, addressee; then (move, day, words, level)
RECOMMENDED: tuple[tuple[int, str, str, str, tuple[tuple[str, date, str, str], ...]], ...] = (
    (9, "Tổ chức 2 lớp tập huấn nghiệp vụ/năm", "sector", "", (
        ("answer", date(2025, 4, 25), "đưa vào kế hoạch tập huấn năm 2025", ""),)),
    (4, "Hướng dẫn mẫu quy chế phối hợp mới", "sector", "", (
        ("answer", date(2025, 5, 9), "đã gửi mẫu quy chế", ""),)),
    (8, "Tăng mức hỗ trợ Mái ấm", "sector", "", (
        ("forward", date(2025, 4, 22), "", "province"),
        ("answer", date(2025, 5, 20), "ghi nhận, đưa vào dự toán năm sau", ""))),
    (7, "Bố trí thời gian cho cán bộ CĐ kiêm nhiệm", "", "", (
        ("forward", date(2025, 4, 22), "", "department"),)),
    (6, "Phụ cấp trực, độc hại cho khối dự phòng", "", "", (
        ("forward", date(2025, 4, 24), "", "state_province"),
        ("answer", date(2025, 6, 5), "trả lời một phần", ""),
        ("reopen", date(2025, 6, 5), "chưa có mức phụ cấp độc hại", ""))),
)  # fmt: skip


def plan(made: Workshop, issued: bool = False) -> None:
    """Plan the workshop and approve its plan; with `issued` the plan is a paper with a number."""
    with road.at(14, 3):
        road.open_event(made)
        typed = road.parts(made)
        typed["plan"]["contents"] = "\n".join(FIELDS)
        road.type_all(made, typed)
        road.send(made)
        road.act(made, "money")
    with road.at(21, 3):
        road.act(made, "head")
        road.act(made, "deputy")
        if issued:
            road.issue_plan(made)


def day(made: Workshop, who: str = "writer") -> Any:
    """Return the event as the services of its day want it."""
    from services import event_days

    return event_days.day(made.matter_id, made.who(who))


def once() -> str:
    """Return a new key."""
    return f"{next(ONCE):032d}"


def check_in(made: Workshop) -> None:
    """Let 80 of the 84 come: by unit the first so many of the list, at 07:25."""
    from services import event_days, event_delegates, event_presences

    event_days.take_over(made.matter_id, who=made.who("writer"))
    held = day(made)
    by_unit: dict[int | None, list[Any]] = {}
    for one in event_delegates.of(made.matter_id):
        if one.category == "delegate":
            by_unit.setdefault(one.unit_id, []).append(one)
    for no, present in enumerate(PRESENT, start=1):
        for one in by_unit[made.units[f"u{no}"]][:present]:
            tapped = {"session": held.sessions[0].key, "move": "in", "at": time(7, 25)}
            event_presences.tap(held, one.id, who=made.who("writer"), once=once(), **tapped)


def speak(made: Workshop) -> None:
    """Register 13 spoken contributions in 12 fields and 11 written ones."""
    from services import event_contributions

    held = day(made)
    for field, both in FIELDS.items():
        for channel, units in zip(("spoken", "written"), both, strict=True):
            for no in units:
                said = {
                    "channel": channel,
                    "field": field,
                    "unit_id": made.units[f"u{no}"],
                    "body": "",
                    "person": f"Nguyễn Văn Số {no}",
                    "gist": f"Ý kiến về {field}.",
                    "nature": "remark",
                    "minutes": None,
                }
                event_contributions.add(held, who=made.who("writer"), once=once(), said=said)


def conclude(made: Workshop) -> None:
    """Type the minutes and write the five tasks down."""
    from services import event_minutes, event_tasks

    typed = {
        **event_minutes.prefilled(day(made)),
        "begins": "08:00",
        "chair": "Đinh Thu Hạnh",
        "chair_post": "Chủ tịch Công đoàn ngành Y tế tỉnh",
        "secretary": "Mạc Thị Lan Chi",
        "guests": "đồng chí Lục Thị Hòa, Phó Chủ tịch Liên đoàn Lao động tỉnh",
        "heard": "báo cáo đề dẫn",
        "conclusions": "Thống nhất đánh giá kết quả.\nTổng hợp kiến nghị, chuyển cấp có thẩm quyền.",
    }
    event_minutes.write(made.matter_id, typed, who=made.who("writer"))
    for text, to, owner, due in TASKS:
        said = {"text": text, "owner": owner, "due_on": due, "product": ""}
        event_tasks.add(day(made), who=made.who("writer"), once=once(), said=said, to=[to])


def recommend(made: Workshop) -> None:
    """Write KN1–KN5 into the register."""
    from services import event_recommendations

    for no, text, level, addressee, _moves in RECOMMENDED:
        said = {
            "text": text,
            "unit_id": made.units[f"u{no}"],
            "body": "",
            "field": "",
            "level": level,
            "addressee": addressee,
            "received_on": road.DAY,
        }
        event_recommendations.add(day(made), who=made.who("writer"), once=once(), said=said)


def follow(made: Workshop, until: date = date.max) -> None:
    """Write down what became of KN1–KN5 up to a day, each move on its day."""
    from services import event_recommendations

    entries = event_recommendations.of(made.matter_id)
    for entry, (*_rest, moves) in zip(entries, RECOMMENDED, strict=True):
        for move, on, text, level in moves:
            if on > until:
                break
            said = {"text": text, "level": level}
            event_recommendations.make_move(
                made.matter_id, entry.id, move, who=made.who("writer"), once=once(), on=on, **said
            )


def issue(made: Workshop, kind: str, on: date | None = None) -> int:
    """Let the clerk issue minutes or conclusions; returns the paper's id."""
    from services import event_record_issuing

    page = event_record_issuing.issue_page(made.matter_id, kind, who=made.who("clerk"), dated_on=on)
    assert page.prepared.faults == (), page.prepared.faults
    return event_record_issuing.issue(
        made.matter_id,
        kind,
        who=made.who("clerk"),
        once=once(),
        dated_on=on,
        reason="",
        seen_hash=page.prepared.seen_hash,
    )


def report_parts(made: Workshop, spent: tuple[int, ...] = SPENT) -> dict[str, Any]:
    """What is typed in the three parts of the report."""
    rows = {
        f"l{no}": {"actual": sum_, "voucher": f"CT{no:02d}", "reason": ""} for no, sum_ in enumerate(spent, 1)
    }
    return {
        "report": {
            "addressees": "Ban Thường vụ Liên đoàn Lao động tỉnh Sông Lam",
            "general": "Hội thảo được tổ chức sáng ngày 15/4/2025.",
            "preparation": "",
            "compared": [{"content": "Đoàn viên theo dõi", "planned": "80", "done": "hơn 80", "note": ""}],
            "good": "Thành phần dự đúng triệu tập.",
            "limits": "Một số tham luận còn dài.",
            "effects": "",
            "requests": "",
            "next_steps": "Theo dõi việc trả lời kiến nghị.",
            "recipients": "",
        },
        "settlement": {
            "advance": 8_950_000,
            "paid_on": "2025-04-16",
            "more_approved_on": "",
            "maker": made.key("writer"),
            "accountant": made.key("money"),
            "lines": rows,
        },
        "news": {
            "headline": "Bàn giải pháp nâng cao chất lượng hoạt động công đoàn cơ sở",
            "lead": "Sáng 15/4, Công đoàn ngành Y tế tỉnh Sông Lam tổ chức Hội thảo.",
            "guests": "Tới dự có đồng chí Lục Thị Hòa.",
            "content": "Đồng chí Đinh Thu Hạnh phát biểu đề dẫn.",
            "conclusion": "",
            "day": "2025-04-17",
            "published": "Trang thông tin của Liên đoàn Lao động tỉnh",
            "author": made.key("writer"),
            "approver": made.key("deputy"),
            "photos": [],
        },
    }


def open_report(made: Workshop, typed: dict[str, Any] | None = None) -> None:
    """Open the report and type its parts; `made.code` is the report's from now on."""
    from services import dossiers

    made.code = dossiers.open_dossier(made.matter_id, who=made.who("writer"), procedure="event_report")
    road.type_all(made, typed or report_parts(made))
