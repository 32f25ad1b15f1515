"""Items whose points the product can hold against what it knows, whatever their codes: RV13–RV17, RV31.

Where a rule weighs the union's own points and the verified ones differently, its parts are `self` and `verified`.
What the verifiers have mended is told as settled: the union sees that its own figure was too high.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from rules.evidence import Known, below, every, reaches
from rules.finding import N_, Finding
from rules.review_items import nearest_step
from rules.review_sheet import Item, shown
from rules.reviews_facts import VERIFIED, ReviewFacts
from rules.ruleset import Rule
from vietnamese.dates import screen_date
from vietnamese.numbers import percent


def conference_in_time(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV13: full points for the staff conference only when held in time, with a resolution.

    The last day is `month`/`day` of the year (Luật Thực hiện dân chủ ở cơ sở 2022: within three months of the new
    working year).
    """
    part, year = rule.part(facts.stage), facts.year
    last = date(facts.cycle.year, part.number("month"), part.number("day"))
    found = []
    for item in _full(facts, "conference"):
        if year.conference_due is False:
            continue
        held: Known = None if year.conference_on is None else year.conference_on <= last
        if year.conference_due is None and every(held, year.resolution) is False:
            found += _about(
                facts,
                part,
                item,
                None,
                "",
                N_("Tiêu chí %(code)s: chưa rõ đơn vị có phải tổ chức hội nghị trong năm hay không."),
            )
            continue
        said = {
            "on": screen_date(year.conference_on) if year.conference_on else "",
            "last": screen_date(last),
        }
        found += _about(
            facts,
            part,
            item,
            held,
            N_("Tiêu chí %(code)s chấm tối đa nhưng hội nghị họp ngày %(on)s, sau ngày %(last)s."),
            N_("Tiêu chí %(code)s chấm tối đa nhưng chưa ghi ngày họp hội nghị."),
            **said,
        )
        found += _about(
            facts,
            part,
            item,
            year.resolution,
            N_("Tiêu chí %(code)s chấm tối đa nhưng hội nghị không có nghị quyết."),
            N_("Tiêu chí %(code)s chấm tối đa nhưng chưa rõ hội nghị có nghị quyết hay không."),
        )
    return found


