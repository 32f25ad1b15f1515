"""The mark of an issued paper: its code, and where the installation has a public address a QR that leads there.

It stands in the lower margin of the first page, at the left edge of the text, outside of everything that flows, so
that a paper breaks its lines and pages as it did in the draft. Place and measures are the profile's table [mark]
(ours, not the law's). The same code and address always give the same bytes.
"""

import io
import itertools
import re
from dataclasses import dataclass
from html import escape
from xml.sax.saxutils import escape as escape_xml
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import segno

from .profile import Profile

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I: what is read aloud is typed right
GROUPS, IN_GROUP = 3, 4
_MM_AN_EMU = 36000
_PIXELS_A_MODULE = 8
_TYPED = re.compile(f"[{LETTERS}]{{{GROUPS * IN_GROUP}}}")
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_FOOTER, _PICTURE = "word/footerMark.xml", "word/media/mark.png"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn: the code ("7K3M-9QWX-2HTP") and the full address that the QR holds ("" for the code alone)."""

    code: str
    address: str = ""

    @property
    def site(self) -> str:
        """The address to type, without the code and the protocol."""
        return re.sub(r"^https?://", "", self.address.rsplit("/", 1)[0])


def grouped(letters: str) -> str:
    """A code in groups of four: "7K3M9QWX2HTP" → "7K3M-9QWX-2HTP"."""
    return "-".join(letters[at : at + IN_GROUP] for at in range(0, len(letters), IN_GROUP))


def read(typed: str) -> str | None:
    """The code in what somebody typed, small letters, blanks and dashes forgiven; None if it is none."""
    letters = re.sub(r"[\s.\-\u2010-\u2015]", "", typed).upper()
    return grouped(letters) if _TYPED.fullmatch(letters) else None


def lines(mark: Mark, profile: Profile) -> list[str]:
    """The words beside the QR."""
    said = [f"{profile.mark['code']} {mark.code}"]
    return said + ([f"{profile.mark['site']} {mark.site}"] if mark.address else [])


def into_page(page: str, mark: Mark, profile: Profile, orientation: str) -> str:
    """The page that the PDF is made from, with the mark below its text."""
    measures, sheet = profile.mark, profile.sheet(orientation)
    said = lines(mark, profile)
    side = measures["size"]
    room = side + measures["gap"] if mark.address else 0
    below = sheet.height - sheet.top  # from the upper edge of the text to the lower edge of the paper
    # Each line is a box of its own: a box of two that stands below the text would be broken between pages.
    rows = "".join(
        f".mark-{at}{{top:calc({below - sheet.header:g}mm - {(len(said) - at) * measures['line']:g}pt)}}"
        for at in range(len(said))
    )
    style = (
        f".mark{{position:absolute;left:0;top:{below - measures['edge'] - side:g}mm;"
        f"width:{side:g}mm;height:{side:g}mm}}"
        f".mark-line{{position:absolute;left:{room:g}mm;white-space:nowrap;"
        f"font-size:{measures['letters']:g}pt;line-height:{measures['line']:g}pt}}{rows}"
    )
    drawn = f'<div class="mark">{_svg(mark.address)}</div>' if mark.address else ""
    drawn += "".join(f'<div class="mark-line mark-{at}">{escape(line)}</div>' for at, line in enumerate(said))
    page = page.replace("</head>", f"<style>{style}</style></head>", 1)
    return re.sub(r"(<main [^>]*>)", lambda main: main[1] + drawn, page, count=1)


def modules(address: str) -> tuple[int, str]:
    """The QR of an address without a border: how many modules its side has, the path of the black ones."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    path = []
    for y, row in enumerate(rows):
        x = 0
        for black, run in itertools.groupby(row, bool):
            length = len(list(run))
            path += [f"M{x} {y}h{length}v1h-{length}z"] if black else []
            x += length
    return len(rows), "".join(path)


