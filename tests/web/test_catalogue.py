"""The English catalogue is whole, and pages speak one language at a time."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from lxml import html

from extensions import db
from tests.architecture.crowd import NOBODY, STAGES, Crowd, addresses, gather
from tests.support.tree import CHEAP_HASH
from translations.extract import is_vietnamese
from vietnamese.names import split

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s|\{\w+\}")

# One person of each kind.
PEOPLE = ("chair", "reviewer", "seat1", "clerk", "admin", NOBODY)
# What a page shows of a paper is the paper's own text.
PAPERS = {"library.prepared", "dossiers.preview", "dossiers.print_draft"}
# Names of papers and words that English texts explain by them.
STAYS = ("Trình Ký", "Tờ trình", "Giấy khen", "Bằng khen", "Tiếng Việt", "Sông Lam")
# Words of other languages that Vietnamese office people use.
BORROWED = {"pdf", "word", "excel", "sha", "english", "mail", "email", "caps", "lock", "macro", "byte"}


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


@pytest.fixture(params=[s if s == "decided" else pytest.param(s, marks=pytest.mark.soak) for s in STAGES])
def crowd(request: pytest.FixtureRequest, make_app: Any) -> Crowd:
    """Return the province at a stage, with everybody signed in."""
    return gather(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH), request.param)


def test_pages_speak_one_language(crowd: Crowd, root: Path, english: Any) -> None:
    known = data_of(crowd.made.app, root)
    vietnamese = sorted(
        (endpoint, text) for endpoint, text in texts(crowd, "en") if is_vietnamese(without(text, known))
    )
    said = {word for m in english if m.id for word in words(m.id)}
    foreign = {word for m in english if m.id for word in words(m.string)} - said - BORROWED
    assert {"submit", "dossier", "return"} <= foreign
    strange = sorted(
        (endpoint, text)
        for endpoint, text in texts(crowd, "vi")
        if foreign & set(words(without(text, known)))
    )
    found = [f"{endpoint}: {text}" for endpoint, text in vietnamese + strange]
    assert not found, "\n".join(found)


def words(text: str) -> list[str]:
    """Return the words of three letters and more, without placeholders and addresses."""
    plain = re.sub(r"\S*[@/_.:]\S+|\w*\d\w*", " ", PLACEHOLDER.sub(" ", text))  # addresses, hashes
    return re.findall(r"[^\W\d_]{3,}", plain.lower())


def texts(crowd: Crowd, locale: str) -> set[tuple[str, str]]:
    """Return (endpoint, text) of everything that pages say to anybody in a language."""
    found = set()
    app = crowd.made.app
    for name in PEOPLE:
        client = crowd.clients[name]
        assert client.post("/ngon-ngu", data={"locale": locale}).status_code == 302
        for endpoint, address, _values in addresses(app, crowd, "GET"):
            if endpoint in PAPERS:
                continue
            answer = client.get(address)
            if answer.mimetype == "text/html" and answer.status_code != 302:
                found |= {(endpoint, text) for text in spoken(answer.text)}
    assert len(found) > 200
    return found


def spoken(page: str) -> set[str]:
    """Return the texts between tags and in attributes that people read or hear."""
    tree = html.fromstring(page)
    for silent in tree.xpath(
        "//script|//style|//template|//iframe|//textarea|//*[@lang='vi' and not(self::html)]"
    ):
        silent.drop_tree()
    heard = "//@title|//@alt|//@placeholder|//@aria-label|//input[@type='submit']/@value"
    said = [*tree.itertext(), *tree.xpath(heard)]
    return {text for one in said if (text := re.sub(r"\s+", " ", one).strip())}


def data_of(app: Flask, root: Path) -> list[str]:
    """Return every text that stands in the database or the reference data, the longest first."""
    from models import Person

    found = set(STAYS)
    with app.app_context():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(db.select(table)):
                found |= set(leaves(tuple(row)))
        found |= {split(name).given for name in db.session.scalars(db.select(Person.name))}
    for path in [*(root / "reference").rglob("*.toml"), *(root / "doc_templates").rglob("*.toml")]:
        if path.name != "vocabulary.toml" and path.parent.name != "procedures":
            found |= set(leaves(tomllib.loads(path.read_text("utf-8"))))
    plain = {re.sub(r"\s+", " ", text).strip() for text in found if is_vietnamese(text)}
    return sorted(plain | set(PEOPLE), key=len, reverse=True)


def leaves(value: Any) -> list[str]:
    """Return the texts in nested data, whole and line by line."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in leaves(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in leaves(one)]
    return [value, *value.split("\n")] if isinstance(value, str) else []


def without(text: str, known: list[str]) -> str:
    """Return what is left of a text when the data are taken out, and what stands in quotation marks."""
    left = re.sub(r"“[^”]*”", "", text)
    for one in known:
        left = left.replace(one, "")
    return left.strip()
