"""The structural look at PDF/A-3b: good files pass, and each broken one is named after what was broken."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from documents import pdf, produce

from . import archive


@pytest.fixture(scope="module")
def good(kinds, profile, renderer) -> bytes:
    """A decision as the product makes it."""
    kind = kinds.kind("award_decision")
    return produce.produce(kind, kind.sample, profile, ("pdf",), renderer)["pdf"]


def test_our_papers_have_no_fault(good):
    assert archive.faults(good) == []


def _fonts(file):
    return [one for one in file.objects if isinstance(one, Dictionary) and one.get("/Type") == "/Font"]


def _font(file, kind):
    return next(one for one in _fonts(file) if one.get("/Subtype") == kind)


def _metadata(file):
    raw = file.Root.Metadata.read_bytes().replace(b"<pdfaid:part>3", b"<pdfaid:part>1")
    file.Root.Metadata.write(raw.replace(b'pdfaid:part="3"', b'pdfaid:part="1"'))


def _own(key, value):
    def step(file):
        file.Root[key] = value

    return step


BROKEN = {
    "metadata": lambda file: file.Root.__delitem__("/Metadata"),
    "pdfaid": _metadata,
    "title": lambda file: file.docinfo.__setitem__("/Title", "Tên khác"),
    "output intent": lambda file: file.Root.__delitem__("/OutputIntents"),
    "colour profile": lambda file: file.Root.OutputIntents[0].DestOutputProfile.write(b"x" * 200),
    "font not embedded": lambda file: _font(file, "/CIDFontType2").FontDescriptor.__delitem__("/FontFile2"),
    "ToUnicode": lambda file: _font(file, "/Type0").__delitem__("/ToUnicode"),
    "CIDToGIDMap": lambda file: _font(file, "/CIDFontType2").__delitem__("/CIDToGIDMap"),
    "widths": lambda file: _font(file, "/CIDFontType2").__setitem__("/W", Array([3, Array([900])])),
    "FontBBox": lambda file: _font(file, "/CIDFontType2").FontDescriptor.__setitem__(
        "/FontBBox", Array([0, 1])
    ),
    "kind of font": lambda file: _font(file, "/CIDFontType2").__setitem__("/Subtype", Name.CIDFontType0),
    "encoding": lambda file: _font(file, "/Type0").__setitem__("/Encoding", Name("/Identity-V")),
    "action": _own("/OpenAction", Dictionary(S=Name.JavaScript, JS="app.alert(1)")),
    "page action": lambda file: file.pages[0].obj.__setitem__("/AA", Dictionary()),
    "annotation": lambda file: file.pages[0].obj.__setitem__(
        "/Annots", Array([Dictionary(Type=Name.Annot, Subtype=Name.Movie, F=4)])
    ),
    "attachment": _own("/Names", Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))),
    "external stream": lambda file: file.pages[0].Contents.__setitem__("/F", "other.bin"),
    "image": lambda file: file.pages[0].Resources.__setitem__(
        "/XObject",
        Dictionary(
            I=file.make_stream(b"\0", {"/Type": Name.XObject, "/Subtype": Name.Image, "/Interpolate": True})
        ),
    ),
    "foreign object": lambda file: file.pages[0].Resources.__setitem__(
        "/XObject", Dictionary(I=file.make_stream(b"", {"/Type": Name.XObject, "/Subtype": Name.PS}))
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_named(good, fault):
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as file:
        BROKEN[fault](file)
        file.save(packed, fix_metadata_version=False)
    found = {one.partition(" (")[0] for one in archive.faults(packed.getvalue())}
    assert fault in found
    assert len(found - {"attachment", "action"}) <= 1 or fault == "metadata"


def test_encryption_and_a_missing_id_are_named(good):
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as file:
        file.save(packed, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "encryption" in archive.faults(packed.getvalue())
    plain = good.replace(b"/ID", b"/XD")
    assert "trailer ID" in archive.faults(plain)
    assert archive.faults(b"%PDF-1.7\nnothing") == ["header"]


def test_plain_and_tagged_variants_are_settings(kinds, profile):
    kind = kinds.kind("award_decision")
    plain, tagged = (
        produce.produce(kind, kind.sample, profile, ("pdf",), pdf.Renderer(variant=variant))["pdf"]
        for variant in (None, "pdf/a-3a")
    )
    assert "output intent" in archive.faults(plain)
    with pikepdf.open(io.BytesIO(tagged)) as file:
        assert "/StructTreeRoot" in file.Root
        assert file.Root.MarkInfo.Marked
    assert archive.faults(tagged) == ["pdfaid"]
