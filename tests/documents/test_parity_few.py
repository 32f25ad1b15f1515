"""Word and PDF of every sample and of a few random papers, seen by LibreOffice."""

import pytest

from tests.documents import parity, random_papers

pytestmark = pytest.mark.skipif(
    parity.SOFFICE is None, reason="LibreOffice is not installed; `make soak` installs it"
)


def test_samples_and_random_papers_break_alike(kinds, profile, renderer, tmp_path):
    papers = [(kind, "sample", kind.sample) for kind in kinds]
    papers += [
        (kind, 3, random_papers.values(kind.code, 3)) for kind in kinds if kind.manifest["family"] != "list"
    ]
    alike, lines = 0, 0
    for pair in parity.compare(papers, profile, renderer, tmp_path):
        assert pair.same_words, pair.first_difference()
        assert pair.same_pages, pair.first_difference()
        assert pair.ours == pair.theirs or not pair.name.endswith("sample"), pair.first_difference()
        alike, lines = alike + pair.lines()[0], lines + pair.lines()[1]
    assert lines > 800
    assert alike >= lines * 0.995
