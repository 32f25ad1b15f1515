"""Certificates: the Word file laid out by LibreOffice has the pages and the lines of the PDF."""

import random

import pytest

import reference
from documents import catalogue, pdf
from documents.profile import Profile
from tests.documents.conftest import TEMPLATES
from tests.documents.parity import SOFFICE, compare
from tests.documents.test_stamp import STAMPED, _rows

SETS = 40  # of each kind: 200 of the family


@pytest.mark.soak
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_word_and_pdf_have_the_same_lines(tmp_path):
    profile, renderer = Profile.from_dict(reference.load("profiles/tld-933.toml")), pdf.Renderer()
    every, chance, papers = catalogue.opened(TEMPLATES), random.Random(3), []
    for place, code in enumerate(STAMPED):
        kind = every.kind(code)
        for seed, row in enumerate(_rows(SETS, place)):
            stock = chance.choice((None, {"headings": True}, {"dx": 2, "dy": -1}))
            values = {**kind.sample, **row, "about": row["about"] or None, "book_no": row["book_no"] or None}
            papers.append((kind, seed, {**values, "stock": stock}))
    pairs = compare(papers, profile, renderer, tmp_path)
    assert all(pair.same_words and pair.same_pages for pair in pairs), [
        pair.first_difference() for pair in pairs if not (pair.same_words and pair.same_pages)
    ][:5]
    whole = [pair for pair in pairs if pair.lines()[0] == pair.lines()[1]]
    assert len(whole) >= 0.999 * len(pairs), [pair.first_difference() for pair in pairs if pair not in whole][
        :5
    ]
