"""Standing in for a head when dossiers are decided: who has which seat on which day, and what history keeps of it."""

from __future__ import annotations

from datetime import date

import pytest

from extensions import clock, db
from models import DossierEntry, EventTask, EventTaskUnit, Notice, Office
from services import (
    access,
    delegations,
    dossier_views,
    dossiers,
    events,
    handing_over,
    inbox,
    other_seats,
    standing,
)
from services.errors import Conflict, Forbidden, Refused
from services.who import Who
from tests.services.test_event_levels import meeting
from tests.support import tree
from tests.support import workshop as road


@pytest.fixture
def made(make_app):
    """Return the sector union and a hospital's union with a deputy, a secretary, an inspector and an accountant."""
    found = road.build(make_app())
    with found.app.app_context():
        for name, full, role, title in (
            ("vice", "Lương Văn Bảo", "vice_chair", "Phó Chủ tịch"),
            ("secretary", "Cù Thị Mai", "secretary", "Thư ký"),
            ("inspector", "Phí Đức Long", "inspector", "Chủ nhiệm Ủy ban Kiểm tra"),
            ("accountant", "Lã Thị Yến", "accountant", "Kế toán"),
        ):
            found.people[name] = tree.person(full)
            tree.office(found.people[name], found.units["u1"], role, title=title)
        db.session.commit()
        yield found


def office(made, name):
    """Return the office that a person holds in the hospital's union."""
    query = db.select(Office.id).where(
        Office.person_id == made.people[name], Office.unit_id == made.units["u1"]
    )
    return db.session.scalar(query)


def give(made, receiver, days=(17, 19), who="chair1", power="decide", **more):
    """Let somebody stand in for the hospital's chair from one day of March 2025 to another."""
    first, last = (date(2025, 3, day) for day in days)
    offices = {"receiver": office(made, receiver)}
    terms = {"power": power, "valid_from": first, "valid_to": last}
    return handing_over.hand_over(made.units["u1"], who=made.who(who), **offices, **terms, **more)


def act_as_head(made, receiver, days=(17, 19)):
    """Let the sector union's office make somebody the acting head."""
    first, last = (date(2025, 3, day) for day in days)
    said = {"paper_no": "57/QĐ-CĐN", "paper_on": date(2025, 3, 14), "valid_from": first, "valid_to": last}
    offices = {"giver": office(made, "chair1"), "receiver": office(made, receiver)}
    return delegations.record(made.units["u1"], who=made.who("writer"), kind="acting", **offices, **said)


def planned(made, writer="secretary"):
    """Let somebody plan a small meeting and send it up: it waits for the chair."""
    asked = {"kind": "meeting", "title": "Hội nghị sơ kết", "first_day": date(2025, 3, 31), "path": "short"}
    made.matter_id = events.open_event(who=made.who(writer), **asked)
    made.code = events.plan_code(made.matter_id)
    road.type_all(made, meeting(0), who=writer)
    road.send(made, who=writer)


def seat_of(made, name):
    """Return the person in the last of today's seats: the lent one where there is one."""
    seats = access.seats_of(made.people[name], clock.today())
    return Who(made.people[name], seats[-1].office_id)


def elsewhere(made, name, key=None):
    """Return (seat, how much waits there) of a person's other seats, as the first page names them."""
    seats = access.seats_of(made.people[name], clock.today())
    found = other_seats.waiting(Who(made.people[name], key), seats)
    return [(one.seat.office_id, one.count) for one in found]


def may(made, name):
    """Tell whether somebody may approve the plan today."""
    return "approve" in dossier_views.view(made.code, made.who(name)).can


def handed(made):
    """The inspector handles what waits for the chair."""
    give(made, "inspector")


def limited(made):
    """The inspector handles reports only."""
    give(made, "inspector", handles=["event_report"])


def named(made):
    """The inspector handles plans only."""
    give(made, "inspector", handles=["event_plan"])


def ended(made):
    """The chair came back on the second day."""
    given = give(made, "inspector")
    with road.at(18, 3):
        delegations.end(made.units["u1"], given, who=made.who("chair1"), on=date(2025, 3, 18), why="Đã về")


