"""A dossier read for its pages: the draft through its forms, the task list, where a path or a finding leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as data_field
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from extensions import clock
from forms import awards as _nominations  # noqa: F401 - registers the forms of a nomination
from forms import event_programme as _plans  # noqa: F401 - registers the forms of an event's plan
from forms import event_reports as _reports  # noqa: F401 - registers the forms of a report
from forms import parts as part_forms
from forms import reviews as _reviews  # noqa: F401 - registers the forms of a self-review
from forms.parts import Assembly, DossierPart
from services import dossier_views, filling
from services.dossier_views import View
from vietnamese.text import search_key


@dataclass(frozen=True)
class Page:
    """One page of the task list: a part, or one row of a part that has a page for each."""

    part: str
    row: str | None
    title: str
    url: str

    @property
    def place(self) -> str:
        """The key under which the draft keeps it."""
        return self.part if self.row is None else f"{self.part}/{self.row}"


@dataclass(frozen=True)
class Reading:
    """The draft of a dossier, read."""

    view: View
    choices: dict[str, Any]
    assembly: Assembly
    pages: tuple[Page, ...]
    _forms: dict[Page, DossierPart] = data_field(default_factory=dict, compare=False)

    def page(self, part: str, row: str | None) -> Page | None:
        """Return the page of a part (or of its row), None when there is no such page."""
        return next((page for page in self.pages if (page.part, page.row) == (part, row)), None)

    def form(self, page: Page) -> DossierPart:
        """Return the form of one page with what was typed before, to be read only: it is made once."""
        if page not in self._forms:
            self._forms[page] = form_for(self, page, formdata=None)
        return self._forms[page]


def rows_of(view: View, choices: dict[str, Any], part: Any) -> list[tuple[str, str]] | None:
    """Return (key, label) of the rows that get a page each, None where the part is one page."""
    if part.each is None:
        return None
    return list(choices.get("rows", {}).get(part.each, ()))


def read(view: View) -> Reading:
    """Read the whole draft through the procedure's forms."""
    choices = dossier_views.choices(view)
    wanted, pages = [], []
    for part in view.procedure.parts:
        rows = rows_of(view, choices, part)
        wanted.append((part.key, None if rows is None else [key for key, _label in rows]))
        address = {"code": view.code, "part": part.key}
        if rows is None:
            pages.append(Page(part.key, None, _(part.title), url_for("dossiers.part", **address)))
        for key, label in rows or ():
            pages.append(Page(part.key, key, label, url_for("dossiers.part", row=key, **address)))
    today = clock.today()
    made = part_forms.assemble(view.procedure.code, wanted, view.draft, choices=choices, today=today)
    return Reading(view, choices, made, tuple(pages))


def form_for(reading: Reading, page: Page, **sent: Any) -> DossierPart:
    """Return the form of one page: what was typed before, or (without `formdata=None`) what is being sent."""
    return part_forms.make(
        reading.view.procedure.code,
        page.part,
        choices=reading.choices,
        today=clock.today(),
        row=page.row,
        stored=reading.view.draft.get(page.place),
        **sent,
    )


def notes_at(view: View, page: Page) -> dict[str, list[dict[str, Any]]]:
    """Return {field name: notes} for one page; notes on the page itself stand under the empty name."""
    prefix = page.place.replace("/", ".")
    found: dict[str, list[dict[str, Any]]] = {}
    if view.status not in ("returned", "draft"):
        return found
    for note in view.notes:
        if note.field == prefix or (note.field or "").startswith(f"{prefix}."):
            name = (note.field or "")[len(prefix) + 1 :].replace(".", "-")
            found.setdefault(name, []).append(
                {"person": note.person, "at": note.at, "text": note.text, "id": note.id}
            )
    return found


