"""What a part's page can do besides saving: read rows pasted from Excel, search the people, add or drop a
row, put the successors of ended acts into the grounds.

Each action takes the form as sent and the reading, changes what the form shows, and returns what the template
needs beside it. Nothing is written by these: the typed values go back to the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

from blueprints import nominee_page
from blueprints.reading import Page, Reading
from services import citations
from services.who import Who


def read_rows(form: Any, found: Reading) -> dict[str, Any]:
    """Match the pasted rows with the unit's people: what is understood is ticked, the rest is asked row by row."""
    _quiet(form)
    if "people" in form and "read_people" in found.choices:
        return {"listing": found.choices["read_people"](form.people.data or "")}
    return nominee_page.read(form, found) if "pasted" in form else {}


def find(form: Any, found: Reading) -> dict[str, Any]:
    """Narrow the list of people without the script."""
    _quiet(form)
    return {"find": request.form.get("find", "")}


def agree_all(form: Any, found: Reading) -> dict[str, Any]:
    """Write «everybody agrees» into the ballots that hold nothing yet; what was written stands there to be read."""
    _quiet(form)
    if not hasattr(form, "agree_with_all"):
        return {}
    return {"agreed": form.agree_with_all(away=request.form.get("away") == "y")}


def add_row(form: Any, found: Reading) -> dict[str, Any]:
    """Add an empty row to the list named by the button («add:rows»)."""
    field = _list(form, request.form.get("do", "").split(":"))
    if field is not None and len(field.entries) < field.max_entries:
        field.append_entry()
        form.offer(found.choices, (request.view_args or {}).get("row"))
    _quiet(form)
    return {}


def drop_row(form: Any, found: Reading) -> dict[str, Any]:
    """Take the row named by the button («drop:rows:2») off its list; the others keep what was typed, wrong or right."""
    named = request.form.get("do", "").split(":")
    field = _list(form, named)
    if field is not None and named[2:] and named[2].isdigit():
        kept = [row for no, row in enumerate(field.stored, start=1) if no != int(named[2])]
        field.process(None, kept)
        form.offer(found.choices, None)
    _quiet(form)
    return {}


def _list(form: Any, named: list[str]) -> Any:
    """The list of rows that a button names, None where the page has no such list."""
    field = form[named[1]] if len(named) > 1 and named[1] in form else None
    return field if hasattr(field, "append_entry") else None


def renew(form: Any, found: Reading) -> dict[str, Any]:
    """Put the successors of ended acts into the grounds typed line by line."""
    _quiet(form)
    for field in form:
        if field.name.endswith(citations.NAME) and isinstance(field.data, str):
            field.data = citations.renewed(field.data, found.view.case.on)
    return {}


def _quiet(form: Any) -> None:
    """The page comes back without errors: nothing was sent yet."""
    form.form_errors = []
    for field in form:
        _silence(field)


def _silence(field: Any) -> None:
    if hasattr(field, "form"):
        _quiet(field.form)
        return
    for entry in getattr(field, "entries", ()):
        _silence(entry)
    field.errors = []


ACTIONS = {
    "read": read_rows, "find": find, "add": add_row, "drop": drop_row, "renew": renew, "agree": agree_all,
}  # fmt: skip
# (Procedure, part) → what its page shows beside the form; what its saving does to other parts.
SHOWN = {("award_nomination", "nominees"): nominee_page.shown}
SPREAD = {("award_nomination", "nominees"): nominee_page.spread}


def of(pressed: str) -> Callable[[Any, Reading], dict[str, Any]] | None:
    """Return the action of a button, by its name before the first colon; None for a button that saves."""
    return ACTIONS.get(pressed.partition(":")[0])


def shown(found: Reading, page: Page, form: Any) -> dict[str, Any]:
    """Return what a part's page shows beside its form."""
    more = SHOWN.get((found.view.procedure.code, page.part))
    return more(found, form) if more else {}


def spread(found: Reading, page: Page, again: Callable[[str], Reading], who: Who) -> None:
    """Let a complete part that was saved write to other parts what its writer has said there.

    `again(code)` reads the dossier as it was saved.
    """
    if more := SPREAD.get((found.view.procedure.code, page.part)):
        more(again(found.view.code), who)
