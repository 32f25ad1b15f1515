"""Standing in for a chair, on a phone of 360 px."""

from __future__ import annotations

import pytest

from tests.journeys import standing
from tests.support.stage import Stage


@pytest.mark.journey
@pytest.mark.any_database
class TestStandingIn:
    """The story with the thumb."""

    view = "phone"

    def test_the_story(self, stage: Stage) -> None:
        standing.play(stage)
