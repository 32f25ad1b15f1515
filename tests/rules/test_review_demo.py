"""The reviews of 2025 of the notes §14.1 and §14.3: every sum, rank, finding, the quota and the annex."""

from dataclasses import replace

import pytest

from rules import review_peers, review_rank
from rules.review_round import RoundFacts, allot, annex, ceilings, counts
from rules.review_score import tally
from rules.reviews import check, check_cycle, check_round
from rules.reviews_facts import SELF, VERIFIED
from tests.rules.review_samples import (
    DEMO,
    OF_ROUND,
    PROVINCE,
    changed,
    cycle,
    demo,
    round_units,
    scores,
    told,
    units,
)

# Unit -> group totals of own and of verified points, total, rank that each gives, as §14.3 prints them.
FULL = {
    "CS01": ([400, 400, 150, 40], [395, 395, 150, 30], (990, 970), ("HTXS", "HTXS")),
    "CS08": ([385, 390, 140, 30], [365, 360, 140, 30], (945, 895), ("HTXS", "HTT")),
    "CS05": ([305, 285, 115, 10], [275, 255, 115, 10], (715, 655), ("HTT", "HT")),
}
# Unit -> verified points and rank in the table of §14.1.
RANKED = {
    "CS01": (970, "HTXS"),
    "CS02": (930, "HTT"),
    "CS03": (865, "HTT"),
    "CS04": (840, "HTT"),
    "CS05": (655, "HT"),
    "CS06": (880, "HTT"),
    "CS07": (875, "HTT"),
    "CS08": (895, "HTT"),
    "CS09": (680, "HT"),
    "CS10": (820, "HTT"),
    "CS12": (760, "HTT"),
}


def fired(unit, stage):
    """(rule, item, level) of what a union is told, what is settled among it."""
    said = check(demo(unit, stage), PROVINCE)
    titles = {each.message for each in said if each.level == "pass" and not each.params}
    return {(each.rule, each.subject, each.level) for each in said if each.message not in titles}


@pytest.mark.parametrize("unit", FULL)
@pytest.mark.parametrize(("stage", "place"), [(SELF, 0), (VERIFIED, 1)])
def test_sums_and_ranks_of_the_three_full_reviews(unit, stage, place):
    facts = demo(unit, stage)
    totals = tally(facts.sheet, facts.scores, stage)
    assert [group.points for group in totals.groups] == FULL[unit][place]
    assert (totals.total, totals.points, totals.missing) == (FULL[unit][2][place], FULL[unit][2][place], ())
    standing = review_rank.standing(facts, PROVINCE)
    assert standing.by_points == FULL[unit][3][place]


def test_every_check_that_the_notes_name_fires_and_no_other():
    assert fired("CS01", SELF) == {("RV08", None, "warn")}
    assert fired("CS01", VERIFIED) == {("RV08", None, "pass"), ("RV07", "4.1", "pass")}
    assert fired("CS05", SELF) == {("RV14", "2.2", "warn")}
    assert fired("CS05", VERIFIED) == {("RV14", "2.2", "pass"), ("RV07", "1.2", "pass")}
    assert fired("CS08", SELF) == {("RV14", "2.2", "warn")}
    assert fired("CS08", VERIFIED) == {("RV14", "2.2", "pass"), ("RV09", None, "block")}


def test_what_the_notes_say_of_them_is_told_with_its_figures():
    def sentence(unit, stage, rule):
        return next(
            told(each) for each in check(demo(unit, stage), PROVINCE) if each.rule == rule and each.params
        )

    assert "thiếu 0,5 điểm để xếp HTXS (từ 90, không làm tròn)" in sentence("CS08", VERIFIED, "RV09")
    assert "tự chấm 2, thẩm định 1 trên tối đa 2, chênh 50%" in sentence("CS01", VERIFIED, "RV07")
    assert "tự chấm 4, thẩm định 2 trên tối đa 5, chênh 40%" in sentence("CS05", VERIFIED, "RV07")
    assert "nhiều nhất 2,5 (6/12 × 5)" in sentence("CS05", SELF, "RV14")
    assert "nhiều nhất 4 (10/12 × 5)" in sentence("CS08", SELF, "RV14")
    assert "đã kiểm tra thực tế ngày 01/12/2025" in sentence("CS01", VERIFIED, "RV08")


def test_without_second_reader_and_visit_they_are_due():
    bare = replace(
        demo("CS01", VERIFIED),
        visited_on=None,
        roles=replace(demo("CS01", VERIFIED).roles, second_reader=None),
    )
    assert {(each.rule, each.level) for each in check(bare, PROVINCE) if each.level != "pass"} == {
        ("RV07", "warn"),
        ("RV08", "warn"),
    }


def test_the_other_eight_fire_nothing_and_add_up():
    for unit in set(OF_ROUND) - set(FULL):
        assert fired(unit, SELF) == set() and fired(unit, VERIFIED) == set(), unit
    assert {unit: sum(each.verified for each in given.values()) for unit, given in scores().items()} == {
        unit: points for unit, (points, _) in RANKED.items()
    }


def test_the_cycle_is_in_order():
    for sheet in ("sn", "dn", "hc"):
        assert {each.level for each in check_cycle(cycle(sheet), PROVINCE)} == {"pass"}


