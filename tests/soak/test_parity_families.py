"""Word = PDF: the other families, so that two processes share the work."""

import pytest

from documents import pdf
from tests.documents import parity_campaign as campaign

pytestmark = campaign.MARKS


@pytest.fixture(scope="module")
def renderer():
    """One for all families, as a worker has it."""
    return pdf.Renderer()


OTHERS = [family for family in campaign.FAMILIES if family not in campaign.SPINE_FAMILIES]


@pytest.mark.parametrize("family", OTHERS)
def test_random_papers_of_a_family(family, renderer, tmp_path):
    kinds = [kind for kind in campaign.KINDS if kind.manifest["family"] == family]
    campaign.assert_alike(campaign.papers_of(kinds), renderer, tmp_path)
