"""Procedures: what kind of dossier there is, read from `reference/procedures/`, and the code some of them need.

A procedure without hooks works as well: its papers take their values from the answers by the manifest's
`values` table. So a new procedure is a chain, a manifest and a form.
"""

from __future__ import annotations

import functools
import importlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import reference


@dataclass(frozen=True)
class Part:
    """One form of the task list.

    `each` names the part whose rows get a page each; `preview` is the kind of paper shown beside the form.
    """

    key: str
    title: str
    question: str = ""
    each: str | None = None
    optional: bool = False
    preview: str | None = None


@dataclass(frozen=True)
class PaperSpec:
    """A paper that the owner unit issues during the chain, or the deciding unit at its end.

    `parts` are further parts (kind, title) under the same number; `needs` are kinds to be issued before it for
    the same revision; `after_step` is the step that must have approved first; `values` maps a path in the
    template's values to a path in the answers, for procedures without a builder.
    """

    kind: str
    title: str
    symbol: str
    parts: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    after_step: str | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Procedure:
    """A kind of dossier: parts in order, the code of its chain, its papers, the module with its code."""

    code: str
    title: str
    prefix: str
    definition: str
    matter: str
    parts: tuple[Part, ...]
    papers: tuple[PaperSpec, ...]
    attachments: tuple[dict[str, str], ...]
    result: PaperSpec | None
    module: str | None = None
    dossier_title: str = "%(matter)s"

    def part(self, key: str) -> Part | None:
        """Return the part with this key, or None."""
        return next((part for part in self.parts if part.key == key), None)

    def paper(self, kind: str) -> PaperSpec | None:
        """Return the owner unit's paper of this kind, or None."""
        return next((paper for paper in self.papers if paper.kind == kind), None)


@dataclass(frozen=True)
class Hooks:
    """The code of a procedure. Every member has a meaning when left out.

    `check(case, answers, stage)` → findings; `choices(case, draft)` → what forms may offer;
    `values(case, answers, kind)` → values of a paper without number and date; `interested(answers)` → ids of
    people who must not decide; `facts(answers)` → flat answers for the chain's conditions;
    `summary(case, part, data)` → one line about a part for the task list; `reading(case, answers)` → what the
    reading page of the procedure shows.
    """

    check: Callable[..., list[Any]] = lambda case, answers, stage: []
    choices: Callable[..., dict[str, Any]] = lambda case, draft: {}
    values: Callable[..., dict[str, Any]] | None = None
    interested: Callable[..., list[int]] = lambda answers: []
    facts: Callable[..., dict[str, Any]] = lambda answers: {}
    summary: Callable[..., tuple[str, dict[str, Any]] | None] = lambda case, part, data: None
    reading: Callable[..., dict[str, Any]] = lambda case, answers: {}


_hooks: dict[str, Hooks] = {}
_folders: list[Path] = [Path(reference.__file__).parent / "procedures"]


def provide(code: str, hooks: Hooks) -> None:
    """Register the code of a procedure (done by the journey's own service module)."""
    _hooks[code] = hooks


def hooks(code: str) -> Hooks:
    """Return the code of a procedure; the defaults where it has none.

    The manifest's `module` names the module of this package that provides it, imported at first need.
    """
    if code not in _hooks and (module := catalogue()[code].module):
        importlib.import_module(f"services.{module}")
    return _hooks.get(code, Hooks())


def add_folder(folder: Path) -> None:
    """Read procedures from one more folder as well (an installation's own)."""
    if folder not in _folders:
        _folders.append(folder)
        catalogue.cache_clear()


def _paper(data: dict[str, Any]) -> PaperSpec:
    parts = tuple((part["kind"], part["title"]) for part in data.get("parts", ()))
    return PaperSpec(
        kind=data["kind"],
        title=data["title"],
        symbol=data["symbol"],
        parts=parts,
        needs=tuple(data.get("needs", ())),
        after_step=data.get("after_step"),
        values=data.get("values", {}),
    )


def read(text: str) -> Procedure:
    """Read one manifest (TOML text)."""
    data = tomllib.loads(text)
    return Procedure(
        code=data["code"],
        title=data["title"],
        prefix=data["prefix"],
        definition=data["definition"],
        matter=data["matter"],
        parts=tuple(Part(**part) for part in data["part"]),
        papers=tuple(_paper(paper) for paper in data.get("paper", ())),
        attachments=tuple(data.get("attachment", ())),
        result=_paper(data["result"]) if "result" in data else None,
        module=data.get("module"),
        dossier_title=data.get("dossier_title", "%(matter)s"),
    )


@functools.cache
def catalogue() -> dict[str, Procedure]:
    """Return all procedures by code."""
    files = sorted(file for folder in _folders for file in folder.glob("*.toml"))
    found = [read(file.read_text(encoding="utf-8")) for file in files]
    return {procedure.code: procedure for procedure in found}
