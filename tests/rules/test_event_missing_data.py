"""Whatever is missing, no event rule raises and none fails because of it: it asks. Every sentence is marked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

import rules
from rules.errors import RuleDataError, UnknownRule
from rules.events import COMPLETENESS, RULES, check, wired
from rules.events_after import Attendance
from rules.events_facts import Event, EventFacts, UnitQuota
from rules.finding import FAIL, NEEDS_REVIEW, PASS
from rules.ruleset import RuleSet
from tests.rules.event_samples import EVENT_RULES, GOOD, ON, RECOMMENDATIONS, SHIPPED, STAGES, event
from tests.rules.event_training_sample import TRAINING
from tests.rules.samples import told

BY = {"confirmed_by": "Đinh Thu Hạnh", "confirmed_on": date(2025, 1, 2)}
EVERYTHING_BLOCKS = RuleSet.from_dict(
    EVENT_RULES, ON, [{"rule": rule_id, "severity": "block", **BY} for rule_id in RULES]
)
MARKED = {
    message
    for _, _, message, _, _ in extract_from_dir(
        Path(rules.__file__).parent, [("**.py", "python")], keywords=DEFAULT_KEYWORDS
    )
}

# Keys and names tell what is there; without them there is nothing to judge. A person without an id is known to stand
# in no register; dated data and the kind of path are the service's. A line without item, payees or exception has none.
NEVER_DROPPED = {
    "key", "name", "id", "title", "content", "text", "session", "channel", "path", "delegate",
    "state", "event", "lines", "item", "payees", "group", "certificates", "inviting", "acts",
    "norms", "calendar", "votes", "ballots", "names", "photos", "offices", "texts", "declared", "approvals",
}  # fmt: skip
# Left out on purpose: an exemption, an arrival or a later step that is not recorded has not happened.
EXEMPTIONS = {
    "exception",
    "received_on",
    "approver",
    "reason",
    "more_approved_on",
    "answered_on",
    "returned",
    "advance",
}

# A training online and the workshop, each with everything told and as much as possible in it.
FULL = (
    replace(GOOD, certificates=("u1-1",), presences=(TRAINING.presences or ())[:1]),
    replace(TRAINING, certificates=tuple(each.key for each in TRAINING.delegates or ())[:3]),
    event(GOOD, kind="committee_meeting"),
)


def thinned(value: Any, trail: str = "") -> Iterator[tuple[str, Any]]:
    """Every way to leave out one thing: (path, the value without it)."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            inner = getattr(value, each.name)
            if inner is None:
                continue
            here = f"{trail}.{each.name}"
            if each.name == "unit" and isinstance(value, UnitQuota | Attendance):
                continue
            if each.name not in NEVER_DROPPED | EXEMPTIONS:
                yield here, replace(value, **{each.name: None})
            if each.name in ("acts", "norms", "calendar"):
                yield here, replace(value, **{each.name: None})
                continue
            yield from ((path, replace(value, **{each.name: less})) for path, less in thinned(inner, here))
    elif isinstance(value, tuple):
        # Three rows stand for all of a long list.
        for place, inner in enumerate(value[:3]):
            for path, less in thinned(inner, f"{trail}.{place}"):
                yield path, (*value[:place], less, *value[place + 1 :])
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            for path, less in thinned(inner, f"{trail}.{key}"):
                yield path, {**value, key: less}


def broken(facts: EventFacts) -> set[tuple[str, str | None]]:
    return {
        (each.rule, each.subject)
        for each in check(facts, EVERYTHING_BLOCKS)
        if each.verdict == FAIL and each.rule not in COMPLETENESS
    }


@pytest.mark.parametrize("facts", FULL)
def test_one_thing_left_out_never_makes_a_rule_fail(facts):
    before, ways = broken(facts), 0
    for path, less in thinned(facts):
        ways += 1
        assert broken(less) <= before, path
    assert ways > 100


@pytest.mark.parametrize("seed", range(40))
def test_much_left_out_never_makes_a_rule_raise(seed):
    random = Random(seed)
    facts = random.choice(FULL)
    for _ in range(random.randint(2, 12)):
        facts = random.choice([less for _, less in thinned(facts)])
    for finding in check(facts, EVERYTHING_BLOCKS):
        assert "%(" not in told(finding)


def test_nothing_told_at_all_asks_or_reports_absence():
    said = check(EventFacts(Event()), SHIPPED)
    assert {each.rule for each in said if each.verdict == FAIL} <= COMPLETENESS
    assert {each.verdict for each in said} == {FAIL, NEEDS_REVIEW, PASS}


def test_what_holds_is_said_of_every_rule_in_marked_sentences():
    titles = [entry.title for entry in RULES.values()]
    assert set(titles) <= MARKED and len(set(titles)) == len(titles)


def test_what_does_not_hold_says_how_to_mend():
    worse = replace(GOOD, recommendations=RECOMMENDATIONS, today=date(2025, 6, 30), sections=None)
    thin = [less for facts in FULL for _, less in thinned(facts)]
    every = [worse, *FULL, *thin[::3]]
    said = [each for facts in every for each in check(facts, EVERYTHING_BLOCKS)]
    for finding in said:
        assert finding.message in MARKED, finding.message
        if finding.level != "pass":
            assert finding.fix in MARKED and finding.basis, finding.message
            assert finding.field, finding.message
    assert len({each.message for each in said}) > 60


def test_there_is_one_entry_and_one_function_for_every_rule():
    numbers = [*range(1, 22), *range(23, 30)]
    expected = {f"EV{number:02}" for number in numbers} | {"OE01", "OE02", "OE03"}
    assert set(EVENT_RULES) == set(RULES) == expected
    listed = re.findall(r"^(OE\d\d)  ", rules.__doc__ or "", re.MULTILINE)
    assert listed == ["OE01", "OE02", "OE03"]


def test_nothing_uncertain_blocks_as_shipped():
    for rule in SHIPPED.rules.values():
        for each in (rule, *rule.parts.values()):
            assert each.status in ("own", "sourced") or each.level(FAIL) != "block", each.id


def test_every_stage_runs_rules_that_exist_and_every_rule_runs_somewhere():
    run = {rule_id for name in STAGES for rule_id in wired(STAGES, name)}
    assert run == set(RULES)
    for name in STAGES:
        assert len(set(wired(STAGES, name))) == len(wired(STAGES, name))
    with pytest.raises(RuleDataError):
        wired(STAGES, "afterwards")
    with pytest.raises(RuleDataError):
        wired({"plan": {"wired": ["EV99"]}}, "plan")
    with pytest.raises(UnknownRule):
        check(GOOD, SHIPPED, ["EV99"])
