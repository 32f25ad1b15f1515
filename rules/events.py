"""All rules of events in one table, and the way to run them.

A procedure says which rules it runs at each stage (`reference/events/procedures.toml`). A rule that no version of the
rule set holds on the date is silent.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rules import event_attendance, event_closing, event_money, event_plan, event_programme
from rules.checking import chosen, tidy
from rules.errors import RuleDataError
from rules.events_facts import EventFacts
from rules.finding import N_, Finding
from rules.ruleset import Rule, RuleSet

# Rules by which the absence of something is itself the breach; all others ask when something is missing.
COMPLETENESS = frozenset({"EV02", "EV08", "EV09", "EV25", "EV26", "EV27", "EV28", "EV29", "OE03"})


@dataclass(frozen=True, slots=True)
class EventRule:
    """A rule that is asked once about the event; `title` says what holds when it is met."""

    check: Callable[[EventFacts, Rule], list[Finding]]
    title: str


RULES: dict[str, EventRule] = {
    "EV01": EventRule(
        event_plan.approved_before_inviting, N_("Kế hoạch, dự toán đã được duyệt trước khi mời.")
    ),
    "EV02": EventRule(event_plan.sections_filled, N_("Kế hoạch đủ các mục.")),
    "EV03": EventRule(event_plan.grounds_in_force, N_("Các căn cứ đang có hiệu lực.")),
    "EV04": EventRule(event_plan.in_work_programme, N_("Có trong chương trình công tác, hoặc đã nêu lý do.")),
    "EV05": EventRule(event_plan.lead_times, N_("Đủ thời gian chuẩn bị.")),
    "EV06": EventRule(event_plan.day_is_free, N_("Không trùng ngày nghỉ lễ, không trùng lịch cấp trên.")),
    "EV07": EventRule(event_programme.enough_places, N_("Đủ chỗ cho người được mời.")),
    "EV08": EventRule(event_programme.link_ready, N_("Điểm cầu, đường truyền và người phụ trách đã có đủ.")),
    "EV09": EventRule(
        event_programme.programme_holds,
        N_("Chương trình đủ chủ trì, thư ký, người trình bày; không chồng giờ."),
    ),
    "EV10": EventRule(
        event_programme.time_left, N_("Thời lượng tham luận, thảo luận vừa với thời gian của buổi.")
    ),
    "EV11": EventRule(event_programme.papers_in_time, N_("Tham luận đã nhận đúng hạn.")),
    "EV12": EventRule(
        event_attendance.quotas_kept, N_("Danh sách đại biểu đúng số lượng triệu tập, không trùng.")
    ),
    "EV13": EventRule(event_attendance.quorum, N_("Đủ số người dự để quyết định.")),
    "EV14": EventRule(
        event_attendance.certificates_earned, N_("Người được cấp giấy chứng nhận dự đủ thời gian.")
    ),
    "EV15": EventRule(event_attendance.minutes_add_up, N_("Số liệu trong biên bản khớp nhau.")),
    "EV16": EventRule(event_attendance.counters_right, N_("Số ý kiến trong báo cáo khớp với sổ.")),
    "EV17": EventRule(event_money.prices_within_norms, N_("Đơn giá trong định mức.")),
    "EV18": EventRule(event_money.meals_for_unsalaried, N_("Hỗ trợ tiền ăn đúng đối tượng.")),
    "EV19": EventRule(event_money.tea_for_those_present, N_("Số suất giải khát vừa với số người.")),
    "EV20": EventRule(event_money.sums_right, N_("Thành tiền, tổng cộng, bằng chữ đều khớp.")),
    "EV21": EventRule(event_money.within_approved, N_("Chi trong số tiền được duyệt.")),
    "EV23": EventRule(event_money.settled_in_time, N_("Quyết toán đúng hạn.")),
    "EV24": EventRule(
        event_money.duties_apart, N_("Người lập, người duyệt, người nhận tiền là những người khác nhau.")
    ),
    "EV25": EventRule(event_closing.papers_there, N_("Đủ văn bản để kết thúc sự kiện.")),
    "EV26": EventRule(event_closing.news_right, N_("Tin bài đúng hạn, đúng tên, ảnh có chú thích.")),
    "EV27": EventRule(event_closing.tasks_complete, N_("Mỗi kết luận có đơn vị và hạn thực hiện.")),
    "EV28": EventRule(
        event_closing.recommendations_followed, N_("Kiến nghị có cấp trả lời và chưa quá hạn.")
    ),
    "EV29": EventRule(event_closing.closed_with_answer, N_("Kiến nghị đã đóng đều có câu trả lời.")),
    "OE01": EventRule(event_plan.weekdays_right, N_("Thứ và ngày khớp nhau.")),
    "OE02": EventRule(event_programme.no_gaps, N_("Chương trình không để trống giờ.")),
    "OE03": EventRule(event_closing.papers_there, N_("Đủ văn bản trước ngày tổ chức.")),
}


def check(facts: EventFacts, ruleset: RuleSet, wired: Iterable[str] | None = None) -> list[Finding]:
    """Findings about the event, the heaviest first, then in the order of `wired`.

    A rule that is met gives one finding of level pass. What is reported missing is not asked for again, and several
    rules asking the same show it once. UnknownRule for an id that no function implements.
    """
    found = []
    for rule_id in chosen(wired, RULES):
        rule = ruleset.get(rule_id)
        if rule is not None:
            entry = RULES[rule_id]
            found += entry.check(facts, rule) or [rule.ok(entry.title)]
    return tidy(found, COMPLETENESS)


def wired(procedures: Mapping[str, Any], stage: str) -> tuple[str, ...]:
    """Ids of the rules that run at a stage, in order; RuleDataError for an unknown stage or rule.

    `procedures`: `{stage: {"wired": [rule ids]}}` of `reference/events/procedures.toml`.
    """
    if stage not in procedures:
        raise RuleDataError(stage, "there is no such stage")
    ids = tuple(procedures[stage].get("wired", ()))
    for rule_id in ids:
        if rule_id not in RULES:
            raise RuleDataError(f"{stage}.wired", f"no function implements {rule_id}")
    return ids
