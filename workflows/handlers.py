"""What each command leaves: command -> list of (kind of entry, payload). Who may is decided before.

Payloads of commands (all optional unless marked ``!``):

- draft: owner_unit_id!, deciding_unit_id!, scopes {scope: unit id}
- submit: revision!, answers {field: value}, interested [person ids], authors [person ids], scopes,
  seated {step key: [person ids holding its seats today]}
- approve, return, reject: comment, notes [{field, text}]
- recuse, withdraw, amend, reassign, take_over: reason; reassign also person_id!, instead_of
- record_paper: kind!, paper_id!, number, replaces (a paper id)
- close_vote: counts! {approve, return, reject}, comment, notes
- note, remark, answer: text!; ask: text!, person_id!, unit_id!, role! (the office in which they are asked)
- undo: minutes! (how long after a decision it may be taken back)
- remind, escalate: to [person ids]; receive, recall: nothing
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from . import inside, voting
from .actors import Command
from .conditions import holds
from .definition import Step
from .errors import AlreadyDone, BadPayload, CommentRequired, NotAllowed, ScopeUnresolved
from .permissions import Permission, seat_of
from .state import State

Drafted = list[tuple[str, dict[str, Any]]]
PAST = {"approve": "approved", "return": "returned", "reject": "rejected"}
MISSING = object()


@dataclass(frozen=True)
class Case:
    """A permitted command with the state it meets and the row of the table that permits it."""

    state: State
    command: Command
    row: Permission
    now: datetime

    def get(self, name: str, kind: type | tuple[type, ...], default: Any = MISSING) -> Any:
        """A member of the payload, of a type; raises BadPayload(command, member, reason)."""
        value = self.command.payload.get(name)
        if value is None:
            if default is MISSING:
                raise BadPayload(self.command.name, name, "is missing")
            return default
        if not isinstance(value, kind) or isinstance(value, bool):
            raise BadPayload(self.command.name, name, f"{value!r} has the wrong type")
        return value

    def people(self, name: str, of: Mapping[str, Any] | None = None) -> list[int]:
        """A list of person ids, in ascending order, each once; ``of``: not the payload but a part of it."""
        values = (self.command.payload if of is None else of).get(name) or []
        if not isinstance(values, (list, tuple, set, frozenset)) or not all(
            type(value) is int for value in values
        ):
            raise BadPayload(self.command.name, name, "must be a list of person ids")
        return sorted(set(values))

    def text(self, name: str) -> str:
        """A trimmed text, empty when not given."""
        return self.get(name, str, "").strip()

    def notes(self) -> list[dict[str, Any]]:
        """Notes pinned to fields: [{field, text}], empty texts left out."""
        found = []
        for note in self.get("notes", (list, tuple), []):
            if not isinstance(note, Mapping) or not isinstance(note.get("text"), str):
                raise BadPayload(self.command.name, "notes", "must be a list of {field, text}")
            if note["text"].strip():
                found.append({"field": note.get("field"), "text": note["text"].strip()})
        return found

    def refuse(self, reason: str) -> NotAllowed:
        """The error for a reason that only the payload shows."""
        return NotAllowed(self.command.name, self.state.status, reason)


def applicable(state: State, answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps whose ``when`` holds; raises AnswerMissing."""
    return tuple(step for step in state.definition.steps if holds(step.when, answers))


def draft(case: Case) -> Drafted:
    """The beginning, in a unit where the author holds one of the applicants' roles."""
    owner, deciding = case.get("owner_unit_id", int), case.get("deciding_unit_id", int)
    definition = case.state.definition
    seats = [seat for seat in case.command.actor.every if not seat.rests]
    fitting = (s for s in seats if not s.covers or definition.code in s.covers)
    if not any(s.unit_id == owner and s.role in definition.applicant_roles for s in fitting):
        raise case.refuse("unit")
    payload = {
        "definition": {"code": definition.code, "version": definition.version},
        "owner_unit_id": owner,
        "deciding_unit_id": deciding,
        "scopes": dict(case.get("scopes", Mapping, {})),
    }
    return [("drafted", payload)]


def submit(case: Case) -> Drafted:
    """A new revision always enters at the first step that applies.

    That is the first step that had decided on the last revision, or the one that returned it, or one before
    them that the new answers call for: a step is only reached after all applicable ones before it decided.
    """
    state, revision = case.state, case.get("revision", int)
    if revision != state.revision + 1:
        raise BadPayload("submit", "revision", f"must be {state.revision + 1}")
    answers = dict(case.get("answers", Mapping, {}))
    own = {"owner_unit": state.owner_unit_id, "deciding_unit": state.deciding_unit_id}
    scopes = {**state.scopes, **case.get("scopes", Mapping, {}), **own}
    steps = applicable(state, answers)
    for step in steps:
        if scopes.get(step.scope) is None:
            raise ScopeUnresolved(step.key, step.scope)
    of = case.get("seated", Mapping, {})
    payload = {
        "revision": revision,
        "answers": answers,
        "interested": case.people("interested"),
        "authors": case.people("authors"),
        "scopes": scopes,
        "seated": {step: case.people(step, of) for step in of},
        "step": steps[0].key,
    }
    return [("submitted", payload)]


