"""The measuring itself: each file alone, then the two against each other."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pypdfium2
from lxml import etree

from ..catalogue import Kind
from ..certificate import Design
from ..choosing import in_force
from ..profile import Profile
from ..widths import MM
from . import (
    acts,
    components,
    measure_certificate,
    measure_pdf,
    measure_word,
    reading_pdf,
    reading_word,
    wording,
)
from .faults import Fault, sourced
from .guard import BROKEN_PDF, BROKEN_WORD, LOCKED_PDF, PICTURES, Unreadable, kind_of
from .pieces import Piece, of_pdf, of_word
from .reading_pdf import PdfFile, PdfPage
from .reading_word import WordFile
from .words import Words

PAGE_NUMBER_ABOVE = 18  # mm: above it nothing but the page number can stand
FOOT_BELOW = 18  # mm above the lower edge: below it only the foot of the first page
_BROKEN = (
    zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, IndexError, OSError, EOFError, AttributeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file: the format it has, the paper's date, the profile measured against, the faults."""

    format: str
    dated_on: date | None
    profile: str
    faults: tuple[Fault, ...]


def check(
    files: Mapping[str, bytes | str],
    kind: Kind | None,
    profile: Profile,
    known: Sequence[acts.Act] = (),
) -> list[Fault]:
    """Faults of a paper's files ("pdf" and "docx", either may be absent); `kind` says which components it needs.

    With `known` acts the grounds are judged on the paper's date; issuing does not: there it is a warning.
    """
    faults: list[Fault] = []
    read = {}
    for name, place in (("pdf", "PDF"), ("docx", "Word")):
        if files.get(name) is None:
            continue
        try:
            read[name] = _read(name, files[name])
        except Unreadable as error:
            faults.append(Fault("unreadable", place, str(error)))
    for name, file in read.items():
        faults += _measured(name, file, kind, profile)
        faults += _ended(_pieces(file, profile), kind, known)
    if len(read) == 2 and kind is not None and kind.design is not None:
        faults += measure_certificate.same_words(read["pdf"], read["docx"])
    elif len(read) == 2:
        faults += _same_words(read["pdf"], read["docx"], profile.number_at)
    return [sourced(fault, profile) for fault in faults]


def check_pages(data: bytes, pages: Sequence[int], kind: Kind, profile: Profile) -> dict[int, list[Fault]]:
    """Faults of some pages (from 0) of a PDF in which every page is a paper of the kind by itself."""
    read = reading_pdf.read(data, pages)
    return {
        number: [sourced(fault, profile) for fault in _measured("pdf", _alone(page), kind, profile)]
        for number, page in zip(pages, read.pages, strict=True)
    }


def _alone(page: PdfPage) -> PdfFile:
    return PdfFile((page,), tuple(sorted({word.font for word in page.words})))


def _measured(name: str, file: PdfFile | WordFile, kind: Kind | None, profile: Profile) -> Iterable[Fault]:
    if kind is not None and kind.design is not None:
        return measure_certificate.check(file, kind.design, profile)
    return _MEASURES[name](file, kind, profile)


def check_file(
    data: bytes,
    profiles: Sequence[Profile],
    chosen: Profile | None = None,
    design: Design | None = None,
    known: Sequence[acts.Act] = (),
) -> Report:
    """Measure one file of unknown kind, a certificate by the `design` where one is given; raises Unreadable.

    `known` are the acts that grounds may cite, with their days. The bytes tell PDF from Word. Without `chosen` the
    profile is the latest of `profiles` in force on the date that the paper bears; the latest of all where it bears
    none.
    """
    name = kind_of(data)
    file = _read(name, data)
    if isinstance(file, PdfFile) and not any(page.words for page in file.pages):
        raise Unreadable(PICTURES)
    by_date = sorted(profiles, key=lambda profile: profile.valid_from)
    pieces = _pieces(file, by_date[-1])
    dated_on = wording.paper_date(pieces, components.find(pieces, None))
    profile = chosen or in_force(by_date, dated_on or by_date[-1].valid_from)
    certificate = design is not None and measure_certificate.recognised(file, profile)
    measured = (
        measure_certificate.check(file, design, profile)
        if certificate
        else _MEASURES[name](file, None, profile)
    )
    found = sorted([*measured, *_ended(pieces, None, known)], key=_in_order)
    return Report(name, dated_on, profile.code, tuple(sourced(fault, profile) for fault in found))


def _pieces(file: PdfFile | WordFile, profile: Profile) -> list[Piece]:
    return of_pdf(file, profile) if isinstance(file, PdfFile) else of_word(file)


def _ended(pieces: list[Piece], kind: Kind | None, known: Sequence[acts.Act]) -> Iterable[Fault]:
    """Grounds that are not in force on the date that the paper bears."""
    if not known:
        return
    found = components.find(pieces, kind)
    yield from acts.check(pieces, found, known, wording.paper_date(pieces, found))


def _in_order(fault: Fault) -> tuple[int, ...]:
    """From the top of the paper: by the numbers of page and line, or of the paragraph; the whole file first."""
    return tuple(
        int(number)
        for number in re.findall(r"(?:trang|dòng|đoạn|bảng|phần) (\d+)", fault.place.split("«")[0])
    )


_MEASURES = {"pdf": measure_pdf.check, "docx": measure_word.check}
_READERS = {"pdf": (reading_pdf.read, BROKEN_PDF), "docx": (reading_word.read, BROKEN_WORD)}


def _read(name: str, data) -> PdfFile | WordFile:
    reader, broken = _READERS[name]
    try:
        return reader(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(LOCKED_PDF if "password" in str(error).lower() else broken) from error
    except _BROKEN as error:
        raise Unreadable(broken) from error


def _same_words(pdf: PdfFile, word: WordFile, number_at: str) -> Iterable[Fault]:
    """The same letters in the same order; a head that a table repeats on a later page counts once."""
    written = "".join("".join(paragraph.text.split()) for paragraph in word.paragraphs)
    heads = _heads(word)
    if _same_letters(pdf, written, heads, number_at) and any(table.grid for table in word.tables):
        return  # a row that runs over a page is printed cell by cell on each: the same letters in another order
    at = 0
    for number, page in enumerate(pdf.pages, start=1):
        printed = _printed(page, number, number_at)
        for head in heads:
            if printed.startswith(head) and not written.startswith(head, at):
                printed = printed[len(head) :]
                break
        if not written.startswith(printed, at):
            same = next(
                n for n, letter in enumerate(printed + "\0") if written[at + n : at + n + 1] != letter
            )
            found = Words(
                "PDF «%(pdf)s», Word «%(word)s»",
                pdf=printed[same : same + 30],
                word=written[at + same : at + same + 30],
            )
            yield Fault("words", Words("PDF, trang %(page)s", page=str(number)), found)
            return
        at += len(printed)
    if at < len(written):
        yield Fault("words", "PDF", Words("thiếu «%(text)s»", text=written[at : at + 40]))


def _same_letters(pdf: PdfFile, written: str, heads: list[str], number_at: str) -> bool:
    """Whether the pages hold every letter as often as the Word file, heads that are repeated aside."""
    left = Counter(
        letter
        for number, page in enumerate(pdf.pages, start=1)
        for letter in _printed(page, number, number_at)
    )
    left.subtract(written)
    for head in map(Counter, heads):
        while all(left[letter] >= count for letter, count in head.items()):
            left.subtract(head)
    return not any(left.values())


def _printed(page, number: int, number_at: str) -> str:
    """The letters of a page without its number (in the margin `number_at`) and the foot of the first."""
    foot, numbered_above = page.height - FOOT_BELOW, number > 1 and number_at == "top"
    footed = number == 1 or number_at == "bottom"
    shown = (
        word.text for word in page.words
        if not (numbered_above and word.base * MM <= PAGE_NUMBER_ABOVE)
        and not (footed and word.base * MM >= foot)
    )  # fmt: skip
    return "".join(shown)


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
