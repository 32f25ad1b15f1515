"""The five stories at the desk (1280 px), and there without a script."""

from __future__ import annotations

import pytest

from tests.journeys.stories import Stories


@pytest.mark.soak
@pytest.mark.journey
class TestAtTheDesk(Stories):
    """What people can do, with a mouse and the sheet beside the form."""

    view = "desk"


@pytest.mark.soak
@pytest.mark.journey
class TestWithoutScript(Stories):
    """What people can do where no script runs."""

    view = "plain"
