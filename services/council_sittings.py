"""Sittings of a council: called over dossiers, who is present, who is recused from which case.

Every command holds the sitting's row until it ends. The ballot itself stands in `services/council_ballots.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, time

from flask_babel import gettext as _
from sqlalchemy import delete, select

from extensions import clock, db
from models import (
    Council,
    CouncilCharge,
    CouncilCount,
    CouncilItem,
    CouncilRecusal,
    CouncilSeat,
    CouncilSitting,
    Dossier,
    Matter,
)
from rules import council as rules
from services import council_cases, councils, notices
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who

OPEN_STATES = ("preparing", "voting", "counted")


def passing_of(charge: CouncilCharge) -> rules.Passing:
    """Return how many votes the cases of a matter need, as the rules count it."""
    return rules.Passing(charge.pass_kind, charge.pass_num, charge.pass_den)


def items_of(row: CouncilSitting) -> list[CouncilItem]:
    """Return the cases of a sitting in their order."""
    return list(db.session.scalars(select(CouncilItem).filter_by(sitting_id=row.id).order_by(CouncilItem.no)))


def counts_of(row: CouncilSitting) -> dict[int, dict[int, CouncilCount]]:
    """Return {case: {ballot: what it came to}} of a sitting."""
    query = (
        select(CouncilCount)
        .join(CouncilItem, CouncilItem.id == CouncilCount.item_id)
        .where(CouncilItem.sitting_id == row.id)
        .order_by(CouncilCount.ballot_no)
    )
    found: dict[int, dict[int, CouncilCount]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.item_id, {})[one.ballot_no] = one
    return found


def recusals_of(row: CouncilSitting) -> list[CouncilRecusal]:
    """Return who does not vote on which case of a sitting."""
    query = select(CouncilRecusal).join(CouncilItem, CouncilItem.id == CouncilRecusal.item_id)
    return list(db.session.scalars(query.where(CouncilItem.sitting_id == row.id)))


def seats_of(row: CouncilSitting) -> list[CouncilSeat]:
    """Return the members at a sitting, by part."""
    found = db.session.scalars(select(CouncilSeat).filter_by(sitting_id=row.id))
    return sorted(found, key=lambda one: (councils.PARTS.index(one.part), one.person_id))


def on_ballot(row: CouncilSitting, ballot_no: int) -> list[CouncilItem]:
    """Return the cases that a ballot is about: all in the first, those that were tied in the second."""
    items = items_of(row)
    if ballot_no < 2:
        return items
    counts = counts_of(row)
    return [one for one in items if counts[one.id][1].outcome == "tie"]


def as_rules(seats: Iterable[CouncilSeat], recusals: Iterable[CouncilRecusal]) -> rules.Sitting:
    """Return a sitting as the rules read it."""
    seats = list(seats)
    out: dict[int, set[int]] = {}
    for one in recusals:
        out.setdefault(one.item_id, set()).add(one.person_id)
    return rules.Sitting(
        {one.person_id: one.part for one in seats},
        frozenset(one.person_id for one in seats if one.present),
        {case: frozenset(people) for case, people in out.items()},
    )


def held(sitting_id: int, states: Collection[str] = OPEN_STATES) -> CouncilSitting:
    """Return a sitting, its row held until the command ends. Errors: `NotFound`, `Conflict` (another state)."""
    row = db.session.get(CouncilSitting, sitting_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    if row.state not in states:
        raise Conflict("Phiên họp vừa chuyển sang bước khác. Xem lại trang rồi làm tiếp.")
    return row


def seated(sitting_id: int, who: Who) -> CouncilSeat | None:
    """Return the person's seat at a sitting, None for who does not belong to it."""
    return db.session.get(CouncilSeat, (sitting_id, who.person_id))


def led(sitting_id: int, who: Who, states: Collection[str]) -> CouncilSitting:
    """Return a sitting for its secretary or chair. Errors: `NotFound`, `Forbidden`, `Conflict`."""
    seat = seated(sitting_id, who)
    if seat is None:
        raise NotFound
    if seat.part not in councils.LEADERS:
        raise Forbidden("Việc này do Thư ký hoặc Chủ tịch Hội đồng làm.")
    return held(sitting_id, states)


# Calling ------------------------------------------------------------------------------------------------------


def charged(council_id: int) -> list[Matter]:
    """Return the matters that go through a council, newest first."""
    query = (
        select(Matter)
        .join(CouncilCharge, CouncilCharge.matter_id == Matter.id)
        .where(CouncilCharge.council_id == council_id)
        .order_by(Matter.id.desc())
    )
    return list(db.session.scalars(query))


def called(once: str) -> int | None:
    """Return the sitting that this key has called already, or None."""
    return db.session.scalar(select(CouncilSitting.id).where(CouncilSitting.once == once))


