"""Review cycles: opened by the upper union with its own copies of the sheets, listed, and their sheets edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

import reference
from extensions import clock, db
from models import Dossier, Matter, ReviewCycle
from rules import review_sheet
from rules import reviews as review_rules
from rules.finding import Finding
from rules.review_sheet import Group, Item, Sheet
from services import access, matters, notices, reviews, telling
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.transaction import command
from services.who import Who

MANAGERS = ("reviewer", "clerk", "chair", "vice_chair")


@dataclass(frozen=True)
class CycleLine:
    """A cycle in the deciding unit's list."""

    matter_id: int
    title: str
    deadline_on: date
    received: int
    approved: int


def uncertain() -> list[str]:
    """Return the ids of the rules whose thresholds nobody here has read: they warn until they are confirmed."""
    data = reference.load("reviews/rules.toml")
    return [
        rule
        for rule, entry in data.items()
        if any(one["status"] == "unverified" for one in entry["versions"])
    ]


def conditions() -> list[str]:
    """Return the codes of the conditions of the highest rank, in order."""
    return list(reference.load("reviews/rules.toml")["RV10"]["versions"][0]["parts"])


def of_unit(who: Who) -> list[CycleLine]:
    """Return the cycles of the acting unit, newest first, with how many reviews came in and were approved."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    counts = (
        select(
            Matter,
            func.count(Dossier.id).filter(Dossier.revision_no >= 1),
            func.count(Dossier.id).filter(Dossier.status == "approved"),
        )
        .join(ReviewCycle, ReviewCycle.matter_id == Matter.id)
        .outerjoin(Dossier, Dossier.matter_id == Matter.id)
        .where(Matter.unit_id.in_(access.chain_units(actor)))
        .group_by(Matter.id)
        .order_by(Matter.deadline_on.desc())
    )
    return [
        CycleLine(matter.id, matter.title, matter.deadline_on, received, approved)
        for matter, received, approved in db.session.execute(counts)
    ]


def led(matter_id: int, who: Who) -> tuple[Matter, ReviewCycle, Any]:
    """Return a cycle of the acting unit, and the actor. Errors: `NotFound` for everybody else."""
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    matter, row = db.session.get(Matter, matter_id), db.session.get(ReviewCycle, matter_id)
    if matter is None or row is None or matter.unit_id not in access.chain_units(actor):
        raise NotFound
    return matter, row, actor


def manages(matter: Matter, actor: Any) -> bool:
    """Tell whether an actor may change a cycle of its unit."""
    return any(seat.unit_id == matter.unit_id and seat.role in MANAGERS for seat in actor.seats)


@command
def open_cycle(
    *,
    who: Who,
    year: int,
    title: str,
    opens_on: date,
    deadline_on: date,
    begins: date,
    ends: date,
    cutoff: date,
    guidance: str,
    kinds: Iterable[str],
    confirmed: bool,
    applied: Iterable[str],
    quota: Mapping[str, Any],
) -> int:
    """Open a cycle of the acting unit for the units directly under it; returns the matter's id.

    `kinds`: whose sheets are copied (SN, HC, DN); `applied`: the conditions of the highest rank that hold (codes);
    `quota`: values of RV11 (share, base, rounding). `confirmed`: the unit vouches for the thresholds that nobody has
    read, so that they block. Errors: `Forbidden`, `Refused`.
    """
    actor = access.actor_for(who.person_id, office_id=who.office_id, on=clock.today())
    seat = actor.seats[0] if actor.seats else None
    if seat is None or seat.role not in MANAGERS:
        raise Forbidden("Chỉ người thẩm định, văn thư hoặc chủ tịch của đơn vị mở được kỳ đánh giá.")
    if not matters.has_units_below(seat.unit_id, clock.today()):
        raise Forbidden("Đơn vị không có công đoàn cấp dưới nên không mở kỳ đánh giá.")
    _right_days(opens_on, deadline_on, begins, ends, cutoff)
    same = select(Matter.id).where(
        Matter.unit_id == seat.unit_id, Matter.procedure == reviews.CODE, Matter.year == year
    )
    if db.session.scalar(same) is not None:
        raise Refused("Kỳ đánh giá năm %(year)s đã mở.", year=year)
    chosen = {kind: sheet for kind, sheet in reviews.shipped().items() if kind in set(kinds)}
    if not chosen:
        raise Refused("Chọn ít nhất một bảng điểm.")
    matter = Matter(
        procedure=reviews.CODE,
        unit_id=seat.unit_id,
        title=title,
        year=year,
        opens_on=opens_on,
        deadline_on=deadline_on,
        created_at=clock(),
        created_by=who.person_id,
    )
    db.session.add(matter)
    db.session.flush()
    row = ReviewCycle(
        matter_id=matter.id,
        begins=begins,
        ends=ends,
        cutoff=cutoff,
        guidance=guidance,
        sheets={kind: reviews.stored(review_sheet.for_year(sheet, year)) for kind, sheet in chosen.items()},
        local=_local(who, confirmed, set(applied), quota),
        changed=[],
    )
    db.session.add(row)
    return matter.id


def _right_days(opens_on: date, deadline_on: date, begins: date, ends: date, cutoff: date) -> None:
    if deadline_on < opens_on:
        raise Refused("Hạn nộp phải sau ngày mở kỳ.")
    if ends < begins:
        raise Refused("Ngày cuối của thời gian xét phải sau ngày đầu.")
    if not begins <= cutoff <= ends:
        raise Refused("Ngày chốt số liệu phải nằm trong thời gian xét.")


def _local(who: Who, confirmed: bool, applied: set[str], quota: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows laid over the shipped rules, each with who set it and when."""
    by = {"confirmed_by": str(who.person_id), "confirmed_on": clock.today().isoformat()}
    rows: list[dict[str, Any]] = [{"rule": rule, **by} for rule in uncertain()] if confirmed else []
    off = {code: {"values": {"off": True}} for code in conditions() if code not in applied}
    if off:
        rows.append({"rule": "RV10", **by, "parts": off})
    rows.append({"rule": "RV11", **by, "values": dict(quota)})
    return rows


