"""Stylesheets generated from the profile: one for the preview on screen, one for the PDF."""

from .fonts import FontSet
from .layout import WIDEST_ROOM
from .profile import Profile, Style
from .steady import FINE_MOST, FINE_STEP
from .widths import MM

_WIDTHS = range(5, 261)
_HEIGHTS = range(1, 241)


def screen(profile: Profile) -> str:
    """CSS of the preview: a white sheet of the paper's measure that shrinks with a narrow window."""
    family = f'"{profile.font}", Tinos, "Liberation Serif", serif'
    return _SCREEN_UNITS + _shared(profile, family, _screen_length) + _screen_sheet(profile)


def print(profile: Profile, fonts: FontSet) -> str:
    """CSS of the PDF: pages, margins, page number, and the four pinned font files."""
    faces = "".join(
        f'@font-face{{font-family:"{fonts.family}";src:url({fonts.address(face)});font-weight:{weight};font-style:{style}}}\n'
        for face, weight, style in _FACES
    )
    family = f'"{fonts.family}"'
    return faces + _pages(profile, family) + _shared(profile, family, _print_length)


_FACES = (
    ("regular", "normal", "normal"),
    ("bold", "bold", "normal"),
    ("italic", "normal", "italic"),
    ("bold_italic", "bold", "italic"),
)


def _print_length(value: float, unit: str) -> str:
    return f"{value:g}{unit}" if value else "0"


def _screen_length(value: float, unit: str) -> str:
    return f"calc({value:g} * var(--{unit}))" if value else "0"


def _pages(profile: Profile, family: str) -> str:
    """Page rules: the paper's pages and those of its appendices, whose numbers start again."""
    rules = []
    for orientation in ("portrait", "landscape"):
        rules += [
            f".{orientation}{{page:{orientation}}}\n",
            _page(orientation, f"{orientation}:first", "", profile, family, orientation),
        ]
        for turn in ("annex-a", "annex-b"):
            name = f"{turn}-{orientation}"
            first = f"{name}:nth(1 of {name})"
            rules += [
                f".{turn}.{orientation}{{page:{name}}}\n",
                _page(name, first, "counter-reset:page 1;", profile, family, orientation),
            ]
    return "".join(rules)


def _page(name: str, first: str, reset: str, profile: Profile, family: str, orientation: str) -> str:
    """One named page with its number, which the first page of the name does not show."""
    page, number = profile.sheet(orientation), profile.styles["page_number"]
    box = f"{profile.number_at}-{number.align}"
    return (
        f"@page {name}{{size:{page.width:g}mm {page.height:g}mm;"
        f"margin:{page.top:g}mm {page.right:g}mm {page.foot:g}mm {page.left:g}mm;"
        f"@{box}{{content:counter(page);font:{number.size:g}pt/{number.line:g}pt {family};"
        f"vertical-align:{profile.number_at};padding-{profile.number_at}:{page.header:g}mm}}}}\n"
        f"@page {first}{{{reset}@{box}{{content:none}}}}\n"
    )


def _shared(profile: Profile, family: str, length) -> str:
    """What screen and print have in common: styles, tables, widths, heights, rules, keeps."""
    pt, mm = (lambda value: length(value, "pt")), (lambda value: length(value, "mm"))
    parts = [
        "html{hyphens:manual;font-kerning:none;font-variant-ligatures:none}\n",
        f"body{{margin:0;font-family:{family};color:#000}}\n",
        "p{margin:0;orphans:2;widows:2;overflow-wrap:break-word}strong{font-weight:bold}em{font-style:italic}\n",
        "table{border-collapse:separate;border-spacing:0;table-layout:fixed;width:100%;margin:0}\n",
        "th,td{font-weight:normal;text-align:left;vertical-align:top;padding:0}\n",
        *_grid(profile, pt),
        "thead{display:table-header-group}tr{break-inside:avoid}tr.split{break-inside:auto}.frame{break-inside:avoid}\n",
        f".gap{{margin:0;font-size:1px;line-height:0}}.rule{{margin-left:auto;margin-right:auto;"
        f"border-bottom:{pt(profile.frame['rule_weight'])} solid #000}}\n",
        # crisp-edges: PDF/A forbids the smoothing that WeasyPrint asks for otherwise.
        ".photo{display:block;height:100%;margin:0 auto;image-rendering:crisp-edges}\n",
        ".kn{break-after:avoid}.kl,p.kn{break-inside:avoid}\n",
    ]
    parts += [_style(style, pt, mm) for style in profile.styles.values()]
    parts += [
        ".flush{text-indent:0}.spaced{white-space:pre-wrap}.cut{display:inline-block;width:0;height:0}\n"
    ]
    parts += [f".b-{count}{{word-spacing:{(count - 1) / 4:g}em}}" for count in range(2, WIDEST_ROOM + 1)]
    parts += [f".a-{align}{{text-align:{align}}}\n" for align in ("left", "center", "right", "justify")]
    parts += [f".w-{width}{{width:{mm(width)}}}.r-{width}{{width:{mm(width)}}}\n" for width in _WIDTHS]
    parts += [f".h-{height}{{height:{pt(height)}}}\n" for height in _HEIGHTS]
    parts += [f".h-{height}-5{{height:{pt(height + 0.5)}}}\n" for height in range(1, 20)]
    insets = (place * FINE_STEP for place in range(1, round(FINE_MOST / FINE_STEP) + 1))
    parts += [f".i-{f'{inset:g}'.replace('.', '-')}{{padding-right:{pt(inset)}}}\n" for inset in insets]
    return "".join(parts)


