"""Rows pasted from Excel, matched with the people and groups of the unit; what is unclear is asked row by row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from services import nominee_sheet as sheet
from services.nominees import Candidate
from vietnamese.listing import as_copied, grid
from vietnamese.text import clean, search_key

MOST_ROWS = 500
MOST_PROPOSALS = 5
SKIP = "skip"
SHORT, LONGEST_ASKED = 40, 120  # characters of a cell, of a row
# Words of a heading line without a column of names; such a line is no person.
HEADINGS = frozenset({"stt", "tt", "chuc vu", "don vi", "ghi chu"})
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
    """What became of the rows: keys understood, rows to ask about, the text that remains, how many of each.

    `cells` = {key: {field: text of the cell}} of everybody understood, `heads` the line of headings, `troubles` the
    cells that cannot be read, `twice` the (line, name) of rows about somebody who stood above already,
    `taken` those of several of one name who were taken because they are in the dossier.
    """

    people: tuple[str, ...]
    groups: tuple[str, ...]
    asked: tuple[RowRead, ...]
    rest: str
    understood: int
    cells: dict[str, dict[str, str]] = field(default_factory=dict)
    heads: sheet.Heads = sheet.Heads({}, {}, (), ())
    troubles: tuple[sheet.Trouble, ...] = ()
    twice: tuple[tuple[int, str], ...] = ()
    taken: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class _Table:
    """Where the line of headings stands (0: none), whether its first column numbers the rows, what it means."""

    head: int = 0
    numbered: bool = False
    heads: sheet.Heads = sheet.Heads({}, {}, (), ())

    def outside(self, no: int, cells: list[str]) -> bool:
        """Tell whether a row stands above the table, or signs below its numbered rows."""
        return no < self.head or (no > self.head and self.numbered and not _ORDINAL.match(clean(cells[0])))


def read(
    text: str,
    people: Iterable[Candidate],
    groups: Iterable[Candidate],
    chosen: Mapping[str, str] | None = None,
    *,
    year: int = 0,
    award: str = "",
    there: Collection[str] = (),
) -> RowsRead:
    """Read pasted rows; `chosen` answers earlier questions: {row number: key or «skip»}.

    A row names somebody when one cell is exactly a name of the unit (marks and capitals do not matter as long
    as only one person has that name). Above the line of headings stands the letterhead: it names nobody, a person's
    name there is asked about. So is one below a table with numbered rows in a row without a number: it signs.
    Of several of one name the one who is in the dossier (`there`) is taken and told, unless the row fits another more.
    The other columns are read by their headings; `year` and `award` are the dossier's. Rows beyond the first 500 stay
    in the text.
    """
    everybody = [*people, *groups]
    known = {one.key: one for one in everybody}
    by_name: dict[str, list[Candidate]] = {}
    for one in everybody:
        by_name.setdefault(one.search_key, []).append(one)
    rows = grid(text, multiline=True)
    table = _table(rows[:MOST_ROWS], year)
    understood: list[tuple[int, str, list[str]]] = []
    asked: list[RowRead] = []
    taken: list[Candidate] = []
    free = set(there)  # a second row of the same name means somebody else
    kept: list[list[str]] = []
    heading: list[str] = []
    for no, raw in rows[:MOST_ROWS]:
        cells = [cell for cell in (_ORDINAL.sub("", clean(part)) for part in raw) if cell]
        if no == table.head:
            heading = raw
            kept += [raw] if kept else []
        if not cells or _heading(cells):
            continue
        said = (chosen or {}).get(str(no))
        outside = table.outside(no, raw)
        found = None if said else _named(cells, by_name)
        if found is None and not said and not outside and (found := _there(cells, by_name, free)):
            taken.append(found)
        free -= {found.key} if found else set()
        above = no < table.head
        if said == SKIP or (above and not said and (found is None or found.key.startswith("u"))):
            continue
        if said in known:
            understood.append((no, said, raw))
        elif found is not None and not outside:
            understood.append((no, found.key, raw))
        else:
            if (
                heading and heading not in kept
            ):  # so that the row stands below its table when it is sent again
                kept.append(heading)
            asked.append(RowRead(len(kept) + 1, _shown(cells), tuple(_close(cells, everybody))))
            kept.append(raw)
    later = [cells for _no, cells in rows[MOST_ROWS:]]
    kept += [heading] if later and heading and heading not in kept else []
    unique = tuple(dict.fromkeys(key for _no, key, _raw in understood))
    texts, troubles, twice = _columns(understood, known, table.heads, award)
    return RowsRead(
        people=tuple(key for key in unique if key.startswith("p")),
        groups=tuple(key for key in unique if key.startswith("u")),
        asked=tuple(asked),
        rest="\n".join(as_copied(cells) for cells in [*kept, *later]),
        understood=len(understood),
        cells=texts,
        heads=table.heads,
        troubles=troubles,
        twice=twice,
        taken=tuple(taken),
    )


def _columns(understood, known: Mapping[str, Candidate], heads: sheet.Heads, award: str):
    """Return the cells by nominee, those not read, and who stands in the list twice: the first row counts."""
    texts: dict[str, dict[str, str]] = {}
    troubles: list[sheet.Trouble] = []
    twice: list[tuple[int, str]] = []
    for no, key, raw in understood:
        if key in texts:
            twice.append((no, known[key].name))
            continue
        texts[key] = sheet.cells_of(heads, raw)
        troubles += sheet.troubles(no, key, known[key].name, heads, texts[key], award)
    return texts, tuple(troubles), tuple(twice)


def _table(rows: list[tuple[int, list[str]]], year: int) -> _Table:
    for no, cells in rows:
        if "names" in (told := [sheet.telling(cell) for cell in cells]):
            return _Table(no, told[0] == "ordinal", sheet.heads(cells, year))
    return _Table()


def _heading(cells: list[str]) -> bool:
    told = [sheet.telling(cell) for cell in cells]
    return "names" in told or {search_key(cell) for cell in cells} <= HEADINGS


def _shown(cells: list[str]) -> str:
    """Say a row in its short cells: name, group, year of birth tell who is meant; a deed does not."""
    text = " · ".join([cell for cell in cells if len(cell) <= SHORT] or cells)
    return text if len(text) <= LONGEST_ASKED else text[: LONGEST_ASKED - 1] + "…"


def _named(cells: list[str], by_name: Mapping[str, list[Candidate]]) -> Candidate | None:
    for cell in cells:
        same = by_name.get(search_key(cell), [])
        exact = [one for one in same if one.name == cell]
        if len(exact) == 1 or len(same) == 1:
            return (exact or same)[0]
    return None


def _there(
    cells: list[str], by_name: Mapping[str, list[Candidate]], there: Collection[str]
) -> Candidate | None:
    """Return the one of several of a name who is in the dossier already, None where the row fits another as well."""
    keys = {search_key(cell) for cell in cells}
    same = [one for key in keys for one in by_name.get(key, [])]
    known = [one for one in same if one.key in there]
    if len(known) != 1:
        return None
    others = max((_agrees(one, keys) for one in same if one is not known[0]), default=0)
    return known[0] if _agrees(known[0], keys) >= others else None


def _close(cells: list[str], everybody: list[Candidate]) -> list[Candidate]:
    """Return who bears the name in one of the cells; where nobody does, who shares most words with it, most first.

    Of several of one name those come first whose group or year of birth stands in the row as well.
    """
    keys = {search_key(cell) for cell in cells}
    if namesakes := [one for one in everybody if one.search_key in keys]:
        return sorted(namesakes, key=lambda one: (-_agrees(one, keys), one.sort_key))[:MOST_PROPOSALS]
    words = {word for cell in cells for word in search_key(cell).split()}
    scored = [(len(words & set(one.search_key.split())), one) for one in everybody]
    likely = sorted((pair for pair in scored if pair[0] >= 2), key=lambda pair: (-pair[0], pair[1].sort_key))
    return [one for _score, one in likely[:MOST_PROPOSALS]]


def _agrees(one: Candidate, keys: set[str]) -> int:
    year = str(one.born_on.year) if one.born_on else ""
    born = bool(year) and any(key.endswith(year) for key in keys)
    return born + (bool(one.group) and search_key(one.group) in keys)
