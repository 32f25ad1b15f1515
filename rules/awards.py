"""All rules of award nominations in one table, and the two ways to run them.

A procedure says which rules it runs (`wired`, from `reference/awards/procedures.toml`). A rule that no version of the
rule set holds on the date is silent.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rules import (
    award_ballot,
    award_dossier,
    award_exclusions,
    award_list,
    award_money,
    award_service,
    award_state,
    award_titles,
)
from rules.awards_facts import AwardFacts, Nominee
from rules.checking import chosen, sendable, tidy, verdict, worst
from rules.errors import UnknownNominee
from rules.finding import N_, Finding
from rules.ruleset import Rule, RuleSet

__all__ = [
    "COMPLETENESS",
    "RULES",
    "PerDossier",
    "PerNominee",
    "check",
    "check_nominee",
    "sendable",
    "verdict",
    "worst",
]

NomineeRule = Callable[[AwardFacts, Nominee, Rule], list[Finding]]
DossierRule = Callable[[AwardFacts, Rule], list[Finding]]

_PERSON = ("person",)
_COLLECTIVE = ("group", "unit")
_UNIT = ("unit",)
_BOTH = ("person", "group", "unit")
_ALL = ("person", "group", "unit", "household")

# Rules by which the absence of something is itself the breach; all others ask when something is missing.
COMPLETENESS = frozenset({"AW36", "OW07", "OW08", "OW14"})


@dataclass(frozen=True, slots=True)
class PerNominee:
    """A rule that is asked about each nominee of its kinds; `title` says what holds when it is met."""

    check: NomineeRule
    title: str
    kinds: tuple[str, ...] = _ALL


@dataclass(frozen=True, slots=True)
class PerDossier:
    """A rule that is asked once about the whole; `title` says what holds when it is met."""

    check: DossierRule
    title: str


RULES: dict[str, PerNominee | PerDossier] = {
    "AW01": PerNominee(
        award_exclusions.under_discipline,
        N_("Không ai đang bị xem xét, thi hành kỷ luật, thanh tra, điều tra, khiếu nại, tố cáo."),
    ),
    "AW02": PerNominee(
        award_exclusions.counted_after_discipline, N_("Thành tích chỉ tính sau khi hết thời hạn kỷ luật.")
    ),
    "AW03": PerNominee(
        award_exclusions.prerequisite_of_merit,
        N_("Không lấy khen chuyên đề, đột xuất làm căn cứ khen công trạng."),
        _BOTH,
    ),
    "AW04": PerNominee(award_exclusions.same_achievement, N_("Không thành tích nào được khen hai lần.")),
    "AW05": PerNominee(
        award_exclusions.initiative_once, N_("Mỗi sáng kiến chỉ dùng một lần để xét khen thưởng."), _PERSON
    ),
    "AW06": PerNominee(award_titles.rated_well, N_("Xếp loại đạt mức của Lao động tiên tiến."), _PERSON),
    "AW07": PerNominee(award_titles.grassroots_fighter, N_("Đủ điều kiện Chiến sĩ thi đua cơ sở."), _PERSON),
    "AW08": PerDossier(
        award_titles.share_of_fighters, N_("Tỷ lệ Chiến sĩ thi đua cơ sở trong mức quy định.")
    ),
    "AW09": PerNominee(
        award_state.consecutive_titles, N_("Đủ số năm liên tục Chiến sĩ thi đua cơ sở."), _PERSON
    ),
    "AW10": PerNominee(
        award_state.initiative_of_ministry,
        N_("Có sáng kiến, đề tài được công nhận ở phạm vi bộ, tỉnh."),
        _PERSON,
    ),
    "AW11": PerNominee(award_state.national_fighter, N_("Đủ điều kiện Chiến sĩ thi đua toàn quốc."), _PERSON),
    "AW12": PerNominee(
        award_titles.advanced_collective, N_("Đủ điều kiện Tập thể lao động tiên tiến."), _COLLECTIVE
    ),
    "AW13": PerNominee(
        award_titles.excellent_collective, N_("Đủ điều kiện Tập thể lao động xuất sắc."), _COLLECTIVE
    ),
    "AW14": PerNominee(award_state.flag, N_("Dẫn đầu cụm, khối hoặc phong trào chuyên đề."), _COLLECTIVE),
    "AW15": PerNominee(
        award_state.ministry_merit_person, N_("Đủ điều kiện Bằng khen cấp bộ, tỉnh."), _PERSON
    ),
    "AW16": PerNominee(
        award_state.ministry_merit_collective, N_("Tập thể đủ điều kiện Bằng khen cấp bộ, tỉnh."), _COLLECTIVE
    ),
    "AW17": PerNominee(award_state.chain_of_merit, N_("Đủ điều kiện Bằng khen của Thủ tướng."), _PERSON),
    "AW18": PerNominee(
        award_state.chain_of_merit, N_("Tập thể đủ điều kiện Bằng khen của Thủ tướng."), _COLLECTIVE
    ),
    "AW19": PerNominee(award_state.chain_of_merit, N_("Đủ điều kiện Huân chương Lao động hạng Ba."), _BOTH),
    "AW20": PerNominee(award_state.chain_of_merit, N_("Đủ điều kiện Huân chương Lao động hạng Nhì."), _BOTH),
    "AW21": PerNominee(award_state.chain_of_merit, N_("Đủ điều kiện Huân chương Lao động hạng Nhất."), _BOTH),
    "AW22": PerNominee(
        award_titles.confederation_merit, N_("Đủ điều kiện Bằng khen của Tổng Liên đoàn."), _PERSON
    ),
    "AW23": PerDossier(award_titles.theme_quotas, N_("Số Bằng khen chuyên đề trong mức quy định.")),
    "AW24": PerNominee(
        award_exclusions.exclusive_forms, N_("Khen toàn diện và khen chuyên đề không trùng năm, trùng cấp.")
    ),
    "AW25": PerNominee(award_titles.creative_labour, N_("Giá trị làm lợi đạt mức quy định."), _PERSON),
    "AW26": PerNominee(
        award_service.commemorative_medal,
        N_("Đủ thời gian làm cán bộ công đoàn, chưa có Kỷ niệm chương."),
        _PERSON,
    ),
    "AW27": PerNominee(award_service.registered_for_emulation, N_("Đã đăng ký thi đua đầu năm."), _BOTH),
    "AW28": PerNominee(award_service.present_enough, N_("Số ngày nghỉ trong mức quy định."), _PERSON),
    "AW29": PerNominee(award_service.long_enough_here, N_("Đủ thời gian công tác tại đơn vị."), _PERSON),
    "AW30": PerNominee(
        award_exclusions.disciplined_in_year,
        N_("Không ai bị kỷ luật, xử phạt hành chính trong năm."),
        _PERSON,
    ),
    "AW31": PerDossier(award_list.ties_prefer_women, N_("Thứ tự ưu tiên khi bằng phiếu đã đúng.")),
    "AW32": PerDossier(award_list.direct_workers, N_("Đã quan tâm người lao động trực tiếp.")),
    "AW33": PerNominee(award_ballot.enough_votes, N_("Đủ tỷ lệ phiếu đồng ý, tính trên tổng số thành viên.")),
    "AW34": PerDossier(award_ballot.quorum, N_("Cuộc họp đủ số người dự.")),
    "AW35": PerNominee(award_ballot.own_case, N_("Không ai bỏ phiếu cho trường hợp của mình.")),
    "AW36": PerDossier(award_dossier.papers_present, N_("Hồ sơ đủ văn bản, báo cáo thành tích.")),
    "AW37": PerNominee(award_dossier.report_signed, N_("Báo cáo thành tích đủ chữ ký, xác nhận.")),
    "AW38": PerDossier(award_dossier.list_published, N_("Danh sách đã được công khai đủ thời gian.")),
    "AW39": PerNominee(
        award_service.transferred, N_("Người mới chuyển đến có ý kiến của đơn vị cũ."), _PERSON
    ),
    "AW40": PerNominee(award_service.seconded, N_("Người biệt phái do đơn vị cử đi xét."), _PERSON),
    "AW41": PerNominee(award_service.studying, N_("Thời gian đi học đạt kết quả được tính."), _PERSON),
    "AW42": PerNominee(award_service.long_leadership, N_("Đủ thời gian cống hiến."), _PERSON),
    "AW43": PerDossier(award_dossier.in_time, N_("Trình trong hạn nhận hồ sơ.")),
    "AW44": PerDossier(award_money.prize_money, N_("Tiền thưởng tính được và có nguồn chi.")),
    "AW45": PerNominee(
        award_titles.union_without_blockers,
        N_("Không có điều kiện loại trừ khi xếp loại công đoàn cơ sở."),
        _UNIT,
    ),
    "AW46": PerNominee(
        award_service.not_above_collective, N_("Người đứng đầu không xếp loại cao hơn tập thể."), _PERSON
    ),
    "AW47": PerNominee(
        award_service.once_in_life, N_("Hình thức chỉ tặng một lần chưa từng được tặng."), _PERSON
    ),
    "OW01": PerNominee(award_list.award_for_object, N_("Hình thức khen thưởng đúng đối tượng.")),
    "OW02": PerNominee(award_list.own_unit, N_("Người, tập thể được đề nghị thuộc đơn vị.")),
    "OW03": PerDossier(award_list.within_quota, N_("Danh sách trong chỉ tiêu của đợt.")),
    "OW04": PerDossier(award_list.listed_twice, N_("Không ai có tên hai lần trong danh sách.")),
    "OW05": PerNominee(award_ballot.votes_add_up, N_("Số phiếu khớp nhau.")),
    "OW06": PerDossier(award_ballot.attendance_adds_up, N_("Số người dự họp khớp với số phiếu.")),
    "OW07": PerNominee(award_dossier.results_written, N_("Đã nêu thành tích của từng trường hợp.")),
    "OW08": PerDossier(award_list.somebody_named, N_("Đã có danh sách đề nghị.")),
    "OW09": PerNominee(
        award_dossier.initiative_recognised, N_("Sáng kiến có quyết định công nhận."), _PERSON
    ),
    "OW10": PerNominee(
        award_list.another_award_this_year, N_("Không trùng khen thưởng cùng cấp, cùng loại hình trong năm.")
    ),
    "OW11": PerNominee(award_list.nominated_elsewhere, N_("Không có tên trong hồ sơ khác của đợt.")),
    "OW12": PerDossier(award_dossier.round_open, N_("Đợt đã mở.")),
    "OW13": PerNominee(award_titles.floor_of_round, N_("Xếp loại đạt điều kiện của đợt.")),
    "OW14": PerDossier(award_ballot.vote_recorded, N_("Đã ghi cuộc họp và kết quả phiếu.")),
}


def check(facts: AwardFacts, ruleset: RuleSet, wired: Iterable[str] | None = None) -> list[Finding]:
    """Findings about the whole nomination and every nominee, the heaviest first, then in the order of `wired`.

    A rule that is met gives one finding of level pass; a rule that concerns none of the nominees gives none. What is
    reported missing is not asked for again, and several rules asking the same show it once. UnknownRule for an id
    that no function implements.
    """
    found = []
    for rule_id in chosen(wired, RULES):
        rule = ruleset.get(rule_id)
        if rule is not None:
            found += _run(rule_id, facts, facts.nominees, rule)
    return tidy(found, COMPLETENESS)


def check_nominee(
    facts: AwardFacts, key: str, ruleset: RuleSet, wired: Iterable[str] | None = None
) -> list[Finding]:
    """Findings about one nominee alone, for the row of the list: whether the award is possible, before typing on."""
    nominee = next((each for each in facts.nominees if each.key == key), None)
    if nominee is None:
        raise UnknownNominee(key)
    found = []
    for rule_id in chosen(wired, RULES):
        rule = ruleset.get(rule_id)
        if rule is not None and isinstance(RULES[rule_id], PerNominee):
            found += _run(rule_id, facts, (nominee,), rule)
    return tidy(found, COMPLETENESS)


def _run(rule_id: str, facts: AwardFacts, nominees: Iterable[Nominee], rule: Rule) -> list[Finding]:
    entry = RULES[rule_id]
    if isinstance(entry, PerDossier):
        found = entry.check(facts, rule)
    else:
        concerned = [nominee for nominee in nominees if nominee.kind in entry.kinds]
        if not concerned:
            return []
        found = [finding for nominee in concerned for finding in entry.check(facts, nominee, rule)]
    return found or [rule.ok(entry.title)]