def decide(case: Case) -> Drafted:
    """A decision, and the end of the step if it brings one. Of a secret vote only that it was cast."""
    state, name = case.state, case.command.name
    step, comment, notes = state.here, case.text("comment"), case.notes()
    if name in step.comment_required and not comment and not (name == "return" and notes):
        raise CommentRequired(name, step.key)
    named = {"step": step.key, "revision": state.revision}
    if step.secret:
        return [("voted", {**named, "choice": None})]
    counts = voting.tally(state)
    counts[name] += 1
    seats = voting.capacity(state, case.command.actor.person_id)
    outcome = voting.outcome(counts, quorum=voting.needed(step, seats), left=seats - len(state.decisions) - 1)
    decision = (PAST[name], {**named, "choice": name, "comment": comment, "notes": notes})
    return [decision, *_closing(state, outcome, counts)]


def _closing(state: State, outcome: str | None, counts: Mapping[str, int], **more: Any) -> Drafted:
    if outcome is None:
        return []
    step = state.here
    steps = [one.key for one in applicable(state, state.answers)]
    target = {
        "approved": next(iter(steps[steps.index(step.key) + 1 :]), None),
        "returned": step.return_to if step.return_to in steps else None,
        "rejected": None,
    }[outcome]
    named = {"step": step.key, "revision": state.revision, "outcome": outcome}
    return [("step_closed", {**named, "counts": dict(counts), "next": target, **more})]


def close_vote(case: Case) -> Drafted:
    """The counts come from the ballots, which the service keeps; they must add up to the votes cast."""
    state, given = case.state, case.get("counts", Mapping)
    counts = {choice: given.get(choice, 0) for choice in voting.OUTCOMES}
    fine = set(given) <= set(counts) and all(type(n) is int and n >= 0 for n in counts.values())
    if not fine or sum(counts.values()) != len(state.decisions):
        raise BadPayload("close_vote", "counts", f"must add up to {len(state.decisions)} votes")
    quorum = voting.needed(state.here, voting.capacity(state))
    comment = case.text("comment")
    notes = [{"field": None, "text": comment}] if comment else []
    return _closing(state, voting.outcome(counts, quorum=quorum, left=0), counts, notes=notes + case.notes())


def recuse(case: Case) -> Drafted:
    """Leaving may complete a unanimous step: the others have all approved."""
    state, step, reason = case.state, case.state.here, case.text("reason")
    if "recuse" in step.comment_required and not reason:
        raise CommentRequired("recuse", step.key)
    left = [("recused", {"step": step.key, "revision": state.revision, "reason": reason})]
    counts = voting.tally(state)
    me = case.command.actor.person_id
    others = 0 if me is None else voting.capacity_without(state, me)
    if step.quorum == "all" and not step.secret and 0 < others == counts["approve"]:
        left += _closing(state, "approved", counts)
    return left


def reassign(case: Case) -> Drafted:
    """A seat hands its task on; whoever oversees the step replaces a holder, or fills a lack of people."""
    state, step, me = case.state, case.state.here, case.command.actor.person_id
    to, instead_of = case.get("person_id", int), case.get("instead_of", int, None)
    if case.row.who == "step":
        instead_of = me
    elif not _may_hold_a_seat(case, instead_of):
        raise BadPayload("reassign", "instead_of", "holds no seat of this step")
    if instead_of is None and not voting.is_short(state):
        raise BadPayload("reassign", "instead_of", "the step has enough people: say whom to replace")
    if instead_of in state.decisions:
        raise BadPayload("reassign", "instead_of", "has decided here")
    if to in (me, instead_of) or not inside.may_take(state, to, me):
        raise case.refuse("not_eligible")
    payload = {"step": step.key, "to": to, "instead_of": instead_of, "reason": case.text("reason")}
    return [("reassigned", payload)]


def _may_hold_a_seat(case: Case, person: int | None) -> bool:
    """Whether somebody to be replaced sits at the step, as far as the dossier knows the holders."""
    state, actor = case.state, case.command.actor
    if person is None or (state.step, person) in state.substitutes:
        return True
    if person == actor.person_id:
        return seat_of(state, actor, "step")[0] is not None
    holders = state.seated.get(state.here.key)
    return holders is None or person in holders


def record_paper(case: Case) -> Drafted:
    """Papers are issued in the order in which the chain names them.

    A second one for the same revision must name the first. One for a new revision takes the place of those of
    earlier revisions; a paper that still stands (the minutes of the same meeting) is recorded again by its id.
    """
    state, kind, paper_id = case.state, case.get("kind", str), case.get("paper_id", int)
    decision = state.definition.decision
    after_approval = decision.papers if decision else ()
    order = state.here.requires_papers if case.row.who == "paper" else after_approval
    if kind not in order:
        raise case.refuse("paper_kind")
    standing = {paper.kind: paper.paper_id for paper in state.papers_of(state.revision)}
    if any(before not in standing for before in order[: order.index(kind)]):
        raise case.refuse("paper_order")
    replaces = case.get("replaces", int, None)
    in_force = [p.paper_id for p in state.papers if p.kind == kind and p.replaced_by is None]
    if replaces is not None and (replaces not in in_force or replaces == paper_id):
        raise BadPayload("record_paper", "replaces", f"no paper {replaces} of this kind is in force")
    if kind in standing and replaces != standing[kind]:
        raise AlreadyDone(kind, state.revision)
    payload = {
        "kind": kind,
        "paper_id": paper_id,
        "revision": state.revision,
        "number": case.text("number"),
        "step": state.step,
    }
    issued: Drafted = [("paper_issued", payload)]
    for old in dict.fromkeys(in_force):
        if old != paper_id:
            issued.append(("paper_replaced", {"kind": kind, "paper_id": old, "by": paper_id}))
    return issued