def page_of_path(reading: Reading, path: str | None, subject: str | None) -> Page | None:
    """Return the page that a finding's or a note's path leads to."""
    first, _dot, rest = (path or "").partition(".")
    key = rest.partition(".")[0] or subject
    part = reading.view.procedure.paths.get(first, first)
    return reading.page(part, key) or reading.page(part, None) or reading.page(first, None)


def label_of_path(reading: Reading, path: str) -> tuple[str, str]:
    """Return (place, where) of an answer's path: the row or part, and the field's label."""
    first, _dot, rest = path.partition(".")
    part = reading.view.procedure.part(first)
    if part is None:
        return _("Tệp đính kèm"), ""
    row, _dot, field = rest.partition(".") if part.each else (None, "", rest)
    labels = reading.choices.get("labels", {})
    page = reading.page(first, row)
    title = labels.get(row, row) if row else _(part.title)
    return title, _field_label(reading, page, field, labels) if page and field else ""


def _walk(reading: Reading, page: Page, field: str) -> list[Any]:
    """Return the fields met on the way along a dotted path inside a page's form; shorter when it leads nowhere."""
    met: list[Any] = []
    at: Any = reading.form(page)
    for name in field.split("."):
        inner = getattr(at, "form", at)
        entries = getattr(at, "entries", None)
        if entries is not None:
            at = entries[int(name) - 1] if name.isdigit() and 0 < int(name) <= len(entries) else None
        else:
            at = inner[name] if name in inner else None  # noqa: SIM401 - a form has no get
        if at is None:
            break
        met.append(at)
    return met


def _field_label(reading: Reading, page: Page, field: str, labels: dict[str, str]) -> str:
    names = zip(field.split("."), _walk(reading, page, field), strict=False)
    return ", ".join(name if name.isdigit() else labels.get(name) or str(at.label.text) for name, at in names)


def _field_at(reading: Reading, path: str) -> Any:
    first, _dot, rest = path.partition(".")
    part = reading.view.procedure.part(first)
    row, _dot, field = rest.partition(".") if part and part.each else (None, "", rest)
    page = reading.page(first, row)
    met = _walk(reading, page, field) if page and field else []
    return met[-1] if met else None


# Kind of matter → the page on which its decision over several dossiers is made.
MATTER_PAGES = {"award_round": "awards.round", "review_cycle": "reviews.cycle", "event": "events.show"}
# (Procedure, step) → the page on which the work of that step is done, where it is more than an opinion.
STEP_PAGES = {
    ("self_review", "verify"): "reviews.verification",
    ("self_review", "second"): "reviews.verification",
    ("self_review", "answer"): "reviews.answer",
}


def work_url(view: View) -> str | None:
    """Return the page of the present step's own work, for who may do it now; None where an opinion is all."""
    endpoint = STEP_PAGES.get((view.procedure.code, view.step or ""))
    return url_for(endpoint, code=view.code) if endpoint and "approve" in view.can else None


def decision_url(procedure: Any, matter_id: int, code: str) -> str | None:
    """Return where the decision on an approved dossier is issued: its matter's page, or the dossier's own."""
    if procedure.result is None:
        return None
    if procedure.result.over == "dossier":
        return url_for("library.issue", code=code, kind=procedure.result.kind)
    return url_for(MATTER_PAGES[procedure.matter], matter_id=matter_id)


def matter_url(procedure: Any, matter_id: int) -> str | None:
    """Return the page of a matter that belongs to the dossier's own unit, None for a matter of the unit above."""
    return url_for(MATTER_PAGES[procedure.matter], matter_id=matter_id) if procedure.joins == "own" else None


def places(found: Reading) -> list[tuple[str, str]]:
    """Return (path, words) of every place that a note can be pinned to: parts, rows, fields."""
    offered: list[tuple[str, str]] = []
    for page in found.pages:
        path = page.place.replace("/", ".")
        offered.append((path, page.title))
        for field in found.form(page):
            if getattr(field, "kind", "hidden") not in ("hidden", "paste") and not hasattr(field, "aid"):
                offered.append((f"{path}.{field.short_name}", f"{page.title}: {field.label.text}"))
    return offered


