"""RV13–RV17, RV31: points held against what the product knows, at, below and above, and with data missing."""

from dataclasses import replace
from datetime import date

import pytest

from rules.reviews_facts import Scored
from tests.rules.review_samples import (
    GOOD,
    SENT,
    SHIPPED,
    SN,
    changed,
    cycle,
    found,
    levels,
    told,
    with_scores,
    with_year,
)

FULL = {"i1_2": Scored(50, 50), "i1_3": Scored(40, 40), "i2_7": Scored(40, 40), "i2_9": Scored(40, 40)}
SENT_FULL, GOOD_FULL = with_scores(SENT, **FULL), with_scores(GOOD, **FULL)


def both(rule_id, ruleset=None, **year):
    """Levels of a rule in the union's own points and in the verified ones."""
    given = {} if ruleset is None else {"ruleset": ruleset}
    return (
        levels(rule_id, with_year(SENT_FULL, **year), **given),
        levels(rule_id, with_year(GOOD_FULL, **year), **given),
    )


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        ({"conference_on": date(2025, 3, 31)}, ([], [])),
        ({"conference_on": date(2025, 4, 1)}, (["warn"], ["block"])),
        ({"conference_on": date(2025, 4, 17)}, (["warn"], ["block"])),
        ({"resolution": False}, (["warn"], ["block"])),
        ({"conference_on": date(2025, 4, 1), "resolution": False}, (["warn"] * 2, ["block"] * 2)),
        ({"conference_on": None}, (["ask"], ["ask"])),
        ({"resolution": None}, (["ask"], ["ask"])),
        ({"conference_due": False, "conference_on": None, "resolution": None}, ([], [])),
        ({"conference_due": None, "resolution": False}, (["ask"], ["ask"])),
        ({"conference_due": None}, ([], [])),
    ],
)
def test_rv13_the_conference_in_time_and_with_a_resolution(year, expected):
    assert both("RV13", **year) == expected
    # The law was read: it blocks without anybody's confirmation.
    assert both("RV13", SHIPPED, **year) == expected


def test_rv13_is_silent_below_full_points():
    late = with_year(with_scores(GOOD, i1_2=Scored(50, 45)), conference_on=date(2025, 4, 17))
    assert levels("RV13", late) == []
    assert "hội nghị họp ngày 17/04/2025, sau ngày 31/03/2025" in told(
        found("RV13", with_year(GOOD_FULL, conference_on=date(2025, 4, 17)))[0]
    )


@pytest.mark.parametrize(
    ("minutes", "points", "expected"),
    [
        (12, 50, []),
        (11, 50, ["block"]),
        (11, 45, []),
        (10, 45, ["block"]),
        (10, 40, []),
        (9, 40, []),
        (6, 30, ["block"]),
        (6, 25, []),
        (0, 5, ["block"]),
        (0, 0, []),
        (14, 50, []),
        (None, 50, ["ask"]),
        (None, 0, []),
        (6, None, []),
    ],
)
def test_rv14_points_by_the_minutes(minutes, points, expected):
    facts = with_year(with_scores(GOOD, i2_2=Scored(points, points)), minutes=minutes)
    assert levels("RV14", facts) == expected
    assert levels("RV14", replace(facts, stage="self")) == [
        "warn" if each == "block" else each for each in expected
    ]


def test_rv14_follows_the_tag_into_an_edited_sheet():
    moved = tuple(replace(item, tag="minutes" if item.code == "2.1" else "") for item in SN.items)
    facts = replace(GOOD, cycle=cycle(), scores={**GOOD.scores, "2.1": Scored(40, 40), "2.2": Scored(50, 50)})
    edited = with_year(replace(facts, cycle=replace(cycle(), sheet=replace(SN, items=moved))), minutes=6)
    (finding,) = found("RV14", edited)
    assert finding.subject == "2.1" and "nhiều nhất 2 (6/12 × 4)" in told(finding)
    without = replace(SN, items=tuple(replace(item, tag="") for item in SN.items))
    assert found("RV14", with_year(replace(facts, cycle=replace(cycle(), sheet=without)), minutes=0)) == []


@pytest.mark.parametrize(
    ("trained", "officers", "expected"),
    [
        (80, 100, []),
        (79, 100, ["warn"]),
        (24, 30, []),
        (23, 30, ["warn"]),
        (None, 30, ["ask"]),
        (0, 0, ["ask"]),
    ],
)
def test_rv15_four_fifths_of_the_officers_trained(trained, officers, expected):
    assert both("RV15", trained=trained, officers=officers) == (expected, expected)
    assert levels("RV15", with_year(with_scores(GOOD, i2_7=Scored(40, 35)), trained=0)) == []


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        ({"dues_collected": 98, "dues_due": 100}, []),
        ({"dues_collected": 979, "dues_due": 1000}, ["warn"]),
        ({"settlement_in_time": False}, ["warn"]),
        ({"dues_collected": 50, "dues_due": 100, "settlement_in_time": False}, ["warn", "warn"]),
        ({"dues_collected": None}, ["ask"]),
        ({"settlement_in_time": None}, ["ask"]),
    ],
)
def test_rv16_dues_and_settlement(year, expected):
    assert both("RV16", **year) == (expected, expected)


@pytest.mark.parametrize(
    ("count", "expected"), [(0, ([], [])), (1, (["warn"], ["block"])), (None, (["ask"], ["ask"]))]
)
def test_rv17_no_recommendation_open_beyond_its_day(count, expected):
    assert both("RV17", open_overdue=count) == expected
    assert levels("RV17", with_year(with_scores(GOOD, i1_3=Scored(40, 35)), open_overdue=3)) == []


@pytest.mark.parametrize(
    ("sent", "deadline", "expected"),
    [
        (date(2025, 11, 20), date(2025, 11, 20), []),
        (date(2025, 11, 21), date(2025, 11, 20), ["warn"]),
        (date(2025, 11, 1), date(2025, 11, 20), []),
        (None, date(2025, 11, 20), ["ask"]),
        (date(2025, 11, 21), None, ["ask"]),
    ],
)
def test_rv31_sent_by_the_last_day(sent, deadline, expected):
    facts = replace(SENT, cycle=cycle(deadline=deadline), papers=replace(SENT.papers, sent_on=sent))
    assert levels("RV31", facts) == expected


def test_rv31_names_the_item_on_reports():
    late = replace(SENT, papers=replace(SENT.papers, sent_on=date(2025, 11, 24)))
    assert "sau hạn 20/11/2025 là 4 ngày; trừ điểm ở tiêu chí 2.11." in told(found("RV31", late)[0])


def test_thresholds_may_be_a_provinces_own():
    earlier = changed("RV13", parts={"verified": {"values": {"day": 15}}})
    assert levels("RV13", with_year(GOOD_FULL, conference_on=date(2025, 3, 20)), earlier) == ["block"]
    assert (
        levels(
            "RV15", with_year(GOOD_FULL, trained=70, officers=100), changed("RV15", values={"share": [7, 10]})
        )
        == []
    )
