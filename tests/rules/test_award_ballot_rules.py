"""AW33–AW35, OW05, OW06, OW14: votes of all members, sums that add up, and what the minutes need."""

from dataclasses import replace
from datetime import date

import pytest

from rules.awards_facts import Ballot, Meeting
from tests.rules.samples import BALLOT, GOOD, confirmed, found, group, levels, one, person, told


def voted(agree, total, *, award="giay_khen_ctt", mode="secret", award_class=None):
    facts = one(person("n1", "Phí Đức Long"), award=award, award_class=award_class)
    ballot = Ballot(agree=agree)
    return replace(facts, ballots={"n1": ballot}, meeting=Meeting(members_total=total, mode=mode))


@pytest.mark.parametrize(
    ("award", "agree", "total", "expected"),
    [
        ("giay_khen_ctt", 6, 11, []),
        ("giay_khen_ctt", 5, 11, ["FAIL"]),
        ("giay_khen_ctt", 6, 12, ["FAIL"]),
        ("giay_khen_ctt", 7, 12, []),
        ("cstd_bo", 9, 11, ["FAIL"]),
        ("cstd_bo", 9, 10, []),
        ("cstdtq", 10, 11, []),
        ("cstdcs", 9, 11, []),
        ("cstdcs", 8, 10, []),
        ("cstdcs", 7, 9, ["FAIL"]),
        ("co_bo", 8, 11, ["FAIL"]),
        ("giay_khen_ctt", None, 11, ["NEEDS_REVIEW"]),
        ("giay_khen_ctt", 6, None, ["NEEDS_REVIEW"]),
        ("giay_khen_ctt", 0, 0, ["NEEDS_REVIEW"]),
    ],
)
def test_aw33_share_of_all_members(award, agree, total, expected):
    said = found("AW33", voted(agree, total, award=award))
    assert [each.verdict for each in said] == expected
    # Customary and expired shares: a person has to confirm before they block.
    assert {each.level for each in said} <= {"ask"}


def test_aw33_the_percentage_is_never_of_the_ballots_collected():
    (finding,) = found("AW33", voted(9, 11, award="cstd_bo"))
    assert "9/11 phiếu đồng ý (81,8% tổng số thành viên); cần ít nhất 10 phiếu" in told(finding)
    assert finding.basis.startswith("Nghị định 98/2023/NĐ-CP, Điều 30")


def test_aw33_blocks_once_confirmed_and_takes_a_local_share():
    assert levels("AW33", voted(5, 11), confirmed("AW33")) == ["block"]
    assert levels("AW33", voted(9, 11, award="cstd_bo"), confirmed("AW33")) == ["block"]
    two_thirds = confirmed("AW33", values={"share": [2, 3], "strictly_over": False})
    assert levels("AW33", voted(8, 12), two_thirds) == []
    assert levels("AW33", voted(7, 12), two_thirds) == ["block"]
    # The local share is the rule's own; the shares of the decree stay what they were.
    assert found("AW33", voted(9, 11, award="cstd_bo"), two_thirds)[0].params["need"] == 10


def test_aw33_class_of_the_award_decides_and_titles_want_a_secret_ballot():
    assert found("AW33", voted(9, 11, award="cstd_tld", award_class="cstd_bo"))[0].params["need"] == 10
    assert [f.verdict for f in found("AW33", voted(10, 11, award="cstd_bo", mode="hands"))] == ["FAIL"]
    assert [f.verdict for f in found("AW33", voted(10, 11, award="cstd_bo", mode=None))] == ["NEEDS_REVIEW"]
    assert found("AW33", voted(10, 11, mode="hands")) == []


def test_aw33_asks_for_a_nominee_without_a_ballot():
    assert levels("AW33", replace(one(person("n1", "A")), ballots={})) == ["ask"]
    assert levels("AW33", replace(one(person("n1", "A")), meeting=None)) == ["ask"]


@pytest.mark.parametrize(
    ("present", "written", "total", "expected"),
    [
        (11, 0, 11, []),
        (9, None, 11, []),
        (8, 0, 11, ["warn"]),
        (8, 1, 11, []),
        (8, None, 11, ["ask"]),
        (7, 4, 11, ["warn"]),
        (8, 2, 12, []),
        (7, 5, 12, ["warn"]),
        (6, 0, 9, ["warn"]),
        (None, 0, 11, ["ask"]),
        (8, 0, None, ["ask"]),
    ],
)
def test_aw34_two_thirds_present_and_four_fifths_voting(present, written, total, expected):
    facts = replace(GOOD, meeting=Meeting(members_total=total, present=present, written=written))
    assert levels("AW34", facts) == expected


def test_aw34_tells_which_share_is_short():
    quorum = found("AW34", replace(GOOD, meeting=Meeting(members_total=12, present=7, written=5)))
    session = found("AW34", replace(GOOD, meeting=Meeting(members_total=9, present=6, written=0)))
    assert "7/12 thành viên, chưa đủ 2/3" in told(quorum[0])
    assert "6/9 thành viên" in told(session[0]) and "80%" in told(session[0])
    assert levels("AW34", replace(GOOD, meeting=None)) == ["ask"]


