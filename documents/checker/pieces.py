"""One shape for what both readers give: a line of a page or a paragraph of a Word file, with what can be measured."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..profile import SINGLE_LINE, Page, Profile
from ..widths import MM
from .reading_pdf import Line, PdfFile, PdfPage
from .reading_word import WordFile, WordParagraph
from .words import Words

_BESIDE = re.compile(r"cộng hòa xã hội|độc lập ?[-–]", re.IGNORECASE)
LEFT, RIGHT, WHOLE = "left", "right", "whole"
HEAD_ENDS = 90  # mm from the top of page 1, within which two components stand side by side
_COLUMN_GAP = 14  # pt between two words at one height that stand in two columns
_NEAR_RULE = 8  # pt below a base line within which its rule is drawn
_CENTRED = 3.0  # mm by which a centred line may miss the middle


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or paragraph.

    sizes (pt) met in it; bold, italic: all of its words; lead_bold: its first word; side: in which half of the
    page or column of a table it stands; align: left, center, right, both, or "" where a page does not tell; middle,
    left, right in mm from the edge of the paper (PDF only, else None); indent in mm of the first line (None: not
    known); ruled: a solid line is drawn below; grid: inside a table with lines; cell: (table, row, column).
    """

    text: str
    sizes: frozenset[float]
    bold: bool
    italic: bool
    place: str
    lead_bold: bool = False
    underlined: bool = False
    side: str = WHOLE
    align: str = ""
    left: float | None = None
    right: float | None = None
    base: float | None = None
    page: int = 1
    indent: float | None = None
    ruled: bool | None = None
    grid: bool = False
    cell: tuple[int, int, int] | None = None
    paragraph: WordParagraph | None = field(default=None, repr=False)

    @property
    def middle(self) -> float | None:
        """Middle of the line, mm from the left edge of the paper; None in a Word file."""
        return None if self.left is None or self.right is None else (self.left + self.right) / 2


def of_word(word: WordFile) -> list[Piece]:
    """The paragraphs that have words, in reading order."""
    pieces = []
    rows = word.paragraphs
    for number, paragraph in enumerate(rows, start=1):
        text = " ".join(paragraph.text.split())
        if not text:
            continue
        runs = [run for run in paragraph.runs if run.text.strip()]
        below = rows[number : number + 1]
        ruled = paragraph.ruled or any(not p.text.strip() and (p.ruled or p.drawn) for p in below)
        pieces.append(
            Piece(
                text,
                frozenset(run.size for run in runs),
                all(run.bold for run in runs),
                all(run.italic for run in runs),
                Words("Word, đoạn %(no)s, «%(text)s»", no=str(number), text=text[:40]),
                lead_bold=runs[0].bold,
                underlined=any(run.underlined for run in runs),
                side=_column(paragraph),
                align=paragraph.align,
                indent=paragraph.indent,
                ruled=ruled or paragraph.drawn,
                grid=paragraph.grid,
                cell=paragraph.cell,
                paragraph=paragraph,
            )
        )
    return pieces


def _column(paragraph: WordParagraph) -> str:
    """Half of the page by the column of a table without lines; WHOLE outside of one."""
    if paragraph.cell is None or paragraph.grid or paragraph.columns < 2:
        return WHOLE
    return LEFT if paragraph.cell[2] == 0 else RIGHT


def of_pdf(pdf: PdfFile, profile: Profile) -> list[Piece]:
    """The lines between head and foot of every page, in the order of the file; columns are parted."""
    pieces = []
    for number, page in enumerate(pdf.pages, start=1):
        sheet = sheet_of(page.width, page.height, profile) or profile.page
        edges, counted = text_edges(page, sheet), numbering(page, sheet, profile.number_at)
        centre = sheet.left + sheet.text_width / 2
        lines = [line for line in page.flow() if not is_foot(line, sheet, number)]
        lines = [
            line
            for line in lines
            if counted is None or line.base != counted.base or line.text != counted.text
        ]
        for at, line in enumerate(lines, start=1):
            beside = (number == 1 and line.base * MM < HEAD_ENDS) or line.text.startswith("Nơi nhận")
            for part in _parted(line) if beside else [line]:
                pieces.append(_piece(part, page, (*edges, centre), number, at))
    return pieces


