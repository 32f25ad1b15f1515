"""A chain and its permission matrix as Markdown, for ``docs/`` and for the pages of an administrator."""

from __future__ import annotations

from collections.abc import Sequence

from .definition import Definition, Step
from .permissions import permission_matrix

ARROWS = {"eq": "=", "ne": "≠", "in": "∈", "gt": ">", "ge": "≥", "lt": "<", "le": "≤"}


def _quorum(step: Step) -> str:
    return f"{step.quorum} of {step.seats}" + (", secret" if step.secret else "")


def _when(step: Step) -> str:
    return " and ".join(f"{c.field} {ARROWS[c.operator]} {_value(c.value)}" for c in step.when) or "always"


def _value(value: object) -> str:
    return "{" + ", ".join(map(str, value)) + "}" if isinstance(value, tuple) else str(value)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def chain(definition: Definition) -> str:
    """The steps of a chain as one Markdown table, one line per step in order."""
    head = ("#", "step", "who", "votes", "when", "due", "overdue to", "papers", "others than", "return to")
    rows = [
        (
            str(number),
            f"{step.title} (`{step.key}`)",
            f"{step.role} @ {step.scope}",
            _quorum(step),
            _when(step),
            f"{step.due_days} working days",
            step.escalate_to,
            ", ".join(step.requires_papers) or "–",
            ", ".join(sorted(step.distinct_from)) or "–",
            step.return_to,
        )
        for number, step in enumerate(definition.steps, start=1)
    ]
    title = f"## {definition.title} (`{definition.code}`, version {definition.version})"
    applicants = ", ".join(definition.applicant_roles)
    lines = [title, "", _table(head, rows), ""]
    lines.append(f"Edits, submits, recalls, withdraws: {applicants} of the owner unit.")
    lines += [
        f"Where a council sits before `{step.key}`, its vote is {step.council} ({step.council_basis})."
        for step in definition.steps
        if step.council
    ]
    if definition.decision:
        decision = definition.decision
        who, papers = ", ".join(decision.roles), ", ".join(decision.papers)
        lines.append(f"After approval {who} @ {decision.scope} issues {papers}.")
    return "\n".join(lines) + "\n"


def matrix(definition: Definition) -> str:
    """The permission matrix as Markdown: status × step × role -> commands, conditions numbered below."""
    numbers: dict[str, int] = {}
    rows = []
    for row in permission_matrix(definition):
        commands = []
        for name, conditions in row.commands:
            marks = ",".join(str(numbers.setdefault(text, len(numbers) + 1)) for text in conditions)
            commands.append(f"{name} [{marks}]" if marks else name)
        who = f"{row.role} @ {row.scope}" if row.scope else row.role
        rows.append((row.status or "(new)", row.step or "–", who, " · ".join(commands)))
    lines = [f"### Who may act: `{definition.code}` version {definition.version}", ""]
    lines += [_table(("status", "step", "role @ unit", "commands [conditions]"), rows), "", "Conditions:", ""]
    lines += [f"{number}. {text}" for text, number in numbers.items()]
    return "\n".join(lines) + "\n"
