"""What can be seen on the pages of a PDF: size, margins, page numbers, faces, lines, indents."""

from collections.abc import Iterator

from ..catalogue import Kind
from ..profile import Page, Profile
from ..widths import MM
from . import components, letters, wording
from .faults import Fault
from .pieces import Piece, is_foot, lines_high, numbering, of_pdf, sheet_of, text_edges
from .reading_pdf import PdfFile, PdfPage
from .words import BLACK, Words, margin, sized, sizes

NEAR_EDGE = 0.7  # mm by which a word may reach over a margin
FAR_EDGE = 1.5  # mm by which the text may stay away from one that is as wide as allowed
NEAR_CENTRE = 1.5  # mm
DESCENT = 0.22  # of the size, below the base line
ASCENT = 0.75
ENOUGH_LINES = 3
NEAR_HEAD = 14  # lines in which the head of an appendix says what it belongs to
NO_INDENT = 2  # mm: a line that begins nearer to the edge carries a paragraph on


def check(pdf: PdfFile, kind: Kind | None, profile: Profile) -> Iterator[Fault]:
    """Faults that can be seen on the pages."""
    pieces = of_pdf(pdf, profile)
    found = components.find(pieces, kind)
    counted = 0
    for number, page in enumerate(pdf.pages, start=1):
        counted = 1 if _begins_appendix(page, profile) else counted + 1
        yield from _page(page, number, counted, profile)
    yield from letters.fonts((font, "PDF") for font in pdf.fonts)
    yield from _spacing(pieces, profile)
    yield from _indents(pieces, found, profile)
    yield from _alone(pieces, found)
    yield from components.check(pieces, found, profile)
    yield from wording.check(pieces, found, profile, whole=False)


def _begins_appendix(page: PdfPage, profile: Profile) -> bool:
    """Whether an appendix begins on the page: no page number, and «Phụ lục» or «(Kèm theo …» near its head."""
    sheet = sheet_of(page.width, page.height, profile)
    if sheet is None or numbering(page, sheet, profile.number_at) is not None:
        return False
    head = [line.text for line in page.flow() if line.base * MM > profile.page.top][:NEAR_HEAD]
    return any(text.startswith(("Phụ lục", "(Kèm theo")) for text in head)


def _page(page: PdfPage, number: int, counted: int, profile: Profile) -> Iterator[Fault]:
    place = Words("PDF, trang %(page)s", page=str(number))
    sheet = sheet_of(page.width, page.height, profile)
    if sheet is None:
        yield Fault("page-size", place, f"{page.width:.0f} × {page.height:.0f} mm", "210 × 297 mm")
    else:
        yield from _margins(page, sheet, place, number, profile)
        yield from _page_number(page, sheet, place, counted, profile)
    yield from letters.check((word.text, place) for word in page.words)
    coloured = [word for word in page.words if word.colour and word.size > 1]
    if coloured:
        yield Fault(
            "colour",
            place,
            Words("«%(text)s» màu #%(colour)s", text=coloured[0].text, colour=coloured[0].colour),
            BLACK,
        )


def _margins(page: PdfPage, sheet: Page, place: str, number: int, profile: Profile) -> Iterator[Fault]:
    counted = numbering(page, sheet, profile.number_at)
    text = [line for line in page.lines() if not is_foot(line, sheet, number) and line != counted]
    words = [word for line in text for word in line.words]
    if not words:
        return
    edges = {
        "left": min(word.left for word in words) * MM,
        "right": sheet.width - max(word.right for word in words) * MM,
        "top": min(word.base - word.size * ASCENT for word in words) * MM,
        "bottom": sheet.height - max(word.base + word.size * DESCENT for word in words) * MM,
    }
    for side, found in edges.items():
        origin = profile.origins[f"page.{side}"]
        asked = getattr(sheet, side)
        most = origin.most or asked
        wide = (
            side in ("left", "top") and number == 1 and found > most + FAR_EDGE + (2 if side == "top" else 0)
        )
        if found < (origin.least or asked) - NEAR_EDGE or wide:
            yield Fault(
                "margins",
                place,
                margin(side, f"{found:.1f}"),
                f"{origin.least or asked:g}-{most:g} mm",
                f"page.{side}",
            )


