"""Who comes: quotas by unit and office against the list, names that stand twice, guests in the order of protocol."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.errors import RuleDataError
from rules.events_facts import Delegate, UnitQuota
from vietnamese.names import sort_key
from vietnamese.text import search_key


@dataclass(frozen=True)
class QuotaGap:
    """Where list and quota differ: for a unit as a whole (`office` None) or for one of its offices.

    Not `sure` while people whose unit or office nobody has told may fill it.
    """

    unit: str
    office: str | None
    called: int
    listed: int
    sure: bool = True


def quota_gaps(quotas: Iterable[UnitQuota], delegates: Iterable[Delegate]) -> list[QuotaGap]:
    """Differences unit by unit, in the order of the quotas; units that only the list knows come last.

    Only people of the group `delegate` fill a quota. A unit without a number called is not judged.
    """
    rows = [each for each in delegates if each.group == "delegate"]
    quotas = list(quotas)
    by_unit = Counter(each.unit for each in rows)
    by_office = Counter((each.unit, each.office) for each in rows)
    found = []
    for quota in quotas:
        unit, listed, unplaced = quota.unit, by_unit[quota.unit], by_unit[None]
        if quota.called is not None and listed != quota.called:
            sure = not listed < quota.called <= listed + unplaced
            found.append(QuotaGap(unit, None, quota.called, listed, sure))
        for office, wanted in quota.offices.items():
            holders = by_office[unit, office]
            if holders < wanted:
                sure = holders + by_office[unit, None] + unplaced < wanted
                found.append(QuotaGap(unit, office, wanted, holders, sure))
    known = {quota.unit for quota in quotas}
    others = [unit for unit in by_unit if unit is not None and unit not in known]
    return found + [QuotaGap(unit, None, 0, by_unit[unit]) for unit in others]


def quota_totals(quotas: Iterable[UnitQuota]) -> tuple[int | None, dict[str, int]]:
    """How many are called in all (None while a number is missing), and how many of each office are asked for."""
    quotas = list(quotas)
    offices: Counter[str] = Counter()
    for quota in quotas:
        offices.update(quota.offices)
    called = [quota.called for quota in quotas]
    whole = None if None in called else sum(number for number in called if number is not None)
    return whole, dict(offices)


@dataclass(frozen=True)
class Twice:
    """Two rows of the list that are one person: `sure` by the register, otherwise by name and unit alone."""

    first: Delegate
    second: Delegate
    sure: bool

    @property
    def groups_differ(self) -> bool:
        """Whether the person stands in two groups, not twice in one."""
        return self.first.group != self.second.group


def listed_twice(delegates: Sequence[Delegate], key: Callable[[str], str] = search_key) -> list[Twice]:
    """Each row that repeats an earlier one: the same person of the register, or the same name in the same unit.

    `key` says which names are one: without their marks, unless told otherwise (`vietnamese.names.sort_key`).
    """
    ids: dict[str, Delegate] = {}
    names: dict[tuple[str, str | None], Delegate] = {}
    found = []
    for row in delegates:
        name = (key(row.name), row.unit)
        earlier, sure = (ids.get(row.id) if row.id else None), True
        if earlier is None and row.name.strip():
            earlier, sure = names.get(name), False
            # Two persons of the register may bear one name.
            if earlier is not None and earlier.id and row.id:
                earlier = None
        if earlier is not None:
            found.append(Twice(earlier, row, sure))
            continue
        if row.id:
            ids[row.id] = row
        names.setdefault(name, row)
    return found


@dataclass(frozen=True)
class Officer:
    """Somebody who holds an office in a unit on the day of the event."""

    person: str
    name: str
    unit: str
    office: str


def proposed(quotas: Iterable[UnitQuota], officers: Iterable[Officer]) -> list[Officer]:
    """Who is called by office: for each unit and office of its quota the holders, at most as many as are asked for.

    Nobody is proposed twice for one unit; holders come in the order of the register.
    """
    officers = list(officers)
    found: list[Officer] = []
    for quota in quotas:
        taken: set[str] = set()
        for office, wanted in quota.offices.items():
            holders = [
                each
                for each in officers
                if each.unit == quota.unit and each.office == office and each.person not in taken
            ][:wanted]
            taken |= {each.person for each in holders}
            found += holders
    return found


@dataclass(frozen=True)
class Guest:
    """A guest: codes of the body represented and of the post in it (`reference/events/protocol.toml`)."""

    key: str
    name: str
    body: str
    post: str


@dataclass(frozen=True)
class Protocol:
    """The order in which guests are greeted and listed: first by body, then by post, then by name."""

    bodies: Mapping[str, int]
    posts: Mapping[str, int]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Protocol":
        """Read `{"bodies": [{"code", "title"}], "posts": […]}`, first is highest; RuleDataError when malformed."""
        ranks = []
        for name in ("bodies", "posts"):
            codes = [row.get("code") for row in data.get(name, ())]
            if not codes or not all(isinstance(code, str) and code for code in codes):
                raise RuleDataError(name, "a list of rows with `code` is expected")
            if len(set(codes)) < len(codes):
                raise RuleDataError(name, "a code stands twice")
            ranks.append({code: place for place, code in enumerate(codes)})
        return cls(*ranks)

    def in_order(self, guests: Iterable[Guest]) -> list[Guest]:
        """The guests in order; bodies and posts that the table does not know come last."""
        return sorted(
            guests,
            key=lambda each: (
                self.bodies.get(each.body, len(self.bodies)),
                self.posts.get(each.post, len(self.posts)),
                sort_key(each.name),
            ),
        )
