"""What is measured on a certificate: one page of A4 on its side, and on it the lines of its design in their order.

A certificate is no paper of the common form: its margins, sizes, faces and colours are those of its design. Each
line is told by its type, since no words but Quốc hiệu and Tiêu ngữ are the same on all of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..certificate import Design, Slot
from ..profile import Profile
from ..widths import MM
from . import letters
from .components import NAMES
from .faults import Fault
from .measure_word import traces
from .reading_pdf import PdfFile, Word
from .reading_word import WordFile
from .words import SIDES, Words, listed, margin

ASCENT, DESCENT = 0.75, 0.22  # of the size, above and below the base line
NEAR_EDGE = 0.7  # mm by which a word may reach over a margin
NEAR_CENTRE = 10  # mm
BESIDE = 40  # pt between what stands in two columns at one height
NEAR_SIZE = 0.2  # pt
FIRST = Words("PDF, trang %(page)s", page="1")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a certificate: its words, the types they are set in (size, bold, italic, colour), its place."""

    text: str
    types: frozenset[tuple[float, bool, bool, str]]
    place: str

    def fits(self, slot: Slot) -> bool:
        """Whether the line may be one of the slot; a name is what is not all in capitals."""
        if slot.code == "signer_name" and self.text == self.text.upper():
            return False
        return all(
            slot.sizes[-1] - NEAR_SIZE <= size <= slot.sizes[0] + NEAR_SIZE
            and (bold, italic) == ("bold" in slot.face, "italic" in slot.face)
            and colour == slot.colour.lstrip("#").casefold()
            for size, bold, italic, colour in self.types
        )


def recognised(file: PdfFile | WordFile, profile: Profile) -> bool:
    """Whether a file of unknown kind is a certificate: on its side, with the Quốc hiệu in the middle of the page."""
    national = profile.texts["national"]
    if isinstance(file, WordFile):
        lying = file.sections[0].width > file.sections[0].height
        return lying and any(one.text == national and one.cell is None for one in file.paragraphs)
    page = file.pages[0]
    middle = [(line.left + line.right) / 2 * MM for line in page.flow() if line.text == national]
    return page.width > page.height and any(abs(one - page.width / 2) < NEAR_CENTRE for one in middle)


def check(file: PdfFile | WordFile, design: Design, profile: Profile) -> Iterator[Fault]:
    """Faults of the file of a certificate."""
    rows = list(_of_word(file) if isinstance(file, WordFile) else _of_pdf(file))
    stock = not _has_head(rows, design, profile)
    yield from _word(file, design, stock) if isinstance(file, WordFile) else _pdf(file, design, stock)
    yield from letters.check((row.text, row.place) for row in rows)
    yield from _lines(rows, design)
    if not stock:
        yield from _fixed_words(rows, profile)


def same_words(pdf: PdfFile, word: WordFile) -> Iterator[Fault]:
    """The same lines in both files, each as a reader takes them; blanks do not count."""
    printed, written = (
        "".join("".join(row.text.split()) for row in rows) for rows in (_of_pdf(pdf), _of_word(word))
    )
    if printed != written:
        same = next(n for n, letter in enumerate(printed + "\0") if written[n : n + 1] != letter)
        found = Words(
            "PDF «%(pdf)s», Word «%(word)s»", pdf=printed[same : same + 30], word=written[same : same + 30]
        )
        yield Fault("words", FIRST, found)


def _has_head(rows: Iterable[Row], design: Design, profile: Profile) -> bool:
    """Whether anything of what stands on pre-printed stock already is printed: else only the fields are."""
    coloured = [slot for code, slot in design.slots.items() if code in design.preprinted and slot.colour]
    fixed = (profile.texts["national"], profile.texts["motto"])
    return any(row.text in fixed or any(map(row.fits, coloured)) for row in rows)


def _of_pdf(file: PdfFile) -> Iterator[Row]:
    """As a reader takes them: what stands across the middle from the top, then the left column, then the right.

    The order of the file says nothing: of a stamped page the words that all have in common are drawn first.
    """
    page, parts = file.pages[0], []
    for line in page.flow():
        parts.append([line.words[0]])
        for before, word in pairwise(line.words):
            if word.left - before.right > BESIDE:
                parts.append([])
            parts[-1].append(word)
    middle = page.width / MM / 2
    ordered = sorted(parts, key=lambda words: (_column(words, middle), words[0].base))
    for number, words in enumerate(ordered, start=1):
        text = " ".join(word.text for word in words)
        types = frozenset((word.size, word.bold, word.italic, word.colour.casefold()) for word in words)
        yield Row(text, types, Words("PDF, dòng %(line)s, «%(text)s»", line=str(number), text=text[:40]))


def _column(words: Sequence[Word], middle: float) -> int:
    return 1 if words[-1].right < middle else 2 if words[0].left > middle else 0


def _of_word(file: WordFile) -> Iterator[Row]:
    for number, paragraph in enumerate(file.paragraphs, start=1):
        runs = [run for run in paragraph.runs if run.text.strip()]
        if runs:
            types = frozenset((run.size, run.bold, run.italic, run.colour.casefold()) for run in runs)
            yield Row(
                paragraph.text,
                types,
                Words("Word, đoạn %(no)s, «%(text)s»", no=str(number), text=paragraph.text[:40]),
            )


def _pdf(file: PdfFile, design: Design, stock: bool) -> Iterator[Fault]:
    page, words = file.pages[0], file.pages[0].words
    if len(file.pages) > 1:
        yield Fault("certificate-page", "PDF", Words("%(n)s trang", n=str(len(file.pages))))
    yield from _size(FIRST, page.width, page.height, design)
    yield from letters.fonts((font, "PDF") for font in file.fonts)
    if stock or not words:  # what is printed on ready stock is moved by as much as the stock asks for
        return
    found = {
        "left": min(word.left for word in words) * MM,
        "right": page.width - max(word.right for word in words) * MM,
        "top": min(word.base - word.size * ASCENT for word in words) * MM,
        "bottom": page.height - max(word.base + word.size * DESCENT for word in words) * MM,
    }
    for side in SIDES:
        if found[side] < getattr(design.page, side) - NEAR_EDGE:
            asked = Words("từ %(mm)s mm", mm=f"{getattr(design.page, side):g}")
            yield Fault("margins", FIRST, margin(side, f"{found[side]:.1f}"), asked)


def _word(file: WordFile, design: Design, stock: bool) -> Iterator[Fault]:
    section = file.sections[0]
    if len(file.sections) > 1:
        yield Fault("certificate-page", "Word", Words("%(n)s phần", n=str(len(file.sections))))
    yield from _size("Word", section.width, section.height, design)
    for side in () if stock else SIDES:
        asked = getattr(design.page, side)
        if abs(section.margins[side] - asked) > NEAR_EDGE:
            yield Fault("margins", "Word", margin(side, f"{section.margins[side]:g}"), f"{asked:g} mm")
    yield from traces(file)
    fonts = ((run.font, "Word") for one in file.paragraphs for run in one.runs if run.text.strip())
    yield from letters.fonts(fonts)


def _size(place: str, width: float, height: float, design: Design) -> Iterator[Fault]:
    if abs(width - design.page.width) > 1 or abs(height - design.page.height) > 1:
        asked = f"{design.page.width:g} × {design.page.height:g} mm"
        yield Fault("page-size", place, f"{width:.0f} × {height:.0f} mm", asked)


def _lines(rows: Sequence[Row], design: Design) -> Iterator[Fault]:
    """Each line is one of the design's, and they stand in its order, none of them with more lines than it may have."""
    slots = [
        design.slots[name] for name in (*design.flow, *design.left, *design.right) if name in design.slots
    ]
    reached = {(-1, 0)}  # (slot, lines of it so far): all that the lines read up to now can be
    for row in rows:
        able = [place for place, slot in enumerate(slots) if row.fits(slot)]
        if not able:
            yield Fault("certificate-type", row.place, _types(row))
            continue
        following = {
            (place, lines + 1 if place == at else 1)
            for at, lines in reached
            for place in able
            if place > at or (place == at and lines < slots[at].lines)
        }
        if not following:
            yield Fault("order", row.place, row.text[:40])
            return
        reached = following
    if not any(at == len(slots) - 1 for at, _lines in reached):
        yield Fault("missing", rows[-1].place if rows else "", NAMES["signature"])


def _types(row: Row) -> str:
    faces = {
        (0, 0): Words("đứng"), (1, 0): Words("đậm"), (0, 1): Words("nghiêng"), (1, 1): Words("đậm nghiêng"),
    }  # fmt: skip
    return listed(
        Words(
            "cỡ %(size)s %(face)s%(colour)s",
            size=f"{size:g}",
            face=faces[(bold, italic)],
            colour=f" #{colour}" if colour else "",
        )
        for size, bold, italic, colour in sorted(row.types)
    )


def _fixed_words(rows: Iterable[Row], profile: Profile) -> Iterator[Fault]:
    said = {row.text for row in rows}
    if profile.texts["national"] not in said:
        yield Fault("missing", "", NAMES["national"], profile.texts["national"])
    if profile.texts["motto"] not in said:
        yield Fault("motto", "", NAMES["motto"], profile.texts["motto"])
