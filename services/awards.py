"""Nominations for an award: what forms may offer, the facts for the rules, their findings."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

import reference
from extensions import db
from models import AwardRound as RoundRow
from models import Dossier
from rules import awards as award_rules
from rules import bases as legal_bases
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
from services.cases import Case
from services.paper_lists import issued_kinds
from vietnamese.dates import screen_date

CODE = "award_nomination"
YES_NO = {"yes": True, "no": False}


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


def listed(case: Case, answers: dict[str, Any]) -> list[nominees.Candidate]:
    """Return the nominees of the dossier in the order of its papers; those not of this unit are left out."""
    known = {candidate.key: candidate for candidate in nominees.candidates(case.unit_id, case.on)}
    found = [known[key] for key in chosen(answers) if key in known]
    return sorted(found, key=lambda one: (one.kind == "person", one.sort_key, one.id))


def committee(unit_id: int, on: date) -> list[tuple[str, str]]:
    """Return (key, «name, title») of the officers who may chair a meeting or take its minutes."""
    roles = ("chair", "vice_chair", "secretary", "executive", "inspector")
    people = units.officers(unit_id, roles, on)
    return [(f"p{one.person_id}", f"{one.name}, {one.title}") for one in people]


def choices(case: Case, draft: dict[str, Any]) -> dict[str, Any]:
    """Return what the forms may offer: people, groups, officers, ratings, legal bases, what is on record."""
    everybody = nominees.candidates(case.unit_id, case.on)
    picked = chosen({"nominees": draft.get("nominees") or {}})
    round_ = round_of(case.matter_id)
    kept = [one for one in everybody if one.key in picked]
    listed_ = sorted(kept, key=lambda one: (one.kind == "person", one.sort_key, one.id))
    return {
        "rows": {"nominees": [(one.key, one.name) for one in listed_]},
        "labels": {one.key: one.name for one in everybody},
        "people": [one for one in everybody if one.kind == "person"],
        "groups": [one for one in everybody if one.kind != "person"],
        "nominees": listed_,
        "records": nominees.on_record(picked),
        "committee": committee(case.unit_id, case.on),
        "bases": bases(case.on),
        "year": case.year,
        "award": catalogue()[round_.award],
        "round": round_,
        "place": units.place_of(case.unit_id, case.on),
        "quota": _quota_words(case, round_),
    }


@dataclass(frozen=True)
class Said:
    """A message with its parameters, for the templates' filter `msg`."""

    message: str
    params: dict[str, Any]


def _quota_words(case: Case, round_: RoundRow) -> Said | None:
    """Say how many people the unit may nominate, and why (share of members, rounded down)."""
    quota = _quota(round_)
    if quota is None:
        return None
    figure = units.figure(case.unit_id, round_.cut_off)
    members = figure.members if figure else None
    limit = quota.limit(members)
    if quota.kind == "fixed":
        return Said("Đợt này mỗi đơn vị được đề nghị tối đa %(limit)s cá nhân.", {"limit": limit})
    if limit is None:
        return Said("Đợt này giới hạn theo tỷ lệ đoàn viên; chưa có số đoàn viên của đơn vị.", {})
    share = f"{round_.quota_num}/{round_.quota_den}" if round_.quota_den != 100 else f"{round_.quota_num}%"
    words = "Đơn vị có %(members)s đoàn viên, tỷ lệ %(share)s: được đề nghị tối đa %(limit)s cá nhân."
    return Said(words, {"members": members, "share": share, "limit": limit})


def bases(on: date) -> list[tuple[str, str]]:
    """Return (code, text as printed) of the legal bases that award papers cite on a date."""
    library = legal_bases.read(reference.load("legal_bases.toml"))
    return [(act.code, act.printed) for act in legal_bases.valid(library, on, kind="award")]


def _quota(round_: RoundRow) -> Quota | None:
    if round_.quota_kind == "none":
        return None
    return Quota(kind=round_.quota_kind, num=round_.quota_num, den=round_.quota_den)


def facts(case: Case, answers: dict[str, Any], stage: str, *, papers: dict[str, str] | None) -> AwardFacts:
    """Return the plain facts of a nomination for the rules. Answers not yet given become None: rules then ask."""
    round_ = round_of(case.matter_id)
    award = catalogue()[round_.award]
    keys = chosen(answers)
    records = nominees.on_record(keys)
    known = {one.key: one for one in nominees.candidates(case.unit_id, case.on)}
    meeting = answers.get("meeting") or {}
    waiting = _other_nominations(case)
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
            nominated_on=case.on,
            cutoff=round_.cut_off,
            counted_from=date(case.year, 1, 1),
            quota=_quota(round_),
            purse=round_.purse or None,
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
            key: _ballot(meeting, row) for key, row in (meeting.get("ballots") or {}).items() if key in keys
        },
        papers=papers,
        stage=stage,
        bonus=BonusTable.from_dict(reference.load("awards/bonus.toml")),
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
        sex=candidate.sex,
        is_leader=candidate.leader,
        is_direct_worker=None if candidate.kind != "person" else not candidate.leader,
        hired_on=candidate.hired_on,
        absent_days=said.get("absent_days"),
        registered=YES_NO.get(said.get("registered", "")),
        discipline=None if not discipline else _discipline(said),
        open_case=YES_NO.get(said.get("open_case", "")),
        fined=None if not discipline else discipline == "fined",
        ratings=ratings,
        initiatives=tuple(_initiative(row) for row in said.get("initiatives") or [] if row.get("name")),
        past_awards=tuple(_past(row) for row in record.awards),
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
        used_for=None,
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


def _ballot(meeting: dict[str, Any], row: dict[str, Any]) -> Ballot:
    """One ballot paper names all nominees: what was issued and collected is the meeting's, the votes are each one's."""
    secret = meeting.get("mode") == "secret"
    collected, invalid = meeting.get("collected"), meeting.get("invalid")
    valid = collected - invalid if collected is not None and invalid is not None else None
    return Ballot(
        issued=meeting.get("issued") if secret else None,
        collected=collected if secret else None,
        valid=valid if secret else None,
        invalid=invalid if secret else None,
        agree=row.get("agree"),
        disagree=row.get("disagree"),
        interested_voted=YES_NO.get(row.get("interested", "")),
    )


def check(case: Case, answers: dict[str, Any], stage: str) -> list[Finding]:
    """Return the findings of all wired rules at a stage (`submission`, `before_committee`), heaviest first."""
    rules = RuleSet.from_dict(reference.load("awards/rules.toml"), case.on)
    made = facts(case, answers, stage, papers=paper_states(case, answers, stage))
    wired = reference.load("awards/procedures.toml")[made.round.award]["wired"]
    return award_rules.check(made, rules, wired)


def paper_states(case: Case, answers: dict[str, Any], stage: str) -> dict[str, str]:
    """Return {paper kind: draft | issued} as AW36 wants to see them."""
    meeting = answers.get("meeting") or {}
    drafts = {"award_minutes": "draft"} if meeting.get("held_on") else {}
    return {**drafts, **dict.fromkeys(issued_kinds(case.dossier_id, case.revision_no), "issued")}


def interested(answers: dict[str, Any]) -> list[int]:
    """Return the ids of the people nominated: they never decide on this dossier."""
    return [int(key[1:]) for key in chosen(answers) if key.startswith("p")]


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
        held = screen_date(_date(data.get("held_on"))) if data.get("held_on") else None
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
                "earlier": [f"{row.title} {row.year}" for row in records[one.key].awards],
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
