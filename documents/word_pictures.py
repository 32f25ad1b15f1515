"""Pictures of a Word file: border and emblem of certificates behind the text, photos in the flow.

The former hang on a paragraph of 1 pt at the head of the page and are placed from the corner of the text area, which is
where the PDF places them too; a photo hangs on a paragraph of its own height.
"""

from collections.abc import Iterator

from . import word_base
from .layout import Photo, Pictures, Sheet, pictures_of
from .profile import SINGLE_LINE
from .widths import MM

_EMU_MM = 36000
_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_RELATIONS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"


def paragraph(block: Pictures, numbers: Iterator[int]) -> str:
    """The paragraph that the pictures hang on."""
    runs = "".join(
        _anchored(next(numbers), (picture.left, picture.top, picture.width, picture.height), "margin")
        for picture in block.items
    )
    style = f'<w:pStyle w:val="{word_base.style_id("gap")}"/><w:spacing w:line="20" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{style}</w:pPr>{runs}</w:p>"


def photo(photo: Photo, number: int) -> str:
    """A paragraph as high as the photo that hangs on it, so that it takes the room that it takes in the PDF."""
    size = max(round(photo.height / SINGLE_LINE * 2), 2)  # as in a gap that is kept with what follows
    style = (
        f'<w:pStyle w:val="{word_base.style_id("gap")}"/><w:keepNext/>'
        f'<w:spacing w:line="{photo.height * 20}" w:lineRule="exact"/><w:rPr><w:sz w:val="{size}"/></w:rPr>'
    )
    drawn = _anchored(number, (photo.left, 0, photo.width, photo.height * MM), "paragraph")
    return f"<w:p><w:pPr>{style}</w:pPr>{drawn}</w:p>"


def add(parts: dict[str, bytes], paper: Sheet) -> None:
    """Put the pictures of a sheet into the package: their bytes, relations and types."""
    relations, types = "", ""
    for number, picture in enumerate(pictures_of(paper), start=1):
        name = f"media/picture{number}.{picture.ending}"
        parts[f"word/{name}"] = picture.data
        relations += f'<Relationship Id="rIdPicture{number}" Type="{_RELATION}" Target="{name}"/>'
        default = f'<Default Extension="{picture.ending}" ContentType="image/{picture.ending}"/>'
        if default.encode() not in parts[_TYPES] and default not in types:
            types += default
    if relations:
        parts[_RELATIONS] = parts[_RELATIONS].replace(
            b"</Relationships>", relations.encode() + b"</Relationships>"
        )
        start = parts[_TYPES].index(b">", parts[_TYPES].index(b"<Types")) + 1
        parts[_TYPES] = parts[_TYPES][:start] + types.encode() + parts[_TYPES][start:]


def _anchored(number: int, box: tuple[float, float, float, float], from_: str) -> str:
    """A picture that pushes nothing; `box` is left, top, width, height in mm, the top counted from `from_`."""
    left, top, width, height = (round(value * _EMU_MM) for value in box)
    return (
        f'<w:r><w:drawing><wp:anchor {_NAMESPACES} distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number}" behindDoc="1" locked="1" layoutInCell="0" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="margin"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{from_}"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="Picture {number}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rIdPicture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )
