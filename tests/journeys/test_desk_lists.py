"""A list from Excel, on the phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.lists import bring_in
from tests.support.stage import Stage


@pytest.mark.journey
@pytest.mark.any_database
class TestListsOnThePhone:
    """What a chair does with a list of members."""

    view = "phone"

    def test_a_list_is_mended_brought_in_again_and_taken_back(self, stage: Stage, tmp_path: Path) -> None:
        with stage.pictured("lists"):
            bring_in(stage, tmp_path)
