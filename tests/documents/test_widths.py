"""The widths that line breaks are foreseen with are those of the fonts that are embedded."""

import pytest
from fontTools.ttLib import TTFont

from documents import fonts
from documents.repertoire import LETTERS
from documents.widths import EM, WIDTHS, balanced, base_letter, text_width

VIETNAMESE = [chr(code) for code in (*range(0xC0, 0x17F), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA))]


@pytest.mark.parametrize("face", list(fonts.FACES))
def test_table_equals_the_pinned_font(face):
    with TTFont(fonts.find().files[face]) as font:
        glyphs, advances = font.getBestCmap(), font["hmtx"].metrics
        assert font["head"].unitsPerEm == EM
        known = dict(WIDTHS[face])
        assert {letter: advances[glyphs[ord(letter)]][0] for letter in known} == known


@pytest.mark.parametrize("face", list(fonts.FACES))
def test_a_tone_adds_no_width(face):
    with TTFont(fonts.find().files[face]) as font:
        glyphs, advances = font.getBestCmap(), font["hmtx"].metrics
        for letter in VIETNAMESE:
            if base_letter(letter) in WIDTHS[face] and letter not in "ďľťĎŤ":
                assert advances[glyphs[ord(letter)]][0] == WIDTHS[face][letter], letter


def test_known_lengths():
    assert text_width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, "bold") == pytest.approx(95.7, abs=0.1)
    assert text_width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "bold") == pytest.approx(88.3, abs=0.1)


def test_the_font_has_every_letter_that_a_paper_may_hold():
    for file in fonts.find().files.values():
        assert fonts.missing(file, LETTERS) == []


def test_a_font_without_vietnamese_letters_is_passed_over(tmp_path):
    source = fonts.find().files["regular"]
    with TTFont(source) as font:
        for table in font["cmap"].tables:
            table.cmap = {code: name for code, name in table.cmap.items() if code < 0x1EA0}
        for part in fonts.FACES.values():
            font.save(tmp_path / f"Tinos-{part}.ttf")
    assert fonts.find([tmp_path]) is None


class _Style:
    size, face = 14, "bold"


@pytest.mark.parametrize("room", [40, 60, 90, 165])
def test_balanced_lines_fit_and_lose_nothing(room):
    text = "Về việc đề nghị tặng Giấy khen của Công đoàn ngành Y tế tỉnh Sông Lam năm 2025"
    lines = balanced(text, _Style, room)
    assert " ".join(lines) == text
    lengths = [text_width(line, 14, "bold") for line in lines]
    assert max(lengths) <= room
    if len(lines) > 1:
        assert min(lengths) > max(lengths) * 0.4


def test_a_short_text_is_one_line():
    assert balanced("TỜ TRÌNH", _Style, 165) == ["TỜ TRÌNH"]


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        (
            "Về việc đề nghị tặng Giấy khen của Công đoàn ngành Y tế tỉnh Sông Lam năm 2025",
            165,
            ["Về việc đề nghị tặng Giấy khen", "của Công đoàn ngành Y tế tỉnh Sông Lam năm 2025"],
        ),
        (
            "Số, ngày, tháng, năm của quyết định; cơ quan ban hành",
            80,
            ["Số, ngày, tháng, năm của quyết định;", "cơ quan ban hành"],
        ),
        ("CÔNG ĐOÀN NGÀNH Y TẾ TỈNH SÔNG LAM", 65, ["CÔNG ĐOÀN NGÀNH Y TẾ", "TỈNH SÔNG LAM"]),
    ],
)
def test_lines_break_between_phrases(text, room, lines):
    assert balanced(text, _Style, room) == lines
