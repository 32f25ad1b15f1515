"""A council that votes in secret, on a whole sector: at the desk, with the keyboard alone, without a script."""

from __future__ import annotations

from tests.journeys import council
from tests.support.stage import Stage
from tests.support.three_views import on_the_sector


class Story:
    """A council that votes in secret."""

    def test_a_council_votes_in_secret(self, stage: Stage) -> None:
        council.walk(stage)


TestAtTheDesk, TestByKeyboard, TestWithoutScript = on_the_sector(Story)
