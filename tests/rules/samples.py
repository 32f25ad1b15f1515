"""A nomination that every wired rule accepts, and ways to change it; all names are invented."""

from dataclasses import replace
from datetime import date
from typing import Any

import reference
from rules.awards import RULES, PerDossier
from rules.awards_facts import (
    AwardFacts,
    AwardRound,
    Ballot,
    Initiative,
    Meeting,
    Nominee,
    PastAward,
    Quota,
    UnitFacts,
)
from rules.bonus import BonusTable
from rules.finding import Finding
from rules.ruleset import RuleSet

ON = date(2025, 12, 5)
RULE_DATA = reference.load("awards/rules.toml")
SHIPPED = RuleSet.from_dict(RULE_DATA, ON)
BONUS = BonusTable.from_dict(reference.load("awards/bonus.toml"))
WIRED = tuple(reference.load("awards/procedures.toml")["giay_khen_ctt"]["wired"])

ROUND = AwardRound(
    award="giay_khen_ctt",
    award_title="Giấy khen của Công đoàn ngành Y tế",
    objects=("person", "group", "unit"),
    level="direct_upper",
    year=2025,
    form="toan_dien",
    opens=date(2025, 11, 10),
    deadline=date(2025, 12, 12),
    nominated_on=ON,
    cutoff=date(2025, 11, 30),
    counted_from=date(2025, 1, 1),
    quota=Quota("fixed", 3),
    purse="Tài chính Công đoàn ngành năm 2025",
    prizes={"person": 700_000, "group": 1_400_000, "unit": 1_400_000},
)
UNIT = UnitFacts("u1", "CĐCS Bệnh viện Đa khoa tỉnh", members=612, ratings={2025: "HTXS"})
INITIATIVE = Initiative(
    "i1",
    "Sổ bàn giao ca điện tử",
    year=2025,
    scope="unit",
    recognised_by="Bệnh viện Đa khoa tỉnh",
    decision_no="212/QĐ-BV",
    decision_date=date(2025, 10, 20),
    used_for=(),
    certificate=True,
)


def person(key: str, name: str, **changes: Any) -> Nominee:
    """A person about whom everything is known and nothing stands in the way."""
    known: dict[str, Any] = {
        "id": f"p-{key}",
        "name": name,
        "unit_id": "u1",
        "sex": "male",
        "is_leader": False,
        "is_direct_worker": True,
        "hired_on": date(2015, 3, 1),
        "absent_days": 3,
        "registered": True,
        "fined": False,
        "discipline": (),
        "open_case": False,
        "ratings": {2023: "HTT", 2024: "HTXS", 2025: "HTXS"},
        "initiatives": (INITIATIVE,),
        "past_awards": (),
        "awards_complete": True,
        "results_text": "Trực 96 ca, không để xảy ra sai sót.",
        "report": "made",
        "report_signatures": 3,
    }
    return Nominee(key, "person", **{**known, **changes})


def group(key: str, name: str, **changes: Any) -> Nominee:
    """A collective about which everything is known and nothing stands in the way."""
    known: dict[str, Any] = {
        "id": f"g-{key}",
        "name": name,
        "unit_id": "u1",
        "registered": True,
        "discipline": (),
        "open_case": False,
        "ratings": {2023: "HTT", 2024: "HTXS", 2025: "HTXS"},
        "initiatives": (),
        "past_awards": (),
        "awards_complete": True,
        "results_text": "Điểm tổ công đoàn: 96.",
        "report": "scan",
        "report_signatures": 3,
    }
    return Nominee(key, "group", **{**known, **changes})


BALLOT = Ballot(issued=11, collected=11, valid=11, invalid=0, agree=11, disagree=0, interested_voted=False)
GOOD = AwardFacts(
    round=ROUND,
    unit=UNIT,
    nominees=(
        group("n1", "Tổ Công đoàn Khoa Nội"),
        person("n2", "Ứng Thị Bích", sex="female"),
        person("n3", "Phí Đức Long"),
    ),
    meeting=Meeting(
        held_on=date(2025, 11, 28),
        members_total=11,
        present=11,
        written=0,
        mode="secret",
        participant_ids=("p-a", "p-b"),
    ),
    ballots={"n1": BALLOT, "n2": BALLOT, "n3": BALLOT},
    papers={"award_minutes": "draft"},
    bonus=BONUS,
)


def one(nominee: Nominee, facts: AwardFacts = GOOD, **round_changes: Any) -> AwardFacts:
    """The nomination with this nominee alone."""
    return replace(
        facts, nominees=(nominee,), ballots={nominee.key: BALLOT}, round=replace(facts.round, **round_changes)
    )


def past(award: str = "giay_khen_ctt", **changes: Any) -> PastAward:
    """An award of an earlier year."""
    known: dict[str, Any] = {
        "title": "Giấy khen",
        "level": "direct_upper",
        "year": 2023,
        "form": "toan_dien",
        "decision_no": "30/QĐ-CĐN",
        "decision_date": date(2023, 12, 20),
    }
    return PastAward(award, **{**known, **changes})


def found(rule_id: str, facts: AwardFacts, ruleset: RuleSet = SHIPPED) -> list[Finding]:
    """What one rule itself says about all nominees of its kinds; nothing when it is met."""
    rule = ruleset.get(rule_id)
    assert rule is not None, f"{rule_id} does not hold on {ruleset.on}"
    entry = RULES[rule_id]
    if isinstance(entry, PerDossier):
        return entry.check(facts, rule)
    return [
        finding
        for nominee in facts.nominees
        if nominee.kind in entry.kinds
        for finding in entry.check(facts, nominee, rule)
    ]


def levels(rule_id: str, facts: AwardFacts, ruleset: RuleSet = SHIPPED) -> list[str]:
    """Levels of what one rule says, without what it merely reports as met."""
    return [finding.level for finding in found(rule_id, facts, ruleset) if finding.level != "pass"]


def confirmed(rule_id: str, **row: Any) -> RuleSet:
    """The shipped rules with one row of an administrator."""
    by = {"rule": rule_id, "confirmed_by": "Đinh Thu Hạnh", "confirmed_on": date(2025, 1, 2)}
    return RuleSet.from_dict(RULE_DATA, ON, [{**by, **row}])


def told(finding: Finding) -> str:
    """The Vietnamese sentences of a finding with their figures."""
    return f"{finding.message} {finding.fix}" % finding.params
