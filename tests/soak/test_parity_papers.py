"""Word = PDF on many random data sets of every kind: words, pages, and lines, with LibreOffice as the witness."""

import logging
from pathlib import Path

import pytest

import reference
from documents import catalogue, pdf
from documents.profile import Profile
from tests.documents import parity, random_papers

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        parity.SOFFICE is None, reason="LibreOffice is not installed; `make soak` installs it"
    ),
]

LOG = logging.getLogger(__name__)
SETS = 50
LEAST_LINES_ALIKE = 0.999
KINDS = catalogue.load(Path(__file__).resolve().parents[2] / "doc_templates")


@pytest.mark.parametrize("code", list(KINDS.kinds))
def test_random_papers_of_a_kind(code, tmp_path):
    profile = Profile.from_dict(reference.load("profiles/tld-933.toml"))
    kind, renderer = KINDS.kind(code), pdf.Renderer()
    papers = [(kind, seed, random_papers.values(code, seed)) for seed in range(SETS)]
    pairs = parity.compare(papers, profile, renderer, tmp_path)
    assert [pair.first_difference() for pair in pairs if not pair.same_pages] == []
    alike, lines = map(sum, zip(*(pair.lines() for pair in pairs), strict=True))
    wholly = sum(pair.ours == pair.theirs for pair in pairs)
    LOG.info("%s: %d of %d lines, %d of %d papers wholly alike", code, alike, lines, wholly, SETS)
    assert alike >= lines * LEAST_LINES_ALIKE, [p.first_difference() for p in pairs if p.ours != p.theirs][
        :10
    ]
    assert [
        pair.first_difference() for pair in pairs if not pair.same_words and pair.ours == pair.theirs
    ] == []
