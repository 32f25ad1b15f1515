"""The four faces of the PDF: which glyph a letter is, how wide, and the subset that is embedded in the end."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from . import objects

# What the pages need no more once glyphs are chosen: tables of layout, names and hints.
_DROPPED = (
    "GSUB",
    "GPOS",
    "GDEF",
    "kern",
    "DSIG",
    "FFTM",
    "name",
    "post",
    "OS/2",
    "cmap",
    "prep",
    "fpgm",
    "cvt ",
    "gasp",
)
_ITALIC_ANGLE = {"italic": -12, "bold_italic": -12}
CALLED = 5  # objects of one embedded face


class Face:
    """One font file; `used` are the letters that were set in it so far."""

    def __init__(self, code: str, file: Path) -> None:
        from fontTools.ttLib import TTFont  # needed where PDF is made, slow to import elsewhere

        self.code, self.file = code, file
        with TTFont(file, lazy=True) as font:
            metrics, head, lines = font["hmtx"].metrics, font["head"], font["hhea"]
            scale = 1000 / head.unitsPerEm
            letters = font.getBestCmap()
            self._numbers = {letter: font.getGlyphID(name) for letter, name in letters.items()}
            self._exact = {chr(letter): metrics[name][0] * scale for letter, name in letters.items()}
            self.box = " ".join(
                f"{value * scale:.0f}" for value in (head.xMin, head.yMin, head.xMax, head.yMax)
            )
            self.ascent, self.descent = round(lines.ascent * scale), round(lines.descent * scale)
        self._hexadecimal = {letter: f"{number:04x}" for letter, number in self._numbers.items()}
        self._shapes = {chr(letter) for letter, number in self._numbers.items() if number}
        self.used: set[str] = set()
        self._embedded: tuple[int, int, list[tuple[int, bytes]]] = (0, 0, [])

    def glyphs(self, text: str) -> str:
        """The glyphs of a text in hexadecimal, four digits each."""
        return text.translate(self._hexadecimal)

    def draws(self, text: str) -> bool:
        """Whether the face has a shape for every letter of a text."""
        return self._shapes.issuperset(text)

    def width(self, text: str) -> float:
        """The width of a text in thousandths of its size."""
        return sum(map(self._exact.__getitem__, text))

    def embedded(self, first: int) -> list[tuple[int, bytes]]:
        """The objects of the face from number `first` on; kept until another letter is used."""
        if self._embedded[:2] != (len(self.used), first):
            self._embedded = (len(self.used), first, list(self._objects(first)))
        return self._embedded[2]

    def _objects(self, first: int) -> Iterator[tuple[int, bytes]]:
        """Font, descendant, descriptor, file, map to letters."""
        file = self._subset()
        mark = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(file).digest()[:6])
        name = f"/{mark}+{self.file.stem}"
        # Whole thousandths, as the PDF library writes them: positions then agree with its own.
        known = sorted((self._numbers[ord(letter)], round(self._exact[letter])) for letter in self.used)
        widths = " ".join(f"{number} [{width}]" for number, width in known)
        yield (
            first,
            (
                f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{first + 1} 0 R]"
                f"/ToUnicode {first + 4} 0 R>>"
            ).encode(),
        )
        yield (
            first + 1,
            (
                f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/CIDToGIDMap/Identity/W[{widths}]/FontDescriptor"
                f" {first + 2} 0 R/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
            ).encode(),
        )
        yield (
            first + 2,
            (
                f"<</Type/FontDescriptor/FontName{name}/Flags 4/FontBBox[{self.box}]/ItalicAngle"
                f" {_ITALIC_ANGLE.get(self.code, 0)}/Ascent {self.ascent}/Descent {self.descent}"
                f"/CapHeight {self.ascent}"
                f"/StemV 80/FontFile2 {first + 3} 0 R>>"
            ).encode(),
        )
        yield first + 3, objects.stream(file, f"/Length1 {len(file)}")
        yield first + 4, objects.stream(self._map())

    def _subset(self) -> bytes:
        from fontTools import subset

        options = subset.Options(
            retain_gids=True, hinting=False, layout_features=[], notdef_outline=True, glyph_names=False,
            recalc_timestamp=False, drop_tables=[*_DROPPED],
        )  # fmt: skip
        with subset.load_font(str(self.file), options, lazy=True) as font:
            cutter = subset.Subsetter(options)
            cutter.populate(gids=[0, *(self._numbers[ord(letter)] for letter in self.used)])
            cutter.subset(font)
            packed = BytesIO()
            font.save(packed)
        return packed.getvalue()

    def _map(self) -> bytes:
        pairs = sorted(f"<{self.glyphs(letter)}> <{ord(letter):04x}>" for letter in self.used)
        lines = [
            "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
            "1 begincodespacerange", "<0000> <ffff>", "endcodespacerange",
        ]  # fmt: skip
        for start in range(0, len(pairs), 100):
            part = pairs[start : start + 100]
            lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
        lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
        return "\n".join(lines).encode()
