"""Each family has its page under docs/papers, and the body shown there can be printed."""

import re
from pathlib import Path

import pytest

from documents import word
from documents.compose import compose
from documents.finish import finish
from documents.tree import parse

PAGES = Path(__file__).resolve().parents[2] / "docs" / "papers"
FAMILIES = sorted(page.stem for page in PAGES.glob("*.md") if page.stem != "README")


def test_every_family_has_a_page(kinds):
    shipped = {kind.manifest["family"] for kind in kinds}
    assert shipped - {"certificate"} <= set(FAMILIES)
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert all(f"({family}.md)" in index for family in FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_body_on_the_page_can_be_printed(kinds, profile, family):
    page = (PAGES / f"{family}.md").read_text(encoding="utf-8")
    (body,) = re.findall(r"```html\n(.*?)```", page, re.DOTALL)
    assert word.document(compose(finish(parse(body, f"{family}.md"), profile), profile), profile)
    named = re.search(r"start from: (.+)\.\n", page)[1]
    codes = re.findall(r"[a-z]+(?:_[a-z]+)*(?=[,. (]|$)", re.sub(r"\(.*?\)", "", named))
    assert {kinds.kind(code).manifest["family"] for code in codes} == {family}
