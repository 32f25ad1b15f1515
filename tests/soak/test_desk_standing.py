"""Standing in for a chair, on a whole sector: at the desk, with the keyboard alone, without a script."""

from __future__ import annotations

from tests.journeys import standing
from tests.support.stage import Stage
from tests.support.three_views import on_the_sector


class Story:
    """Standing in for a chair."""

    def test_the_chair_is_away(self, stage: Stage) -> None:
        standing.play(stage)


TestAtTheDesk, TestByKeyboard, TestWithoutScript = on_the_sector(Story)
