"""Whatever is missing, no rule raises and none fails because of it: it asks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.awards import COMPLETENESS, RULES, check
from rules.awards_facts import (
    AwardFacts,
    AwardRound,
    Ballot,
    Collective,
    Discipline,
    Initiative,
    Meeting,
    Nominee,
    OtherNomination,
    PastAward,
    Quota,
    Service,
    UnitFacts,
)
from rules.ruleset import RuleSet
from tests.rules.samples import BONUS, GOOD, RULE_DATA, SHIPPED, WIRED, told

CODES = (
    "giay_khen_ctt",
    "cstdcs",
    "cstd_bo",
    "cstdtq",
    "co_bo",
    "co_cp",
    "bk_bo",
    "bk_ttg",
    "hcld_ba",
    "knc_cd",
)
FORMS = ("toan_dien", "chuyen_de", "dot_xuat", "so_tong_ket")
BY = {"confirmed_by": "Đinh Thu Hạnh", "confirmed_on": date(2025, 1, 2)}
EVERYTHING_BLOCKS = RuleSet.from_dict(
    RULE_DATA, GOOD.round.nominated_on, [{"rule": rule_id, "severity": "block", **BY} for rule_id in RULES]
)

RATINGS = ("HTXS", "HTT", "HT", "KHT", "KXL")


# Keys and lists tell what is there; without them there is nothing to judge. The rest may be missing anywhere.
# A quota and the round's prizes are the round's own settings: the quota that is not set does not hold.
NEVER_DROPPED = {
    "key", "kind", "id", "name", "award", "award_title", "dossier", "is_ground", "cited", "nominees", "ballots",
    "stage", "close_ids", "other_nominations", "counts", "rounding", "title", "form_of_vote", "round", "unit",
    "collective", "service", "award_years", "special_years", "prizes", "award_class", "bonus",
}  # fmt: skip


class Maker:
    """Draws a whole nomination, everything told, from one seed: far quicker than one draw per field."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def some(self, make: Callable[[], Any], most: int) -> tuple[Any, ...]:
        return tuple(make() for _ in range(self.random.randint(0, most)))

    def pick(self, *values: Any) -> Any:
        return self.random.choice(values)

    def yes(self) -> bool:
        return self.random.random() < 0.5

    def small(self) -> int:
        return self.random.randint(0, 14)

    def year(self) -> int:
        return self.random.randint(2021, 2026)

    def day(self) -> date:
        return date(2021, 1, 1) + timedelta(days=self.random.randint(0, 2100))

    def ratings(self) -> dict[int, str]:
        return {year: self.pick(*RATINGS) for year in range(2018, 2027) if self.random.random() < 0.9}

    def discipline(self) -> Discipline:
        start = self.day()
        return Discipline("canh_cao", start, start + timedelta(days=self.random.randint(30, 700)))

    def initiative(self) -> Initiative:
        return Initiative(
            id=self.pick("i1", "i2", "i3"),
            name="Sáng kiến",
            year=self.year(),
            scope=self.pick("unit", "province", "national"),
            recognised_by="Bệnh viện",
            decision_no="12/QĐ-BV",
            decision_date=self.day(),
            used_for=self.pick((), ("Chiến sĩ thi đua cơ sở",)),
            is_ground=self.yes(),
            certificate=self.yes(),
            benefit=self.random.randint(0, 200_000_000),
        )

    def past_award(self) -> PastAward:
        return PastAward(
            award=self.pick(*CODES),
            title="Danh hiệu",
            level=self.pick("direct_upper", "province"),
            year=self.year(),
            form=self.pick(*FORMS),
            decision_no="1/QĐ",
            decision_date=self.day(),
            achievement=self.pick("a", "b", "c", "d"),
            cited=self.yes(),
        )

    def other(self) -> OtherNomination:
        return OtherNomination("KT-2025-00001", self.pick(*CODES), "direct_upper", self.year())

    def collective(self) -> Collective:
        return Collective(
            *(self.small() for _ in range(5)),
            serious_discipline=self.yes(),
            founded_on=self.day().replace(year=self.random.randint(2005, 2020), day=1),
            leads_block=self.yes(),
            leads_campaign=self.yes(),
            campaign_years=self.small(),
            **{name: self.yes() for name in ("no_strike", "no_fatal_accident", "agreement", "democracy")},
            no_key_officer_disciplined=self.yes(),
        )

    def service(self) -> Service:
        return Service(
            transferred=self.yes(),
            months_at_old_unit=self.small(),
            old_unit_opinion=self.yes(),
            seconded=self.yes(),
            sending_unit=self.pick("u1", "u2"),
            study_months=self.small(),
            study_grade=self.pick("kha", "trung_binh"),
            union_years_full_time=self.small(),
            union_years_part_time=self.small(),
            leader_months=self.small(),
            leader_months_required=self.small(),
        )

    def nominee(self, key: str) -> Nominee:
        return Nominee(
            key=key,
            kind=self.pick("person", "person", "group", "unit"),
            id=self.pick("a", "b", "c", "d"),
            name=self.pick("Phí Đức Long", "Ứng Thị Bích", "100% {0} %(x)s"),
            unit_id=self.pick("u1", "u1", "u2"),
            sex=self.pick("male", "female"),
            is_leader=self.yes(),
            is_direct_worker=self.yes(),
            hired_on=self.day(),
            absent_days=self.random.randint(0, 90),
            registered=self.yes(),
            fined=self.yes(),
            discipline=self.some(self.discipline, 2),
            open_case=self.yes(),
            ratings=self.ratings(),
            leads=self.pick("unit", "group"),
            collective_ratings=self.ratings(),
            special_years={self.year(): "maternity"},
            initiatives=self.some(self.initiative, 3),
            past_awards=self.some(self.past_award, 12),
            award_years=frozenset(self.some(self.year, 9)),
            awards_complete=self.yes(),
            other_nominations=self.some(self.other, 3),
            achievement=self.pick("a", "b", "c", "d"),
            counted_from=self.day(),
            route="cong_trang",
            no_flag=self.yes(),
            results_text=self.pick("Làm tốt.", ""),
            report=self.pick("made", "scan", None),
            report_signatures=self.random.randint(0, 3),
            close_ids=("p-x",),
            collective=self.collective(),
            service=self.service(),
        )

    def round(self) -> AwardRound:
        return AwardRound(
            award=self.pick(*CODES),
            award_title="Giấy khen",
            objects=self.pick(("person",), ("group", "unit")),
            level=self.pick("direct_upper", "province"),
            year=self.year(),
            form=self.pick(*FORMS),
            opens=self.day(),
            deadline=self.day(),
            nominated_on=self.day(),
            decision_date=date(2025, 12, 15),
            cutoff=self.day(),
            counted_from=self.day(),
            quota=Quota(self.pick("share", "fixed"), self.random.randint(0, 3), self.random.randint(1, 20)),
            min_rating=self.pick("HTXS", "HTT"),
            purse=self.pick("", "Nguồn"),
            theme_total=self.random.randint(0, 400),
            upper_union_total=self.small(),
        )

    def facts(self) -> AwardFacts:
        nominees = tuple(self.nominee(f"n{number}") for number in range(self.random.randint(0, 4)))
        votes = ("issued", "collected", "valid", "invalid", "agree", "disagree")
        return AwardFacts(
            round=self.round(),
            unit=UnitFacts("u1", "CĐCS", self.random.randint(0, 60), self.ratings(), self.small()),
            nominees=nominees,
            meeting=Meeting(
                self.day(),
                self.small(),
                self.small(),
                self.small() - 1,
                self.pick("secret", "hands"),
                ("a", "p-x"),
            ),
            ballots={
                each.key: Ballot(
                    **{name: self.random.randint(8, 11) for name in votes}, interested_voted=self.yes()
                )
                for each in nominees
            },
            papers=self.pick({}, {"award_minutes": "draft"}, {"award_minutes": "issued"}),
            stage=self.pick("submission", "before_committee"),
            published=self.yes(),
            published_working_days=self.random.randint(0, 20),
            bonus=BONUS,
        )