def _page_number(page: PdfPage, sheet: Page, place: str, number: int, profile: Profile) -> Iterator[Fault]:
    line = numbering(page, sheet, profile.number_at)
    above = [word.text for word in page.words if word.base * MM < sheet.top - 2]
    if number < profile.number_from:
        if line is not None:
            yield Fault("page-number", place, line.text, Words("trang đầu không ghi số"))
        return
    if line is None or line.text != str(number):
        yield Fault(
            "page-number",
            place,
            " ".join(above[:5]) if line is None and above else Words("không có"),
            str(number),
        )
        return
    middle = (line.left + line.right) / 2 * MM
    centres = (sum(text_edges(page, sheet)) / 2, sheet.left + sheet.text_width / 2, sheet.width / 2)
    origin = profile.origins["style.page_number.size"]
    centred = profile.styles["page_number"].align == "center"
    if centred and all(abs(middle - centre) > NEAR_CENTRE for centre in centres):
        yield Fault(
            "page-number", place, Words("cách lề trái %(mm)s mm", mm=f"{middle:.0f}"), Words("ở giữa")
        )
    if not (origin.least or 0) - 0.1 <= line.words[0].size <= (origin.most or 99) + 0.1:
        yield Fault(
            "page-number",
            place,
            sized(line.words[0].size),
            sizes(origin.least or 0, origin.most or 0),
        )


def _spacing(pieces: list[Piece], profile: Profile) -> Iterator[Fault]:
    """Distances of full lines of running text and the lines that carry their paragraphs on."""
    full = profile.page.text_width * 0.8
    for number in sorted({piece.page for piece in pieces}):
        rows = [piece for piece in pieces if piece.page == number]
        steps = []
        for upper, lower in zip(rows, rows[1:], strict=False):
            wide = (upper.right or 0) - (upper.left or 0) > full and (lower.indent or 0) < NO_INDENT
            size = min(*upper.sizes, *lower.sizes)
            if (
                wide
                and size >= 12.9
                and upper.base is not None
                and lower.base is not None
                and lower.base > upper.base
            ):
                steps.append((lines_high(lower.base - upper.base, size), upper))
        least, most = profile.lines["least"] - 0.02, profile.lines["most"] + 0.03
        wrong = [step for step in steps if not least <= step[0] <= most]
        loose = len(wrong) >= max(ENOUGH_LINES, len(steps) / 2)
        if wrong and (loose or min(height for height, _ in wrong) < least):
            height, upper = wrong[0]
            yield Fault(
                "spacing",
                upper.place,
                Words("%(n)s dòng", n=f"{height:.2f}"),
                Words("%(n)s dòng", n="1,0-1,5"),
            )


def _indents(pieces: list[Piece], found: components.Found, profile: Profile) -> Iterator[Fault]:
    """Grounds and articles begin their paragraphs, and are told by their words: their indent can be seen."""
    origin = profile.origins["style.body.indent"]
    for piece in pieces:
        starts = (piece.text.startswith("Điều ") and piece.lead_bold) or (
            piece.text.startswith("Căn cứ ") and piece.italic and "basis" in found.at
        )
        if (
            not starts
            or piece.left is None
            or piece.grid
            or piece.side != "whole"
            and piece.text.startswith("Điều")
        ):
            continue
        indent = piece.indent or 0
        if not (origin.least or 0) - 0.6 <= indent <= (origin.most or 99) + 0.6 and indent < 60:
            yield Fault("indent", piece.place, f"{indent:.1f} mm", f"{origin.least:g}-{origin.most:g} mm")


def _alone(pieces: list[Piece], found: components.Found) -> Iterator[Fault]:
    """A last page that begins with the signature block."""
    if "recipients" not in found.at or not found.signature:
        return
    head = pieces[found.at["recipients"]]
    before = [piece for piece in pieces[: found.at["recipients"]] if piece.page == head.page]
    if head.page > 1 and not before:
        yield Fault("signature-alone", head.place, Words("trang %(page)s", page=str(head.page)))
