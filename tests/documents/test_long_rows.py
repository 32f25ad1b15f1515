"""Rows that run over a page, the last rows of a table, and headings: what makes Word and PDF fill a page alike."""

import zipfile
from io import BytesIO

import pytest

from documents import css, html, produce, word
from documents.layout import Paragraph, Run, Sheet, Table

LONG = " ".join(["đoàn viên"] * 260)  # in a narrow column taller than a page


@pytest.fixture(scope="module")
def sheet(kinds, profile):
    """An attendance list whose second person came with a story of more than a page."""
    kind = kinds.kind("attendance_list")
    person = {**kind.sample["people"][0], "code": "Mã 8"}
    people = [person, {**person, "post": LONG[:480], "code": LONG[:499]}, person]
    return produce.sheet(kind, {**kind.sample, "people": people}, profile)


def _xml(paper, profile) -> str:
    return zipfile.ZipFile(BytesIO(word.document(paper, profile))).read("word/document.xml").decode()


def _table(paper) -> Table:
    (table,) = [block for block in paper.blocks if isinstance(block, Table) and block.kind == "grid"]
    return table


def test_only_the_row_taller_than_a_page_is_split(sheet):
    assert [row.split for row in _table(sheet).rows] == [False, True, False]


def test_the_cells_of_a_split_row_begin_level_in_both_files(sheet, profile):
    rows = _xml(sheet, profile).split("<w:tr>")
    (split,) = [row for row in rows if "<w:cantSplit/>" not in row and "đoàn viên" in row]
    assert "<w:vAlign" not in split
    assert all("<w:vAlign" in row for row in rows if "<w:cantSplit/>" in row and "Mã 8" in row)
    page, columns = html.printed(sheet), len(_table(sheet).widths)
    assert page.count('<tr class="split">') == 1 and page.count('<td class="level">') == columns - 1
    assert ".grid .level{vertical-align:top;box-decoration-break:clone}" in css.screen(profile)


def test_the_last_row_gives_its_line_to_the_space_below(sheet, profile):
    page, columns = html.printed(sheet), len(_table(sheet).widths)
    assert page.count('<td class="lead last">') == 1 and page.count('<td class="last">') == columns - 1
    assert page.index("lead last") > page.index("level")
    padding, line = profile.table["padding_line"], profile.table["border"]
    assert f".grid .last{{padding-bottom:calc({padding - line:g} * var(--pt))}}" in css.screen(profile)
    assert f".grid{{margin-bottom:calc({line:g} * var(--pt))}}" in css.screen(profile)


def test_a_last_band_is_kept_with_nothing(kinds, profile):
    kind = kinds.kind("delegate_list")
    empty = {"name": "Khách mời", "people": []}
    groups = [*kind.sample["groups"], empty]
    rows = _table(produce.sheet(kind, {**kind.sample, "groups": groups}, profile)).rows
    assert not rows[-1].keep_next and rows[0].keep_next


def test_what_keeps_with_the_next_stays_whole(profile):
    paper = Sheet("portrait", (Paragraph("body", (Run("Tiêu đề"),), keep_next=True),), "", "")
    assert "<w:keepNext/><w:keepLines/>" in _xml(paper, profile)
    assert "p.kn{break-inside:avoid}" in css.screen(profile)


ROOMS = {
    "a day to come": ("ngày      tháng", '<span class="b-6">ngày </span>tháng', "ngày      tháng"),
    "a number to come": (
        "theo Kế hoạch số      /KH-CĐN",
        'theo Kế hoạch <span class="b-6">số </span><span class="cut"></span>/\u2060KH-CĐN',
        "theo Kế hoạch số      \u200b/KH-CĐN",
    ),
    "the paper's own number": ("Số:      /KH-CĐN", '<span class="b-6">Số: </span>/\u2060KH-CĐN', "Số:      /KH-CĐN"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "on_page", "in_word"), ROOMS.values(), ids=ROOMS)
def test_room_for_handwriting_ends_a_line_at_the_same_place(text, on_page, in_word, profile):
    paper = Sheet("portrait", (Paragraph("body", (Run(text),)),), "", "")
    assert on_page in html.printed(paper)
    assert f">{in_word}<" in _xml(paper, profile)
    assert ".b-6{word-spacing:1.25em}" in css.screen(profile)
