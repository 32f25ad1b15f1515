"""The minutes of a sitting: every figure comes from the ballot, nothing is typed; issued once, by its unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any, Unpack

from extensions import ZONE, db
from models import Council, CouncilCharge, CouncilSitting, Matter, Paper, Person
from rules.finding import N_
from services import council_pages, councils, dossier_papers, issue_pages, issuing, signing
from services import council_sittings as sittings
from services.errors import Conflict, Forbidden, Refused
from services.naming import committee
from services.who import Who
from vietnamese.numbers import two_digits

KIND, TITLE, ABBREVIATION = "council_minutes", N_("Biên bản họp Hội đồng"), "BB"

#: Parts and ways of passing in the words of the paper, which is Vietnamese whoever reads the page.
PARTS = {"chair": "Chủ tịch", "vice_chair": "Phó Chủ tịch", "secretary": "Thư ký", "member": "Ủy viên"}
PASSING = {
    "majority": "có quá nửa tổng số ủy viên đồng ý (ít nhất {n} phiếu)",
    "share": "có từ {num}/{den} tổng số ủy viên đồng ý (ít nhất {n} phiếu)",
    "count": "có ít nhất {n} phiếu đồng ý",
    "any": "có ít nhất 01 phiếu đồng ý",
    "all": "tất cả ủy viên được bỏ phiếu đồng ý",
}


def values(row: CouncilSitting, around: Any) -> dict[str, Any]:
    """Return the values of the minutes of a closed sitting, number blank."""
    council, matter = db.session.get_one(Council, row.council_id), db.session.get_one(Matter, row.matter_id)
    seats, items = sittings.seats_of(row), sittings.items_of(row)
    names = _names(one.person_id for one in seats)
    present = [one for one in seats if one.present]
    chair = _officer(present, names, ("chair", "vice_chair"))
    secretary = _officer(present, names, ("secretary",))
    titles = {one.id: one.name for one in items}
    return {
        **around.common(),
        "subject": f"Họp {council.name},\nxét {matter.title}",
        "council": {
            "name": council.name,
            "decision_no": council.decision_no,
            "decision_on": council.decision_on.isoformat(),
        },
        "matter": matter.title,
        "decided_by": committee(matter.unit_id, around.on),
        "passing": _passing(row, len(seats)),
        "meeting": _meeting(row, council, len(seats)),
        "present": [{"name": names[one.person_id], "part": PARTS[one.part]} for one in present],
        "absent": [
            {"name": names[one.person_id], "reason": one.reason or None} for one in seats if not one.present
        ],
        "chair": chair,
        "secretary": secretary,
        "recused": [
            {"name": names[one.person_id], "about": titles[one.item_id], "reason": one.reason}
            for one in sorted(sittings.recusals_of(row), key=lambda one: (one.item_id, one.person_id))
        ],
        "cases": _cases(row, items),
        "signatures": {"secretary": secretary["name"], "chair": chair["name"]},
        "recipients": [committee(matter.unit_id, around.on), "Lưu: VT, hồ sơ của Hội đồng"],
    }


def _names(person_ids: Iterable[int]) -> dict[int, str]:
    query = db.select(Person.id, Person.name).where(Person.id.in_(set(person_ids)))
    return dict(db.session.execute(query).all())


def _officer(present: list[Any], names: dict[int, str], parts: tuple[str, ...]) -> dict[str, Any]:
    """Who led or wrote: the first of these parts present; the rules let no vote start without."""
    found = next(one for part in parts for one in present if one.part == part)
    return {"name": names[found.person_id], "post": f"{PARTS[found.part]} Hội đồng"}


def _passing(row: CouncilSitting, members: int) -> str:
    passing = sittings.passing_of(db.session.get_one(CouncilCharge, row.matter_id))
    needed = two_digits(passing.needed(members, members))
    return PASSING[passing.kind].format(n=needed, num=passing.num, den=passing.den)


def _meeting(row: CouncilSitting, council: Council, members: int) -> dict[str, Any]:
    ends = f"{row.closed_at.astimezone(ZONE):%H:%M}"
    return {
        "date": row.held_on.isoformat(),
        "from": min(f"{row.starts:%H:%M}", ends),
        "to": ends,
        "place": row.place,
        "members": members,
        "quorum": councils.quorum_of(council).needed(members),
    }


def _cases(row: CouncilSitting, items: list[Any]) -> list[dict[str, Any]]:
    counts = sittings.counts_of(row)
    found = []
    for item in items:
        last = counts[item.id][max(counts[item.id])]
        found.append(
            {
                "kind": item.kind,
                "name": item.name,
                "post": item.post or None,
                "unit": item.unit_name,
                "agree": last.agree,
                "disagree": last.disagree,
                "ballot": last.ballot_no,
                "first": counts[item.id][1].agree if last.ballot_no == 2 else None,
                "passed": last.outcome == "passed",
            }
        )
    return found


def _ready(sitting_id: int, who: Who) -> CouncilSitting:
    row = council_pages.readable(sitting_id, who)
    if not council_pages.issues(row, who):
        raise Forbidden("Biên bản do Thư ký, Chủ tịch Hội đồng hoặc văn thư của đơn vị ban hành.")
    if row.state != "closed":
        raise Conflict("Kiểm phiếu xong mới lập được Biên bản.")
    if row.paper_id is not None:
        raise Conflict("Biên bản của phiên họp này đã ban hành.")
    return row


def _draft(row: CouncilSitting, on: date, signer: str) -> issuing.PaperDraft:
    if on < row.held_on:
        raise Refused("Biên bản không ghi ngày trước ngày họp.")
    unit_id = db.session.get_one(Council, row.council_id).unit_id
    around = dossier_papers.frame(unit_id, on, ABBREVIATION, kind=KIND, signer=signer)
    made = values(row, around)
    signatures = signing.signed(made, around.signer)
    dossiers = dict.fromkeys((one.dossier_id, one.revision_no) for one in sittings.items_of(row))
    return issuing.PaperDraft(
        kind=KIND,
        unit_id=unit_id,
        subject=made["subject"].replace("\n", " ")[:300],
        symbol=around.symbol,
        signer=signing.names(signatures),
        signatures=signatures,
        parts=(issuing.Part(KIND, TITLE, made),),
        matter_id=row.matter_id,
        dossiers=tuple(dossiers),
        recipients="; ".join(made["recipients"]),
        dated=on.isoformat(),
    )


def issue_page(sitting_id: int, *, who: Who, **wanted: Unpack[issue_pages.Wanted]) -> issue_pages.IssuePage:
    """Lay the minutes out before they get their number; as `dossier_papers.issue_page`.

    Errors: `NotFound`, `Forbidden`, `Conflict` (not counted yet, issued already), `Refused`, `Busy`.
    """
    return issue_pages.lay_out(TITLE, partial(_draft, _ready(sitting_id, who)), **wanted)


def issue(sitting_id: int, *, who: Who, **sent: Unpack[issue_pages.Sent]) -> int:
    """Number and issue the minutes; returns the paper's id. Errors as `issue_page`."""

    def keep(paper: Paper) -> None:
        held = db.session.get_one(CouncilSitting, sitting_id, with_for_update=True, populate_existing=True)
        if held.paper_id is not None:
            raise Conflict("Biên bản của phiên họp này đã ban hành.")
        held.paper_id = paper.id

    def ready() -> tuple[issue_pages.Draft, issue_pages.Also]:
        return partial(_draft, _ready(sitting_id, who)), keep

    return issue_pages.number(ready, who=who, **sent)
