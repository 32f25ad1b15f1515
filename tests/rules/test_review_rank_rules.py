"""RV09, RV10, RV12, OV03: points, conditions and caps apart; 97,0, 89,5 and 65,5; what binds and what is not known."""

from dataclasses import replace
from datetime import date

import pytest

from rules.errors import RuleDataError
from rules.review_rank import standing
from rules.review_score import rank_of, short_of_next, tally
from rules.reviews import check
from rules.reviews_facts import SELF, VERIFIED, Scored
from rules.ruleset import RuleSet
from tests.rules.review_samples import (
    GOOD,
    PROVINCE,
    RULE_DATA,
    SENT,
    SHIPPED,
    SN,
    changed,
    cycle,
    demo,
    found,
    levels,
    told,
    with_scores,
    with_year,
)

SCALE = PROVINCE.get("RV09")


@pytest.mark.parametrize(
    ("points", "rank", "short"),
    [
        (1000, "HTXS", None),
        (970, "HTXS", None),
        (900, "HTXS", None),
        (899, "HTT", ("HTXS", 1)),
        (895, "HTT", ("HTXS", 5)),
        (700, "HTT", ("HTXS", 200)),
        (695, "HT", ("HTT", 5)),
        (655, "HT", ("HTT", 45)),
        (500, "HT", ("HTT", 200)),
        (495, "KHT", ("HT", 5)),
        (0, "KHT", ("HT", 500)),
    ],
)
def test_the_rank_of_points_is_never_rounded(points, rank, short):
    assert (rank_of(points, SCALE), short_of_next(points, SCALE)) == (rank, short)


def test_a_scale_must_rise():
    broken = changed("RV09", values={"ranks": {"HT": 700, "HTT": 600, "HTXS": 900}})
    with pytest.raises(RuleDataError, match="rising thresholds"):
        rank_of(800, broken.get("RV09"))


@pytest.mark.parametrize(
    ("points", "asked", "stage", "expected"),
    [
        (900, "HTXS", VERIFIED, []),
        (895, "HTXS", VERIFIED, ["block"]),
        (895, "HTT", VERIFIED, []),
        (895, None, VERIFIED, []),
        (895, "HTXS", SELF, []),
    ],
)
def test_rv09_the_top_rank_needs_its_points(points, asked, stage, expected):
    lost = {"i1_8": 60, "i2_2": 50, "i2_5": 50}
    rest = 1000 - points
    items = {}
    for name, most in lost.items():
        take = min(most, rest)
        items[name], rest = Scored(most, most - take), rest - take
    full = {f"i{item.key}": Scored(item.max, item.max) for item in SN.items}
    facts = replace(with_scores(GOOD, **{**full, **items}), asked=asked, stage=stage)
    assert tally(facts.sheet, facts.scores, VERIFIED).points == points
    assert levels("RV09", facts) == expected
    assert levels("RV09", facts, SHIPPED) == ["warn" for _ in expected]


def test_rv09_asks_while_points_are_missing():
    assert levels("RV09", with_scores(GOOD, i1_8=Scored(60), i2_2=Scored(50))) == ["ask"]
    assert levels("RV09", with_scores(GOOD, i4_4=Scored(0))) == []


def test_items_that_cannot_apply_re_base_the_total_downwards():
    """Without 1.4 (3 points) 87 of 97 is 89,69: printed 89,6, and never 90."""
    given = {f"i{item.key}": Scored(item.max, item.max) for item in SN.items}
    given |= {"i1_4": Scored(applies=False), "i1_8": Scored(60, 10), "i2_2": Scored(50, 0)}
    facts = with_scores(GOOD, **given)
    totals = tally(facts.sheet, facts.scores, VERIFIED)
    assert (totals.total, totals.applies, totals.points, totals.rebased) == (870, 970, 896, True)
    assert totals.group("1").applies == 370
    in_full = replace(facts.sheet, not_applicable="full")
    whole = tally(in_full, facts.scores, VERIFIED)
    assert (whole.total, whole.points, whole.rebased) == (900, 900, False)