def acting(made):
    """The deputy is acting head, while something was handed to the inspector."""
    give(made, "inspector", (17, 24))
    act_as_head(made, "vice", (18, 19))


def acting_gives(made):
    """The acting head hands on as head does."""
    act_as_head(made, "vice", (17, 24))
    give(made, "inspector", (18, 19), who="vice")


def signs_only(made):
    """The deputy signs KT. and decides nothing."""
    offices = {"giver": office(made, "chair1"), "receiver": office(made, "vice")}
    said = {"valid_from": date(2025, 3, 17), "valid_to": None}
    delegations.record(made.units["u1"], who=made.who("chair1"), kind="deputy", **offices, **said)


def both(made):
    """The deputy signs and decides."""
    give(made, "vice", power="both")


def to_the_writer(made):
    """The chair hands to the secretary, who wrote the plan."""
    give(made, "secretary")


# what was handed over → (day of March, who, may approve)
DAYS = {
    handed: [(17, "inspector", True), (19, "inspector", True), (20, "inspector", False), (18, "chair1", True),
             (18, "vice", False), (18, "accountant", False), (18, "secretary", False)],
    limited: [(17, "inspector", False), (17, "chair1", True)],
    named: [(17, "inspector", True), (20, "inspector", False)],
    ended: [(17, "inspector", True), (18, "inspector", False), (19, "inspector", False), (18, "chair1", True)],
    acting: [(17, "inspector", True), (18, "inspector", False), (20, "inspector", True), (17, "vice", False),
             (18, "vice", True), (19, "vice", True), (20, "vice", False), (17, "chair1", True),
             (18, "chair1", False), (19, "chair1", False), (20, "chair1", True)],
    acting_gives: [(17, "inspector", False), (18, "inspector", True), (20, "inspector", False),
                   (18, "vice", True), (18, "chair1", False)],
    signs_only: [(18, "vice", False), (18, "chair1", True)],
    both: [(17, "vice", True), (19, "vice", True), (20, "vice", False)],
    to_the_writer: [(18, "secretary", False), (18, "chair1", True)],
}  # fmt: skip


@pytest.mark.parametrize("hand", DAYS, ids=lambda hand: hand.__name__)
def test_who_may_decide_on_which_day(made, hand):
    with road.at(17, 3):
        planned(made)
        hand(made)
    found, wanted = [], []
    for day, name, answer in DAYS[hand]:
        with road.at(day, 3):
            found.append((day, name, may(made, name)))
            wanted.append((day, name, answer))
    assert found == wanted


def test_it_waits_is_decided_and_history_names_both(made):
    with road.at(17, 3):
        planned(made)
        given = give(made, "inspector", paper_no="05/GUQ-CĐCS", paper_on=date(2025, 3, 14))
        assert not delegations.page(made.units["u1"], made.who("chair1")).lines[0].used
        own = inbox.home(made.who("inspector"))
        assert (own.waiting, elsewhere(made, "inspector")) == ((), [(-given, 1)])
        who = seat_of(made, "inspector")
        assert who.office_id == -given
        assert [row.code for row in inbox.home(who).waiting] == [made.code]
        assert elsewhere(made, "inspector", -given) == [], "nothing waits for the own seat"
        assert inbox.waiting_count(who) == 1
        seq = dossier_views.view(made.code, who).seq
        dossiers.act(made.code, "approve", who=who, seen=seq, once="stand-in")
        entry = db.session.scalar(db.select(DossierEntry).where(DossierEntry.kind == "approved"))
        assert entry.seat == {
            "delegation_id": given,
            "office_id": office(made, "chair1"),
            "role": "chair",
            "unit_id": made.units["u1"],
        }
        view = dossier_views.view(made.code, made.who("secretary"))
        words = "Phí Đức Long, thay mặt đ/c Nguyễn Văn Số 1 (ủy quyền số 05/GUQ-CĐCS)"
        assert words in [line.person for line in view.lines if line.kind == "approved"]
        assert any(words in step.who for step in view.steps)
        assert view.status == "approved"
        page = delegations.page(made.units["u1"], made.who("chair1"))
        assert [(line.used, line.papers) for line in page.lines] == [(True, 0)]
    with road.at(20, 3):
        assert [seat.role for seat in access.seats_of(made.people["inspector"], clock.today())] == [
            "inspector"
        ]
        assert words in dossier_views.view(made.code, made.who("secretary")).steps[1].who


