"""Photos of a paper: each in the middle of the text, as wide or as high as may be, its caption below in italics."""

from . import pictures
from .layout import Gap, Paragraph, Photo, runs
from .profile import Page, Profile
from .tree import Node
from .widths import MM

# The law gives no measures for photos.
ABOVE, BELOW = 6, 3  # pt
WIDEST, NARROWEST = 110, 5  # mm
HIGHEST = 200  # pt: three of them with their captions stand on a page


def photo(node: Node, profile: Profile, page: Page) -> list:
    """The photo of a node and its caption, which stay together. Raises ValuesRefused for what is no photo."""
    data, ending, share = pictures.photo(node.get("source"))
    height = min(HIGHEST, max(round(WIDEST / share / MM), 1))
    width = max(round(height * MM * share), NARROWEST)
    words = tuple(run._replace(italic=True) for run in runs(node))
    caption = Paragraph("body", words, align="center", flush=True, keep_lines=True)
    return [
        Gap(ABOVE, keep_next=True),
        Photo(data, ending, width, height),
        Gap(BELOW, keep_next=True),
        caption,
    ]
