"""A story of the desk on the province grown to a real sector: by mouse, by keyboard alone, without a script."""

from __future__ import annotations

from typing import Any

import pytest

#: Name of the test class → the view of `tests.support.browsers.VIEWS` in which its people come.
VIEWS = {"TestAtTheDesk": "desk", "TestByKeyboard": "keyboard", "TestWithoutScript": "plain"}
MARKS = [pytest.mark.soak, pytest.mark.journey]


def on_the_sector(story: type) -> tuple[Any, ...]:
    """Return the test classes of a story (a class with test methods that ask for `stage`), in the order of VIEWS."""
    own = {
        "province": "sector",
        "pytestmark": MARKS,
        "__module__": story.__module__,
        "__doc__": story.__doc__,
    }
    return tuple(type(name, (story,), {**own, "view": view}) for name, view in VIEWS.items())
