"""Plain facts of an event up to its first day, as the rules read them; the day itself and after: `events_after.py`.

Everything that somebody may not have told yet is None: a rule asks then and never fails. `()`, `{}` and "" say "known:
there is none". Days are `date`, times `time` of that day, money is integer đồng, ratios numerator and denominator.

Codes. Kinds of event: workshop (hội thảo), seminar (tọa đàm), training (tập huấn), interim_review (sơ kết),
final_review (tổng kết), meeting, committee_meeting (họp BCH), staff_conference, congress. Modes: in_person, online,
mixed. Kinds of slot: opening, lecture (chuyên đề, đề dẫn), paper (tham luận), discussion, remarks (phát biểu chỉ đạo),
closing, break, other. Groups of people: guest, chair, delegate, staff. Localities of spending norms: city (inner
districts of central cities), district, commune. Papers and approvals go by the kind of paper (`event_plan`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from rules.bases import Act
from rules.event_norms import NormTable
from rules.events_after import (
    Attendance,
    Contribution,
    Minutes,
    Named,
    News,
    Presence,
    Recommendation,
    Reported,
    Settlement,
    Task,
)
from vietnamese.workdays import WorkingCalendar


@dataclass(frozen=True)
class Event:
    """What kind of event, where its norms hold, and how it stands in the work programme.

    `path`: short or full form. `dated_on`: the day of its plan. `unplanned_reason`: why it is held although it
    stands in no work programme; `tight_reason`: why its programme leaves no time free. `clashes`: upper-level events
    of the same day.
    """

    title: str = ""
    kind: str | None = None
    mode: str | None = None
    path: str = "full"
    first_day: date | None = None
    last_day: date | None = None
    dated_on: date | None = None
    province: str | None = None
    locality: str | None = None
    unit_kind: str | None = None
    in_programme: bool | None = None
    unplanned_reason: str | None = None
    tight_reason: str = ""
    clashes: tuple["Clash", ...] | None = None


@dataclass(frozen=True)
class Clash:
    """An upper-level event at the same time, and how many of this event's delegates are called to both."""

    title: str
    shared: int | None = None


@dataclass(frozen=True)
class Session:
    """One sitting (buổi), under its key."""

    key: str
    day: date | None = None
    start: time | None = None
    end: time | None = None
    title: str = ""


@dataclass(frozen=True)
class Slot:
    """One row of the programme, in a session. `speakers` () when nobody speaks."""

    key: str
    session: str
    start: time | None = None
    end: time | None = None
    content: str = ""
    kind: str = "other"
    speakers: tuple[Named, ...] | None = None


@dataclass(frozen=True)
class Point:
    """A connection point (điểm cầu): who is in charge of it, how many are called to it and how many it seats."""

    key: str
    name: str = ""
    keeper: str | None = None
    called: int | None = None
    capacity: int | None = None


@dataclass(frozen=True)
class Place:
    """Where: a hall with its seats, and for events online a link (never its address) with places and points.

    `in_room`: how many persons are called to the hall, guests included; `on_link`: how many connections are needed.
    """

    hall: str | None = None
    seats: int | None = None
    in_room: int | None = None
    link: bool | None = None
    link_places: int | None = None
    on_link: int | None = None
    points: tuple[Point, ...] | None = None


@dataclass(frozen=True)
class UnitQuota:
    """How many a unit sends. `offices`: {office: how many of them}; what it does not name is free."""

    unit: str
    name: str = ""
    called: int | None = None
    offices: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Delegate:
    """Somebody on the list. `id` None when not in the register; `salaried`: paid from a budget (hưởng lương)."""

    key: str
    name: str = ""
    id: str | None = None
    unit: str | None = None
    office: str | None = None
    group: str = "delegate"
    salaried: bool | None = None


@dataclass(frozen=True)
class Commission:
    """A paper (tham luận) asked from a unit, with the days on which it came and was reviewed."""

    key: str
    title: str = ""
    unit: str | None = None
    received_on: date | None = None
    reviewed_on: date | None = None


