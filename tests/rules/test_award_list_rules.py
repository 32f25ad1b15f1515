"""AW31, AW32, OW01–OW04, OW08, OW10, OW11: the list of a nomination."""

from dataclasses import replace

import pytest

from rules.awards_facts import Ballot, Collective, Nominee, OtherNomination, Quota, UnitFacts
from tests.rules.samples import GOOD, confirmed, found, group, levels, one, past, person, told

FLAG = {"award": "co_ldld", "award_title": "Cờ thi đua"}


@pytest.mark.parametrize(
    ("nominee", "objects", "sentence"),
    [
        (person("n1", "Lưu Thị Sen"), ("unit",), "Cờ thi đua chỉ tặng tập thể; Lưu Thị Sen là cá nhân."),
        (group("n1", "Tổ Một"), ("unit",), "Cờ thi đua không tặng tổ công đoàn, công đoàn bộ phận: Tổ Một."),
        (group("n1", "Tổ Một"), ("person",), "Cờ thi đua chỉ tặng cá nhân; Tổ Một là tập thể."),
        (Nominee("n1", "unit", name="CĐCS A"), ("group",), "Cờ thi đua không tặng công đoàn cơ sở: CĐCS A."),
        (Nominee("n1", "household", name="Hộ A"), ("person",), "Cờ thi đua không tặng hộ gia đình: Hộ A."),
    ],
)
def test_ow01_an_award_goes_to_whom_it_is_for(nominee, objects, sentence):
    (finding,) = found("OW01", one(nominee, objects=objects, **FLAG))
    assert finding.blocks and finding.message % finding.params == sentence and finding.fix


def test_ow01_is_silent_for_the_right_object_and_asks_about_an_unknown_award():
    assert levels("OW01", GOOD) == []
    assert levels("OW01", one(person("n1", "A"), objects=None)) == ["ask"]


@pytest.mark.parametrize(
    ("nominee", "expected"),
    [
        (person("n1", "A"), []),
        (person("n1", "A", unit_id="u2"), ["block"]),
        (person("n1", "A", unit_id=None), ["ask"]),
        (Nominee("n1", "unit", id="u1"), []),
        (Nominee("n1", "unit", id="u2"), ["block"]),
        (Nominee("n1", "unit"), ["ask"]),
    ],
)
def test_ow02_a_unit_proposes_its_own(nominee, expected):
    assert levels("OW02", one(nominee)) == expected


def crowd(count, *, members=None, quota=None, group_quota=None, make=person):
    people = tuple(make(f"n{number}", f"Người {number}") for number in range(1, count + 1))
    return replace(
        GOOD,
        nominees=people,
        unit=UnitFacts("u1", "CĐCS", members=members),
        round=replace(GOOD.round, quota=quota, group_quota=group_quota),
        ballots={},
    )


@pytest.mark.parametrize(
    ("count", "members", "quota", "expected"),
    [
        (3, 23, Quota("share", 15, 100), []),
        (4, 23, Quota("share", 15, 100), ["block"]),
        (4, 23, Quota("share", 15, 100, rounding="up"), []),
        (5, 23, Quota("share", 15, 100, rounding="up"), ["block"]),
        (3, 23, Quota("share", 15, 100, rounding="half_up"), []),
        (4, 24, Quota("share", 15, 100, rounding="half_up"), []),
        (1, 5, Quota("share", 15, 100), ["block"]),
        (3, None, Quota("share", 15, 100), ["ask"]),
        (3, None, Quota("fixed", 3), []),
        (4, None, Quota("fixed", 3), ["block"]),
        (1, None, Quota("fixed", 0), ["block"]),
        (9, 23, Quota(), []),
        (9, 23, None, []),
        (9, 23, Quota("share", 15, None), ["ask"]),
        (9, 23, Quota("share", 15, 0), ["ask"]),
    ],
)
def test_ow03_the_quota_of_the_round(count, members, quota, expected):
    assert levels("OW03", crowd(count, members=members, quota=quota)) == expected


def test_ow03_explains_the_rounding():
    (finding,) = found("OW03", crowd(5, members=23, quota=Quota("share", 15, 100)))
    assert told(finding) == (
        "Danh sách có 5 trường hợp; chỉ tiêu 15% của 23 đoàn viên là 3,45, làm tròn xuống còn 3. "
        "Bớt 2 trường hợp, hoặc xin cấp trên giao thêm chỉ tiêu."
    )


def test_ow03_counts_the_kinds_of_each_quota():
    groups = Quota("fixed", 1, counts=("group", "unit"))
    assert levels("OW03", crowd(2, quota=Quota("fixed", 1), group_quota=groups, make=group)) == ["block"]
    assert levels("OW03", crowd(1, quota=Quota("fixed", 0), group_quota=groups, make=group)) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (person("n1", "A"), person("n2", "B"), []),
        (person("n1", "Vi Thị Nụ", id="p7"), person("n2", "Vi Thị Nụ", id="p7"), ["block"]),
        (person("n1", "Vi Thị Nụ", id="p7"), person("n2", "Vi Thị Nụ", id="p8"), []),
        (person("n1", "Vi Thị Nụ", id=None), person("n2", "vi thị nụ", id="p8"), ["ask"]),
        (person("n1", "", id=None), person("n2", "", id=None), []),
        (person("n1", "Một", id="7"), group("n2", "Một", id="7"), []),
    ],
)
def test_ow04_nobody_is_listed_twice(first, second, expected):
    assert levels("OW04", replace(GOOD, nominees=(first, second))) == expected


