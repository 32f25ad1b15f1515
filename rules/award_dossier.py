"""Papers, dates and texts of the dossier: AW36–AW38, AW43, OW07, OW09, OW12."""

from rules.awards_facts import AwardFacts, Initiative, Nominee
from rules.evidence import Known, Part, below, judge, rated
from rules.finding import N_, Finding
from rules.questions import initiatives_unknown
from rules.ruleset import Rule
from vietnamese.dates import screen_date

# What to say of a paper that is not there, by its kind; other kinds by the last line.
_MISSING_PAPER = {
    "award_minutes": (
        N_("Hồ sơ chưa có Biên bản họp xét, kiểm phiếu."),
        N_("Hoàn thành phần Họp và bỏ phiếu, hoặc đính kèm bản chụp biên bản đã ký."),
    ),
    "award_proposal": (
        N_("Tờ trình chưa được ban hành nên chưa xét được."),
        N_("Đơn vị đề nghị cấp số và phát hành Tờ trình kèm danh sách."),
    ),
}
_NOT_ISSUED = {
    "award_minutes": (
        N_("Biên bản họp xét, kiểm phiếu chưa được ban hành."),
        N_("Đơn vị đề nghị cấp số và phát hành Biên bản họp."),
    ),
}
_ANY_PAPER = (N_("Hồ sơ thiếu văn bản %(paper)s."), N_("Đính kèm hoặc ban hành văn bản này."))


