"""The committee's decision on one dossier (OV08) and the clock of notice and appeal (OV09).

Of the committee's seats those that are recused do not vote, and the number that must agree stays what it is: two of
three, also when one of the three has verified the dossier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.finding import N_, Finding
from rules.reviews_facts import ReviewFacts
from rules.ruleset import Rule
from vietnamese.dates import screen_date
from vietnamese.workdays import WorkingCalendar

Outcome = Literal["agreed", "refused", "open", "impossible"]
# Why a seat does not vote -> what the minutes say.
RECUSED = {
    "verifier": N_("Đã thẩm định hồ sơ."),
    "author": N_("Đã lập phiếu tự chấm."),
    "member": N_("Là đoàn viên của đơn vị."),
    "officer": N_("Là cán bộ công đoàn của đơn vị."),
    "former_officer": N_("Từng là cán bộ công đoàn của đơn vị trong năm xét."),
}


@dataclass(frozen=True)
class Decision:
    """Where a decision stands. `recused`: {person: why, a key of RECUSED}; `waiting`: seats that may still vote."""

    outcome: Outcome
    agreed: int
    needed: int
    seats: int
    recused: Mapping[str, str]
    waiting: tuple[str, ...]
    findings: tuple[Finding, ...]


def recused(facts: ReviewFacts, seats: tuple[str, ...]) -> dict[str, str]:
    """Which people on the committee's seats do not vote on this review, and why."""
    roles = facts.roles
    found = {}
    for person in seats:
        if person in (roles.verifiers or ()):
            found[person] = "verifier"
        elif person == roles.author:
            found[person] = "author"
        elif (tie := (roles.of_unit or {}).get(person)) in RECUSED:
            found[person] = tie
    return found


def decide(facts: ReviewFacts, seats: tuple[str, ...], votes: Mapping[str, bool], rule: Rule) -> Decision:
    """The decision under the votes given ({person: agrees}); who is recused or has no seat does not count.

    `impossible`: too few seats are left to reach the number that must agree; a substitute is needed.
    """
    need = rule.number("agree")
    out = recused(facts, seats)
    able = [person for person in seats if person not in out]
    agreed = sum(votes.get(person) is True for person in able)
    waiting = tuple(person for person in able if person not in votes)
    outcome: Outcome = (
        "impossible"
        if len(able) < need
        else "agreed"
        if agreed >= need
        else "open"
        if agreed + len(waiting) >= need
        else "refused"
    )
    return Decision(
        outcome, agreed, need, len(seats), out, waiting, tuple(_odd(seats, out, votes, able, need, rule))
    )


def _odd(
    seats: tuple[str, ...],
    out: Mapping[str, str],
    votes: Mapping[str, bool],
    able: list[str],
    need: int,
    rule: Rule,
) -> list[Finding]:
    found = [
        rule.fail(
            N_("Người không được biểu quyết về hồ sơ này đã biểu quyết.")
            if person in out
            else N_("Người biểu quyết không thuộc Ban Thường vụ."),
            field="votes",
            subject=person,
            fix=N_("Không tính phiếu đó và ghi vào biên bản."),
        )
        for person in votes
        if person in out or person not in seats
    ]
    if len(able) < need:
        found.append(
            rule.fail(
                N_("Chỉ còn %(able)s người được biểu quyết, cần %(need)s người tán thành."),
                field="votes",
                fix=N_("Phân công người thẩm định khác hoặc cử người thay."),
                able=len(able),
                need=need,
            )
        )
    return found


@dataclass(frozen=True)
class Clock:
    """Last days after the decision M6: notice to the unions, appeal, answer to an appeal; None while not started."""

    notice_by: date
    appeal_by: date | None = None
    answer_by: date | None = None


def clock(
    decided_on: date,
    calendar: WorkingCalendar,
    rule: Rule,
    *,
    noticed_on: date | None = None,
    filed_on: date | None = None,
) -> Clock:
    """The days by which each must act, in working days of `calendar` after the act before; the day itself not counted.

    The time for an appeal runs from the notice M8, the time for its answer from the day it was filed.
    """
    return Clock(
        notice_by=calendar.add(decided_on, rule.number("notice_days")),
        appeal_by=None if noticed_on is None else calendar.add(noticed_on, rule.number("appeal_days")),
        answer_by=None if filed_on is None else calendar.add(filed_on, rule.number("answer_days")),
    )


def in_time(
    running: Clock,
    rule: Rule,
    *,
    noticed_on: date | None = None,
    filed_on: date | None = None,
    answered_on: date | None = None,
) -> list[Finding]:
    """OV09: notice, appeal and answer each by its day; an act that has not happened yet is not late."""
    acts = (
        (noticed_on, running.notice_by, N_("Thông báo kết quả ngày %(on)s, sau hạn %(due)s.")),
        (filed_on, running.appeal_by, N_("Đề nghị phúc tra gửi ngày %(on)s, sau hạn %(due)s.")),
        (answered_on, running.answer_by, N_("Trả lời phúc tra ngày %(on)s, sau hạn %(due)s.")),
    )
    return [
        rule.fail(
            message,
            fix=N_("Nêu lý do chậm trong văn bản."),
            on=screen_date(on),
            due=screen_date(due),
        )
        for on, due, message in acts
        if on is not None and due is not None and on > due
    ]
