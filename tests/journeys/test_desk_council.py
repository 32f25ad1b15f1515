"""The story of a council on a phone of 360 px."""

from __future__ import annotations

import pytest

from tests.journeys import council
from tests.support.stage import Stage


@pytest.mark.journey
@pytest.mark.any_database
class TestOnThePhone:
    """Seven members, each with a phone."""

    view = "phone"

    def test_a_council_votes_in_secret(self, stage: Stage) -> None:
        council.walk(stage)
