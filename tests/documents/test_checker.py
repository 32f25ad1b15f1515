"""The checker finds nothing on our papers, compares Word with PDF, and says what it cannot read."""

import dataclasses
import io
import zipfile
from datetime import date

import pikepdf
import pytest

import reference
from documents import catalogue, produce
from documents.checker import RULES, Unreadable, acts, check, check_file
from documents.checker.guard import (
    BOMB,
    BROKEN_PDF,
    BROKEN_WORD,
    EMPTY,
    LOCKED_PDF,
    NO_PAPER,
    OLD_WORD,
    PICTURES,
)

from .conftest import TEMPLATES
from .random_values import values
from .zoo_word import Animal, spoiled, swap

ACTS = acts.read(reference.load("legal_bases.toml"))


@pytest.fixture(scope="module")
def files(kinds, profile, renderer):
    """Word and PDF of the decision's sample."""
    kind = kinds.kind("award_decision")
    return produce.produce(kind, kind.sample, profile, formats=("docx", "pdf"), renderer=renderer)


def test_our_samples_have_no_fault(kinds, profile, printed):
    for kind in kinds:
        made = printed(kind)
        assert check(made, kind, profile) == [], kind.code
        for data in (made["docx"], made["pdf"]):
            assert check_file(data, [profile], None, None, ACTS).faults == (), kind.code


def test_random_papers_have_no_fault(kinds, profile, renderer):
    for kind in {kind.manifest["family"]: kind for kind in kinds}.values():
        made = produce.produce(kind, values(kind, 78), profile, formats=("docx", "pdf"), renderer=renderer)
        assert check(made, kind, profile) == [], kind.code
        for data in made.values():
            assert check_file(data, [profile]).faults == (), kind.code


@pytest.mark.parametrize("stock", [None, {"headings": False, "dx": 5, "dy": -3}])
def test_certificates_are_measured_by_their_design(profile, renderer, stock):
    every = catalogue.opened(TEMPLATES)
    for kind in (kind for kind in every if kind.design and (not stock or kind.code == "certificate_merit")):
        given = {**kind.sample, **({"stock": stock} if stock else {})}
        made = produce.produce(kind, given, profile, formats=("docx", "pdf"), renderer=renderer)
        assert check(made, kind, profile) == [], kind.code
        for data in made.values() if not stock else ():
            assert check_file(data, [profile], None, kind.design).faults == (), kind.code


def test_a_list_that_lies_on_its_side_is_no_certificate(kinds, profile, printed):
    kind, design = kinds.kind("attendance_list"), catalogue.opened(TEMPLATES).kind("certificate_merit").design
    for data in (printed(kind)["docx"], printed(kind)["pdf"]):
        assert check_file(data, [profile], None, design).faults == ()


def test_different_words_in_word_and_pdf_are_found(kinds, profile, files):
    kind = kinds.kind("award_decision")
    for old, new in (("4.950.000", "4.950.001"), ("Đinh Thu Hạnh", "Đinh Thu Hạnh Nguyên")):
        other = {**files, "docx": spoiled(files["docx"], Animal("", "words", swap(old, new)))}
        assert [fault.rule for fault in check(other, kind, profile)] == ["words"]


def test_a_number_is_not_asked_of_a_list_nor_a_date_of_minutes(kinds, profile, renderer):
    for code in ("award_decision_list", "award_minutes"):
        kind = kinds.kind(code)
        made = produce.produce(kind, kind.sample, profile, formats=("docx",), renderer=renderer)
        assert check(made, kind, profile) == []
        assert "missing" in {fault.rule for fault in check(made, kinds.kind("award_decision"), profile)}


def test_rules_follow_the_papers_date(profile, files):
    earlier = dataclasses.replace(profile, code="earlier", valid_from=date(2020, 1, 1))
    later = dataclasses.replace(profile, code="later", valid_from=date(2026, 1, 1))
    for data in files.values():
        report = check_file(data, [later, earlier, profile])
        assert (report.dated_on, report.profile) == (date(2025, 12, 16), profile.code)
        assert check_file(data, [later, earlier, profile], chosen=earlier).profile == "earlier"
        assert check_file(data, [later]).profile == "later"


def _package(**parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


def _pdf(encrypted: bool = False) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as blank:
        blank.add_blank_page()
        blank.save(made, encryption=pikepdf.Encryption(owner="a", user="b") if encrypted else False)
    return made.getvalue()


UNREADABLE = {
    "nothing": (lambda: b"", EMPTY),
    "text": (lambda: b"Quy\xe1\xba\xbft \xc4\x91\xe1\xbb\x8bnh", NO_PAPER),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, NO_PAPER),
    "a PDF cut short": (lambda: b"%PDF-1.7 nothing", BROKEN_PDF),
    "a PDF with a password": (lambda: _pdf(encrypted=True), LOCKED_PDF),
    "a scan": (_pdf, PICTURES),
    "a package cut short": (lambda: b"PK\x03\x04", BROKEN_WORD),
    "another package": (lambda: _package(xl__workbook_xml="<a/>"), NO_PAPER),
    "Word without its parts": (lambda: _package(word__document_xml="<a/>"), BROKEN_WORD),
    "a bomb": (lambda: _package(word__document_xml=b"\0" * (20 << 20)), BOMB),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OLD_WORD),
}


@pytest.mark.parametrize(("make", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_said_so(profile, make, told):
    with pytest.raises(Unreadable) as refused:
        check_file(make(), [profile])
    assert refused.value.message == told


def test_a_broken_file_of_ours_is_a_fault(profile):
    assert [fault.rule for fault in check({"pdf": b"%PDF-", "docx": b"PK"}, None, profile)] == [
        "unreadable"
    ] * 2


def test_faults_speak_vietnamese(profile, files):
    data = spoiled(files["docx"], Animal("", "number-zero", swap("Số: 47/", "Số: 7/")))
    (fault,) = check_file(data, [profile]).faults
    assert fault.message == RULES["number-zero"].message
    assert (fault.found, fault.expected) == ("Số: 7/QĐ-CĐN", "Số: 07/QĐ-CĐN")
    assert "Phụ lục I" in str(fault)


def test_the_source_of_every_rule_is_in_the_profile(profile):
    lost = {
        code: rule.origin
        for code, rule in RULES.items()
        if rule.origin and rule.origin not in profile.origins
    }
    assert lost == {}
