"""Accounts on a phone of 360 px: by paper, password and passkey."""

from __future__ import annotations

import pytest

from tests.journeys.ways_in import come_in_by_paper
from tests.support.stage import Stage


@pytest.mark.journey
@pytest.mark.any_database
class TestAccounts:
    """Somebody without e-mail comes in, and comes back."""

    view = "phone"

    def test_in_by_paper_and_back_by_passkey(self, stage: Stage) -> None:
        come_in_by_paper(stage)