def _grid(profile: Profile, pt) -> list[str]:
    """Each cell draws its right and lower line, so that a row is as high, and a page as full, as in Word.

    The lines of the first column (class "lead") and of the head close the other two sides. A row that runs over a page
    is filled as Word and LibreOffice fill it: its cells begin level, each of its parts has its own padding and lower
    line, and a single line of a cell may stand on either page. A table's last line may lie below the text area, as
    theirs does: its last row is shorter by it, and it stands in the space below the table.
    """
    weight, side = profile.table["border"], profile.table["padding_side"] - profile.table["border"] / 2
    line = f"{pt(weight)} solid #000"
    return [
        f".grid th,.grid td{{border-right:{line};border-bottom:{line};"
        f"padding:{pt(profile.table['padding_line'])} {pt(side)};vertical-align:middle}}\n",
        ".grid .level{vertical-align:top;box-decoration-break:clone}\n",
        f".grid .lead{{border-left:{line};padding-left:{pt(side - weight)}}}\n",
        f".grid thead tr:first-child th{{border-top:{line}}}\n",
        f".grid .last{{padding-bottom:{pt(profile.table['padding_line'] - weight)}}}\n",
        f".grid{{margin-bottom:{pt(weight)}}}\n",
    ]


def _style(style: Style, pt, mm) -> str:
    rules = [
        f"font-size:{pt(style.size)}", f"line-height:{pt(style.line)}", f"text-align:{style.align}",
        f"margin-bottom:{pt(style.after)}",
    ]  # fmt: skip
    rules += ["orphans:1;widows:1"] if style.tears else []
    rules += ["font-weight:bold"] if style.bold else []
    rules += ["font-style:italic"] if style.italic else []
    rules += [f"color:{style.colour}"] if style.colour else []
    rules += [f"margin-left:{mm(style.left)}"] if style.left else []
    rules += [f"text-indent:{mm(style.indent)}"] if style.indent else []
    return f".s-{style.code}{{{';'.join(rules)}}}\n"


# On a window narrower than the sheet all lengths shrink together, so that lines break where they break on paper; on a
# telephone the margins go as well.
_SCREEN_UNITS = ":root{--pt:1.3333px;--mm:3.7795px}\n"
_TELEPHONE = 600  # px
BETWEEN_SHEETS = 4  # mm between the paper and its appendices
_TELEPHONE_MARGIN = 4  # mm of the sheet


def _screen_sheet(profile: Profile) -> str:
    rules = ["body{background:#e9ecef}\n.sheet{box-sizing:border-box;margin:0 auto;background:#fff}\n"]
    for orientation in ("portrait", "landscape"):
        page = profile.sheet(orientation)
        edges = (page.top, page.right, page.bottom, page.left)
        padding = " ".join(_screen_length(edge, "mm") for edge in edges)
        narrow = page.text_width + 2 * _TELEPHONE_MARGIN
        rules.append(
            f".{orientation}{{width:{_screen_length(page.width, 'mm')};"
            f"min-height:{_screen_length(page.height, 'mm')};padding:{padding}}}\n"
            f"@media (max-width:{page.width:g}mm){{.{orientation}{{{_units(page.width)}}}}}\n"
            f"@media (max-width:{_TELEPHONE}px){{.{orientation}{{{_units(narrow)};width:100%;min-height:0;"
            f"padding:{_screen_length(2 * _TELEPHONE_MARGIN, 'mm')} {_screen_length(_TELEPHONE_MARGIN, 'mm')}}}}}\n"
        )
    rules.append(f".sheet+.sheet{{margin-top:{_screen_length(BETWEEN_SHEETS, 'mm')}}}\n")
    return "".join(rules)


def _units(width: float) -> str:
    """Millimetre and point such that `width` mm fill the window."""
    return f"--mm:calc(100vw / {width:g});--pt:calc(100vw / {width / MM:.4f})"
