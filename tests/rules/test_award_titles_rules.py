"""AW06–AW08, AW12, AW13, AW22, AW23, AW25, AW45, OW13: yearly titles and the union's own awards."""

from dataclasses import replace
from datetime import date

import pytest

from rules.awards_facts import Collective, Nominee, UnitFacts
from rules.ruleset import RuleSet
from tests.rules.samples import (
    GOOD,
    INITIATIVE,
    RULE_DATA,
    confirmed,
    found,
    group,
    levels,
    one,
    past,
    person,
    told,
)

UNRECOGNISED = replace(INITIATIVE, id="i2", recognised_by=None)


@pytest.mark.parametrize(
    ("rating", "expected"),
    [("HTXS", []), ("HTT", []), ("HT", ["block"]), ("KXL", ["block"]), (None, ["ask"]), ("A+", ["ask"])],
)
def test_aw06_rating_of_the_year(rating, expected):
    assert levels("AW06", one(person("n1", "A", ratings={2024: "HTXS", 2025: rating}))) == expected
    assert levels("AW06", one(person("n1", "A", ratings={2025: rating}), year=None)) == ["ask"]


def test_aw06_maternity_or_study_makes_a_low_rating_a_question():
    nominee = person("n1", "A", ratings={2025: "KXL"}, special_years={2025: "maternity"})
    assert levels("AW06", one(nominee)) == ["ask"]


@pytest.mark.parametrize(
    ("floor", "rating", "expected"),
    [
        (None, "KHT", []),
        (None, "KXL", []),
        (None, None, ["ask"]),
        ("HTT", "HTT", []),
        ("HTT", "HT", ["block"]),
        ("HTXS", "HTT", ["block"]),
        ("HTXS", "KXL", ["block"]),
        ("HTT", None, ["ask"]),
    ],
)
def test_ow13_floor_of_the_round(floor, rating, expected):
    assert levels("OW13", one(person("n1", "A", ratings={2025: rating}), min_rating=floor)) == expected


@pytest.mark.parametrize(
    ("rating", "initiatives", "expected"),
    [
        ("HTXS", (), []),
        ("HTT", (INITIATIVE,), []),
        ("HTT", (replace(INITIATIVE, kind="topic"),), []),
        ("HTT", (), ["block"]),
        ("HTT", (UNRECOGNISED,), ["ask"]),
        ("HTT", None, ["ask"]),
        ("HT", (INITIATIVE,), ["block"]),
        (None, (INITIATIVE,), ["ask"]),
        (None, (), ["ask", "ask"]),
    ],
)
def test_aw07_grassroots_fighter(rating, initiatives, expected):
    nominee = person("n1", "A", ratings={2025: rating}, initiatives=initiatives)
    assert levels("AW07", one(nominee, award="cstdcs")) == expected


@pytest.mark.parametrize(
    ("people", "base", "expected"), [(3, 20, []), (4, 26, ["warn"]), (4, 27, []), (3, None, ["ask"])]
)
def test_aw08_the_old_cap_and_a_local_one(people, base, expected):
    nominees = tuple(person(f"n{number}", "A") for number in range(people))
    facts = replace(GOOD, nominees=nominees, unit=UnitFacts("u1", "CĐCS", ldtt_people=base))
    assert levels("AW08", facts) == []
    assert levels("AW08", facts, RuleSet.from_dict(RULE_DATA, date(2023, 12, 1))) == expected
    assert levels("AW08", facts, confirmed("AW08", values={"share": [15, 100]})) == expected


@pytest.mark.parametrize(
    ("rating", "figures", "expected"),
    [
        ("HTT", {"members": 10, "ldtt": 7, "serious_discipline": False}, []),
        ("HTT", {"members": 10, "ldtt": 6, "serious_discipline": False}, ["block"]),
        ("HTT", {"members": 10, "ldtt": 7, "serious_discipline": True}, ["block"]),
        ("HT", {"members": 10, "ldtt": 7, "serious_discipline": False}, ["block"]),
        (None, {}, ["ask", "ask", "ask"]),
        ("HTT", {"members": 0, "ldtt": 0, "serious_discipline": False}, ["ask"]),
    ],
)
def test_aw12_advanced_collective(rating, figures, expected):
    nominee = group("n1", "Tổ", ratings={2025: rating}, collective=Collective(**figures))
    assert levels("AW12", one(nominee)) == expected


FULL = {"members": 20, "ldtt": 14, "cstdcs": 1, "completed": 20}


@pytest.mark.parametrize(
    ("rating", "changes", "expected"),
    [
        ("HTXS", {}, []),
        ("HTT", {}, ["block"]),
        ("HTXS", {"completed": 19}, ["block"]),
        ("HTXS", {"ldtt": 13}, ["block"]),
        ("HTXS", {"cstdcs": 0}, ["block"]),
        ("HTXS", {"cstdcs": None}, ["ask"]),
        ("HTXS", {"members": None}, ["ask", "ask"]),
    ],
)
def test_aw13_excellent_collective(rating, changes, expected):
    nominee = group("n1", "Tổ", ratings={2025: rating}, collective=Collective(**{**FULL, **changes}))
    assert levels("AW13", one(nominee)) == expected


