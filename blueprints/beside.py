"""Findings of the rules at the fields that they speak of, while somebody types (see `Hooks.beside`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from blueprints import reading
from blueprints.reading import Page, Reading
from services import dossier_views


def put(found: Reading, page: Page, form: Any) -> bool:
    """Write what the rules say of this page's answers beside their fields; True when nothing keeps it from being sent.

    What blocks is an error of the field, what warns stands there as a warning (`field.warned`).
    """
    fine = True
    for field, level, words in _told(found, page, form):
        if level == "block":
            field.errors, fine = [words], False
        else:
            field.warned = words
    return fine


def told(found: Reading, page: Page, form: Any) -> list[dict[str, str]]:
    """Return what the rules say of what is being typed: id of the field, level (block, warn), words."""
    return [
        {"id": field.id, "level": level, "words": words} for field, level, words in _told(found, page, form)
    ]


def _told(found: Reading, page: Page, form: Any) -> Iterator[tuple[Any, str, str]]:
    """Yield (field, level, words), one for a field; one with an error of its own is left alone."""
    answers, seen = reading.overlaid(dict(found.assembly.answers), page, form.understood()), set[str]()
    for finding in dossier_views.beside(found.view, answers):
        if reading.page_of_path(found, finding.field, finding.subject) != page:
            continue
        field = _field(form, finding.field.removeprefix(page.place.replace("/", ".")).strip("."))
        if field is not None and not field.errors and field.id not in seen:
            seen.add(field.id)
            words = [_(text, **finding.params) for text in (finding.message, finding.fix) if text]
            yield field, finding.level, " ".join(words)


def _field(form: Any, path: str) -> Any:
    """Return the field at a path («rows.3.end»), the first one inside where the path ends at a row or a list."""
    at: Any = form
    for step in path.split(".") if path else ():
        if hasattr(at, "entries"):
            at = at.entries[int(step) - 1] if step.isdigit() and 0 < int(step) <= len(at.entries) else None
        else:
            inner = getattr(at, "form", at)
            at = inner[step] if step in inner else None  # noqa: SIM401 - a form has no get
        if at is None:
            return None
    while at is not form and (hasattr(at, "entries") or hasattr(at, "form")):
        inside = list(at.entries if hasattr(at, "entries") else at.form)
        passed = getattr(getattr(at, "form", None), "LEFT_OUT", ())
        at = next(
            (o for o in inside if getattr(o, "kind", "hidden") != "hidden" and o.short_name not in passed),
            None,
        )
    return None if at is form else at
