"""Who may be the same person: names that differ in spelling only, with the day of birth to tell people apart.

NFD, spaces, case and the place of a tone (hoà, hòa) never make two names. Lost marks and one wrong letter count
where the day of birth agrees; a day and month turned round count where the name agrees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.finding import N_
from vietnamese.names import sort_key
from vietnamese.text import search_key

SAME_NAME = N_("cùng họ tên")
SAME_LETTERS = N_("chỉ khác dấu")
ONE_LETTER = N_("khác một chữ cái")
TURNED = N_("cùng họ tên, ngày và tháng sinh đảo nhau")


@dataclass(frozen=True)
class Known:
    """Somebody to compare with: a mark that the caller chooses, name, day of birth."""

    mark: str
    name: str
    born_on: date | None


@dataclass(frozen=True)
class Alike:
    """Somebody who may be the same, and in what the two agree."""

    known: Known
    why: str


class Crowd:
    """People found by spelling and by day of birth; adding and asking take no longer as it grows."""

    def __init__(self, people: Iterable[Known] = ()) -> None:
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        self._by_day: dict[date, list[tuple[str, Known]]] = defaultdict(list)
        for one in people:
            self.add(one)

    def add(self, one: Known) -> None:
        """Let somebody be found."""
        self._by_name[sort_key(one.name)].append(one)
        if one.born_on is not None:
            self._by_day[one.born_on].append((_letters(one.name), one))

    def alike(self, name: str, born_on: date | None) -> list[Alike]:
        """Return who may be the same person, the surest first."""
        found: dict[str, Alike] = {}
        for one in self._by_name[sort_key(name)]:
            if born_on is None or one.born_on is None or one.born_on == born_on:
                found[one.mark] = Alike(one, SAME_NAME)
            elif (one.born_on.day, one.born_on.month, one.born_on.year) == (
                born_on.month,
                born_on.day,
                born_on.year,
            ):
                found[one.mark] = Alike(one, TURNED)
        key = _letters(name)
        for letters, one in self._by_day[born_on] if born_on else ():
            if one.mark not in found and letters == key:
                found[one.mark] = Alike(one, SAME_LETTERS)
            elif one.mark not in found and one_apart(letters, key):
                found[one.mark] = Alike(one, ONE_LETTER)
        return list(found.values())


def _letters(name: str) -> str:
    return search_key(name).replace(" ", "")


def one_apart(one: str, other: str) -> bool:
    """Tell whether two texts differ by one letter put in, left out, changed, or two neighbours turned round."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) == len(other):
        return one[at + 1 :] == other[at + 1 :] or (
            one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
        )
    return one[at:] == other[at + 1 :]
