"""The catalogue of awards: whom each is for, who decides, and which rules its nomination runs.

The data is `reference/awards/catalogue.toml` and `procedures.toml`; this module checks its shape and chooses by date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.awards import RULES
from rules.errors import RuleDataError, UnknownAward
from rules.finding import STATUSES, Status

KINDS = frozenset({"person", "group", "unit", "household"})
LEVELS = frozenset(
    {"unit", "commune", "ministry", "state", "grassroots", "direct_upper", "province", "national"}
)
FORMS = frozenset({"toan_dien", "chuyen_de", "dot_xuat", "so_tong_ket", "cong_hien", "nien_han", "doi_ngoai"})
_TEXT = ("code", "title", "level", "family", "form", "track", "basis", "status", "note")


@dataclass(frozen=True, slots=True)
class Award:
    """One award; fields as in the head of `catalogue.toml` (`kinds` is its `for`, `award_class` its `class`)."""

    code: str
    title: str
    kinds: tuple[str, ...]
    level: str
    family: str
    form: str
    track: str
    certificate: bool
    basis: str
    status: Status
    note: str
    decided_by: str
    unit_kinds: tuple[str, ...] = ()
    collective: str | None = None
    award_class: str | None = None
    min_rating: str | None = None
    procedure: str | None = None
    women: bool = False
    since: date | None = None
    until: date | None = None

    def given_on(self, day: date) -> bool:
        """Whether the award exists on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def read(data: Mapping[str, Any]) -> dict[str, Award]:
    """Awards by code, in the order of the file; RuleDataError says which row is wrong and why."""
    awards: dict[str, Award] = {}
    for number, row in enumerate(data.get("award", ())):
        place = f"award[{number}]"
        for name in _TEXT:
            if not isinstance(row.get(name), str) or not row[name].strip():
                raise RuleDataError(f"{place}.{name}", "text is expected")
        _within(place, "for", row.get("for") or [""], KINDS)
        _within(place, "level", [row["level"]], LEVELS)
        _within(place, "form", [row["form"]], FORMS)
        _within(place, "status", [row["status"]], frozenset(STATUSES))
        if row["code"] in awards:
            raise RuleDataError(f"{place}.code", f"{row['code']} stands twice")
        awards[row["code"]] = _award(place, row)
    return awards


def find(awards: Mapping[str, Award], code: str) -> Award:
    """The award of a code, or UnknownAward."""
    if code not in awards:
        raise UnknownAward(code)
    return awards[code]


def wired(procedures: Mapping[str, Any], award: str) -> tuple[str, ...]:
    """Ids of the rules that a nomination for the award runs, in order; UnknownAward when it has no procedure.

    `procedures`: `{award code: {"procedure": code, "wired": [rule ids]}}`.
    """
    if award not in procedures:
        raise UnknownAward(award)
    ids = tuple(procedures[award].get("wired", ()))
    for rule_id in ids:
        if rule_id not in RULES:
            raise RuleDataError(f"{award}.wired", f"no function implements {rule_id}")
    return ids


def _within(place: str, name: str, values: list[str], allowed: frozenset[str]) -> None:
    for value in values:
        if value not in allowed:
            raise RuleDataError(f"{place}.{name}", f"{value!r} is not one of {', '.join(sorted(allowed))}")


def _award(place: str, row: Mapping[str, Any]) -> Award:
    decided = row.get("decided_by")
    if not isinstance(decided, Mapping) or not decided.get("text"):
        raise RuleDataError(f"{place}.decided_by", "a table with `text` is expected")
    return Award(
        kinds=tuple(row["for"]),
        certificate=bool(row.get("certificate", True)),
        decided_by=decided["text"],
        unit_kinds=tuple(decided.get("unit_kinds", ())),
        collective=decided.get("collective"),
        award_class=row.get("class"),
        min_rating=row.get("min_rating"),
        procedure=row.get("procedure"),
        women=bool(row.get("women", False)),
        since=row.get("since"),
        until=row.get("until"),
        **{name: row[name] for name in _TEXT},
    )
