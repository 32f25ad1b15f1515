"""Papers that an event needs and leaves behind, news, conclusions, recommendations: EV25–EV29, OE03."""

from datetime import timedelta

from rules.events_after import News, Recommendation, Task
from rules.events_facts import EventFacts
from rules.finding import N_, Finding
from rules.known import Part, weigh
from rules.ruleset import Rule
from vietnamese.dates import screen_date

# What to say of a paper that is asked for and is not there, by its kind.
_NOT_THERE = {
    "event_plan": N_("Chưa ban hành kế hoạch."),
    "event_estimate": N_("Chưa có dự toán được duyệt."),
    "event_programme": N_("Chưa có chương trình chính thức."),
    "delegate_list": N_("Chưa có danh sách đại biểu chính thức."),
    "event_minutes": N_("Chưa có biên bản."),
    "event_report": N_("Chưa có báo cáo kết quả."),
    "event_conclusions": N_("Chưa có thông báo kết luận."),
    "news_item": N_("Chưa có tin bài."),
    "event_settlement": N_("Chưa có quyết toán."),
}


_FIXES = {
    "EV25": N_("Ban hành hoặc đính kèm văn bản này rồi mới kết thúc sự kiện."),
    "OE03": N_("Ban hành hoặc đính kèm văn bản này trước ngày tổ chức."),
}


def papers_there(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV25, OE03: the papers that the size of the event asks for are there (completeness).

    EV25 before the event is closed, OE03 before it takes place. `demanded`: {kind: from how many persons on it is
    asked for}; `with_costs`: kinds asked for only where money was planned.
    """
    if facts.papers is None:
        ask = N_("Chưa kiểm tra được các văn bản của sự kiện.")
        return [rule.ask(ask, field="papers", fix=N_("Mở phần Văn bản rồi kiểm tra lại."))]
    return [
        rule.fail(_NOT_THERE[kind], field=f"papers.{kind}", fix=_FIXES[rule.id])
        for kind in demanded(facts, rule)
        if kind not in facts.papers or facts.papers[kind].state not in rule.words("states")
    ]


def demanded(facts: EventFacts, rule: Rule) -> tuple[str, ...]:
    """Kinds of paper that a rule asks for, by size and money of the event; an unknown size asks for all."""
    size, costs = facts.persons, facts.estimate is None or bool(facts.estimate.lines)
    return tuple(
        kind
        for kind, least in rule.table("demanded").items()
        if (size is None or size >= least) and (costs or kind not in rule.words("with_costs"))
    )


def news_right(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV26: news within some days after the event, names from the register, a caption under every photo."""
    if facts.news is None:
        return []
    news, days = facts.news, rule.number("days")
    parts = [_not_before(facts, news), _not_late(facts, news, days)]
    since = (news.day - facts.event.last_day).days if news.day and facts.event.last_day else 0
    said = screen_date(news.day) if news.day else "…"
    found = weigh(rule, parts, day=said, since=since, days=days)
    found += [
        rule.fail(
            N_("Tin bài nêu %(name)s, tên này chưa có trong danh bạ."),
            field="news.text",
            fix=N_("Kiểm lại họ tên, hoặc thêm người này vào danh bạ."),
            name=named.name,
        )
        for named in news.names
        if named.id is None
    ]
    return found + [
        rule.fail(
            N_("Ảnh %(photo)s chưa có chú thích."),
            field=f"news.photos.{photo.key}.caption",
            subject=photo.key,
            fix=N_("Ghi ai, làm gì, ở đâu; ảnh do ai chụp."),
            photo=photo.key,
        )
        for photo in news.photos
        if not (photo.caption or "").strip()
    ]


def _not_before(facts: EventFacts, news: News) -> Part:
    first = facts.event.first_day
    return Part(
        None if news.day is None or first is None else news.day >= first,
        N_("Tin bài ghi ngày %(day)s, trước ngày diễn ra sự kiện."),
        N_("Tin bài chưa ghi ngày đăng."),
        "news.day",
        N_("Ghi đúng ngày đăng tin."),
    )


def _not_late(facts: EventFacts, news: News, days: int) -> Part:
    last = facts.event.last_day or facts.event.first_day
    return Part(
        None if news.day is None or last is None else news.day <= last + timedelta(days=days),
        N_("Tin bài đăng sau sự kiện %(since)s ngày; hạn là %(days)s ngày."),
        N_("Tin bài chưa ghi ngày đăng."),
        "news.day",
        N_("Ghi đúng ngày đăng tin."),
    )


def tasks_complete(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV27: every conclusion that is a task names its unit and its day (completeness)."""
    return [finding for task in facts.tasks or () for finding in _task(task, rule)]


def _task(task: Task, rule: Rule) -> list[Finding]:
    said = {"subject": task.key, "task": task.text}
    found = []
    if not task.unit:
        found.append(
            rule.fail(
                N_("Kết luận «%(task)s» chưa giao đơn vị nào."),
                field=f"tasks.{task.key}.unit",
                fix=N_("Chọn đơn vị thực hiện."),
                **said,
            )
        )
    if task.due is None:
        found.append(
            rule.fail(
                N_("Kết luận «%(task)s» chưa có hạn."),
                field=f"tasks.{task.key}.due",
                fix=N_("Ghi ngày phải xong."),
                **said,
            )
        )
    return found


def recommendations_followed(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV28: every recommendation has an addressee (completeness) and is answered within some days.

    Calendar days from when it was received, sent on or reopened last.
    """
    rows = facts.recommendations or ()
    return [finding for each in rows for finding in _recommendation(facts, each, rule)]


def _recommendation(facts: EventFacts, each: Recommendation, rule: Rule) -> list[Finding]:
    found = []
    days = rule.part("days")
    limit, open_, begun, today = days.number("days"), each.open, each.begun, facts.today
    if not each.level:
        found.append(
            rule.fail(
                N_("Kiến nghị «%(text)s» chưa ghi cấp trả lời."),
                field=f"recommendations.{each.key}.level",
                subject=each.key,
                fix=N_("Chọn cấp có thẩm quyền trả lời."),
                text=each.text,
            )
        )
    waited = None if begun is None or today is None else (today - begun).days
    on_time = True if open_ is False else None if open_ is None or waited is None else waited <= limit
    part = Part(
        on_time,
        N_("Kiến nghị «%(text)s» đã %(waited)s ngày chưa được trả lời; hạn là %(limit)s ngày."),
        N_("Chưa rõ kiến nghị «%(text)s» đang ở đâu, từ ngày nào."),
        f"recommendations.{each.key}.answer",
        N_("Đôn đốc nơi trả lời, hoặc ghi câu trả lời đã có."),
    )
    figures = {"waited": waited or 0, "limit": limit}
    return found + weigh(days, [part], subject=each.key, figures=figures, text=each.text)


def closed_with_answer(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV29: a recommendation is closed with the text or the paper of its answer (completeness)."""
    return [
        rule.fail(
            N_("Kiến nghị «%(text)s» đã đóng nhưng không có nội dung hoặc văn bản trả lời."),
            field=f"recommendations.{each.key}.answer",
            subject=each.key,
            fix=N_("Ghi nội dung trả lời, số và ngày văn bản."),
            text=each.text,
        )
        for each in facts.recommendations or ()
        if each.status in rule.words("closed") and not (each.answer or "").strip()
    ]
