"""What every journey does with findings: the ids it runs, questions asked once, the heaviest first, one verdict."""

from collections.abc import Collection, Iterable, Sequence

from rules.errors import UnknownRule
from rules.finding import FAIL, LEVELS, NEEDS_REVIEW, PASS, Finding


def chosen(wired: Iterable[str] | None, implemented: Collection[str]) -> Sequence[str]:
    """The ids to run, in order; all that are implemented for None. UnknownRule for an id that nothing implements."""
    ids = list(implemented) if wired is None else list(wired)
    for rule_id in ids:
        if rule_id not in implemented:
            raise UnknownRule(rule_id)
    return ids


def tidy(found: Iterable[Finding], completeness: Collection[str]) -> list[Finding]:
    """The findings, heaviest first; each question once, none where a rule of `completeness` reports absence."""
    found = list(found)
    reported = {
        (each.subject, each.field) for each in found if each.verdict == FAIL and each.rule in completeness
    }
    kept: list[Finding] = []
    asked = set()
    for finding in found:
        if finding.verdict == NEEDS_REVIEW:
            question = (
                finding.subject,
                finding.field,
                finding.message,
                tuple(sorted(finding.params.items())),
            )
            if question in asked or (finding.field and (finding.subject, finding.field) in reported):
                continue
            asked.add(question)
        kept.append(finding)
    return sorted(kept, key=lambda each: LEVELS.index(each.level))


def worst(found: Iterable[Finding]) -> str:
    """The heaviest level among findings; pass when there are none."""
    return min((each.level for each in found), key=LEVELS.index, default="pass")


def sendable(found: Iterable[Finding]) -> bool:
    """Whether nothing blocks: the dossier may be sent, with its warnings and questions."""
    return not any(each.blocks for each in found)


def verdict(found: Iterable[Finding]) -> str:
    """One verdict over findings: FAIL before NEEDS_REVIEW before PASS."""
    told = {each.verdict for each in found}
    return next((each for each in (FAIL, NEEDS_REVIEW) if each in told), PASS)
