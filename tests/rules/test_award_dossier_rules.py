"""AW36–AW38, AW43, AW44, OW07, OW09, OW12: papers, dates, texts and money of the dossier."""

from dataclasses import replace
from datetime import date

import pytest

from rules.award_money import round_totals
from tests.rules.samples import BONUS, GOOD, INITIATIVE, found, group, levels, one, person, told


@pytest.mark.parametrize(
    ("stage", "papers", "fields"),
    [
        ("submission", {"award_minutes": "draft"}, []),
        ("submission", {"award_minutes": "attached"}, []),
        ("submission", {"award_minutes": "issued"}, []),
        ("submission", {}, ["papers.award_minutes"]),
        ("before_committee", {"award_minutes": "issued", "award_proposal": "issued"}, []),
        ("before_committee", {"award_minutes": "issued"}, ["papers.award_proposal"]),
        (
            "before_committee",
            {"award_minutes": "issued", "award_proposal": "draft"},
            ["papers.award_proposal"],
        ),
        (
            "before_committee",
            {"award_minutes": "draft", "award_proposal": "issued"},
            ["papers.award_minutes"],
        ),
        ("before_committee", {}, ["papers.award_minutes", "papers.award_proposal"]),
    ],
)
def test_aw36_papers_of_each_stage(stage, papers, fields):
    said = found("AW36", replace(GOOD, stage=stage, papers=papers))
    assert [each.field for each in said] == fields and all(each.blocks for each in said)


def test_aw36_asks_when_nobody_has_looked():
    assert levels("AW36", replace(GOOD, papers=None)) == ["ask"]


@pytest.mark.parametrize(("report", "expected"), [("made", []), ("scan", []), (None, ["block"])])
def test_aw36_names_the_nominee_without_a_report(report, expected):
    facts = one(person("n4", "Kiều Thị Dung", report=report))
    assert levels("AW36", facts) == expected
    assert all("Thiếu báo cáo thành tích của Kiều Thị Dung." in told(each) for each in found("AW36", facts))


@pytest.mark.parametrize(
    ("award", "changes", "expected"),
    [
        ("bang_ldst", {"certificate": True}, []),
        ("bang_ldst", {"certificate": False}, ["block"]),
        ("bang_ldst", {"certificate": None}, ["ask"]),
        ("bang_ldst", {"certificate": False, "is_ground": False}, []),
        ("giay_khen_ctt", {"certificate": False}, []),
    ],
)
def test_aw36_certificate_of_the_initiative(award, changes, expected):
    nominee = person("n1", "Kiều Thị Dung", initiatives=(replace(INITIATIVE, **changes),))
    assert levels("AW36", one(nominee, award=award)) == expected


@pytest.mark.parametrize(("rating", "expected"), [("HTXS", []), ("HTT", ["block"]), (None, ["ask"])])
def test_aw36_a_grassroots_fighter_needs_it_only_on_the_initiative_route(rating, expected):
    bare = replace(INITIATIVE, certificate=False)
    nominee = person("n1", "A", ratings={2025: rating}, initiatives=(bare,))
    assert levels("AW36", one(nominee, award="cstdcs")) == expected
    unknown = person("n1", "A", ratings={2025: "HTT"}, initiatives=None)
    assert levels("AW36", one(unknown, award="cstdcs")) == ["ask"]


@pytest.mark.parametrize(("count", "expected"), [(3, []), (2, ["warn"]), (None, ["ask"])])
def test_aw37_three_signatures(count, expected):
    assert levels("AW37", one(person("n1", "A", report_signatures=count))) == expected


@pytest.mark.parametrize(
    ("published", "days", "expected"),
    [
        (True, 10, []),
        (True, 9, ["warn"]),
        (True, None, ["ask"]),
        (False, None, ["block"]),
        (None, 10, ["ask"]),
    ],
)
def test_aw38_the_duty_blocks_and_the_days_warn(published, days, expected):
    assert levels("AW38", replace(GOOD, published=published, published_working_days=days)) == expected


