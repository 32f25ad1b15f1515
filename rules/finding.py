"""What a rule says about a dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["block", "warn", "ask", "pass"]
Verdict = Literal["PASS", "FAIL", "NEEDS_REVIEW"]
Status = Literal["own", "sourced", "unverified", "confirmed", "superseded"]

PASS: Final = "PASS"
FAIL: Final = "FAIL"
NEEDS_REVIEW: Final = "NEEDS_REVIEW"

LEVELS: tuple[Level, ...] = ("block", "warn", "ask", "pass")
STATUSES: tuple[Status, ...] = ("own", "sourced", "unverified", "confirmed", "superseded")

# Statuses of a threshold that nobody here has read and no administrator has confirmed: they never block.
UNCERTAIN: frozenset[Status] = frozenset({"unverified", "superseded"})


def N_(message: str) -> str:
    """Mark a Vietnamese message for extraction (pybabel knows `N_`) and return it unchanged."""
    return message


@dataclass(frozen=True, slots=True)
class Proof:
    """One line of evidence beside a verdict: the year, what counts, the decision that says so."""

    year: int | None
    label: str
    decision: str | None = None
    decision_date: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of a rule about a dossier or about one nominee in it.

    `message` and `fix` are Vietnamese message ids with `%(name)s` placeholders that `params` fills: `fix` says how
    to mend and may be empty. `field` is the path in the dossier's answers (`nominees.n3.ratings.2025`) or None when
    the finding is about the whole; `subject` the key of the nominee or None. `basis` is a short citation as users
    read it, `status` the legal status of the threshold, `proof` the lines that support the verdict.
    """

    rule: str
    level: Level
    message: str
    params: Mapping[str, str | int]
    field: str | None
    basis: str
    verdict: Verdict
    subject: str | None = None
    fix: str = ""
    status: Status = "own"
    proof: tuple[Proof, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the dossier may not be sent while this stands."""
        return self.level == "block"
