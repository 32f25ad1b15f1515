"""The meeting and its vote: AW33–AW35, OW05, OW06, OW14.

Shares are of all members of the voting body, never of the ballots collected: 9 of 10 present in a body of 11 is
81,8 %, not 90 %.
"""

from rules.awards_facts import AwardFacts, Ballot, Meeting, Nominee
from rules.evidence import reaches
from rules.finding import N_, Finding
from rules.ruleset import Rule
from vietnamese.dates import screen_date
from vietnamese.numbers import percent

_NO_MEETING = Meeting()
_NO_BALLOT = Ballot()
_PARTS = ("issued", "collected", "valid", "invalid", "agree", "disagree")
# Parts that a secret ballot has; a show of hands counts only who agrees.
_ASKED = {"secret": _PARTS, "hands": ("agree",)}


def enough_votes(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW33: the share of all members that the award asks for, by secret ballot where it asks for one."""
    meeting = facts.meeting or _NO_MEETING
    agree = facts.ballots.get(nominee.key, _NO_BALLOT).agree
    # A part of the rule speaks of certain awards only; the rest falls to the rule's own share.
    held = next((part for part in rule.parts.values() if facts.round.classed in part.words("awards")), rule)
    num, den = held.ratio("share")
    strictly = bool(held.values.get("strictly_over", False))
    total = meeting.members_total
    enough = reaches(agree, total, (num, den), strictly=strictly)
    details = {"subject": nominee.key, "name": nominee.name}
    found = []
    if enough is None:
        found.append(
            held.ask(
                N_("Chưa đủ số phiếu của %(name)s hoặc tổng số thành viên để tính tỷ lệ."),
                field="meeting.members_total" if agree is not None else f"ballots.{nominee.key}.agree",
                fix=N_("Ghi tổng số thành viên của Ban Chấp hành, hội đồng và số phiếu đồng ý."),
                **details,
            )
        )
    elif not enough and agree is not None and total is not None:
        need = total * num // den + 1 if strictly else -(-total * num // den)
        found.append(
            held.fail(
                N_(
                    "%(name)s được %(agree)s/%(total)s phiếu đồng ý (%(percent)s tổng số thành viên); "
                    "cần ít nhất %(need)s phiếu."
                ),
                field=f"ballots.{nominee.key}.agree",
                fix=N_("Bỏ khỏi danh sách, hoặc kiểm lại số phiếu theo biên bản."),
                agree=agree,
                total=total,
                percent=percent(agree, total, 1),
                need=need,
                **details,
            )
        )
    if held.values.get("secret") and meeting.mode != "secret":
        found.append(_not_secret(meeting, nominee, held))
    return found


def _not_secret(meeting: Meeting, nominee: Nominee, rule: Rule) -> Finding:
    details = {"field": "meeting.mode", "subject": nominee.key, "name": nominee.name}
    if meeting.mode is None:
        return rule.ask(
            N_("Chưa ghi hình thức bỏ phiếu; danh hiệu này phải bỏ phiếu kín."),
            fix=N_("Chọn hình thức bỏ phiếu ở phần Họp và bỏ phiếu."),
            **details,
        )
    return rule.fail(
        N_("Danh hiệu này phải bỏ phiếu kín, không giơ tay biểu quyết."),
        fix=N_("Họp lại và bỏ phiếu kín."),
        **details,
    )


def quorum(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """AW34: enough members present; with written votes enough for an award session."""
    meeting = facts.meeting or _NO_MEETING
    total, present, written = meeting.members_total, meeting.present, meeting.written
    met = reaches(present, total, rule.ratio("quorum"))
    figures = {"field": "meeting.present", "present": present or 0, "total": total or 0}
    if met is None:
        return [
            rule.ask(
                N_("Chưa ghi số người dự họp hoặc tổng số thành viên."),
                field="meeting.members_total" if present is not None else "meeting.present",
                fix=N_("Ghi ở phần Họp và bỏ phiếu."),
            )
        ]
    if not met:
        return [
            rule.fail(
                N_("Cuộc họp có mặt %(present)s/%(total)s thành viên, chưa đủ %(num)s/%(den)s."),
                fix=N_("Họp lại khi đủ số người, hoặc xem lại quy chế của đơn vị."),
                num=rule.ratio("quorum")[0],
                den=rule.ratio("quorum")[1],
                **figures,
            )
        ]
    with_written = reaches(present, total, rule.ratio("with_written"))
    if not with_written:
        # Written votes can only add: they are asked for where those present are too few.
        voted = None if present is None or written is None else present + written
        with_written = reaches(voted, total, rule.ratio("with_written"))
    share = percent(*rule.ratio("with_written"), 0)
    if with_written is None:
        return [
            rule.ask(
                N_(
                    "Có mặt %(present)s/%(total)s thành viên, dưới %(share)s; "
                    "chưa ghi số thành viên vắng mặt gửi phiếu bằng văn bản."
                ),
                fix=N_("Ghi số phiếu gửi bằng văn bản, không có thì ghi 0."),
                share=share,
                **{**figures, "field": "meeting.written"},
            )
        ]
    if with_written:
        return []
    return [
        rule.fail(
            N_(
                "Có %(voted)s/%(total)s thành viên dự họp hoặc gửi phiếu bằng văn bản, "
                "dưới %(share)s của phiên xét khen thưởng."
            ),
            fix=N_("Lấy thêm phiếu bằng văn bản của người vắng mặt."),
            voted=(present or 0) + (written or 0),
            share=share,
            **figures,
        )
    ]


def own_case(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """AW35: a nominee, or somebody close, does not vote on the case."""
    interested = {
        person for person in (nominee.id if nominee.is_person else None, *nominee.close_ids) if person
    }
    voted = facts.ballots.get(nominee.key, _NO_BALLOT).interested_voted
    where = f"ballots.{nominee.key}.interested_voted"
    details = {"subject": nominee.key, "name": nominee.name}
    if voted:
        return [
            rule.fail(
                N_("Người có liên quan đã bỏ phiếu cho trường hợp %(name)s."),
                field=where,
                fix=N_("Không tính phiếu đó và ghi vào biên bản, hoặc bỏ phiếu lại."),
                **details,
            )
        ]
    if voted is False or not interested:
        return []
    participants = (facts.meeting or _NO_MEETING).participant_ids
    if participants is None:
        return [
            rule.ask(
                N_(
                    "Chưa ghi ai dự họp nên chưa biết người được đề nghị có bỏ phiếu cho chính mình hay không."
                ),
                field="meeting.participant_ids",
                fix=N_("Ghi thành phần dự họp ở phần Họp và bỏ phiếu."),
            )
        ]
    if not interested & set(participants):
        return []
    return [
        rule.ask(
            N_("Người dự họp có liên quan đến trường hợp %(name)s."),
            field=where,
            fix=N_("Xác nhận người đó không bỏ phiếu cho trường hợp này."),
            **details,
        )
    ]


def votes_add_up(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """OW05: issued ≥ collected = valid + invalid; valid = agree + disagree; nobody votes twice; nothing below zero."""
    ballot = facts.ballots.get(nominee.key)
    if ballot is None:
        return []
    meeting = facts.meeting or _NO_MEETING
    votes = {name: getattr(ballot, name) for name in _PARTS}
    total = meeting.members_total
    # (field, whether the breach is certain, message, figures shown)
    breaches: list[tuple[str, bool, str, dict[str, int | None]]] = [
        (name, value is not None and value < 0, N_("Số phiếu của %(name)s không thể nhỏ hơn 0."), {})
        for name, value in votes.items()
    ]
    breaches += [
        (
            "issued",
            _exceeds(ballot.issued, total),
            N_("%(name)s: phát ra %(left)s phiếu, nhiều hơn %(right)s thành viên."),
            {"left": ballot.issued, "right": total},
        ),
        (
            "collected",
            _exceeds(ballot.collected, ballot.issued),
            N_("%(name)s: thu về %(left)s phiếu, nhiều hơn %(right)s phiếu phát ra."),
            {"left": ballot.collected, "right": ballot.issued},
        ),
        (
            "valid",
            _differs(ballot.collected, ballot.valid, ballot.invalid),
            N_("%(name)s: hợp lệ %(left)s + không hợp lệ %(right)s không bằng %(sum)s phiếu thu về."),
            {"left": ballot.valid, "right": ballot.invalid, "sum": ballot.collected},
        ),
        (
            "agree",
            _differs(ballot.valid, ballot.agree, ballot.disagree),
            N_("%(name)s: đồng ý %(left)s + không đồng ý %(right)s không bằng %(sum)s phiếu hợp lệ."),
            {"left": ballot.agree, "right": ballot.disagree, "sum": ballot.valid},
        ),
        (
            "agree",
            _exceeds(_sum(ballot.agree, ballot.disagree), total),
            N_("%(name)s: đồng ý %(left)s + không đồng ý %(right)s nhiều hơn %(sum)s thành viên."),
            {"left": ballot.agree, "right": ballot.disagree, "sum": total},
        ),
    ]
    found = [
        rule.fail(
            message,
            field=f"ballots.{nominee.key}.{name}",
            subject=nominee.key,
            fix=N_("Kiểm lại số phiếu theo biên bản kiểm phiếu."),
            name=nominee.name,
            **figures,
        )
        for name, breach, message, figures in breaches
        if breach
    ]
    missing = [name for name in _ASKED.get(meeting.mode or "", ()) if votes[name] is None]
    if missing and not found:
        found.append(
            rule.ask(
                N_("Kết quả phiếu của %(name)s chưa đủ số."),
                field=f"ballots.{nominee.key}.{missing[0]}",
                subject=nominee.key,
                fix=N_("Ghi đủ số phiếu phát ra, thu về, hợp lệ, không hợp lệ, đồng ý, không đồng ý."),
                name=nominee.name,
            )
        )
    return found


def attendance_adds_up(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """OW06: present and written votes within the members, ballots within both, the meeting before the nomination."""
    meeting = facts.meeting
    if meeting is None:
        return []
    total, present, written = meeting.members_total, meeting.present, meeting.written
    voters = _sum(present, written)
    nominated_on = facts.round.nominated_on
    found = [
        rule.fail(
            N_("Số người dự họp không thể nhỏ hơn 0."),
            field=f"meeting.{name}",
            fix=N_("Sửa theo biên bản họp."),
        )
        for name, value in (("members_total", total), ("present", present), ("written", written))
        if value is not None and value < 0
    ]
    if _exceeds(present, total) or _exceeds(voters, total):
        found.append(
            rule.fail(
                N_(
                    "Có mặt %(present)s và gửi phiếu bằng văn bản %(written)s, nhiều hơn %(total)s thành viên."
                ),
                field="meeting.present",
                fix=N_("Sửa số người dự họp hoặc tổng số thành viên theo biên bản."),
                present=present or 0,
                written=written or 0,
                total=total or 0,
            )
        )
    if meeting.held_on is not None and nominated_on is not None and meeting.held_on > nominated_on:
        found.append(
            rule.fail(
                N_("Ngày họp %(held)s sau ngày trình %(on)s."),
                field="meeting.held_on",
                fix=N_("Họp xong mới trình; sửa lại ngày họp nếu gõ nhầm."),
                held=screen_date(meeting.held_on),
                on=screen_date(nominated_on),
            )
        )
    for nominee in facts.nominees:
        collected = facts.ballots.get(nominee.key, _NO_BALLOT).collected
        if _exceeds(collected, voters):
            found.append(
                rule.fail(
                    N_(
                        "%(name)s: thu về %(collected)s phiếu, nhiều hơn %(voters)s người dự họp và gửi phiếu."
                    ),
                    field=f"ballots.{nominee.key}.collected",
                    subject=nominee.key,
                    fix=N_("Kiểm lại số phiếu và số người dự họp theo biên bản."),
                    name=nominee.name,
                    collected=collected or 0,
                    voters=voters or 0,
                )
            )
    return found


def vote_recorded(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """OW14: the minutes cannot be written without the meeting's day, its attendance and a vote on every nominee."""
    meeting = facts.meeting or _NO_MEETING
    missing: list[tuple[str, str | None, str, str]] = [
        (f"meeting.{name}", None, message, "")
        for name, message in (
            ("held_on", N_("Chưa ghi ngày họp xét.")),
            ("members_total", N_("Chưa ghi tổng số thành viên của Ban Chấp hành, hội đồng.")),
            ("present", N_("Chưa ghi số người dự họp.")),
        )
        if getattr(meeting, name) is None
    ]
    missing += [
        (f"ballots.{nominee.key}.agree", nominee.key, N_("Chưa có kết quả phiếu của %(name)s."), nominee.name)
        for nominee in facts.nominees
        if facts.ballots.get(nominee.key, _NO_BALLOT).agree is None
    ]
    return [
        rule.fail(
            message, field=where, subject=key, fix=N_("Ghi ở phần Họp và bỏ phiếu, theo biên bản."), name=name
        )
        for where, key, message, name in missing
    ]


def _sum(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def _exceeds(value: int | None, limit: int | None) -> bool:
    return value is not None and limit is not None and value > limit


def _differs(whole: int | None, left: int | None, right: int | None) -> bool:
    total = _sum(left, right)
    return whole is not None and total is not None and total != whole
