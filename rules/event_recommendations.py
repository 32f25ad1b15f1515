"""The road of a recommendation (kiến nghị) as a table of moves: which is possible when, and what they make of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules.errors import RuleDataError
from rules.events_after import Recommendation

OPEN = frozenset({"received", "classified", "assigned", "forwarded", "reopened"})


@dataclass(frozen=True)
class Move:
    """A kind of move: from which statuses, to which, and which words it must bring (`answer`, `reason` or none)."""

    before: frozenset[str]
    after: str
    needs: str = ""


# In the order in which a page offers them; `services/event_recommendations.py` has the words. A unit that does not
# agree opens its recommendation again once.
MOVES: dict[str, Move] = {
    "classify": Move(frozenset({"received"}), "classified"),
    "assign": Move(frozenset({"received", "classified"}), "assigned"),
    "forward": Move(OPEN - {"forwarded"}, "forwarded"),
    "answer": Move(OPEN, "answered", "answer"),
    "satisfy": Move(frozenset({"answered"}), "satisfied"),
    "reopen": Move(frozenset({"answered"}), "reopened", "reason"),
    "close": Move(frozenset({"answered", "satisfied"}), "closed"),
    "merge": Move(OPEN, "merged", "reason"),
    "reject": Move(OPEN, "rejected", "reason"),
}


@dataclass(frozen=True)
class Made:
    """A move that was made: kind, day, words, the paper it names, to whom it goes from now on ("": as before)."""

    move: str
    on: date
    text: str = ""
    paper: str = ""
    level: str = ""


def fold(key: str, text: str, level: str, received_on: date, made: Iterable[Made]) -> Recommendation:
    """What became of a recommendation by its moves in order. RuleDataError for a move that there is not."""
    row = Recommendation(key, text, level, "received", received_on)
    for one in made:
        if one.move not in MOVES:
            raise RuleDataError(key, f"there is no move {one.move}")
        row = replace(row, status=MOVES[one.move].after, level=one.level or row.level)
        if one.move == "forward":
            row = replace(row, forwarded_on=one.on)
        elif one.move == "answer":
            row = replace(
                row, answered_on=one.on, answer="; ".join(part for part in (one.text, one.paper) if part)
            )
        elif one.move == "reopen":
            row = replace(row, reopened_on=one.on)
    return row


def possible(row: Recommendation) -> tuple[str, ...]:
    """The moves that may be made now, in the order of the table."""
    return tuple(
        name
        for name, move in MOVES.items()
        if row.status in move.before and not (name == "reopen" and row.reopened_on is not None)
    )


def due(row: Recommendation, days: int) -> date | None:
    """The day by which an answer is due: calendar days since it was received, sent on or reopened last (EV28)."""
    return row.begun + timedelta(days=days) if row.begun else None


def overdue(row: Recommendation, today: date, days: int) -> bool:
    """Whether it is still open after the day by which an answer was due."""
    last = due(row, days)
    return bool(row.open) and last is not None and today > last