def sheet_of(width: float, height: float, profile: Profile, near: float = 0.6) -> Page | None:
    """The sheet of the profile, portrait or landscape, that a page of this size (mm) is; None if it is neither."""
    for orientation in ("portrait", "landscape"):
        sheet = profile.sheet(orientation)
        if abs(sheet.width - width) <= near and abs(sheet.height - height) <= near:
            return sheet
    return None


def text_edges(page: PdfPage, sheet: Page) -> tuple[float, float]:
    """(left, right) edge of the text, mm: where the page really has it, if its lines are nearly as wide as asked."""
    left = min((word.left for word in page.words), default=0) * MM
    right = max((word.right for word in page.words), default=0) * MM
    if right - left > 0.85 * sheet.text_width:
        return left, right
    return sheet.left, sheet.left + sheet.text_width


def numbering(page: PdfPage, sheet: Page, at: str = "top") -> Line | None:
    """The line in the margin `at` (top or bottom) that is a number alone, the page's own; None where there is none."""
    lines = page.lines()
    if not lines:
        return None
    line = lines[0] if at == "top" else lines[-1]
    height = line.base * MM
    beyond = height <= sheet.top if at == "top" else height >= sheet.height - sheet.bottom
    return line if beyond and line.text.strip("- ").isdigit() else None


def is_foot(line: Line, sheet: Page, number: int) -> bool:
    """Small print in the lower margin of the first page: address of the body, code of the paper."""
    small = all(word.size <= 12.1 for word in line.words)
    return number == 1 and small and line.base * MM > sheet.height - sheet.bottom


def _parted(line: Line) -> Iterator[Line]:
    """A line as the lines of its columns: a wide gap between two words, or words that begin a known component."""
    words, start = line.words, 0
    for at in range(1, len(words)):
        if _BESIDE.match(" ".join(word.text for word in words[at : at + 4])):
            yield Line(words[start:at])
            start = at
            continue
        gap = words[at].left - words[at - 1].right
        blank = words[at].text.startswith(("/", "tháng", "năm"))  # room for a number or date to be written
        if gap > max(_COLUMN_GAP, 1.3 * words[at].size) and not blank:
            yield Line(words[start:at])
            start = at
    yield Line(words[start:])


def _piece(line: Line, page: PdfPage, edges: tuple[float, float, float], number: int, at: int) -> Piece:
    """A line as a piece; `edges` are left and right of the text and the centre that the profile asks for, mm."""
    solid = [word for word in line.words if len(word.text) > 1] or [line.words[0]]
    left, right = line.left * MM, line.right * MM
    middle = sum(edges[:2]) / 2
    near_middle = min(abs((left + right) / 2 - centre) for centre in (middle, edges[2]))
    side = LEFT if right <= middle + 12 and left < middle - 12 else RIGHT if left >= middle - 22 else WHOLE
    near = [rule for rule in page.rules if -1 < rule.y - line.base < _NEAR_RULE]
    ruled = any(rule.left < line.right and rule.right > line.left for rule in near)
    return Piece(
        line.text,
        frozenset(word.size for word in line.words),
        all(word.bold for word in solid),
        all(word.italic for word in solid),
        Words(
            "PDF, trang %(page)s, dòng %(line)s, «%(text)s»",
            page=str(number),
            line=str(at),
            text=line.text[:40],
        ),
        lead_bold=line.words[0].bold,
        side=side,
        align="center" if near_middle < _CENTRED else "",
        left=left,
        right=right,
        base=line.base,
        page=number,
        indent=left - edges[0],
        ruled=ruled,
    )


def lines_high(height: float, size: float) -> float:
    """A line's height (pt) as a multiple of the single line of its size."""
    return height / (size * SINGLE_LINE)