def words_of(found: Reading, path: str, value: Any) -> str:
    """Return an answer's value as the page would show it: the choice's words, names for keys, dates as typed."""
    return _words(found, value, lambda: _field_at(found, path))


def _words(found: Reading, value: Any, at: Callable[[], Any]) -> str:
    """Return a value's words; `at` finds the field that it is an answer to, where the words hang on it."""
    if value is None or value == "":
        return ""
    labels = found.choices.get("labels", {})
    if isinstance(value, list):
        return ", ".join(_words(found, one, at) for one in value)
    if isinstance(value, str) and value in labels:
        return labels[value]
    field = at()
    words = getattr(field, "words", None)
    return words(value) if words else str(value)


def overlaid(answers: dict[str, Any], page: Page, values: dict[str, Any]) -> dict[str, Any]:
    """Return the answers with one page's values put over them (for the preview while typing)."""
    if page.row is None:
        return {**answers, page.part: values}
    return {**answers, page.part: {**(answers.get(page.part) or {}), page.row: values}}


def kept_answers(view: View, page: Page) -> dict[str, str]:
    """Return {note id: the writer's answer} as the draft keeps them for one page."""
    return (view.draft.get(page.place) or {}).get("_notes", {})


def beside_of(view: View, page: Page) -> dict[str, str]:
    """Return {field: what a pasted sheet says about it} where that could not be read or something else is kept."""
    return (view.draft.get(page.place) or {}).get(filling.BESIDE, {})


def answers_of(found: Reading, page: Page) -> list[tuple[str, str]]:
    """Return (label, words) of a page's answers, for the reading page of any procedure."""
    return list(said_in(found, found.form(page), ""))


def two_versions(found: Reading, page: Page, typed: Any) -> list[dict[str, str]]:
    """Return what differs between a page as typed and as somebody saved it meanwhile: place, where, old, new.

    `old` is what is saved now, `new` what was typed: the shape that the table of changes shows.
    """
    theirs = dict(answers_of(found, page))
    mine = dict(said_in(found, typed, ""))
    labels = [*mine, *(label for label in theirs if label not in mine)]
    rows = [(label, theirs.get(label, "–"), mine.get(label, "–")) for label in labels]
    return [
        {"place": page.title, "where": label, "old": old, "new": new, "answer": ""}
        for label, old, new in rows
        if old != new
    ]


def said_in(found: Reading, form: Any, before: str) -> Iterator[tuple[str, str]]:
    """Yield (label, words) of what a form holds, parts and rows included."""
    for field in form:
        if getattr(field, "kind", "hidden") == "hidden" or hasattr(field, "aid"):
            continue
        label = f"{before}{field.label.text}"
        if field.kind == "part":
            yield from said_in(found, field.form, f"{label}, ")
        elif field.kind == "rows":
            yield from rows_in(found, field, label)
        else:
            yield label, held_by(found, field) or "–"


def held_by(found: Reading, field: Any) -> str:
    """Return the words of what one field holds."""
    return _words(found, field.stored, lambda: field)


def rows_in(found: Reading, field: Any, label: str) -> Iterator[tuple[str, str]]:
    """One line for each row that holds something."""
    for number, entry in enumerate(field.entries, start=1):
        if hasattr(entry, "form"):
            said = [f"{name}: {words}" for name, words in said_in(found, entry.form, "") if words != "–"]
        else:
            said = [held_by(found, entry)]
        if words := "; ".join(text for text in said if text):
            yield f"{label} {number}", words


def people_of(candidates: list[Any]) -> list[dict[str, Any]]:
    """Return people as the picker shows them."""
    return [
        {
            "id": one.key,
            "name": one.name,
            "post": one.post,
            "unit": one.group,
            "key": search_key(f"{one.name} {one.post} {one.group}"),
        }
        for one in candidates
    ]
