"""Counts as said, a draft from last year's event, what became of tasks and recommendations, a quiz."""

from datetime import date

import pytest

import reference
from rules.errors import RuleDataError, ScoreOutOfRange
from rules.event_followup import handled, progress
from rules.event_people import Protocol
from rules.event_quiz import average
from rules.event_renewal import Shape, renewed
from rules.events_after import Recommendation, Task
from rules.said import compare, parse_said
from tests.rules.event_samples import ACTS
from vietnamese.errors import ParseProblem


@pytest.mark.parametrize(
    ("typed", "number", "qualifier", "printed"),
    [
        ("80", 80, "exact", "80"),
        ("hơn 80", 80, "over", "hơn 80"),
        ("Hơn 80 đại biểu", 80, "over", "Hơn 80 đại biểu"),
        ("gần 20.000", 20_000, "almost", "gần 20.000"),
        ("trên 7000 đoàn viên", 7_000, "over", "trên 7.000 đoàn viên"),
        ("trên dưới 80", 80, "about", "trên dưới 80"),
        ("khoảng 80", 80, "about", "khoảng 80"),
        ("ít nhất 80", 80, "at_least", "ít nhất 80"),
        ("không quá 80", 80, "at_most", "không quá 80"),
        ("0", 0, "exact", "0"),
    ],
)
def test_a_count_is_kept_as_it_was_said(typed, number, qualifier, printed):
    said = parse_said(typed)
    assert (said.number, said.qualifier, str(said)) == (number, qualifier, printed)
    assert said.exact == (qualifier == "exact")


@pytest.mark.parametrize("typed", ["", "nhiều", "từ 80 đến 90", "chừng chừng 80", "80,5", "hơn 80%"])
def test_what_is_no_count_is_refused(typed):
    with pytest.raises(ParseProblem):
        parse_said(typed)


@pytest.mark.parametrize(
    ("planned", "actual", "share", "sentence"),
    [
        ("80", "hơn 80", None, "Kế hoạch 80, thực hiện hơn 80."),
        ("hơn 80", "80", None, "Kế hoạch hơn 80, thực hiện 80."),
        ("80", "84", (84, 80), "Kế hoạch 80, thực hiện 84 (105%)."),
        ("84", "80", (80, 84), "Kế hoạch 84, thực hiện 80 (95,2%)."),
        ("160", "148", (148, 160), "Kế hoạch 160, thực hiện 148 (92,5%)."),
        ("0", "5", None, "Kế hoạch 0, thực hiện 5."),
        ("80", "0", (0, 80), "Kế hoạch 80, thực hiện 0 (0%)."),
    ],
)
def test_a_percentage_only_of_exact_counts(planned, actual, share, sentence):
    both = compare(parse_said(planned), parse_said(actual))
    assert (both.share, both.message % both.params) == (share, sentence)


SHAPE = Shape.from_dict(reference.load("events/renewal.toml"))
LAST = {
    "plan": {
        "title": "Hội nghị tập huấn nghiệp vụ năm 2024, lần thứ hai (lần 2)",
        "ordinal": 2,
        "unplanned_reason": "Theo yêu cầu đột xuất",
        "aims": "Thực hiện chương trình công tác năm 2024\nTheo Công văn số 12/2024",
        "extra_bases": [
            "Căn cứ Luật Công đoàn số 12/2012/QH13",
            "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15",
        ],
    },
    "when": {
        "first_day": "2024-04-15",
        "sessions": [{"day": "2024-04-15", "start": "07:30"}, {"start": "13:30"}],
    },
    "who": {"staff": 5, "people": "Họ và tên\tĐơn vị"},
    "assignment": {"rows": [{"text": "Gửi giấy mời", "due": "2024-04-04"}, {"text": "Báo cáo", "due": None}]},
    "budget": {"lines": [{"content": "Nước", "price": 20_000, "exception": "12/TB"}]},
}


def test_last_years_event_becomes_this_years_draft():
    made = renewed(LAST, SHAPE, ACTS, year=2024, new_year=2025, on=date(2025, 8, 1))
    plan = made.answers["plan"]
    assert plan["title"] == "Hội nghị tập huấn nghiệp vụ năm 2025, lần thứ ba (lần 3)"
    assert plan["ordinal"] == 3 and plan["unplanned_reason"] is None
    assert plan["aims"] == "Thực hiện chương trình công tác năm 2025\nTheo Công văn số 12/2024"
    assert made.answers["when"] == {
        "first_day": None,
        "sessions": [{"day": None, "start": "07:30"}, {"start": "13:30"}],
    }
    assert made.answers["who"] == {"staff": 5, "people": None}
    assert made.answers["assignment"]["rows"][0] == {"text": "Gửi giấy mời", "due": None}
    assert made.answers["budget"] == {"lines": [{"content": "Nước", "price": 20_000, "exception": None}]}
    assert made.emptied == (
        "plan.unplanned_reason",
        "who.people",
        "when.first_day",
        "when.sessions.0.day",
        "assignment.rows.0.due",
        "budget.lines.0.exception",
    )
    assert made.changed == ("plan.ordinal", "plan.title", "plan.aims")
    assert LAST["plan"]["ordinal"] == 2 and LAST["when"]["sessions"][0]["day"] == "2024-04-15"


