"""Legal bases: which acts hold on a day, what replaced the others, and what the shipped list promises."""

from datetime import date, timedelta

import pytest

import reference
from rules.bases import cited, findings, outdated, read, renewed, replaced, valid
from rules.errors import RuleDataError

ACTS = read(reference.load("legal_bases.toml"))


def codes(on, kind="award"):
    return [act.code for act in valid(ACTS, on, kind=kind)]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2018, 6, 1), ["luat_cong_doan_2012", "dieu_le_xii", "qd_2106_2017"]),
        (
            date(2025, 6, 30),
            ["luat_cong_doan_2012", "luat_tdkt_2022", "nd_98_2023", "dieu_le_cdvn", "qd_999_2024"],
        ),
        (
            date(2025, 7, 1),
            ["luat_cong_doan_2024", "luat_tdkt_2022", "nd_152_2025", "dieu_le_cdvn", "qd_999_2024"],
        ),
        (
            date(2025, 12, 5),
            ["luat_cong_doan_2024", "luat_tdkt_2022", "nd_152_2025", "dieu_le_cdvn", "qd_999_2024"],
        ),
    ],
)
def test_bases_of_a_day(on, expected):
    assert codes(on) == expected


def test_bases_follow_the_kind_of_paper():
    assert "hd_1294_2019" in codes(date(2025, 12, 5), "review")
    assert "nd_152_2025" not in codes(date(2025, 12, 5), "event")
    assert set(codes(date(2025, 12, 5), None)) > set(codes(date(2025, 12, 5)))


@pytest.mark.parametrize(
    ("on", "code", "successor", "early"),
    [
        (date(2025, 7, 1), "nd_98_2023", "nd_152_2025", False),
        (date(2025, 12, 5), "qd_777_2004", "qd_999_2024", False),
        (date(2018, 6, 1), "qd_777_2004", "qd_2106_2017", False),
        (date(2025, 6, 30), "luat_cong_doan_2024", None, True),
    ],
)
def test_what_is_not_in_force_is_reported_with_its_successor(on, code, successor, early):
    (report,) = replaced(ACTS, [code], on)
    assert report.act.code == code and report.early is early
    assert (report.successor.code if report.successor else None) == successor


def test_what_is_in_force_or_unknown_is_not_reported():
    assert replaced(ACTS, ["nd_152_2025", "a unit's own rule"], date(2025, 12, 5)) == []


@pytest.mark.parametrize(
    ("ground", "on", "expected"),
    [
        (
            "Căn cứ Quyết định số 1689/QĐ-TLĐ ngày 12/11/2019",
            date(2025, 12, 5),
            ("qd_1689_2019", "qd_999_2024"),
        ),
        ("Căn cứ Quyết định số 1689 / QĐ – TLĐ", date(2025, 12, 5), ("qd_1689_2019", "qd_999_2024")),
        ("căn cứ quyết định số 1689/qđ-tlđ;", date(2024, 5, 29), ("qd_1689_2019", "qd_999_2024")),
        ("Căn cứ Quyết định số 1689/QĐ-TLĐ", date(2024, 5, 28), None),
        ("Căn cứ Nghị định số 98/2023/NĐ-CP.", date(2025, 7, 1), ("nd_98_2023", "nd_152_2025")),
        ("Căn cứ Nghị định số 98/2023/NĐ-CP", date(2025, 6, 30), None),
        ("Căn cứ Nghị định số 198/2023/NĐ-CP", date(2025, 7, 1), None),
        ("Căn cứ Nghị định số 98/2023/NĐ-CPX", date(2025, 7, 1), None),
        (
            "Căn cứ Luật Công đoàn số 12/2012/QH13",
            date(2025, 7, 1),
            ("luat_cong_doan_2012", "luat_cong_doan_2024"),
        ),
        ("Căn cứ Luật Công đoàn", date(2025, 7, 1), None),
        ("Căn cứ Hướng dẫn 1931/HD-TLĐ", date(2025, 11, 1), ("hd_1931_2014", "hd_1294_2019")),
        ("Căn cứ Quyết định số 1014/QĐ-TLĐ", date(2024, 5, 14), ("qd_1014_2011", "qd_933_2024")),
        ("Căn cứ Quy định số 124-QĐ/TW", date(2025, 12, 1), ("qdi_124_2023", "qdi_366_2025")),
        ("Căn cứ Luật Công đoàn số 50/2024/QH15", date(2025, 6, 30), ("luat_cong_doan_2024", None)),
        ("Căn cứ Biên bản họp ngày 05/12/2025", date(2025, 12, 5), None),
        ("", date(2025, 12, 5), None),
    ],
)
def test_a_replaced_act_in_a_later_ground_is_reported_with_its_successor(ground, on, expected):
    found = outdated(ACTS, ["Căn cứ Điều lệ Công đoàn Việt Nam", ground], on)
    codes = [
        (each.replaced.act.code, each.replaced.successor and each.replaced.successor.code) for each in found
    ]
    assert codes == ([expected] if expected else [])
    assert [each.line for each in found] == [1] * len(codes)


