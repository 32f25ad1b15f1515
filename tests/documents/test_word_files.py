"""The Word file: named styles, no hand-made spacing, rows and signatures that hold together, lean."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents import produce, word
from documents.compose import compose
from documents.finish import finish
from documents.tree import parse


@pytest.fixture(scope="module")
def opened(kinds, profile):
    """Every sample as python-docx opens it, with its bytes."""
    made = {}
    for kind in kinds:
        data = produce.produce(kind, kind.sample, profile, formats=("docx",))["docx"]
        made[kind.code] = (Document(io.BytesIO(data)), data)
    return made


def _paragraphs(document):
    return document.element.body.iter(qn("w:p"))


def _style(paragraph):
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"))


def test_every_paragraph_has_one_of_our_styles(opened, profile):
    ours = {style.name for style in profile.styles.values()}
    for document, _ in opened.values():
        names = {style.style_id: style.name for style in document.styles}
        assert {names[_style(paragraph)] for paragraph in _paragraphs(document)} <= ours


def test_only_the_gap_is_an_empty_paragraph(opened):
    for document, _ in opened.values():
        for paragraph in _paragraphs(document):
            empty = not "".join(words.text or "" for words in paragraph.iter(qn("w:t"))).strip()
            assert empty == (_style(paragraph) == "PGap")


def test_fonts_stand_in_all_four_slots_and_the_language_is_vietnamese(opened):
    for document, _ in opened.values():
        defaults = document.styles.element.find(qn("w:docDefaults"))
        fonts = next(defaults.iter(qn("w:rFonts")))
        assert {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {
            "Times New Roman"
        }
        assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == "vi-VN"


def test_every_line_height_is_exact_and_nothing_is_kerned(opened):
    for document, _ in opened.values():
        for style in document.styles.element.iter(qn("w:style")):
            spacing = style.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
            if style.get(qn("w:type")) == "paragraph":
                assert spacing.get(qn("w:lineRule")) == "exact"
                assert spacing.get(qn("w:before")) == "0"
        assert not list(document.styles.element.iter(qn("w:kern")))


def test_rows_do_not_split_and_heads_repeat(opened):
    for document, _ in opened.values():
        for row in document.element.body.iter(qn("w:tr")):
            assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    document, _ = opened["award_decision_list"]
    heads = list(document.element.body.iter(qn("w:tblHeader")))
    assert len(heads) == 1


def test_grouped_columns_have_two_head_rows_as_high_as_their_deepest_cell(profile):
    columns = (
        '<column width="20" group="Số phiếu">Phát ra</column><column width="20" group="Số phiếu">Thu về</column>'
        '<column width="22">Tỷ lệ đồng ý trên tổng số ủy viên</column><column width="*">Tên</column>'
    )
    row = "<row><cell>1</cell><cell>2</cell><cell>3</cell><cell>4</cell></row>"
    tree = finish(parse(f'<paper end="no"><table>{columns}{row}</table></paper>'), profile)
    sheet = compose(tree, profile)
    head = sheet.blocks[1].head
    assert [[(cell.span, cell.rows) for cell in row.cells] for row in head] == [
        [(2, 1), (1, 2), (1, 2)],
        [(1, 1), (1, 1)],
    ]
    heights = [max(_height(cell, profile) for cell in row.cells if cell.rows == 1) for row in head]
    deep = max(_height(cell, profile) for cell in head[0].cells if cell.rows == 2)
    assert sum(heights) + 2 * profile.table["padding_line"] >= deep
    body = Document(io.BytesIO(word.document(sheet, profile))).element.body
    merges = [
        [cell.find(f".//{qn('w:vMerge')}") is not None for cell in row.iter(qn("w:tc"))]
        for row in body.iter(qn("w:tr"))
    ]
    assert merges == [[False, True, True], [False, False, True, True], [False] * 4]


def _height(cell, profile):
    return sum(getattr(b, "height", None) or profile.styles[b.style].line for b in cell.blocks)


def _with_widths(document):
    """(table, width of the text area of its section in mm); a section ends with its properties."""
    waiting = []
    for element in document.element.body.iter(qn("w:tbl"), qn("w:sectPr")):
        if element.tag == qn("w:tbl"):
            waiting.append(element)
            continue
        lying = element.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"
        yield from ((table, 252 if lying else 165) for table in waiting)
        waiting = []


def test_tables_are_fixed_and_fill_the_text_width(opened):
    lying = set()
    for code, (document, _) in opened.items():
        for table, width in _with_widths(document):
            lying |= {code} if width == 252 else set()
            assert table.find(f"{qn('w:tblPr')}/{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
            columns = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
            assert sum(columns) == pytest.approx(width / 25.4 * 1440, abs=6)
    assert {"award_proposal_list", "attendance_list", "register_out", "contribution_outline"} <= lying


def test_what_precedes_the_signature_stays_with_it(opened):
    for code in ("award_decision", "award_proposal", "achievement_report_person", "award_proposal_list"):
        body = list(opened[code][0].element.body)
        tables = [place for place, element in enumerate(body) if element.tag == qn("w:tbl")]
        for element in body[tables[-1] - 2 : tables[-1]]:
            assert element.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None, code


def test_the_page_number_is_a_field_in_the_header_from_page_two(opened):
    for document, _ in opened.values():
        section = document.sections[0]
        assert section.different_first_page_header_footer
        assert "PAGE" in "".join(section.header._element.itertext())
        assert (
            not section.first_page_header._element.xpath(".//w:t")
            or section.first_page_header.is_linked_to_previous
        )


def test_properties(opened):
    document, _ = opened["award_decision"]
    assert document.core_properties.title.startswith("QUYẾT ĐỊNH Về việc tặng Giấy khen")
    assert document.core_properties.author == "CÔNG ĐOÀN NGÀNH Y TẾ TỈNH SÔNG LAM"
    assert document.core_properties.language == "vi-VN"


def test_the_file_is_lean(opened):
    for _, data in opened.values():
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            size = sum(package.getinfo(name).file_size for name in names if name != "word/document.xml")
        assert size < 40_000
        assert not any(
            word in name for name in names for word in ("thumbnail", "theme", "stylesWithEffects", "custom")
        )


def test_landscape(opened):
    section = opened["award_proposal_list"][0].sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert section._sectPr.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"
