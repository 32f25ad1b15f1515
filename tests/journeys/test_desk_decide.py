"""Deciding, on a phone of 360 px."""

from __future__ import annotations

import pytest

from tests.journeys import deciding
from tests.support.stage import Stage


@pytest.mark.journey
@pytest.mark.any_database
class TestDecidingOnThePhone:
    """Line §2 of the approval desk."""

    view = "phone"

    def test_from_the_question_to_the_way_back(self, stage: Stage) -> None:
        with stage.pictured("stuck-deciding"):
            deciding.decide_and_take_back(stage)
