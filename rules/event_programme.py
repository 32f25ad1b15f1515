"""Place, link, programme and commissioned papers: EV07–EV11, OE02."""

from rules.event_times import GridFault, backwards, clock, grid_faults, minutes, spoken_minutes
from rules.events_facts import Commission, EventFacts, Place, Point, Session, Slot
from rules.finding import N_, Finding
from rules.known import Known, Part, weigh
from rules.ruleset import Rule
from vietnamese.dates import screen_date

_NOWHERE = Place()
_SCHEDULE_MISSING = N_("Chưa có chương trình theo giờ.")
_SCHEDULE_FIX = N_("Ghi buổi, giờ và nội dung từng mục.")
_HALL_FULL = N_("%(hall)s có %(seats)s chỗ, mời %(called)s người.")
_TIGHT = N_("Báo cáo, tham luận, thảo luận hết %(spoken)s phút; buổi chỉ dành được %(limit)s phút.")
_TIGHT_AND_WHY = N_(
    "Báo cáo, tham luận, thảo luận hết %(spoken)s phút; buổi chỉ dành được %(limit)s phút (lý do: %(reason)s)."
)
_ROOM_FULL = N_("Nơi họp có %(seats)s chỗ, mời %(called)s người.")
_MODE_UNKNOWN = N_("Chưa chọn hình thức trực tiếp, trực tuyến hay kết hợp.")
_MODE_FIX = N_("Chọn hình thức ở phần Thời gian, địa điểm.")


def _room(capacity: int | None, called: int | None) -> Known:
    return None if capacity is None or called is None else called <= capacity


