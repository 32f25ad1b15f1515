"""Accounts by paper, password and passkey, on a whole sector: at the desk, by keyboard alone, without a script."""

from __future__ import annotations

from tests.journeys import ways_in
from tests.support.stage import Stage
from tests.support.three_views import on_the_sector


class Story:
    """Accounts by paper, password and passkey."""

    def test_in_by_paper_and_back(self, stage: Stage) -> None:
        ways_in.come_in_by_paper(stage)


TestAtTheDesk, TestByKeyboard, TestWithoutScript = on_the_sector(Story)
