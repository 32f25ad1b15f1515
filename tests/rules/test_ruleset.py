"""Rule sets: one entry per rule, versions by date, levels by legal status, rows of an administrator, bad data."""

import re
from datetime import date, timedelta

import pytest

import rules
from rules.awards import RULES
from rules.errors import RuleDataError
from rules.finding import FAIL, NEEDS_REVIEW, PASS
from rules.ruleset import Rule, RuleSet
from tests.rules.samples import ON, RULE_DATA, SHIPPED, confirmed


def test_there_is_one_entry_and_one_function_for_every_rule():
    expected = {f"AW{number:02}" for number in range(1, 48)} | {f"OW{number:02}" for number in range(1, 15)}
    assert set(RULE_DATA) == set(RULES) == expected


def test_the_forms_own_checks_are_all_in_the_table_of_the_package():
    listed = re.findall(r"^(OW\d\d)  ", rules.__doc__, re.MULTILINE)
    assert listed == [rule_id for rule_id in RULES if rule_id.startswith("OW")]


def test_nothing_uncertain_blocks_as_shipped():
    for rule in SHIPPED.rules.values():
        for each in (rule, *rule.parts.values()):
            assert each.status in ("own", "sourced") or each.level(FAIL) != "block", each.id
            assert each.basis and each.level(PASS) == "pass" and each.level(NEEDS_REVIEW) == "ask"


@pytest.mark.parametrize(
    ("status", "severity", "when_confirmed", "expected"),
    [
        ("own", "block", None, "block"),
        ("sourced", "block", None, "block"),
        ("confirmed", "block", None, "block"),
        ("unverified", "block", None, "warn"),
        ("superseded", "block", None, "warn"),
        ("unverified", "warn", "block", "warn"),
        ("superseded", "ask", "block", "ask"),
        ("confirmed", "warn", "block", "block"),
        ("confirmed", "ask", "block", "block"),
        ("sourced", "warn", "block", "warn"),
        ("own", "ask", None, "ask"),
    ],
)
def test_the_level_of_a_breach_follows_the_status(status, severity, when_confirmed, expected):
    rule = Rule("AW99", severity, status, "Điều 1", severity_confirmed=when_confirmed)
    assert rule.level(FAIL) == expected


def test_the_basis_follows_the_day():
    before, after = (RuleSet.from_dict(RULE_DATA, date(2025, month, 30)) for month in (6, 7))
    assert before.rules["AW01"].basis.startswith("Nghị định 98/2023/NĐ-CP")
    assert before.rules["AW01"].level(FAIL) == "warn"
    assert after.rules["AW01"].basis.startswith("Nghị định 152/2025/NĐ-CP")
    assert after.rules["AW01"].level(FAIL) == "block"
    assert RuleSet.from_dict(RULE_DATA, date(2022, 5, 1)).get("AW09") is None


def test_versions_never_overlap_on_any_day_around_their_edges():
    edges = {
        day + timedelta(days=shift)
        for entry in RULE_DATA.values()
        for version in entry["versions"]
        for day in (version.get("effective_from"), version.get("effective_to"))
        if day
        for shift in (-1, 0, 1)
    }
    assert len(edges) > 3
    for day in edges:
        assert RuleSet.from_dict(RULE_DATA, day).rules["AW43"]


def test_an_administrators_row_confirms_changes_and_is_dated():
    by = {"confirmed_by": "Đinh Thu Hạnh", "confirmed_on": date(2025, 1, 2)}
    local = [
        {"rule": "AW28", **by},
        {"rule": "AW29", "values": {"months": 6}, "basis": "Quy chế của Công đoàn ngành", **by},
        {"rule": "AW27", "severity": "ask", **by, "effective_from": date(2026, 1, 1)},
    ]
    now = RuleSet.from_dict(RULE_DATA, ON, local)
    assert (now.rules["AW28"].level(FAIL), now.rules["AW28"].number("days")) == ("block", 40)
    assert now.rules["AW29"].basis == "Quy chế của Công đoàn ngành"
    assert now.rules["AW29"].number("months") == 6 and now.rules["AW29"].number("cutoff_day") == 30
    assert (now.rules["AW29"].confirmed_by, now.rules["AW29"].confirmed_on) == (
        "Đinh Thu Hạnh",
        date(2025, 1, 2),
    )
    assert (now.rules["AW27"].status, now.rules["AW27"].level(FAIL)) == ("unverified", "warn")
    later = RuleSet.from_dict(RULE_DATA, date(2026, 1, 1), local)
    assert (later.rules["AW27"].status, later.rules["AW27"].level(FAIL)) == ("confirmed", "ask")


