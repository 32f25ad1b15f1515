"""Acts about units as pages show them: what a form may offer, what has been decided, who wrote it down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from extensions import clock, db
from models import Unit, UnitAct, UnitActUnit
from rules.finding import N_
from services import organisation, units
from services.dossier_views import people_named
from services.unit_acts import ground_of, kinds_for, mine, over
from services.unit_work import Said
from services.who import Who
from vietnamese.text import search_key

#: Kind of act → the heading of its page, the word in lists (message ids).
TITLES = {
    "rename": N_("Đổi tên đơn vị"),
    "mark": N_("Đổi ký hiệu, địa danh, đầu văn bản"),
    "found": N_("Thành lập đơn vị trực thuộc"),
    "transfer": N_("Chuyển đơn vị trực thuộc về cấp trên khác"),
    "merge": N_("Hợp nhất, sáp nhập đơn vị trực thuộc"),
    "split": N_("Chia tách đơn vị"),
    "coordinate": N_("Phối hợp chỉ đạo"),
    "close": N_("Kết thúc hoạt động"),
    "member": N_("Chuyển đoàn viên sang đơn vị khác"),
}


@dataclass(frozen=True)
class ActLine:
    """An act as a unit's page lists it. `can_undo`: the reader may take it back, as far as one sees from here."""

    id: int
    kind: str
    decision_no: str
    decided_on: date | None
    decided_by: str
    effective_on: date
    said: tuple[Said, ...]
    recorded_at: datetime
    recorded_by: str
    undone_at: datetime | None
    undone_by: str
    undone_why: str
    can_undo: bool


@dataclass(frozen=True)
class Page:
    """What has been decided about a unit, newest first, and the acts that the reader may write down there."""

    unit_id: int
    unit_name: str
    lines: tuple[ActLine, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """The unit on whose page an act is written, with what the form may offer: ids and short names."""

    unit_id: int
    unit_name: str
    kind: str
    below: tuple[tuple[int, str], ...] = ()
    groups: tuple[tuple[int, str], ...] = ()
    targets: tuple[tuple[int, str], ...] = ()
    now: Mapping[str, str] = field(default_factory=dict)


def ground(unit_id: int, kind: str, who: Who) -> Ground:
    """Return what the form of an act offers. Errors: `NotFound`, `Forbidden`, `Conflict`."""
    unit, _actor, lineage, _deed = ground_of(unit_id, kind, who)
    today = clock.today()
    ids = units.children_of(unit_id, today)
    kinds = dict(db.session.execute(select(Unit.id, Unit.kind).where(Unit.id.in_(ids))).all())
    targets = _targets(lineage, today) - {unit_id}
    names = units.names_of({unit_id, *ids, *targets}, today)
    own = names[unit_id]
    symbols, places = units.symbols_of([unit_id], today), units.places_of([unit_id], today)

    def listed(wanted: Collection[int]) -> tuple[tuple[int, str], ...]:
        known = [(one, names[one].short_name) for one in wanted if one in names]
        return tuple(sorted(known, key=lambda one: search_key(one[1])))

    return Ground(
        unit_id=unit_id,
        unit_name=own.short_name,
        kind=unit.kind,
        below=listed([one for one in ids if kinds[one] != organisation.GROUP]),
        groups=listed([one for one in ids if kinds[one] == organisation.GROUP]),
        targets=listed(targets),
        now={
            "symbol": symbols.get(unit_id, ""),
            "place": places.get(unit_id, ""),
            "letterhead": own.letterhead,
        },
    )


def _targets(lineage: list[int], today: date) -> set[int]:
    """Return whom units may be handed to: those above, and all unions below the top of the reader's lineage.

    Whoever writes the act down knows them: they stand above the unit or below its own top; groups are left out.
    """
    tree_ = units.below(lineage[-1:], today)
    query = select(Unit.id).where(
        Unit.id.in_(select(tree_.c.unit_id)),
        Unit.kind.not_in(["group", "grassroots"]),
        Unit.closed_on.is_(None),
    )
    return {*lineage, *db.session.scalars(query)}


def undoing(unit_id: int, act_id: int, who: Who) -> ActLine:
    """Return an act for the page that asks why it is taken back. Errors: `NotFound`, `Forbidden`."""
    mine(unit_id, act_id, who)
    return next(one for one in page(unit_id, who).lines if one.id == act_id)


def page(unit_id: int, who: Who) -> Page:
    """Return the acts about a unit, newest first, with a fixed number of queries. Errors: `NotFound`."""
    unit, actor, lineage = organisation.readable(unit_id, who)
    mine = select(UnitActUnit.act_id).where(UnitActUnit.unit_id == unit_id)
    query = select(UnitAct).where(UnitAct.id.in_(mine))
    rows = list(db.session.scalars(query.order_by(UnitAct.effective_on.desc(), UnitAct.id.desc())))
    people = people_named(
        {one for row in rows for one in (row.recorded_by, row.undone_by) if one is not None}
    )
    return Page(
        unit_id=unit_id,
        unit_name=units.short_name_of(unit_id, clock.today()),
        lines=tuple(_line(row, people, organisation.decides(actor, over(row.kind, lineage))) for row in rows),
        kinds=kinds_for(actor, unit, lineage),
    )


def _line(row: UnitAct, people: Mapping[int, str], may: bool) -> ActLine:
    return ActLine(
        id=row.id,
        kind=row.kind,
        decision_no=row.decision_no,
        decided_on=row.decided_on,
        decided_by=row.decided_by,
        effective_on=row.effective_on,
        said=tuple(Said(**one) for one in row.said),
        recorded_at=row.recorded_at,
        recorded_by=people.get(row.recorded_by, ""),
        undone_at=row.undone_at,
        undone_by=people.get(row.undone_by or 0, ""),
        undone_why=row.undone_why,
        can_undo=may and row.undone_at is None,
    )
