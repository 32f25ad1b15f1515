"""Both demonstration events: every count, sum, share, date and finding of the domain notes comes out."""

from dataclasses import replace
from datetime import date

import pytest

import reference
from rules.event_budget import in_words, line_amount, settled, total
from rules.event_contributions import count
from rules.event_followup import handled, progress
from rules.event_presence import attended, certified
from rules.event_quiz import average
from rules.event_times import minutes, spoken_minutes
from rules.events import check
from rules.ruleset import RuleSet
from rules.said import compare, parse_said
from tests.rules import event_samples as first
from tests.rules import event_training_sample as second
from tests.rules.event_samples import (
    CALENDAR,
    EVENT_RULES,
    GOOD,
    NORMS,
    RECOMMENDATIONS,
    SHIPPED,
    confirmed,
    found,
    levels,
    line,
    stage,
)
from tests.rules.event_training_sample import TRAINING
from tests.rules.samples import told
from vietnamese.numbers import decimal_comma, percent


@pytest.mark.parametrize(
    "name", ["plan", "invitation", "programme", "ready", "minutes", "report", "settlement", "closing"]
)
def test_the_workshop_passes_every_stage(name):
    said = check(GOOD, SHIPPED, stage(name))
    assert {each.level for each in said} == {"pass"} and [each.rule for each in said] == list(stage(name))


def test_the_workshops_lead_times():
    assert CALENDAR.is_holiday(date(2025, 4, 7))
    assert CALENDAR.between(date(2025, 3, 21), first.DAY) == 16
    assert CALENDAR.between(date(2025, 3, 31), first.DAY) == 10
    assert levels("EV05", GOOD) == []


def test_the_workshops_delegates():
    assert GOOD.called == 84 and GOOD.attended == 80 and percent(80, 84, 1) == "95,2%"
    assert GOOD.persons == 80 + 6 + 5 and first.PLANNED.persons == 95
    both = compare(parse_said("84"), parse_said("80"))
    assert both.message % both.params == "Kế hoạch 84, thực hiện 80 (95,2%)."


def test_the_workshops_contributions():
    counts = count(first.CONTRIBUTIONS, first.FIELDS, first.UNITS)
    assert (counts.spoken, counts.written, counts.total) == (13, 11, 24)
    assert (counts.fields_spoken, counts.fields) == (12, 12)
    assert [(each.spoken, each.written) for each in counts.by_field] == [
        (1, 1), (2, 2), (1, 2), (1, 1), (1, 1), (1, 1), (1, 0), (1, 1), (1, 1), (1, 0), (1, 0), (1, 1),
    ]  # fmt: skip
    table = {each.field: (each.units_spoken, each.units_written) for each in counts.by_field}
    assert table["Quy chế dân chủ, đối thoại"] == (("u1", "u7"), ("u3", "u8"))
    assert table["Tuyên truyền, mạng xã hội"] == (("u2",), ("u6", "u10"))
    assert table["Quan hệ với chuyên môn"] == (("u4",), ("u11",))
    assert counts.silent == ()
    assert set(counts.units_spoken) == set(first.UNITS) - {"u5", "u11"}


def test_the_workshops_estimate():
    assert [line_amount(each) for each in first.LINES] == [
        1_900_000, 1_800_000, 1_500_000, 1_800_000, 600_000, 600_000, 450_000, 300_000,
    ]  # fmt: skip
    assert total(first.LINES) == 8_950_000
    assert in_words(8_950_000) == "Tám triệu chín trăm năm mươi nghìn đồng"
    assert first.LINES[0].quantity == 84 + 6 + 5


def test_the_meal_was_first_sent_above_the_norm():
    (finding,) = found("EV17", line("b7", price=200_000, amount=600_000))
    assert (finding.level, finding.field) == ("block", "budget.b7.price")
    assert finding.basis == "Thông tư 40/2017/TT-BTC, Điều 12 khoản 4"
    assert told(finding).startswith(
        "«Hỗ trợ tiền ăn khách không hưởng lương»: đơn giá 200.000 đồng, định mức 150.000 đồng."
    )
    assert levels("EV17", line("b7", price=150_000)) == []


def test_the_workshops_settlement():
    sums = settled(first.SETTLEMENT, (10, 100))
    assert sums is not None
    assert (sums.estimate, sums.actual, sums.diff) == (8_950_000, 8_610_000, -340_000)
    assert (sums.left, sums.owed) == (340_000, 0) == (first.SETTLEMENT.returned, 0)
    assert levels("EV21", GOOD) == []


def test_the_workshops_news_and_conclusions():
    assert GOOD.news is not None and GOOD.news.day is not None and GOOD.tasks is not None
    assert (GOOD.news.day - first.DAY).days == 2 and levels("EV26", GOOD) == []
    assert len(GOOD.tasks) == 5 and levels("EV27", GOOD) == []


def test_the_workshops_recommendations_on_30_june():
    late = replace(GOOD, recommendations=RECOMMENDATIONS, today=date(2025, 6, 30))
    (finding,) = found("EV28", late)
    assert (finding.subject, finding.level) == ("KN4", "warn")
    assert "đã 69 ngày chưa được trả lời; hạn là 30 ngày." in told(finding)
    assert [each.key for each in RECOMMENDATIONS if each.open] == ["KN4", "KN5"]
    reopened = {each.key: each.begun for each in RECOMMENDATIONS}["KN5"]
    assert reopened == date(2025, 6, 5)
    later = replace(late, today=date(2025, 7, 6))
    assert [each.subject for each in found("EV28", later)] == ["KN4", "KN5"]
    assert found("EV29", late) == []


