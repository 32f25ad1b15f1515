"""The union tree over time: what is wrong with links, lives and offices, on any day.

A unit lives from a first to a last day; a link says who stands directly above it, an office who holds which post,
from a first to a last day, both included; `None` as a last day means that it still holds. Rules of arithmetic and of
order, our own (status `own`); that a union has one chair at a time follows from NĐ 30/2020, Điều 13 (the head signs).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from rules.finding import N_

DAY = timedelta(days=1)
EVER = date.max
#: How many steps up a tree is walked at most: more than a ring can hide behind in one of any union.
DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Life:
    """A unit's first and last day; None where it was there before the records begin, or still is. `root`: stands
    at the top, so that it needs nobody above it."""

    unit_id: int
    first: date | None = None
    last: date | None = None
    root: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """`parent_id` stands directly above `unit_id` from `first` to `last` (None: still)."""

    unit_id: int
    parent_id: int
    first: date
    last: date | None = None

    def on(self, day: date) -> bool:
        """Tell whether the link holds on a day."""
        return self.first <= day <= (self.last or EVER)


@dataclass(frozen=True, slots=True)
class Held:
    """A person's office in a unit from `first` to `last` (None: still). `key` names the row, None for a new one."""

    person_id: int
    unit_id: int
    role: str
    first: date
    last: date | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that may not be: a Vietnamese message id with its parameters, the units it is about.

    `rule` is TR01…TR09. Dates in `params` are dates: who shows them prints them; `units` are ids in the order in
    which the message names them as `unit`, `other`; `people` those named as `person`.
    """

    rule: str
    message: str
    params: Mapping[str, date] = field(default_factory=dict)
    units: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


RING = N_("%(unit)s sẽ đứng trên chính nó từ ngày %(day)s. Chọn đơn vị khác làm cấp trên.")
TWO_ABOVE = N_("Ngày %(day)s %(unit)s có hai cấp trên. Chọn ngày sau ngày của lần chuyển trước.")
NONE_ABOVE = N_("Ngày %(day)s %(unit)s không có cấp trên nào. Kiểm tra lại ngày có hiệu lực.")
ABOVE_ENDED = N_(
    "%(other)s kết thúc ngày %(day)s mà %(unit)s vẫn còn trực thuộc. Chuyển đơn vị này đi trước, rồi mới kết thúc."
)
ABOVE_NOT_YET = N_(
    "%(other)s thành lập ngày %(day)s, chưa nhận %(unit)s được trước ngày đó. Chọn ngày từ ngày ấy."
)
OUTLIVES = N_("%(unit)s không hoạt động ngày %(day)s. Kiểm tra lại ngày.")
BACKWARDS = N_("Ngày kết thúc trước ngày bắt đầu (%(day)s). Nhập lại ngày.")
TWO_HEADS = N_(
    "Ngày %(day)s đồng chí %(person)s đang giữ chức vụ này. Kết thúc chức vụ đó trước, hoặc chọn ngày sau."
)
TWICE = N_("Đồng chí %(person)s đã giữ chức vụ này ngày %(day)s. Xem lại danh sách cán bộ.")


def wrong_links(lives: Iterable[Life], links: Collection[Link], about: Collection[int]) -> list[Wrong]:
    """Return what is wrong with the tree around some units, the earliest day of each fault.

    `links` are all links of the tree, as they would be; `about` the units whose links or lives change, so that old
    faults of others are not held against an act. Rings are looked for on every day on which a link begins; a parent
    must live on every day on which it stands above one that is `about`, or is itself `about`.
    """
    known = {life.unit_id: life for life in lives}
    touched = set(about)
    by_unit: dict[int, list[Link]] = defaultdict(list)
    for link in sorted(links, key=lambda one: (one.first, one.parent_id)):
        by_unit[link.unit_id].append(link)
    found: list[Wrong] = []
    for unit_id in sorted(touched & known.keys()):
        found += _around(known[unit_id], by_unit[unit_id])
    for link in links:
        if link.unit_id in touched or link.parent_id in touched:
            found += _parent_lives(link, known)
    return found + _rings(by_unit, touched)


def _around(life: Life, mine: Sequence[Link]) -> list[Wrong]:
    """Links of one unit follow each other without gap or overlap, from its first to its last day."""
    found, unit = [], (life.unit_id,)
    for link in mine:
        if link.last is not None and link.last < link.first:
            found.append(Wrong("TR01", BACKWARDS, {"day": link.first}, unit))
        if (life.first and link.first < life.first) or (life.last and (link.last or EVER) > life.last):
            day = link.first if life.first and link.first < life.first else link.last or link.first
            found.append(Wrong("TR02", OUTLIVES, {"day": day}, unit))
    for before, after in zip(mine, mine[1:], strict=False):
        if before.last is None or before.last >= after.first:
            found.append(Wrong("TR03", TWO_ABOVE, {"day": after.first}, unit))
        elif before.last + DAY < after.first:
            found.append(Wrong("TR04", NONE_ABOVE, {"day": before.last + DAY}, unit))
    if life.root:
        return found
    if not mine:
        return (
            [*found, Wrong("TR04", NONE_ABOVE, {"day": life.first or date.min}, unit)]
            if life.first
            else found
        )
    if life.first and mine[0].first > life.first:
        found.append(Wrong("TR04", NONE_ABOVE, {"day": life.first}, unit))
    end = mine[-1].last
    if end is not None and end < (life.last or EVER):
        found.append(Wrong("TR04", NONE_ABOVE, {"day": end + DAY}, unit))
    return found


def _parent_lives(link: Link, known: Mapping[int, Life]) -> list[Wrong]:
    above, named = known.get(link.parent_id), (link.unit_id, link.parent_id)
    if above is None:
        return []
    if above.first and link.first < above.first:
        return [Wrong("TR05", ABOVE_NOT_YET, {"day": above.first}, named)]
    if above.last and (link.last or EVER) > above.last:
        return [Wrong("TR06", ABOVE_ENDED, {"day": above.last}, named)]
    return []


def _rings(by_unit: Mapping[int, Sequence[Link]], touched: Collection[int]) -> list[Wrong]:
    """A ring begins on a day on which some link of it begins: look upwards from each touched unit on those days."""
    days = sorted({link.first for mine in by_unit.values() for link in mine})
    found = []
    for unit_id in sorted(touched):
        for day in days:
            if _stands_over_itself(unit_id, day, by_unit):
                found.append(Wrong("TR07", RING, {"day": day}, (unit_id,)))
                break
    return found


def _stands_over_itself(unit_id: int, day: date, by_unit: Mapping[int, Sequence[Link]]) -> bool:
    """Whether a walk upwards comes back; every link of the day is followed, so that two parents hide nothing."""
    front: set[int] = {unit_id}
    seen: set[int] = set()
    for _step in range(DEEPEST):
        front = {link.parent_id for one in front for link in by_unit.get(one, ()) if link.on(day)} - seen
        if unit_id in front:
            return True
        seen |= front
        if not front:
            return False
    return False


def wrong_offices(lives: Iterable[Life], held: Collection[Held], single: Collection[str]) -> list[Wrong]:
    """Return what is wrong with offices of some units: order of days, life of the unit, two in a one-person office.

    `single` are roles that one person holds at a time (the chair). Nobody holds the same office twice at once.
    """
    known, found = {life.unit_id: life for life in lives}, []
    for one in held:
        if one.last is not None and one.last < one.first:
            found.append(Wrong("TR01", BACKWARDS, {"day": one.first}, (one.unit_id,), (one.person_id,)))
        found += _within_life(one, known.get(one.unit_id))
    seats: dict[tuple[int, str], list[Held]] = defaultdict(list)
    for one in held:
        seats[one.unit_id, one.role].append(one)
    for (_unit_id, role), mine in sorted(seats.items()):
        found += _together(sorted(mine, key=lambda one: (one.first, one.last or EVER)), role in single)
    return found


def _within_life(one: Held, life: Life | None) -> list[Wrong]:
    if life is None:
        return []
    unit, person = (one.unit_id,), (one.person_id,)
    if life.first and one.first < life.first:
        return [Wrong("TR02", OUTLIVES, {"day": one.first}, unit, person)]
    if life.last and (one.last or EVER) > life.last:
        day = max(one.first, life.last + DAY)
        return [Wrong("TR02", OUTLIVES, {"day": day}, unit, person)]
    return []


def _together(mine: Sequence[Held], single: bool) -> list[Wrong]:
    """Of offices of one role sorted by their first day: each against those before that have not ended."""
    found: list[Wrong] = []
    open_ones: list[Held] = []
    for one in mine:
        open_ones = [other for other in open_ones if (other.last or EVER) >= one.first]
        for other in open_ones:
            same = other.person_id == one.person_id
            if same or single:
                rule, words = ("TR09", TWICE) if same else ("TR08", TWO_HEADS)
                found.append(Wrong(rule, words, {"day": one.first}, (one.unit_id,), (other.person_id,)))
        open_ones.append(one)
    return found
