"""One walk from the sheet to a Word file: WordprocessingML in named styles.

It is packed so that equal input gives equal bytes: no clock, members in a fixed order.
"""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import count
from xml.sax.saxutils import escape

from . import package, word_base, word_pictures
from .layout import Cell, Gap, Paragraph, Photo, Pictures, PlainRows, Row, Run, Sheet, Table
from .profile import SINGLE_LINE, Profile, Style
from .text import CUT

_TWIPS_MM = 1440 / 25.4
# The blank number of a paper that is cited, «số      /KH-CĐN»: Word ends a line after the blanks where need be,
# LibreOffice in some cases only; the same sign makes both do it.
_NUMBER_TO_COME = re.compile(r"(?<=[^ ] )([^ ]+ {2,})(?=/)")
_ALIGN = {"left": "left", "center": "center", "right": "right", "justify": "both"}


def document(paper: Sheet, profile: Profile) -> bytes:
    """The .docx of a sheet; the same sheet and profile always give the same bytes."""
    return package.packed(parts_of(paper, profile))


def parts_of(paper: Sheet, profile: Profile) -> dict[str, bytes]:
    """The parts of the package, by name."""
    profile = paper.look or profile
    parts = dict(word_base.parts(profile, paper.orientation))
    shell = parts["word/document.xml"].decode("utf-8")
    start, end = _around_mark(shell)
    pieces = [start, *Walk(profile).blocks(paper.blocks), end]
    if paper.appendices:
        pieces[1:] = _with_appendices("".join(pieces[1:-1]), end, paper, profile)
    word_pictures.add(parts, paper)
    parts["word/document.xml"] = b"".join(piece.encode("utf-8") for piece in pieces)
    parts["docProps/core.xml"] = _core(paper).encode("utf-8")
    parts["docProps/app.xml"] = _APP.encode("utf-8")
    return parts


def _around_mark(shell: str) -> tuple[str, str]:
    place = shell.index(word_base.BODY_MARK)
    return shell[: shell.rindex("<w:p>", 0, place)], shell[shell.index("</w:p>", place) + len("</w:p>") :]


def _with_appendices(body: str, end: str, paper: Sheet, profile: Profile) -> tuple[str, str]:
    """Body and end of the document with one section a part: each but the last closes in its last paragraph.

    The numbers of an appendix's pages start again; its page and margins are those of its own orientation.
    """
    bodies, sections = [body], [_section(paper.orientation, profile)]
    for part in paper.appendices:
        bodies.append("".join(Walk(profile).blocks(part.blocks)))
        numbered = '<w:pgNumType w:start="1"/><w:cols '
        sections.append(_section(part.orientation, profile).replace("<w:cols ", numbered, 1))
    closed = [_closed(text, section) for text, section in zip(bodies[:-1], sections[:-1], strict=True)]
    before, _, after = _SECTION.split(end, maxsplit=1)
    return "".join([*closed, bodies[-1]]), before + sections[-1] + after


def _closed(body: str, section: str) -> str:
    """A body whose last paragraph ends the section."""
    place = body.index("</w:pPr>", body.rindex("<w:p>"))
    return body[:place] + section + body[place:]


_SECTION = re.compile(r"(<w:sectPr.*</w:sectPr>)", re.DOTALL)


def _section(orientation: str, profile: Profile) -> str:
    """The section of the base document of an orientation."""
    shell = word_base.parts(profile, orientation)["word/document.xml"].decode("utf-8")
    return _SECTION.search(shell)[0]


def _twips(mm: float) -> int:
    return round(mm * _TWIPS_MM)


def _points(pt: float) -> int:
    return round(pt * 20)


