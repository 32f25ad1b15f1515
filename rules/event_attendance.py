"""Delegates, quorum, certificates, minutes and counters: EV12–EV16."""

from collections.abc import Iterable

from rules.event_contributions import SPOKEN, count
from rules.event_people import listed_twice, quota_gaps
from rules.event_presence import attended
from rules.events_after import BallotCount, Elected, Minutes, Vote
from rules.events_facts import EventFacts
from rules.finding import N_, Finding
from rules.known import Part, reaches, same, summed, weigh
from rules.ruleset import Rule
from vietnamese.numbers import percent

_NO_MINUTES = Minutes()


def quotas_kept(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV12: every unit sends as many as are called, and nobody stands on the list twice."""
    if facts.quotas is None or facts.delegates is None:
        ask = N_("Chưa có số lượng triệu tập hoặc danh sách đại biểu.")
        return [rule.ask(ask, field="delegates", fix=N_("Ghi số lượng từng đơn vị và lập danh sách."))]
    found = []
    for gap in quota_gaps(facts.quotas, facts.delegates):
        message = N_("%(unit)s: danh sách %(listed)s người, triệu tập %(called)s.")
        if gap.office is not None:
            message = N_("%(unit)s: có %(listed)s %(office)s, triệu tập %(called)s.")
        say = rule.fail if gap.sure else rule.ask
        found.append(
            say(
                message,
                field=f"quotas.{gap.unit}",
                subject=gap.unit,
                fix=N_("Đề nghị đơn vị cử đủ, hoặc sửa số lượng triệu tập."),
                unit=facts.unit_name(gap.unit),
                office=facts.offices.get(gap.office or "", gap.office or ""),
                listed=gap.listed,
                called=gap.called,
            )
        )
    for twice in listed_twice(facts.delegates):
        message = N_("%(name)s có tên hai lần trong danh sách.")
        if twice.groups_differ:
            message = N_("%(name)s có tên ở hai nhóm của danh sách.")
        say = rule.fail if twice.sure else rule.ask
        found.append(
            say(
                message,
                field=f"delegates.{twice.second.key}",
                subject=twice.second.key,
                fix=N_("Giữ một dòng; nếu là hai người trùng tên thì chọn lại từ danh bạ."),
                name=twice.second.name,
            )
        )
    return found


def quorum(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV13: a meeting that decides has its quorum, where its kind has one."""
    minutes = facts.minutes or _NO_MINUTES
    if facts.event.kind not in rule.words("kinds") or minutes.decides is False:
        return []
    num, den = rule.ratio("quorum")
    part = Part(
        reaches(minutes.present, minutes.total, (num, den)),
        N_("Có mặt %(present)s/%(total)s (%(percent)s), chưa đủ %(num)s/%(den)s để quyết định."),
        N_("Chưa ghi số người có mặt hoặc tổng số."),
        "minutes.present",
        N_("Chỉ ghi nhận ý kiến, hoặc họp lại khi đủ số người."),
    )
    share = percent(minutes.present or 0, minutes.total or 1, 1)
    figures = {"present": minutes.present or 0, "total": minutes.total or 0}
    return weigh(rule, [part], figures=figures, percent=share, num=num, den=den)


def certificates_earned(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV14: a certificate goes to those who signed in and were present for the share of the time that is asked for."""
    if not facts.certificates:
        return []
    if facts.presences is None or not facts.sessions:
        ask = N_("Chưa có điểm danh nên chưa xét được giấy chứng nhận.")
        return [rule.ask(ask, field="presences", fix=N_("Ghi điểm danh từng buổi."))]
    share = rule.ratio("share")
    names = {each.key: each.name for each in facts.delegates or ()}
    found: list[Finding] = []
    for row in attended(facts.certificates, facts.sessions, facts.presences, share):
        failed = N_("%(name)s có mặt %(present)s/%(whole)s phút (%(percent)s), chưa đủ %(need)s.")
        if not row.signed:
            failed = N_("%(name)s không có điểm danh buổi nào.")
        part = Part(
            row.enough,
            failed,
            N_("Điểm danh của %(name)s chưa đủ để xét giấy chứng nhận."),
            f"presences.{row.delegate}",
            N_("Bỏ khỏi danh sách cấp giấy chứng nhận, hoặc bổ sung điểm danh có xác nhận."),
        )
        found += weigh(
            rule,
            [part],
            subject=row.delegate,
            name=names.get(row.delegate, row.delegate),
            present=row.present,
            whole=row.whole,
            percent=percent(row.present, row.whole, 1) if row.whole else "…",
            need=percent(*share, 0),
        )
    return found


def minutes_add_up(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV15: present + absent = total; votes and ballots add up; who is declared elected has more than the share."""
    minutes = facts.minutes or _NO_MINUTES
    together = summed((minutes.present, minutes.absent))
    part = Part(
        same(together, minutes.total),
        N_("Có mặt %(present)s + vắng %(absent)s không bằng tổng số %(total)s."),
        N_("Biên bản chưa ghi đủ số có mặt, vắng mặt và tổng số."),
        "minutes.present",
        N_("Kiểm lại theo điểm danh."),
    )
    figures = {name: getattr(minutes, name) or 0 for name in ("present", "absent", "total")}
    found = weigh(rule, [part], figures=figures)
    for vote in minutes.votes:
        found += _vote(vote, rule)
    for ballot in minutes.ballots:
        found += _ballot(ballot, rule)
    return found


def _vote(vote: Vote, rule: Rule) -> list[Finding]:
    part = Part(
        same(summed((vote.agree, vote.against, vote.other)), vote.cast),
        N_(
            "«%(title)s»: tán thành %(agree)s + không tán thành %(against)s + ý kiến khác %(other)s "
            "không bằng %(cast)s phiếu biểu quyết."
        ),
        N_("«%(title)s»: chưa ghi đủ kết quả biểu quyết."),
        f"minutes.votes.{vote.key}",
        N_("Kiểm lại kết quả biểu quyết."),
    )
    figures = {name: getattr(vote, name) or 0 for name in ("agree", "against", "other", "cast")}
    return weigh(rule, [part], subject=vote.key, figures=figures, title=vote.title)


def _ballot(ballot: BallotCount, rule: Rule) -> list[Finding]:
    field, fix = f"minutes.ballots.{ballot.key}", N_("Kiểm lại theo biên bản kiểm phiếu.")
    asked = N_("«%(title)s»: chưa ghi đủ số phiếu phát ra, thu về, hợp lệ, không hợp lệ.")
    returned, issued = ballot.returned, ballot.issued
    parts = [
        Part(
            same(summed((ballot.valid, ballot.invalid)), returned),
            N_(
                "«%(title)s»: hợp lệ %(valid)s + không hợp lệ %(invalid)s không bằng %(returned)s phiếu thu về."
            ),
            asked,
            field,
            fix,
        ),
        Part(
            None if returned is None or issued is None else returned <= issued,
            N_("«%(title)s»: thu về %(returned)s phiếu, nhiều hơn %(issued)s phiếu phát ra."),
            asked,
            field,
            fix,
        ),
    ]
    figures = {name: getattr(ballot, name) or 0 for name in ("issued", "returned", "valid", "invalid")}
    found = weigh(rule, parts, subject=ballot.key, figures=figures, title=ballot.title)
    return found + _elected(ballot, (each for each in ballot.candidates if each.declared), rule)


def _elected(ballot: BallotCount, declared: Iterable[Elected], rule: Rule) -> list[Finding]:
    """Who is declared elected has more than the share of the ballots that the rule counts on."""
    base = {"returned": ballot.returned, "valid": ballot.valid}[str(rule.part("elected").values.get("base"))]
    share = rule.part("elected").ratio("share")
    found: list[Finding] = []
    for each in declared:
        part = Part(
            reaches(each.votes, base, share, strictly=True),
            N_("%(name)s được %(votes)s/%(base)s phiếu, chưa quá %(num)s/%(den)s để trúng cử."),
            N_("Chưa ghi đủ số phiếu của %(name)s."),
            f"minutes.ballots.{ballot.key}",
            N_("Sửa kết quả bầu cử, hoặc bầu thêm."),
        )
        figures = {"votes": each.votes or 0, "base": base or 0, "num": share[0], "den": share[1]}
        found += weigh(rule.part("elected"), [part], subject=ballot.key, figures=figures, name=each.name)
    return found


_COUNTERS = {
    "spoken": N_("Báo cáo ghi %(said)s ý kiến phát biểu, sổ có %(counted)s."),
    "written": N_("Báo cáo ghi %(said)s ý kiến bằng văn bản, sổ có %(counted)s."),
    "total": N_("Báo cáo ghi %(said)s ý kiến, sổ có %(counted)s."),
    "fields": N_("Báo cáo ghi %(said)s nhóm vấn đề, sổ có %(counted)s."),
}


def counters_right(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV16: counters in the report are those of the register. `fields` are those in which somebody spoke."""
    if facts.reported is None:
        return []
    if facts.contributions is None:
        ask = N_("Chưa có sổ ý kiến, tham luận để đối chiếu báo cáo.")
        return [rule.ask(ask, field="contributions", fix=N_("Ghi ý kiến, tham luận vào sổ."))]
    counts = count(facts.contributions)
    counted = {
        "spoken": counts.spoken,
        "written": counts.written,
        "total": counts.total,
        "fields": counts.fields_spoken,
    }
    # Somebody spoke about a field that nobody has told: it may be one more.
    untold = sum(1 for row in facts.contributions if row.channel in SPOKEN and not row.field)
    found: list[Finding] = []
    for name, message in _COUNTERS.items():
        said: int | None = getattr(facts.reported, name)
        if said is None:
            continue
        most = counted[name] + (untold if name == "fields" else 0)
        if said == counted[name] == most:
            continue
        say = rule.ask if counted[name] <= said <= most else rule.fail
        found.append(
            say(
                message,
                field=f"report.{name}",
                fix=N_("Lấy số của sổ."),
                said=said,
                counted=counted[name],
            )
        )
    return found
