"""The measuring itself: each file alone, then the two against each other."""

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping

import pypdfium2

from ..catalogue import Kind
from ..profile import SINGLE_LINE, Page, Profile
from . import components, reading_pdf, reading_word
from .components import Piece
from .faults import Fault
from .reading_pdf import MM, PdfFile, PdfPage
from .reading_word import WordFile

TIMES = re.compile(r"times ?new ?roman|tinos|liberation ?serif|times", re.IGNORECASE)
NEAR_PAGE = 0.6  # mm by which a page may differ from A4
NEAR_EDGE = 0.7  # mm by which a word may reach over a margin
PAGE_NUMBER_ABOVE = 18  # mm: above it nothing but the page number can stand
NEAR_HEAD = 14  # lines in which the head of an appendix says what it belongs to
DESCENT = 0.22  # of the size, below the base line


def check(files: Mapping[str, bytes | str], kind: Kind | None, profile: Profile) -> list[Fault]:
    """Faults of a paper's files ("pdf" and "docx", either may be absent); `kind` says which components it needs."""
    faults: list[Fault] = []
    pdf = _read(reading_pdf.read, files.get("pdf"), "PDF", faults)
    word = _read(reading_word.read, files.get("docx"), "Word", faults)
    if pdf:
        faults += check_pdf(pdf, kind, profile)
    if word:
        faults += check_word(word, kind, profile)
    if pdf and word:
        faults += _same_words(pdf, word)
    return faults


def check_file(name: str, data: bytes, profile: Profile) -> list[Fault]:
    """Faults of one file of unknown kind; its name tells PDF from Word."""
    return check({"pdf" if name.lower().endswith(".pdf") else "docx": data}, None, profile)


def _read(reader, data, place: str, faults: list[Fault]):
    if data is None:
        return None
    try:
        return reader(data)
    except (pypdfium2.PdfiumError, zipfile.BadZipFile, KeyError, ValueError) as error:
        faults.append(Fault("unreadable", place, str(error)[:80]))
        return None


def check_pdf(pdf: PdfFile, kind: Kind | None, profile: Profile) -> list[Fault]:
    """Faults that can be seen on the pages."""
    faults: list[Fault] = []
    counted = 0
    for number, page in enumerate(pdf.pages, start=1):
        place = f"PDF, trang {number}"
        counted = 1 if _begins_appendix(page, profile) else counted + 1
        sheet = _sheet(page.width, page.height, place, profile, faults)
        if sheet:
            faults += _margins(page, sheet, place, number)
            faults += _page_number(page, sheet, place, counted, profile)
        faults += _letters((word.text for word in page.words), place)
    faults += [Fault("font", "PDF", font) for font in pdf.fonts if not TIMES.search(font)]
    pieces = [
        _pdf_piece(part, number)
        for number, page in enumerate(pdf.pages, start=1)
        for line in _body(page, profile)
        for part in (_beside(line, profile) if number == 1 else [line])
    ]
    return faults + components.check(pieces, kind, profile)


def _begins_appendix(page: PdfPage, profile: Profile) -> bool:
    """Whether an appendix begins on the page: no page number, and «Phụ lục» or «(Kèm theo …» near its head."""
    above = [word for word in page.words if word.base * MM < profile.page.top]
    head = [line.text for line in _body(page, profile)[:NEAR_HEAD]]
    return not above and any(text.startswith(("Phụ lục", "(Kèm theo")) for text in head)


def _sheet(width: float, height: float, place: str, profile: Profile, faults: list[Fault]) -> Page | None:
    for orientation in ("portrait", "landscape"):
        sheet = profile.sheet(orientation)
        if abs(sheet.width - width) <= NEAR_PAGE and abs(sheet.height - height) <= NEAR_PAGE:
            return sheet
    faults.append(Fault("page-size", place, f"{width:.0f} × {height:.0f} mm"))
    return None


def _body(page: PdfPage, profile: Profile) -> list[reading_pdf.Line]:
    """Lines below the top margin, in the order of the file."""
    return [line for line in page.flow() if line.base * MM > profile.page.top]


def _beside(line: reading_pdf.Line, profile: Profile) -> list[reading_pdf.Line]:
    """Two components of the letterhead that stand side by side at one height, as two lines."""
    words = line.words
    cut = 0
    for text in (profile.texts["national"], profile.texts["motto"]):
        if line.text.endswith(text):
            cut = len(words) - len(text.split())
    if words[0].text.startswith("Số"):
        cut = next((place + 1 for place, word in enumerate(words) if "/" in word.text), 0)
    parts = (words[:cut], words[cut:])
    return [reading_pdf.Line(part) for part in parts if part]


def _margins(page: PdfPage, sheet: Page, place: str, number: int) -> Iterable[Fault]:
    words = [word for word in page.words if not (number > 1 and word.base * MM < sheet.top)]
    if not words:
        return
    edges = {
        "trái": (sheet.left, min(word.left for word in words) * MM),
        "phải": (sheet.right, sheet.width - max(word.right for word in words) * MM),
        "trên": (sheet.top, min(word.base - word.size * 0.75 for word in words) * MM),
        "dưới": (sheet.bottom, sheet.height - max(word.base + word.size * DESCENT for word in words) * MM),
    }
    for side, (asked, found) in edges.items():
        if found < asked - NEAR_EDGE:
            yield Fault("margins", place, f"lề {side} {found:.1f} mm, ít nhất {asked:g} mm")


def _page_number(page: PdfPage, sheet: Page, place: str, number: int, profile: Profile) -> Iterable[Fault]:
    above = [word for word in page.words if word.base * MM < sheet.top]
    if number < profile.number_from:
        if above:
            yield Fault("page-number", place, " ".join(word.text for word in above))
        return
    if [word.text for word in above] != [str(number)]:
        yield Fault("page-number", place, " ".join(word.text for word in above) or "không có")
        return
    middle = (above[0].left + above[0].right) / 2 * MM
    text_middle = sheet.left + sheet.text_width / 2
    origin = profile.origins["style.page_number.size"]
    if abs(middle - text_middle) > 1.5 and abs(middle - sheet.width / 2) > 1.5:
        yield Fault("page-number", place, f"cách lề trái {middle:.0f} mm")
    if not origin.least - 0.1 <= above[0].size <= origin.most + 0.1:
        yield Fault("page-number", place, f"cỡ {above[0].size:g}")


def _letters(texts: Iterable[str], place: str) -> Iterable[Fault]:
    for text in texts:
        if unicodedata.normalize("NFC", text) != text:
            yield Fault("nfc", place, text)
        if any(_shapeless(letter) for letter in text):
            yield Fault("glyph", place, ascii(text))


def _shapeless(letter: str) -> bool:
    return letter in "\ufffd\u25af" or unicodedata.category(letter) in ("Co", "Cs", "Cn", "Cc")


def _pdf_piece(line: reading_pdf.Line, number: int) -> Piece:
    first = line.words[0]
    solid = [word for word in line.words if len(word.text) > 1] or [first]
    return Piece(
        line.text, {word.size for word in line.words}, all(w.bold for w in solid), all(w.italic for w in solid),
        f"PDF, trang {number}, «{line.text[:40]}»",
    )  # fmt: skip


def check_word(word: WordFile, kind: Kind | None, profile: Profile) -> list[Fault]:
    """Faults that can be read from the Word file."""
    faults: list[Fault] = []
    _sheet(word.width, word.height, "Word", profile, faults)
    for side in ("top", "bottom", "left", "right"):
        origin, found = profile.origins[f"page.{side}"], word.margins[side]
        if not origin.least - 0.1 <= found <= origin.most + 0.1:
            faults.append(Fault("margins", "Word", f"{side} {found:g} mm"))
    if not word.first_page_differs or not any("PAGE" in text for text in word.header_fields):
        faults.append(Fault("page-number", "Word", "đầu trang"))
    gap = profile.styles["gap"].name
    for number, paragraph in enumerate(word.paragraphs, start=1):
        place = f"Word, đoạn {number}, «{paragraph.text[:40]}»"
        if not paragraph.text.strip():
            if paragraph.style != gap:
                faults.append(Fault("empty-paragraph", place, paragraph.style))
            continue
        faults += _letters([paragraph.text], place)
        faults += [Fault("font", place, run.font) for run in paragraph.runs if not TIMES.search(run.font)]
        faults += _spacing(paragraph, place, profile)
    pieces = [_word_piece(p, n) for n, p in enumerate(word.paragraphs, 1) if p.text.strip()]
    faults += components.check(pieces, kind, profile)
    return faults + components.check_text(pieces, kind, profile)


def _spacing(paragraph, place: str, profile: Profile) -> Iterable[Fault]:
    """Running text, told by its alignment: exact lines between single and one and a half."""
    if paragraph.align != "both" or not paragraph.line:
        return
    ratio = paragraph.line / (max(run.size for run in paragraph.runs) * SINGLE_LINE)
    if not profile.lines["least"] - 0.01 <= ratio <= profile.lines["most"] + 0.01:
        yield Fault("spacing", place, f"{ratio:.2f} dòng")


def _word_piece(paragraph, number: int) -> Piece:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return Piece(
        " ".join(paragraph.text.split()), {run.size for run in runs}, all(r.bold for r in runs),
        all(r.italic for r in runs), f"Word, đoạn {number}, «{paragraph.text[:40]}»",
    )  # fmt: skip


def _same_words(pdf: PdfFile, word: WordFile) -> Iterable[Fault]:
    """The same letters in the same order; a head that a table repeats on a later page counts once."""
    written = "".join("".join(paragraph.text.split()) for paragraph in word.paragraphs)
    heads = _heads(word)
    at = 0
    for number, page in enumerate(pdf.pages, start=1):
        words = (w.text for w in page.words if number == 1 or w.base * MM > PAGE_NUMBER_ABOVE)
        printed = "".join(words)
        for head in heads:
            if printed.startswith(head) and not written.startswith(head, at):
                printed = printed[len(head) :]
                break
        if not written.startswith(printed, at):
            same = next(
                n for n, letter in enumerate(printed + "\0") if written[at + n : at + n + 1] != letter
            )
            found = f"PDF «{printed[same : same + 30]}», Word «{written[at + same : at + same + 30]}»"
            yield Fault("words", f"PDF, trang {number}", found)
            return
        at += len(printed)
    if at < len(written):
        yield Fault("words", "PDF", f"thiếu «{written[at : at + 40]}»")


def _heads(word: WordFile) -> list[str]:
    """The heads of the tables, longest first, without blanks."""
    found, current = [], ""
    for paragraph in word.paragraphs:
        if paragraph.in_head:
            current += "".join(paragraph.text.split())
        elif current:
            found.append(current)
            current = ""
    return sorted({*found, current} - {""}, key=len, reverse=True)
