"""One laid-out certificate taken apart: where each line of each slot was drawn, and all the rest as one form.

WeasyPrint hands its own objects to a `finisher` before it writes them; the page's drawing commands are read there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .. import layout
from ..layout import Paragraph, Sheet
from ..pdf import Renderer
from ..profile import Profile
from . import objects
from .faces import Face
from .plan import NotStampable

PAGES, CATALOGUE = 1, 2  # numbers that the PDF library gives them
_NOT_SHARED = ("/Pages", "/Catalog", "/Page", "/Metadata")


@dataclass(frozen=True)
class Shown:
    """A line of text as it was drawn: which command drew it, glyphs, start (pt from the lower left), size, colour."""

    command: int
    glyphs: str
    left: float
    base: float
    size: float
    colour: bytes


@dataclass(frozen=True, eq=False)
class Place:
    """Where a line of a slot stands, however long: `x` is its start, middle or end, as `align` says (0, ½, 1)."""

    face: str
    size: float
    x: float
    align: float
    base: float
    colour: bytes


class LaidOut:
    """A certificate as WeasyPrint drew it: `places` of the lines of slots by (slot, size, lines), and the form."""

    def __init__(self, sheet: Sheet, profile: Profile, renderer: Renderer, faces: Mapping[str, Face]) -> None:
        self._kept: list = []
        renderer.pdf(sheet, profile, finisher=self._keep)
        page = next(one for one in self._kept if isinstance(one, dict) and one.get("Type") == "/Page")
        self._page = page
        self._content = self._kept[int(page["Contents"].split()[0])]
        self.box = b"[0 0 %.4f %.4f]" % tuple(page["MediaBox"][2:])
        self._commands = [_bytes(one) for one in self._content.stream]
        self.lines = list(_matched(sheet, list(_shown(self._commands)), profile, faces))
        self.places = _places(self.lines, faces)

    def _keep(self, document, file) -> None:
        if len(document.pages) != 1:
            raise NotStampable("the certificate is longer than a page")
        self._kept, self.info = list(file.objects), file.info.data

    @lru_cache(maxsize=4)  # noqa: B019 - a sheet lives as long as its press
    def form(self, slots: frozenset[str]) -> bytes:
        """The drawing commands of everything but the lines of these slots."""
        out = {shown.command for paragraph, _style, shown in self.lines if _slot(paragraph) in slots}
        return b"\n".join(one for number, one in enumerate(self._commands) if number not in out)

    def same(self, other: "LaidOut", slots: frozenset[str]) -> bool:
        """Whether both have the same form, whatever their fonts' subsets are called."""
        mine, its = (
            [line for line in one.form(slots).split(b"\n") if not line.endswith(b" Tf")]
            for one in (self, other)
        )
        return mine == its

    @lru_cache(maxsize=64)  # noqa: B019 - a sheet lives as long as its press
    def shared(self, first: int) -> tuple[tuple[int, bytes], ...]:
        """The objects that the form needs, from number `first` on (1: catalogue and metadata as well)."""
        return tuple(self._shared(first))

    def _shared(self, first: int) -> Iterator[tuple[int, bytes]]:
        skipped = (self._page.number, self._content.number, 0, PAGES)
        for one in self._kept:
            kind = (
                one.get("Type")
                if isinstance(one, dict)
                else (one.extra or {}).get("Type")
                if one.number
                else None
            )
            if one.number in skipped or (first > 1 and kind in _NOT_SHARED):
                continue
            yield one.number + first - 1, objects.moved(one.data, first - 1)

    @property
    def count(self) -> int:
        """How many numbers `shared` may use."""
        return len(self._kept)

    def resources(self, first: int) -> bytes:
        """The reference to what the form draws with."""
        return objects.moved(_bytes(self._page["Resources"]), first - 1)


def _bytes(value) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("latin-1")


def _shown(commands: list[bytes]) -> Iterator[Shown]:
    """Every line of text with its place on the page: follows the matrices, the font and the colour."""
    matrix, stack = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), []
    text, size, colour = matrix, 0.0, b"0 0 0 rg"
    for number, command in enumerate(commands):
        words = command.split()
        if command == b"q":
            stack.append((matrix, colour))
        elif command == b"Q":
            matrix, colour = stack.pop()
        elif command.endswith(b" cm"):
            matrix = _times(tuple(map(float, words[:6])), matrix)
        elif command.endswith(b" Tm"):
            text = _times(tuple(map(float, words[:6])), matrix)
        elif command.endswith(b" Tf"):
            size = float(words[1])
        elif command.endswith(b" rg"):
            colour = command
        elif command.endswith(b"TJ"):
            glyphs = "".join(piece.split(b">")[0].decode() for piece in command.split(b"<")[1:])
            yield Shown(number, glyphs, text[4], text[5], size * text[3], colour)


def _times(one: tuple, other: tuple) -> tuple:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _matched(sheet: Sheet, shown: list[Shown], profile: Profile, faces: Mapping[str, Face]):
    """(paragraph, style, line as drawn); both are in the order of reading."""
    styles = (sheet.look or profile).styles
    paragraphs = list(_paragraphs(sheet.blocks))
    if len(paragraphs) != len(shown):
        raise NotStampable(f"{len(shown)} lines were drawn of {len(paragraphs)}")
    for paragraph, line in zip(paragraphs, shown, strict=True):
        style = styles[paragraph.style]
        if faces[style.face].glyphs(paragraph.text) != line.glyphs:
            raise NotStampable(f"not drawn as expected: {paragraph.text}")
        yield paragraph, style, line


def _paragraphs(blocks) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, layout.Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell.blocks)


def _slot(paragraph: Paragraph) -> str:
    return paragraph.style.rpartition("_")[0]


_ALIGNED = {"left": 0.0, "center": 0.5, "right": 1.0}


def _places(lines: list, faces: Mapping[str, Face]) -> dict[tuple[str, int, int], tuple[Place, ...]]:
    by_slot: dict[str, list] = {}
    for paragraph, style, shown in lines:
        by_slot.setdefault(_slot(paragraph), []).append((paragraph, style, shown))
    found = {}
    for slot, drawn in by_slot.items():
        places = []
        for paragraph, style, shown in drawn:
            align = _ALIGNED[style.align]
            width = faces[style.face].width(paragraph.text)
            x = shown.left + align * width * style.size / 1000
            places.append(Place(style.face, style.size, x, align, shown.base, shown.colour))
        found[slot, int(drawn[0][1].size), len(drawn)] = tuple(places)
    return found
