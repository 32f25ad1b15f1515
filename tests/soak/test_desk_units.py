"""Units over time, on a whole sector: at the desk, with the keyboard alone, without a script."""

from __future__ import annotations

from tests.journeys import units
from tests.support.stage import Stage
from tests.support.three_views import on_the_sector


class Story:
    """Units over time."""

    def test_a_sector_union_closes(self, stage: Stage) -> None:
        with stage.pictured("units"):
            units.whole_story(stage)


TestAtTheDesk, TestByKeyboard, TestWithoutScript = on_the_sector(Story)
