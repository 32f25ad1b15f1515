"""The chain as data: reading a definition from TOML and refusing one that would trap a dossier.

A definition is immutable; a dossier keeps its own version for life. What a chain may name (roles, kinds of
unit, answers, kinds of paper) is the caller's ``Vocabulary``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .actors import SYSTEM_ROLE
from .conditions import OPERATORS, ORDERED, Condition, contradiction, is_of_type, uncovered
from .errors import DefinitionError

SCOPES = frozenset({"owner_unit", "parent", "deciding_unit"})
ABOVE = "above:"
RETURN_TO_APPLICANT = "draft"
DECIDING = ("approve", "return", "reject")
MAY_ASK_COMMENT = frozenset({*DECIDING, "recuse"})
#: What the vote of a council that sits before a step means there: nothing it did not pass is approved, or only with
#: a written reason.
COUNCIL = frozenset({"binding", "advisory"})


@dataclass(frozen=True)
class Vocabulary:
    """What definitions may name; ``fields`` maps an answer to its type (``conditions.TYPES``)."""

    roles: frozenset[str]
    papers: frozenset[str] = frozenset()
    unit_kinds: frozenset[str] = frozenset()
    fields: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Step:
    """One stage of approval; ``due_days`` are working days, ``quorum`` is "one", "all" or a number.

    ``answers``: the dossier's own unit says what it thinks of what was found; its authors may, nobody rejects.
    ``council``: what the vote of a council before this step means (``COUNCIL``, "" where none is foreseen), on the
    ``council_basis``, a citation as users read it.
    """

    key: str
    title: str
    public_title: str
    role: str
    scope: str
    seats: int
    quorum: str | int
    when: tuple[Condition, ...]
    due_days: int
    escalate_to: str
    return_to: str
    comment_required: frozenset[str]
    secret: bool
    guidance: str
    requires_papers: tuple[str, ...]
    distinct_from: frozenset[str]
    answers: bool = False
    council: str = ""
    council_basis: str = ""


@dataclass(frozen=True)
class DecisionPapers:
    """Who issues which papers after approval; the first of them closes the dossier to amendments."""

    papers: tuple[str, ...]
    roles: tuple[str, ...]
    scope: str


@dataclass(frozen=True)
class Definition:
    """A chain: who of the owner unit acts for the dossier, who issues its papers, the ordered steps."""

    code: str
    version: int
    title: str
    applicant_roles: tuple[str, ...]
    paper_roles: tuple[str, ...]
    steps: tuple[Step, ...]
    decision: DecisionPapers | None = None

    def step(self, key: str | None) -> Step | None:
        """The step of that key, or None."""
        return next((step for step in self.steps if step.key == key), None)

    def steps_before(self, key: str) -> tuple[Step, ...]:
        """The steps that stand before a step; raises ValueError for an unknown key."""
        return self.steps[: [step.key for step in self.steps].index(key)]


#: Allowed keys of each table: key -> (type, required).
TOP = {
    "code": (str, True),
    "version": (int, True),
    "title": (str, True),
    "applicant_roles": (list, True),
    "paper_roles": (list, False),
    "decision": (dict, False),
    "step": (list, True),
}
DECISION = {"papers": (list, True), "roles": (list, True), "scope": (str, True)}
STEP = {
    "key": (str, True),
    "title": (str, True),
    "public_title": (str, True),
    "role": (str, True),
    "scope": (str, True),
    "seats": (int, True),
    "quorum": ((str, int), True),
    "when": (list, False),
    "due_days": (int, True),
    "escalate_to": (str, True),
    "return_to": (str, False),
    "comment_required": (list, False),
    "secret": (bool, False),
    "guidance": (str, False),
    "requires_papers": (list, False),
    "distinct_from": (list, False),
    "answers": (bool, False),
    "council": (str, False),
    "council_basis": (str, False),
}
CONDITION = {"field": (str, True), "operator": (str, True), "value": (object, True)}


def load(text: str, *, vocabulary: Vocabulary) -> Definition:
    """Read a definition; raises DefinitionError(place, reason) for whatever would trap a dossier."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError("file", f"not TOML: {error}") from error
    _shape(raw, TOP, "file")
    _require(raw["version"] >= 1, "version", "must be 1 or more")
    paper_roles = _names(raw, "paper_roles", "file", vocabulary.roles, "role")
    steps: list[Step] = []
    for number, table in enumerate(raw["step"], start=1):
        key = table.get("key") if isinstance(table, dict) else None
        place = f"step {number} ({key})" if key else f"step {number}"
        steps.append(_step(table, place, vocabulary, steps, paper_roles))
    _require(bool(steps), "step", "a chain needs at least one step")
    missed = uncovered([step.when for step in steps], vocabulary.fields or {})
    _require(missed is None, "step", f"dead end: every step has a `when`, and {missed} meets none")
    return Definition(
        code=raw["code"],
        version=raw["version"],
        title=raw["title"],
        applicant_roles=_names(raw, "applicant_roles", "file", vocabulary.roles, "role", required=True),
        paper_roles=paper_roles,
        steps=tuple(steps),
        decision=_decision(raw["decision"], vocabulary) if "decision" in raw else None,
    )


