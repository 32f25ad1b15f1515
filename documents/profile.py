"""The format profile: every size, margin, order and fixed wording of a paper, from one dated table.

The table is a plain dict (see `reference/profiles/*.toml`): a leaf is `{value, min?, max?, source, status}`.
Renderers and checker read the same object, so what is checked is what was drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from .errors import ProfileFault, SettingRefused

STATUSES = ("own", "sourced", "unverified", "confirmed")

STYLES = (
    "national", "motto", "parent", "issuer", "number", "place_date", "title", "subject", "authority",
    "addressee", "addressee_head", "addressee_item", "basis", "order", "body", "part_heading", "clause_heading",
    "table_head", "table_cell", "table_head_small", "table_cell_small", "recipients_head", "recipient",
    "signer_title", "signer_name", "signer_hint", "appendix_label", "attached_to", "page_number", "gap", "about",
    "chapter", "copy_form",
)  # fmt: skip

NEEDED = {
    "texts": ("national", "motto", "number", "about", "addressees", "recipients", "kept", "end", "appendix"),
    "frame": (
        "letterhead_left", "signature_left", "signature_right_most", "rule_weight", "issuer_rule", "subject_rule",
        "motto_rule", "signature_space",
    ),
    "table": ("border", "padding_side", "padding_line", "around"),
    "lines": ("least", "most", "between_paragraphs"),
}  # fmt: skip

SINGLE_LINE = 1.149  # height of a single line of Times New Roman, as a multiple of its size


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """One named paragraph style. Sizes and heights in pt, indents in mm, align left|center|right|justify.

    A style is its profile's: two that say the same are not the same, which keeps looking answers up by style cheap.
    """

    code: str
    name: str
    size: float
    line: float
    after: float = 0
    bold: bool = False
    italic: bool = False
    upper: bool = False
    align: str = "left"
    indent: float = 0
    left: float = 0
    keep: bool = False
    colour: str = ""

    @property
    def face(self) -> str:
        """Key of the font face: regular, bold, italic or bold_italic."""
        return {(0, 0): "regular", (1, 0): "bold", (0, 1): "italic", (1, 1): "bold_italic"}[
            (self.bold, self.italic)
        ]

    @property
    def tears(self) -> bool:
        """Whether a single line may stand on either page: in cells, where LibreOffice knows no widows."""
        return self.code.startswith("table_cell")


# Lines and rows are whole or half points high. Half a step more at the foot, and none of them fits a page, or fails
# to, by nothing at all: there no two engines agree.
SPARE = 0.25 * 25.4 / 72  # mm


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in mm, for one orientation."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header: float

    @property
    def text_width(self) -> float:
        """Width between the margins, mm."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height between the margins, mm."""
        return self.height - self.top - self.bottom

    @property
    def foot(self) -> float:
        """The margin at the bottom as it is drawn, mm."""
        return self.bottom + SPARE


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: source (in words), status, and the range that the source allows."""

    source: str
    status: str
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A dated format profile; `origins` maps "style.body.size" to its Origin.

    `mark` (empty: papers bear none) is where code and QR of an issued paper stand, see `mark.py`.
    """

    code: str
    title: str
    valid_from: date
    basis: str
    font: str
    number_from: int
    number_at: str  # margin that the page number stands in: top or bottom
    page: Page
    styles: Mapping[str, Style]
    texts: Mapping[str, str]
    frame: Mapping[str, float]
    table: Mapping[str, float]
    lines: Mapping[str, float]
    origins: Mapping[str, Origin] = field(repr=False)
    valid_to: date | None = None  # last day
    by_choice: bool = False  # governs only an issuer that chose it
    mark: Mapping[str, float | str | bool] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_dict(cls, data: Mapping) -> "Profile":
        """Read the table; raises ProfileFault where a value is missing, unknown or outside its own range."""
        origins: dict[str, Origin] = {}
        sources = data.get("sources", {})
        values = {
            name: _unwrap(data[name], name, sources, origins)
            for name in ("page", "lines", "texts", "frame", "table", "style", "mark")
            if name in data
        }
        try:
            page = dict(values["page"])
            font, number_from, number_at = (page.pop(name) for name in ("font", "number_from", "number_at"))
            profile = cls(
                code=data["code"], title=data["title"], valid_from=data["valid_from"], basis=data["basis"],
                font=font, number_from=number_from, number_at=number_at, page=Page(**page),
                styles=MappingProxyType({code: _style(code, values["style"]) for code in STYLES}),
                texts=MappingProxyType(values["texts"]), frame=MappingProxyType(values["frame"]),
                table=MappingProxyType(values["table"]), lines=MappingProxyType(values["lines"]),
                origins=MappingProxyType(origins), valid_to=data.get("valid_to"),
                by_choice=data.get("by_choice", False), mark=MappingProxyType(values.get("mark", {})),
            )  # fmt: skip
        except KeyError as error:
            raise ProfileFault(str(error.args[0]), "the profile lacks this value") from error
        except TypeError as error:
            raise ProfileFault(data.get("code", "?"), str(error)) from error
        for table, names in NEEDED.items():
            for name in names:
                if name not in getattr(profile, table):
                    raise ProfileFault(f"{table}.{name}", "the profile lacks this value")
        if profile.number_at not in ("top", "bottom"):
            raise ProfileFault("page.number_at", "one of top, bottom is expected")
        _within_law(profile)
        return profile

    def sheet(self, orientation: str) -> Page:
        """The page of `portrait` or `landscape`: landscape swaps width and height and keeps the margins."""
        page = self.page
        if orientation == "portrait":
            return page
        return Page(page.height, page.width, page.top, page.bottom, page.left, page.right, page.header)


def _unwrap(node, place: str, sources: Mapping, origins: dict[str, Origin]):
    if not isinstance(node, Mapping):
        return node
    if "value" not in node:
        return {key: _unwrap(value, f"{place}.{key}", sources, origins) for key, value in node.items()}
    if node.get("status") not in STATUSES:
        raise ProfileFault(place, f"status must be one of {', '.join(STATUSES)}")
    if node.get("source") not in sources:
        raise ProfileFault(place, f"unknown source {node.get('source')!r}")
    least, most, value = node.get("min"), node.get("max"), node["value"]
    if (least is not None and value < least) or (most is not None and value > most):
        raise ProfileFault(place, f"{value} is outside {least}–{most}")
    origins[place] = Origin(sources[node["source"]], node["status"], least, most)
    return value


def _style(code: str, table: Mapping) -> Style:
    row = dict(table[code])
    face = row.pop("face", "").split()
    case = row.pop("case", "")
    return Style(code=code, bold="bold" in face, italic="italic" in face, upper=case == "upper", **row)


def _within_law(profile: Profile) -> None:
    """Exact line heights of running text stay between single and one and a half (NĐ 30, Phụ lục I, II.6)."""
    for code in ("basis", "body", "part_heading", "clause_heading"):
        style = profile.styles[code]
        ratio = style.line / (style.size * SINGLE_LINE)
        if not profile.lines["least"] - 0.005 <= ratio <= profile.lines["most"] + 0.005:
            raise SettingRefused(
                f"style.{code}.line",
                "Dòng cao %(line)s pt với chữ cỡ %(size)s là %(ratio)s dòng; quy định từ %(least)s đến %(most)s dòng.",
                line=f"{style.line:g}", size=f"{style.size:g}", ratio=f"{ratio:.2f}",
                least=profile.lines["least"], most=profile.lines["most"],
            )  # fmt: skip
