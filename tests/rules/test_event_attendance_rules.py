"""EV12–EV16 and the counters behind them: quotas, names twice, quorum, certificates, minutes, contributions."""

from dataclasses import replace
from datetime import date, time

import pytest

import reference
from rules.event_contributions import count
from rules.event_people import Guest, Officer, Protocol, listed_twice, proposed, quota_gaps, quota_totals
from rules.event_presence import attended, certified
from rules.events_after import BallotCount, Contribution, Elected, Minutes, Presence, Reported, Vote
from rules.events_facts import Delegate, Session, UnitQuota
from tests.rules.event_samples import DELEGATES, GOOD, MORNING, QUOTAS, confirmed, event, found, levels
from tests.rules.samples import told


def two(called=2, **offices):
    return UnitQuota("u1", "CĐCS Bệnh viện Phổi", called, offices)


def somebody(key, name=None, unit="u1", **changes):
    return Delegate(key, name or f"Người {key}", f"p-{key}", unit, **changes)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([somebody("a"), somebody("b")], []),
        ([somebody("a")], [("u1", None, 2, 1)]),
        ([somebody("a"), somebody("b"), somebody("c")], [("u1", None, 2, 3)]),
        ([somebody("a"), somebody("b"), somebody("c", group="guest")], []),
        ([somebody("a"), somebody("b"), somebody("c", unit="u9")], [("u9", None, 0, 1)]),
    ],
)
def test_the_list_against_the_quota_of_the_unit(rows, expected):
    assert [(g.unit, g.office, g.called, g.listed) for g in quota_gaps([two()], rows)] == expected
    said = found("EV12", replace(GOOD, quotas=(two(),), delegates=tuple(rows)))
    assert [(each.level, each.subject) for each in said] == [("warn", unit) for unit, *_ in expected]


def test_the_list_against_the_quota_of_an_office():
    rows = [somebody("a", office="member"), somebody("b", office="member")]
    gaps = quota_gaps([two(chair=1, member=2)], rows)
    assert [(gap.office, gap.called, gap.listed) for gap in gaps] == [("chair", 1, 0)]
    assert quota_gaps([two(None, chair=0)], rows) == []
    untold = [somebody("a", office="member"), somebody("b")]
    assert [gap.sure for gap in quota_gaps([two(chair=1)], untold)] == [False]
    assert [gap.sure for gap in quota_gaps([two(3)], [*rows, somebody("c", unit=None)])] == [False]
    assert [gap.sure for gap in quota_gaps([two(4)], [*rows, somebody("c", unit=None)])] == [True]
    (finding,) = found(
        "EV12", replace(GOOD, quotas=(two(chair=1),), delegates=tuple(rows), offices={"chair": "Chủ tịch"})
    )
    assert told(finding).startswith("CĐCS Bệnh viện Phổi: có 0 Chủ tịch, triệu tập 1.")
    assert quota_totals([two(chair=1), two(3, chair=1, member=2)]) == (5, {"chair": 2, "member": 2})
    assert quota_totals([two(None)]) == (None, {})


LAN = somebody("a", "Lã Thị Lan")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (replace(LAN, key="b"), ["warn"]),
        (replace(LAN, key="b", group="guest"), ["warn"]),
        (replace(LAN, key="b", id=None), ["ask"]),
        (replace(LAN, key="b", id=None, name="LÃ THỊ  LAN"), ["ask"]),
        (replace(LAN, key="b", id=None, name="Lã Thị Lân"), ["ask"]),
        (replace(LAN, key="b", id="p-other"), []),
        (replace(LAN, key="b", id=None, unit="u2"), []),
    ],
)
def test_ev12_nobody_stands_on_the_list_twice(other, expected):
    units = (two(None), UnitQuota("u2"))
    said = found("EV12", replace(GOOD, quotas=units, delegates=(LAN, other)))
    assert [each.level for each in said] == expected
    if other.group == "guest":
        assert "có tên ở hai nhóm" in told(said[0]) and listed_twice([LAN, other])[0].groups_differ


def test_ev12_asks_without_quota_or_list():
    assert (
        levels("EV12", replace(GOOD, quotas=None)) == levels("EV12", replace(GOOD, delegates=None)) == ["ask"]
    )
    assert levels("EV12", replace(GOOD, quotas=QUOTAS, delegates=DELEGATES)) == []