def thinned(value: Any, drop: Any) -> Any:
    """The same facts with some of what may be missing missing: `drop()` decides, field by field."""
    if isinstance(value, tuple):
        return tuple(thinned(each, drop) for each in value)
    if isinstance(value, Mapping):
        return {key: thinned(each, drop) for key, each in value.items()}
    if not is_dataclass(value) or value is BONUS:
        return value
    changes: dict[str, Any] = {}
    for each in fields(value):
        inner = getattr(value, each.name)
        if each.name in NEVER_DROPPED or inner is None:
            changes[each.name] = thinned(inner, drop)
        elif isinstance(inner, Mapping):
            changes[each.name] = {key: thinned(kept, drop) for key, kept in inner.items() if not drop()}
        else:
            changes[each.name] = None if drop() else thinned(inner, drop)
    return replace(value, **changes)


def failures(facts: AwardFacts, wired: Iterable[str] = RULES) -> set[tuple[str, str | None]]:
    said = check(facts, EVERYTHING_BLOCKS, wired)
    for finding in said:
        assert told(finding)
    return {
        (finding.rule, finding.subject)
        for finding in said
        if finding.verdict == "FAIL" and finding.rule not in COMPLETENESS
    }


seeds = st.integers(0, 2**32)


@settings(max_examples=250)
@given(seed=seeds, share=st.integers(0, 10))
def test_what_is_missing_never_fails(seed, share):
    facts, which = Maker(seed).facts(), Random(seed + 1)
    fewer = thinned(facts, lambda: which.randrange(10) < share)
    assert failures(fewer) <= failures(facts)


@settings(max_examples=100)
@given(seed=seeds, share=st.integers(1, 10))
def test_nothing_missing_makes_a_good_nomination_fail(seed, share):
    which = Random(seed)
    assert failures(thinned(GOOD, lambda: which.randrange(10) < share), WIRED) == set()


def test_nothing_known_at_all_only_asks():
    nominees = (Nominee("n1", "person"), Nominee("n2", "group"))
    empty = AwardFacts(AwardRound("giay_khen_ctt"), UnitFacts("u1"), nominees)
    for rule_id in set(RULES) - COMPLETENESS:
        verdicts = {each.verdict for each in check(empty, EVERYTHING_BLOCKS, [rule_id])}
        assert verdicts <= {"NEEDS_REVIEW", "PASS"}, rule_id
    assert {each.rule for each in check(empty, SHIPPED) if each.blocks} == {"AW36", "OW07", "OW14"}


def test_the_draws_reach_a_breach_of_every_rule():
    """Guards the tests above: over facts that breach nothing they could not fail."""
    reached = {rule for seed in range(300) for rule, _ in failures(Maker(seed).facts())}
    # AW08 knows no cap today; OW09 asks only.
    assert set(RULES) - COMPLETENESS - reached == {"AW08", "OW09"}
