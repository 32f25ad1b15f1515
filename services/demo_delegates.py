"""Who comes to the demonstration's events: officers and members of each union, then invented names, always the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services import demo_rows
from vietnamese.text import search_key

#: Offices in the order in which a union sends its people.
OFFICES = ("chair", "vice_chair", "secretary", "inspector", "executive", "group_leader")
LEADER = "Tổ trưởng tổ công đoàn"
OTHERS = "Tổ phó tổ công đoàn"
SEXES = {"m": "Nam", "f": "Nữ"}


@dataclass(frozen=True)
class Delegate:
    """Somebody whom a unit («CS01») sends; `place` counts from 1 within the unit."""

    unit: str
    place: int
    name: str
    post: str
    sex: str


def of(called: Mapping[str, int], on: date) -> dict[str, list[Delegate]]:
    """Return {unit: as many people as are called}. No two of them, nor one and an officer above, share a name."""
    day, invented = on.isoformat(), _invented()
    everybody = {row["code"]: row for row in [*demo_rows.table("people"), *demo_rows.table("members")]}
    offices = [row for row in demo_rows.table("offices") if _valid(row, day)]
    chairs = {row["person"] for row in offices if row["role"] == "chair"}
    first = {code for code in everybody if code.startswith("P")} | chairs
    taken = {search_key(everybody[code]["name"]): code for code in sorted(first)}
    found: dict[str, list[Delegate]] = {}
    for unit, count in called.items():
        known = _known(unit, day, everybody, offices)
        rows = (row for row in known if taken.setdefault(search_key(row[0]), row[3]) == row[3])
        new = (row for row in invented if taken.setdefault(search_key(row[0]), row[3]) == row[3])
        listed = itertools.islice(itertools.chain(rows, new), count)
        found[unit] = [
            Delegate(unit, place, name, post, sex)
            for place, (name, post, sex, _code) in enumerate(listed, start=1)
        ]
    return found


def chair(unit: str, on: date) -> str:
    """Return the code of a unit's chair on a day."""
    rows = demo_rows.table("offices")
    return next(
        row["person"]
        for row in rows
        if (row["unit"], row["role"]) == (unit, "chair") and _valid(row, on.isoformat())
    )


def _valid(row: Mapping[str, str], day: str) -> bool:
    return row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])


def _known(
    unit: str, day: str, everybody: Mapping[str, Any], offices: list[dict[str, str]]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield (name, post, sex, code) of a unit's officers, leaders of groups and other members on a day."""
    posts: dict[str, str] = {}
    held = [row for row in offices if row["unit"].partition("-")[0] == unit and row["role"] in OFFICES]
    for row in sorted(held, key=lambda row: OFFICES.index(row["role"])):
        posts.setdefault(row["person"], LEADER if row["role"] == "group_leader" else row["title"])
    members = [
        code
        for code, row in everybody.items()
        if row["unit"] == unit and row["hired_on"] <= day and (not row["left_on"] or day <= row["left_on"])
    ]
    for code in dict.fromkeys([*posts, *members]):
        row = everybody[code]
        yield row["name"], posts.get(code, OTHERS), SEXES[row["sex"]], code


def _invented() -> Iterator[tuple[str, str, str, str]]:
    """Yield invented people without end that matters: their names follow from their number."""
    data = demo_rows.story("event_names")
    for no in range(1000):
        sex = "fm"[no % 2]
        family, middle, given = data["family"], data[sex]["middle"], data[sex]["given"]
        words = (family[no % len(family)], middle[no * 3 % len(middle)], given[no * 5 % len(given)])
        yield " ".join(words), OTHERS, SEXES[sex], f"invented {no}"
