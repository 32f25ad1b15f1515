"""Finding, on a phone of 360 px."""

from __future__ import annotations

import pytest

from tests.journeys import finding
from tests.support.stage import Stage


@pytest.mark.journey
class TestFindingOnThePhone:
    """How one finds, with the thumb."""

    view = "phone"

    def test_everything_is_found_and_taken_away(self, stage: Stage) -> None:
        with stage.pictured("finding"):
            finding.story(stage)
