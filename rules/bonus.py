"""Prize money: coefficient × base salary of the decision date, rounded up.

Formula and coefficients: Nghị định 152/2025/NĐ-CP, Điều 50–54; rounding up to 10.000 đồng in the unions: Quyết định
2106/QĐ-TLĐ (2017), Điều 50. All figures are data (`reference/awards/bonus.toml`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from rules.errors import RuleDataError
from rules.finding import NEEDS_REVIEW, STATUSES, UNCERTAIN, Status

# A household stands in the table by a factor on the coefficient of a person.
OBJECTS = ("person", "collective")
_OBJECT_OF_KIND = {"person": "person", "group": "collective", "unit": "collective", "household": "household"}


@dataclass(frozen=True)
class Coefficient:
    """Coefficient of one award and object in hundredths; None when the regulation is not read and nobody entered it."""

    award: str
    object: str
    hundredths: int | None
    basis: str
    status: Status
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class BaseSalary:
    """Base salary (lương cơ sở) in đồng from a date on."""

    amount: int
    basis: str
    status: Status
    start: date
    end: date | None = None


@dataclass(frozen=True)
class BonusTable:
    """Coefficients and base salaries with their dates, and the step in đồng to which amounts are rounded up."""

    coefficients: tuple[Coefficient, ...]
    bases: tuple[BaseSalary, ...]
    step: int
    household: tuple[int, int]
    household_basis: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], local: Iterable[Mapping[str, Any]] = ()) -> "BonusTable":
        """Read `{"rounding": {"up_to"}, "household": {"factor"}, "base_salary": […], "coefficient": […]}`.

        `local`: coefficient rows of an administrator; the first that fits wins over the shipped ones.
        RuleDataError says where the data is wrong.
        """
        try:
            step = data["rounding"]["up_to"]
            num, den = data["household"]["factor"]
            coefficients = [
                coefficient
                for place, row in _places("local", local, "coefficient", data["coefficient"])
                for coefficient in _coefficients(place, row)
            ]
            bases = [_base(place, row) for place, row in _places("base_salary", data["base_salary"])]
        except (KeyError, TypeError) as error:
            raise RuleDataError("bonus", f"the table is incomplete: {error}") from error
        if not isinstance(step, int) or step < 1:
            raise RuleDataError("rounding.up_to", "an amount of đồng is expected")
        return cls(tuple(coefficients), tuple(bases), step, (num, den), data["household"].get("basis", ""))


@dataclass(frozen=True)
class Bonus:
    """One prize: `amount` and `base` in đồng, `coefficient` in hundredths; a sum that was set has neither of these."""

    amount: int
    coefficient: int | None
    base: int | None
    basis: str
    status: Status


@dataclass(frozen=True)
class GroupTotal:
    """Sum of one award for one kind of object: `count` prizes of `each`; `amount` None while the prize is not known."""

    award: str
    kind: str
    count: int
    each: Bonus | None
    amount: int | None


@dataclass(frozen=True)
class Totals:
    """Sums per award and kind in the order of the list; `amount` None while one of them is not known."""

    groups: tuple[GroupTotal, ...]
    amount: int | None


def amount(
    award: str, object_kind: str, decision_date: date | None, table: BonusTable
) -> Bonus | Literal["NEEDS_REVIEW"]:
    """The prize for one object of kind person, group, unit or household on the day of the decision.

    NEEDS_REVIEW when date, coefficient or base salary is not known. The status is the weakest of its two figures.
    """
    kind = _OBJECT_OF_KIND.get(object_kind)
    if kind is None or decision_date is None:
        return NEEDS_REVIEW
    looked_up = "person" if kind == "household" else kind
    coefficient = next(
        (
            row
            for row in table.coefficients
            if row.award == award and row.object == looked_up and _on(row, decision_date)
        ),
        None,
    )
    base = next((row for row in table.bases if _on(row, decision_date)), None)
    if coefficient is None or coefficient.hundredths is None or base is None:
        return NEEDS_REVIEW
    num, den = table.household if kind == "household" else (1, 1)
    product, divisor = coefficient.hundredths * num * base.amount, 100 * den * table.step
    sources = (coefficient.basis, base.basis) + ((table.household_basis,) if kind == "household" else ())
    return Bonus(
        amount=-(-product // divisor) * table.step,
        coefficient=coefficient.hundredths * num // den,
        base=base.amount,
        basis="; ".join(dict.fromkeys(source for source in sources if source)),
        status=_weakest(coefficient.status, base.status),
    )


def totals(objects: Iterable[tuple[str, str]], decision_date: date | None, table: BonusTable) -> Totals:
    """Sums for a list of (award, kind of object)."""
    listed = []
    for award, kind in objects:
        prize = amount(award, kind, decision_date, table)
        listed.append((award, kind, prize if isinstance(prize, Bonus) else None))
    return summed(listed)


def summed(prizes: Iterable[tuple[str, str, Bonus | None]]) -> Totals:
    """Sums of (award, kind of object, prize or None where it is not known), one group per award and kind."""
    groups: dict[tuple[str, str], GroupTotal] = {}
    for award, kind, each in prizes:
        count = groups[award, kind].count + 1 if (award, kind) in groups else 1
        groups[award, kind] = GroupTotal(award, kind, count, each, each.amount * count if each else None)
    known = [group.amount for group in groups.values() if group.amount is not None]
    return Totals(tuple(groups.values()), sum(known) if len(known) == len(groups) else None)


def _on(row: Coefficient | BaseSalary, day: date) -> bool:
    return (row.start is None or row.start <= day) and (row.end is None or day <= row.end)


def _weakest(*statuses: Status) -> Status:
    return next((status for status in statuses if status in UNCERTAIN), statuses[0])


def _places(*named: Any) -> list[tuple[str, Mapping[str, Any]]]:
    pairs = zip(named[::2], named[1::2], strict=True)
    return [(f"{name}[{number}]", row) for name, rows in pairs for number, row in enumerate(rows)]


def _coefficients(place: str, row: Mapping[str, Any]) -> list[Coefficient]:
    """One row of the data speaks of a person, a collective or both; a row without a figure says that it is unknown."""
    common = (row["basis"], _status(place, row), row.get("effective_from"), row.get("effective_to"))
    for name in OBJECTS:
        value = row.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise RuleDataError(f"{place}.{name}", "a coefficient in hundredths is expected")
    return [Coefficient(row["award"], name, row[name], *common) for name in OBJECTS if name in row]


def _base(place: str, row: Mapping[str, Any]) -> BaseSalary:
    if not isinstance(row["amount"], int) or row["amount"] < 1:
        raise RuleDataError(f"{place}.amount", "an amount of đồng is expected")
    return BaseSalary(
        row["amount"], row["basis"], _status(place, row), row["effective_from"], row.get("effective_to")
    )


def _status(place: str, row: Mapping[str, Any]) -> Status:
    if row["status"] not in STATUSES:
        raise RuleDataError(f"{place}.status", f"one of {', '.join(STATUSES)} is expected")
    status: Status = row["status"]
    return status
