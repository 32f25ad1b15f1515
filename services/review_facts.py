"""The facts of a review for the rules, from the answers and from what is on record; their findings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from extensions import db
from models import Dossier, Matter, ReviewCycle
from rules import review_rank, reviews
from rules.finding import Finding
from rules.review_sheet import Sheet
from rules.reviews_facts import (
    SELF,
    VERIFIED,
    CommitteeMeeting,
    Evidence,
    ReviewFacts,
    ReviewPapers,
    ReviewUnit,
    Roles,
    Scored,
    Vote,
    Year,
)
from services import paper_lists, review_records
from services import reviews as cycles
from services.cases import Case
from services.review_records import VERIFYING
from vietnamese.dates import parse_date
from vietnamese.errors import ParseProblem

YES_NO = {"yes": True, "no": False}
FLAGS = (
    *("conference_due", "resolution", "settlement_in_time", "disciplined", "warned", "complaint_proven"),
    *("finance_breach", "unlawful_strike", "false_report", "opinion_attached"),
)
COUNTS = (
    *("minutes", "months_without_meeting", "officers", "trained", "dues_due", "dues_collected"),
    *("open_overdue", "late_reports", "congress_overdue_months"),
)
# Where a rule's path leads in the forms, where the two differ.
FIELDS = {
    "meeting.votes.rank": "meeting.agree",
    "papers.minutes_on": "meeting.held_on",
    "papers.terms": "report.situation",
    "papers.sent_on": "proposal.late_reason",
    "asked": "meeting.rank",
}
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_TERM = re.compile(r"nhiệm kỳ\s+(\d{4}\s*[-–]\s*\d{4})", re.IGNORECASE)


def number(value: Any) -> int | None:
    """Return a typed number; None for what was not understood or not given."""
    return value if type(value) is int else None


def day(value: Any) -> date | None:
    """Return a typed day; None for what was not understood or not given."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None


def _evidence(text: str, files: list[str]) -> tuple[Evidence, ...]:
    """The line told for an item, with the last day named in it; the files sent about it."""
    said = []
    if text.strip():
        days = _DAY.findall(text)
        try:
            on = parse_date(days[-1]) if days else None
        except ParseProblem:
            on = None
        said.append(Evidence(text.strip(), on))
    return (*said, *(Evidence(name) for name in files))


def scores(
    case: Case, answers: Mapping[str, Any], sheet: Sheet, verified: Mapping[str, review_records.Verified]
) -> dict[str, Scored]:
    """Return {item code: Scored}: the unit's own points, and those verified."""
    given, found = answers.get("scores") or {}, {}
    for item in sheet.items:
        said = (given.get(f"g{item.group}") or {}).get(f"i{item.key}") or {}
        judged = verified.get(item.code)
        files = [one.name for one in case.attachments if one.subject == f"i{item.key}"]
        found[item.code] = Scored(
            own=number(said.get("own")),
            verified=judged.points if judged else None,
            applies=not said.get("excluded"),
            evidence=_evidence(str(said.get("evidence") or ""), files),
            reason=judged.reason if judged else "",
        )
    return found


def _year(said: Mapping[str, Any]) -> Year:
    flags = {name: YES_NO.get(said.get(name) or "") for name in FLAGS}
    counts = {name: number(said.get(name)) for name in COUNTS}
    return Year(**flags, **counts, conference_on=day(said.get("conference_on")))


def _meeting(said: Mapping[str, Any]) -> CommitteeMeeting:
    rank = Vote("rank", *(number(said.get(name)) for name in ("agree", "disagree", "other")))
    rows = [row for row in said.get("contested") or [] if isinstance(row, Mapping) and row.get("item")]
    contested = [
        Vote(
            row["item"][1:].replace("_", "."),
            number(row.get("agree")),
            number(row.get("disagree")) or 0,
            number(row.get("other")) or 0,
        )
        for row in rows
    ]
    return CommitteeMeeting(
        number(said.get("members_total")), number(said.get("present")), (rank, *contested)
    )


def _papers(case: Case, answers: Mapping[str, Any]) -> ReviewPapers:
    held = day((answers.get("meeting") or {}).get("held_on"))
    there = {one.kind: one for one in paper_lists.of_dossier(case.dossier_id) if one.standing == "valid"}
    proposal, minutes = there.get("review_proposal"), there.get("review_minutes")
    report, meeting = answers.get("report") or {}, answers.get("meeting") or {}
    texts = {"Báo cáo": " ".join(map(str, report.values())), "Biên bản": str(meeting.get("discussion") or "")}
    terms = {paper: found[1] for paper, text in texts.items() if (found := _TERM.search(text))}
    dated = proposal.dated_on if proposal else None
    return ReviewPapers(
        approved_on=dated,
        minutes_on=held or (minutes.dated_on if minutes else None),
        proposal_on=dated,
        sent_on=case.judged_on,
        terms=terms,
    )


def _roles(case: Case, dossier: Dossier, session: review_records.Session, signer: int | None) -> Roles:
    row = cycles.cycle_of(case.matter_id)
    ties = cycles.tied(case.unit_id, row.begins, max(row.ends, case.judged_on))
    verifiers, deciders = review_records.deciding(dossier)
    return Roles(
        author=str(dossier.created_by),
        verifiers=tuple(map(str, verifiers)),
        deciders=tuple(map(str, deciders)),
        signer=str(signer) if signer else None,
        second_reader=str(session.second_reader) if session.second_reader else None,
        of_unit={str(person): tie for person, tie in ties.items()},
    )