def minutes_enough(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV14: points for monthly meetings ≤ minutes / 12 × the item's maximum, to the nearest step (a tie upwards)."""
    part = rule.part(facts.stage)
    due, minutes = part.number("meetings"), facts.year.minutes
    found = []
    for item in facts.sheet.tagged("minutes"):
        points, own = facts.points(item), facts.scored(item).own
        if minutes is None:
            if points:
                found += _about(
                    facts,
                    part,
                    item,
                    None,
                    "",
                    N_("Tiêu chí %(code)s chưa đối chiếu được: chưa ghi số biên bản họp."),
                )
            continue
        most = min(item.max, nearest_step(Fraction(minutes * item.max, due), facts.sheet.step))
        figures: dict[str, str | int] = {
            "code": item.code,
            "minutes": minutes,
            "due": due,
            "most": shown(most),
            "max": shown(item.max),
        }
        if points is not None and points > most:
            found.append(
                part.fail(
                    N_(
                        "Tiêu chí %(code)s: %(points)s điểm, trong khi có %(minutes)s/%(due)s biên bản họp "
                        "thì được nhiều nhất %(most)s (%(minutes)s/%(due)s × %(max)s)."
                    ),
                    field=facts.where(item),
                    subject=item.code,
                    fix=N_("Giảm điểm, hoặc bổ sung biên bản của kỳ đã họp."),
                    points=shown(points),
                    **figures,
                )
            )
        elif facts.stage == VERIFIED and own is not None and points is not None and own > most:
            found.append(
                part.ok(
                    N_(
                        "Tiêu chí %(code)s: tự chấm %(own)s, trong khi có %(minutes)s/%(due)s biên bản họp; "
                        "thẩm định %(points)s (nhiều nhất %(most)s)."
                    ),
                    field=facts.where(item),
                    subject=item.code,
                    own=shown(own),
                    points=shown(points),
                    **figures,
                )
            )
    return found


def officers_trained(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV15: full points for training only when enough officers were trained (of all officers, by head)."""
    year, share = facts.year, rule.ratio("share")
    enough = reaches(year.trained, year.officers, share)
    return [
        finding
        for item in _full(facts, "training")
        for finding in _about(
            facts,
            rule,
            item,
            enough,
            N_(
                "Tiêu chí %(code)s chấm tối đa nhưng %(trained)s/%(officers)s cán bộ được tập huấn "
                "(%(percent)s), dưới %(share)s."
            ),
            N_("Tiêu chí %(code)s chấm tối đa nhưng chưa ghi số cán bộ và số được tập huấn."),
            trained=year.trained or 0,
            officers=year.officers or 0,
            percent=percent(year.trained or 0, year.officers) if year.officers else "0%",
            share=percent(*share, 0),
        )
    ]


def finances_in_order(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV16: full points for finances only with dues collected and the settlement in time."""
    year, share = facts.year, rule.ratio("share")
    enough = reaches(year.dues_collected, year.dues_due, share)
    found = []
    for item in _full(facts, "dues"):
        found += _about(
            facts,
            rule,
            item,
            enough,
            N_("Tiêu chí %(code)s chấm tối đa nhưng thu đoàn phí đạt %(percent)s, dưới %(share)s."),
            N_("Tiêu chí %(code)s chấm tối đa nhưng chưa ghi số đoàn phí đã thu và phải thu."),
            percent=percent(year.dues_collected or 0, year.dues_due) if year.dues_due else "0%",
            share=percent(*share, 0),
        )
        found += _about(
            facts,
            rule,
            item,
            year.settlement_in_time,
            N_("Tiêu chí %(code)s chấm tối đa nhưng quyết toán nộp muộn."),
            N_("Tiêu chí %(code)s chấm tối đa nhưng chưa rõ quyết toán có đúng hạn hay không."),
        )
    return found


def recommendations_answered(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV17: full points for recommendations only when none stands open beyond its day."""
    part, count = rule.part(facts.stage), facts.year.open_overdue
    return [
        finding
        for item in _full(facts, "recommendations")
        for finding in _about(
            facts,
            part,
            item,
            below(count, 1),
            N_("Tiêu chí %(code)s chấm tối đa nhưng còn %(count)s kiến nghị quá hạn chưa trả lời."),
            N_("Tiêu chí %(code)s chấm tối đa nhưng chưa rõ có kiến nghị nào quá hạn hay không."),
            count=count or 0,
        )
    ]


def sent_in_time(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV31: report, tables and M4 sent by the last day of the yearly letter; lateness touches the item on reports."""
    sent, deadline = facts.papers.sent_on, facts.cycle.deadline
    if sent is None or deadline is None:
        return [
            rule.ask(
                N_("Chưa rõ ngày gửi hoặc hạn gửi hồ sơ."),
                field="papers.sent_on",
                fix=N_("Hỏi đơn vị mở kỳ đánh giá về hạn gửi hồ sơ."),
            )
        ]
    if sent <= deadline:
        return []
    return [
        rule.fail(
            N_(
                "Hồ sơ gửi ngày %(on)s, sau hạn %(deadline)s là %(days)s ngày; trừ điểm ở tiêu chí %(items)s."
            ),
            field="papers.sent_on",
            fix=N_("Nêu lý do gửi muộn trong Tờ trình."),
            on=screen_date(sent),
            deadline=screen_date(deadline),
            days=(sent - deadline).days,
            items=", ".join(item.code for item in facts.sheet.tagged("reports")) or "–",
        )
    ]


def _full(facts: ReviewFacts, tag: str) -> Iterable[Item]:
    """Items of the tag that have all their points at this stage."""
    return [item for item in facts.sheet.tagged(tag) if (facts.points(item) or 0) >= item.max]


def _about(
    facts: ReviewFacts,
    rule: Rule,
    item: Item,
    holds: Known,
    failed: str,
    asked: str,
    **params: str | int,
) -> list[Finding]:
    if holds is True:
        return []
    say = rule.ask if holds is None else rule.fail
    return [
        say(
            asked if holds is None else failed,
            field=facts.where(item),
            subject=item.code,
            fix=N_("Giảm điểm của tiêu chí, hoặc bổ sung số liệu, minh chứng."),
            code=item.code,
            **params,
        )
    ]