@pytest.mark.parametrize(
    ("on", "deadline", "expected"),
    [
        (date(2025, 12, 12), date(2025, 12, 12), []),
        (date(2025, 12, 13), date(2025, 12, 12), ["warn"]),
        (None, date(2025, 12, 12), ["ask"]),
        (date(2025, 12, 12), None, ["ask"]),
    ],
)
def test_aw43_deadline(on, deadline, expected):
    assert levels("AW43", one(person("n1", "A"), nominated_on=on, deadline=deadline)) == expected


@pytest.mark.parametrize(
    ("on", "opens", "expected"),
    [
        (date(2025, 11, 10), date(2025, 11, 10), []),
        (date(2025, 11, 9), date(2025, 11, 10), ["block"]),
        (None, date(2025, 11, 10), ["ask"]),
        (date(2025, 11, 9), None, ["ask"]),
    ],
)
def test_ow12_the_round_is_open(on, opens, expected):
    assert levels("OW12", one(person("n1", "A"), nominated_on=on, opens=opens)) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Làm tốt.", []), ("  \n", ["block"]), ("", ["block"]), (None, ["block"])]
)
def test_ow07_results_are_written(text, expected):
    assert levels("OW07", one(person("n1", "A", results_text=text))) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"decision_no": None}, ["ask"]),
        ({"decision_date": None}, ["ask"]),
        ({"recognised_by": None}, ["ask"]),
        ({"decision_no": None, "is_ground": False}, []),
    ],
)
def test_ow09_an_initiative_names_its_decision(changes, expected):
    facts = one(person("n1", "A", initiatives=(replace(INITIATIVE, **changes),)))
    assert levels("OW09", facts) == expected


def test_aw44_sums_the_prizes_that_the_round_has_set():
    said = found("AW44", GOOD)
    assert [each.level for each in said] == ["pass"]
    assert told(said[0]).strip() == "2 cá nhân và 1 tập thể: 2.800.000 đồng."


def test_aw44_four_persons_and_a_group_by_the_table():
    people = tuple(person(f"n{number}", "A") for number in range(4))
    facts = replace(GOOD, nominees=(*people, group("n9", "Tổ Khoa Nội")))
    facts = replace(facts, round=replace(facts.round, award="giay_khen", prizes={}))
    totals = round_totals(facts, BONUS)
    assert totals.amount == 4 * 710_000 + 1_410_000
    assert [(each.kind, each.count, each.amount) for each in totals.groups] == [
        ("person", 4, 2_840_000),
        ("group", 1, 1_410_000),
    ]
    # The coefficient of a person is not read: the sum is shown, and somebody is asked.
    assert levels("AW44", facts) == ["ask"]


def test_aw44_an_award_without_its_own_row_has_the_price_of_its_class():
    facts = one(group("n1", "Tổ"), award="bk_tld", award_class="bk_bo", prizes={})
    assert round_totals(facts, BONUS).amount == 7_020_000
    assert levels("AW44", facts) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"purse": ""}, ["warn"]),
        ({"purse": None}, ["ask"]),
        ({"prizes": {}}, ["ask"]),
        ({"prizes": {"person": 700_000}}, ["ask"]),
        ({"prizes": {}, "award": "cstdcs", "nominated_on": None}, ["ask"]),
    ],
)
def test_aw44_asks_for_what_it_lacks(changes, expected):
    facts = replace(GOOD, round=replace(GOOD.round, **changes))
    assert levels("AW44", facts) == expected
    assert levels("AW44", replace(facts, nominees=())) == []


def test_aw44_the_base_of_a_day_that_nobody_confirmed_is_asked_about():
    later = one(group("n1", "Tổ"), award="ttldtt", prizes={}, decision_date=date(2026, 12, 1))
    assert round_totals(later, BONUS).amount == 2_030_000
    assert levels("AW44", later) == ["ask"]
