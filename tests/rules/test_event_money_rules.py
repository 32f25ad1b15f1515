"""EV17–EV21, EV24 and the norms and sums behind them."""

from dataclasses import replace
from datetime import date

import pytest

import reference
from rules.errors import RuleDataError
from rules.event_budget import in_words, line_amount, same_words, settled, total
from rules.event_norms import NormTable
from rules.events_after import SettledLine, Settlement
from rules.events_facts import Approval, BudgetLine, Estimate, Named
from tests.rules.event_samples import (
    DELEGATES,
    GOOD,
    LINES,
    NORMS,
    SETTLEMENT,
    confirmed,
    event,
    found,
    levels,
    line,
)
from tests.rules.samples import told


@pytest.mark.parametrize(
    ("price", "locality", "expected"),
    [
        (149_999, "district", []),
        (150_000, "district", []),
        (150_001, "district", ["block"]),
        (200_000, "city", []),
        (200_001, "city", ["block"]),
        (100_000, "commune", []),
        (100_001, "commune", ["block"]),
        (200_000, None, ["ask"]),
        (None, "district", ["ask"]),
    ],
)
def test_ev17_meal_by_place(price, locality, expected):
    assert levels("EV17", event(line("b7", price=price), locality=locality)) == expected


@pytest.mark.parametrize(
    ("locality", "cap"), [("city", 260_000), ("district", 195_000), ("commune", 130_000)]
)
def test_ev17_eating_together_tops_up_to_130_percent(locality, cap):
    for price, expected in ((cap, []), (cap + 1, ["block"])):
        facts = event(line("b7", item="meal_together", price=price), locality=locality)
        assert levels("EV17", facts) == expected
    alone = NORMS.cap("meal_unsalaried", date(2025, 4, 15), None, locality)
    assert alone is not None and cap * 100 == alone.cap * 130


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 5, 3), "block"),
        (date(2025, 5, 4), "warn"),
        (date(2017, 7, 1), "block"),
        (date(2017, 6, 30), None),
    ],
)
def test_ev17_a_norm_blocks_only_while_its_act_was_read(day, expected):
    said = levels("EV17", event(line("b7", price=200_000), first_day=day))
    assert [each for each in said if each] == ([expected] if expected else [])


def test_ev17_exceptions_lines_without_norm_and_what_is_missing():
    dear = line("b7", price=200_000)
    assert levels("EV17", line("b7", price=200_000, exception="Thông báo 12/TB-CĐN")) == []
    assert levels("EV17", line("b3", price=9_000_000)) == []
    assert levels("EV17", line("b7", item=None, price=200_000)) == []
    assert levels("EV17", event(dear, first_day=None)) == ["ask"] * 8
    assert levels("EV17", replace(dear, norms=None)) == ["ask"] * 8
    assert levels("EV17", replace(dear, estimate=None)) == ["ask"]
    assert levels("EV17", replace(dear, estimate=Estimate())) == []


def test_the_lowest_cap_wins_and_a_province_stands_in_for_the_nation():
    rows = {
        "item": [{"code": "tea", "title": "Nước"}],
        "norm": [
            {"item": "tea", "cap": 40, "basis": "A", "status": "sourced"},
            {"item": "tea", "cap": 60, "basis": "B", "status": "sourced", "province": "x"},
        ],
    }
    day = date(2025, 6, 1)
    table = NormTable.from_dict(rows)
    assert [
        norm.basis if (norm := table.cap("tea", day, place, None)) else None for place in ("x", "y", None)
    ] == [
        "B",
        "A",
        "A",
    ]
    for cap, basis in ((50, "C"), (70, "B")):
        own = [{"item": "tea", "cap": cap, "basis": "C", "status": "confirmed"}]
        norm = NormTable.from_dict(rows, own).cap("tea", day, "x", None)
        assert norm is not None and norm.basis == basis
    assert table.cap("coffee", day, "x", None) is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"item": "coffee"}, "norm[0].item"),
        ({"cap": -1}, "norm[0].cap"),
        ({"cap": "40"}, "norm[0].cap"),
        ({"status": "heard"}, "norm[0].status"),
        ({"basis": ""}, "norm[0].basis"),
        ({"effective_from": "2025"}, "norm[0].effective_from"),
        ({"effective_from": date(2025, 2, 1), "effective_to": date(2025, 1, 1)}, "norm[0].effective_to"),
    ],
)
def test_bad_norms_are_refused_with_their_place(change, place):
    row = {"item": "tea", "cap": 40, "basis": "A", "status": "own", **change}
    with pytest.raises(RuleDataError) as refused:
        NormTable.from_dict({"item": [{"code": "tea", "title": "Nước"}], "norm": [row]})
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"amount": None}, "limit[0].amount"),
        ({"bodies": "host"}, "limit[0].bodies"),
        ({"unit_kind": ""}, "limit[0].unit_kind"),
    ],
)
def test_bad_limits_are_refused_with_their_place(change, place):
    row = {"unit_kind": "sector", "amount": 1, "basis": "A", "status": "own", **change}
    with pytest.raises(RuleDataError) as refused:
        NormTable.from_dict({"limit": [row]})
    assert refused.value.place == place


