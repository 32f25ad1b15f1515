"""The catalogue of awards and the procedures: shape, cross references, and what a page needs of them."""

from datetime import date

import pytest

import reference
from rules.awards import RULES
from rules.catalogue import find, read, wired
from rules.errors import RuleDataError, UnknownAward
from tests.rules.samples import BONUS, RULE_DATA

AWARDS = read(reference.load("awards/catalogue.toml"))
PROCEDURES = reference.load("awards/procedures.toml")
UNIT_KINDS = set(reference.load("vocabulary.toml")["unit_kinds"])


def test_every_award_says_whom_it_is_for_and_who_decides():
    assert len(AWARDS) == 33
    for award in AWARDS.values():
        assert award.kinds and award.decided_by and award.basis and award.note
        assert set(award.unit_kinds) <= UNIT_KINDS, award.code
        assert (award.track == "union") == bool(award.unit_kinds), award.code
        assert bool(award.unit_kinds) == bool(award.collective), award.code


def test_the_certificate_of_the_direct_upper_union_has_the_procedure():
    award = find(AWARDS, "giay_khen_ctt")
    assert award.procedure == "award_nomination" and set(award.kinds) == {"person", "group", "unit"}
    assert {"sector", "province"} <= set(award.unit_kinds) and award.collective == "Ban Thường vụ"
    assert {code for code, each in AWARDS.items() if each.procedure} == set(PROCEDURES)
    assert set(wired(PROCEDURES, "giay_khen_ctt")) <= set(RULES)


def test_flags_are_for_collectives_and_ldtt_has_no_certificate():
    assert all("person" not in award.kinds for code, award in AWARDS.items() if code.startswith("co_"))
    assert [code for code, award in AWARDS.items() if not award.certificate] == ["ldtt", "xep_loai_cdcs"]


def test_every_code_that_rules_and_prizes_name_is_in_the_catalogue():
    classes = set(AWARDS) | {award.award_class for award in AWARDS.values()}
    assert {row.award for row in BONUS.coefficients} <= classes
    named = set()

    def collect(value, key=""):
        if isinstance(value, dict):
            for inner_key, inner in value.items():
                if key in ("titles", "any_of", "campaign_years") and inner_key != "no_flag":
                    named.add(inner_key)
                collect(inner, inner_key)
        elif isinstance(value, list):
            for inner in value:
                collect(inner, key)
        elif key in ("title", "after", "awards", "before", "once", "no_certificate", "certificate"):
            named.add(value)

    collect(RULE_DATA)
    assert len(named) > 10 and named <= classes


def test_the_confederation_is_of_ministry_rank():
    ranks = {code: AWARDS[code].award_class for code in ("cstd_tld", "bk_tld", "co_tld", "ttldxs_tld")}
    assert ranks == {"cstd_tld": "cstd_bo", "bk_tld": "bk_bo", "co_tld": "co_bo", "ttldxs_tld": "ttldxs"}


def test_awards_come_and_go():
    rows = reference.load("awards/catalogue.toml")["award"][:1]
    rows[0].update(since=date(2024, 1, 1), until=date(2024, 12, 31))
    award = read({"award": rows})["ldtt"]
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    assert [award.given_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": " "}, "award[0].title"),
        ({"for": []}, "award[0].for"),
        ({"for": ["everybody"]}, "award[0].for"),
        ({"level": "galaxy"}, "award[0].level"),
        ({"form": "khac"}, "award[0].form"),
        ({"status": "guessed"}, "award[0].status"),
        ({"decided_by": {}}, "award[0].decided_by"),
    ],
)
def test_bad_rows_are_refused_with_their_place(change, place):
    rows = reference.load("awards/catalogue.toml")["award"][:1]
    rows[0].update(change)
    with pytest.raises(RuleDataError) as refused:
        read({"award": rows})
    assert refused.value.place == place


def test_doubles_and_unknown_codes_are_refused():
    rows = reference.load("awards/catalogue.toml")["award"][:1]
    with pytest.raises(RuleDataError, match="stands twice"):
        read({"award": rows * 2})
    with pytest.raises(UnknownAward):
        find(AWARDS, "giay_khen_mat_trang")
    with pytest.raises(UnknownAward):
        wired(PROCEDURES, "co_ldld")
    with pytest.raises(RuleDataError, match="AW99"):
        wired({"x": {"wired": ["AW99"]}}, "x")
