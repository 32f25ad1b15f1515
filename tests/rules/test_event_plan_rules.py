"""EV01–EV06, OE01: approval before invitations, sections, grounds, programme of work, lead times, the day."""

from dataclasses import replace
from datetime import date

import pytest

from rules.event_plan import latest_days
from rules.event_times import odd_weekdays
from rules.events_facts import Approval, Clash, Estimate, PaperState, Session
from tests.rules.event_samples import CALENDAR, DAY, GOOD, ON, PLANNED, SHIPPED, event, found, levels
from tests.rules.samples import told

YES = Approval(ON, date(2025, 3, 21), True, "P04", "P01")
NO = replace(YES, approved=False, decided_on=None)
UNTOLD = Approval()


@pytest.mark.parametrize(
    ("plan", "estimate", "expected"),
    [
        (YES, YES, []),
        (NO, YES, ["block"]),
        (YES, NO, ["block"]),
        (NO, NO, ["block", "block"]),
        (YES, UNTOLD, ["ask"]),
        (UNTOLD, NO, ["ask", "block"]),
        (replace(YES, decided_on=date(2025, 3, 31)), YES, []),
        (replace(YES, decided_on=date(2025, 4, 1)), YES, ["block"]),
        (replace(YES, decided_on=None), YES, []),
    ],
)
def test_ev01_both_are_approved_before_anybody_is_invited(plan, estimate, expected):
    assert (
        levels("EV01", replace(GOOD, approvals={"event_plan": plan, "event_estimate": estimate})) == expected
    )


def test_ev01_speaks_only_when_an_invitation_leaves():
    quiet = replace(GOOD, approvals={}, papers={})
    assert levels("EV01", quiet) == []
    assert levels("EV01", replace(quiet, papers={"invitation": PaperState("draft")})) == []
    assert levels("EV01", replace(quiet, papers={"invitation": PaperState("issued")})) == ["ask", "ask"]
    assert levels("EV01", replace(quiet, inviting=("summons_letter",))) == ["ask", "ask"]
    assert levels("EV01", replace(quiet, papers=None, inviting=("invitation",))) == ["ask", "ask"]


def test_ev01_an_event_without_costs_needs_no_estimate():
    free = replace(GOOD, estimate=Estimate(), approvals={"event_plan": YES})
    assert levels("EV01", free) == []
    assert levels("EV01", replace(free, estimate=None)) == ["ask"]


ALL = ("grounds", "aim", "content", "participants", "time", "place", "costs", "assignment")


@pytest.mark.parametrize("missing", ALL)
def test_ev02_every_section_of_the_full_form(missing):
    sections = {name: name != missing for name in ALL}
    (finding,) = found("EV02", replace(GOOD, sections=sections))
    assert (finding.level, finding.field) == ("block", f"plan.{missing}")


def test_ev02_the_short_form_asks_for_less_and_nothing_told_is_nothing_there():
    short = event(path="short")
    assert (
        levels("EV02", replace(short, sections=dict.fromkeys(set(ALL) - {"grounds", "assignment"}, True)))
        == []
    )
    assert len(found("EV02", replace(GOOD, sections=None))) == 8
    assert len(found("EV02", replace(short, sections={}))) == 6


LAW_2012 = "Căn cứ Luật Công đoàn số 12/2012/QH13 ngày 20 tháng 6 năm 2012"
LAW_2024 = "Căn cứ Luật Công đoàn số 50/2024/QH15 ngày 27 tháng 11 năm 2024"


@pytest.mark.parametrize(
    ("ground", "day", "expected"),
    [
        (LAW_2012, date(2025, 6, 30), None),
        (
            LAW_2012,
            date(2025, 7, 1),
            "12/2012/QH13 không còn hiệu lực ngày 01/07/2025; đã có 50/2024/QH15 thay thế.",
        ),
        (LAW_2024, date(2025, 6, 30), "50/2024/QH15 chưa có hiệu lực ngày 30/06/2025."),
        (LAW_2024, date(2025, 7, 1), None),
        ("Căn cứ chương trình công tác năm 2025", date(2025, 7, 1), None),
    ],
)
def test_ev03_grounds_in_force_on_the_day_of_the_plan(ground, day, expected):
    said = found("EV03", event(replace(GOOD, grounds=(ground,)), dated_on=day))
    assert [each.level for each in said] == (["warn"] if expected else [])
    assert all(told(each).startswith(expected) for each in said)


def test_ev03_an_undated_plan_is_judged_for_today_or_asked_about():
    today = event(replace(GOOD, grounds=(LAW_2012,), today=date(2025, 7, 1)), dated_on=None)
    assert levels("EV03", today) == ["warn"]
    assert levels("EV03", replace(today, today=None)) == ["ask"]
    assert levels("EV03", replace(GOOD, grounds=None)) == levels("EV03", replace(GOOD, acts=None)) == ["ask"]


@pytest.mark.parametrize(
    ("in_programme", "reason", "expected"),
    [
        (True, None, []),
        (False, "Thực hiện chỉ đạo mới của cấp trên", []),
        (False, " ", ["warn"]),
        (False, "", ["warn"]),
        (False, None, ["ask"]),
        (None, None, ["ask"]),
    ],
)
def test_ev04_in_the_programme_of_work_or_with_a_reason(in_programme, reason, expected):
    assert levels("EV04", event(in_programme=in_programme, unplanned_reason=reason)) == expected


