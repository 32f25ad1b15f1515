"""A photo in a paper: the same room in Word and PDF, its caption below it, in the preview as well, and no bad file."""

import base64
import io
import re
import zipfile

import pytest
from PIL import Image

from documents import html, pictures, produce, word
from documents.checker import reading_pdf
from documents.errors import ValuesRefused
from documents.widths import MM

SHAPES = {  # width and height in points of the picture → mm and pt in a column of 160 mm
    "lying": ((600, 400), (120, 227)),
    "upright": ((400, 600), (56, 238)),
    "a strip": ((1000, 10), (120, 3)),
    "a pole": ((10, 1000), (5, 240)),
}


def _packed(size, kind="PNG"):
    made = io.BytesIO()
    Image.new("RGB", size, "navy").save(made, kind)
    return base64.b64encode(made.getvalue()).decode()


def _bomb():
    made = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_photo_fills_its_column_and_keeps_its_shape(shape):
    size, wanted = SHAPES[shape]
    photo = pictures.photo(_packed(size), 160)
    assert (photo.width, photo.height) == wanted
    assert photo.left == (160 - photo.width) / 2


@pytest.fixture
def news(kinds):
    kind = kinds.kind("news_item")
    return kind, {**kind.sample, "photos": [{"caption": "Quang cảnh", "image": _packed((600, 400), "JPEG")}]}


def test_word_keeps_the_room_that_the_pdf_keeps(news, profile, renderer):
    kind, values = news
    paper = produce.sheet(kind, values, profile)
    with zipfile.ZipFile(io.BytesIO(word.document(paper, profile))) as package:
        text = package.read("word/document.xml").decode()
        drawn = [name for name in package.namelist() if name.startswith("word/media/")]
    assert len(drawn) == 1 and drawn[0].endswith(".jpeg")
    extent = re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', text)
    assert (int(extent[1]) / 36000, round(int(extent[2]) / 36000 / MM)) == (120, 227)
    hung = text[text.rindex("<w:p>", 0, extent.start()) : extent.start()]
    assert '<w:spacing w:line="4540" w:lineRule="exact"/>' in hung and "<w:keepNext/>" in hung
    pages = reading_pdf.read(renderer.pdf(paper, profile)).pages
    lines = [word for page in pages for word in page.words if word.text in ("Quang", "cảnh")]
    assert len(lines) == 2


def test_the_preview_shows_it_without_a_style_of_its_own(news, profile):
    kind, values = news
    page = html.sheet(produce.sheet(kind, values, profile), "/s.css")
    assert 'src="data:image/jpeg;base64,' in page and "asset:" not in page and "style=" not in page


BAD = {
    "not base64": ("§", pictures.PHOTO.no_picture),
    "another kind": (_packed((3, 3), "GIF"), pictures.PHOTO.no_picture),
    "cut off": (_packed((400, 300), "JPEG")[:400], pictures.PHOTO.no_picture),
    "more points than a page needs": (_packed((5000, 4000)), pictures.PHOTO.too_large),
    "a bomb": (_bomb(), pictures.PHOTO.too_large),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_photo_is_refused_in_words(news, profile, case):
    (kind, values), (image, message) = news, BAD[case]
    with pytest.raises(ValuesRefused) as refused:
        produce.sheet(kind, {**values, "photos": [{"caption": "Ảnh", "image": image}]}, profile)
    assert [tuple(one) for one in refused.value.problems] == [("$.photos", message)]


def test_a_photo_that_cannot_be_drawn_is_listed(news, profile):
    kind, values = news
    values = {**values, "photos": [*values["photos"], {"caption": "Ảnh gửi sau", "image": None}]}
    page = html.sheet(produce.sheet(kind, values, profile), "/s.css")
    assert page.count("<img") == 1 and page.index("Ảnh gửi kèm tệp:") < page.index("Ảnh gửi sau")
