"""A Word file as what Word would show: paragraphs with the style, type and spacing that are in force for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

PT_A_TWIP = 1 / 20
MM_AN_EMU = 1 / 36000


@dataclass(frozen=True, slots=True)
class WordRun:
    """Text with the type in force: font name, size in pt."""

    text: str
    font: str
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph: name of its style, alignment, exact line height in pt (0: not exact), its runs."""

    style: str
    align: str
    line: float
    runs: tuple[WordRun, ...]
    in_head: bool

    @property
    def text(self) -> str:
        """All words."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class WordFile:
    """Page in mm, paragraphs in reading order, and what the header holds."""

    width: float
    height: float
    margins: dict[str, float]
    paragraphs: tuple[WordParagraph, ...]
    header: tuple[WordParagraph, ...]
    header_fields: tuple[str, ...]
    first_page_differs: bool


def read(data: bytes) -> WordFile:
    """Read a .docx; raises KeyError, ValueError or zipfile.BadZipFile if it is none."""
    document = Document(BytesIO(data))
    styles = _Styles(document.styles.element)
    section = document.sections[0]
    margins = {
        side: round(getattr(section, f"{side}_margin") * MM_AN_EMU, 2)
        for side in ("top", "bottom", "left", "right")
    }
    header = section.header._element
    return WordFile(
        width=section.page_width * MM_AN_EMU,
        height=section.page_height * MM_AN_EMU,
        margins=margins,
        paragraphs=tuple(_paragraphs(document.element.body, styles)),
        header=tuple(_paragraphs(header, styles)),
        header_fields=tuple(part.text or "" for part in header.iter(qn("w:instrText"))),
        first_page_differs=section.different_first_page_header_footer,
    )


def _paragraphs(root, styles: "_Styles") -> Iterator[WordParagraph]:
    for element in root.iter(qn("w:p")):
        yield styles.paragraph(element)


def _value(parent, path: str) -> str | None:
    found = parent.find(path, parent.nsmap) if parent is not None else None
    return None if found is None else found.get(qn("w:val"))


def _on(parent, tag: str) -> bool | None:
    found = parent.find(qn(tag)) if parent is not None else None
    if found is None:
        return None
    return found.get(qn("w:val")) not in ("0", "false", "none")


class _Styles:
    """Answers what is in force: direct formatting, then the chain of styles, then the defaults."""

    def __init__(self, root: etree._Element) -> None:
        self._by_id = {style.get(qn("w:styleId")): style for style in root.findall(qn("w:style"))}
        defaults = root.find(qn("w:docDefaults"))
        self._run_defaults = (
            None if defaults is None else defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
        )
        self._default = next(
            (s.get(qn("w:styleId")) for s in root.findall(qn("w:style"))
             if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) == "1"), None,
        )  # fmt: skip

    def paragraph(self, element) -> WordParagraph:
        direct = element.find(qn("w:pPr"))
        style = _value(direct, "w:pStyle") or self._default
        chain = list(self._chain(style))
        spacing = [part.find(qn("w:spacing")) for part in self._paragraph_parts(direct, chain)]
        exact = next(
            (
                s
                for s in spacing
                if s is not None and s.get(qn("w:line")) and s.get(qn("w:lineRule")) == "exact"
            ),
            None,
        )
        line = int(exact.get(qn("w:line"))) * PT_A_TWIP if exact is not None else 0
        align = next(
            (v for part in self._paragraph_parts(direct, chain) if (v := _value(part, "w:jc"))), "left"
        )
        runs = tuple(run for child in element.iter(qn("w:r")) if (run := self._run(child, chain)).text)
        row = next((above for above in element.iterancestors(qn("w:tr"))), None)
        in_head = row is not None and row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        return WordParagraph(self._name(style), align, line, runs, in_head)

    def _paragraph_parts(self, direct, chain) -> Iterator:
        parts = (direct, *(style.find(qn("w:pPr")) for style in chain))
        return (part for part in parts if part is not None)

    def _name(self, style: str | None) -> str:
        return (_value(self._by_id[style], "w:name") if style in self._by_id else None) or ""

    def _chain(self, style: str | None) -> Iterator:
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            yield self._by_id[style]
            style = _value(self._by_id[style], "w:basedOn")

    def _run(self, element, chain) -> WordRun:
        parts = [element.find(qn("w:rPr")), *(style.find(qn("w:rPr")) for style in chain), self._run_defaults]
        parts = [part for part in parts if part is not None]
        fonts = (part.find(qn("w:rFonts")) for part in parts)
        font = next((f.get(qn("w:ascii")) for f in fonts if f is not None and f.get(qn("w:ascii"))), "")
        size = next((int(value) / 2 for part in parts if (value := _value(part, "w:sz"))), 10.0)
        bold, italic = (
            next((v for part in parts if (v := _on(part, tag)) is not None), False) for tag in ("w:b", "w:i")
        )
        return WordRun(_text(element), font, size, bold, italic)


def _text(run) -> str:
    pieces = []
    for child in run:
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
            pieces.append(" ")
        elif child.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
    return "".join(pieces)
