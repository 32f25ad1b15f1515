"""Code and QR of an issued paper: same place in Word and PDF, nothing else moves, and the QR can be read."""

import dataclasses
import io
import zipfile

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from documents import mark, produce
from documents.checker import check, reading_pdf
from documents.mark import Mark
from documents.widths import MM

ADDRESS = "https://trinhky.example/xac-minh/7K3M-9QWX-2HTP"
MARKS = {"qr": Mark("7K3M-9QWX-2HTP", ADDRESS), "code": Mark("7K3M-9QWX-2HTP")}


@pytest.fixture(scope="module")
def plain(kinds, profile, renderer):
    kind = kinds.kind("award_decision")
    return produce.produce(kind, kind.sample, profile, formats=("docx", "pdf"), renderer=renderer)


def _words(pdf):
    return [list(page.words) for page in reading_pdf.read(pdf).pages]


@pytest.mark.parametrize("name", MARKS)
def test_the_mark_moves_nothing_and_gives_the_same_bytes(kinds, profile, renderer, plain, name):
    kind = kinds.kind("award_decision")
    made, again = (
        produce.produce(
            kind, kind.sample, profile, formats=("docx", "pdf"), renderer=renderer, mark=MARKS[name]
        )
        for _ in range(2)
    )
    assert made == again
    assert check(made, kind, profile) == []
    before, after = _words(plain["pdf"]), _words(made["pdf"])
    foot = profile.page.height - profile.page.bottom
    assert [[w for w in page if w.base * MM < foot] for page in after] == before
    said = [word.text for word in after[0] if word.base * MM > foot]
    assert said[:4] == ["Mã", "văn", "bản:", "7K3M-9QWX-2HTP"]
    assert ("trinhky.example/xac-minh" in said) == (name == "qr")
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as package:
        footer = package.read("word/footerMark.xml").decode("utf-8")
        assert "7K3M-9QWX-2HTP" in footer
        assert ("word/media/mark.png" in package.namelist()) == (name == "qr")


def test_the_qr_can_be_read_from_a_scan(kinds, profile, renderer):
    """100 codes, printed and scanned at 300 dpi, a little askew."""
    sheet = produce.sheet(kinds.kind("common_form"), kinds.kind("common_form").sample, profile)
    for turn in range(100):
        code = mark.grouped("".join(mark.LETTERS[(turn * 7 + at * at) % 32] for at in range(12)))
        address = f"https://trinhky.example/xac-minh/{code}"
        if turn % 20 == 0:  # the PDF itself now and then; the picture in the Word file is the same code
            pdf = renderer.pdf(sheet, profile, Mark(code, address))
            with pypdfium2.PdfDocument(pdf) as document:
                scan = document[0].render(scale=300 / 72).to_pil().rotate(1.5, fillcolor="white")
        else:
            side = round(profile.mark["size"] / 25.4 * 300)
            scan = Image.new("L", (side + 80, side + 80), 255)
            scan.paste(
                Image.open(io.BytesIO(mark.picture(address))).convert("L").resize((side, side)), (40, 40)
            )
            scan = scan.rotate(turn % 5 - 2, fillcolor=255)
        assert [found.text for found in zxingcpp.read_barcodes(scan)] == [address], turn


CODES = [
    ("7K3M-9QWX-2HTP", "7K3M-9QWX-2HTP"), ("7k3m9qwx2htp", "7K3M-9QWX-2HTP"), (" 7K3M 9QWX 2HTP ", "7K3M-9QWX-2HTP"),
    ("7K3M–9QWX–2HTP", "7K3M-9QWX-2HTP"), ("7K3M-9QWX-2HT", None), ("7K3M-9QWX-2HT0", None),
    ("", None), ("x" * 999, None), ("7K3M-9QWX-2HTP' OR 1=1", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "code"), CODES)
def test_a_code_as_people_type_it(typed, code):
    assert mark.read(typed) == code


def test_a_profile_without_a_place_draws_none(kinds, profile, renderer, plain):
    kind, bare = kinds.kind("award_decision"), dataclasses.replace(profile, mark={})
    made = produce.produce(
        kind, kind.sample, bare, formats=("docx", "pdf"), renderer=renderer, mark=MARKS["qr"]
    )
    assert made == plain
