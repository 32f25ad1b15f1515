"""Standing in for the head of a unit: who gives what to whom for how long, and what is wrong with it.

Source: NĐ 30/2020, Điều 13 – a deputy signs KT. what was handed to them; an acting head (Q.) signs as head; the head
of one of the unit's own offices signs TL. some kinds of paper by order; a mandate (TUQ.) is given in writing, limited
in time and content, and is not passed on. That a giver who is no longer head gives nothing any more, and that nobody
gives to oneself, are the house's own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

#: KT. a deputy's standing authority · TL. by order · TUQ. by written mandate · Q. acting head.
KINDS = ("deputy", "by_order", "mandate", "acting")

#: Whoever signs by one of these signs for somebody and may not pass it on.
NOT_PASSED_ON = ("deputy", "by_order", "mandate")


@dataclass(frozen=True)
class Roles:
    """Which roles sign: heads, their deputies, heads of the unit's own offices; and those who never do."""

    heads: frozenset[str]
    deputies: frozenset[str]
    office_heads: frozenset[str]
    never: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Held:
    """An office held in the unit, from the first to the last day (None: still)."""

    office_id: int
    person_id: int
    name: str
    role: str
    title: str
    valid_from: date
    valid_to: date | None = None

    def on(self, day: date) -> bool:
        """Tell whether the office is held on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def covers(self, first: date, last: date | None) -> bool:
        """Tell whether the office is held on every day from `first` to `last` (None: without end)."""
        return self.valid_from <= first and (
            self.valid_to is None or (last is not None and last <= self.valid_to)
        )


@dataclass(frozen=True)
class Delegation:
    """What somebody may do in place of the head. `power` is sign, decide or both; `covers` are kinds of paper to sign,
    `procedures` those to decide on, each empty for all; `revoked_on` is the first day on which it counts no more;
    `giver_id` is None where the office that an acting head fills is vacant.
    """

    kind: str
    giver_id: int | None
    person_id: int
    office_id: int
    valid_from: date
    valid_to: date | None = None
    covers: frozenset[str] = frozenset()
    paper_no: str = ""
    paper_on: date | None = None
    revoked_on: date | None = None
    id: int = 0
    power: str = "sign"
    procedures: frozenset[str] = frozenset()

    @property
    def signs(self) -> bool:
        """Tell whether papers are signed by it; an acting head signs always."""
        return self.kind == "acting" or self.power != "decide"

    @property
    def decides(self) -> bool:
        """Tell whether dossiers are decided by it; an acting head decides always."""
        return self.kind == "acting" or self.power != "sign"

    @property
    def last(self) -> date | None:
        """The last day on which it counts, before it begins where it was revoked in time; None without end."""
        ends = [day for day in (self.valid_to, self._before_revoked) if day is not None]
        return min(ends, default=None)

    @property
    def _before_revoked(self) -> date | None:
        return None if self.revoked_on is None else date.fromordinal(self.revoked_on.toordinal() - 1)

    def on(self, day: date) -> bool:
        """Tell whether a day lies in its time."""
        return self.valid_from <= day and (self.last is None or day <= self.last)

    def is_about(self, kind: str | None) -> bool:
        """Tell whether it covers a kind; None asks for any."""
        return kind is None or not self.covers or kind in self.covers

    def meets(self, other: Delegation) -> bool:
        """Tell whether the two share a day."""
        return (self.last is None or other.valid_from <= self.last) and (
            other.last is None or self.valid_from <= other.last
        )


@dataclass(frozen=True)
class Fault:
    """Why a delegation is refused: the field it is about, a reason (key of `errors.DELEGATION_REASONS`), its values."""

    field: str
    reason: str
    params: tuple[tuple[str, str], ...] = ()


def acting_on(day: date, held: Iterable[Held], given: Iterable[Delegation]) -> list[tuple[Held, Delegation]]:
    """Return who acts as head on a day, with the office they hold besides."""
    offices = {one.office_id: one for one in held if one.on(day)}
    return [
        (offices[one.office_id], one)
        for one in given
        if one.kind == "acting" and one.on(day) and one.office_id in offices
    ]


def heads_on(day: date, held: Sequence[Held], given: Sequence[Delegation], roles: Roles) -> list[Held]:
    """Return the head of the unit on a day: whoever acts as one, else the holder of the office."""
    acting = [office for office, _given in acting_on(day, held, given)]
    return acting or [one for one in held if one.role in roles.heads and one.on(day)]


def in_force(
    day: date, held: Sequence[Held], given: Sequence[Delegation], roles: Roles
) -> list[tuple[Held, Delegation]]:
    """Return the delegations that count on a day, with the receiver's office.

    One of a head who is head no longer, or in whose place somebody acts that day, rests; so does one whose receiver
    has left the office to which it was given.
    """
    heads = {one.person_id for one in heads_on(day, held, given, roles)}
    offices = {one.office_id: one for one in held if one.on(day)}
    counting = (one for one in given if one.on(day) and one.office_id in offices)
    return [
        (offices[one.office_id], one) for one in counting if one.kind == "acting" or one.giver_id in heads
    ]


def deciding_on(
    day: date, held: Sequence[Held], given: Sequence[Delegation], roles: Roles
) -> list[tuple[Held, Delegation]]:
    """Return the delegations of deciding that count on a day, with the receiver's office."""
    return [(office, one) for office, one in in_force(day, held, given, roles) if one.decides]