@pytest.mark.parametrize(
    ("participants", "interested_voted", "expected"),
    [
        (("p-x",), None, []),
        (("p-n1", "p-x"), False, []),
        (("p-n1", "p-x"), None, ["ask"]),
        (("p-n1", "p-x"), True, ["warn"]),
        (None, None, ["ask"]),
        (None, False, []),
    ],
)
def test_aw35_nobody_votes_on_their_own_case(participants, interested_voted, expected):
    facts = one(person("n1", "Cù Thị Mai"))
    facts = replace(
        facts,
        ballots={"n1": replace(BALLOT, interested_voted=interested_voted)},
        meeting=replace(facts.meeting, participant_ids=participants),
    )
    assert levels("AW35", facts) == expected


def test_aw35_knows_who_is_close_to_a_collective():
    facts = one(group("n1", "Tổ Một", close_ids=("p-a",)))
    open_question = replace(facts, ballots={"n1": replace(BALLOT, interested_voted=None)})
    assert levels("AW35", open_question) == ["ask"]
    stranger = replace(open_question, nominees=(group("n1", "Tổ Một"),))
    assert levels("AW35", stranger) == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"issued": 12}, ["issued"]),
        ({"collected": 12, "valid": 12, "agree": 12, "issued": 12}, ["issued", "agree"]),
        ({"issued": 10}, ["collected"]),
        ({"invalid": 1}, ["valid"]),
        ({"valid": 10, "invalid": 1}, ["agree"]),
        ({"valid": 10, "invalid": 1, "agree": 9, "disagree": 1}, []),
        ({"disagree": 1}, ["agree", "agree"]),
        ({"issued": 11, "collected": 10, "valid": 10, "agree": 10}, []),
        ({"disagree": -1, "agree": 12}, ["disagree"]),
        ({"valid": None, "invalid": None}, ["valid"]),
        ({"agree": None}, ["agree"]),
    ],
)
def test_ow05_the_ballot_adds_up(changes, fields):
    facts = one(person("n1", "A"))
    facts = replace(facts, ballots={"n1": replace(BALLOT, **changes)})
    assert [each.field for each in found("OW05", facts)] == [f"ballots.n1.{name}" for name in fields]


def test_ow05_wrong_sums_block_and_missing_parts_ask():
    facts = one(person("n1", "Cù Thị Mai"))
    wrong = replace(facts, ballots={"n1": replace(BALLOT, valid=9, invalid=1, agree=9)})
    missing = replace(facts, ballots={"n1": replace(BALLOT, invalid=None)})
    hands = replace(facts, ballots={"n1": Ballot(agree=9)}, meeting=replace(facts.meeting, mode="hands"))
    unsaid = replace(missing, meeting=replace(facts.meeting, mode=None))
    assert [levels("OW05", each) for each in (wrong, missing, hands, unsaid)] == [["block"], ["ask"], [], []]
    assert "hợp lệ 9 + không hợp lệ 1 không bằng 11 phiếu thu về" in told(found("OW05", wrong)[0])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"present": 12}, ["block"]),
        ({"present": 10, "written": 2}, ["block"]),
        ({"present": 10, "written": 1}, []),
        ({"present": 10}, ["block"]),
        ({"present": 10, "written": None}, []),
        ({"present": -1}, ["block", "block"]),
        ({"held_on": date(2025, 12, 5)}, []),
        ({"held_on": date(2025, 12, 6)}, ["block"]),
        ({"held_on": None, "present": None, "members_total": None}, []),
    ],
)
def test_ow06_attendance_and_order_of_acts(changes, expected):
    facts = one(person("n1", "A"))
    assert levels("OW06", replace(facts, meeting=replace(facts.meeting, **changes))) == expected
    assert levels("OW06", replace(facts, meeting=None)) == []


@pytest.mark.parametrize(
    ("meeting", "fields"),
    [
        ({}, []),
        ({"held_on": None}, ["meeting.held_on"]),
        ({"members_total": None, "present": None}, ["meeting.members_total", "meeting.present"]),
    ],
)
def test_ow14_the_minutes_need_day_and_attendance(meeting, fields):
    facts = one(person("n1", "A"))
    said = found("OW14", replace(facts, meeting=replace(facts.meeting, **meeting)))
    assert [each.field for each in said] == fields and all(each.blocks for each in said)


def test_ow14_the_minutes_need_a_vote_on_every_nominee():
    said = found("OW14", replace(GOOD, ballots={"n1": BALLOT, "n2": Ballot()}))
    assert [(each.subject, each.field) for each in said] == [
        ("n2", "ballots.n2.agree"),
        ("n3", "ballots.n3.agree"),
    ]
    assert "Ứng Thị Bích" in told(said[0])