def test_the_quota_is_one_of_nine_and_unit_2_falls_out():
    allotment = allot(round_units(), PROVINCE.get("RV11"))
    (ceiling,) = allotment.ceilings
    assert (ceiling.base, ceiling.limit) == (9, 1)
    assert [message % ceiling.params for message in ceiling.messages] == [
        "HTXS tối đa 1 đơn vị: 20% × 9 đơn vị xếp loại HTT trở lên = 1,8.",
        "Phần lẻ lấy tròn xuống.",
    ]
    (fallen,) = allotment.fallen
    assert (fallen.unit.id, fallen.rank, fallen.bound_by) == ("CS02", "HTT", "quota")
    assert fallen.message % fallen.params == ("93,0 điểm, đủ điều kiện HTXS nhưng hết chỉ tiêu (1/9 đơn vị).")
    assert allotment.place("CS08").message % allotment.place("CS08").params == (
        "89,5 điểm: xếp HTT theo điểm thẩm định."
    )


def test_ranks_and_counts_of_the_sector():
    allotment = allot(round_units(), PROVINCE.get("RV11"))
    given = {place.unit.id: (place.unit.points, place.rank) for place in allotment.places}
    assert given.pop("CS11") == (0, "KXL")
    assert given == RANKED
    assert counts(allotment.places)[""] == {"HTXS": 1, "HTT": 8, "HT": 2, "KHT": 0, "KXL": 1}
    assert counts(allotment.places)["DN"]["HTT"] == 1


def test_the_annex_by_rank():
    listed = annex(allot(round_units(), PROVINCE.get("RV11")).places)
    assert [(rank, [(number, place.unit.id) for number, place in rows]) for rank, rows in listed] == [
        ("HTXS", [(1, "CS01")]),
        (
            "HTT",
            [
                (2, "CS02"),
                (3, "CS08"),
                (4, "CS06"),
                (5, "CS07"),
                (6, "CS03"),
                (7, "CS04"),
                (8, "CS10"),
                (9, "CS12"),
            ],
        ),
        ("HT", [(10, "CS09"), (11, "CS05")]),
    ]
    first = listed[0][1][0][1].unit
    assert (first.name, first.kind, first.members, first.own_total) == (
        "CĐCS Bệnh viện Đa khoa tỉnh",
        "SN",
        612,
        990,
    )


def test_the_decision_of_december_passes_and_one_more_does_not():
    decided = {unit: rank for unit, (_, rank) in RANKED.items()}
    assert {each.level for each in check_round(RoundFacts(round_units(), decided), PROVINCE)} == {"pass"}
    more = check_round(RoundFacts(round_units(), {**decided, "CS02": "HTXS"}), PROVINCE)
    (finding,) = [each for each in more if each.level == "block"]
    assert finding.rule == "RV11"
    assert "2 đơn vị xếp HTXS (CĐCS Bệnh viện Đa khoa tỉnh; CĐCS Bệnh viện Sản - Nhi)" in told(finding)
    assert "chỉ tiêu 1 (20% × 9 = 1,8)" in told(finding)
    # 89,5 is not 90: nobody can lift unit 8.
    lifted = check_round(RoundFacts(round_units(), {**decided, "CS01": "HTT", "CS08": "HTXS"}), PROVINCE)
    assert [(each.rule, each.subject) for each in lifted if each.level == "block"] == [("OV05", "CS08")]


def test_unit_12_was_too_young_in_2024_and_is_ranked_in_2025():
    facts = demo("CS12", VERIFIED)
    a_year_ago = replace(
        facts, cycle=cycle("dn", year=2024, cutoff=DEMO["cycle"]["cutoff"].replace(year=2024))
    )
    standing = review_rank.standing(a_year_ago, PROVINCE)
    assert (standing.rank, standing.bound_by) == ("KXL", "age")
    assert "được 7 tháng, chưa đủ 12 tháng" in told(standing.unranked)
    assert review_rank.standing(facts, PROVINCE).rank == "HTT"
    assert units()["CS11"].closed_on.isoformat() == "2025-06-15"


@pytest.mark.parametrize(("good", "limit"), [(10, 2), (9, 1)])
def test_the_ceilings_of_the_years_before(good, limit):
    """§14.4: 2023 floor(0,2 × 10) = 2; 2024 floor(0,2 × 9) = 1; two of eleven only HT."""
    some = round_units()[:11]
    ranks = {unit.id: "HTT" if number < good else "HT" for number, unit in enumerate(some)}
    (ceiling,) = ceilings(ranks, some, PROVINCE.get("RV11")).values()
    assert ceiling.limit == limit


def test_an_upper_union_may_count_otherwise():
    by_kind = changed("RV11", values={"scope": "kind", "rounding": "up", "base": "ranked"}).get("RV11")
    found = {each.scope: (each.base, each.limit) for each in allot(round_units(), by_kind).ceilings}
    assert found == {"SN": (10, 2), "DN": (1, 1), "HC": (0, 0)}


def test_items_far_from_their_peers_are_of_the_weakest_unions():
    reviews = {unit: demo(unit, VERIFIED) for unit in OF_ROUND}
    far = review_peers.far_items(reviews, PROVINCE.get("OV07"))
    assert far and {each.unit for each in far} <= {"CS05", "CS09"}
    assert ("CS05", "2.4") in {(each.unit, each.item.code) for each in far}
    assert all(each.peers == 9 and not each.above for each in far)
