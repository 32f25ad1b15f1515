"""OV08, OV09: two of three with recusal, and the days for notice, appeal and answer."""

from dataclasses import replace
from datetime import date

import pytest

import reference
from rules.review_committee import RECUSED, clock, decide, in_time, recused
from rules.reviews_facts import Roles
from tests.rules.review_samples import DEMO, GOOD, PROVINCE, SHIPPED, demo, told
from vietnamese.workdays import WorkingCalendar

SEATS = tuple(DEMO["cycle"]["committee"])
RULE = PROVINCE.get("OV08")
HOLIDAYS = reference.load("holidays.toml")
CALENDAR = WorkingCalendar(
    [row["date"] for row in HOLIDAYS["day"]], [row["date"] for row in HOLIDAYS.get("workday", ())]
)


def judged(votes, **roles):
    facts = replace(
        GOOD, roles=Roles(**{"author": "P09", "verifiers": ("P07", "P04"), "of_unit": {}, **roles})
    )
    return decide(facts, SEATS, votes, RULE)


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ({}, "open"),
        ({"P01": True}, "open"),
        ({"P01": True, "P02": True}, "agreed"),
        ({"P01": True, "P02": False}, "open"),
        ({"P01": True, "P02": False, "P03": True}, "agreed"),
        ({"P01": False, "P02": False}, "refused"),
        ({"P01": True, "P02": False, "P03": False}, "refused"),
    ],
)
def test_two_of_three(votes, outcome):
    decision = judged(votes)
    assert (decision.outcome, decision.needed, decision.seats) == (outcome, 2, 3)
    assert decision.findings == () and set(decision.waiting) == set(SEATS) - set(votes)


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ({"P01": True}, "open"),
        ({"P01": True, "P02": True}, "agreed"),
        ({"P01": False}, "refused"),
        ({"P01": True, "P02": False}, "refused"),
    ],
)
def test_who_has_verified_does_not_vote_and_still_two_must_agree(votes, outcome):
    decision = judged(votes, verifiers=("P03", "P04"))
    assert decision.recused == {"P03": "verifier"} and decision.outcome == outcome


def test_a_vote_of_somebody_recused_does_not_count():
    decision = judged({"P01": True, "P03": True}, verifiers=("P03", "P04"))
    assert (decision.outcome, decision.agreed) == ("open", 1)
    (finding,) = decision.findings
    assert (finding.subject, finding.level) == ("P03", "block")
    stranger = judged({"P01": True, "P99": True})
    assert stranger.agreed == 1 and "không thuộc Ban Thường vụ" in told(stranger.findings[0])


def test_two_recused_leave_too_few():
    decision = judged({"P01": True}, verifiers=("P02", "P03"))
    assert decision.outcome == "impossible"
    assert "Chỉ còn 1 người được biểu quyết, cần 2 người" in told(decision.findings[0])


@pytest.mark.parametrize(
    ("roles", "why"),
    [
        ({"verifiers": ("P02",)}, "verifier"),
        ({"author": "P02"}, "author"),
        ({"of_unit": {"P02": "member"}}, "member"),
        ({"of_unit": {"P02": "officer"}}, "officer"),
        ({"of_unit": {"P02": "former_officer"}}, "former_officer"),
        ({}, None),
    ],
)
def test_why_a_seat_does_not_vote(roles, why):
    facts = replace(GOOD, roles=Roles(**{"author": "P09", "verifiers": ("P04",), **roles}))
    assert recused(facts, SEATS) == ({"P02": why} if why else {})
    assert why is None or RECUSED[why]


def test_the_committee_of_2025_decides_every_dossier():
    for row in DEMO["unit"]:
        facts = demo(row["unit"], "verified")
        decision = decide(facts, SEATS, dict.fromkeys(row["deciders"], True), RULE)
        assert (decision.outcome, len(decision.recused), decision.findings) == ("agreed", 1, ())


CLOCK = PROVINCE.get("OV09")


def test_days_of_the_round_of_2025():
    running = clock(
        date(2025, 12, 15), CALENDAR, CLOCK, noticed_on=date(2025, 12, 18), filed_on=date(2025, 12, 25)
    )
    # The New Year's day off stands between the appeal and its answer.
    assert (running.notice_by, running.appeal_by) == (date(2025, 12, 22), date(2025, 12, 25))
    assert running.answer_by == CALENDAR.add(date(2025, 12, 25), 10) and running.answer_by > date(2026, 1, 8)


def test_the_clock_starts_with_each_act():
    running = clock(date(2025, 12, 15), CALENDAR, CLOCK)
    assert (running.appeal_by, running.answer_by) == (None, None)
    assert in_time(running, CLOCK, filed_on=date(2026, 3, 1)) == []


@pytest.mark.parametrize(
    ("act", "day", "late"),
    [
        ("noticed_on", date(2025, 12, 22), False),
        ("noticed_on", date(2025, 12, 23), True),
        ("filed_on", date(2025, 12, 25), False),
        ("filed_on", date(2025, 12, 26), True),
        ("answered_on", date(2026, 1, 8), False),
        ("answered_on", date(2026, 1, 20), True),
    ],
)
def test_acts_at_their_last_day_and_after(act, day, late):
    running = clock(
        date(2025, 12, 15), CALENDAR, CLOCK, noticed_on=date(2025, 12, 18), filed_on=date(2025, 12, 25)
    )
    said = in_time(running, CLOCK, **{act: day})
    assert [each.level for each in said] == (["warn"] if late else [])
    assert in_time(running, SHIPPED.get("OV09"), **{act: day}) == [] or late


def test_a_late_appeal_says_both_days():
    running = clock(date(2025, 12, 15), CALENDAR, CLOCK, noticed_on=date(2025, 12, 18))
    (finding,) = in_time(running, CLOCK, filed_on=date(2025, 12, 29))
    assert told(finding).startswith("Đề nghị phúc tra gửi ngày 29/12/2025, sau hạn 25/12/2025.")
