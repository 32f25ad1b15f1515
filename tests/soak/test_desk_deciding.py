"""Deciding, on a whole sector: at the desk, with the keyboard alone, without a script."""

from __future__ import annotations

from tests.journeys import deciding
from tests.support.stage import Stage
from tests.support.three_views import on_the_sector


class Story:
    """Deciding."""

    def test_from_the_question_to_the_way_back(self, stage: Stage) -> None:
        with stage.pictured("stuck-deciding"):
            deciding.decide_and_take_back(stage)


TestAtTheDesk, TestByKeyboard, TestWithoutScript = on_the_sector(Story)
