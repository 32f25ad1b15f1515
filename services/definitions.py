"""Chains: the TOML files that ship become immutable, versioned rows; a dossier keeps its version for life."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from sqlalchemy import select

import reference
import workflows
from extensions import clock, db
from models import Definition
from services import procedures
from services.errors import NotFound
from workflows.definition import Definition as Chain
from workflows.definition import Vocabulary, load

_FOLDERS: list[Path] = [Path(workflows.__file__).parent / "definitions"]


def vocabulary() -> Vocabulary:
    """Return what chains may name: roles and kinds of unit that ship, papers of the procedures."""
    words = reference.load("vocabulary.toml")
    known = procedures.catalogue().values()
    papers = {paper.kind for procedure in known for paper in procedure.papers}
    papers |= {procedure.result.kind for procedure in known if procedure.result}
    return Vocabulary(
        roles=frozenset(words["roles"]),
        papers=frozenset(papers),
        unit_kinds=frozenset(words["unit_kinds"]),
        fields=words["fields"],
    )


def add_folder(folder: Path) -> None:
    """Read chains from one more folder as well (an installation's own)."""
    if folder not in _FOLDERS:
        _FOLDERS.append(folder)


@functools.lru_cache(maxsize=256)
def parse(text: str) -> Chain:
    """Load a chain from its TOML text, once per text."""
    return load(text, vocabulary=vocabulary())


def shipped() -> dict[str, str]:
    """Return the texts of the chains in the folders, by code."""
    texts = [
        file.read_text(encoding="utf-8") for folder in _FOLDERS for file in sorted(folder.glob("*.toml"))
    ]
    return {parse(text).code: text for text in texts}


def pin(code: str) -> int:
    """Return the row id of the present version of chain `code`, writing the row when it is new.

    Runs inside a command. Errors: `NotFound` when no such chain ships.
    """
    text = shipped().get(code)
    if text is None:
        raise NotFound
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    found = db.session.scalar(select(Definition.id).where(Definition.sha256 == digest))
    if found is not None:
        return found
    chain = parse(text)
    row = Definition(code=code, version=chain.version, text=text, sha256=digest, loaded_at=clock())
    db.session.add(row)
    db.session.flush()
    return row.id


def chain_of(definition_id: int) -> Chain:
    """Return the chain that a dossier is pinned to."""
    row = db.session.get(Definition, definition_id)
    if row is None:
        raise NotFound
    return parse(row.text)
