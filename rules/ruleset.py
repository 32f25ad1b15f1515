"""The rule set of a date: which version of each rule holds, how heavy it is, and what may block.

The data is `reference/awards/rules.toml`: one table per rule id with dated `versions`; rows of an administrator
(`local`) stand before the shipped version of the same day. Status and level: architecture.md §7.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, get_args

from rules.errors import RuleDataError
from rules.finding import (
    FAIL,
    NEEDS_REVIEW,
    PASS,
    STATUSES,
    UNCERTAIN,
    Finding,
    Level,
    Proof,
    Status,
    Verdict,
)

_SEVERITIES = frozenset(get_args(Level)) - {"pass"}
_PARTS_KEYS = ("severity", "severity_confirmed", "status", "basis", "values")


@dataclass(frozen=True)
class Rule:
    """One rule as it holds on the date of its rule set.

    `values` are the thresholds (integers, ratios as `[numerator, denominator]`, codes). `severity` is what a breach
    weighs, `severity_confirmed` what it weighs once an administrator has confirmed the threshold. `parts` are rules
    within the rule that have their own basis and weight (AW38: the duty, and the number of days).
    """

    id: str
    severity: Level
    status: Status
    basis: str
    values: Mapping[str, Any] = field(default_factory=dict)
    severity_confirmed: Level | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    parts: Mapping[str, "Rule"] = field(default_factory=dict)

    def level(self, verdict: Verdict) -> Level:
        """Level of a verdict: what is missing asks; an uncertain threshold warns where a certain one blocks."""
        if verdict == PASS:
            return "pass"
        if verdict == NEEDS_REVIEW:
            return "ask"
        confirmed = self.status == "confirmed" and self.severity_confirmed is not None
        severity = self.severity_confirmed if confirmed else self.severity
        assert severity is not None
        return "warn" if severity == "block" and self.status in UNCERTAIN else severity

    def part(self, name: str) -> "Rule":
        """The named part, or the rule itself where the data does not tell them apart."""
        return self.parts.get(name, self)

    def number(self, name: str) -> int:
        """Integer threshold `name`; RuleDataError when the data has none."""
        value = self._value(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise RuleDataError(f"{self.id}.values.{name}", "an integer is expected")
        return value

    def ratio(self, name: str) -> tuple[int, int]:
        """Ratio threshold `name` as (numerator, denominator)."""
        value = self._value(name)
        if (
            not isinstance(value, list | tuple)
            or len(value) != 2
            or not all(isinstance(n, int) for n in value)
            or value[1] < 1
        ):
            raise RuleDataError(f"{self.id}.values.{name}", "a ratio [numerator, denominator] is expected")
        return value[0], value[1]

    def words(self, name: str) -> tuple[str, ...]:
        """List of codes `name`; empty when the data has none."""
        value = self.values.get(name, ())
        if isinstance(value, str) or not all(isinstance(word, str) for word in value):
            raise RuleDataError(f"{self.id}.values.{name}", "a list of codes is expected")
        return tuple(value)

    def table(self, name: str) -> Mapping[str, Any]:
        """Sub-table `name`; empty when the data has none."""
        value = self.values.get(name, {})
        if not isinstance(value, Mapping):
            raise RuleDataError(f"{self.id}.values.{name}", "a table is expected")
        return value

    def fail(self, message: str, **details: Any) -> Finding:
        """A breach; details as for `finding`."""
        return self.finding(FAIL, message, **details)

    def ask(self, message: str, **details: Any) -> Finding:
        """Something that a person has to look at: data is missing or the rule cannot decide."""
        return self.finding(NEEDS_REVIEW, message, **details)

    def ok(self, message: str, **details: Any) -> Finding:
        """A rule that is met, worth saying with its figures."""
        return self.finding(PASS, message, **details)

    def finding(
        self,
        verdict: Verdict,
        message: str,
        *,
        field: str | None = None,
        subject: str | None = None,
        fix: str = "",
        proof: tuple[Proof, ...] = (),
        **params: str | int,
    ) -> Finding:
        """Finding of this rule with its level, basis and status; `params` fill message and fix."""
        return Finding(
            rule=self.id,
            level=self.level(verdict),
            message=message,
            params=params,
            field=field,
            basis=self.basis,
            verdict=verdict,
            subject=subject,
            fix=fix,
            status=self.status,
            proof=proof,
        )

    def _value(self, name: str) -> Any:
        if name not in self.values:
            raise RuleDataError(f"{self.id}.values.{name}", "the threshold is missing")
        return self.values[name]


@dataclass(frozen=True)
class RuleSet:
    """All rules that hold on one date."""

    on: date
    rules: Mapping[str, Rule]

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], on: date, local: Iterable[Mapping[str, Any]] = ()
    ) -> "RuleSet":
        """Choose the versions that hold on `on`.

        `data`: `{rule id: {"versions": [version, …]}}`; a version has `severity`, `status`, `basis`, optional
        `effective_from`, `effective_to` (dates, both included), `values`, `severity_confirmed`, `parts`. `local`: rows
        of an administrator `{"rule", "confirmed_by", "confirmed_on", "effective_from", …}`: what a row leaves out it
        takes from the shipped version of that day; the last row that holds wins. RuleDataError when malformed.
        """
        chosen = {}
        rows = list(local)
        for row in rows:
            if row.get("rule") not in data:
                raise RuleDataError(f"local[{row.get('rule')}]", "no such rule")
        for rule_id, entry in data.items():
            rule = _shipped(rule_id, entry, on)
            for row in rows:
                if row["rule"] == rule_id and _holds(f"local[{rule_id}]", row, on):
                    rule = _confirmed(rule_id, rule, row)
            if rule is not None:
                chosen[rule_id] = rule
        return cls(on=on, rules=chosen)

    def get(self, rule_id: str) -> Rule | None:
        """The rule, or None when no version of it holds on the date."""
        return self.rules.get(rule_id)


def _holds(place: str, row: Mapping[str, Any], on: date) -> bool:
    start, end = row.get("effective_from"), row.get("effective_to")
    for name, value in (("effective_from", start), ("effective_to", end)):
        if value is not None and type(value) is not date:
            raise RuleDataError(f"{place}.{name}", "a date is expected")
    if start and end and end < start:
        raise RuleDataError(f"{place}.effective_to", "ends before it begins")
    return (start is None or start <= on) and (end is None or on <= end)


def _shipped(rule_id: str, entry: Mapping[str, Any], on: date) -> Rule | None:
    versions = entry.get("versions")
    if not isinstance(versions, list) or not versions:
        raise RuleDataError(rule_id, "a list `versions` is expected")
    current = []
    for number, version in enumerate(versions):
        place = f"{rule_id}.versions[{number}]"
        rule = _rule(rule_id, place, version)
        if _holds(place, version, on):
            current.append(rule)
    if len(current) > 1:
        raise RuleDataError(rule_id, f"{len(current)} versions hold on {on.isoformat()}")
    return current[0] if current else None


def _rule(rule_id: str, place: str, version: Mapping[str, Any]) -> Rule:
    for name in ("severity", "status", "basis"):
        if not isinstance(version.get(name), str) or not version[name]:
            raise RuleDataError(f"{place}.{name}", "text is expected")
    if version["status"] not in STATUSES:
        raise RuleDataError(f"{place}.status", f"one of {', '.join(STATUSES)} is expected")
    for name in ("severity", "severity_confirmed"):
        if version.get(name) is not None and version[name] not in _SEVERITIES:
            raise RuleDataError(f"{place}.{name}", f"one of {', '.join(sorted(_SEVERITIES))} is expected")
    if version["status"] == "confirmed" and not (
        isinstance(version.get("confirmed_by"), str)
        and version["confirmed_by"].strip()
        and isinstance(version.get("confirmed_on"), date)
    ):
        raise RuleDataError(f"{place}.confirmed_by", "a confirmed rule says by whom and when")
    if not isinstance(version.get("values", {}), Mapping):
        raise RuleDataError(f"{place}.values", "a table is expected")
    whole = {name: version[name] for name in _PARTS_KEYS if name in version}
    parts = {
        name: _rule(rule_id, f"{place}.parts.{name}", {**whole, **part})
        for name, part in version.get("parts", {}).items()
    }
    return Rule(
        id=rule_id,
        severity=version["severity"],
        status=version["status"],
        basis=version["basis"],
        values=version.get("values", {}),
        severity_confirmed=version.get("severity_confirmed"),
        confirmed_by=version.get("confirmed_by"),
        confirmed_on=version.get("confirmed_on"),
        effective_from=version.get("effective_from"),
        effective_to=version.get("effective_to"),
        parts=parts,
    )


def _confirmed(rule_id: str, shipped: Rule | None, row: Mapping[str, Any]) -> Rule:
    """The administrator's row laid over the version of the day; without one the row must be complete."""
    base: dict[str, Any] = {}
    if shipped is not None:
        base = {
            "severity": shipped.severity,
            "severity_confirmed": shipped.severity_confirmed,
            "basis": shipped.basis,
        }
    merged: dict[str, Any] = {**base, "status": "confirmed", **row}
    merged["values"] = {**(shipped.values if shipped else {}), **row.get("values", {})}
    merged.pop("parts", None)
    if "severity" in row and "severity_confirmed" not in row:
        # Somebody who says how heavy the rule is means it, whatever the shipped table proposes.
        merged["severity_confirmed"] = row["severity"]
    rule = _rule(rule_id, f"local[{rule_id}]", merged)
    return replace(rule, parts=_confirmed_parts(rule, shipped, row))


def _confirmed_parts(rule: Rule, shipped: Rule | None, row: Mapping[str, Any]) -> dict[str, Rule]:
    """Parts that the row names are confirmed; a row that changes nothing confirms the rule with all its parts."""
    named: Mapping[str, Any] = row.get("parts", {})
    whole = not named and not row.get("values")
    parts = dict(shipped.parts) if shipped else {}
    for name, part in parts.items():
        if whole or name in named:
            parts[name] = replace(
                part,
                status="confirmed",
                confirmed_by=rule.confirmed_by,
                confirmed_on=rule.confirmed_on,
                values={**part.values, **named.get(name, {}).get("values", {})},
            )
    unknown = sorted(set(named) - set(parts))
    if unknown:
        raise RuleDataError(f"local[{rule.id}].parts.{unknown[0]}", "the rule has no such part")
    return parts