@dataclass(frozen=True)
class OnRecord:
    """What is on record about a review beside its answers: its row and cycle, the unit's life, points, the session."""

    dossier: Dossier
    matter: Matter
    row: ReviewCycle
    first_sent: datetime | None
    life: cycles.Life
    scores: Mapping[str, review_records.Verified]
    session: review_records.Session


def on_record(dossiers: Collection[Dossier]) -> dict[int, OnRecord]:
    """Return {dossier id: OnRecord}; of one cycle's dossiers with a fixed number of queries."""
    revisions = {one.id: one.revision_no for one in dossiers}
    lives = cycles.lives_of({one.unit_id for one in dossiers})
    of_cycle = {
        one: (db.session.get_one(Matter, one), cycles.cycle_of(one), cycles.first_submitted(one))
        for one in {each.matter_id for each in dossiers}
    }
    given, sessions = review_records.scores_of(revisions), review_records.sessions_of(revisions)
    return {
        one.id: OnRecord(
            one,
            *of_cycle[one.matter_id],
            lives[one.unit_id],
            given.get(one.id, {}),
            sessions.get(one.id) or review_records.Session(),
        )
        for one in dossiers
    }


def facts(
    case: Case,
    answers: Mapping[str, Any],
    stage: str = SELF,
    *,
    signer: int | None = None,
    known: OnRecord | None = None,
) -> ReviewFacts:
    """Return the plain facts of a review at a stage; answers not yet given become None: rules then ask.

    `signer`: who is to sign the decision on the cycle. `known`: what `on_record` has read already, for many reviews
    at once; papers and who did what are then left out: enough for points, conditions and rank.
    """
    whole = known is None
    if known is None:
        known = on_record([db.session.get_one(Dossier, case.dossier_id)])[case.dossier_id]
    sheet = cycles.sheet_for(known.row, answers)
    verified = known.scores if stage == VERIFIED else {}
    session = known.session if stage == VERIFIED else review_records.Session()
    unit, meeting = answers.get("unit") or {}, answers.get("meeting") or {}
    return ReviewFacts(
        cycle=cycles.rules_cycle(known.matter, known.row, sheet, known.first_sent),
        unit=ReviewUnit(
            str(case.unit_id),
            case.unit_name,
            founded_on=day(unit.get("founded_on")) or known.life.founded_on,
            merged_on=day(unit.get("merged_on")),
            closed_on=known.life.closed_on,
            term=unit.get("term") or None,
        ),
        scores=scores(case, answers, sheet, verified),
        year=_year(answers.get("year") or {}),
        meeting=_meeting(meeting),
        papers=_papers(case, answers) if whole else ReviewPapers(),
        roles=_roles(case, known.dossier, session, signer) if whole and stage == VERIFIED else Roles(),
        asked=(session.rank if stage == VERIFIED else meeting.get("rank")) or None,
        stage=stage,
        visited_on=session.visited_on,
    )


def standing(made: ReviewFacts, matter_id: int) -> review_rank.Standing | None:
    """Return where the union stands before the quota: points, conditions, what binds."""
    return review_rank.standing(made, cycles.ruleset(matter_id))


def check(case: Case, answers: dict[str, Any], stage: str) -> list[Finding]:
    """Return the findings on the review, heaviest first, their fields led to the forms.

    On the union's own points until they are verified; then on the verified ones, which settle what was wrong before.
    """
    verified = review_records.behind_verifying(db.session.get_one(Dossier, case.dossier_id))
    made = facts(case, answers, VERIFIED if verified else SELF)
    found = [_led(one, made.sheet) for one in reviews.check(made, cycles.ruleset(case.matter_id))]
    return list(_once_a_group(found))


def _once_a_group(found: list[Finding]) -> Iterator[Finding]:
    """Yield the findings; of items without points only the first of each group, whose page names the others."""
    told = set()
    for one in found:
        group = ".".join((one.field or "").split(".")[:2])
        if one.rule == "OV01" and one.blocks and (group in told or told.add(group)):
            continue
        yield one


def judged(case: Case, answers: dict[str, Any]) -> list[Finding]:
    """Return the findings on the verified review."""
    return findings(facts(case, answers, VERIFIED), case.matter_id)


def findings(made: ReviewFacts, matter_id: int) -> list[Finding]:
    """Return what the rules of a cycle say of a review at its stage."""
    return reviews.check(made, cycles.ruleset(matter_id))


def hindering(case: Case, answers: dict[str, Any], step: str) -> list[Finding]:
    """Return the findings that keep a step from approving: the verifiers' sheet must be in order."""
    return [one for one in judged(case, answers) if one.blocks] if step in VERIFYING else []


def _led(finding: Finding, sheet: Sheet) -> Finding:
    """Lead a finding to the answer as the forms keep it: scores.2_2.own → scores.g2.i2_2.own."""
    path = finding.field or ""
    first, _dot, rest = path.partition(".")
    key, _dot, name = rest.partition(".")
    if path in FIELDS:
        path = FIELDS[path]
    elif path.startswith("meeting.votes."):
        path = "meeting.contested"
    elif first == "scores" and key:
        group = next((item.group for item in sheet.items if item.key == key), "")
        path = f"scores.g{group}.i{key}.{name}"
    elif first in ("scores", "stated"):
        path = f"scores.g{key if key in {one.code for one in sheet.groups} else sheet.groups[0].code}"
    return replace(finding, field=path or None)