@dataclass(frozen=True)
class BudgetLine:
    """One line of the estimate: quantity × price × times = amount (đồng).

    `item`: code of the spending norm it falls under, None when none does. `payees`: who is paid; `approver`: who
    approves this line where it is not the approver of the estimate; `exception`: the paper that approved a price over
    the norm.
    """

    key: str
    content: str = ""
    item: str | None = None
    quantity: int | None = None
    price: int | None = None
    times: int | None = 1
    amount: int | None = None
    payees: tuple[Named, ...] = ()
    approver: str | None = None
    exception: str | None = None


@dataclass(frozen=True)
class Estimate:
    """The estimate (dự toán): `total` and `words` as they stand in the paper, `approved` the sum that was approved."""

    lines: tuple[BudgetLine, ...] = ()
    total: int | None = None
    words: str | None = None
    approved: int | None = None


@dataclass(frozen=True)
class Approval:
    """How the plan or the estimate was decided: persons by id; `approved` False also while nobody has decided."""

    submitted_on: date | None = None
    decided_on: date | None = None
    approved: bool | None = None
    maker: str | None = None
    approver: str | None = None


@dataclass(frozen=True)
class PaperState:
    """How far a paper is: draft, issued or attached (made elsewhere), and its date."""

    state: str
    dated_on: date | None = None


@dataclass(frozen=True)
class EventFacts:
    """Everything the rules may look at.

    `sections`: {section of the plan: whether it is filled}, a section not named is empty. `texts`: {field: text} whose
    weekdays are checked. `grounds`: the căn cứ as the plan prints them, `acts` the register they are looked up in.
    `chairs`, `secretaries`: () when known to be none. `offices`: {code: title} for the offices that quotas name.
    `staff` and `guests`: persons beside the delegates. `inviting`: kinds of paper that are to leave now. `papers`:
    {kind: state} or None when nobody looked. `certificates`: keys of the delegates who are to get one. `today`: the
    day for which deadlines are judged. `norms`, `calendar`: dated data.
    """

    event: Event
    today: date | None = None
    sections: Mapping[str, bool] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    grounds: tuple[str, ...] | None = None
    acts: Mapping[str, Act] | None = None
    sessions: tuple[Session, ...] | None = None
    programme: tuple[Slot, ...] | None = None
    chairs: tuple[Named, ...] | None = None
    secretaries: tuple[Named, ...] | None = None
    place: Place | None = None
    quotas: tuple[UnitQuota, ...] | None = None
    offices: Mapping[str, str] = field(default_factory=dict)
    delegates: tuple[Delegate, ...] | None = None
    list_closed_on: date | None = None
    guests: int | None = None
    staff: int | None = None
    commissions: tuple[Commission, ...] | None = None
    estimate: Estimate | None = None
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    papers: Mapping[str, PaperState] | None = None
    inviting: tuple[str, ...] = ()
    norms: NormTable | None = None
    calendar: WorkingCalendar | None = None
    attendance: tuple[Attendance, ...] | None = None
    minutes: Minutes | None = None
    presences: tuple[Presence, ...] | None = None
    certificates: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] | None = None
    reported: Reported | None = None
    settlement: Settlement | None = None
    news: News | None = None
    tasks: tuple[Task, ...] | None = None
    recommendations: tuple[Recommendation, ...] | None = None

    @property
    def called(self) -> int | None:
        """Delegates called by the quotas, guests and staff not counted; None while a number is missing."""
        if self.quotas is None or any(quota.called is None for quota in self.quotas):
            return None
        return sum(quota.called or 0 for quota in self.quotas)

    @property
    def attended(self) -> int | None:
        """Delegates who came; None while a number is missing."""
        if self.attendance is None or any(row.present is None for row in self.attendance):
            return None
        return sum(row.present or 0 for row in self.attendance)

    @property
    def persons(self) -> int | None:
        """Everybody in the room, guests and staff included: those who came, before the day those who are called."""
        delegates = self.called if self.attendance is None else self.attended
        if delegates is None or self.guests is None or self.staff is None:
            return None
        return delegates + self.guests + self.staff

    def unit_name(self, unit: str) -> str:
        """The name of a unit as the quotas say it, else its id."""
        return next((quota.name for quota in self.quotas or () if quota.unit == unit and quota.name), unit)