class Walk:
    """Writes blocks as XML; holds the profile only."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        numbers = count(1)  # of pictures, in the order of `pictures_of`
        self.writers = {
            Paragraph: self.paragraph, Gap: self.gap, Table: self.table,
            Pictures: lambda block: word_pictures.paragraph(block, numbers),
            Photo: lambda photo: word_pictures.photo(photo, next(numbers)),
        }  # fmt: skip

    def blocks(self, blocks):
        for block in blocks:
            yield self.writers[type(block)](block)

    def paragraph(self, paragraph: Paragraph) -> str:
        style = self.profile.styles[paragraph.style]
        words = "".join([self.run(run, style) for run in paragraph.runs])
        how = (paragraph.keep_next, paragraph.keep_lines, paragraph.flush, paragraph.inset, paragraph.align)
        return f"<w:p><w:pPr>{_properties(style, *how)}</w:pPr>{words}</w:p>"

    def run(self, run: Run, style) -> str:
        marks = "<w:b/>" if run.bold and not style.bold else ""
        marks += "<w:i/>" if run.italic and not style.italic else ""
        face = f"<w:rPr>{marks}</w:rPr>" if marks else ""
        text = _NUMBER_TO_COME.sub(rf"\1{CUT}", run.text) if "  /" in run.text else run.text
        return f'<w:r>{face}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'

    def gap(self, gap: Gap) -> str:
        keep = "<w:keepNext/>" if gap.keep_next else ""
        rule = indent = ""
        if gap.rule:
            weight = round(self.profile.frame["rule_weight"] * 8)
            side = _twips((gap.room - gap.rule) / 2)
            rule = f'<w:pBdr><w:bottom w:val="single" w:sz="{weight}" w:space="0" w:color="000000"/></w:pBdr>'
            indent = f'<w:ind w:left="{side}" w:right="{side}"/>'
        height = f'<w:spacing w:line="{_points(gap.height)}" w:lineRule="exact"/>'
        # LibreOffice asks whether the next paragraph fits by the height of its type, not of its line: make them equal.
        size = max(round(gap.height / SINGLE_LINE * 2), 2)
        mark = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>' if gap.keep_next else ""
        style = f'<w:pStyle w:val="{word_base.style_id("gap")}"/>'
        return f"<w:p><w:pPr>{style}{keep}{rule}{height}{indent}{mark}</w:pPr></w:p>"

    def table(self, table: Table) -> str:
        widths = [_twips(width) for width in table.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        frame = table.kind == "frame"
        opening = (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'{self.borders(table)}<w:tblLayout w:type="fixed"/>{self.margins(table)}</w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>"
        )
        head = self.rows(table.head, widths, frame, head=True)
        return "".join((opening, *head, *self.rows(table.rows, widths, frame, head=False), "</w:tbl>"))

    def borders(self, table: Table) -> str:
        if table.kind == "frame":
            return ""
        weight = round(self.profile.table["border"] * 8)
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        lines = "".join(
            f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="000000"/>' for side in sides
        )
        return f"<w:tblBorders>{lines}</w:tblBorders>"

    def margins(self, table: Table) -> str:
        side = line = 0
        if table.kind == "grid":
            side, line = (
                _points(self.profile.table["padding_side"]),
                _points(self.profile.table["padding_line"]),
            )
        sizes = (("top", line), ("left", side), ("bottom", line), ("right", side))
        cells = "".join(f'<w:{name} w:w="{size}" w:type="dxa"/>' for name, size in sizes)
        return f"<w:tblCellMar>{cells}</w:tblCellMar>"

    def rows(self, rows: tuple[Row | PlainRows, ...], widths: list[int], frame: bool, head: bool):
        hanging: dict[
            int, tuple[int, int]
        ] = {}  # first column → (rows still covered, span) of a deep head cell
        for row in rows:
            if isinstance(row, PlainRows):
                yield from row.filled(lambda one: "".join(self.rows((one,), widths, frame, head)))
                continue
            cells, place, source = [], 0, iter(row.cells)
            level = frame or row.split  # cells of a row that runs over a page begin level with each other
            while place < len(widths):
                covered, span = hanging.get(place, (0, 0))
                if covered:
                    hanging[place] = (covered - 1, span)
                    cells.append(
                        self.cell(Cell((Gap(6),), span), widths, place, "<w:vMerge/>", row.keep_next, level)
                    )
                    place += span
                    continue
                cell = next(source)
                merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
                if merge:
                    hanging[place] = (cell.rows - 1, cell.span)
                cells.append(self.cell(cell, widths, place, merge, row.keep_next, level))
                place += cell.span
            header = "<w:tblHeader/>" if head else ""
            whole = "" if row.split else "<w:cantSplit/>"
            yield f"<w:tr><w:trPr>{whole}{header}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(self, cell: Cell, widths: list[int], place: int, merge: str, keep: bool, level: bool) -> str:
        width = sum(widths[place : place + cell.span])
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        middle = "" if level else '<w:vAlign w:val="center"/>'
        blocks = [_keep(block) for block in cell.blocks] if keep else cell.blocks
        content = "".join(self.blocks(blocks))
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{middle}</w:tcPr>{content}</w:tc>'
        )


@lru_cache(maxsize=4096)
def _properties(
    style: Style, keep_next: bool, keep_lines: bool, flush: bool, inset: float, align: str
) -> str:
    properties = [f'<w:pStyle w:val="{word_base.style_id(style.code)}"/>']
    properties += ["<w:keepNext/>"] if keep_next and not style.keep else []
    # What keeps with the next paragraph stays whole: LibreOffice moves it as one, Word would leave its first lines.
    properties += ["<w:keepLines/>"] if keep_lines or (keep_next and not style.keep) else []
    first = ' w:firstLine="0"' if flush else ""
    right = f' w:right="{_points(inset)}"' if inset else ""
    properties += [f"<w:ind{right}{first}/>"] if first or right else []
    properties += [f'<w:jc w:val="{_ALIGN[align]}"/>'] if align else []
    return "".join(properties)


def _keep(block):
    return replace(block, keep_next=True) if isinstance(block, Paragraph | Gap) else block


def _core(paper: Sheet) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(paper.title)}</dc:title><dc:creator>{escape(paper.author)}</dc:creator>"
        "<dc:language>vi-VN</dc:language></cp:coreProperties>"
    )


_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
