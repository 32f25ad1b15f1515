"""The first page and the union year, on a phone of 360 px."""

from __future__ import annotations

import pytest

from tests.journeys import first_page
from tests.support.stage import Stage


@pytest.mark.journey
@pytest.mark.any_database
class TestFirstPage:
    """The story with the thumb."""

    view = "phone"

    def test_the_story(self, stage: Stage) -> None:
        first_page.play(stage)
