"""Where each letter of a PDF stands, read from the finished file."""

import io

import pdfplumber


def glyphs(data: bytes) -> list[list[tuple[str, float, float, float]]]:
    """For each page (letter, x, y of its origin, size), from the top down and from left to right; blanks left out."""
    with pdfplumber.open(io.BytesIO(data)) as file:
        pages = [
            [
                (letter["text"], letter["matrix"][4], letter["matrix"][5], round(letter["size"]))
                for letter in page.chars
                if letter["text"].strip()
            ]
            for page in file.pages
        ]
    return [sorted(page, key=lambda one: (-round(one[2]), one[1])) for page in pages]
