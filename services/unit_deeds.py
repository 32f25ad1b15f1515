"""Acts that move units: to another one above, beside another, into one, apart; and the table of all acts.

A deed works inside the running command on a `Work`; whether the result may stand is asked afterwards (`rules.tree`).
Days are first days: what ends, ends with the day before.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from extensions import db
from models import Membership, UnitLink, UnitParent
from rules.finding import N_
from services import unit_dossiers, units
from services.errors import Refused
from services.unit_changes import DAY
from services.unit_endings import close, end
from services.unit_naming import found, mark, new_unit, tell_papers
from services.unit_work import Deed, Work, shown
from vietnamese.dates import screen_date

#: Acts written on the page of the unit above those that they are about.
ABOVE = frozenset({"found", "transfer", "merge"})


def transfer(work: Work) -> None:
    """Units below go to another one above, each on its day: {units: {unit id: day or None}, into: unit id}."""
    into, chosen = work.given["into"], work.given["units"]
    if into == work.unit.id:
        raise Refused(
            "Chưa ghi được quyết định này.",
            [("into", N_("Các đơn vị này đang trực thuộc chính đơn vị đó."), {})],
        )
    work.about("above", work.unit.id)
    work.about("into", into)
    by_day: dict[date, list[int]] = {}
    for unit_id, day in chosen.items():
        on = day or work.on
        if units.parent_of(unit_id, on) != work.unit.id:
            params = {"unit": work.name(unit_id, on), "day": screen_date(on)}
            words = N_("Ngày %(day)s %(unit)s không trực thuộc đơn vị này. Kiểm tra lại ngày.")
            raise Refused("Chưa ghi được quyết định này.", [("units", words, params)])
        work.journal.begin(UnitParent, unit_id, on, parent_id=into, source=work.source)
        work.about("subject", unit_id, on)
        by_day.setdefault(on, []).append(unit_id)
    old, new = work.name(work.unit.id), work.name(into)
    for on, ids in sorted(by_day.items()):
        names = sorted(work.name(one, on) for one in ids)
        words = N_("Từ ngày %(day)s, %(n)s đơn vị trực thuộc %(into)s:")
        work.say("tree", words, names, day=on, n=len(ids), into=new)
    last = max(by_day)
    words = N_(
        "Hồ sơ các đơn vị này trình sau ngày chuyển vào hộp việc của %(into)s, không vào của %(old)s nữa."
    )
    work.say("dossiers", words, into=new, old=old)
    codes = unit_dossiers.sent_up(list(chosen), [work.unit.id])
    if codes:
        words = N_("%(n)s hồ sơ mở trong đợt của %(old)s vẫn do nơi đó xét:")
        work.say("dossiers", words, shown(codes), n=len(codes), old=old)
    work.say("tree", N_("Số liệu tổng hợp theo cấp trên của ngày chốt số liệu."))
    tell_papers(work, last)


def coordinate(work: Work) -> None:
    """«Phối hợp chỉ đạo» by another union, beside the one above: {into: unit id, until: day or None}."""
    into, until = work.given["into"], work.given.get("until")
    if into == work.unit.id:
        raise Refused(
            "Chưa ghi được quyết định này.",
            [("into", N_("Chọn đơn vị khác: một đơn vị không phối hợp với chính nó."), {})],
        )
    if until is not None and until < work.on:
        raise Refused(
            "Chưa ghi được quyết định này.",
            [("until", N_("Ngày kết thúc trước ngày bắt đầu. Nhập lại ngày."), {})],
        )
    there = select(UnitLink).where(
        UnitLink.unit_id == work.unit.id,
        UnitLink.with_id == into,
        UnitLink.valid_from <= (until or date.max),
        or_(UnitLink.valid_to.is_(None), UnitLink.valid_to >= work.on),
    )
    if db.session.scalar(there.limit(1)) is not None:
        raise Refused(
            "Chưa ghi được quyết định này.", [("into", N_("Hai đơn vị đã phối hợp trong thời gian này."), {})]
        )
    link = {"unit_id": work.unit.id, "with_id": into, "valid_from": work.on, "valid_to": until}
    work.journal.make(UnitLink(**link, source=work.source))
    work.about("subject", work.unit.id)
    work.about("above", into)
    words = N_("%(into)s phối hợp chỉ đạo %(unit)s từ ngày %(day)s.")
    work.say("tree", words, into=work.name(into), unit=work.name(work.unit.id), day=work.on)
    work.say("dossiers", N_("Cấp trên trực tiếp không đổi: hồ sơ, số liệu và đầu văn bản vẫn theo cấp trên."))


def merge(work: Work) -> None:
    """Units below go into one: {units: [ids], into: one of the units below or None, then the new unit's facts}."""
    chosen, into = list(work.given["units"]), work.given.get("into")
    if into in chosen:
        raise Refused(
            "Chưa ghi được quyết định này.",
            [("into", N_("Đơn vị nhận không nằm trong các đơn vị nhập vào."), {})],
        )
    if into is None and len(chosen) < 2:
        raise Refused(
            "Chưa ghi được quyết định này.",
            [("units", N_("Chọn ít nhất hai đơn vị để hợp nhất thành đơn vị mới."), {})],
        )
    below = units.children_of(work.unit.id, work.on)
    if not {*chosen, *([into] if into else [])} <= set(below):
        raise Refused(
            "Chưa ghi được quyết định này.",
            [("units", N_("Có đơn vị không còn trực thuộc vào ngày này. Chọn lại."), {})],
        )
    target = into if into is not None else new_unit(work, work.unit.id, work.on)
    work.about("into", target)
    work.about("above", work.unit.id)
    names = sorted(work.name(one, work.on - DAY) for one in chosen)
    words = N_("Từ ngày %(day)s các đơn vị này nhập thành %(into)s:")
    work.say("tree", words, names, day=work.on, into=work.name(target))
    for unit_id in chosen:
        groups = units.children_of(unit_id, work.on)
        _bring_groups(work, groups, target)
        _bring_members(work, unit_id, target, None)
        end(work, unit_id, work.on, into=target, whole=True, keep=groups)
    tell_papers(work, work.on)


def split(work: Work) -> None:
    """A part of the unit becomes a unit beside it: {groups: [ids], then the new unit's facts}."""
    groups = list(work.given["groups"])
    if not groups or not set(groups) <= set(units.children_of(work.unit.id, work.on)):
        raise Refused(
            "Chưa ghi được quyết định này.",
            [("groups", N_("Chọn ít nhất một tổ công đoàn còn hoạt động vào ngày này."), {})],
        )
    parent = units.parent_of(work.unit.id, work.on)
    if parent is None:
        raise Refused(
            "Chưa ghi được quyết định này.",
            [("effective_on", N_("Vào ngày này đơn vị không có cấp trên."), {})],
        )
    target = new_unit(work, parent, work.on)
    work.about("subject", work.unit.id)
    work.about("into", target)
    work.about("above", parent)
    words = N_("Từ ngày %(day)s %(into)s tách khỏi %(unit)s, nhận các tổ:")
    names = [work.name(one) for one in groups]
    work.say("tree", words, names, day=work.on, into=work.name(target), unit=work.name(work.unit.id))
    _bring_groups(work, groups, target)
    _bring_members(work, work.unit.id, target, groups)
    words = N_("Chưa có ai giữ chức vụ ở %(into)s: ghi cán bộ sau khi ghi quyết định này.")
    work.say("offices", words, into=work.name(target))
    work.say("dossiers", N_("Hồ sơ đang có vẫn của %(unit)s."), unit=work.name(work.unit.id))
    tell_papers(work, work.on)


def _bring_groups(work: Work, groups: Collection[int], target: int) -> None:
    for one in groups:
        work.journal.begin(UnitParent, one, work.on, parent_id=target, source=work.source)
        work.touched.add(one)


def _bring_members(work: Work, unit_id: int, target: int, groups: Collection[int] | None) -> None:
    """Members (of some groups) go on in another unit; the day on which they were hired stays with them."""
    query = select(Membership).where(
        Membership.unit_id == unit_id,
        Membership.hired_on < work.on,
        or_(Membership.left_on.is_(None), Membership.left_on >= work.on),
    )
    if groups is not None:
        query = query.where(Membership.group_id.in_(list(groups)))
    there = set(db.session.scalars(select(Membership.person_id).where(Membership.unit_id == target)))
    brought = 0
    for row in list(db.session.scalars(query)):
        if row.person_id not in there:
            kept = {
                name: getattr(row, name) for name in ("person_id", "group_id", "post", "leader", "hired_on")
            }
            work.journal.make(Membership(unit_id=target, left_on=row.left_on, **kept))
            brought += 1
        work.journal.change(row, left_on=work.on - DAY)
    if brought:
        words = N_("%(n)s đoàn viên sinh hoạt ở %(into)s từ ngày %(day)s.")
        work.say("offices", words, n=brought, into=work.name(target), day=work.on)


GROUPS = frozenset({"group"})
NOT_ABOVE = frozenset({"group", "grassroots"})
DEEDS: dict[str, Deed] = {
    "mark": Deed(mark, GROUPS),
    "found": Deed(found, GROUPS),
    "transfer": Deed(transfer, NOT_ABOVE),
    "merge": Deed(merge, GROUPS),
    "split": Deed(split, GROUPS | {"national", "province", "district", "sector"}),
    "coordinate": Deed(coordinate, GROUPS),
    "close": Deed(close),
}
