"""Procedures: what kind of dossier there is, read from `reference/procedures/`, and the code some of them need.

A procedure without hooks works as well: its papers take their values from the answers by the manifest's
`values` table. So a new procedure is a chain, a manifest and a form.
"""

from __future__ import annotations

import functools
import importlib
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import reference


@dataclass(frozen=True)
class Part:
    """One form of the task list.

    `each` names the part whose rows get a page each; `preview` is the kind of paper shown beside the form, and
    `previews` the kind for rows whose key begins with a letter. `files` are the purposes for which files may be
    sent on this part's page (`services/attachments.py`); a procedure has one such part or none. A part with a `path`
    is asked only on that way through the procedure (`Hooks.path`).
    """

    key: str
    title: str
    question: str = ""
    each: str | None = None
    optional: bool = False
    preview: str | None = None
    previews: dict[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    path: str | None = None

    def preview_of(self, row: str | None) -> str | None:
        """Return the kind of paper shown beside the page of a row, or of the part itself."""
        return self.previews.get(row[:1], self.preview) if row else self.preview


@dataclass(frozen=True)
class Fact:
    """An answer that the chain's conditions may ask for: where it stands, its type (text, number, flag)."""

    path: str
    type: str


@dataclass(frozen=True)
class PaperSpec:
    """A paper that the owner unit issues during the chain, or the deciding unit at its end.

    `parts` are further parts (kind, title) under the same number; `needs` are kinds to be issued before it for
    the same revision; `after_step` is the step that must have approved first; `values` maps, for each of its
    kinds, a path in the template's values to a source in the answers (`services/answers.py`), for procedures
    without a builder. A result `over` a matter speaks of several dossiers and is issued from the matter's page.
    `keep` lets an issued paper stand for a later revision when nothing in it has changed. `office` ends the symbol of
    a letter, which has no abbreviation of its kind. `subject` is what registers say of a paper whose values have no
    subject of their own, filled from them.
    """

    kind: str
    title: str
    symbol: str
    parts: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    after_step: str | None = None
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    over: str = "dossier"
    keep: bool = False
    office: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Procedure:
    """A kind of dossier: parts in order, the code of its chain, its papers, the module with its code.

    `facts` are answers that the chain may ask for; `paths` says to which part a rule's path leads where its first
    name is no part; `ready` are sentences offered to who decides, `notes` those for a note at one answer. `joins`
    says whose dossiers a matter gathers: of the units below its unit, or of that unit itself. `after` are papers that
    the matter's unit issues once the result is issued.
    """

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
    facts: dict[str, Fact] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    ready: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    joins: str = "below"
    after: tuple[PaperSpec, ...] = ()

    @property
    def files_part(self) -> Part | None:
        """The part on whose page files are sent, None where the procedure takes none."""
        return next((part for part in self.parts if part.files), None)

    @property
    def own_papers(self) -> tuple[PaperSpec, ...]:
        """The papers that the dossier's unit issues: with the result where it decides by itself."""
        return (*self.papers, self.result) if self.joins == "own" and self.result else self.papers

    @property
    def numbers_its_own(self) -> bool:
        """Whether the paper that ends the dossier is made with it and only waits for its number, once approved."""
        return self.joins == "own" and self.result is not None and self.result.over == "dossier"

    @property
    def drafts(self) -> frozenset[str]:
        """The kinds that the owner unit may look at before they are issued: its papers, their parts, reports."""
        kinds = {kind for paper in self.papers for kind in (paper.kind, *(one for one, _ in paper.parts))}
        shown = {kind for part in self.parts for kind in (part.preview, *part.previews.values()) if kind}
        later = {kind for spec in self.after for kind in (spec.kind, *(one for one, _ in spec.parts))}
        return frozenset(kinds | shown | later | {row["kind"] for row in self.attachments})

    def on(self, path: str | None) -> Procedure:
        """Return the procedure as it is on one way through it: with the parts that are asked there."""
        return replace(self, parts=tuple(part for part in self.parts if part.path in (None, path)))

    def asking(self, kinds: Collection[str]) -> Procedure:
        """Return the procedure with those of its papers that the dossier's chain asks for."""
        return replace(self, papers=tuple(paper for paper in self.papers if paper.kind in kinds))

    def abbreviation(self, kind: str) -> str:
        """Return what stands before the unit's symbol on a draft of a kind; a part's is that of its paper."""
        specs = [*self.papers, *([self.result] if self.result else []), *self.after]
        named = (one.symbol for one in specs if kind == one.kind or kind in dict(one.parts))
        return next(named, "TTr")

    def values_for(self, kind: str) -> dict[str, Any]:
        """Return the table {path in the values: source} of a kind, a part of a paper or of the result included."""
        specs = [*self.papers, *([self.result] if self.result else [])]
        return next((spec.values[kind] for spec in specs if kind in spec.values), {})

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
    `values(case, answers, kind, frame)` → values of a paper without number and date; `interested(answers)` → ids
    of people who must not decide; `related(case)` → ids of people tied to the unit, who must not decide either;
    `hindering(case, answers, step)` → findings that keep a step from approving;
    `facts(case, answers)` → answers for the chain's conditions beside the manifest's;
    `summary(case, part, data)` → one line about a part for the task list; `reading(case, answers)` → what the
    reading page of the procedure shows; `path(case)` → the way through the procedure, None where there is only one;
    `expected(case, draft)` → the facts as far as they are known before it is sent; `beside(case, answers)` → findings
    to be shown at their fields while one types; `sent(case, answers)` writes what lists need when a dossier is sent
    up, in the same transaction; `own_pages` are steps whose work has a page of its own: nobody judges them from a list;
    `deadline(matter_id)` → the day by which a dossier is to be sent, None for the matter's own.
    """

    check: Callable[..., list[Any]] = lambda case, answers, stage: []
    choices: Callable[..., dict[str, Any]] = lambda case, draft: {}
    values: Callable[..., dict[str, Any]] | None = None
    interested: Callable[..., list[int]] = lambda answers: []
    related: Callable[..., list[int]] = lambda case: []
    hindering: Callable[..., list[Any]] = lambda case, answers, step: []
    facts: Callable[..., dict[str, Any]] = lambda case, answers: {}
    summary: Callable[..., tuple[str, dict[str, Any]] | None] = lambda case, part, data: None
    reading: Callable[..., dict[str, Any]] = lambda case, answers: {}
    path: Callable[..., str | None] = lambda case: None
    expected: Callable[..., dict[str, Any]] = lambda case, draft: {}
    beside: Callable[..., list[Any]] = lambda case, answers: []
    sent: Callable[..., None] = lambda case, answers: None
    own_pages: Collection[str] = ()
    deadline: Callable[..., date | None] = lambda matter_id: None


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
        values={data["kind"]: data.get("values", {})}
        | {part["kind"]: part.get("values", {}) for part in data.get("parts", ())},
        over=data.get("over", "dossier"),
        keep=data.get("keep", False),
        office=data.get("office", ""),
        subject=data.get("subject", ""),
    )


def _part(data: dict[str, Any]) -> Part:
    return Part(**{**data, "files": tuple(data.get("files", ()))})


def read(text: str) -> Procedure:
    """Read one manifest (TOML text)."""
    data = tomllib.loads(text)
    return Procedure(
        code=data["code"],
        title=data["title"],
        prefix=data["prefix"],
        definition=data["definition"],
        matter=data["matter"],
        parts=tuple(_part(part) for part in data["part"]),
        papers=tuple(_paper(paper) for paper in data.get("paper", ())),
        attachments=tuple(data.get("attachment", ())),
        result=_paper(data["result"]) if "result" in data else None,
        module=data.get("module"),
        dossier_title=data.get("dossier_title", "%(matter)s"),
        facts={name: Fact(**fact) for name, fact in data.get("facts", {}).items()},
        paths=data.get("paths", {}),
        ready=tuple(data.get("ready", ())),
        notes=tuple(data.get("notes", ())),
        joins=data.get("joins", "below"),
        after=tuple(_paper(paper) for paper in data.get("after", ())),
    )


@functools.cache
def catalogue() -> dict[str, Procedure]:
    """Return all procedures by code."""
    files = sorted(file for folder in _folders for file in folder.glob("*.toml"))
    found = [read(file.read_text(encoding="utf-8")) for file in files]
    return {procedure.code: procedure for procedure in found}
