"""Every animal of the zoo is caught by exactly its rule, in a file of unknown kind as in one of ours."""

import pytest

from documents.checker import RULES, check, check_file

from . import zoo_pdf, zoo_word
from .zoo import Zoo


@pytest.fixture(scope="module")
def zoo() -> Zoo:
    """The right papers, laid out once."""
    return Zoo()


def caught(zoo: Zoo, data: bytes) -> set[str]:
    """Rules that find something in a stranger's file."""
    return {fault.rule for fault in check_file(data, [zoo.profile], None, zoo.design).faults}


@pytest.mark.parametrize("name", zoo_word.ANIMALS)
def test_a_wrong_word_file_is_caught_by_its_rule(zoo, name):
    animal, data = zoo_word.ANIMALS[name], zoo.word(name)
    assert caught(zoo, data) == {animal.rule}
    kind = zoo.kinds.kind(animal.paper)
    assert {fault.rule for fault in check({"docx": data}, kind, zoo.profile)} == {animal.rule}


@pytest.mark.parametrize("name", zoo_pdf.ANIMALS)
def test_a_wrong_pdf_is_caught_by_its_rule(zoo, name):
    assert caught(zoo, zoo.pdf(name)) == {zoo_pdf.ANIMALS[name].rule}


def test_the_right_papers_have_no_fault(zoo):
    for code, data in zoo.right.items():
        assert check_file(data, [zoo.profile], None, zoo.design).faults == (), code


def test_the_zoo_is_large_and_knows_every_rule():
    assert len(zoo_word.ANIMALS) + len(zoo_pdf.ANIMALS) >= 60
    met = {animal.rule for zoo in (zoo_word, zoo_pdf) for animal in zoo.ANIMALS.values()}
    assert RULES.keys() - met == {"words", "unreadable"}  # two files together; no file at all: test_checker


def test_every_fault_says_where_what_and_by_whose_word(zoo):
    for name in ("number-without-its-zero", "left-margin-of-two-centimetres", "empty-paragraph"):
        (fault,) = check_file(zoo.word(name), [zoo.profile]).faults
        assert fault.place.startswith("Word")
        assert fault.found
        assert fault.source in str(fault) and (
            fault.source.startswith("Nghị định") or fault.rule == "empty-paragraph"
        )
