"""The PDF: PDF/A-3b by structure, our fonts only, nothing loaded from anywhere, warnings are errors."""

import io
import re
import subprocess
import sys

import pikepdf
import pytest

from documents import css, html, pdf, produce
from documents.checker import reading_pdf
from documents.errors import PdfUnavailable, RenderWarning
from documents.layout import Paragraph, Run, Sheet

from .conftest import TEMPLATES


@pytest.fixture(scope="module")
def papers(kinds, printed):
    """The PDF of every sample."""
    return {kind.code: printed(kind)["pdf"] for kind in kinds}


def test_this_machine_can_make_pdf():
    assert pdf.available() == (True, "")


def test_pdf_a_3b(papers):
    for data in papers.values():
        with pikepdf.open(io.BytesIO(data)) as file:
            xmp = str(file.Root.Metadata.read_bytes(), "utf-8")
            assert 'pdfaid:part="3"' in xmp or "<pdfaid:part>3<" in xmp
            assert "B<" in xmp or 'conformance="B"' in xmp
            assert file.Root.OutputIntents[0].DestOutputProfile.read_bytes()
            assert str(file.Root.Lang) == "vi"
            assert file.trailer.ID
            assert not file.is_encrypted
            assert "/Names" not in file.Root or "/EmbeddedFiles" not in file.Root.Names
            assert "/OpenAction" not in file.Root
            assert "/AcroForm" not in file.Root


def test_only_pinned_fonts_embedded_with_their_letters(papers, renderer):
    for data in papers.values():
        with pikepdf.open(io.BytesIO(data)) as file:
            fonts = [font for page in file.pages for font in page.Resources.Font.values()]
            for font in fonts:
                inner = font.DescendantFonts[0]
                assert renderer.fonts.family.replace(" ", "-") in str(inner.BaseFont)
                assert "/ToUnicode" in font
                assert any(name in inner.FontDescriptor for name in ("/FontFile2", "/FontFile3"))


def test_metadata_have_no_clock(papers):
    for data in papers.values():
        with pikepdf.open(io.BytesIO(data)) as file:
            assert "/CreationDate" not in file.docinfo
            assert "/ModDate" not in file.docinfo
            assert str(file.docinfo.Title)


def test_page_numbers_stand_centred_at_the_top_from_page_two(papers, profile):
    for data in papers.values():
        number = 0
        for page in reading_pdf.read(data).pages:
            above = [word for word in page.words if word.base < 50]
            begins = any(line.text.startswith(("(Kèm theo", "Phụ lục")) for line in page.flow()[:14])
            number = 1 if begins else number + 1  # an appendix counts its own pages
            assert [word.text for word in above] == ([str(number)] if number > 1 else [])
            for word in above:
                middle = (word.left + word.right) / 2 / 72 * 25.4
                assert middle == pytest.approx(30 + (page.width - 45) / 2, abs=0.5)
                assert word.size == profile.styles["page_number"].size


def _paper(*texts):
    return Sheet("portrait", tuple(Paragraph("body", (Run(text),)) for text in texts), "Thử", "Thử")


def test_codes_are_not_torn_after_the_slash_and_are_found_by_search(profile, renderer):
    filler = " ".join(["chữ"] * 11)
    paper = _paper(*(f"{filler} {'i' * n} 45/TTrVHXH và 12/2025 hết" for n in range(1, 30)))
    pages = reading_pdf.read(renderer.pdf(paper, profile)).pages
    lines = [line.text for page in pages for line in page.flow()]
    assert len(lines) > 29
    assert not [line for line in lines if line.endswith("/")]
    words = [word.text for page in pages for word in page.words]
    assert words.count("45/TTrVHXH") == words.count("12/2025") == 29
    torn = html.printed(paper).replace("\u2060", "")
    assert "\u2060" in html.printed(paper)
    assert "\u2060" not in html.sheet(paper, "x.css")
    assert torn != html.printed(paper)


def test_a_warning_of_the_library_is_an_error(profile):
    import weasyprint

    with pytest.raises(RenderWarning, match="unknown property"), pdf.strict():
        weasyprint.CSS(string="p{colour:red}")


def test_our_style_sheets_raise_no_warning_and_no_style_is_unknown(kinds, profile, renderer):
    printed, screen = css.print(profile, renderer.fonts), css.screen(profile)
    for kind in kinds:
        page = html.printed(produce.sheet(kind, kind.sample, profile))
        names = {name for names in _classes(page) for name in names.split()}
        for name in names - {"grid", "frame", "sheet", "annex-a", "annex-b"}:
            assert f".{name}{{" in printed or f".{name}," in printed or f".{name} " in printed, name
            assert f".{name}{{" in screen or f".{name}," in screen or f".{name} " in screen, name


def _classes(page):
    return re.findall(r'class="([^"]+)"', page)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "file:///etc/../etc/hostname", "http://127.0.0.1:9/x.css", "https://example.org/x.png",
        "ftp://127.0.0.1/x", "data:text/css,p{}", "//127.0.0.1/x", "FILE:///etc/passwd", "relative.png",
    ],
)  # fmt: skip
def test_nothing_but_our_fonts_can_be_loaded(renderer, address):
    with pytest.raises(ValueError, match="not one of our assets"):
        renderer._fetcher.fetch(address)


def test_a_picture_in_the_page_is_an_error_not_a_request(profile, renderer, tmp_path):
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError

    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    for source in (f'<img src="{secret.as_uri()}">', '<link rel="stylesheet" href="file:///etc/passwd">'):
        page = weasyprint.HTML(string=f"<html>{source}</html>", url_fetcher=renderer._fetcher)
        with pytest.raises((FatalURLFetchingError, RenderWarning)), pdf.strict():
            page.write_pdf()


def test_a_plain_variant_is_a_setting(kinds, profile):
    kind = kinds.kind("award_decision")
    data = produce.produce(kind, kind.sample, profile, ("pdf",), pdf.Renderer(variant=None))["pdf"]
    with pikepdf.open(io.BytesIO(data)) as file:
        assert "/OutputIntents" not in file.Root


WITHOUT_PANGO = """
import sys
sys.modules["weasyprint"] = None
import reference
from documents import catalogue, pdf, produce
from documents.errors import PdfUnavailable
from documents.profile import Profile
profile = Profile.from_dict(reference.load("profiles/tld-933.toml"))
kind = catalogue.opened(sys.argv[1]).kind("award_decision")
made = produce.produce(kind, kind.sample, profile, formats=("html", "docx"))
assert made["docx"][:2] == b"PK" and "QUYẾT ĐỊNH" in made["html"]
available, reason = pdf.available()
assert not available and "libpango" in reason, reason
try:
    produce.produce(kind, kind.sample, profile)
except PdfUnavailable as error:
    assert error.reason == reason
else:
    raise SystemExit("a PDF was made without the library")
"""


def test_without_the_library_everything_but_pdf_works():
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_PANGO, str(TEMPLATES)], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


def test_the_library_is_not_imported_before_it_is_needed():
    code = "import sys, documents.produce, documents.checker; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_without_a_font_there_is_one_sentence(tmp_path):
    from documents import fonts

    assert fonts.find([tmp_path]) is None
    assert issubclass(PdfUnavailable, Exception)
    assert "fonts-croscore" in pdf.NO_FONT
