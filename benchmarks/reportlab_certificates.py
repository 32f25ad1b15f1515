"""The certificates in ReportLab: the fixed part a form that every page draws, the fonts embedded as subsets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from benchmarks import data
from documents import produce
from documents.stamp import Plan, Press
from documents.stamp.sheet import LaidOut

WIDTH, HEIGHT = 297 * 72 / 25.4, 210 * 72 / 25.4


def placed() -> list[tuple[str, float, float, float, str, bytes, str]]:
    """Return (face, size, x, base, align, colour, words) of every line of the laid-out sample."""
    kind, profile, renderer = data.kinds().kind("certificate_merit"), data.profile(), data.renderer()
    plan = Plan(kind, data.shared(), data.VARYING, profile)
    sheet = produce.sheet(kind, kind.sample, profile)
    laid = LaidOut(sheet, profile, renderer, Press(plan, renderer).faces)
    return [
        (style.face, style.size, shown.left, shown.base, style.align, shown.colour, paragraph.text)
        for paragraph, style, shown in laid.lines
    ]


def write(rows: Iterable[Mapping[str, str]], lines: list, border: bytes, target: BytesIO) -> None:
    """Write one PDF with a page for each row."""
    for face, file in data.renderer().fonts.files.items():
        pdfmetrics.registerFont(TTFont(face, str(file)))
    sample, page = data.shared(), canvas.Canvas(target, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    varying = {sample["name"]: "name", sample["about"]: "about", sample["merit"]: "merit"}
    varying |= {f"Số sổ vàng: {sample['book_no']}": "book_no"}
    page.beginForm("fixed")
    page.drawImage(ImageReader(BytesIO(border)), 0, 0, WIDTH, HEIGHT)
    for face, size, left, base, _align, colour, words in lines:
        if words not in varying:
            page.setFillColorRGB(*map(float, colour.split()[:3]))
            page.setFont(face, size)
            page.drawString(left, base, words)
    page.endForm()
    own = {varying[words]: (face, size, left, base, align) for face, size, left, base, align, _c, words in lines
           if words in varying}  # fmt: skip
    middle = WIDTH / 2
    for row in rows:
        page.doForm("fixed")
        for name, (face, size, left, base, align) in own.items():
            page.setFont(face, size)
            words = f"Số sổ vàng: {row[name]}" if name == "book_no" else row[name]
            if align == "center":
                page.drawCentredString(middle, base, words)
            else:
                page.drawString(left, base, words)
        page.showPage()
    page.save()
