"""The lean Word document that every paper starts from: page, named styles, header with the page number.

Made once per profile with python-docx and kept as the parts of a package; the walk in `word` fills in the body. The
default document of python-docx carries 870 kB of styles, a thumbnail and a theme: none of it is kept.
"""

from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .profile import Profile, Style

LANGUAGE = "vi-VN"
BODY_MARK = "BODY-OF-THE-PAPER"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_DROPPED = ("stylesWithEffects", "customXml", "webSettings", "numbering", "theme")


def style_id(code: str) -> str:
    """Id of a named style in the Word file."""
    return "P" + code.title().replace("_", "")


def parts(profile: Profile, orientation: str) -> dict[str, bytes]:
    """Package parts by name; `word/document.xml` holds BODY_MARK where the body belongs."""
    key = (id(profile), orientation)
    if key not in _KEPT:
        if len(_KEPT) > 32:
            _KEPT.clear()
        _KEPT[key] = (profile, _built(profile, orientation))
    return _KEPT[key][1]


_KEPT: dict[tuple, tuple[Profile, dict[str, bytes]]] = {}


def _built(profile: Profile, orientation: str) -> dict[str, bytes]:
    document = Document()
    _drop_parts(document)
    _styles(document, profile)
    _settings(document)
    _section(document, profile, orientation)
    body = document.element.body
    for paragraph in list(document.paragraphs):
        body.remove(paragraph._p)
    mark = OxmlElement("w:p")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = BODY_MARK
    run.append(text)
    mark.append(run)
    body.insert(0, mark)
    packed = BytesIO()
    document.save(packed)
    with ZipFile(packed) as package:
        return {name: package.read(name) for name in package.namelist() if "thumbnail" not in name}


def _drop_parts(document) -> None:
    """Cut the relationships to parts that a paper does not need; they are then not saved."""
    for holder in (document.part, document.part.package):
        for key, relation in list(holder.rels.items()):
            unwanted = any(name in relation.reltype for name in (*_DROPPED, "thumbnail"))
            if unwanted and relation.reltype != RELATIONSHIP_TYPE.STYLES:
                del holder.rels[key]


def _styles(document, profile: Profile) -> None:
    root = document.styles.element
    latent = root.find(qn("w:latentStyles"))
    if latent is not None:
        root.remove(latent)
    for style in list(root.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in ("Normal", "DefaultParagraphFont", "TableNormal", "NoList"):
            root.remove(style)
    _defaults(root, profile)
    normal = document.styles["Normal"]
    _shape(normal, profile.styles["body"], profile)
    normal.paragraph_format.first_line_indent = None
    normal.paragraph_format.space_after = Pt(0)
    for style in profile.styles.values():
        made = document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
        made.element.set(qn("w:styleId"), style_id(style.code))
        made.base_style = normal
        made.quick_style = True
        _shape(made, style, profile)


def _defaults(root, profile: Profile) -> None:
    """Fonts in all four slots, the language, and no spacing of Word's own."""
    defaults = root.find(qn("w:docDefaults"))
    for child in list(defaults):
        defaults.remove(child)
    run_default, properties = OxmlElement("w:rPrDefault"), OxmlElement("w:rPr")
    properties.append(_fonts(profile.font))
    language = OxmlElement("w:lang")
    for slot in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{slot}"), LANGUAGE if slot != "bidi" else "ar-SA")
    properties.append(language)
    run_default.append(properties)
    defaults.append(run_default)
    paragraph_default = OxmlElement("w:pPrDefault")
    paragraph_default.append(OxmlElement("w:pPr"))
    defaults.append(paragraph_default)


def _fonts(family: str):
    fonts = OxmlElement("w:rFonts")
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), family)
    return fonts


def _shape(made, style: Style, profile: Profile) -> None:
    made.font.name = profile.font
    properties = made.element.get_or_add_rPr()
    properties.remove(properties.find(qn("w:rFonts")))
    properties.insert(0, _fonts(profile.font))
    made.font.size = Pt(style.size)
    made.font.bold = style.bold
    made.font.italic = style.italic
    if style.colour:
        made.font.color.rgb = RGBColor.from_string(style.colour.removeprefix("#").upper())
    layout = made.paragraph_format
    layout.alignment = _ALIGN[style.align]
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(style.line)
    layout.space_before = Pt(0)
    layout.space_after = Pt(style.after)
    layout.left_indent = Mm(style.left) if style.left else None
    layout.first_line_indent = Mm(style.indent) if style.indent else None
    layout.keep_with_next = style.keep or None
    layout.keep_together = style.keep or None
    layout.widow_control = not style.tears


def _settings(document) -> None:
    """Word 2013 layout, no automatic hyphens, Vietnamese as the language of themes."""
    root = document.settings.element
    for child in list(root):
        root.remove(child)
    for tag, value in (("w:defaultTabStop", "720"), ("w:characterSpacingControl", "doNotCompress")):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        root.append(element)
    compat = OxmlElement("w:compat")
    setting = OxmlElement("w:compatSetting")
    for name, value in (
        ("name", "compatibilityMode"), ("uri", "http://schemas.microsoft.com/office/word"), ("val", "15"),
    ):  # fmt: skip
        setting.set(qn(f"w:{name}"), value)
    compat.append(setting)
    root.append(compat)


def _section(document, profile: Profile, orientation: str) -> None:
    page = profile.sheet(orientation)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.foot)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance = section.footer_distance = Mm(page.header)
    if orientation == "landscape":
        section._sectPr.find(qn("w:pgSz")).set(qn("w:orient"), "landscape")
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)
    section.different_first_page_header_footer = True
    margin = section.header if profile.number_at == "top" else section.footer
    margin.is_linked_to_previous = False
    paragraph = margin.paragraphs[0]
    paragraph.style = document.styles[profile.styles["page_number"].name]
    for kind in ("begin", None, "separate", "text", "end"):
        _field_piece(paragraph.add_run(), kind)


def _field_piece(run, kind: str | None) -> None:
    if kind == "text":
        run.text = "2"
    elif kind is None:
        instruction = OxmlElement("w:instrText")
        instruction.text = "PAGE"
        run._r.append(instruction)
    else:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
