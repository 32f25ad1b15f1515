"""What PDF/A-3b asks of a file's structure, as far as it can be seen without a validator.

`faults` names what is wrong; `test_archive` shows with one broken file for each line that it sees what it should.
"""

import io
import re

import pikepdf

_IDENTITY = "{http://www.aiim.org/pdfa/ns/id/}"
FORBIDDEN_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/Sound",
    "/Movie",
    "/ResetForm",
    "/ImportData",
    "/Hide",
    "/Rendition",
}
FORBIDDEN_NOTES = {"/3D", "/Sound", "/Screen", "/Movie"}


def faults(data: bytes) -> list[str]:
    """Short names of everything that PDF/A-3b does not allow; empty for a good file."""
    if not re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", data):
        return ["header"]
    found: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as file:
        if file.is_encrypted or "/Encrypt" in file.trailer:
            found.append("encryption")
        if "/ID" not in file.trailer or len(file.trailer.ID) != 2 or not bytes(file.trailer.ID[0]):
            found.append("trailer ID")
        found += _metadata(file)
        found += _intent(file)
        for number, one in enumerate(file.objects):
            found += [f"{fault} ({number})" for fault in _object(one)]
        for page in file.pages:
            found += _page(page)
        names = file.Root.get("/Names", {})
        if "/OpenAction" in file.Root or "/AA" in file.Root or "/JavaScript" in names:
            found.append("action")
        if "/EmbeddedFiles" in names and "/AF" not in file.Root:
            found.append("attachment")
    return found


def _metadata(file) -> list[str]:
    if "/Metadata" not in file.Root:
        return ["metadata"]
    raw = file.Root.Metadata
    found = ["metadata compressed"] if "/Filter" in raw and raw.get("/Type") != "/Metadata" else []
    with file.open_metadata() as known:
        part, level = known.get(f"{_IDENTITY}part"), known.get(f"{_IDENTITY}conformance")
        if (part, level) != ("3", "B"):
            found.append("pdfaid")
        title = file.docinfo.get("/Title") if "/Info" in file.trailer else None
        if title is not None and str(title) != known.get("dc:title"):
            found.append("title")
    return found


def _intent(file) -> list[str]:
    intents = [one for one in file.Root.get("/OutputIntents", []) if one.get("/S") == "/GTS_PDFA1"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        return ["output intent"]
    colours = intents[0].DestOutputProfile
    good = colours.read_bytes()[36:40] == b"acsp" and int(colours.get("/N", 0)) in (1, 3, 4)
    return [] if good else ["colour profile"]


def _object(one) -> list[str]:
    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return []
    found = []
    if isinstance(one, pikepdf.Stream):
        if any(key in one for key in ("/F", "/FFilter", "/FDecodeParms")):
            found.append("external stream")
        filters = one.get("/Filter", [])
        if "/LZWDecode" in (filters if isinstance(filters, pikepdf.Array) else [filters]):
            found.append("LZW")
    if one.get("/S") in FORBIDDEN_ACTIONS:
        found.append("action")
    if one.get("/Type") == "/Font":
        found += _font(one)
    if one.get("/Subtype") == "/Image" and (one.get("/Interpolate") is True or "/OPI" in one):
        found.append("image")
    if one.get("/Subtype") == "/PS" or "/Ref" in one:
        found.append("foreign object")
    return found


def _font(font) -> list[str]:
    kind = font.get("/Subtype")
    if kind == "/Type0":
        found = [] if font.get("/Encoding") == "/Identity-H" else ["encoding"]
        return found + ([] if "/ToUnicode" in font else ["ToUnicode"])
    if kind != "/CIDFontType2":
        return ["kind of font"]
    descriptor = font.get("/FontDescriptor", {})
    found = [] if "/FontFile2" in descriptor else ["font not embedded"]
    found += [] if len(descriptor.get("/FontBBox", ())) == 4 else ["FontBBox"]
    found += [] if font.get("/CIDToGIDMap") == "/Identity" else ["CIDToGIDMap"]
    return found + (_widths(font, descriptor.FontFile2.read_bytes()) if not found else [])


def _widths(font, data: bytes) -> list[str]:
    """The widths in the file and those of the page description differ by less than a thousandth of the size."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(data)) as file:
        scale, metrics, order = 1000 / file["head"].unitsPerEm, file["hmtx"].metrics, file.getGlyphOrder()
        said, parts = {}, list(font.get("/W", []))
        for start, row in zip(parts[::2], parts[1::2], strict=True):
            said |= {int(start) + place: float(width) for place, width in enumerate(row)}
        wrong = [one for one, width in said.items() if abs(metrics[order[one]][0] * scale - width) > 1]
    return ["widths"] if wrong or not said else []


def _page(page) -> list[str]:
    found = ["page action"] if "/AA" in page.obj else []
    for note in page.get("/Annots", []):
        if note.get("/Subtype") in FORBIDDEN_NOTES or not int(note.get("/F", 0)) & 4:
            found.append("annotation")
    return found
