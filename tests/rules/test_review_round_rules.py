"""RV11, OV04–OV07: ceiling, ties, who falls out, what a round may decide, far items."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import review_rank
from rules.errors import RuleDataError, UnknownRule
from rules.review_peers import far_from_peers, far_items, median
from rules.review_round import RoundFacts, RoundUnit, allot, annex, counts, entry, within_quota, without_file
from rules.review_score import rank_of
from rules.reviews import check, check_round
from rules.reviews_facts import SELF, VERIFIED, Scored
from tests.rules.review_samples import (
    GOOD,
    OF_ROUND,
    PROVINCE,
    SHIPPED,
    changed,
    demo,
    round_units,
    told,
    with_scores,
)

QUOTA = PROVINCE.get("RV11")


def union(number, rank="HTT", points=800, **more):
    return RoundUnit(f"u{number}", f"CĐCS {number}", "SN", rank, points, **more)


def some(top, good=0, rest=0, unranked=0):
    ranks = ["HTXS"] * top + ["HTT"] * good + ["HT"] * rest + ["KXL"] * unranked
    return [
        union(number, rank, 950 - 5 * number, bound_by="age" if rank == "KXL" else None)
        for number, rank in enumerate(ranks)
    ]


@pytest.mark.parametrize(
    ("units", "base", "limit", "kept", "fallen"),
    [
        (some(0, 4), 4, 0, 0, 0),
        (some(1, 3), 4, 0, 0, 1),
        (some(1, 4), 5, 1, 1, 0),
        (some(2, 7), 9, 1, 1, 1),
        (some(2, 8), 10, 2, 2, 0),
        (some(3, 8), 11, 2, 2, 1),
        (some(3, 12), 15, 3, 3, 0),
        (some(2, 7, 2), 9, 1, 1, 1),
        (some(2, 7, 0, 6), 9, 1, 1, 1),
        (some(0, 0, 3), 0, 0, 0, 0),
    ],
)
def test_floor_of_a_fifth_of_those_with_htt_or_better(units, base, limit, kept, fallen):
    allotment = allot(units, QUOTA)
    (ceiling,) = allotment.ceilings
    assert (ceiling.base, ceiling.limit, len(allotment.fallen)) == (base, limit, fallen)
    assert counts(allotment.places)[""]["HTXS"] == kept
    # Who falls out keeps the next rank and stays in the base.
    assert sum(counts(allotment.places)[""].values()) == len(units)


def test_nobody_at_all():
    assert allot([], QUOTA).places == () and annex([]) == [] and counts([]) == {}


@pytest.mark.parametrize(
    ("base", "rounding", "limit"),
    [
        ("htt_or_better", "down", 1),
        ("htt_or_better", "up", 2),
        ("htt_or_better", "half_up", 2),
        ("ranked", "down", 2),
        ("all", "down", 2),
        ("all", "up", 3),
    ],
)
def test_base_and_rounding_are_the_rules_own_and_printed(base, rounding, limit):
    rule = changed("RV11", values={"base": base, "rounding": rounding}).get("RV11")
    (ceiling,) = allot(some(3, 6, 2, 1), rule).ceilings
    assert ceiling.limit == limit
    printed = " ".join(message % ceiling.params for message in ceiling.messages)
    assert f"tối đa {limit} đơn vị: 20% × {ceiling.base}" in printed and "Phần lẻ" in printed


@pytest.mark.parametrize("values", [{"base": "some"}, {"rounding": "nearest"}, {"scope": "district"}])
def test_unknown_ways_of_counting_are_refused(values):
    with pytest.raises(RuleDataError):
        allot(some(1, 4), changed("RV11", values=values).get("RV11"))


def test_each_block_has_a_quota_of_its_own():
    rule = changed("RV11", values={"scope": "block"}).get("RV11")
    units = [replace(unit, block="A" if number < 5 else "B") for number, unit in enumerate(some(1, 9))]
    allotment = allot([*units, union(99, "HTXS", 990, block="B")], rule)
    assert {each.scope: (each.base, each.limit) for each in allotment.ceilings} == {"A": (5, 1), "B": (6, 1)}
    assert allotment.fallen == ()


# Two unions with 93,0 for one place: what is looked at next, and who keeps it (None: a tie).
TIES = [
    ({"first_group": 390}, {"first_group": 385}, "u0"),
    ({"first_group": 385}, {"first_group": 390}, "u1"),
    ({"corrections": 2}, {"corrections": 5}, "u0"),
    ({"corrections": 5}, {"corrections": 2}, "u1"),
    ({"votes": 2}, {"votes": 3}, "u1"),
    ({"first_group": 390, "corrections": 9}, {"first_group": 385, "corrections": 0}, "u0"),
    ({}, {}, None),
    ({"votes": 3}, {"votes": 3}, None),
]


@pytest.mark.parametrize(("first", "second", "kept"), TIES)
def test_the_order_of_equals(first, second, kept):
    units = [union(0, "HTXS", 930, **first), union(1, "HTXS", 930, **second), *some(0, 7)]
    units[2:] = [replace(unit, id=f"x{number}") for number, unit in enumerate(units[2:])]
    allotment = allot(units, QUOTA)
    top = [place.unit.id for place in allotment.places if place.rank == "HTXS"]
    assert top == ([kept] if kept else [])
    if kept is None:
        assert {place.bound_by for place in allotment.fallen} == {"tie"} and len(allotment.fallen) == 2
        assert "Ban Thường vụ biểu quyết thứ tự" in allotment.fallen[0].message


def test_a_tie_that_fits_is_no_tie():
    units = [union(number, "HTXS", 930) for number in range(2)] + some(0, 8)
    units[2:] = [replace(unit, id=f"x{number}") for number, unit in enumerate(units[2:])]
    assert allot(units, QUOTA).fallen == ()


def test_every_bound_has_its_sentence():
    units = [
        union(0, "HTXS", 970),
        union(1, "HTT", 890, bound_by="points"),
        union(2, "HTT", 930, bound_by="condition"),
        union(3, "HT", 910, bound_by="cap"),
        union(4, "KXL", 0, bound_by="age"),
        union(5, "KHT", 0, bound_by="file"),
        *[replace(unit, id=f"x{number}") for number, unit in enumerate(some(0, 4))],
    ]
    said = {place.unit.id: place.message % place.params for place in allot(units, QUOTA).places}
    assert said["u0"] == ""
    assert said["u1"] == "89,0 điểm: xếp HTT theo điểm thẩm định."
    assert said["u2"] == "93,0 điểm nhưng không đủ điều kiện HTXS."
    assert said["u3"] == "91,0 điểm nhưng bị hạ mức theo quy định."
    assert said["u4"].startswith("Không xếp loại") and said["u5"] == "Không gửi hồ sơ."


@pytest.mark.parametrize(("top", "expected"), [(1, []), (2, ["block"]), (0, [])])
def test_rv11_the_decision_counts_its_own_base(top, expected):
    units = tuple(some(2, 7))
    decided = {unit.id: "HTXS" if number < top else "HTT" for number, unit in enumerate(units)}
    assert [each.level for each in within_quota(RoundFacts(units, decided), QUOTA)] == expected
    assert [each.level for each in within_quota(RoundFacts(units, decided), SHIPPED.get("RV11"))] == [
        "warn" for _ in expected
    ]
    assert within_quota(RoundFacts(units, {}), QUOTA) == []


def test_ov05_and_ov06_the_decision_follows_and_is_whole():
    units = tuple(some(1, 5, 1, 1))
    decided = {unit.id: unit.rank for unit in units}
    assert {each.level for each in check_round(RoundFacts(units, decided), PROVINCE)} == {"pass"}
    higher = check_round(RoundFacts(units, {**decided, "u6": "HTT", "u7": "HT"}), PROVINCE)
    assert {(each.rule, each.subject) for each in higher if each.blocks} == {("OV05", "u6"), ("OV05", "u7")}
    lower = check_round(RoundFacts(units, {**decided, "u1": "HT"}), PROVINCE)
    assert not [each for each in lower if each.rule == "OV05" and each.blocks]
    del decided["u2"], decided["u7"]
    missing = [each for each in check_round(RoundFacts(units, decided), PROVINCE) if each.blocks]
    assert [(each.rule, each.subject) for each in missing] == [("OV06", "u2")]


@pytest.mark.parametrize(
    ("reminded", "ruleset", "rank", "level"),
    [(False, PROVINCE, "KXL", "ask"), (True, PROVINCE, "KHT", "block"), (True, SHIPPED, "KXL", "warn")],
)
def test_ov04_without_a_file_reminded_once_then_not_fulfilled(reminded, ruleset, rank, level):
    unit, finding = without_file("u1", "CĐCS Một", "SN", reminded=reminded, rule=ruleset.get("OV04"))
    assert (unit.rank, finding.level, finding.subject) == (rank, level, "u1")
    assert "CĐCS Một" in told(finding)


def test_an_entry_counts_what_the_verifiers_changed():
    standing = review_rank.standing(GOOD, PROVINCE)
    unit = entry(GOOD, standing, votes=2, members=612, own_total=990, block="I")
    assert (unit.points, unit.first_group, unit.corrections, unit.rank) == (970, 395, 3, "HTXS")
    assert [each.corrections for each in round_units() if each.id in ("CS05", "CS08")] == [7, 7]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([3], 3), ([1, 4], Fraction(5, 2)), ([9, 1, 5], 5), ([1, 2, 3, 10], Fraction(5, 2))],
)
def test_the_median(values, expected):
    assert median(values) == expected
    with pytest.raises(ValueError, match="no values"):
        median([])


def peers(points, others, **rule):
    """Item 1.1 (at most 4,0) of one union against others; all other items equal."""
    reviews = {"me": with_scores(GOOD, i1_1=Scored(40, points))}
    reviews |= {f"o{n}": with_scores(GOOD, i1_1=Scored(40, each)) for n, each in enumerate(others)}
    held = changed("OV07", values=rule).get("OV07") if rule else PROVINCE.get("OV07")
    return [far for far in far_items(reviews, held) if far.unit == "me"]


@pytest.mark.parametrize(
    ("points", "others", "far"),
    [
        (24, [40] * 4, False),
        (20, [40] * 4, True),
        (40, [20, 20, 20, 40], True),
        (40, [25, 25, 25, 25], False),
        (0, [40] * 3, False),
        (None, [40] * 4, False),
        (0, [40, 40, 40, None, None], False),
    ],
)
def test_ov07_more_than_two_fifths_from_the_median_of_four_others(points, others, far):
    assert bool(peers(points, others)) == far


def test_ov07_its_definition_is_data():
    assert peers(20, [40] * 3, peers=3) and not peers(20, [40] * 4, share=[60, 100])


def test_ov07_bonus_other_sheets_and_what_does_not_apply_are_not_compared():
    reviews = {f"o{n}": with_scores(GOOD, i4_1=Scored(20, 20)) for n in range(5)}
    reviews["me"] = with_scores(GOOD, i4_1=Scored(20, 0), i1_1=Scored(applies=False))
    assert far_items(reviews, PROVINCE.get("OV07")) == []
    alone = {unit: demo(unit, VERIFIED) for unit in OF_ROUND}
    assert "CS12" not in {far.unit for far in far_items(alone, PROVINCE.get("OV07"))}


def test_ov07_says_higher_or_lower_and_warns_only():
    reviews = {f"o{n}": with_scores(GOOD, i1_1=Scored(40, 10 if n else 15)) for n in range(6)}
    reviews["me"] = with_scores(GOOD, i1_1=Scored(40, 40))
    (high,) = far_from_peers(reviews, "me", PROVINCE.get("OV07"))
    assert high.level == "warn" and high.field == "scores.1_1.verified"
    assert told(high).startswith("Tiêu chí 1.1: 4 điểm, cao hơn hẳn trung vị 1 của 6 đơn vị khác.")
    (low,) = far_from_peers({**reviews, **{f"p{n}": GOOD for n in range(9)}}, "o1", PROVINCE.get("OV07"))
    assert "thấp hơn hẳn trung vị 4 của 15 đơn vị khác" in told(low)
    own = {key: replace(facts, stage=SELF) for key, facts in reviews.items()}
    assert far_from_peers(own, "me", PROVINCE.get("OV07")) == []


def test_unknown_ids_are_refused():
    for run, facts in ((check, GOOD), (check_round, RoundFacts(()))):
        with pytest.raises(UnknownRule):
            run(facts, PROVINCE, ["RV99"])


@settings(max_examples=60)
@given(
    totals=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 80), st.integers(0, 5)), max_size=24),
)
def test_no_union_loses_its_place_to_a_weaker_one(totals):
    """Whatever the points: never over the ceiling, and who keeps the rank stands before everybody who lost it."""
    scale = PROVINCE.get("RV09")
    units = [
        union(
            number, rank_of(5 * points, scale), 5 * points, first_group=5 * first, corrections=changed_items
        )
        for number, (points, first, changed_items) in enumerate(totals)
    ]
    allotment = allot(units, QUOTA)
    kept = [place.unit for place in allotment.places if place.rank == "HTXS"]
    good = [unit for unit in units if unit.points >= 700]
    assert len(kept) <= len(good) // 5 and len(allotment.places) == len(units)
    assert all(unit.points >= 900 for unit in kept)
    for lost in allotment.fallen:
        assert all((one.points, one.first_group) >= (lost.unit.points, lost.unit.first_group) for one in kept)
    assert within_quota(RoundFacts(tuple(units), {p.unit.id: p.rank for p in allotment.places}), QUOTA) == []