def papers_present(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """AW36: the papers of the stage, a report per nominee, the certificate where merit rests on an initiative.

    Absence is the breach here: None among the papers of a dossier that was looked at means that there is none.
    """
    stages = rule.table("stages")
    required = stages.get(facts.stage, {})
    found: list[Finding] = []
    if facts.papers is None and required:
        found.append(
            rule.ask(
                N_("Chưa kiểm tra được các văn bản của hồ sơ."),
                field="papers",
                fix=N_("Mở phần Tệp đính kèm rồi kiểm tra lại."),
            )
        )
    elif facts.papers is not None:
        found += [
            _paper(facts.papers.get(kind), kind, rule)
            for kind, states in required.items()
            if facts.papers.get(kind) not in states
        ]
    for nominee in facts.nominees:
        if nominee.report not in rule.words("reports"):
            found.append(
                rule.fail(
                    N_("Thiếu báo cáo thành tích của %(name)s."),
                    field=f"nominees.{nominee.key}.report",
                    subject=nominee.key,
                    fix=N_("Soạn báo cáo từ phần Thành tích, hoặc đính kèm bản chụp đã ký."),
                    name=nominee.name,
                )
            )
        found += _certificates(facts, nominee, rule)
    return found


def _paper(state: str | None, kind: str, rule: Rule) -> Finding:
    known = _NOT_ISSUED.get(kind) if state is not None else None
    message, fix = known or _MISSING_PAPER.get(kind, _ANY_PAPER)
    return rule.fail(message, field=f"papers.{kind}", fix=fix, paper=kind)


def _certificates(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """An award whose merit rests on an initiative needs its certificate; a rating may make the route unnecessary."""
    award = facts.round.classed
    if award not in rule.words("certificate"):
        return []
    enough = rule.table("certificate_unless").get(award)
    by_rating: Known = False
    if enough:
        by_rating = None if facts.round.year is None else rated(nominee, facts.round.year, str(enough))
    if by_rating:
        return []
    if nominee.initiatives is None:
        return [initiatives_unknown(nominee, rule)]
    return [
        finding
        for initiative in nominee.initiatives
        if initiative.is_ground
        for finding in judge(
            rule,
            nominee,
            [_certificate_part(nominee, initiative, by_rating)],
            initiative=initiative.name,
        )
    ]


def _certificate_part(nominee: Nominee, initiative: Initiative, by_rating: Known) -> Part:
    there = initiative.certificate
    return Part(
        holds=True if there else None if by_rating is None else there,
        failed=N_("Thiếu giấy chứng nhận, quyết định công nhận sáng kiến «%(initiative)s» của %(name)s."),
        asked=N_("Chưa rõ đã có giấy chứng nhận sáng kiến «%(initiative)s» của %(name)s hay chưa."),
        field=f"nominees.{nominee.key}.initiatives.{initiative.id}.certificate",
        fix=N_("Đính kèm bản chụp giấy chứng nhận hoặc quyết định công nhận."),
    )


def report_signed(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW37: the report bears its three signatures: who reports, the head of the unit, the level that proposes."""
    need = rule.number("signatures")
    short = below(nominee.report_signatures, need)
    part = Part(
        holds=None if short is None else not short,
        failed=N_("Báo cáo thành tích của %(name)s có %(count)s chữ ký, xác nhận; cần %(need)s."),
        asked=N_("Chưa rõ báo cáo thành tích của %(name)s đã đủ chữ ký, xác nhận hay chưa."),
        field=f"nominees.{nominee.key}.report_signatures",
        fix=N_("Lấy đủ chữ ký: người báo cáo, thủ trưởng đơn vị, cấp trình."),
    )
    return judge(rule, nominee, [part], count=nominee.report_signatures or 0, need=need)


def list_published(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """AW38: the list was published before a huân chương is proposed, long enough for comments."""
    if facts.published is None:
        return [
            rule.ask(
                N_("Chưa rõ danh sách đã được công khai lấy ý kiến hay chưa."),
                field="published",
                fix=N_("Ghi nơi và thời gian công khai."),
            )
        ]
    if not facts.published:
        return [
            rule.fail(
                N_("Danh sách chưa được công khai trước khi đề nghị."),
                field="published",
                fix=N_("Công khai danh sách lấy ý kiến rồi mới trình."),
            )
        ]
    days = rule.part("days")
    need = days.number("working_days")
    short = below(facts.published_working_days, need)
    if short is None:
        return [
            days.ask(
                N_("Chưa rõ danh sách được công khai bao nhiêu ngày làm việc."),
                field="published_working_days",
                fix=N_("Ghi ngày bắt đầu và ngày kết thúc công khai."),
            )
        ]
    if not short:
        return []
    return [
        days.fail(
            N_("Danh sách mới được công khai %(days)s ngày làm việc, cần %(need)s ngày."),
            field="published_working_days",
            fix=N_("Công khai đủ thời gian rồi mới trình."),
            days=facts.published_working_days or 0,
            need=need,
        )
    ]


def in_time(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """AW43: sent by the deadline of the level."""
    on, deadline = facts.round.nominated_on, facts.round.deadline
    if on is None or deadline is None:
        return [
            rule.ask(N_("Chưa rõ hạn nhận hồ sơ của đợt."), fix=N_("Hỏi đơn vị mở đợt về hạn nhận hồ sơ."))
        ]
    if on <= deadline:
        return []
    return [
        rule.fail(
            N_("Hồ sơ trình ngày %(on)s, sau hạn %(deadline)s là %(days)s ngày."),
            fix=N_("Liên hệ đơn vị mở đợt; nêu lý do trình muộn trong Tờ trình."),
            on=screen_date(on),
            deadline=screen_date(deadline),
            days=(on - deadline).days,
        )
    ]


def round_open(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """OW12: nothing is sent before the round opens."""
    on, opens = facts.round.nominated_on, facts.round.opens
    if on is None or opens is None:
        return [rule.ask(N_("Chưa rõ ngày mở đợt."), fix=N_("Hỏi đơn vị mở đợt."))]
    if on >= opens:
        return []
    return [
        rule.fail(
            N_("Đợt mở từ ngày %(opens)s nên chưa trình được."),
            fix=N_("Cứ soạn tiếp, chữ vẫn giữ; trình từ ngày %(opens)s."),
            opens=screen_date(opens),
        )
    ]


def results_written(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """OW07: every nominee has a text of results; without one no report can be made."""
    if (nominee.results_text or "").strip():
        return []
    return [
        rule.fail(
            N_("Chưa nêu thành tích của %(name)s."),
            field=f"nominees.{nominee.key}.results_text",
            subject=nominee.key,
            fix=N_("Viết hai, ba câu nêu việc đã làm và kết quả, có số liệu."),
            name=nominee.name,
        )
    ]


def initiative_recognised(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """OW09: an initiative that carries the nomination names who recognised it, and by which decision."""
    asked = N_(
        "Sáng kiến «%(initiative)s» của %(name)s chưa ghi đủ cơ quan, số và ngày quyết định công nhận."
    )
    return [
        finding
        for initiative in nominee.initiatives or ()
        if initiative.is_ground
        for finding in judge(
            rule,
            nominee,
            [
                Part(
                    holds=initiative.recognised and (True if initiative.decision_date else None),
                    failed=asked,
                    asked=asked,
                    field=f"nominees.{nominee.key}.initiatives.{initiative.id}.decision_no",
                    fix=N_("Ghi theo quyết định công nhận, hoặc không lấy sáng kiến này làm căn cứ."),
                )
            ],
            initiative=initiative.name,
        )
    ]
