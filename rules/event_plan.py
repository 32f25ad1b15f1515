"""The plan, its grounds, its time: EV01–EV06, OE01."""

from datetime import date

from rules.bases import outdated
from rules.event_times import odd_weekdays
from rules.events_facts import Approval, Clash, EventFacts
from rules.finding import N_, Finding
from rules.known import Known, Part, reaches, some, weigh
from rules.ruleset import Rule
from vietnamese.dates import screen_date
from vietnamese.numbers import percent
from vietnamese.workdays import WorkingCalendar

# What has to be approved before anybody is invited: what to say when it is not, and when nobody has told.
_NOT_APPROVED = {
    "event_plan": (
        N_("Kế hoạch chưa được duyệt nên chưa phát hành công văn triệu tập, giấy mời."),
        N_("Chưa rõ kế hoạch đã được duyệt hay chưa."),
        N_("Trình duyệt kế hoạch trước."),
    ),
    "event_estimate": (
        N_("Dự toán chưa được duyệt nên chưa phát hành công văn triệu tập, giấy mời."),
        N_("Chưa rõ dự toán đã được duyệt hay chưa."),
        N_("Trình duyệt dự toán trước."),
    ),
}
_TOO_EARLY = N_("Công văn triệu tập, giấy mời ghi ngày %(sent)s, trước ngày duyệt %(decided)s.")
_NOBODY = Approval()