def test_who_is_proposed_by_office():
    officers = [
        Officer("p1", "A", "u1", "chair"),
        Officer("p2", "B", "u1", "member"),
        Officer("p1", "A", "u1", "member"),
        Officer("p3", "C", "u1", "member"),
        Officer("p4", "D", "u2", "chair"),
    ]
    assert [each.person for each in proposed([two(chair=1, member=1)], officers)] == ["p1", "p2"]
    assert [each.person for each in proposed([two(chair=1, member=9), UnitQuota("u2")], officers)] == [
        "p1",
        "p2",
        "p3",
    ]


def test_guests_stand_in_the_order_of_protocol():
    order = Protocol.from_dict(reference.load("events/protocol.toml"))
    guests = [
        Guest("a", "Chử Văn Út", "department", "vice_chair"),
        Guest("b", "Lục Thị Hòa", "union_province", "vice_chair"),
        Guest("c", "Đàm Thị Cúc", "department", "vice_chair"),
        Guest("d", "Giang Văn Bảy", "department", "chair"),
        Guest("e", "Người Lạ", "somewhere", "chair"),
        Guest("f", "Ngụy Thanh Sơn", "union_province", "chair"),
    ]
    assert [each.key for each in order.in_order(guests)] == ["f", "b", "d", "c", "a", "e"]


@pytest.mark.parametrize(
    ("present", "total", "expected"),
    [(6, 9, []), (5, 9, ["warn"]), (7, 10, []), (6, 10, ["warn"]), (None, 9, ["ask"]), (6, None, ["ask"])],
)
def test_ev13_two_thirds_where_a_quorum_applies(present, total, expected):
    facts = event(replace(GOOD, minutes=Minutes(total, present, 0, True)), kind="committee_meeting")
    assert levels("EV13", facts) == expected
    blocks = ["block" if each == "warn" else each for each in expected]
    assert levels("EV13", facts, confirmed("EV13")) == blocks
    assert levels("EV13", event(facts, kind="workshop")) == []
    assert levels("EV13", replace(facts, minutes=Minutes(9, 1, 8, decides=False))) == []


TWO_DAYS = (MORNING, Session("s2", date(2025, 4, 16), time(7, 30), time(11, 30)))


@pytest.mark.parametrize(
    ("rows", "minutes", "enough"),
    [
        ([Presence("a", "s1", True), Presence("a", "s2", True)], 480, True),
        ([Presence("a", "s1", True), Presence("a", "s2", True, time(9, 6))], 384, True),
        ([Presence("a", "s1", True), Presence("a", "s2", True, time(9, 7))], 383, False),
        ([Presence("a", "s1", True)], 240, False),
        ([Presence("a", "s1", False), Presence("a", "s2", False)], 0, False),
        ([Presence("a", "s1", True), Presence("a", "s2", None)], 240, None),
        ([Presence("a", "s1", None)], 0, None),
        ([], 0, False),
        ([Presence("a", "s1", True, time(7, 0), time(12, 0)), Presence("a", "s2", True)], 480, True),
        (
            [
                Presence("a", "s1", True, None, time(9, 0)),
                Presence("a", "s1", True, time(8, 0), time(10, 0)),
                Presence("a", "s1", True, time(10, 30), None),
                Presence("a", "s2", True),
            ],
            450,
            True,
        ),
        ([Presence("a", "s1", True, time(12, 0), time(13, 0)), Presence("a", "s9", True)], 0, False),
    ],
)
def test_presence_is_counted_in_minutes_of_all_sessions(rows, minutes, enough):
    (row,) = attended(["a"], TWO_DAYS, rows, (80, 100))
    assert (row.present, row.whole, row.enough) == (minutes, 480, enough)
    assert certified([row]) == (("a",) if enough else ())


def test_ev14_certificates_need_sign_ins():
    facts = replace(GOOD, certificates=("u1-1",), presences=(Presence("u1-1", "s1", True),))
    assert levels("EV14", facts) == []
    assert levels("EV14", replace(facts, presences=None)) == ["ask"]
    assert levels("EV14", replace(facts, sessions=(replace(MORNING, end=None),))) == ["ask"]
    (finding,) = found("EV14", replace(facts, presences=()))
    assert told(finding).startswith("Đại biểu u1 số 1 không có điểm danh buổi nào.")
    assert levels("EV14", replace(facts, presences=(Presence("u1-1", "s1", None),))) == ["ask"]