@command
def call(
    council_id: int, *, who: Who, codes: Collection[str], held_on: date, starts: time, place: str, once: str
) -> int:
    """Call a sitting over dossiers of one matter that wait for the council; returns its id. The members are told.

    Who is nominated in a case is recused from it. Errors: `NotFound`, `Forbidden`, `Refused` (nothing chosen, of
    two matters, a day before today or on which the council does not sit).
    """
    row = councils.readable(council_id, who)
    if councils.part_of(row, who.person_id, clock.today()) not in councils.LEADERS:
        raise Forbidden("Phiên họp do Thư ký hoặc Chủ tịch Hội đồng mở.")
    if (known := called(once)) is not None:
        return known
    if held_on < clock.today():
        raise Refused("Ngày họp phải từ hôm nay trở đi.", field="held_on")
    matters = [(one, council_cases.chosen(one, codes)) for one in charged(row.id)]
    found = [(matter, dossiers) for matter, dossiers in matters if dossiers]
    if len(found) != 1 or len(found[0][1]) != len(set(codes)):
        raise Refused("Chọn hồ sơ của một đợt, đang chờ Hội đồng xét.", field="codes")
    members = councils.members_on(row, held_on)
    if not members:
        raise Refused("Ngày này Hội đồng chưa hoặc không còn hoạt động.", field="held_on")
    sitting = CouncilSitting(
        council_id=row.id,
        matter_id=found[0][0].id,
        held_on=held_on,
        starts=starts,
        place=place,
        once=once,
        created_at=clock(),
        created_by=who.person_id,
    )
    db.session.add(sitting)
    db.session.flush()
    for one in sorted(members, key=lambda seat: seat.person_id):
        db.session.add(CouncilSeat(sitting_id=sitting.id, person_id=one.person_id, part=one.part))
    _write_items(sitting, found[0][1], {one.person_id for one in members})
    tell(sitting, who, _("Mời họp %(council)s", council=row.name), _invitation(sitting, found[0][0]))
    return sitting.id


def _write_items(sitting: CouncilSitting, dossiers: Iterable[Dossier], members: set[int]) -> None:
    no = 0
    for dossier in dossiers:
        for case in council_cases.of_dossier(dossier):
            no += 1
            item = CouncilItem(
                sitting_id=sitting.id,
                dossier_id=dossier.id,
                revision_no=dossier.revision_no,
                no=no,
                key=case.key,
                kind=case.kind,
                name=case.name,
                post=case.post,
                unit_name=case.unit_name,
                merit=case.merit,
            )
            db.session.add(item)
            db.session.flush()
            person_id = int(case.key[1:]) if case.kind == "person" else 0
            if person_id in members:
                reason = _("Là người được đề nghị")
                db.session.add(CouncilRecusal(item_id=item.id, person_id=person_id, own=True, reason=reason))


def _invitation(sitting: CouncilSitting, matter: Matter) -> str:
    said = {"day": f"{sitting.held_on:%d/%m/%Y}", "place": sitting.place, "title": matter.title}
    return _("Họp ngày %(day)s tại %(place)s, xét %(title)s. Phiếu bầu kín mở ở mục Hội đồng.", **said)


def tell(sitting: CouncilSitting, who: Who | None, subject: str, body: str) -> None:
    """Leave a notice for every member at a sitting but the one who acts."""
    for seat in seats_of(sitting):
        if who is None or seat.person_id != who.person_id:
            notices.tell(seat.person_id, subject, body, kind="asked", link="/hoi-dong")


@command
def record_presence(
    sitting_id: int, *, who: Who, present: Collection[int], reasons: Mapping[int, str]
) -> None:
    """Write down who is present and why the others are not. Errors: `NotFound`, `Forbidden`, `Conflict`."""
    row = led(sitting_id, who, ("preparing",))
    for seat in seats_of(row):
        seat.present = seat.person_id in present
        seat.reason = "" if seat.present else reasons.get(seat.person_id, "")


@command
def recuse(sitting_id: int, *, who: Who, item: int, person: int, reason: str) -> None:
    """Keep a member from voting on a case, with the reason. Errors: `NotFound`, `Forbidden`, `Conflict`, `Refused`."""
    row = led(sitting_id, who, ("preparing",))
    if item not in {one.id for one in items_of(row)} or person not in {
        one.person_id for one in seats_of(row)
    }:
        raise NotFound
    if db.session.get(CouncilRecusal, (item, person)) is not None:
        raise Refused("Đồng chí này đã không tham gia trường hợp đó.", field="person")
    db.session.add(CouncilRecusal(item_id=item, person_id=person, reason=reason))


def take_off(row: CouncilSitting) -> None:
    """Take the cases off a sitting whose dossier is no longer before it. Errors: `Refused` where none is left."""
    items = items_of(row)
    gone = council_cases.gone(row, items)
    if len(gone) == len(items):
        raise Refused(
            "Hồ sơ đưa ra xét đã được trả lại hoặc rút: hủy phiên họp này, mở phiên khác khi có hồ sơ."
        )
    ids = [one.id for one in gone]
    db.session.execute(delete(CouncilRecusal).where(CouncilRecusal.item_id.in_(ids)))
    db.session.execute(delete(CouncilItem).where(CouncilItem.id.in_(ids)))


def council_of(row: CouncilSitting) -> Council:
    """Return the council that sits."""
    return db.session.get_one(Council, row.council_id)


@command
def drop(sitting_id: int, *, who: Who) -> None:
    """Give up a sitting before its first vote; its dossiers wait again. Errors: `NotFound`, `Forbidden`, `Conflict`."""
    row = led(sitting_id, who, ("preparing",))
    row.state = "dropped"
    items = [one.id for one in items_of(row)]
    db.session.execute(delete(CouncilRecusal).where(CouncilRecusal.item_id.in_(items)))
    db.session.execute(delete(CouncilItem).where(CouncilItem.sitting_id == row.id))
    tell(
        row,
        who,
        _("Phiên họp không tổ chức: %(council)s", council=council_of(row).name),
        _("Phiên họp đã mở được hủy."),
    )
