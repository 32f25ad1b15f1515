"""Legal bases (căn cứ) of papers: which acts are in force on a paper's date, and what replaced those that are not.

The data is `reference/legal_bases.toml`; text is printed as it stands there, punctuation is the paper's business.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rules.errors import RuleDataError
from rules.finding import FAIL, N_, STATUSES, Finding, Status
from vietnamese.citing import cites

_TEXT = ("code", "type", "number", "issuer", "title", "printed", "status")


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `printed` is the line of a paper from «Căn cứ» on; `kinds` the families of papers that cite it.

    `in_force_to` is the last day in force, None while it holds or where the end is not known; `replaced_by` the code
    of its successor.
    """

    code: str
    type: str
    number: str
    issuer: str
    title: str
    printed: str
    status: Status
    date: datetime.date | None
    in_force_from: datetime.date | None
    in_force_to: datetime.date | None = None
    replaced_by: str | None = None
    kinds: tuple[str, ...] = ()
    note: str = ""

    def holds(self, day: datetime.date) -> bool:
        """Whether the act is in force on a day; an unknown first day counts from the date of the act."""
        begins = self.in_force_from or self.date
        return (begins is None or begins <= day) and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A cited act that is not in force on the day: `successor` is the act in force that replaced it, if known."""

    act: Act
    successor: Act | None
    early: bool


def read(data: Mapping[str, Any]) -> dict[str, Act]:
    """Acts by code in the order of the file; RuleDataError for a malformed row or an unknown successor."""
    acts: dict[str, Act] = {}
    for number, row in enumerate(data.get("act", ())):
        place = f"act[{number}]"
        for name in _TEXT:
            if not isinstance(row.get(name), str):
                raise RuleDataError(f"{place}.{name}", "text is expected")
        if row["status"] not in STATUSES:
            raise RuleDataError(f"{place}.status", f"one of {', '.join(STATUSES)} is expected")
        if row["code"] in acts:
            raise RuleDataError(f"{place}.code", f"{row['code']} stands twice")
        days = {name: row.get(name) for name in ("date", "in_force_from", "in_force_to")}
        for name, value in days.items():
            if value is not None and type(value) is not datetime.date:
                raise RuleDataError(f"{place}.{name}", "a date is expected")
        acts[row["code"]] = Act(
            **{name: row[name] for name in _TEXT},
            **days,
            replaced_by=row.get("replaced_by"),
            kinds=tuple(row.get("kinds", ())),
            note=row.get("note", ""),
        )
    for act in acts.values():
        if act.replaced_by is not None and act.replaced_by not in acts:
            raise RuleDataError(f"{act.code}.replaced_by", f"there is no act {act.replaced_by}")
        _chain(acts, act)
    return acts


def valid(acts: Mapping[str, Act], on: datetime.date, *, kind: str | None = None) -> list[Act]:
    """Acts in force on the day that papers of the kind cite (all kinds when None), in the order of the file."""
    return [act for act in acts.values() if act.holds(on) and (kind is None or kind in act.kinds)]


def replaced(acts: Mapping[str, Act], codes: Iterable[str], on: datetime.date) -> list[Replaced]:
    """Which of the cited acts are not in force on the day, each with the successor that is.

    `early` when the act is not in force yet. A successor that has ended as well leads on to its own.
    """
    found = []
    for code in codes:
        act = acts.get(code)
        if act is None or act.holds(on):
            continue
        begins = act.in_force_from or act.date
        successor = next((each for each in _chain(acts, act) if each.holds(on)), None)
        found.append(Replaced(act, successor, early=begins is not None and on < begins))
    return found


@dataclass(frozen=True, slots=True)
class Outdated:
    """A ground that cites an act not in force: `line` is its place among the grounds, from 0."""

    line: int
    replaced: Replaced


def cited(acts: Mapping[str, Act], text: str) -> list[Act]:
    """Acts that a ground names by their number, in the order of the list; spaces and dashes are forgiven.

    A law cited by type and title alone, as laws may be, names no version: it is not found here.
    """
    return [act for act in acts.values() if act.number and cites(text, act.number)]


def outdated(acts: Mapping[str, Act], grounds: Iterable[str], on: datetime.date) -> list[Outdated]:
    """Which grounds of a paper dated `on` cite an act that does not hold then, each with its successor, if known."""
    found = []
    for line, ground in enumerate(grounds):
        codes = [act.code for act in cited(acts, ground)]
        found += [Outdated(line, each) for each in replaced(acts, codes, on)]
    return found


RULE = "LB01"  # an act cited must be in force on the paper's date


def findings(
    acts: Mapping[str, Act], grounds: Mapping[str, Iterable[str]], on: datetime.date
) -> list[Finding]:
    """A warning for each act cited that does not hold on the day, with the successor's line to print instead.

    `grounds`: {field: lines or codes of acts}. It never blocks: a paper may speak of an act that has ended.
    """
    found = []
    for field, lines in grounds.items():
        ended = outdated(acts, (acts[line].printed if line in acts else line for line in lines), on)
        found += [_finding(one.replaced, field) for one in ended]
    return found


def renewed(acts: Mapping[str, Act], text: str, on: datetime.date) -> str:
    """A ground that names an act that has ended, as its successor's printed line; any other as it is."""
    for one in outdated(acts, [text], on):
        if one.replaced.successor is not None:
            return one.replaced.successor.printed
    return text


def _finding(replaced: Replaced, field: str) -> Finding:
    act, successor = replaced.act, replaced.successor
    begins, name = act.in_force_from or act.date, f"{act.type} {act.number}"
    if replaced.early and begins is not None:
        said, params = N_("Căn cứ %(act)s tới ngày %(day)s mới có hiệu lực."), {"day": _day(begins)}
        fix = N_("Bỏ căn cứ này ở văn bản ký trước ngày đó.")
    else:
        said = N_("Căn cứ %(act)s đã hết hiệu lực, ngày cuối là %(day)s.")
        params, fix = {"day": _day(act.in_force_to)}, N_("Bỏ căn cứ này, hoặc ghi văn bản đang có hiệu lực.")
    if successor is not None and not replaced.early:
        params["line"], fix = successor.printed, N_("Thay bằng dòng: %(line)s.")
    return Finding(RULE, "warn", said, {"act": name, **params}, field, name, FAIL, fix=fix, status=act.status)


def _day(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _chain(acts: Mapping[str, Act], act: Act) -> list[Act]:
    found: list[Act] = []
    code = act.replaced_by
    while code is not None:
        following = acts[code]
        if following in found or following is act:
            raise RuleDataError(f"{act.code}.replaced_by", "the acts replace each other in a circle")
        found.append(following)
        code = following.replaced_by if following.replaced_by in acts else None
    return found
