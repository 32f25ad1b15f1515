"""Whatever is missing, no rule of reviews raises and none fails because of it; every sentence is a marked message."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from hypothesis import given, settings
from hypothesis import strategies as st

import rules
from rules.finding import Finding
from rules.review_rank import standing
from rules.reviews import COMPLETENESS, CYCLE, ELSEWHERE, REVIEW, ROUND, check
from rules.reviews_facts import (
    SELF,
    VERIFIED,
    CommitteeMeeting,
    Cycle,
    Evidence,
    ReviewFacts,
    ReviewPapers,
    ReviewUnit,
    Roles,
    Scored,
    Vote,
    Year,
)
from rules.ruleset import RuleSet
from tests.rules.review_samples import GOOD, ON, PROVINCE, RULE_DATA, SHEETS, demo, told

MARKED = {
    message
    for _, _, message, _, _ in extract_from_dir(
        Path(rules.__file__).parent, [("**.py", "python")], keywords=DEFAULT_KEYWORDS
    )
}
BY = {"confirmed_by": "P01", "confirmed_on": date(2025, 1, 2)}
EVERYTHING_CONFIRMED = RuleSet.from_dict(RULE_DATA, ON, [{"rule": rule_id, **BY} for rule_id in RULE_DATA])

# Keys, choices and the cycle's own settings; a reason that is not given is not unknown, it is missing.
NEVER_DROPPED = {
    "id", "name", "code", "about", "cycle", "unit", "year", "papers", "roles", "stage", "applies", "reason", "votes",
    "sheet", "cutoff", "begins", "ends", "criteria_changed_at", "second_reader", "visited_on",
}  # fmt: skip


class Maker:
    """Draws a whole review, everything told, from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def pick(self, *values: Any) -> Any:
        return self.random.choice(values)

    def yes(self) -> bool:
        return self.random.random() < 0.5

    def day(self, year: int = 2025) -> date:
        return date(year, 1, 1) + timedelta(days=self.random.randint(-30, 390))

    def scored(self, most: int) -> Scored:
        own = self.pick(most, most, most - 5, most + 5, 0, 3)
        return Scored(
            own,
            self.pick(own, own, most, 0, max(0, own - 5)),
            applies=self.random.random() < 0.95,
            evidence=self.pick(
                (), (Evidence("Báo cáo 100%", self.day()),), (Evidence("{0} %(x)s", self.day()),)
            ),
            reason=self.pick("", "Thiếu báo cáo kết quả."),
        )

    def year(self) -> Year:
        whole = {
            name: self.yes()
            for name, kind in Year.__annotations__.items()
            if kind in (bool | None, "bool | None")
        }
        return Year(
            **whole,
            minutes=self.random.randint(5, 13),
            conference_on=self.day(),
            trained=self.random.randint(5, 10),
            officers=10,
            dues_collected=self.random.randint(95, 100),
            dues_due=100,
            open_overdue=self.random.randint(0, 1),
            late_reports=self.random.randint(0, 1),
            congress_overdue_months=self.pick(0, 0, 1, 13),
            months_without_meeting=self.random.randint(0, 4),
        )

    def facts(self) -> ReviewFacts:
        sheet = self.pick(*SHEETS.values())
        scores = {item.code: self.scored(item.max) for item in sheet.items}
        if self.yes():
            scores = {item.code: Scored(item.max, item.max, evidence=()) for item in sheet.items}
        people = ("P01", "P02", "P03", "P04")
        return ReviewFacts(
            cycle=Cycle(2025, sheet, cutoff=date(2025, 11, 30), deadline=self.day()),
            unit=ReviewUnit(
                "u1", "CĐCS", self.day(2024), self.day(), self.pick(None, self.day()), "2023-2028"
            ),
            scores=scores,
            year=self.year(),
            meeting=CommitteeMeeting(
                self.random.randint(5, 9),
                self.random.randint(4, 9),
                (
                    Vote("rank", self.random.randint(2, 8), self.pick(0, 1), 0),
                    Vote("1.1", 3, 2, self.pick(0, 1)),
                ),
            ),
            papers=ReviewPapers(
                self.day(),
                self.day(),
                self.day(),
                self.day(),
                {"Tờ trình 100%": self.pick("2023-2028", "2025-2030")},
            ),
            roles=Roles(
                author=self.pick(*people),
                verifiers=(self.pick(*people), self.pick(*people)),
                deciders=(self.pick(*people),),
                signer=self.pick(*people),
                of_unit={self.pick(*people): self.pick("member", "officer", "former_officer")},
            ),
            asked=self.pick("HTXS", "HTXS", "HTT"),
            stage=self.pick(SELF, VERIFIED),
            stated=self.pick(
                {}, {"1": self.random.randint(350, 400), "total": self.random.randint(800, 1000)}
            ),
            visited_on=self.pick(None, self.day()),
        )


