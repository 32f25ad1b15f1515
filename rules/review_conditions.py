"""Conditions of the highest rank, and what caps a rank: each is a part of its rule with its own basis and weight.

The conditions stand in RV10's parts, the caps in OV03's; a part with `off = true` is not asked in the cycle.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from rules.errors import RuleDataError
from rules.evidence import Known, Part, below, every, reaches, some
from rules.finding import FAIL, N_, Finding
from rules.review_score import Tally
from rules.review_sheet import shown
from rules.reviews_facts import ReviewFacts, Year
from rules.ruleset import Rule
from vietnamese.numbers import percent

Params = dict[str, str | int]


@dataclass(frozen=True)
class Condition:
    """One condition as judged: `binding` when its breach may lower the rank, not only warn of it."""

    code: str
    rule: Rule
    part: Part
    params: Params = field(default_factory=dict)

    @property
    def holds(self) -> Known:
        """True, False, or None while nobody knows."""
        return self.part.holds

    @property
    def binding(self) -> bool:
        """Whether a breach blocks: the threshold was read or an administrator has confirmed it."""
        return self.rule.level(FAIL) == "block"

    @property
    def fails(self) -> bool:
        """Whether it is known not to hold and binds."""
        return self.holds is False and self.binding

    def finding(self) -> Finding | None:
        """What is to be said: nothing when it holds."""
        if self.holds is True:
            return None
        say = self.rule.ask if self.holds is None else self.rule.fail
        message = self.part.asked if self.holds is None else self.part.failed
        return say(message, field=self.part.field, fix=self.part.fix, **self.params)


Judge = Callable[[ReviewFacts, Tally, Rule], tuple[Part, Params]]


def conditions(facts: ReviewFacts, tally: Tally, rule: Rule) -> list[Condition]:
    """The conditions of HTXS (RV10) in the order of the rule's parts."""
    return _judged(_CONDITIONS, facts, tally, rule)


def caps(facts: ReviewFacts, tally: Tally, rule: Rule) -> list[Condition]:
    """What must not have happened for a rank above the cap (OV03)."""
    return _judged(_CAPS, facts, tally, rule)


def _judged(known: dict[str, Judge], facts: ReviewFacts, tally: Tally, rule: Rule) -> list[Condition]:
    found = []
    for code, part in rule.parts.items():
        if code not in known:
            raise RuleDataError(f"{rule.id}.parts.{code}", "no function judges this condition")
        if not part.values.get("off", False):
            found.append(Condition(code, part, *known[code](facts, tally, part)))
    return found


def _groups(facts: ReviewFacts, tally: Tally, rule: Rule) -> tuple[Part, Params]:
    share = rule.ratio("share")
    weak = [
        group
        for group in tally.groups
        if not group.bonus and reaches(group.points, group.applies, share) is False
    ]
    # Points that are still missing can only add.
    holds: Known = True if not weak else None if tally.missing else False
    return Part(
        holds,
        N_("Có nhóm dưới %(share)s điểm tối đa: %(groups)s."),
        N_("Chưa chấm đủ nên chưa biết mỗi nhóm có đạt %(share)s điểm tối đa hay không."),
        "scores",
        N_("Xem lại điểm và minh chứng của nhóm; nếu điểm đúng thì không xếp HTXS."),
    ), {
        "share": percent(*share, 0),
        "groups": "; ".join(f"{one.code} ({shown(one.points)}/{shown(one.applies)})" for one in weak),
    }


def _zero_items(facts: ReviewFacts, tally: Tally, rule: Rule) -> tuple[Part, Params]:
    items = [item for code in rule.words("groups") for item in facts.sheet.items_of(code)]
    applying = [item for item in items if facts.scored(item).applies]
    zero = [item.code for item in applying if facts.points(item) == 0]
    unknown = any(facts.points(item) is None for item in applying)
    return Part(
        False if zero else None if unknown else True,
        N_("Có tiêu chí 0 điểm: %(items)s."),
        N_("Chưa chấm đủ các tiêu chí không được để 0 điểm."),
        "scores",
        N_("Xem lại điểm và minh chứng; nếu điểm đúng thì không xếp HTXS."),
    ), {"items": ", ".join(zero)}


