"""Words of a paper, for comparing outputs with each other and with what was typed."""

from collections.abc import Iterable

from .tree import Node, PlainRows

JOINER = "\u2060"  # set after "/" in the PDF so that codes are not torn; no word of the paper
CUT = "\u200b"  # set into Word files where a line may end between blanks and "/"; no word of the paper either

_SEPARATE = frozenset({"strong", "em"})


def split(text: str) -> list[str]:
    """Words as a reader counts them: blanks and no-break spaces part them, what is invisible does not count."""
    return text.replace(JOINER, "").replace(CUT, "").split()


def words(tree: Node) -> list[str]:
    """All words of a finished tree (`produce.tree`) in reading order, without page numbers."""
    return split("".join(_pieces(tree)))


def _pieces(node: Node) -> Iterable[str]:
    if node.tag not in _SEPARATE:
        yield " "
    label = node.get("label")
    if label:
        yield label + " "
    if node.get("heading"):
        yield node.get("heading") + " "
    if isinstance(node, PlainRows):
        yield " ".join(node.strings())
    for child in node.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _pieces(child)
    if node.tag not in _SEPARATE:
        yield " "
