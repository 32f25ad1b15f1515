"""Each family has its page under docs/papers, and the body shown there can be printed."""

import re
from pathlib import Path

import pytest

from documents import catalogue, certificate, word
from documents.compose import compose
from documents.finish import finish
from documents.tree import parse

from .conftest import TEMPLATES

PAGES = Path(__file__).resolve().parents[2] / "docs" / "papers"
FAMILIES = sorted(page.stem for page in PAGES.glob("*.md") if page.stem != "README")


@pytest.fixture(scope="module")
def every() -> catalogue.Catalogue:
    """All kinds, certificates too."""
    return catalogue.opened(TEMPLATES)


def test_every_family_has_a_page(every):
    assert {kind.manifest["family"] for kind in every} == set(FAMILIES)
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert all(f"({family}.md)" in index for family in FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_body_on_the_page_can_be_printed(every, profile, family):
    page = (PAGES / f"{family}.md").read_text(encoding="utf-8")
    (body,) = re.findall(r"```html\n(.*?)```", page, re.DOTALL)
    finished, design = finish(parse(body, f"{family}.md"), profile), every.kind("certificate_merit").design
    certified = family == "certificate"
    drawn = certificate.compose(finished, design, profile) if certified else compose(finished, profile)
    assert word.document(drawn, profile)
    named = re.search(r"start from: (.+)\.\n", page)[1]
    codes = re.findall(r"[a-z]+(?:_[a-z]+)*(?=[,. (]|$)", re.sub(r"\(.*?\)", "", named))
    assert {every.kind(code).manifest["family"] for code in codes} == {family}
