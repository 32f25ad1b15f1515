"""Rows that are kept as texts and drawn by pattern are, letter by letter, the rows that the plain walk draws."""

import random
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from documents import compose, html, steady, tree, word
from documents.finish import finish
from documents.layout import PlainRows, Row, Table

TEXT = "Đinh Thu Hạnh Bệnh viện Đa khoa tỉnh 1.410.000 100% {x} %s 47/QĐ-CĐN Sản - Nhi năm 2025"
WORDS = [*TEXT.split(" "), "12\u00a0đồng"]
COLUMNS = (
    '<column width="13" align="center">STT</column><column width="40">Tên</column>'
    '<column width="*">Đơn vị</column><column width="30" align="right">Tiền</column>'
)


def _cell(chance, longest):
    lines = [
        " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, longest)))
        for _ in range(chance.randint(0, 2))
    ]
    if len(lines) == 1:
        return chance.choice((lines[0], f"\n  {lines[0]} "))
    return "".join(f"<line>{line}</line>" for line in lines)


def _paper(seed, count, longest=12, total=True):
    chance = random.Random(seed)
    rows = "".join(
        "<row>" + "\n ".join(f"<cell>{_cell(chance, longest)}</cell>" for _ in range(4)) + "</row>\n  "
        for _ in range(count)
    )
    end = '<total><cell span="3">Cộng</cell><cell>1</cell></total>' if total else ""
    return f"<paper><table>{COLUMNS}{rows}{end}</table><para>Hết.</para></paper>"


def _drawn(markup, profile, plainly, monkeypatch):
    """The sheet, by the way of texts, or by that of nodes alone."""
    if plainly:
        monkeypatch.setattr(tree, "_PLAIN_ROWS", tree.re.compile("(?!)"))
    sheet = compose.compose(finish(tree.parse(markup), profile), profile)
    monkeypatch.undo()
    return sheet


def _rows(sheet):
    (table,) = [block for block in sheet.blocks if isinstance(block, Table)]
    return table.rows


@pytest.mark.parametrize("seed", range(12))
def test_patterns_draw_what_the_plain_walk_draws(profile, monkeypatch, seed):
    markup = _paper(seed, 30, total=seed % 2 == 0)
    ours, plain = (_drawn(markup, profile, plainly, monkeypatch) for plainly in (False, True))
    assert any(isinstance(row, PlainRows) for row in _rows(ours))
    assert all(isinstance(row, Row) for row in _rows(plain))
    assert html.printed(ours) == html.printed(plain)
    first, second = (_canonical(word.document(sheet, profile)) for sheet in (ours, plain))
    assert first == second


def _canonical(data):
    with ZipFile(BytesIO(data)) as package:
        return etree.tostring(etree.fromstring(package.read("word/document.xml")), method="c14n")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("A &amp; B", "signs are written in each output's own way"),
        ("<strong>A</strong>", "faces"),
        ("ký\u00a0\u00a0\u00a0\u00a0tên", "room for handwriting is drawn with blanks"),
    ],
)
def test_what_is_more_than_words_goes_the_plain_way(profile, monkeypatch, cell, why):
    markup = _paper(1, 20).replace("<row><cell>", f"<row><cell>{cell}", 1).replace("<line></line>", "")
    ours, plain = (_drawn(markup, profile, plainly, monkeypatch) for plainly in (False, True))
    assert html.printed(ours) == html.printed(plain), why


def test_few_rows_and_high_rows_are_rows(profile, monkeypatch):
    few = _drawn(_paper(2, tree.FEWEST - 1), profile, False, monkeypatch)
    high = _drawn(_paper(3, 12, longest=400), profile, False, monkeypatch)
    plain = _drawn(_paper(3, 12, longest=400), profile, True, monkeypatch)
    assert all(isinstance(row, Row) for sheet in (few, high) for row in _rows(sheet))
    assert html.printed(high) == html.printed(plain)


def test_a_row_taken_out_must_stand_in_a_table():
    with pytest.raises(tree.TemplateFault):
        tree.parse("<paper>" + "<row><cell>x</cell></row>" * 9 + "</paper>")


def test_a_row_of_too_few_cells_is_named(profile):
    markup = f"<paper><table>{COLUMNS}{'<row><cell>x</cell></row>' * 9}</table></paper>"
    with pytest.raises(tree.TemplateFault, match="a row of 1 cells in a table of 4 columns"):
        compose.compose(finish(tree.parse(markup), profile), profile)


def test_insets_of_plain_rows_are_those_of_paragraphs(profile):
    style, width = "table_cell", 40
    chance = random.Random(5)
    lines = tuple(
        ((" ".join(chance.choice(WORDS) for _ in range(chance.randint(4, 14))),),) for _ in range(200)
    )
    rows = PlainRows(style, ("",), lines)
    (table,) = steady.steadied((Table("grid", (width,), (), (rows,)),), width, profile)
    expanded = Table("grid", (width,), (), tuple(rows.row(place) for place in range(200)))
    (known,) = steady.steadied((expanded,), width, profile)
    (made,) = table.rows
    assert [made.row(place) for place in range(200)] == [replace(row) for row in known.rows]
    assert made.insets
