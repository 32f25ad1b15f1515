"""The page of who is nominated: what the rows pasted from Excel said, shown before it counts, and written to the
nominees when the page is saved; what is answered once for all goes the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, request
from flask_babel import gettext as _

from blueprints import reading
from blueprints.reading import Page, Reading
from extensions import clock
from forms import parts as part_forms
from services import filling, nominee_rows
from services.nominee_sheet import Filled, fields, filled
from services.who import Who

PLACE, EACH = "nominees", "results"
# A text longer than this that stands in two fields is shown once, under both labels.
LONG = 10
# Fields of a nominee's page whose answer is usually the same for everybody: asked for once, below the cards.
ONCE = ("registered", "absent_days", "discipline", "open_case")


@dataclass(frozen=True)
class Line:
    """A field on a card: its label, what it will say, and the sheet's other words where something is kept."""

    label: str
    said: str
    sheet: str = ""


@dataclass(frozen=True)
class Card:
    """A nominee as the page shows them: what is filled in, what is still missing, whether they are new.

    Answers that are asked once for all are not among the missing: those are asked for right below the cards.
    """

    name: str
    new: bool
    lines: tuple[Line, ...]
    missing: tuple[str, ...]


def read(form: Any, found: Reading) -> dict[str, Any]:
    """Match the pasted rows with the unit's people: what is understood is ticked, the rest is asked row by row."""
    choices = found.choices
    answered = {key[4:]: value for key, value in request.form.items() if key.startswith("row-") and value}
    known = {"year": choices["year"], "award": choices["award"]["title"]}
    there = [*(form.people.data or []), *(form.groups.data or [])]
    rows = nominee_rows.read(
        form.pasted.data or "", choices["people"], choices["groups"], answered, there=there, **known
    )
    listed = {**(form.sheet.data or {}), **rows.cells}
    form.people.data = list(dict.fromkeys([*(form.people.data or []), *rows.people]))
    form.groups.data = list(dict.fromkeys([*(form.groups.data or []), *rows.groups]))
    form.sheet.data, form.pasted.data = listed, rows.rest
    understood = rows.understood + len(listed) - len(rows.cells)
    return {"read": rows, "understood": understood, "gone": _gone(form, listed, there, rows)}


def _gone(form: Any, listed: dict, there: list[str], rows: nominee_rows.RowsRead) -> list[str]:
    """Offer to take away who is in the dossier but not in the list; who may be meant by a row that is asked about
    is not among them, nor people where the list names only collectives.
    """
    asked = {one.key for row in rows.asked for one in row.proposals}
    kinds = {key[0] for key in listed}
    gone = [key for key in there if key not in listed and key not in asked and key[0] in kinds]
    form.leave.offer([(one.value, one.label) for one in form.leave.choices if one.value in gone])
    return gone


def shown(found: Reading, form: Any) -> dict[str, Any]:
    """Return what the page shows beside its form: a card for everybody whom something was read about, and what is
    still to be answered for how many.
    """
    if not (form.sheet.data or form.same.form.answers()):
        return {"cards": (), "unchanged": 0}
    ahead = _ahead(found, form)
    cards = [_card(ahead, page, one, found) for page, one in _fills(ahead, form.sheet.data, _same(form))]
    told = [card for card in cards if card.lines]
    return {
        "cards": sorted(told, key=lambda card: (not card.new, not card.missing)),
        "unchanged": len(cards) - len(told),
    }


def _ahead(found: Reading, form: Any) -> Reading:
    """The dossier as it will be with these people: their pages, and what is on record about each."""
    said = {**(found.view.draft.get(PLACE) or {}), **form.stored()}
    return reading.read(replace(found.view, draft={**found.view.draft, PLACE: said}))


def _same(form: Any) -> dict[str, Any]:
    return form.same.form.answers()


def _fills(
    found: Reading, sheet: dict[str, dict[str, str]], same: dict[str, Any]
) -> Iterator[tuple[Page, Filled]]:
    for page in found.pages:
        if page.part == EACH and (page.row in sheet or same):
            stands = reading.form_for(found, page, formdata=None).stored()
            yield page, filled(stands, sheet.get(page.row, {}), same)


def _card(found: Reading, page: Page, one: Filled, before: Reading) -> Card:
    stands = reading.form_for(found, page, formdata=None).stored()
    form = part_forms.make(
        found.view.procedure.code,
        page.part,
        choices=found.choices,
        today=clock.today(),
        row=page.row,
        stored={**stands, **one.values},
        formdata=None,
    )
    form.validate()
    lines: list[Line] = []
    for name in fields():
        if name not in form or not (name in one.values or name in one.beside):
            continue
        label, said = str(form[name].label.text), _words(found, page, name, form[name].stored)
        twin = next((at for at, line in enumerate(lines) if len(said) > LONG and line.said == said), None)
        if twin is None:
            lines.append(Line(label, said, one.beside.get(name, "")))
        else:  # one text of the sheet in two fields is shown once
            lines[twin] = replace(lines[twin], label=f"{lines[twin].label}, {label}")
    missing = [str(field.label.text) for field in form if field.errors and field.short_name not in ONCE]
    return Card(page.title, page.place not in before.view.draft, tuple(lines), tuple(missing))


def _words(found: Reading, page: Page, name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(row.get("name", "")) for row in value if row.get("name"))
    return reading.words_of(found, f"{page.part}.{page.row}.{name}", value)


def spread(found: Reading, who: Who) -> None:
    """Write what was read and what is the same for all to the nominees' own pages; tell how many got something."""
    form = reading.form_for(found, found.page(PLACE, None), formdata=None)
    sheet, same = form.sheet.data, _same(form)
    if not (sheet or same):
        return
    fills = {}
    for page, one in _fills(found, sheet, same):
        seen = found.view.draft.get(page.place)
        if one.values or one.beside or (seen is not None and page.row in sheet):
            stands = reading.form_for(found, page, formdata=None).stored()
            stands.pop("version", None)
            fills[page.place] = filling.Fill(stands, seen, one.values, one.beside)
    clear = {"sheet": "", "same": {}}
    count = filling.fill(found.view.code, fills, who=who, done=(PLACE, clear))
    if count:
        flash(_("Đã ghi sẵn thành tích cho %(n)s trường hợp.", n=count), "success")
