"""Photos with their captions in a paper: the three outputs, what is refused, what is left of a camera's file."""

import base64
import copy
import io
import re
import zipfile

import pytest
from PIL import Image

from documents import html, pictures, produce, word
from documents.checker import check
from documents.errors import ValuesRefused
from documents.layout import Paragraph, Photo, photos_of

from .random_values import photo

SIDES = (((40, 30), (94, 200)), ((30, 40), (53, 200)), ((160, 9), (113, 18)), ((9, 160), (5, 200)))


def _news(kinds, *given, caption="Quang cảnh hội nghị"):
    kind = kinds.kind("news_item")
    rows = [{"caption": f"{caption} {no}", "picture": one} for no, one in enumerate(given, start=1)]
    return kind, {**copy.deepcopy(kind.sample), "photos": rows}


def test_a_photo_is_as_wide_and_high_as_may_be(kinds, profile):
    for sides, (width, height) in SIDES:
        kind, values = _news(kinds, photo(sides))
        (drawn,) = photos_of(produce.sheet(kind, values, profile))
        assert (drawn.width, drawn.height) == (width, height), sides


def test_caption_in_italics_below_each_in_all_outputs(kinds, profile, renderer):
    kind, values = _news(kinds, photo((40, 30)), photo((30, 40), "PNG"), photo((40, 30)), None)
    paper = produce.sheet(kind, values, profile)
    blocks = list(paper.blocks)
    for place, block in enumerate(blocks):
        if isinstance(block, Photo):
            caption = blocks[place + 2]
            assert isinstance(caption, Paragraph)
            assert caption.align == "center" and all(run.italic for run in caption.runs)
    assert len(photos_of(paper)) == 2  # one of them stands twice
    files = produce.produce(kind, values, profile, renderer=renderer)
    preview = files["html"]
    assert preview.count('src="data:image/') == 3
    assert "style=" not in preview and "asset:" not in preview
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as package:
        media = [name for name in package.namelist() if name.startswith("word/media/photo")]
        document = package.read("word/document.xml").decode()
        types = package.read("[Content_Types].xml").decode()
    assert sorted(name.rsplit(".")[-1] for name in media) == ["jpeg", "png"]
    assert document.count("<wp:align>center</wp:align>") == 3
    assert 'Extension="jpeg"' in types and 'Extension="png"' in types
    assert len(re.findall(rb"/Subtype\s*/Image", files["pdf"])) == 2
    words = re.sub(r"<[^>]+>", " ", preview)
    for no in (1, 2, 3, 4):
        assert f"Quang cảnh hội nghị {no}" in words
    assert check(files, kind, profile) == []


def test_equal_values_give_equal_bytes(kinds, profile):
    kind, values = _news(kinds, photo((40, 30)))
    paper = produce.sheet(kind, values, profile)
    assert word.document(paper, profile) == word.document(produce.sheet(kind, values, profile), profile)
    assert html.printed(paper) == html.printed(produce.sheet(kind, values, profile))


@pytest.mark.parametrize(
    "given",
    [
        "không phải ảnh",
        base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode(),
        photo((4, 4), "GIF"),
        photo((40, 30))[:200],
    ],
    ids=["words", "svg", "gif", "cut off"],
)
def test_what_is_no_photo_is_refused(kinds, profile, given):
    kind, values = _news(kinds, given)
    with pytest.raises(ValuesRefused) as refused:
        produce.sheet(kind, values, profile)
    assert [tuple(one) for one in refused.value.problems] == [("$.photos", pictures.NOT_PHOTO)]


def _taken(sides, **how) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", sides, (200, 30, 30)).save(file, how.pop("kind", "JPEG"), **how)
    return file.getvalue()


def test_a_camera_file_becomes_small_upright_and_says_nothing_of_its_owner():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Máy của đồng chí X"
    exif.get_ifd(0x8825)[1] = "N"  # a place
    small = pictures.scaled(_taken((3000, 2000), exif=exif))
    with Image.open(io.BytesIO(small)) as seen:
        assert (seen.format, seen.size) == ("JPEG", (667, 1000))
        assert not seen.getexif()
    assert "đồng chí".encode() not in small
    assert pictures.scaled(_taken((3000, 2000), exif=exif)) == small


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"\xff\xd8\xff\xe0 cut", _taken((4, 4), kind="GIF")])
def test_other_files_are_no_photos(data):
    with pytest.raises(ValuesRefused):
        pictures.scaled(data)


def test_a_transparent_picture_stands_on_white():
    file = io.BytesIO()
    Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(file, "PNG")
    with Image.open(io.BytesIO(pictures.scaled(file.getvalue()))) as seen:
        assert seen.getpixel((5, 5)) == (255, 255, 255)