def _conference(facts: ReviewFacts, tally: Tally, rule: Rule) -> tuple[Part, Params]:
    year = facts.year
    held = True if year.conference_on else None
    return Part(
        some(_not(year.conference_due), every(held, year.resolution)),
        N_("Hội nghị người lao động không ra nghị quyết."),
        N_("Chưa ghi ngày và nghị quyết của hội nghị người lao động."),
        "year.conference_on" if held is None and year.resolution is not False else "year.resolution",
        N_("Ghi ngày họp, đính kèm nghị quyết hội nghị."),
    ), {}


def _meetings(facts: ReviewFacts, tally: Tally, rule: Rule) -> tuple[Part, Params]:
    need = rule.number("minutes")
    return Part(
        _not(below(facts.year.minutes, need)),
        N_("Ban Chấp hành có %(minutes)s/%(need)s biên bản họp."),
        N_("Chưa ghi số biên bản họp Ban Chấp hành trong năm."),
        "year.minutes",
        N_("Bổ sung biên bản các kỳ đã họp; kỳ không họp thì không xếp HTXS."),
    ), {"minutes": facts.year.minutes or 0, "need": need}


def _dues(facts: ReviewFacts, tally: Tally, rule: Rule) -> tuple[Part, Params]:
    year, share = facts.year, rule.ratio("share")
    return Part(
        reaches(year.dues_collected, year.dues_due, share),
        N_("Thu đoàn phí đạt %(percent)s, dưới %(share)s số phải thu."),
        N_("Chưa ghi số đoàn phí đã thu và phải thu."),
        "year.dues_collected",
        N_("Thu đủ đoàn phí, hoặc sửa số liệu theo sổ kế toán."),
    ), {
        "percent": percent(year.dues_collected or 0, year.dues_due) if year.dues_due else "0%",
        "share": percent(*share, 0),
    }


def _congress(facts: ReviewFacts, tally: Tally, rule: Rule) -> tuple[Part, Params]:
    months = facts.year.congress_overdue_months
    return Part(
        None if months is None else months <= 0,
        N_("Đại hội công đoàn quá hạn %(months)s tháng."),
        N_("Chưa rõ đại hội công đoàn đã tổ chức đúng nhiệm kỳ hay chưa."),
        "year.congress_overdue_months",
        N_("Ghi ngày đại hội gần nhất, hoặc văn bản cho phép lùi thời gian."),
    ), {"months": months or 0}


def _reports(facts: ReviewFacts, tally: Tally, rule: Rule) -> tuple[Part, Params]:
    late = facts.year.late_reports
    return Part(
        None if late is None else late <= 0,
        N_("Trong năm có %(count)s báo cáo gửi muộn."),
        N_("Chưa rõ các báo cáo trong năm có gửi đúng hạn hay không."),
        "year.late_reports",
        N_("Đối chiếu với sổ văn bản đến của công đoàn cấp trên."),
    ), {"count": late or 0}


def _evidence(facts: ReviewFacts, tally: Tally, rule: Rule) -> tuple[Part, Params]:
    share = rule.ratio("share")
    high = [item for item in facts.sheet.items if reaches(facts.points(item), item.max, share)]
    bare = [item.code for item in high if facts.scored(item).evidence == ()]
    unknown = any(facts.scored(item).evidence is None for item in high)
    return Part(
        False if bare else None if unknown else True,
        N_("Tiêu chí đạt từ %(share)s điểm tối đa mà không có minh chứng: %(items)s."),
        N_("Chưa kiểm tra minh chứng của các tiêu chí đạt từ %(share)s điểm tối đa."),
        "scores",
        N_("Đính kèm minh chứng, hoặc giảm điểm."),
    ), {"share": percent(*share, 0), "items": ", ".join(bare)}


def _flag(name: str, bad: bool, failed: str, asked: str, fix: str) -> Judge:
    """A condition on one yes-or-no answer of the year: `bad` is the answer that breaks it."""

    def judge(facts: ReviewFacts, tally: Tally, rule: Rule) -> tuple[Part, Params]:
        said: bool | None = getattr(facts.year, name)
        return Part(None if said is None else said is not bad, failed, asked, f"year.{name}", fix), {}

    assert name in Year.__dataclass_fields__
    return judge


