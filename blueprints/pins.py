"""Where a reviewer can pin a note: every answer of a dossier with its path, each once on a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from blueprints.reading import Page, Reading, held_by, rows_in, said_in


class Pinning:
    """The notes of a decision's form as one page places them: beside the answers that it shows.

    A place is offered once: where the page shows an answer first, there its button and its notes stand. What has found
    no place so when the page has shown everything is left to the form itself (`rest`).
    """

    def __init__(self, code: str, form: Any) -> None:
        self.form, self._offered = form, set[str]()
        self.known = {path for path, _words in form.places}
        free = form.free_row()
        number = len(form.notes.entries) if free is None else form.notes.entries.index(free)
        # Without a script the page comes back with the focus in the new note: the next row to be taken.
        self.url = f"{url_for('dossiers.decide', code=code)}#notes-{number}-text"

    def offers(self, path: str) -> bool:
        """Tell whether a note can be pinned to a place here; asked again, it stands elsewhere already."""
        fresh = path in self.known and path not in self._offered
        self._offered.add(path)
        return fresh

    def at(self, path: str) -> list[Any]:
        """Return the rows of the form that are pinned to a place."""
        return [row for row in self.form.notes.entries if row.form.field.data == path]

    @property
    def taken(self) -> bool:
        """Whether a note stands beside an answer."""
        return any(row.form.field.data in self._offered for row in self.form.notes.entries)

    @property
    def shown(self) -> bool:
        """Whether the page has offered any place so far."""
        return bool(self._offered)

    def waiting(self, answers: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
        """Return those of (path, label, words) that have no place on the page yet."""
        return [one for one in answers if one[0] not in self._offered]

    def pinned(self, answers: Sequence[tuple[str, str, str]]) -> bool:
        """Tell whether a note is pinned to one of (path, label, words)."""
        return any(self.at(path) for path, _label, _words in answers)

    @property
    def rest(self) -> list[Any]:
        """The rows that no answer of the page has taken."""
        return [row for row in self.form.notes.entries if row.form.field.data not in self._offered]


def pins(found: Reading) -> list[tuple[Page, list[tuple[str, str, str]]]]:
    """Return each page with its answers as a reviewer can pin notes to them: (path, label, words)."""
    listed = []
    for page in found.pages:
        path = page.place.replace("/", ".")
        shown = [
            field for field in found.form(page) if getattr(field, "kind", "hidden") not in ("hidden", "paste")
        ]
        answers = [
            (f"{path}.{field.short_name}", str(field.label.text), _whole(found, field)) for field in shown
        ]
        listed.append((page, answers))
    return listed


def _whole(found: Reading, field: Any) -> str:
    """Return all that a field holds in one text, parts and rows included."""
    if field.kind == "part":
        said = [f"{label}: {words}" for label, words in said_in(found, field.form, "") if words != "–"]
    elif field.kind == "rows":
        said = [words for _label, words in rows_in(found, field, "")]
    else:
        return held_by(found, field) or "–"
    return "; ".join(said) or "–"
