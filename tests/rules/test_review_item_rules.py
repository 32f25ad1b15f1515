"""RV01, RV02, RV04–RV08, OV01: points of items at, below and above each threshold, and with data missing."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from rules.review_items import nearest_step
from rules.reviews import check
from rules.reviews_facts import SELF, VERIFIED, Evidence, Scored
from tests.rules.review_samples import (
    GOOD,
    PROVINCE,
    SENT,
    SHIPPED,
    SN,
    changed,
    cycle,
    found,
    levels,
    told,
    with_scores,
)

SHOWN = (Evidence("Báo cáo", date(2025, 6, 2)),)
REASON = "Thiếu một báo cáo."


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (0, []),
        (5, []),
        (60, []),
        (65, ["block"]),
        (170, ["block"]),
        (-5, ["block"]),
        (43, ["block"]),
        (None, []),
    ],
)
def test_rv01_points_within_the_maximum_in_half_points(points, expected):
    assert levels("RV01", with_scores(SENT, i1_8=Scored(points))) == expected
    assert levels("RV01", with_scores(GOOD, i1_8=Scored(60, points))) == expected


def test_rv01_says_which_and_where():
    item = replace(SN.items[0], max=150)
    sheet = replace(SN, items=(item, *SN.items[1:]))
    facts = with_scores(replace(SENT, cycle=replace(cycle(), sheet=sheet)), i1_1=Scored(170))
    (finding,) = found("RV01", facts)
    assert told(finding).startswith("Tiêu chí 1.1: 17 điểm, vượt điểm tối đa 15.")
    assert (finding.field, finding.subject) == ("scores.1_1.own", "1.1")
    assert told(found("RV01", with_scores(SENT, i1_1=Scored(33)))[0]).startswith(
        "Tiêu chí 1.1: 3,3 điểm không phải bội số của 0,5."
    )


@pytest.mark.parametrize(
    ("stated", "fields"),
    [
        ({}, []),
        ({"1": 400, "total": 990}, []),
        ({"1": 395}, ["stated.1"]),
        ({"total": 1000}, ["stated.total"]),
        ({"total": 1005}, ["stated.total", "stated.total"]),
    ],
)
def test_rv02_stated_totals_are_the_sums(stated, fields):
    said = found("RV02", replace(SENT, stated=stated))
    assert [each.field for each in said] == fields and all(each.blocks for each in said)


def test_rv02_bonus_over_five_and_what_is_not_scored_yet():
    over = with_scores(SENT, i4_1=Scored(20), i4_4=Scored(30))
    assert [each.field for each in found("RV02", over)] == ["stated.4", "stated.total"]
    half = replace(with_scores(SENT, i2_1=Scored()), stated={"2": 400, "total": 990})
    assert found("RV02", half) == []
    assert levels("RV02", replace(half, stated={"2": 355})) == ["block"]


@pytest.mark.parametrize(
    ("points", "evidence", "own", "verified"),
    [
        (40, SHOWN, [], []),
        (40, (), ["warn"], ["block"]),
        (32, (), ["warn"], ["block"]),
        (30, (), [], []),
        (40, None, ["ask"], ["ask"]),
        (None, (), [], []),
    ],
)
def test_rv04_four_fifths_of_the_maximum_need_evidence(points, evidence, own, verified):
    scored = Scored(points, points, evidence=evidence, reason=REASON)
    # 3,2 is no half point; the threshold itself is meant here.
    assert levels("RV04", with_scores(SENT, i1_1=scored)) == own
    assert levels("RV04", with_scores(GOOD, i1_1=scored)) == verified


def test_rv04_warns_where_nobody_has_confirmed_the_threshold():
    bare = with_scores(GOOD, i1_1=Scored(40, 40, evidence=()))
    assert levels("RV04", bare, SHIPPED) == ["warn"]
    assert found("RV04", bare)[0].field == "scores.1_1.evidence"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 1, 1), []),
        (date(2025, 12, 31), []),
        (date(2024, 12, 31), ["warn"]),
        (date(2026, 1, 1), ["warn"]),
        (None, []),
    ],
)
def test_rv05_evidence_of_the_year(day, expected):
    facts = with_scores(GOOD, i1_1=Scored(40, 40, evidence=(Evidence("Quy chế", day),)))
    assert levels("RV05", facts) == expected


def test_rv05_knows_the_cycles_own_year_and_says_what_follows():
    old = Evidence("Quy chế", date(2024, 12, 15))
    facts = with_scores(GOOD, i1_1=Scored(40, 40, evidence=(old,)))
    own_year = replace(facts, cycle=cycle(begins=date(2024, 12, 1), ends=date(2025, 11, 30)))
    assert [each for each in found("RV05", own_year) if each.subject == "1.1"] == []
    assert "thì 0 điểm" in told(found("RV05", facts)[0])
    both = with_scores(GOOD, i1_1=Scored(40, 40, evidence=(old, *SHOWN)))
    assert "bỏ minh chứng này" in told(found("RV05", both)[0])


@pytest.mark.parametrize(
    ("own", "verified", "reason", "expected"),
    [
        (40, 35, "Chín chữ!", ["block"]),
        (40, 35, "Mười chữ ạ", []),
        (40, 35, "   Thiếu.   ", ["block"]),
        (35, 40, "", ["block"]),
        (40, 40, "", []),
        (None, 40, "", []),
        (40, None, "", []),
    ],
)
def test_rv06_a_difference_has_a_reason(own, verified, reason, expected):
    assert levels("RV06", with_scores(GOOD, i1_1=Scored(own, verified, reason=reason))) == expected


@pytest.mark.parametrize(
    ("own", "verified", "expected"),
    [(50, 35, []), (50, 30, ["warn"]), (30, 50, ["warn"]), (50, 50, []), (None, 0, []), (50, None, [])],
)
def test_rv07_more_than_three_tenths_of_the_maximum(own, verified, expected):
    facts = with_scores(GOOD, i1_2=Scored(own, verified), i4_1=Scored(20, 20))
    alone = replace(facts, roles=replace(facts.roles, second_reader=None))
    assert levels("RV07", alone) == expected
    assert levels("RV07", replace(alone, stage=SELF)) == []


@pytest.mark.parametrize(("less", "expected"), [(10, []), (11, ["warn"])])
def test_rv07_more_than_ten_points_in_all(less, expected):
    """One point less in each of ten or eleven items of 4 and more points."""
    items = [item for item in SN.items if item.max >= 40][:less]
    changes = {f"i{item.key}": Scored(item.max, item.max - 10) for item in items}
    same = {f"i{item.key}": Scored(item.max, item.max) for item in SN.items}
    facts = with_scores(GOOD, **{**same, **changes})
    facts = replace(facts, roles=replace(facts.roles, second_reader=None))
    assert levels("RV07", facts) == expected
    assert levels("RV07", with_scores(facts, i3_5=Scored(30))) == []


def test_rv07_a_second_reader_is_somebody_else():
    own_reader = replace(GOOD, roles=replace(GOOD.roles, second_reader="P03"))
    assert levels("RV07", own_reader) == ["warn"] and levels("RV07", GOOD) == []
    assert "đã có người đọc lại thứ hai" in told(found("RV07", GOOD)[0])


@pytest.mark.parametrize(
    ("total", "visited", "expected"),
    [(975, None, []), (980, None, ["warn"]), (1000, None, ["warn"]), (980, date(2025, 12, 1), [])],
)
def test_rv08_nearly_everything_calls_for_a_visit(total, visited, expected):
    full = {f"i{item.key}": Scored(item.max) for item in SN.items}
    lost = 1000 - total
    facts = with_scores(SENT, **{**full, "i1_8": Scored(60 - lost)})
    assert levels("RV08", replace(facts, visited_on=visited)) == expected


def test_rv08_every_maximum_also_where_items_cannot_apply():
    few = {f"i{item.key}": Scored(item.max, applies=item.group == "1") for item in SN.items}
    assert "Mọi tiêu chí đều tự chấm tối đa." in told(
        found("RV08", replace(with_scores(SENT, **few), visited_on=None))[0]
    )
    assert levels("RV08", replace(SENT, scores={}, visited_on=None)) == []


def test_ov01_a_half_filled_sheet_names_each_item():
    half = replace(SENT, scores={item.code: Scored(item.max) for item in SN.items[:28]})
    said = found("OV01", half)
    assert [(each.subject, each.field, each.level) for each in said] == [
        ("4.3", "scores.4_3.own", "block"),
        ("4.4", "scores.4_4.own", "block"),
    ]
    assert found("OV01", with_scores(SENT, i4_4=Scored(applies=False))) == []
    assert len(found("OV01", replace(half, stage=VERIFIED))) == 30
    # What is missing is said once, not asked again by the rules that need it.
    asked = [each for each in check(replace(half, stage=SELF), PROVINCE) if each.subject == "4.4"]
    assert [each.rule for each in asked] == ["OV01"]


def test_local_thresholds_are_obeyed():
    assert levels("RV08", replace(SENT, visited_on=None), changed("RV08", values={"total": 995})) == []
    bare = with_scores(GOOD, i1_1=Scored(40, 40, evidence=()))
    assert levels("RV04", bare, changed("RV04", parts={"verified": {"values": {"share": [101, 100]}}})) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(50 * 10, 12), 40),
        (Fraction(50 * 6, 12), 25),
        (Fraction(50 * 9, 12), 40),
        (Fraction(50 * 11, 12), 45),
        (Fraction(50 * 3, 12), 15),
        (Fraction(0), 0),
        (Fraction(50), 50),
    ],
)
def test_nearest_half_point_a_tie_upwards(value, expected):
    assert nearest_step(value, 5) == expected
