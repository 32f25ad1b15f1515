"""Rows pasted from Excel, matched with the people and groups of the unit; what is unclear is asked row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.nominees import Candidate
from vietnamese.text import clean, search_key

MOST_ROWS = 500
MOST_PROPOSALS = 5
SKIP = "skip"
# Words of a heading line; such a line is no person.
HEADINGS = frozenset({"stt", "tt", "chuc vu", "don vi", "ghi chu"})
# One of these alone tells a heading line, whatever the other columns are called.
NAME_HEADINGS = frozenset(
    {"ho va ten", "ho ten", "ten", "ho va ten nguoi duoc de nghi", "tap the", "ten tap the"}
)
# What the column of ordinal numbers is called.
ORDINAL_HEADINGS = frozenset({"stt", "tt"})
# «3», «3.», «3)» before a name, in a cell of its own or not.
_ORDINAL = re.compile(r"^\d{1,3}(?:[.)]\s*(?=\D|$)|\s+(?=\D)|$)")


@dataclass(frozen=True)
class RowRead:
    """One row that was not understood: its number, its text, whom it may mean."""

    no: int
    typed: str
    proposals: tuple[Candidate, ...]


@dataclass(frozen=True)
class RowsRead:
    """What became of the rows: keys understood, rows to ask about, the text that remains, how many of each."""

    people: tuple[str, ...]
    groups: tuple[str, ...]
    asked: tuple[RowRead, ...]
    rest: str
    understood: int


def read(
    text: str,
    people: Iterable[Candidate],
    groups: Iterable[Candidate],
    chosen: Mapping[str, str] | None = None,
) -> RowsRead:
    """Read pasted rows; `chosen` answers earlier questions: {row number: key or «skip»}.

    A row names somebody when one cell is exactly a name of the unit (marks and capitals do not matter as long
    as only one person has that name). Above the line of headings stands the letterhead: it names nobody, a person's
    name there is asked about. So is one below a table with numbered rows in a row without a number: it signs.
    Rows beyond the first 500 stay in the text.
    """
    everybody = [*people, *groups]
    by_name: dict[str, list[Candidate]] = {}
    for one in everybody:
        by_name.setdefault(one.search_key, []).append(one)
    lines = text.split("\n")
    head, numbered = _table(lines)
    keys: list[str] = []
    asked: list[RowRead] = []
    kept: list[str] = []
    for no, line in enumerate(lines[:MOST_ROWS], 1):
        cells = [cell for cell in (_ORDINAL.sub("", clean(part)) for part in line.split("\t")) if cell]
        if no == head and kept:
            kept.append(line)
        if not cells or _heading(cells):
            continue
        said = (chosen or {}).get(str(no))
        found = None if said else _named(cells, by_name)
        outside = no < head or (no > head and numbered and not _ORDINAL.match(clean(line.split("\t")[0])))
        if said == SKIP or (no < head and not said and (found is None or found.key.startswith("u"))):
            continue
        if said in {one.key for one in everybody}:
            keys.append(said)
        elif found is not None and not outside:
            keys.append(found.key)
        else:
            if outside and no > head and lines[head - 1] not in kept:
                kept.append(
                    lines[head - 1]
                )  # so that the row still stands below a table when it is sent again
            asked.append(RowRead(len(kept) + 1, " · ".join(cells), tuple(_close(cells, everybody))))
            kept.append(line)
    rest = "\n".join([*kept, *lines[MOST_ROWS:]])
    unique = tuple(dict.fromkeys(keys))
    return RowsRead(
        people=tuple(key for key in unique if key.startswith("p")),
        groups=tuple(key for key in unique if key.startswith("u")),
        asked=tuple(asked),
        rest=rest,
        understood=len(keys),
    )


def _table(lines: list[str]) -> tuple[int, bool]:
    """Return the number of the line of headings (0: none) and whether its first column numbers the rows."""
    for no, line in enumerate(lines[:MOST_ROWS], 1):
        words = [search_key(clean(part)) for part in line.split("\t")]
        if set(words) & NAME_HEADINGS:
            return no, words[0] in ORDINAL_HEADINGS
    return 0, False


def _heading(cells: list[str]) -> bool:
    words = {search_key(cell) for cell in cells}
    return bool(words & NAME_HEADINGS) or words <= HEADINGS


def _named(cells: list[str], by_name: Mapping[str, list[Candidate]]) -> Candidate | None:
    for cell in cells:
        same = by_name.get(search_key(cell), [])
        exact = [one for one in same if one.name == cell]
        if len(exact) == 1 or len(same) == 1:
            return (exact or same)[0]
    return None


def _close(cells: list[str], everybody: list[Candidate]) -> list[Candidate]:
    """Return who bears the name in one of the cells; where nobody does, who shares most words with it, most first."""
    keys = {search_key(cell) for cell in cells}
    if namesakes := [one for one in everybody if one.search_key in keys]:
        return sorted(namesakes, key=lambda one: one.sort_key)[:MOST_PROPOSALS]
    words = {word for cell in cells for word in search_key(cell).split()}
    scored = [(len(words & set(one.search_key.split())), one) for one in everybody]
    likely = sorted((pair for pair in scored if pair[0] >= 2), key=lambda pair: (-pair[0], pair[1].sort_key))
    return [one for _score, one in likely[:MOST_PROPOSALS]]
