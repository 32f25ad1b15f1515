"""Papers of the deciding union about a cycle: verification minutes (M5), notices (M8), the roll-up report (M11).

The decision itself is in `review_decisions`; these three follow the same way of looking, numbering, issuing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Unpack

from sqlalchemy import select

from extensions import db
from models import Dossier, Matter, Paper, Person, Rating, ReviewCycle
from rules.review_committee import clock as deadlines
from services import (
    access,
    dossier_papers,
    dossier_views,
    issue_pages,
    issuing,
    paper_lists,
    review_cycles,
    review_papers,
    review_records,
    review_scope,
    reviews,
    signing,
    units,
)
from services.calendar import working_calendar
from services.cases import case_of
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.naming import cited, committee
from services.review_decisions import KIND as DECISION
from services.who import Who
from vietnamese.numbers import percent, two_digits

WORST_SHOWN = 3
YEARS_BACK = 2


@dataclass(frozen=True)
class Spec:
    """A kind of paper: its title, its symbol, whether it is about one dossier, who makes its values."""

    title: str
    symbol: str
    single: bool
    build: Callable[[Matter, ReviewCycle, Dossier | None, Any], tuple[str, dict[str, Any]]]


def _posts(unit_id: int, people: list[int], on: date) -> list[tuple[str, str]]:
    """Return (name, title) of people in their offices of a unit."""
    held = {one.person_id: one.title for one in reversed(units.officers(unit_id, None, on))}
    named = {one.id: one.name for one in db.session.scalars(select(Person).where(Person.id.in_(people)))}
    return [(named[one], held.get(one, "")) for one in people]


def _verification(
    matter: Matter, row: ReviewCycle, dossier: Dossier | None, around: Any
) -> tuple[str, dict[str, Any]]:
    assert dossier is not None
    session = review_records.session_of(dossier.id, dossier.revision_no)
    who = review_records.verifiers(dossier)
    if len(who) < len(review_records.VERIFYING) or session.held_on is None or session.rank is None:
        raise Refused("Biên bản lập khi hai người đã thẩm định xong, có ngày thẩm định và mức đề nghị.")
    made, case = review_scope.verified_facts(dossier), case_of(dossier)
    spoken = review_records.spoken(dossier.id, dossier.revision_no)
    (first, first_post), (leader, leader_post) = _posts(matter.unit_id, who, session.held_on)
    people = [_person(line) for line in review_papers.lines(session.people)]
    chair = units.officer(dossier.unit_id, "chair", session.held_on)
    people = people or ([{"name": chair.name, "post": chair.title}] if chair else [])
    differences = [
        {
            "code": item.code,
            "text": item.title,
            "scored": scored.own or 0,
            "verified": scored.verified or 0,
            "reason": scored.reason or review_papers.BLANK,
        }
        for item in made.sheet.items
        if (scored := made.scored(item)).applies and scored.own != scored.verified
    ]
    totals = review_papers.Answers(case, _answers(dossier), around, "verified")
    said = [spoken.whole, *(f"tiêu chí {item}: {text}" for item, text in spoken.items.items())]
    common = {name: value for name, value in around.common().items() if name != "date"}
    signed = (
        ("Đại diện công đoàn cơ sở", people[0]["name"] if people else None),
        ("Thư ký", first),
        ("Tổ trưởng", leader),
    )
    return f"Thẩm định kết quả tự đánh giá, xếp loại năm {matter.year} của {case.unit_name}", {
        **common,
        "unit": case.unit_name,
        "review_year": matter.year,
        "day": session.held_on.isoformat(),
        "begins": session.begins or None,
        "ends": session.ends or None,
        "place": session.place or review_papers.BLANK,
        "team": [
            {"name": leader, "post": f"{leader_post}, Tổ trưởng".removeprefix(", ")},
            {"name": first, "post": first_post or None},
        ],
        "people": people,
        "differences": differences,
        "scored": totals.tally.total,
        "verified": totals.checked.total if totals.checked else 0,
        "rank": reviews.RANKS[session.rank],
        "opinion": "; ".join(text for text in said if text)[:500] or "Nhất trí với kết quả thẩm định.",
        "signatures": [{"lines": [title], "hint": None, "name": name} for title, name in signed],
        "recipients": [f"{around.collective} {around.unit_name} (để báo cáo)"],
    }


def _person(line: str) -> dict[str, Any]:
    name, _comma, post = line.partition(",")
    return {"name": name.strip().removeprefix("đ/c "), "post": post.strip() or None}


def _answers(dossier: Dossier) -> dict[str, Any]:
    return dossier_views.snapshot(dossier.id, dossier.revision_no)["answers"]


def rating_of(unit_id: int, year: int) -> Rating | None:
    """Return the rank of a unit in a year."""
    return db.session.scalar(select(Rating).where(Rating.unit_id == unit_id, Rating.year == year))


def _appeal_by(decided_on: date, noticed_on: date, matter_id: int) -> date | None:
    """The last day for an appeal, in working days after the notice (OV09)."""
    rule = reviews.ruleset(matter_id).get("OV09")
    if rule is None:
        return None
    return deadlines(decided_on, working_calendar(), rule, noticed_on=noticed_on).appeal_by


def _notice(
    matter: Matter, row: ReviewCycle, dossier: Dossier | None, around: Any
) -> tuple[str, dict[str, Any]]:
    assert dossier is not None
    decision = paper_lists.valid_of(dossier.id, DECISION)
    rank = rating_of(dossier.unit_id, matter.year)
    if decision is None or rank is None:
        raise Refused("Thông báo lập khi Quyết định công nhận đã ban hành.")
    case = case_of(dossier)
    session = review_records.session_of(dossier.id, dossier.revision_no)
    made = review_papers.Answers(case, _answers(dossier), around, "verified")
    until = _appeal_by(decision.dated_on, around.on, matter.id)
    return f"Kết quả đánh giá, xếp loại năm {matter.year} của {case.unit_name}", {
        **around.common(),
        "unit": case.unit_name,
        "review_year": matter.year,
        "decision": cited(decision),
        "groups": [
            {"name": one["name"], "max": one["max"], "scored": one["scored"], "verified": one["verified"]}
            for one in review_papers.groups(made)
        ],
        "scored": made.tally.total,
        "verified": made.checked.total if made.checked else 0,
        "rank": reviews.RANKS[rank.code],
        "good": [f"{line}." for line in review_papers.lines(session.good)],
        "fix": [f"{line}." for line in review_papers.lines(session.fix)],
        "appeal_until": until.isoformat() if until else None,
        "issuer": f"{around.collective} {around.unit_name}",
        "signature": around.signature,
        "recipients": [case.unit_name],
    }


def _summary(
    matter: Matter, row: ReviewCycle, dossier: Dossier | None, around: Any
) -> tuple[str, dict[str, Any]]:
    parent = units.parent_of(matter.unit_id, around.on)
    decided = [one for one in paper_lists.of_matter(matter.id, DECISION) if one.standing == "valid"]
    if not decided or parent is None:
        raise Refused("Báo cáo tổng hợp lập khi Quyết định công nhận đã ban hành, gửi công đoàn cấp trên.")
    whole = review_scope.round_of(matter, row)
    found = whole.members
    ranks = review_scope.ratings_of(found, matter.year)
    unranked = [
        f"{units.name_of(unit_id, row.cutoff)}: {_why(why)}"
        for unit_id, (_m, why) in found.items()
        if unit_id not in ranks
    ]
    kinds: dict[str, Counter[str]] = {}
    for unit_id, rank in ranks.items():
        kinds.setdefault(found[unit_id][0].kind, Counter())[rank] += 1
    good = sum(rank in ("HTXS", "HTT") for rank in ranks.values())
    best = sum(rank == "HTXS" for rank in ranks.values())
    rule = reviews.ruleset(matter.id).get("RV11")
    most = f" (không quá {percent(*rule.ratio('share'))})" if rule else ""
    return f"Tổng hợp kết quả đánh giá, xếp loại công đoàn cơ sở năm {matter.year}", {
        **around.common(),
        "review_year": matter.year,
        "addressees": [committee(parent, around.on)],
        "issuer": f"{around.collective} {around.unit_name}",
        "total": len(found),
        "ranked": len(ranks),
        "rows": [
            _counted(reviews.KINDS.get(kind, kind), counts)
            for kind, counts in sorted(kinds.items(), reverse=True)
        ],
        "unranked": unranked,
        "earlier": _earlier(matter, list(found)),
        "quota": f"{two_digits(best)} công đoàn cơ sở xuất sắc trên {two_digits(good)} công đoàn cơ sở đạt từ mức "
        f"hoàn thành tốt trở lên{most}",
        "last_year": None,
        "remarks": _remarks(whole),
        "requests": [],
        "signature": around.signature,
        "recipients": [],
    }


def _why(finding: Any) -> str:
    """Why a union is not ranked, as the report says it; what has no finding has not been verified."""
    params = getattr(finding, "params", None)
    text = (
        finding.message % params
        if params is not None and hasattr(finding, "message")
        else "chưa thẩm định xong"
    )
    return f"{text[:1].lower()}{text[1:]}".rstrip(".")


def _counted(kind: str, counts: Counter[str]) -> dict[str, Any]:
    names = {"excellent": "HTXS", "good": "HTT", "done": "HT", "failed": "KHT"}
    return {"type": f"{kind[:1].upper()}{kind[1:]}", **{name: counts[rank] for name, rank in names.items()}}


def _earlier(matter: Matter, unit_ids: list[int]) -> list[dict[str, Any]]:
    """Counts of the years before, as far as ranks are on record."""
    rows = []
    for year in range(matter.year - YEARS_BACK, matter.year):
        query = select(Rating.code).where(Rating.year == year, Rating.unit_id.in_(unit_ids))
        counts = Counter(db.session.scalars(query))
        if counts:
            rows.append({"year": year} | {k: v for k, v in _counted("x", counts).items() if k != "type"})
    return rows


def _remarks(whole: review_scope.Round) -> str:
    """Name the items on which the unions lost most points."""
    lost: Counter[tuple[str, str]] = Counter()
    for made in (one.made for one in whole.reviews.values()):
        for item in made.sheet.items:
            scored = made.scored(item)
            if scored.applies and scored.verified is not None and not made.sheet.is_bonus(item):
                lost[item.code, item.title] += item.max - scored.verified
    worst = [f"{title} ({code})" for (code, title), points in lost.most_common(WORST_SHOWN) if points]
    if not worst:
        return "Không công đoàn cơ sở nào mất điểm ở các tiêu chí chính."
    return f"Các tiêu chí mất điểm nhiều nhất: {'; '.join(worst)}."


SPECS: dict[str, Spec] = {
    "verification_minutes": Spec("Biên bản thẩm định", "BB", True, _verification),
    "review_notice": Spec("Thông báo kết quả", "TB", True, _notice),
    "review_summary": Spec("Báo cáo tổng hợp xếp loại", "BC", False, _summary),
}


def _wanted(matter_id: int, kind: str, code: str, who: Who) -> tuple[Matter, ReviewCycle, Dossier | None]:
    """Return what a paper is about. Errors: `NotFound`, `Forbidden`, `Conflict` (it stands already)."""
    matter, row, actor = review_cycles.led(matter_id, who)
    if kind not in SPECS:
        raise NotFound
    if not review_cycles.manages(matter, actor):
        raise Forbidden("Văn bản của kỳ do người thẩm định, văn thư hoặc chủ tịch của đơn vị ban hành.")
    if not SPECS[kind].single:
        return matter, row, None
    dossier = access.dossier_for(code, actor)
    if dossier.matter_id != matter.id or not dossier.revision_no:
        raise NotFound
    if kind in standing(dossier):
        raise Conflict("Văn bản này đã ban hành.")
    return matter, row, dossier


def standing(dossier: Dossier) -> set[str]:
    """Return the kinds of these papers that stand for the dossier's present revision."""
    there = paper_lists.of_dossier(dossier.id)
    return {
        one.kind
        for one in there
        if one.kind in SPECS and one.standing == "valid" and one.revision_no == dossier.revision_no
    }


