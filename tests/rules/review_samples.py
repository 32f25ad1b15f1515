"""The demonstration's reviews of 2025 as facts, a review that every rule accepts, and ways to change it."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import reference
from rules import review_rank, review_round
from rules.finding import Finding
from rules.review_sheet import Sheet, for_year, read
from rules.reviews import CYCLE, REVIEW
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

ON = date(2025, 12, 12)
RULE_DATA = reference.load("reviews/rules.toml")
DEMO = reference.load("demo/reviews_2025.toml")
SHIPPED = RuleSet.from_dict(RULE_DATA, ON)
PROVINCE = RuleSet.from_dict(RULE_DATA, ON, DEMO["confirmed"])
SHEETS: dict[str, Sheet] = {
    code: read(reference.load(f"reviews/sheets/{code}.toml")) for code in ("sn", "hc", "dn")
}
SN = SHEETS["sn"]
FIGURES = {
    row["unit"]: int(row["members"])
    for row in reference.load_csv("demo/figures.csv")
    if row["as_of"] == "2025-11-30"
}


def cycle(sheet: str = "sn", **changes: Any) -> Cycle:
    """The cycle of 2025 with one of the shipped sheets."""
    known: dict[str, Any] = {
        "year": 2025,
        "sheet": for_year(SHEETS[sheet], 2025),
        "cutoff": DEMO["cycle"]["cutoff"],
        "deadline": DEMO["cycle"]["deadline"],
        "first_submitted_at": datetime(2025, 11, 7, 2, 30, tzinfo=UTC),
    }
    return Cycle(**{**known, **changes})


@cache
def scores() -> dict[str, dict[str, Scored]]:
    """{unit: {item: Scored}} of the demonstration."""
    found: dict[str, dict[str, Scored]] = defaultdict(dict)
    for row in reference.load_csv("demo/review_scores.csv"):
        shown = (Evidence(row["evidence"], date.fromisoformat(row["dated_on"])),) if row["evidence"] else ()
        found[row["unit"]][row["item"]] = Scored(
            int(row["own"]), int(row["verified"]), evidence=shown, reason=row["reason"]
        )
    return dict(found)


@cache
def units() -> dict[str, ReviewUnit]:
    """{code: ReviewUnit} of the units that the demonstration knows; founded at the latest when first named."""
    found = {}
    for row in reference.load("demo/units.toml")["unit"]:
        name = row["names"][0]
        found[row["code"]] = ReviewUnit(
            row["code"],
            name["short_name"],
            founded_on=row.get("founded_on", name["from"]),
            closed_on=row.get("closed_on"),
            term="2023-2028",
        )
    return found


# What nobody in the demonstration's year has done or suffered.
_QUIET: dict[str, Any] = {
    "congress_overdue_months": 0,
    "disciplined": False,
    "warned": False,
    "complaint_proven": False,
    "opinion_attached": True,
    "finance_breach": False,
    "unlawful_strike": False,
    "false_report": False,
}


@cache
def demo(unit: str, stage: str) -> ReviewFacts:
    """One union's review as it stood at a stage: sent by the union, or verified and before the committee."""
    row = next(each for each in DEMO["unit"] if each["unit"] == unit)
    agree, disagree, other = row["meeting"]["rank"]
    return ReviewFacts(
        cycle=cycle(row["sheet"]),
        unit=units()[unit],
        scores=scores()[unit],
        year=Year(**_QUIET, **row["year"]),
        meeting=CommitteeMeeting(
            row["meeting"]["members_total"],
            row["meeting"]["present"],
            (Vote("rank", agree, disagree, other),),
        ),
        papers=ReviewPapers(**row["papers"]),
        roles=Roles(
            author=row["author"],
            verifiers=tuple(row["verifiers"]),
            deciders=tuple(row["deciders"]),
            signer=DEMO["cycle"]["signer"],
            second_reader=row.get("second_reader") if stage == VERIFIED else None,
            of_unit={row["author"]: "officer"},
        ),
        asked=row["asked"],
        stage=stage,
        visited_on=row.get("visited_on") if stage == VERIFIED else None,
    )


SENT = demo("CS01", SELF)
GOOD = demo("CS01", VERIFIED)
OF_ROUND = [row["unit"] for row in DEMO["unit"]]


@cache
def round_units() -> tuple[review_round.RoundUnit, ...]:
    """The unions of the demonstration's round, unit 11 among them, as points and conditions rank them."""
    found = []
    for unit in OF_ROUND:
        facts = demo(unit, VERIFIED)
        standing = review_rank.standing(facts, PROVINCE)
        assert standing is not None
        own = sum(each.own or 0 for each in facts.scores.values())
        found.append(review_round.entry(facts, standing, own_total=own, members=FIGURES[unit]))
    closed = ReviewFacts(cycle("hc"), units()["CS11"], stage=VERIFIED)
    standing = review_rank.standing(closed, PROVINCE)
    assert standing is not None
    return (*found, review_round.entry(closed, standing))


def with_scores(facts: ReviewFacts = GOOD, **items: Scored) -> ReviewFacts:
    """The review with some items changed: with_scores(i2_2=Scored(50, 40))."""
    changed = {name[1:].replace("_", "."): scored for name, scored in items.items()}
    return replace(facts, scores={**facts.scores, **changed})


def with_year(facts: ReviewFacts = GOOD, **changes: Any) -> ReviewFacts:
    """The review with other figures of the year."""
    return replace(facts, year=replace(facts.year, **changes))


def found(rule_id: str, facts: Any, ruleset: RuleSet = PROVINCE) -> list[Finding]:
    """What one rule itself says; nothing when it is met."""
    rule = ruleset.get(rule_id)
    assert rule is not None, f"{rule_id} does not hold on {ruleset.on}"
    return {**REVIEW, **CYCLE}[rule_id].run(facts, rule)  # type: ignore[operator]


def levels(rule_id: str, facts: Any, ruleset: RuleSet = PROVINCE) -> list[str]:
    """Levels of what one rule says, without what it merely reports as settled."""
    return [each.level for each in found(rule_id, facts, ruleset) if each.level != "pass"]


def changed(rule_id: str, **row: Any) -> RuleSet:
    """The province's rules with one more row of its administrator."""
    by = {"rule": rule_id, "confirmed_by": "P01", "confirmed_on": date(2025, 1, 2)}
    return RuleSet.from_dict(RULE_DATA, ON, [*DEMO["confirmed"], {**by, **row}])


def told(finding: Finding) -> str:
    """The Vietnamese sentences of a finding with their figures."""
    return f"{finding.message} {finding.fix}" % finding.params
