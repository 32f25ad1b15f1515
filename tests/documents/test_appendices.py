"""Appendices, texts issued under a decision, chapters and copies: pages, numbers and words of their own."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents import compose, names, produce, text
from documents.checker import reading_pdf
from documents.errors import TemplateFault
from documents.finish import finish
from documents.layout import Gap, Paragraph
from documents.tree import parse


def _sheet(body, profile):
    return compose.compose(finish(parse(f"<paper>{body}</paper>"), profile), profile)


def _appendices(count, profile, **attributes):
    shown = "".join(f' {name}="{value}"' for name, value in attributes.items())
    body = "".join(
        f"<appendix{shown}><title>Biểu {n}</title><para>Lời.</para></appendix>" for n in range(count)
    )
    return _sheet("<para>Văn bản.</para>" + body, profile).appendices


@pytest.mark.parametrize(
    ("count", "labels"),
    [
        (1, ["Phụ lục"]),
        (2, ["Phụ lục I", "Phụ lục II"]),
        (4, [f"Phụ lục {n}" for n in ("I", "II", "III", "IV")]),
    ],
)
def test_one_appendix_has_no_number_several_have_roman_ones(profile, count, labels):
    assert [part.blocks[0].text for part in _appendices(count, profile)] == labels


def test_without_a_label_the_title_comes_first_and_is_not_counted(profile):
    (part,) = _appendices(1, profile, label="no")
    assert part.blocks[0].text == "BIỂU 0"
    mixed = '<appendix label="no"><title>A</title></appendix><appendix><title>B</title></appendix>'
    assert [part.blocks[0].text for part in _sheet("<para>a</para>" + mixed, profile).appendices] == [
        "A",
        "Phụ lục",
    ]


def test_an_appendix_without_words_vanishes(profile):
    assert _sheet("<para>a</para><appendix></appendix>", profile).appendices == ()


def test_articles_of_a_text_issued_under_a_decision_count_from_one_through_its_chapters(kinds, profile):
    kind = kinds.kind("decision_regulation")
    tree = produce.tree(kind, kind.sample, profile)
    assert [node.get("label") for node in tree.nodes("article")] == ["Điều 1.", "Điều 2.", "Điều 3."]
    (issued,) = tree.nodes("appendix")
    chapters = issued.nodes("chapter")
    assert [node.get("label") for node in chapters] == ["Chương I", "Chương II", "Chương III"]
    articles = [node.get("label") for chapter in chapters for node in chapter.nodes("article")]
    assert articles == [f"Điều {n}." for n in range(1, len(articles) + 1)]
    assert text.words(tree).count("./.") == 0 and " ".join(text.words(tree)).count("./.") == 1


def test_pages_of_each_appendix_are_numbered_anew_and_turned(profile, renderer):
    long = "<para>Một đoạn văn.</para>" * 60
    turned = f'<appendix orientation="landscape">{long}</appendix>'
    body = f"{long}<appendix>{long}</appendix>{turned}<appendix>{long}</appendix>"
    pages = reading_pdf.read(renderer.pdf(_sheet(body, profile), profile)).pages
    numbers = [next((word.text for word in page.words if word.base < 50), "") for page in pages]
    turned = [page.width > page.height for page in pages]
    starts = [place for place, number in enumerate(numbers) if not number]
    assert len(starts) == 4
    for start, end in zip(starts, [*starts[1:], len(pages)], strict=True):
        assert numbers[start:end] == ["", *map(str, range(2, end - start + 1))]
        assert len(set(turned[start:end])) == 1
    assert [turned[start] for start in starts] == [False, False, True, False]


def test_sections_of_the_word_file(kinds, profile):
    kind = kinds.kind("review_guidance")
    data = produce.produce(kind, kind.sample, profile, ("docx",))["docx"]
    sections = Document(io.BytesIO(data)).sections
    assert len(sections) == 3
    restarts = [section._sectPr.find(qn("w:pgNumType")) for section in sections]
    assert [None if mark is None else mark.get(qn("w:start")) for mark in restarts] == [None, "1", "1"]
    assert all(section.different_first_page_header_footer for section in sections)


def test_no_part_but_the_last_ends_with_a_table(kinds, profile):
    for kind in kinds:
        sheet = produce.sheet(kind, kind.sample, profile)
        parts = [sheet.blocks, *(part.blocks for part in sheet.appendices)]
        assert all(isinstance(blocks[-1], Gap | Paragraph) for blocks in parts), kind.code


@pytest.mark.parametrize(
    ("code", "form"), [("copy_true", "SAO Y"), ("copy_again", "SAO LỤC"), ("copy_extract", "TRÍCH SAO")]
)
def test_a_copy_says_whose_text_it_is_and_who_copied_it(kinds, profile, code, form):
    kind = kinds.kind(code)
    said = " ".join(text.words(produce.tree(kind, kind.sample, profile)))
    assert (
        said.index("Số: 41/TB-LĐLĐ")
        < said.index("(Đã ký)")
        < said.index(form)
        < said.index("/" + kind.abbreviation)
    )
    assert said.count("Nơi nhận:") == 1 and said.endswith("Mạc Thị Lan Chi")


def test_a_letter_has_its_subject_under_the_number_and_no_title(kinds, profile, printed):
    kind = kinds.kind("letter")
    tree = produce.tree(kind, kind.sample, profile)
    assert not tree.nodes("title", "subject")
    about = [node.text for node in tree.first("letterhead").nodes("about")]
    assert about == ["V/v kiến nghị bố trí thời gian", "cho cán bộ công đoàn kiêm nhiệm"]
    words = reading_pdf.read(printed(kind)["pdf"]).pages[0].words
    (first,) = [word for word in words if word.text == "V/v"]
    assert first.size == 13 and not first.bold


@pytest.mark.parametrize("taken", ["self", "loop", "caller"])
def test_values_may_not_be_called_what_jinja_keeps_for_itself(taken):
    with pytest.raises(TemplateFault, match="of its own"):
        names.check(None, {}, "body.html", {"properties": {taken: {}}})
