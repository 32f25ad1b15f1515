"""What pages say: the texts that people read or hear, without the data that stand in them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from flask import Flask
from lxml import html

from extensions import db
from tests.architecture.crowd import PEOPLE
from translations.extract import is_vietnamese
from vietnamese.names import split

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s|\{\w+\}")

# Names of papers and words that English texts explain by them.
STAYS = ("Trình Ký", "Tờ trình", "Giấy khen", "Bằng khen", "Tiếng Việt", "Sông Lam", "Tết Sum vầy", "Tết")


def words(text: str) -> list[str]:
    """Return the words of three letters and more, without placeholders and addresses."""
    plain = re.sub(r"\S*[@/_.:]\S+|\w*\d\w*", " ", PLACEHOLDER.sub(" ", text))  # addresses, hashes
    return re.findall(r"[^\W\d_]{3,}", plain.lower())


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
    from models import Account, Person

    found = set(STAYS)
    with app.app_context():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(db.select(table)):
                found |= set(leaves(tuple(row)))
        found |= {split(name).given for name in db.session.scalars(db.select(Person.name))}
        called = set(db.session.scalars(db.select(Account.username)))
    for path in [*(root / "reference").rglob("*.toml"), *(root / "doc_templates").rglob("*.toml")]:
        if path.name != "vocabulary.toml" and path.parent.name != "procedures":
            found |= set(leaves(tomllib.loads(path.read_text("utf-8"))))
    plain = {re.sub(r"\s+", " ", text).strip() for text in found if is_vietnamese(text)}
    return sorted(plain | called | set(PEOPLE), key=len, reverse=True)


def leaves(value: Any) -> list[str]:
    """Return the texts in nested data, whole and line by line."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in leaves(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in leaves(one)]
    return [value, *value.split("\n")] if isinstance(value, str) else []


def without(text: str, known: list[str]) -> str:
    """Return what is left of a text when the data are taken out, and what stands in quotation marks."""
    left = text
    for one in known:
        left = left.replace(one, "")
    return re.sub(r"“[^”]*”", "", left).strip()
