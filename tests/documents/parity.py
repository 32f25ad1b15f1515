"""Word against PDF: LibreOffice lays the Word files out, and the two are compared page by page, line by line."""

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from documents import produce
from documents.checker import reading_pdf

SOFFICE = shutil.which("soffice")
SAME_LINE = 3.5  # pt
HEADER = 56  # pt: above it only the page number stands
BATCH = 60  # files in one call of LibreOffice


@dataclass(frozen=True)
class Pair:
    """One paper laid out twice: lines per page of our PDF and of LibreOffice's.

    In `ours` and `theirs` cells that stand side by side are one line; `apart` holds all lines of the two with the cells
    parted by their height (LibreOffice drops the vertical middle of a row that it moves to the next page).
    """

    name: str
    ours: list[list[str]]
    theirs: list[list[str]]
    apart: tuple[Counter, Counter]

    @property
    def same_words(self) -> bool:
        """The same letters in the same order."""
        return _letters(self.ours) == _letters(self.theirs)

    @property
    def same_lines(self) -> bool:
        """The same lines, each as often; on which page one stands is asked by `lines`."""
        return Counter(_all(self.ours)) == Counter(_all(self.theirs)) or self.apart[0] == self.apart[1]

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
    """Lay out (kind, seed, values) in both ways; one call of LibreOffice for many files."""
    ours: dict[str, bytes] = {}
    for kind, seed, filled in papers:
        made = produce.produce(kind, filled, profile, formats=("docx", "pdf"), renderer=renderer)
        name = f"{kind.code}-{seed}"
        (folder / f"{name}.docx").write_bytes(made["docx"])
        ours[name] = made["pdf"]
    names = list(ours)
    for start in range(0, len(names), BATCH):
        files = [str(folder / f"{name}.docx") for name in names[start : start + BATCH]]
        home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        command = [SOFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
    return [_pair(name, ours[name], (folder / f"{name}.pdf").read_bytes()) for name in names]


def _pair(name: str, ours: bytes, theirs: bytes) -> Pair:
    return Pair(name, _pages(ours), _pages(theirs), (_apart(ours), _apart(theirs)))


def _apart(data: bytes) -> Counter:
    return Counter(
        line.text for page in reading_pdf.read(data).pages for line in page.flow() if line.base > HEADER
    )


def _pages(data: bytes) -> list[list[str]]:
    """Lines by page. A line goes on while the words go to the right and not down: cells that stand side by side are one
    line, because which of them are level differs by a hair between engines."""
    pages = []
    for page in reading_pdf.read(data).pages:
        rows: list[list[reading_pdf.Word]] = []
        for word in page.words:
            if word.base <= HEADER:
                continue
            last = rows[-1][-1] if rows else None
            if last and word.left > last.right - 1 and word.base < last.base + SAME_LINE:
                rows[-1].append(word)
            else:
                rows.append([word])
        pages.append([" ".join(word.text for word in row) for row in rows])
    return pages