def test_ow04_points_at_the_later_rows():
    thrice = tuple(person(f"n{number}", "Vi Thị Nụ", id="p7") for number in (1, 2, 3))
    assert [each.subject for each in found("OW04", replace(GOOD, nominees=thrice))] == ["n2", "n3"]


def test_ow08_somebody_is_named():
    assert levels("OW08", GOOD) == []
    assert levels("OW08", replace(GOOD, nominees=())) == ["block"]


@pytest.mark.parametrize(
    ("award", "expected"),
    [
        (past("giay_khen_khac", year=2025), ["warn"]),
        (past("giay_khen_khac", year=2024), []),
        (past("giay_khen_khac", year=2025, level="province"), []),
        (past("giay_khen_khac", year=2025, form="dot_xuat"), []),
        (past("giay_khen_khac", year=None), []),
        (past(year=2025), []),
    ],
)
def test_ow10_another_award_of_the_same_year_and_level(award, expected):
    assert levels("OW10", one(person("n1", "A", past_awards=(award,)))) == expected
    assert levels("OW10", one(person("n1", "A", past_awards=None))) == ["ask"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (OtherNomination("KT-2025-00007", "giay_khen_ctt", "direct_upper", 2025), ["block"]),
        (OtherNomination("KT-2025-00007", "giay_khen_ctt", "direct_upper", 2024), []),
        (OtherNomination("KT-2025-00007", "bk_ldld", "province", 2025), []),
        (OtherNomination("KT-2025-00007"), []),
    ],
)
def test_ow11_one_open_dossier_per_nominee(other, expected):
    facts = one(person("n1", "A", other_nominations=(other,)))
    assert levels("OW11", facts) == expected
    assert all("KT-2025-00007" in told(each) for each in found("OW11", facts))


def ranked(votes, nominees, limit):
    return replace(
        GOOD,
        nominees=nominees,
        round=replace(GOOD.round, quota=Quota("fixed", limit)),
        ballots={nominee.key: Ballot(agree=agree) for nominee, agree in zip(nominees, votes, strict=True)},
    )


WOMAN, MAN, OTHER = (
    person("n1", "Ứng Thị Bích", sex="female"),
    person("n2", "Phí Đức Long", sex="male"),
    person("n3", "Cù Văn Mạnh", sex="male"),
)


@pytest.mark.parametrize(
    ("votes", "nominees", "limit", "expected"),
    [
        ((9, 9, 11), (WOMAN, MAN, OTHER), 2, ["warn"]),
        ((9, 8, 11), (WOMAN, MAN, OTHER), 2, []),
        ((9, 9, 11), (WOMAN, MAN, OTHER), 3, []),
        ((11, 9, 9), (WOMAN, MAN, OTHER), 2, []),
        ((9, 9, 11), (replace(WOMAN, sex=None), MAN, OTHER), 2, ["ask"]),
        ((9, None, 11), (WOMAN, MAN, OTHER), 2, ["ask"]),
    ],
)
def test_aw31_women_first_when_votes_are_equal_at_the_edge(votes, nominees, limit, expected):
    assert levels("AW31", ranked(votes, nominees, limit)) == expected


def test_aw31_says_who_comes_first():
    (finding,) = found("AW31", ranked((9, 9, 11), (WOMAN, MAN, OTHER), 2))
    assert "Ứng Thị Bích, Phí Đức Long cùng 9 phiếu đồng ý; khi bằng nhau, ưu tiên Ứng Thị Bích." in told(
        finding
    )


@pytest.mark.parametrize(("women", "expected"), [(7, ["warn"]), (6, []), (None, ["ask"])])
def test_aw31_collectives_with_seventy_percent_women_go_first(women, expected):
    first = group("n1", "Tổ Một", collective=Collective(members=10, women=women))
    second = group("n2", "Tổ Hai", collective=Collective(members=10, women=1))
    facts = ranked((9, 9), (first, second), 1)
    limit = Quota("fixed", 1, counts=("group", "unit"))
    facts = replace(facts, round=replace(facts.round, quota=None, group_quota=limit))
    assert levels("AW31", facts) == expected


@pytest.mark.parametrize(
    ("direct", "expected"),
    [
        ((True, True, False), []),
        ((True, True, False, False), []),
        ((True, False, False), ["warn"]),
        ((True, None, False), ["ask"]),
        ((False, None, False, False), ["warn"]),
        ((False, False), []),
    ],
)
def test_aw32_direct_workers_are_at_least_half(direct, expected):
    people = tuple(
        person(f"n{number}", f"Người {number}", is_direct_worker=told_) for number, told_ in enumerate(direct)
    )
    assert levels("AW32", replace(GOOD, nominees=people)) == expected


def test_aw32_takes_the_share_of_the_unit():
    people = tuple(person(f"n{number}", "A", is_direct_worker=number < 2) for number in range(3))
    stricter = confirmed("AW32", values={"direct_share": [70, 100]}, severity="block")
    assert levels("AW32", replace(GOOD, nominees=people), stricter) == ["block"]
