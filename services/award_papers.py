"""The values of the papers of a nomination: minutes, proposal and its list, reports, decision and its list.

Values are plain and complete for a sent dossier. For the preview of a half-typed one, what is missing prints
as a blank, as on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services import (
    award_choices,
    award_facts,
    award_reports,
    awards,
    council_cases,
    nominees,
    paper_lists,
    procedures,
    units,
)
from services.cases import Case
from services.naming import award_name, cited, committee, nominated, number
from vietnamese import numbers
from vietnamese.dates import screen_date

BLANK = "……"
RATINGS = {
    "HTXS": "Hoàn thành xuất sắc nhiệm vụ",
    "HTT": "Hoàn thành tốt nhiệm vụ",
    "HT": "Hoàn thành nhiệm vụ",
    "KHT": "Không hoàn thành nhiệm vụ",
}
# How many years back the list and the report print ratings.
YEARS_SHOWN = 3


class _Answers:
    """The answers of a nomination with the people behind the keys, for the builders below."""

    def __init__(self, case: Case, answers: Mapping[str, Any], around: Any) -> None:
        self.case, self.around = case, around
        self.listed = awards.listed(case, dict(answers))
        self.passed = set(awards.passed(answers))
        self.said = answers.get("results") or {}
        self.meeting = answers.get("meeting") or {}
        self.round = answers.get("round") or {}
        self.records = nominees.on_record([one.key for one in self.listed])
        self.award = award_name(case.matter_id, case.deciding_name)
        self.committee = committee(case.unit_id, around.on)
        self.period = f"năm {case.year}"
        self.row = answers.get("row")

    def of(self, *kinds: str) -> list[nominees.Candidate]:
        """The nominees of these kinds that the meeting has not voted down."""
        return [one for one in self.listed if one.kind in kinds and one.key in self.passed]

    def answer(self, one: nominees.Candidate) -> Mapping[str, Any]:
        return self.said.get(one.key) or {}

    def ballot(self, one: nominees.Candidate) -> Mapping[str, Any]:
        return (self.meeting.get("ballots") or {}).get(one.key) or {}

    def named(self, *kinds: str) -> list[dict[str, Any]]:
        return [nominated(one, self.answer(one)) for one in self.of(*kinds)]

    def ratings(self, one: nominees.Candidate) -> list[dict[str, Any]]:
        record, year = self.records[one.key], self.case.year
        known = {
            **record.ratings,
            **({year: self.answer(one)["rating"]} if self.answer(one).get("rating") else {}),
        }
        return [
            {"year": y, "rating": RATINGS[known[y]], "decision": record.decisions.get(y) or None}
            for y in range(year - YEARS_SHOWN + 1, year + 1)
            if known.get(y) in RATINGS
        ]

    def initiatives(self, one: nominees.Candidate) -> list[Mapping[str, Any]]:
        return [row for row in self.answer(one).get("initiatives") or [] if row.get("name")]

    def officer(self, key: str | None) -> dict[str, Any]:
        if not key:
            return {"name": BLANK, "post": None}
        held = (
            _day(self.meeting.get("held_on")) or self.around.on
        )  # who has left since still signs the minutes
        found = {f"p{o.person_id}": o for o in units.officers(self.case.unit_id, None, held)}
        return (
            {"name": found[key].name, "post": found[key].title}
            if key in found
            else {"name": BLANK, "post": None}
        )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _decision_of(row: Mapping[str, Any]) -> str:
    """«Quyết định số 212/QĐ-BV ngày 20/10/2026 của …», as far as it is known."""
    if not row.get("decision_no"):
        return ""
    on = _day(row.get("decision_on"))
    day = f" ngày {screen_date(on)}" if on else ""
    by = f" của {row['recognised_by']}" if row.get("recognised_by") else ""
    return f"Quyết định số {row['decision_no']}{day}{by}"


def _initiative(row: Mapping[str, Any]) -> str:
    decision = _decision_of(row)
    return f"{row['name']} ({decision})" if decision else str(row["name"])


def _past(row: Any) -> str:
    on = f" ngày {screen_date(row.decided_on)}" if row.decided_on else ""
    number = f" (Quyết định số {row.decision}{on})" if row.decision else ""
    return f"{row.title} năm {row.year}{number}"


def _proposal(a: _Answers) -> dict[str, Any]:
    case, meeting = a.case, a.meeting
    minutes = paper_lists.valid_of(case.dossier_id, "award_minutes")
    there = paper_lists.standing(case.dossier_id, case.revision_no)
    proposed = a.of("group", "unit", "person")
    agrees = [a.ballot(one).get("agree") for one in proposed]
    reports = len(proposed)
    replaces = a.around.replaces
    return {
        **a.around.common(),
        "subject": f"Về việc đề nghị tặng {a.award} {a.period}",
        "addressees": [committee(case.deciding_unit_id, a.around.on)],
        "bases": _bases(case, a.round, a.around.on),
        "committee": a.committee,
        "decided_by": committee(case.deciding_unit_id, a.around.on),
        "award": a.award,
        "merit": (a.round.get("reason") or "").removesuffix(".").removesuffix(f" {a.period}") or None,
        "period": a.period,
        "groups": a.named("group", "unit"),
        "persons": a.named("person"),
        "meeting": {
            "date": meeting.get("held_on"),
            "members": meeting.get("members_total") or 1,
            "present": meeting.get("present") or 0,
            "mode": meeting.get("mode") or "secret",
            "minutes": cited(minutes) if minutes and minutes.id in there.values() else None,
            "least_agree": min(agrees) if agrees and None not in agrees else None,
        },
        "attachments": [
            "Danh sách đề nghị khen thưởng (01 bản)",
            f"Biên bản họp {units.collective_of(case.unit_id, a.around.on)} (01 bản)",
            f"Báo cáo thành tích của các tập thể, cá nhân ({numbers.two_digits(reports)} bản)",
        ],
        "replaces": None
        if replaces is None
        else {"number": number(replaces[0]), "date": replaces[1].isoformat(), "reason": None},
        "signature": a.around.signature,
        "recipients": ["Như trên"],
    }


def _bases(case: Case, said: Mapping[str, Any], on: date) -> list[str]:
    known = dict(awards.bases(on))
    own = [line.strip(" -;.") for line in (said.get("extra_bases") or "").split("\n")]
    lines = [known[code] for code in said.get("bases") or [] if code in known] + [
        line for line in own if line
    ]
    return [line if line.startswith("Căn cứ") else f"Căn cứ {line}" for line in lines]


def _listed(a: _Answers, one: nominees.Candidate) -> dict[str, Any]:
    said, ballot, total = a.answer(one), a.ballot(one), a.meeting.get("members_total")
    return {
        **nominated(one, said),
        **({"post": one.post or None, "unit": one.group or None} if one.kind == "person" else {"unit": None}),
        "summary": said.get("summary") or BLANK,
        "ratings": a.ratings(one),
        "initiatives": [_initiative(row) for row in a.initiatives(one)],
        "past_awards": [_past(row) for row in a.records[one.key].awards],
        "ballot": {"agree": ballot["agree"], "total": total}
        if total and ballot.get("agree") is not None
        else None,
        "note": said.get("score") or None,
    }


def _proposal_list(a: _Answers) -> dict[str, Any]:
    return {
        **a.around.common(),
        "subject": f"Đề nghị tặng {a.award} {a.period}",
        "committee": a.committee,
        "groups": [_listed(a, one) for one in a.of("group", "unit")],
        "persons": [_listed(a, one) for one in a.of("person")],
        "signature": a.around.signature,
    }


def absent_members(text: str) -> list[dict[str, Any]]:
    """Read «tên, lý do» line by line."""
    found = []
    for line in (text or "").split("\n"):
        name, _comma, reason = line.strip(" -;.").partition(",")
        if name:
            found.append({"name": name.strip().removeprefix("đ/c "), "reason": reason.strip() or None})
    return found


def _voted(a: _Answers, one: nominees.Candidate) -> dict[str, Any]:
    meeting, ballot = a.meeting, a.ballot(one)
    present = meeting.get("present") or 0
    hands = {"issued": present, "collected": present, "valid": present, "invalid": 0}
    papers = hands if meeting.get("mode") == "hands" else awards.counted(dict(meeting), dict(ballot))
    return {
        "kind": "person" if one.kind == "person" else "group",
        **nominated(one, a.answer(one)),
        **{name: max(number or 0, 0) for name, number in papers.items()},
        "agree": ballot.get("agree") or 0,
        "disagree": ballot.get("disagree") or 0,
        "passed": one.key in a.passed,
    }


def _minutes(a: _Answers) -> dict[str, Any]:
    meeting = a.meeting
    chair, secretary = a.officer(meeting.get("chair")), a.officer(meeting.get("secretary"))
    present = a.of("person")
    interested = [one.name for one in present if a.ballot(one).get("interested") == "no"]
    return {
        **a.around.common(),
        "subject": f"Họp xét, đề nghị khen thưởng {a.period}",
        "committee": a.committee,
        "award": a.award,
        "meeting": {
            "date": meeting.get("held_on"),
            "from": meeting.get("starts"),
            "to": meeting.get("ends"),
            "place": meeting.get("place") or BLANK,
            "members": meeting.get("members_total") or 1,
            "present": meeting.get("present") or 0,
            "mode": meeting.get("mode") or "secret",
        },
        "absent": absent_members(meeting.get("absent") or ""),
        "guests": [],
        "chair": chair,
        "secretary": secretary,
        "tellers": [],
        "discussion": meeting.get("discussion") or None,
        "recused": f"Đồng chí {', '.join(interested)} không bỏ phiếu về trường hợp của mình."
        if interested
        else None,
        "nominees": [_voted(a, one) for one in a.listed],
        "decisions": None,
        "signatures": {
            "secretary": None if secretary["name"] == BLANK else secretary["name"],
            "chair": None if chair["name"] == BLANK else chair["name"],
        },
        "recipients": ["Lưu: VT, hồ sơ khen thưởng"],
    }


BUILDERS = {
    "award_minutes": _minutes,
    "award_proposal": _proposal,
    "award_proposal_list": _proposal_list,
    "achievement_report_person": lambda a: award_reports.person(a, a.row),
    "achievement_report_group": lambda a: award_reports.group(a, a.row),
}


def values(case: Case, answers: Mapping[str, Any], kind: str, around: Any) -> dict[str, Any]:
    """Return the values of one of the nominating unit's papers. `answers["row"]` is the nominee of a report."""
    return BUILDERS[kind](_Answers(case, answers, around))


def _reading(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """What the reading page shows: the nominees, and where the dossier stands with its council."""
    there = council_cases.standing(case.dossier_id, case.matter_id, case.revision_no)
    return awards.reading(case, answers) | {"council": there}


procedures.provide(
    awards.CODE,
    procedures.Hooks(
        check=award_facts.check,
        choices=award_choices.choices,
        values=values,
        interested=awards.interested,
        hindering=council_cases.hindering,
        facts=lambda case, answers: {"nominees": len(awards.chosen(answers))},
        summary=awards.summary,
        reading=_reading,
    ),
)
