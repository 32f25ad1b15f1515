"""The three full reviews of 2025 at their dates, by people of five roles in the browser; eight others beside them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.journeys import review_scoring, review_verdict
from tests.journeys.review_year import Year
from tests.support.past_stage import PastStage

CHAPTERS = (
    review_scoring.open_the_cycle,
    review_scoring.score_in_a_first_sitting,
    review_scoring.finish_and_send,
    review_verdict.verify,
    review_verdict.answer,
    review_verdict.decide,
    review_verdict.recognise,
    review_verdict.tell_the_unions,
    review_verdict.appeal,
)


@pytest.mark.soak
@pytest.mark.journey
class TestThreeReviews:
    """Unions on phones of 360 px, the upper union at desks of 1280 px."""

    view = "phone"
    begins = date(2025, 10, 14)

    def test_from_the_cycle_to_the_roll_up(self, past_stage: PastStage) -> None:
        tale = Year(past_stage)
        for chapter in CHAPTERS:
            with past_stage.pictured(f"stuck-at-{chapter.__name__}"):
                chapter(tale)
