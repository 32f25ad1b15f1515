"""The demonstration training of 21/11/2025, online at eleven points, as facts; all is invented."""

from dataclasses import replace
from datetime import date, time

from rules.events_after import Attendance, Minutes, Presence, Task
from rules.events_facts import (
    Approval,
    BudgetLine,
    Delegate,
    Estimate,
    EventFacts,
    PaperState,
    Place,
    Point,
    Session,
    UnitQuota,
)
from tests.rules.event_samples import GOOD, P01, P02, P04, slot

DAY = date(2025, 11, 21)
AFTERNOON = Session("s1", DAY, time(13, 30), time(17, 0), "chiều 21/11/2025")

# point → (registered, present for at least 80 % of the time)
POINTS = {
    "centre": (38, 36),
    "u2": (22, 21),
    "u3": (10, 10),
    "u4": (8, 8),
    "u5": (8, 5),
    "u6": (12, 12),
    "u7": (16, 15),
    "u8": (15, 14),
    "u9": (13, 11),
    "u10": (9, 9),
    "u12": (9, 7),
}
DELEGATES = tuple(
    Delegate(f"{point}-{place}", f"Học viên {point} số {place}", f"h-{point}-{place}", point, salaried=True)
    for point, (registered, _) in POINTS.items()
    for place in range(1, registered + 1)
)


def _presence(point: str, place: int) -> Presence | None:
    """All came in time; of the full ones the first left after exactly 168 of 210 minutes, a short one after 167.

    At the centre all 38 came; elsewhere those who are short never signed in, but for the first of them.
    """
    full = POINTS[point][1]
    who = f"{point}-{place}"
    if place <= full:
        return Presence(who, "s1", True, time(13, 25), time(16, 18) if place == 1 else None)
    if point == "centre" or place == full + 1:
        return Presence(who, "s1", True, time(13, 30), time(16, 17))
    return None


PRESENCES = tuple(
    presence
    for point, (registered, _) in POINTS.items()
    for place in range(1, registered + 1)
    if (presence := _presence(point, place))
)
PROGRAMME = (
    slot("a", "1330", "1340", "Khai mạc", "opening", P04),
    slot("b", "1340", "1430", "Nghị quyết đại hội công đoàn nhiệm kỳ mới", "lecture", P01),
    slot("c", "1430", "1515", "Dân chủ ở cơ sở", "lecture", P02),
    slot("d", "1515", "1605", "Chấm điểm, xếp loại, biểu số liệu", "lecture", P04),
    slot("e", "1605", "1640", "Tự kiểm tra cuối năm, kế hoạch năm sau", "lecture", P01),
    slot("f", "1640", "1700", "Hỏi đáp", "discussion"),
)
LINES = (
    BudgetLine("b1", "Báo cáo viên Đinh Thu Hạnh", "speaker", 1, 600_000, 1, 600_000, (P01,), "P02"),
    BudgetLine("b2", "Báo cáo viên Lương Quốc Bảo", "speaker", 1, 600_000, 1, 600_000, (P02,), "P01"),
    BudgetLine("b3", "Báo cáo viên, chuyên đề ngắn", "speaker", 2, 400_000, 1, 800_000, (P01, P04), "P02"),
    BudgetLine("b4", "Đường truyền, phòng họp", "hall", 1, 1_000_000, 1, 1_000_000),
    BudgetLine("b5", "Giải khát tại điểm cầu trung tâm", "tea_break", 38, 20_000, 1, 760_000),
    BudgetLine("b6", "In giấy chứng nhận", "certificate", 148, 5_000, 1, 740_000),
)
# Tenths of a point of the 141 papers that were handed in.
SCORES = (*(80,) * 127, *(90,) * 14)
CLOSING_TASKS = tuple(
    Task(f"n-{unit}", "Gửi dự thảo kế hoạch năm 2026", unit, date(2025, 12, 10), date(2025, 12, day))
    for unit, day in (
        ("u1", 5), ("u2", 8), ("u3", 9), ("u4", 10), ("u5", 12), ("u6", 4),
        ("u7", 9), ("u8", 10), ("u9", 10), ("u10", 3), ("u12", 8),
    )
)  # fmt: skip
TRAINING: EventFacts = replace(
    GOOD,
    event=replace(
        GOOD.event,
        title="Hội nghị tập huấn nghiệp vụ cán bộ công đoàn năm 2025, lần 2",
        kind="training",
        mode="online",
        first_day=DAY,
        last_day=DAY,
        dated_on=date(2025, 10, 21),
    ),
    today=DAY,
    texts={"plan.time": "Từ 13 giờ 30, thứ Sáu, 21/11/2025"},
    grounds=("Căn cứ Luật Công đoàn số 50/2024/QH15 ngày 27 tháng 11 năm 2024",),
    sessions=(AFTERNOON,),
    programme=PROGRAMME,
    place=Place(
        link=True,
        link_places=30,
        on_link=11,
        points=tuple(
            Point(point, f"Điểm cầu {point}", f"Người phụ trách {point}", registered, 40)
            for point, (registered, _) in POINTS.items()
        ),
    ),
    quotas=tuple(UnitQuota(point, f"CĐCS {point}", registered) for point, (registered, _) in POINTS.items()),
    delegates=DELEGATES,
    guests=0,
    staff=0,
    list_closed_on=date(2025, 11, 18),
    commissions=(),
    estimate=Estimate(LINES, 4_500_000, "Bốn triệu năm trăm nghìn đồng", 4_500_000),
    approvals={
        "event_plan": Approval(date(2025, 10, 21), date(2025, 10, 29), True, "P04", "P01"),
        "event_estimate": Approval(date(2025, 10, 21), date(2025, 10, 29), True, "P04", "P01"),
    },
    papers={
        "event_plan": PaperState("issued", date(2025, 10, 29)),
        "event_estimate": PaperState("issued", date(2025, 10, 29)),
        "summons_letter": PaperState("issued", date(2025, 11, 5)),
    },
    attendance=tuple(Attendance(point, *both) for point, both in POINTS.items()),
    minutes=Minutes(160, 148, 12, decides=False),
    presences=PRESENCES,
    contributions=(),
    reported=None,
    settlement=None,
    news=None,
    tasks=CLOSING_TASKS,
    recommendations=(),
)