def test_shipped_norms_never_overlap():
    table = NormTable.from_dict(reference.load("events/norms.toml"))
    days = {day for norm in table.norms for day in (norm.start, norm.end) if day}
    for day in days:
        for item in table.items:
            for place in ("city", "district", "commune"):
                assert sum(norm.item == item and norm.holds(day, None, place) for norm in table.norms) <= 1


@pytest.mark.parametrize(
    ("amount", "kind", "bodies", "one_more"),
    [
        (20_000_000, "grassroots", (), False),
        (20_000_001, "grassroots", (), True),
        (19_999_999, "grassroots", ("host", "department"), False),
        (0, "grassroots", ("host", "union_province"), True),
        (90_000_000, "sector", ("union_province",), False),
    ],
)
def test_over_a_limit_one_more_level_decides(amount, kind, bodies, one_more):
    limit = NORMS.one_more_level(amount, kind, date(2025, 4, 15), bodies)
    assert (limit is not None) == one_more


@pytest.mark.parametrize(
    ("quantity", "untold", "expected"),
    [(2, 0, []), (3, 0, []), (4, 0, ["block"]), (4, 1, ["ask"]), (5, 1, ["block"]), (None, 0, ["ask"])],
)
def test_ev18_meals_for_those_without_a_salary(quantity, untold, expected):
    delegates = tuple(
        replace(each, salaried=None) if place < untold else each for place, each in enumerate(DELEGATES)
    )
    assert levels("EV18", replace(line("b7", quantity=quantity), delegates=delegates)) == expected


def test_ev18_never_to_somebody_with_a_salary():
    paid = DELEGATES[0]
    facts = line("b7", payees=(Named(paid.name, paid.id), Named("Người ngoài")))
    assert [told(each).partition(".")[0] for each in found("EV18", facts)] == [
        "«Hỗ trợ tiền ăn khách không hưởng lương»: Đại biểu u1 số 1 hưởng lương từ ngân sách "
        "nên không được hỗ trợ tiền ăn"
    ]
    assert levels("EV18", replace(GOOD, delegates=None)) == ["ask"]
    assert levels("EV18", replace(GOOD, norms=None)) == []


@pytest.mark.parametrize(
    ("quantity", "times", "expected"),
    [(95, 1, []), (96, 1, ["warn"]), (48, 2, ["warn"]), (47, 2, []), (None, 1, ["ask"])],
)
def test_ev19_tea_for_those_present_and_five_percent_more(quantity, times, expected):
    # 91 persons × 1,05 = 95,55.
    assert levels("EV19", line("b1", quantity=quantity, times=times)) == expected


def test_ev19_exactly_the_reserve_and_what_is_missing():
    hundred = replace(line("b1", quantity=105), guests=15)
    assert hundred.persons == 100 and levels("EV19", hundred) == []
    assert levels("EV19", replace(hundred, guests=14)) == ["warn"]
    assert levels("EV19", replace(hundred, guests=None)) == ["ask"]
    assert levels("EV19", replace(hundred, sessions=None)) == ["ask"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"amount": None}, []),
        ({"amount": 1_900_001}, ["block"]),
        (
            {"quantity": 94},
            [
                "block",
                "block",
            ],
        ),
        ({"times": 2}, ["block", "block"]),
        ({"price": None}, ["ask"]),
    ],
)
def test_ev20_lines(changes, expected):
    said = levels("EV20", line("b1", **changes))
    # A line whose factors are wrong no longer fits the total either, nor the total its words.
    assert said[: len(expected)] == expected


@pytest.mark.parametrize(
    ("sum_", "words", "expected"),
    [
        (8_950_000, "Tám triệu chín trăm năm mươi nghìn đồng", []),
        (8_950_000, "tám triệu chín trăm năm mươi ngàn đồng chẵn.", []),
        (8_950_000, None, []),
        (None, "Tám triệu chín trăm năm mươi nghìn đồng", []),
        (8_949_999, None, ["block"]),
        (8_950_000, "Tám triệu chín trăm năm mươi đồng", ["block"]),
        (8_950_001, "Tám triệu chín trăm năm mươi nghìn đồng", ["block", "block"]),
    ],
)
def test_ev20_total_and_words(sum_, words, expected):
    assert levels("EV20", replace(GOOD, estimate=Estimate(LINES, sum_, words))) == expected


