"""The demonstration's first event in the browser, 13/03–30/06/2025, on a phone of 360 px (event notes, §9.1)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.journeys import workshop_close, workshop_day, workshop_plan
from tests.journeys.workshop import Workshop
from tests.support.past_stage import PastStage

CHAPTERS = (
    *workshop_plan.CHAPTERS,
    workshop_day.come_in_one_by_one,
    workshop_day.come_in_by_units,
    workshop_day.count,
    workshop_day.speak,
    workshop_day.conclude,
    workshop_day.recommend,
    workshop_day.issue_the_minutes,
    workshop_close.tell_the_news,
    workshop_day.tell_the_conclusions,
    workshop_close.send_them_on,
    workshop_close.report,
    workshop_close.decide_on_the_report,
    workshop_close.answers_come,
    workshop_close.half_a_year,
    workshop_close.look_at_the_desk,
)


@pytest.mark.soak
@pytest.mark.journey
class TestEventOne:
    """A workshop of 84 called from 12 units: the writer, the accountant, the committee, the clerk, a unit's chair."""

    view = "phone"
    begins = date(2025, 3, 13)

    def test_every_figure_and_date_of_the_workshop(self, past_stage: PastStage) -> None:
        tale = Workshop(past_stage)
        for chapter in CHAPTERS:
            with past_stage.pictured(f"stuck-at-{chapter.__name__}"):
                chapter(tale)
