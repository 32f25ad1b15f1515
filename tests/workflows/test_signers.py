"""Who may sign on a day and in which form, and which delegations are refused: tables of cases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from workflows.delegations import Delegation, Held, Roles, faults, heads_on, in_force
from workflows.errors import DELEGATION_REASONS
from workflows.signers import signers

DAY = timedelta(days=1)
ROLES = Roles(
    frozenset({"chair"}), frozenset({"vice_chair"}), frozenset({"office_head"}), frozenset({"admin"})
)
BEGIN, END = date(2023, 3, 1), date(2028, 2, 28)
JUNE, JULY, MAY = date(2026, 6, 1), date(2026, 7, 1), date(2026, 5, 20)
LAST_OF_JUNE = date(2026, 6, 30)

KIEN, BAO, MAI, HAI, SON = 1, 2, 3, 4, 5
CHAIR = Held(11, KIEN, "Doãn Trung Kiên", "chair", "Chủ tịch", BEGIN, END)
DEPUTY = Held(12, BAO, "Lương Quốc Bảo", "vice_chair", "Phó Chủ tịch", BEGIN)
SECRETARY = Held(13, MAI, "Cù Thị Mai", "secretary", "Thư ký", BEGIN)
OFFICE = Held(14, HAI, "Khổng Văn Hải", "office_head", "Chánh Văn phòng", BEGIN)
ADMIN = Held(15, SON, "Bế Văn Sơn", "admin", "Quản trị", BEGIN)
NEXT = Held(16, MAI, "Cù Thị Mai", "chair", "Chủ tịch", END + DAY)
ALL = [CHAIR, DEPUTY, SECRETARY, OFFICE, ADMIN]


def give(
    kind: str, receiver: Held, first: date = JUNE, last: date | None = LAST_OF_JUNE, **more
) -> Delegation:
    """Return a delegation that nothing is wrong with, but for what `more` changes."""
    said = {"giver_id": KIEN, "paper_no": "05/GUQ", "paper_on": MAY, "covers": frozenset({"letter"}), "id": 7}
    person_id, office_id = receiver.person_id, receiver.office_id
    return Delegation(
        kind, valid_from=first, valid_to=last, person_id=person_id, office_id=office_id, **said | more
    )


ENDED_NEXT_DAY = {"revoked_on": JUNE + DAY}
ACTING = give("acting", DEPUTY, covers=frozenset())
MANDATE = give("mandate", SECRETARY)
ORDER = give("by_order", OFFICE, last=None)
STANDING = give("deputy", DEPUTY, first=BEGIN, last=None, covers=frozenset())

HEAD, KT, KT_BY_OFFICE, TL, TUQ, Q = (
    ("head", "Doãn Trung Kiên", None),
    ("deputy", "Lương Quốc Bảo", 7),
    ("deputy", "Lương Quốc Bảo", None),
    ("by_order", "Khổng Văn Hải", 7),
    ("mandate", "Cù Thị Mai", 7),
    ("acting", "Lương Quốc Bảo", 7),
)

SIGN = [
    # day, kind of paper, offices, delegations → who may sign, who is proposed first
    ("head alone", JUNE, "letter", ALL, [], [HEAD]),
    ("a deputy to whom nothing was handed", JUNE, "letter", [CHAIR, DEPUTY], [], [HEAD]),
    ("a deputy with standing authority", JUNE, "plan", ALL, [STANDING], [HEAD, KT]),
    ("no head: the deputy by office", END + DAY, "letter", ALL, [], [KT_BY_OFFICE]),
    ("no head, no deputy", END + DAY, "letter", [CHAIR, SECRETARY], [], []),
    ("before anybody", BEGIN - DAY, "letter", ALL, [], []),
    ("mandate on its first day", JUNE, "letter", ALL, [MANDATE], [HEAD, TUQ]),
    ("mandate on its last day", LAST_OF_JUNE, "letter", ALL, [MANDATE], [HEAD, TUQ]),
    ("the day after it ends the head again", JULY, "letter", ALL, [MANDATE], [HEAD]),
    ("the day before it begins", JUNE - DAY, "letter", ALL, [MANDATE], [HEAD]),
    ("a kind that the mandate does not cover", JUNE, "decision", ALL, [MANDATE], [HEAD]),
    ("any kind asked", JUNE, None, ALL, [MANDATE], [HEAD, TUQ]),
    ("by order, without end", date(2027, 6, 1), "letter", ALL, [ORDER], [HEAD, TL]),
    ("in the order of the forms", JUNE, "letter", ALL, [MANDATE, ORDER, STANDING], [HEAD, KT, TL, TUQ]),
    ("acting: instead of the head", JUNE, "letter", ALL, [ACTING], [Q]),
    ("the day after the acting head the head again", JULY, "letter", ALL, [ACTING], [HEAD]),
    ("acting while the office is vacant", END + DAY, "letter", ALL,
     [give("acting", DEPUTY, END, END + 30 * DAY, giver_id=None)], [Q]),
    ("the absent head's mandate rests", JUNE, "letter", ALL, [ACTING, MANDATE], [Q]),
    ("and counts again", JULY, "letter", ALL, [ACTING, give("mandate", SECRETARY, last=JULY)], [HEAD, TUQ]),
    ("the acting head's own mandate", JUNE, "letter", ALL,
     [ACTING, give("mandate", SECRETARY, giver_id=BAO)], [Q, TUQ]),
    ("revoked: not from that day", JUNE + DAY, "letter", ALL, [give("mandate", SECRETARY, **ENDED_NEXT_DAY)], [HEAD]),
    ("revoked: still the day before", JUNE, "letter", ALL, [give("mandate", SECRETARY, **ENDED_NEXT_DAY)], [HEAD, TUQ]),
    ("an acting period cut short", JUNE, "letter", ALL, [give("acting", DEPUTY, revoked_on=JUNE)], [HEAD]),
    ("of a head whose term is over", END + DAY, "letter", [*ALL, NEXT],
     [give("mandate", OFFICE, END, END + DAY)], [("head", "Cù Thị Mai", None)]),
    ("a receiver who has left", LAST_OF_JUNE, "letter",
     [CHAIR, Held(13, MAI, "Cù Thị Mai", "secretary", "Thư ký", BEGIN, JUNE)], [MANDATE], [HEAD]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "kind", "held", "given", "expected"), [row[1:] for row in SIGN], ids=[row[0] for row in SIGN]
)
def test_who_may_sign(day, kind, held, given, expected):
    found = signers(day, kind, held, given, ROLES, "Chủ tịch")
    assert [(one.mode, one.name, one.delegation_id) for one in found] == expected
    assert {one.head_title for one in found} <= {"Chủ tịch"}
    assert len({one.key for one in found}) == len(found)


def test_a_mandate_shows_the_receivers_own_title():
    found = signers(JUNE, "letter", ALL, [MANDATE, ORDER], ROLES, "?")
    assert [(one.title, one.head_title) for one in found] == [
        ("Chủ tịch", "Chủ tịch"),
        ("Chánh Văn phòng", "Chủ tịch"),
        ("Thư ký", "Chủ tịch"),
    ]


def test_no_day_has_both_head_and_acting_head():
    """Over four months around an acting period somebody signs every day, and never two as heads."""
    day = date(2026, 4, 1)
    while day < date(2026, 8, 1):
        heads = heads_on(day, ALL, [ACTING], ROLES)
        assert len(heads) == 1
        assert (heads[0] is DEPUTY) == ACTING.on(day)
        modes = [one.mode for one in signers(day, None, ALL, [ACTING, MANDATE], ROLES, "Chủ tịch")]
        assert ("head" in modes) != ("acting" in modes)
        assert len(in_force(day, ALL, [ACTING, MANDATE], ROLES)) == ACTING.on(day)
        day += DAY


LONG = {"covers": frozenset(), "last": None, "paper_no": "", "paper_on": None}

FAULTS = [
    # what, new, delegations so far, today → (field, reason)
    ("a good mandate", MANDATE, [], MAY, []),
    ("a good order", give("by_order", OFFICE, **LONG), [], MAY, [("giver", "giver_term")]),
    ("an order within the term", give("by_order", OFFICE, **LONG | {"last": END}), [], MAY, []),
    ("a deputy's standing authority", give("deputy", DEPUTY, **LONG | {"last": END}), [], MAY, []),
    ("a good acting head", ACTING, [], MAY, []),
    ("acting without a giver", give("acting", DEPUTY, giver_id=None), [], MAY, []),
    ("acting by decision, without end", give("acting", DEPUTY, giver_id=None, last=None), [], MAY, []),
    ("to oneself", give("mandate", CHAIR), [], MAY, [("receiver", "oneself")]),
    ("end before start", give("mandate", SECRETARY, last=JUNE - DAY), [], MAY, [("valid_to", "end_before_start")]),
    ("one day", give("mandate", SECRETARY, last=JUNE), [], MAY, []),
    ("past its end", MANDATE, [], JULY, [("valid_to", "past")]),
    ("on its last day", MANDATE, [], LAST_OF_JUNE, []),
    ("without end", give("mandate", SECRETARY, last=None, giver_id=BAO),
     [give("acting", DEPUTY, last=None)], MAY, [("valid_to", "end_mandate")]),
    ("acting without end and paper", give("acting", DEPUTY, last=None, giver_id=None, paper_no="", paper_on=None),
     [], MAY, [("valid_to", "end_acting")]),
    ("a mandate for everything", give("mandate", SECRETARY, covers=frozenset()), [], MAY,
     [("covers", "covers_mandate")]),
    ("a mandate without paper", give("mandate", SECRETARY, paper_no="", paper_on=None), [], MAY,
     [("paper_no", "paper_mandate")]),
    ("a paper without date", give("mandate", SECRETARY, paper_on=None), [], MAY, [("paper_on", "paper_date")]),
    ("a paper after its first day", give("mandate", SECRETARY, paper_on=JUNE + DAY), [], MAY,
     [("paper_on", "paper_later")]),
    ("by order to who heads no office", give("by_order", SECRETARY), [], MAY, [("receiver", "receiver_by_order")]),
    ("KT. to who is no deputy", give("deputy", SECRETARY), [], MAY, [("receiver", "receiver_deputy")]),
    ("the chair acting as chair", give("acting", CHAIR, giver_id=None), [], MAY, [("receiver", "acting_is_head")]),
    ("to who administers the system", give("mandate", ADMIN), [], MAY, [("receiver", "receiver_office")]),
    ("an office of another unit", give("mandate", Held(99, MAI, "", "secretary", "", BEGIN)), [], MAY,
     [("receiver", "receiver_office")]),
    ("an office of another person", give("mandate", Held(13, HAI, "", "secretary", "", BEGIN)), [], MAY,
     [("receiver", "receiver_office")]),
    ("before the receiver's term", give("mandate", SECRETARY, BEGIN - DAY, END, paper_on=BEGIN - DAY), [], MAY,
     [("receiver", "receiver_term"), ("giver", "giver_term")]),
    ("beyond the giver's term", give("mandate", SECRETARY, last=END + DAY), [], MAY, [("giver", "giver_term")]),
    ("to the giver's last day", give("mandate", SECRETARY, last=END), [], MAY, []),
    ("nobody gives", give("mandate", SECRETARY, giver_id=None), [], MAY, [("giver", "giver_missing")]),
    ("who is not head gives", give("mandate", OFFICE, giver_id=MAI), [], MAY, [("giver", "giver_not_head")]),
    ("passing a mandate on", give("mandate", OFFICE, giver_id=MAI), [MANDATE], MAY, [("giver", "chain")]),
    ("passing an order on", give("mandate", SECRETARY, giver_id=HAI), [ORDER], MAY, [("giver", "chain")]),
    ("a deputy passing KT. on", give("mandate", SECRETARY, giver_id=BAO), [STANDING], MAY, [("giver", "chain")]),
    ("an acting head gives", give("mandate", SECRETARY, giver_id=BAO), [ACTING], MAY, []),
    ("an acting head, beyond the time", give("mandate", SECRETARY, giver_id=BAO, last=JULY), [ACTING], MAY,
     [("giver", "giver_term")]),
    ("two acting heads", give("acting", SECRETARY, LAST_OF_JUNE, JULY, id=0), [ACTING], MAY,
     [("valid_from", "two_acting")]),
    ("one after the other", give("acting", SECRETARY, JULY, JULY, id=0), [ACTING], MAY, []),
    ("after an acting head cut short", give("acting", SECRETARY, JUNE + DAY, id=0),
     [give("acting", DEPUTY, revoked_on=JUNE + DAY)], MAY, []),
    ("the same twice", MANDATE, [MANDATE], MAY, [("receiver", "twice")]),
    ("for other papers", MANDATE, [give("mandate", SECRETARY, covers=frozenset({"plan"}))], MAY, []),
    ("in another form", give("by_order", OFFICE), [give("mandate", OFFICE)], MAY, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("new", "given", "today", "expected"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_what_is_refused(new, given, today, expected):
    found = faults(new, ALL, given, ROLES, today)
    assert [(one.field, one.reason) for one in found] == expected
    for one in found:
        assert DELEGATION_REASONS[one.reason] % dict(one.params)
