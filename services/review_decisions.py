"""The decision that recognises the ranks of a cycle (M6 with its annex): points, conditions, quota, number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Unpack

from sqlalchemy import delete, select

from extensions import clock, db
from models import Dossier, Matter, Paper, Rating, RegisterEntry, ReviewCycle
from rules import review_acts, review_round
from rules import reviews as review_rules
from rules.awards_facts import RATING_ORDER, UNRATED
from rules.finding import Finding
from rules.review_round import Place, RoundFacts
from services import (
    approved,
    dossier_papers,
    issue_pages,
    issuing,
    procedures,
    recalls,
    review_cycles,
    review_scope,
    reviews,
    signing,
    units,
)
from services.errors import Refused
from services.who import Who
from vietnamese.dates import official_date, screen_date

KIND = "review_decision"
# Kinds of union as the annex prints them.
TYPES = {"SN": "Sự nghiệp", "HC": "Hành chính", "DN": "Doanh nghiệp"}


@dataclass(frozen=True)
class Outcome:
    """What a decision over the chosen reviews gives: places in the order of the annex, what the rules say."""

    places: tuple[Place, ...]
    findings: tuple[Finding, ...]


def outcome(
    matter: Matter, row: ReviewCycle, chosen: Sequence[Dossier], signer: int | None = None
) -> Outcome:
    """Return the ranks of the chosen reviews (and of unions that sent nothing), and the findings on the round.

    Unions recognised by an earlier decision of the cycle keep their rank and stand in the base of the quota.
    """
    earlier, ids = _recognised(matter), {one.id for one in chosen}
    counted = [
        one for one in review_scope.dossiers_of(matter.id).values() if one.unit_id in earlier or one.id in ids
    ]
    ranked = review_scope.round_of(matter, row, counted).units
    allotment = review_scope.allotted(matter, ranked)
    places = allotment.places if allotment else ()
    given = {place.unit.id: place.rank for place in places if place.rank != UNRATED}
    given |= {str(unit_id): rank for unit_id, rank in earlier.items() if str(unit_id) in given}
    rules = reviews.ruleset(matter.id)
    said = review_rules.check_round(RoundFacts(ranked, given), rules)
    apart = rules.get("RV20")
    for one in chosen if apart else ():
        said += review_acts.duties_apart(review_scope.verified_facts(one, signer), apart)
    return Outcome(
        tuple(place for place in places if int(place.unit.id) not in earlier and place.rank != UNRATED),
        tuple(one for one in said if one.level != "pass"),
    )


def _recognised(matter: Matter) -> dict[int, str]:
    """Return {unit id: rank} given by the decisions of this cycle that stand."""
    issued = select(Paper).where(Paper.matter_id == matter.id, Paper.kind == KIND, Paper.standing == "valid")
    texts = [_cited(paper) for paper in db.session.scalars(issued)]
    rows = select(Rating).where(
        Rating.year == matter.year, Rating.unit_id.in_(_concerned(matter)), Rating.decision.in_(texts)
    )
    return {one.unit_id: one.code for one in db.session.scalars(rows)}


def _concerned(matter: Matter) -> set[int]:
    row = reviews.cycle_of(matter.id)
    return {*review_scope.in_scope(matter, row), *review_scope.dossiers_of(matter.id)}


def _cited(paper: Paper) -> str:
    return f"Quyết định số {paper.number} ngày {screen_date(paper.dated_on)}"


def build(matter: Matter, row: ReviewCycle, found: Outcome, around: Any) -> dict[str, Any]:
    """Return the values of the decision and its annex by rank."""
    annex = [(rank, rows) for rank, rows in review_round.annex(found.places)]
    deciding = around.unit_name
    return {
        **around.common(),
        "authority": f"{around.collective}\n{deciding}",
        "bases": _bases(matter, row, around),
        "proposed_by": f"Tổ thẩm định kết quả đánh giá, xếp loại công đoàn cơ sở năm {matter.year}",
        "review_year": matter.year,
        "deciding": deciding,
        "units": [_listed(place) for _rank, rows in annex for _no, place in rows],
        "ranks": [{"rank": reviews.RANKS[rank], "count": len(rows)} for rank, rows in annex],
        "execution": [
            f"Văn phòng {deciding}",
            "Ban Chấp hành các công đoàn cơ sở có tên tại Điều 1",
        ],
        "signature": around.signature,
        "recipients": _recipients(matter.unit_id, around),
    }


def _bases(matter: Matter, row: ReviewCycle, around: Any) -> list[str]:
    """The acts on reviews in force, the cycle's guidance, the minutes of the committee where registered."""
    known = [text for _code, text in reviews.bases(around.on)]
    own = [f"Căn cứ {row.guidance}"] if row.guidance else []
    return [*known, *own, *_minutes(matter, around.on)]


def _minutes(matter: Matter, on: date) -> list[str]:
    query = (
        select(RegisterEntry)
        .where(
            RegisterEntry.unit_id == matter.unit_id,
            RegisterEntry.kind == "Biên bản",
            RegisterEntry.subject.like("Họp Ban Thường vụ%xếp loại%"),
            RegisterEntry.dated_on >= matter.deadline_on,
            RegisterEntry.dated_on <= on,
        )
        .order_by(RegisterEntry.dated_on.desc())
    )
    found = db.session.scalars(query).first()
    if found is None:
        return []
    return [
        f"Căn cứ Biên bản số {found.number} {official_date(found.dated_on)} họp Ban Thường vụ xét xếp loại"
    ]


