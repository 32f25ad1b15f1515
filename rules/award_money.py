"""The effect of a nomination on the purse, shown before the decision: AW44."""

from rules.awards_facts import COLLECTIVES, AwardFacts
from rules.bonus import Bonus, BonusTable, Totals, amount, summed
from rules.finding import N_, UNCERTAIN, Finding
from rules.ruleset import Rule
from vietnamese.numbers import group


def prize_money(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """AW44: the sum of the list by the table of the decision's day; asks for coefficients, base and purse.

    The day is the decision's, or while there is none the day of the nomination.
    """
    if not facts.nominees:
        return []
    sums = round_totals(facts, facts.bonus)
    if sums.amount is None:
        return [
            rule.ask(
                N_(
                    "Chưa tính được tiền thưởng: chưa có hệ số của %(award)s hoặc mức lương cơ sở tại ngày quyết định."
                ),
                fix=N_("Đơn vị quyết định nhập hệ số tiền thưởng đang áp dụng."),
                award=facts.round.award_title,
            )
        ]
    figures: dict[str, str | int] = {
        "persons": sum(each.count for each in sums.groups if each.kind == "person"),
        "collectives": sum(each.count for each in sums.groups if each.kind in COLLECTIVES),
        "amount": group(sums.amount),
    }
    found = [rule.ok(N_("%(persons)s cá nhân và %(collectives)s tập thể: %(amount)s đồng."), **figures)]
    uncertain = [each.each for each in sums.groups if each.each is not None and each.each.status in UNCERTAIN]
    if uncertain:
        found.append(
            rule.ask(
                N_(
                    "Tiền thưởng dự kiến %(amount)s đồng: hệ số hoặc mức lương cơ sở %(base)s đồng chưa được xác nhận."
                ),
                fix=N_("Đơn vị quyết định xác nhận hệ số và mức lương cơ sở đang áp dụng."),
                base=group(uncertain[0].base or 0),
                **figures,
            )
        )
    mend = N_("Ghi nguồn chi của đợt.")
    if facts.round.purse is None:
        found.append(
            rule.ask(N_("Tiền thưởng dự kiến %(amount)s đồng: chưa rõ nguồn chi."), fix=mend, **figures)
        )
    elif not facts.round.purse.strip():
        found.append(
            rule.fail(N_("Tiền thưởng dự kiến %(amount)s đồng chưa ghi nguồn chi."), fix=mend, **figures)
        )
    return found


def round_totals(facts: AwardFacts, table: BonusTable | None) -> Totals:
    """Sums of the nomination per kind of nominee.

    A prize that the round has set goes before the table; there the award's own row goes before that of its class.
    """
    award = facts.round
    day = award.decision_date or award.nominated_on
    known: dict[str, Bonus | None] = {}
    for kind in {nominee.kind for nominee in facts.nominees}:
        if kind in award.prizes:
            known[kind] = Bonus(award.prizes[kind], None, None, "", "own")
        elif table is not None:
            found = (amount(code, kind, day, table) for code in (award.award, award.classed))
            known[kind] = next((prize for prize in found if isinstance(prize, Bonus)), None)
    return summed([(award.award, nominee.kind, known.get(nominee.kind)) for nominee in facts.nominees])
