"""Whatever a unit may set, set to its ends, still makes papers that the checker lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

import reference
from documents import catalogue, produce
from documents.checker import check
from documents.choosing import refusals, settable, with_settings
from documents.profile import Profile

pytestmark = pytest.mark.soak

PAPERS = ("award_decision", "event_plan", "award_minutes")
CODES = ("tld-933", "nd-30")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("table", ["page", "lines", "texts", "frame", "table", "mark", "style"])
def test_the_ends_of_every_value_make_right_papers(root: Path, code: str, table: str) -> None:
    data = reference.load(f"profiles/{code}.toml")
    kinds = catalogue.opened(root / "doc_templates")
    wrong = []
    for row in settable(data):
        if not row.place.startswith(f"{table}."):
            continue
        for value in {row.least, row.most, *row.choices, "Chữ khác" if row.type == "text" else None} - {None}:
            if refusals(data, {row.place: value}):
                continue  # a size that asks for another line height too
            profile = Profile.from_dict(with_settings(data, {row.place: value}))
            for paper in PAPERS:
                kind = kinds.kind(paper)
                made = produce.produce(kind, kind.sample, profile, ("docx",))
                wrong += [(row.place, value, paper, fault.rule) for fault in check(made, kind, profile)]
    assert wrong == []
