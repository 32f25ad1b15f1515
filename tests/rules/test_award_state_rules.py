"""AW09–AW11, AW14–AW21: runs of years, what was won in them, and the order of awards."""

from dataclasses import replace
from datetime import date

import pytest

from rules.awards_facts import Collective
from tests.rules.samples import INITIATIVE, found, group, one, past, person

ALL_GOOD = dict.fromkeys(range(2013, 2026), "HTXS")
TASKS_DONE = {**dict.fromkeys(range(2013, 2026), "HTT")}


def titles(award, *years, **changes):
    return tuple(past(award, year=year, decision_date=date(year, 12, 28), **changes) for year in years)


def verdicts(rule_id, nominee, **round_changes):
    return [each.verdict for each in found(rule_id, one(nominee, **round_changes))]


@pytest.mark.parametrize(
    ("past_awards", "complete", "expected"),
    [
        (titles("cstdcs", 2023, 2024, 2025), True, []),
        (titles("cstdcs", 2022, 2023, 2024), True, []),
        (titles("cstdcs", 2021, 2022, 2023), True, ["FAIL"]),
        (titles("cstdcs", 2022, 2024, 2025), True, ["FAIL"]),
        (titles("cstdcs", 2022, 2024, 2025), None, ["NEEDS_REVIEW"]),
        (titles("cstdcs", 2024, 2025), True, ["FAIL"]),
        (titles("cstdcs", 2023, 2024, 2025, form=None), True, ["NEEDS_REVIEW"]),
        (titles("cstdcs", 2023, 2024, 2025, form="chuyen_de"), True, ["FAIL"]),
        ((past("cstdcs", year=None), *titles("cstdcs", 2024, 2025)), True, ["NEEDS_REVIEW"]),
        ((), True, ["FAIL"]),
        (None, True, ["NEEDS_REVIEW"]),
    ],
)
def test_aw09_three_years_in_a_row(past_awards, complete, expected):
    nominee = person("n1", "A", past_awards=past_awards, awards_complete=complete)
    assert verdicts("AW09", nominee) == expected
    assert verdicts("AW09", nominee, year=None) == ["NEEDS_REVIEW"]


def test_aw09_a_gap_counts_only_where_the_year_is_on_record():
    gap = titles("cstdcs", 2022, 2024, 2025)
    told = person("n1", "A", past_awards=gap, awards_complete=None, award_years=frozenset({2023}))
    assert verdicts("AW09", told) == ["FAIL"]
    (finding,) = found("AW09", one(told))
    assert [line.year for line in finding.proof] == [2022, 2024, 2025]


@pytest.mark.parametrize(
    ("initiatives", "aw10", "national"),
    [
        ((replace(INITIATIVE, scope="province"),), [], ["FAIL"]),
        ((replace(INITIATIVE, scope="national"),), [], []),
        ((INITIATIVE,), ["FAIL"], ["FAIL"]),
        ((replace(INITIATIVE, scope=None),), ["NEEDS_REVIEW"], ["NEEDS_REVIEW"]),
        ((replace(INITIATIVE, scope="national", decision_no=None),), ["NEEDS_REVIEW"], ["NEEDS_REVIEW"]),
        (None, ["NEEDS_REVIEW"], ["NEEDS_REVIEW"]),
        ((), ["FAIL"], ["FAIL"]),
    ],
)
def test_aw10_and_aw11_reach_of_the_initiative(initiatives, aw10, national):
    nominee = person("n1", "A", initiatives=initiatives, past_awards=titles("cstd_bo", 2024, 2025))
    assert verdicts("AW10", nominee) == aw10
    assert verdicts("AW11", nominee) == national


def test_aw11_two_titles_of_ministry_rank_the_confederations_too():
    wide = (replace(INITIATIVE, scope="national"),)
    union = titles("cstd_tld", 2024, 2025, award_class="cstd_bo")
    assert verdicts("AW11", person("n1", "A", initiatives=wide, past_awards=union)) == []
    assert verdicts("AW11", person("n1", "A", initiatives=wide, past_awards=union[:1])) == ["FAIL"]


