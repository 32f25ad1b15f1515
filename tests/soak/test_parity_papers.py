"""Word = PDF on many random data sets of every kind: words, pages, and lines, with LibreOffice as the witness.

LibreOffice itself now and then leaves a heading at the foot of a page, or lets a table reach half a point over the
margin; therefore all lines together are asked for 999 in 1,000, and no page count may differ.
"""

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

SETS = 50
LEAST_LINES_ALIKE = 0.999


def test_random_papers_of_every_kind(tmp_path):
    profile, renderer = Profile.from_dict(reference.load("profiles/tld-933.toml")), pdf.Renderer()
    every = catalogue.load(Path(__file__).resolve().parents[2] / "doc_templates")
    kinds = [kind for kind in every if kind.design is None]  # certificates: test_parity_certificates
    papers = [(kind, seed, random_papers.values(kind.code, seed)) for kind in kinds for seed in range(SETS)]
    pairs = parity.compare(papers, profile, renderer, tmp_path)
    assert len(pairs) == len(kinds) * SETS
    assert [pair.first_difference() for pair in pairs if not pair.same_pages] == []
    assert [
        pair.first_difference() for pair in pairs if pair.ours == pair.theirs and not pair.same_words
    ] == []
    alike, lines = map(sum, zip(*(pair.lines() for pair in pairs), strict=True))
    differing = [pair.first_difference() for pair in pairs if pair.ours != pair.theirs]
    assert alike >= lines * LEAST_LINES_ALIKE, (alike, lines, differing)
    assert len(differing) <= len(pairs) * 0.03, differing
