"""The task list of a dossier: what each part needs, how much is done, which page comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from blueprints.reading import Page, Reading, notes_at
from services import dossier_views
from services.dossier_views import View


@dataclass(frozen=True)
class Task:
    """One line of the task list, as the macro draws it."""

    title: str
    url: str | None
    fact: str
    state: str
    n: int = 0
    who: str = ""
    at: str = ""


def open_notes(view: View, page: Page) -> int:
    """Return how many notes at a page wait for the writer: those younger than its last saving."""
    mark = view.marks.get(page.place)
    saved = datetime.fromisoformat(mark["at"]) if mark else None
    notes = [note for found in notes_at(view, page).values() for note in found]
    return sum(saved is None or note["at"] > saved for note in notes)


def tasks(reading: Reading) -> list[Task]:
    """Return the task list: one line a part, and the last line «Kiểm tra và trình»."""
    lines = [_task(reading, part) for part in reading.view.procedure.parts]
    ready = next_page(reading) is None
    last = url_for("dossiers.check", code=reading.view.code)
    fact = "" if ready else _("Xem trước được; trình được khi các phần trên đã xong")
    return [*lines, Task(_("Kiểm tra và trình"), last, fact, "untouched" if ready else "waiting")]


def _task(reading: Reading, part: Any) -> Task:
    view = reading.view
    pages = [page for page in reading.pages if page.part == part.key]
    notes = sum(open_notes(view, page) for page in pages)
    opened = [page for page in pages if page.place in reading.assembly.opened]
    wrong = sum(len(reading.assembly.problems.get(page.place, ())) for page in opened)
    first = next((page for page in pages if _needs(reading, page)), pages[0] if pages else None)
    return Task(
        title=_(part.title),
        url=first.url if first else None,
        fact=_fact(reading, part, pages, opened),
        state=_state(part, bool(pages), bool(opened), len(opened) == len(pages), wrong, notes),
        n=notes or wrong,
    )


def _state(part: Any, any_page: bool, opened: bool, all_opened: bool, wrong: int, notes: int) -> str:
    if notes:
        return "notes"
    if not any_page or not opened:
        return "optional" if part.optional else "untouched"
    if wrong:
        return "errors"
    return "done" if all_opened else "working"


def _fact(reading: Reading, part: Any, pages: list[Page], opened: list[Page]) -> str:
    if part.each is not None:
        good = [page for page in opened if page.place not in reading.assembly.problems]
        return _("Xong %(done)s trong %(all)s", done=len(good), all=len(pages)) if pages else ""
    said = dossier_views.summary(reading.view, part.key)
    return _(said[0], **said[1]) if said else ""


def never_opened(reading: Reading, page: Page) -> bool:
    """Tell whether nobody has saved a page that the procedure asks for."""
    optional = reading.view.procedure.part(page.part).optional
    return not optional and page.place not in reading.assembly.opened


def _needs(reading: Reading, page: Page) -> bool:
    """Tell whether a page needs something: it has a new note, an error, or was never opened."""
    wrong = page.place in reading.assembly.problems
    return wrong or never_opened(reading, page) or open_notes(reading.view, page) > 0


def next_page(reading: Reading) -> Page | None:
    """Return the first page that needs something, None where everything can be sent."""
    return next((page for page in reading.pages if _needs(reading, page)), None)


def row_states(reading: Reading, part: str) -> list[tuple[Page, bool]]:
    """Return (page, whether it still needs something) of a part's rows, those that need something first."""
    rows = [page for page in reading.pages if page.part == part and page.row is not None]
    return sorted(((page, _needs(reading, page)) for page in rows), key=lambda row: not row[1])


def _following(reading: Reading, page: Page) -> Page | None:
    """Return the page that follows, None behind the last.

    Of the rows that have a page each those follow that still need something; where none does, the next part.
    """
    pages = reading.pages
    at = pages.index(page) + 1
    following = pages[at] if at < len(pages) else None
    part = page.part if page.row is not None or following is None else following.part
    rows = [one for one in pages if one.part == part and one.row is not None]
    if not rows:
        return following
    later = [one for one in rows if pages.index(one) >= at]
    waiting = [one for one in [*later, *rows] if one != page and _needs(reading, one)]
    behind = pages.index(rows[-1]) + 1
    return next(iter(waiting), pages[behind] if behind < len(pages) else None)


def onward(reading: Reading, page: Page) -> Page | None:
    """Return the page to which the main button of a page leads, None where that is the check.

    Of what came back only what needs something is gone through: the next page with a note, round to the first one,
    then any other page with an error.
    """
    if reading.view.status != "returned":
        return _following(reading, page)
    at = reading.pages.index(page)
    others = (*reading.pages[at + 1 :], *reading.pages[:at])
    noted = (one for one in others if open_notes(reading.view, one))
    return next(noted, None) or next((one for one in others if _needs(reading, one)), None)


def button_words(reading: Reading, page: Page) -> str:
    """Return what the main button of a page says: where it leads."""
    after, at = onward(reading, page), [part.key for part in reading.view.procedure.parts]
    if after is None:
        return _("Lưu và kiểm tra")
    if reading.view.status == "returned" and open_notes(reading.view, after):
        place = after.title if after.row else _("phần %(n)s", n=at.index(after.part) + 1)
        return _("Lưu và sang ghi chú tiếp theo: %(place)s", place=place)
    if after.part == page.part:
        return _("Lưu và đi tiếp")
    # Forward the next part by number: it may have no page before this one is saved (the results of whom one chooses).
    back = reading.view.status == "returned"
    return _("Lưu và sang phần %(n)s", n=at.index(after.part if back else page.part) + (1 if back else 2))


@dataclass(frozen=True)
class Progress:
    """How many parts are done, of how many; how many of the rest nobody has to open."""

    done: int
    all: int
    optional: int


def progress(tasks_: list[Task]) -> Progress:
    """Count the parts of a task list; its last line, the check, is none. Pages say «Phần 2/3» by it too."""
    states = [task.state for task in tasks_[:-1]]
    return Progress(states.count("done"), len(states), states.count("optional"))
