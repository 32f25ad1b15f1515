"""The secret ballot of a sitting: opened, cast, counted; after a tie once more.

Who has voted stands in `council_seat.voted`; what they chose goes into the sealed urn and is nowhere else
(docs/decisions/0012-councils.md). A vote and the mark that it was cast are one transaction, and the sitting's row is
held meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from extensions import clock, db
from models import Council, CouncilCharge, CouncilCount, CouncilItem, CouncilSeat, CouncilSitting
from rules import council as rules
from services import council_sittings as sittings
from services import councils, notices, telling, urn
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who


@command
def start(sitting_id: int, *, who: Who) -> None:
    """Open the ballot: the first, or after a tie the second. Those present are told.

    Cases whose dossier went away since the sitting was called are taken off it before the first ballot.

    Errors: `NotFound`, `Forbidden`, `Conflict`, `Refused` with every reason (too few present …).
    """
    row = sittings.led(sitting_id, who, ("preparing", "counted"))
    if row.held_on > clock.today():
        raise Refused("Chưa tới ngày họp, chưa bỏ phiếu được.")
    seats, ballot_no = sittings.seats_of(row), row.ballot_no + 1
    if ballot_no == 1:
        sittings.take_off(row)
    items = sittings.on_ballot(row, ballot_no)
    sitting = sittings.as_rules(seats, sittings.recusals_of(row))
    names = {one.id: one.name for one in items}
    faults = rules.start_faults(sitting, councils.quorum_of(sittings.council_of(row)), names)
    if faults:
        raise Refused(faults[0][1], faults, **faults[0][2])
    row.state, row.ballot_no, row.opened_at = "voting", ballot_no, clock()
    row.urn = urn.empty(names)
    subject = _("Phiếu bầu kín đã mở: %(council)s", council=sittings.council_of(row).name)
    for seat in seats:
        if seat.present and seat.person_id != who.person_id:
            notices.tell(
                seat.person_id, subject, _("Mở mục Hội đồng để bỏ phiếu."), kind="asked", link="/hoi-dong"
            )


def ballot_of(row: CouncilSitting, person_id: int) -> list[CouncilItem]:
    """Return the cases on which a person votes in the ballot that is open: not those they are recused from."""
    out = {one.item_id for one in sittings.recusals_of(row) if one.person_id == person_id}
    return [one for one in sittings.on_ballot(row, row.ballot_no) if one.id not in out]


def voting(sitting_id: int, who: Who, *, hold: bool = False) -> tuple[CouncilSitting, list[CouncilItem]]:
    """Return the open ballot of a person; `hold` keeps its row until the command ends.

    Errors: `NotFound` (no member), `Conflict` (closed, voted already), `Forbidden` (not present, no case to vote on).
    """
    seat = sittings.seated(sitting_id, who)
    if seat is None:
        raise NotFound
    row = sittings.held(sitting_id) if hold else db.session.get_one(CouncilSitting, sitting_id)
    if hold:  # who pressed twice has voted meanwhile
        db.session.refresh(seat)
    if row.state != "voting":
        raise Conflict("Lần bỏ phiếu này chưa mở hoặc đã kết thúc.")
    if not seat.present:
        raise Forbidden("Thư ký chưa ghi đồng chí có mặt tại phiên họp này.")
    if seat.voted >= row.ballot_no:
        raise Conflict("Đồng chí đã bỏ phiếu. Phiếu đã bỏ không đổi được.")
    items = ballot_of(row, who.person_id)
    if not items:
        raise Forbidden("Đồng chí không tham gia bỏ phiếu về các trường hợp này.")
    return row, items


@command
def vote(sitting_id: int, *, who: Who, votes: Mapping[int, bool]) -> None:
    """Cast a ballot paper: {case: agrees}, on every case of one's own. The last one closes the ballot.

    Errors: as `voting`; `Refused` when a case is not answered.
    """
    row, items = voting(sitting_id, who, hold=True)
    if set(votes) != {one.id for one in items}:
        raise Refused("Chọn Đồng ý hoặc Không đồng ý ở mọi trường hợp.")
    row.urn = urn.dropped(row.urn, votes)
    db.session.get_one(CouncilSeat, (row.id, who.person_id)).voted = row.ballot_no
    db.session.flush()
    if not missing(row):
        _count(row)


def missing(row: CouncilSitting) -> list[int]:
    """Return the people whose vote the open ballot still waits for."""
    seats = [one for one in sittings.seats_of(row) if one.present and one.voted < row.ballot_no]
    sitting = sittings.as_rules(sittings.seats_of(row), sittings.recusals_of(row))
    items = sittings.on_ballot(row, row.ballot_no)
    return [one.person_id for one in seats if any(one.person_id in sitting.voters(item.id) for item in items)]


@command
def close(sitting_id: int, *, who: Who) -> None:
    """Count before everybody has voted. Errors: `NotFound`, `Forbidden`, `Conflict`, `Refused` (too few votes)."""
    row = sittings.led(sitting_id, who, ("voting",))
    seats = sittings.seats_of(row)
    voted = frozenset(one.person_id for one in seats if one.voted >= row.ballot_no)
    names = {one.id: one.name for one in sittings.on_ballot(row, row.ballot_no)}
    sitting = sittings.as_rules(seats, sittings.recusals_of(row))
    faults = rules.close_faults(sitting, councils.quorum_of(sittings.council_of(row)), names, voted)
    if faults:
        raise Refused(faults[0][1], faults, **faults[0][2])
    _count(row)


@command
def cancel(sitting_id: int, *, who: Who) -> None:
    """Throw the open ballot away unread; it can be held again. Errors: `NotFound`, `Forbidden`, `Conflict`."""
    row = sittings.led(sitting_id, who, ("voting",))
    row.ballot_no, row.urn = row.ballot_no - 1, ""
    row.state = "counted" if row.ballot_no else "preparing"
    for seat in sittings.seats_of(row):
        seat.voted = min(seat.voted, row.ballot_no)
    subject = _("Đã hủy lần bỏ phiếu: %(council)s", council=sittings.council_of(row).name)
    sittings.tell(row, who, subject, _("Phiếu đã bỏ được hủy, không kiểm. Hội đồng sẽ bỏ phiếu lại."))


def _count(row: CouncilSitting) -> None:
    """Break the seal, write what each case came to, tell everybody. A tie of the first ballot waits for a second."""
    charge, seats = db.session.get_one(CouncilCharge, row.matter_id), sittings.seats_of(row)
    sitting, passing = sittings.as_rules(seats, sittings.recusals_of(row)), sittings.passing_of(charge)
    outcomes = []
    for case, (agree, disagree) in urn.counted(row.urn).items():
        able = len(sitting.able(case))
        outcome = passing.outcome(agree, disagree, len(seats), able, row.ballot_no)
        outcomes.append(outcome)
        db.session.add(
            CouncilCount(
                item_id=case,
                ballot_no=row.ballot_no,
                agree=agree,
                disagree=disagree,
                members=len(seats),
                needed=passing.needed(len(seats), able),
                outcome=outcome,
            )
        )
    row.urn = ""
    row.state, row.closed_at = ("counted", None) if "tie" in outcomes else ("closed", clock())
    name = sittings.council_of(row).name
    if row.state == "counted":
        body = _("Có trường hợp ngang phiếu. Hội đồng bỏ phiếu lần hai về các trường hợp đó.")
        sittings.tell(row, None, _("Đã kiểm phiếu: %(council)s", council=name), body)
        return
    sittings.tell(
        row, None, _("Đã có kết quả bỏ phiếu: %(council)s", council=name), _("Xem kết quả ở mục Hội đồng.")
    )
    _tell_committee(row, name)


def _tell_committee(row: CouncilSitting, name: str) -> None:
    """Tell the body that decides that the dossiers wait for it alone now; members of the council know already."""
    unit_id = db.session.get_one(Council, row.council_id).unit_id
    known = {one.person_id for one in sittings.seats_of(row)}
    for person_id in telling.holders(unit_id, ["committee_member"]):
        if person_id not in known:
            body = _("Ban Thường vụ xét, quyết định được các hồ sơ của phiên họp này.")
            notices.tell(person_id, _("%(council)s đã bỏ phiếu xong", council=name), body)