def _draft(
    matter: Matter, row: ReviewCycle, dossier: Dossier | None, kind: str, on: date, signer: str
) -> issuing.PaperDraft:
    spec = SPECS[kind]
    around = dossier_papers.frame(matter.unit_id, on, spec.symbol, kind=kind, signer=signer)
    subject, values = spec.build(matter, row, dossier, around)
    signatures = signing.signed(values, around.signer)
    earlier = (
        None
        if spec.single
        else next((one for one in paper_lists.of_matter(matter.id, kind) if one.standing == "valid"), None)
    )
    return issuing.PaperDraft(
        kind=kind,
        unit_id=matter.unit_id,
        subject=subject,
        symbol=around.symbol,
        signer=signing.names(signatures),
        signatures=signatures,
        parts=(issuing.Part(kind, spec.title, values),),
        matter_id=matter.id,
        dossiers=((dossier.id, dossier.revision_no),) if dossier else (),
        replaces_id=earlier.id if earlier else None,
        recipients="; ".join(values.get("recipients") or values.get("addressees") or ()),
        dated=on.isoformat(),
    )


def issue_page(
    matter_id: int,
    kind: str,
    code: str = "",
    *,
    who: Who,
    **wanted: Unpack[issue_pages.Wanted],
) -> issue_pages.IssuePage:
    """Lay one of the papers out, before it gets its number; as `dossier_papers.issue_page`."""
    matter, row, dossier = _wanted(matter_id, kind, code, who)
    return issue_pages.lay_out(SPECS[kind].title, partial(_draft, matter, row, dossier, kind), **wanted)


def issue(
    matter_id: int,
    kind: str,
    code: str = "",
    *,
    who: Who,
    **sent: Unpack[issue_pages.Sent],
) -> int:
    """Number and issue one of the papers; returns its id. Errors as `issue_page`."""

    def ready() -> tuple[issue_pages.Draft, None]:
        matter, row, dossier = _wanted(matter_id, kind, code, who)
        return partial(_draft, matter, row, dossier, kind), None

    return issue_pages.number(ready, who=who, **sent)


def notice_of(dossier: Dossier) -> Paper | None:
    """Return the notice that stands for a dossier."""
    found = paper_lists.valid_of(dossier.id, "review_notice")
    return db.session.get(Paper, found.id) if found else None
