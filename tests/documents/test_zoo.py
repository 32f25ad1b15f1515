"""Every animal of the zoo is caught by exactly its rule, in a file of unknown kind as in one of ours."""

import json
import re

import pytest

from documents.checker import RULES, check, check_file
from documents.checker.words import Words, packed, unpacked

from . import zoo_pdf, zoo_word
from .zoo import Zoo


@pytest.fixture(scope="module")
def zoo() -> Zoo:
    """The right papers, laid out once."""
    return Zoo()


def caught(zoo: Zoo, data: bytes) -> set[str]:
    """Rules that find something in a stranger's file."""
    return {fault.rule for fault in check_file(data, [zoo.profile], None, zoo.design, zoo.acts).faults}


@pytest.mark.parametrize("name", zoo_word.ANIMALS)
def test_a_wrong_word_file_is_caught_by_its_rule(zoo, name):
    animal, data = zoo_word.ANIMALS[name], zoo.word(name)
    assert caught(zoo, data) == {animal.rule}
    kind = zoo.kinds.kind(animal.paper)
    assert {fault.rule for fault in check({"docx": data}, kind, zoo.profile, zoo.acts)} == {animal.rule}


@pytest.mark.parametrize("name", zoo_pdf.ANIMALS)
def test_a_wrong_pdf_is_caught_by_its_rule(zoo, name):
    assert caught(zoo, zoo.pdf(name)) == {zoo_pdf.ANIMALS[name].rule}


def test_the_right_papers_have_no_fault(zoo):
    for code, data in zoo.right.items():
        assert check_file(data, [zoo.profile], None, zoo.design, zoo.acts).faults == (), code


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


ENDED = {
    "ground-of-an-ended-decree": (
        "Nghị định 98/2023/NĐ-CP hết hiệu lực sau ngày 30/06/2025",
        "Căn cứ Nghị định số 152/2025/NĐ-CP",
    ),
    "ground-of-a-law-to-come": ("Luật 50/2024/QH15 tới ngày 01/07/2025 mới có hiệu lực", ""),
}


@pytest.mark.parametrize("name", ENDED)
def test_an_act_that_does_not_hold_is_named_with_the_one_that_does(zoo, name):
    (fault,) = check_file(zoo.word(name), [zoo.profile], None, None, zoo.acts).faults
    found, line = ENDED[name]
    assert (fault.found, fault.expected[: len(line)]) == (found, line)
    assert "Danh mục căn cứ pháp lý" in str(fault)
    assert check_file(zoo.word(name), [zoo.profile]).faults == ()  # without the list nothing is known of acts


def test_what_is_said_can_be_said_in_another_language(zoo):
    """Place, found and expected are message and values, or a quotation; JSON carries them."""
    for name in zoo_word.ANIMALS:
        for fault in check_file(zoo.word(name), [zoo.profile], None, zoo.design, zoo.acts).faults:
            assert isinstance(fault.place, Words) or fault.place in ("Word", "PDF", ""), name
            data = json.loads(json.dumps(fault.data()))
            for said in (fault.place, fault.found, fault.expected):
                again = unpacked(json.loads(json.dumps(packed(said))))
                assert (again, type(again)) == (said, type(said)), name
                assert not re.search(r"\d", getattr(said, "message", "")), said
            assert data["rule"] == fault.rule
