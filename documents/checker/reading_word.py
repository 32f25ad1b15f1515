"""A Word file as what Word would show: paragraphs with the style, type and spacing that are in force for them.

Made for strangers' files as well: text boxes count once, deleted words do not count, lines may be exact, at least or
a multiple.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from ..text import CUT
from .word_styles import Styles

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = qn("w:txbxContent")
_GONE = frozenset({qn("w:del"), qn("w:moveFrom"), _FALLBACK})
_BLANK = frozenset({qn("w:tab"), qn("w:br"), qn("w:cr")})
_CHANGES = (qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo"), qn("w:commentReference"))
_PAGE_OF_ONE = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Pages"


@dataclass(frozen=True, slots=True)
class WordRun:
    """Text with the type in force: font name, size in pt, colour ("" = automatic), hidden."""

    text: str
    font: str
    size: float
    bold: bool
    italic: bool
    underlined: bool = False
    colour: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph: name of its style, alignment, its runs, its measures and its place in a table.

    line: exact line height in pt (0: not exact); ratio: line height as a multiple of the single line (0: by size);
    before, after: pt; indent: mm of the first line from the edge of the paragraph; ruled: border below; drawn: holds
    a drawn shape; cell: (table, row, column); columns: of its row; grid: the table has lines; in_head: repeated row.
    """

    style: str
    align: str
    line: float
    runs: tuple[WordRun, ...]
    in_head: bool
    ratio: float = 0
    before: float = 0
    after: float = 0
    indent: float = 0
    ruled: bool = False
    drawn: bool = False
    cell: tuple[int, int, int] | None = None
    columns: int = 0
    grid: bool = False

    @property
    def text(self) -> str:
        """All words."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class WordSection:
    """A stretch of pages: sizes and margins in mm; what its head and foot hold (the words of fields)."""

    width: float
    height: float
    margins: dict[str, float]
    first_page_differs: bool
    header_fields: tuple[str, ...]
    footer_fields: tuple[str, ...]
    header: tuple[WordParagraph, ...]
    footer: tuple[WordParagraph, ...]


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table: rows, whether it has lines, whether its first row is repeated on every page."""

    rows: int
    grid: bool
    headed: bool


@dataclass(frozen=True, slots=True)
class WordFile:
    """The sections, paragraphs in reading order, tables; `tracked`: changes or notes are still in it.

    `pages` is what the writer noted (0: nothing).
    """

    sections: tuple[WordSection, ...]
    paragraphs: tuple[WordParagraph, ...]
    tables: tuple[WordTable, ...]
    tracked: bool
    pages: int

    @property
    def width(self) -> float:
        """Width of the first page, mm."""
        return self.sections[0].width

    @property
    def height(self) -> float:
        """Height of the first page, mm."""
        return self.sections[0].height

    @property
    def margins(self) -> dict[str, float]:
        """Margins of the first section, mm."""
        return self.sections[0].margins

    @property
    def header(self) -> tuple[WordParagraph, ...]:
        """The head of the first section's later pages."""
        return self.sections[0].header

    @property
    def header_fields(self) -> tuple[str, ...]:
        """The fields in that head."""
        return self.sections[0].header_fields

    @property
    def first_page_differs(self) -> bool:
        """Whether the first page has a head of its own."""
        return self.sections[0].first_page_differs


def read(data: bytes) -> WordFile:
    """Read a .docx; raises KeyError, ValueError, lxml's XMLSyntaxError or zipfile.BadZipFile if it is none."""
    document = Document(BytesIO(data))
    walk = _Walk(Styles(document.styles.element))
    body = document.element.body
    paragraphs = tuple(walk.blocks(body))
    return WordFile(
        sections=tuple(_section(section, walk.styles) for section in document.sections),
        paragraphs=paragraphs,
        tables=tuple(walk.tables),
        tracked=next(body.iter(*_CHANGES), None) is not None,
        pages=_pages(document),
    )