def test_every_act_is_found_in_the_line_that_papers_print():
    for act in ACTS.values():
        if act.number:
            assert act in cited(ACTS, act.printed), act.code


def test_lines_are_printed_from_can_cu_on_without_a_closing_mark():
    for act in ACTS.values():
        assert act.printed.startswith("Căn cứ ") and act.printed[-1] not in ";.,", act.code
        assert act.number in act.printed, act.code


def test_a_successor_takes_over_without_a_gap():
    for act in ACTS.values():
        if act.replaced_by is not None:
            assert act.in_force_to is not None, act.code
            assert ACTS[act.replaced_by].holds(act.in_force_to + timedelta(days=1)), act.code
            assert not act.holds(act.in_force_to + timedelta(days=1)), act.code


ROW = {
    "code": "a",
    "type": "Luật",
    "number": "1",
    "issuer": "Quốc hội",
    "title": "Luật",
    "printed": "Căn cứ Luật 1",
    "status": "sourced",
}


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([{**ROW, "status": "old"}], "act[0].status"),
        ([{key: ROW[key] for key in ROW if key != "printed"}], "act[0].printed"),
        ([ROW, ROW], "act[1].code"),
        ([{**ROW, "date": "2025-01-01"}], "act[0].date"),
        ([{**ROW, "replaced_by": "b"}], "a.replaced_by"),
        ([{**ROW, "replaced_by": "b"}, {**ROW, "code": "b", "replaced_by": "a"}], "a.replaced_by"),
    ],
)
def test_bad_rows_are_refused_with_their_place(rows, place):
    with pytest.raises(RuleDataError) as refused:
        read({"act": rows})
    assert refused.value.place == place


SAID = [
    # line, day → (warned, successor's code)
    ("Căn cứ Nghị định số 98/2023/NĐ-CP của Chính phủ", date(2025, 12, 5), "nd_152_2025"),
    ("nd_98_2023", date(2025, 12, 5), "nd_152_2025"),
    ("Căn cứ Nghị định 98 / 2023 / NĐ – CP", date(2025, 12, 5), "nd_152_2025"),
    ("Căn cứ Nghị định số 152/2025/NĐ-CP", date(2025, 6, 30), ""),
]


@pytest.mark.parametrize(("line", "on", "successor"), SAID)
def test_a_ground_that_has_ended_is_told_with_the_line_to_print(line, on, successor):
    (told,) = findings(ACTS, {"round.extra_bases": ["Kế hoạch số 12/KH-CĐCS", line]}, on)
    assert (told.level, told.field, told.blocks) == ("warn", "round.extra_bases", False)
    assert "%" not in told.message % told.params + told.fix % told.params
    if successor:
        assert told.params["line"] == ACTS[successor].printed
    assert renewed(ACTS, line, on) == (ACTS[successor].printed if successor else line) or line in ACTS


def test_an_act_that_holds_is_passed_over():
    lines = [act.printed for act in valid(ACTS, date(2025, 12, 5))]
    assert findings(ACTS, {"bases": lines}, date(2025, 12, 5)) == []
