"""Where a reviewer can pin a note: every answer of a dossier with its path."""

from __future__ import annotations

from typing import Any

from blueprints.reading import Page, Reading, form_for, rows_in, said_in, words_of


def pins(found: Reading) -> list[tuple[Page, list[tuple[str, str, str]]]]:
    """Return each page with its answers as a reviewer can pin notes to them: (path, label, words)."""
    listed = []
    for page in found.pages:
        path, form = page.place.replace("/", "."), form_for(found, page, formdata=None)
        shown = [field for field in form if getattr(field, "kind", "hidden") not in ("hidden", "paste")]
        answers = [
            (f"{path}.{field.short_name}", str(field.label.text), _whole(found, path, field))
            for field in shown
        ]
        listed.append((page, answers))
    return listed


def _whole(found: Reading, path: str, field: Any) -> str:
    """Return all that a field holds in one text, parts and rows included."""
    at = f"{path}.{field.short_name}"
    if field.kind == "part":
        said = [f"{label}: {words}" for label, words in said_in(found, at, field.form, "") if words != "–"]
    elif field.kind == "rows":
        said = [words for _label, words in rows_in(found, at, field, "")]
    else:
        return words_of(found, at, field.stored) or "–"
    return "; ".join(said) or "–"
