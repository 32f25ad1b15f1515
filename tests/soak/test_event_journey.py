"""An event planned in the browser by five people where no script runs: rows are added and dropped by the server.

With the thumb on a telephone the demonstration's own two events are planned (test_event_one, test_event_two).
"""

from __future__ import annotations

import pytest

from tests.journeys import planning
from tests.support.stage import Stage


@pytest.mark.soak
@pytest.mark.journey
class TestWithoutScript:
    """From the form to the issued invitations."""

    view = "plain"

    def test_from_the_form_to_the_issued_invitations(self, stage: Stage) -> None:
        tale = planning.Planning(stage)
        for chapter in planning.CHAPTERS:
            with stage.pictured(f"stuck-at-{chapter.__name__}"):
                chapter(tale)
