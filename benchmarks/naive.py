"""The rival of every rendered paper: the WeasyPrint call as anybody writes it, style and fonts read each time."""

from __future__ import annotations

import weasyprint

from benchmarks import data
from documents import css, html
from documents.layout import Sheet


def pdf(paper: Sheet) -> bytes:
    """Return the PDF of the same page with the same styles, as one string handed to the library."""
    style = css.print(paper.look or data.profile(), data.renderer().fonts)
    page = html.printed(paper).replace("</head>", f"<style>{style}</style></head>")
    return weasyprint.HTML(string=page).write_pdf()
