"""Certificates made one by one: places, sizes, refusals, emblem, pre-printed stock, Word beside PDF."""

import base64
import io

import pikepdf
import pytest
from PIL import Image

from documents import catalogue, certificate, pictures, produce, text
from documents.checker import reading_pdf, reading_word
from documents.errors import ProfileFault, ValuesRefused
from documents.layout import pictures_of

from . import archive
from .conftest import TEMPLATES
from .glyphs import glyphs

CODES = ["certificate_merit", "certificate_commendation", "certificate_title", "certificate_training",
         "certificate_initiative", "certificate_calibration"]  # fmt: skip


@pytest.fixture(scope="module")
def every():
    """All kinds, certificates among them."""
    return catalogue.opened(TEMPLATES)


def _picture(kind="PNG", size=(40, 20), mode="RGB") -> str:
    packed = io.BytesIO()
    Image.new(mode, size, "red").save(packed, kind)
    return base64.b64encode(packed.getvalue()).decode()


def _values(every, code="certificate_merit", **more):
    return {**every.kind(code).sample, **more}


def test_each_is_one_page_on_its_side_with_all_its_words(every, profile, renderer):
    assert [kind.code for kind in every if kind.design] == CODES
    for code in CODES:
        kind = every.kind(code)
        made = produce.produce(kind, kind.sample, profile, ("docx", "pdf"), renderer)
        assert archive.faults(made["pdf"]) == [], code
        (page,) = reading_pdf.read(made["pdf"]).pages
        assert (round(page.width), round(page.height)) == (297, 210)
        said = sorted(text.words(produce.tree(kind, kind.sample, profile)))
        drawn = "".join(one[0] for one in glyphs(made["pdf"])[0])
        assert sorted(drawn) == sorted("".join(said)), code
        word = [piece.text for piece in reading_word.read(made["docx"]).paragraphs if piece.text.strip()]
        assert sorted(text.split(" ".join(word))) == said, code


@pytest.mark.parametrize(
    ("name", "size", "lines"),
    [
        ("Kiều Thị Dung", 28, 1),
        ("Công đoàn cơ sở Bệnh viện Y học cổ truyền tỉnh Sông Lam", 26, 1),
        ("Công đoàn cơ sở Bệnh viện Y học cổ truyền và Phục hồi chức năng tỉnh Sông Lam", 20, 2),
    ],
)
def test_a_long_name_is_set_smaller_then_on_two_lines(every, name, size, lines):
    design = every.kind("certificate_merit").design
    found, broken = certificate.fit(design.slots["presented"], (name,), design.room("presented"))
    assert (found, len(broken), " ".join(broken)) == (size, lines, name)


@pytest.mark.parametrize("name", ["W" * 60, " ".join(["Công đoàn cơ sở Bệnh viện"] * 7)])
def test_what_then_does_not_fit_is_refused(every, profile, name):
    with pytest.raises(ValuesRefused, match="dài quá"):
        produce.sheet(every.kind("certificate_merit"), _values(every, name=name), profile)


def test_nothing_else_moves_when_a_name_is_long(every, profile, renderer):
    kind, stock = every.kind("certificate_merit"), {"headings": True}
    short, long = (
        glyphs(
            produce.produce(kind, _values(every, name=name, stock=stock), profile, ("pdf",), renderer)["pdf"]
        )[0]
        for name in (
            "Kiều Thị Dung",
            "Công đoàn cơ sở Bệnh viện Y học cổ truyền và Phục hồi chức năng tỉnh Sông Lam",
        )
    )
    assert {one for one in short if one[3] < 20 or one[3] > 30} == {
        one for one in long if one[3] < 20 or one[3] > 30
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("no base64 !", pictures.LOGO.no_picture),
        (base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"/>').decode(), pictures.LOGO.no_picture),
        (base64.b64encode(b"%PDF-1.7").decode(), pictures.LOGO.no_picture),
        (base64.b64encode(b"\x89PNG\r\n\x1a\nbroken").decode(), pictures.LOGO.no_picture),
        (_picture("GIF"), pictures.LOGO.no_picture),
        (_picture(size=(5000, 5000), mode="1"), pictures.LOGO.too_large),
    ],
)
def test_an_emblem_is_a_picture_or_refused(every, profile, given, message):
    with pytest.raises(ValuesRefused) as refused:
        produce.sheet(every.kind("certificate_merit"), _values(every, logo=given), profile)
    assert [tuple(one) for one in refused.value.problems] == [("$.logo", message)]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_emblem_stands_in_the_middle_in_both_files(every, profile, renderer, kind):
    values = _values(every, logo=_picture(kind))
    merit = every.kind("certificate_merit")
    sheet = produce.sheet(merit, values, profile)
    emblem = pictures_of(sheet)[1]
    assert emblem.width / emblem.height == pytest.approx(2, abs=0.01)
    assert emblem.left + emblem.width / 2 == pytest.approx(merit.design.page.text_width / 2, abs=0.02)
    made = produce.produce(merit, values, profile, ("docx", "pdf"), renderer)
    with pikepdf.open(io.BytesIO(made["pdf"])) as file:
        assert len(file.pages[0].Resources.XObject) == 2
    assert archive.faults(made["pdf"]) == []


def test_on_printed_stock_only_the_fields_are_printed_and_can_be_moved(every, profile, renderer):
    kind = every.kind("certificate_merit")

    def drawn(**stock):
        values = _values(every, stock={"dx": 0, "dy": 0, **stock})
        data = produce.produce(kind, values, profile, ("pdf",), renderer)["pdf"]
        with pikepdf.open(io.BytesIO(data)) as file:
            assert not file.pages[0].Resources.get("/XObject")
        return glyphs(data)[0]

    fields, moved = drawn(), drawn(dx=3, dy=-2)
    said = "".join(one[0] for one in fields)
    assert "KiềuThịDung" in said
    assert "GIẤYKHEN" not in said and "CỘNGHÒA" not in said
    for one, other in zip(fields, moved, strict=True):
        assert other[1] - one[1] == pytest.approx(3 * 72 / 25.4, abs=0.05)
        assert other[2] - one[2] == pytest.approx(2 * 72 / 25.4, abs=0.05)
    whole = drawn(headings=True)
    there = {
        (letter, size, round(x), round(y + shift)) for letter, x, y, size in whole for shift in (-0.5, 0, 0.5)
    }
    assert all((letter, size, round(x), round(y)) in there for letter, x, y, size in fields)


@pytest.mark.parametrize("stock", [{"dx": 21}, {"dy": -20.5}, {"dx": "3"}, {"left": 1}])
def test_an_offset_has_limits(every, profile, stock):
    with pytest.raises(ValuesRefused):
        produce.sheet(every.kind("certificate_merit"), _values(every, stock=stock), profile)


@pytest.mark.parametrize(
    ("table", "name", "value"),
    [
        ("page", "bottom", 40),
        ("slot.award", "height", 20),
        ("slot.merit", "lines", 9),
        ("page", "status", "guessed"),
    ],
)
def test_a_design_that_cannot_hold_its_lines_is_refused(table, name, value):
    import tomllib

    data = tomllib.loads((TEMPLATES / "_base" / "certificate.toml").read_text(encoding="utf-8"))
    place = data
    for step in table.split("."):
        place = place[step]
    place[name] = value
    with pytest.raises(ProfileFault):
        certificate.Design.from_dict(data)