def _step(
    raw: Any, place: str, vocabulary: Vocabulary, earlier: list[Step], paper_roles: tuple[str, ...]
) -> Step:
    _shape(raw, STEP, place)
    keys = {step.key for step in earlier}
    _require(raw["key"] not in keys, f"{place}.key", f"duplicate key {raw['key']!r}")
    _require(
        raw["key"] != RETURN_TO_APPLICANT, f"{place}.key", f"{RETURN_TO_APPLICANT!r} means the applicant"
    )
    for name in ("role", "escalate_to"):
        _known(raw[name], vocabulary.roles, f"{place}.{name}", "role")
    _scope(raw["scope"], f"{place}.scope", vocabulary)
    _require(raw["seats"] >= 1, f"{place}.seats", "dead end: nobody sits here")
    _quorum(raw["quorum"], raw["seats"], f"{place}.quorum")
    _require(raw["due_days"] >= 1, f"{place}.due_days", "must be 1 working day or more")
    return_to = raw.get("return_to", RETURN_TO_APPLICANT)
    _require(
        return_to in keys | {RETURN_TO_APPLICANT},
        f"{place}.return_to",
        f"dead end: {return_to!r} is not an earlier step",
    )
    answers = raw.get("answers", False)
    _require(
        not answers or raw["scope"] == "owner_unit",
        f"{place}.answers",
        "only the owner unit answers: scope must be 'owner_unit'",
    )
    papers = _names(raw, "requires_papers", place, vocabulary.papers, "kind of paper")
    _require(
        not papers or bool(paper_roles),
        f"{place}.requires_papers",
        "dead end: no paper_roles, so nobody may issue them",
    )
    when = tuple(
        _condition(c, f"{place}.when {n}", vocabulary) for n, c in enumerate(raw.get("when", []), start=1)
    )
    clash = contradiction(when, vocabulary.fields or {})
    _require(clash is None, f"{place}.when", f"unreachable: no answer {clash!r} meets all conditions")
    comments = _names({"comment_required": ["return", "reject"], **raw}, "comment_required", place)
    for name in comments:
        _known(name, MAY_ASK_COMMENT, f"{place}.comment_required", "command")
    _council(raw, place)
    return Step(
        key=raw["key"],
        title=raw["title"],
        public_title=raw["public_title"],
        role=raw["role"],
        scope=raw["scope"],
        seats=raw["seats"],
        quorum=raw["quorum"],
        when=when,
        due_days=raw["due_days"],
        escalate_to=raw["escalate_to"],
        return_to=return_to,
        comment_required=frozenset(comments),
        secret=raw.get("secret", False),
        guidance=raw.get("guidance", ""),
        requires_papers=papers,
        distinct_from=frozenset(_names(raw, "distinct_from", place, frozenset(keys), "earlier step")),
        answers=answers,
        council=raw.get("council", ""),
        council_basis=raw.get("council_basis", ""),
    )


