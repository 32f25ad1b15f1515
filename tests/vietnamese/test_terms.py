"""Words to search by: folded, toned, marked in a text, and the line of a text that has them."""

from __future__ import annotations

import unicodedata

import pytest

from vietnamese.terms import LONGEST, excerpt, folded, marked, toned

FOLDED = {
    "Đỗ Thị Ninh Hường": "do thi ninh huong",
    unicodedata.normalize("NFD", "Đỗ Thị Ninh Hường"): "do thi ninh huong",
    "do thi ninh huong": "do thi ninh huong",
    "KT-2026-00042": "kt 2026 42",
    "kt 42": "kt 42",
    "45/TB-CĐCS": "45 tb cdcs",
    "05/QĐ-CĐN": "5 qd cdn",
    "1.416.882 đồng": "1416882 dong",
    "tổng 1.416.882.": "tong 1416882",
    "20.11.2026": "20 11 2026",
    "1.234.56": "1 234 56",
    "10,5 điểm": "10 5 diem",
    "H'Mai Niê": "h mai nie",
    "hoà hòa": "hoa hoa",
    "_ % ' \" ( * :": "",
    "000": "0",
    "": "",
}


@pytest.mark.parametrize(("text", "words"), FOLDED.items())
def test_a_text_as_folded_words(text: str, words: str) -> None:
    assert " ".join(folded(text)) == words


def test_a_word_is_cut_to_its_longest() -> None:
    assert folded("a" * 500) == ["a" * LONGEST]


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("thuỷ", "thủy"), ("QUÝ", "qúy"), ("Hường", unicodedata.normalize("NFD", "hường"))],
)
def test_one_toned_form_wherever_the_tone_was_typed(one: str, other: str) -> None:
    assert toned(one) == toned(other) != []


def test_tones_tell_words_apart_and_bare_words_have_none() -> None:
    assert len({toned(word)[0] for word in ("thọ", "thơ", "thợ", "thờ", "đo", "đò")}) == 6
    assert toned("tho do 45 thọ") == toned("thọ")


def test_words_are_marked_where_they_stand() -> None:
    pieces = marked("Chi 1.416.882 cho Đỗ Thị Hường", folded("1416882 huong do"))
    assert "".join(piece for piece, _found in pieces) == "Chi 1.416.882 cho Đỗ Thị Hường"
    assert [piece for piece, found in pieces if found] == ["1.416.882", "Đỗ", "Hường"]
    assert marked("58 người", ["5"]) == [("58 người", False)]
    assert marked("", ["a"]) == []


def test_the_line_that_has_the_most() -> None:
    text = "Thống nhất đề nghị\nPhạm Thị Thơ\nLê Văn Thọ"
    assert excerpt(text, ["tho"]) == "Phạm Thị Thơ"
    assert excerpt(text, ["tho"], toned("thọ")) == "Lê Văn Thọ"
    assert excerpt(text, ["khong"]) == ""
    long = excerpt("đầu " * 80 + "chăm lo đoàn viên " + "cuối " * 80, ["cham"])
    assert "chăm lo" in long
    assert len(long) < 170
    assert long.startswith("… ")
    assert long.endswith(" …")
