"""Chains: the TOML files that ship become immutable, versioned rows; a dossier keeps its version for life."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

import reference
import workflows
from extensions import clock, db
from models import Definition, Dossier
from services import access, history, procedures, remembered
from services.errors import NotFound
from workflows import render
from workflows.definition import Definition as Chain
from workflows.definition import Vocabulary, load
from workflows.state import fold

_FOLDERS: list[Path] = [Path(workflows.__file__).parent / "definitions"]


def vocabulary() -> Vocabulary:
    """Return what chains may name: roles and kinds of unit that ship, papers and facts of the procedures."""
    words = reference.load("vocabulary.toml")
    known = procedures.catalogue().values()
    papers = {paper.kind for procedure in known for paper in procedure.papers}
    papers |= {procedure.result.kind for procedure in known if procedure.result}
    facts = {name: fact.type for procedure in known for name, fact in procedure.facts.items()}
    return Vocabulary(
        roles=frozenset(words["roles"]),
        papers=frozenset(papers),
        unit_kinds=frozenset(words["unit_kinds"]),
        fields=words["fields"] | facts,
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
    return dict(_shipped(tuple(_FOLDERS)))


@functools.cache
def _shipped(folders: tuple[Path, ...]) -> dict[str, str]:
    texts = [file.read_text(encoding="utf-8") for folder in folders for file in sorted(folder.glob("*.toml"))]
    return {parse(text).code: text for text in texts}


def _text(code: str) -> str:
    text = shipped().get(code)
    if text is None:
        raise NotFound
    return text


def present(code: str) -> Chain:
    """Return the present version of chain `code`, as new dossiers get it. Errors: `NotFound`."""
    return parse(_text(code))


def pin(code: str) -> int:
    """Return the row id of the present version of chain `code`, writing the row when it is new.

    Runs inside a command. Errors: `NotFound` when no such chain ships.
    """
    text = _text(code)
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
    found = chains_of([definition_id])
    if definition_id not in found:
        raise NotFound
    return found[definition_id]


def chains_of(definition_ids: Iterable[int]) -> dict[int, Chain]:
    """Return the chains of several dossiers with one query, by row id; unknown ones are left out."""
    wanted, known = set(definition_ids), remembered.table("chains")
    if missing := wanted - known.keys():
        rows = db.session.execute(select(Definition.id, Definition.text).where(Definition.id.in_(missing)))
        known |= {row.id: parse(row.text) for row in rows}
    return {one: known[one] for one in wanted if one in known}


_INSIDE = (
    "\nWhat those who judge write among themselves (internal notes, questions to colleagues and their answers) is "
    "read by the seats of the steps that judge, by who oversees them, by who issues the decision and by who was "
    "asked (`workflows/inside.py`); never by an officer of the dossier's own unit, its authors or those named in it. "
    "`answer` is for whoever was asked, whatever their office; `undo` for whoever decided last, while nothing was "
    "built on it and the time in `reference/deciding.toml` is not over.\n"
)

_FORM = (
    "\nHow a unit's papers look (profile, values set in it, the line KT., code and QR) is set by its "
    f"{', '.join(sorted(access.FORMAT_ROLES))} or by an administrator ({', '.join(sorted(access.BLIND_ROLES))}) of the "
    "unit or of one above it; nobody else opens that page.\n"
)


def permissions_page() -> str:
    """Return docs/permissions.md: for every chain that ships, its steps and who may do what in which state."""
    chains = [parse(text) for _code, text in sorted(shipped().items())]
    bodies = [f"{render.chain(chain)}\n\n{render.matrix(chain)}" for chain in chains]
    head = (
        "# Who may do what\n\n"
        "Written by `make docs` from the one table that draws the buttons, guards the commands and answers the tests; "
        "a test compares this page with it. Reading is decided in `services/access.py`: a unit's own officers see its "
        "drafts, the chain above sees a dossier from its first submission on, nobody sees sideways.\n"
    )
    return head + _INSIDE + _FORM + "".join(f"\n{body.strip()}\n" for body in [*bodies, _standing_in()])


def _standing_in() -> str:
    """Return the part about who may hand over the signing of a unit's papers, and who may sign then."""
    own, above = (", ".join(sorted(roles)) for roles in (access.DELEGATES, access.DELEGATES_ABOVE))
    signing = reference.load("vocabulary.toml")["signing"]
    rows = (
        ("see who stands in for the head", "whoever may open the unit's page"),
        (
            "record one, end one early",
            f"{own} of the unit; its head or acting head; {above} of the unit above",
        ),
        (
            "send the file of its paper",
            "who may record one, but not the receiver; replaced until something was signed or decided by it",
        ),
        ("read that file", "whoever may see who stands in for the head"),
        (
            "nobody",
            "records what they receive themselves; passes on what they were given; gives without being head",
        ),
        (
            "sign as head",
            f"{', '.join(signing['heads'])}; Q.: the acting head, in whose time the head does not sign",
        ),
        ("sign KT.", f"{', '.join(signing['deputies'])} to whom it was handed, or while there is no head"),
        ("sign TL.", f"{', '.join(signing['office_heads'])} to whom it was handed"),
        (
            "sign TUQ.",
            f"any office but {', '.join(signing['never'])}, by written mandate: its kinds, its days",
        ),
    )
    lines = ["| what | who |", "| --- | --- |", *(f"| {what} | {who} |" for what, who in rows)]
    return "\n".join(["## Signing for the head (`services/delegations.py`)", "", *lines])


def faults() -> list[str]:
    """Walk every dossier: does its history verify, do the stored projections equal the fold? Return what does not."""
    found: list[str] = []
    for dossier in db.session.scalars(select(Dossier).order_by(Dossier.id)):
        if (seq := history.verify(dossier.id)) is not None:
            found.append(f"{dossier.code}: entry {seq} does not hold")
            continue
        state = fold(chain_of(dossier.definition_id), history.entries_of(dossier.id))
        stored = (dossier.status, dossier.step, dossier.seq, dossier.revision_no)
        if stored != (state.status, state.step, state.seq, state.revision):
            found.append(f"{dossier.code}: stored {stored} differs from its history")
    return found