@pytest.mark.parametrize(
    ("total", "present", "absent", "expected"),
    [
        (84, 80, 4, []),
        (84, 80, 3, ["block"]),
        (84, 80, 5, ["block"]),
        (84, 80, None, ["ask"]),
        (None, 80, 4, ["ask"]),
    ],
)
def test_ev15_present_and_absent(total, present, absent, expected):
    assert levels("EV15", replace(GOOD, minutes=Minutes(total, present, absent))) == expected


@pytest.mark.parametrize(
    ("vote", "expected"),
    [
        (Vote("v", "Kết luận", 78, 1, 1, 80), []),
        (Vote("v", "Kết luận", 78, 1, 1, 81), ["block"]),
        (Vote("v", "Kết luận", 78, 1, 2, 80), ["block"]),
        (Vote("v", "Kết luận", 78, 1, None, 80), ["ask"]),
    ],
)
def test_ev15_votes(vote, expected):
    assert levels("EV15", replace(GOOD, minutes=Minutes(84, 80, 4, votes=(vote,)))) == expected


def ballot(issued=11, returned=10, valid=9, invalid=1, votes=6, declared=True):
    count_ = BallotCount(
        "b", "Bầu bổ sung", issued, returned, valid, invalid, (Elected("A", votes, declared),)
    )
    return replace(GOOD, minutes=Minutes(11, 11, 0, ballots=(count_,)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"valid": 8}, ["block"]),
        ({"invalid": None}, ["ask"]),
        ({"issued": 10}, []),
        ({"issued": 9}, ["block"]),
        ({"votes": 5}, ["warn"]),
        ({"votes": 5, "declared": False}, []),
        ({"votes": None}, ["ask"]),
    ],
)
def test_ev15_ballots_and_who_is_elected(changes, expected):
    assert levels("EV15", ballot(**changes)) == expected


def test_ev15_the_share_of_votes_blocks_once_confirmed_and_may_count_valid_ballots():
    assert levels("EV15", ballot(votes=5), confirmed("EV15")) == ["block"]
    of_valid = confirmed("EV15", parts={"elected": {"values": {"base": "valid"}}})
    assert levels("EV15", ballot(votes=5), of_valid) == []


OPINIONS = tuple(
    Contribution(f"o{place}", channel, field, unit)
    for place, (channel, field, unit) in enumerate(
        [
            ("spoken", "tuyên truyền", "u1"),
            ("spoken", "tuyên truyền", "u2"),
            ("online", "tài chính", "u3"),
            ("spoken", "cán bộ", "u1"),
            ("written", "nữ công", "u4"),
            ("written", None, "u5"),
        ]
    )
)


def test_four_spoken_in_three_groups_and_two_written_are_six():
    counts = count(OPINIONS, units=("u1", "u2", "u3", "u4", "u5", "u6"))
    assert (counts.spoken, counts.fields_spoken, counts.written, counts.total) == (4, 3, 2, 6)
    assert counts.fields == 4 and counts.silent == ("u6",)
    assert counts.units_spoken == ("u1", "u2", "u3") and counts.units_written == ("u4", "u5")
    assert count(()).total == 0 and count((), fields=("tài chính",)).by_field[0].spoken == 0


@pytest.mark.parametrize(
    ("reported", "fields"),
    [
        (Reported(4, 2, 6, 3), []),
        (Reported(), []),
        (Reported(5, 2, 6, 3), ["report.spoken"]),
        (Reported(4, 2, 7, 4), ["report.total", "report.fields"]),
        (Reported(written=0), ["report.written"]),
        (None, []),
    ],
)
def test_ev16_the_report_says_what_the_register_says(reported, fields):
    said = found("EV16", replace(GOOD, contributions=OPINIONS, reported=reported))
    assert [each.field for each in said] == fields and all(each.blocks for each in said)


@pytest.mark.parametrize(("said", "expected"), [(2, ["block"]), (3, ["ask"]), (4, ["ask"]), (5, ["block"])])
def test_ev16_asks_while_a_field_is_not_told(said, expected):
    opinions = (*OPINIONS, Contribution("o9", "spoken", None, "u1"))
    assert levels("EV16", replace(GOOD, contributions=opinions, reported=Reported(fields=said))) == expected


def test_ev16_asks_without_a_register():
    assert levels("EV16", replace(GOOD, contributions=None)) == ["ask"]


@pytest.mark.parametrize("sessions", [(), (MORNING, replace(TWO_DAYS[1], end=None))])
def test_without_the_time_of_every_session_nothing_is_certain(sessions):
    (row,) = attended(["a"], sessions, [Presence("a", "s1", True)], (80, 100))
    assert row.whole == 0 and row.enough is (None if sessions else False)
