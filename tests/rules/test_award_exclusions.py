"""AW01–AW05, AW24, AW30: each condition met, at its edge, breached, and with data missing."""

from dataclasses import replace
from datetime import date

import pytest

from rules.awards_facts import Discipline
from tests.rules.samples import INITIATIVE, ON, confirmed, found, group, levels, one, past, person, told

REPRIMAND = Discipline("khien_trach", date(2025, 6, 1), date(2025, 11, 30))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"open_case": True}, ["block"]),
        ({"open_case": None}, ["ask"]),
        ({"discipline": None}, ["ask"]),
        ({"discipline": (Discipline("canh_cao", date(2025, 6, 1), date(2026, 5, 31)),)}, ["block"]),
        ({"discipline": (Discipline("canh_cao", date(2025, 6, 1), ON),)}, ["block"]),
        ({"discipline": (REPRIMAND,)}, []),
        ({"discipline": (Discipline("canh_cao", date(2025, 12, 6), date(2026, 6, 5)),)}, []),
        ({"discipline": (Discipline("canh_cao", date(2025, 6, 1), None),)}, ["ask"]),
        ({"discipline": (Discipline("canh_cao", None, date(2026, 6, 1)),)}, ["ask"]),
    ],
)
def test_aw01_nobody_under_discipline_on_the_day(changes, expected):
    assert levels("AW01", one(person("n1", "Lưu Thị Sen", **changes))) == expected


def test_aw01_asks_a_collective_about_cases_but_not_about_discipline():
    assert levels("AW01", one(group("n1", "Tổ Một", discipline=None))) == []
    assert levels("AW01", one(group("n1", "Tổ Một", open_case=None))) == ["ask"]


def test_aw01_without_a_day_asks():
    assert levels("AW01", one(person("n1", "A", discipline=(REPRIMAND,)), nominated_on=None)) == ["ask"]


def test_aw01_names_the_person_the_field_and_the_decree():
    (finding,) = found("AW01", one(person("n7", "Lưu Thị Sen", open_case=True)))
    assert (finding.subject, finding.field) == ("n7", "nominees.n7.open_case")
    assert finding.basis == "Nghị định 152/2025/NĐ-CP, Điều 4" and finding.status == "sourced"
    assert told(finding).startswith("Lưu Thị Sen đang bị xem xét kỷ luật")


@pytest.mark.parametrize(
    ("counted_from", "expected"),
    [
        (None, ["ask"]),
        (date(2025, 1, 1), ["block"]),
        (date(2025, 11, 30), ["block"]),
        (date(2025, 12, 1), []),
    ],
)
def test_aw02_counts_from_the_day_after_the_term(counted_from, expected):
    nominee = person("n1", "A", discipline=(REPRIMAND,), counted_from=counted_from)
    assert levels("AW02", one(nominee)) == expected


def test_aw02_a_term_before_the_period_does_not_matter():
    old = Discipline("khien_trach", date(2024, 1, 1), date(2024, 12, 31))
    assert levels("AW02", one(person("n1", "A", discipline=(old,)))) == []
    assert levels("AW02", one(person("n1", "A", discipline=None))) == ["ask"]
    assert levels("AW02", one(person("n1", "A", discipline=(replace(old, end=None),)))) == ["ask"]


@pytest.mark.parametrize(
    ("award", "form", "expected"),
    [
        (past(form="chuyen_de", cited=True), "toan_dien", ["block"]),
        (past(form="dot_xuat", cited=True), "toan_dien", ["block"]),
        (past(form="chuyen_de"), "toan_dien", []),
        (past(form="toan_dien", cited=True), "toan_dien", []),
        (past(form="chuyen_de", cited=True), "chuyen_de", []),
        (past(form=None, cited=True), "toan_dien", ["ask"]),
        (past(form="chuyen_de", cited=True), None, ["ask"]),
    ],
)
def test_aw03_thematic_results_are_no_ground_of_merit(award, form, expected):
    assert levels("AW03", one(person("n1", "A", past_awards=(award,)), form=form)) == expected
    assert levels("AW03", one(person("n1", "A", past_awards=None))) == ["ask"]


@pytest.mark.parametrize(
    ("award", "expected"),
    [
        (past(year=2024), []),
        (past(year=2025), ["block"]),
        (past(year=None), ["ask"]),
        (past(year=2025, form=None), ["ask"]),
        (past(year=2025, form="dot_xuat"), []),
        (past("giay_khen_cdcs", year=2025), []),
        (past("bk_ldld", year=2025, achievement="cứu người trong đêm bão"), ["block"]),
    ],
)
def test_aw04_one_achievement_is_rewarded_once(award, expected):
    nominee = person("n1", "A", past_awards=(award,), achievement="cứu người trong đêm bão")
    assert levels("AW04", one(nominee)) == expected


