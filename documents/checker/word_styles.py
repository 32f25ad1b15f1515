"""Which formatting is in force in a Word file: direct, then the chain of styles, then the defaults."""

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn

from ..profile import SINGLE_LINE

PT_A_TWIP = 1 / 20
MM_A_TWIP = 25.4 / 1440
_LINES_AUTO = 240  # line="240" is one line
_OFF = ("0", "false", "none", "off")
_BLACK = ("", "auto", "000000")


@dataclass(frozen=True, slots=True)
class Face:
    """The type in force for a run; colour "" = black or automatic."""

    font: str
    size: float
    bold: bool
    italic: bool
    underlined: bool
    colour: str
    hidden: bool


def value(parent, tag: str) -> str | None:
    """The value of a child (`w:jc` → "both"), None where it is not set."""
    found = parent.find(qn(tag)) if parent is not None else None
    return None if found is None else found.get(qn("w:val"))


def _on(parent, tag: str) -> bool | None:
    found = parent.find(qn(tag))
    return None if found is None else found.get(qn("w:val")) not in _OFF


def _points(text: str | None) -> float:
    try:
        return float(text or 0) * PT_A_TWIP
    except ValueError:
        return 0


class Styles:
    """The styles of a file by id."""

    def __init__(self, root) -> None:
        self._by_id = {style.get(qn("w:styleId")): style for style in root.findall(qn("w:style"))}
        self._forms: dict = {}
        defaults = root.find(qn("w:docDefaults"))
        self._run_default = self._inside(defaults, "w:rPrDefault", "w:rPr")
        self._paragraph_default = self._inside(defaults, "w:pPrDefault", "w:pPr")
        self._default = next(
            (s.get(qn("w:styleId")) for s in root.findall(qn("w:style"))
             if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) in ("1", "true")), None,
        )  # fmt: skip

    @staticmethod
    def _inside(defaults, outer: str, inner: str):
        return None if defaults is None else defaults.find(f"{qn(outer)}/{qn(inner)}")

    def chain(self, style: str | None) -> Iterator:
        """A style and those it is based on."""
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            yield self._by_id[style]
            style = value(self._by_id[style], "w:basedOn")

    def form(self, element) -> "Form":
        """What is in force for a paragraph."""
        direct = element.find(qn("w:pPr"))
        style = value(direct, "w:pStyle") or self._default
        if style not in self._forms:
            chain = list(self.chain(style))
            name = (value(self._by_id[style], "w:name") if style in self._by_id else None) or ""
            paragraph = [
                part
                for part in (*(s.find(qn("w:pPr")) for s in chain), self._paragraph_default)
                if part is not None
            ]
            run = [
                part
                for part in (*(s.find(qn("w:rPr")) for s in chain), self._run_default)
                if part is not None
            ]
            self._forms[style] = (name, paragraph, run)
        name, paragraph, run = self._forms[style]
        return Form(name, [direct, *paragraph] if direct is not None else paragraph, run, self)

    def has_lines(self, table) -> bool:
        """Whether a table draws lines, by itself or by its style."""
        properties = table.find(qn("w:tblPr"))
        own = properties.find(qn("w:tblBorders")) if properties is not None else None
        if own is not None:
            return any(side.get(qn("w:val")) not in ("nil", "none", None) for side in own)
        for style in self.chain(value(properties, "w:tblStyle")):
            borders = style.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
            if borders is not None:
                return any(side.get(qn("w:val")) not in ("nil", "none", None) for side in borders)
        return next(table.iter(qn("w:tcBorders")), None) is not None


class Form:
    """Properties in force for one paragraph and its runs."""

    def __init__(self, name: str, paragraph: list, run: list, styles: Styles) -> None:
        self.name = name
        self._paragraph = paragraph
        self._run = run
        self._styles = styles

    @property
    def align(self) -> str:
        """left, center, right or both."""
        found = next((v for part in self._paragraph if (v := value(part, "w:jc"))), "left")
        return {"start": "left", "end": "right", "distribute": "both"}.get(found, found)

    def _attribute(self, tag: str, *names: str) -> tuple[str, str] | None:
        for part in self._paragraph:
            found = part.find(qn(tag))
            if found is None:
                continue
            for name in names:
                if (given := found.get(qn(name))) is not None:
                    return name, given
        return None

    def line(self, size: float) -> tuple[float, float]:
        """(exact height in pt or 0, height as a multiple of the single line of `size`)."""
        height = self._attribute("w:spacing", "w:line")
        if height is None:
            return 0, 1.0
        rule = self._attribute("w:spacing", "w:lineRule")
        kind = rule[1] if rule else "auto"
        if kind == "auto":
            return 0, float(height[1]) / _LINES_AUTO
        points = _points(height[1])
        ratio = points / (size * SINGLE_LINE) if size else 1.0
        return (points, ratio) if kind == "exact" else (0, max(ratio, 1.0))

    @property
    def before(self) -> float:
        """Space before, pt."""
        return self._space("w:before", "w:beforeAutospacing")

    @property
    def after(self) -> float:
        """Space after, pt."""
        return self._space("w:after", "w:afterAutospacing")

    def _space(self, points: str, automatic: str) -> float:
        auto = self._attribute("w:spacing", automatic)
        if auto and auto[1] not in _OFF:
            return 14  # what Word shows for «Auto»
        found = self._attribute("w:spacing", points)
        return _points(found[1]) if found else 0

    @property
    def first(self) -> float:
        """Indent of the first line, mm; negative where it hangs."""
        found = self._attribute("w:ind", "w:hanging", "w:firstLine")
        if found is None:
            return 0
        size = _points(found[1]) / PT_A_TWIP * MM_A_TWIP
        return -size if found[0] == "w:hanging" else size

    @property
    def bordered(self) -> bool:
        """Whether a line is drawn below the paragraph."""
        for part in self._paragraph:
            borders = part.find(qn("w:pBdr"))
            if borders is not None:
                below = borders.find(qn("w:bottom"))
                return below is not None and below.get(qn("w:val")) not in ("nil", "none", None)
        return False

    def face(self, run) -> Face:
        """The type of one run: direct, its character style, the paragraph's styles, the defaults."""
        direct = run.find(qn("w:rPr"))
        named = (
            [s.find(qn("w:rPr")) for s in self._styles.chain(value(direct, "w:rStyle"))]
            if direct is not None
            else []
        )
        parts = [part for part in (direct, *named) if part is not None] + self._run
        fonts = (part.find(qn("w:rFonts")) for part in parts)
        font = next((f.get(qn("w:ascii")) for f in fonts if f is not None and f.get(qn("w:ascii"))), "")
        size = next((float(found) / 2 for part in parts if (found := value(part, "w:sz"))), 10.0)
        bold, italic, hidden = (
            next((v for part in parts if (v := _on(part, tag)) is not None), False)
            for tag in ("w:b", "w:i", "w:vanish")
        )
        line = next((v for part in parts if (v := value(part, "w:u"))), "none")
        colour = next((v for part in parts if (v := value(part, "w:color"))), "")
        marker = next((v for part in parts if (v := value(part, "w:highlight"))), "none")
        shown = marker if marker != "none" else "" if colour.lower() in _BLACK else colour
        return Face(font, size, bold, italic, line != "none", shown, hidden)
