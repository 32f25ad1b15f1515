"""The rank of a review: points AND conditions AND quota, kept apart. RV09, RV10, RV12, OV03.

`standing` is the live computation behind the sheet and the verifiers' page: what rank would result before the quota
and what binds it. The quota needs the whole round: `rules.review_round`.
"""

from dataclasses import dataclass
from datetime import date

from rules.awards_facts import RATING_ORDER, UNRATED
from rules.evidence import full_months
from rules.finding import FAIL, N_, Finding
from rules.review_conditions import Condition, caps, conditions
from rules.review_score import Tally, rank_of, short_of_next, tally, threshold
from rules.review_sheet import shown
from rules.reviews_facts import VERIFIED, ReviewFacts
from rules.ruleset import Rule, RuleSet
from vietnamese.dates import screen_date

TOP = RATING_ORDER[-1]


@dataclass(frozen=True)
class Standing:
    """Where a union stands before the quota.

    `by_points`: the rank of the points alone. `short`: the next rank and the tenths missing to it. `conditions`: of
    the top rank, all judged; `caps`: what lowers a rank. `rank`: after conditions and caps, KXL when `unranked`.
    `bound_by`: what keeps the union below the next rank: "points", "condition", "cap", "age" or None at the top.
    """

    tally: Tally
    by_points: str
    short: tuple[str, int] | None
    conditions: tuple[Condition, ...]
    caps: tuple[Condition, ...]
    unranked: Finding | None
    rank: str
    bound_by: str | None

    @property
    def failing(self) -> tuple[Condition, ...]:
        """Conditions and caps that are known not to hold, those that bind first."""
        known = [each for each in (*self.conditions, *self.caps) if each.holds is False]
        return tuple(sorted(known, key=lambda each: not each.binding))

    @property
    def open(self) -> tuple[Condition, ...]:
        """Conditions and caps about which nobody has told yet."""
        return tuple(each for each in (*self.conditions, *self.caps) if each.holds is None)


def standing(facts: ReviewFacts, ruleset: RuleSet) -> Standing | None:
    """The standing at the stage of the facts; None where no scale of ranks (RV09) holds on the date.

    A condition that nobody has confirmed warns and lowers nothing; one that is not known yet lowers nothing either.
    """
    scale = ruleset.get("RV09")
    if scale is None:
        return None
    totals = tally(facts.sheet, facts.scores, facts.stage)
    by_points = rank_of(totals.points, scale)
    required, limits = ruleset.get("RV10"), ruleset.get("OV03")
    wanted = tuple(conditions(facts, totals, required)) if required else ()
    lowered = tuple(caps(facts, totals, limits)) if limits else ()
    rank, bound_by = by_points, None if by_points == TOP else "points"
    if rank == TOP and any(each.fails for each in wanted):
        rank, bound_by = RATING_ORDER[-2], "condition"
    if limits and any(each.fails for each in lowered):
        highest = _cap(limits)
        if RATING_ORDER.index(rank) > RATING_ORDER.index(highest):
            rank, bound_by = highest, "cap"
    unranked = _unranked(facts, ruleset)
    if unranked is not None:
        rank, bound_by = UNRATED, "age"
    return Standing(
        totals,
        by_points,
        short_of_next(totals.points, scale),
        wanted,
        lowered,
        unranked,
        rank,
        bound_by,
    )


