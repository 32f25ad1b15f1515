"""Word = PDF on many random data sets of every family: words, pages, and lines, with LibreOffice as the witness.

A set counts as alike when every line of it is: the same words, the same breaks. LibreOffice itself now and then leaves
a heading at the foot of a page (the file asks to keep it with the next paragraph), or lets a table reach half a point
over the margin: on which page a line stands is therefore asked of all lines together.

PARITY_SETS=200 asks for so many sets of each family; without it a family gets what the gate has time for.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

import reference
from documents import catalogue, pdf
from documents.profile import Profile
from tests.documents import parity, random_values

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        parity.SOFFICE is None, reason="LibreOffice is not installed; `make soak` installs it"
    ),
]

SETS = int(os.environ.get("PARITY_SETS", "40"))
LEAST_SETS_ALIKE = 0.999
LEAST_LINES_ON_THEIR_PAGE = 0.995

PROFILE = Profile.from_dict(reference.load("profiles/tld-933.toml"))
KINDS = catalogue.load(Path(__file__).resolve().parents[2] / "doc_templates")
FAMILIES = sorted({kind.manifest["family"] for kind in KINDS})


@pytest.fixture(scope="module")
def renderer():
    """One for all families, as a worker has it."""
    return pdf.Renderer()


def test_every_sample_breaks_alike(renderer, tmp_path):
    pairs = parity.compare([(kind, "sample", kind.sample) for kind in KINDS], PROFILE, renderer, tmp_path)
    assert len(pairs) == len(KINDS)
    assert [pair.first_difference() for pair in pairs if not (pair.same_lines and pair.same_pages)] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_random_papers_of_a_family(family, renderer, tmp_path):
    kinds = [kind for kind in KINDS if kind.manifest["family"] == family]
    turns = [(kinds[turn % len(kinds)], turn // len(kinds)) for turn in range(SETS)]
    papers = [(kind, seed, random_values.values(kind, seed)) for kind, seed in turns]
    pairs = parity.compare(papers, PROFILE, renderer, tmp_path)
    assert len(pairs) == SETS
    assert [pair.first_difference() for pair in pairs if not pair.same_pages] == []
    torn = [f"{pair.first_difference()} {_torn(pair)}" for pair in pairs if not pair.same_lines]
    assert len(torn) <= len(pairs) * (1 - LEAST_SETS_ALIKE), torn
    alike, lines = map(sum, zip(*(pair.lines() for pair in pairs), strict=True))
    assert alike >= lines * LEAST_LINES_ON_THEIR_PAGE, (alike, lines)


def _torn(pair: parity.Pair) -> list[str]:
    ours, theirs = (Counter(line for page in pages for line in page) for pages in (pair.ours, pair.theirs))
    return [*(ours - theirs), "|", *(theirs - ours)][:6]
