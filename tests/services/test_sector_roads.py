"""What the grown sector is put together from: hours, stages, words in the place of others."""

from datetime import date, datetime
from random import Random

import pytest

from extensions import ZONE
from services import demo_sector_plan as plan
from services import demo_sector_roads as roads


def at(text):
    """An hour in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("begins", "hours", "ends"),
    [
        ("2025-11-03T07:10", 3, "2025-11-03T10:10"),
        ("2025-11-03T12:10", 3, "2025-11-04T08:10"),
        ("2025-11-07T13:00", 2, "2025-11-10T08:00"),
        ("2025-11-03T07:00", 14, "2025-11-05T07:00"),
    ],
)
def test_hours_are_counted_in_working_days(begins, hours, ends):
    assert roads.hour_after(at(begins), hours) == at(ends)


@pytest.mark.parametrize(
    ("procedure", "stage", "names"),
    [
        ("award_nomination", "draft", []),
        ("award_nomination", "returned", ["submit", "receive", "return"]),
        ("award_nomination", "checked", ["submit", "receive", "approve"]),
        ("event_plan", "issued", ["submit", "receive", "approve", "record_paper"]),
        ("self_review", "withdrawn", ["submit", "withdraw"]),
    ],
)
def test_a_stage_is_reached_by_its_steps(procedure, stage, names):
    assert [step[0] for step in roads.stages(procedure, stage)] == names


def test_a_dossier_sent_back_once_comes_again():
    names = [step[0] for step in roads.stages("award_nomination", "sent", once_returned=True)]
    assert names == ["submit", "receive", "return", "submit"]


def test_words_keys_and_years_take_the_place_of_the_templates():
    typed = {"results/p7": {"report": "made"}, "ballots": {"p7": 3}, "note": "năm 2025", "day": "2025-03-01"}
    words = {"p7": "p99", "2025-03-01": "2023-07-04"}
    assert plan.worded(typed, words, 2023) == {
        "results/p99": {"report": "made"},
        "ballots": {"p99": 3},
        "note": "năm 2023",
        "day": "2023-07-04",
    }


def test_shares_fill_the_whole_number():
    found = plan.shares(Random(1), [("none", 20), ("draft", 30), ("sent", 50)], 76)
    assert len(found) == 76
    assert (found.count("none"), found.count("draft")) == (15, 22)


def test_days_are_spread_over_the_time():
    days = list(plan.spread(date(2025, 1, 1), date(2025, 1, 11), 5))
    assert [one.day for one in days] == [1, 3, 5, 7, 9]
