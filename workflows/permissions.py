"""The one permission table for acting on a dossier.

It draws the buttons, guards the commands, answers the API and prints ``docs/permissions.md``. A row says: in
these statuses, who sits where may give this command, if these guards let them. Reading is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import voting
from .actors import SYSTEM_ROLE, Actor, Seat
from .definition import Definition, Step
from .errors import REASONS
from .inside import reads_inside
from .state import OPEN_STATUSES, State


@dataclass(frozen=True)
class Guard:
    """A condition beside status and seat: ``check`` gives the reason of a refusal or None.

    ``text`` is for the docs; ``possible`` says for which chains and steps the guard can ever let somebody by.
    """

    text: str
    check: Callable[[State, Actor], str | None]
    possible: Callable[[Definition, Step | None], bool] = lambda definition, step: True


@dataclass(frozen=True)
class Permission:
    """One row of the table."""

    command: str
    statuses: tuple[str | None, ...]
    who: str
    guards: tuple[str, ...] = ()


def _unless(reason: str, fine: Callable[[State, Actor], bool]) -> Callable[[State, Actor], str | None]:
    return lambda state, actor: None if fine(state, actor) else reason


GUARDS: dict[str, Guard] = {
    "untouched": Guard(
        "nobody above has received it",
        _unless("touched", lambda s, a: not s.touched),
        lambda definition, step: step is None or all(e.when for e in definition.steps_before(step.key)),
    ),
    "touched": Guard("somebody above has received it", _unless("not_touched", lambda s, a: s.touched)),
    "not_received": Guard("not received at this step", _unless("received", lambda s, a: not s.received)),
    "impartial": Guard(
        "neither author nor nominee, not recused, not replaced, not of a step that must differ",
        lambda s, a: voting.barred(s, a.person_id, s.here),
    ),
    "judging": Guard(
        "the step judges: where the owner unit answers, nobody rejects or stays out",
        _unless("answering", lambda s, a: not s.here.answers),
        lambda definition, step: not (step and step.answers),
    ),
    "undecided": Guard(
        "has not decided here", _unless("decided", lambda s, a: a.person_id not in s.decisions)
    ),
    "papers_there": Guard(
        "the required papers of this revision are issued",
        _unless("papers", lambda s, a: not s.missing_papers()),
    ),
    "papers_wanted": Guard(
        "the step requires papers and nobody has decided",
        _unless("papers_not_wanted", lambda s, a: bool(s.here.requires_papers) and not s.decisions),
        lambda definition, step: bool(step and step.requires_papers),
    ),
    "enough_people": Guard(
        "the step has enough people", _unless("short", lambda s, a: not voting.is_short(s, a.person_id))
    ),
    "escalated": Guard("the step was escalated", _unless("not_escalated", lambda s, a: s.escalated)),
    "not_escalated": Guard("not yet escalated", _unless("escalated", lambda s, a: not s.escalated)),
    "not_named": Guard(
        "has not taken it over yet",
        _unless("decided", lambda s, a: (s.step, a.person_id) not in s.substitutes),
    ),
    "ballot_full": Guard(
        "everybody has voted in secret",
        _unless("ballot_open", lambda s, a: s.here.secret and voting.ballot_is_full(s)),
        lambda definition, step: bool(step and step.secret),
    ),
    "ballot_enough": Guard(
        "the quorum has voted in secret",
        _unless(
            "ballot_open",
            lambda s, a: s.here.secret and len(s.decisions) >= voting.needed(s.here, voting.capacity(s)),
        ),
        lambda definition, step: bool(step and step.secret),
    ),
    "inside": Guard("reads among those who judge", _unless("outside", reads_inside)),
    "asked": Guard(
        "was asked and has not answered",
        _unless("not_asked", lambda s, a: any(one.person_id == a.person_id for one in s.asked())),
    ),
    "standing": Guard(
        "nothing was built on the newest decision", _unless("built_on", lambda s, a: s.undoable is not None)
    ),
    "own_decision": Guard(
        "it was theirs",
        _unless("not_own_decision", lambda s, a: bool(s.undoable and s.undoable.person_id == a.person_id)),
    ),
    "no_decision_paper": Guard(
        "no decision paper issued",
        _unless(
            "decision_issued", lambda s, a: s.definition.decision is not None and not s.decision_issued()
        ),
        lambda definition, step: definition.decision is not None,
    ),
}

IN_REVIEW = ("in_review",)
EDITING = ("draft", "returned")
AFTER = ("in_review", "returned", "approved", "rejected")
JUDGING = ("impartial", "undecided", "papers_there", "enough_people")
HANDING_ON = ("impartial", "undecided")

#: ``edit`` guards the saving of the draft and leaves no entry; all others are commands of ``engine.handle``.
PERMISSIONS: tuple[Permission, ...] = (
    Permission("draft", (None,), "newcomer"),
    Permission("edit", EDITING, "applicant"),
    Permission("submit", EDITING, "applicant"),
    Permission("withdraw", OPEN_STATUSES, "applicant"),
    Permission("recall", IN_REVIEW, "applicant", ("untouched",)),
    Permission("amend", IN_REVIEW, "applicant", ("touched",)),
    Permission("amend", ("approved",), "applicant", ("no_decision_paper",)),
    Permission("record_paper", IN_REVIEW, "paper", ("papers_wanted",)),
    Permission("record_paper", ("approved",), "decision"),
    Permission("receive", IN_REVIEW, "step", ("not_received", "impartial")),
    Permission("approve", IN_REVIEW, "step", JUDGING),
    Permission("return", IN_REVIEW, "step", JUDGING),
    Permission("reject", IN_REVIEW, "step", ("judging", *JUDGING)),
    Permission("recuse", IN_REVIEW, "step", ("judging", *HANDING_ON)),
    Permission("reassign", IN_REVIEW, "overseer", ("impartial",)),
    Permission("reassign", IN_REVIEW, "step", HANDING_ON),
    Permission("take_over", IN_REVIEW, "overseer", ("escalated", *HANDING_ON, "not_named")),
    Permission("close_vote", IN_REVIEW, "system", ("ballot_full",)),
    Permission("close_vote", IN_REVIEW, "overseer", ("ballot_enough",)),
    Permission("remind", ("in_review", "returned"), "system"),
    Permission("escalate", IN_REVIEW, "system", ("not_escalated",)),
    Permission("undo", AFTER, "judge", ("standing", "own_decision")),
    Permission("ask", IN_REVIEW, "step", ("judging", *HANDING_ON)),
    Permission("ask", IN_REVIEW, "overseer", ("judging", "impartial")),
    Permission("answer", IN_REVIEW, "asked", ("asked",)),
    Permission("remark", AFTER, "insider", ("inside",)),
    Permission("note", AFTER, "participant"),
)
COMMANDS = frozenset(row.command for row in PERMISSIONS) - {"edit"}


def seats_for(definition: Definition, step: Step | None, who: str) -> tuple[tuple[str | None, str], ...]:
    """Which (scope, role) pairs a ``who`` of the table means; scope None stands for any unit."""
    applicants = tuple(("owner_unit", role) for role in definition.applicant_roles)
    papers = tuple(("owner_unit", role) for role in definition.paper_roles)
    decision = definition.decision
    deciders = tuple((decision.scope, role) for role in decision.roles) if decision else ()
    judges = tuple((one.scope, one.role) for one in definition.steps)
    asking = [one for one in definition.steps if not one.answers]
    above = tuple((one.scope, role) for one in asking for role in (one.role, one.escalate_to))
    table = {
        "newcomer": tuple((None, role) for role in definition.applicant_roles),
        "applicant": applicants,
        "paper": papers,
        "decision": deciders,
        "step": ((step.scope, step.role),) if step else (),
        "overseer": ((step.scope, step.escalate_to),) if step else (),
        "judge": tuple(dict.fromkeys(judges)),
        "insider": tuple(dict.fromkeys(above + deciders)),
        "asked": (),
        "participant": tuple(dict.fromkeys(applicants + papers + judges + deciders)),
        "system": ((None, SYSTEM_ROLE),),
    }
    return table[who]


def seat_of(state: State, actor: Actor, who: str) -> tuple[Seat | None, str | None]:
    """The seat in which an actor is what the table asks for, or why there is none; own offices first."""
    step = state.current
    own_first = sorted(actor.every, key=lambda seat: seat.delegation_of is not None)
    undo = state.undoable
    if who == "judge" and undo and undo.person_id == actor.person_id:  # in the office in which it was decided
        at = (undo.seat["office_id"], undo.seat.get("delegation_id"))
        mine = next((seat for seat in own_first if (seat.office_id, seat.delegation_of) == at), None)
        return mine, None if mine else "seat"
    if who == "asked":
        posts = {(one.unit_id, one.role) for one in state.asked() if one.person_id == actor.person_id}
        mine = next((seat for seat in own_first if (seat.unit_id, seat.role) in posts), None)
        return mine, None if mine else "not_asked"
    wanted = {
        (None if scope is None else state.unit_of(scope), role, scope is None)
        for scope, role in seats_for(state.definition, step, who)
    }
    fitting = [
        seat
        for seat in own_first
        if any(role == seat.role and (anywhere or unit == seat.unit_id) for unit, role, anywhere in wanted)
    ]
    hindered = [(seat, _hindered(state, seat, who)) for seat in fitting]
    fitting = [seat for seat, reason in hindered if reason is None]
    if who == "step" and step is not None and (step.key, actor.person_id) in state.substitutes:
        fitting += [seat for seat in own_first if seat.giver_id is None]
    if hindered and not fitting:
        return None, hindered[0][1]
    if who == "step" and step is not None:
        used = {d.office_id for p, d in state.decisions.items() if p != actor.person_id} - {None}
        free = [seat for seat in fitting if seat.office_id not in used]
        if fitting and not free:
            return None, "office_used"
        fitting = free
    if fitting:
        return fitting[0], None
    return None, "unit" if {seat.role for seat in actor.every} & {role for _, role, _ in wanted} else "seat"


def _hindered(state: State, seat: Seat, who: str) -> str | None:
    """Why a fitting seat may not be used on this dossier: it rests, or was lent for other chains, or by somebody who
    may not judge here. Who stands in for a giver is no more impartial than the giver; an acting head decides for
    themselves (house rule)."""
    if seat.rests:
        return "resting"
    if seat.covers and state.definition.code not in seat.covers:
        return "not_covered"
    judging = who == "step" and seat.giver_id is not None and state.current is not None
    return "giver_barred" if judging and voting.barred(state, seat.giver_id, state.here) else None


#: ``who`` of the table -> the seat found, or why there is none; of one state and actor.
Found = dict[str, tuple[Seat | None, str | None]]


def permit(
    state: State, actor: Actor, command: str, found: Found | None = None
) -> tuple[Permission, Seat] | str:
    """The row and the seat by which an actor may give a command, or the reason why not.

    The first row that fits counts; if none does, the reason of the one that came closest is given. ``found`` keeps the
    seats for further commands of the same state and actor.
    """
    seats: Found = {} if found is None else found
    best: tuple[int, str] = (-1, "unknown_command")
    for row in PERMISSIONS:
        if row.command != command:
            continue
        if state.status not in row.statuses:
            best = max(best, (0, "status"), key=lambda one: one[0])
            continue
        if row.who not in seats:
            seats[row.who] = seat_of(state, actor, row.who)
        seat, reason = seats[row.who]
        if seat is None:
            best = max(best, (1, reason or "seat"), key=lambda one: one[0])
            continue
        reasons = (GUARDS[name].check(state, actor) for name in row.guards)
        handed_on = command == "reassign" and row.who == "step" and seat.giver_id is not None
        reason = next((found for found in reasons if found), "lent" if handed_on else None)
        if reason is None:
            return row, seat
        best = max(best, (2, reason), key=lambda one: one[0])
    return best[1]


def allowed(state: State, actor: Actor) -> frozenset[str]:
    """The commands (and ``edit``) an actor may give now."""
    seats: Found = {}
    commands = {row.command for row in PERMISSIONS if state.status in row.statuses}
    return frozenset(name for name in commands if not isinstance(permit(state, actor, name, seats), str))


def why_not(state: State, actor: Actor, command: str) -> str | None:
    """The reason (a key of ``errors.REASONS``) why a command would be refused, or None."""
    found = permit(state, actor, command)
    return found if isinstance(found, str) else None


#: Reasons that lie in the person, not in the seat or the hour: whoever holds a seat of the step is told them.
PERSONAL = frozenset({"interested", "recused", "replaced", "distinct", "giver_barred"})


def kept_out(state: State, actor: Actor) -> str:
    """The sentence for somebody who sits at the current step and may not judge this dossier; "" for all others."""
    reason = why_not(state, actor, "approve")
    return REASONS[reason] if reason in PERSONAL else ""


@dataclass(frozen=True)
class MatrixRow:
    """One line of the printed matrix: commands with the texts of their guards, in the table's order."""

    status: str | None
    step: str | None
    scope: str | None
    role: str
    commands: tuple[tuple[str, tuple[str, ...]], ...]


def permission_matrix(definition: Definition) -> tuple[MatrixRow, ...]:
    """The table spelled out for a chain: status × step × role -> commands with their conditions."""
    cells: dict[tuple[str | None, str | None, str | None, str], list[tuple[str, tuple[str, ...]]]] = {}
    for status in (None, "draft", "in_review", "returned", "approved", "rejected", "withdrawn"):
        for step in definition.steps if status == "in_review" else (None,):
            for row in PERMISSIONS:
                guards = [GUARDS[name] for name in row.guards]
                if status not in row.statuses or not all(g.possible(definition, step) for g in guards):
                    continue
                for scope, role in seats_for(definition, step, row.who):
                    cell = cells.setdefault((status, step.key if step else None, scope, role), [])
                    cell.append((row.command, tuple(guard.text for guard in guards)))
    return tuple(MatrixRow(*key, commands=tuple(commands)) for key, commands in cells.items())
