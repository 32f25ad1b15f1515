"""A sheet read by the table of its kind: typed records, everything that is wrong, all at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.finding import N_
from rules.importing import cells, tables
from rules.importing.cells import Look, words
from rules.importing.kinds import Column, Kind
from rules.importing.rows import Fault, Raw, Record, bare, letters
from rules.importing.tables import Head
from vietnamese.errors import ParseProblem
from vietnamese.text import clean

#: A row that is written in the template stands for nobody.
EXAMPLE_CODE = "DV0123"
_MONTH_FIRST = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\s*")
LAST_MONTH, LAST_DAY = 12, 31


@dataclass(frozen=True)
class ListRead:
    """A sheet as it was understood: headings, places of the columns, records, what is said, columns left out."""

    head: Head
    places: Mapping[str, int]
    records: tuple[Record, ...] = ()
    faults: tuple[Fault, ...] = ()
    missing: tuple[str, ...] = ()
    raws: Mapping[int, Raw] = field(default_factory=dict)


def read(
    kind: Kind,
    rows: Sequence[Raw],
    *,
    today: date,
    choices: Mapping[str, Mapping[str, str]],
    places: Mapping[str, int] | None = None,
) -> ListRead:
    """Return what a sheet says. `places` overrules the guess: {column key: place from 0}.

    `missing` are headings of needed columns that have no place; no record is read then.
    """
    head = tables.find(kind, rows)
    found = dict(tables.guess(kind, head) if places is None else places)
    missing = tuple(one.heading for one in kind.columns if one.required and one.key not in found)
    if kind.either and not any(key in found for key in kind.either):
        missing = (kind.by_key[kind.either[-1]].heading, *missing)
    if missing:
        return ListRead(head, found, missing=missing)
    lines, faults = tables.data(kind, rows, head, found)
    if not head.known:
        faults.append(
            Fault(
                head.rows[0], "", N_("Không nhận ra dòng tên cột: máy coi dòng này là tên cột."), {}, "note"
            )
        )
    at = {key: letters(place) for key, place in found.items()}
    columns = [one for one in kind.columns if one.key in found]
    turned = {key: _turned(lines, found[key]) for key in found if kind.by_key[key].read == "day"}
    faults += [
        _swapped(lines, place, at[key]) for key, place in found.items() if _mixed(kind, key, lines, place)
    ]
    records = []
    for raw in lines:
        values, said = _row(raw, columns, found, at, Look(today, choices), turned)
        faults += said
        records.append(Record(raw.no, values, at))
    faults += _once(kind, records)
    return ListRead(head, found, tuple(records), tuple(faults), raws={raw.no: raw for raw in lines})


def _row(
    raw: Raw,
    columns: Sequence[Column],
    places: Mapping[str, int],
    at: Mapping[str, str],
    look: Look,
    turned: Mapping[str, bool],
) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    said: list[Fault] = []
    if raw.hidden:
        said.append(
            Fault(raw.no, "", N_("Dòng đang ẩn trong Excel (lọc hoặc giấu): máy vẫn đọc."), {}, "note")
        )
    for column in columns:
        look.notes.clear()
        try:
            held = cells.value_of(raw.cell(places[column.key]), look)
            if isinstance(held, str) and turned.get(column.key) and _either(held):
                raise ParseProblem("Cột này có ngày ghi tháng trước, nên không rõ đâu là ngày, đâu là tháng")
            if column.key == "name" and "family" in places:
                held = _joined(raw, places, held, look)
            empty = held is None or (isinstance(held, str) and not clean(held))
            value = None if empty else cells.READERS[column.read](held, column, look)
            if value in (None, "") and column.required:
                raise ParseProblem("Ô này để trống")
            values[column.key] = None if value == "" else value
        except ParseProblem as problem:
            values[column.key] = None
            look.notes.clear()
            said.append(Fault(raw.no, at[column.key], problem.message, problem.params))
        said += [
            Fault(raw.no, at[column.key], message, dict(params), "note") for message, params in look.notes
        ]
    return values, said


def _joined(raw: Raw, places: Mapping[str, int], given: Any, look: Look) -> str:
    family = cells.value_of(raw.cell(places["family"]), look)
    return f"{family or ''} {given or ''}".strip()


def _either(text: str) -> bool:
    """Tell whether a written day could be read both ways."""
    found = _MONTH_FIRST.fullmatch(text)
    one, other = (int(found[1]), int(found[2])) if found else (0, 0)
    return one != other and 0 not in (one, other) and max(one, other) <= LAST_MONTH


def _turned(lines: Sequence[Raw], place: int) -> bool:
    """Tell whether a column has days written with the month first (05/21/1990)."""
    for raw in lines:
        value = bare(raw.cell(place))
        found = _MONTH_FIRST.fullmatch(value) if isinstance(value, str) else None
        if found and int(found[1]) <= LAST_MONTH < int(found[2]) <= LAST_DAY:
            return True
    return False


def _mixed(kind: Kind, key: str, lines: Sequence[Raw], place: int) -> bool:
    """Tell whether Excel seems to have turned days round: what it took for days are all ≤ 12, the others text."""
    if kind.by_key[key].read != "day":
        return False
    held = [bare(raw.cell(place)) for raw in lines]
    days = [one for one in held if isinstance(one, date)]
    written = [_MONTH_FIRST.fullmatch(one) for one in held if isinstance(one, str)]
    texts = [found for found in written if found and int(found[1]) > LAST_MONTH]
    return len(days) >= 2 and len(texts) >= 2 and all(one.day <= LAST_MONTH for one in days)


def _swapped(lines: Sequence[Raw], place: int, column: str) -> Fault:
    first = next(raw.no for raw in lines if isinstance(bare(raw.cell(place)), date))
    message = N_(
        "Cột này có cả ngày của Excel và ngày dạng chữ: có thể Excel đã đảo ngày với tháng. Xem lại."
    )
    return Fault(first, column, message, {}, "note")


def _once(kind: Kind, records: Sequence[Record]) -> list[Fault]:
    """Name codes that stand twice, where a code is one line; and the template's own example."""
    said = []
    if kind.key in ("people", "units"):
        first: dict[str, int] = {}
        for one in records:
            code = one["code"]
            if code is None:
                continue
            key = words(code).replace(" ", "")
            if key in first:
                said.append(one.fault("code", N_("Trùng mã với dòng %(row)s."), row=first[key]))
            first.setdefault(key, one.no)
    for one in records:
        if one["code"] == EXAMPLE_CODE:
            said.append(one.fault("code", N_("Dòng ví dụ của tệp mẫu. Xóa dòng này.")))
    return said


def stopped(faults: Sequence[Fault]) -> Counter[int]:
    """Return {row: how many faults keep it out}."""
    return Counter(fault.row for fault in faults if fault.level == "stop")