def sent(submitted=ON, decided=date(2025, 3, 21), invited=date(2025, 3, 31), listed=date(2025, 4, 10)):
    approval = Approval(submitted, decided, True, "P04", "P01")
    return replace(
        GOOD,
        approvals={"event_plan": approval, "event_estimate": approval},
        papers={"summons_letter": PaperState("issued", invited)},
        list_closed_on=listed,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"submitted": date(2025, 3, 17)}, []),
        ({"submitted": date(2025, 3, 18)}, [("submitted", 19, 20)]),
        ({"decided": date(2025, 3, 24)}, []),
        ({"decided": date(2025, 3, 25)}, [("decided", 14, 15)]),
        ({"invited": date(2025, 3, 31)}, []),
        ({"invited": date(2025, 4, 1)}, [("invited", 9, 10)]),
        ({"listed": date(2025, 4, 10)}, []),
        ({"listed": date(2025, 4, 11)}, [("list_closed", 2, 3)]),
        ({"submitted": None, "decided": None, "invited": None, "listed": None}, []),
    ],
)
def test_ev05_working_days_before_a_workshop(changes, expected):
    said = found("EV05", sent(**changes))
    needs = SHIPPED.rules["EV05"].table("days")["workshop"]
    assert [(each.params["days"], each.params["need"]) for each in said] == [row[1:] for row in expected]
    assert all(needs[step] == need for step, _, need in expected)
    assert {each.level for each in said} <= {"warn"}


@pytest.mark.parametrize(
    ("kind", "expected"), [("meeting", 0), ("congress", 4), (None, "ask"), ("party", "ask")]
)
def test_ev05_each_class_has_its_own_lead_times(kind, expected):
    said = found("EV05", event(sent(listed=date(2025, 4, 14)), kind=kind))
    assert [each.level for each in said] == (["ask"] if expected == "ask" else ["warn"] * expected)


def test_ev05_asks_for_the_day_and_gives_the_latest_days_of_a_plan():
    assert levels("EV05", event(first_day=None)) == ["ask"]
    assert levels("EV05", replace(GOOD, calendar=None)) == ["ask"]
    days = latest_days("workshop", DAY, SHIPPED.rules["EV05"], CALENDAR)
    assert (days["submitted"], days["decided"]) == (date(2025, 3, 17), date(2025, 3, 24))
    assert (days["invited"], days["list_closed"]) == (date(2025, 3, 31), date(2025, 4, 10))
    # Saturday 26 April made up for 2 May.
    assert (days["minutes"], days["report"]) == (date(2025, 4, 18), date(2025, 4, 28))
    assert latest_days(None, DAY, SHIPPED.rules["EV05"], CALENDAR) == {}


@pytest.mark.parametrize(
    ("day", "expected"),
    [(DAY, []), (date(2025, 4, 7), ["warn"]), (date(2025, 4, 6), []), (None, ["ask"])],
)
def test_ev06_no_public_holiday(day, expected):
    facts = replace(event(first_day=day, last_day=day), sessions=(Session("s1", day),))
    assert levels("EV06", facts) == expected


def test_ev06_every_session_counts_and_the_calendar_is_needed():
    two_days = replace(GOOD, sessions=(Session("s1", DAY), Session("s2", date(2025, 4, 30))))
    assert [told(each)[:35] for each in found("EV06", two_days)] == ["Ngày 30/04/2025 là ngày nghỉ lễ, tế"]
    assert levels("EV06", replace(GOOD, calendar=None)) == ["ask"]


@pytest.mark.parametrize(
    ("shared", "called", "expected"),
    [
        (16, 80, []),
        (17, 80, ["warn"]),
        (20, 100, []),
        (21, 100, ["warn"]),
        (None, 80, ["ask"]),
        (17, None, ["ask"]),
    ],
)
def test_ev06_a_clash_above_a_fifth_of_the_delegates(shared, called, expected):
    quotas = (replace((GOOD.quotas or ())[0], called=called),)
    facts = event(replace(GOOD, quotas=quotas), clashes=(Clash("Hội nghị giao ban", shared),))
    assert levels("EV06", facts) == expected
    if expected == ["warn"] and called == 80:
        assert "21,3% đại biểu" in told(found("EV06", facts)[0])


def test_ev06_asks_when_nobody_has_looked():
    assert levels("EV06", event(clashes=None)) == ["ask"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("thứ Sáu, 25/7/2025", None),
        ("Thứ sáu ngày 25/7/2025", None),
        ("thứ 6, 25/7/2025", None),
        ("thứ Năm, 25/7/2025", "thứ Sáu"),
        ("thứ 5 (25/07/2025)", "thứ Sáu"),
        ("Chủ nhật, ngày 25 tháng 7 năm 2025", "thứ Sáu"),
        ("chủ nhật, ngày 27 tháng 7 năm 2025", None),
        ("thứ Bảy, 29/02/2025", None),
        ("thứ Sáu hằng tuần", None),
        ("thứ Năm hoặc thứ Sáu, 25/7/2025", None),
        ("họp thứ Hai, 25-7-2025, tại hội trường", "thứ Sáu"),
    ],
)
def test_oe01_a_weekday_fits_its_date(text, right):
    assert [each.weekday for each in odd_weekdays(text)] == ([right] if right else [])
    said = found("OE01", replace(GOOD, texts={"plan.time": text}))
    assert [(each.level, each.field) for each in said] == ([("block", "plan.time")] if right else [])


def test_oe01_names_every_wrong_one():
    facts = replace(PLANNED, texts={"a": "thứ Hai, 15/4/2025 và thứ Tư, 16/4/2025", "b": "thứ Ba, 16/4/2025"})
    assert [told(each).partition(". ")[0] for each in found("OE01", facts)] == [
        "«thứ Hai, 15/4/2025»: ngày 15/04/2025 là thứ Ba",
        "«thứ Ba, 16/4/2025»: ngày 16/04/2025 là thứ Tư",
    ]
