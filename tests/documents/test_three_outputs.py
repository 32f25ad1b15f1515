"""One body, three outputs: the same words in the same order, the same bytes for the same values."""

import copy
import html.parser
import io
import re
import zipfile

import pytest

from documents import produce, text
from documents.checker import reading_pdf, reading_word
from documents.pdf import Renderer

from .conftest import TEMPLATES
from .random_papers import Papers
from .random_values import values

CODES = sorted(entry.name for entry in TEMPLATES.iterdir() if entry.is_dir() and entry.name != "_base")


class _Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.pieces, self.skip = [], False

    def handle_starttag(self, tag, attrs):
        self.skip = tag in ("title", "style")
        assert "style" not in dict(attrs)
        if tag not in ("strong", "em"):
            self.pieces.append(" ")

    def handle_data(self, data):
        self.pieces.append("" if self.skip else data)


def words_of_html(page):
    """Words of the preview's body."""
    reader = _Text()
    reader.feed(page[page.index("<body") :])
    return text.split("".join(reader.pieces))


def words_of_word(data):
    """Words of a Word file."""
    return [word for paragraph in reading_word.read(data).paragraphs for word in paragraph.text.split()]


def words_of_pdf(data):
    """Words of a PDF without the page numbers."""
    pages = reading_pdf.read(data).pages
    return [word.text for page in pages for word in page.words if word.base > 50]


def same(tree_words, files):
    """Assert that the outputs hold the words of the tree: whole words in HTML and Word, the same letters in the PDF."""
    assert words_of_html(files["html"]) == tree_words
    assert words_of_word(files["docx"]) == tree_words
    assert "".join(words_of_pdf(files["pdf"])) == "".join(tree_words)


@pytest.mark.parametrize("code", CODES)
def test_the_sample_has_the_same_words_in_three_outputs(kinds, profile, renderer, code):
    kind = kinds.kind(code)
    sample = copy.deepcopy(kind.sample)
    for name in ("groups", "persons", "nominees", "people", "entries", "rows", "attendance", "fields"):
        if name in sample:
            sample[name] = sample[name][:1]
    same(
        text.words(produce.tree(kind, sample, profile)),
        produce.produce(kind, sample, profile, renderer=renderer),
    )


@pytest.mark.parametrize("code", CODES)
def test_the_same_values_give_the_same_bytes(kinds, profile, renderer, code):
    kind = kinds.kind(code)
    first = produce.produce(kind, kind.sample, profile, renderer=renderer)
    again = produce.produce(kind, copy.deepcopy(kind.sample), profile, renderer=Renderer())
    assert first == again


def test_other_values_give_other_bytes(kinds, profile, renderer):
    kind = kinds.kind("award_decision")
    made = {
        produce.produce(kind, {**kind.sample, "year": 2025, "period": period}, profile, ("pdf",), renderer)[
            "pdf"
        ]
        for period in ("năm 2025", "năm 2024")
    }
    assert len(made) == 2


ODD = [
    "{{ 7*7 }}", "{% if x %}", "<b>đậm</b>", "</para><script>alert(1)</script>", "=1+1", "A & B < C > D", "&lt;&amp;",
    "]]>", "<!-- -->", "%(x)s {0} $x", "'; DROP TABLE paper; --", "\"“”‘’'", "_x000D_", "a/b/c 45/TTr-VHXH",
    "Đắk Lắk – Đà Nẵng", "C:\\Windows", "{\\rtf1}", "<w:t>", "1.000.000₫", "file:///etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_what_users_type_prints_as_typed(kinds, profile, renderer, odd):
    kind = kinds.kind("award_decision")
    sample = copy.deepcopy(kind.sample)
    sample["bases"] = [f"Căn cứ {odd} hết"]
    sample["subject"] = f"Về việc {odd}"
    sample["signature"]["name"] = odd
    files = produce.produce(kind, sample, profile, renderer=renderer)
    same(text.words(produce.tree(kind, sample, profile)), files)
    for found in (words_of_html(files["html"]), words_of_word(files["docx"])):
        assert " ".join(odd.split()) in " ".join(found)
    assert "".join(odd.split()) in "".join(words_of_pdf(files["pdf"]))


@pytest.mark.parametrize("odd", ODD)
def test_what_users_type_in_headings_and_tables_prints_as_typed(kinds, profile, odd):
    form = copy.deepcopy(kinds.kind("common_form").sample)
    form["parts"][0]["heading"] = form["parts"][1]["clauses"][0]["heading"] = f"Mục {odd} hết"
    rows = copy.deepcopy(kinds.kind("award_decision_list").sample)
    rows["persons"][0]["name"] = rows["groups"][0]["unit"] = f"Tên {odd} hết"
    for kind, filled in ((kinds.kind("common_form"), form), (kinds.kind("award_decision_list"), rows)):
        tree_words = text.words(produce.tree(kind, filled, profile))
        files = produce.produce(kind, filled, profile, formats=("html", "docx"))
        assert words_of_html(files["html"]) == words_of_word(files["docx"]) == tree_words
        shown = " ".join(tree_words)
        expected = " ".join(odd.split())
        assert shown.count(expected) + shown.count(expected.upper()) >= 2


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x07", "\x0b", "\x1b", "\ufffe", "\ud800", "\u200b", "\u202e", "\ufeff"]
)
def test_characters_without_a_shape_are_dropped(kinds, profile, renderer, hidden):
    kind = kinds.kind("award_decision")
    sample = {**kind.sample, "subject": f"Về{hidden} việc{hidden}"}
    files = produce.produce(kind, sample, profile, renderer=renderer)
    plain = produce.produce(kind, {**kind.sample, "subject": "Về việc"}, profile, renderer=renderer)
    assert files == plain


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("code", ["award_proposal", "award_decision"])
def test_random_papers_have_the_same_words(kinds, profile, renderer, code, seed):
    kind = kinds.kind(code)
    filled = values(kind, 1000 + seed)
    same(
        text.words(produce.tree(kind, filled, profile)),
        produce.produce(kind, filled, profile, renderer=renderer),
    )


@pytest.mark.parametrize("code", CODES)
def test_random_values_fit_the_schema_and_lay_out(kinds, profile, code):
    kind = kinds.kind(code)
    for seed in range(4):
        filled = values(kind, seed)
        tree_words = text.words(produce.tree(kind, filled, profile))
        files = produce.produce(kind, filled, profile, formats=("html", "docx"))
        assert words_of_html(files["html"]) == tree_words
        assert words_of_word(files["docx"]) == tree_words


def test_random_papers_come_back_from_their_seed():
    assert Papers(5).award_minutes() == Papers(5).award_minutes() != Papers(6).award_minutes()


def test_the_preview_has_no_script_no_style_and_one_link(kinds, profile):
    for kind in kinds:
        page = produce.produce(kind, kind.sample, profile, formats=("html",), stylesheet="/to-giay.css?v=1")[
            "html"
        ]
        assert "<script" not in page
        assert not re.search(r"<[^>]+\sstyle=", page)
        assert re.findall(r"<link[^>]+>", page) == ['<link rel="stylesheet" href="/to-giay.css?v=1">']
        assert page.startswith('<!doctype html><html lang="vi">')


def test_unknown_formats_are_an_error(kinds, profile):
    kind = kinds.kind("award_decision")
    with pytest.raises(ValueError, match="odt"):
        produce.produce(kind, kind.sample, profile, formats=("odt",))


def test_zip_members_carry_no_clock(kinds, profile):
    kind = kinds.kind("award_decision")
    packed = produce.produce(kind, kind.sample, profile, formats=("docx",))["docx"]
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"