def _months(name: str, failed: str, asked: str, fix: str) -> Judge:
    """A cap on a number of months: the part's `months` and more break it."""

    def judge(facts: ReviewFacts, tally: Tally, rule: Rule) -> tuple[Part, Params]:
        said: int | None = getattr(facts.year, name)
        limit = rule.number("months")
        return Part(below(said, limit), failed, asked, f"year.{name}", fix), {
            "months": said or 0,
            "limit": limit,
        }

    assert name in Year.__dataclass_fields__
    return judge


def _not(value: Known) -> Known:
    return None if value is None else not value


_CONFIRM = N_("Xác nhận theo hồ sơ, sổ theo dõi của đơn vị.")
_CONDITIONS: dict[str, Judge] = {
    "groups": _groups,
    "zero_items": _zero_items,
    "congress": _congress,
    "conference": _conference,
    "meetings": _meetings,
    "dues": _dues,
    "settlement": _flag(
        "settlement_in_time",
        False,
        N_("Quyết toán không đúng hạn."),
        N_("Chưa rõ quyết toán có đúng hạn hay không."),
        N_("Đối chiếu ngày nộp báo cáo quyết toán."),
    ),
    "reports": _reports,
    "discipline": _flag(
        "disciplined",
        True,
        N_("Trong năm có cán bộ, ủy viên Ban Chấp hành bị kỷ luật."),
        N_("Chưa xác nhận có cán bộ, ủy viên Ban Chấp hành nào bị kỷ luật trong năm hay không."),
        _CONFIRM,
    ),
    "complaint": _flag(
        "complaint_proven",
        True,
        N_("Trong năm có đơn thư khiếu nại, tố cáo đúng."),
        N_("Chưa xác nhận có đơn thư khiếu nại, tố cáo đúng hay không."),
        _CONFIRM,
    ),
    "evidence": _evidence,
    "opinion": _flag(
        "opinion_attached",
        False,
        N_("Thiếu ý kiến của cấp ủy, thủ trưởng đơn vị."),
        N_("Chưa đính kèm ý kiến của cấp ủy, thủ trưởng đơn vị."),
        N_("Xin ý kiến bằng văn bản và đính kèm vào hồ sơ."),
    ),
}
_CAPS: dict[str, Judge] = {
    "warned": _flag(
        "warned",
        True,
        N_("Có ủy viên Ban Chấp hành bị kỷ luật từ cảnh cáo trở lên."),
        N_("Chưa xác nhận có ủy viên Ban Chấp hành nào bị kỷ luật từ cảnh cáo trở lên hay không."),
        _CONFIRM,
    ),
    "finance": _flag(
        "finance_breach",
        True,
        N_("Có vi phạm về tài chính công đoàn."),
        N_("Chưa xác nhận có vi phạm tài chính công đoàn hay không."),
        _CONFIRM,
    ),
    "strike": _flag(
        "unlawful_strike",
        True,
        N_("Để xảy ra ngừng việc trái luật hoặc khiếu kiện đông người mà không xử lý."),
        N_("Chưa xác nhận có ngừng việc trái luật, khiếu kiện đông người hay không."),
        _CONFIRM,
    ),
    "false_report": _flag(
        "false_report",
        True,
        N_("Báo cáo có số liệu sai sự thật."),
        N_("Chưa xác nhận số liệu báo cáo có đúng sự thật hay không."),
        _CONFIRM,
    ),
    "no_meeting": _months(
        "months_without_meeting",
        N_("Ban Chấp hành không họp %(months)s tháng liền (từ %(limit)s tháng)."),
        N_("Chưa rõ Ban Chấp hành có bỏ họp nhiều tháng liền hay không."),
        N_("Đối chiếu ngày của các biên bản họp."),
    ),
    "no_congress": _months(
        "congress_overdue_months",
        N_("Đại hội công đoàn quá hạn %(months)s tháng (từ %(limit)s tháng)."),
        N_("Chưa rõ đại hội công đoàn có quá hạn hay không."),
        N_("Ghi ngày đại hội gần nhất, hoặc văn bản cho phép lùi thời gian."),
    ),
}
