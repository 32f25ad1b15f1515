"""Every text that people read reaches the catalogue."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po

COMMAND = "-q extract -F babel.cfg -k lazy_gettext -k _l -k N_ -k ParseProblem -k Phrase --ignore-dirs .* --no-location"


@pytest.fixture(scope="module")
def catalogue(root, tmp_path_factory):
    target = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", *COMMAND.split(), "-o", str(target), "."]
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=120)
    with target.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("layout", "Tới nội dung chính"),
        ("macros", "Có %(n)s chỗ cần sửa"),
        ("error pages", "Phần vừa gửi quá lớn"),
        ("forms", "Chưa chọn"),
        ("forms: library messages", "Ô này cần được điền"),
        ("vietnamese: ParseProblem", "Nhập ngày dạng 20/11/2026"),
        ("vietnamese: Phrase", "Quá hạn %(days)s ngày"),
        ("chains", "Thẩm định"),
    ],
)
def test_texts_of_every_room_are_found(catalogue, room, text):
    assert text in catalogue, room


ENGLISH = re.compile(
    r"\b(the|is|are|not|must|should|your|please|error|submit|upload|draft|click|workflow|token)\b", re.I
)


def test_no_message_is_english_or_speaks_of_computers(catalogue):
    """ui.md §6: never on screen."""
    assert [m.id for m in catalogue if isinstance(m.id, str) and ENGLISH.search(m.id)] == []
