"""AW26–AW29, AW39–AW42, AW46, AW47: at, below and above the threshold, and with data missing."""

from dataclasses import replace
from datetime import date

import pytest

from rules.award_service import certificate, study_equals_ldtt
from rules.awards_facts import Service, UnitFacts
from rules.evidence import full_months
from tests.rules.samples import GOOD, SHIPPED, confirmed, found, levels, one, past, person, told


@pytest.mark.parametrize(("registered", "expected"), [(True, []), (False, ["warn"]), (None, ["ask"])])
def test_aw27_registration(registered, expected):
    assert levels("AW27", one(person("n1", "A", registered=registered))) == expected


@pytest.mark.parametrize(
    ("days", "expected"), [(0, []), (39, []), (40, ["warn"]), (41, ["warn"]), (None, ["ask"])]
)
def test_aw28_absent_below_forty_days(days, expected):
    assert levels("AW28", one(person("n1", "A", absent_days=days))) == expected


def test_aw28_says_the_figures():
    (finding,) = found("AW28", one(person("n1", "Lưu Thị Sen", absent_days=52)))
    assert "Lưu Thị Sen nghỉ 52 ngày làm việc" in told(finding) and "từ 40 ngày" in told(finding)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2025, 2, 10), date(2025, 11, 30), 9),
        (date(2025, 2, 1), date(2025, 11, 30), 10),
        (date(2025, 1, 31), date(2025, 11, 30), 10),
        (date(2025, 2, 10), date(2025, 12, 9), 10),
        (date(2025, 2, 10), date(2025, 12, 8), 9),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2025, 11, 30), date(2025, 11, 30), 0),
    ],
)
def test_full_months_count_both_days(start, end, months):
    assert full_months(start, end) == months


@pytest.mark.parametrize(
    ("hired_on", "expected"),
    [
        (date(2025, 1, 31), []),
        (date(2025, 2, 1), []),
        (date(2025, 2, 2), ["warn"]),
        (date(2025, 2, 10), ["warn"]),
        (date(2025, 12, 1), ["warn"]),
        (None, ["ask"]),
    ],
)
def test_aw29_ten_full_months_to_the_cut_off(hired_on, expected):
    assert levels("AW29", one(person("n1", "A", hired_on=hired_on))) == expected


@pytest.mark.parametrize(
    ("hired_on", "expected"),
    [(date(2025, 2, 1), []), (date(2025, 2, 10), ["ask"]), (date(2025, 11, 2), ["ask"])],
)
def test_aw29_without_a_cut_off_the_customary_day_excuses_but_does_not_accuse(hired_on, expected):
    assert levels("AW29", one(person("n1", "A", hired_on=hired_on), cutoff=None)) == expected
    assert levels("AW29", one(person("n1", "A", hired_on=hired_on), cutoff=None, year=None)) == ["ask"]


@pytest.mark.parametrize(
    ("own", "collective", "expected"),
    [
        ("HTT", "HTT", []),
        ("HT", "HTT", []),
        ("HTXS", "HTT", ["warn"]),
        ("KHT", None, []),
        (None, "HTT", ["ask"]),
        ("HTXS", None, ["ask"]),
    ],
)
def test_aw46_a_chair_is_not_rated_above_the_union(own, collective, expected):
    facts = one(person("n1", "A", is_leader=True, leads="unit", ratings={2025: own}))
    facts = replace(facts, unit=UnitFacts("u1", "CĐCS", ratings={2025: collective}))
    assert levels("AW46", facts) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"is_leader": False}, []),
        ({"is_leader": True, "leads": "group", "collective_ratings": {2025: "HTXS"}}, []),
        ({"is_leader": True, "leads": "group", "collective_ratings": {2025: "HTT"}}, ["warn"]),
        ({"is_leader": True, "leads": "group"}, ["ask"]),
        ({"is_leader": True, "leads": None}, ["ask"]),
        ({"is_leader": None, "leads": "unit"}, ["ask"]),
    ],
)
def test_aw46_compares_with_what_the_leader_leads(changes, expected):
    facts = replace(one(person("n1", "A", **changes)), unit=UnitFacts("u1", "CĐCS", ratings={2025: "HTT"}))
    assert levels("AW46", facts) == expected


