"""The English catalogue is whole. That pages speak one language at a time: tests/architecture/test_every_page.py."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from tests.architecture.spoken import PLACEHOLDER


@pytest.fixture(scope="module")
def english(root: Path) -> Any:
    """Return the catalogue as it is in the repository."""
    with (root / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def extracted(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the texts that people read, collected from the sources just now."""
    target = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    command = [str(root / "scripts/translations"), "extract", str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with target.open("rb") as file:
        return read_po(file)


def test_every_text_is_translated(english: Any, extracted: Any) -> None:
    missing = [m.id for m in extracted if m.id and not (english.get(m.id) and english.get(m.id).string)]
    assert missing == []


def test_no_translation_is_guessed_or_left_over(english: Any, extracted: Any) -> None:
    assert [m.id for m in english if m.id and m.fuzzy] == []
    assert [m.id for m in english if m.id and m.id not in extracted] == []
    assert list(english.obsolete) == []


def test_placeholders_are_the_same(english: Any) -> None:
    wrong = [
        m.id for m in english if m.id and set(PLACEHOLDER.findall(m.id)) != set(PLACEHOLDER.findall(m.string))
    ]
    assert wrong == []


def test_one_text_has_its_mark_wherever_it_stands(extracted: Any) -> None:
    """Each way into the catalogue is open: calls, tables of sentences, macros, TOML."""
    for text in (
        "Chọn ít nhất một hồ sơ đã duyệt.",  # Refused
        "Việc này đã chuyển cho người khác.",  # workflows/errors.py
        "Đã bỏ phiếu kín",  # workflows/entries.py
        "Có %(n)s chỗ cần sửa",  # templates/_macros
        "Chuyên viên thẩm định",  # reference/vocabulary.toml
        "Đợt này mỗi đơn vị được đề nghị tối đa %(limit)s cá nhân.",  # services/award_choices.py
    ):
        assert text in extracted, text


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
def test_texts_of_every_room_are_found(extracted: Any, room: str, text: str) -> None:
    assert text in extracted, room


ENGLISH = re.compile(
    r"\b(the|is|are|not|must|should|your|please|error|submit|upload|draft|click|workflow|token)\b", re.I
)


def test_no_message_is_english_or_speaks_of_computers(extracted: Any) -> None:
    """ui.md §6: never on screen."""
    assert [m.id for m in extracted if isinstance(m.id, str) and ENGLISH.search(m.id)] == []
