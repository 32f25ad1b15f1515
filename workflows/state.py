"""The state of a dossier: what its entries add up to (``fold``), and a few more of them (``advance``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from .definition import Definition, Step
from .entries import KINDS, Entry
from .errors import CorruptHistory
from .records import Closing, Decision, Note, Opinion, Paper, Undoable, Waiting
from .waiting import waiting_on

STATUSES = ("draft", "in_review", "returned", "approved", "rejected", "withdrawn")
OPEN_STATUSES = ("draft", "in_review", "returned")
#: What a decision entry chose; a secret vote's choice is not in the history.
CHOICES: dict[str, str | None] = {
    "approved": "approve",
    "returned": "return",
    "rejected": "reject",
    "voted": None,
}


@dataclass(frozen=True)
class State:
    """Everything the engine knows of a dossier. ``seq`` is the number of its newest entry."""

    definition: Definition
    seq: int = 0
    status: str | None = None
    step: str | None = None
    stay: int = 0
    revision: int = 0
    amending: bool = False
    owner_unit_id: int | None = None
    deciding_unit_id: int | None = None
    scopes: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    seated: Mapping[str, Sequence[int]] = field(default_factory=dict)
    authors: frozenset[int] = frozenset()
    interested: frozenset[int] = frozenset()
    recused: frozenset[tuple[str, int]] = frozenset()
    replaced: frozenset[tuple[str, int]] = frozenset()
    substitutes: frozenset[tuple[str, int]] = frozenset()
    since: datetime | None = None
    submitted_at: datetime | None = None
    submitted_by: int | None = None
    touched: bool = False
    received: bool = False
    received_by: int | None = None
    escalated: bool = False
    all_decisions: tuple[Decision, ...] = ()
    closings: tuple[Closing, ...] = ()
    papers: tuple[Paper, ...] = ()
    notes: tuple[Note, ...] = ()
    pending_notes: tuple[Note, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    undoable: Undoable | None = None

    @property
    def current(self) -> Step | None:
        """The step the dossier is at, while it is in review."""
        return self.definition.step(self.step)

    @property
    def here(self) -> Step:
        """The step the dossier is at; raises LookupError outside review."""
        if self.current is None:
            raise LookupError(f"a dossier in {self.status} is at no step")
        return self.current

    @property
    def decisions(self) -> dict[int, Decision]:
        """Decisions of the current stay, by person."""
        return {d.person_id: d for d in self.all_decisions if self.step and d.stay == self.stay}

    @property
    def entered_at(self) -> datetime | None:
        """When the current step was entered; None outside review."""
        return self.since if self.step else None

    @property
    def due_from(self) -> datetime | None:
        """From when the step's working days count: entering it, or the last paper it had to wait for."""
        if self.current is None or self.missing_papers():
            return None
        required = self.current.requires_papers
        papers = [p.at for p in self.papers_of(self.revision) if p.kind in required]
        return max([self.since, *papers]) if self.since else None

    def asked(self) -> tuple[Opinion, ...]:
        """The questions to colleagues that wait for an answer; a step that ends leaves its questions behind."""
        open_ = (one for one in self.opinions if one.answer is None and one.stay == self.stay)
        return tuple(open_) if self.step else ()

    def unit_of(self, scope: str) -> int | None:
        """The unit a scope stands for in this dossier, or None."""
        return self.scopes.get(scope)

    def papers_of(self, revision: int) -> tuple[Paper, ...]:
        """Papers in force (not replaced) that were issued for a revision."""
        return tuple(p for p in self.papers if p.revision == revision and p.replaced_by is None)

    def missing_papers(self) -> tuple[str, ...]:
        """Kinds the current step waits for, in the order in which they are to be issued."""
        if self.current is None:
            return ()
        there = {paper.kind for paper in self.papers_of(self.revision)}
        return tuple(kind for kind in self.current.requires_papers if kind not in there)

    def decision_issued(self) -> bool:
        """Whether a decision paper was ever recorded: from then on the dossier is not amended."""
        kinds = self.definition.decision.papers if self.definition.decision else ()
        return any(paper.kind in kinds for paper in self.papers)

    def missing_decision_papers(self) -> tuple[str, ...]:
        """Kinds still to be issued after approval."""
        decision = self.definition.decision
        if decision is None or self.status != "approved":
            return ()
        there = {paper.kind for paper in self.papers_of(self.revision)}
        return tuple(kind for kind in decision.papers if kind not in there)

    def waiting_on(self) -> tuple[Waiting, ...]:
        """Whom the dossier waits for now; empty when nothing more is to be done."""
        return waiting_on(self)

    def projection(self) -> dict[str, Any]:
        """What services store beside the history for lists; a test asserts that it equals the fold."""
        return {
            "seq": self.seq,
            "status": self.status,
            "step": self.step,
            "revision": self.revision,
            "amending": self.amending,
            "received": self.received,
            "entered_at": self.entered_at,
            "due_from": self.due_from,
            "waiting": self.waiting_on(),
        }