def _said(case: Case) -> str:
    text = case.text("text")
    if not text:
        raise BadPayload(case.command.name, "text", "is empty")
    return text


def note(case: Case) -> Drafted:
    """A remark for everybody who takes part; it moves nothing."""
    return [("noted", {"step": case.state.step, "text": _said(case)})]


def remark(case: Case) -> Drafted:
    """A remark among those who judge; it moves nothing, and the dossier's unit never reads it."""
    return [("remarked", {"step": case.state.step, "text": _said(case), "internal": True})]


def ask(case: Case) -> Drafted:
    """A colleague of the deciding unit is asked; the dossier stays where it is and may go on meanwhile."""
    state, to, unit_id = case.state, case.get("person_id", int), case.get("unit_id", int)
    reason = inside.why_not_asked(state, case.command.actor.person_id, to, unit_id)
    if reason:
        raise case.refuse(reason)
    who = {"to": to, "unit_id": unit_id, "role": case.get("role", str)}
    return [("opinion_asked", {"step": state.step, **who, "text": _said(case), "internal": True})]


def answer(case: Case) -> Drafted:
    """The answer of who was asked, for those who judge."""
    me = case.command.actor.person_id
    asked = next(one for one in case.state.asked() if one.person_id == me)
    named = {"step": case.state.step, "asked": asked.seq, "to": asked.asked_by}
    return [("opinion_given", {**named, "text": _said(case), "internal": True})]


def undo(case: Case) -> Drafted:
    """Take the newest decision back: the dossier is again as that decision met it. The decision stays on record."""
    last = case.state.undoable
    if last is None:  # the table has looked; for the reader of types
        raise case.refuse("built_on")
    if case.now > last.at + timedelta(minutes=case.get("minutes", int)):
        raise case.refuse("too_late")
    named = {"step": last.step, "revision": case.state.revision, "was": case.state.status}
    return [("undone", {**named, "undoes": last.seq})]


def _plain(kind: str, *, with_people: bool = False) -> Callable[[Case], Drafted]:
    """A command that only leaves its entry, with the step, the revision and a reason."""

    def leave(case: Case) -> Drafted:
        payload: dict[str, Any] = {"step": case.state.step, "revision": case.state.revision}
        payload |= {"to": case.people("to")} if with_people else {"reason": case.text("reason")}
        return [(kind, payload)]

    return leave


def amend(case: Case) -> Drafted:
    """Names whose decisions it voids, so that they can be told."""
    state = case.state
    voided = sorted({d.person_id for d in state.all_decisions if d.revision == state.revision})
    payload = {"step": state.step, "revision": state.revision, "reason": case.text("reason")}
    return [("amended", {**payload, "voided": voided})]


HANDLERS: dict[str, Callable[[Case], Drafted]] = {
    "draft": draft,
    "submit": submit,
    "receive": _plain("received"),
    "approve": decide,
    "return": decide,
    "reject": decide,
    "close_vote": close_vote,
    "recuse": recuse,
    "recall": _plain("recalled"),
    "withdraw": _plain("withdrawn"),
    "amend": amend,
    "record_paper": record_paper,
    "reassign": reassign,
    "take_over": _plain("taken_over"),
    "remind": _plain("reminded", with_people=True),
    "escalate": _plain("escalated", with_people=True),
    "undo": undo,
    "ask": ask,
    "answer": answer,
    "remark": remark,
    "note": note,
}
#: The kind of entry that each command leaves first.
LEAVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"drafted"}),
    "submit": frozenset({"submitted"}),
    "receive": frozenset({"received"}),
    **{name: frozenset({past, "voted"}) for name, past in PAST.items()},
    "close_vote": frozenset({"step_closed"}),
    "recuse": frozenset({"recused"}),
    "recall": frozenset({"recalled"}),
    "withdraw": frozenset({"withdrawn"}),
    "amend": frozenset({"amended"}),
    "record_paper": frozenset({"paper_issued"}),
    "reassign": frozenset({"reassigned"}),
    "take_over": frozenset({"taken_over"}),
    "remind": frozenset({"reminded"}),
    "escalate": frozenset({"escalated"}),
    "undo": frozenset({"undone"}),
    "ask": frozenset({"opinion_asked"}),
    "answer": frozenset({"opinion_given"}),
    "remark": frozenset({"remarked"}),
    "note": frozenset({"noted"}),
}