@pytest.mark.parametrize(
    ("on", "outdated"), [(date(2025, 6, 30), []), (date(2025, 7, 1), [(0, "50/2024/QH15")])]
)
def test_its_grounds_are_checked_anew(on, outdated):
    made = renewed(LAST, SHAPE, ACTS, year=2024, new_year=2025, on=on)
    assert [(each.line, each.replaced.successor.number) for each in made.outdated] == outdated
    assert made.answers["plan"]["extra_bases"] == LAST["plan"]["extra_bases"]


@pytest.mark.parametrize(
    ("ordinal", "title", "expected"),
    [
        (1, "Hội thảo lần thứ nhất năm 2024", "Hội thảo lần thứ hai năm 2025"),
        (3, "Hội thảo lần thứ ba", "Hội thảo lần thứ tư"),
        (4, "Hội thảo LẦN THỨ 4", "Hội thảo LẦN THỨ 5"),
        (9, "Lần 9, đợt 9", "Lần 10, đợt 9"),
        (None, "Hội thảo lần thứ nhất năm 2024-2025", "Hội thảo lần thứ nhất năm 2024-2025"),
        (None, "Nhiệm kỳ 2019–2024, sơ kết năm 2024", "Nhiệm kỳ 2019–2024, sơ kết năm 2025"),
        (True, "Hội thảo năm 20245", "Hội thảo năm 20245"),
    ],
)
def test_ordinals_and_years_in_its_title(ordinal, title, expected):
    last = {"plan": {"title": title, "ordinal": ordinal}}
    made = renewed(last, SHAPE, ACTS, year=2024, new_year=2025, on=date(2025, 1, 1))
    assert made.answers["plan"]["title"] == expected
    assert made.answers["plan"]["ordinal"] == (ordinal + 1 if type(ordinal) is int else ordinal)


@pytest.mark.parametrize(
    "answers", [{}, {"plan": None}, {"plan": {"extra_bases": "một dòng"}}, {"when": {"sessions": "s"}}]
)
def test_half_filled_answers_do_no_harm(answers):
    made = renewed(answers, SHAPE, ACTS, year=2024, new_year=2025, on=date(2025, 8, 1))
    assert made.answers == answers and not made.changed and not made.outdated


@pytest.mark.parametrize(
    "data",
    [
        {"texts": [], "ordinal": "a", "grounds": "b"},
        {"empty": "plan", "texts": [], "ordinal": "a", "grounds": "b"},
        {"empty": [], "texts": [1], "ordinal": "a", "grounds": "b"},
        {"empty": [], "texts": [], "grounds": "b"},
    ],
)
def test_a_bad_shape_is_refused(data):
    with pytest.raises(RuleDataError):
        Shape.from_dict(data)


@pytest.mark.parametrize("data", [{}, {"bodies": [{"code": "a"}], "posts": [{"code": "b"}, {"code": "b"}]}])
def test_a_bad_order_of_protocol_is_refused(data):
    with pytest.raises(RuleDataError):
        Protocol.from_dict(data)


DUE = date(2025, 12, 10)


@pytest.mark.parametrize(
    ("done", "today", "in_time", "late", "waiting"),
    [
        (DUE, DUE, 1, (), ()),
        (date(2025, 12, 11), DUE, 0, ("u5",), ()),
        (None, DUE, 0, (), ("u5",)),
        (None, date(2025, 12, 11), 0, ("u5",), ()),
    ],
)
def test_a_task_is_in_time_late_or_waiting(done, today, in_time, late, waiting):
    got = progress(
        [Task("n", "Gửi dự thảo kế hoạch", "u5", DUE, done), Task("m"), Task("o", "", "u1")], today
    )
    assert (got.total, got.in_time, got.late, got.waiting) == (1, in_time, late, waiting)


def kn(status, **days):
    return Recommendation("k", "Kiến nghị", "department", status, date(2025, 4, 1), **days)


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        (kn("answered", answered_on=date(2025, 5, 1)), (1, 0, 0, 0)),
        (kn("answered", answered_on=date(2025, 5, 2)), (0, 1, 0, 0)),
        (kn("assigned"), (0, 0, 1, 0)),
        (kn("forwarded", forwarded_on=date(2025, 3, 31)), (0, 0, 1, 0)),
        (kn("reopened", answered_on=date(2025, 4, 2), reopened_on=date(2025, 4, 2)), (0, 0, 1, 0)),
        (kn("merged"), (0, 0, 0, 0)),
    ],
)
def test_recommendations_by_level(row, counts):
    (got,) = handled([row], date(2025, 5, 1), 30)
    assert (got.level, got.received) == ("department", 1)
    assert (got.answered_in_time, got.answered_late, got.open, got.overdue) == counts
    (later,) = handled([row], date(2025, 6, 1), 30)
    assert later.overdue == later.open


@pytest.mark.parametrize(
    ("scores", "tenths"),
    [([81], 81), ([80, 81], 81), ([80, 80, 81], 80), ([0], 0), ([100, 95], 98), ([], None)],
)
def test_an_average_is_rounded_half_up(scores, tenths):
    assert average(scores).tenths == tenths


@pytest.mark.parametrize("score", [-1, 101])
def test_a_score_out_of_range_is_refused(score):
    with pytest.raises(ScoreOutOfRange):
        average([80, score])
