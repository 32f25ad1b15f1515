"""Spending norms (định mức) by province, place and day, and the sums above which one more level decides.

The data is `reference/events/norms.toml`; rows of an administrator (the union's own spending rule, a resolution of the
province) are laid beside it. The lowest cap that holds wins; a province's row stands in for the national one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.errors import RuleDataError
from rules.finding import STATUSES, Status


@dataclass(frozen=True)
class Norm:
    """One cap in đồng for one item. `province`, `locality` None: everywhere; `own`: the unit's own spending rule."""

    item: str
    cap: int
    basis: str
    status: Status
    province: str | None = None
    locality: str | None = None
    own: bool = False
    start: date | None = None
    end: date | None = None

    def holds(self, day: date, province: str | None, locality: str | None) -> bool:
        """Whether the cap is valid on the day in that place."""
        return (
            (self.start is None or self.start <= day)
            and (self.end is None or day <= self.end)
            and self.province in (None, province)
            and self.locality in (None, locality)
        )


@dataclass(frozen=True)
class Item:
    """A kind of line that has norms: its title as forms offer it, and whether the cap depends on the locality.

    `only`: who the money is for: unsalaried (only those without a salary), or None.
    """

    code: str
    title: str
    by_locality: bool = False
    only: str | None = None


@dataclass(frozen=True)
class Limit:
    """Above `amount` đồng, or with guests of one of the `bodies`, this kind of unit needs one more level."""

    unit_kind: str
    amount: int
    basis: str
    status: Status
    bodies: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class NormTable:
    """Items, caps and limits, read from data."""

    items: Mapping[str, Item]
    norms: tuple[Norm, ...]
    limits: tuple[Limit, ...]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], local: Iterable[Mapping[str, Any]] = ()) -> "NormTable":
        """Read `{"item": […], "norm": […], "limit": […]}`; `local`: norm rows of an administrator, marked own.

        RuleDataError says which row is wrong and why.
        """
        items = {}
        for place, row in _placed("item", data.get("item", ())):
            items[_text(place, row, "code")] = Item(
                row["code"],
                _text(place, row, "title"),
                bool(row.get("by_locality", False)),
                row.get("only"),
            )
        rows = [*_placed("norm", data.get("norm", ())), *_placed("local", local)]
        norms = tuple(_norm(place, row, items) for place, row in rows)
        limits = tuple(_limit(place, row) for place, row in _placed("limit", data.get("limit", ())))
        return cls(items, norms, limits)

    def cap(self, item: str, day: date, province: str | None, locality: str | None) -> Norm | None:
        """The lowest cap of an item on a day in a place, or None when there is none.

        A cap of the province replaces the national one; the unit's own rule can only be lower.
        """
        valid = [norm for norm in self.norms if norm.item == item and norm.holds(day, province, locality)]
        local = [norm for norm in valid if norm.province is not None and not norm.own]
        public = local or [norm for norm in valid if not norm.own]
        return min([*public, *(norm for norm in valid if norm.own)], key=lambda norm: norm.cap, default=None)

    def limit(self, unit_kind: str, day: date) -> Limit | None:
        """The sum up to which a kind of unit decides an estimate by itself on a day."""
        valid = (
            each
            for each in self.limits
            if each.unit_kind == unit_kind
            and (each.start is None or each.start <= day)
            and (each.end is None or day <= each.end)
        )
        return min(valid, key=lambda each: each.amount, default=None)

    def one_more_level(
        self, total: int, unit_kind: str, day: date, bodies: Iterable[str] = ()
    ) -> Limit | None:
        """The limit by which one more level must approve: the sum exceeds it, or a guest represents one of its bodies.

        None when the kind of unit decides by itself. `bodies`: codes of `reference/events/protocol.toml`.
        """
        limit = self.limit(unit_kind, day)
        if limit is None or (total <= limit.amount and not set(bodies) & set(limit.bodies)):
            return None
        return limit


def _placed(name: str, rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(f"{name}[{number}]", row) for number, row in enumerate(rows)]


def _text(place: str, row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RuleDataError(f"{place}.{name}", "text is expected")
    return value


def _amount(place: str, row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RuleDataError(f"{place}.{name}", "an amount of đồng is expected")
    return value


def _dated(place: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Basis, status and days of a row."""
    status = row.get("status")
    if status not in STATUSES:
        raise RuleDataError(f"{place}.status", f"one of {', '.join(STATUSES)} is expected")
    start, end = row.get("effective_from"), row.get("effective_to")
    for name, value in (("effective_from", start), ("effective_to", end)):
        if value is not None and type(value) is not date:
            raise RuleDataError(f"{place}.{name}", "a date is expected")
    if start and end and end < start:
        raise RuleDataError(f"{place}.effective_to", "ends before it begins")
    return {"basis": _text(place, row, "basis"), "status": status, "start": start, "end": end}


def _norm(place: str, row: Mapping[str, Any], items: Mapping[str, Item]) -> Norm:
    if row.get("item") not in items:
        raise RuleDataError(f"{place}.item", f"there is no item {row.get('item')}")
    return Norm(
        item=row["item"],
        cap=_amount(place, row, "cap"),
        province=row.get("province"),
        locality=row.get("locality"),
        own=place.startswith("local") or bool(row.get("own", False)),
        **_dated(place, row),
    )


def _limit(place: str, row: Mapping[str, Any]) -> Limit:
    bodies = row.get("bodies", [])
    if not isinstance(bodies, list) or not all(isinstance(body, str) for body in bodies):
        raise RuleDataError(f"{place}.bodies", "a list of codes is expected")
    return Limit(
        _text(place, row, "unit_kind"),
        _amount(place, row, "amount"),
        bodies=tuple(bodies),
        **_dated(place, row),
    )
