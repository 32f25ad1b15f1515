"""The certificates in fpdf2, fixed words and picture drawn on each page (it has no forms; the picture is kept once)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

from fpdf import FPDF

from benchmarks import data
from benchmarks.reportlab_certificates import HEIGHT, WIDTH


def write(rows: Iterable[Mapping[str, str]], lines: list, border: bytes) -> bytes:
    """Return one PDF with a page for each row."""
    book, sample = FPDF("L", "pt", "A4"), data.shared()
    for face, file in data.renderer().fonts.files.items():
        book.add_font(face, "", str(file))
    varying = {sample["name"]: "name", sample["about"]: "about", sample["merit"]: "merit"}
    varying |= {f"Số sổ vàng: {sample['book_no']}": "book_no"}
    for row in rows:
        book.add_page()
        book.image(BytesIO(border), 0, 0, WIDTH, HEIGHT)
        for face, size, left, base, align, colour, words in lines:
            name = varying.get(words)
            said = words if not name else f"Số sổ vàng: {row[name]}" if name == "book_no" else row[name]
            book.set_font(face, size=size)
            book.set_text_color(*(round(float(part) * 255) for part in colour.split()[:3]))
            if name and align == "center":
                left = (WIDTH - book.get_string_width(said)) / 2
            book.text(left, HEIGHT - base, said)
    return bytes(book.output())