def fold(definition: Definition, history: Iterable[Entry]) -> State:
    """The state after a history; raises CorruptHistory naming the entry that does not fit."""
    return advance(State(definition), history)


def advance(state: State, entries: Iterable[Entry]) -> State:
    """The state after further entries; equals the fold of the longer history. The given state stays as it is."""
    grown = copy(
        state
    )  # private until returned, so it may grow in place: a copy per entry costs five times as much
    for entry in entries:
        if entry.seq != grown.seq + 1:
            raise CorruptHistory(entry.seq, f"follows entry {grown.seq}")
        if entry.kind not in KINDS:
            raise CorruptHistory(entry.seq, f"unknown kind {entry.kind!r}")
        if (entry.kind == "drafted") != (grown.seq == 0):
            raise CorruptHistory(entry.seq, "a history begins with drafted, once")
        change = CHANGES.get(entry.kind)
        # Whatever moves the dossier on builds upon the last decision: from then on it stays.
        vars(grown).update({"undoable": None, **change(grown, entry)} if change else {}, seq=entry.seq)
    return grown


def _person(entry: Entry) -> int:
    """Who left an entry that only a person can leave."""
    if entry.person_id is None:
        raise CorruptHistory(entry.seq, f"{entry.kind} by nobody")
    return entry.person_id


def _drafted(state: State, entry: Entry) -> dict[str, Any]:
    payload, definition = entry.payload, state.definition
    named = payload["definition"]
    if (named["code"], named["version"]) != (definition.code, definition.version):
        raise CorruptHistory(entry.seq, f"belongs to definition {named}")
    units = {"owner_unit": payload["owner_unit_id"], "deciding_unit": payload["deciding_unit_id"]}
    return {
        "status": "draft",
        "owner_unit_id": payload["owner_unit_id"],
        "deciding_unit_id": payload["deciding_unit_id"],
        "scopes": {**payload.get("scopes", {}), **units},
        "authors": frozenset({_person(entry)}),
        "since": entry.at,
    }


def _submitted(state: State, entry: Entry) -> dict[str, Any]:
    payload = entry.payload
    return {
        "status": "in_review",
        "amending": False,
        "revision": payload["revision"],
        "answers": payload["answers"],
        "seated": payload["seated"],
        "scopes": {**state.scopes, **payload["scopes"]},
        "authors": state.authors | {_person(entry), *payload["authors"]},
        "interested": frozenset(payload["interested"]),
        "submitted_at": entry.at,
        "submitted_by": entry.person_id,
        "touched": False,
        **_enter(state, payload["step"], entry.at),
    }


def _enter(state: State, step: str | None, at: datetime) -> dict[str, Any]:
    """Entering a step (or none) opens a new stay: nothing cast, nobody has received."""
    return {
        "step": step,
        "stay": state.stay + 1,
        "since": at,
        "received": False,
        "received_by": None,
        "escalated": False,
        "pending_notes": (),
    }


def _received(state: State, entry: Entry) -> dict[str, Any]:
    return {"received": True, "received_by": entry.person_id, "touched": True}


def _decided(state: State, entry: Entry) -> dict[str, Any]:
    payload, choice = entry.payload, CHOICES[entry.kind]
    comment = payload.get("comment", "")
    person = _person(entry)
    reason = [Note(None, comment, person, entry.at, reason=True)] if choice in ("return", "reject") else []
    pinned = [Note(note["field"], note["text"], person, entry.at) for note in payload.get("notes", [])]
    undo = Undoable(entry.seq, payload["step"], person, entry.seat, entry.at, before=copy(state))
    return {
        "undoable": undo if choice else None,  # a secret vote lies among the others and cannot be found again
        **({} if state.received else _received(state, entry)),
        "pending_notes": (*state.pending_notes, *(note for note in (*reason, *pinned) if note.text)),
        "all_decisions": (
            *state.all_decisions,
            Decision(
                step=payload["step"],
                stay=state.stay,
                revision=payload["revision"],
                person_id=person,
                choice=choice,
                at=entry.at,
                office_id=entry.seat["office_id"],
                comment=comment,
                delegation_id=entry.seat.get("delegation_id"),
            ),
        ),
    }


def _step_closed(state: State, entry: Entry) -> dict[str, Any]:
    payload = entry.payload
    closing = Closing(
        payload["step"], state.stay, payload["revision"], payload["outcome"], payload["counts"], entry.at
    )
    status = "in_review" if payload["next"] else payload["outcome"]
    secret = tuple(Note(n["field"], n["text"], None, entry.at) for n in payload.get("notes", []))
    notes = state.pending_notes + secret
    own = state.undoable and state.undoable.seq == entry.seq - 1 and "once" not in payload
    return {
        "undoable": state.undoable if own else None,  # the end that a decision brings goes back with it
        "status": status,
        "closings": (*state.closings, closing),
        "notes": notes if payload["outcome"] == "returned" else state.notes,
        **_enter(state, payload["next"], entry.at),
    }


