"""What the pages of an event's records share: do what a form asks, or tell at its fields why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from forms.base import BaseForm
from services.errors import Refused


def done(form: BaseForm, act: Callable[[], Any]) -> Any:
    """Do what a valid form asks and return what the service returned (True for nothing); None where it was refused.

    A refusal is told at the field that it names (`field`), else on top of the page.
    """
    if not form.validate_on_submit():
        return None
    try:
        returned = act()
    except Refused as refused:
        params = dict(refused.params)
        form.refuse(refused.message, at=params.pop("field", None), params=params)
        return None
    return True if returned is None else returned


def status_of(form: BaseForm) -> int:
    """Return 422 for a page that was sent and comes back, 200 for one that is opened."""
    return 422 if form.is_submitted() else 200