@command
def remind(matter_id: int, unit_ids: Iterable[int], *, who: Who) -> None:
    """Remind the unions that have sent nothing, once: their chairs are told, the day is kept (OV04).

    Errors: `NotFound`, `Forbidden`, `Conflict` (reminded already, or there is still time).
    """
    matter, row, actor = led(matter_id, who)
    if not manages(matter, actor):
        raise Forbidden("Việc nhắc do người thẩm định, văn thư hoặc chủ tịch của đơn vị làm.")
    if row.reminded_on is not None or matter.deadline_on >= clock.today():
        raise Conflict("Đã nhắc rồi, hoặc chưa hết hạn nộp.")
    row.reminded_on = clock.today()
    for unit_id in unit_ids:
        for person_id in telling.holders(unit_id, ["chair", "secretary"]):
            notices.tell(
                person_id,
                _("Nhắc gửi hồ sơ: %(title)s", title=matter.title),
                _(
                    "Đơn vị chưa gửi hồ sơ tự đánh giá. Nhắc rồi vẫn không gửi thì xếp không hoàn thành nhiệm vụ."
                ),
                kind="deadline",
                link="/viec",
            )


@dataclass(frozen=True)
class SheetPage:
    """A cycle's sheet as its editor shows it; `frozen` once somebody has sent a review in."""

    matter_id: int
    title: str
    kind: str
    sheet: Sheet
    frozen: bool
    findings: tuple[Finding, ...]


def sheet_page(matter_id: int, kind: str, who: Who) -> SheetPage:
    """Return one of the cycle's sheets with what the rules say of it. Errors: `NotFound`."""
    matter, row, _actor = led(matter_id, who)
    known = reviews.sheets(row)
    if kind not in known:
        raise NotFound
    return SheetPage(
        matter_id, matter.title, kind, known[kind], _frozen(matter, row), _findings(matter, row, known[kind])
    )


def _frozen(matter: Matter, row: ReviewCycle) -> bool:
    return reviews.first_submitted(matter.id) is not None


def _findings(matter: Matter, row: ReviewCycle, sheet: Sheet) -> tuple[Finding, ...]:
    cycle = reviews.rules_cycle(matter, row, sheet, reviews.first_submitted(matter.id))
    found = review_rules.check_cycle(cycle, reviews.ruleset(matter.id))
    return tuple(one for one in found if one.level != "pass")


@command
def save_sheet(matter_id: int, kind: str, typed: Mapping[str, Any], *, who: Who) -> None:
    """Take an edited sheet into the cycle.

    `typed`: {"title", "groups": {group code: {"max": tenths, "items": [{code, title, max, tag, full_when,
    evidence}]}}}. Errors: `NotFound`, `Forbidden`, `Conflict` (somebody has sent a review in: RV40), `Refused` with
    the findings of RV03.
    """
    matter, row, actor = led(matter_id, who)
    if not manages(matter, actor):
        raise Forbidden("Bảng điểm do người thẩm định, văn thư hoặc chủ tịch của đơn vị sửa.")
    known = reviews.sheets(row)
    if kind not in known:
        raise NotFound
    if _frozen(matter, row):
        raise Conflict("Đã có đơn vị trình hồ sơ, bảng điểm của kỳ này giữ nguyên. Sửa cho kỳ sau.")
    sheet = edited(known[kind], typed)
    blocking = [one for one in _findings(matter, row, sheet) if one.blocks]
    if blocking:
        raise Refused("Bảng điểm chưa cộng đúng.", blocking)
    if sheet == known[kind]:
        return
    row.sheets = {**row.sheets, kind: reviews.stored(sheet)}
    row.changed = [*row.changed, clock().isoformat()]


def edited(sheet: Sheet, typed: Mapping[str, Any]) -> Sheet:
    """Return a copy of a sheet with what was typed; rows without a title are left out."""
    groups, items = [], []
    for group in sheet.groups:
        said = typed["groups"].get(group.code) or {}
        groups.append(Group(group.code, said.get("title") or group.title, said.get("max") or 0, group.bonus))
        items += [
            Item(
                one["code"],
                group.code,
                one["title"],
                one.get("max") or 0,
                **{name: one.get(name) or "" for name in ("tag", "full_when", "evidence")},
            )
            for one in said.get("items", ())
            if one.get("title") and one.get("code")
        ]
    return Sheet(
        code=sheet.code,
        kind=sheet.kind,
        title=typed.get("title") or sheet.title,
        groups=tuple(groups),
        items=tuple(items),
        year=sheet.year,
        step=sheet.step,
        not_applicable=sheet.not_applicable,
        basis=sheet.basis,
        status=sheet.status,
        since=sheet.since,
    )
