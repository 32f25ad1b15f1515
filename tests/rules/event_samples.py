"""The demonstration workshop of 15/04/2025 as facts, accepted by every rule, and ways to change it; all is invented."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import reference
from rules import bases
from rules.event_norms import NormTable
from rules.events import RULES, wired
from rules.events_after import (
    Attendance,
    Contribution,
    Minutes,
    Named,
    News,
    Photo,
    Recommendation,
    Reported,
    SettledLine,
    Settlement,
    Task,
)
from rules.events_facts import (
    Approval,
    BudgetLine,
    Commission,
    Delegate,
    Estimate,
    Event,
    EventFacts,
    PaperState,
    Place,
    Session,
    Slot,
    UnitQuota,
)
from rules.finding import Finding
from rules.ruleset import RuleSet
from vietnamese.workdays import WorkingCalendar

ON = date(2025, 3, 14)
DAY = date(2025, 4, 15)
EVENT_RULES = reference.load("events/rules.toml")
SHIPPED = RuleSet.from_dict(EVENT_RULES, ON)
ACTS = bases.read(reference.load("legal_bases.toml"))
NORMS = NormTable.from_dict(
    reference.load("events/norms.toml"), reference.load("demo/event_norms.toml")["norm"]
)
STAGES = reference.load("events/procedures.toml")


def _calendar() -> WorkingCalendar:
    data = reference.load("holidays.toml")
    return WorkingCalendar(
        (row["date"] for row in data["day"]), (row["date"] for row in data.get("workday", ()))
    )


CALENDAR = _calendar()

P01, P02, P04 = Named("Đinh Thu Hạnh", "P01"), Named("Lương Quốc Bảo", "P02"), Named("Mạc Thị Lan Chi", "P04")
P08 = Named("Lục Thị Hòa", "P08")

# unit → (called, present)
UNITS = {
    "u1": (12, 12),
    "u2": (9, 9),
    "u3": (6, 6),
    "u4": (6, 5),
    "u5": (5, 4),
    "u6": (7, 7),
    "u7": (8, 8),
    "u8": (8, 8),
    "u9": (7, 6),
    "u10": (5, 5),
    "u11": (5, 5),
    "u12": (6, 5),
}
# field → (units that spoke, units that wrote)
FIELDS = {
    "Thỏa ước lao động tập thể và thương lượng": (["u12"], ["u12"]),
    "Quy chế dân chủ, đối thoại": (["u1", "u7"], ["u3", "u8"]),
    "Tuyên truyền, mạng xã hội": (["u2"], ["u6", "u10"]),
    "Chăm lo, Mái ấm": (["u8"], ["u5"]),
    "Cán bộ, tập huấn": (["u6"], ["u9"]),
    "Gắn kết tổ trưởng – Ban Chấp hành": (["u3"], ["u4"]),
    "Kiểm tra, giám sát": (["u1"], []),
    "Tài chính": (["u10"], ["u7"]),
    "Thi đua, sáng kiến": (["u7"], ["u2"]),
    "Nữ công": (["u2"], []),
    "Thanh tra nhân dân": (["u9"], []),
    "Quan hệ với chuyên môn": (["u4"], ["u11"]),
}
QUOTAS = tuple(UnitQuota(unit, f"CĐCS {unit}", called, {"chair": 1}) for unit, (called, _) in UNITS.items())
# Three of the company's delegates have no salary from the budget.
DELEGATES = tuple(
    Delegate(
        f"{unit}-{place}",
        f"Đại biểu {unit} số {place}",
        f"p-{unit}-{place}",
        unit,
        "chair" if place == 1 else "member",
        salaried=not (unit == "u12" and place > 3),
    )
    for unit, (called, _) in UNITS.items()
    for place in range(1, called + 1)
)
MORNING = Session("s1", DAY, time(7, 30), time(11, 30), "sáng 15/04/2025")


def slot(key: str, start: str, end: str, content: str, kind: str, *speakers: Named) -> Slot:
    """One row of a programme; times as "0730"."""
    from_, to = (time(int(each[:2]), int(each[2:])) for each in (start, end))
    return Slot(key, "s1", from_, to, content, kind, speakers)


PROGRAMME = (
    slot("a", "0730", "0800", "Đón tiếp đại biểu, điểm danh", "other"),
    slot("b", "0800", "0810", "Tuyên bố lý do, giới thiệu đại biểu", "opening", P04),
    slot("c", "0810", "0825", "Báo cáo đề dẫn", "lecture", P01),
    slot("d", "0825", "0925", "Trình bày tham luận", "paper"),
    slot("e", "0925", "0940", "Giải lao", "break"),
    slot("f", "0940", "1040", "Thảo luận theo nhóm vấn đề", "discussion"),
    slot("g", "1040", "1110", "Phát biểu chỉ đạo", "remarks", P08),
    slot("h", "1110", "1130", "Tổng kết, bế mạc", "closing", P01),
)
COMMISSIONS = tuple(
    Commission(f"t{number}", f"Tham luận {number}", unit, date(2025, 4, 4), date(2025, 4, 8))
    for number, unit in enumerate(("u1", "u2", "u3", "u7", "u8", "u10"), start=1)
)
LINES = (
    BudgetLine("b1", "Giải khát giữa giờ", "tea_break", 95, 20_000, 1, 1_900_000),
    BudgetLine("b2", "Tài liệu, văn phòng phẩm", "documents", 90, 20_000, 1, 1_800_000),
    BudgetLine("b3", "Maket, trang trí", "backdrop", 1, 1_500_000, 1, 1_500_000),
    BudgetLine("b4", "Bồi dưỡng tham luận trình bày", "presented_paper", 6, 300_000, 1, 1_800_000),
    BudgetLine("b5", "Đề dẫn, báo cáo viên", "speaker", 1, 600_000, 1, 600_000, (P01,), "P02"),
    BudgetLine("b6", "Phục vụ, âm thanh", "service", 4, 150_000, 1, 600_000),
    BudgetLine("b7", "Hỗ trợ tiền ăn khách không hưởng lương", "meal_unsalaried", 3, 150_000, 1, 450_000),
    BudgetLine("b8", "Chụp ảnh, tin bài", "news", 1, 300_000, 1, 300_000),
)
SPENT = (1_900_000, 1_740_000, 1_450_000, 1_800_000, 600_000, 450_000, 450_000, 220_000)
SETTLEMENT = Settlement(
    tuple(
        SettledLine(line.key, line.content, line.amount, actual)
        for line, actual in zip(LINES, SPENT, strict=True)
    ),
    total=8_610_000,
    advance=8_950_000,
    returned=340_000,
    paid_on=date(2025, 4, 16),
)
CONTRIBUTIONS = tuple(
    Contribution(f"c{place}-{channel}-{number}", channel, field, unit)
    for place, (field, both) in enumerate(FIELDS.items())
    for channel, units in zip(("spoken", "written"), both, strict=True)
    for number, unit in enumerate(units)
)
RECOMMENDATIONS = (
    Recommendation(
        "KN1", "Tổ chức hai lớp tập huấn nghiệp vụ mỗi năm", "sector", "closed", DAY,
        answered_on=date(2025, 4, 25), answer="Đưa vào kế hoạch năm",
    ),
    Recommendation(
        "KN2", "Hướng dẫn mẫu quy chế phối hợp mới", "sector", "closed", DAY,
        answered_on=date(2025, 5, 9), answer="Đã gửi mẫu",
    ),
    Recommendation(
        "KN3", "Tăng mức hỗ trợ Mái ấm", "province", "answered", DAY, date(2025, 4, 22),
        date(2025, 5, 20), answer="Ghi nhận, đưa vào dự toán năm sau",
    ),
    Recommendation(
        "KN4", "Bố trí thời gian cho cán bộ công đoàn kiêm nhiệm", "department", "forwarded", DAY,
        date(2025, 4, 22),
    ),
    Recommendation(
        "KN5", "Phụ cấp trực, độc hại cho khối dự phòng", "state_province", "reopened", DAY,
        date(2025, 4, 24), date(2025, 6, 5), date(2025, 6, 5), "Trả lời một phần",
    ),
)  # fmt: skip

PLANNED = EventFacts(
    event=Event(
        "Hội thảo “Nâng cao chất lượng hoạt động CĐCS ngành Y tế năm 2025”",
        "workshop",
        "in_person",
        "full",
        DAY,
        DAY,
        ON,
        province="song_lam",
        locality="district",
        unit_kind="sector",
        in_programme=True,
        clashes=(),
    ),
    today=ON,
    sections=dict.fromkeys(
        ("grounds", "aim", "content", "participants", "time", "place", "costs", "assignment"), True
    ),
    texts={"plan.time": "Từ 07 giờ 30, thứ Ba, ngày 15/4/2025"},
    grounds=("Căn cứ Luật Công đoàn số 12/2012/QH13 ngày 20 tháng 6 năm 2012",),
    acts=ACTS,
    sessions=(MORNING,),
    programme=PROGRAMME,
    chairs=(P01, P02),
    secretaries=(P04,),
    place=Place("Hội trường Bệnh viện Đa khoa tỉnh", 120, 90),
    quotas=QUOTAS,
    delegates=DELEGATES,
    list_closed_on=date(2025, 4, 10),
    guests=6,
    staff=5,
    commissions=COMMISSIONS,
    estimate=Estimate(LINES, 8_950_000, "Tám triệu chín trăm năm mươi nghìn đồng", 8_950_000),
    approvals={
        "event_plan": Approval(ON, date(2025, 3, 21), True, "P04", "P01"),
        "event_estimate": Approval(ON, date(2025, 3, 21), True, "P04", "P01"),
    },
    papers={
        "event_plan": PaperState("issued", date(2025, 3, 21)),
        "event_estimate": PaperState("issued", date(2025, 3, 21)),
        "summons_letter": PaperState("issued", date(2025, 3, 31)),
        "invitation": PaperState("issued", date(2025, 3, 31)),
        "event_programme": PaperState("issued", date(2025, 4, 11)),
        "delegate_list": PaperState("issued", date(2025, 4, 11)),
    },
    norms=NORMS,
    calendar=CALENDAR,
)
AFTER = {
    kind: PaperState("issued", day)
    for kind, day in {
        "event_minutes": DAY,
        "event_conclusions": date(2025, 4, 18),
        "event_report": date(2025, 4, 25),
        "news_item": date(2025, 4, 17),
        "event_settlement": date(2025, 4, 29),
    }.items()
}
GOOD = replace(
    PLANNED,
    today=date(2025, 4, 29),
    papers={**(PLANNED.papers or {}), **AFTER},
    attendance=tuple(Attendance(unit, *both) for unit, both in UNITS.items()),
    minutes=Minutes(84, 80, 4, decides=False),
    presences=(),
    contributions=CONTRIBUTIONS,
    reported=Reported(13, 11, 24, 12),
    settlement=SETTLEMENT,
    news=News(date(2025, 4, 17), (P01, P08), (Photo("1", "Đồng chí Đinh Thu Hạnh phát biểu đề dẫn"),)),
    tasks=tuple(Task(f"n{number}", f"Nhiệm vụ {number}", "u1", date(2025, 6, 30)) for number in range(1, 6)),
    recommendations=RECOMMENDATIONS[:3],
)


def found(rule_id: str, facts: EventFacts, ruleset: RuleSet = SHIPPED) -> list[Finding]:
    """What one rule itself says; nothing when it is met."""
    rule = ruleset.get(rule_id)
    assert rule is not None, f"{rule_id} does not hold on {ruleset.on}"
    return RULES[rule_id].check(facts, rule)


def levels(rule_id: str, facts: EventFacts, ruleset: RuleSet = SHIPPED) -> list[str]:
    """Levels of what one rule says."""
    return [finding.level for finding in found(rule_id, facts, ruleset)]


def confirmed(rule_id: str, **row: Any) -> RuleSet:
    """The shipped rules with one row of an administrator."""
    by = {"rule": rule_id, "confirmed_by": "Đinh Thu Hạnh", "confirmed_on": date(2025, 1, 2)}
    return RuleSet.from_dict(EVENT_RULES, ON, [{**by, **row}])


def event(facts: EventFacts = GOOD, **changes: Any) -> EventFacts:
    """The facts with changes to the event itself."""
    return replace(facts, event=replace(facts.event, **changes))


def line(key: str, **changes: Any) -> EventFacts:
    """The facts with changes to one line of the estimate."""
    assert GOOD.estimate is not None
    lines = tuple(replace(each, **changes) if each.key == key else each for each in LINES)
    return replace(GOOD, estimate=replace(GOOD.estimate, lines=lines))


def stage(name: str) -> tuple[str, ...]:
    """The rules of a stage."""
    return wired(STAGES, name)
