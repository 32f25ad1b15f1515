"""Meetings, the order of acts, who may do what, terms, late changes: RV18–RV20, RV32, RV40, OV02.

Shares of the meeting are of all members (quorum) and of those present (majority), as staff conferences count them.
"""

from rules.evidence import reaches
from rules.finding import N_, Finding
from rules.reviews_facts import SELF, CommitteeMeeting, Cycle, ReviewFacts, Vote
from rules.ruleset import Rule
from vietnamese.dates import in_vietnam, screen_date

RANK = "rank"
_NO_MEETING = CommitteeMeeting()
_FIX_VOTES = N_("Kiểm lại số phiếu theo biên bản họp Ban Chấp hành.")


def meeting_valid(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV18: a quorum, more than half of those present for the rank, and votes that add up to those present."""
    meeting = facts.meeting or _NO_MEETING
    found = _quorum(meeting, rule)
    for vote in meeting.votes:
        found += _votes_add_up(vote, meeting, rule.part("sums"))
    rank = next((vote for vote in meeting.votes if vote.about == RANK), Vote(RANK))
    num, den = rule.ratio("majority")
    carried = reaches(rank.agree, meeting.present, (num, den), strictly=True)
    if carried is False:
        found.append(
            rule.fail(
                N_(
                    "Mức xếp loại được %(agree)s/%(present)s phiếu tán thành; phải quá %(num)s/%(den)s số người dự."
                ),
                field="meeting.votes.rank",
                fix=N_("Biểu quyết lại, hoặc đề nghị mức được quá bán tán thành."),
                agree=rank.agree or 0,
                present=meeting.present or 0,
                num=num,
                den=den,
            )
        )
    elif carried is None:
        found.append(
            rule.ask(
                N_("Chưa ghi số phiếu tán thành mức xếp loại."),
                field="meeting.votes.rank",
                fix=N_("Ghi kết quả biểu quyết ở phần Họp Ban Chấp hành."),
            )
        )
    return found


def _quorum(meeting: CommitteeMeeting, rule: Rule) -> list[Finding]:
    num, den = rule.ratio("quorum")
    total, present = meeting.members_total, meeting.present
    enough = reaches(present, total, (num, den))
    if present is not None and total is not None and present > total:
        return [
            rule.part("sums").fail(
                N_("Có %(present)s người dự họp, nhiều hơn %(total)s ủy viên."),
                field="meeting.present",
                fix=N_("Sửa số người dự họp hoặc tổng số ủy viên theo biên bản."),
                present=present,
                total=total,
            )
        ]
    if enough is None:
        return [
            rule.ask(
                N_("Chưa ghi số ủy viên Ban Chấp hành và số người dự họp."),
                field="meeting.members_total" if present is not None else "meeting.present",
                fix=N_("Ghi ở phần Họp Ban Chấp hành."),
            )
        ]
    if enough:
        return []
    return [
        rule.fail(
            N_("Cuộc họp có %(present)s/%(total)s ủy viên, chưa đủ %(num)s/%(den)s."),
            field="meeting.present",
            fix=N_("Họp lại khi đủ số ủy viên."),
            present=present or 0,
            total=total or 0,
            num=num,
            den=den,
        )
    ]


def _votes_add_up(vote: Vote, meeting: CommitteeMeeting, rule: Rule) -> list[Finding]:
    parts = (vote.agree, vote.disagree, vote.other)
    given = [part for part in parts if part is not None]
    where = f"meeting.votes.{vote.about.replace('.', '_')}"
    if any(part < 0 for part in given):
        return [rule.fail(N_("Số phiếu không thể nhỏ hơn 0."), field=where, fix=_FIX_VOTES)]
    present, total = meeting.present, sum(given)
    # With a part missing the rest may still be too many, never too few.
    if present is None or total == present or (len(given) < len(parts) and total < present):
        return []
    return [
        rule.fail(
            N_("Biểu quyết mức xếp loại: cộng %(sum)s phiếu, có %(present)s người dự họp.")
            if vote.about == RANK
            else N_("Biểu quyết tiêu chí %(about)s: cộng %(sum)s phiếu, có %(present)s người dự họp."),
            field=where,
            fix=_FIX_VOTES,
            about=vote.about,
            sum=total,
            present=present,
        )
    ]


def order_of_acts(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV19: the committee meets, then the sheet is approved, then the proposal is dated; the same day will do."""
    papers = facts.papers
    # (earlier, later, field of the later, message)
    pairs = (
        (
            papers.minutes_on,
            papers.proposal_on,
            "papers.proposal_on",
            N_("Biên bản họp ngày %(earlier)s, sau Tờ trình ngày %(later)s."),
        ),
        (
            papers.minutes_on,
            papers.approved_on,
            "papers.approved_on",
            N_("Phiếu tự chấm được duyệt ngày %(later)s, trước cuộc họp Ban Chấp hành ngày %(earlier)s."),
        ),
    )
    return [
        rule.fail(
            message,
            field=where,
            fix=N_("Họp Ban Chấp hành, duyệt phiếu tự chấm, rồi mới trình; sửa ngày nếu ghi nhầm."),
            earlier=screen_date(earlier),
            later=screen_date(later),
        )
        for earlier, later, where, message in pairs
        if earlier is not None and later is not None and earlier > later
    ]


# What somebody is in the reviewed union -> what to say when they verify, or decide on, its review.
_OF_UNIT = {
    "member": N_("Người thẩm định, người quyết định là đoàn viên của đơn vị được xét."),
    "officer": N_("Người thẩm định, người quyết định là cán bộ công đoàn của đơn vị được xét."),
    "former_officer": N_(
        "Người thẩm định, người quyết định từng là cán bộ công đoàn của đơn vị trong năm xét."
    ),
}


def duties_apart(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV20: nobody verifies or decides for their own union; author, verifier and signer are different people."""
    roles = facts.roles
    verifiers, deciders = roles.verifiers or (), roles.deciders or ()
    if facts.stage == SELF:
        return []
    if roles.verifiers is None or roles.of_unit is None:
        return [
            rule.ask(
                N_("Chưa rõ ai thẩm định và quan hệ của họ với đơn vị được xét."),
                field="roles.verifiers",
                fix=N_("Phân công người thẩm định."),
            )
        ]
    signing = (roles.signer,) if roles.signer else ()
    acting = dict.fromkeys((*verifiers, *deciders, *signing))
    fix = N_("Phân công người khác.")
    found = [
        rule.fail(_OF_UNIT[roles.of_unit[person]], field=_place(person, facts), subject=person, fix=fix)
        for person in acting
        if roles.of_unit.get(person) in _OF_UNIT
    ]
    # (people who do the first, people who do the second, message)
    pairs = (
        ((roles.author,), verifiers, N_("Người lập phiếu tự chấm không được thẩm định chính phiếu đó.")),
        (verifiers, signing, N_("Người đã thẩm định không ký quyết định công nhận.")),
        (verifiers, deciders, N_("Người đã thẩm định không biểu quyết về hồ sơ đó.")),
    )
    found += [
        rule.fail(message, field=_place(person, facts), subject=person, fix=fix)
        for first, second, message in pairs
        for person in first
        if person is not None and person in second
    ]
    return found


def _place(person: str, facts: ReviewFacts) -> str:
    if person in (facts.roles.verifiers or ()):
        return "roles.verifiers"
    return "roles.deciders" if person in (facts.roles.deciders or ()) else "roles.signer"


def one_term(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """RV32: every paper that names a term names the union's current one."""
    term = facts.unit.term
    if term is None:
        if not facts.papers.terms:
            return []
        return [
            rule.ask(
                N_("Chưa ghi nhiệm kỳ hiện tại của đơn vị."),
                field="unit.term",
                fix=N_("Ghi nhiệm kỳ ở phần Thông tin đơn vị."),
            )
        ]
    return [
        rule.fail(
            N_("%(paper)s ghi nhiệm kỳ %(named)s; nhiệm kỳ hiện tại của đơn vị là %(term)s."),
            field="papers.terms",
            fix=N_("Sửa nhiệm kỳ trong văn bản."),
            paper=paper,
            named=named,
            term=term,
        )
        for paper, named in facts.papers.terms.items()
        if _plain(named) != _plain(term)
    ]


def _plain(term: str) -> str:
    """2023 – 2028 and 2023-2028 are one term."""
    return "".join(term.split()).replace("–", "-")


def criteria_kept(cycle: Cycle, rule: Rule) -> list[Finding]:
    """RV40: criteria stay what they were once the first union has submitted; the same instant will do."""
    first = cycle.first_submitted_at
    return [
        rule.fail(
            N_("Bảng điểm đổi ngày %(changed)s, sau khi đã có đơn vị trình ngày %(first)s."),
            field="criteria_changed_at",
            fix=N_("Giữ nguyên bảng điểm của kỳ này; sửa cho kỳ sau."),
            changed=screen_date(in_vietnam(changed).date()),
            first=screen_date(in_vietnam(first).date()),
        )
        for changed in cycle.criteria_changed_at
        if first is not None and changed > first
    ]


def vote_recorded(facts: ReviewFacts, rule: Rule) -> list[Finding]:
    """OV02: minutes need attendance and a vote on the rank, the proposal needs the rank (completeness)."""
    meeting = facts.meeting or _NO_MEETING
    rank = next((vote for vote in meeting.votes if vote.about == RANK), Vote(RANK))
    missing = (
        (meeting.members_total, "meeting.members_total", N_("Chưa ghi tổng số ủy viên Ban Chấp hành.")),
        (meeting.present, "meeting.present", N_("Chưa ghi số ủy viên dự họp.")),
        (rank.agree, "meeting.votes.rank", N_("Chưa ghi kết quả biểu quyết mức xếp loại.")),
        (facts.papers.minutes_on, "papers.minutes_on", N_("Chưa ghi ngày họp Ban Chấp hành.")),
        (facts.asked, "asked", N_("Chưa chọn mức xếp loại đề nghị.")),
    )
    return [
        rule.fail(message, field=where, fix=N_("Ghi ở phần Họp Ban Chấp hành."))
        for value, where, message in missing
        if value is None
    ]