def _council(raw: Mapping[str, Any], place: str) -> None:
    if "council" in raw:
        _known(raw["council"], COUNCIL, f"{place}.council", "force of a council's vote")
    _require(
        ("council" in raw) == ("council_basis" in raw),
        f"{place}.council_basis",
        "a council's vote and its basis are named together",
    )


def _quorum(quorum: Any, seats: int, place: str) -> None:
    if isinstance(quorum, str):
        _require(quorum in ("one", "all"), place, f"{quorum!r} is neither 'one', 'all' nor a number")
        return
    _require(quorum >= 1, place, "must be 1 or more")
    _require(quorum <= seats, place, f"quorum {quorum} is above the {seats} seats")


def _decision(raw: Any, vocabulary: Vocabulary) -> DecisionPapers:
    _shape(raw, DECISION, "decision")
    _scope(raw["scope"], "decision.scope", vocabulary)
    return DecisionPapers(
        papers=_names(raw, "papers", "decision", vocabulary.papers, "kind of paper", required=True),
        roles=_names(raw, "roles", "decision", vocabulary.roles, "role", required=True),
        scope=raw["scope"],
    )


def _condition(raw: Any, place: str, vocabulary: Vocabulary) -> Condition:
    _shape(raw, CONDITION, place)
    kinds = vocabulary.fields or {}
    _known(raw["field"], kinds, f"{place}.field", "field")
    _known(raw["operator"], OPERATORS, f"{place}.operator", "operator")
    kind, operator, value = kinds[raw["field"]], raw["operator"], raw["value"]
    _require(
        operator not in ORDERED or kind == "number",
        f"{place}.operator",
        f"{operator!r} compares numbers, {raw['field']!r} is a {kind}",
    )
    if operator == "in":
        _require(isinstance(value, list) and bool(value), f"{place}.value", "'in' needs a list with values")
    for one in value if operator == "in" else [value]:
        _require(is_of_type(one, kind), f"{place}.value", f"{one!r} is not a {kind}")
    return Condition(raw["field"], operator, tuple(value) if operator == "in" else value)


def _shape(raw: Any, table: Mapping[str, tuple[Any, bool]], place: str) -> None:
    """Every key known, of its type, none missing, no text empty."""
    _require(isinstance(raw, dict), place, "must be a table")
    for key in raw:
        _require(key in table, f"{place}.{key}", "unknown key")
    for key, (kind, required) in table.items():
        at = key if place == "file" else f"{place}.{key}"
        _require(key in raw or not required, at, "is missing")
        if key not in raw:
            continue
        value = raw[key]
        fits = isinstance(value, kind) and (kind is bool or kind is object or not isinstance(value, bool))
        _require(fits, at, f"{value!r} has the wrong type")
        _require(not isinstance(value, str) or bool(value.strip()), at, "is empty")


def _names(
    raw: Mapping[str, Any],
    key: str,
    place: str,
    known: Iterable[str] | None = None,
    what: str = "name",
    *,
    required: bool = False,
) -> tuple[str, ...]:
    """A list of distinct names out of a known set."""
    at = key if place == "file" else f"{place}.{key}"
    values = raw.get(key, [])
    _require(bool(values) or not required, at, "dead end: names nobody")
    for number, value in enumerate(values):
        _require(isinstance(value, str), at, f"{value!r} is not a text")
        _require(value not in values[:number], at, f"duplicate {what} {value!r}")
        if known is not None:
            _known(value, known, at, what)
    return tuple(values)


def _scope(scope: str, place: str, vocabulary: Vocabulary) -> None:
    if scope.startswith(ABOVE):
        _known(scope.removeprefix(ABOVE), vocabulary.unit_kinds, place, "kind of unit")
        return
    _known(scope, SCOPES, place, "scope")


def _known(value: str, known: Iterable[str], place: str, what: str) -> None:
    _require(value != SYSTEM_ROLE and value in set(known), place, f"unknown {what} {value!r}")


def _require(fine: bool, place: str, reason: str) -> None:
    if not fine:
        raise DefinitionError(place, reason)
