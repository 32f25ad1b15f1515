"""Answers read by the paths that a manifest names: values of papers, facts for the chain's conditions.

A path is «part.field», «part.row.field» or, inside rows, «part.list.1.field» (rows count from 1); what is not there
is None. A source may also be «case.…» (a fact of the dossier's frame) or a constant, written {value = …}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.cases import Case
from services.procedures import Fact, Procedure

#: What «case.…» may name: facts of the dossier that papers print.
FRAME = frozenset({"code", "unit_name", "deciding_name", "matter_title", "year"})


def at(answers: Any, path: str) -> Any:
    """Return what stands at a path in the answers; None where the path leads nowhere or to an empty text."""
    found = answers
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdigit() and 0 < int(step) <= len(found):
            found = found[int(step) - 1]
        else:
            return None
    return None if found == "" else found


def _sourced(case: Case, answers: Mapping[str, Any], source: str | Mapping[str, Any]) -> Any:
    if isinstance(source, Mapping):
        return source["value"]
    first, _dot, name = source.partition(".")
    if first == "case" and name in FRAME:
        return getattr(case, name)
    return at(answers, source)


def _put(values: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    inner = values
    for step in way:
        inner = inner.setdefault(step, {})
    inner[last] = value


def paper_values(procedure: Procedure, kind: str, case: Case, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a paper, or of a part of one, that the manifest's table takes from the answers."""
    filled: dict[str, Any] = {}
    for target, source in procedure.values_for(kind).items():
        _put(filled, target, _sourced(case, answers, source))
    return filled


#: How an answer becomes a fact of a type; what is neither is left out, and the engine asks for it.
_AS_TYPE = {
    "text": lambda value: value if isinstance(value, str) else None,
    "number": lambda value: value if type(value) is int else None,
    "flag": lambda value: value if isinstance(value, bool) else {"yes": True, "no": False}.get(str(value)),
}


def _fact(fact: Fact, answers: Mapping[str, Any]) -> Any:
    value = at(answers, fact.path)
    return _AS_TYPE[fact.type](value) if isinstance(value, str | int) else None


def facts(procedure: Procedure, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that choose the steps of the chain, by the names that its conditions use."""
    found = {name: _fact(fact, answers) for name, fact in procedure.facts.items()}
    return {name: value for name, value in found.items() if value is not None}
