"""Word = PDF on many random data sets: words, pages, and lines, with LibreOffice as the witness.

A set counts as alike when every line of it is: the same words, the same breaks, each as often. On which page a line
stands is asked of all lines of a family together: LibreOffice leaves a heading at the foot of a page where the
paragraph below it is itself kept with the signature (it looks no further than the next table), though the file asks
for more.

PARITY_SETS=20 asks for so many sets of each family.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

import reference
from documents import catalogue
from documents.profile import Profile

from . import parity, random_values

MARKS = [
    pytest.mark.soak,
    pytest.mark.skipif(
        parity.SOFFICE is None, reason="LibreOffice is not installed; `make soak` installs it"
    ),
]

SETS = int(os.environ.get("PARITY_SETS", "200"))
LEAST_SETS_ALIKE = 0.999
LEAST_LINES_ON_THEIR_PAGE = 0.998

PROFILE = Profile.from_dict(reference.load("profiles/tld-933.toml"))
EVERY = catalogue.opened(Path(__file__).resolve().parents[2] / "doc_templates")
KINDS = [kind for kind in EVERY if kind.design is None]  # certificates: test_parity_certificates
FAMILIES = sorted({kind.manifest["family"] for kind in KINDS})
# The papers of the spine: 1–60 nominees, names of 2–7 syllables, unit names to 120 letters, 1–6 grounds.
SPINE = [kind for kind in KINDS if kind.code.startswith(("award_", "achievement_"))]
SPINE_FAMILIES = sorted({kind.manifest["family"] for kind in SPINE})

_compared: dict[
    tuple[str, int], parity.Pair
] = {}  # the papers of the spine are among those of their families


def papers_of(kinds, sets=SETS):
    """(kind, seed, values) in turn over the kinds, so many sets together."""
    turns = [(kinds[turn % len(kinds)], turn // len(kinds)) for turn in range(sets)]
    return [(kind, seed, random_values.values(kind, seed)) for kind, seed in turns]


def assert_alike(papers, renderer, folder):
    """Fail unless all papers have the same pages in both files, and 99.9 % of them the same lines."""
    pairs = _pairs(papers, renderer, folder)
    assert len(pairs) == len(papers)
    moved = [pair.first_difference() for pair in pairs if not pair.same_pages]
    assert moved == [], moved
    torn = [f"{pair.first_difference()} {_torn(pair)}" for pair in pairs if not pair.same_lines]
    assert len(torn) <= len(pairs) * (1 - LEAST_SETS_ALIKE), torn
    alike, lines = map(sum, zip(*(pair.lines() for pair in pairs), strict=True))
    assert alike >= lines * LEAST_LINES_ON_THEIR_PAGE, (alike, lines)


def _pairs(papers, renderer, folder):
    """The papers laid out twice; each at most once in a process."""
    keys = [(kind.code, seed) for kind, seed, _ in papers]
    new = [paper for key, paper in zip(keys, papers, strict=True) if key not in _compared]
    made = parity.compare(new, PROFILE, renderer, folder)
    _compared.update({(kind.code, seed): pair for (kind, seed, _), pair in zip(new, made, strict=True)})
    return [_compared[key] for key in keys]


def _torn(pair: parity.Pair) -> list[str]:
    ours, theirs = (Counter(line for page in pages for line in page) for pages in (pair.ours, pair.theirs))
    return [*(ours - theirs), "|", *(theirs - ours)][:6]