def test_aw04_two_themes_of_one_year_are_two_achievements():
    earlier = past(year=2025, form="chuyen_de", achievement="xanh – sạch – đẹp")
    for achievement, expected in (("thể thao", []), ("xanh – sạch – đẹp", ["block"]), (None, ["ask"])):
        nominee = person("n1", "A", past_awards=(earlier,), achievement=achievement)
        assert levels("AW04", one(nominee, form="chuyen_de")) == expected


def test_aw04_asks_when_the_register_is_not_known_and_shows_its_proof():
    assert levels("AW04", one(person("n1", "A", past_awards=None))) == ["ask"]
    (finding,) = found("AW04", one(person("n1", "A", past_awards=(past(year=2025),))))
    assert [(line.year, line.decision, line.decision_date) for line in finding.proof] == [
        (2025, "30/QĐ-CĐN", "2023-12-20")
    ]


@pytest.mark.parametrize(
    ("initiatives", "expected"),
    [
        ((), []),
        ((INITIATIVE,), []),
        ((replace(INITIATIVE, used_for=("Chiến sĩ thi đua cơ sở 2024",)),), ["block"]),
        ((replace(INITIATIVE, used_for=("Chiến sĩ thi đua cơ sở 2024",), is_ground=False),), []),
        ((replace(INITIATIVE, used_for=None),), ["ask"]),
        ((INITIATIVE, INITIATIVE), ["block"]),
        (None, ["ask"]),
    ],
)
def test_aw05_an_initiative_serves_once(initiatives, expected):
    assert levels("AW05", one(person("n1", "A", initiatives=initiatives))) == expected


@pytest.mark.parametrize(
    ("award", "form", "expected"),
    [
        (past("gk_cd", year=2025, form="chuyen_de"), "toan_dien", ["warn"]),
        (past("gk_cd", year=2025, form="toan_dien"), "chuyen_de", ["warn"]),
        (past("gk_cd", year=2025, form="toan_dien"), "toan_dien", []),
        (past("gk_cd", year=2024, form="chuyen_de"), "toan_dien", []),
        (past("gk_cd", year=2025, form="chuyen_de", level="province"), "toan_dien", []),
        (past("gk_cd", year=2025, form="dot_xuat"), "toan_dien", []),
        (past("gk_cd", year=2025, form="so_tong_ket"), "toan_dien", []),
        (past("gk_cd", year=2025, form="chuyen_de"), "dot_xuat", []),
        (past("gk_cd", year=2025, form="chuyen_de", level=None), "toan_dien", ["ask"]),
        (past("gk_cd", year=None, form="chuyen_de"), "toan_dien", ["ask"]),
        (past("gk_cd", year=2025, form=None), "toan_dien", ["ask"]),
    ],
)
def test_aw24_yearly_and_thematic_exclude_each_other(award, form, expected):
    assert levels("AW24", one(person("n1", "A", past_awards=(award,)), form=form)) == expected


def test_aw24_is_superseded_so_it_only_warns_until_confirmed():
    facts = one(person("n1", "A", past_awards=(past("gk_cd", year=2025, form="chuyen_de"),)))
    assert found("AW24", facts)[0].status == "superseded"
    assert levels("AW24", facts, confirmed("AW24", severity="block")) == ["block"]
    assert levels("AW24", one(person("n1", "A", past_awards=None))) == ["ask"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"discipline": (REPRIMAND,)}, ["ask"]),
        ({"discipline": (Discipline("canh_cao", date(2024, 1, 1), date(2024, 12, 31)),)}, []),
        ({"discipline": (Discipline("canh_cao", date(2024, 7, 1), date(2025, 1, 1)),)}, ["ask"]),
        ({"fined": True}, ["ask"]),
        ({"fined": None}, ["ask"]),
        ({"discipline": None}, ["ask"]),
        ({"discipline": None, "fined": None}, ["ask", "ask"]),
    ],
)
def test_aw30_discipline_or_fine_in_the_year(changes, expected):
    assert levels("AW30", one(person("n1", "A", **changes))) == expected


def test_aw30_tells_a_breach_from_a_question_by_its_verdict():
    breach = found("AW30", one(person("n1", "A", fined=True)))
    question = found("AW30", one(person("n1", "A", fined=None)))
    assert [each.verdict for each in breach + question] == ["FAIL", "NEEDS_REVIEW"]
    assert levels("AW30", one(person("n1", "A", fined=True)), confirmed("AW30")) == ["block"]
