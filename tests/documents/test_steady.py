"""Breaks that hang on a hair are moved off it, by no more than nobody sees."""

import random
import re

import pytest

from documents import steady
from documents.layout import Gap, Paragraph, Run
from documents.widths import MM, text_width

TEXT = (
    "Căn cứ Quyết định số 999/QĐ-TLĐ của Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam Sản - Nhi 12.500.000"
)
WORDS = TEXT.split(" ")


def _breaks(text, style, room):
    """Greedy lines, counted independently: spaces and hyphens before letters."""
    lines, line = [], ""
    first = room - style.indent / MM
    for piece in re.findall(r"\S+?-(?=[^\W\d_])|\S+ ?|\s+", text):
        limit = first if not lines else room
        longer = line + piece
        if line and text_width(longer.rstrip(" "), style.size, style.face) / MM > limit:
            lines.append(line)
            line = piece
        else:
            line = longer
    return [*lines, line]


@pytest.mark.parametrize("code", ["body", "basis"])
def test_no_break_changes_when_the_column_is_a_hair_wider_or_narrower(profile, code):
    style, width = profile.styles[code], 165 / MM
    picks = random.Random(4)
    insets = []
    for _ in range(400):
        text = " ".join(picks.choice(WORDS) for _ in range(picks.randint(10, 90)))
        (paragraph,) = steady.steadied((Paragraph(code, (Run(text),)),), 165, profile)
        insets.append(paragraph.inset)
        room = width - paragraph.inset
        slack = style.size / 12 if style.italic else 0
        assert (
            _breaks(text, style, room)
            == _breaks(text, style, room - 0.3 - slack)
            == _breaks(text, style, room + 0.3)
        )
    assert max(insets) <= steady.MOST
    assert 0 < sum(inset > 0 for inset in insets) < 320
    assert sum(insets) / len(insets) < 1.2


def test_only_what_hangs_on_a_hair_is_touched(profile):
    calm = Paragraph("body", (Run("Một dòng ngắn."),))
    assert steady.steadied((calm, Gap(6)), 165, profile) == (calm, Gap(6))


def test_a_word_longer_than_the_column_is_left_alone(profile):
    long = Paragraph("body", (Run("x" * 500),))
    assert steady.steadied((long,), 165, profile)[0].inset == 0


def test_pieces_keep_every_letter(profile):
    for text in (
        "Số 300/TTr-CĐCS ngày",
        "Sản - Nhi",
        "2023-2028 và A–B",
        "- Như trên;",
        "COVID-19.",
        "a-b--c - -",
    ):
        for word in text.split(" "):
            assert "".join(steady._HYPHENATED.findall(word)) == word


def test_many_lines_of_italics_in_a_narrow_column_take_the_edge_that_spares_most(profile):
    """No step of half a point clears such a cell: LibreOffice then broke a line that the PDF held (minutes, votes)."""
    style, width = profile.styles["table_cell_small"], 38.0
    picks, none_clears = random.Random(7), 0
    for _ in range(150):
        words = Run(" ".join(picks.choice(WORDS[:13]) for _ in range(50)), italic=True)
        (paragraph,) = steady.steadied((Paragraph(style.code, (words,)),), width, profile)
        pieces, room = steady._pieces((words,), style), width / MM
        spared = [steady._spare(pieces, room - half / 2, 0, style, -99) for half in range(13)]
        none_clears += max(spared) < steady.TOLERANCE
        found = steady._spare(pieces, room - paragraph.inset, 0, style, -99)
        assert found >= min(steady.TOLERANCE, max(spared))
        assert found > MEASURED
    assert none_clears


MEASURED = 0.1  # pt by which LibreOffice's breaks were seen to stray from the known widths, at most