def _listed(place: Place) -> dict[str, Any]:
    member = place.unit
    note = (
        place.message % place.params if place.bound_by in ("condition", "cap", "quota", "tie", "file") else ""
    )
    return {
        "name": units.short_name_of(int(member.id), clock.today()),
        "type": TYPES.get(member.kind, member.kind),
        "members": member.members or 0,
        "scored": member.own_total or 0,
        "verified": member.points,
        "rank": reviews.RANKS[place.rank],
        "note": note.rstrip(".").replace("HTXS", "hoàn thành xuất sắc") or None,
    }


def _recipients(unit_id: int, around: Any) -> list[str]:
    parent = units.parent_of(unit_id, around.on)
    above = [f"{units.name_of(parent, around.on)} (để báo cáo)"] if parent else []
    return [*above, "Các công đoàn cơ sở có tên tại Điều 1"]


def _draft(
    matter: Matter, row: ReviewCycle, chosen: Sequence[Dossier], on: date, signer: str
) -> tuple[issuing.PaperDraft, Outcome]:
    spec = procedures.catalogue()[matter.procedure].result
    around = dossier_papers.frame(matter.unit_id, on, spec.symbol, kind=spec.kind, signer=signer)
    found = outcome(matter, row, chosen, around.signer.person_id)
    blocking = [one for one in found.findings if one.blocks]
    if blocking:
        first = blocking[0]
        raise Refused(first.message, blocking, **dict(first.params))
    values = build(matter, row, found, around)
    signatures = signing.signed(values, around.signer)
    draft = issuing.PaperDraft(
        kind=spec.kind,
        unit_id=matter.unit_id,
        subject=f"Về việc công nhận kết quả đánh giá, xếp loại công đoàn cơ sở năm {matter.year}",
        symbol=around.symbol,
        signer=signing.names(signatures),
        signatures=signatures,
        parts=(issuing.Part(spec.kind, spec.title, values),),
        matter_id=matter.id,
        dossiers=tuple((one.id, one.revision_no) for one in chosen),
        recipients="; ".join(values["recipients"]),
        dated=on.isoformat(),
    )
    return draft, found


def decision_page(
    matter_id: int,
    codes: Sequence[str],
    *,
    who: Who,
    **wanted: Unpack[issue_pages.Wanted],
) -> issue_pages.IssuePage:
    """Lay the decision over the chosen reviews out, before it gets its number; as `dossier_papers.issue_page`.

    Errors: `NotFound`, `Refused` (nothing chosen; a rule blocks, with the findings), `Conflict`, `Busy`.
    """
    matter, row, actor = review_cycles.led(matter_id, who)
    chosen = approved.chosen(matter, codes, actor)
    title = procedures.catalogue()[matter.procedure].result.title
    return issue_pages.lay_out(title, lambda on, signer: _draft(matter, row, chosen, on, signer)[0], **wanted)


def issue_decision(
    matter_id: int,
    codes: Sequence[str],
    *,
    who: Who,
    **sent: Unpack[issue_pages.Sent],
) -> int:
    """Number and issue the decision; the ranks go on record in the same command. Errors as `decision_page`."""

    def ready() -> tuple[issue_pages.Draft, issue_pages.Also]:
        matter, row, actor = review_cycles.led(matter_id, who)
        chosen = approved.chosen(matter, codes, actor)
        ids, year, ranks = [one.id for one in chosen], matter.year, {}

        def draft_of(on: date, signer: str) -> issuing.PaperDraft:
            draft, found = _draft(matter, row, chosen, on, signer)
            ranks.update({int(place.unit.id): place.rank for place in found.places})
            return draft

        def write_down(paper: Paper) -> None:
            approved.write_down(ids, paper, actor=actor, once=sent["once"])
            _rate(ranks, year, _cited(paper))

        return draft_of, write_down

    return issue_pages.number(ready, who=who, **sent)


def _rate(ranks: Mapping[int, str], year: int, decision: str) -> None:
    """Put the ranks on record as the unions' ratings of the year."""
    known = select(Rating).where(Rating.year == year, Rating.unit_id.in_(list(ranks)))
    there = {one.unit_id: one for one in db.session.scalars(known)}
    for unit_id, rank in ranks.items():
        if rank not in RATING_ORDER:
            continue
        if unit_id in there:
            there[unit_id].code, there[unit_id].decision = rank, decision
        else:
            db.session.add(Rating(unit_id=unit_id, year=year, code=rank, decision=decision))


def _recalled(paper: Paper) -> None:
    """When the decision is recalled, the ranks it gave are no longer on record."""
    matter = db.session.get_one(Matter, paper.matter_id)
    given = delete(Rating).where(Rating.year == matter.year, Rating.decision == _cited(paper))
    db.session.execute(given.where(Rating.unit_id.in_(_concerned(matter))))


recalls.RECALLED[KIND] = _recalled
