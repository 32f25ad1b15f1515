"""The facts of a nomination for the rules, from the answers and from what is on record; their findings."""

from __future__ import annotations

import functools
from datetime import date
from typing import Any

from sqlalchemy import select

import reference
from extensions import db
from models import AwardRound as RoundRow
from models import Dossier
from rules import awards as award_rules
from rules.awards_facts import (
    AwardFacts,
    AwardRound,
    Ballot,
    Discipline,
    Initiative,
    Meeting,
    Nominee,
    OtherNomination,
    PastAward,
    Quota,
    UnitFacts,
)
from rules.bonus import BonusTable
from rules.finding import Finding
from rules.ruleset import RuleSet
from services import nominees, units
from services.awards import CODE, catalogue, chosen, committee_keys, counted, round_of
from services.cases import Case
from services.paper_lists import issued_kinds

YES_NO = {"yes": True, "no": False}
SEXES = {"f": "female", "m": "male"}


def quota(round_: RoundRow) -> Quota | None:
    """Return how many a unit may nominate in the round, None without a limit."""
    if round_.quota_kind == "none":
        return None
    return Quota(kind=round_.quota_kind, num=round_.quota_num, den=round_.quota_den)


def _prizes(round_: RoundRow) -> dict[str, int]:
    """Prize money in đồng by kind of nominee, as the round has set it; {} when it has not."""
    set_ = {"person": round_.bonus_person, "group": round_.bonus_collective, "unit": round_.bonus_collective}
    return {kind: amount for kind, amount in set_.items() if amount is not None}


def facts(case: Case, answers: dict[str, Any], stage: str, *, papers: dict[str, str] | None) -> AwardFacts:
    """Return the plain facts of a nomination for the rules. Answers not yet given become None: rules then ask."""
    round_ = round_of(case.matter_id)
    award = catalogue()[round_.award]
    keys = chosen(answers)
    records = nominees.on_record(keys)
    known = {one.key: one for one in nominees.candidates(case.unit_id, case.judged_on)}
    meeting = answers.get("meeting") or {}
    waiting = _other_nominations(case)
    sitting = committee_keys(case.unit_id, case.judged_on)
    figure = units.figure(case.unit_id, round_.cut_off)
    return AwardFacts(
        round=AwardRound(
            award=round_.award,
            award_title=award["title"],
            objects=tuple(award["for"]),
            level=award["level"],
            year=case.year,
            form=award.get("form", "toan_dien"),
            opens=case.opens_on,
            deadline=case.deadline_on,
            nominated_on=case.judged_on,
            cutoff=round_.cut_off,
            counted_from=date(case.year, 1, 1),
            quota=quota(round_),
            prizes=_prizes(round_),
            purse=round_.purse,
        ),
        unit=UnitFacts(
            id=str(case.unit_id),
            name=case.unit_name,
            members=figure.members if figure else None,
            ratings=nominees.on_record([f"u{case.unit_id}"])[f"u{case.unit_id}"].ratings,
        ),
        nominees=tuple(
            _nominee(
                key,
                known.get(key),
                records[key],
                (answers.get("results") or {}).get(key) or {},
                case,
                waiting,
            )
            for key in keys
        ),
        meeting=_meeting(meeting),
        ballots={
            key: _ballot(meeting, row, key in sitting)
            for key, row in (meeting.get("ballots") or {}).items()
            if key in keys
        },
        papers=papers,
        stage=stage,
        bonus=_bonus(),
    )