def approved_before_inviting(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV01: invitations and summons leave after plan and estimate are approved.

    An event without any cost (an estimate known to have no lines) needs no approved estimate.
    """
    leaving: dict[str, date | None] = dict.fromkeys(facts.inviting)
    for kind in rule.words("invitations"):
        paper = (facts.papers or {}).get(kind)
        if paper is not None and paper.state in rule.words("left"):
            leaving[kind] = paper.dated_on
    found: list[Finding] = []
    for subject in rule.words("needs") if leaving else ():
        if subject == "event_estimate" and facts.estimate is not None and not facts.estimate.lines:
            continue
        found += _approved(facts.approvals.get(subject, _NOBODY), subject, leaving, rule)
    return found


def _approved(approval: Approval, subject: str, leaving: dict[str, date | None], rule: Rule) -> list[Finding]:
    failed, asked, fix = _NOT_APPROVED[subject]
    if approval.approved is not True:
        part = Part(approval.approved, failed, asked, f"papers.{subject}", fix)
        return weigh(rule, [part])
    sent = [day for day in leaving.values() if day is not None]
    if approval.decided_on is None or not sent or min(sent) >= approval.decided_on:
        return []
    return [
        rule.fail(
            _TOO_EARLY,
            field=f"papers.{subject}",
            fix=N_("Ghi ngày của công văn, giấy mời từ ngày duyệt trở đi."),
            sent=screen_date(min(sent)),
            decided=screen_date(approval.decided_on),
        )
    ]


_EMPTY_SECTION = {
    "grounds": N_("Kế hoạch chưa có căn cứ."),
    "aim": N_("Kế hoạch chưa nêu mục đích, yêu cầu."),
    "content": N_("Kế hoạch chưa nêu nội dung."),
    "participants": N_("Kế hoạch chưa ghi thành phần, số lượng."),
    "time": N_("Kế hoạch chưa ghi thời gian."),
    "place": N_("Kế hoạch chưa ghi địa điểm, hình thức."),
    "costs": N_("Kế hoạch chưa ghi kinh phí; không chi thì ghi rõ là không."),
    "assignment": N_("Kế hoạch chưa phân công thực hiện."),
}


def sections_filled(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV02: every section that the short or the full form asks for is filled (completeness)."""
    filled = facts.sections or {}
    return [
        rule.fail(
            _EMPTY_SECTION[section],
            field=f"plan.{section}",
            fix=N_("Điền mục này, một hai câu cũng được."),
        )
        for section in rule.table("sections").get(facts.event.path, ())
        if not filled.get(section)
    ]


def grounds_in_force(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV03: acts cited as grounds are in force on the day of the plan; a replaced one is named with its successor."""
    day = facts.event.dated_on or facts.today
    if facts.grounds is None or facts.acts is None or day is None:
        ask = N_("Chưa kiểm tra được hiệu lực của các căn cứ.")
        fix = N_("Chọn căn cứ và ghi ngày kế hoạch.")
        return [rule.ask(ask, field="plan.grounds", fix=fix)]
    found = []
    for each in outdated(facts.acts, facts.grounds, day):
        act, successor = each.replaced.act, each.replaced.successor
        details = {"field": f"plan.grounds.{each.line}", "act": act.number, "day": screen_date(day)}
        if each.replaced.early:
            message, fix = N_("%(act)s chưa có hiệu lực ngày %(day)s."), N_("Bỏ căn cứ này.")
        elif successor is None:
            message = N_("%(act)s không còn hiệu lực ngày %(day)s.")
            fix = N_("Bỏ căn cứ này, hoặc thay bằng văn bản đang có hiệu lực.")
        else:
            message = N_("%(act)s không còn hiệu lực ngày %(day)s; đã có %(successor)s thay thế.")
            fix = N_("Thay bằng %(successor)s.")
            details["successor"] = successor.number or successor.title
        found.append(rule.fail(message, fix=fix, **details))
    return found


def in_work_programme(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV04: the event stands in the work programme, or a reason is given."""
    event = facts.event
    reason: Known = None if event.unplanned_reason is None else bool(event.unplanned_reason.strip())
    part = Part(
        holds=some(event.in_programme, reason) if event.in_programme is False else event.in_programme,
        failed=N_("Việc này không có trong chương trình công tác và chưa nêu lý do."),
        asked=N_("Chưa rõ việc này có trong chương trình công tác hay không."),
        field="plan.programme",
        fix=N_("Chọn dòng của chương trình công tác, hoặc ghi lý do phát sinh."),
    )
    return weigh(rule, [part])


_LEADS = {
    "submitted": (
        N_("Kế hoạch trình ngày %(day)s, trước sự kiện %(days)s ngày làm việc; cần %(need)s ngày."),
        "papers.event_plan",
    ),
    "decided": (
        N_("Kế hoạch được duyệt ngày %(day)s, trước sự kiện %(days)s ngày làm việc; cần %(need)s ngày."),
        "papers.event_plan",
    ),
    "invited": (
        N_("Công văn, giấy mời ghi ngày %(day)s, trước sự kiện %(days)s ngày làm việc; cần %(need)s ngày."),
        "papers.invitation",
    ),
    "list_closed": (
        N_("Danh sách đại biểu chốt ngày %(day)s, trước sự kiện %(days)s ngày làm việc; cần %(need)s ngày."),
        "delegates",
    ),
}


def _lead_class(facts: EventFacts, rule: Rule) -> str | None:
    return next((name for name, kinds in rule.table("classes").items() if facts.event.kind in kinds), None)


def lead_times(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV05: every step that has been done left enough working days before the event; steps to come are not judged.

    Working days after the step up to and with the first day of the event; of plan and estimate the later counts.
    """
    needs = rule.table("days").get(_lead_class(facts, rule) or "")
    first, calendar = facts.event.first_day, facts.calendar
    if needs is None or first is None or calendar is None:
        ask = N_("Chưa tính được thời gian chuẩn bị: chưa rõ loại sự kiện hoặc ngày tổ chức.")
        return [rule.ask(ask, field="when.first_day", fix=N_("Chọn loại sự kiện và ngày tổ chức."))]
    found = []
    for step, day in _steps(facts, rule).items():
        days = calendar.between(day, first)
        if days < needs[step]:
            message, field = _LEADS[step]
            found.append(
                rule.fail(
                    message,
                    field=field,
                    fix=N_("Lùi ngày tổ chức, hoặc nêu lý do gấp trong tờ trình."),
                    day=screen_date(day),
                    days=days,
                    need=needs[step],
                )
            )
    return found


def _steps(facts: EventFacts, rule: Rule) -> dict[str, date]:
    """Days of the steps that are done, in their order."""
    approvals = facts.approvals.values()
    submitted = [each.submitted_on for each in approvals if each.submitted_on]
    decided = [each.decided_on for each in approvals if each.decided_on]
    papers = [(facts.papers or {}).get(kind) for kind in rule.words("invitations")]
    invited = [paper.dated_on for paper in papers if paper is not None and paper.dated_on]
    done = {
        "submitted": max(submitted, default=None),
        "decided": max(decided, default=None),
        "invited": max(invited, default=None),
        "list_closed": facts.list_closed_on,
    }
    return {step: day for step, day in done.items() if day is not None}


def latest_days(kind: str | None, first_day: date, rule: Rule, calendar: WorkingCalendar) -> dict[str, date]:
    """The last day of every step of a kind of event ({step: day}), for the timeline of its plan; {} when unknown.

    Steps before the event are counted back from its first day; those of the table `after` on from it.
    """
    found: dict[str, date] = {}
    for name, sign in (("days", -1), ("after", 1)):
        for group, kinds in rule.table("classes").items():
            if kind in kinds:
                steps = rule.table(name).get(group, {})
                found |= {step: calendar.add(first_day, sign * days) for step, days in steps.items()}
    return found


def day_is_free(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV06: no public holiday, and no upper-level event that calls too many of the same delegates."""
    days = {session.day for session in facts.sessions or () if session.day}
    days |= {day for day in (facts.event.first_day, facts.event.last_day) if day}
    if not days or facts.calendar is None:
        ask = N_("Chưa ghi ngày tổ chức nên chưa đối chiếu được ngày nghỉ lễ.")
        return [rule.ask(ask, field="when.first_day", fix=N_("Ghi ngày tổ chức."))]
    found = [
        rule.fail(
            N_("Ngày %(day)s là ngày nghỉ lễ, tết."),
            field="when.first_day",
            fix=N_("Chọn ngày khác."),
            day=screen_date(day),
        )
        for day in sorted(days)
        if facts.calendar.is_holiday(day)
    ]
    if facts.event.clashes is None:
        ask = N_("Chưa rõ cấp trên có sự kiện nào trùng ngày hay không.")
        fix = N_("Hỏi lịch của cấp trên, hoặc đánh dấu không trùng.")
        return [*found, rule.ask(ask, field="when.clashes", fix=fix)]
    return found + [finding for clash in facts.event.clashes for finding in _clashing(facts, clash, rule)]


def _clashing(facts: EventFacts, clash: Clash, rule: Rule) -> list[Finding]:
    over = reaches(clash.shared, facts.called, rule.ratio("share"), strictly=True)
    part = Part(
        holds=None if over is None else not over,
        failed=N_("Trùng với «%(title)s» của cấp trên: %(share)s đại biểu được triệu tập cả hai nơi."),
        asked=N_("Chưa rõ bao nhiêu đại biểu được triệu tập cả «%(title)s» của cấp trên."),
        field="when.clashes",
        fix=N_("Chọn ngày khác."),
    )
    share = percent(clash.shared or 0, facts.called or 1, 1)
    return weigh(rule, [part], title=clash.title, share=share)


def weekdays_right(facts: EventFacts, rule: Rule) -> list[Finding]:
    """OE01: a weekday named beside a date is the weekday of that date, in every text of the event."""
    return [
        rule.fail(
            N_("«%(typed)s»: ngày %(day)s là %(weekday)s."),
            field=field,
            fix=N_("Sửa ngày hoặc thứ cho khớp."),
            typed=odd.typed,
            day=screen_date(odd.day),
            weekday=odd.weekday,
        )
        for field, text in facts.texts.items()
        for odd in odd_weekdays(text)
    ]
