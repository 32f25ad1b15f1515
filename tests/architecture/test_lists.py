"""Every page that is a list offers itself as Excel; what shows rows without being a list of records says why not."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
ROWS = re.compile(r"\bcall rows\(|<table\b|\{\{ pages\(|dossier_rows\(")
OFFERS = re.compile(r"\{\{ excel\(|\{\{ tools\(|\bexcel_address\(|import tools\b")

_PART = "a part of other pages, which offer it"
_WORK = "what one is working on, not a list of records"
#: Pages with rows that are no lists of records, with the reason.
NO_LISTS = {
    **dict.fromkeys(
        ("councils/_lines.html", "dossiers/_papers.html", "inbox/_rows.html", "reviews/_items.html"), _PART
    ),
    **dict.fromkeys(("components.html", "mail/letter.html"), "no page of anybody's records"),
    # One dossier, event, person or sitting: the whole of it leaves as papers or as an archive.
    **dict.fromkeys(
        (
            "dossiers/read/award_nomination.html",
            "dossiers/read/event_plan.html",
            "dossiers/read/event_report.html",
            "events/show.html",
            "people/show.html",
            "councils/show.html",
            "councils/sitting.html",
            "events/day/certificates.html",
        ),
        "one thing, with what belongs to it",
    ),
    **dict.fromkeys(
        (
            "accounts/excel.html",
            "deciding/many.html",
            "events/day/minutes.html",
            "events/day/check_in.html",
            "imports/look.html",
            "registers/old_book.html",
            "reviews/appeal.html",
            "reviews/notices.html",
            "reviews/sheet.html",
            "unit_acts/act.html",
        ),
        _WORK,
    ),
    **dict.fromkeys(("imports/index.html", "imports/run.html"), "the lists that came from Excel"),
    **dict.fromkeys(
        ("inbox/home.html", "telling/notices.html"), "its groups and its log have pages that offer them"
    ),
    "telling/texts.html": "the words of messages, which are set here",
    "awards/index.html": "the catalogue that ships",
}


def _pages() -> dict[str, str]:
    return {
        str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*.html"))
        if "_macros" not in path.parts
    }


def test_every_list_offers_itself_as_excel() -> None:
    pages = _pages()
    rows = {name for name, text in pages.items() if ROWS.search(text)}
    offering = {name for name, text in pages.items() if OFFERS.search(text)}
    assert len(offering) > 20
    assert rows - offering - NO_LISTS.keys() == set()
    assert NO_LISTS.keys() - rows == set(), "no rows there any more"
    assert NO_LISTS.keys() & offering == set(), "offers itself by now"
