"""The HTML of a paper: one set of tags and classes for the preview on screen and for the PDF.

No inline style: widths, heights and rules are classes that `css` generates (`w-65`, `h-12`, `r-60`).
"""

import base64
import re
from html import escape

from .layout import WIDEST_ROOM, Cell, Gap, Paragraph, Photo, Pictures, PlainRows, Row, Run, Sheet, Table
from .text import JOINER

_ROOM = re.compile(rf"([^ ]*)( {{2,{WIDEST_ROOM}}})(?! )(/?)")
_CODE = re.compile(r"/(?=\S)")  # also of a code whose number is still blank


def sheet(paper: Sheet, stylesheet: str) -> str:
    """A full page for the preview: links `stylesheet` (its address), holds no script and no inline style."""
    return _page(paper, f'<link rel="stylesheet" href="{escape(stylesheet)}">', joiner=False)


def printed(paper: Sheet) -> str:
    """The page that the PDF is made from; codes such as 47/QĐ-CĐN are not torn after the "/"."""
    return _page(paper, "", joiner=True)


def _page(paper: Sheet, link: str, joiner: bool) -> str:
    shown = (block for block in paper.blocks if joiner or not isinstance(block, Pictures))
    body = f'<main class="sheet {paper.orientation}">{"".join(map(_block, shown))}</main>'
    for place, part in enumerate(paper.appendices):
        # Pages of neighbours have different names, so that each appendix begins a page, and counts anew.
        names = f"sheet {part.orientation} annex-{'ab'[place % 2]}"
        body += f'<section class="{names}">{"".join(map(_block, part.blocks))}</section>'
    if joiner:
        body = re.sub(r">([^<]+)<", lambda match: f">{_CODE.sub('/' + JOINER, match[1])}<", body)
    else:
        for block in (block for block in paper.blocks if isinstance(block, Photo)):
            data = base64.b64encode(block.data).decode("ascii")
            body = body.replace(block.address, f"data:image/{block.ending};base64,{data}")
    head = (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(paper.title)}</title>"
        f'<meta name="author" content="{escape(paper.author)}">{link}</head>'
    )
    return f"{head}<body>{body}</body></html>"


def _block(block) -> str:
    return _WRITERS[type(block)](block)


def _run(run: Run) -> str:
    text = _ROOM.sub(_room, escape(run.text, quote=False))
    if run.italic:
        text = f"<em>{text}</em>"
    return f"<strong>{text}</strong>" if run.bold else text


def _room(blanks: re.Match) -> str:
    """Room for handwriting as one wide blank behind its word: there it may hang over the edge, as Word's do.

    Before the stroke of a number that is still blank («theo Kế hoạch số      /KH-CĐN») Word may end a line, other
    engines by Unicode's rules may not: an empty box gives them the place (LibreOffice gets it in the Word file).
    """
    cut = '<span class="cut"></span>' if blanks[3] and blanks.start() else ""
    return f'<span class="b-{len(blanks[2])}">{blanks[1]} </span>{cut}{blanks[3]}'


def _paragraph(paragraph: Paragraph) -> str:
    names = [f"s-{paragraph.style}"]
    names += [f"a-{paragraph.align}"] if paragraph.align else []
    names += ["flush"] if paragraph.flush else []
    names += ["spaced"] if paragraph.widest_room > WIDEST_ROOM else []
    names += ["kn"] if paragraph.keep_next else []
    names += [f"i-{_number(paragraph.inset)}"] if paragraph.inset else []
    names += ["kl"] if paragraph.keep_lines else []
    words = "".join(_run(run) for run in paragraph.runs)
    return f'<p class="{" ".join(names)}">{words}</p>\n'


def _gap(gap: Gap) -> str:
    names = ["gap", f"h-{_number(gap.height)}"]
    names += ["rule", f"r-{_number(gap.rule)}"] if gap.rule else []
    names += ["kn"] if gap.keep_next else []
    return f'<div class="{" ".join(names)}"></div>\n'


def _number(value: float) -> str:
    return f"{value:g}".replace(".", "-")


def _table(table: Table) -> str:
    columns = "".join(f'<col class="w-{_number(width)}">' for width in table.widths)
    head = "".join(_row(row, "th", lead=place == 0) for place, row in enumerate(table.head))
    body = "".join(_ROWS[type(row)](row) for row in table.rows[:-1])
    last = table.kind == "grid"
    rows = body + "".join(_row(row, "td", lead=True, last=last) for row in table.rows[-1:])
    head = f"<thead>{head}</thead>" if head else ""
    kept = " kn" if table.keep_next else ""
    part = "" if table.kind == "grid" else ' role="presentation"'
    inside = f"<colgroup>{columns}</colgroup>{head}<tbody>{rows}</tbody>"
    return f'<table class="{table.kind}{kept}"{part}>{inside}</table>\n'


def _row(row: Row, tag: str, lead: bool, last: bool = False) -> str:
    names = " ".join(["kn"] * row.keep_next + ["split"] * row.split)
    kept = f' class="{names}"' if names else ""
    shared = ["level"] * row.split + ["last"] * last
    cells = (
        _cell(cell, tag, ["lead", *shared] if lead and place == 0 else shared)
        for place, cell in enumerate(row.cells)
    )
    return f"<tr{kept}>{''.join(cells)}</tr>"


def _body_row(row: Row) -> str:
    return _row(row, "td", lead=True)


_ROWS = {Row: _body_row, PlainRows: lambda rows: "".join(rows.filled(_body_row))}


def _cell(cell: Cell, tag: str, names: list[str]) -> str:
    name = f' class="{" ".join(names)}"' if names else ""
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<{tag}{name}{span}{rows}>{''.join(_block(block) for block in cell.blocks)}</{tag}>"


def _pictures(block: Pictures) -> str:
    """Only the PDF draws them: their places are no classes, and the preview shows words.

    crisp-edges: PDF/A forbids the smoothing that WeasyPrint asks for otherwise.
    """
    images = "".join(
        f'<img alt="" src="{picture.address}" style="position:absolute;z-index:-1;'
        f"left:{picture.left:g}mm;top:{picture.top:g}mm;"
        f'width:{picture.width:g}mm;height:{picture.height:g}mm;image-rendering:crisp-edges">'
        for picture in block.items
    )
    return f'<div class="gap h-1">{images}</div>'


def _photo(photo: Photo) -> str:
    """A photo in its room; which address it has is the page's business (see `_page`)."""
    image = f'<img class="photo w-{photo.width}" alt="" src="{photo.address}">'
    return f'<div class="gap h-{photo.height} kn">{image}</div>\n'


_WRITERS = {Paragraph: _paragraph, Gap: _gap, Table: _table, Pictures: _pictures, Photo: _photo}