def _date(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _nominee(key, candidate, record, said, case: Case, waiting) -> Nominee:
    if candidate is None:  # not of this unit: the rules say so, and nothing else is known
        return Nominee(key=key, kind="person" if key.startswith("p") else "group", unit_id="?", name=key)
    ratings = {**record.ratings, **({case.year: said["rating"]} if said.get("rating") else {})}
    discipline = said.get("discipline")
    report = {"scan": "scan", "made": "made" if said.get("results") else None}.get(
        said.get("report") or "made"
    )
    if report == "scan" and not any(f.subject == key and f.purpose == "report" for f in case.attachments):
        report = None
    return Nominee(
        key=key,
        kind=candidate.kind,
        id=str(candidate.id),
        name=candidate.name,
        unit_id=str(case.unit_id),
        sex=SEXES.get(candidate.sex or ""),
        is_leader=candidate.chairs,
        leads="unit" if candidate.chairs else None,
        is_direct_worker=None if candidate.kind != "person" else not candidate.leader,
        hired_on=candidate.hired_on,
        absent_days=said.get("absent_days"),
        registered=YES_NO.get(said.get("registered", "")),
        discipline=None if not discipline else _discipline(said),
        open_case=YES_NO.get(said.get("open_case", "")),
        fined=None if not discipline else discipline == "fined",
        ratings=ratings,
        initiatives=tuple(_initiative(row) for row in said.get("initiatives") or [] if row.get("name")),
        past_awards=tuple(_past(row) for row in record.awards if row.dossier_id != case.dossier_id),
        award_years=frozenset({case.year}),
        other_nominations=tuple(waiting.get(key, ())),
        results_text=said.get("results") or None,
        report=report,
    )


def _discipline(said: dict[str, Any]) -> tuple[Discipline, ...]:
    if said["discipline"] in ("none", "fined"):
        return ()
    return (
        Discipline(said["discipline"], _date(said.get("discipline_from")), _date(said.get("discipline_to"))),
    )


def _initiative(row: dict[str, Any]) -> Initiative:
    return Initiative(
        id=f"{row.get('name', '')}/{row.get('decision_no', '')}".casefold(),
        name=row.get("name") or "",
        year=row.get("year"),
        recognised_by=row.get("recognised_by") or None,
        decision_no=row.get("decision_no") or None,
        decision_date=_date(row.get("decision_on")),
        used_for={"no": (), "yes": ("?",)}.get(row.get("used") or ""),
    )


def _past(row) -> PastAward:
    return PastAward(
        award=row.award,
        title=row.title,
        level=row.level,
        year=row.year,
        form=row.form,
        decision_no=row.decision,
        decision_date=row.decided_on,
    )


def _other_nominations(case: Case) -> dict[str, list]:
    """Return the same nominees in the unit's other open dossiers: {key: other nominations}."""
    query = select(Dossier).where(
        Dossier.unit_id == case.unit_id,
        Dossier.id != case.dossier_id,
        Dossier.procedure == CODE,
        Dossier.status.in_(("draft", "in_review", "returned")),
    )
    found: dict[str, list] = {}
    for other in db.session.scalars(query):
        round_ = round_of(other.matter_id)
        level = catalogue()[round_.award]["level"]
        for key in chosen(other.draft or {}):
            found.setdefault(key, []).append(OtherNomination(other.code, round_.award, level, case.year))
    return found


def _meeting(said: dict[str, Any]) -> Meeting | None:
    if not said:
        return None
    return Meeting(
        held_on=_date(said.get("held_on")),
        members_total=said.get("members_total"),
        present=said.get("present"),
        mode=said.get("mode") or None,
        participant_ids=None,
    )


def _ballot(meeting: dict[str, Any], row: dict[str, Any], sits: bool) -> Ballot:
    """A show of hands has only the votes. Who does not sit in the committee cannot have voted on the own case."""
    papers = counted(meeting, row) if meeting.get("mode") == "secret" else {}
    return Ballot(
        issued=papers.get("issued"),
        collected=papers.get("collected"),
        valid=papers.get("valid"),
        invalid=papers.get("invalid"),
        agree=row.get("agree"),
        disagree=row.get("disagree"),
        interested_voted=YES_NO.get(row.get("interested") or "") if sits else False,
    )


def check(case: Case, answers: dict[str, Any], stage: str) -> list[Finding]:
    """Return the findings of all wired rules at a stage (`submission`, `before_committee`), heaviest first."""
    made = facts(case, answers, stage, papers=paper_states(case, answers, stage))
    return award_rules.check(made, _ruleset(case.judged_on), _wired(made.round.award))


@functools.cache
def _data(name: str) -> dict[str, Any]:
    """Return a file that ships, read once; what is made of it is shared and never changed."""
    return reference.load(f"awards/{name}.toml")


@functools.cache
def _bonus() -> BonusTable:
    return BonusTable.from_dict(_data("bonus"))


@functools.lru_cache(maxsize=64)
def _ruleset(on: date) -> RuleSet:
    """The rules of a day, read once per day."""
    return RuleSet.from_dict(_data("rules"), on)


def _wired(award: str) -> list[str]:
    """Return the rules that a nomination runs; an award without a table of its own is judged as the procedure's."""
    tables = _data("procedures")
    usual = next(table for table in tables.values() if table["procedure"] == CODE)
    return tables.get(award, usual)["wired"]


def paper_states(case: Case, answers: dict[str, Any], stage: str) -> dict[str, str]:
    """Return {paper kind: draft | issued} as AW36 wants to see them."""
    meeting = answers.get("meeting") or {}
    drafts = {"award_minutes": "draft"} if meeting.get("held_on") else {}
    return {**drafts, **dict.fromkeys(issued_kinds(case.dossier_id, case.revision_no), "issued")}
