"""Every sentence that a rule can say is in the catalogue of messages, and its figures fill it."""

from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

import rules
from rules.awards import RULES, check
from tests.rules.samples import GOOD, SHIPPED, told
from tests.rules.test_award_missing_data import EVERYTHING_BLOCKS, Maker

# What is said of a list (importing/) are headings of columns and parts of sentences.
MARKED = {
    message
    for _, _, message, _, _ in extract_from_dir(
        Path(rules.__file__).parent,
        [("importing/**.py", "ignore"), ("**.py", "python")],
        keywords=DEFAULT_KEYWORDS,
    )
}


def test_what_holds_is_said_of_every_rule():
    titles = [entry.title for entry in RULES.values()]
    assert set(titles) <= MARKED and len(set(titles)) == len(titles)
    assert {each.message for each in check(GOOD, SHIPPED)} <= MARKED


@pytest.mark.parametrize("seeds", [range(60), range(60, 120)])
def test_what_does_not_hold_is_said_in_marked_sentences_that_say_how_to_mend(seeds):
    said = [each for seed in seeds for each in check(Maker(seed).facts(), EVERYTHING_BLOCKS)]
    for finding in said:
        assert finding.message in MARKED, finding.message
        assert "%(" not in told(finding).replace("%(x)s", "")
        if finding.level != "pass":
            assert finding.fix in MARKED, finding.message
            assert finding.basis
    assert len({each.message for each in said}) > 100


def test_sentences_end_and_carry_no_stray_sign():
    for message in MARKED:
        assert message.endswith((".", "»", ")")), message
        assert message == message.strip() and "  " not in message
