"""Nominations for an award: the catalogue, who is nominated, what the pages say about a nomination."""

from __future__ import annotations

import functools
from datetime import date
from typing import Any

import reference
from extensions import db
from models import AwardRound as RoundRow
from rules import bases as legal_bases
from services import citations, nominees, units
from services.cases import Case
from vietnamese.dates import screen_date

CODE = "award_nomination"


@functools.cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Return the awards that ship, by code."""
    return {row["code"]: row for row in reference.load("awards/catalogue.toml")["award"]}


def title_of(award: str) -> str:
    """Return an award's title as pages and papers print it."""
    return catalogue()[award]["title"]


def round_of(matter_id: int) -> RoundRow:
    """Return the particulars of an award round."""
    return db.session.get_one(RoundRow, matter_id)


def chosen(answers: dict[str, Any]) -> list[str]:
    """Return the keys of the nominees: collectives first, as papers list them, then people."""
    picked = answers.get("nominees") or {}
    return [*(picked.get("groups") or []), *(picked.get("people") or [])]


def passed(answers: dict[str, Any]) -> list[str]:
    """Return the keys of the nominees that the meeting has not voted down: more than half of ALL its members agree.

    Before the votes are known everybody counts as passed.
    """
    meeting = answers.get("meeting") or {}
    total, ballots = meeting.get("members_total"), meeting.get("ballots") or {}

    def agreed(key: str) -> bool:
        agree = (ballots.get(key) or {}).get("agree")
        return total is None or agree is None or 2 * agree > total

    return [key for key in chosen(answers) if agreed(key)]


# Offices that sit in a grassroots union's executive committee (Ban Chấp hành).
COMMITTEE = ("chair", "vice_chair", "secretary", "executive", "inspector")


def committee_keys(unit_id: int, on: date) -> frozenset[str]:
    """Return the keys of the people who sit in the unit's committee on a day."""
    return frozenset(f"p{one.person_id}" for one in units.officers(unit_id, COMMITTEE, on))


def counted(meeting: dict[str, Any], row: dict[str, Any]) -> dict[str, int | None]:
    """Return the ballot papers counted on one nominee: {issued, collected, valid, invalid}.

    One paper names all nominees, so the counts are the meeting's. A committee member who does not vote on the own
    case leaves that line open: one paper less counts there.
    """
    issued, collected, invalid = (meeting.get(name) for name in ("issued", "collected", "invalid"))
    valid = collected - invalid if collected is not None and invalid is not None else None
    agree, disagree = row.get("agree"), row.get("disagree")
    votes = agree + disagree if agree is not None and disagree is not None else None
    less = int(row.get("interested") == "no" and valid is not None and votes == valid - 1)
    found = {"issued": issued, "collected": collected, "valid": valid}
    return {name: None if n is None else n - less for name, n in found.items()} | {"invalid": invalid}


def listed(case: Case, answers: dict[str, Any]) -> list[nominees.Candidate]:
    """Return the nominees of the dossier in the order of its papers; those not of this unit are left out."""
    known = {candidate.key: candidate for candidate in nominees.candidates(case.unit_id, case.judged_on)}
    found = [known[key] for key in chosen(answers) if key in known]
    return sorted(found, key=lambda one: (one.kind == "person", one.sort_key, one.id))


def bases(on: date) -> list[tuple[str, str]]:
    """Return (code, text as printed) of the legal bases that award papers cite on a date."""
    return [(act.code, act.printed) for act in legal_bases.valid(citations.acts(), on, kind="award")]


def interested(answers: dict[str, Any]) -> list[int]:
    """Return the ids of the people nominated: they never decide on this dossier."""
    return nominees.numbers(chosen(answers), "p")


def summary(case: Case, part: str, data: Any) -> tuple[str, dict[str, Any]] | None:
    """Return one line (message, params) about a part for the task list."""
    makers = {"round": _said_round, "nominees": _said_nominees, "meeting": _said_meeting}
    return makers[part](case, data or {}) if part in makers else None


def _said_round(case: Case, data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "%(round)s", {"round": case.matter_title}


def _said_nominees(case: Case, data: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    groups, people = len(data.get("groups") or []), len(data.get("people") or [])
    return (
        ("%(groups)s tập thể, %(people)s cá nhân", {"groups": groups, "people": people})
        if groups + people
        else None
    )


def _said_meeting(case: Case, data: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    try:
        held = screen_date(date.fromisoformat(data.get("held_on"))) if data.get("held_on") else None
    except ValueError:
        return None
    present, total = data.get("present"), data.get("members_total")
    if not held:
        return None
    return "%(date)s · %(present)s/%(total)s ủy viên có mặt", {
        "date": held,
        "present": present,
        "total": total,
    }


def reading(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """Return the table of nominees for the reading page: who, rating, earlier awards, votes."""
    said, meeting = answers.get("results") or {}, answers.get("meeting") or {}
    records = nominees.on_record(chosen(answers))
    rows = []
    for one in listed(case, answers):
        mine = said.get(one.key) or {}
        rating = mine.get("rating") or records[one.key].ratings.get(case.year, "")
        ballot = (meeting.get("ballots") or {}).get(one.key) or {}
        rows.append(
            {
                "key": one.key,
                "name": one.name,
                "post": ", ".join(text for text in (one.post, one.group) if text),
                "kind": one.kind,
                "rating": rating,
                "earlier": [
                    f"{row.title} {row.year}"
                    for row in records[one.key].awards
                    if row.dossier_id is None or row.dossier_id != case.dossier_id
                ],
                "agree": ballot.get("agree"),
                "results": mine.get("results") or "",
                "summary": mine.get("summary") or "",
                "initiatives": [row for row in mine.get("initiatives") or [] if row.get("name")],
                "report": mine.get("report") or "made",
            }
        )
    return {
        "nominees": rows,
        "meeting": meeting,
        "total": meeting.get("members_total"),
        "round": answers.get("round"),
    }


def with_procedure() -> list[tuple[str, str]]:
    """Return (code, title) of the awards that a round can be opened for: those with wired rules."""
    wired = reference.load("awards/procedures.toml")
    return [(code, award["title"]) for code, award in catalogue().items() if code in wired]
