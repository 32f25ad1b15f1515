"""Word against PDF: LibreOffice lays the Word files out, and the two are compared page by page, line by line."""

import gc
import shutil
import subprocess
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw

from documents import produce
from documents.checker import reading_pdf

SOFFICE = shutil.which("soffice")
SAME_LINE = 3.5  # pt
HEADER = 56  # pt: above it only the page number stands
UPRIGHT = 8  # pt: a path this high may be the border of a cell
BATCH = 200  # files in one call of LibreOffice, which takes as long to start as to lay out twenty

Upright = tuple[float, float, float]  # x, top, bottom in pt from the top left


@dataclass(frozen=True)
class Pair:
    """One paper laid out twice: lines per page of our PDF and of LibreOffice's.

    A line ends at the border of its cell. How high a cell's lines stand beside those of its neighbour is not compared:
    LibreOffice drops the vertical middle of some cells of a row that it moves to the next page.
    """

    name: str
    ours: list[list[str]]
    theirs: list[list[str]]

    @property
    def same_words(self) -> bool:
        """The same letters in the same order."""
        return _letters(self.ours) == _letters(self.theirs)

    @property
    def same_lines(self) -> bool:
        """The same lines, each as often; on which page one stands is asked by `lines`."""
        return Counter(_all(self.ours)) == Counter(_all(self.theirs))

    @property
    def same_pages(self) -> bool:
        """As many pages."""
        return len(self.ours) == len(self.theirs)

    def lines(self) -> tuple[int, int]:
        """(lines that stand alike on the same page, lines of our PDF)."""
        alike = sum(_alike(one, other) for one, other in zip(self.ours, self.theirs, strict=False))
        return alike, sum(map(len, self.ours))

    def first_difference(self) -> str:
        """For a failing test: page and lines where the two part."""
        for number, (one, other) in enumerate(zip(self.ours, self.theirs, strict=False), start=1):
            for mine, its in zip(one, other, strict=False):
                if mine != its:
                    return f"{self.name}, page {number}: PDF {mine[:70]!r}, Word {its[:70]!r}"
        return f"{self.name}: {len(self.ours)} and {len(self.theirs)} pages"


def _all(pages: list[list[str]]) -> list[str]:
    return [line for page in pages for line in page]


def _letters(pages: list[list[str]]) -> str:
    return "".join(line.replace(" ", "") for page in pages for line in page)


def _alike(one: list[str], other: list[str]) -> int:
    rest = list(other)
    count = 0
    for line in one:
        if line in rest:
            rest.remove(line)
            count += 1
    return count


def compare(papers: Iterable[tuple], profile, renderer, folder: Path) -> list[Pair]:
    """Lay out (kind, seed, values) in both ways; one call of LibreOffice for many files.

    `folder` is a test's own; the tests of one process share LibreOffice's settings beside it, which it is slow to make.
    """
    with _long_lived():
        ours = dict(_made(papers, profile, renderer, folder))
    names = list(ours)
    for start in range(0, len(names), BATCH):
        files = [str(folder / f"{name}.docx") for name in names[start : start + BATCH]]
        home = f"-env:UserInstallation={(folder.parent / 'office').as_uri()}"
        command = [SOFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
    return [_pair(name, ours[name], (folder / f"{name}.pdf").read_bytes()) for name in names]


def _made(papers: Iterable[tuple], profile, renderer, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and PDF of each paper; its Word file is in the folder."""
    for kind, seed, filled in papers:
        made = produce.produce(kind, filled, profile, formats=("docx", "pdf"), renderer=renderer)
        name = f"{kind.code}-{seed}"
        (folder / f"{name}.docx").write_bytes(made["docx"])
        yield name, made["pdf"]


@contextmanager
def _long_lived() -> Iterator[None]:
    """What is there already is not searched for garbage again and again, as in a render process (a fifth faster)."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _pair(name: str, ours: bytes, theirs: bytes) -> Pair:
    return Pair(name, _pages(ours), _pages(theirs))


def _pages(data: bytes) -> list[list[str]]:
    """Lines by page: one goes on while words go to the right and not down, and no border of a cell parts them."""
    return [
        [" ".join(word.text for word in row) for row in _rows(page, uprights)]
        for page, uprights in zip(reading_pdf.read(data).pages, _uprights(data), strict=True)
    ]


def _rows(page: reading_pdf.PdfPage, uprights: list[Upright]) -> list[list[reading_pdf.Word]]:
    rows: list[list[reading_pdf.Word]] = []
    for word in page.words:
        if word.base <= HEADER:
            continue
        last = rows[-1][-1] if rows else None
        beside = last and word.left > last.right - 1 and word.base < last.base + SAME_LINE
        if beside and not _parted(last, word, uprights):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _parted(last: reading_pdf.Word, word: reading_pdf.Word, uprights: list[Upright]) -> bool:
    """Whether an upright edge stands between two words."""
    place = bisect_left(uprights, (last.right - 1, 0, 0))
    while place < len(uprights) and uprights[place][0] < word.left + 1:
        _, top, bottom = uprights[place]
        if top < word.base < bottom:
            return True
        place += 1
    return False


def _uprights(data: bytes) -> list[list[Upright]]:
    """Upright edges of each page: left and right of all paths that are as high as a line of text."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [sorted(_edges(document[number])) for number in range(len(document))]
    finally:
        document.close()


def _edges(page: pypdfium2.PdfPage) -> set[Upright]:
    height = page.get_height()
    edges = set()
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = path.get_bounds()
        if top - bottom > UPRIGHT:
            edges |= {(left, height - top, height - bottom), (right, height - top, height - bottom)}
    page.close()
    return edges
