"""Conditions of the yearly titles and of the union's own awards.

AW06–AW08, AW12, AW13, AW22, AW23, AW25, AW45, OW13.
"""

from rules.awards_facts import AwardFacts, Initiative, Nominee
from rules.evidence import Known, Part, at_least, every, judge, rated, reaches, run, some, titled
from rules.finding import N_, Finding
from rules.questions import initiatives_unknown, year_unknown
from rules.ruleset import Rule
from vietnamese.numbers import group, percent

_RATING_UNKNOWN = N_("Chưa có xếp loại năm %(year)s của %(name)s.")
_RATING_FIX = N_("Ghi mức xếp loại năm %(year)s và quyết định công nhận.")


def rated_well(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW06: Lao động tiên tiến asks for a rating of hoàn thành tốt or better in the year."""
    year = facts.round.year
    if year is None:
        return [year_unknown(nominee, rule)]
    part = _rating_part(nominee, year, str(rule.values["rating"]))
    return judge(rule, nominee, [part], year=str(year), floor=str(rule.values["rating"]))


def floor_of_round(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """OW13: the rating of the year is known and not below the floor that the round has set."""
    year, floor = facts.round.year, facts.round.min_rating
    if year is None:
        return [year_unknown(nominee, rule)]
    part = _rating_part(nominee, year, floor or "KHT")
    if floor is None and part.holds is False:
        # A round without a floor takes an unrated year as it is.
        return []
    return judge(rule, nominee, [part], year=str(year), floor=floor or "KHT")


def _rating_part(nominee: Nominee, year: int, floor: str) -> Part:
    return Part(
        holds=rated(nominee, year, floor),
        failed=N_("Xếp loại năm %(year)s của %(name)s thấp hơn mức %(floor)s."),
        asked=_RATING_UNKNOWN,
        field=f"nominees.{nominee.key}.ratings.{year}",
        fix=_RATING_FIX,
    )


def grassroots_fighter(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW07: Chiến sĩ thi đua cơ sở: Lao động tiên tiến and one of: excellent rating, initiative, accepted topic."""
    year = facts.round.year
    if year is None:
        return [year_unknown(nominee, rule)]
    parts = [
        _rating_part(nominee, year, str(rule.values["rating"])),
        Part(
            holds=some(rated(nominee, year, str(rule.values["excellent"])), _recognised(nominee, 1)),
            failed=N_(
                "%(name)s chưa hoàn thành xuất sắc nhiệm vụ và không có sáng kiến, đề tài được công nhận."
            ),
            asked=N_("Chưa rõ %(name)s có sáng kiến, đề tài được công nhận hay không."),
            field=f"nominees.{nominee.key}.initiatives",
            fix=N_("Ghi sáng kiến, đề tài kèm quyết định công nhận."),
        ),
    ]
    return judge(rule, nominee, parts, year=str(year), floor=str(rule.values["rating"]))


def _recognised(nominee: Nominee, need: int) -> Known:
    initiatives = nominee.initiatives
    return at_least(need, (each.recognised for each in initiatives or ()), more_possible=initiatives is None)


def share_of_fighters(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """AW08: a cap on Chiến sĩ thi đua cơ sở among those with Lao động tiên tiến, where a cap is set."""
    if "share" not in rule.values:
        return []
    num, den = rule.ratio("share")
    counted, base = len(facts.of_kind("person")), facts.unit.ldtt_people
    if base is None or base < 0:
        return [
            rule.ask(
                N_("Chưa có số người đạt Lao động tiên tiến của đơn vị để tính tỷ lệ."),
                field="unit.ldtt_people",
                fix=N_("Ghi số người đạt Lao động tiên tiến trong năm."),
            )
        ]
    if counted * den <= base * num:
        return []
    return [
        rule.fail(
            N_("Danh sách có %(count)s người, quá %(share)s của %(base)s người đạt Lao động tiên tiến."),
            field="nominees",
            fix=N_("Bớt danh sách, hoặc nêu lý do đề nghị vượt tỷ lệ."),
            count=counted,
            base=base,
            share=percent(num, den),
        )
    ]


def advanced_collective(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW12: Tập thể lao động tiên tiến: rating, share of Lao động tiên tiến, nobody disciplined from cảnh cáo up."""
    year = facts.round.year
    if year is None:
        return [year_unknown(nominee, rule)]
    serious = nominee.collective.serious_discipline
    parts = [
        _rating_part(nominee, year, str(rule.values["rating"])),
        _ldtt_part(nominee, rule),
        Part(
            holds=None if serious is None else not serious,
            failed=N_("%(name)s có người bị kỷ luật từ cảnh cáo trở lên."),
            asked=N_("Chưa xác nhận %(name)s không có ai bị kỷ luật từ cảnh cáo trở lên."),
            field=f"nominees.{nominee.key}.collective.serious_discipline",
            fix=N_("Xác nhận ở phần của tập thể."),
        ),
    ]
    return judge(
        rule, nominee, parts, figures=_shares(nominee, rule), year=str(year), floor=str(rule.values["rating"])
    )


def excellent_collective(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW13: Tập thể lao động xuất sắc: HTXS, everybody completed, share of Lao động tiên tiến, Chiến sĩ thi đua."""
    year = facts.round.year
    if year is None:
        return [year_unknown(nominee, rule)]
    figures = nominee.collective
    where = f"nominees.{nominee.key}.collective"
    fighters = rule.number("cstdcs")
    parts = [
        _rating_part(nominee, year, str(rule.values["rating"])),
        Part(
            holds=reaches(figures.completed, figures.members, rule.ratio("completed_share")),
            failed=N_(
                "%(name)s có %(completed)s/%(members)s người hoàn thành nhiệm vụ, chưa đủ %(completed_share)s."
            ),
            asked=N_("Chưa rõ bao nhiêu người của %(name)s hoàn thành nhiệm vụ."),
            field=f"{where}.completed",
            fix=N_("Ghi số người và số người hoàn thành nhiệm vụ."),
        ),
        _ldtt_part(nominee, rule),
        Part(
            holds=None if figures.cstdcs is None else figures.cstdcs >= fighters,
            failed=N_("%(name)s có %(fighters)s Chiến sĩ thi đua cơ sở, cần ít nhất %(need)s."),
            asked=N_("Chưa rõ %(name)s có bao nhiêu Chiến sĩ thi đua cơ sở."),
            field=f"{where}.cstdcs",
            fix=N_("Ghi số Chiến sĩ thi đua cơ sở trong năm."),
        ),
    ]
    return judge(
        rule,
        nominee,
        parts,
        figures=_shares(nominee, rule),
        year=str(year),
        floor=str(rule.values["rating"]),
        completed=figures.completed or 0,
        completed_share=percent(*rule.ratio("completed_share")),
        fighters=figures.cstdcs or 0,
        need=fighters,
    )


def _ldtt_part(nominee: Nominee, rule: Rule) -> Part:
    return Part(
        holds=reaches(nominee.collective.ldtt, nominee.collective.members, rule.ratio("ldtt_share")),
        failed=N_("%(name)s có %(ldtt)s/%(members)s người đạt Lao động tiên tiến, dưới %(ldtt_share)s."),
        asked=N_("Chưa rõ bao nhiêu người của %(name)s đạt Lao động tiên tiến."),
        field=f"nominees.{nominee.key}.collective.ldtt",
        fix=N_("Ghi tổng số người và số người đạt Lao động tiên tiến."),
    )


def _shares(nominee: Nominee, rule: Rule) -> dict[str, str | int]:
    return {
        "ldtt": nominee.collective.ldtt or 0,
        "members": nominee.collective.members or 0,
        "ldtt_share": percent(*rule.ratio("ldtt_share")),
    }


def confederation_merit(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW22: Bằng khen of the confederation: years of HTXS, initiatives, the province's Bằng khen of last year."""
    year = facts.round.year
    if year is None:
        return [year_unknown(nominee, rule)]
    years, need = rule.number("years"), rule.number("initiatives")
    floor = str(rule.values["rating"])
    where = f"nominees.{nominee.key}"
    parts = [
        Part(
            holds=run(lambda each: rated(nominee, each, floor), year, years),
            failed=N_("%(name)s chưa đủ %(years)s năm liên tục xếp loại %(floor)s đến năm %(year)s."),
            asked=N_("Chưa đủ xếp loại các năm của %(name)s để xét %(years)s năm liên tục đến năm %(year)s."),
            field=f"{where}.ratings",
            fix=N_("Ghi xếp loại từng năm."),
        ),
        Part(
            holds=_recognised(nominee, need),
            failed=N_("%(name)s có chưa đủ %(need)s sáng kiến được công nhận."),
            asked=N_("Chưa rõ %(name)s có đủ %(need)s sáng kiến được công nhận hay không."),
            field=f"{where}.initiatives",
            fix=N_("Ghi sáng kiến kèm quyết định công nhận."),
        ),
        Part(
            holds=some(*(titled(nominee, award, year - 1) for award in rule.words("before"))),
            failed=N_("%(name)s không có Bằng khen của LĐLĐ tỉnh, công đoàn ngành ở năm liền trước."),
            asked=N_(
                "Chưa rõ %(name)s có Bằng khen của LĐLĐ tỉnh, công đoàn ngành ở năm liền trước hay không."
            ),
            field=f"{where}.past_awards",
            fix=N_("Ghi các hình thức khen thưởng đã có."),
        ),
    ]
    return judge(rule, nominee, parts, year=str(year), years=years, need=need, floor=floor)


def theme_quotas(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """AW23: caps of a thematic Bằng khen of the confederation, per theme and per upper union."""
    counted = (
        (
            facts.round.theme_total,
            rule.number("per_theme"),
            N_("Chuyên đề này đã có %(count)s Bằng khen, mức tối đa %(limit)s."),
        ),
        (
            facts.round.upper_union_total,
            rule.number("per_upper_union"),
            N_("Đơn vị cấp trên đã đề nghị %(count)s Bằng khen chuyên đề, mức tối đa %(limit)s."),
        ),
    )
    if any(count is None for count, _, _ in counted):
        return [
            rule.ask(
                N_("Chưa có số Bằng khen chuyên đề đã đề nghị trong năm."),
                fix=N_("Ghi số đã đề nghị của chuyên đề và của đơn vị cấp trên."),
            )
        ]
    return [
        rule.fail(
            message, fix=N_("Chọn trường hợp tiêu biểu nhất, hoặc hỏi cấp trên."), count=count, limit=limit
        )
        for count, limit, message in counted
        if count is not None and count > limit
    ]


def creative_labour(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW25: Bằng Lao động sáng tạo of a worker: one solution of enough worth, or several over consecutive years.

    The higher thresholds of graduates and leaders were not read: for them the rule asks.
    """
    year = facts.round.year
    if year is None:
        return [year_unknown(nominee, rule)]
    if nominee.initiatives is None:
        return [initiatives_unknown(nominee, rule)]
    one, several, years = (rule.number(name) for name in ("one_solution", "several", "years"))
    worth = some(
        at_least(1, (_worth(each, one) for each in nominee.initiatives)),
        _together(nominee.initiatives, range(year - years + 1, year + 1), several),
    )
    worker = every(nominee.is_direct_worker, None if nominee.is_leader is None else not nominee.is_leader)
    part = Part(
        # A worth below the worker's threshold is below the higher ones as well.
        holds=every(worth, worker or None) if worth is not False else False,
        failed=N_(
            "Giá trị làm lợi của %(name)s chưa đến %(one)s đồng một giải pháp, %(several)s đồng trong %(years)s năm."
        ),
        asked=N_(
            "Chưa đủ giá trị làm lợi, hoặc %(name)s không phải người lao động trực tiếp nên áp dụng mức cao hơn."
        ),
        field=f"nominees.{nominee.key}.initiatives",
        fix=N_("Ghi giá trị làm lợi từng năm có xác nhận; đối tượng khác hỏi mức của cấp trên."),
    )
    return judge(rule, nominee, [part], one=group(one), several=group(several), years=years)


def _worth(initiative: Initiative, limit: int) -> Known:
    return None if initiative.benefit is None else initiative.benefit >= limit


def _together(initiatives: tuple[Initiative, ...], window: range, limit: int) -> Known:
    """Whether what the years of the window brought reaches the limit, with something in each year."""
    sure = [each for each in initiatives if each.year in window and each.benefit is not None]
    unsure = [each for each in initiatives if (each.year is None or each.year in window) and each not in sure]
    if {each.year for each in sure} == set(window) and sum(each.benefit or 0 for each in sure) >= limit:
        return True
    return None if unsure else False


def union_without_blockers(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW45: what keeps a grassroots union from hoàn thành xuất sắc nhiệm vụ."""
    figures = nominee.collective
    conditions = (
        ("no_strike", figures.no_strike, N_("%(name)s để xảy ra ngừng việc, đình công trái pháp luật.")),
        (
            "no_fatal_accident",
            figures.no_fatal_accident,
            N_("%(name)s để xảy ra tai nạn lao động chết người do lỗi."),
        ),
        ("agreement", figures.agreement, N_("%(name)s chưa ký thỏa ước lao động tập thể nơi phải ký.")),
        ("democracy", figures.democracy, N_("%(name)s chưa thực hiện đủ quy chế dân chủ ở cơ sở.")),
        (
            "no_key_officer_disciplined",
            figures.no_key_officer_disciplined,
            N_("%(name)s có cán bộ chủ chốt bị kỷ luật."),
        ),
    )
    parts = [
        Part(
            holds=holds,
            failed=failed,
            asked=N_("Chưa xác nhận đủ điều kiện loại trừ khi xếp loại của %(name)s."),
            field=f"nominees.{nominee.key}.collective.{name}",
            fix=N_("Xác nhận từng điều kiện ở phần của đơn vị."),
        )
        for name, holds, failed in conditions
    ]
    return judge(rule, nominee, parts)
