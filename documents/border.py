"""The border of certificates and the grid of the calibration sheet, drawn by us as pictures of an A4 on its side.

Four frames, a chain of rosettes between them, and a larger rosette in each corner: curves of the kind
r = a + b cos(n t), which no state form uses. Drawn once per process.
"""

import math
from functools import lru_cache
from io import BytesIO

DOTS = 8  # per mm: about 200 dpi
WIDTH, HEIGHT = 297, 210  # mm
GOLD, RED = "#b8860b", "#b22222"
GREY, DARK = "#b0b0b0", "#404040"
FRAMES = (
    (4.0, 0.7, GOLD),
    (5.8, 0.3, RED),
    (14.6, 0.3, RED),
    (15.6, 0.5, GOLD),
)  # mm from the edge, width, colour
CHAIN = 10.2  # mm from the edge to the middle of the chain
LINK = 8.6  # mm between rosettes, about
CORNER = 17.0  # mm from the edge to the middle of a corner rosette
POINTS = 240


def _picture():
    from PIL import Image, ImageDraw  # slow to import, and needed where certificates are made only

    image = Image.new("RGB", (WIDTH * DOTS, HEIGHT * DOTS), "white")
    return image, ImageDraw.Draw(image)


def _packed(image) -> bytes:
    packed = BytesIO()
    image.save(packed, "PNG", optimize=False, compress_level=6)
    return packed.getvalue()


@lru_cache(maxsize=1)
def border() -> bytes:
    """The border as PNG, 297 × 210 mm."""
    image, pen = _picture()
    for edge, width, colour in FRAMES:
        box = [edge * DOTS, edge * DOTS, (WIDTH - edge) * DOTS, (HEIGHT - edge) * DOTS]
        pen.rectangle(box, outline=colour, width=round(width * DOTS))
    for x in _places(WIDTH):
        for y in (CHAIN, HEIGHT - CHAIN):
            _link(pen, x, y)
    for y in _places(HEIGHT)[1:-1]:
        for x in (CHAIN, WIDTH - CHAIN):
            _link(pen, x, y)
    for x in (CORNER, WIDTH - CORNER):
        for y in (CORNER, HEIGHT - CORNER):
            pen.ellipse([(x - 9) * DOTS, (y - 9) * DOTS, (x + 9) * DOTS, (y + 9) * DOTS], fill="white")
            for radius, petals, colour in ((8.6, 12, RED), (6.6, 9, GOLD), (3.4, 6, RED)):
                _rosette(pen, x, y, radius, petals, colour)
    return _packed(image)


def _places(length: float) -> list[float]:
    """Middles of the links along an edge: evenly from corner to corner."""
    count = round((length - 2 * CHAIN) / LINK)
    return [CHAIN + (length - 2 * CHAIN) * place / count for place in range(count + 1)]


def _link(pen, x: float, y: float) -> None:
    _rosette(pen, x, y, 3.9, 8, GOLD)
    _rosette(pen, x, y, 2.3, 6, RED)


def _rosette(pen, x: float, y: float, radius: float, petals: int, colour: str) -> None:
    turns = (2 * math.pi * step / POINTS for step in range(POINTS + 1))
    line = []
    for turn in turns:
        reach = radius * (0.62 + 0.38 * math.cos(petals * turn))
        line.append(((x + reach * math.cos(turn)) * DOTS, (y + reach * math.sin(turn)) * DOTS))
    pen.line(line, fill=colour, width=2, joint="curve")


@lru_cache(maxsize=1)
def grid() -> bytes:
    """Lines every 10 mm with their distance from the left and upper edge in mm, as PNG: held against printed stock."""
    from PIL import ImageFont

    image, pen = _picture()
    digits = ImageFont.load_default(size=3.2 * DOTS)
    for place in range(10, WIDTH, 10):
        bold = place % 50 == 0
        pen.line(
            [(place * DOTS, 0), (place * DOTS, HEIGHT * DOTS)], fill=DARK if bold else GREY, width=1 + bold
        )
        pen.text(((place + 0.6) * DOTS, 6 * DOTS), str(place), fill=DARK, font=digits)
    for place in range(10, HEIGHT, 10):
        bold = place % 50 == 0
        pen.line(
            [(0, place * DOTS), (WIDTH * DOTS, place * DOTS)], fill=DARK if bold else GREY, width=1 + bold
        )
        pen.text((6 * DOTS, (place + 0.4) * DOTS), str(place), fill=DARK, font=digits)
    return _packed(image)


DRAWN = {"border": border, "grid": grid}
