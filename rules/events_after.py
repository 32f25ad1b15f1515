"""Plain facts of the day of an event and of what follows it; conventions as in `events_facts.py`."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class Named:
    """Somebody named in a paper: `id` None when the name stands in no register of persons."""

    name: str
    id: str | None = None


@dataclass(frozen=True)
class Attendance:
    """Delegates of one unit (or connection point): called and present."""

    unit: str
    called: int | None = None
    present: int | None = None


@dataclass(frozen=True)
class Vote:
    """A show of hands or a poll on one matter; `cast` is what the minutes say were cast."""

    key: str
    title: str = ""
    agree: int | None = None
    against: int | None = None
    other: int | None = None
    cast: int | None = None


@dataclass(frozen=True)
class Elected:
    """A candidate of a ballot: votes, and whether the minutes declare the candidate elected."""

    name: str
    votes: int | None = None
    declared: bool = False


@dataclass(frozen=True)
class BallotCount:
    """A ballot: papers issued, returned, valid, invalid, and the candidates."""

    key: str
    title: str = ""
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    invalid: int | None = None
    candidates: tuple[Elected, ...] = ()


@dataclass(frozen=True)
class Minutes:
    """The figures of the minutes; `decides`: whether the meeting decides something that needs a quorum."""

    total: int | None = None
    present: int | None = None
    absent: int | None = None
    decides: bool | None = None
    votes: tuple[Vote, ...] = ()
    ballots: tuple[BallotCount, ...] = ()


@dataclass(frozen=True)
class Presence:
    """A sign-in of one delegate (by key) in one session (by key).

    `signed` False: known to be missing. A time that was not taken counts from the beginning, or to the end.
    """

    delegate: str
    session: str
    signed: bool | None = None
    came: time | None = None
    left: time | None = None


@dataclass(frozen=True)
class Contribution:
    """A contribution as registered. `channel`: spoken, written or online (spoken on the link); `field`: its group."""

    key: str
    channel: str
    field: str | None = None
    unit: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Reported:
    """Counters as a report prints them; None where the report does not speak of them."""

    spoken: int | None = None
    written: int | None = None
    total: int | None = None
    fields: int | None = None


@dataclass(frozen=True)
class SettledLine:
    """One line of the settlement under the key of its line of the estimate: đồng spent, and why more was spent."""

    key: str
    content: str = ""
    estimate: int | None = None
    actual: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Settlement:
    """The settlement (quyết toán): `more_approved_on`: when an excess over the approved sum was approved.

    `paid_on`: when the last payment was made; `advance` and `returned` in đồng.
    """

    lines: tuple[SettledLine, ...] = ()
    total: int | None = None
    advance: int | None = None
    returned: int | None = None
    paid_on: date | None = None
    more_approved_on: date | None = None


@dataclass(frozen=True)
class Photo:
    """A photo of the news with its caption."""

    key: str
    caption: str | None = None


@dataclass(frozen=True)
class News:
    """The news item: day of publication, persons named in its text, photos."""

    day: date | None = None
    names: tuple[Named, ...] = ()
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class Task:
    """One conclusion that is a task: unit in charge, due day, and the day on which it was done (None: not yet)."""

    key: str
    text: str = ""
    unit: str | None = None
    due: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Recommendation:
    """One entry of the recommendation register (sổ kiến nghị).

    `level`: to whom it goes (code of the addressee), "" when none is named. `status`: received, classified, assigned,
    forwarded, answered, satisfied, not_satisfied, reopened, closed, merged, rejected. The clock runs from the last of
    `received_on`, `forwarded_on`, `reopened_on`; an answer after it stops it. `answer`: text or number of the paper.
    """

    key: str
    text: str = ""
    level: str | None = None
    status: str | None = None
    received_on: date | None = None
    forwarded_on: date | None = None
    answered_on: date | None = None
    reopened_on: date | None = None
    answer: str | None = None

    @property
    def begun(self) -> date | None:
        """The day from which it is counted how long it has been open."""
        days = [day for day in (self.received_on, self.forwarded_on, self.reopened_on) if day is not None]
        return max(days, default=None)

    @property
    def open(self) -> bool | None:
        """Whether it still waits for an answer; an answer before a reopening does not count."""
        if self.status in ("closed", "satisfied", "merged", "rejected"):
            return False
        if self.status is None:
            return None
        if self.answered_on is None:
            return True
        return self.reopened_on is not None and self.answered_on <= self.reopened_on
