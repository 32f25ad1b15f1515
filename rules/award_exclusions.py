"""Who may not be proposed now, and what may not be rewarded twice: AW01–AW05, AW24, AW30."""

from datetime import date

from rules.awards_facts import AwardFacts, Discipline, Nominee, PastAward
from rules.evidence import NOT_A_STEP, Known, every, proofs, same, some
from rules.finding import N_, Finding
from rules.questions import discipline_unknown, initiatives_unknown, past_unknown, term_unknown
from rules.ruleset import Rule
from vietnamese.dates import screen_date


def _overlaps(measure: Discipline, first: date | None, last: date | None) -> Known:
    """Whether the term of a measure touches the days from `first` to `last`; not known while a day that matters is."""
    begins = None if measure.start is None or last is None else measure.start <= last
    lasts = None if measure.end is None or first is None else measure.end >= first
    return every(begins, lasts)


def under_discipline(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW01: no discipline in force, and no inspection, investigation or complaint open, on the day of nomination."""
    on = facts.round.nominated_on
    found = []
    where = f"nominees.{nominee.key}"
    if nominee.open_case:
        found.append(
            rule.fail(
                N_(
                    "%(name)s đang bị xem xét kỷ luật, thanh tra, kiểm tra, điều tra hoặc có đơn thư "
                    "đang được xác minh nên chưa thể đề nghị khen thưởng."
                ),
                field=f"{where}.open_case",
                subject=nominee.key,
                fix=N_("Bỏ khỏi danh sách lần này; đề nghị lại sau khi có kết luận không vi phạm."),
                name=nominee.name,
            )
        )
    elif nominee.open_case is None:
        found.append(
            rule.ask(
                N_(
                    "Chưa xác nhận %(name)s không bị xem xét kỷ luật, thanh tra, kiểm tra, khiếu nại, tố cáo."
                ),
                field=f"{where}.open_case",
                subject=nominee.key,
                fix=N_("Đánh dấu xác nhận ở phần của người, tập thể này."),
                name=nominee.name,
            )
        )
    if nominee.discipline is None and nominee.is_person:
        found.append(discipline_unknown(nominee, rule))
    for measure in nominee.discipline or ():
        in_force = _overlaps(measure, on, on)
        if in_force and measure.end is not None:
            found.append(
                rule.fail(
                    N_(
                        "%(name)s còn trong thời hạn kỷ luật đến hết ngày %(end)s nên chưa thể đề nghị khen thưởng."
                    ),
                    field=f"{where}.discipline",
                    subject=nominee.key,
                    fix=N_("Bỏ khỏi danh sách lần này; thành tích được tính từ khi hết thời hạn kỷ luật."),
                    name=nominee.name,
                    end=screen_date(measure.end),
                )
            )
        elif in_force is None:
            found.append(term_unknown(nominee, rule))
    return found


def counted_after_discipline(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW02: achievements count only from the end of a disciplinary term on."""
    award = facts.round
    opens = award.counted_from or (date(award.year, 1, 1) if award.year else None)
    where = f"nominees.{nominee.key}.counted_from"
    if nominee.discipline is None and nominee.is_person:
        return [discipline_unknown(nominee, rule)]
    found = []
    for measure in nominee.discipline or ():
        # A term that ended before the period of the round opened does not touch what is rewarded.
        if measure.end is None:
            found.append(term_unknown(nominee, rule))
        elif opens is not None and measure.end < opens:
            continue
        elif nominee.counted_from is None or award.counted_from is None:
            # The first of January is only what a round usually means: it excuses, it does not accuse.
            found.append(
                rule.ask(
                    N_("%(name)s hết thời hạn kỷ luật ngày %(end)s; thành tích chỉ được tính sau ngày đó."),
                    field=where,
                    subject=nominee.key,
                    fix=N_("Ghi ngày bắt đầu tính thành tích, sau ngày %(end)s."),
                    name=nominee.name,
                    end=screen_date(measure.end),
                )
            )
        elif nominee.counted_from <= measure.end:
            found.append(
                rule.fail(
                    N_(
                        "Thành tích của %(name)s được tính từ ngày %(start)s, "
                        "trong khi thời hạn kỷ luật đến hết ngày %(end)s."
                    ),
                    field=where,
                    subject=nominee.key,
                    fix=N_("Tính thành tích từ sau ngày %(end)s, hoặc bỏ khỏi danh sách."),
                    name=nominee.name,
                    start=screen_date(nominee.counted_from),
                    end=screen_date(measure.end),
                )
            )
    return found


def prerequisite_of_merit(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW03: results of sudden merit and thematic campaigns are no ground for an award of merit."""
    if facts.round.form is not None and facts.round.form != "toan_dien":
        return []
    if nominee.past_awards is None:
        return [past_unknown(nominee, rule)]
    found = []
    for award in nominee.past_awards:
        if not award.cited:
            continue
        breach = every(
            same(facts.round.form, "toan_dien"), None if award.form is None else award.form in NOT_A_STEP
        )
        details = {
            "field": f"nominees.{nominee.key}.past_awards",
            "subject": nominee.key,
            "proof": proofs([award]),
        }
        if breach:
            found.append(
                rule.fail(
                    N_(
                        "%(award)s là khen chuyên đề hoặc đột xuất, không dùng làm căn cứ đề nghị khen công trạng."
                    ),
                    fix=N_("Dùng danh hiệu, hình thức khen thưởng khác làm căn cứ."),
                    award=award.title,
                    name=nominee.name,
                    **details,
                )
            )
        elif breach is None:
            found.append(
                rule.ask(
                    N_("Chưa rõ %(award)s được tặng theo công trạng, chuyên đề hay đột xuất."),
                    fix=N_("Ghi loại hình khen thưởng."),
                    award=award.title,
                    name=nominee.name,
                    **details,
                )
            )
    return found


def same_achievement(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW04: one achievement is rewarded once.

    For yearly merit the award, the year and the form tell the achievement; elsewhere the named achievement does.
    """
    if nominee.past_awards is None:
        return [past_unknown(nominee, rule)]
    found = []
    for award in nominee.past_awards:
        twice = _same(facts, nominee, award)
        details = {
            "field": f"nominees.{nominee.key}.past_awards",
            "subject": nominee.key,
            "proof": proofs([award]),
        }
        if twice:
            found.append(
                rule.fail(
                    N_(
                        "%(name)s đã được tặng %(award)s cho thành tích này; một thành tích chỉ khen một lần."
                    ),
                    fix=N_("Bỏ khỏi danh sách, hoặc nêu thành tích khác."),
                    name=nominee.name,
                    award=award.title,
                    **details,
                )
            )
        elif twice is None:
            found.append(
                rule.ask(
                    N_("Chưa rõ %(award)s mà %(name)s đã có là khen thưởng cho thành tích nào, năm nào."),
                    fix=N_("Ghi năm, loại hình và thành tích của lần khen thưởng đó."),
                    name=nominee.name,
                    award=award.title,
                    **details,
                )
            )
    return found


def _same(facts: AwardFacts, nominee: Nominee, award: PastAward) -> Known:
    named = same(nominee.achievement, award.achievement)
    if named:
        return True
    if award.award != facts.round.award:
        return False
    where = every(same(facts.round.year, award.year), same(facts.round.form, award.form))
    if facts.round.form is None:
        return None if where is None else False
    return where if facts.round.form == "toan_dien" else every(where, named)


def initiative_once(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW05: an initiative serves one title or one form of award, once."""
    where = f"nominees.{nominee.key}.initiatives"
    if nominee.initiatives is None:
        return [initiatives_unknown(nominee, rule)]
    found = []
    seen = set()
    for initiative in nominee.initiatives:
        place = f"{where}.{initiative.id}"
        details = {"subject": nominee.key, "name": nominee.name, "initiative": initiative.name}
        if initiative.id in seen:
            found.append(
                rule.fail(
                    N_("Sáng kiến «%(initiative)s» của %(name)s được ghi hai lần."),
                    field=place,
                    fix=N_("Bỏ một dòng."),
                    **details,
                )
            )
        seen.add(initiative.id)
        if not initiative.is_ground:
            continue
        if initiative.used_for:
            found.append(
                rule.fail(
                    N_(
                        "Sáng kiến «%(initiative)s» của %(name)s đã dùng để xét %(awards)s; chỉ được dùng một lần."
                    ),
                    field=f"{place}.used_for",
                    fix=N_("Chọn sáng kiến khác, hoặc không lấy sáng kiến này làm căn cứ."),
                    awards=", ".join(initiative.used_for),
                    **details,
                )
            )
        elif initiative.used_for is None:
            found.append(
                rule.ask(
                    N_(
                        "Chưa xác nhận sáng kiến «%(initiative)s» của %(name)s chưa dùng để xét khen thưởng lần nào."
                    ),
                    field=f"{place}.used_for",
                    fix=N_("Đánh dấu xác nhận, hoặc ghi lần đã dùng."),
                    **details,
                )
            )
    return found


def exclusive_forms(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW24: within one level and year a yearly award excludes a thematic one, and the other way round."""
    pair = rule.words("exclusive")
    form = facts.round.form
    if form is not None and form not in pair:
        return []
    if nominee.past_awards is None:
        return [past_unknown(nominee, rule)]
    found = []
    for award in nominee.past_awards:
        other = None if award.form is None or form is None else award.form in pair and award.form != form
        if award.form is not None and award.form not in pair:
            other = False
        clash = every(same(award.level, facts.round.level), same(award.year, facts.round.year), other)
        details = {
            "field": f"nominees.{nominee.key}.past_awards",
            "subject": nominee.key,
            "proof": proofs([award]),
        }
        if clash:
            found.append(
                rule.fail(
                    N_(
                        "%(name)s đã được tặng %(award)s cùng năm, cùng cấp; trong một cấp, khen toàn diện và "
                        "khen chuyên đề không tặng cùng năm."
                    ),
                    fix=N_(
                        "Chọn một hình thức; khen sơ kết, tổng kết và khen đột xuất không tính vào quy định này."
                    ),
                    name=nominee.name,
                    award=award.title,
                    **details,
                )
            )
        elif clash is None:
            found.append(
                rule.ask(
                    N_("Chưa rõ cấp, năm hoặc loại hình của %(award)s mà %(name)s đã có."),
                    fix=N_("Ghi đủ cấp, năm, loại hình của lần khen thưởng đó."),
                    name=nominee.name,
                    award=award.title,
                    **details,
                )
            )
    return found


def disciplined_in_year(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW30: no discipline from khiển trách up and no administrative fine in the year."""
    year = facts.round.year
    first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
    where = f"nominees.{nominee.key}"
    if nominee.discipline is None:
        found = [discipline_unknown(nominee, rule)]
    else:
        terms = some(*(_overlaps(measure, first, last) for measure in nominee.discipline))
        found = [term_unknown(nominee, rule)] if terms is None else []
        if terms:
            found.append(
                rule.fail(
                    N_("%(name)s bị kỷ luật từ khiển trách trở lên trong năm xét."),
                    field=f"{where}.discipline",
                    subject=nominee.key,
                    fix=N_("Xem lại quy định của đơn vị; nếu không đủ điều kiện, bỏ khỏi danh sách."),
                    name=nominee.name,
                )
            )
    if nominee.fined:
        found.append(
            rule.fail(
                N_("%(name)s bị xử phạt vi phạm hành chính trong năm xét."),
                field=f"{where}.fined",
                subject=nominee.key,
                fix=N_("Xem lại quy định của đơn vị; nếu không đủ điều kiện, bỏ khỏi danh sách."),
                name=nominee.name,
            )
        )
    elif nominee.fined is None:
        found.append(
            rule.ask(
                N_("Chưa xác nhận %(name)s không bị xử phạt vi phạm hành chính trong năm."),
                field=f"{where}.fined",
                subject=nominee.key,
                fix=N_("Đánh dấu xác nhận ở phần của người này."),
                name=nominee.name,
            )
        )
    return found
