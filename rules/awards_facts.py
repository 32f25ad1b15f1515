"""Plain facts of an award nomination, as the rules read them.

Everything that somebody may not have told yet is None: a rule asks then and never fails. `()` and `{}` say "known:
there is none". Days are `date`, money is integer đồng, ratios are numerator and denominator.

Codes. Kinds of nominee: person, group (tổ công đoàn, công đoàn bộ phận), unit (a union), household. Forms of
award: toan_dien (yearly merit), chuyen_de (thematic), dot_xuat (sudden merit), so_tong_ket (review of a phase or
campaign), cong_hien (long leadership service), nien_han, doi_ngoai. Ratings: HTXS, HTT, HT, KHT, and KXL where the
year is known to be without one. Award codes are those of `reference/awards/catalogue.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.bonus import BonusTable

# From the lowest to the highest; KXL (known to be unrated) stands outside.
RATING_ORDER = ("KHT", "HT", "HTT", "HTXS")
UNRATED = "KXL"
COLLECTIVES = ("group", "unit")


@dataclass(frozen=True)
class Quota:
    """How many a unit may propose: a share of its members or a fixed number, for the kinds of nominee it counts.

    share: floor, ceiling or half-up (`rounding` down, up, half_up) of members × num / den. fixed: `num`.
    """

    kind: str | None = None
    num: int | None = None
    den: int | None = None
    rounding: str = "down"
    counts: tuple[str, ...] = ("person",)

    def limit(self, members: int | None) -> int | None:
        """The largest number allowed, or None when something needed is not known."""
        if self.num is None or self.num < 0:
            return None
        if self.kind == "fixed":
            return self.num
        if self.kind != "share" or not self.den or self.den < 0 or members is None or members < 0:
            return None
        product = members * self.num
        rounded = {
            "down": product // self.den,
            "up": -(-product // self.den),
            "half_up": (2 * product + self.den) // (2 * self.den),
        }
        return rounded.get(self.rounding)


@dataclass(frozen=True)
class AwardRound:
    """One round of a deciding unit for one award and year, with the limits that the round itself has set.

    `objects`: kinds of nominee the award is for. `award_class`: what it counts as (bk_bo for the Bằng khen of the
    confederation). `nominated_on`: the day for which discipline and deadlines are judged. `cutoff`: the day to which
    months of service are counted. `counted_from`: the first day whose achievements count. `min_rating`: a floor that
    the round has set. `purse`: the named source of the prize money ("": known to be none).
    `prizes`: {kind of nominee: đồng} that the deciding unit has set for the round; they go before the table.
    """

    award: str
    award_title: str = ""
    award_class: str | None = None
    objects: tuple[str, ...] | None = None
    level: str | None = None
    year: int | None = None
    form: str | None = None
    opens: date | None = None
    deadline: date | None = None
    nominated_on: date | None = None
    decision_date: date | None = None
    cutoff: date | None = None
    counted_from: date | None = None
    quota: Quota | None = None
    group_quota: Quota | None = None
    min_rating: str | None = None
    purse: str | None = None
    prizes: Mapping[str, int] = field(default_factory=dict)
    theme_total: int | None = None
    upper_union_total: int | None = None

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """The quotas that the round has set."""
        return tuple(quota for quota in (self.quota, self.group_quota) if quota is not None)

    @property
    def classed(self) -> str:
        """The code by which thresholds are looked up."""
        return self.award_class or self.award


@dataclass(frozen=True)
class UnitFacts:
    """The nominating unit in the year of the round."""

    id: str
    name: str = ""
    members: int | None = None
    ratings: Mapping[int, str | None] = field(default_factory=dict)
    ldtt_people: int | None = None


@dataclass(frozen=True)
class Discipline:
    """A disciplinary measure: kind (khien_trach, canh_cao, …), first and last day of its term."""

    kind: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Initiative:
    """A sáng kiến or đề tài (`kind` initiative, topic).

    `scope` unit, province or national: the reach recognised; `used_for` titles of awards that rested on it
    (`()`: known to be unused); `is_ground`: this nomination rests on it; `certificate`: its paper is attached;
    `benefit`: worth in đồng. Each author may use an initiative once.
    """

    id: str
    name: str = ""
    year: int | None = None
    kind: str = "initiative"
    scope: str | None = None
    recognised_by: str | None = None
    decision_no: str | None = None
    decision_date: date | None = None
    used_for: tuple[str, ...] | None = None
    is_ground: bool = True
    certificate: bool | None = None
    benefit: int | None = None

    @property
    def recognised(self) -> bool | None:
        """True when the recogniser and the decision are named; otherwise nobody has said."""
        return True if self.recognised_by and self.decision_no else None


@dataclass(frozen=True)
class PastAward:
    """An award held: `award` code, `award_class` what it counts as, `cited` when this nomination rests on it."""

    award: str
    title: str = ""
    award_class: str | None = None
    level: str | None = None
    year: int | None = None
    form: str | None = None
    decision_no: str | None = None
    decision_date: date | None = None
    achievement: str | None = None
    cited: bool = False

    @property
    def classed(self) -> str:
        """The code by which prerequisites are looked up."""
        return self.award_class or self.award


@dataclass(frozen=True)
class OtherNomination:
    """The same nominee in another dossier that is not yet decided."""

    dossier: str
    award: str | None = None
    level: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class Collective:
    """Figures of a nominated group or unit in the year."""

    members: int | None = None
    women: int | None = None
    ldtt: int | None = None
    cstdcs: int | None = None
    completed: int | None = None
    serious_discipline: bool | None = None
    founded_on: date | None = None
    leads_block: bool | None = None
    leads_campaign: bool | None = None
    campaign_years: int | None = None
    no_strike: bool | None = None
    no_fatal_accident: bool | None = None
    agreement: bool | None = None
    democracy: bool | None = None
    no_key_officer_disciplined: bool | None = None


@dataclass(frozen=True)
class Service:
    """Where and how long a person has served; months are full months, years full years."""

    transferred: bool | None = None
    months_at_old_unit: int | None = None
    old_unit_opinion: bool | None = None
    seconded: bool | None = None
    sending_unit: str | None = None
    study_months: int | None = None
    study_grade: str | None = None
    maternity_months: int | None = None
    union_years_full_time: int | None = None
    union_years_part_time: int | None = None
    leader_months: int | None = None
    leader_months_required: int | None = None


@dataclass(frozen=True)
class Nominee:
    """One person or collective of the nomination, under its key in the answers.

    `ratings`: {year: code}; a year that is absent is unknown. `award_years`: the years whose awards are all on
    record; `awards_complete`: all of them are. `special_years`: {year: maternity | study | transfer}. `route`:
    cong_trang when the chain of earlier results was chosen. `report`: made, scan or None (there is none).
    `close_ids`: persons who are close to the nominee or lead the collective. `leads`: unit or group, what a leader
    leads; `collective_ratings`: of that group. `counted_from`: first day whose achievements count, where it is not
    the round's. `achievement`: what tells one achievement of a thematic or sudden award from another.
    """

    key: str
    kind: str
    id: str | None = None
    name: str = ""
    unit_id: str | None = None
    sex: str | None = None
    is_leader: bool | None = None
    is_direct_worker: bool | None = None
    hired_on: date | None = None
    absent_days: int | None = None
    registered: bool | None = None
    fined: bool | None = None
    discipline: tuple[Discipline, ...] | None = None
    open_case: bool | None = None
    ratings: Mapping[int, str | None] = field(default_factory=dict)
    leads: str | None = None
    collective_ratings: Mapping[int, str | None] = field(default_factory=dict)
    special_years: Mapping[int, str] = field(default_factory=dict)
    initiatives: tuple[Initiative, ...] | None = None
    past_awards: tuple[PastAward, ...] | None = None
    award_years: frozenset[int] = frozenset()
    awards_complete: bool | None = None
    other_nominations: tuple[OtherNomination, ...] | None = ()
    achievement: str | None = None
    counted_from: date | None = None
    route: str | None = None
    no_flag: bool | None = None
    results_text: str | None = None
    report: str | None = None
    report_signatures: int | None = None
    close_ids: tuple[str, ...] = ()
    collective: Collective = Collective()
    service: Service = Service()

    @property
    def is_person(self) -> bool:
        """Whether the nominee is one human being."""
        return self.kind == "person"


@dataclass(frozen=True)
class Meeting:
    """The meeting that voted; `mode` secret or hands; `written` votes sent by absent members; `participant_ids`."""

    held_on: date | None = None
    members_total: int | None = None
    present: int | None = None
    written: int | None = None
    mode: str | None = None
    participant_ids: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Ballot:
    """Votes on one nominee; a show of hands has only `agree` and `disagree`.

    `interested_voted`: whether somebody voted on their own case or that of somebody close.
    """

    issued: int | None = None
    collected: int | None = None
    valid: int | None = None
    invalid: int | None = None
    agree: int | None = None
    disagree: int | None = None
    interested_voted: bool | None = None


@dataclass(frozen=True)
class AwardFacts:
    """Everything the rules may look at.

    `ballots`: {nominee key: Ballot}. `papers`: {kind: "draft" | "issued" | "attached"} or None when nobody looked;
    `stage`: submission or before_committee. `published`: whether the list was published, and for how many working
    days (`published_working_days`). `bonus`: the prize table, for AW44.
    """

    round: AwardRound
    unit: UnitFacts
    nominees: tuple[Nominee, ...] = ()
    meeting: Meeting | None = None
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    papers: Mapping[str, str] | None = None
    stage: str = "submission"
    published: bool | None = None
    published_working_days: int | None = None
    bonus: BonusTable | None = None

    def of_kind(self, *kinds: str) -> tuple[Nominee, ...]:
        """Nominees of the kinds given."""
        return tuple(nominee for nominee in self.nominees if nominee.kind in kinds)