def thinned(value: Any, drop: Any) -> Any:
    """The same facts with some of what may be missing missing: `drop()` decides, field by field."""
    if isinstance(value, tuple):
        return tuple(thinned(each, drop) for each in value)
    if isinstance(value, Mapping):
        return {key: thinned(each, drop) for key, each in value.items()}
    if not is_dataclass(value):
        return value
    changes: dict[str, Any] = {}
    for each in fields(value):
        inner = getattr(value, each.name)
        if each.name == "sheet":
            continue
        if each.name in NEVER_DROPPED or inner is None:
            changes[each.name] = thinned(inner, drop)
        elif isinstance(inner, Mapping):
            whole = each.name == "of_unit"
            kept = {key: thinned(one, drop) for key, one in inner.items() if whole or not drop()}
            changes[each.name] = None if whole and drop() else kept
        else:
            changes[each.name] = None if drop() else thinned(inner, drop)
    return replace(value, **changes)


def said(facts: ReviewFacts) -> list[Finding]:
    return check(facts, EVERYTHING_CONFIRMED)


def failures(facts: ReviewFacts) -> set[tuple[str, str | None]]:
    """(rule, subject) of what fails; RV10 by its field as well. Without the rule that silences RV10."""
    found = said(facts) + check(facts, EVERYTHING_CONFIRMED, ["RV10"])
    return {
        (each.rule, each.field if each.rule == "RV10" else each.subject)
        for each in found
        if each.verdict == "FAIL" and each.rule not in COMPLETENESS
    }


seeds = st.integers(0, 2**32)


@settings(max_examples=60)
@given(seed=seeds, share=st.integers(0, 10))
def test_what_is_missing_never_fails(seed, share):
    facts, which = Maker(seed).facts(), Random(seed + 1)
    fewer = thinned(facts, lambda: which.randrange(10) < share)
    assert failures(fewer) <= failures(facts)
    assert standing(fewer, EVERYTHING_CONFIRMED) is not None


@pytest.mark.soak
@settings(max_examples=800)
@given(seed=seeds, share=st.integers(0, 10))
def test_what_is_missing_never_fails_in_many_reviews(seed, share):
    facts, which = Maker(seed).facts(), Random(seed + 1)
    assert failures(thinned(facts, lambda: which.randrange(10) < share)) <= failures(facts)


@settings(max_examples=25)
@given(seed=seeds, share=st.integers(1, 10), good=st.sampled_from([demo("CS02", SELF), GOOD]))
def test_nothing_missing_makes_a_good_review_fail(seed, share, good):
    which = Random(seed)
    assert failures(thinned(good, lambda: which.randrange(10) < share)) == set()


def test_nothing_known_at_all_only_asks_or_reports_what_is_missing():
    for stage in (SELF, VERIFIED):
        empty = ReviewFacts(Cycle(2025, SHEETS["sn"]), ReviewUnit("u1"), asked="HTXS", stage=stage)
        assert {each.rule for each in said(empty) if each.verdict == "FAIL"} == {"OV01", "OV02"}


def test_the_draws_reach_a_breach_of_every_rule():
    """Guards the tests above: over facts that breach nothing they could not fail."""
    reached = {rule for seed in range(80) for rule, _ in failures(Maker(seed).facts())}
    assert reached == set(REVIEW) - COMPLETENESS


def test_the_shipped_data_and_the_functions_know_the_same_rules():
    assert set(RULE_DATA) == set(REVIEW) | set(CYCLE) | set(ROUND) | ELSEWHERE
    wanted = {f"RV{number:02}" for number in (*range(1, 21), 31, 32, 40)}
    assert {rule_id for rule_id in RULE_DATA if rule_id.startswith("RV")} == wanted


@pytest.mark.parametrize("seeds_", [range(30), range(30, 60)])
def test_what_is_said_is_marked_and_says_how_to_mend(seeds_):
    found = [each for seed in seeds_ for each in said(Maker(seed).facts())]
    for each in found:
        assert each.message in MARKED, each.message
        assert "%(" not in told(each).replace("%(x)s", "")
        if each.level != "pass":
            assert each.fix in MARKED and each.basis, each.message
    assert len({each.message for each in found}) > 50


def test_what_holds_is_said_of_every_rule_in_its_own_words():
    titles = [entry.title for table in (REVIEW, CYCLE, ROUND) for entry in table.values()]
    assert set(titles) <= MARKED and len(set(titles)) == len(titles)
    assert {each.message for each in check(GOOD, PROVINCE)} <= MARKED
