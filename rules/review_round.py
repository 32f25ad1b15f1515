"""The whole round: base and ceiling of the quota, who keeps the highest rank, who falls out and why, the annex. RV11.

Points, conditions and quota stay apart: `RoundUnit.rank` is what points and conditions gave, `Place.rank` what the
quota leaves. Units that are not ranked (KXL) stand neither in the annex nor in the base.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from rules.awards_facts import RATING_ORDER, UNRATED, Quota
from rules.errors import RuleDataError
from rules.finding import N_, Finding
from rules.review_rank import TOP, Standing
from rules.reviews_facts import ReviewFacts
from rules.ruleset import Rule
from vietnamese.numbers import decimal_comma, percent

_GOOD = RATING_ORDER[RATING_ORDER.index("HTT") :]
# Base of the quota -> how its ceiling is told.
BASES = {
    "htt_or_better": N_(
        "HTXS tối đa %(limit)s đơn vị: %(share)s × %(base)s đơn vị xếp loại HTT trở lên = %(product)s."
    ),
    "ranked": N_("HTXS tối đa %(limit)s đơn vị: %(share)s × %(base)s đơn vị được xếp loại = %(product)s."),
    "all": N_("HTXS tối đa %(limit)s đơn vị: %(share)s × %(base)s đơn vị trong phạm vi xét = %(product)s."),
}
ROUNDING = {
    "down": N_("Phần lẻ lấy tròn xuống."),
    "up": N_("Phần lẻ lấy tròn lên."),
    "half_up": N_("Phần lẻ từ một nửa trở lên lấy tròn lên."),
}
SCOPES = ("all", "kind", "block")


@dataclass(frozen=True)
class RoundUnit:
    """One union of the round as the quota sees it. Points in tenths; `corrections`: items that verifiers changed.

    `votes`: members of the deciding committee for the highest rank, None when not voted. `bound_by`: what kept it
    below the next rank before the quota (`Standing.bound_by`).
    """

    id: str
    name: str
    kind: str
    rank: str
    points: int = 0
    first_group: int = 0
    corrections: int = 0
    votes: int | None = None
    own_total: int | None = None
    members: int | None = None
    block: str = ""
    bound_by: str | None = None


@dataclass(frozen=True)
class Ceiling:
    """The quota of one scope (the whole round, a kind of union, a block): how it was reckoned, to print beside it."""

    scope: str
    base_kind: str
    base: int
    share: tuple[int, int]
    rounding: str
    limit: int

    @property
    def messages(self) -> tuple[str, str]:
        """Two sentences to print: share and base, then the rounding; `params` fill both."""
        return BASES[self.base_kind], ROUNDING[self.rounding]

    @property
    def params(self) -> dict[str, str | int]:
        """Figures of `messages`."""
        num, den = self.share
        return {
            "limit": self.limit,
            "share": percent(num, den, 2),
            "base": self.base,
            "product": decimal_comma(self.base * num * 100 // den, 2, trim=True),
        }


@dataclass(frozen=True)
class Place:
    """What a union gets, and what bound it: points, condition, cap, age, file, quota, tie; None with the highest rank.

    `message` says so in a sentence that `params` fill; empty when nothing is to be said.
    """

    unit: RoundUnit
    rank: str
    bound_by: str | None
    message: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Allotment:
    """The outcome of a round before the committee decides: places in the order of the annex, ceilings by scope."""

    places: tuple[Place, ...]
    ceilings: tuple[Ceiling, ...]

    def place(self, unit_id: str) -> Place | None:
        """The place of one union."""
        return next((place for place in self.places if place.unit.id == unit_id), None)

    @property
    def fallen(self) -> tuple[Place, ...]:
        """Unions that reached the highest rank by points and conditions and lost it to the quota."""
        return tuple(place for place in self.places if place.bound_by in ("quota", "tie"))


def entry(
    facts: ReviewFacts,
    standing: Standing,
    *,
    votes: int | None = None,
    members: int | None = None,
    own_total: int | None = None,
    block: str = "",
) -> RoundUnit:
    """A union of the round from its verified review; the first group is the first of the sheet."""
    totals = standing.tally
    return RoundUnit(
        id=facts.unit.id,
        name=facts.unit.name,
        kind=facts.sheet.kind,
        rank=standing.rank,
        points=totals.points,
        first_group=totals.groups[0].points if totals.groups else 0,
        corrections=sum(
            scored.applies and None not in (scored.own, scored.verified) and scored.own != scored.verified
            for scored in facts.scores.values()
        ),
        votes=votes,
        own_total=own_total,
        members=members,
        block=block,
        bound_by=standing.bound_by,
    )


def ceilings(ranks: Mapping[str, str], units: Iterable[RoundUnit], rule: Rule) -> dict[str, Ceiling]:
    """The ceiling of each scope under the ranks given ({id: rank}); {scope: Ceiling}, scope "" for the whole round.

    RuleDataError when base, scope or rounding of RV11 is not one that is known.
    """
    base_kind, rounding = _choice(rule, "base", BASES), _choice(rule, "rounding", ROUNDING)
    num, den = rule.ratio("share")
    scopes: dict[str, list[str]] = {}
    for unit in units:
        scopes.setdefault(_scope(unit, rule), []).append(ranks.get(unit.id, UNRATED))
    found = {}
    for scope, given in scopes.items():
        base = sum(_counts(rank, base_kind) for rank in given)
        limit = Quota("share", num, den, rounding).limit(base)
        assert limit is not None
        found[scope] = Ceiling(scope, base_kind, base, (num, den), rounding, limit)
    return found


def allot(units: Iterable[RoundUnit], rule: Rule) -> Allotment:
    """Give the highest rank to the first of each scope up to its ceiling; the others keep the next one.

    Order: verified total, first group, fewer corrections by verifiers, votes. Unions that are equal in all of it and
    do not all fit are a tie: none of them keeps the rank until the committee has voted an order.
    """
    everybody = list(units)
    limits = ceilings({unit.id: unit.rank for unit in everybody}, everybody, rule)
    lost: dict[str, str] = {}
    for scope, ceiling in limits.items():
        ordered = sorted(
            (unit for unit in everybody if unit.rank == TOP and _scope(unit, rule) == scope), key=_order
        )
        kept, out = ordered[: ceiling.limit], ordered[ceiling.limit :]
        tied = {_order(unit) for unit in kept} & {_order(unit) for unit in out}
        lost |= {unit.id: "quota" for unit in out}
        lost |= {unit.id: "tie" for unit in ordered if _order(unit) in tied}
    places = [_place(unit, lost.get(unit.id), limits[_scope(unit, rule)]) for unit in everybody]
    return Allotment(_by_rank(places), tuple(limits.values()))


# What bound a union -> what its row and its notice say.
SAID = {
    "points": N_("%(points)s điểm: xếp %(rank)s theo điểm thẩm định."),
    "condition": N_("%(points)s điểm nhưng không đủ điều kiện HTXS."),
    "cap": N_("%(points)s điểm nhưng bị hạ mức theo quy định."),
    "quota": N_("%(points)s điểm, đủ điều kiện HTXS nhưng hết chỉ tiêu (%(limit)s/%(base)s đơn vị)."),
    "tie": N_("%(points)s điểm, bằng đơn vị khác ở chỉ tiêu cuối; Ban Thường vụ biểu quyết thứ tự."),
    "file": N_("Không gửi hồ sơ."),
    "age": N_("Không xếp loại: chưa đủ thời gian hoạt động hoặc đã kết thúc."),
}


def _place(unit: RoundUnit, lost: str | None, ceiling: Ceiling) -> Place:
    rank = _GOOD[0] if lost else unit.rank
    bound = lost or unit.bound_by or ("age" if unit.rank == UNRATED else None)
    params: dict[str, str | int] = {
        "points": decimal_comma(unit.points, 1),
        "rank": rank,
        "limit": ceiling.limit,
        "base": ceiling.base,
    }
    return Place(unit, rank, bound, SAID.get(bound or "", ""), params)


def _order(unit: RoundUnit) -> tuple[int, int, int, int]:
    return -unit.points, -unit.first_group, unit.corrections, -(unit.votes or 0)


def _by_rank(places: Iterable[Place]) -> tuple[Place, ...]:
    """The highest rank first, within a rank by the order of the quota, those not ranked last; equals as they came."""
    order = [*reversed(RATING_ORDER), UNRATED]
    return tuple(sorted(places, key=lambda one: (order.index(one.rank), _order(one.unit))))


def annex(places: Iterable[Place]) -> list[tuple[str, list[tuple[int, Place]]]]:
    """The list that goes with the decision: (rank, [(running number, place)]), empty ranks and unranked left out."""
    found: list[tuple[str, list[tuple[int, Place]]]] = []
    ranked = [place for place in _by_rank(places) if place.rank != UNRATED]
    for number, place in enumerate(ranked, start=1):
        if not found or found[-1][0] != place.rank:
            found.append((place.rank, []))
        found[-1][1].append((number, place))
    return found


def counts(places: Iterable[Place]) -> dict[str, dict[str, int]]:
    """How many unions of each kind got each rank, for the roll-up (M11): {kind: {rank: n}}, "" for all kinds."""
    found: dict[str, dict[str, int]] = {}
    for place in places:
        for kind in ("", place.unit.kind):
            row = found.setdefault(kind, dict.fromkeys((*reversed(RATING_ORDER), UNRATED), 0))
            row[place.rank] += 1
    return found


@dataclass(frozen=True)
class RoundFacts:
    """The round as it goes to its decision: the unions and the rank that the committee gives each ({id: rank})."""

    units: tuple[RoundUnit, ...]
    decided: Mapping[str, str] = field(default_factory=dict)


def within_quota(facts: RoundFacts, rule: Rule) -> list[Finding]:
    """RV11: not more unions with the highest rank than the ceiling, whose base is told."""
    found = []
    for scope, ceiling in ceilings(facts.decided, facts.units, rule).items():
        top = [
            unit for unit in facts.units if facts.decided.get(unit.id) == TOP and _scope(unit, rule) == scope
        ]
        if len(top) <= ceiling.limit:
            continue
        found.append(
            rule.fail(
                N_(
                    "%(count)s đơn vị xếp HTXS (%(units)s), chỉ tiêu %(limit)s "
                    "(%(share)s × %(base)s = %(product)s)."
                ),
                field="decided",
                subject=scope or None,
                fix=N_("Giữ HTXS cho đơn vị điểm cao hơn; đơn vị còn lại xếp HTT."),
                count=len(top),
                units="; ".join(unit.name for unit in sorted(top, key=_order)),
                **ceiling.params,
            )
        )
    return found


def rank_supported(facts: RoundFacts, rule: Rule) -> list[Finding]:
    """OV05: nobody is given a rank above what points and conditions gave, nor a rank at all where there is none."""
    order = (UNRATED, *RATING_ORDER)
    return [
        rule.fail(
            N_("%(name)s: quyết định %(decided)s, điểm và điều kiện chỉ đạt %(rank)s."),
            field="decided",
            subject=unit.id,
            fix=N_("Xếp theo điểm thẩm định và điều kiện."),
            name=unit.name,
            decided=facts.decided[unit.id],
            rank=unit.rank,
        )
        for unit in facts.units
        if unit.id in facts.decided and order.index(facts.decided[unit.id]) > order.index(unit.rank)
    ]


def everybody_decided(facts: RoundFacts, rule: Rule) -> list[Finding]:
    """OV06: the decision names every union that is ranked (completeness)."""
    return [
        rule.fail(
            N_("%(name)s chưa có kết quả xếp loại."),
            field="decided",
            subject=unit.id,
            fix=N_("Quyết định hồ sơ của đơn vị, hoặc ghi rõ không xếp loại."),
            name=unit.name,
        )
        for unit in facts.units
        if unit.rank != UNRATED and unit.id not in facts.decided
    ]


def without_file(
    unit_id: str, name: str, kind: str, *, reminded: bool, rule: Rule
) -> tuple[RoundUnit, Finding]:
    """OV04: a union that has sent nothing by the last day: reminded once first, then not fulfilled (KHT).

    The rank KHT is given only where the rule binds; otherwise the union stays unranked and the finding asks.
    """
    if not reminded:
        found = rule.ask(
            N_("%(name)s chưa gửi hồ sơ; phải nhắc một lần trước khi xếp loại."),
            subject=unit_id,
            fix=N_("Gửi văn bản nhắc và cho thêm thời gian."),
            name=name,
        )
        return RoundUnit(unit_id, name, kind, UNRATED, bound_by="file"), found
    found = rule.fail(
        N_("%(name)s không gửi hồ sơ dù đã được nhắc: xếp KHT."),
        subject=unit_id,
        fix=N_("Ghi rõ lần nhắc trong biên bản."),
        name=name,
    )
    rank = RATING_ORDER[0] if found.blocks else UNRATED
    return RoundUnit(unit_id, name, kind, rank, bound_by="file"), found


def _scope(unit: RoundUnit, rule: Rule) -> str:
    return {"all": "", "kind": unit.kind, "block": unit.block}[_choice(rule, "scope", SCOPES)]


def _counts(rank: str, base_kind: str) -> bool:
    if base_kind == "all":
        return True
    return rank in (_GOOD if base_kind == "htt_or_better" else RATING_ORDER)


def _choice(rule: Rule, name: str, known: Collection[str]) -> str:
    value = rule.values.get(name)
    if value not in known:
        raise RuleDataError(f"{rule.id}.values.{name}", f"one of {', '.join(known)} is expected")
    return str(value)
