"""EV25–EV29, OE03: papers left behind, news, conclusions, recommendations."""

from dataclasses import replace
from datetime import date

import pytest

from rules.event_closing import demanded
from rules.events_after import Named, News, Photo, Recommendation, Task
from rules.events_facts import Estimate, PaperState
from tests.rules.event_samples import DAY, GOOD, SHIPPED, UNITS, confirmed, event, found, levels
from tests.rules.samples import told

KINDS = ("event_minutes", "event_conclusions", "event_report", "news_item", "event_settlement")


@pytest.mark.parametrize("missing", KINDS)
@pytest.mark.parametrize("state", ["draft", None])
def test_ev25_everything_a_closed_event_leaves_behind(missing, state):
    papers = {kind: each for kind, each in (GOOD.papers or {}).items() if kind != missing}
    if state:
        papers[missing] = PaperState(state)
    (finding,) = found("EV25", replace(GOOD, papers=papers))
    assert (finding.level, finding.field) == ("block", f"papers.{missing}")


def sized(persons):
    """An event with so many persons and no other paper than none."""
    return replace(GOOD, attendance=(), quotas=(), guests=persons, staff=0, papers={})


@pytest.mark.parametrize(
    ("persons", "kinds"),
    [
        (29, {"event_minutes", "event_conclusions", "event_settlement"}),
        (30, set(KINDS)),
        (31, set(KINDS)),
        (None, set(KINDS)),
    ],
)
def test_ev25_a_small_event_leaves_less_behind(persons, kinds):
    assert set(demanded(sized(persons), SHIPPED.rules["EV25"])) == kinds
    assert len(found("EV25", sized(persons))) == len(kinds)
    assert UNITS and levels("EV25", replace(GOOD, papers=None)) == ["ask"]


def test_ev25_without_costs_no_settlement():
    free = replace(sized(10), estimate=Estimate())
    assert set(demanded(free, SHIPPED.rules["EV25"])) == {"event_minutes", "event_conclusions"}
    attached = dict.fromkeys(("event_minutes", "event_conclusions"), PaperState("attached"))
    assert levels("EV25", replace(free, papers=attached)) == []


@pytest.mark.parametrize(
    ("persons", "costs", "kinds"),
    [
        (29, True, ["event_plan", "event_estimate"]),
        (29, False, ["event_plan"]),
        (30, True, ["event_plan", "event_estimate", "event_programme", "delegate_list"]),
        (None, True, ["event_plan", "event_estimate", "event_programme", "delegate_list"]),
    ],
)
def test_oe03_a_small_event_needs_fewer_papers_before_its_day(persons, costs, kinds):
    facts = sized(persons) if costs else replace(sized(persons), estimate=Estimate())
    said = found("OE03", facts)
    assert [each.field for each in said] == [f"papers.{kind}" for kind in kinds]
    assert all(each.blocks and "trước ngày tổ chức" in told(each) for each in said)
    there = replace(facts, papers=dict.fromkeys(kinds, PaperState("issued")))
    assert levels("OE03", there) == [] and levels("OE03", replace(facts, papers=None)) == ["ask"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 4, 14), ["warn"]),
        (DAY, []),
        (date(2025, 4, 20), []),
        (date(2025, 4, 21), ["warn"]),
        (None, ["ask", "ask"]),
    ],
)
def test_ev26_news_within_five_days(day, expected):
    assert levels("EV26", replace(GOOD, news=News(day))) == expected


def test_ev26_names_and_captions():
    news = News(
        DAY, (Named("Đinh Thu Hạnh", "P01"), Named("Đinh Thu Hanh")), (Photo("1", "Ảnh"), Photo("2", " "))
    )
    said = found("EV26", replace(GOOD, news=news))
    assert [told(each).partition(".")[0] for each in said] == [
        "Tin bài nêu Đinh Thu Hanh, tên này chưa có trong danh bạ",
        "Ảnh 2 chưa có chú thích",
    ]
    assert levels("EV26", replace(GOOD, news=None)) == []
    assert levels("EV26", event(last_day=None, first_day=None)) == ["ask", "ask"]


@pytest.mark.parametrize(
    ("unit", "due", "fields"),
    [
        ("u1", DAY, []),
        (None, DAY, ["tasks.n1.unit"]),
        ("", DAY, ["tasks.n1.unit"]),
        ("u1", None, ["tasks.n1.due"]),
        (None, None, ["tasks.n1.unit", "tasks.n1.due"]),
    ],
)
def test_ev27_a_conclusion_names_unit_and_day(unit, due, fields):
    said = found("EV27", replace(GOOD, tasks=(Task("n1", "Gửi kế hoạch", unit, due),)))
    assert [each.field for each in said] == fields and all(each.blocks for each in said)


TODAY = date(2025, 6, 30)


def kept(**changes):
    row = Recommendation("k", "Phụ cấp trực", "department", "forwarded", DAY, date(2025, 5, 31))
    return replace(GOOD, today=TODAY, recommendations=(replace(row, **changes),))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"forwarded_on": date(2025, 5, 30)}, ["warn"]),
        ({"forwarded_on": None}, ["warn"]),
        ({"forwarded_on": None, "received_on": None}, ["ask"]),
        ({"status": None}, ["ask"]),
        ({"forwarded_on": None, "answered_on": date(2025, 5, 2), "status": "answered"}, []),
        ({"answered_on": date(2025, 5, 1), "reopened_on": date(2025, 5, 30), "status": "reopened"}, []),
        ({"forwarded_on": None, "answered_on": date(2025, 5, 1), "reopened_on": date(2025, 5, 30),
          "status": "reopened"}, ["warn"]),
        ({"forwarded_on": None, "status": "closed"}, []),
        ({"forwarded_on": None, "status": "merged"}, []),
        ({"level": None}, ["block"]),
        ({"level": "", "forwarded_on": date(2025, 5, 30)}, ["block", "warn"]),
    ],
)  # fmt: skip
def test_ev28_addressee_and_thirty_days(changes, expected):
    assert levels("EV28", kept(**changes)) == expected
    assert levels("EV28", replace(kept(**changes), recommendations=None)) == []


def test_ev28_the_days_keep_their_weight_when_confirmed_and_may_be_others():
    late = kept(forwarded_on=date(2025, 5, 30))
    assert levels("EV28", late, confirmed("EV28")) == ["warn"]
    assert levels("EV28", late, confirmed("EV28", parts={"days": {"values": {"days": 31}}})) == []


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        ("closed", "Đã có văn bản 12/SYT", []),
        ("closed", " ", ["block"]),
        ("closed", None, ["block"]),
        ("satisfied", None, ["block"]),
        ("answered", None, []),
        ("rejected", None, []),
        (None, None, []),
    ],
)
def test_ev29_closed_with_an_answer(status, answer, expected):
    assert levels("EV29", kept(status=status, answer=answer)) == expected
