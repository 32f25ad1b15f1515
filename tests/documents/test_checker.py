"""The checker finds nothing on our papers, and each planted fault by exactly its rule."""

import dataclasses
import io
import re
import zipfile

import pytest

from documents import produce
from documents.checker import RULES, check, check_file

from .random_values import values


@pytest.fixture(scope="module")
def files(kinds, profile, renderer):
    """Word and PDF of the decision's sample."""
    kind = kinds.kind("award_decision")
    return produce.produce(kind, kind.sample, profile, formats=("docx", "pdf"), renderer=renderer)


def _rewritten(data, change, part="word/document.xml"):
    """The Word file with one part changed by a function of its text; the change must have changed something."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                changed = change(content.decode("utf-8"))
                assert changed != content.decode("utf-8")
                content = changed.encode("utf-8")
            package.writestr(name, content)
    return target.getvalue()


def _swap(old, new, count=-1):
    return lambda text: text.replace(old, new, count)


def _drop_paragraph(words):
    inside = r"(?:(?!</w:p>).)*"
    return lambda text: re.sub(rf"<w:p>{inside}{re.escape(words)}{inside}</w:p>", "", text, count=1)


def test_our_samples_have_no_fault(kinds, profile, printed):
    for kind in kinds:
        assert check(printed(kind), kind, profile) == [], kind.code


def test_random_papers_have_no_fault(kinds, profile, renderer):
    for kind in {kind.manifest["family"]: kind for kind in kinds}.values():
        made = produce.produce(kind, values(kind, 78), profile, formats=("docx", "pdf"), renderer=renderer)
        assert check(made, kind, profile) == [], kind.code


TEXT = '<w:t xml:space="preserve">'
ORDER = '<w:p><w:pPr><w:pStyle w:val="POrder"/>'
WORD = [
    ("number", _swap("Số: 47/", "Số: 7/")),
    ("number", _swap("Số: 47/", "Số: 047/")),
    ("number", _swap("Số: 47/QĐ-CĐN", "Số: 47 / QĐ - CĐN")),
    ("number", _swap("Số: 47/QĐ-CĐN", "Số:47-QĐ-CĐN")),
    ("place-date", _swap("Sông Lam, ngày 16 tháng 12", "Sông Lam, ngày 6 tháng 12")),
    ("place-date", _swap("Sông Lam, ngày 16 tháng 12", "Sông Lam, ngày 16 tháng 2")),
    ("place-date", _swap("Sông Lam, ngày 16 tháng 12", "Sông Lam, ngày 16 tháng 03")),
    ("grounds", _swap("Căn cứ Điều lệ Công đoàn Việt Nam;", "Căn cứ Điều lệ Công đoàn Việt Nam,")),
    ("grounds", _swap("ngày 10 tháng 12 năm 2025.", "ngày 10 tháng 12 năm 2025;")),
    ("recipients", _swap("- Như Điều 3;", "- Như Điều 3")),
    ("recipients", _swap("- Lưu: VT.", "- Lưu: VT")),
    ("end", _swap("thi hành Quyết định này./.", "thi hành Quyết định này.")),
    ("end", _swap("(có danh sách kèm theo).", "(có danh sách kèm theo)./.")),
    ("capitals", _swap("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Cộng hòa xã hội chủ nghĩa Việt Nam")),
    ("missing", _drop_paragraph("Độc lập - Tự do")),
    ("missing", _drop_paragraph("Nơi nhận:")),
    ("missing", _drop_paragraph("Số: 47/")),
    ("empty-paragraph", _swap(ORDER, "<w:p/>" + ORDER)),
    ("nfc", _swap("Điều lệ Công", "Điều lệ Co\u0302ng")),
    ("glyph", _swap("Điều lệ Công", "Điều lệ C\ue000ng")),
    ("font", _swap(f"<w:r>{TEXT}Căn cứ Đ", f'<w:r><w:rPr><w:rFonts w:ascii="Arial"/></w:rPr>{TEXT}Căn cứ Đ')),
    ("size", _swap(f"<w:r>{TEXT}Số: 47", f'<w:r><w:rPr><w:sz w:val="28"/></w:rPr>{TEXT}Số: 47')),
    ("face", _swap(f"<w:r>{TEXT}Số: 47", f"<w:r><w:rPr><w:b/></w:rPr>{TEXT}Số: 47")),
    ("page-size", _swap('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')),
    ("margins", _swap('w:left="1701"', 'w:left="1134"')),
    ("page-number", _swap("<w:titlePg/>", "")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "change"), WORD, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(WORD)])
def test_a_planted_fault_in_word_is_found_by_its_rule(kinds, profile, files, rule, change):
    spoiled = {"docx": _rewritten(files["docx"], change)}
    assert {fault.rule for fault in check(spoiled, kinds.kind("award_decision"), profile)} == {rule}


def test_other_parts_of_the_word_file(kinds, profile, files):
    kind = kinds.kind("award_decision")
    field = {"docx": _rewritten(files["docx"], _swap("PAGE", "DATE"), "word/header1.xml")}
    assert {fault.rule for fault in check(field, kind, profile)} == {"page-number"}
    lines = {"docx": _rewritten(files["docx"], _swap('w:line="360"', 'w:line="600"'), "word/styles.xml")}
    assert {fault.rule for fault in check(lines, kind, profile)} == {"spacing"}


PAGES = [
    ("margins", {"left": 20}), ("margins", {"right": 8}), ("margins", {"top": 15}), ("page-size", {"height": 280}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "measures"), PAGES)
def test_a_wrong_page_in_pdf_is_found(kinds, profile, renderer, rule, measures):
    kind = kinds.kind("award_decision")
    other = dataclasses.replace(profile, page=dataclasses.replace(profile.page, **measures))
    made = produce.produce(kind, kind.sample, other, formats=("pdf",), renderer=renderer)
    assert rule in {fault.rule for fault in check(made, kind, profile)}


STYLES = [
    ("size", "number", {"size": 14}), ("size", "recipients_head", {"size": 14}), ("face", "motto", {"bold": False}),
    ("face", "place_date", {"italic": False}), ("size", "national", {"size": 11}), ("face", "basis", {"italic": False}),
    ("page-number", "page_number", {"size": 11}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "style", "measures"), STYLES)
def test_a_wrong_type_is_found_in_both_files(kinds, profile, renderer, rule, style, measures):
    kind = kinds.kind("award_decision")
    styles = {**profile.styles, style: dataclasses.replace(profile.styles[style], **measures)}
    other = dataclasses.replace(profile, styles=styles)
    made = produce.produce(kind, kind.sample, other, formats=("docx", "pdf"), renderer=renderer)
    found = check(made, kind, profile)
    assert {fault.rule for fault in found} == {rule}
    assert any(fault.place.startswith("PDF") for fault in found)


def test_different_words_in_word_and_pdf_are_found(kinds, profile, files):
    kind = kinds.kind("award_decision")
    spoiled = {**files, "docx": _rewritten(files["docx"], _swap("4.950.000", "4.950.001"))}
    faults = check(spoiled, kind, profile)
    assert [fault.rule for fault in faults] == ["words"]
    assert "4.950.001" in faults[0].found or "1" in faults[0].found
    shorter = {**files, "docx": _rewritten(files["docx"], _swap("Đinh Thu Hạnh", "Đinh Thu Hạnh và thêm"))}
    assert [fault.rule for fault in check(shorter, kind, profile)] == ["words"]


def test_a_number_is_not_asked_of_a_list_nor_a_date_of_minutes(kinds, profile, renderer):
    for code in ("award_decision_list", "award_minutes", "achievement_report_person"):
        kind = kinds.kind(code)
        made = produce.produce(kind, kind.sample, profile, formats=("docx", "pdf"), renderer=renderer)
        assert check(made, kind, profile) == []
        wrong = check(made, kinds.kind("award_decision"), profile)
        assert "missing" in {fault.rule for fault in wrong}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"PK\x03\x04", b"\x00" * 100])
def test_a_file_that_cannot_be_read_is_said_so(profile, data):
    for name in ("x.pdf", "x.docx"):
        faults = check_file(name, data, profile)
        assert [fault.rule for fault in faults] == ["unreadable"]


def test_faults_speak_vietnamese(profile, files):
    (fault, *_) = check_file("a.docx", _rewritten(files["docx"], _swap("Số: 47/", "Số: 7/")), profile)
    assert fault.message == RULES["number"]
    assert "Số: 7/QĐ-CĐN" in str(fault)
