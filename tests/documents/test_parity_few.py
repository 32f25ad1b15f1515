"""Word and PDF of one sample of each family, and of the awards' random papers, seen by LibreOffice."""

import pytest

from tests.documents import parity, random_values

pytestmark = pytest.mark.skipif(
    parity.SOFFICE is None, reason="LibreOffice is not installed; `make soak` installs it"
)


def test_samples_and_random_papers_break_alike(kinds, profile, renderer, tmp_path):
    of_family = {kind.manifest["family"]: kind for kind in kinds}
    papers = [(kind, "sample", kind.sample) for kind in of_family.values()]
    papers += [(kinds.kind(code), 3, random_values.values(kinds.kind(code), 3)) for code in AWARDS]
    alike, lines = 0, 0
    for pair in parity.compare(papers, profile, renderer, tmp_path):
        assert pair.same_words, pair.first_difference()
        assert pair.same_pages, pair.first_difference()
        assert pair.ours == pair.theirs or not pair.name.endswith("sample"), pair.first_difference()
        alike, lines = alike + pair.lines()[0], lines + pair.lines()[1]
    assert lines > 400
    assert alike >= lines * 0.995


AWARDS = ("award_minutes", "award_proposal", "award_decision")