def _pages(document) -> int:
    """The number of pages that the writer noted in the properties; 0 where there is none."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            try:
                noted = etree.fromstring(part.blob).findtext(_PAGE_OF_ONE)
            except etree.XMLSyntaxError:
                return 0
            return int(noted) if noted and noted.isdigit() else 0
    return 0


def _section(section, styles: Styles) -> WordSection:
    sides = ("top", "bottom", "left", "right")
    margins = {side: round((getattr(section, f"{side}_margin") or 0) / 36000, 2) for side in sides}
    header = section.header._element
    return WordSection(
        width=(section.page_width or 0) / 36000,
        height=(section.page_height or 0) / 36000,
        margins=margins,
        first_page_differs=section.different_first_page_header_footer,
        header_fields=_fields(header),
        footer_fields=_fields(section.footer._element),
        header=tuple(_Walk(styles).blocks(header)),
        footer=tuple(_Walk(styles).blocks(section.footer._element)),
    )


def _fields(root) -> tuple[str, ...]:
    written = [part.text or "" for part in root.iter(qn("w:instrText"))]
    return tuple(written + [part.get(qn("w:instr"), "") for part in root.iter(qn("w:fldSimple"))])


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where in a table a paragraph stands."""

    cell: tuple[int, int, int] | None = None
    columns: int = 0
    grid: bool = False
    in_head: bool = False


class _Walk:
    """Goes through blocks in reading order and counts the tables it meets."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.tables: list[WordTable] = []

    def blocks(self, root, spot: _Spot = _Spot()) -> Iterator[WordParagraph]:
        for element in root:
            if element.tag == qn("w:p"):
                yield self.paragraph(element, spot)
                for box in _boxes(element):
                    yield from self.blocks(box)
            elif element.tag == qn("w:tbl"):
                yield from self.table(element)
            elif element.tag not in _GONE and isinstance(element.tag, str):
                yield from self.blocks(element, spot)

    def table(self, table) -> Iterator[WordParagraph]:
        number, rows = len(self.tables), table.findall(qn("w:tr"))
        grid = self.styles.has_lines(table)
        heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        self.tables.append(WordTable(len(rows), grid, any(heads[:1])))
        for at, row in enumerate(rows):
            cells = row.findall(qn("w:tc"))
            for column, cell in enumerate(cells):
                yield from self.blocks(cell, _Spot((number, at, column), len(cells), grid, heads[at]))

    def paragraph(self, element, spot: _Spot) -> WordParagraph:
        form = self.styles.form(element)
        runs = tuple(run for part in _runs(element) if (run := self.run(part, form)).text)
        size = max((run.size for run in runs), default=0)
        drawn = next(element.iter(qn("w:drawing"), qn("w:pict")), None) is not None
        line, ratio = form.line(size)
        return WordParagraph(
            form.name, form.align, line, runs, spot.in_head, ratio, form.before, form.after, form.first,
            form.bordered, drawn, spot.cell, spot.columns, spot.grid,
        )  # fmt: skip

    def run(self, element, form) -> WordRun:
        face = form.face(element)
        return WordRun(
            _text(element),
            face.font,
            face.size,
            face.bold,
            face.italic,
            face.underlined,
            face.colour,
            face.hidden,
        )


def _runs(element) -> Iterator:
    """Runs of a paragraph itself: not of a text box in it, not what was deleted."""
    for child in element:
        if child.tag == qn("w:r"):
            yield child
        elif child.tag not in _GONE and child.tag != _BOX:
            yield from _runs(child)


def _boxes(element) -> Iterator:
    """The text boxes anchored in a paragraph, each once."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag not in _GONE:
            yield from _boxes(child)


def _text(run) -> str:
    pieces = []
    for child in run:
        if child.tag == qn("w:t"):
            pieces.append((child.text or "").replace(f"  {CUT}/", "  /"))
        elif child.tag in _BLANK:
            pieces.append(" ")
        elif child.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
    return "".join(pieces)