def test_the_training_is_at_eleven_points():
    place = TRAINING.place
    assert place is not None and place.points is not None and len(place.points) == 11
    assert "u11" not in second.POINTS
    assert TRAINING.called == 160 and TRAINING.attended == 148 and percent(148, 160, 1) == "92,5%"
    assert levels("EV07", TRAINING) == levels("EV08", TRAINING) == levels("EV12", TRAINING) == []


def test_the_trainings_certificates():
    keys = [each.key for each in second.DELEGATES]
    rows = attended(keys, [second.AFTERNOON], second.PRESENCES, (80, 100))
    earned = certified(rows)
    assert (len(keys), len(earned), len(keys) - len(earned)) == (160, 148, 12)
    for point, (_, full) in second.POINTS.items():
        assert sum(1 for key in earned if key.rpartition("-")[0] == point) == full
    came = {each.delegate for each in second.PRESENCES if each.delegate.startswith("centre-")}
    assert len(came) == 38
    assert levels("EV14", replace(TRAINING, certificates=earned)) == []
    everybody = replace(TRAINING, certificates=tuple(keys))
    assert levels("EV14", everybody) == ["warn"] * 12
    assert levels("EV14", everybody, confirmed("EV14")) == ["block"] * 12
    told_of = [told(each) for each in found("EV14", everybody)]
    assert sum("có mặt 167/210 phút (79,5%), chưa đủ 80%" in each for each in told_of) == 8
    assert sum("không có điểm danh buổi nào" in each for each in told_of) == 4


def test_the_training_has_no_time_left():
    assert [
        minutes(row.start, row.end) for row in second.PROGRAMME if row.kind in ("lecture", "discussion")
    ] == [50, 45, 50, 35, 20]
    assert spoken_minutes(second.PROGRAMME, "s1", ("lecture", "discussion")) == 200
    (finding,) = found("EV10", TRAINING)
    assert (finding.level, finding.subject) == ("warn", "s1")
    assert told(finding).startswith(
        "Báo cáo, tham luận, thảo luận hết 200 phút; buổi chỉ dành được 180 phút."
    )
    why = replace(TRAINING.event, tight_reason="họp trực tuyến, không nghỉ giải lao")
    (finding,) = found("EV10", replace(TRAINING, event=why))
    assert (finding.level, finding.fix) == ("warn", "")
    assert told(finding).strip().endswith("180 phút (lý do: họp trực tuyến, không nghỉ giải lao).")


def test_the_trainings_quiz_and_closing_task():
    quiz = average(second.SCORES)
    assert (quiz.papers, quiz.tenths) == (141, 81) and decimal_comma(81, 1) == "8,1"
    done = progress(second.CLOSING_TASKS, date(2025, 12, 15))
    assert (done.total, done.in_time, done.late, done.waiting) == (11, 10, ("u5",), ())
    assert levels("EV27", TRAINING) == []


def test_the_workshops_register_by_level_on_30_june():
    got = {each.level: each for each in handled(RECOMMENDATIONS, date(2025, 6, 30), 30)}
    assert {level: each.received for level, each in got.items()} == {
        "sector": 2,
        "province": 1,
        "department": 1,
        "state_province": 1,
    }
    assert [(each.answered_in_time, each.open, each.overdue) for each in got.values()] == [
        (2, 0, 0),
        (1, 0, 0),
        (0, 1, 1),
        (0, 1, 0),
    ]


def test_the_trainings_estimate():
    assert total(second.LINES) == 4_500_000
    assert sum(line_amount(each) or 0 for each in second.LINES[:3]) == 2_000_000
    assert [line_amount(each) for each in second.LINES[3:]] == [1_000_000, 760_000, 740_000]
    assert levels("EV20", TRAINING) == levels("EV17", TRAINING) == levels("EV19", TRAINING) == []


def test_nobody_approves_the_own_fee():
    assert TRAINING.estimate is not None
    own = tuple(replace(each, approver=None) for each in second.LINES)
    said = found("EV24", replace(TRAINING, estimate=replace(TRAINING.estimate, lines=own)))
    assert [(each.subject, each.level) for each in said] == [("b1", "block"), ("b3", "block")]
    assert found("EV24", TRAINING) == []


def test_the_training_has_only_the_one_warning_in_its_plan_and_programme():
    said = [
        each
        for name in ("plan", "invitation", "programme", "minutes", "settlement")
        for each in check(TRAINING, SHIPPED, stage(name))
        if each.level != "pass"
    ]
    assert {(each.rule, each.level) for each in said} == {("EV10", "warn")}


def test_the_own_rule_of_the_union_is_lower_than_the_norm_of_november():
    norm = NORMS.cap("tea_break", second.DAY, "song_lam", "district")
    assert norm is not None and (norm.cap, norm.own) == (20_000, True)
    elsewhere = NORMS.cap("tea_break", second.DAY, "elsewhere", "district")
    assert elsewhere is not None and (elsewhere.cap, elsewhere.status) == (40_000, "unverified")


def test_the_union_has_confirmed_its_own_lead_times_and_excess():
    rows = reference.load("demo/event_rules.toml")["rule"]
    rules = RuleSet.from_dict(EVENT_RULES, first.ON, rows)
    assert rules.rules["EV05"].basis.startswith("Quy chế làm việc")
    assert {rules.rules["EV05"].status, rules.rules["EV21"].part("line").status} == {"confirmed"}
    assert rules.rules["EV05"].table("days") == SHIPPED.rules["EV05"].table("days")
    before = RuleSet.from_dict(EVENT_RULES, date(2025, 1, 1), rows)
    assert before.rules["EV05"].status == "unverified"