# Condition -> a change that breaks it, one that leaves it unknown, and what is told of the breach.
BROKEN = {
    "groups": (
        {"scores": {"i3_1": 0}},
        {"scores": {"i3_1": None, "i3_2": 20}},
        "Có nhóm dưới 80% điểm tối đa: 3 (11/15).",
    ),
    "zero_items": ({"scores": {"i1_10": 0}}, {"scores": {"i1_10": None}}, "Có tiêu chí 0 điểm: 1.10."),
    "congress": ({"congress_overdue_months": 1}, {"congress_overdue_months": None}, "quá hạn 1 tháng"),
    "conference": ({"resolution": False}, {"conference_on": None}, "không ra nghị quyết"),
    "meetings": ({"minutes": 11}, {"minutes": None}, "11/12 biên bản họp"),
    "dues": (
        {"dues_collected": 979, "dues_due": 1000},
        {"dues_due": None},
        "Thu đoàn phí đạt 97,9%, dưới 98% số phải thu.",
    ),
    "settlement": ({"settlement_in_time": False}, {"settlement_in_time": None}, "Quyết toán không đúng hạn."),
    "reports": ({"late_reports": 1}, {"late_reports": None}, "có 1 báo cáo gửi muộn"),
    "discipline": ({"disciplined": True}, {"disciplined": None}, "bị kỷ luật"),
    "complaint": ({"complaint_proven": True}, {"complaint_proven": None}, "khiếu nại, tố cáo đúng"),
    "evidence": ({"evidence": ()}, {"evidence": None}, "không có minh chứng: 1.1."),
    "opinion": ({"opinion_attached": False}, {"opinion_attached": None}, "ý kiến của cấp ủy"),
}


def with_change(change):
    change = dict(change)
    scores = {
        name: Scored(50, points, evidence=GOOD.scores["1.1"].evidence)
        for name, points in change.pop("scores", {}).items()
    }
    if "evidence" in change:
        scores["i1_1"] = Scored(40, 40, evidence=change.pop("evidence"))
    return with_year(with_scores(GOOD, **scores), **change)


@pytest.mark.parametrize("code", BROKEN)
def test_each_condition_of_the_top_rank(code):
    breach, unknown, sentence = BROKEN[code]
    said = found("RV10", with_change(breach))
    assert [each.level for each in said] == ["block"] and sentence in told(said[0])
    now = standing(with_change(breach), PROVINCE)
    assert [each.code for each in now.failing] == [code] and now.bound_by in ("condition", "points")
    assert now.rank == "HTT"
    open_ = standing(with_change(unknown), PROVINCE)
    assert code in [each.code for each in open_.open] and open_.failing == ()
    assert "ask" in levels("RV10", with_change(unknown))


def test_conditions_at_their_thresholds_hold():
    assert found("RV10", GOOD) == []
    at = with_year(GOOD, minutes=12, dues_collected=98, dues_due=100)
    assert found("RV10", at) == []
    # 12 of 15 is exactly 80 %.
    assert found("RV10", with_change({"scores": {"i3_1": 10}})) == []
    assert levels("RV10", with_change({"scores": {"i3_1": 5}})) == ["block"]
    without = with_year(GOOD, conference_due=False, conference_on=None, resolution=None)
    assert found("RV10", without) == []


def test_conditions_that_nobody_has_confirmed_warn_and_lower_nothing():
    nine = with_year(GOOD, minutes=9)
    assert levels("RV10", nine, SHIPPED) == ["warn"]
    now = standing(nine, SHIPPED)
    assert (now.rank, now.bound_by, [each.binding for each in now.failing]) == ("HTXS", None, [False])
    # Discipline was read in the regulation of 2025: it binds by itself, and only since then.
    disciplined = with_year(GOOD, disciplined=True)
    assert (standing(disciplined, SHIPPED).rank, standing(disciplined, SHIPPED).bound_by) == (
        "HTT",
        "condition",
    )
    earlier = RuleSet.from_dict(RULE_DATA, date(2025, 8, 29))
    assert standing(disciplined, earlier).rank == "HTXS"
    assert standing(disciplined, RuleSet.from_dict(RULE_DATA, date(2018, 12, 31))) is None


