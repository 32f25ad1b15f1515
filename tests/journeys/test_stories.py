"""The five stories on a phone of 360 px."""

from __future__ import annotations

import pytest

from tests.journeys.stories import Stories


@pytest.mark.journey
class TestOnThePhone(Stories):
    """What people can do, with the thumb."""

    view = "phone"
