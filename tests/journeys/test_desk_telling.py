"""Being told, on a phone of 360 px."""

from __future__ import annotations

import pytest

from tests.journeys import telling
from tests.support.stage import Stage


@pytest.mark.journey
@pytest.mark.any_database
class TestTellingOnThePhone:
    """How one is told, with the thumb."""

    view = "phone"

    def test_everybody_is_told_as_they_wish(self, stage: Stage) -> None:
        with stage.pictured("telling"):
            telling.story(stage)
