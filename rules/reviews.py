"""All rules of annual reviews in one table, and the ways to run them: a union's review, a cycle, a round.

Ids RV01–RV20, RV31, RV32, RV40 are those of the domain notes on reviews. A rule that no version of the rule set holds
on the date is silent. The rules of the statistics in a report (RV21–RV30, RV33–RV39) are not here.

=====  ============================================================================================  ========
id     the reviews' own checks                                                                       weight
=====  ============================================================================================  ========
OV01   every item that applies is scored (completeness)                                              block
OV02   meeting, attendance, a vote on the rank and the rank itself are recorded (completeness)       block
OV03   no rank above the cap while something that lowers ranks has happened                          block
OV04   a union without a file is reminded once, then not fulfilled (run by the round's service)      block
OV05   nobody is given more than points and conditions gave                                          block
OV06   the decision names every union that is ranked (completeness)                                  block
OV07   an item lies far from its peers (`review_peers`, needs the other unions)                      warn
OV08   two of three seats agree, nobody recused votes (`review_committee`)                           block
OV09   notice, appeal and answer in time (`review_committee`)                                        warn
=====  ============================================================================================  ========
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rules import review_acts, review_items, review_rank, review_round, review_tags
from rules.checking import chosen, tidy
from rules.finding import FAIL, N_, Finding
from rules.review_round import RoundFacts
from rules.review_sheet import faults
from rules.reviews_facts import Cycle, ReviewFacts
from rules.ruleset import Rule, RuleSet

Facts = TypeVar("Facts")

# Rules by which the absence of something is itself the breach; all others ask when something is missing.
COMPLETENESS = frozenset({"OV01", "OV02", "OV06"})
# A rule that has nothing to add once another has failed: conditions do not decide where points fall short.
SILENT_AFTER = {"RV10": "RV09"}


@dataclass(frozen=True, slots=True)
class Check(Generic[Facts]):
    """A rule and what holds when it is met."""

    run: Callable[[Facts, Rule], list[Finding]]
    title: str


REVIEW: dict[str, Check[ReviewFacts]] = {
    "OV01": Check(review_items.all_scored, N_("Mọi tiêu chí đã có điểm.")),
    "RV01": Check(review_items.within_maximum, N_("Điểm từng tiêu chí trong khung, đúng bước điểm.")),
    "RV02": Check(review_items.sums_right, N_("Cộng điểm đúng, không vượt tối đa.")),
    "RV04": Check(review_items.evidence_shown, N_("Tiêu chí điểm cao đều có minh chứng.")),
    "RV05": Check(review_items.evidence_of_the_year, N_("Minh chứng đều trong thời gian xét.")),
    "RV06": Check(review_items.difference_explained, N_("Chỗ chênh lệch đều đã nêu lý do.")),
    "RV07": Check(review_items.far_apart, N_("Điểm thẩm định không chênh xa điểm tự chấm.")),
    "RV08": Check(review_items.too_good, N_("Điểm tự chấm không có dấu hiệu chạy theo thành tích.")),
    "RV09": Check(review_rank.enough_points, N_("Mức đề nghị đúng với điểm thẩm định.")),
    "RV10": Check(review_rank.conditions_met, N_("Đủ các điều kiện của HTXS.")),
    "RV12": Check(review_rank.old_enough, N_("Đơn vị đủ thời gian hoạt động để xếp loại.")),
    "OV03": Check(review_rank.not_capped, N_("Không có việc làm hạ mức xếp loại.")),
    "RV13": Check(
        review_tags.conference_in_time, N_("Điểm hội nghị người lao động khớp ngày họp, nghị quyết.")
    ),
    "RV14": Check(review_tags.minutes_enough, N_("Điểm họp Ban Chấp hành khớp số biên bản.")),
    "RV15": Check(review_tags.officers_trained, N_("Điểm tập huấn khớp tỷ lệ cán bộ được tập huấn.")),
    "RV16": Check(review_tags.finances_in_order, N_("Điểm tài chính khớp số thu và hạn quyết toán.")),
    "RV17": Check(review_tags.recommendations_answered, N_("Điểm kiến nghị khớp sổ theo dõi.")),
    "OV02": Check(review_acts.vote_recorded, N_("Đã ghi cuộc họp và kết quả biểu quyết.")),
    "RV18": Check(review_acts.meeting_valid, N_("Cuộc họp Ban Chấp hành hợp lệ, số phiếu khớp.")),
    "RV19": Check(review_acts.order_of_acts, N_("Họp, duyệt, trình đúng thứ tự.")),
    "RV20": Check(review_acts.duties_apart, N_("Không ai thẩm định, quyết định cho đơn vị mình.")),
    "RV31": Check(review_tags.sent_in_time, N_("Hồ sơ gửi trong hạn.")),
    "RV32": Check(review_acts.one_term, N_("Các văn bản ghi đúng nhiệm kỳ.")),
}


def _sheet_right(cycle: Cycle, rule: Rule) -> list[Finding]:
    return faults(cycle.sheet, rule)


CYCLE: dict[str, Check[Cycle]] = {
    "RV03": Check(_sheet_right, N_("Bảng điểm cộng đúng khung.")),
    "RV40": Check(review_acts.criteria_kept, N_("Bảng điểm giữ nguyên từ khi có đơn vị trình.")),
}
ROUND: dict[str, Check[RoundFacts]] = {
    "RV11": Check(review_round.within_quota, N_("Số đơn vị HTXS trong chỉ tiêu.")),
    "OV05": Check(review_round.rank_supported, N_("Mức xếp loại không vượt điểm và điều kiện.")),
    "OV06": Check(review_round.everybody_decided, N_("Mọi đơn vị đã có kết quả.")),
}
# Rules that are run with what only their own callers have: other unions, votes, days.
ELSEWHERE = frozenset({"OV04", "OV07", "OV08", "OV09"})


def check(facts: ReviewFacts, ruleset: RuleSet, wired: Iterable[str] | None = None) -> list[Finding]:
    """Findings about one union's review at its stage, the heaviest first, then in the order of `wired`.

    A rule that is met gives one finding of level pass. What is reported missing is not asked for again. UnknownRule
    for an id that no function implements.
    """
    return _run(REVIEW, facts, ruleset, wired)


def check_cycle(cycle: Cycle, ruleset: RuleSet, wired: Iterable[str] | None = None) -> list[Finding]:
    """Findings about the score sheet of a cycle and its changes."""
    return _run(CYCLE, cycle, ruleset, wired)


def check_round(facts: RoundFacts, ruleset: RuleSet, wired: Iterable[str] | None = None) -> list[Finding]:
    """Findings about the decision on a whole round (before M6)."""
    return _run(ROUND, facts, ruleset, wired)


def _run(
    checks: Mapping[str, Check[Facts]], facts: Facts, ruleset: RuleSet, wired: Iterable[str] | None
) -> list[Finding]:
    found: dict[str, list[Finding]] = {}
    for rule_id in chosen(wired, checks):
        rule = ruleset.get(rule_id)
        if rule is not None:
            found[rule_id] = checks[rule_id].run(facts, rule) or [rule.ok(checks[rule_id].title)]
    for rule_id, first in SILENT_AFTER.items():
        if any(each.verdict == FAIL for each in found.get(first, ())):
            found.pop(rule_id, None)
    return tidy((each for said in found.values() for each in said), COMPLETENESS)
