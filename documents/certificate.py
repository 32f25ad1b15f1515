"""Certificates: one page of fixed places, in which only the size of type and the number of lines vary.

A certificate is drawn with the same paragraphs, gaps and tables as every other paper, so that Word and PDF agree;
what is special is that each text has a *slot* of fixed height. A text that is too long is set smaller down to a
floor, or broken into as many lines as the slot has; what then still does not fit is refused. Since slots never grow,
a page that was laid out once tells where every other one's words stand (see `stamp`).

The design (margins, slots, sizes) is data: `doc_templates/_base/certificate.toml`.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from . import border, pictures
from .errors import ProfileFault, Refusal, ValuesRefused
from .layout import Cell, Gap, Paragraph, Picture, Pictures, Row, Run, Sheet, Table
from .profile import STATUSES, Page, Profile, Style
from .tree import Node
from .widths import balanced, text_width

FAMILY = "certificate"
TALLEST_GAP = 120  # pt: what the stylesheet has a class for
LEADING = 1.3
TOO_LONG = "«%(text)s» dài quá, không vừa chỗ của dòng này trên giấy. Rút ngắn lại."
NOT_LENGTH = "Phải là số milimét từ -%(limit)s đến %(limit)s."

# Which node of the tree fills which slot; signer_title and signer_name stand inside <signature>.
SLOT_OF = {
    "national": "national", "motto": "motto", "authority": "authority", "verb": "verb", "award": "award",
    "presented": "presented", "about": "about", "merit": "merit", "registered": "registered",
    "place-date": "place_date",
}  # fmt: skip


class Misfit(Exception):
    """A text that does not fit its slot, whatever is done; `slot` is its code."""

    def __init__(self, slot: str, text: str) -> None:
        super().__init__(f"{slot}: {text}")
        self.slot = slot
        self.text = text


@dataclass(frozen=True, eq=False)
class Slot:
    """A place of fixed height (pt): first and smallest size, most lines, what is tried first when text is long."""

    code: str
    name: str
    size: int
    height: int
    floor: int = 0
    step: int = 1
    lines: int = 1
    leading: float = LEADING
    face: str = ""
    colour: str = ""
    align: str = "center"
    anchor: str = "middle"
    prefer: str = "shrink"
    source: str = "own"
    status: str = "own"

    @property
    def sizes(self) -> range:
        """Sizes that are tried, the largest first."""
        return range(self.size, (self.floor or self.size) - 1, -self.step)

    def line(self, size: int) -> int:
        """Height of a line at a size, pt."""
        return math.ceil(size * self.leading)

    @lru_cache(maxsize=1024)  # noqa: B019 - designs live as long as the process
    def style(self, size: int) -> Style:
        """The named style of this slot at a size."""
        return Style(
            code=f"{self.code}_{size}", name=f"{self.name} {size}", size=size, line=self.line(size),
            bold="bold" in self.face, italic="italic" in self.face, align=self.align, colour=self.colour,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Design:
    """All that `certificate.toml` says; `flow`, `left` and `right` name slots and gaps from the top down."""

    page: Page
    flow: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    preprinted: frozenset[str]
    emblem: Mapping[str, float]
    rule: Mapping[str, float]
    limits: Mapping[str, float]
    slots: Mapping[str, Slot]
    _looks: dict = field(default_factory=dict, repr=False)

    @classmethod
    def from_dict(cls, data: Mapping) -> "Design":
        """Read the table; raises ProfileFault where a value is missing or has no status."""
        try:
            tables = {name: _values(data[name], name) for name in ("page", "emblem", "rule", "limits")}
            slots = {code: Slot(code=code, **row) for code, row in data["slot"].items()}
            page = Page(header=0, **tables.pop("page"))
            listed = {name: tuple(data[name]) for name in ("flow", "left", "right")}
            design = cls(page=page, preprinted=frozenset(data["preprinted"]), slots=slots, **tables, **listed)
        except (KeyError, TypeError) as error:
            raise ProfileFault("certificate.toml", str(error)) from error
        _within(design)
        return design

    def look(self, profile: Profile, dx: float = 0, dy: float = 0) -> Profile:
        """The profile with the page and the styles of certificates, moved by dx to the right and dy down (mm)."""
        key = (id(profile), dx, dy)
        if key not in self._looks:
            if len(self._looks) > 16:
                self._looks.clear()
            # `Profile.sheet` turns an upright page on its side.
            page = replace(
                self.page, width=self.page.height, height=self.page.width, left=self.page.left + dx,
                right=self.page.right - dx, top=self.page.top + dy, bottom=self.page.bottom - dy,
            )  # fmt: skip
            kept = {code: profile.styles[code] for code in ("body", "gap", "page_number")}
            sized = [slot.style(size) for slot in self.slots.values() for size in slot.sizes]
            styles = {**kept, **{style.code: style for style in sized}}
            self._looks[key] = (profile, replace(profile, page=page, styles=styles))
        return self._looks[key][1]

    def room(self, code: str) -> float:
        """Width that a line of the slot may have, mm."""
        column = code in self.left or code in self.right
        return self.page.text_width / (2 if column else 1) - self.limits["spare"]


def _values(table: Mapping, place: str) -> dict:
    row = dict(table)
    if row.pop("status", None) not in STATUSES or not row.pop("source", ""):
        raise ProfileFault(f"certificate.toml, {place}", "source and status are needed")
    return row


def _within(design: Design) -> None:
    """Every slot holds its lines, and all of them the page."""
    for slot in design.slots.values():
        if slot.line(slot.size) > slot.height or slot.lines * slot.line(slot.sizes[-1]) > slot.height:
            raise ProfileFault(f"certificate.toml, slot.{slot.code}", "its lines do not fit its height")
    columns = max(_height(design, design.left), _height(design, design.right))
    used = _height(design, design.flow) + columns
    if used * 25.4 / 72 > design.page.text_height - 1:
        raise ProfileFault("certificate.toml", f"{used} pt are more than the page has")


def _height(design: Design, items: Sequence[str]) -> float:
    fixed = {"rule": design.rule["height"], "emblem": design.emblem["room"]}
    return sum(
        int(item[4:]) if item.startswith("gap ") else fixed.get(item) or design.slots[item].height
        for item in items
    )


@lru_cache(maxsize=2048)
def fit(slot: Slot, texts: tuple[str, ...], room: float) -> tuple[int, tuple[str, ...]]:
    """Size and lines of the texts in a slot of `room` mm; each text begins a line. Raises Misfit."""
    for size in slot.sizes:
        style = slot.style(size)
        if slot.prefer == "wrap":
            lines = tuple(line for text in texts for line in balanced(text, style, room))
        else:
            lines = texts
        if _fits(slot, lines, style, room):
            return size, lines
    style = slot.style(slot.sizes[-1])
    lines = tuple(line for text in texts for line in balanced(text, style, room))
    if not _fits(slot, lines, style, room):
        raise Misfit(slot.code, max(texts, key=len))
    return int(style.size), lines


def _fits(slot: Slot, lines: Sequence[str], style: Style, room: float) -> bool:
    if len(lines) > slot.lines or len(lines) * style.line > slot.height:
        return False
    return all(text_width(line, style.size, style.face) <= room for line in lines)


def filling(slot: Slot, size: int, lines: Sequence[str]) -> list[Paragraph | Gap]:
    """The paragraphs of a slot with the gaps above and below them: always of the slot's height."""
    free = slot.height - len(lines) * slot.line(size)
    above = {"top": 0, "middle": free // 2, "bottom": free}[slot.anchor]
    words = [Paragraph(f"{slot.code}_{size}", (Run(line),)) for line in lines]
    return [*_gaps(above), *words, *_gaps(free - above)]


def _gaps(height: float) -> list[Gap]:
    whole, rest = divmod(round(height), TALLEST_GAP)
    return [Gap(TALLEST_GAP)] * whole + ([Gap(rest)] if rest else [])


def texts_of(tree: Node) -> dict[str, tuple[str, ...]]:
    """The words of each slot of a finished tree, one string a line; an empty text is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for code, text in _texts(tree.first("certificate")):
        if text:
            found[code] = (*found.get(code, ()), text)
    return found


def _texts(node: Node) -> Iterator[tuple[str, str]]:
    for child in node.nodes():
        if child.tag == "signature":
            yield from (("signer_title", line.text) for line in child.nodes("line"))
            yield from (("signer_name", name.text) for name in child.nodes("name"))
        else:
            for line in child.nodes("line") or (child,):
                yield SLOT_OF[child.tag], line.text


def compose(tree: Node, design: Design, profile: Profile) -> Sheet:
    """The sheet to draw. Raises ValuesRefused for a text that does not fit, a bad picture, a bad offset."""
    node, texts = tree.first("certificate"), texts_of(tree)
    dx, dy = (_offset(node.get(name), name, design) for name in ("dx", "dy"))
    look = design.look(profile, dx, dy)
    bare, weight = node.get("print") == "fields", look.frame["rule_weight"]
    # Without an emblem the text moves up by half its room; on printed stock nothing moves.
    emblem = bool(node.get("logo")) or node.get("background", "border") != "border"

    def column(items: Sequence[str]) -> list:
        try:
            return merged(
                [block for item in items for block in _item(item, texts, design, weight, bare, emblem)]
            )
        except Misfit as misfit:
            raise ValuesRefused([Refusal("$", TOO_LONG, text=misfit.text)]) from misfit

    widths = (design.page.text_width // 2, design.page.text_width - design.page.text_width // 2)
    foot = Row((Cell(tuple(column(design.left))), Cell(tuple(column(design.right)))))
    drawn = (
        Pictures(tuple(_backdrop(node, design))),
        *column(design.flow),
        Table("frame", widths, (), (foot,)),
        Gap(1),
    )
    # No name in the title: a file of a thousand certificates has one title.
    return Sheet(
        "landscape", drawn, " ".join(texts.get("award", ())), " ".join(texts.get("authority", ())), look=look
    )


def _item(item: str, texts: Mapping, design: Design, weight: float, bare: bool, emblem: bool) -> list:
    if item.startswith("gap "):
        return _gaps(int(item[4:]))
    if item == "emblem":
        return _gaps(design.emblem["room"] if emblem else design.emblem["room"] / 2)
    if item == "rule":
        return _rule(design, texts, weight, hidden=bare)
    slot = design.slots[item]
    if item not in texts or (bare and item in design.preprinted):
        return _gaps(slot.height)
    return filling(slot, *fit(slot, texts[item], design.room(item)))


def _rule(design: Design, texts: Mapping, weight: float, *, hidden: bool) -> list:
    height = design.rule["height"]
    if hidden:
        return _gaps(math.ceil(height + weight))  # the line has a width of its own
    style = design.slots["motto"].style(design.slots["motto"].size)
    length = text_width(texts["motto"][0], style.size, style.face)
    return [Gap(height, rule=round(length * design.rule["share"]), room=design.page.text_width)]


def merged(blocks: list) -> list:
    """Neighbouring gaps without a rule made one, so that a paper holds as few empty paragraphs as can be."""
    result: list = []
    height = 0.0
    for block in blocks:
        if isinstance(block, Gap) and not block.rule:
            height += block.height
            continue
        result += [*_gaps(height), block]
        height = 0.0
    return result + _gaps(height)


def _offset(text: str, name: str, design: Design) -> float:
    limit = design.limits["offset"]
    try:
        value = float(text or 0)
    except ValueError:
        value = math.inf
    if not -limit <= value <= limit:
        raise ValuesRefused([Refusal(f"$.stock.{name}", NOT_LENGTH, limit=f"{limit:g}")])
    return value


def _backdrop(node: Node, design: Design) -> Iterator[Picture]:
    """Border and emblem, placed from the upper left corner of the text area; none of it on pre-printed stock."""
    page, kind = design.page, node.get("background", "border")
    if kind != "none":
        yield Picture(border.DRAWN[kind](), "png", -page.left, -page.top, page.width, page.height)
    if kind == "border" and node.get("logo"):
        data, ending, share = pictures.logo(node.get("logo"))
        width, height = design.emblem["width"], design.emblem["height"]
        width, height = (width, width / share) if share > width / height else (height * share, height)
        left = (page.text_width - width) / 2
        top = design.emblem["top"] + (design.emblem["height"] - height) / 2
        yield Picture(data, ending, round(left, 2), round(top, 2), round(width, 2), round(height, 2))


def finished(node: Node, profile: Profile) -> Node:
    """What the law fixes is added: Quốc hiệu and Tiêu ngữ; authority, award and the signer's office in capitals."""
    head = [Node(name, children=(profile.texts[name],)) for name in ("national", "motto")]
    return node.with_children([*head, *(_upper(child, profile) for child in node.nodes())])


def _upper(node: Node, profile: Profile) -> Node:
    if node.tag == "signature":
        return node.with_children(
            _capitals(part) if part.tag == "line" and profile.styles["signer_title"].upper else part
            for part in node.nodes()
        )
    return _capitals(node) if node.tag in ("authority", "verb", "award") else node


def _capitals(node: Node) -> Node:
    return node.with_children(c.upper() if isinstance(c, str) else _capitals(c) for c in node.children)
