"""Logic with three values (True, False, not known) and conditions weighed by it, whatever the rules are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.finding import Finding, Proof
from rules.ruleset import Rule

Known = bool | None


def every(*values: Known) -> Known:
    """False when one is False, else None when one is not known, else True."""
    if False in values:
        return False
    return None if None in values else True


def some(*values: Known) -> Known:
    """True when one is True, else None when one is not known, else False."""
    if True in values:
        return True
    return None if None in values else False


def same(left: object, right: object) -> Known:
    """Whether two values are equal; not known while one of them is not."""
    return None if left is None or right is None else left == right


def at_least(need: int, values: Iterable[Known], *, more_possible: bool = False) -> Known:
    """Whether `need` of the values are True; `more_possible` when values may exist that nobody has told."""
    counted = list(values)
    if counted.count(True) >= need:
        return True
    return None if more_possible or counted.count(True) + counted.count(None) >= need else False


def below(value: int | None, limit: int) -> Known:
    """value < limit, or not known."""
    return None if value is None else value < limit


def reaches(part: int | None, whole: int | None, share: tuple[int, int], *, strictly: bool = False) -> Known:
    """part / whole ≥ num / den (or > when strictly), without division; not known for an empty whole."""
    if part is None or whole is None or whole <= 0:
        return None
    left, right = part * share[1], whole * share[0]
    return left > right if strictly else left >= right


def summed(values: Iterable[int | None]) -> int | None:
    """The sum, or None while one of the values is not known."""
    known = list(values)
    return None if None in known else sum(value for value in known if value is not None)


@dataclass(frozen=True)
class Part:
    """One condition of a rule: what holds, what to say when it does not, what to ask when nobody knows."""

    holds: Known
    failed: str
    asked: str
    field: str | None = None
    fix: str = ""


def weigh(
    rule: Rule,
    parts: Iterable[Part],
    *,
    subject: str | None = None,
    firm: bool = True,
    proof: tuple[Proof, ...] = (),
    figures: Mapping[str, str | int] | None = None,
    **params: str | int,
) -> list[Finding]:
    """Findings of the parts that do not hold or are not known; a rule that is not `firm` asks instead of failing."""
    found = []
    said = {**(figures or {}), **params}
    for part in parts:
        if part.holds is True:
            continue
        details = {"field": part.field, "subject": subject, "fix": part.fix, "proof": proof}
        if part.holds is None:
            found.append(rule.ask(part.asked, **details, **said))
        elif firm:
            found.append(rule.fail(part.failed, **details, **said))
        else:
            found.append(rule.ask(part.failed, **details, **said))
    return found