def test_words_are_compared_by_what_they_say():
    assert in_words(1_001) == "Một nghìn không trăm linh một đồng"
    assert same_words(1_001, "(một ngàn không trăm lẻ một đồng)") and not same_words(1_011, in_words(1_001))
    assert line_amount(BudgetLine("b", quantity=3, price=5, times=2)) == 30
    assert total([]) == 0 and total([BudgetLine("b")]) is None


def decided(approved, total_=8_950_000):
    return replace(GOOD, estimate=replace(GOOD.estimate, approved=approved, total=total_), settlement=None)


@pytest.mark.parametrize(
    ("approved", "expected"), [(8_950_000, []), (8_950_001, []), (8_949_999, ["block"]), (None, ["ask"])]
)
def test_ev21_estimate_and_approved_sum(approved, expected):
    assert levels("EV21", decided(approved)) == expected


def test_ev21_nothing_is_asked_before_anybody_has_decided():
    waiting = replace(decided(None), approvals={"event_estimate": Approval(approved=False)})
    assert levels("EV21", waiting) == levels("EV21", replace(waiting, approvals={})) == []
    assert levels("EV21", replace(GOOD, estimate=None)) == ["ask"]


def spent(first, **changes):
    rows = (
        replace(SETTLEMENT.lines[0], actual=first, reason=changes.pop("reason", None)),
        *SETTLEMENT.lines[1:],
    )
    return replace(GOOD, settlement=replace(SETTLEMENT, lines=rows, **changes))


@pytest.mark.parametrize(
    ("actual", "changes", "expected"),
    [
        (2_090_000, {}, []),
        (2_090_001, {}, ["warn"]),
        (2_090_001, {"reason": "Thêm 5 đại biểu"}, []),
        (2_240_000, {"reason": "Thêm khách"}, []),
        (2_240_001, {"reason": "Thêm khách"}, ["block"]),
        (2_240_001, {"reason": "Thêm khách", "more_approved_on": date(2025, 4, 16)}, []),
        (2_240_001, {"reason": "Thêm khách", "more_approved_on": date(2025, 4, 17)}, ["block"]),
        (2_240_001, {"reason": " ", "more_approved_on": date(2025, 4, 15)}, ["warn"]),
        (None, {}, ["ask"]),
    ],
)
def test_ev21_spending_line_by_line_and_in_all(actual, changes, expected):
    assert levels("EV21", spent(actual, **changes)) == expected


def test_a_settlement_says_what_is_left_and_what_is_owed():
    lines = (SettledLine("a", "A", 100, 111), SettledLine("b", "B", 100, 80), SettledLine("c", "C", 0, 1))
    sums = settled(Settlement(lines, advance=150), (10, 100))
    assert sums is not None
    assert [(row.diff, row.over) for row in sums.rows] == [(11, True), (-20, False), (1, True)]
    assert (sums.estimate, sums.actual, sums.diff, sums.left, sums.owed) == (200, 192, -8, 0, 42)
    assert settled(Settlement((SettledLine("a"),)), (10, 100)) is None


@pytest.mark.parametrize(
    ("maker", "approver", "expected"),
    [("P04", "P01", []), ("P01", "P01", ["block"]), (None, "P01", ["ask"]), ("P04", None, [])],
)
@pytest.mark.parametrize("kind", ["event_plan", "event_estimate"])
def test_ev24_who_makes_it_does_not_approve_it(kind, maker, approver, expected):
    approvals = {**GOOD.approvals, kind: Approval(approved=True, maker=maker, approver=approver)}
    assert levels("EV24", replace(GOOD, approvals=approvals)) == expected


def test_ev24_nobody_approves_money_for_themselves():
    own = line("b5", approver=None)
    (finding,) = found("EV24", own)
    assert (finding.level, finding.subject) == ("block", "b5")
    assert told(finding).startswith("«Đề dẫn, báo cáo viên»: Đinh Thu Hạnh tự duyệt khoản chi cho mình.")
    assert levels("EV24", line("b5", payees=(Named("Đinh Thu Hạnh"),), approver=None)) == []
    assert levels("EV24", replace(own, approvals={})) == []


def test_ev19_and_ev21_lines_keep_their_weight_when_confirmed():
    assert levels("EV19", line("b1", quantity=96), confirmed("EV19")) == ["warn"]
    assert levels("EV21", spent(2_090_001), confirmed("EV21")) == ["warn"]