@pytest.mark.parametrize(
    ("award", "figures", "expected"),
    [
        ("co_bo", {"leads_block": True}, []),
        ("co_bo", {"leads_block": False, "leads_campaign": True, "campaign_years": 3}, []),
        ("co_bo", {"leads_block": False, "leads_campaign": True, "campaign_years": 2}, ["FAIL"]),
        ("co_cp", {"leads_block": False, "leads_campaign": True, "campaign_years": 4}, ["FAIL"]),
        ("co_cp", {"leads_block": False, "leads_campaign": True, "campaign_years": 5}, []),
        ("co_bo", {"leads_block": False, "leads_campaign": False}, ["FAIL"]),
        ("co_bo", {"leads_block": False}, ["NEEDS_REVIEW"]),
        ("co_khac", {"leads_block": False, "leads_campaign": True, "campaign_years": 9}, ["NEEDS_REVIEW"]),
    ],
)
def test_aw14_flags(award, figures, expected):
    nominee = group("n1", "Tổ", collective=Collective(**figures))
    assert verdicts("AW14", nominee, award=award) == expected


SECOND = replace(INITIATIVE, id="i2")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"past_awards": titles("cstdcs", 2024, 2025)}, []),
        ({"ratings": {2024: "HTXS", 2025: "HTXS"}, "initiatives": (INITIATIVE, SECOND)}, []),
        ({"ratings": {2024: "HTXS", 2025: "HTXS"}, "initiatives": (INITIATIVE,)}, ["FAIL"]),
        ({"ratings": {2024: "HTT", 2025: "HTXS"}, "initiatives": (INITIATIVE, SECOND)}, ["FAIL"]),
        ({"ratings": {2025: "HTXS"}, "initiatives": (INITIATIVE, SECOND)}, ["NEEDS_REVIEW"]),
        ({"ratings": {2024: "HTXS", 2025: "HTXS"}, "initiatives": None}, ["NEEDS_REVIEW"]),
    ],
)
def test_aw15_two_ways_to_the_ministrys_merit(changes, expected):
    assert verdicts("AW15", person("n1", "A", route="cong_trang", **changes)) == expected


def test_aw15_asks_where_another_route_may_have_been_chosen():
    breach = {"ratings": {2024: "HTT", 2025: "HTT"}}
    assert verdicts("AW15", person("n1", "A", route="cong_trang", **breach)) == ["FAIL"]
    assert verdicts("AW15", person("n1", "A", route=None, **breach)) == ["NEEDS_REVIEW"]
    assert verdicts("AW15", person("n1", "A", route="chuyen_de", **breach)) == ["NEEDS_REVIEW"]


@pytest.mark.parametrize(
    ("ratings", "past_awards", "expected"),
    [
        ({2024: "HTXS", 2025: "HTXS"}, (), []),
        ({2024: "HTT", 2025: "HTXS"}, titles("ttldxs", 2024), []),
        ({2024: "HTT", 2025: "HTXS"}, (), ["FAIL"]),
        ({2024: "HTXS", 2025: None}, (), ["NEEDS_REVIEW"]),
        ({2024: "HTXS", 2025: "KXL"}, (), ["FAIL"]),
    ],
)
def test_aw16_two_excellent_years_of_a_collective(ratings, past_awards, expected):
    nominee = group("n1", "Tổ", route="cong_trang", ratings=ratings, past_awards=past_awards)
    assert verdicts("AW16", nominee) == expected


MERIT = past("bk_bo", year=2023, decision_date=date(2024, 1, 15))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"past_awards": titles("cstdcs", 2021, 2023, 2025)}, ["FAIL"]),
        ({"past_awards": (MERIT, *titles("cstdcs", 2023, 2025))}, ["FAIL"]),
        ({"past_awards": (MERIT, *titles("cstdcs", 2020, 2023, 2025))}, []),
        ({"ratings": dict.fromkeys(range(2021, 2026), "HTT")}, []),
        ({"ratings": {**TASKS_DONE, 2021: "HT"}}, ["FAIL", "FAIL"]),
        ({"ratings": dict.fromkeys(range(2022, 2026), "HTT")}, ["NEEDS_REVIEW", "NEEDS_REVIEW"]),
        ({"past_awards": (replace(MERIT, form="chuyen_de"), *titles("cstdcs", 2021, 2023, 2025))}, ["FAIL"]),
        ({"past_awards": None}, ["NEEDS_REVIEW", "NEEDS_REVIEW"]),
    ],
)
def test_aw17_prime_ministers_merit_of_a_person(changes, expected):
    known = {
        "ratings": TASKS_DONE,
        "past_awards": (MERIT, *titles("cstdcs", 2021, 2023, 2025)),
        "route": "cong_trang",
    }
    assert verdicts("AW17", person("n1", "A", **{**known, **changes})) == expected


