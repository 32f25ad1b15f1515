"""The values of the reviewed union's papers: self-score sheet, minutes, report, proposal.

For the preview of a half-typed review, what is missing prints as a blank, as on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extensions import db
from models import Dossier
from rules.finding import Finding
from rules.review_score import Tally, tally
from rules.reviews_facts import SELF, VERIFIED, ReviewFacts
from services import (
    council_cases,
    paper_lists,
    procedures,
    review_choices,
    review_facts,
    review_figures,
    review_reading,
    review_records,
    reviews,
    units,
)
from services.award_papers import absent_members
from services.cases import Case
from services.naming import cited, committee
from services.reviews import RANKS
from vietnamese.numbers import decimal_comma

BLANK = "……"
# Chapters of the report -> their headings, as the notes on reports order them.
CHAPTERS = {
    "care": "Đại diện, chăm lo, bảo vệ đoàn viên",
    "communication": "Tuyên truyền, giáo dục",
    "emulation": "Thi đua, khen thưởng",
    "women": "Công tác nữ công",
    "organisation": "Xây dựng tổ chức, kiểm tra, tài chính",
    "charity": "Xã hội từ thiện",
}


class Answers:
    """The answers of a review with what papers compute from them."""

    def __init__(self, case: Case, answers: Mapping[str, Any], around: Any, stage: str = SELF) -> None:
        self.case, self.around, self.stage = case, around, stage
        self.made: ReviewFacts = review_facts.facts(case, answers, stage)
        self.tally: Tally = tally(self.made.sheet, self.made.scores, SELF)
        self.checked: Tally | None = (
            tally(self.made.sheet, self.made.scores, VERIFIED) if stage == VERIFIED else None
        )
        self.unit = answers.get("unit") or {}
        self.year = answers.get("year") or {}
        self.meeting = answers.get("meeting") or {}
        self.report = answers.get("report") or {}
        self.proposal = answers.get("proposal") or {}
        self.committee = committee(case.unit_id, around.on)
        self.rank = RANKS.get(self.meeting.get("rank") or "", BLANK)


def lines(text: Any) -> list[str]:
    """Return the lines of a text without marks of lists and full stops."""
    return [line.strip(" -;.") for line in str(text or "").split("\n") if line.strip(" -;.")]


def _sentences(text: Any) -> list[str]:
    """Return the lines of a text, each closed by a full stop."""
    return [f"{line}." for line in lines(text)]


def _officer(a: Answers, key: str | None) -> dict[str, Any]:
    held = review_facts.day(a.meeting.get("held_on")) or a.around.on
    found = {f"p{one.person_id}": one for one in units.officers(a.case.unit_id, None, held)}
    if key not in found:
        return {"name": BLANK, "post": None}
    return {"name": found[key].name, "post": found[key].title}


def groups(a: Answers) -> list[dict[str, Any]]:
    """Return the groups of the sheet with their items, as the self-score sheet prints them."""
    found = []
    for number, group in enumerate(a.tally.groups):
        items = [_item(a, item) for item in a.made.sheet.items_of(group.code)]
        checked = a.checked.groups[number].points if a.checked else None
        found.append(
            {
                "code": group.code,
                "name": group.title,
                "max": group.max,
                "scored": group.points,
                "verified": checked,
                "items": items,
            }
        )
    return found


def _item(a: Answers, item: Any) -> dict[str, Any]:
    scored = a.made.scored(item)
    shown = "; ".join(one.name for one in scored.evidence or ())
    return {
        "code": item.code,
        "text": item.title,
        "max": item.max,
        "scored": scored.own or 0,
        "verified": (scored.verified or 0) if a.checked and scored.applies else None,
        "evidence": (shown if scored.applies else "Không áp dụng")[:500] or None,
        "reason": scored.reason[:500] or None,
    }


def _ranked(a: Answers) -> str:
    """The rank asked for; where items cannot apply, the total that ranks is printed beside the plain one."""
    if not a.tally.rebased:
        return a.rank
    points = decimal_comma(a.tally.points, 1)
    return f"{a.rank} (tổng điểm quy đổi theo các tiêu chí áp dụng: {points})"


def sheet(a: Answers) -> dict[str, Any]:
    """Return the values of the self-score sheet (M1)."""
    figure = a.unit.get("members")
    return {
        "letterhead": a.around.letterhead,
        "date": None,
        "year": a.around.on.year,
        "unit": a.case.unit_name,
        "unit_type": reviews.KINDS.get(a.made.sheet.kind, a.made.sheet.kind),
        "members": figure if isinstance(figure, int) else 0,
        "review_year": a.case.year,
        "groups": groups(a),
        "max": a.made.sheet.max,
        "scored": a.tally.total,
        "verified": a.checked.total if a.checked else None,
        "rank": _ranked(a),
        "signature": a.around.signature,
    }


def _minutes(a: Answers) -> dict[str, Any]:
    said = a.meeting
    titles = {item.code: item.title for item in a.made.sheet.items}
    votes = [
        {
            "subject": f"Đề nghị xếp loại {a.rank}"
            if vote.about == "rank"
            else f"Tiêu chí {vote.about}: {titles.get(vote.about, '')}",
            **{name: getattr(vote, name) or 0 for name in ("agree", "disagree", "other")},
        }
        for vote in (*a.made.meeting.votes[1:], a.made.meeting.votes[0])
    ]
    common = {name: value for name, value in a.around.common().items() if name != "date"}
    return {
        **common,
        "committee": a.committee,
        "review_year": a.case.year,
        "day": said.get("held_on"),
        "begins": said.get("starts") or None,
        "ends": said.get("ends") or None,
        "place": said.get("place") or BLANK,
        "members": said.get("members_total") or 0,
        "present": said.get("present") or 0,
        "absent": absent_members(said.get("absent") or ""),
        "chair": _officer(a, said.get("chair")),
        "secretary": _officer(a, said.get("secretary")),
        "scored": a.tally.total,
        "rank": a.rank,
        "reported": said.get("reported") or BLANK,
        "discussion": said.get("discussion") or None,
        "votes": votes,
        "conclusions": _sentences(said.get("conclusions")),
        "recipients": [f"{a.case.deciding_name} (để báo cáo)"],
    }


def _report(a: Answers) -> dict[str, Any]:
    said = a.report
    return {
        **a.around.common(),
        "subject": f"Tổng kết hoạt động công đoàn năm {a.case.year},\nphương hướng, nhiệm vụ năm {a.case.year + 1}",
        "addressees": [committee(a.case.deciding_unit_id, a.around.on)],
        "opening": None,
        "situation": said.get("situation") or BLANK,
        "results": [
            {"heading": heading, "text": said[name], "clauses": []}
            for name, heading in CHAPTERS.items()
            if said.get(name)
        ],
        "figures": review_figures.rows(a.case, a.unit, a.year, a.meeting),
        "good": said.get("good") or BLANK,
        "limits": said.get("limits") or None,
        "scored": a.tally.total,
        "rank": RANKS.get(a.meeting.get("rank") or ""),
        "targets": _sentences(said.get("targets")),
        "plan": _sentences(said.get("plan")),
        "requests": _sentences(said.get("requests")),
        "signature": a.around.signature,
        "recipients": [],
    }


def _proposal(a: Answers) -> dict[str, Any]:
    case, vote = a.case, a.made.meeting.votes[0]
    minutes = paper_lists.valid_of(case.dossier_id, "review_minutes")
    standing = paper_lists.standing(case.dossier_id, case.revision_no)
    known = dict(reviews.bases(a.around.on))
    chosen = [known[code] for code in a.proposal.get("bases") or [] if code in known]
    own = lines(a.proposal.get("extra_bases"))
    return {
        **a.around.common(),
        "addressees": [committee(case.deciding_unit_id, a.around.on)],
        "bases": [line if line.startswith("Căn cứ") else f"Căn cứ {line}" for line in (*chosen, *own)],
        "committee": a.committee,
        "unit": case.unit_name,
        "review_year": case.year,
        "scored": a.tally.total,
        "max": a.made.sheet.max,
        "rank": a.rank,
        "minutes": cited(minutes) if minutes and minutes.id in standing.values() else None,
        "agree": vote.agree or 0,
        "present": a.made.meeting.present or 1,
        "attachments": [
            "Phiếu tự chấm điểm (01 bản)",
            "Biên bản họp Ban Chấp hành (01 bản)",
            f"Báo cáo tổng kết năm {case.year} (01 bản)",
            "Minh chứng theo từng tiêu chí",
        ],
        "signature": a.around.signature,
        "recipients": [],
    }


BUILDERS = {
    "self_score_sheet": sheet,
    "review_minutes": _minutes,
    "review_report": _report,
    "review_proposal": _proposal,
}


def values(case: Case, answers: Mapping[str, Any], kind: str, around: Any) -> dict[str, Any]:
    """Return the values of one of the reviewed union's papers; the sheet shows verified points once it may see them."""
    dossier = db.session.get_one(Dossier, case.dossier_id)
    told = review_records.behind_verifying(dossier)
    stage = VERIFIED if told and kind == "self_score_sheet" else SELF
    return BUILDERS[kind](Answers(case, answers, around, stage))


def _hindering(case: Case, answers: dict[str, Any], step: str) -> list[Finding]:
    """What keeps a step from approving: the verifiers' sheet, or a council that has not voted."""
    return [
        *review_facts.hindering(case, answers, step),
        *council_cases.hindering(case, answers, step),
    ]


def _reading(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """What the reading page shows: the sheet, and where the dossier stands with its council."""
    there = council_cases.standing(case.dossier_id, case.matter_id, case.revision_no)
    return review_reading.reading(case, answers) | {"council": there}


procedures.provide(
    reviews.CODE,
    procedures.Hooks(
        check=review_facts.check,
        choices=review_choices.choices,
        values=values,
        related=reviews.related,
        hindering=_hindering,
        own_pages=(*review_records.VERIFYING, "answer"),
        summary=review_choices.summary,
        reading=_reading,
    ),
)
