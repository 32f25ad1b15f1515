"""Parts of a dossier as forms: one registry for all procedures, and the reading of a whole draft.

A part is registered under (procedure, part) as a form class, or as a function that makes one from the choices
(ballots have a row per nominee). The pages are the same for every procedure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forms.base import BaseForm, ErrorLine, VersionMixin
from forms.errors import FormError


class UnknownPart(FormError):
    """No form is registered for this part of this procedure."""


class DossierPart(VersionMixin, BaseForm):
    """The form of one part. `version` is the draft's version that the page was made from."""

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        """Return what the product knows already, in the shape of `stored`, for a part never opened."""
        return {}

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        """Set what the fields may offer; called before validation."""

    def understood(self) -> dict[str, Any]:
        """Return the values of the fields that hold no error, as `stored` has them (None for the others)."""
        return {name: _understood(self[name], value) for name, value in self.stored().items()}


def _understood(field_: Any, value: Any) -> Any:
    if hasattr(field_, "entries"):
        return [_understood(entry, entry.stored) for entry in field_.entries]
    if hasattr(field_, "form"):
        inner = field_.form
        return {name: _understood(inner[name], kept) for name, kept in inner.stored().items()}
    return None if field_.errors or value == "" else value


Maker = Callable[[Mapping[str, Any], str | None], type[DossierPart]]
_forms: dict[tuple[str, str], type[DossierPart] | Maker] = {}


def provide(procedure: str, part: str, form: type[DossierPart] | Maker) -> None:
    """Register the form of a part."""
    _forms[procedure, part] = form


_SENT = object()


def make(
    procedure: str,
    part: str,
    *,
    choices: Mapping[str, Any],
    today: date,
    row: str | None = None,
    stored: Any = None,
    formdata: Any = _SENT,
) -> DossierPart:
    """Return a part's form: from the request by default, from the stored draft with `formdata=None`.

    Errors: `UnknownPart`.
    """
    found = _forms.get((procedure, part))
    if found is None:
        raise UnknownPart(f"{procedure}/{part}")
    kind = found if isinstance(found, type) else found(choices, row)
    data = stored if stored is not None else kind.prefill(choices, row)
    sent = {} if formdata is _SENT else {"formdata": formdata}
    if formdata is None:
        sent["meta"] = {"csrf": False}
    form = kind(data=data, today=today, **sent)
    form.offer(choices, row)
    return form


@dataclass
class Assembly:
    """A whole draft read through its forms.

    `answers`: {part: values} or {part: {row: values}}, with the answers to notes under `_notes`; `problems`:
    {«part» or «part/row»: error lines}; `opened`: the parts that were saved at least once.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, list[ErrorLine]] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)


def assemble(
    procedure: str,
    parts: Iterable[tuple[str, list[str] | None]],
    draft: Mapping[str, Any],
    *,
    choices: Mapping[str, Any],
    today: date,
) -> Assembly:
    """Read the draft: `parts` are (key, rows) in order, rows None where the part is one page.

    A part never opened is read as it would be shown, with what the product knows.
    """
    read = Assembly()
    for part, rows in parts:
        for row in [None] if rows is None else rows:
            place = part if row is None else f"{part}/{row}"
            stored = draft.get(place)
            form = make(procedure, part, choices=choices, today=today, row=row, stored=stored, formdata=None)
            if not form.validate():
                read.problems[place] = form.errors_list()
            if stored is not None:
                read.opened.add(place)
            values = form.understood()
            values.pop("version", None)
            if stored and stored.get("_notes"):
                values["_notes"] = stored["_notes"]
            if row is None:
                read.answers[part] = values
            else:
                read.answers.setdefault(part, {})[row] = values
    return read