def _recused(state: State, entry: Entry) -> dict[str, Any]:
    return {"recused": state.recused | {(entry.payload["step"], _person(entry))}}


def _back_to_draft(state: State, entry: Entry) -> dict[str, Any]:
    return {"status": "draft", "amending": entry.kind == "amended", **_enter(state, None, entry.at)}


def _withdrawn(state: State, entry: Entry) -> dict[str, Any]:
    return {"status": "withdrawn", "amending": False, **_enter(state, None, entry.at)}


def _paper_issued(state: State, entry: Entry) -> dict[str, Any]:
    payload = entry.payload
    paper = Paper(payload["kind"], payload["paper_id"], payload["revision"], entry.at, entry.person_id)
    return {"papers": (*state.papers, paper)}


def _paper_replaced(state: State, entry: Entry) -> dict[str, Any]:
    old, new = entry.payload["paper_id"], entry.payload["by"]
    return {
        "papers": tuple(replace(p, replaced_by=new) if p.paper_id == old else p for p in state.papers),
    }


def _paper_recalled(state: State, entry: Entry) -> dict[str, Any]:
    """A recalled paper stands for nothing: what waited for it waits again."""
    gone = entry.payload["paper_id"]
    return {"papers": tuple(replace(p, replaced_by=0) if p.paper_id == gone else p for p in state.papers)}


def _reassigned(state: State, entry: Entry) -> dict[str, Any]:
    step, to, instead_of = (entry.payload[name] for name in ("step", "to", "instead_of"))
    gone = frozenset() if instead_of is None else frozenset({(step, instead_of)})
    return {
        "substitutes": (state.substitutes | {(step, to)}) - gone,
        "replaced": (state.replaced - {(step, to)}) | gone,
    }


def _taken_over(state: State, entry: Entry) -> dict[str, Any]:
    return {"substitutes": state.substitutes | {(entry.payload["step"], _person(entry))}}


def _moved(state: State, entry: Entry) -> dict[str, Any]:
    """Another unit takes over what one had here; `as_owner` too where the unit itself went into it.

    A step at which the one that went was to decide begins anew, without what was cast there: others sit in its seats
    now. Steps that were closed stay closed.
    """
    gone, into = entry.payload["from"], entry.payload["into"]
    kept = frozenset() if entry.payload.get("as_owner") else frozenset({"owner_unit"})
    here = state.current is not None and state.unit_of(state.current.scope) == gone
    owner = into if state.owner_unit_id == gone and not kept else state.owner_unit_id
    return {
        "owner_unit_id": owner,
        "deciding_unit_id": into if state.deciding_unit_id == gone else state.deciding_unit_id,
        "scopes": {
            scope: into if unit == gone and scope not in kept else unit
            for scope, unit in state.scopes.items()
        },
        "seated": entry.payload["seated"] if state.step else state.seated,
        **(_enter(state, state.step, entry.at) if here else {}),
    }


def _opinion_asked(state: State, entry: Entry) -> dict[str, Any]:
    said = entry.payload
    asked = Opinion(
        entry.seq,
        state.stay,
        entry.person_id,
        said["to"],
        said["unit_id"],
        said["role"],
        said["text"],
        entry.at,
    )
    return _with_opinions(state, (*state.opinions, asked))


def _opinion_given(state: State, entry: Entry) -> dict[str, Any]:
    given = {"answer": entry.payload["text"], "answered_at": entry.at}
    said = (replace(o, **given) if o.seq == entry.payload["asked"] else o for o in state.opinions)
    return _with_opinions(state, tuple(said))


def _with_opinions(state: State, opinions: tuple[Opinion, ...]) -> dict[str, Any]:
    """Opinions move nothing: a vote of the same stay can be taken back as before, and they stay when it is."""
    undo = state.undoable
    if undo is None or undo.before.stay != state.stay:
        return {"opinions": opinions}
    before = replace(undo.before, **_with_opinions(undo.before, opinions))
    return {"opinions": opinions, "undoable": replace(undo, before=before)}


def _undone(state: State, entry: Entry) -> dict[str, Any]:
    if state.undoable is None or state.undoable.seq != entry.payload["undoes"]:
        raise CorruptHistory(entry.seq, "there is no such decision to take back")
    return dict(vars(state.undoable.before))


#: kind -> what it changes. Kinds that are not here (reminded, noted …) only lengthen the history.
CHANGES = {
    "drafted": _drafted,
    "submitted": _submitted,
    "received": _received,
    **dict.fromkeys(CHOICES, _decided),
    "step_closed": _step_closed,
    "recused": _recused,
    "recalled": _back_to_draft,
    "amended": _back_to_draft,
    "withdrawn": _withdrawn,
    "paper_issued": _paper_issued,
    "paper_replaced": _paper_replaced,
    "paper_recalled": _paper_recalled,
    "reassigned": _reassigned,
    "taken_over": _taken_over,
    "moved": _moved,
    "escalated": lambda state, entry: {"escalated": True},
    "opinion_asked": _opinion_asked,
    "opinion_given": _opinion_given,
    "undone": _undone,
}
