"""Finding, on a whole sector: at the desk, with the keyboard alone, without a script."""

from __future__ import annotations

from tests.journeys import finding
from tests.support.stage import Stage
from tests.support.three_views import on_the_sector


class Story:
    """Finding."""

    def test_everything_is_found_and_taken_away(self, stage: Stage) -> None:
        with stage.pictured("finding"):
            finding.story(stage)


TestAtTheDesk, TestByKeyboard, TestWithoutScript = on_the_sector(Story)