def collective(**changes):
    known = {
        "ratings": ALL_GOOD,
        "past_awards": (past("bk_bo", year=2019, decision_date=date(2020, 1, 15)), *titles("co_bo", 2022)),
        "route": "cong_trang",
        "collective": Collective(founded_on=date(2010, 1, 1)),
    }
    return group("n1", "Tổ", **{**known, **changes})


FIRST = past("bk_bo", year=2019, decision_date=date(2020, 1, 15))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"past_awards": (FIRST, *titles("bk_bo", 2022, 2024))}, []),
        ({"past_awards": (FIRST, *titles("bk_bo", 2022))}, ["FAIL"]),
        ({"past_awards": (FIRST, replace(FIRST, award="co_bo"))}, ["FAIL"]),
        ({"past_awards": (FIRST, replace(titles("co_bo", 2022)[0], decision_date=None))}, ["NEEDS_REVIEW"]),
        (
            {"past_awards": (replace(FIRST, decision_date=date(2021, 1, 15)), *titles("co_bo", 2022))},
            ["NEEDS_REVIEW"],
        ),
        (
            {"past_awards": (replace(FIRST, decision_date=date(2022, 1, 15)), *titles("co_bo", 2022))},
            ["FAIL"],
        ),
        ({"ratings": {**ALL_GOOD, 2023: "HTT"}}, ["FAIL"]),
        ({"past_awards": titles("co_bo", 2022)}, ["FAIL", "NEEDS_REVIEW", "NEEDS_REVIEW"]),
    ],
)
def test_aw18_counts_strictly_after_the_earlier_award(changes, expected):
    assert verdicts("AW18", collective(**changes)) == expected


def ordered(award_class, *flags, no_flag=None, founded=date(2010, 1, 1), since=date(2019, 12, 20)):
    return group(
        "n1",
        "Tổ",
        ratings=ALL_GOOD,
        route="cong_trang",
        no_flag=no_flag,
        past_awards=(past(award_class, year=2019, decision_date=since), *flags),
        collective=Collective(founded_on=founded),
    )


@pytest.mark.parametrize(
    ("rule_id", "nominee", "expected"),
    [
        ("AW19", ordered("bk_ttg", *titles("co_cp", 2022)), []),
        ("AW19", ordered("bk_ttg", *titles("co_bo", 2021, 2023)), []),
        ("AW19", ordered("bk_ttg", *titles("co_bo", 2021), *titles("bk_bo", 2023)), []),
        ("AW19", ordered("bk_ttg", *titles("bk_bo", 2021, 2023), no_flag=True), []),
        ("AW19", ordered("bk_ttg", *titles("bk_bo", 2021, 2023), no_flag=False), ["FAIL"]),
        ("AW19", ordered("bk_ttg", *titles("bk_bo", 2021, 2023)), ["NEEDS_REVIEW"]),
        ("AW19", ordered("bk_ttg", *titles("co_bo", 2021)), ["FAIL"]),
        ("AW19", ordered("bk_ttg", *titles("co_cp", 2022), founded=date(2015, 12, 5)), []),
        ("AW19", ordered("bk_ttg", *titles("co_cp", 2022), founded=date(2015, 12, 6)), ["FAIL"]),
        ("AW19", ordered("bk_ttg", *titles("co_cp", 2022), founded=None), ["NEEDS_REVIEW"]),
        ("AW20", ordered("hcld_ba", *titles("co_cp", 2021), *titles("co_bo", 2023)), []),
        ("AW20", ordered("hcld_ba", *titles("co_bo", 2021, 2022, 2023)), []),
        ("AW20", ordered("hcld_ba", *titles("co_bo", 2021, 2022)), ["FAIL"]),
        ("AW20", ordered("hcld_ba", *titles("bk_bo", 2021, 2022, 2023), no_flag=True), []),
        ("AW21", ordered("hcld_nhi", *titles("co_cp", 2021, 2023)), []),
        ("AW21", ordered("hcld_nhi", *titles("co_cp", 2021), *titles("co_bo", 2022, 2023)), []),
        ("AW21", ordered("hcld_nhi", *titles("co_bo", 2020, 2021, 2022, 2023)), []),
        ("AW21", ordered("hcld_nhi", *titles("co_bo", 2021, 2022, 2023)), ["FAIL"]),
        ("AW21", ordered("hcld_nhi", *titles("bk_bo", 2020, 2021, 2022, 2023), no_flag=True), []),
    ],
)
def test_aw19_to_aw21_collectives_may_come_by_several_sets(rule_id, nominee, expected):
    assert verdicts(rule_id, nominee) == expected


