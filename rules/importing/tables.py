"""Where the table stands in a sheet: the line of headings (or two), which column is which, lines that are no data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.finding import N_
from rules.importing.cells import words
from rules.importing.kinds import Kind
from rules.importing.rows import MERGED, Fault, Raw, bare, shown

HEAD_WITHIN = 20  # the headings stand in one of the first lines
LEAST_KNOWN = 2  # so many headings must be known, or it is another table

#: Columns that say nothing about a row: ordinal numbers, and what an earlier check wrote.
IGNORED = frozenset({"stt", "tt", "so tt", "so thu tu", "loi", "ghi chu"})
_TOTAL = re.compile(r"(?:tong|tong so|tong cong|cong|cong chung|tong hop)(?: \d+.*| nguoi.*| danh sach.*)?")
_ORDER = re.compile(r"\(?(?:[0-9A-Z]{1,2}|[IVX]{1,6}|[0-9]{1,4})[).]?")


@dataclass(frozen=True)
class Head:
    """The headings: the numbers of their rows, the heading over each column; `known`: they were recognised.

    `split_name` is the second of two columns under one merged heading of names.
    """

    rows: tuple[int, ...]
    names: tuple[str, ...]
    split_name: int | None = None
    known: bool = True


def find(kind: Kind, rows: Sequence[Raw]) -> Head:
    """Return the headings of a sheet: the line among the first ones that names most columns, with a second one.

    Where none is recognised, the first line of several cells stands for them.
    """
    best, known = None, LEAST_KNOWN - 1
    for at, row in enumerate(rows[:HEAD_WITHIN]):
        count = len(guess(kind, Head((row.no,), _names(row))))
        if count > known:
            best, known = at, count
    if best is None:
        return next(
            (Head((row.no,), _names(row), known=False) for row in rows if _filled(row) >= LEAST_KNOWN),
            Head((), ()),
        )
    first = rows[best]
    names = _names(first)
    if best + 1 < len(rows) and _second(kind, names, rows[best + 1]):
        second = rows[best + 1]
        both = _both(kind, names, _names(second))
        return Head((first.no, second.no), both, _split(kind, first, both))
    return Head((first.no,), names, _split(kind, first, names))


def _filled(row: Raw) -> int:
    return sum(bool(name) for name in _names(row))


def _names(row: Raw) -> tuple[str, ...]:
    return tuple(" ".join(shown(value).split())[:200] for value in row.cells)


def _known(kind: Kind, text: str) -> str | None:
    """Return the key of the column that a heading names."""
    key = words(re.sub(r"\([^)]*\)|\*", " ", text)) or words(text)
    for column in kind.columns:
        if key and (key == words(column.heading) or key in column.names):
            return column.key
    return None


def _second(kind: Kind, names: tuple[str, ...], row: Raw) -> bool:
    """Tell whether a row is a second line of headings: text only, and it names a column the first does not."""
    texts = [(at, value) for at, value in enumerate(_names(row)) if value]
    if not texts or any(not isinstance(bare(row.cell(at)), str) for at, _text in texts):
        return False
    before = {_known(kind, name) for name in names}
    found = {_known(kind, text) for _at, text in texts} - {None}
    return bool(found - before) and len(found) * 2 >= len(texts)


def _both(kind: Kind, first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    width = max(len(first), len(second))
    pairs = zip((*first, *[""] * (width - len(first))), (*second, *[""] * (width - len(second))), strict=True)
    return tuple(low if _known(kind, low) else high or low for high, low in pairs)


def _split(kind: Kind, row: Raw, names: tuple[str, ...]) -> int | None:
    """Return the second of two columns under one merged heading «Họ và tên», None where there is none."""
    for at in range(1, len(names)):
        raw = row.cell(at)
        if (
            isinstance(raw, dict)
            and MERGED in raw
            and "name" == _known(kind, names[at]) == _known(kind, names[at - 1])
        ):
            return at
    return None


def guess(kind: Kind, head: Head) -> dict[str, int]:
    """Return {column key: place from 0} as the headings tell; the first column of a name is taken."""
    found: dict[str, int] = {}
    for at, text in enumerate(head.names):
        key = _known(kind, text)
        if key is not None and key not in found:
            found[key] = at
    if "family" in kind.by_key and head.split_name is not None and "family" not in found:
        found["family"], found["name"] = head.split_name - 1, head.split_name
    if "family" in found and "name" not in found:
        found["name"] = found.pop("family")
    return found


def data(
    kind: Kind, rows: Sequence[Raw], head: Head, places: Mapping[str, int]
) -> tuple[list[Raw], list[Fault]]:
    """Return the lines of the list, and a note for each line that was passed over."""
    last = max(head.rows, default=0)
    headings = {key: words(head.names[at]) for key, at in places.items() if at < len(head.names)}
    kept: list[Raw] = []
    passed: list[Fault] = []
    for row in rows:
        if row.no <= last or row.blank:
            continue
        reason = _no_data(kind, row, places, headings, first=not kept)
        if reason is None:
            kept.append(row)
        elif reason[0]:
            passed.append(Fault(row.no, "", reason[0], reason[1], "note"))
    return kept, passed


def _no_data(
    kind: Kind, row: Raw, places: Mapping[str, int], headings: Mapping[str, str], *, first: bool
) -> tuple[str, dict[str, Any]] | None:
    """Return why a line is none of the list ("" needs no word), None for one of the list."""
    own = [value for value in row.cells if not (isinstance(value, dict) and MERGED in value)]
    filled = [text for value in own if (text := shown(value).strip())]
    if first and len(filled) > 1 and all(_ORDER.fullmatch(text) for text in filled):
        return "", {}  # the line (1) (2) (3) under the headings
    same = [key for key, at in places.items() if words(shown(row.cell(at))) == headings.get(key, "\0")]
    if len(same) >= min(LEAST_KNOWN, len(places)):
        return N_("Dòng tên cột lặp lại: máy bỏ qua."), {}
    keys = [shown(row.cell(places[key])).strip() for key in kind.keys if key in places]
    label = next((text for text in filled if not text.isdigit()), filled[0])
    if _TOTAL.fullmatch(words(label)) and (not all(keys) or keys == [label]):
        return N_("Dòng cộng “%(text)s”: máy bỏ qua."), {"text": label[:60]}
    if not any(keys) or sum(not _ORDER.fullmatch(text) for text in filled) < LEAST_KNOWN:
        return N_("Dòng “%(text)s” không phải dòng của danh sách: máy bỏ qua."), {"text": label[:60]}
    return None
