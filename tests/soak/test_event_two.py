"""The second demonstration event in the browser: planned, held at eleven points and closed, on a phone of 360 px."""

from __future__ import annotations

import pytest

from tests.journeys import training, training_after
from tests.support.past_stage import PastStage


@pytest.mark.soak
@pytest.mark.journey
class TestTrainingOnTheDay:
    """The training of 21/11/2025: 160 registered, 148 full time, 4.500.000 đồng, quiz 8,1, 10 of 11 in time."""

    view = "phone"
    begins = training.BEGINS

    def test_from_the_plan_to_the_closing_task(self, past_stage: PastStage) -> None:
        tale = training.Training(past_stage)
        for chapter in (*training.CHAPTERS, *training_after.CHAPTERS):
            with past_stage.pictured(f"stuck-at-{chapter.__name__}"):
                chapter(tale)
