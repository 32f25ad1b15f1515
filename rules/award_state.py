"""Titles and orders of ministry rank and of the State: AW09–AW11, AW14–AW21.

AW15–AW21 know one route only, the chain of earlier results of merit: they fail where that route was chosen and ask
otherwise, because each article of the law lists other routes.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from rules.awards_facts import AwardFacts, Nominee, PastAward
from rules.evidence import (
    Known,
    Part,
    at_least,
    counts_as_step,
    every,
    judge,
    proofs,
    rated,
    run,
    some,
    span,
    titled,
)
from rules.finding import N_, Finding
from rules.questions import year_unknown
from rules.ruleset import Rule

MERIT = "cong_trang"
_YEARS_FIX = N_("Ghi xếp loại, danh hiệu từng năm kèm quyết định.")


def _in_a_row(nominee: Nominee, title: str, year: int, need: int) -> Known:
    """A run of a yearly title may end with the year itself or with the year before (this year's is being decided)."""
    ends = (year, year - 1)
    return some(*(run(lambda each: titled(nominee, title, each), end, need) for end in ends))


def _recognised_at(nominee: Nominee, scopes: tuple[str, ...]) -> Known:
    initiatives = nominee.initiatives
    found = (
        every(each.recognised, None if each.scope is None else each.scope in scopes)
        for each in initiatives or ()
    )
    return at_least(1, found, more_possible=initiatives is None)


def _cited(nominee: Nominee, *classes: str) -> tuple[PastAward, ...]:
    return tuple(award for award in nominee.past_awards or () if award.classed in classes)


def consecutive_titles(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW09: three consecutive Chiến sĩ thi đua cơ sở."""
    year = facts.round.year
    if year is None:
        return [year_unknown(nominee, rule)]
    title, need = str(rule.values["title"]), rule.number("years")
    return judge(
        rule,
        nominee,
        [_titles_part(nominee, title, year, need)],
        need=need,
        proof=proofs(_cited(nominee, title)),
    )


def _titles_part(nominee: Nominee, title: str, year: int, need: int) -> Part:
    return Part(
        holds=_in_a_row(nominee, title, year, need),
        failed=N_("%(name)s chưa có %(need)s năm liên tục đạt danh hiệu thi đua làm điều kiện."),
        asked=N_("Chưa đủ danh hiệu thi đua các năm của %(name)s để xét %(need)s năm liên tục."),
        field=f"nominees.{nominee.key}.past_awards",
        fix=_YEARS_FIX,
    )


def _scope_part(nominee: Nominee, rule: Rule) -> Part:
    return Part(
        holds=_recognised_at(nominee, rule.words("scopes")),
        failed=N_("%(name)s không có sáng kiến, đề tài được công nhận ở phạm vi yêu cầu."),
        asked=N_("Chưa rõ sáng kiến, đề tài của %(name)s được công nhận ở phạm vi nào."),
        field=f"nominees.{nominee.key}.initiatives",
        fix=N_("Ghi phạm vi ảnh hưởng, cơ quan và quyết định công nhận."),
    )


def initiative_of_ministry(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW10: an initiative or topic recognised for the whole ministry or province."""
    return judge(rule, nominee, [_scope_part(nominee, rule)])


def national_fighter(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW11: two consecutive Chiến sĩ thi đua of ministry rank, and an initiative with nationwide effect."""
    year = facts.round.year
    if year is None:
        return [year_unknown(nominee, rule)]
    title, need = str(rule.values["title"]), rule.number("years")
    parts = [_titles_part(nominee, title, year, need), _scope_part(nominee, rule)]
    return judge(rule, nominee, parts, need=need, proof=proofs(_cited(nominee, title)))


def flag(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW14: first of its cluster in the year, or first of a thematic campaign that ran long enough."""
    figures = nominee.collective
    need = rule.table("campaign_years").get(facts.round.classed)
    long_enough = None if need is None or figures.campaign_years is None else figures.campaign_years >= need
    part = Part(
        holds=some(figures.leads_block, every(figures.leads_campaign, long_enough)),
        failed=N_("%(name)s không dẫn đầu cụm, khối và không dẫn đầu phong trào chuyên đề đủ %(need)s năm."),
        asked=N_("Chưa rõ %(name)s có dẫn đầu cụm, khối thi đua hoặc phong trào chuyên đề hay không."),
        field=f"nominees.{nominee.key}.collective.leads_block",
        fix=N_("Ghi kết quả bình xét của cụm, khối, kèm biên bản."),
    )
    return judge(rule, nominee, [part], need=need or 0)


def ministry_merit_person(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW15: two consecutive Chiến sĩ thi đua cơ sở, or years of HTXS in a row with initiatives."""
    year = facts.round.year
    if year is None:
        return [year_unknown(nominee, rule)]
    title, floor = str(rule.values["title"]), str(rule.values["rating"])
    initiatives = nominee.initiatives
    recognised = at_least(
        rule.number("initiatives"),
        (each.recognised for each in initiatives or ()),
        more_possible=initiatives is None,
    )
    excellent = run(lambda each: rated(nominee, each, floor), year, rule.number("rating_years"))
    part = Part(
        holds=some(_in_a_row(nominee, title, year, rule.number("title_years")), every(excellent, recognised)),
        failed=N_(
            "%(name)s chưa có %(title_years)s năm liên tục Chiến sĩ thi đua cơ sở, cũng chưa có "
            "%(rating_years)s năm liên tục hoàn thành xuất sắc nhiệm vụ với %(initiatives)s sáng kiến."
        ),
        asked=N_("Chưa đủ danh hiệu, xếp loại, sáng kiến các năm của %(name)s để xét Bằng khen."),
        field=f"nominees.{nominee.key}.past_awards",
        fix=_YEARS_FIX,
    )
    counts: dict[str, str | int] = {
        name: rule.number(name) for name in ("title_years", "rating_years", "initiatives")
    }
    return judge(
        rule,
        nominee,
        [part],
        firm=nominee.route == MERIT,
        proof=proofs(_cited(nominee, title)),
        figures=counts,
    )


def ministry_merit_collective(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW16: years in a row with HTXS or Tập thể lao động xuất sắc."""
    year = facts.round.year
    if year is None:
        return [year_unknown(nominee, rule)]
    years = rule.number("years")
    part = Part(
        holds=run(lambda each: _good(nominee, rule.values, each), year, years),
        failed=N_("%(name)s chưa đủ %(years)s năm liên tục hoàn thành xuất sắc nhiệm vụ."),
        asked=N_("Chưa đủ xếp loại các năm của %(name)s để xét %(years)s năm liên tục."),
        field=f"nominees.{nominee.key}.ratings",
        fix=_YEARS_FIX,
    )
    return judge(rule, nominee, [part], firm=nominee.route == MERIT, years=years)


def _good(nominee: Nominee, spec: Mapping[str, Any], year: int) -> Known:
    """A year counts by its rating, for collectives also by the title that stands for it."""
    by_rating = rated(nominee, year, str(spec["rating"]))
    return some(by_rating, titled(nominee, str(spec["title"]), year)) if "title" in spec else by_rating


def chain_of_merit(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW17–AW21: an earlier award, years of good results up to now, and what was won in them (table of the rule)."""
    spec = rule.table("person" if nominee.is_person else "collective")
    year = facts.round.year
    if not spec:
        return []
    if year is None:
        return [year_unknown(nominee, rule)]
    strict = bool(spec.get("strict"))
    after = str(spec["after"])
    chains = [_chain(facts, nominee, spec, year, prior, strict) for prior in _priors(nominee, after)]
    # With several earlier awards the one that carries furthest counts.
    parts = max(chains, key=_carries)
    earlier = Part(
        holds=_held(nominee, after),
        failed=N_("%(name)s chưa có hình thức khen thưởng làm điều kiện trước đó."),
        asked=N_("Chưa rõ %(name)s có hình thức khen thưởng làm điều kiện trước đó hay không."),
        field=f"nominees.{nominee.key}.past_awards",
        fix=_YEARS_FIX,
    )
    classes = {
        after,
        *spec.get("titles", {}),
        *(name for option in spec.get("any_of", ()) for name in option),
    }
    return judge(
        rule,
        nominee,
        [earlier, *parts],
        firm=nominee.route == MERIT,
        proof=proofs(_cited(nominee, *classes)),
        years=int(spec["years"]),
        excellent=int(spec.get("excellent_years", 0)),
        existence=int(spec.get("existence", 0)),
    )


def _carries(parts: list[Part]) -> tuple[int, int]:
    told = [part.holds for part in parts]
    return -told.count(False), -told.count(None)


def _priors(nominee: Nominee, award_class: str) -> list[PastAward | None]:
    """Earlier awards from which to count; None stands for one that may exist and that nobody has told."""
    found = [(award, counts_as_step(award)) for award in _cited(nominee, award_class)]
    sure: list[PastAward | None] = [award for award, counts in found if counts]
    unsure = not _all_told(nominee) or any(counts is None for _, counts in found)
    return [*sure, None] if unsure or not sure else sure


def _all_told(nominee: Nominee) -> bool:
    return nominee.past_awards is not None and bool(nominee.awards_complete)


def _held(nominee: Nominee, award_class: str) -> Known:
    found = some(*(counts_as_step(award) for award in _cited(nominee, award_class)))
    return found if found is not False or _all_told(nominee) else None


def _chain(
    facts: AwardFacts,
    nominee: Nominee,
    spec: Mapping[str, Any],
    year: int,
    prior: PastAward | None,
    strict: bool,
) -> list[Part]:
    """The conditions counted from one earlier award; None: it is not known, so only what lies before now is judged."""
    since = prior.decision_date if prior else None

    def later(each: int) -> Known:
        if not strict:
            return True
        # The year of the decision itself is neither before nor after it as a whole.
        return None if since is None or each == since.year else each > since.year

    def good(each: int) -> Known:
        return every(_good(nominee, spec, each), later(each))

    row = span(good, year)
    where = f"nominees.{nominee.key}"
    parts = [
        Part(
            holds=row.long_enough(int(spec["years"])),
            failed=N_(
                "%(name)s chưa đủ %(years)s năm liên tục đạt mức yêu cầu sau hình thức khen thưởng trước."
            ),
            asked=N_("Chưa đủ kết quả các năm của %(name)s để xét %(years)s năm liên tục."),
            field=f"{where}.ratings",
            fix=_YEARS_FIX,
        )
    ]
    if "excellent_years" in spec:
        need = int(spec["excellent_years"])
        parts.append(
            Part(
                holds=row.holding(lambda each: rated(nominee, each, "HTXS"), need),
                failed=N_(
                    "%(name)s chưa đủ %(excellent)s năm hoàn thành xuất sắc nhiệm vụ trong thời gian đó."
                ),
                asked=N_("Chưa rõ %(name)s có đủ %(excellent)s năm hoàn thành xuất sắc nhiệm vụ hay không."),
                field=f"{where}.ratings",
                fix=_YEARS_FIX,
            )
        )
    parts += [
        Part(
            holds=row.holding(partial(titled, nominee, title), int(need)),
            failed=N_("%(name)s chưa đủ số lần đạt danh hiệu Chiến sĩ thi đua trong thời gian đó."),
            asked=N_("Chưa đủ danh hiệu Chiến sĩ thi đua các năm của %(name)s."),
            field=f"{where}.past_awards",
            fix=_YEARS_FIX,
        )
        for title, need in spec.get("titles", {}).items()
    ]
    if "any_of" in spec:
        parts.append(
            Part(
                holds=some(*(_won(nominee, option, since) for option in spec["any_of"])),
                failed=N_("%(name)s chưa có đủ cờ thi đua hoặc Bằng khen sau hình thức khen thưởng trước."),
                asked=N_("Chưa rõ các cờ thi đua, Bằng khen của %(name)s sau hình thức khen thưởng trước."),
                field=f"{where}.past_awards",
                fix=_YEARS_FIX,
            )
        )
    if "existence" in spec:
        parts.append(
            Part(
                holds=_existed(
                    nominee.collective.founded_on, facts.round.nominated_on, int(spec["existence"])
                ),
                failed=N_("%(name)s thành lập chưa đủ %(existence)s năm."),
                asked=N_("Chưa có ngày thành lập của %(name)s."),
                field=f"{where}.collective.founded_on",
                fix=N_("Ghi ngày thành lập theo quyết định."),
            )
        )
    return parts


def _won(nominee: Nominee, option: Mapping[str, Any], since: date | None) -> Known:
    """Whether one set of awards was won strictly later than the earlier award's decision."""
    need = {name: count for name, count in option.items() if name != "no_flag"}
    unseen = not _all_told(nominee)
    met: Iterable[Known] = (
        at_least(
            count,
            (every(counts_as_step(award), _after(award, since)) for award in _cited(nominee, name)),
            more_possible=unseen,
        )
        for name, count in need.items()
    )
    return every(*met, *((nominee.no_flag,) if option.get("no_flag") else ()))


def _after(award: PastAward, since: date | None) -> Known:
    return None if award.decision_date is None or since is None else award.decision_date > since


def _existed(founded_on: date | None, on: date | None, years: int) -> Known:
    if founded_on is None or on is None:
        return None
    return (on.year - years, on.month, on.day) >= (founded_on.year, founded_on.month, founded_on.day)
