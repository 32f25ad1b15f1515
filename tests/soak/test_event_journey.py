"""An event planned in the browser by five people, on a phone of 360 px and without scripts."""

from __future__ import annotations

import pytest

from tests.journeys import planning
from tests.support.stage import Stage


class _Journey:
    view = "phone"

    def test_from_the_form_to_the_issued_invitations(self, stage: Stage) -> None:
        tale = planning.Planning(stage)
        for chapter in planning.CHAPTERS:
            with stage.pictured(f"stuck-at-{chapter.__name__}"):
                chapter(tale)


@pytest.mark.soak
@pytest.mark.journey
class TestOnThePhone(_Journey):
    """With the thumb."""

    view = "phone"


@pytest.mark.soak
@pytest.mark.journey
class TestWithoutScript(_Journey):
    """Where no script runs: rows are added and dropped by the server."""

    view = "plain"
