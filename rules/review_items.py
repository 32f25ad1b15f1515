"""Points of single items and their sums: RV01, RV02, RV04–RV08, OV01."""

from fractions import Fraction

from rules.evidence import reaches
from rules.finding import N_, Finding
from rules.review_score import tally
from rules.review_sheet import Item, shown
from rules.reviews_facts import SELF, VERIFIED, ReviewFacts, Scored
from rules.ruleset import Rule
from vietnamese.dates import screen_date
from vietnamese.numbers import percent
from vietnamese.text import visible_length

# Parts of an answer that carry points, at each stage.
_GIVEN = {SELF: ("own",), VERIFIED: ("own", "verified")}


def within_maximum(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV01: points of an item lie between 0 and its maximum, in steps of the sheet (half points)."""
    found = []
    for item in facts.sheet.items:
        for name in _GIVEN[facts.stage]:
            points: int | None = getattr(facts.scored(item), name)
            message = None if points is None else _off_scale(points, item, facts.sheet.step)
            if points is None or message is None:
                continue
            found.append(
                rule.fail(
                    message,
                    field=facts.where(item, name),
                    subject=item.code,
                    fix=N_("Nhập lại điểm của tiêu chí."),
                    code=item.code,
                    points=shown(points),
                    max=shown(item.max),
                    step=shown(facts.sheet.step),
                )
            )
    return found


def _off_scale(points: int, item: Item, step: int) -> str | None:
    if points < 0:
        return N_("Tiêu chí %(code)s: điểm không thể nhỏ hơn 0.")
    if points > item.max:
        return N_("Tiêu chí %(code)s: %(points)s điểm, vượt điểm tối đa %(max)s.")
    if points % step:
        return N_("Tiêu chí %(code)s: %(points)s điểm không phải bội số của %(step)s.")
    return None


def sums_right(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV02: stated totals equal the sums; no group, bonus points included, and no total exceeds its maximum.

    While items are not scored yet, a stated total may still be larger than their sum.
    """
    totals = tally(facts.sheet, facts.scores, facts.stage)
    found = []
    for group in totals.groups:
        stated = facts.stated.get(group.code)
        open_ = any(item.code in totals.missing for item in facts.sheet.items_of(group.code))
        if stated is not None and _contradicts(stated, group.points, open_):
            found.append(
                rule.fail(
                    N_("Nhóm %(code)s ghi %(stated)s điểm, cộng các tiêu chí được %(sum)s."),
                    field=f"stated.{group.code}",
                    fix=N_("Sửa điểm của tiêu chí ghi sai; tổng do máy cộng."),
                    code=group.code,
                    stated=shown(stated),
                    sum=shown(group.points),
                )
            )
        if group.points > group.max:
            found.append(
                rule.fail(
                    N_("Nhóm %(code)s được %(points)s điểm, vượt tối đa %(max)s."),
                    field=f"stated.{group.code}",
                    fix=N_("Giảm điểm của các tiêu chí trong nhóm."),
                    code=group.code,
                    points=shown(group.points),
                    max=shown(group.max),
                )
            )
    stated = facts.stated.get("total")
    if stated is not None and _contradicts(stated, totals.total, bool(totals.missing)):
        found.append(
            rule.fail(
                N_("Tổng ghi %(stated)s điểm, cộng các nhóm được %(sum)s."),
                field="stated.total",
                fix=N_("Sửa điểm của tiêu chí ghi sai; tổng do máy cộng."),
                stated=shown(stated),
                sum=shown(totals.total),
            )
        )
    if max(totals.total, stated or 0) > facts.sheet.max:
        found.append(
            rule.fail(
                N_("Tổng điểm %(points)s vượt %(max)s."),
                field="stated.total",
                fix=N_("Kiểm lại điểm của các tiêu chí."),
                points=shown(max(totals.total, stated or 0)),
                max=shown(facts.sheet.max),
            )
        )
    return found


def _contradicts(stated: int, added: int, more_possible: bool) -> bool:
    """Whether a stated total cannot be the sum; items that are not scored yet can only add."""
    return stated < added if more_possible else stated != added


def evidence_shown(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV04: an item with a large share of its maximum shows evidence; a file or a record that the product has."""
    part = rule.part(facts.stage)
    share = part.ratio("share")
    found = []
    for item in facts.sheet.items:
        points, shown_for = facts.points(item), facts.scored(item).evidence
        if not reaches(points, item.max, share) or shown_for:
            continue
        say = part.ask if shown_for is None else part.fail
        message = (
            N_("Chưa kiểm tra minh chứng của tiêu chí %(code)s.")
            if shown_for is None
            else N_("Tiêu chí %(code)s được %(points)s/%(max)s điểm (từ %(share)s) mà chưa có minh chứng.")
        )
        found.append(
            say(
                message,
                field=facts.where(item, "evidence"),
                subject=item.code,
                fix=N_("Đính kèm tệp, chọn hồ sơ đã có trong phần mềm, hoặc giảm điểm."),
                code=item.code,
                points=shown(points or 0),
                max=shown(item.max),
                share=percent(*share, 0),
            )
        )
    return found


def evidence_of_the_year(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV05: evidence is dated within what is reviewed; an item that rests on nothing else gets no points."""
    begins, ends = facts.cycle.period
    found = []
    for item in facts.sheet.items:
        scored = facts.scored(item)
        given = scored.evidence or ()
        outside = [one for one in given if one.dated_on and not begins <= one.dated_on <= ends]
        # Evidence without a day may be of the year: only days that are known count against the item.
        alone = len(outside) == len(given) and bool(facts.points(item))
        for one in outside:
            assert one.dated_on is not None
            found.append(
                rule.fail(
                    N_(
                        "Tiêu chí %(code)s: minh chứng «%(name)s» ngày %(on)s, "
                        "ngoài thời gian xét %(begins)s–%(ends)s."
                    ),
                    field=facts.where(item, "evidence"),
                    subject=item.code,
                    fix=N_(
                        "Thay bằng minh chứng trong năm; tiêu chí không còn minh chứng nào khác thì 0 điểm."
                    )
                    if alone
                    else N_("Thay bằng minh chứng trong năm, hoặc bỏ minh chứng này."),
                    code=item.code,
                    name=one.name,
                    on=screen_date(one.dated_on),
                    begins=screen_date(begins),
                    ends=screen_date(ends),
                )
            )
    return found


def difference_explained(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV06: where verified and own points differ, somebody says why in a sentence, not in a word."""
    need = rule.number("letters")
    return [
        rule.fail(
            N_("Tiêu chí %(code)s: thẩm định %(verified)s, tự chấm %(own)s mà chưa nêu lý do."),
            field=facts.where(item, "reason"),
            subject=item.code,
            fix=N_("Nêu lý do chênh lệch, ít nhất %(need)s ký tự."),
            code=item.code,
            verified=shown(scored.verified or 0),
            own=shown(scored.own or 0),
            need=need,
        )
        for item in facts.sheet.items
        if _difference(scored := facts.scored(item)) and visible_length(scored.reason.strip()) < need
    ]


def far_apart(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV07: verifiers and union are far apart on an item or in the total: a second reader reads the file.

    The total is compared once every item has both numbers.
    Once somebody has, it is told as settled.
    """
    if facts.stage != VERIFIED:
        return []
    num, den = rule.ratio("share")
    # (field, item, what to say, what to say once a second reader has read, figures)
    apart: list[tuple[str, str | None, str, str, dict[str, str | int]]] = []
    for item in facts.sheet.items:
        scored = facts.scored(item)
        difference = abs(_difference(scored))
        if difference * den > item.max * num:
            apart.append(
                (
                    facts.where(item, "verified"),
                    item.code,
                    N_(
                        "Tiêu chí %(code)s: tự chấm %(own)s, thẩm định %(verified)s trên tối đa %(max)s, "
                        "chênh %(percent)s."
                    ),
                    N_(
                        "Tiêu chí %(code)s: tự chấm %(own)s, thẩm định %(verified)s trên tối đa %(max)s, "
                        "chênh %(percent)s; đã có người đọc lại thứ hai."
                    ),
                    {
                        "code": item.code,
                        "own": shown(scored.own or 0),
                        "verified": shown(scored.verified or 0),
                        "max": shown(item.max),
                        "percent": percent(difference, item.max),
                    },
                )
            )
    whole = all(
        not scored.applies or None not in (scored.own, scored.verified)
        for scored in map(facts.scored, facts.sheet.items)
    )
    difference = abs(sum(_difference(facts.scored(item)) for item in facts.sheet.items))
    if whole and difference > rule.number("total"):
        apart.append(
            (
                "scores",
                None,
                N_("Tổng điểm thẩm định và tự chấm chênh %(points)s điểm (quá %(limit)s)."),
                N_("Tổng điểm thẩm định và tự chấm chênh %(points)s điểm; đã có người đọc lại thứ hai."),
                {"points": shown(difference), "limit": shown(rule.number("total"))},
            )
        )
    reader = facts.roles.second_reader
    independent = reader is not None and reader not in (facts.roles.verifiers or ())
    return [
        rule.ok(settled, field=where, subject=code, **params)
        if independent
        else rule.fail(
            message,
            field=where,
            subject=code,
            fix=N_("Mời người đọc lại thứ hai, không phải người đã thẩm định."),
            **params,
        )
        for where, code, message, settled, params in apart
    ]


def too_good(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV08: nearly all points or every maximum given to oneself: the verifiers visit the union."""
    totals = tally(facts.sheet, facts.scores, SELF)
    limit = rule.number("total")
    items = [item for item in facts.sheet.items if facts.scored(item).applies]
    full = bool(items) and all(facts.scored(item).own == item.max for item in items)
    if totals.points < limit and not full:
        return []
    figures: dict[str, str | int] = {"points": shown(totals.points), "limit": shown(limit)}
    if facts.visited_on is not None:
        return [
            rule.ok(
                N_("Tự chấm %(points)s điểm; đoàn thẩm định đã kiểm tra thực tế ngày %(on)s."),
                field="visited_on",
                on=screen_date(facts.visited_on),
                **figures,
            )
        ]
    return [
        rule.fail(
            N_("Mọi tiêu chí đều tự chấm tối đa.")
            if full
            else N_("Tự chấm %(points)s điểm (từ %(limit)s điểm)."),
            field="visited_on",
            fix=N_("Đoàn thẩm định phải kiểm tra thực tế tại đơn vị và ghi ngày kiểm tra."),
            **figures,
        )
    ]


def all_scored(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """OV01: every item that applies has points of the stage (completeness); the others are named one by one."""
    return [
        rule.fail(
            N_("Tiêu chí %(code)s chưa có điểm tự chấm.")
            if facts.stage == SELF
            else N_("Tiêu chí %(code)s chưa có điểm thẩm định."),
            field=facts.where(item),
            subject=item.code,
            fix=N_("Chấm điểm, hoặc đánh dấu không áp dụng."),
            code=item.code,
        )
        for item in facts.sheet.items
        if facts.scored(item).applies and facts.points(item) is None
    ]


def _difference(scored: Scored) -> int:
    """Verified less own points; 0 while one of them is missing or the item cannot apply."""
    if not scored.applies or scored.own is None or scored.verified is None:
        return 0
    return scored.verified - scored.own


def nearest_step(value: Fraction, step: int) -> int:
    """Tenths rounded to the nearest step, a tie upwards: 41 2/3 → 40, 37 1/2 → 40 with a step of 5."""
    return int((value / step + Fraction(1, 2)) // 1) * step
