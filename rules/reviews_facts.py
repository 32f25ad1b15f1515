"""Plain facts of an annual review of a grassroots union, as the rules read them.

Everything that somebody may not have told yet is None: a rule asks then and never fails. `()` and `{}` say "known:
there is none". Points are integer tenths (895 is 89,5), ratios numerator and denominator, days `date`, instants aware
`datetime`. Ranks: HTXS, HTT, HT, KHT as in `rules.awards_facts.RATING_ORDER`; KXL is a unit that is not ranked.

Two stages: `self` while the union scores itself and submits, `verified` once the upper union verifies and decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rules.review_sheet import Item, Sheet

SELF = "self"
VERIFIED = "verified"


@dataclass(frozen=True)
class Evidence:
    """A file or a linked record shown for an item; `dated_on` None when nobody has said its day."""

    name: str
    dated_on: date | None = None


@dataclass(frozen=True)
class Scored:
    """One item: the union's own points, the verified points, what was shown, why they differ.

    `applies` False: the item cannot apply to this union (không áp dụng). `evidence` None: nobody has looked.
    """

    own: int | None = None
    verified: int | None = None
    applies: bool = True
    evidence: tuple[Evidence, ...] | None = None
    reason: str = ""


@dataclass(frozen=True)
class Cycle:
    """One yearly review of an upper union: sheet, days, changes of the criteria.

    `begins`, `ends`: the first and the last day reviewed (the calendar year where not set). `cutoff`: the day by which
    age and membership are judged. `deadline`: the last day for sending, of the yearly letter. `first_submitted_at`:
    None while nobody has sent anything.
    """

    year: int
    sheet: Sheet
    begins: date | None = None
    ends: date | None = None
    cutoff: date | None = None
    deadline: date | None = None
    first_submitted_at: datetime | None = None
    criteria_changed_at: tuple[datetime, ...] = ()

    @property
    def counted_to(self) -> date:
        """The day to which age is counted."""
        return self.cutoff or self.period[1]

    @property
    def period(self) -> tuple[date, date]:
        """First and last day of what is reviewed."""
        return self.begins or date(self.year, 1, 1), self.ends or date(self.year, 12, 31)


@dataclass(frozen=True)
class ReviewUnit:
    """The union reviewed. `merged_on`: the last merger or split; `closed_on`: its last day; `term`: 2023-2028."""

    id: str
    name: str = ""
    founded_on: date | None = None
    merged_on: date | None = None
    closed_on: date | None = None
    term: str | None = None


@dataclass(frozen=True)
class Year:
    """What the union did and what happened in it in the year, from records of the product or as told.

    `minutes`: meetings of the executive committee with minutes. `conference_due`: whether the union had to hold the
    staff conference. `dues_collected`, `dues_due`: đồng. `open_overdue`: recommendations that nobody has answered
    though their day has passed. `late_reports`: reports of the year sent late. `months_without_meeting`: the longest
    run. `congress_overdue_months`: 0 when the congress was held or is not due.
    """

    minutes: int | None = None
    conference_due: bool | None = None
    conference_on: date | None = None
    resolution: bool | None = None
    trained: int | None = None
    officers: int | None = None
    dues_collected: int | None = None
    dues_due: int | None = None
    settlement_in_time: bool | None = None
    open_overdue: int | None = None
    late_reports: int | None = None
    congress_overdue_months: int | None = None
    disciplined: bool | None = None
    warned: bool | None = None
    complaint_proven: bool | None = None
    opinion_attached: bool | None = None
    finance_breach: bool | None = None
    unlawful_strike: bool | None = None
    false_report: bool | None = None
    months_without_meeting: int | None = None


@dataclass(frozen=True)
class Vote:
    """Votes of the executive committee on one thing: `about` is "rank" or the code of a contested item."""

    about: str
    agree: int | None = None
    disagree: int | None = None
    other: int | None = None


@dataclass(frozen=True)
class CommitteeMeeting:
    """The meeting of the union's executive committee on its own review (minutes M2)."""

    members_total: int | None = None
    present: int | None = None
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True)
class ReviewPapers:
    """Days of the union's papers and the terms that they name.

    `approved_on`: the sheet M1; `minutes_on`: M2; `proposal_on`: M4; `sent_on`: report, tables and M4 went out.
    `terms`: {title of the paper: term that it names}; a paper that names none is left out.
    """

    approved_on: date | None = None
    minutes_on: date | None = None
    proposal_on: date | None = None
    sent_on: date | None = None
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Roles:
    """Who did what, as ids of people. `of_unit`: {person: member | officer | former_officer} of the reviewed union.

    `former_officer`: held an office in the union at some time in the reviewed year. `second_reader`: read the file
    where verifiers and union are far apart. None: nobody has said.
    """

    author: str | None = None
    verifiers: tuple[str, ...] | None = None
    deciders: tuple[str, ...] | None = None
    signer: str | None = None
    second_reader: str | None = None
    of_unit: Mapping[str, str] | None = None


@dataclass(frozen=True)
class ReviewFacts:
    """Everything the rules may look at in one union's review.

    `scores`: {code of item: Scored}; an item that is absent is not scored yet. `asked`: the rank that is asked for at
    this stage: the union's proposal, then the verifiers', then the committee's. `stated`: totals that were typed or
    imported, {code of group or "total": tenths}; the product's own are computed. `visited_on`: the verifiers' visit.
    """

    cycle: Cycle
    unit: ReviewUnit
    scores: Mapping[str, Scored] = field(default_factory=dict)
    year: Year = Year()
    meeting: CommitteeMeeting | None = None
    papers: ReviewPapers = ReviewPapers()
    roles: Roles = Roles()
    asked: str | None = None
    stage: str = SELF
    stated: Mapping[str, int] = field(default_factory=dict)
    visited_on: date | None = None

    @property
    def sheet(self) -> Sheet:
        """The score sheet of the cycle."""
        return self.cycle.sheet

    def scored(self, item: Item) -> Scored:
        """What was said about an item; nothing yet is an empty answer."""
        return self.scores.get(item.code, _NOTHING)

    def points(self, item: Item) -> int | None:
        """The points that count at this stage; None while there are none or the item cannot apply."""
        scored = self.scored(item)
        if not scored.applies:
            return None
        return scored.own if self.stage == SELF else scored.verified

    def where(self, item: Item, name: str | None = None) -> str:
        """Path of an answer about an item: its points of this stage, or the part named."""
        return f"scores.{item.key}.{name or ('own' if self.stage == SELF else 'verified')}"


_NOTHING = Scored()