def _svg(address: str) -> str:
    """The QR as one path of black modules: the paper is white around it."""
    size, path = modules(address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="100%" height="100%">'
        f'<path d="{path}" fill="#000"/></svg>'
    )


def picture(address: str) -> bytes:
    """The QR as PNG, black on white, without a border."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=_PIXELS_A_MODULE, border=0)
    return drawn.getvalue()


def into_word(data: bytes, mark: Mark, profile: Profile, orientation: str) -> bytes:
    """The Word file with the mark in the footer of its first page; equal input gives equal bytes."""
    with ZipFile(io.BytesIO(data)) as package:
        parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    _change(
        parts, "word/document.xml", r"(<w:sectPr\b[^>]*>(?:<w:headerReference [^>]*/>)*)", rf"\1{_REFERENCE}"
    )
    relation = f'<Relationship Id="rIdMark" Type="{_RELATIONS}/footer" Target="footerMark.xml"/>'
    _change(parts, "word/_rels/document.xml.rels", "</Relationships>", f"{relation}</Relationships>")
    types = f'<Override PartName="/{_FOOTER}" ContentType="{_FOOTER_TYPE}"/></Types>'
    _change(parts, "[Content_Types].xml", "</Types>", types)
    if b'Extension="png"' not in parts["[Content_Types].xml"]:
        _change(
            parts,
            "[Content_Types].xml",
            r"(<Types [^>]*>)",
            r'\1<Default Extension="png" ContentType="image/png"/>',
        )
    parts[_FOOTER] = _footer(mark, profile, orientation).encode("utf-8")
    if mark.address:
        related = f'<Relationship Id="rIdQr" Type="{_RELATIONS}/image" Target="media/mark.png"/>'
        parts["word/_rels/footerMark.xml.rels"] = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}">'
            f"{related}</Relationships>"
        ).encode()
        parts[_PICTURE] = picture(mark.address)
    return _packed(parts)


_REFERENCE = '<w:footerReference w:type="first" r:id="rIdMark"/>'


def _change(parts: dict[str, bytes], name: str, pattern: str, new: str) -> None:
    """Change the first place; raises ValueError when the base document has none (it is ours)."""
    text, count = re.subn(pattern, new, parts[name].decode("utf-8"), count=1)
    if not count:
        raise ValueError(f"{name} has no {pattern}")
    parts[name] = text.encode("utf-8")


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=6) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, parts[name])
    return packed.getvalue()


def _footer(mark: Mark, profile: Profile, orientation: str) -> str:
    """The footer: small lines beside the QR, which is anchored to the page and pushes nothing."""
    measures = profile.mark
    left = round((measures["size"] + measures["gap"]) * 1440 / 25.4) if mark.address else 0
    form = (
        f'<w:pPr><w:spacing w:before="0" w:after="0" w:line="{round(measures["line"] * 20)}" w:lineRule="exact"/>'
        f'<w:ind w:left="{left}" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
    )
    face = f'<w:rPr><w:sz w:val="{round(measures["letters"] * 2)}"/></w:rPr>'
    drawn = [_anchor(mark, profile, orientation) if mark.address else ""]
    said = lines(mark, profile)
    rows = "".join(
        f'<w:p>{form}{anchor}<w:r>{face}<w:t xml:space="preserve">{escape_xml(line)}</w:t></w:r></w:p>'
        for line, anchor in zip(said, drawn + [""] * (len(said) - 1), strict=True)
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:ftr {_NAMESPACES}>{rows}</w:ftr>'


def _anchor(mark: Mark, profile: Profile, orientation: str) -> str:
    measures, sheet = profile.mark, profile.sheet(orientation)
    side = round(measures["size"] * _MM_AN_EMU)
    down = round((sheet.height - measures["edge"] - measures["size"]) * _MM_AN_EMU)
    alt = escape(mark.address, quote=True)
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
        'behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{side}" cy="{side}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="1" name="QR" descr="{alt}"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="1" name="QR"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rIdQr"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )
