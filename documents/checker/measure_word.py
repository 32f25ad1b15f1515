"""What can be read from a Word file: sections, styles in force, spacing, tables, traces of work."""

from collections.abc import Iterator

from ..catalogue import Kind
from ..profile import Profile
from . import components, letters, wording
from .faults import Fault
from .pieces import Piece, of_word, sheet_of
from .reading_word import WordFile, WordParagraph
from .words import ALIGNED, BLACK, FACES, SIDES, Words, face_name, margin, sized, sizes

_ROWS_OF_A_PAGE = 18  # a table with more rows runs over a page


def check(word: WordFile, kind: Kind | None, profile: Profile) -> Iterator[Fault]:
    """Faults that can be read from the Word file."""
    pieces = of_word(word)
    found = components.find(pieces, kind)
    yield from _sections(word, profile)
    yield from traces(word)
    yield from _paragraphs(word, profile)
    yield from _running_text(pieces, found, profile)
    yield from components.check(pieces, found, profile)
    yield from wording.check(pieces, found, profile, whole=True)


def _sections(word: WordFile, profile: Profile) -> Iterator[Fault]:
    for number, section in enumerate(word.sections, start=1):
        place = "Word" if len(word.sections) == 1 else Words("Word, phần %(no)s", no=str(number))
        if sheet_of(section.width, section.height, profile) is None:
            yield Fault("page-size", place, f"{section.width:.0f} × {section.height:.0f} mm", "210 × 297 mm")
        for side in SIDES:
            origin, found = profile.origins[f"page.{side}"], section.margins[side]
            if not (origin.least or 0) - 0.1 <= found <= (origin.most or 999) + 0.1:
                yield Fault(
                    "margins",
                    place,
                    margin(side, f"{found:g}"),
                    f"{origin.least:g}-{origin.most:g} mm",
                    f"page.{side}",
                )
    yield from _page_number(word, profile)


def _page_number(word: WordFile, profile: Profile) -> Iterator[Fault]:
    """The first section decides; a file that says it has one page needs no number."""
    first = word.sections[0]
    margins = {
        "top": (
            Words("Word, đầu trang"),
            Words("số trang ở đầu trang"),
            Words("ở giữa lề trên"),
            first.header_fields,
            first.header,
        ),
        "bottom": (
            Words("Word, chân trang"),
            Words("số trang ở chân trang"),
            Words("ở giữa lề dưới"),
            first.footer_fields,
            first.footer,
        ),
    }
    elsewhere = margins["bottom" if profile.number_at == "top" else "top"]
    place, _here, asked, fields, paragraphs = margins[profile.number_at]
    if any("PAGE" in text for text in elsewhere[3]):
        yield Fault("page-number", elsewhere[0], elsewhere[1], asked)
        return
    if not any("PAGE" in text.split() for text in fields):
        if word.pages != 1:
            yield Fault("page-number", place, Words("không có số trang"), asked)
        return
    if not first.first_page_differs:
        yield Fault(
            "page-number", place, Words("trang đầu cũng ghi số"), Words("từ trang %(page)s", page="2")
        )
    origin = profile.origins["style.page_number.size"]
    for paragraph in paragraphs:
        if not paragraph.text.strip():
            continue
        met = {run.size for run in paragraph.runs}
        if paragraph.align != "center" and profile.styles["page_number"].align == "center":
            yield Fault("page-number", place, Words("không ở giữa"), Words("ở giữa"))
        if not all((origin.least or 0) - 0.1 <= size <= (origin.most or 99) + 0.1 for size in met):
            yield Fault(
                "page-number",
                place,
                sized(max(met)),
                sizes(origin.least or 0, origin.most or 0),
            )


def traces(word: WordFile) -> Iterator[Fault]:
    """What work has left in the file: changes, notes, long tables without a head of their own."""
    if word.tracked:
        yield Fault("tracked", "Word", Words("còn vết sửa"))
    for number, table in enumerate(word.tables, start=1):
        if table.grid and table.rows > _ROWS_OF_A_PAGE and not table.headed:
            yield Fault(
                "table-head",
                Words("Word, bảng %(no)s", no=str(number)),
                Words("%(n)s dòng", n=str(table.rows)),
            )