def test_the_seat_of_an_acting_head_is_named_before_anything_waits(made):
    """Work of the unit is told once: where the own seat shows it, not again; a keeper's joint papers only there."""
    with road.at(17, 3):
        given = act_as_head(made, "inspector")
        assert elsewhere(made, "inspector") == [(-given, 0)]
        planned(made)
        assert elsewhere(made, "inspector") == [(-given, 1)]
        assert elsewhere(made, "inspector", -given) == []
        give(made, "accountant", who="inspector", handles=["event_report"])
        assert elsewhere(made, "accountant") == [], "lent for reports only: nothing waits there"
        assert elsewhere(made, "secretary") == [], "one seat"
    with road.at(20, 3):
        assert elsewhere(made, "inspector") == []


def test_work_of_another_unit_counts_in_its_seat(made):
    """Tasks wait for a unit: the accountant who is also secretary of another one is told, once."""
    with road.at(17, 3):
        tree.office(made.people["accountant"], made.units["u2"], "secretary", title="Thư ký")
        tree.office(made.people["accountant"], made.units["u2"], "inspector", title="Ủy viên Ủy ban Kiểm tra")
        db.session.commit()
        planned(made)
        done = {"matter_id": made.matter_id, "no": 1, "once": "1" * 32, "given_at": clock()}
        said = {"recorded_at": clock(), "recorded_by": made.people["writer"]}
        task = EventTask(text="Báo cáo kết quả", **done, **said)
        db.session.add(task)
        db.session.flush()
        db.session.add(EventTaskUnit(task_id=task.id, unit_id=made.units["u2"]))
        db.session.commit()
        other = [one for one in elsewhere(made, "accountant") if one[1]]
        assert [count for _seat, count in other] == [1]
        assert elsewhere(made, "accountant", other[0][0]) == []


def test_who_is_told_and_counted(made):
    """The receiver is told beside the head; the acting head is told, and counted, in the head's place."""
    own, head, today = made.units["u1"], ["chair"], date(2025, 3, 17)
    with road.at(17, 3):
        give(made, "inspector", handles=["event_plan"])
        told = db.session.scalars(db.select(Notice.person_id)).all()
        assert told == [made.people["inspector"]], "who handed over knows"
        assert standing.holders(own, head, today) == [made.people["chair1"]]
        assert standing.receivers(own, head, today, "event_plan") == [made.people["inspector"]]
        assert standing.receivers(own, head, today, "event_report") == []
        assert standing.receivers(own, ["secretary"], today, "event_plan") == []
        act_as_head(made, "vice")
        assert standing.holders(own, head, today) == [made.people["vice"]]
        assert standing.receivers(own, head, today, "event_plan") == [], "what the absent head gave rests"


def test_a_head_whose_seat_rests_is_told_why(made):
    with road.at(17, 3):
        planned(made)
        act_as_head(made, "vice")
        who = made.who("chair1")
        assert inbox.home(who).waiting == ()
        seq = dossier_views.view(made.code, who).seq
        with pytest.raises(Forbidden, match="quyền chủ tịch làm thay"):
            dossiers.act(made.code, "approve", who=who, seen=seq, once="rests")


def test_a_lent_seat_hands_nothing_on(made):
    with road.at(17, 3):
        planned(made)
        give(made, "inspector")
        who = seat_of(made, "inspector")
        seq = dossier_views.view(made.code, who).seq
        payload = {"person_id": made.people["accountant"], "reason": "Bận"}
        with pytest.raises(Forbidden, match="không chuyển tiếp"):
            dossiers.act(made.code, "reassign", who=who, seen=seq, once="on", payload=payload)
        with pytest.raises(Forbidden):
            give(made, "accountant", who="inspector")
        with pytest.raises(Refused) as refused:
            delegations.record(
                made.units["u1"],
                who=made.who("chair1"),
                kind="mandate",
                power="decide",
                giver=office(made, "inspector"),
                receiver=office(made, "accountant"),
                valid_from=date(2025, 3, 17),
                valid_to=date(2025, 3, 18),
            )
        assert refused.value.findings[0][1] == "Người được giao ký không giao lại cho người khác được."


