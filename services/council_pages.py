"""What the pages of a council's sittings show: the list, a sitting to its members, what waits for one.

Nobody is shown a case they are recused from, and nobody a count before the ballot is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from extensions import clock, db
from models import (
    Council,
    CouncilCharge,
    CouncilCount,
    CouncilItem,
    CouncilMember,
    CouncilRecusal,
    CouncilSeat,
    CouncilSitting,
    Dossier,
    Matter,
    Paper,
    Person,
)
from rules import council as rules
from services import access, council_cases, councils
from services import council_sittings as sittings
from services.errors import Forbidden, NotFound
from services.who import Who

#: Offices of the council's unit that read its sittings and issue their minutes without sitting in it.
READERS = frozenset({"chair", "vice_chair", "secretary", "clerk"})


@dataclass(frozen=True)
class SittingLine:
    """A sitting in a list."""

    id: int
    council: str
    title: str
    held_on: date
    state: str
    to_vote: bool


@dataclass(frozen=True)
class SeatLine:
    """Somebody at a sitting; `voted`: in the ballot that is open or was the last."""

    person_id: int
    name: str
    part: str
    present: bool
    reason: str
    voted: bool


@dataclass(frozen=True)
class Out:
    """Somebody who does not vote on a case, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class ItemLine:
    """A case at a sitting; `code` is its dossier's where the reader may open it; `counts` by ballot, when counted;
    `gone`: its dossier went away, the ballot will be without it.
    """

    id: int
    no: int
    kind: str
    name: str
    post: str
    unit_name: str
    merit: str
    code: str
    out: tuple[Out, ...]
    counts: tuple[CouncilCount, ...]
    gone: bool = False

    @property
    def outcome(self) -> str:
        """What its last ballot came to, "" before."""
        return self.counts[-1].outcome if self.counts else ""


@dataclass(frozen=True)
class SittingPage:
    """A sitting. `hidden` cases are not shown to this reader; `leads`, `votes`, `may_issue` say what the reader may."""

    id: int
    council_id: int
    council: str
    matter_id: int
    title: str
    held_on: date
    place: str
    state: str
    ballot_no: int
    seats: tuple[SeatLine, ...]
    items: tuple[ItemLine, ...]
    hidden: int
    needed: int
    passing: rules.Passing
    passing_needed: int
    own_part: str
    leads: bool
    votes: bool
    has_voted: bool
    may_issue: bool
    minutes: tuple[int, str] | None
    today: date

    @property
    def present(self) -> int:
        """How many are present."""
        return sum(one.present for one in self.seats)

    @property
    def cast(self) -> int:
        """How many of them have voted."""
        return sum(one.voted for one in self.seats)


def _own_units(who: Who) -> frozenset[int]:
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    return frozenset(seat.unit_id for seat in actor.seats if seat.role in READERS and seat.unit_id)


def readable(sitting_id: int, who: Who) -> CouncilSitting:
    """Return a sitting for its members and the office of its unit. Errors: `NotFound`."""
    row = db.session.get(CouncilSitting, sitting_id)
    if row is None:
        raise NotFound
    council = db.session.get_one(Council, row.council_id)
    if sittings.seated(row.id, who) is None and council.unit_id not in _own_units(who):
        raise NotFound
    return row


def issues(row: CouncilSitting, who: Who) -> bool:
    """Tell whether the person issues the minutes: the council's secretary or chair, the office of its unit."""
    seat = sittings.seated(row.id, who)
    council = db.session.get_one(Council, row.council_id)
    return (seat is not None and seat.part in councils.LEADERS) or council.unit_id in _own_units(who)


def page(sitting_id: int, who: Who) -> SittingPage:
    """Return a sitting for its page. Errors: `NotFound`."""
    row = readable(sitting_id, who)
    council, matter = db.session.get_one(Council, row.council_id), db.session.get_one(Matter, row.matter_id)
    charge = db.session.get_one(CouncilCharge, row.matter_id)
    seats, recusals = sittings.seats_of(row), sittings.recusals_of(row)
    own = next((one for one in seats if one.person_id == who.person_id), None)
    items = sittings.items_of(row)
    shown = _visible(items, recusals, who)
    passing = sittings.passing_of(charge)
    in_vote = row.state == "voting" and own is not None and own.present
    ballot = sittings.on_ballot(row, row.ballot_no) if in_vote else []
    votes = {one.id for one in ballot} & {one.id for one in shown}
    has_voted = own is not None and 0 < row.ballot_no <= own.voted
    return SittingPage(
        id=row.id,
        council_id=council.id,
        council=council.name,
        matter_id=matter.id,
        title=matter.title,
        held_on=row.held_on,
        place=row.place,
        state=row.state,
        ballot_no=row.ballot_no,
        seats=_seats(seats, row.ballot_no),
        items=_items(row, shown, recusals, who),
        hidden=len(items) - len(shown),
        needed=councils.quorum_of(council).needed(len(seats)),
        passing=passing,
        passing_needed=passing.needed(len(seats), len(seats)),
        own_part=own.part if own else "",
        leads=own is not None and own.part in councils.LEADERS,
        votes=bool(votes) and not has_voted,
        has_voted=has_voted,
        may_issue=row.state == "closed" and issues(row, who),
        minutes=_minutes(row),
        today=clock.today(),
    )


def _visible(items: Iterable[CouncilItem], recusals: Iterable[CouncilRecusal], who: Who) -> list[CouncilItem]:
    """The cases that a person may see: not those they are recused from, nor their own."""
    out = {one.item_id for one in recusals if one.person_id == who.person_id}
    return [one for one in items if one.id not in out and one.key != f"p{who.person_id}"]


def _names(person_ids: Iterable[int]) -> dict[int, str]:
    query = select(Person.id, Person.name).where(Person.id.in_(set(person_ids)))
    return dict(db.session.execute(query).all())