def enough_places(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV07: hall, link and every connection point hold everybody who is called to them."""
    place, mode = facts.place or _NOWHERE, facts.event.mode
    if mode is None:
        return [rule.ask(_MODE_UNKNOWN, field="where.mode", fix=_MODE_FIX)]
    found: list[Finding] = []
    if mode in rule.words("in_room"):
        part = Part(
            _room(place.seats, place.in_room),
            _HALL_FULL if place.hall else _ROOM_FULL,
            N_("Chưa rõ số chỗ của hội trường hoặc số người được mời."),
            "where.seats",
            N_("Chọn nơi rộng hơn, mở thêm điểm cầu hoặc giảm số người."),
        )
        figures = {"seats": place.seats or 0, "called": place.in_room or 0}
        found += weigh(rule, [part], hall=place.hall or "", figures=figures)
    if mode in rule.words("on_link"):
        part = Part(
            _room(place.link_places, place.on_link),
            N_("Đường truyền cho %(seats)s kết nối, mời %(called)s."),
            N_("Chưa rõ đường truyền cho bao nhiêu kết nối."),
            "where.link_places",
            N_("Dùng gói lớn hơn, hoặc gom người về điểm cầu."),
        )
        figures = {"seats": place.link_places or 0, "called": place.on_link or 0}
        found += weigh(rule, [part], figures=figures)
    for point in place.points or ():
        # A point need not tell its places; where it does, they bind.
        if point.capacity is not None and point.called is not None and point.called > point.capacity:
            found.append(
                rule.fail(
                    N_("Điểm cầu %(point)s có %(seats)s chỗ, mời %(called)s người."),
                    field=f"where.points.{point.key}.capacity",
                    subject=point.key,
                    fix=N_("Chọn nơi rộng hơn, mở thêm điểm cầu hoặc giảm số người."),
                    point=point.name,
                    seats=point.capacity,
                    called=point.called,
                )
            )
    return found


def link_ready(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV08: an event online has a link, connection points and somebody in charge of each (completeness)."""
    place = facts.place or _NOWHERE
    if facts.event.mode not in rule.words("modes"):
        return []
    found = []
    if not place.link:
        found.append(
            rule.fail(
                N_("Chưa có đường truyền họp trực tuyến."),
                field="where.link",
                fix=N_("Ghi đường truyền; đường truyền chỉ gửi riêng, không in vào văn bản."),
            )
        )
    if not place.points:
        found.append(
            rule.fail(
                N_("Chưa có điểm cầu nào."),
                field="where.points",
                fix=N_("Ghi từng điểm cầu và người phụ trách."),
            )
        )
    return found + [_unkept(point, rule) for point in place.points or () if not (point.keeper or "").strip()]


def _unkept(point: Point, rule: Rule) -> Finding:
    return rule.fail(
        N_("Điểm cầu %(point)s chưa có người phụ trách."),
        field=f"where.points.{point.key}.keeper",
        subject=point.key,
        fix=N_("Ghi họ tên người phụ trách điểm cầu."),
        point=point.name,
    )


_ROLES = {
    "chairs": (N_("Chương trình chưa có chủ trì."), N_("Chọn người chủ trì.")),
    "secretaries": (N_("Chương trình chưa có thư ký."), N_("Chọn thư ký ghi biên bản.")),
}
_SLOT_FAULTS = {
    "backwards": N_("«%(row)s» kết thúc %(end)s, không sau giờ bắt đầu %(start)s."),
    "overlap": N_("«%(row)s» (%(start)s–%(end)s) chồng giờ với «%(other)s» (%(other_start)s–%(other_end)s)."),
    "gap": N_("Giữa «%(row)s» (đến %(end)s) và «%(other)s» (từ %(other_start)s) để trống %(minutes)s phút."),
    "early": N_("«%(row)s» bắt đầu %(start)s, trước giờ khai mạc buổi %(session_start)s."),
    "late": N_("«%(row)s» kết thúc %(end)s, quá giờ kết thúc buổi %(session_end)s là %(minutes)s phút."),
    "no_session": N_("«%(row)s» thuộc một buổi không còn trong chương trình."),
}
_SLOT_FIX = N_("Sửa giờ của mục này hoặc của mục liền kề.")


def programme_holds(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV09: chair, secretary and speakers are named; rows neither overlap nor leave their session.

    Sessions lie within the days of the event and end after they begin.
    Who leads is asked as completeness; a speaker is asked for where the kind of row needs one.
    """
    found = [
        rule.fail(message, field=f"programme.{role}", fix=fix)
        for role, (message, fix) in _ROLES.items()
        if not getattr(facts, role)
    ]
    found += _days(facts, rule)
    if not facts.sessions or not facts.programme:
        return [*found, rule.ask(_SCHEDULE_MISSING, field="programme", fix=_SCHEDULE_FIX)]
    found += [_session_backwards(session, rule) for session in backwards(facts.sessions)]
    found += [
        _fault(each, rule) for each in grid_faults(facts.sessions, facts.programme) if each.trouble != "gap"
    ]
    for row in facts.programme:
        found += _row(row, rule)
    return found


def _days(facts: EventFacts, rule: Rule) -> list[Finding]:
    """The last day is not before the first, and every session lies between them."""
    first, last = facts.event.first_day, facts.event.last_day
    if first is None or last is None:
        return []
    if last < first:
        return [
            rule.fail(
                N_("Sự kiện kết thúc ngày %(last)s, trước ngày bắt đầu %(first)s."),
                field="when.last_day",
                fix=N_("Sửa ngày bắt đầu hoặc ngày kết thúc."),
                first=screen_date(first),
                last=screen_date(last),
            )
        ]
    return [
        rule.fail(
            N_("Buổi ngày %(day)s không nằm trong thời gian từ %(first)s đến %(last)s."),
            field=f"when.sessions.{session.key}.day",
            subject=session.key,
            fix=N_("Sửa ngày của buổi, hoặc ngày của sự kiện."),
            day=screen_date(session.day),
            first=screen_date(first),
            last=screen_date(last),
        )
        for session in facts.sessions or ()
        if session.day is not None and not first <= session.day <= last
    ]


def _session_backwards(session: Session, rule: Rule) -> Finding:
    return rule.fail(
        N_("Buổi %(session)s kết thúc %(end)s, không sau giờ bắt đầu %(start)s."),
        field=f"when.sessions.{session.key}.end",
        subject=session.key,
        fix=N_("Sửa giờ bắt đầu hoặc giờ kết thúc."),
        session=session.title or (screen_date(session.day) if session.day else session.key),
        start=clock(session.start),
        end=clock(session.end),
    )


def _fault(fault: GridFault, rule: Rule) -> Finding:
    other, session = fault.other or fault.row, fault.session or Session("")
    return rule.fail(
        _SLOT_FAULTS[fault.trouble],
        field=f"programme.{fault.row.key}",
        subject=fault.row.key,
        fix=_SLOT_FIX,
        row=fault.row.content,
        start=clock(fault.row.start),
        end=clock(fault.row.end),
        other=other.content,
        other_start=clock(other.start),
        other_end=clock(other.end),
        session_start=clock(session.start),
        session_end=clock(session.end),
        minutes=fault.minutes,
    )


def _row(row: Slot, rule: Rule) -> list[Finding]:
    """Times and speakers of one row."""
    details = {"subject": row.key, "row": row.content}
    found = _untimed(row, rule)
    field = f"programme.{row.key}.speakers"
    if row.kind in rule.words("spoken"):
        part = Part(
            None if row.speakers is None else bool(row.speakers),
            N_("«%(row)s» chưa có người trình bày."),
            N_("Chưa rõ ai trình bày «%(row)s»."),
            field,
            N_("Chọn người trình bày từ danh bạ."),
        )
        found += weigh(rule, [part], subject=row.key, row=row.content)
    for speaker in row.speakers or ():
        if speaker.id is None:
            found.append(
                rule.ask(
                    N_("%(name)s trình bày «%(row)s» nhưng chưa có trong danh bạ."),
                    fix=N_("Chọn lại từ danh bạ, hoặc thêm người này vào danh bạ."),
                    field=field,
                    name=speaker.name,
                    **details,
                )
            )
    return found


def _untimed(row: Slot, rule: Rule) -> list[Finding]:
    if row.start is not None and row.end is not None:
        return []
    return [
        rule.ask(
            N_("«%(row)s» chưa ghi đủ giờ."),
            field=f"programme.{row.key}.start",
            subject=row.key,
            fix=N_("Ghi giờ bắt đầu và giờ kết thúc."),
            row=row.content,
        )
    ]


def no_gaps(facts: EventFacts, rule: Rule) -> list[Finding]:
    """OE02: no time stays open between two rows of a session; a row without times may fill it, so it is asked about."""
    if not facts.sessions or not facts.programme:
        return [rule.ask(_SCHEDULE_MISSING, field="programme", fix=_SCHEDULE_FIX)]
    faults = grid_faults(facts.sessions, facts.programme)
    gaps = [_fault(each, rule) for each in faults if each.trouble == "gap"]
    return gaps + [finding for row in facts.programme for finding in _untimed(row, rule)]


def time_left(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV10: papers and discussion leave the minutes free that openings, breaks and closings need.

    A reason that was given is told with the figures: whoever decides weighs it.
    """
    if not facts.sessions or not facts.programme:
        return [rule.ask(_SCHEDULE_MISSING, field="programme", fix=_SCHEDULE_FIX)]
    found, reason = [], (facts.event.tight_reason or "").strip().rstrip(".")
    for session in facts.sessions:
        spoken = spoken_minutes(facts.programme, session.key, rule.words("kinds"))
        whole = minutes(session.start, session.end)
        limit = None if whole is None else whole - rule.number("free_minutes")
        part = Part(
            None if spoken is None or limit is None else spoken <= limit,
            _TIGHT_AND_WHY if reason else _TIGHT,
            N_("Chưa ghi đủ giờ nên chưa tính được thời gian tham luận, thảo luận."),
            "programme.tight_reason",
            "" if reason else N_("Bớt thời lượng, kéo dài buổi, hoặc nêu lý do."),
        )
        figures: dict[str, str | int] = {"spoken": spoken or 0, "limit": max(limit or 0, 0)}
        if reason:
            figures["reason"] = reason
        found += weigh(rule, [part], subject=session.key, figures=figures)
    return found


def papers_in_time(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV11: commissioned papers have come some working days before the event, from units that are called."""
    if facts.commissions is None:
        ask = N_("Chưa rõ có đặt tham luận của đơn vị nào hay không.")
        fix = N_("Ghi tham luận đặt các đơn vị, hoặc đánh dấu không có.")
        return [rule.ask(ask, field="commissions", fix=fix)]
    invited = None if facts.quotas is None else {quota.unit for quota in facts.quotas}
    found: list[Finding] = []
    for each in facts.commissions:
        parts = [_received(facts, each, rule), _invited(each, invited)]
        name = facts.unit_name(each.unit) if each.unit else ""
        days = rule.number("working_days")
        found += weigh(rule, parts, subject=each.key, title=each.title, unit=name, days=days)
    return found


def _received(facts: EventFacts, each: Commission, rule: Rule) -> Part:
    holds: Known = None
    first, calendar = facts.event.first_day, facts.calendar
    if first is not None and calendar is not None:
        latest = calendar.add(first, -rule.number("working_days"))
        if each.received_on is not None:
            holds = each.received_on <= latest
        elif facts.today is not None:
            holds = facts.today <= latest
    return Part(
        holds,
        N_("Tham luận «%(title)s» chưa nhận trước sự kiện %(days)s ngày làm việc."),
        N_("Chưa rõ ngày nhận tham luận «%(title)s»."),
        f"commissions.{each.key}.received_on",
        N_("Nhắc đơn vị gửi bài, hoặc bỏ khỏi chương trình."),
    )


def _invited(each: Commission, invited: set[str] | None) -> Part:
    return Part(
        None if invited is None or each.unit is None else each.unit in invited,
        N_("%(unit)s có tham luận «%(title)s» nhưng không được triệu tập."),
        N_("Chưa rõ đơn vị có tham luận «%(title)s» có được triệu tập hay không."),
        f"commissions.{each.key}.unit",
        N_("Thêm đơn vị vào danh sách triệu tập."),
    )