def test_a_cycle_may_leave_a_condition_out():
    without = changed("RV10", parts={"opinion": {"values": {"off": True}}})
    assert found("RV10", with_year(GOOD, opinion_attached=False), without) == []


def test_conditions_are_told_only_where_the_points_would_do():
    weak = demo("CS08", VERIFIED)
    assert levels("RV10", weak) == ["block", "block"]
    assert {each.rule for each in check(weak, PROVINCE) if each.blocks} == {"RV09"}
    enough = replace(weak, scores=GOOD.scores)
    assert [each.rule for each in check(enough, PROVINCE) if each.rule == "RV10"] == ["RV10", "RV10"]


def test_live_at_the_first_sitting_nothing_is_certain():
    fresh = standing(replace(SENT, scores={"1.1": Scored(40)}), PROVINCE)
    assert (fresh.rank, fresh.by_points, fresh.short) == ("KHT", "KHT", ("HT", 460))
    assert len(fresh.tally.missing) == 29
    assert fresh.failing == () and {each.code for each in fresh.open} >= {"groups", "zero_items"}


CAPS = [
    ("warned", True, None),
    ("finance_breach", True, None),
    ("unlawful_strike", True, None),
    ("false_report", True, None),
    ("months_without_meeting", 3, 2),
    ("congress_overdue_months", 12, 11),
]


@pytest.mark.parametrize(("name", "breach", "below"), CAPS)
def test_ov03_what_lowers_a_rank(name, breach, below):
    facts = replace(with_year(GOOD, **{name: breach}), asked="HTT")
    now = standing(facts, PROVINCE)
    assert (now.rank, now.bound_by) == ("HT", "cap")
    assert levels("OV03", facts) == ["block"] and levels("OV03", replace(facts, asked="HT")) == []
    assert levels("OV03", replace(with_year(GOOD, **{name: None}), asked="HTT")) == ["ask"]
    if below is not None:
        assert levels("OV03", replace(with_year(GOOD, **{name: below}), asked="HTT")) == []
    assert standing(facts, SHIPPED).rank == "HTXS"


def test_ov03_a_cap_never_lifts():
    low = replace(with_year(demo("CS05", VERIFIED), warned=True))
    assert (standing(low, PROVINCE).rank, standing(low, PROVINCE).bound_by) == ("HT", "points")


@pytest.mark.parametrize(
    ("unit", "expected", "sentence"),
    [
        ({"founded_on": date(2024, 12, 1)}, [], ""),
        ({"founded_on": date(2024, 12, 2)}, ["block"], "được 11 tháng, chưa đủ 12 tháng"),
        ({"founded_on": date(2025, 12, 5)}, ["block"], "được 0 tháng"),
        ({"merged_on": date(2025, 6, 1)}, [], ""),
        ({"merged_on": date(2025, 6, 2)}, ["block"], "được 5 tháng, chưa đủ 6 tháng"),
        ({"closed_on": date(2025, 11, 30)}, ["block"], "kết thúc hoạt động ngày 30/11/2025"),
        ({"closed_on": date(2025, 12, 1)}, [], ""),
        ({"founded_on": None}, ["ask"], "Chưa rõ ngày thành lập"),
    ],
)
def test_rv12_old_enough_to_be_ranked(unit, expected, sentence):
    facts = replace(GOOD, unit=replace(GOOD.unit, **unit))
    said = found("RV12", facts)
    assert [each.level for each in said] == expected
    assert not said or sentence in told(said[0])
    # The guideline was read: it blocks unconfirmed, and the standing says so before anybody asks for a rank.
    assert levels("RV12", facts, SHIPPED) == expected
    assert (standing(facts, SHIPPED).rank == "KXL") == (expected == ["block"])
    assert found("RV12", replace(facts, asked=None)) == found("RV12", replace(facts, asked="KXL")) == []


def test_rv12_counts_to_the_end_of_the_year_where_no_day_is_set():
    young = replace(GOOD, cycle=cycle(cutoff=None), unit=replace(GOOD.unit, founded_on=date(2025, 1, 1)))
    assert levels("RV12", young) == []