SECOND = replace(INITIATIVE, id="i2", name="Lịch trực điện tử")
PROVINCE = past("bk_ldld", year=2024, level="province")


@pytest.mark.parametrize(
    ("changes", "verdicts"),
    [
        ({}, []),
        ({"ratings": {2024: "HTT", 2025: "HTXS"}}, ["FAIL"]),
        ({"ratings": {2025: "HTXS"}}, ["NEEDS_REVIEW"]),
        ({"initiatives": (INITIATIVE,)}, ["FAIL"]),
        ({"initiatives": (INITIATIVE, replace(SECOND, decision_no=None))}, ["NEEDS_REVIEW"]),
        ({"past_awards": ()}, ["FAIL"]),
        ({"past_awards": (replace(PROVINCE, year=2023),)}, ["FAIL"]),
        ({"past_awards": (), "awards_complete": None}, ["NEEDS_REVIEW"]),
        ({"past_awards": (), "awards_complete": None, "award_years": frozenset({2024})}, ["FAIL"]),
    ],
)
def test_aw22_the_superseded_chain_of_the_confederation_asks_a_person(changes, verdicts):
    known = {
        "ratings": {2024: "HTXS", 2025: "HTXS"},
        "initiatives": (INITIATIVE, SECOND),
        "past_awards": (PROVINCE,),
    }
    said = found("AW22", one(person("n1", "A", **{**known, **changes}), award="bk_tld"))
    assert [each.verdict for each in said] == verdicts and {each.level for each in said} <= {"ask"}


@pytest.mark.parametrize(
    ("theme", "union", "expected"),
    [(300, 4, []), (301, 4, ["warn"]), (300, 5, ["warn"]), (301, 5, ["warn", "warn"]), (None, 5, ["ask"])],
)
def test_aw23_quotas_of_a_theme(theme, union, expected):
    assert levels("AW23", one(person("n1", "A"), theme_total=theme, upper_union_total=union)) == expected


def worth(*pairs):
    return tuple(
        replace(INITIATIVE, id=f"i{number}", year=year, benefit=benefit)
        for number, (year, benefit) in enumerate(pairs)
    )


@pytest.mark.parametrize(
    ("initiatives", "worker", "verdicts"),
    [
        (worth((2025, 80_000_000)), True, []),
        (worth((2025, 79_999_999)), True, ["FAIL"]),
        (worth((2023, 40_000_000), (2024, 40_000_000), (2025, 40_000_000)), True, []),
        (worth((2023, 40_000_000), (2024, 40_000_000), (2025, 39_999_999)), True, ["FAIL"]),
        (worth((2024, 70_000_000), (2025, 70_000_000)), True, ["FAIL"]),
        (worth((2022, 40_000_000), (2024, 40_000_000), (2025, 40_000_000)), True, ["FAIL"]),
        (worth((2025, None)), True, ["NEEDS_REVIEW"]),
        (worth((2025, 80_000_000)), False, ["NEEDS_REVIEW"]),
        (worth((2025, 10_000_000)), False, ["FAIL"]),
        (worth((2025, 80_000_000)), None, ["NEEDS_REVIEW"]),
        ((), True, ["FAIL"]),
        (None, True, ["NEEDS_REVIEW"]),
    ],
)
def test_aw25_worth_of_creative_labour(initiatives, worker, verdicts):
    nominee = person("n1", "A", initiatives=initiatives, is_direct_worker=worker)
    said = found("AW25", one(nominee, award="bang_ldst"))
    assert [each.verdict for each in said] == verdicts and {each.level for each in said} <= {"ask"}


def test_aw25_writes_money_as_papers_do():
    (finding,) = found("AW25", one(person("n1", "Kiều Thị Dung", initiatives=()), award="bang_ldst"))
    assert "80.000.000 đồng một giải pháp, 120.000.000 đồng trong 3 năm" in told(finding)


CLEAN = dict.fromkeys(
    ("no_strike", "no_fatal_accident", "agreement", "democracy", "no_key_officer_disciplined"), True
)


@pytest.mark.parametrize(
    ("changes", "verdicts"),
    [
        ({}, []),
        ({"no_strike": False}, ["FAIL"]),
        ({"no_fatal_accident": False}, ["FAIL"]),
        ({"agreement": False, "democracy": False}, ["FAIL", "FAIL"]),
        ({"no_key_officer_disciplined": None}, ["NEEDS_REVIEW"]),
    ],
)
def test_aw45_what_keeps_a_union_from_the_highest_rank(changes, verdicts):
    union = Nominee("n1", "unit", id="u1", name="CĐCS", collective=Collective(**{**CLEAN, **changes}))
    said = found("AW45", one(union))
    assert [each.verdict for each in said] == verdicts
    assert found("AW45", one(group("n1", "Tổ"))) == []
