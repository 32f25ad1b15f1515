"""Running the rules of a procedure: order, passes, questions asked once, one nominee, the demonstration's cases."""

from dataclasses import replace
from datetime import date

import pytest

from rules.awards import check, check_nominee, sendable, verdict, worst
from rules.awards_facts import Meeting, Nominee, UnitFacts
from rules.errors import UnknownNominee, UnknownRule
from rules.ruleset import RuleSet
from tests.rules.samples import BALLOT, GOOD, RULE_DATA, SHIPPED, WIRED, confirmed, group, one, person, told

REQUIRED = {"AW01", "AW02", "AW04", "AW05", "AW24", "AW43", "AW44", "AW46"} | {
    f"AW{number}" for number in range(27, 37)
}


def test_the_procedure_wires_the_rules_of_the_nomination_and_the_forms_own():
    assert set(WIRED) >= REQUIRED
    assert {each for each in WIRED if each.startswith("AW")} == REQUIRED
    assert {f"OW{number:02}" for number in range(1, 15)} <= set(WIRED)
    assert len(WIRED) == len(set(WIRED))


def test_a_good_nomination_passes_every_wired_rule():
    said = check(GOOD, SHIPPED, WIRED)
    assert [each.rule for each in said] == list(WIRED)
    assert {each.level for each in said} == {"pass"}
    assert (worst(said), sendable(said), verdict(said)) == ("pass", True, "PASS")


def test_heavy_findings_stand_first_and_nothing_else_changes():
    late = replace(GOOD, round=replace(GOOD.round, deadline=date(2025, 12, 1)))
    said = check(replace(late, nominees=(*late.nominees, person("n4", "Lạ", unit_id="u2"))), SHIPPED, WIRED)
    shown = [each.level for each in said]
    assert shown == sorted(shown, key=("block", "warn", "ask", "pass").index)
    assert (worst(said), sendable(said), verdict(said)) == ("block", False, "FAIL")
    assert {each.rule for each in said if each.level == "block"} == {"OW02", "OW14"}
    assert "AW43" in {each.rule for each in said if each.level == "warn"}


def test_questions_are_asked_once_and_not_where_absence_is_reported():
    unknown = one(person("n1", "A", past_awards=None))
    asked = [each for each in check(unknown, SHIPPED, WIRED) if each.level == "ask"]
    assert [each.field for each in asked] == ["nominees.n1.past_awards"]
    no_vote = replace(GOOD, ballots={"n1": BALLOT, "n2": BALLOT})
    about = [each for each in check(no_vote, SHIPPED, WIRED) if each.field == "ballots.n3.agree"]
    assert [(each.rule, each.level) for each in about] == [("OW14", "block")]


def test_rules_for_other_kinds_are_silent():
    groups = one(group("n1", "Tổ Công đoàn Khoa Nội"))
    assert not {"AW05", "AW28", "AW29", "AW30", "AW46"} & {
        each.rule for each in check(groups, SHIPPED, WIRED)
    }


def test_a_rule_that_does_not_hold_on_the_day_is_silent():
    before = RuleSet.from_dict(RULE_DATA, date(2022, 5, 1))
    assert check(GOOD, before, ["AW09", "AW43"])[0].rule == "AW43"
    assert len(check(GOOD, before, ["AW09", "AW43"])) == 1


def test_one_nominee_alone():
    facts = replace(GOOD, nominees=(*GOOD.nominees, person("n4", "Lưu Thị Sen", open_case=True)))
    said = check_nominee(facts, "n4", SHIPPED, WIRED)
    assert [(each.rule, each.subject) for each in said if each.level == "block"] == [("AW01", "n4")]
    assert "OW03" not in {each.rule for each in said}
    assert not [each for each in check_nominee(facts, "n2", SHIPPED, WIRED) if each.level != "pass"]


def test_unknown_ids_are_refused():
    with pytest.raises(UnknownRule):
        check(GOOD, SHIPPED, ["AW99"])
    with pytest.raises(UnknownNominee):
        check_nominee(GOOD, "n99", SHIPPED, WIRED)


def of_december(nominee, *, unit, ratings, members):
    facts = one(nominee)
    return replace(
        facts,
        unit=UnitFacts(nominee.unit_id or unit, "CĐCS", members=members, ratings=ratings),
        meeting=Meeting(date(2025, 11, 28), 9, 9, 0, "secret", ("p-x",)),
        ballots={nominee.key: replace(BALLOT, issued=9, collected=9, valid=9, agree=9)},
    )


def test_n2_a_union_rated_htt_may_have_the_sectors_certificate_but_not_the_flag():
    union = Nominee(
        "n1",
        "unit",
        id="u8",
        name="CĐCS Trung tâm Y tế huyện B",
        unit_id="u8",
        registered=True,
        discipline=(),
        open_case=False,
        ratings={2025: "HTT"},
        past_awards=(),
        awards_complete=True,
        results_text="89,5 điểm.",
        report="made",
    )
    facts = of_december(union, unit="u8", ratings={2025: "HTT"}, members=188)
    assert verdict(check(facts, SHIPPED, WIRED)) == "PASS"
    flag = replace(
        facts, round=replace(facts.round, award="co_ldld", award_title="Cờ thi đua", min_rating="HTXS")
    )
    blocks = [each for each in check(flag, SHIPPED, WIRED) if each.level == "block"]
    assert [(each.rule, each.field) for each in blocks] == [("OW13", "nominees.n1.ratings.2025")]


def test_n3_a_group_with_a_good_score_passes():
    facts = of_december(group("n1", "Tổ Công đoàn Khoa Nội"), unit="u1", ratings={2025: "HTXS"}, members=612)
    assert verdict(check(facts, SHIPPED, WIRED)) == "PASS"


def test_n6_a_chair_with_nine_full_months_is_warned_of_and_blocked_once_confirmed():
    chair = person(
        "n1",
        "La Thị Quỳnh",
        sex="female",
        is_leader=True,
        leads="unit",
        ratings={2025: "HTT"},
        hired_on=date(2025, 2, 10),
    )
    facts = of_december(chair, unit="u12", ratings={2025: "HTT"}, members=104)
    said = check(facts, SHIPPED, WIRED)
    (finding,) = [each for each in said if each.verdict == "FAIL"]
    assert (finding.rule, finding.level, finding.field) == ("AW29", "warn", "nominees.n1.hired_on")
    assert told(finding).startswith(
        "La Thị Quỳnh vào đơn vị ngày 10/02/2025, đến ngày 30/11/2025 được 9 tháng tròn, chưa đủ 10 tháng."
    )
    assert sendable(said) and not sendable(check(facts, confirmed("AW29"), WIRED))


def test_n5_the_missing_certificate_of_the_initiative_blocks():
    nurse = person(
        "n1", "Kiều Thị Dung", initiatives=(replace(GOOD.nominees[1].initiatives[0], certificate=False),)
    )
    said = check(one(nurse, award="bang_ldst"), SHIPPED, ["AW36"])
    assert [(each.level, each.field) for each in said] == [
        ("block", "nominees.n1.initiatives.i1.certificate")
    ]
