"""Pictures of a Word file: border and emblem of certificates behind the text, photos in it.

What is behind the text hangs on a paragraph of 1 pt at the head of the page and is placed from the corner of the text
area, which is where the PDF places it too. A photo hangs on a paragraph exactly as high as it: Word would cut one that
stands in a line of exact height, and lines of another kind are not equally high everywhere.
"""

import hashlib

from . import word_base
from .layout import Photo, Picture, Pictures, Sheet, photos_of, pictures_of
from .profile import SINGLE_LINE

_EMU_MM = 36000
_EMU_PT = 12700
_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_RELATIONS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"


def paragraph(block: Pictures) -> str:
    """The paragraph that the pictures hang on."""
    runs = "".join(_behind(picture, number) for number, picture in enumerate(block.items, start=1))
    style = f'<w:pStyle w:val="{word_base.style_id("gap")}"/><w:spacing w:line="20" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{style}</w:pPr>{runs}</w:p>"


def standing(photo: Photo) -> str:
    """The paragraph of a photo, exactly as high; the photo hangs on it in the middle between the margins."""
    line = f'<w:spacing w:line="{photo.height * 20}" w:lineRule="exact"/>'
    size = max(round(photo.height / SINGLE_LINE * 2), 2)  # as of a gap that stays with the next paragraph
    form = f'<w:pStyle w:val="{word_base.style_id("gap")}"/><w:keepNext/>{line}<w:rPr><w:sz w:val="{size}"/></w:rPr>'
    place = (
        '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    )
    key = _key(photo)
    # Behind the text: an empty line of the paragraph must not lie over it when a line is chosen in Word.
    run = _anchored(
        place, photo.width * _EMU_MM, photo.height * _EMU_PT, int(key[:6], 16) + 1000, f"rIdPhoto{key}"
    )
    return f"<w:p><w:pPr>{form}</w:pPr>{run}</w:p>"


def _key(photo: Photo) -> str:
    return hashlib.sha256(photo.data).hexdigest()[:16]


def add(parts: dict[str, bytes], paper: Sheet) -> None:
    """Put the pictures of a sheet into the package: their bytes, relations and types."""
    given = [
        (f"rIdPicture{number}", f"media/picture{number}.{picture.ending}", picture)
        for number, picture in enumerate(pictures_of(paper), start=1)
    ]
    given += [
        (f"rIdPhoto{_key(one)}", f"media/photo{_key(one)}.{one.ending}", one) for one in photos_of(paper)
    ]
    relations, types = "", ""
    for relation, name, picture in given:
        parts[f"word/{name}"] = picture.data
        relations += f'<Relationship Id="{relation}" Type="{_RELATION}" Target="{name}"/>'
        default = f'<Default Extension="{picture.ending}" ContentType="image/{picture.ending}"/>'
        if default.encode() not in parts[_TYPES] and default not in types:
            types += default
    if relations:
        parts[_RELATIONS] = parts[_RELATIONS].replace(
            b"</Relationships>", relations.encode() + b"</Relationships>"
        )
        start = parts[_TYPES].index(b">", parts[_TYPES].index(b"<Types")) + 1
        parts[_TYPES] = parts[_TYPES][:start] + types.encode() + parts[_TYPES][start:]


def _behind(picture: Picture, number: int) -> str:
    left, top, width, height = (
        round(value * _EMU_MM) for value in (picture.left, picture.top, picture.width, picture.height)
    )
    place = (
        f'<wp:positionH relativeFrom="margin"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="margin"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
    )
    return _anchored(place, width, height, number, f"rIdPicture{number}")


def _anchored(place: str, width: int, height: int, number: int, relation: str) -> str:
    return (
        f'<w:r><w:drawing><wp:anchor {_NAMESPACES} distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number}" behindDoc="1" locked="1" layoutInCell="0" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>{place}'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="Picture {number}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )
