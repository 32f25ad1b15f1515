"""Questions that several rules ask in the same words, so that a page shows them once."""

from rules.awards_facts import Nominee
from rules.finding import N_, Finding
from rules.ruleset import Rule

_PAST_UNKNOWN = N_("Chưa rõ %(name)s đã được khen thưởng những gì.")
_PAST_FIX = N_("Ghi các danh hiệu, hình thức khen thưởng đã có, hoặc đánh dấu chưa được khen thưởng.")
_DISCIPLINE_UNKNOWN = N_("Chưa xác nhận %(name)s có bị kỷ luật hay không.")
_DISCIPLINE_FIX = N_(
    "Xác nhận không bị kỷ luật, hoặc ghi hình thức kỷ luật, ngày bắt đầu và ngày hết hiệu lực."
)
_TERM_UNKNOWN = N_("Kỷ luật của %(name)s chưa ghi đủ ngày bắt đầu và ngày hết hiệu lực.")


def past_unknown(nominee: Nominee, rule: Rule) -> Finding:
    """Nobody has said which awards the nominee holds."""
    return rule.ask(
        _PAST_UNKNOWN,
        field=f"nominees.{nominee.key}.past_awards",
        subject=nominee.key,
        fix=_PAST_FIX,
        name=nominee.name,
    )


def discipline_unknown(nominee: Nominee, rule: Rule) -> Finding:
    """Nobody has said whether the person was disciplined."""
    return rule.ask(
        _DISCIPLINE_UNKNOWN,
        field=f"nominees.{nominee.key}.discipline",
        subject=nominee.key,
        fix=_DISCIPLINE_FIX,
        name=nominee.name,
    )


def term_unknown(nominee: Nominee, rule: Rule) -> Finding:
    """The term of a disciplinary measure lacks a day."""
    return rule.ask(
        _TERM_UNKNOWN,
        field=f"nominees.{nominee.key}.discipline",
        subject=nominee.key,
        fix=_DISCIPLINE_FIX,
        name=nominee.name,
    )


def initiatives_unknown(nominee: Nominee, rule: Rule) -> Finding:
    """Nobody has said whether the nomination rests on an initiative."""
    return rule.ask(
        N_("Chưa rõ %(name)s có sáng kiến, đề tài nào làm căn cứ khen thưởng hay không."),
        field=f"nominees.{nominee.key}.initiatives",
        subject=nominee.key,
        fix=N_("Ghi sáng kiến, đề tài, hoặc đánh dấu không có."),
        name=nominee.name,
    )


def year_unknown(nominee: Nominee, rule: Rule) -> Finding:
    """The round does not say which year it rewards."""
    return rule.ask(
        N_("Đợt khen thưởng chưa ghi năm xét."),
        subject=nominee.key,
        fix=N_("Báo đơn vị mở đợt ghi năm xét."),
        name=nominee.name,
    )
