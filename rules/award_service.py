"""Registration, presence, service and special cases of a person: AW26–AW29, AW39–AW42, AW46, AW47."""

from datetime import date

from rules.awards_facts import RATING_ORDER, AwardFacts, Nominee
from rules.evidence import Known, Part, below, every, full_months, judge, same, some
from rules.finding import N_, Finding
from rules.questions import past_unknown, year_unknown
from rules.ruleset import Rule
from vietnamese.dates import screen_date


def registered_for_emulation(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW27: registered for emulation at the start of the year."""
    part = Part(
        holds=nominee.registered,
        failed=N_("%(name)s không đăng ký thi đua đầu năm."),
        asked=N_("Chưa rõ %(name)s có đăng ký thi đua đầu năm hay không."),
        field=f"nominees.{nominee.key}.registered",
        fix=N_("Đối chiếu bản đăng ký thi đua đầu năm của đơn vị."),
    )
    return judge(rule, nominee, [part])


def present_enough(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW28: working days absent in the year, without maternity leave, below the limit."""
    limit = rule.number("days")
    part = Part(
        holds=below(nominee.absent_days, limit),
        failed=N_(
            "%(name)s nghỉ %(days)s ngày làm việc trong năm (không kể thai sản), từ %(limit)s ngày trở lên."
        ),
        asked=N_("Chưa ghi số ngày nghỉ trong năm của %(name)s."),
        field=f"nominees.{nominee.key}.absent_days",
        fix=N_("Đối chiếu bảng chấm công; không tính thời gian nghỉ thai sản."),
    )
    return judge(rule, nominee, [part], days=nominee.absent_days or 0, limit=limit)


def long_enough_here(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW29: full months in the unit up to the round's cut-off.

    Where the round names no cut-off, the customary day of the rule can excuse but not accuse: the rule asks.
    """
    need = rule.number("months")
    year = facts.round.year
    if facts.round.cutoff is None and year is None:
        return [year_unknown(nominee, rule)]
    usual = date(year, rule.number("cutoff_month"), rule.number("cutoff_day")) if year else None
    end = facts.round.cutoff or usual
    months = None if nominee.hired_on is None or end is None else max(full_months(nominee.hired_on, end), 0)
    holds: Known = None if months is None else months >= need
    if holds is False and facts.round.cutoff is None:
        holds = None
    part = Part(
        holds=holds,
        failed=N_(
            "%(name)s vào đơn vị ngày %(hired)s, đến ngày %(end)s được %(months)s tháng tròn, chưa đủ %(need)s tháng."
        ),
        asked=N_(
            "Chưa đủ ngày vào đơn vị của %(name)s hoặc ngày chốt của đợt để tính %(need)s tháng công tác."
        ),
        field=f"nominees.{nominee.key}.hired_on",
        fix=N_("Kiểm tra ngày tuyển dụng; nếu chưa đủ thời gian, đề nghị ở năm sau."),
    )
    return judge(
        rule,
        nominee,
        [part],
        need=need,
        months=months or 0,
        hired=screen_date(nominee.hired_on) if nominee.hired_on else "",
        end=screen_date(end) if end else "",
    )


def not_above_collective(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW46: a leader is not rated above the collective that he or she leads."""
    year = facts.round.year
    if nominee.is_leader is False:
        return []
    if year is None:
        return [year_unknown(nominee, rule)]
    own = nominee.ratings.get(year)
    ratings = nominee.collective_ratings if nominee.leads == "group" else facts.unit.ratings
    collective = ratings.get(year)
    above: Known = None
    if own in RATING_ORDER and collective in RATING_ORDER:
        above = RATING_ORDER.index(own) > RATING_ORDER.index(collective)
    if own == RATING_ORDER[0]:
        above = False
    # Above the unit says nothing about somebody who may lead a group of it.
    breach = every(above, nominee.is_leader, True if nominee.leads in ("unit", "group") else None)
    part = Part(
        holds=None if breach is None else not breach,
        failed=N_(
            "%(name)s xếp loại %(own)s, cao hơn tập thể do mình phụ trách (%(collective)s) năm %(year)s."
        ),
        asked=N_("Chưa rõ %(name)s phụ trách tập thể nào, hoặc thiếu xếp loại năm %(year)s để so sánh."),
        field=f"nominees.{nominee.key}.ratings.{year}",
        fix=N_("Đối chiếu xếp loại của người đứng đầu với xếp loại của tập thể."),
    )
    return judge(rule, nominee, [part], own=own or "", collective=collective or "", year=str(year))


def commemorative_medal(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW26: years of union service for the Kỷ niệm chương, which nobody gets twice."""
    full_need, part_need = rule.number("full_time_years"), rule.number("part_time_years")
    full, part_time = nominee.service.union_years_full_time, nominee.service.union_years_part_time
    enough = some(
        None if full is None else full >= full_need, None if part_time is None else part_time >= part_need
    )
    if enough is False and full and part_time and full + part_time >= part_need:
        # The guides do not say how years of both kinds add up.
        enough = None
    parts = [
        Part(
            holds=enough,
            failed=N_(
                "%(name)s có %(full)s năm chuyên trách, %(part)s năm không chuyên trách; "
                "cần %(full_need)s năm hoặc %(part_need)s năm."
            ),
            asked=N_(
                "Chưa rõ thời gian làm cán bộ công đoàn của %(name)s có đủ để xét Kỷ niệm chương hay không."
            ),
            field=f"nominees.{nominee.key}.service",
            fix=N_("Ghi quá trình làm cán bộ công đoàn theo từng thời gian."),
        ),
        Part(
            holds=_never_held(nominee, facts.round.award),
            failed=N_("%(name)s đã được tặng Kỷ niệm chương."),
            asked=N_("Chưa xác nhận %(name)s chưa được tặng Kỷ niệm chương."),
            field=f"nominees.{nominee.key}.past_awards",
            fix=N_("Đối chiếu sổ khen thưởng."),
        ),
    ]
    figures: dict[str, str | int] = {
        "full": full or 0,
        "part": part_time or 0,
        "full_need": full_need,
        "part_need": part_need,
    }
    return judge(rule, nominee, parts, figures=figures)


def _never_held(nominee: Nominee, award: str) -> Known:
    if any(past.award == award for past in nominee.past_awards or ()):
        return False
    return True if nominee.past_awards is not None and nominee.awards_complete else None


def once_in_life(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW47: some awards are given once in a life; some come without a certificate (see `certificate`)."""
    if facts.round.award not in rule.words("once"):
        return []
    if nominee.past_awards is None:
        return [past_unknown(nominee, rule)]
    part = Part(
        holds=_never_held(nominee, facts.round.award),
        failed=N_("%(name)s đã được tặng %(award)s; hình thức này chỉ tặng một lần."),
        asked=N_("Chưa xác nhận %(name)s chưa được tặng %(award)s."),
        field=f"nominees.{nominee.key}.past_awards",
        fix=N_("Đối chiếu sổ khen thưởng."),
    )
    return judge(rule, nominee, [part], award=facts.round.award_title)


def certificate(award: str, rule: Rule) -> bool:
    """Whether the award comes with a certificate (AW47): Lao động tiên tiến is a decision and money only."""
    return award not in rule.words("no_certificate")


def transferred(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW39: the new unit judges; with months enough at the old one its opinion is attached."""
    service = nominee.service
    needed = every(service.transferred, _reaches(service.months_at_old_unit, rule.number("months")))
    part = Part(
        holds=some(None if needed is None else not needed, service.old_unit_opinion),
        failed=N_("%(name)s mới chuyển đến và có %(months)s tháng ở đơn vị cũ; thiếu ý kiến của đơn vị cũ."),
        asked=N_("Chưa rõ %(name)s có chuyển đơn vị trong năm và có cần ý kiến của đơn vị cũ hay không."),
        field=f"nominees.{nominee.key}.service.old_unit_opinion",
        fix=N_("Đính kèm nhận xét của đơn vị cũ."),
    )
    return judge(rule, nominee, [part], months=service.months_at_old_unit or 0)


def seconded(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW40: somebody seconded is judged by the sending unit."""
    service = nominee.service
    at_home = some(
        None if service.seconded is None else not service.seconded, same(service.sending_unit, facts.unit.id)
    )
    part = Part(
        holds=at_home,
        failed=N_("%(name)s được biệt phái đến; đơn vị cử đi xét khen thưởng."),
        asked=N_("Chưa rõ %(name)s có phải người được biệt phái đến hay không."),
        field=f"nominees.{nominee.key}.service.seconded",
        fix=N_("Chuyển đề nghị về đơn vị cử đi."),
    )
    return judge(rule, nominee, [part])


def studying(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW41: study with a grade of khá or better counts as work, and for a year or more as Lao động tiên tiến."""
    service = nominee.service
    away = None if service.study_months is None else service.study_months > 0
    good = None if service.study_grade is None else service.study_grade in rule.words("grades")
    part = Part(
        holds=some(None if away is None else not away, good),
        failed=N_("Kết quả học tập của %(name)s dưới loại khá nên thời gian đi học không được tính."),
        asked=N_("Chưa rõ thời gian đi học và kết quả học tập của %(name)s."),
        field=f"nominees.{nominee.key}.service.study_grade",
        fix=N_("Ghi số tháng đi học và xếp loại kết quả học tập."),
    )
    return judge(rule, nominee, [part])


def study_equals_ldtt(nominee: Nominee, rule: Rule) -> Known:
    """Whether the study of AW41 stands for Lao động tiên tiến: long enough and with a good grade."""
    service = nominee.service
    good = None if service.study_grade is None else service.study_grade in rule.words("grades")
    return every(_reaches(service.study_months, rule.number("months")), good)


def long_leadership(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW42: for long service in leading posts women need a third less; leave for maternity counts as service."""
    service = nominee.service
    num, den = rule.ratio("women_reduction")
    need, had = service.leader_months_required, service.leader_months
    reduced = None if need is None else -(-need * (den - num) // den)
    if nominee.sex is None:
        holds = some(_reaches(had, need), None if _reaches(had, reduced) is not False else False)
    else:
        holds = _reaches(had, reduced if nominee.sex == "female" else need)
    part = Part(
        holds=holds,
        failed=N_("%(name)s giữ chức vụ %(had)s tháng, chưa đủ %(need)s tháng."),
        asked=N_("Chưa đủ thời gian giữ chức vụ hoặc giới tính của %(name)s để xét quá trình cống hiến."),
        field=f"nominees.{nominee.key}.service.leader_months",
        fix=N_("Ghi thời gian giữ từng chức vụ; thời gian nghỉ thai sản được tính."),
    )
    shown = reduced if nominee.sex == "female" else need
    return judge(rule, nominee, [part], had=had or 0, need=shown or 0)


def _reaches(value: int | None, limit: int | None) -> Known:
    return None if value is None or limit is None else value >= limit