@pytest.mark.parametrize(
    ("full", "part", "expected"),
    [
        (15, 0, []),
        (14, 0, ["ask"]),
        (0, 10, []),
        (0, 9, ["ask"]),
        (8, 4, ["ask"]),
        (None, 9, ["ask"]),
        (None, 10, []),
        (None, None, ["ask"]),
    ],
)
def test_aw26_years_of_union_service(full, part, expected):
    service = Service(union_years_full_time=full, union_years_part_time=part)
    facts = one(person("n1", "A", service=service), award="knc_cd")
    assert levels("AW26", facts) == expected


def test_aw26_fails_short_service_and_asks_about_mixed_service():
    verdicts = [
        found("AW26", one(person("n1", "A", service=Service(**years)), award="knc_cd"))[0].verdict
        for years in (
            {"union_years_full_time": 14, "union_years_part_time": 0},
            {"union_years_full_time": 8, "union_years_part_time": 4},
        )
    ]
    assert verdicts == ["FAIL", "NEEDS_REVIEW"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"past_awards": (past("knc_cd", year=2011),)}, ["warn"]),
        ({"awards_complete": None}, ["ask"]),
        ({"past_awards": None}, ["ask"]),
    ],
)
def test_aw47_the_medal_is_given_once(changes, expected):
    assert levels("AW47", one(person("n1", "A", **changes), award="knc_cd")) == expected
    assert levels("AW47", one(person("n1", "A", past_awards=(past(year=2011),)))) == []


def test_aw47_ldtt_has_no_certificate():
    assert not certificate("ldtt", SHIPPED.rules["AW47"])
    assert certificate("giay_khen_ctt", SHIPPED.rules["AW47"])


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (Service(transferred=False), []),
        (Service(transferred=True, months_at_old_unit=5), []),
        (Service(transferred=True, months_at_old_unit=6, old_unit_opinion=True), []),
        (Service(transferred=True, months_at_old_unit=6, old_unit_opinion=False), ["warn"]),
        (Service(transferred=True, months_at_old_unit=6), ["ask"]),
        (Service(transferred=True, old_unit_opinion=False), ["ask"]),
        (Service(), ["ask"]),
    ],
)
def test_aw39_opinion_of_the_old_unit(service, expected):
    assert levels("AW39", one(person("n1", "A", service=service))) == expected


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (Service(seconded=False), []),
        (Service(seconded=True, sending_unit="u1"), []),
        (Service(seconded=True, sending_unit="u2"), ["warn"]),
        (Service(seconded=True), ["ask"]),
        (Service(), ["ask"]),
    ],
)
def test_aw40_the_sending_unit_judges(service, expected):
    assert levels("AW40", one(person("n1", "A", service=service))) == expected


@pytest.mark.parametrize(
    ("months", "grade", "expected", "equals"),
    [
        (0, None, [], False),
        (11, "kha", [], False),
        (12, "kha", [], True),
        (12, "trung_binh", ["warn"], False),
        (6, None, ["ask"], False),
        (None, "gioi", [], None),
        (None, None, ["ask"], None),
    ],
)
def test_aw41_study(months, grade, expected, equals):
    nominee = person("n1", "A", service=Service(study_months=months, study_grade=grade))
    assert levels("AW41", one(nominee)) == expected
    assert study_equals_ldtt(nominee, SHIPPED.rules["AW41"]) is equals


@pytest.mark.parametrize(
    ("sex", "months", "expected"),
    [
        ("male", 120, []),
        ("male", 119, ["warn"]),
        ("female", 80, []),
        ("female", 79, ["warn"]),
        (None, 120, []),
        (None, 80, ["ask"]),
        (None, 79, ["warn"]),
        ("female", None, ["ask"]),
    ],
)
def test_aw42_women_need_a_third_less(sex, months, expected):
    service = Service(leader_months=months, leader_months_required=120)
    assert levels("AW42", one(person("n1", "A", sex=sex, service=service))) == expected
    assert levels("AW42", one(person("n1", "A", service=replace(service, leader_months_required=None)))) == [
        "ask"
    ]


def test_local_customs_block_only_once_somebody_has_confirmed_them():
    late = one(person("n1", "A", hired_on=date(2025, 2, 10)))
    assert levels("AW29", late) == ["warn"]
    assert levels("AW29", late, confirmed("AW29")) == ["block"]
    assert levels("AW29", late, confirmed("AW29", severity="warn")) == ["warn"]
    assert levels("AW29", late, confirmed("AW29", values={"months": 9})) == []
    assert levels("AW29", GOOD, confirmed("AW29")) == []