def faults(
    new: Delegation, held: Sequence[Held], given: Sequence[Delegation], roles: Roles, today: date
) -> list[Fault]:
    """Return what is wrong with a delegation that is to be recorded, in the order of the form; none: it may be.

    `held` are all offices of the unit, of whatever time; `given` its delegations so far, ended ones included.
    """
    found = _receiver(new, held, roles) + _giver(new, held, given, roles) + _time(new, today) + _paper(new)
    return found or _beside(new, held, given)


def _receiver(new: Delegation, held: Sequence[Held], roles: Roles) -> list[Fault]:
    office = next((one for one in held if one.office_id == new.office_id), None)
    if office is None or office.person_id != new.person_id or office.role in roles.never:
        return [Fault("receiver", "receiver_office")]
    if new.giver_id == new.person_id:
        return [Fault("receiver", "oneself")]
    if new.kind == "by_order" and new.decides:
        return [Fault("kind", "by_order_decides")]
    fitting = {"deputy": roles.deputies, "by_order": roles.office_heads}.get(new.kind)
    if fitting is not None and office.role not in fitting:
        return [Fault("receiver", f"receiver_{new.kind}")]
    if new.kind == "acting" and office.role in roles.heads:
        return [Fault("receiver", "acting_is_head")]
    if not office.covers(new.valid_from, new.valid_to) and _ordered(new):
        return [Fault("receiver", "receiver_term", (("term", _term(office)),))]
    return []


def _giver(new: Delegation, held: Sequence[Held], given: Sequence[Delegation], roles: Roles) -> list[Fault]:
    if new.giver_id is None:
        return [] if new.kind == "acting" else [Fault("giver", "giver_missing")]
    mine = [one for one in held if one.person_id == new.giver_id and one.role in roles.heads]
    acts = [
        one
        for one in given
        if one.kind == "acting" and one.person_id == new.giver_id and new.kind != "acting"
    ]
    if any(one.covers(new.valid_from, new.valid_to) for one in mine) or any(_spans(one, new) for one in acts):
        return []
    if mine or acts:
        return [Fault("giver", "giver_term")] if _ordered(new) else []
    lent = any(one.person_id == new.giver_id and one.kind in NOT_PASSED_ON for one in given)
    return [Fault("giver", "chain" if lent else "giver_not_head")]


def _spans(one: Delegation, new: Delegation) -> bool:
    return one.valid_from <= new.valid_from and (
        one.last is None or (new.valid_to is not None and new.valid_to <= one.last)
    )


def _time(new: Delegation, today: date) -> list[Fault]:
    if new.valid_to is None:
        without = {"mandate": True, "acting": not new.paper_no}.get(new.kind, False)
        if new.decides and new.kind != "acting":
            return [Fault("valid_to", "end_decide")]
        return [Fault("valid_to", f"end_{new.kind}")] if without else []
    if not _ordered(new):
        return [Fault("valid_to", "end_before_start")]
    return [Fault("valid_to", "past")] if new.valid_to < today else []


def _paper(new: Delegation) -> list[Fault]:
    found = []
    if new.kind == "mandate" and new.signs:
        found += [] if new.covers else [Fault("covers", "covers_mandate")]
        found += [] if new.paper_no else [Fault("paper_no", "paper_mandate")]
    if new.paper_no and new.paper_on is None:
        found.append(Fault("paper_on", "paper_date"))
    if new.paper_on is not None and new.paper_on > new.valid_from:
        found.append(Fault("paper_on", "paper_later"))
    return found


def _beside(new: Delegation, held: Sequence[Held], given: Sequence[Delegation]) -> list[Fault]:
    """What stands against it among the delegations there are."""
    names = {one.person_id: one.name for one in held}
    for one in given:
        same = one.kind == new.kind and one.meets(new)
        told = (("name", names.get(one.person_id, "")), ("term", _term(one)))
        if same and new.kind == "acting":
            return [Fault("valid_from", "two_acting", told)]
        if "acting" in (one.kind, new.kind) or not one.meets(new):
            continue
        deciding = one.decides and new.decides and _common(one.procedures, new.procedures)
        if deciding and one.person_id != new.person_id:
            return [Fault("receiver", "two_deciding", told)]
        signing = same and one.signs and new.signs and _common(one.covers, new.covers)
        if (deciding or signing) and one.person_id == new.person_id:
            return [Fault("receiver", "twice", told)]
    return []


def _common(some: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether two lists share a member; an empty one has all."""
    return not some or not others or bool(some & others)


def _ordered(new: Delegation) -> bool:
    return new.valid_to is None or new.valid_to >= new.valid_from


def _term(one: Held | Delegation) -> str:
    """«01/06/2026–30/06/2026», «01/06/2026–» without end."""
    last = one.valid_to if isinstance(one, Held) else one.last
    return f"{one.valid_from:%d/%m/%Y}–" + (f"{last:%d/%m/%Y}" if last else "")
