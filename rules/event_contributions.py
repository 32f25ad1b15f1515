"""Counters of contributions, computed from the register and never typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.events_after import Contribution

# A contribution over the link is spoken.
SPOKEN, WRITTEN = frozenset({"spoken", "online"}), frozenset({"written"})


@dataclass(frozen=True)
class FieldCount:
    """One field (nhóm vấn đề): how many spoke and wrote about it, and which units, in the order of the register."""

    field: str
    spoken: int
    written: int
    units_spoken: tuple[str, ...]
    units_written: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """Counters: `fields_spoken` and `fields` are numbers of fields; `silent` are called units that gave nothing."""

    spoken: int
    written: int
    total: int
    fields_spoken: int
    fields: int
    by_field: tuple[FieldCount, ...]
    units_spoken: tuple[str, ...]
    units_written: tuple[str, ...]
    silent: tuple[str, ...]


def count(rows: Iterable[Contribution], fields: Iterable[str] = (), units: Iterable[str] = ()) -> Counts:
    """Counters of the register.

    `fields`: the fields of the event, in its order (those that only a row names follow); `units`: the units called.
    """
    listed = list(rows)
    order = dict.fromkeys([*fields, *(row.field for row in listed if row.field)])
    by_field = tuple(_field(field, [row for row in listed if row.field == field]) for field in order)
    spoken = [row for row in listed if row.channel in SPOKEN]
    written = [row for row in listed if row.channel in WRITTEN]
    heard = {row.unit for row in listed}
    return Counts(
        spoken=len(spoken),
        written=len(written),
        total=len(spoken) + len(written),
        fields_spoken=sum(1 for each in by_field if each.spoken),
        fields=sum(1 for each in by_field if each.spoken or each.written),
        by_field=by_field,
        units_spoken=_units(spoken),
        units_written=_units(written),
        silent=tuple(unit for unit in dict.fromkeys(units) if unit not in heard),
    )


def _field(field: str, rows: list[Contribution]) -> FieldCount:
    spoken = [row for row in rows if row.channel in SPOKEN]
    written = [row for row in rows if row.channel in WRITTEN]
    return FieldCount(
        field,
        len(spoken),
        len(written),
        tuple(row.unit for row in spoken if row.unit),
        tuple(row.unit for row in written if row.unit),
    )


def _units(rows: list[Contribution]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.unit for row in rows if row.unit))
