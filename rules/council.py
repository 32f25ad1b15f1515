"""Councils: who may sit, when a vote may start, what a count comes to.

Shares are of all members, never of those present or of the ballots collected (awards.md 3.3, after NĐ 98/2023,
Điều 30: «tổng số thành viên của hội đồng»). That a member does not vote on their own case, that a tie gets one second
ballot and is never broken otherwise, are the house's own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.finding import N_

#: Parts that lead a sitting, in their order, and the one that writes its minutes.
LEADING, WRITING = ("chair", "vice_chair"), "secretary"

#: A fault: the field it stands at («» for the whole), a message id, its parameters.
Fault = tuple[str, str, dict[str, str | int]]

QUORUM_ABOVE = N_("Cần %(needed)s người có mặt, nhưng Hội đồng chỉ có %(members)s ủy viên.")
TWICE = N_("Đồng chí %(name)s đã là ủy viên trong thời gian này.")


def _share(members: int, num: int, den: int) -> int:
    """num / den of the members, rounded up."""
    return -(-members * num // den)


@dataclass(frozen=True)
class Quorum:
    """How many must be present: `count` num members, `share` num / den of all who may vote, rounded up."""

    kind: str
    num: int
    den: int = 1

    def needed(self, members: int) -> int:
        """Return how many of `members` must be present, at least one."""
        return max(1, self.num if self.kind == "count" else _share(members, self.num, self.den))


@dataclass(frozen=True)
class Passing:
    """How many must agree: majority, share (num / den), count (num), any, all."""

    kind: str
    num: int = 1
    den: int = 1

    def needed(self, members: int, voters: int) -> int:
        """Return how many of all `members` must agree; «all» are the `voters` who may vote on the case."""
        table = {
            "majority": members // 2 + 1,
            "share": _share(members, self.num, self.den),
            "count": self.num,
            "any": 1,
            "all": max(1, voters),
        }
        return table[self.kind]

    def outcome(self, agree: int, disagree: int, members: int, voters: int, ballot_no: int) -> str:
        """Return passed, failed, or tie: as many for as against where the majority decides, in the first ballot."""
        if agree >= self.needed(members, voters):
            return "passed"
        tied = self.kind == "majority" and agree == disagree > 0
        return "tie" if tied and ballot_no == 1 else "failed"


@dataclass(frozen=True)
class Seat:
    """Somebody in a council from a first to a last day (None: without end)."""

    person_id: int
    name: str
    part: str
    first: date
    last: date | None = None

    def on(self, day: date) -> bool:
        """Tell whether the seat is held on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: Seat) -> bool:
        """Tell whether both are held on some day."""
        return (self.last is None or other.first <= self.last) and (
            other.last is None or self.first <= other.last
        )


def setup_faults(
    seats: Sequence[Seat], quorum: Quorum, first: date, last: date | None, decided_on: date
) -> list[Fault]:
    """Return what is wrong with a council about to be written down."""
    found: list[Fault] = []
    if last is not None and last < first:
        found.append(("valid_to", N_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), {}))
    if first < decided_on:
        found.append(("valid_from", N_("Hội đồng không bắt đầu trước ngày quyết định thành lập."), {}))
    parts = [one.part for one in seats]
    if parts.count("chair") != 1:
        found.append(("", N_("Chọn đúng một Chủ tịch Hội đồng."), {}))
    if parts.count("secretary") != 1:
        found.append(("", N_("Chọn đúng một Thư ký Hội đồng."), {}))
    if quorum.kind == "share" and quorum.num > quorum.den:
        found.append(("quorum_num", N_("Phần phải có mặt không quá toàn bộ ủy viên."), {}))
    elif (needed := quorum.needed(len(seats))) > len(seats):
        found.append(("quorum_num", QUORUM_ABOVE, {"needed": needed, "members": len(seats)}))
    return found


def seat_faults(new: Seat, seats: Iterable[Seat], first: date, last: date | None, today: date) -> list[Fault]:
    """Return what is wrong with one more seat in a council that lasts from `first` to `last`."""
    if last is not None and last < today:
        return [("", N_("Hội đồng đã hết thời hạn, không thêm được ủy viên."), {})]
    found: list[Fault] = []
    if new.last is not None and new.last < new.first:
        found.append(("last", N_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), {}))
    if new.first < first:
        found.append(("first", N_("Ngày này ở trước ngày Hội đồng bắt đầu."), {}))
    if last is not None and (new.first > last or (new.last is not None and new.last > last)):
        found.append(("first", N_("Thời gian này ra ngoài thời hạn của Hội đồng."), {}))
    meeting = [one for one in seats if new.meets(one)]
    if any(one.person_id == new.person_id for one in meeting):
        found.append(("person", TWICE, {"name": new.name}))
    if new.part in ("chair", "secretary") and any(one.part == new.part for one in meeting):
        found.append(("part", N_("Hội đồng đã có người giữ phần việc này trong thời gian đó."), {}))
    return found


@dataclass(frozen=True)
class Sitting:
    """Who belongs to a sitting {person: part}, who is present, who is recused from which case {case: people}."""

    members: Mapping[int, str]
    present: frozenset[int]
    recused: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def able(self, case: int) -> frozenset[int]:
        """Return all members who may vote on a case, present or not."""
        return frozenset(self.members) - self.recused.get(case, frozenset())

    def voters(self, case: int) -> frozenset[int]:
        """Return those present who may vote on a case."""
        return self.able(case) & self.present


def start_faults(sitting: Sitting, quorum: Quorum, names: Mapping[int, str]) -> list[Fault]:
    """Return why a vote cannot start; `names` are the cases by id. The quorum counts all members not recused."""
    members, present = len(sitting.members), len(sitting.present)
    needed = quorum.needed(members)
    if present < needed:
        said: dict[str, str | int] = {"present": present, "members": members, "needed": needed}
        return [
            (
                "",
                N_("Có mặt %(present)s/%(members)s ủy viên, cần ít nhất %(needed)s: chưa bỏ phiếu được."),
                said,
            )
        ]
    found: list[Fault] = []
    there = {sitting.members[one] for one in sitting.present}
    if not there & set(LEADING):
        found.append(("", N_("Chưa có Chủ tịch hoặc Phó Chủ tịch Hội đồng dự họp để chủ trì."), {}))
    if WRITING not in there:
        found.append(("", N_("Thư ký Hội đồng chưa được ghi là có mặt."), {}))
    for case, name in names.items():
        able, voters = len(sitting.able(case)), len(sitting.voters(case))
        if voters < (least := quorum.needed(able)):
            about: dict[str, str | int] = {"name": name, "present": voters, "members": able, "needed": least}
            message = N_(
                "%(name)s: có mặt %(present)s/%(members)s ủy viên được bỏ phiếu về trường hợp này, "
                "cần ít nhất %(needed)s."
            )
            found.append(("", message, about))
    return found


def close_faults(
    sitting: Sitting, quorum: Quorum, names: Mapping[int, str], voted: frozenset[int]
) -> list[Fault]:
    """Return why a ballot cannot be counted before everybody has voted: too few would give their votes away."""
    for case in names:
        cast, needed = len(sitting.voters(case) & voted), quorum.needed(len(sitting.able(case)))
        if cast < needed:
            said: dict[str, str | int] = {"cast": cast, "needed": needed}
            return [("", N_("Mới có %(cast)s phiếu, cần ít nhất %(needed)s phiếu mới kiểm được."), said)]
    return []
