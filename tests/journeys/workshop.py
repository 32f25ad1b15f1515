"""The demonstration's first event on its stage: who plays, how a list, a paper and a day are handled."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from documents.checker import reading_pdf, reading_word
from tests.support.past_stage import PastStage
from tests.support.stage import Download, Person

PATIENCE = 90_000  # milliseconds
WRITER, MONEY, CLERK, CHAIR, DEPUTY, THIRD, UNIT_CHAIR = "P04", "P05", "P25", "P01", "P02", "P03", "P09"


class Workshop:
    """The event on a stage; `code` is its plan's, `address` the event's page, `papers` the issued ones by kind."""

    def __init__(self, stage: PastStage) -> None:
        self.stage, self.code, self.address, self.report = stage, "", "", ""
        self.papers: dict[str, str] = {}

    def on(self, day: int, month: int, hour: int = 8, minute: int = 0, *, books: date | None = None) -> None:
        """Let it be an hour of 2025; `books`: the day up to which other papers were numbered meanwhile.

        What the registers name of the event itself is numbered here by its people: that day's lines do not pass.
        """
        today = date(2025, month, day)
        if books is not None:
            self.stage.register_until(books)
        self.stage.entered = max(self.stage.entered, today)
        self.stage.at(today, hour, minute)

    def person(self, code: str) -> Person:
        """Return somebody at the browser who waits for papers: after each night the renderers start cold."""
        person = self.stage(code)
        person.page.set_default_timeout(PATIENCE)
        return person

    def issue(self, person: Person, number: str, parts: int, name: str) -> None:
        """Look the laid-out paper over, number it, wait for the files of all its parts."""
        person.sees("Thể thức đúng, đủ điều kiện cấp số")
        person.sees(f"Số dự kiến: {number}")
        person.look(name)
        person.press("Cấp số và phát hành")
        person.sees(number)
        person.until(lambda: person.page.get_by_role("link", name="Tải PDF").count() == parts)
        self.papers[number] = person.page.url


def pick(person: Person, label: str, words: str, within: Any = None) -> None:
    """Choose the line of a drop-down that begins with these words."""
    box = person.field(label, within)
    options = box.locator("option").all_inner_texts()
    box.select_option(index=next(no for no, one in enumerate(options) if one.strip().startswith(words)))


def row(person: Person, word: str, number: int) -> Any:
    """Return one row of a list on the page."""
    return person.page.get_by_role("group", name=f"{word} {number}", exact=True)


def onward(person: Person) -> None:
    """Press the blue button of the bar."""
    person.go(person.page.locator("main .tk-bar .btn-primary"))


def words_of(file: Download) -> str:
    """Return what a PDF or Word file says, with single plain spaces."""
    if file.content.startswith(b"%PDF-"):
        said = (word.text for page in reading_pdf.read(file.content).pages for word in page.words)
    else:
        said = (one.text for one in reading_word.read(file.content).paragraphs)
    return plain(" ".join(said))


def plain(text: str) -> str:
    """Return a text with plain spaces and without word joiners."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u2060", "")).strip()


def files(person: Person, part: int = 0) -> tuple[str, str]:
    """Return the words of a paper's part as PDF and as Word, from the paper's page."""
    links = [person.page.get_by_role("link", name=f"Tải {kind}").nth(part) for kind in ("PDF", "Word")]
    pdf, word = (words_of(person.take(link)) for link in links)
    return pdf, word


def tells(texts: Any, *wanted: str) -> None:
    """Fail unless every text holds every wanted one; spaces (a PDF breaks its lines) and capitals do not count."""
    for text in texts:
        tight = text.replace(" ", "").casefold()
        missing = [one for one in wanted if one.replace(" ", "").casefold() not in tight]
        assert not missing, f"{missing} not in: {text[:3000]}"
