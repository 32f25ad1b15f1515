"""Being told, on a whole sector: at the desk, with the keyboard alone, without a script."""

from __future__ import annotations

from tests.journeys import telling
from tests.support.stage import Stage
from tests.support.three_views import on_the_sector


class Story:
    """Being told."""

    def test_everybody_is_told_as_they_wish(self, stage: Stage) -> None:
        with stage.pictured("telling"):
            telling.story(stage)


TestAtTheDesk, TestByKeyboard, TestWithoutScript = on_the_sector(Story)
