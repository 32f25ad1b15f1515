"""Signature blocks: every combination of NĐ 30/2020, Điều 13."""

import itertools

import pytest

from documents.signature import MODES, block

BTV = "Ban Thường vụ"
TABLE = [
    (BTV, "head", "Chủ tịch", False, ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"]),
    (None, "head", "Chủ tịch", False, ["CHỦ TỊCH"]),
    (BTV, "deputy", "Phó Chủ tịch", False, ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    (BTV, "deputy", "Phó Chủ tịch", True, ["TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH"]),
    (None, "deputy", "Phó Chủ tịch", False, ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    (None, "deputy", "Phó Chủ tịch", True, ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    (None, "by_order", "Chánh Văn phòng", False, ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
    (BTV, "by_order", "Chánh Văn phòng", False, ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
    (None, "mandate", "Trưởng ban Tổ chức", False, ["TUQ. CHỦ TỊCH", "TRƯỞNG BAN TỔ CHỨC"]),
    (BTV, "mandate", "Trưởng ban Tổ chức", False, ["TUQ. CHỦ TỊCH", "TRƯỞNG BAN TỔ CHỨC"]),
    (None, "acting", "Chủ tịch", False, ["Q. CHỦ TỊCH"]),
    (BTV, "acting", "Chủ tịch", False, ["TM. BAN THƯỜNG VỤ", "Q. CHỦ TỊCH"]),
    ("Ban Chấp hành", "head", "Chủ tịch", True, ["TM. BAN CHẤP HÀNH", "CHỦ TỊCH"]),
]


@pytest.mark.parametrize(("collective", "mode", "title", "habit", "lines"), TABLE)
def test_lines(collective, mode, title, habit, lines):
    made = block(collective, mode, "Chủ tịch", title, "Đinh Thu Hạnh", habit_without_kt=habit)
    assert made == {"lines": lines, "name": "Đinh Thu Hạnh"}


def test_a_party_habit_names_the_collective():
    assert block(BTV, "by_order", "", "Chánh Văn phòng", "X")["lines"][0] == "TL. BAN THƯỜNG VỤ"


def test_every_way_is_in_capitals_with_one_dot_after_each_mark():
    for collective, mode, habit in itertools.product((BTV, None), MODES, (True, False)):
        for line in block(collective, mode, "Chủ tịch", "Phó Chủ tịch", "X", habit)["lines"]:
            assert line == line.upper()
            assert line.count(".") == (1 if line.startswith(("TM.", "KT.", "TL.", "TUQ.", "Q.")) else 0)


def test_an_unknown_way_is_refused():
    with pytest.raises(ValueError, match="unknown way"):
        block(BTV, "somehow", "Chủ tịch", "Chủ tịch", "X")