def honoured(award_class, title, *years, excellent=(), since=date(2019, 12, 20), ratings=None):
    return person(
        "n1",
        "A",
        route="cong_trang",
        ratings=ratings if ratings is not None else {**TASKS_DONE, **dict.fromkeys(excellent, "HTXS")},
        past_awards=(past(award_class, year=2019, decision_date=since), *titles(title, *years)),
    )


@pytest.mark.parametrize(
    ("rule_id", "nominee", "expected"),
    [
        ("AW19", honoured("bk_ttg", "cstdcs", 2021, 2022, 2023, excellent=(2024,)), []),
        ("AW19", honoured("bk_ttg", "cstdcs", 2021, 2022, 2023), ["FAIL"]),
        ("AW19", honoured("bk_ttg", "cstdcs", 2021, 2022, excellent=(2024,)), ["FAIL"]),
        ("AW19", honoured("bk_ttg", "cstdcs", 2018, 2021, 2022, excellent=(2024,)), ["FAIL"]),
        ("AW20", honoured("hcld_ba", "cstd_bo", 2022, excellent=(2023, 2024)), []),
        ("AW20", honoured("hcld_ba", "cstd_bo", 2022, excellent=(2024,)), ["FAIL"]),
        ("AW20", honoured("hcld_ba", "cstd_bo", excellent=(2023, 2024)), ["FAIL"]),
        ("AW21", honoured("hcld_nhi", "cstd_bo", 2021, 2022, excellent=(2022, 2023, 2024)), []),
        ("AW21", honoured("hcld_nhi", "cstd_bo", 2022, excellent=(2022, 2023, 2024)), ["FAIL"]),
        ("AW21", honoured("hcld_nhi", "cstd_bo", 2021, 2022, excellent=(2023, 2024)), ["FAIL"]),
        (
            "AW21",
            honoured("bk_ttg", "cstd_bo", 2021, 2022, excellent=(2022, 2023, 2024)),
            ["FAIL"] + ["NEEDS_REVIEW"] * 3,
        ),
        (
            "AW21",
            honoured(
                "hcld_nhi", "cstd_bo", 2021, 2022, since=date(2021, 12, 20), excellent=(2022, 2023, 2024)
            ),
            ["NEEDS_REVIEW", "NEEDS_REVIEW"],
        ),
        (
            "AW21",
            honoured(
                "hcld_nhi", "cstd_bo", 2023, 2024, since=date(2022, 12, 20), excellent=(2023, 2024, 2025)
            ),
            ["FAIL"],
        ),
    ],
)
def test_aw19_to_aw21_persons(rule_id, nominee, expected):
    assert verdicts(rule_id, nominee) == expected


def test_with_several_earlier_awards_the_one_that_carries_furthest_counts():
    old = past("bk_ttg", year=2018, decision_date=date(2019, 5, 1))
    new = past("bk_ttg", year=2023, decision_date=date(2024, 5, 1))
    nominee = honoured("bk_ttg", "cstdcs", 2021, 2022, 2023, excellent=(2024,))
    both = replace(nominee, past_awards=(new, old, *nominee.past_awards[1:]))
    only_new = replace(nominee, past_awards=(new, *nominee.past_awards[1:]))
    assert verdicts("AW19", both) == []
    assert "FAIL" in verdicts("AW19", only_new)


@pytest.mark.parametrize(
    ("changes", "fails"),
    [({}, True), ({"awards_complete": None}, False), ({"form": None}, False)],
)
def test_an_earlier_award_that_nobody_has_told_may_still_carry(changes, fails):
    # The one on record is too recent; another may exist, or this one may have been no step at all.
    form = changes.pop("form", "toan_dien")
    recent = past("bk_ttg", year=2023, decision_date=date(2024, 5, 1), form=form)
    nominee = honoured("bk_ttg", "cstdcs", 2021, 2022, 2023, excellent=(2024,))
    nominee = replace(nominee, past_awards=(recent, *nominee.past_awards[1:]), **changes)
    assert ("FAIL" in verdicts("AW19", nominee)) is fails


def test_chains_ask_without_route_or_year_and_leave_other_kinds_alone():
    short = honoured("bk_ttg", "cstdcs", 2021)
    assert set(verdicts("AW19", replace(short, route=None))) == {"NEEDS_REVIEW"}
    assert verdicts("AW19", short, year=None) == ["NEEDS_REVIEW"]
    assert verdicts("AW18", short) == []