def _paragraphs(word: WordFile, profile: Profile) -> Iterator[Fault]:
    gap = profile.styles["gap"].name
    fonts: list[tuple[str, str]] = []
    for number, paragraph in enumerate(word.paragraphs, start=1):
        place = Words("Word, đoạn %(no)s, «%(text)s»", no=str(number), text=paragraph.text[:40])
        if not paragraph.text.strip():
            if (
                paragraph.style != gap
                and paragraph.cell is None
                and not paragraph.drawn
                and not paragraph.ruled
            ):
                yield Fault("empty-paragraph", place, paragraph.style)
            continue
        fonts += [(run.font, place) for run in paragraph.runs if run.text.strip()]
        yield from letters.check([(paragraph.text, place)])
        coloured = next((run for run in paragraph.runs if run.colour and run.text.strip()), None)
        if coloured:
            yield Fault("colour", place, Words("màu %(colour)s", colour=coloured.colour), BLACK)
        if any(run.hidden and run.text.strip() for run in paragraph.runs):
            yield Fault("hidden-text", place, Words("chữ ẩn"))
    yield from letters.fonts(fonts)


def _running_text(pieces: list[Piece], found: components.Found, profile: Profile) -> Iterator[Fault]:
    """Paragraphs of the text outside tables: lines, gaps, indents, size, both edges even."""
    text = [piece for piece in components.body(pieces, found) if piece.cell is None and _runs_on(piece)]
    for piece in text:
        paragraph = piece.paragraph
        yield from _lines(paragraph, piece.place, profile)
        if paragraph.align not in ("both", "center"):
            yield Fault(
                "justify",
                piece.place,
                ALIGNED.get(paragraph.align, paragraph.align),
            )
        yield from _indent(paragraph, piece, profile)
        yield from components.typed(piece, "body", profile, face=False)
    yield from _basis_face(text, found)
    wanted = {id(piece) for piece in text}
    for upper, lower in zip(pieces, pieces[1:], strict=False):
        if not {id(upper), id(lower)} <= wanted or upper.paragraph is None or lower.paragraph is None:
            continue
        gap = upper.paragraph.after + lower.paragraph.before
        if gap < profile.lines["between_paragraphs"] - 0.1:
            yield Fault(
                "paragraph-gap",
                upper.place,
                f"{gap:g} pt",
                Words("từ %(pt)s pt", pt=f"{profile.lines['between_paragraphs']:g}"),
            )


def _runs_on(piece: Piece) -> bool:
    """Running text and not a heading, a list of addressees, or a line of a form."""
    paragraph = piece.paragraph
    return (
        paragraph is not None
        and len(piece.text) > 60
        and paragraph.align != "center"
        and not piece.text.isupper()
        and not piece.text.startswith(("Kính gửi", "-", "("))
    )


def _lines(paragraph: WordParagraph, place: str, profile: Profile) -> Iterator[Fault]:
    least, most = profile.lines["least"], profile.lines["most"]
    if not least - 0.01 <= paragraph.ratio <= most + 0.01:
        yield Fault(
            "spacing",
            place,
            Words("%(n)s dòng", n=f"{paragraph.ratio:.2f}"),
            Words("%(n)s dòng", n=f"{least:g}-{most:g}"),
        )


def _indent(paragraph: WordParagraph, piece: Piece, profile: Profile) -> Iterator[Fault]:
    origin = profile.origins["style.body.indent"]
    if not (origin.least or 0) - 0.3 <= paragraph.indent <= (origin.most or 99) + 0.3:
        yield Fault(
            "indent", piece.place, f"{paragraph.indent:.1f} mm", f"{origin.least:g}-{origin.most:g} mm"
        )


def _basis_face(text: list[Piece], found: components.Found) -> Iterator[Fault]:
    """All grounds in italics like the first (whose face the component tells)."""
    rows = [piece for piece in text if piece.text.startswith("Căn cứ ")]
    for piece in rows[1:]:
        if "basis" in found.at and rows[0].italic and not piece.italic:
            yield Fault(
                "face",
                piece.place,
                face_name(piece.bold, piece.italic),
                FACES[(False, True)],
                "style.basis.size",
            )
