"""What the deciding union of a grown sector left: decisions in its register, awards, ratings, verified points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from extensions import ZONE, clock, db
from models import AwardRecord, Dossier, Matter, Rating, RegisterEntry, ReviewScore, ReviewVerification
from services import awards, registers, units
from services.demo_sector_plan import Planned
from services.demo_sector_roads import Act
from services.transaction import command
from services.who import Who
from vietnamese.dates import screen_date
from workflows.actors import Actor, Seat
from workflows.engine import State

AWARD = "giay_khen_ctt"
RESULT = {"award_nomination": "award_decision", "self_review": "review_decision"}
SUBJECT = {
    "award_nomination": "Về việc tặng Giấy khen: %s",
    "self_review": "Về việc công nhận kết quả: %s",
}
SYMBOL = "QĐ-CĐN"


@dataclass(frozen=True)
class Sector:
    """The deciding union: its people by role, in the order of recording."""

    unit_id: int
    people: Mapping[str, tuple[Actor, ...]]

    def who(self, role: str) -> Who:
        """Return the first officer of a role as somebody who asks. Errors: `LookupError`."""
        actor = self.people[role][0]
        if actor.person_id is None:
            raise LookupError(role)
        return Who(actor.person_id, actor.seats[0].office_id)


def sector(unit_id: int, on: date) -> Sector:
    """Return the deciding union's people on a day."""
    found: dict[str, tuple[Actor, ...]] = {}
    for one in units.officers(unit_id, None, on):
        actor = Actor(one.person_id, (Seat(one.office_id, one.role, unit_id),))
        found[one.role] = (*found.get(one.role, ()), actor)
    return Sector(unit_id, found)


@command
def decide(matter_id: int, by: Sector, at: datetime) -> str:
    """Enter the decision over a round or cycle into the union's register; returns its number.

    Between lines that are there already it gets the number before with a letter, as a paper found again does.
    """
    matter, on = db.session.get_one(Matter, matter_id), at.astimezone(ZONE).date()
    number = f"{_free(by.unit_id, on)}/{SYMBOL}"
    with clock.at(at):
        registers.import_entry(by.unit_id, number, on, "Quyết định", SUBJECT[matter.procedure] % matter.title)
    return number


def _free(unit_id: int, on: date) -> str:
    register = registers.for_symbol(unit_id, SYMBOL, on.year)
    rows = registers.of(register).where(RegisterEntry.dated_on <= on)
    before = db.session.scalar(rows.with_only_columns(func.max(RegisterEntry.seq))) or 0
    later = registers.of(register).where(RegisterEntry.seq == before + 1)
    if db.session.scalar(later.limit(1)) is None:
        return f"{before + 1:02d}"
    used = registers.of(register).where(RegisterEntry.seq == before)
    taken = set(db.session.scalars(used.with_only_columns(RegisterEntry.suffix)))
    letter = next(one for one in registers.LETTERS if one not in taken)
    return f"{before:02d}{letter}"


def keep(planned: Planned, row: Dossier, state: State, by: Sector, last: Act | None) -> None:
    """Write what a decided dossier leaves on record, inside the running command."""
    if planned.procedure == "self_review":
        _points(planned, row, state)
    if last is None or last.paper not in RESULT.values():
        return
    decision = f"{last.payload['number']}"
    on = last.at.astimezone(ZONE).date()
    if planned.procedure == "self_review":
        said = f"Quyết định số {decision} ngày {screen_date(on)}"
        rank = planned.template.answers["meeting"]["rank"]
        db.session.add(Rating(unit_id=row.unit_id, year=planned.begins.year, code=rank, decision=said))
        return
    award = awards.catalogue()[AWARD]
    issuer = units.name_of(by.unit_id, on)
    db.session.add_all(
        AwardRecord(
            person_id=person_id,
            award=AWARD,
            title=award["title"],
            level=award["level"],
            form=award["form"],
            year=planned.begins.year,
            decision=decision,
            decided_on=on,
            issuer=issuer,
            dossier_id=row.id,
            revision_no=row.revision_no,
        )
        for person_id in planned.nominees
    )


def _points(planned: Planned, row: Dossier, state: State) -> None:
    """Copy the verified points and the session of the dossier that served as template, once it was verified."""
    verified = [one for one in state.closings if one.step == "verify" and one.outcome == "approved"]
    if not verified:
        return
    at, template = verified[-1].at, planned.template
    scores = select(ReviewScore).filter_by(dossier_id=template.dossier_id, revision_no=template.revision_no)
    db.session.add_all(
        ReviewScore(
            dossier_id=row.id,
            revision_no=row.revision_no,
            item=one.item,
            verified=one.verified,
            reason=one.reason,
            at=at,
            person_id=one.person_id,
        )
        for one in db.session.scalars(scores).all()
    )
    said = select(ReviewVerification.said, ReviewVerification.person_id).filter_by(
        dossier_id=template.dossier_id
    )
    session = db.session.execute(said).first()
    if session:
        db.session.add(
            ReviewVerification(
                dossier_id=row.id,
                revision_no=row.revision_no,
                said=session.said,
                at=at,
                person_id=session.person_id,
            )
        )
