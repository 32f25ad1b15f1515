"""The first page and the union year, on a whole sector: at the desk, with the keyboard alone, without a script."""

from __future__ import annotations

from tests.journeys import first_page
from tests.support.stage import Stage
from tests.support.three_views import on_the_sector


class Story:
    """The first page and the union year."""

    def test_the_first_page(self, stage: Stage) -> None:
        first_page.play(stage)


TestAtTheDesk, TestByKeyboard, TestWithoutScript = on_the_sector(Story)