def test_a_row_confirms_the_parts_it_names_or_all_when_it_changes_nothing():
    whole = confirmed("AW38").rules["AW38"]
    named = confirmed("AW38", parts={"days": {"values": {"working_days": 5}}}).rules["AW38"]
    other = confirmed("AW38", values={"working_days": 7}).rules["AW38"]
    assert whole.part("days").status == "confirmed"
    assert (named.part("days").status, named.part("days").number("working_days")) == ("confirmed", 5)
    assert (other.part("days").status, other.part("days").number("working_days")) == ("superseded", 10)
    assert whole.part("nothing") is whole


def test_a_row_may_bring_a_rule_back_that_no_version_holds():
    old = date(2022, 5, 1)
    row = {
        "rule": "AW09",
        "severity": "block",
        "basis": "Quy chế",
        "confirmed_by": "A",
        "confirmed_on": old,
        "values": {"years": 2, "title": "cstdcs"},
    }
    assert RuleSet.from_dict(RULE_DATA, old, [row]).rules["AW09"].level(FAIL) == "block"
    with pytest.raises(RuleDataError, match="severity"):
        RuleSet.from_dict(RULE_DATA, old, [{key: row[key] for key in row if key != "severity"}])


VERSION = {"severity": "warn", "status": "own", "basis": "Điều 1"}


@pytest.mark.parametrize(
    ("version", "place"),
    [
        ({"severity": "fatal"}, "AW99.versions[0].severity"),
        ({"severity": "pass"}, "AW99.versions[0].severity"),
        ({"status": "guessed"}, "AW99.versions[0].status"),
        ({"basis": ""}, "AW99.versions[0].basis"),
        ({"status": "confirmed"}, "AW99.versions[0].confirmed_by"),
        ({"status": "confirmed", "confirmed_by": "A"}, "AW99.versions[0].confirmed_by"),
        ({"effective_from": "2025-01-01"}, "AW99.versions[0].effective_from"),
        (
            {"effective_from": date(2025, 2, 1), "effective_to": date(2025, 1, 1)},
            "AW99.versions[0].effective_to",
        ),
        ({"values": [1]}, "AW99.versions[0].values"),
        ({"parts": {"days": {"status": "guessed"}}}, "AW99.versions[0].parts.days.status"),
    ],
)
def test_bad_versions_are_refused_with_their_place(version, place):
    with pytest.raises(RuleDataError) as refused:
        RuleSet.from_dict({"AW99": {"versions": [{**VERSION, **version}]}}, ON)
    assert refused.value.place == place


def test_other_bad_data_is_refused():
    with pytest.raises(RuleDataError, match="2 versions hold"):
        RuleSet.from_dict({"AW99": {"versions": [VERSION, VERSION]}}, ON)
    with pytest.raises(RuleDataError, match="list `versions`"):
        RuleSet.from_dict({"AW99": {}}, ON)
    with pytest.raises(RuleDataError, match="no such rule"):
        RuleSet.from_dict(RULE_DATA, ON, [{"rule": "AW99"}])
    with pytest.raises(RuleDataError, match="by whom and when"):
        RuleSet.from_dict(RULE_DATA, ON, [{"rule": "AW28"}])
    with pytest.raises(RuleDataError, match="no such part"):
        confirmed("AW38", parts={"weeks": {}})


@pytest.mark.parametrize(
    ("ask", "values"),
    [
        (lambda rule: rule.number("n"), {}),
        (lambda rule: rule.number("n"), {"n": "10"}),
        (lambda rule: rule.number("n"), {"n": True}),
        (lambda rule: rule.ratio("n"), {"n": [1, 0]}),
        (lambda rule: rule.ratio("n"), {"n": 3}),
        (lambda rule: rule.words("n"), {"n": "kha"}),
        (lambda rule: rule.table("n"), {"n": ["kha"]}),
    ],
)
def test_a_threshold_of_the_wrong_shape_is_refused(ask, values):
    with pytest.raises(RuleDataError, match=r"AW99\.values\.n"):
        ask(Rule("AW99", "warn", "own", "Điều 1", values))