def _seats(seats: list[CouncilSeat], ballot_no: int) -> tuple[SeatLine, ...]:
    names = _names(one.person_id for one in seats)
    return tuple(
        SeatLine(
            one.person_id,
            names[one.person_id],
            one.part,
            one.present,
            one.reason,
            0 < ballot_no <= one.voted,
        )
        for one in seats
    )


def _items(
    row: CouncilSitting, shown: list[CouncilItem], recusals: list[CouncilRecusal], who: Who
) -> tuple[ItemLine, ...]:
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    ids = {one.dossier_id for one in shown}
    seen = select(Dossier.id, Dossier.code).where(Dossier.id.in_(ids), access.visible_dossiers(actor))
    codes, counts = dict(db.session.execute(seen).all()), sittings.counts_of(row)
    names = _names(one.person_id for one in recusals)
    gone = {one.id for one in council_cases.gone(row, shown)} if row.state == "preparing" else set()
    return tuple(
        ItemLine(
            id=one.id,
            no=one.no,
            kind=one.kind,
            name=one.name,
            post=one.post,
            unit_name=one.unit_name,
            merit=one.merit,
            code=codes.get(one.dossier_id, ""),
            out=tuple(Out(names[r.person_id], r.reason) for r in recusals if r.item_id == one.id),
            counts=tuple(counts.get(one.id, {}).values()),
            gone=one.id in gone,
        )
        for one in shown
    )


def _minutes(row: CouncilSitting) -> tuple[int, str] | None:
    if row.paper_id is None:
        return None
    paper = db.session.get_one(Paper, row.paper_id)
    return paper.id, paper.number


def led(sitting_id: int, who: Who) -> SittingPage:
    """Return a sitting for a page of its secretary or chair. Errors: `NotFound`, `Forbidden`."""
    found = page(sitting_id, who)
    if not found.leads:
        raise Forbidden("Việc này do Thư ký hoặc Chủ tịch Hội đồng làm.")
    return found


def _lines(rows: list[tuple[CouncilSitting, str, str]], who: Who) -> list[SittingLine]:
    ids = [row.id for row, _name, _title in rows]
    query = select(CouncilSeat).where(CouncilSeat.sitting_id.in_(ids), CouncilSeat.person_id == who.person_id)
    own = {one.sitting_id: one for one in db.session.scalars(query)}
    return [
        SittingLine(
            id=row.id,
            council=name,
            title=title,
            held_on=row.held_on,
            state=row.state,
            to_vote=row.state == "voting"
            and row.id in own
            and own[row.id].present
            and own[row.id].voted < row.ballot_no,
        )
        for row, name, title in rows
    ]


def _listed() -> select:
    return (
        select(CouncilSitting, Council.name, Matter.title)
        .join(Council, Council.id == CouncilSitting.council_id)
        .join(Matter, Matter.id == CouncilSitting.matter_id)
        .where(CouncilSitting.state != "dropped")
        .order_by(CouncilSitting.held_on.desc(), CouncilSitting.id.desc())
    )


def of_council(council_id: int, who: Who) -> list[SittingLine]:
    """Return the sittings of a council that the person may open, newest first."""
    query = _listed().where(CouncilSitting.council_id == council_id)
    if db.session.get_one(Council, council_id).unit_id not in _own_units(who):
        at = select(CouncilSeat.sitting_id).where(CouncilSeat.person_id == who.person_id)
        query = query.where(CouncilSitting.id.in_(at))
    return _lines([tuple(one) for one in db.session.execute(query)], who)


def mine(who: Who) -> list[SittingLine]:
    """Return the sittings at which the person has a seat, those still open first, then the newest."""
    at = select(CouncilSeat.sitting_id).where(CouncilSeat.person_id == who.person_id)
    rows = [tuple(one) for one in db.session.execute(_listed().where(CouncilSitting.id.in_(at)).limit(100))]
    return sorted(_lines(rows, who), key=lambda one: (not one.to_vote, one.state == "closed"))


def waiting(who: Who) -> list[SittingLine]:
    """Return the sittings whose open ballot waits for the person's vote."""
    at = select(CouncilSeat.sitting_id).where(
        CouncilSeat.person_id == who.person_id, CouncilSeat.present.is_(True)
    )
    query = _listed().where(CouncilSitting.id.in_(at), CouncilSitting.state == "voting")
    return [one for one in _lines([tuple(row) for row in db.session.execute(query)], who) if one.to_vote]


@dataclass(frozen=True)
class Seats:
    """What the first page says of councils: ballots that wait, whether the person sits in any."""

    waiting: tuple[SittingLine, ...]
    sits: bool


def seats(who: Who) -> Seats:
    """Return what the first page says of a person's councils."""
    sat = select(CouncilMember.id).where(CouncilMember.person_id == who.person_id)
    if db.session.scalar(sat.limit(1)) is None:
        return Seats((), False)
    return Seats(tuple(waiting(who)), True)


@dataclass(frozen=True)
class Calling:
    """What the form of a new sitting offers: matters with the dossiers that wait in each."""

    page: councils.CouncilPage
    matters: tuple[tuple[str, tuple[council_cases.Waiting, ...]], ...]


def calling(council_id: int, who: Who) -> Calling:
    """Return what a sitting may be called over. Errors: `NotFound`, `Forbidden`."""
    found = councils.page(council_id, who)
    if not found.may_lead:
        raise Forbidden("Phiên họp do Thư ký hoặc Chủ tịch Hội đồng mở.")
    today = clock.today()
    waits = [(one.title, tuple(council_cases.waiting(one, today))) for one in sittings.charged(council_id)]
    return Calling(found, tuple((title, rows) for title, rows in waits if rows))