def enough_points(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV09: the top rank is asked for with verified points below its threshold; 89,5 is not 90."""
    if facts.stage != VERIFIED or facts.asked != TOP:
        return []
    totals = tally(facts.sheet, facts.scores, VERIFIED)
    need = threshold(TOP, rule)
    if totals.points >= need:
        return []
    if totals.missing:
        return [
            rule.ask(
                N_("Còn %(count)s tiêu chí chưa có điểm thẩm định nên chưa biết có đủ điểm HTXS hay không."),
                field="scores",
                fix=N_("Chấm đủ điểm thẩm định."),
                count=len(totals.missing),
            )
        ]
    return [
        rule.fail(
            N_("Điểm thẩm định %(points)s, thiếu %(short)s điểm để xếp HTXS (từ %(need)s, không làm tròn)."),
            field="asked",
            fix=N_("Xếp %(rank)s theo điểm thẩm định."),
            points=shown(totals.points),
            short=shown(need - totals.points),
            need=shown(need),
            rank=rank_of(totals.points, rule),
        )
    ]


def conditions_met(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV10: the top rank is asked for while one of its conditions does not hold: each is printed.

    Where the points already fall short (RV09) the conditions do not decide: `rules.reviews.check` leaves them out.
    """
    if facts.stage != VERIFIED or facts.asked != TOP:
        return []
    return _said(conditions(facts, tally(facts.sheet, facts.scores, VERIFIED), rule))


def not_capped(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """OV03: a rank above the cap is asked for while something that lowers ranks has happened."""
    if facts.stage != VERIFIED or facts.asked not in RATING_ORDER:
        return []
    if RATING_ORDER.index(facts.asked) <= RATING_ORDER.index(_cap(rule)):
        return []
    return _said(caps(facts, tally(facts.sheet, facts.scores, VERIFIED), rule))


def old_enough(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV12: a union founded or merged too short before the cut-off, or closed by then, is not ranked."""
    if facts.asked is None or facts.asked == UNRATED:
        return []
    return too_young(facts, rule)


def too_young(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """Why the union is not ranked, whatever is asked; nothing when it may be.

    Months are full ones to the cut-off, both days included: 01/05 to 30/11 are 7.
    """
    unit, cutoff = facts.unit, facts.cycle.counted_to
    if unit.closed_on is not None and unit.closed_on <= cutoff:
        return [
            rule.part("closed").fail(
                N_("Đơn vị kết thúc hoạt động ngày %(on)s, trước ngày chốt %(cutoff)s."),
                field="asked",
                fix=N_("Không xếp loại; số liệu phát sinh đến ngày kết thúc vẫn được tính."),
                on=screen_date(unit.closed_on),
                cutoff=screen_date(cutoff),
            )
        ]
    found = _young(unit.founded_on, cutoff, rule.part("founded"), _FOUNDED)
    if unit.founded_on is None:
        found.append(
            rule.ask(
                N_("Chưa rõ ngày thành lập của đơn vị."),
                field="unit.founded_on",
                fix=N_("Ghi ngày thành lập ở phần Thông tin đơn vị."),
            )
        )
    return found + _young(unit.merged_on, cutoff, rule.part("merged"), _MERGED)


_FOUNDED = N_(
    "Thành lập ngày %(on)s, đến ngày chốt %(cutoff)s được %(months)s tháng, chưa đủ %(need)s tháng."
)
_MERGED = N_(
    "Sáp nhập, chia tách ngày %(on)s, đến ngày chốt %(cutoff)s được %(months)s tháng, chưa đủ %(need)s tháng."
)


def _young(since: date | None, cutoff: date, rule: Rule, message: str) -> list[Finding]:
    need = rule.number("months")
    if since is None or full_months(since, cutoff) >= need:
        return []
    return [
        rule.fail(
            message,
            field="asked",
            fix=N_("Không xếp loại năm nay và không tính vào số đơn vị để tính chỉ tiêu HTXS."),
            on=screen_date(since),
            cutoff=screen_date(cutoff),
            months=max(0, full_months(since, cutoff)),
            need=need,
        )
    ]


def _unranked(facts: ReviewFacts, ruleset: RuleSet) -> Finding | None:
    rule = ruleset.get("RV12")
    said = too_young(facts, rule) if rule else []
    return next((each for each in said if each.verdict == FAIL and each.blocks), None)


def _said(judged: list[Condition]) -> list[Finding]:
    return [finding for each in judged if (finding := each.finding()) is not None]


def _cap(rule: Rule) -> str:
    return next(iter(rule.words("cap")), RATING_ORDER[1])
