"""Word = PDF: every sample, the papers of an award nomination, and the families that they are of."""

import pytest

from documents import pdf, produce
from documents.checker import check
from tests.documents import parity_campaign as campaign
from tests.documents.parity import compare

pytestmark = campaign.MARKS


@pytest.fixture(scope="module")
def renderer():
    """One for all families, as a worker has it."""
    return pdf.Renderer()


def test_every_sample_breaks_alike(renderer, tmp_path):
    samples = [(kind, "sample", kind.sample) for kind in campaign.KINDS]
    pairs = compare(samples, campaign.PROFILE, renderer, tmp_path)
    assert len(pairs) == len(samples)
    assert [pair.first_difference() for pair in pairs if not (pair.same_lines and pair.same_pages)] == []


@pytest.mark.parametrize("family", campaign.SPINE_FAMILIES)
def test_random_papers_of_a_family(family, renderer, tmp_path):
    kinds = [kind for kind in campaign.KINDS if kind.manifest["family"] == family]
    campaign.assert_alike(campaign.papers_of(kinds), renderer, tmp_path)


def test_the_papers_of_a_nomination(renderer, tmp_path):
    assert len(campaign.SPINE) == 7
    campaign.assert_alike(campaign.papers_of(campaign.SPINE), renderer, tmp_path)


def test_the_words_of_a_nomination_in_their_order(renderer):
    """What the checker reads in Word and in PDF, and every other fault that it may find."""
    for kind, seed, values in campaign.papers_of(campaign.SPINE, 105):
        files = produce.produce(kind, values, campaign.PROFILE, ("docx", "pdf"), renderer)
        assert check(files, kind, campaign.PROFILE) == [], f"{kind.code}-{seed}"
