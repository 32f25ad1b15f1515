"""Units over time on a phone of 360 px: a sector union closes, its units move, papers stay."""

from __future__ import annotations

import pytest

from tests.journeys import units
from tests.support.stage import Stage


@pytest.mark.journey
@pytest.mark.any_database
class TestUnitsOnThePhone:
    """The story with the thumb."""

    view = "phone"

    def test_a_sector_union_closes(self, stage: Stage) -> None:
        with stage.pictured("units"):
            units.whole_story(stage)