def test_an_empty_chair_and_who_acts_in_it(made):
    """The office is vacant: a dossier waits for the acting head, is told to nobody else, and nobody hands over."""
    with road.at(17, 3):
        db.session.get(Office, office(made, "chair1")).valid_to = date(2025, 3, 16)
        db.session.commit()
        with pytest.raises(Refused, match="Chưa ghi được"):
            give(made, "inspector", who="secretary")
        said = {"valid_from": date(2025, 3, 17), "valid_to": date(2025, 3, 21)}
        delegations.record(
            made.units["u1"],
            who=made.who("writer"),
            kind="acting",
            giver=None,
            receiver=office(made, "vice"),
            **said,
        )
        planned(made)
        who = seat_of(made, "vice")
        assert [row.code for row in inbox.home(who).waiting] == [made.code]
        dossiers.act(
            made.code, "approve", who=who, seen=dossier_views.view(made.code, who).seq, once="acting"
        )
        assert "Lương Văn Bảo, quyền chủ tịch" in dossier_views.view(made.code, who).steps[1].who


BAD = [
    ("to oneself", {"receiver": "chair1"}, "receiver", "Không giao cho chính mình"),
    ("past", {"days": (10, 12)}, "valid_to", "Thời hạn này đã qua."),
    ("end before start", {"days": (19, 18)}, "valid_to", "ở trước ngày bắt đầu"),
    ("the same again", {"receiver": "vice"}, "receiver", "đã được giao việc này"),
    ("two at once", {"receiver": "inspector", "days": (19, 21)}, "receiver", "đã giao đ/c"),
    ("signing without a paper", {"receiver": "inspector", "power": "both", "days": (20, 21)}, "covers", "nêu rõ loại"),
    ("written down by who receives", {"receiver": "secretary", "who": "secretary", "days": (20, 21)}, "receiver",
     "không tự ghi"),
]  # fmt: skip


def test_what_is_refused_and_at_which_field(made):
    with road.at(17, 3):
        give(made, "vice")
        for name, said, field, words in BAD:
            with pytest.raises(Refused) as refused:
                give(made, **({"receiver": "inspector"} | said))
            found = refused.value.findings[0]
            assert (found[0], words in found[1] % found[2]) == (field, True), name
        assert give(made, "inspector", (20, 21)), "the day after the first one ends"
        with pytest.raises(Refused) as refused:
            give(made, "accountant", (19, 19), handles=["event_plan"])
        assert refused.value.findings[0][0] == "receiver"


WHO = [("chair1", None), ("secretary", None), ("writer", None), ("head", None), ("vice", Forbidden),
       ("inspector", Forbidden), ("accountant", Forbidden), ("boss", Forbidden)]  # fmt: skip


def test_who_may_hand_over_for_a_chair(made):
    """The chair, the secretary, the office of the unit above for a chair who is ill; nobody else."""
    with road.at(10, 3):
        for no, (who, refused) in enumerate(WHO):
            days = (12 + no, 12 + no)
            if refused is None:
                assert give(made, "accountant", days, who=who)
                continue
            with pytest.raises(refused):
                give(made, "accountant", days, who=who)


def test_ending_it_keeps_what_was_decided(made):
    with road.at(17, 3):
        planned(made)
        given = give(made, "inspector", (17, 24))
        who = seat_of(made, "inspector")
        seq = dossier_views.view(made.code, who).seq
        dossiers.act(made.code, "approve", who=who, seen=seq, once="early")
    ends = {"who": made.who("chair1"), "why": "Đã về"}
    with road.at(19, 3):
        with pytest.raises(Refused) as refused:
            delegations.end(made.units["u1"], given, on=date(2025, 3, 17), **ends)
        assert "đã xử lý hồ sơ" in refused.value.findings[0][1]
        delegations.end(made.units["u1"], given, on=date(2025, 3, 19), **ends)
        with pytest.raises(Conflict):
            delegations.end(made.units["u1"], given, on=date(2025, 3, 19), **ends)
        assert len(access.seats_of(made.people["inspector"], clock.today())) == 1
